"""A table in several files: every finding in the right file and on the right line of it."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from engine import field, resource, schema, screened, write_package
from hypothesis import given
from hypothesis import strategies as st
from saying import fix, validate

from ampere_data.tabular.files import Delimited
from ampere_data.tabular.package import Table
from ampere_data.tabular.rendering import render
from ampere_data.tabular.report import Report
from ampere_data.tabular.schema import read_schema

PLAIN = schema(field("id", "integer"), field("name"), primaryKey="id")
FIRST, SECOND = "id,name\n1,a\n2,b\n", "id,name\n3,c\n4,d\n"

Place = tuple[str, str, int | None, int | None]


def report(folder: Path, *parts: str | bytes, described: dict[str, Any] = PLAIN, **more: object) -> Report:
    """Validate a table whose parts are called 1.csv, 2.csv and so on."""
    files = {f"{number}.csv": part for number, part in enumerate(parts, start=1)}
    return validate(write_package(folder, files, resource("t", described, path=list(files), **more)))


def places(found: Report) -> list[Place]:
    return [(one.code, one.path, one.line, one.row) for one in found.issues]


@pytest.fixture(params=["small", "large"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Check a table cell by cell, then in blocks of a few bytes."""
    if request.param == "small":
        yield
        return
    with screened(monkeypatch, block=16):
        yield


@pytest.mark.usefixtures("way")
def test_a_table_in_several_files_is_valid_if_its_parts_are(tmp_path: Path) -> None:
    found = report(tmp_path, FIRST, SECOND)

    assert found.valid
    assert found.counts == {"tables": 1, "rows": 4, "cells": 8}


@pytest.mark.usefixtures("way")
def test_a_finding_names_the_part_and_its_line_and_counts_rows_over_all(tmp_path: Path) -> None:
    found = report(tmp_path, FIRST.replace("2,", "two,"), SECOND.replace("4,", "four,"), "id,name\nfive,e\n")

    assert places(found) == [
        ("type-error", "1.csv", 3, 3),
        ("type-error", "2.csv", 3, 5),
        ("type-error", "3.csv", 2, 6),
    ]


@pytest.mark.usefixtures("way")
def test_newlines_in_cells_count_in_each_part(tmp_path: Path) -> None:
    found = report(
        tmp_path, 'id,name\r\n1,"a\r\nb"\r\n', 'id,name\r\n2,"a\nb\n"\r\nx,c\r\n', 'id,name\r3,"a\rb"\ry,c\r'
    )

    assert places(found) == [("type-error", "2.csv", 5, 4), ("type-error", "3.csv", 4, 6)]


@pytest.mark.usefixtures("way")
def test_a_part_without_a_header_goes_on_where_the_one_before_ended(tmp_path: Path) -> None:
    found = report(tmp_path, FIRST, "x,c\n4,d\n", "5,e\ny,f\n")

    assert places(found) == [("type-error", "2.csv", 1, 4), ("type-error", "3.csv", 2, 7)]


@pytest.mark.usefixtures("way")
def test_parts_that_are_empty_or_hold_only_a_header_are_passed_over(tmp_path: Path) -> None:
    found = report(tmp_path, FIRST, "", "id,name\n", "id,name", "id,name\nx,c\n")

    assert places(found) == [("type-error", "5.csv", 2, 4)]


@pytest.mark.usefixtures("way")
def test_a_key_that_another_part_has_names_that_part(tmp_path: Path) -> None:
    found = report(tmp_path, FIRST, SECOND.replace("4,", "2,"))

    assert places(found) == [("primary-key", "2.csv", 3, 5)]
    assert found.issues[0].message == "“2” in id is already the key of row 3, on line 3 of 1.csv"
    assert "ligne 3 de 1.csv" in found.issues[0].sentence("fr")


