"""The extension: its minimal package is sound, each change that its page names is found, and its JSON Schema agrees."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import EXTENSION, ROOT
from referencing import Registry, Resource
from saying import validate

from ampere_data.curation import extension
from ampere_data.curation.evidence.proofs import COLUMNS
from ampere_data.tabular.descriptors import _profile, dereferenced
from ampere_data.tabular.package import open_package

EXAMPLE = ROOT / "docs" / "examples" / "proven"

SCHEMA = json.loads((ROOT / "ampere_data" / "curation" / extension.FILE).read_text(encoding="utf-8"))
# Each row of the page's table: file, what stands there, what is written instead, and the code that is found.
BROKEN = re.findall(r"^\| `([\w./]+)` \| `(.+?)` \| `(.+?)` \| `([a-z-]+)` \|$", EXTENSION, re.MULTILINE)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "proven"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new, 1).encode())


def described(package: Path) -> dict[str, Any]:
    """Give the descriptor with its schemas in place of their paths."""
    opened = open_package(package)
    return {**opened.descriptor, "resources": [dereferenced(table) for table in opened.tables.values()]}


def fits(descriptor: dict[str, Any]) -> bool:
    """Hold a descriptor against the extension, and with it against the standard's own profile."""
    address = SCHEMA["allOf"][0]["$ref"]
    registry: Registry[Any] = Registry().with_resource(address, Resource.from_contents(_profile("2.0")))
    return not list(jsonschema.Draft7Validator(SCHEMA, registry=registry).iter_errors(descriptor))


def test_the_minimal_package_is_sound_and_every_proof_of_it_was_read_again() -> None:
    report = validate(EXAMPLE, require_documents=True)

    assert report.issues == ()
    assert report.counts["proven"] == report.counts["provable"] == report.counts["reread"] > 0
    assert not report.unverified


def test_the_extension_is_named() -> None:
    report = validate(EXAMPLE)

    assert report.extension == SCHEMA["title"] == extension.NAME
    assert extension.NAME in "".join(report.summary("en"))
    assert extension.NAME in "".join(report.summary("fr"))
    assert report.to_dict()["extension"] == extension.NAME
    assert "profiles_unchecked" not in report.counts


@pytest.mark.parametrize(("file", "old", "new", "code"), BROKEN, ids=[f"{code}-{new}" for _, _, new, code in BROKEN])
def test_each_change_that_the_page_names_is_found(package: Path, file: str, old: str, new: str, code: str) -> None:
    edit(package / file, old, new)

    assert code in validate(package).codes


def test_the_page_names_some() -> None:
    assert len(BROKEN) > 12
    assert {file for file, *_ in BROKEN} > {"datapackage.json", "data/evidence.csv", "seeds/eckmuhl.txt"}


def test_the_json_schema_is_one_and_takes_the_minimal_package() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)

    assert fits(described(EXAMPLE))


@pytest.mark.parametrize(
    ("old", "new"),
    [(old, new) for file, old, new, _ in BROKEN if file == "datapackage.json" and "Key" not in old]
    + [('"name": "characters"', '"name": "signs"'), ('"edtf": true', '"edtf": 1'), ('"path": "data/e', '"pfad": "d')],
)
def test_the_json_schema_refuses_what_the_validator_refuses(package: Path, old: str, new: str) -> None:
    edit(package / "datapackage.json", old, new)

    assert not validate(package).valid
    assert not fits(described(package))


def test_the_json_schema_wants_the_fields_that_the_rules_do() -> None:
    for name, fields in extension.WANTED.items():
        wanted = SCHEMA["definitions"][name]["properties"]["schema"]["properties"]["fields"]["allOf"]
        assert tuple(one["contains"]["properties"]["name"]["const"] for one in wanted) == fields
    assert extension.WANTED["evidence"] == COLUMNS


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("https://example.org/a/b/proven-data-package-1.0.json", extension.NAME),
        ("proven-data-package-1.0.json", extension.NAME),
        ("https://example.org/proven-data-package-2.0.json", ""),
        ("https://example.org/unproven-data-package-1.0.json", ""),
    ],
)
def test_it_is_known_by_the_name_of_its_file_and_another_profile_is_said_not_to_be_held(
    package: Path, said: str, name: str
) -> None:
    edit(package / "datapackage.json", "https://example.org/proven-data-package-1.0.json", said)

    report = validate(package)

    assert report.extension == name
    assert ("profiles_unchecked" in report.counts) == (not name)


