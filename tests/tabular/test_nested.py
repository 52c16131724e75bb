"""The items of an array, and what a JSON Schema says of the values of a field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from engine import check, one, places, schema, screened
from saying import validate


def _of_items(item: dict[str, Any]) -> dict[str, Any]:
    return schema({"name": "k", "type": "string"}, {"name": "a", "type": "array", "arrayItem": item})


def _held_to(said: object, kind: str = "object") -> dict[str, Any]:
    return schema({"name": "k", "type": "string"}, {"name": "a", "type": kind, "constraints": {"jsonSchema": said}})


def _rows(*cells: str) -> str:
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    return "k,a\n" + "".join(f"{at},{cell}\n" for at, cell in enumerate(quoted))


WORDS = {"type": "string", "constraints": {"enum": ["a", "b"], "minLength": 1}}


def test_each_item_is_held_to_what_the_array_says_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = _rows('["a", "c"]', '["b"]', "[]", "", '[1, "a", "z"]', "no array")

    report = check(tmp_path, _of_items(WORDS), content)

    told = [(issue.line, issue.code, issue.params.get("number"), issue.params.get("item")) for issue in report.issues]
    assert told == [
        (2, "constraint-error", 2, "c"),
        (6, "constraint-error", 3, "z"),
        (6, "type-error", 1, "1"),
        (7, "type-error", None, None),
    ]
    assert report.issues[0].message == "Item 2, “c”, breaks the constraint enum: a, b"
    with screened(monkeypatch):
        assert check(tmp_path, _of_items(WORDS), content) == report


@pytest.mark.parametrize(
    ("item", "right", "wrong"),
    [
        ({"type": "integer", "constraints": {"minimum": 3}}, "[3, 4]", "[3, 2]"),
        ({"type": "integer"}, '[3, "4"]', '[3, "4.5"]'),
        ({"type": "date"}, '["2020-01-01"]', '["2020-02-30"]'),
        ({"constraints": {"required": True}}, '[0, "x"]', "[null]"),
        ({"type": "string", "constraints": {"pattern": "[a-z]+"}}, '["ab"]', '["ab", "A"]'),
        ({"type": "string", "format": "uuid"}, '["123e4567-e89b-12d3-a456-426614174000"]', '["x"]'),
        ({"type": "array", "arrayItem": {"type": "integer"}}, '[[1], ["x"]]', '["x"]'),
        ({"type": "object"}, '[{"a": 1}]', "[1]"),
    ],
)
def test_items_are_of_any_type(tmp_path: Path, item: dict[str, Any], right: str, wrong: str) -> None:
    assert check(tmp_path, _of_items(item), _rows(right)).valid
    assert [code for code, _, _ in places(check(tmp_path, _of_items(item), _rows(wrong)))]


def test_items_of_values_that_are_lists_already_are_looked_at(tmp_path: Path) -> None:
    frame = pd.DataFrame({"k": ["x", "y"], "a": [["a"], ["a", "c"]]})

    assert one(validate(frame, schema=_of_items(WORDS))).params["item"] == "c"

    (tmp_path / "t.json").write_text(json.dumps([{"k": "x", "a": ["a"]}, {"k": "y", "a": ["c"]}]))
    assert one(validate(tmp_path / "t.json", schema=_of_items(WORDS))).params["item"] == "c"


def test_a_field_for_items_that_cannot_be_used_is_said_of_the_schema(tmp_path: Path) -> None:
    issue = one(check(tmp_path, _of_items({"type": "string", "constraints": {"pattern": "("}}), _rows("[]")))

    assert (issue.code, issue.field) == ("schema-error", "a")


SHAPE = {"type": "object", "required": ["n"], "properties": {"n": {"type": "number", "minimum": 3}}}


def test_a_json_schema_is_put_to_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = _rows('{"n": 3}', '{"n": 2.5}', "{}", "", "[]")

    report = check(tmp_path, _held_to(SHAPE), content)

    assert [(issue.line, issue.code, issue.detail, issue.params.get("place")) for issue in report.issues] == [
        (3, "constraint-error", "jsonSchema/place", "n"),
        (4, "constraint-error", "jsonSchema", ""),
        (6, "type-error", "object", None),
    ]
    with screened(monkeypatch):
        assert check(tmp_path, _held_to(SHAPE), content) == report


def test_a_json_schema_is_put_to_arrays_and_to_numbers_as_json_files_hold_them(tmp_path: Path) -> None:
    described = _held_to({"items": {"maximum": 1.5}}, "array")
    assert check(tmp_path, described, _rows("[1, 1.5]")).valid
    assert not check(tmp_path, described, _rows("[1, 1.6]")).valid

    (tmp_path / "t.json").write_text('[{"k": "x", "a": [1.5]}, {"k": "y", "a": [1.6]}]')
    assert one(validate(tmp_path / "t.json", schema=described)).row == 3


@pytest.mark.parametrize("said", [{"type": "nonsense"}, {"$ref": "https://example.org/shape.json"}, {"pattern": "("}])
def test_a_json_schema_that_is_none_or_leads_outside_is_said_once(tmp_path: Path, said: dict[str, Any]) -> None:
    issue = one(check(tmp_path, _held_to(said), _rows("{}")))

    assert (issue.code, issue.detail, issue.field) == ("schema-error", "json-schema", "a")


def test_a_json_schema_on_any_other_type_is_no_constraint_of_it(tmp_path: Path) -> None:
    report = check(tmp_path, _held_to(SHAPE, "string"), _rows("x"))

    assert [issue.code for issue in report.issues] == ["field-error"]


@pytest.mark.parametrize("depth", [1, 300, 900])
def test_a_value_may_be_nested_as_deeply_as_json_is_read(tmp_path: Path, depth: int) -> None:
    report = check(tmp_path, _held_to({"type": "array"}, "array"), _rows("[" * depth + "]" * depth, "3"))

    assert places(report) == [("type-error", 3, "a")]
