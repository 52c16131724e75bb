"""Hostile and odd input: always a report or a documented error; never a traceback, a hang or a file written."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine import check, field, one, places, resource, schema, screened, write_package
from hypothesis import given
from hypothesis import strategies as st
from saying import validate

from ampere_data.tabular import storage
from ampere_data.tabular.errors import PackageError
from ampere_data.words.reasons import Reason

PLAIN = schema(field("id"), field("n", "integer"))
pytestmark = pytest.mark.usefixtures("in_time")


@pytest.fixture(params=["small", "large"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Go both ways: cell by cell, and in blocks."""
    if request.param == "small":
        yield
    else:
        with screened(monkeypatch, block=1 << 16):
            yield


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    ("content", "codes"),
    [
        pytest.param(b"id,n\n\x00,1\na\x00b,\x001\n", {"type-error"}, id="NUL bytes"),
        pytest.param(
            b"\x00" * 1000, {"incorrect-label", "missing-label", "source-error", "extra-label"}, id="only NUL bytes"
        ),
        pytest.param(b"id,n\n" + b"x" * 10_000_000 + b",1\n", set(), id="a cell of 10 MB"),
        pytest.param(b'id,n\n"' + b"x\n" * 2_000_000 + b'",1\n', set(), id="a cell of a million lines"),
        pytest.param(b'id,n\n"' + b"x\n" * 500_000, {"source-error"}, id="an open quote before a million lines"),
        pytest.param(b"id,n\r" + b"a,1\r" * 50_000, set(), id="only carriage returns"),
        pytest.param(b"id,n\n" + b"a,x\n" * 40_000, {"type-error"}, id="many faults"),
        pytest.param(b"id,n\n" + b"a\n" * 20_000, {"missing-cell"}, id="many short rows"),
        pytest.param(b"id,n\n" + b"\n" * 20_000, {"blank-row"}, id="many blank rows"),
        pytest.param(b"id,n\n" + b'5" x,1\n' * 20_000, set(), id="many stray quotes"),
        pytest.param(b'id,n\n"a"x"b,1\n' * 500, None, id="quotes everywhere"),
        pytest.param("id,n\n\u202e\u200b,１\n".encode(), {"type-error"}, id="bidirectional and fullwidth characters"),
        pytest.param(b"id,n\n\xed\xa0\x80,1\n", {"encoding-error"}, id="a lone surrogate"),
    ],
)
def test_odd_content_gives_a_report_in_time(tmp_path: Path, content: bytes, codes: set[str] | None) -> None:
    report = check(tmp_path, PLAIN, content)

    assert codes is None or set(report.codes) <= codes
    assert codes == set() or not report.valid or codes is None
    json.dumps(report.to_dict("fr"))


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_a_hundred_thousand_columns_give_a_report_in_time(tmp_path: Path, known: bool) -> None:  # noqa: FBT001
    names = [f"c{number}" for number in range(100_000)]
    described = schema(*map(field, names[: 2_000 if known else 3]), fieldsMatch="subset")

    report = check(tmp_path, described, ",".join(names) + "\n" + ",".join("x" * 100_000) + "\n")

    assert report.valid


def test_a_hundred_thousand_unknown_labels_are_each_an_issue(tmp_path: Path) -> None:
    names = [f"c{number}" for number in range(100_000)]

    report = check(tmp_path, PLAIN, ",".join(["id", "n", *names]) + "\n")

    assert report.codes == {"extra-label": 100_000}


