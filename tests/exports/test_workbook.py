"""Workbooks, as openpyxl reads them: typed cells, links, notes, and never a formula."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import exporting
import openpyxl
import pytest
from hypothesis import given

from ampere_data.exports import workbook
from ampere_data.exports.dictionary import Entry
from ampere_data.exports.sheets import Sheet

ENTRIES = [Entry("things", "id", "", "Identifier", "string", "Which it is.")]


def book(*sheets: Sheet, answers: tuple[Sheet, ...] = (), language: str = "en") -> Any:
    data = workbook.write(sheets, answers, entries=ENTRIES, about=[("Licence", "CC0")], language=language)
    return openpyxl.load_workbook(io.BytesIO(data))


def cells(page: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]


def expected(sheet: Sheet) -> list[list[Any]]:
    """Give the cells as a workbook holds them: days before March 1900 as text, of numbers 16 digits."""
    rows = exporting.by_row(sheet)
    return [[_held(cell) for cell in row] for row in rows]


def _held(cell: Any) -> Any:
    if isinstance(cell, dt.datetime):
        return cell if cell >= dt.datetime(1900, 3, 1) else cell.isoformat()  # noqa: DTZ001 - no time zone
    if isinstance(cell, dt.date):
        return dt.datetime.combine(cell, dt.time()) if cell >= dt.date(1900, 3, 1) else cell.isoformat()
    if isinstance(cell, int) and not isinstance(cell, bool) and len(str(abs(cell))) > 15:
        return str(cell)
    return float(f"{cell:.16G}") if isinstance(cell, float) else cell


def test_cells_are_typed_and_missing_ones_are_empty(tmp_path: Path) -> None:
    sheet = exporting.sheet(tmp_path)

    page = book(sheet)["Things"]

    assert cells(page) == expected(sheet)
    assert page["F2"].number_format == "yyyy-mm-dd"


def test_nothing_is_a_formula(tmp_path: Path) -> None:
    page = book(exporting.sheet(tmp_path))["Things"]

    assert page["B4"].value == "=1+1"
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n", "b", "d"}


def test_the_header_stays_filters_and_says_what_a_column_is(tmp_path: Path) -> None:
    page = book(exporting.sheet(tmp_path))["Things"]

    assert (page.freeze_panes, page.auto_filter.ref) == ("B2", "A1:J4")
    assert (page.print_title_rows, page.page_setup.fitToHeight, page.page_setup.orientation) == (
        "$1:$1",
        0,
        "landscape",
    )
    assert page["B1"].comment.text == "Any."
    assert page["C1"].comment is None
    assert page.column_dimensions["B"].width > page.column_dimensions["E"].width


def test_what_names_a_record_leads_to_it(tmp_path: Path) -> None:
    page = book(exporting.sheet(tmp_path))["Things"]

    assert page["I2"].hyperlink.location == "'Things'!A2"
    assert page["I4"].hyperlink.location == "'Things'!A3"
    assert page["A2"].hyperlink is None


def test_names_of_sheets_are_short_and_unlike_one_another(tmp_path: Path) -> None:
    sheet = exporting.sheet(tmp_path)
    odd = [sheet._replace(name=str(at), title=title) for at, title in enumerate(["a/b" * 20, "A b" * 20, "'", ""])]

    names = book(*odd).sheetnames

    assert len({name.lower() for name in names}) == len(names) == 6
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


@pytest.mark.parametrize(("language", "name"), [("en", "Dictionary"), ("fr", "Dictionnaire")])
def test_the_dictionary_and_the_licence_come_last(tmp_path: Path, language: str, name: str) -> None:
    found = book(exporting.sheet(tmp_path), language=language)

    assert found.sheetnames[-2:] == [name, "Licence"]
    assert cells(found[name]) == [[one or None for one in ENTRIES[0]]]
    assert [cell.value for cell in found["Licence"][1]] == ["Licence", "CC0"]


def test_a_cell_that_excel_has_no_room_for_is_refused(tmp_path: Path) -> None:
    long = [["a", "x" * 32_768, *[""] * 8]]

    with pytest.raises(workbook.TooLarge, match=r"text in row 2 has more than 32,767 characters"):
        book(exporting.sheet(tmp_path, long))
    assert len(cells(book(exporting.sheet(tmp_path, [["a", "x" * 32_767, *[""] * 8]]))["Things"])[0][1]) == 32_767


def test_a_table_that_excel_has_no_room_for_is_refused(tmp_path: Path) -> None:
    sheet = exporting.sheet(tmp_path)._replace(rows=1_048_576)

    with pytest.raises(workbook.TooLarge, match=r"things has 1,048,576 rows"):
        book(sheet)


def test_a_sheet_with_more_links_than_excel_holds_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_LINKS", 2)

    page = book(exporting.sheet(tmp_path))["Things"]

    assert page["I2"].hyperlink is None
    assert page["I2"].value == "été"


@pytest.mark.hypothesis
@given(rows=exporting.rows())
def test_openpyxl_reads_back_what_was_written(tmp_path: Path, rows: list[list[str]]) -> None:
    sheet = exporting.sheet(tmp_path, rows)

    found = cells(book(sheet)["Things"])

    assert found == expected(sheet)
