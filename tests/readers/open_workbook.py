"""Opens workbooks with LibreOffice and openpyxl, and compares what the two read.

Usage: open_workbook.py WORKBOOK.xlsx…, files written by `sroi export --xlsx`. LibreOffice Calc (`soffice`) must be on the path.
Each file is converted to PDF, which draws every chart, and to xlsx again, which writes what LibreOffice understood: no cell may be an
error or a formula, every number and text must be the same in both, and no chart may be lost.
"""

import math
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import openpyxl

ERRORS = re.compile(r"^(#(REF|NAME|VALUE|DIV/0|N/A|NUM|NULL)[!?]?|Err:5\d\d)")
# Sheets that have a chart wherever they are, in English and Dutch. The value of information has one where something is worth knowing,
# convergence where there is more than one point.
CHARTED = {
    "Acceptability": 1,
    "Aanvaardbaarheid": 1,
    "Break-even": 1,
    "Lines": 1,
    "Posten": 1,
    "Stakeholders": 1,
    "Belanghebbenden": 1,
    "Scenarios": 1,
    "Scenario's": 1,
}


def convert(workbook, folder, kind):
    """The file that LibreOffice makes of a workbook, with a profile of its own."""
    profile = folder / "profile"
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind, "--outdir", folder, workbook]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    converted = folder / f"{workbook.stem}.{kind.split(':')[0]}"
    if not converted.exists():
        raise SystemExit(f"{workbook}: LibreOffice made no {kind}")
    return converted


def cells(book):
    """Every cell that holds something, by sheet and place."""
    found = {}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and cell.value != "":
                    found[sheet.title, cell.coordinate] = cell.value
    return found


def charts(book):
    """How many charts each sheet has."""
    return {sheet.title: len(sheet._charts) for sheet in book.worksheets}


def same(one, other):
    """Whether two cells hold the same; LibreOffice writes 15 digits."""
    numbers = (int, float)
    if isinstance(one, numbers) and isinstance(other, numbers):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-300)
    return str(one).strip() == str(other).strip()


def complaints(workbook):
    """What is wrong with a workbook."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        pdf = convert(workbook, folder, "pdf")
        pages = pdf.read_bytes().count(b"/Type/Page") - pdf.read_bytes().count(b"/Type/Pages")
        again = folder / "again"
        again.mkdir()
        reread = convert(workbook, again, "xlsx:Calc MS Excel 2007 XML")
        books = [openpyxl.load_workbook(path) for path in (workbook, reread)]
    ours, theirs = (cells(book) for book in books)
    for (sheet, place), value in ours.items():
        if isinstance(value, str) and ERRORS.match(value):
            yield f"{sheet}!{place} is an error: {value}"
        known = theirs.pop((sheet, place), None)
        if not same(value, known):
            yield f"{sheet}!{place} is {value!r} here and {known!r} in LibreOffice"
    for (sheet, place), value in theirs.items():
        yield f"{sheet}!{place} is {value!r} in LibreOffice only"
    for sheet in books[0].worksheets:
        formulas = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        if formulas:
            yield f"{sheet.title} has formulas in {formulas}"
        links = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
        away = [link.ref for link in links if link.target or not link.location]
        if away:
            yield f"{sheet.title} has links away from the workbook in {away}"
    counts, kept = (charts(book) for book in books)
    if counts != kept:
        yield f"charts per sheet are {counts} here and {kept} in LibreOffice"
    for sheet, least in CHARTED.items():
        if sheet in counts and counts[sheet] < least:
            yield f"{sheet} has {counts[sheet]} charts"
    names = zipfile.ZipFile(workbook).namelist()
    drawn = sum(name.startswith("xl/charts/chart") for name in names)
    if drawn != sum(counts.values()):
        yield f"{drawn} charts are in the file and {sum(counts.values())} are read"
    for name in ("xl/calcChain.xml", "xl/externalLinks", "xl/vbaProject.bin"):
        if any(known.startswith(name) for known in names):
            yield f"the file has {name}"
    if pages < len(books[0].worksheets):
        yield f"the PDF has {pages} pages of {len(books[0].worksheets)} sheets"
    shown = {sheet: count for sheet, count in counts.items() if count}
    print(f"{workbook}: {len(ours)} cells, {pages} pages, charts {shown}")


def main():
    wrong = 0
    for path in sys.argv[1:]:
        if not Path(path).exists():
            raise SystemExit(f"{path} does not exist")
        for complaint in complaints(Path(path)):
            print(f"{path}: {complaint}")
            wrong += 1
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
