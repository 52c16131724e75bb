"""Properties of ours in a schema: a misspelt or misshapen one is found, and what the standard allows is not."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import EXTENSION
from engine import check as check_table
from engine import field, schema
from saying import said, validate

from ampere_data.curation import properties
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Package, Table
from ampere_data.tabular.schema import read_schema

Json = dict[str, Any]

LISTED: Json = {"separator": ";", "reference": {"resource": "sources", "fields": "source_id"}}
SPREAD: Json = {"value": "value", "valueTo": "value_to", "unit": "unit"}
MEASURED: Json = {"unit": "unit", "units": "units", "minimum": "minimum", "maximum": "maximum"}


def of_ours(**more: Any) -> Json:
    """Give a schema that uses every property of ours as it is meant."""
    words = {"title_fr": "Titre", "description_fr": "Description."}
    dated = {"edtf": {"earliest": "earliest", "latest": "latest"}}
    category = {"value": "a", "label": "A", "label_fr": "A", "description": "An a.", "description_fr": "Un a."}
    fields = [
        {"name": "id", "type": "string", **words},
        {"name": "metric", "measure": MEASURED, "evidence": True},
        {"name": "comparator", "range": SPREAD},
        *({"name": name, "type": "number"} for name in ("value", "value_to")),
        {"name": "unit", "categories": ["a", "b"]},
        {"name": "told", **dated},
        {"name": "day", "edtf": True},
        *({"name": name, "type": "date"} for name in ("earliest", "latest")),
        {"name": "status", "categories": [category], "initial": "a"},
        {"name": "next", "acyclic": True, "belongs": "to"},
        {"name": "quote", "verbatim": True, "speaker": True},
        {"name": "sources", "list": LISTED, "computed": "sources"},
        {"name": "known", "type": "date", "computed": "known-from"},
        {"name": "others", "list": {"separator": ";", "reference": {"fields": "id"}}},
        *({"name": name, "type": "integer"} for name in ("start", "end")),
    ]
    span = {"start": "start", "end": "end", "resource": "sources", "fields": "id", "length": "characters"}
    standard = {"primaryKey": ["id"], "uniqueKeys": [["told", "day"]], "missingValues": [""], "fieldsMatch": "equal"}
    return {"fields": fields, **standard, **words, "canonical": True, "span": span, **more}


def check(described: Json) -> list[Issue]:
    return said(
        properties.check_properties(
            Table("claims", "claims.csv", read_schema(described, "claims"), {}), "datapackage.json"
        )
    )


def with_field(name: str = "new", **more: Any) -> Json:
    """Give a schema of ours with one more field."""
    described = of_ours()
    return {**described, "fields": [*described["fields"], {"name": name, **more}]}


def described() -> Iterator[tuple[str, str, Json]]:
    """Give each property of ours: what it stands on, its name, and its description."""
    categories = properties.of_fields()["categories"]["items"]["properties"]
    known = {"schema": properties.of_schemas(), "field": properties.of_fields(), "category": categories}
    for place, those in known.items():
        yield from ((place, name, one) for name, one in properties.ours(those).items())


def parts(one: Json, within: str = "") -> Iterator[str]:
    """Name the parts of a property, and theirs."""
    for name, part in one.get("properties", {}).items():
        yield within + name
        yield from parts(part, f"{within}{name}.")


def test_what_our_schemas_say_is_described() -> None:
    jsonschema.Draft7Validator.check_schema(properties.described())

    assert check(of_ours()) == []


@pytest.mark.parametrize(
    ("name", "one"),
    [(name, one) for _, name, one in described()],
    ids=[f"{place}-{name}" for place, name, _ in described()],
)
def test_the_examples_of_a_property_have_its_shape(name: str, one: Json) -> None:
    assert one["description"].endswith("."), name
    assert one["examples"]
    for example in one["examples"]:
        jsonschema.Draft7Validator(one).validate(example)


def test_every_property_is_on_the_page_of_the_extension_and_no_other() -> None:
    section = EXTENSION.partition("\n## The properties\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (\w+)[^|]* \| (.*?) \| (.*) \|$", section, re.MULTILINE)

    page = {(place, name, *re.findall(r"<br>`([\w.]+)`", said)) for name, place, said, _ in rows}

    assert page == {(place, name, *parts(one)) for place, name, one in described()}
    assert all(f'`"{name}": ' in example for name, _, _, example in rows)


def test_every_rule_of_ours_has_its_property() -> None:
    assert {"edtf", "list", "range", "measure", "acyclic"} <= properties.ours(properties.of_fields()).keys()
    assert {"span", "canonical"} <= properties.ours(properties.of_schemas()).keys()


@pytest.mark.parametrize(
    ("described", "place", "name", "near"),
    [
        (with_field(evidance=True), "fields/18", "evidance", "evidence"),
        (with_field(edtf={"earliset": "earliest"}), "fields/18/edtf", "earliset", "earliest"),
        (with_field(list={"separator": ";", "refrence": {}}), "fields/18/list", "refrence", "reference"),
        (with_field(list={**LISTED, "computed": "evidence"}), "fields/18/list", "computed", ""),
        (with_field(range={**SPREAD, "value_to": "value"}), "fields/18/range", "value_to", "valueTo"),
        (with_field(categories=[{"value": "a", "labelfr": "A"}]), "fields/18/categories/0", "labelfr", "label_fr"),
        (with_field(categories=[{"value": "a", "printed": ["A"]}]), "fields/18/categories/0", "printed", ""),
        (with_field(constriants={}), "fields/18", "constriants", "constraints"),
        (with_field(unitField="unit"), "fields/18", "unitField", ""),
        (of_ours(cannonical=True), "", "cannonical", "canonical"),
        (of_ours(uniqueKey=[["id"]]), "", "uniqueKey", "uniqueKeys"),
        (of_ours(span={"start": "start", "end": "end", "lenght": "x"}), "span", "lenght", "length"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_misspelt_property_is_found_where_it_stands(described: Json, place: str, name: str, near: str) -> None:
    [issue] = check(described)

    assert (issue.code, issue.detail) == ("schema-error", "unknown" if place else "unknown/top")
    assert issue.table == "claims"
    assert issue.field == ("new" if place.startswith("fields") else "")
    assert (issue.params["place"], issue.params["name"], issue.params["near"]) == (place, name, near)
    assert near in issue.advice()
    assert all(name in issue.sentence(language) for language in ("en", "fr"))


@pytest.mark.parametrize(
    ("more", "place", "rule", "wanted"),
    [
        ({"computed": "source"}, "computed", "enum", '["sources", "known-from"]'),
        ({"evidence": "yes"}, "evidence", "type", '"boolean"'),
        ({"edtf": "yes"}, "edtf", "type", '["boolean", "object"]'),
        ({"list": ";"}, "list", "type", '"object"'),
        ({"list": {"separator": ""}}, "list/separator", "minLength", "1"),
        ({"list": {"separator": ";", "reference": {"fields": ["id"]}}}, "list/reference/fields", "type", '"string"'),
        ({"measure": "unit"}, "measure", "type", '"object"'),
        ({"initial": 1}, "initial", "type", '"string"'),
        ({"title_fr": None}, "title_fr", "type", '"string"'),
        ({"categories": [{"value": 1, "label_fr": 1}]}, "categories/0/label_fr", "type", '"string"'),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_property_of_another_shape_is_found_with_what_is_wanted(
    more: Json, place: str, rule: str, wanted: str
) -> None:
    [issue] = check(with_field(**more))

    assert (issue.code, issue.detail, issue.field) == ("schema-error", "shape", "new")
    assert (issue.params["place"], issue.params["rule"], issue.params["wanted"]) == (f"fields/18/{place}", rule, wanted)


@pytest.mark.parametrize(
    ("described", "place", "name"),
    [
        (with_field(measure={"units": "units"}), "fields/18/measure", "unit"),
        (with_field(list={"reference": {"fields": "id"}}), "fields/18/list", "separator"),
        (with_field(list={"separator": ";", "reference": {"resource": "a"}}), "fields/18/list/reference", "fields"),
        (with_field(range={"unit": "unit"}), "fields/18/range", "value"),
        (of_ours(span={"start": "start"}), "span", "end"),
    ],
    ids=["unit", "separator", "fields", "value", "end"],
)
def test_a_property_that_lacks_a_part_is_found(described: Json, place: str, name: str) -> None:
    [issue] = check(described)

    assert (issue.code, issue.detail) == ("schema-error", "required")
    assert (issue.params["place"], issue.params["name"]) == (place, name)


def test_a_separator_that_is_misspelt_is_unknown_and_missing() -> None:
    issues = check(with_field(list={"seperator": ";"}))

    assert {(issue.detail, issue.params["name"]) for issue in issues} == {
        ("required", "separator"),
        ("unknown", "seperator"),
    }


@pytest.mark.parametrize(
    ("described", "place", "near"),
    [
        (with_field(edtf={"earliest": "earlyest"}), "fields/18/edtf/earliest", "earliest"),
        (with_field(range={"value": "amount"}), "fields/18/range/value", ""),
        (with_field(measure={**MEASURED, "unit": "units"}), "fields/18/measure/unit", "unit"),
        (of_ours(span={"start": "start", "end": "ends"}), "span/end", "end"),
    ],
    ids=["edtf", "range", "measure", "span"],
)
def test_a_property_that_names_a_field_names_one_of_the_schema(described: Json, place: str, near: str) -> None:
    [issue] = check(described)

    assert (issue.code, issue.detail) == ("schema-error", "no-field")
    assert (issue.params["place"], issue.params["near"]) == (place, near)


@pytest.mark.parametrize(
    "one",
    [
        {"name": "a", "unknown": 1, "x-unit": "kg"},
        {"name": "a", "title_fr": "A", "description_fr": "Un a.", "title_de": "A", "unit": "kg"},
        {"name": "a", "initial": "x", "source": "somebody"},
        {"name": "a", "range": [0, 10], "evidence": "page 3", "computed": True, "list": "countries", "note": "x"},
        {"name": "a", "evidence": False, "acyclic": False, "note": "x"},
        {"name": "a", "categories": [{"value": 1, "label": "x", "colour": "red"}]},
    ],
    ids=["unknown", "translated", "any-text", "other-shapes", "switched-off", "categories"],
)
def test_a_schema_without_a_rule_of_ours_may_carry_whatever_it_likes(one: Json) -> None:
    assert check({"fields": [one], "licence": "CC0"}) == []


@pytest.mark.parametrize(
    "declared",
    [
        {"evidence": True},
        {"edtf": True},
        {"list": {"separator": "|"}},
        {"range": {"value": "b"}},
        {"measure": {"unit": "b"}},
        {"computed": "known-from"},
        {"acyclic": True},
        {"verbatim": True},
    ],
    ids=str,
)
def test_one_rule_of_ours_makes_a_schema_one_that_is_held_to_them_all(declared: Json) -> None:
    fields = [{"name": "a", **declared}, {"name": "b", "evidance": True}]

    [issue] = check({"fields": fields})

    assert (issue.field, issue.params["name"]) == ("b", "evidance")


def test_a_field_that_is_not_there_is_found_where_nothing_else_is_ours() -> None:
    [issue] = check({"fields": [{"name": "a", "edtf": {"latest": "b"}}]})

    assert (issue.detail, issue.params["found"]) == ("no-field", "b")


def test_each_misspelt_property_has_a_finding_of_its_own() -> None:
    issues = check(with_field(aciclic=True, evidance=True))

    assert [issue.params["near"] for issue in issues] == ["acyclic", "evidence"]


@pytest.mark.parametrize("inside", [True, False], ids=["package", "alone"])
def test_a_misspelt_property_is_found_by_validation_and_the_cells_are_still_read(tmp_path: Path, inside: bool) -> None:  # noqa: FBT001 - which of two ways
    described = schema(field("a", "integer"), canonical=True, primaryKey="a")
    described["fields"][0]["evidance"] = True
    (tmp_path / "t.csv").write_text("a\nx\n", encoding="utf-8")
    (tmp_path / "s.json").write_text(json.dumps(described), encoding="utf-8")
    package = {"name": "p", "resources": [{"name": "t", "type": "table", "path": "t.csv", "schema": "s.json"}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")

    report = validate(tmp_path) if inside else validate(tmp_path / "t.csv", schema=tmp_path / "s.json")

    assert [(issue.code, issue.line, issue.field) for issue in report.issues] == [
        ("schema-error", None, "a"),
        ("type-error", 2, "a"),
    ]


def test_a_value_that_is_nested_too_deeply_is_a_finding() -> None:
    nested: Any = "x"
    for _ in range(100_000):
        nested = [nested]

    [issue] = check(with_field(list=nested))

    assert str(issue.params["note"]) == "the descriptor is nested too deeply"


def test_so_many_misspelt_properties_that_nobody_reads_them_are_all_found_and_soon() -> None:
    misspelt = {f"evid{'abcdefghij'[number % 10]}nce{number}": True for number in range(20_000)}

    begun = time.process_time()
    issues = check(of_ours(**misspelt))

    assert len(issues) == 20_000
    assert time.process_time() - begun < 10


OTHERS: Json = {"fields": [{"name": "source_id"}, {"name": "id"}, {"name": "characters"}]}
METRICS: Json = {"fields": [{"name": name} for name in ("metric_id", "units", "minimum", "maximum")]}


def leads(described: Json, **tables: Json) -> list[Issue]:
    """Say what is wrong with what a schema says of other tables."""
    schemas = {"claims": described, "sources": OTHERS, "metrics": METRICS, **tables}
    found = {name: Table(name, f"{name}.csv", read_schema(one, name), {"name": name}) for name, one in schemas.items()}
    return list(properties.check_leads(Package({"resources": []}, Path(), found), "datapackage.json"))


def linked(**more: Any) -> Json:
    """Give a schema that speaks of other tables in every way there is."""
    reference = {"resource": "metrics", "fields": ["metric_id"]}
    return of_ours(foreignKeys=[{"fields": ["metric"], "reference": reference}], **more)


def test_what_a_schema_says_of_tables_that_are_there_is_right() -> None:
    assert leads(linked()) == []


@pytest.mark.parametrize(
    ("table", "name", "detail", "place", "near"),
    [
        ("sources", "source_id", "no-field-of", "fields/13/list/reference/fields", ""),
        ("sources", "characters", "no-field-of", "span/length", ""),
        ("metrics", "minimum", "no-field-of", "fields/1/measure/minimum", "minimun"),
    ],
)
def test_a_field_that_another_table_lacks_is_found(table: str, name: str, detail: str, place: str, near: str) -> None:
    whole = {"sources": OTHERS, "metrics": METRICS}[table]
    fields = [{"name": near or f"other-{len(name)}"} if one["name"] == name else one for one in whole["fields"]]

    (issue,) = leads(linked(), **{table: {"fields": fields}})

    assert (issue.code, issue.detail, issue.params["place"]) == ("schema-error", detail, place)
    assert issue.params["near"] == near
    assert issue.hint == ("near-property" if near else "known-fields")


def test_a_table_that_is_not_there_is_found_with_the_nearest() -> None:
    span = {"start": "start", "end": "end", "resource": "source", "fields": "id", "length": "characters"}

    (issue,) = leads(linked(span=span))

    assert (issue.detail, issue.params["found"], issue.params["near"]) == ("no-table", "source", "sources")


def test_a_table_that_is_described_but_could_not_be_read_is_not_called_missing() -> None:
    tables = {"claims": Table("claims", "claims.csv", read_schema(linked(), "claims"), {"name": "claims"})}
    resources = [{"name": name} for name in ("claims", "sources", "metrics")]

    assert list(properties.check_leads(Package({"resources": resources}, Path(), tables), "datapackage.json")) == []


@pytest.mark.parametrize("shape", [{"separator": ""}, {"separator": 5}, {"separator": None}, True, "x"])
def test_a_list_of_no_shape_is_a_finding_and_breaks_nothing(tmp_path: Path, shape: object) -> None:
    listed = {"name": "l", "type": "string", "list": shape, "constraints": {"pattern": "[a-z]"}}
    described = {**schema(field("id"), listed, primaryKey=["id"]), "canonical": True}

    assert "schema-error" in check_table(tmp_path, described, "id,l\na,É;b\n").codes
