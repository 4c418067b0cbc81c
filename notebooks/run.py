#!/usr/bin/env python3
"""Executes the notebooks of this folder in a clean Python environment and checks their stored outputs.

    python3 notebooks/run.py                  # all: execute, and compare with what is stored
    python3 notebooks/run.py --update         # all: execute, and store the fresh outputs
    python3 notebooks/run.py 4_own_sample     # one of them (its name, or the beginning of it)
    python3 notebooks/run.py --lock           # make requirements.txt anew from requirements.in

Needs Python 3.11 or later and nothing else: the packages that requirements.txt names are installed into
target/notebooks-python. The program is the one that the environment variable SROI names; without it,
target/release/sroi, built first by `cargo build --release`.

The exit code is 0 if every notebook ran and its outputs are those stored, 1 if not, 2 for wrong usage.
"""

import argparse
import difflib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
TARGET = REPOSITORY / "target"
LOCK = HERE / "requirements.txt"
DIRECT = HERE / "requirements.in"

TAG_VARIES = "varies"  # outputs of such cells (timings, versions) are not compared
SECONDS_PER_CELL = 600
KEPT_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}


class Failure(Exception):
    """Something that the user must know; its text is all that is printed."""


def main():
    parser = argparse.ArgumentParser(
        description="Execute the notebooks in a clean environment and compare with their stored outputs.",
    )
    parser.add_argument("names", nargs="*", metavar="NOTEBOOK", help="beginning of a file name [default: all]")
    parser.add_argument("--update", action="store_true", help="store the fresh outputs instead of comparing")
    parser.add_argument("--reuse", action="store_true", help="keep the Python environment of an earlier run")
    parser.add_argument("--lock", action="store_true", help="make requirements.txt anew, and do nothing else")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    notebooks = select(options.names, parser.error)
    try:
        if options.inside:
            execute_all(notebooks, options.update)
        elif options.lock:
            make_lock()
        else:
            start(options, notebooks)
    except Failure as failure:
        sys.exit(f"error: {failure}")
    except KeyboardInterrupt:
        sys.exit(130)


def select(names, refuse):
    every = sorted(HERE.glob("*.ipynb"))
    if not names:
        return every
    chosen = []
    for name in names:
        found = [path for path in every if path.name.startswith(Path(name).name)]
        if not found:
            refuse(f"no notebook begins with {name!r}; there are: {', '.join(path.stem for path in every)}")
        chosen += [path for path in found if path not in chosen]
    return chosen


# The Python environment and the program ------------------------------------------------------------------


def start(options, notebooks):
    """Makes the environment and goes on in it."""
    program = find_program()
    python = make_environment(TARGET / "notebooks-python", options.reuse)
    with tempfile.TemporaryDirectory(prefix="sroi-notebooks-") as folder:
        # Settings of the user and kernels installed elsewhere must not count.
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "IPYTHON", "PYTHON", "MPL", "POLARS", "COLUMNS", "LINES"))
        }
        environment |= {
            "SROI": str(program),
            "TMPDIR": folder,
            "JUPYTER_CONFIG_DIR": f"{folder}/jupyter-config",
            "JUPYTER_DATA_DIR": f"{folder}/jupyter-data",
            "JUPYTER_RUNTIME_DIR": f"{folder}/jupyter-runtime",
            "IPYTHONDIR": f"{folder}/ipython",
            "MPLCONFIGDIR": f"{folder}/matplotlib",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
        }
        # The list of fonts is made once, here, and not with a message inside a notebook.
        call([python, "-c", "import matplotlib.font_manager"], environment, "matplotlib does not start")
        command = [python, __file__, "--inside", *(["--update"] if options.update else []), *map(str, notebooks)]
        sys.exit(subprocess.run(command, env=environment).returncode)


