"""What can be validated, and what comes back: packages, files, frames, and everything that may be wrong with them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from conftest import ROOT
from engine import check, field, one, places, resource, schema, write_package
from saying import validate

import ampere_data
from ampere_data.tabular.errors import UnknownName

PLAIN = schema(field("id"), field("n", "integer"))


def test_the_shipped_package_is_valid() -> None:
    report = validate()

    assert report.issues == ()
    assert report.counts["tables"] == len(ampere_data.tables())
    assert report.counts["proven"] == report.counts["provable"]


@pytest.mark.parametrize("kind", [str, Path])
def test_a_descriptor_and_its_folder_are_the_same_package(tmp_path: Path, kind: type) -> None:
    check(tmp_path, PLAIN, "id,n\na,x\n")

    assert places(validate(kind(tmp_path))) == places(validate(kind(tmp_path / "datapackage.json"))) != []


def test_a_file_is_checked_with_the_schema_given(tmp_path: Path) -> None:
    file, described = tmp_path / "any.csv", tmp_path / "schema.json"
    file.write_text("id,n\na,x\n")
    described.write_text(json.dumps(PLAIN))

    assert places(validate(file, schema=PLAIN)) == places(validate(file, schema=described)) == [("type-error", 2, "n")]


@pytest.mark.parametrize("name", ["targets.csv", "mine.csv"])
def test_a_file_is_checked_as_a_table_of_ours_where_it_is_said_to_be_one(tmp_path: Path, name: str) -> None:
    shutil.copy(ROOT / "data" / "targets.csv", tmp_path / name)
    assert validate(tmp_path / name, table="targets").valid
    (tmp_path / name).write_text((tmp_path / name).read_text().replace(",ampere,", ",amper,", 1))

    issue = one(validate(tmp_path / name, table="targets"))
    assert validate(tmp_path / name).valid

    assert (issue.code, issue.params["near"]) == ("foreign-key", "ampere")


def test_a_file_is_checked_as_the_table_named(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("entity_id,name\na,b\n")

    report = validate(file, table="entities")

    assert {issue.code for issue in report.issues} == {"missing-label"}


def test_a_file_without_any_schema_is_checked_for_its_structure(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("a;b\n1;2\n3\n")

    assert places(validate(file)) == [("missing-cell", 3, "b")]


def test_an_unknown_table_is_named_with_the_near_ones(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("a\n1\n")

    with pytest.raises(UnknownName, match="targets"):
        validate(tmp_path / "mine.csv", table="target")


@pytest.mark.parametrize("target", [12, object(), [1]])
def test_what_is_neither_path_nor_frame_is_refused(target: object) -> None:
    with pytest.raises(TypeError):
        validate(target)


TYPED = schema(field("day", "date", required=True), field("n", "integer", minimum=2), primaryKey=["n"])


def frames() -> dict[str, Any]:
    day = dt.date(2024, 1, 1)
    return {
        "pandas": pd.DataFrame({"day": [day, None], "n": pd.array([3, 1], "Int64")}),
        "floats": pd.DataFrame({"day": pd.to_datetime(pd.Series(["2024-01-01", None])), "n": [3.0, 1.0]}),
        "text": pd.DataFrame({"day": ["2024-01-01", ""], "n": ["3", "1"]}),
        "arrow": pa.table({"day": [day, None], "n": [3, 1]}),
    }


@pytest.mark.parametrize("kind", ["pandas", "floats", "text", "arrow"])
def test_a_frame_is_checked_by_its_own_types(kind: str) -> None:
    report = validate(frames()[kind], schema=TYPED)

    found = [(issue.code, issue.line, issue.row, issue.field) for issue in report.issues]
    assert sorted(found) == [("constraint-error", None, 3, "day"), ("constraint-error", None, 3, "n")]


def test_a_frame_has_a_header_and_keys() -> None:
    frame = pd.DataFrame({"Day": ["2024-01-01"] * 2, "n": [5, 5]})

    report = validate(frame, schema=TYPED)

    assert [(issue.code, issue.row) for issue in report.issues] == [("incorrect-label", 1), ("primary-key", 3)]


def test_a_frame_of_objects_is_read_cell_by_cell() -> None:
    frame = pd.DataFrame({"day": [pd.Timestamp("2024-01-01 10:00"), dt.date(2024, 1, 1)], "n": [2, "x"]})

    report = validate(frame, schema=TYPED)

    assert [(issue.code, issue.row, issue.field) for issue in report.issues] == [
        ("type-error", 2, "day"),
        ("type-error", 3, "n"),
    ]


@pytest.mark.parametrize("name", ampere_data.tables())
def test_a_loaded_table_is_valid_as_a_frame(name: str) -> None:
    assert validate(ampere_data.load(name), table=name).issues == ()


def test_a_frame_needs_a_schema() -> None:
    with pytest.raises(TypeError, match="schema"):
        validate(pd.DataFrame({"a": [1]}))


def broken(change: dict[str, Any]) -> dict[str, Any]:
    return {**resource("table", PLAIN), **change}


@pytest.mark.parametrize(
    ("described", "code"),
    [
        pytest.param(broken({"name": None}), "resource-error", id="no name"),
        pytest.param(broken({"path": "/etc/hostname"}), "resource-error", id="absolute"),
        pytest.param(broken({"path": "../table.csv"}), "resource-error", id="climbing"),
        pytest.param(broken({"path": "https://example.org/table.csv"}), "resource-error", id="URL"),
        pytest.param(broken({"path": "file:///etc/hostname"}), "resource-error", id="file URL"),
        pytest.param(broken({"path": ["table.csv", "more.csv"]}), "scheme-error", id="missing part"),
        pytest.param(broken({"path": "missing.csv"}), "scheme-error", id="missing file"),
        pytest.param(broken({"path": "folder"}), "scheme-error", id="folder"),
        pytest.param(broken({"schema": "missing.json"}), "schema-error", id="missing schema"),
        pytest.param(broken({"schema": {"fields": "many"}}), "schema-error", id="fields are no list"),
        pytest.param(broken({"schema": {"fields": [field("id", "strin")]}}), "field-error", id="unknown type"),
        pytest.param(broken({"schema": {**PLAIN, "primaryKey": "no"}}), "schema-error", id="unknown key"),
        pytest.param(broken({"dialect": {"header": "yes"}}), "dialect-error", id="dialect"),
        pytest.param(broken({"path": "table.ods"}), "format-error", id="other format"),
        pytest.param(broken({"format": "xls"}), "format-error", id="declared format"),
        pytest.param(broken({"format": "parquet"}), "source-error", id="wrongly declared format"),
        pytest.param(broken({"bytes": 3}), "byte-count", id="bytes"),
        pytest.param(broken({"hash": "sha256:" + "0" * 64}), "hash-count", id="hash"),
        pytest.param(broken({"hash": "crc:0"}), "resource-error", id="unknown digest"),
        pytest.param("table.csv", "package-error", id="no object"),
    ],
)
def test_what_is_wrong_with_a_resource_is_an_issue(tmp_path: Path, described: Any, code: str) -> None:
    (tmp_path / "folder").mkdir()

    report = validate(write_package(tmp_path, {"table.csv": "id,n\na,1\n"}, described))

    assert code in report.codes


def test_size_digest_and_counts_that_fit_are_fine(tmp_path: Path) -> None:
    content = "id,n\na,1\n"
    digest = hashlib.sha256(content.encode()).hexdigest()

    assert check(tmp_path, PLAIN, content, bytes=len(content), hash=f"sha256:{digest}").valid


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "package-error"),
        (b"{", "package-error"),
        (b"[]", "package-error"),
        (b"\xff", "package-error"),
        (b"{}", "package-error"),
        (b'{"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "resources": []}', "package-error"),
        (b"[" * 100_000, "package-error"),
        (b'{"resources": ' + b'{"a":' * 10_000 + b"1" + b"}" * 10_001, "package-error"),
    ],
    ids=["empty", "broken", "list", "not UTF-8", "no resources", "none", "deep", "deep object"],
)
def test_a_descriptor_that_is_none_is_an_issue(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "datapackage.json").write_bytes(content)

    assert set(validate(tmp_path).codes) == {code}


def test_a_folder_without_descriptor_and_a_missing_file_are_issues(tmp_path: Path) -> None:
    assert one(validate(tmp_path)).code == "package-error"
    assert one(validate(tmp_path / "missing.csv")).code == "scheme-error"


def test_the_official_profile_must_accept_the_descriptor(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"table.csv": "id,n\na,1\n"}, resource("table", PLAIN), keywords=[])

    issue = one(validate(path))

    assert (issue.code, issue.params["place"]) == ("package-error", "keywords")


def test_an_older_descriptor_is_not_held_to_the_newer_profile(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"table.csv": "id,n\na,1\n"}, resource("table", PLAIN), keywords=[])
    descriptor = json.loads(path.read_text())
    del descriptor["$schema"]
    path.write_text(json.dumps(descriptor))

    assert validate(path).valid


def test_one_table_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    tables = [broken({"path": "../a.csv"}), {**resource("more", PLAIN), "path": "table.csv"}]

    report = validate(write_package(tmp_path, {"table.csv": "id,n\na,x\n"}, *tables))

    assert [issue.code for issue in report.issues] == ["type-error", "resource-error"] or set(report.codes) == {
        "resource-error",
        "type-error",
    }


def test_files_that_are_no_tables_must_be_there(tmp_path: Path) -> None:
    other = {"name": "readme", "path": "readme.md"}

    missing = validate(write_package(tmp_path, {"table.csv": "id,n\na,1\n"}, resource("table", PLAIN), other))
    present = validate(write_package(tmp_path, {"readme.md": "x"}, resource("table", PLAIN), other))

    assert (list(missing.codes), present.valid) == (["scheme-error"], True)


def test_data_in_the_descriptor_is_checked(tmp_path: Path) -> None:
    lists = {"name": "lists", "type": "table", "schema": PLAIN, "data": [["id", "n"], ["a", 1], ["b", "x"]]}
    objects = {"name": "objects", "type": "table", "schema": PLAIN, "data": [{"id": "a", "n": 1.5}, {"id": "b"}]}

    report = validate(write_package(tmp_path, {}, lists, objects))

    assert [(issue.table, issue.code, issue.row, issue.field) for issue in report.issues] == [
        ("lists", "type-error", 3, "n"),
        ("objects", "type-error", 2, "n"),
    ]


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    path = write_package(tmp_path, {"table.csv": "id,n\na,1\n"}, resource("table", PLAIN))

    validate(path, progress=lambda name, share: told.append((name, share)))

    assert told[0] == ("table", 0.0)
    assert told[-1][1] == 1.0


def test_a_package_in_a_zip_is_checked_as_a_package(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    write_package(folder, {"table.csv": "id,n\na,x\n"}, resource("table", PLAIN))
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        for file in folder.iterdir():
            archive.write(file, file.name)

    assert places(validate(tmp_path / "p.zip")) == places(validate(folder)) == [("type-error", 2, "n")]


def test_a_zip_that_grows_beyond_all_bounds_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ampere_data.tabular.package.ALWAYS_ALLOWED", 1_000)
    with zipfile.ZipFile(tmp_path / "p.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("table.csv", "a" * 10_000_000)

    assert [issue.code for issue in validate(tmp_path / "p.zip").issues] == ["compression-error"]


def test_a_byte_order_mark_before_a_descriptor_is_nothing(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"table.csv": "id,n\na,1\n"}, resource("table", PLAIN))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert validate(path).valid


def test_a_descriptor_in_yaml_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "datapackage.yaml").write_text("resources: []\n", encoding="utf-8")

    issue = one(validate(tmp_path / "datapackage.yaml"))

    assert (issue.code, "JSON" in issue.message) == ("package-error", True)


@pytest.mark.parametrize(
    ("more", "unchecked"),
    [({}, 0), ({"profile": "data-package"}, 0), ({"profile": "https://example.org/own.json"}, 1)],
    ids=["none", "known", "custom"],
)
def test_a_custom_profile_is_said_not_to_be_checked(tmp_path: Path, more: dict[str, Any], unchecked: int) -> None:
    report = validate(write_package(tmp_path, {"table.csv": "id,n\na,1\n"}, resource("table", PLAIN), **more))

    assert report.valid
    assert report.counts.get("profiles_unchecked", 0) == unchecked
    assert report.unverified == bool(unchecked)
    assert any("NOT held" in line for line in report.summary()) == bool(unchecked)


def test_of_two_resources_of_one_name_the_second_is_said_not_to_be_read(tmp_path: Path) -> None:
    second = {**resource("table", PLAIN), "path": "b.csv"}
    path = write_package(
        tmp_path, {"table.csv": "id,n\na,1\n", "b.csv": "id,n\na,x\n"}, resource("table", PLAIN), second
    )

    issue = one(validate(path))

    assert (issue.code, "b.csv, was NOT read" in issue.message) == ("package-error", True)


@pytest.mark.parametrize("missing", [{}, {"missingValues": ["", "NA"]}, {"missingValues": []}], ids=["", "NA", "none"])
@pytest.mark.parametrize("kind", ["string", "string_view", "dictionary"])
def test_a_null_is_found_in_a_required_column_whatever_is_missing(missing: dict[str, Any], kind: str) -> None:
    texts = pa.array(["x", None], pa.string())
    views = pa.DictionaryArray.from_arrays(pa.array([0, None], pa.uint32()), pa.array(["x"], pa.string_view()))
    column = {"string": texts, "string_view": texts.cast(pa.string_view()), "dictionary": views}[kind]
    described = schema(field("a", required=True), **missing)

    assert places(validate(pa.table({"a": column}), schema=described)) == [("constraint-error", None, "a")]
    assert validate(pa.table({"a": column.slice(0, 1)}), schema=described).valid