@pytest.mark.parametrize("said", [1, None, ["proven-data-package-1.0.json"]])
def test_what_is_no_address_declares_nothing(said: object) -> None:
    assert not extension.is_declared({"$schema": said})


def test_where_it_is_declared_a_schema_without_properties_of_it_is_held_to_it_too(package: Path) -> None:
    edit(package / "datapackage.json", '{"name": "title", "type": "string"}', '{"name": "title", "titel": "Titel"}')

    (issue,) = validate(package).issues
    assert (issue.code, issue.table, issue.field, issue.params["name"]) == ("schema-error", "sources", "title", "titel")

    edit(package / "datapackage.json", extension.FILE, "other.json")
    assert validate(package).valid


@pytest.mark.parametrize(
    "place", ['"name": "steps"', '"primaryKey": ["lighthouse_id"]', '"title": "One'], ids=["field", "schema", "package"]
)
def test_what_has_a_prefix_belongs_to_somebody_else(package: Path, place: str) -> None:
    edit(package / "datapackage.json", place, f'"dc:subject": "lighthouses", {place}')

    assert validate(package).valid
    assert fits(described(package))


def test_a_cell_that_is_to_be_proven_wants_the_tables_of_proofs_though_nothing_is_declared(package: Path) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    del descriptor["$schema"]
    descriptor["resources"] = descriptor["resources"][:1]
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")

    issues = validate(package).issues

    assert [(issue.code, issue.detail, issue.params["name"]) for issue in issues] == [
        ("resource-error", "proofs", "evidence"),
        ("resource-error", "proofs", "sources"),
    ]


def test_a_primary_key_of_several_fields_or_none_cannot_be_proven_by(package: Path) -> None:
    edit(package / "datapackage.json", '"primaryKey": ["lighthouse_id"]', '"title": "Lighthouses"')

    assert [(issue.code, issue.detail) for issue in validate(package).issues if issue.detail.startswith("proofs")] == [
        ("schema-error", "proofs-key/none")
    ]


def test_a_figure_that_french_does_not_write_so_is_stated(package: Path) -> None:
    text = "307 is printed. So is 12.5 m."
    digest = hashlib.sha256(text.encode()).hexdigest()
    edit(package / "datapackage.json", '"integer", "evidence"', '"number", "evidence"')
    edit(package / "data" / "lighthouses.csv", "307", "12.5")
    rows = [line.split(",") for line in (package / "data" / "evidence.csv").read_text("utf-8").splitlines()]
    rows[3][3:9] = ["12.5", "s2", "0", str(len(text)), digest, "12.5"]
    (package / "data" / "evidence.csv").write_text("".join(f"{','.join(row)}\n" for row in rows), encoding="utf-8")
    (package / "seeds" / "note.txt").write_bytes(text.encode())
    with (package / "data" / "sources.csv").open("a", encoding="utf-8") as sources:
        sources.write(f"s2,A note,note.txt,{digest},{len(text)}\n")

    (issue,) = validate(package).issues
    assert (issue.code, issue.hint) == ("unparsed", "stated-instead")
    assert "“stated”" in issue.advice("en")
    assert "« stated »" in issue.advice("fr").replace("\u00a0", " ")

    edit(package / "data" / "evidence.csv", "12.5,normalised", "12.5,stated")
    assert validate(package).valid


def test_the_proofs_can_be_checked_without_the_program(package: Path) -> None:
    script = ROOT / "docs" / "examples" / "verify.py"

    def verify() -> subprocess.CompletedProcess[str]:
        environment = {"AMPERE_DATA_DOCUMENTS": "seeds", "PYTHONUTF8": "1"}
        command = [sys.executable, "-I", str(script)]
        return subprocess.run(command, cwd=package, env=environment, capture_output=True, text=True, check=False)

    assert verify().stdout == "3 proofs hold\n"

    edit(package / "seeds" / "eckmuhl.txt", "307 marches", "308 marches")
    assert "AssertionError" in verify().stderr
