"""Runs sroi and its peers on the case team_year in turn, and prints CPU time per draw as Markdown.

Every program runs twice in a round, with few and with many draws; the difference of their CPU times, user and system, over
the difference of their draws is what one more draw costs. So starting, importing, compiling and building tables count for
nobody. The median of the rounds is shown. Usage: compare.py [ROUNDS]; see run.sh.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SROI = ROOT / "target/release/sroi"
CASE = ROOT / "benches/cases/team_year.toml"


class Contender:
    """A program with its few and many draws."""

    def __init__(self, name, few, many, command):
        self.name, self.few, self.many, self.command = name, int(few), int(many), command
        self.cpu, self.wall = [], []

    def round(self, folder):
        (cpu_few, wall_few), (cpu_many, wall_many) = (cost(self.command(n, folder)) for n in (self.few, self.many))
        extra = self.many - self.few
        self.cpu.append((cpu_many - cpu_few) / extra * 1e9)
        self.wall.append((wall_many - wall_few) / extra * 1e9)


def cost(command):
    """CPU and wall seconds of a command and of all its threads."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start


def sroi(threads, *more):
    def command(draws, folder):
        shutil.rmtree(folder / "out", ignore_errors=True)
        options = ["--draws", str(draws), "--threads", str(threads), "--out", folder / "out", "--quiet", *more]
        return [SROI, "run", CASE, *options]

    return command


def python(script, threads, *more):
    return lambda draws, folder: [
        sys.executable, HERE / script, "--draws", str(draws), "--threads", str(threads), *more,
    ]  # fmt: skip


def keeping(library):
    def command(draws, folder):
        (folder / "draws.parquet").unlink(missing_ok=True)
        more = ["--keep", library, "--out", folder / "draws.parquet"]
        return [sys.executable, HERE / "numpy_case.py", "--draws", str(draws), *more]

    return command


def sampling(threads):
    return [
        Contender("sroi", 1e6, 11e6, sroi(threads)),
        Contender("numba, NumPy's generators", 2e5, 3.2e6, python("numba_case.py", threads)),
        Contender("NumPy", 2e5, 2.2e6, python("numpy_case.py", threads)),
        Contender("numba, its own generators", 2e5, 1.2e6, python("numba_case.py", threads, "--generator", "numba")),
    ]


def files():
    return [
        Contender("sroi --keep-draws, 44 columns and the number of the draw", 2e5, 1.2e6, sroi(1, "--keep-draws")),
        Contender("NumPy and pyarrow, 37 columns", 2e5, 1.2e6, keeping("pyarrow")),
        Contender("NumPy and polars for Python, 37 columns", 2e5, 1.2e6, keeping("polars")),
    ]


def table(title, contenders, rounds):
    with tempfile.TemporaryDirectory(dir=ROOT / "target") as folder:
        for _ in range(rounds):
            for contender in contenders:
                contender.round(Path(folder))
    print(f"| {title} | CPU ns per draw | spread of the rounds | wall ns per draw | times sroi |")
    print("|---|---:|---:|---:|---:|")
    base = median(contenders[0].cpu)
    for contender in contenders:
        cpu = median(contender.cpu)
        spread = f"{min(contender.cpu):.0f}–{max(contender.cpu):.0f}"
        print(f"| {contender.name} | {cpu:.0f} | {spread} | {median(contender.wall):.0f} | {cpu / base:.1f} |")
    print(flush=True)


def check():
    """Everybody computes the same: two million draws each, compared to 1 %, which is five standard errors or more."""
    import polars as pl

    names = {"mean": "mean", "sd": "sd", "low": "q025", "median": "q50", "high": "q975"}
    with tempfile.TemporaryDirectory(dir=ROOT / "target") as folder:
        subprocess.run(sroi(2)(2_000_000, Path(folder)), check=True)
        rows = pl.read_parquet(Path(folder) / "out/summary.parquet").filter(pl.col("metric") == "roi")
        [ours] = rows.to_dicts()
    for script, *more in [["numpy_case.py"], ["numba_case.py"], ["numba_case.py", "--generator", "numba"]]:
        command = python(script, 2, *more)(2_000_000, None)
        theirs = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        for name, column in names.items():
            if abs(theirs[name] / ours[column] - 1) > 0.01:
                sys.exit(f"{script}: {name} of ROI is {theirs[name]}, sroi says {ours[column]}")


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    check()
    table("one thread, all statistics", sampling(1), rounds)
    table("two threads, all statistics", sampling(2), rounds)
    table("one thread, statistics and a file of draws", files(), rounds)


if __name__ == "__main__":
    main()
