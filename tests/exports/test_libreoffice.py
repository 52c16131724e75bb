"""What LibreOffice opens is what was written: the workbook, and the CSV of a French spreadsheet.

It is looked for as `soffice`. `.ci/run` installs it, and sets `AMPERE_DATA_OFFICE`: then it must be there.
"""

import csv
import datetime as dt
import os
import shutil
import subprocess
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ampere_data.curation import french
from ampere_data.curation.shipped import shipped
from ampere_data.exports import sheets
from ampere_data.exports.export import export

OFFICE = shutil.which("soffice")
TABLES = {name: sheets.sheet_of(table, "fr") for name, table in shipped().tables.items()}
# Separator, quote, UTF-8, first line, (columns), French, (quote all), numbers are told from texts.
FRENCH = "Text - txt - csv (StarCalc):59,34,76,1,,1036,false,true"
# Separator, quote, UTF-8, first line, (columns), language, (quote all), values and not how they look, every sheet.
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


def convert(folder: Path, to: str, *files: Path, reading: str = "") -> None:
    """Have LibreOffice write files in another format."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    more = [f"--infilter={reading}"] if reading else []
    command = [
        OFFICE or "",
        profile,
        "--headless",
        *more,
        "--convert-to",
        to,
        "--outdir",
        str(folder),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=100)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the exports of our tables in French."""
    if OFFICE is None and "AMPERE_DATA_OFFICE" not in os.environ:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("home")
    export(shipped(), folder, formats=["csv", "xlsx"], language="fr")
    return folder


@pytest.fixture(scope="module")
def from_workbook(home: Path) -> dict[str, list[list[str]]]:
    """Give the cells of each sheet of the workbook, as LibreOffice writes them."""
    folder = home / "sheets"
    convert(folder, EVERY_SHEET, home / "ampere-data-fr.xlsx")
    found = {}
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as stream:
            found[file.stem.removeprefix("ampere-data-fr-")] = list(csv.reader(stream))
    return found


@pytest.fixture(scope="module")
def from_csv(home: Path) -> dict[str, list[list[Any]]]:
    """Give the cells of each French CSV file, as LibreOffice understands them."""
    folder = home / "books"
    convert(folder, "xlsx", *sorted((home / "csv-fr").glob("*.csv")), reading=FRENCH)
    books = {file.stem: openpyxl.load_workbook(file).active for file in folder.glob("*.xlsx")}
    return {name: [list(row) for row in page.values] for name, page in books.items() if page is not None}


def shown(cell: Any) -> str:
    """Write a cell as a spreadsheet that speaks English does."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return repr(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell).replace("\r\n", "\n")


@pytest.mark.parametrize("name", TABLES)
def test_a_sheet_has_the_cells_of_its_table(name: str, from_workbook: dict[str, list[list[str]]]) -> None:
    sheet = TABLES[name]
    expected = [[shown(cell) for cell in row] for row in zip(*(one.cells() for one in sheet.columns), strict=True)]

    found = from_workbook[sheet.title]

    assert found[0] == [column.title for column in sheet.columns]
    assert found[1:] == expected


def test_every_sheet_opens(from_workbook: dict[str, list[list[str]]]) -> None:
    assert {"1 Effectif", "Le dernier mot", "Dictionnaire", "Licence"} < from_workbook.keys()
    assert all(len(rows) > 1 for rows in from_workbook.values())


def understood(cell: Any, text: str) -> str:
    """Bring what LibreOffice made of a text to that text, if it says the same: `novembre 2022` is a day to it."""
    if isinstance(cell, dt.datetime):
        day = cell.date().isoformat()
        with suppress(french.Unparsed):
            return text if day.startswith(french.date(text)) else day
        return day
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        with suppress(french.Unparsed):
            return text if french.number(text).share() == french.Quantity(Fraction(str(cell))) else shown(float(cell))
        return shown(float(cell))
    return shown(cell)


@pytest.mark.parametrize("name", TABLES)
def test_a_french_file_has_the_cells_of_its_table(name: str, from_csv: dict[str, list[list[Any]]]) -> None:
    sheet = TABLES[name]

    header, *rows = from_csv[name]

    assert header == [column.title for column in sheet.columns]
    for at, column in enumerate(sheet.columns):
        found = [row[at] if at < len(row) else None for row in rows]
        if column.kind == "number":
            assert [one if one is None else float(one) for one in found] == column.cells()
        elif column.kind == "date":
            assert [one if one is None else one.date() for one in found] == column.cells()
        else:
            texts = [shown(one).removeprefix("'") for one in column.cells()]
            read = [understood(one, text).removeprefix("'") for one, text in zip(found, texts, strict=True)]
            assert read == texts, column.name
