"""Change any single number, date or name in the data: it is found.

A whole column is changed at once, each cell by as little as can be, and every changed cell must have a finding of its
own: on its line, or on a proof of its record.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from saying import validate

from ampere_data.curation.shipped import shipped

PROOF_PARTS = ("value", "sha256", "exact")
# A table of which nothing is proven is our own word: what is wrong with it is found where it is used.
PROVEN = [
    name
    for name, table in shipped().tables.items()
    if any(field.get("evidence") for field in table.schema.descriptor["fields"])
]
HELD = (*PROVEN, "passages", "evidence")


def bearing_fields() -> Iterator[tuple[str, str]]:
    """Give each field that holds numbers, dates or names, of each table."""
    for table in shipped().tables.values():
        links = {name for key in table.schema.descriptor.get("foreignKeys", []) for name in key["fields"]}
        for field in table.schema.descriptor["fields"]:
            measured = field["type"] in ("number", "integer", "date") or field.get("edtf")
            named = field.get("evidence") and not field.get("categories") and field["name"] not in links
            key = (field["name"],) == table.schema.primary_key
            if table.name in HELD and (measured or named or key or field["name"] in PROOF_PARTS):
                yield table.name, field["name"]


def change(text: str, field: dict[str, Any]) -> str:
    """Change a cell by as little as can be, so that it still has the form that its field asks for."""
    if field["type"] == "date" or field.get("edtf"):
        year = re.findall(r"[0-9]{4}", text)[-1]
        return f"{int(year) + 1}".join(text.rsplit(year, 1))
    if field["type"] in ("number", "integer"):
        return text[:-1] + ("8" if text[-1] == "9" else str(int(text[-1]) + 1))
    return text[:-1] + ("b" if text[-1] == "a" else "a")


def rewrite(path: Path, name: str, field: dict[str, Any]) -> dict[int, dict[str, str]]:
    """Change every cell of a column; return the changed records, as they were, by line."""
    with path.open(encoding="utf-8", newline="") as stream:
        records = list(csv.DictReader(stream))
    changed = {line: dict(record) for line, record in enumerate(records, start=2) if record[name]}
    for line in changed:
        records[line - 2][name] = change(records[line - 2][name], field)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(records[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
    return changed


def unfound(package: Path, documents: Path | None, table: str, name: str) -> list[str]:
    """Change a column of a copy and tell which of the changed cells have no finding."""
    descriptor = shipped().table(table)
    field = next(field for field in descriptor.schema.descriptor["fields"] if field["name"] == name)
    changed = rewrite(package / "data" / f"{table}.csv", name, field)
    with (package / "data" / "evidence.csv").open(encoding="utf-8", newline="") as stream:
        proofs = dict(enumerate(csv.DictReader(stream), start=2))

    report = validate(package, documents=documents)

    lines = {issue.line for issue in report.issues if issue.table == table}
    found = [proofs[issue.line] for issue in report.issues if issue.table == "evidence" and issue.line]
    proven = {(proof["table"], proof["record_id"]) for proof in found}
    told = {(issue.table, issue.params.get("record")) for issue in report.issues if issue.code == "evidence-value"}
    key = descriptor.schema.primary_key[0]
    silent = {line: record for line, record in changed.items() if line not in lines}
    if table == "evidence":  # that no proof holds what a cell is, is said of the cell
        return [record[key] for record in silent.values() if (record["table"], record["record_id"]) not in told]
    return [record[key] for record in silent.values() if (table, record[key]) not in proven]


@pytest.mark.parametrize(("table", "name"), list(bearing_fields()))
def test_every_changed_number_date_and_name_is_found(package: Path, documents: Path, table: str, name: str) -> None:
    assert unfound(package, documents, table, name) == []


@pytest.mark.parametrize(
    ("table", "name"),
    [(table, name) for table, name in bearing_fields() if table not in ("evidence", "passages", "sources")],
)
def test_it_is_found_without_the_documents(package: Path, tmp_path: Path, table: str, name: str) -> None:
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()

    assert unfound(package, nowhere, table, name) == []
