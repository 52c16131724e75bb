"""A file or a stream on its own: how it is said to be written, and what is not guessed."""

from __future__ import annotations

import bz2
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from engine import field, one, schema, write_package
from saying import validate

SITES = schema(field("id", "integer"), field("nom"))
FRENCH = "id;nom\n1;Aché\nx;Nîmes\n".encode("cp1252")


def test_encoding_and_dialect_are_taken_as_they_are_given(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(FRENCH)
    (tmp_path / "d.json").write_text('{"delimiter": ";"}')

    for dialect in ({"delimiter": ";"}, tmp_path / "d.json"):
        report = validate(tmp_path / "t.csv", schema=SITES, dialect=dialect, encoding="cp1252")
        assert [(issue.code, issue.line) for issue in report.issues] == [("type-error", 3)]


@pytest.mark.parametrize("name", ["[table].csv", "{id}.csv"])
def test_the_name_of_a_file_is_no_pattern(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("id,nom\n1,a\nx,b\n")

    issue = one(validate(tmp_path / name, schema=SITES))

    assert (issue.code, Path(issue.path).name, issue.line) == ("type-error", name, 3)


@pytest.mark.parametrize("said", [[], "no.json", {"delimiter": ";;"}])
def test_a_dialect_that_is_none_is_a_report(tmp_path: Path, said: Any) -> None:
    (tmp_path / "t.csv").write_bytes(FRENCH)
    if said == []:
        (tmp_path / "list.json").write_text("[]")
        said = tmp_path / "list.json"

    report = validate(tmp_path / "t.csv", schema=SITES, dialect=said)

    assert [issue.code for issue in report.issues] == ["dialect-error"]


def test_a_stream_is_checked_as_the_file_that_it_is() -> None:
    report = validate(io.BytesIO(FRENCH), schema=SITES, dialect={"delimiter": ";"}, encoding="cp1252")

    issue = one(report)
    assert (issue.path, issue.line, issue.value) == ("-", 3, "x")
    assert validate(io.BytesIO(b"id,nom\n1,a\n"), schema=SITES).valid
    assert validate(pd.DataFrame({"read": [1]}), schema=schema(field("read", "integer"))).valid
    assert validate(io.BytesIO(b""), schema=SITES).issues[0].detail == "empty"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress], ids=["gz", "bz2"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
def test_the_delimiter_is_told_by_what_is_inside_a_compressed_file(tmp_path: Path, pack: Any, delimiter: str) -> None:
    path = tmp_path / ("t.csv.gz" if pack is gzip.compress else "t.csv.bz2")
    rows = ["a", "b", "c"], ["1", "2"], *([str(at), "x", "y"] for at in range(40))
    path.write_bytes(pack("".join(f"{delimiter.join(row)}\n" for row in rows).encode()))

    assert [(issue.code, issue.line) for issue in validate(path).issues] == [("missing-cell", 2)]


def test_what_was_passed_by_is_counted_and_said(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.csv", "id,nom\n1,a\n")
        archive.writestr("b.csv", "id,nom\nx,a\n")
    described = {"name": "two", "type": "table", "path": "two.zip", "format": "csv", "schema": SITES}
    report = validate(write_package(tmp_path, {}, {**described, "checklist": {"checks": []}}))

    assert (report.counts["members_unchecked"], report.counts["checklists_unchecked"]) == (1, 1)
    assert report.unverified
    assert any("NOT read" in line for line in report.summary())
    assert "members_unchecked" not in validate(write_package(tmp_path, {}, {**described, "innerpath": "a.csv"})).counts


def test_links_that_run_in_a_circle_are_a_finding(tmp_path: Path) -> None:
    (tmp_path / "t.csv").symlink_to("u.csv")
    (tmp_path / "u.csv").symlink_to("t.csv")
    (tmp_path / "d").symlink_to("d")
    resources = [{"name": "a", "type": "table", "path": "t.csv"}, {"name": "b", "type": "table", "path": "d/x.csv"}]

    report = validate(write_package(tmp_path, {}, *resources))

    assert [(issue.code, issue.table) for issue in report.issues] == [("resource-error", "a"), ("resource-error", "b")]


def test_case_counts_as_version_1_says(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("ID,Nom\n1,a\n")
    descriptor = {"name": "p", "resources": [{"name": "t", "path": "t.csv", "schema": SITES}]}
    for cased, valid in ((False, True), (True, False)):
        descriptor["resources"][0]["dialect"] = {"caseSensitiveHeader": cased}  # type: ignore[index]
        (tmp_path / "datapackage.json").write_text(json.dumps(descriptor))
        assert validate(tmp_path).valid is valid


def test_a_schema_at_an_address_is_said_not_to_be_held_against_and_the_rest_is_checked(tmp_path: Path) -> None:
    described = {"name": "t", "type": "table", "path": "t.csv", "schema": "https://example.org/t.schema.json"}

    report = validate(write_package(tmp_path, {"t.csv": "id,nom\n1,a\n2\n"}, described))

    assert [(issue.code, issue.line) for issue in report.issues] == [("missing-cell", 3)]
    assert report.counts["schemas_unchecked"] == 1
    valid = validate(write_package(tmp_path, {"t.csv": "id,nom\n1,a\n"}, described))
    assert valid.valid
    assert valid.unverified