@pytest.mark.usefixtures("way")
def test_a_foreign_key_is_looked_up_in_all_parts_and_reported_in_its_own(tmp_path: Path) -> None:
    pointing = schema(
        field("id", "integer"), foreignKeys=[{"fields": "id", "reference": {"resource": "t", "fields": "id"}}]
    )
    files = {"1.csv": FIRST, "2.csv": SECOND, "a.csv": "id\n1\n4\n", "b.csv": "id\n3\n9\n"}

    found = validate(
        write_package(
            tmp_path,
            files,
            resource("t", PLAIN, path=["1.csv", "2.csv"]),
            resource("u", pointing, path=["a.csv", "b.csv"]),
        )
    )

    assert places(found) == [("foreign-key", "b.csv", 3, 5)]


@pytest.mark.usefixtures("way")
def test_findings_stand_in_the_order_of_the_parts_whatever_these_are_called(tmp_path: Path) -> None:
    files = {"z.csv": "id,name\n1,a\n2,b\n3,c\nx,d\n", "a.csv": "id,name\ny,e\n"}

    found = validate(write_package(tmp_path, files, resource("t", PLAIN, path=list(files))))

    assert places(found) == [("type-error", "z.csv", 5, 5), ("type-error", "a.csv", 2, 6)]


@pytest.mark.usefixtures("way")
def test_a_part_whose_header_differs_is_said_once(tmp_path: Path) -> None:
    found = report(tmp_path, FIRST, SECOND.replace("name", "nmae"))

    assert places(found) == [("incorrect-label", "2.csv", 1, None)]
    assert "“id, nmae”, is not that of 1.csv: id, name" in found.issues[0].message


@pytest.mark.usefixtures("way")
def test_a_part_may_have_the_header_that_the_first_ought_to_have(tmp_path: Path) -> None:
    found = report(tmp_path, FIRST.replace("name", "nmae"), SECOND)

    assert places(found) == [("incorrect-label", "1.csv", 1, 1)]


@pytest.mark.usefixtures("way")
def test_the_header_of_a_later_part_may_be_written_otherwise(tmp_path: Path) -> None:
    assert report(tmp_path, FIRST, '\ufeff"id",  "name"\r\n3,c\r\n'.replace("  ", "")).valid


@pytest.mark.usefixtures("way")
def test_a_part_that_does_not_end_in_a_newline_is_named(tmp_path: Path) -> None:
    found = report(tmp_path, FIRST.rstrip(), "id,name\n3,c\nx,d")

    assert places(found) == [("source-error", "1.csv", 3, None), ("type-error", "2.csv", 3, 5)]
    assert "row of 2.csv" in found.issues[0].message


@pytest.mark.usefixtures("way")
def test_the_first_part_must_have_the_header(tmp_path: Path) -> None:
    assert places(report(tmp_path, "", SECOND)) == [("source-error", "1.csv", None, None)]


@pytest.mark.usefixtures("way")
def test_parts_without_any_row_are_sound_and_said_to_be_empty(tmp_path: Path) -> None:
    found = report(tmp_path, "id,name\n", "id,name\n")

    assert found.valid
    assert found.empty == ("t",)


@pytest.mark.usefixtures("way")
def test_a_bad_byte_is_found_in_its_part(tmp_path: Path) -> None:
    found = report(tmp_path, FIRST, SECOND.replace(",d", ",é").encode("latin-1"))

    assert places(found) == [("encoding-error", "2.csv", 3, None)]
    assert "line 3, character 3" in found.issues[0].message


@pytest.mark.usefixtures("way")
def test_each_part_may_be_compressed_or_not(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"1.csv.gz": gzip.compress(FIRST.encode()), "2.csv": SECOND.replace("4", "x")}

    found = validate(write_package(tmp_path, files, resource("t", PLAIN, path=list(files))))

    assert places(found) == [("type-error", "2.csv", 3, 5)]


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"bytes": 24}, None),
        ({"bytes": 32}, "byte-count"),
        ({"hash": hashlib.md5(b"id,name\n1,a\n2,b\n3,c\n4,d\n", usedforsecurity=False).hexdigest()}, None),
        ({"hash": "0" * 32}, "hash-count"),
        ({"rows": 4, "fields": 2}, None),
        ({"rows": 2}, "row-count"),
    ],
)
@pytest.mark.usefixtures("way")
def test_what_is_counted_is_counted_of_all_parts_together(
    tmp_path: Path, properties: dict[str, Any], code: str | None
) -> None:
    found = report(tmp_path, FIRST, SECOND, **properties)

    assert places(found) == ([(code, "", None, None)] if code else [])
    assert all("files" in one.message for one in found.issues)


