"""What is told of a descriptor without asking anybody is what all who know would tell."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine import PROFILE
from hypothesis import given, settings
from hypothesis import strategies as st

from ampere_data.curation.shipped import shipped
from ampere_data.tabular import descriptors
from ampere_data.tabular.accepted import is_accepted
from ampere_data.tabular.package import Package, open_table

Path_ = tuple[str | int, ...]

RICH: dict[str, Any] = {
    "$schema": PROFILE,
    "name": "rich",
    "title": "Rich",
    "version": "1.0.0",
    "created": "2024-05-06T07:08:09Z",
    "homepage": "https://example.org/a",
    "keywords": ["one", "two"],
    "contributors": [{"title": "Somebody", "roles": ["creator"]}],
    "licenses": [{"name": "CC0-1.0", "path": "https://example.org/cc0"}],
    "sources": [{"title": "A book"}],
    "resources": [
        {
            "name": "things",
            "path": "data/things.csv",
            "type": "table",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "rows": 3,
            "dialect": {"delimiter": ";", "header": True},
            "schema": {
                "fields": [
                    {"name": "id", "type": "string", "constraints": {"required": True, "pattern": "[a-z]+"}},
                    {"name": "count", "type": "integer", "constraints": {"minimum": 0, "maximum": 9}, "example": "3"},
                    {"name": "share", "type": "number", "bareNumber": False, "decimalChar": ","},
                    {"name": "flag", "type": "boolean", "trueValues": ["oui"], "falseValues": ["non"]},
                    {"name": "day", "type": "date", "constraints": {"minimum": "2020-01-01"}},
                    {"name": "colour", "type": "string", "categories": [{"value": "red", "label": "Red"}]},
                    {"name": "size", "type": "string", "constraints": {"enum": ["s", "m"]}, "categoriesOrdered": True},
                    {"name": "up", "type": "string", "missingValues": ["", "-"], "format": "default"},
                ],
                "primaryKey": ["id"],
                "uniqueKeys": [["count", "share"]],
                "foreignKeys": [{"fields": ["up"], "reference": {"resource": "things", "fields": ["id"]}}],
                "missingValues": ["", "NA"],
                "fieldsMatch": "exact",
            },
        }
    ],
}
ODD = [None, "", "x", "X y", "../x", "https://example.org", 0, -1, 1.5, True, [], ["x"], ["x", "x"], [3], {}, {"a": 1}]
NAMES = ["profile", "type", "format", "missingValues", "required", "path", "data", "name", "email", "unique"]


def places(said: Any, above: Path_ = ()) -> Iterator[Path_]:
    """Give the way to each value of a descriptor."""
    yield above
    steps = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    for step, value in steps:
        yield from places(value, (*above, step))


PLACES = [one for one in places(RICH) if one]


def changed(place: Path_, value: Any, name: str) -> dict[str, Any]:
    """Put another value in a place, or into it under a name where there is an object."""
    found = copy.deepcopy(RICH)
    holder: Any = found
    for step in place[:-1]:
        holder = holder[step]
    if name and isinstance(holder[place[-1]], dict):
        holder[place[-1]][name] = value
    else:
        holder[place[-1]] = value
    return found


def opened(descriptor: dict[str, Any]) -> Package:
    """Make a package of a descriptor that lies nowhere."""
    resources = descriptor["resources"] if isinstance(descriptor.get("resources"), list) else []
    tables = [open_table(Path(), one, at) for at, one in enumerate(resources)]
    return Package(descriptor, Path(), {table.name: table for table in tables})


def judged(package: Package) -> bool:
    """Ask those who know."""
    found, unusable = descriptors._check_descriptor(package, "datapackage.json")  # noqa: SLF001 - past the short way
    return not found and not unusable


def test_the_shipped_package_and_a_rich_one_are_told_at_once() -> None:
    assert is_accepted(shipped())
    assert is_accepted(opened(RICH))
    assert judged(opened(RICH))


@settings(max_examples=400)
@given(place=st.sampled_from(PLACES), value=st.sampled_from(ODD), name=st.sampled_from(["", "", *NAMES]))
def test_no_descriptor_is_told_to_be_right_that_those_who_know_reject(place: Path_, value: Any, name: str) -> None:
    descriptor = changed(place, value, name)
    try:
        package = opened(descriptor)
    except ValueError:
        return

    if is_accepted(package):
        assert judged(package), json.dumps(descriptor)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("$schema",), "https://example.org/own.json"),
        (("resources", 0, "schema", "primaryKey"), ["nothing"]),
        (("resources", 0, "schema", "fields", 0, "type"), "object"),
        (("resources", 0, "schema", "fields", 1, "constraints"), {"pattern": "x"}),
        (("resources", 0, "schema", "fields", 1, "example"), "x"),
    ],
)
def test_what_is_not_known_is_left_to_those_who_know(place: Path_, value: Any) -> None:
    assert not is_accepted(opened(changed(place, value, "")))
