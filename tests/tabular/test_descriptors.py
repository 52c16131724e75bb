"""The descriptor and the schemas: what the official profiles of Data Package v2 accept, and what we ask beyond them."""

import re

import frictionless
import jsonschema
import pytest
from conftest import ROOT
from shipped import DESCRIPTOR, FIELDS, RESOURCES, SCHEMAS, profile


def test_the_official_profile_accepts_the_descriptor() -> None:
    jsonschema.validate(DESCRIPTOR, profile("datapackage"))


def test_the_official_profile_accepts_the_descriptor_with_its_schemas_in_place() -> None:
    whole = {**DESCRIPTOR, "resources": [{**item, "schema": SCHEMAS[name]} for name, item in RESOURCES.items()]}

    jsonschema.validate(whole, profile("datapackage"))


@pytest.mark.parametrize("table", SCHEMAS)
def test_the_official_profile_accepts_the_schema(table: str) -> None:
    jsonschema.validate(SCHEMAS[table], profile("tableschema"))


def test_frictionless_accepts_the_package() -> None:
    report = frictionless.Package(str(ROOT / "datapackage.json")).validate()

    assert report.flatten(["title", "rowNumber", "fieldName", "type", "message"]) == []


def test_the_descriptor_names_every_file_there_is_and_no_other() -> None:
    named = {resource[key] for resource in RESOURCES.values() for key in ("path", "schema")}
    there = {path.relative_to(ROOT).as_posix() for path in [*(ROOT / "data").iterdir(), *(ROOT / "schemas").iterdir()]}

    # Not a table of the package: where the ids of earlier versions went.
    assert there == named | {"data/retired.csv"}


def test_the_version_is_said_once_and_cited_alike() -> None:
    cited = re.findall(r"^version: \"(.+)\"$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert cited == [DESCRIPTOR["version"]]


@pytest.mark.parametrize("table", SCHEMAS)
def test_the_header_of_the_file_is_the_schema(table: str) -> None:
    header = (ROOT / RESOURCES[table]["path"]).read_text(encoding="utf-8").partition("\n")[0]

    assert header == ",".join(field["name"] for field in SCHEMAS[table]["fields"])


@pytest.mark.parametrize("table", SCHEMAS)
def test_every_table_has_a_key_and_says_what_a_row_is(table: str) -> None:
    assert SCHEMAS[table]["primaryKey"]
    assert RESOURCES[table]["title"]
    assert RESOURCES[table]["description"]


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_has_a_title_and_a_description(name: str) -> None:
    field = FIELDS[name]

    assert field["title"]
    assert field["description"].endswith(".")


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if "example" in field])
def test_the_example_of_every_field_is_a_valid_value(name: str) -> None:
    own = {key: value for key, value in FIELDS[name].items() if key in {"name", "type", "format", "constraints"}}
    reader = frictionless.Field.from_descriptor(own).create_cell_reader()
    example = FIELDS[name]["example"]

    _, notes = reader(str(example).lower() if isinstance(example, bool) else str(example))

    assert not notes


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if "enum" in field.get("constraints", {})])
def test_every_value_of_an_enumeration_is_described_once(name: str) -> None:
    field = FIELDS[name]

    assert [item["value"] for item in field["categories"]] == field["constraints"]["enum"]
    assert all(item["label"] and item["description"] for item in field["categories"])


@pytest.mark.parametrize("table", SCHEMAS)
def test_every_foreign_key_leads_to_a_primary_key(table: str) -> None:
    for key in SCHEMAS[table].get("foreignKeys", []):
        target = SCHEMAS[key["reference"].get("resource") or table]

        assert key["reference"]["fields"] in (target["primaryKey"], target["primaryKey"][0])