def find_program():
    if named := os.environ.get("SROI"):
        program = Path(named).resolve()
        if not program.is_file():
            raise Failure(f"SROI names {named}, which is no file")
    else:
        print("cargo build --release", flush=True)
        call(["cargo", "build", "--release"], os.environ, "the program could not be built", cwd=REPOSITORY)
        target = Path(os.environ.get("CARGO_TARGET_DIR", TARGET))
        program = REPOSITORY / target / "release" / ("sroi.exe" if os.name == "nt" else "sroi")
    return program


def make_environment(folder, reuse=False):
    """A virtual environment with exactly the packages of the lock; returns its Python."""
    if sys.version_info < (3, 11):
        raise Failure(f"Python 3.11 or later is needed, this is {sys.version.split()[0]}")
    python = python_of(folder)
    if reuse and python.is_file():
        if lock_of(python) == read_lock():
            return python
        print("the environment differs from requirements.txt and is made anew", flush=True)
    print(f"installing {LOCK.relative_to(REPOSITORY)} into {shown(folder)}", flush=True)
    install(folder, LOCK)
    installed, wanted = lock_of(python), read_lock()
    if sys.platform == "linux" and installed != wanted:
        names = ", ".join(sorted(installed ^ wanted))
        raise Failure(f"requirements.txt is not the complete lock: {names}; make it anew with --lock")
    return python


def install(folder, requirements):
    call([sys.executable, "-m", "venv", "--clear", str(folder)], os.environ, "no virtual environment could be made")
    pip = [str(python_of(folder)), "-m", "pip", "--disable-pip-version-check"]
    call([*pip, "install", "--quiet", "-r", str(requirements)], os.environ, "the packages could not be installed")
    call([*pip, "check"], os.environ, "the packages do not fit together", quiet=True)


def make_lock():
    with tempfile.TemporaryDirectory(prefix="sroi-notebooks-") as folder:
        install(Path(folder) / "python", DIRECT)
        packages = sorted(lock_of(python_of(Path(folder) / "python")), key=str.lower)
    LOCK.write_text("\n".join(packages) + "\n", encoding="utf-8")
    print(f"{len(packages)} packages in {LOCK.relative_to(REPOSITORY)}")


def python_of(folder):
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def lock_of(python):
    done = subprocess.run([str(python), "-m", "pip", "freeze"], capture_output=True, text=True)
    return {line for line in done.stdout.split("\n") if "==" in line}


def read_lock():
    return {line.strip() for line in LOCK.read_text(encoding="utf-8").splitlines() if "==" in line}


def call(command, environment, what, cwd=None, quiet=False):
    try:
        done = subprocess.run(
            [str(part) for part in command], env=environment, cwd=cwd, stdout=subprocess.DEVNULL if quiet else None
        )
    except OSError as error:
        raise Failure(f"{what}: {error}") from None
    if done.returncode:
        raise Failure(f"{what}: `{' '.join(map(str, command))}` ended with {done.returncode}")


def shown(path):
    return path.relative_to(REPOSITORY) if path.is_relative_to(REPOSITORY) else path


# Executing and comparing, with the packages of the environment -------------------------------------------


def execute_all(notebooks, update):
    faults = {}
    for path in notebooks:
        started = time.monotonic()
        try:
            fault = execute(path, update)
        except Failure as failure:
            fault = str(failure)
        said = "failed" if fault else "stored" if update else "as stored"
        size = f", {path.stat().st_size / 1000:,.0f} kB" if update and not fault else ""
        print(f"{path.relative_to(REPOSITORY)}: {said}, {time.monotonic() - started:.1f} s{size}", flush=True)
        if fault:
            faults[path.name] = fault
            print("\n" + fault.rstrip() + "\n", flush=True)
    if faults:
        raise Failure(f"{len(faults)} of {len(notebooks)} notebooks failed: {', '.join(faults)}")
    print(f"all {len(notebooks)} notebooks ran" + ("" if update else " and gave what is stored"))


