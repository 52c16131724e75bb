"""The shipped schemas: what they show as examples is real, and no form that they ask for lets nonsense pass."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from conftest import ROOT
from shipped import EDTF_PATTERN as PATTERN
from shipped import FIELDS, RESOURCES, SCHEMAS

Record = Mapping[str, str]

# What no id, name, number or date is.
NONSENSE = ["-", "--", "---", "_", "___", ".", "..", "...", "/", ";", ";;", "~", "?", "[]", "%", "\N{EN DASH}", " "]


def examples(schema: Mapping[str, Any]) -> Record:
    """Give the examples of a schema as the cells of a record; a field without one shows an empty cell."""
    return {field["name"]: _cell(field["example"]) if "example" in field else "" for field in schema["fields"]}


def _cell(example: object) -> str:
    return str(example).lower() if isinstance(example, bool) else str(example)


def nearest(shown: Record, records: Sequence[Record]) -> tuple[Record, set[str]]:
    """Find the record that the examples come closest to, and the fields in which they differ from it."""
    apart = [({name for name, cell in shown.items() if record[name] != cell}, record) for record in records]
    differing, record = min(apart, key=lambda one: len(one[0]))
    return record, differing


def records_of(table: str) -> list[dict[str, str]]:
    with (ROOT / RESOURCES[table]["path"]).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("table", SCHEMAS)
def test_the_examples_of_a_table_are_together_one_of_its_records(table: str) -> None:
    shown = examples(SCHEMAS[table])

    record, differing = nearest(shown, records_of(table))

    assert {name: shown[name] for name in differing} == {name: record[name] for name in differing}


def test_examples_of_two_records_are_told_apart_from_those_of_one() -> None:
    fields: list[dict[str, Any]] = [
        {"name": "id", "example": "b"},
        {"name": "n", "type": "integer", "example": 2},
        {"name": "sure", "type": "boolean", "example": True},
        {"name": "note"},
    ]
    records = [
        {"id": "a", "n": "1", "sure": "false", "note": "x"},
        {"id": "b", "n": "2", "sure": "true", "note": ""},
    ]
    mixed = [*fields[:1], {**fields[1], "example": 1}, *fields[2:]]

    assert nearest(examples({"fields": fields}), records) == (records[1], set())
    assert nearest(examples({"fields": mixed}), records) == (records[1], {"n"})


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if "pattern" in field.get("constraints", {})])
def test_no_pattern_accepts_nonsense(name: str) -> None:
    pattern = FIELDS[name]["constraints"]["pattern"]

    assert [text for text in NONSENSE if re.fullmatch(pattern, text)] == []


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if "edtf" in field])
def test_every_date_in_edtf_has_the_pattern_that_is_held_to_them(name: str) -> None:
    assert FIELDS[name]["constraints"]["pattern"] == PATTERN
