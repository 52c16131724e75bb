"""A report keeps every finding once and in order, and never lets what was not read again pass for checked."""

from pathlib import Path

import pytest
from engine import field, resource, schema, write_package
from saying import validate

from ampere_data.tabular.issue import Issue
from ampere_data.tabular.report import InvalidData, Report
from ampere_data.words import LANGUAGES, phrase


def issue(line: int, value: str = "x", code: str = "type-error", **more: object) -> Issue:
    place = {"table": "t", "path": "data/t.csv", "field": "n", "detail": "number"}
    return Issue(code, line=line, row=line, value=value, **{**place, **more})  # type: ignore[arg-type]


def test_findings_are_gathered_once_and_in_order() -> None:
    report = Report.collect([issue(3), issue(2), issue(3), issue(2, code="constraint-error", detail="required")])

    assert [(found.line, found.code) for found in report.issues] == [
        (2, "constraint-error"),
        (2, "type-error"),
        (3, "type-error"),
    ]


def test_two_findings_in_one_cell_that_speak_of_different_things_are_both_kept() -> None:
    report = Report.collect([issue(2, params={"item": "a"}), issue(2, params={"item": "b"})])

    assert len(report.issues) == 2


def test_the_value_is_shown_but_not_compared() -> None:
    one, other = issue(2, "a", params={"item": "a"}), issue(2, "b")

    assert one == other
    assert (one != other) is False
    assert hash(one) == hash(other)
    assert one != issue(3, "a", params={"item": "a"})
    assert one != tuple(one)


def test_valid_is_when_nothing_was_found() -> None:
    assert Report.collect([]).valid
    assert not Report.collect([issue(2)]).valid


def test_raise_if_invalid_carries_the_report_and_names_the_first_places() -> None:
    report = Report.collect([issue(line) for line in range(2, 9)])

    with pytest.raises(InvalidData, match=r"data/t\.csv:2:n") as caught:
        report.raise_if_invalid()

    assert caught.value.report is report
    assert "(+2 more)" in str(caught.value)
    assert Report(()).raise_if_invalid().valid


def test_an_exception_shows_no_raw_control_characters() -> None:
    report = Report.collect([issue(2, "\x1b[2J", field="\x1b[31m", path="\x07.csv")])

    assert str(InvalidData(report)).replace("\n", "").isprintable()


def test_to_dict_says_where_what_and_how_to_mend_it() -> None:
    found = issue(2, "1O", params={"mended": "10"}, hint="mended")

    says = Report.collect([found], {"tables": 1}).to_dict("fr")

    assert says["counts"] == {"issues": 1, "tables": 1}
    assert says["codes"] == {"type-error": 1}
    assert says["issues"] == [
        {
            "table": "t",
            "path": "data/t.csv",
            "line": 2,
            "row": 2,
            "field": "n",
            "code": "type-error",
            "value": "1O",
            "message": "«\u00a01O\u00a0» n'est pas un nombre",
            "hint": "Écrivez «\u00a010\u00a0».",
        }
    ]


def test_to_frame_has_one_row_per_finding_and_nullable_numbers() -> None:
    frame = Report.collect([issue(2), Issue("type-error", detail="number")]).to_frame()

    assert list(frame.columns) == ["table", "path", "line", "row", "field", "code", "value", "message", "hint"]
    assert frame["line"].dtype == "Int64"
    assert len(Report(()).to_frame()) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_not_read_again_is_said_and_no_plain_success(language: str) -> None:
    counts = {"tables": 1, "rows": 2, "cells": 4, "proofs": 3, "proven": 3}

    checked = Report((), {**counts, "reread": 3, "not_reread": 0}).summary(language)
    unchecked = Report((), {**counts, "reread": 0, "not_reread": 3}).summary(language)

    assert checked[0] == phrase("valid", language)
    assert unchecked[0] == phrase("unverified", language)
    assert phrase("not_reread", language, count=3) in unchecked[2]
    assert phrase("reread", language, count=3) not in unchecked[2]
    assert phrase("documents", language) in unchecked


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_told_to_name_a_folder_that_is_known(language: str) -> None:
    partly = Report((), {"proofs": 3, "proven": 3, "reread": 2, "not_reread": 1}).summary(language)

    assert phrase("not_reread", language, count=1) in partly[-1]
    assert phrase("documents", language) not in partly


@pytest.mark.parametrize(
    ("broken", "unread"),
    [
        ({}, ()),
        ({"b.csv": b"id\n\xff\n"}, ("b",)),
        ({"b.csv": b""}, ("b",)),
        ({"b.csv": b"no,such\n1,2\n", "c.csv": None}, ("b", "c")),
        ({"c.csv": b"id\nx\nx\n"}, ()),
    ],
    ids=["none", "encoding", "empty", "header-and-missing", "readable"],
)
def test_tables_that_were_not_read_are_named(
    tmp_path: Path, broken: dict[str, bytes | None], unread: tuple[str, ...]
) -> None:
    files = {f"{name}.csv": b"id\nx\n" for name in "abc"} | broken
    described = [resource(name, schema(field("id"), primaryKey="id")) for name in "abc"]

    report = validate(
        write_package(tmp_path, {name: data for name, data in files.items() if data is not None}, *described)
    )

    assert report.unread == unread
    assert report.to_dict()["unread"] == list(unread)
    assert report.counts["tables"] == 3 - len(unread)
    assert [line for line in report.summary() if "NOT read" in line] == (
        [f"Table{'s' * (len(unread) > 1)} NOT read: {', '.join(unread)}."] if unread else []
    )
    assert any("lue" in line for line in report.summary("fr")) is bool(unread)


def test_a_table_that_is_refused_was_not_read(tmp_path: Path) -> None:
    path = write_package(
        tmp_path, {"a.csv": b"id\nx\n"}, resource("a", schema(field("id"))), {"name": "b", "path": "../b.csv"}
    )

    assert validate(path).unread == ("b",)


def test_of_very_many_tables_not_read_the_first_are_named() -> None:
    said = Report((), unread=("t\x1b",) * 40).summary()

    assert said[1] == "Tables NOT read: " + "t\\u001b, " * 12 + "…."


def test_a_notebook_shows_the_findings_and_nothing_in_a_cell_is_a_tag() -> None:
    report = Report.collect([issue(line, "<script>alert(1)</script>") for line in range(2, 120)])

    html = report._repr_html_()

    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert html.count("<tr>") == 101
    assert "18 more" in html


def test_some_tables_come_last() -> None:
    tables = ["", "evidence", "sources", "targets"]

    report = Report.collect((issue(2, table=table) for table in tables), last={"evidence"})

    assert [found.table for found in report.issues] == ["", "sources", "targets", "evidence"]


@pytest.mark.parametrize(
    ("codes", "language", "said"),
    [
        (5, "en", "5 issues found (c0 1, c1 1, c2 1, c3 1, c4 1)."),
        (6, "en", "6 issues found (c0 1, c1 1, c2 1, c3 1, c4 1 and 1 other code)."),
        (29, "fr", "29 problèmes trouvés (c0 1, c1 1, c2 1, c3 1, c4 1 et 24 autres codes)."),
    ],
)
def test_the_verdict_names_the_most_frequent_codes_only(codes: int, language: str, said: str) -> None:
    report = Report(tuple(issue(2, code=f"c{number}") for number in range(codes)))

    assert report.summary(language)[0] == said
    assert len(report.codes) == codes


def test_its_own_form_is_short() -> None:
    assert len(repr(Report.collect([issue(line) for line in range(2, 1000)], {"rows": 998}))) < 100
