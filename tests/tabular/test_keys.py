"""Keys: what repeats, what points nowhere, and that both ways of looking find the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest
from engine import check, field, one, places, resource, schema, screened, write_package
from oracle import found, judged
from saying import validate
from shipped import profile

from ampere_data.tabular.columns import key_text
from ampere_data.tabular.keys import key_fields
from ampere_data.tabular.package import Table
from ampere_data.tabular.schema import ForeignKey, read_schema


@pytest.fixture(params=["small", "large"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Go both ways: cell by cell, and in blocks."""
    if request.param == "small":
        yield
    else:
        with screened(monkeypatch):
            yield


KEYED = schema(field("id"), field("n", "number"), primaryKey=["id"])


def test_a_duplicate_is_reported_once_on_each_later_row_and_names_the_first(tmp_path: Path) -> None:
    report = check(tmp_path, KEYED, "id,n\na,1\nb,2\na,3\nc,4\na,5\n")

    assert places(report) == [("primary-key", 4, "id"), ("primary-key", 6, "id")]
    assert [issue.params["first_row"] for issue in report.issues] == [2, 2]
    assert [issue.value for issue in report.issues] == ["a", "a"]


def test_keys_are_compared_by_value(tmp_path: Path) -> None:
    report = check(tmp_path, schema(field("n", "number"), primaryKey=["n"]), "n\n1\n1.00\n1e0\n2\n")

    assert places(report) == [("primary-key", 3, "n"), ("primary-key", 4, "n")]


def test_an_empty_primary_key_is_reported(tmp_path: Path) -> None:
    issue = one(check(tmp_path, KEYED, "id,n\na,1\n,2\n"))

    assert (issue.code, issue.detail, issue.line) == ("primary-key", "empty", 3)


def test_a_composite_key_repeats_only_as_a_whole(tmp_path: Path) -> None:
    described = schema(field("a"), field("b"), primaryKey=["a", "b"])

    report = check(tmp_path, described, "a,b\nx,1\nx,2\ny,1\nx,1\n,1\n,1\n")

    assert places(report) == [("primary-key", 5, "a, b"), ("primary-key", 6, "a"), ("primary-key", 7, "a")]


def test_each_field_of_a_key_needs_a_value_and_says_so_once(tmp_path: Path) -> None:
    described = schema(field("a"), field("b", required=True), field("c"), primaryKey=["a", "b", "c"])

    report = check(tmp_path, described, "a,b,c\nx,1,2\n,1,\nx,,2\n,,\n")

    found = [("primary-key", 3, "a"), ("primary-key", 3, "c"), ("constraint-error", 4, "b"), ("blank-row", 5, "")]
    assert places(report) == found


@pytest.mark.parametrize(
    ("described", "code"),
    [
        (schema(field("id"), field("n", unique=True)), "unique-error"),
        (schema(field("id"), field("n"), uniqueKeys=[["n"]]), "unique-key"),
    ],
)
def test_unique_fields_may_be_empty_and_must_not_repeat(tmp_path: Path, described: dict[str, Any], code: str) -> None:
    assert places(check(tmp_path, described, "id,n\na,1\nb,\nc,\nd,1\n")) == [(code, 5, "n")]


def test_a_set_of_fields_is_one_key_however_often_it_is_declared() -> None:
    described = schema(field("id", unique=True), field("n"), primaryKey="id", uniqueKeys=[["id"], ["id", "n"]])

    keys = Table("table", "", read_schema(described, "table"), {}).schema.keys

    assert [(key.code, key.fields) for key in keys] == [("primary-key", ("id",)), ("unique-key", ("id", "n"))]


def test_an_unreadable_key_has_its_own_finding_and_no_other(tmp_path: Path) -> None:
    described = schema(field("n", "integer"), primaryKey=["n"])

    assert places(check(tmp_path, described, "n\none\none\n")) == [("type-error", 2, "n"), ("type-error", 3, "n")]


def reference(fields: Any, table: str, targets: Any) -> dict[str, Any]:
    return {"fields": fields, "reference": {"resource": table, "fields": targets}}


def test_a_reference_to_another_table_must_be_there(tmp_path: Path) -> None:
    cars = schema(field("car"), field("maker"), foreignKeys=[reference("maker", "makers", "id")])
    files = {"makers.csv": "id\nrenault\nalpine\n", "cars.csv": "car,maker\na,renault\nb,\nc,renalt\n"}

    issue = one(
        validate(write_package(tmp_path, files, resource("makers", schema(field("id"))), resource("cars", cars)))
    )

    assert (issue.code, issue.table, issue.line, issue.field) == ("foreign-key", "cars", 4, "maker")
    assert issue.params["near"] == "renault"


# A reference of a table to itself leaves `resource` out (Table Schema v2), has it empty (v1), or names the table.
OWN = {
    "left-out": {"fields": "id"},
    "empty": {"resource": "", "fields": "id"},
    "named": {"resource": "table", "fields": "id"},
}


def pointing_at_itself(form: str) -> dict[str, Any]:
    key = {"fields": "up", "reference": OWN[form]}
    return schema(field("id"), field("up"), primaryKey="id", foreignKeys=[key])


@pytest.mark.parametrize("form", OWN)
def test_a_reference_may_point_at_its_own_table(tmp_path: Path, form: str) -> None:
    described = pointing_at_itself(form)

    assert places(check(tmp_path, described, "id,up\na,b\nb,\nc,d\n")) == [("foreign-key", 4, "up")]
    assert check(tmp_path, described, "id,up\na,b\nb,\n").valid


