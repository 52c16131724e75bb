"""What programs do to cells, and slips in formats: told where it is likely, and nothing where it is not."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest
from engine import check, field, one, schema
from saying import validate

DAY = dt.datetime(2021, 1, 31)  # noqa: DTZ001 - workbooks know no zones


def _advice(folder: Path, described: dict[str, object], cell: str) -> tuple[str, object]:
    issue = one(check(folder, schema({"name": "k", "type": "string"}, described), f'k,x\n1,"{cell}"\n'))
    return issue.hint, issue.params.get("mended", issue.params.get("meant"))


@pytest.mark.parametrize(
    ("pattern", "cell", "advice"),
    [
        ("[0-9]{9}", "58801481", ("zero-lost", "058801481")),
        ("[0-9]{14}", "5880148100012", ("zero-lost", "05880148100012")),
        ("00[0-9]{3}", "123", ("zero-lost", "00123")),
        ("[0-9]{5,9}", "123", ("", None)),  # how many zeros nobody can tell
        ("[1-9][0-9]{4}", "1234", ("", None)),
        ("[0-9]{9}", "448 323 785", ("grouped", "448323785")),
        ("[0-9]{9}", "448\u00a0323\u202f785", ("grouped", "448323785")),
        ("[0-9]{9}", "448.323.785", ("grouped", "448323785")),
        ("[0-9]{9}", "58 801 481", ("zero-lost", "058801481")),
        ("[0-9]{9}", "448 323", ("", None)),
        ("[0-9]{14}", "4,48324E+13", ("exponent", None)),
        ("[0-9]{14}", "4.48e13", ("exponent", None)),
        ("[0-9]{9}", "abc", ("", None)),
    ],
)
def test_what_a_spreadsheet_did_to_an_identifier_is_told(
    tmp_path: Path, pattern: str, cell: str, advice: tuple[str, object]
) -> None:
    assert _advice(tmp_path, field("x", pattern=pattern), cell) == advice


def test_zeros_are_offered_by_lengths_and_enumerations_too_and_never_beyond_what_else_holds(tmp_path: Path) -> None:
    assert _advice(tmp_path, field("x", minLength=5, maxLength=5), "1234") == ("zero-lost", "01234")
    assert _advice(tmp_path, field("x", enum=["01234", "02345"]), "1234")[0] in ("zero-lost", "near-id")
    report = check(tmp_path, schema(field("x", pattern="[0-9]{5}", enum=["11111"])), "x\n1234\n")
    assert [issue.hint for issue in report.issues] == ["", ""]


def test_an_exponent_in_a_whole_number_is_told(tmp_path: Path) -> None:
    assert _advice(tmp_path, field("x", "integer"), "4,48E+13")[0] == "exponent"
    assert check(tmp_path, schema(field("x", "number")), "x\n4.48E+13\n").valid


@pytest.mark.parametrize(
    ("kind", "said", "cell", "meant"),
    [
        ("date", "%d/%m/%y", "31/12/2024", "%d/%m/%Y"),
        ("date", "%d/%m/%Y", "31/12/24", "%d/%m/%y"),
        ("datetime", "%d/%m/%y %h:%M", "31/12/24 10:59", "%d/%m/%y %H:%M"),
        ("date", "%Y-%m-%D", "2024-12-31", "%Y-%m-%d"),
        ("date", "DD/MM/YYYY", "31/12/2024", "%d/%m/%Y"),
        ("date", "yyyy-mm-dd", "2024-12-31", "%Y-%m-%d"),
        ("datetime", "YYYY-MM-DD HH:mm:ss", "2024-12-31 10:59:00", "%Y-%m-%d %H:%M:%S"),
        ("date", "%d/%m/%y", "2024", None),
        ("date", "%d/%m/%Y", "31-12-2024", None),
    ],
)
def test_a_slip_in_a_format_is_told_by_the_cells(
    tmp_path: Path, kind: str, said: str, cell: str, meant: str | None
) -> None:
    assert _advice(tmp_path, field("x", kind, format=said), cell) == ("format-slip" if meant else "", meant)


def test_a_number_in_a_column_of_texts_is_told_with_its_kind_and_where_to_write_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["cp", "siret"],
        [97442, 5880148100012],
        ["97442", "05880148100012"],
        [True, "05880148100012"],
        [DAY, None],
    ):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    described = schema(field("cp"), field("siret", pattern="[0-9]{14}"))

    first, second, third, fourth = validate(tmp_path / "t.xlsx", schema=described).issues

    assert (first.message, first.hint) == ("“97442” is a number, not a text", "in-workbook")
    assert (second.hint, second.params["mended"]) == ("in-workbook/zero", "05880148100012")
    assert (third.row, third.message) == (4, "“true” is a truth value, not a text")
    assert (fourth.row, fourth.params["mended"]) == (5, "2021-01-31")

    (tmp_path / "t.json").write_text(json.dumps([{"cp": 97442, "siret": "05880148100012"}]))
    told = one(validate(tmp_path / "t.json", schema=described))
    assert (told.hint, told.params["mended"]) == ("in-json", "97442")
