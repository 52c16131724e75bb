"""Headers that stand further down than they ought to, in every form that a table lies in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from engine import check, field, places, schema, screened
from saying import validate

SITES = schema(field("id", "integer"), field("nom"), field("ville"))


@pytest.mark.parametrize(
    ("above", "code"),
    [
        ("\n\n", "blank-header"),
        (",,\n", "blank-header"),
        ("Liste des sites\n", "unmatched-header"),
        ("Liste des sites,,\nSource: mairie,,\n\n", "unmatched-header"),
    ],
)
def test_a_header_below_other_lines_is_found_and_the_rest_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, above: str, code: str
) -> None:
    content = above + "id,nom,ville\n1,a,b\nx,c,d\n"
    down = above.count("\n") + 1

    report = check(tmp_path, SITES, content)

    assert places(report) == [(code, 1, ""), ("type-error", down + 2, "id")]
    assert report.issues[0].params == {"below": down, "below_row": down}
    assert report.counts["rows"] == 2
    with screened(monkeypatch):
        assert check(tmp_path, SITES, content) == report


def test_what_the_advice_says_makes_the_table_valid(tmp_path: Path) -> None:
    content = "Liste des sites\n\nid,nom,ville\n1,a,b\n"

    assert check(tmp_path, SITES, content, dialect={"headerRows": [3]}).valid


def test_a_delimiter_and_a_title_are_two_findings_and_the_rest_is_checked(tmp_path: Path) -> None:
    report = check(tmp_path, SITES, "Liste des sites;;\nid;nom;ville\nx;a;b\n")

    assert [code for code, _, _ in places(report)] == ["dialect-error", "unmatched-header", "type-error"]


def test_a_row_that_says_the_header_once_more_is_a_row_and_no_header(tmp_path: Path) -> None:
    report = check(tmp_path, SITES, "id,nom,ville\n1,a,b\nid,nom,ville\n")

    assert places(report) == [("type-error", 3, "id")]


def test_a_declared_header_is_not_looked_for_elsewhere(tmp_path: Path) -> None:
    report = check(tmp_path, SITES, "x,y,z\nid,nom,ville\n", dialect={"headerRows": [1]})

    assert ("unmatched-header", 1, "") not in places(report)


def _workbook(path: Path, rows: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


@pytest.mark.parametrize("suffix", ["xlsx", "json"])
def test_a_title_in_a_workbook_or_above_lists_is_told_too(tmp_path: Path, suffix: str) -> None:
    rows: list[list[Any]] = [["Liste"], [], ["id", "nom", "ville"], [1, "a", "b"], ["x", "c", "d"]]
    path = tmp_path / f"t.{suffix}"
    if suffix == "xlsx":
        _workbook(path, rows)
    else:
        path.write_text(json.dumps(rows))

    report = validate(path, schema=SITES)

    assert [(issue.code, issue.row) for issue in report.issues] == [("unmatched-header", 1), ("type-error", 5)]


def test_a_named_index_of_pandas_is_the_column_of_that_field() -> None:
    keyed = schema(field("id", "integer"), field("nom"), primaryKey=["id"])
    frame = pd.DataFrame({"id": [1, 1], "nom": ["a", "b"]})

    assert [issue.code for issue in validate(frame.set_index("id"), schema=keyed).issues] == ["primary-key"]
    assert validate(frame.assign(id=[1, 2]).set_index("id"), schema=keyed).valid
    assert validate(frame.assign(id=[1, 2]).set_index(["nom", "id"]), schema=keyed).valid


def test_an_index_that_is_no_field_is_none() -> None:
    frame = pd.DataFrame({"id": [1, 2]}, index=pd.Index([5, 6], name="line"))

    assert validate(frame, schema=schema(field("id", "integer"))).valid
    assert [issue.code for issue in validate(frame, schema=schema(field("id", "integer"), field("x"))).issues] == [
        "missing-label"
    ]