@pytest.mark.parametrize(
    ("paths", "code", "path"),
    [
        (["1.csv", "2.csv"], None, ""),
        (["1.csv", "../2.csv"], "resource-error", "../2.csv"),
        (["1.csv", "/etc/hostname"], "resource-error", "/etc/hostname"),
        (["1.csv", "https://example.org/2.csv"], "resource-error", "https://example.org/2.csv"),
        (["1.csv", "out.csv"], "resource-error", "out.csv"),
        (["1.csv", "missing.csv"], "scheme-error", "missing.csv"),
        (["1.csv", "folder"], "scheme-error", "folder"),
        (["1.csv", "2.xlsx"], None, ""),
        (["1.xlsx", "2.csv"], "format-error", "1.xlsx"),
        (["1.csv", 2], "resource-error", "datapackage.json"),
        ([], "resource-error", "datapackage.json"),
    ],
    ids=str,
)
def test_each_part_lies_inside_the_package(tmp_path: Path, paths: list[Any], code: str | None, path: str) -> None:
    inside = tmp_path / "inside"
    (inside / "folder").mkdir(parents=True)
    (tmp_path / "2.csv").write_text(SECOND, encoding="utf-8")
    (inside / "out.csv").symlink_to(tmp_path / "2.csv")
    files = {"1.csv": FIRST, "2.csv": SECOND, "2.xlsx": SECOND, "1.xlsx": FIRST}

    found = validate(write_package(inside, files, resource("t", PLAIN, path=paths)))

    assert [(one.code, one.path) for one in found.issues] == ([(code, path)] if code else [])


def test_paths_that_stand_apart_as_frictionless_writes_them_are_parts_too(tmp_path: Path) -> None:
    files = {"1.csv": FIRST, "2.csv": SECOND.replace("4,", "x,")}

    found = validate(write_package(tmp_path, files, resource("t", PLAIN, path="1.csv", extrapaths=["2.csv"])))

    assert places(found) == [("type-error", "2.csv", 3, 5)]


def test_what_is_no_table_is_joined_as_it_is(tmp_path: Path) -> None:
    files = {"1.txt": "same\none", "2.txt": "same\ntwo"}
    described = {"name": "t", "path": list(files)}

    assert validate(write_package(tmp_path, files, {**described, "bytes": 16})).valid
    assert [one.code for one in validate(write_package(tmp_path, files, {**described, "bytes": 15})).issues] == [
        "byte-count"
    ]


def test_an_encoding_that_cannot_be_cut_into_lines_is_refused(tmp_path: Path) -> None:
    found = report(tmp_path, FIRST.encode("utf-16"), SECOND.encode("utf-16"), encoding="utf-16")

    assert [one.code for one in found.issues] == ["resource-error"]


def test_annotations_land_on_the_right_line_of_the_right_file(tmp_path: Path) -> None:
    found = report(tmp_path, FIRST, SECOND.replace("4,", "x,"))

    assert next(iter(render(found, "github"))).startswith("::error file=2.csv,line=3,")


def test_a_text_report_names_each_part(tmp_path: Path) -> None:
    shown = list(render(report(tmp_path, FIRST.replace("2,", "y,"), SECOND.replace("4,", "x,"))))

    assert [line for line in shown if not line.startswith(" ")][:2] == ["1.csv", "2.csv"]
    assert [line.split(":")[0].strip() for line in shown if line.startswith("  ")] == ["line 3, id", "line 3, id"]


def test_a_quote_that_is_never_closed_is_found_in_its_part(tmp_path: Path) -> None:
    found = report(tmp_path, FIRST, 'id,name\n3,"c\n4,d\n')

    assert places(found) == [("source-error", "2.csv", 2, 4)]
    assert found.issues[0].params["opened"] == 2