def execute(path, update):
    """Executes one notebook; returns what is wrong with it, if anything."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    stored = nbformat.read(path, as_version=4)
    fresh = nbformat.read(path, as_version=4)
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        fresh,
        timeout=SECONDS_PER_CELL,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(HERE)}},
    )
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as messages:
        try:
            client.execute(stderr=messages)
        except CellExecutionError as error:
            return plain(error.traceback)
        except (CellTimeoutError, DeadKernelError, RuntimeError) as error:
            messages.seek(0)
            return f"{type(error).__name__}: {plain(str(error))}\n{messages.read()}"

    clean(fresh)
    nbformat.validate(fresh)
    if fault := what_must_not_be_there(fresh):
        return fault
    if update:
        text = nbformat.writes(fresh)
        if not text.endswith("\n"):
            text += "\n"
        whole = path.with_suffix(".part")
        whole.write_text(text, encoding="utf-8")
        whole.replace(path)
        return None
    if leaks := what_must_not_be_there(stored):
        return f"as stored: {leaks}"
    return differences(stored, fresh)


def clean(notebook):
    """Takes out everything that is not source or result."""
    notebook.metadata = type(notebook.metadata)(json.loads(json.dumps(KEPT_METADATA)))
    for cell in notebook.cells:
        tags = cell.metadata.get("tags")
        cell.metadata = type(cell.metadata)({"tags": tags} if tags else {})
        if cell.cell_type != "code":
            continue
        merged = []
        for output in cell.outputs:
            if "metadata" in output:
                output.metadata = type(output.metadata)()
            if output.output_type == "stream" and merged and merged[-1].get("name") == output.name:
                merged[-1].text += output.text
            else:
                merged.append(output)
        cell.outputs = merged


def what_must_not_be_there(notebook):
    """Warnings, widgets, names and paths of the machine that executed the notebook."""
    private = {
        "the repository's path": str(REPOSITORY),
        "the home folder": str(Path.home()),
        "the folder of temporary files": tempfile.gettempdir(),
        "the path of the program": os.environ.get("SROI", ""),
        "the name of the machine": socket.gethostname(),
    }
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code":
            continue
        for output in cell.outputs:
            if output.output_type == "stream" and output.name == "stderr":
                return f"cell {number} writes to standard error:\n{output.text}"
            text = "\n".join(text_of(output).values())
            if "widget" in " ".join(output.get("data", {})):
                return f"cell {number} holds the state of a widget"
            for what, value in private.items():
                if len(value) > 3 and re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", text):
                    return f"cell {number} shows {what}, {value}"
    return None


def differences(stored, fresh):
    """What differs between the text outputs of two executions."""
    faults = []
    for number, (old, new) in enumerate(zip(stored.cells, fresh.cells, strict=True), 1):
        if new.cell_type != "code" or TAG_VARIES in new.metadata.get("tags", []):
            continue
        if old.execution_count is None:
            faults.append(f"cell {number} is stored without having been executed")
            continue
        before, after = (lines_of(cell) for cell in (old, new))
        if before != after:
            diff = difflib.unified_diff(before, after, "stored", "fresh", n=2, lineterm="")
            faults.append(f"cell {number} gives something else than what is stored:\n" + "\n".join(diff))
    if faults:
        faults.append("If that is as it should be: python3 notebooks/run.py --update")
    return "\n\n".join(faults)


def lines_of(cell):
    """The outputs of a cell as lines that can be compared: images by their kind only."""
    lines = []
    for output in cell.outputs:
        for kind, text in sorted(text_of(output).items()):
            lines.append(f"[{kind}]")
            lines += [line.rstrip() for line in normal(text).rstrip().split("\n")]
        lines += [f"[{kind}]" for kind in sorted(output.get("data", {})) if not is_text(kind)]
    return lines


def text_of(output):
    if output.output_type == "stream":
        return {output.name: output.text}
    return {kind: text for kind, text in output.get("data", {}).items() if is_text(kind)}


def is_text(kind):
    return kind.startswith("text/")


def normal(text):
    return re.sub(r"\b0x[0-9a-f]{6,}\b", "0x…", plain(text))


def plain(text):
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)


if __name__ == "__main__":
    main()