@pytest.mark.parametrize("form", OWN)
@pytest.mark.parametrize("end", ["b", "d"], ids=["there", "dangling"])
def test_frictionless_reads_a_reference_to_its_own_table_alike(tmp_path: Path, form: str, end: str) -> None:
    files = {"table.csv": f"id,up\na,b\nb,\nc,{end}\n"}
    path = write_package(tmp_path, files, resource("table", pointing_at_itself(form)))

    assert found(path) == judged(path)
    assert judged(path)[0] == (end == "b")


@pytest.mark.parametrize("form", OWN)
def test_the_official_profile_accepts_a_reference_to_its_own_table(form: str) -> None:
    jsonschema.validate(pointing_at_itself(form), profile("tableschema"))


@pytest.mark.parametrize("form", OWN)
def test_a_frame_is_held_to_a_reference_to_its_own_table(form: str) -> None:
    frame = pd.DataFrame({"id": ["a", "b", "c"], "up": ["b", None, "d"]})

    report = validate(frame, schema=pointing_at_itself(form), table="table")

    assert [(issue.code, issue.row, issue.field) for issue in report.issues] == [("foreign-key", 4, "up")]


@pytest.mark.parametrize("form", OWN)
def test_a_reference_to_its_own_table_is_a_link_and_a_key(form: str) -> None:
    own = Table("table", "", read_schema(pointing_at_itself(form), "table"), {})

    assert own.schema.links == {"up": ("table", "id")}
    assert own.schema.foreign_keys == (ForeignKey(("up",), "table", ("id",)),)
    assert key_fields(own) == ["id", "up"]


def test_a_composite_reference_points_as_a_whole(tmp_path: Path) -> None:
    here = schema(field("a"), field("b"), field("c"), foreignKeys=[reference(["a", "b"], "there", ["x", "y"])])
    files = {"here.csv": "a,b,c\n1,2,x\n2,1,x\n,,x\n1,,x\n", "there.csv": "x,y\n1,2\n2,2\n"}
    there = resource("there", schema(field("x"), field("y")))

    report = validate(write_package(tmp_path, files, resource("here", here), there))

    assert places(report) == [("foreign-key", 3, "a, b"), ("foreign-key", 5, "a, b")]


def test_a_reference_to_no_table_is_an_issue_of_the_descriptor(tmp_path: Path) -> None:
    described = schema(field("a"), foreignKeys=[reference("a", "nowhere", "id")])

    issue = one(check(tmp_path, described, "a\n1\n"))

    assert (issue.code, issue.detail) == ("resource-error", "reference")


def test_nothing_is_said_about_references_to_a_table_that_cannot_be_read(tmp_path: Path) -> None:
    cars = schema(field("maker"), foreignKeys=[reference("maker", "makers", "id")])
    files = {"makers.csv": "", "cars.csv": "maker\nrenault\n"}

    report = validate(write_package(tmp_path, files, resource("makers", schema(field("id"))), resource("cars", cars)))

    assert places(report) == [("source-error", None, "")]


@pytest.mark.parametrize(
    ("one_value", "same_value"),
    [
        (Decimal("1.50"), Decimal("1.5")),
        (1, Decimal("1.0")),
        (2.5, Decimal("2.50")),
        (datetime(2024, 1, 1, 12, tzinfo=UTC), datetime.fromisoformat("2024-01-01T13:00:00+01:00")),
        ({"a": 1, "b": [2]}, {"b": [2], "a": 1}),
        (date(2024, 1, 1), date(2024, 1, 1)),
    ],
)
def test_equal_values_share_one_text(one_value: object, same_value: object) -> None:
    assert key_text(one_value) == key_text(same_value)


def test_keys_with_newlines_before_them_name_the_right_lines(tmp_path: Path) -> None:
    content = "id,n\n" + "".join(f'"k\n{n % 7}",{n}\n' for n in range(9))

    report = check(tmp_path, KEYED, content)

    assert places(report) == [("primary-key", 16, "id"), ("primary-key", 18, "id")]
    assert [issue.params["first_line"] for issue in report.issues] == [2, 4]


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        (field("tags", "list"), ["a,b", "a,ghost", ""]),
        (field("tags", "array"), ['"[""a"", ""b""]"', '"[""a"", ""ghost""]"', ""]),
    ],
    ids=["list", "array"],
)
def test_each_item_of_a_list_is_a_key_of_its_own(tmp_path: Path, kind: dict[str, Any], cells: list[str]) -> None:
    pointing = {"fields": ["tags"], "reference": {"resource": "tags", "fields": ["tag"]}}
    tags = resource("tags", schema(field("tag"), primaryKey=["tag"]))
    things = resource("things", schema(field("id"), kind, foreignKeys=[pointing]))
    rows = "".join(f'{row},"{cell}"\n' if "[" not in cell else f"{row},{cell}\n" for row, cell in enumerate(cells))

    report = validate(
        write_package(tmp_path, {"tags.csv": "tag\na\nb\n", "things.csv": f"id,tags\n{rows}"}, tags, things)
    )

    assert [(issue.code, issue.line, issue.value) for issue in report.issues] == [("foreign-key", 3, "ghost")]