def test_rules_of_the_house_hold_in_every_part(tmp_path: Path) -> None:
    canonical = {**PLAIN, "canonical": True}

    found = report(tmp_path, FIRST, SECOND.replace("3,c", "3, c"), "id,name\n0,e\n", described=canonical)

    assert places(found) == [("canonical-blank", "2.csv", 2, 4), ("canonical-order", "3.csv", 2, 6)]


def test_a_header_longer_than_one_reading_is_found(tmp_path: Path) -> None:
    label = "n" * 100_000
    described = schema(field("id", "integer"), field(label))

    found = report(tmp_path, f"id,{label}\n1,a\n", f"id,{label}\nx,b\n", described=described)

    assert places(found) == [("type-error", "2.csv", 2, 3)]


@pytest.mark.usefixtures("way")
def test_what_is_counted_is_the_rows_of_all_below_one_header(tmp_path: Path) -> None:
    parts = {"1.csv": "id,name\r\n1,a\r\n", "2.csv": "id,name\r\n2,b", "3.csv": "id,name\r\n3,c\r\n"}
    for name, text in parts.items():
        (tmp_path / name).write_bytes(text.encode())
    files = tuple((name, tmp_path / name) for name in parts)

    whole = Delimited(Table("t", "1.csv", read_schema(PLAIN, "t"), {"type": "table"}, files[0][1], parts=files)).whole()

    assert b"".join(whole) == b"id,name\r\n1,a\r\n2,b\n3,c\r\n"


@pytest.mark.parametrize("parts", [1, 2])
def test_what_lies_in_several_files_is_not_mended_and_that_is_said(tmp_path: Path, parts: int) -> None:
    files = {"1.csv": "id,name\n2,b\n1,a\n", "2.csv": "id,name\n4,d\n3,c\n"}
    path = write_package(tmp_path, files, resource("t", {**PLAIN, "canonical": True}, path=list(files)[:parts]))

    fixes = fix(path)

    assert bool(fixes.changes) == (parts == 1)
    assert [one.detail for one in fixes.left] == (["parts"] if parts > 1 else [])
    assert ((tmp_path / "1.csv").read_text(encoding="utf-8") == files["1.csv"]) == (parts > 1)


_CELLS = st.sampled_from(["", "1", "2", "x", '"a, b"', '"a\nb"', '"a\r\nb"', "é", '"say ""hi"""', "# c"])
_ROWS = st.lists(st.lists(_CELLS, min_size=1, max_size=3).map(",".join), max_size=8)


@given(parts=st.lists(st.tuples(_ROWS, st.booleans()), min_size=2, max_size=4), comment=st.booleans())
def test_a_table_cut_into_parts_has_the_findings_it_has_as_one(
    parts: list[tuple[list[str], bool]],
    comment: bool,  # noqa: FBT001 - drawn by Hypothesis
) -> None:
    folder = Path(tempfile.mkdtemp())
    files = {"whole.csv": "id,name\n"}
    for number, (rows, headed) in enumerate(parts):
        text = "".join(f"{row}\n" for row in rows)
        files["whole.csv"] += text
        files[f"{number}.csv"] = "id,name\n" + text if headed or not number else text
    described = schema(field("id", "integer"), field("name", minLength=2), primaryKey="id")
    dialect = {"commentChar": "#"} if comment else {}
    lines = {name: text.splitlines() for name, text in files.items()}

    try:
        whole = validate(write_package(folder, files, resource("t", described, path="whole.csv", dialect=dialect)))
        paths = [name for name in files if name != "whole.csv"]
        cut = validate(write_package(folder, files, resource("t", described, path=paths, dialect=dialect)))
    finally:
        shutil.rmtree(folder)

    assert {(one.code, one.row, one.field, one.value) for one in cut.issues} == {
        (one.code, one.row, one.field, one.value) for one in whole.issues
    }
    for one in cut.issues:
        twin = next(
            other for other in whole.issues if (other.code, other.row, other.field) == (one.code, one.row, one.field)
        )
        if one.row and one.line and twin.line:
            assert lines[one.path][one.line - 1] == lines["whole.csv"][twin.line - 1]