@pytest.mark.parametrize("suffix", ["gz", "zip"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    monkeypatch.setattr(storage, "ALWAYS_ALLOWED", 1_000_000)
    bomb = b"id,n\n" + b"a,1\n" * 2_000_000
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("table.csv", bomb)
    (tmp_path / f"table.csv.{suffix}").write_bytes(gzip.compress(bomb) if suffix == "gz" else stream.getvalue())

    issue = one(check(tmp_path, PLAIN, "", path=f"table.csv.{suffix}"))

    assert issue.code == "compression-error"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no symbolic links or named pipes to lay there")
def test_no_path_leads_out_and_no_pipe_is_waited_for(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.csv").write_text("id,n\nsecret,1\n")
    (inside / "link.csv").symlink_to(tmp_path / "secret.csv")
    os.mkfifo(inside / "pipe.csv")
    tables = [{**resource(name, PLAIN), "path": f"{name}.csv"} for name in ("link", "pipe")]

    report = validate(write_package(inside, {}, *tables))

    assert [(issue.table, issue.code) for issue in report.issues] == [
        ("link", "resource-error"),
        ("pipe", "scheme-error"),
    ]
    assert "secret" not in json.dumps(report.to_dict())


@pytest.mark.parametrize(
    "path",
    [
        "../x.csv",
        "a/../../x.csv",
        "/etc/passwd",
        "C:\\x.csv",
        "\\\\host\\x",
        "file:///etc/passwd",
        "s3://a/b",
        "a\0b",
        "~/x",
        "",
    ],
)
def test_a_path_that_is_not_safe_is_refused(tmp_path: Path, path: str) -> None:
    report = validate(write_package(tmp_path, {}, {**resource("table", PLAIN), "path": path}))

    assert set(report.codes) <= {"resource-error", "scheme-error"}
    assert not report.valid


@pytest.mark.parametrize("where", ["schema", "dialect", "path", "name", "resources"])
@pytest.mark.parametrize(
    "value", [None, 0, True, "x", "\ud800", [], [None], {}, {"fields": [None]}, {"fields": [{}]}, {"delimiter": 1}]
)
def test_a_descriptor_may_hold_anything_anywhere(tmp_path: Path, where: str, value: Any) -> None:
    described = {**resource("table", PLAIN), where: value}
    path = write_package(tmp_path, {"table.csv": "id,n\na,1\n"}, described)
    if where == "resources":
        path.write_text(json.dumps({**json.loads(path.read_text()), "resources": value}))

    json.dumps(validate(path).to_dict("fr"))


@pytest.mark.parametrize(
    "change",
    [
        {"missingValues": 3},
        {"missingValues": [3]},
        {"missingValues": [{}]},
        {"primaryKey": 3},
        {"primaryKey": [["id"]]},
        {"foreignKeys": 3},
        {"foreignKeys": [3]},
        {"foreignKeys": [{}]},
        {"foreignKeys": [{"fields": 3, "reference": 3}]},
        {"uniqueKeys": 3},
        {"uniqueKeys": [3]},
        {"uniqueKeys": ["id"]},
        {"uniqueKeys": [["nothing"]]},
        {"fieldsMatch": 3},
        {"fieldsMatch": []},
        {"fieldsMatch": "never"},
        {"canonical": "yes", "span": 3},
    ],
)
def test_a_schema_may_hold_anything_anywhere(tmp_path: Path, change: dict[str, Any]) -> None:
    json.dumps(check(tmp_path, {**PLAIN, **change}, "id,n\na,1\n").to_dict("fr"))


@pytest.mark.parametrize("kind", ["string", "integer", "number", "date", "boolean", "any", "list", "object", "geojson"])
@pytest.mark.parametrize("name", ["enum", "minimum", "pattern", "minLength", "required", "unique"])
def test_a_constraint_may_hold_anything(tmp_path: Path, kind: str, name: str) -> None:
    values: list[Any] = [None, -1, "x", [], [[]], {}, [None], 10**400, True]
    for value in values:
        json.dumps(check(tmp_path, schema(field("f", kind, **{name: value})), "f\n1\nx\n").to_dict("fr"))


@pytest.mark.parametrize("key", ["categories", "format", "missingValues", "trueValues", "itemType", "constraints"])
@pytest.mark.parametrize("value", [None, 3, "x", [], [3], [{}], {}, "%", [[]]])
def test_a_field_may_hold_anything(tmp_path: Path, key: str, value: Any) -> None:
    for kind in ("string", "boolean", "date", "list"):
        json.dumps(check(tmp_path, schema({"name": "f", "type": kind, key: value}), "f\n1\nx\n").to_dict("fr"))


@pytest.mark.parametrize("part", ["schema", "dialect"])
def test_a_part_nested_ten_thousand_deep_is_an_issue(tmp_path: Path, part: str) -> None:
    files = {"table.csv": "id,n\na,1\n", "deep.json": "[" * 10_000 + "]" * 10_000}
    path = write_package(tmp_path, files, {**resource("table", PLAIN), part: "deep.json"})

    issue = one(validate(path))

    assert (issue.table, issue.path) == ("table", "deep.json")


def test_a_cell_nested_ten_thousand_deep_is_an_issue(tmp_path: Path) -> None:
    content = "f\n" + "[" * 10_000 + "]" * 10_000 + "\n"

    assert places(check(tmp_path, schema(field("f", "array")), content)) == [("type-error", 2, "f")]


def test_nothing_is_fetched_for_a_profile(tmp_path: Path) -> None:
    path = write_package(
        tmp_path, {"table.csv": "id,n\na,1\n"}, resource("table", PLAIN), profile="https://example.invalid/profile.json"
    )

    assert validate(path).valid


def test_nothing_is_written(tmp_path: Path) -> None:
    check(tmp_path, PLAIN, "id,n\na,x\n")
    before = sorted(tmp_path.rglob("*"))

    validate(tmp_path)

    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.usefixtures("way")
@given(content=st.binary(max_size=200) | st.text("ab1,;\"'\n\r\t#\\é\x00 ", max_size=200).map(str.encode))
def test_any_bytes_give_a_report(tmp_path: Path, content: bytes) -> None:
    report = check(tmp_path, PLAIN, content)

    json.dumps(report.to_dict("fr"))
    assert all(
        issue.line is None or 1 <= issue.line <= content.count(b"\n") + content.count(b"\r") + 1
        for issue in report.issues
    )


WORDS = [
    *["name", "path", "data", "schema", "fields", "type", "format", "constraints", "pattern", "enum", "minimum"],
    *["primaryKey", "foreignKeys", "reference", "resource", "resources", "dialect", "delimiter", "encoding"],
    *["profile", "$schema", "missingValues", "value", "categories"],
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(WORDS),
            inner,
            max_size=6,
        )
    ),
    max_leaves=40,
)


@given(descriptor=JSON)
def test_any_descriptor_gives_a_report(tmp_path: Path, descriptor: object) -> None:
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor))

    json.dumps(validate(tmp_path).to_dict("fr"))


@given(
    described=JSON,
    change=st.dictionaries(st.sampled_from(["constraints", "type", "format", "categories"]), JSON, max_size=3),
)
def test_any_schema_gives_a_report(tmp_path: Path, described: object, change: dict[str, object]) -> None:
    fields = [{"name": "f", **change}, {"name": "g"}]
    whole = {**described, "fields": fields} if isinstance(described, dict) else {"fields": fields}

    json.dumps(check(tmp_path, whole, "f,g\n1,x\n").to_dict("fr"))


def test_a_file_that_vanishes_is_an_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def vanish(*_: object) -> None:
        raise PackageError("scheme-error", Reason("file-missing"), table="table", path="table.csv")

    monkeypatch.setattr("ampere_data.tabular.parts.open_text", vanish)

    assert places(check(tmp_path, PLAIN, "id,n\na,1\n")) == [("scheme-error", None, "")]
