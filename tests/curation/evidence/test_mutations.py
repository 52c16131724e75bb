"""Change any single number, date or name in the data: it is found.

A whole column is changed at once, each cell by as little as can be, and every changed cell must have a finding of its
own: on its line, or on a proof of its record.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from revising import needed, revised, rows_of

from ampere_data.curation.rules import Curation
from ampere_data.curation.shipped import shipped

PROOF_PARTS = ("value", "sha256", "exact")
# A table of which nothing is proven is our own word: what is wrong with it is found where it is used.
PROVEN = [
    name
    for name, table in shipped().tables.items()
    if any(field.get("evidence") for field in table.schema.descriptor["fields"])
]
HELD = (*PROVEN, "passages", "evidence")
TABLES = shipped().tables
STANDING = ("evidence", "passages", "sources")


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


def unfound(documents: Path, table: str, name: str) -> list[str]:
    """Change a column in memory and tell which of the changed cells have no finding."""
    descriptor = shipped().table(table)
    field = next(field for field in descriptor.schema.descriptor["fields"] if field["name"] == name)
    changed: dict[int, dict[str, str]] = {}

    def rewrite(labels: list[str], cells: list[list[str]]) -> None:
        at = labels.index(name)
        for line, row in enumerate(cells, start=2):
            if row[at]:
                changed[line] = dict(zip(labels, row, strict=True))
                row[at] = change(row[at], field)

    # What is proven by others says nothing of this table, unless it holds what they stand on.
    names = frozenset(TABLES if table in STANDING else needed(table).union(STANDING))
    report = revised(table, rewrite, names, Curation(documents))

    proofs = dict(zip(rows_of("evidence").lines, rows_of("evidence").records(), strict=True))
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
def test_every_changed_number_date_and_name_is_found(documents: Path, table: str, name: str) -> None:
    assert unfound(documents, table, name) == []


@pytest.mark.parametrize(
    ("table", "name"),
    [(table, name) for table, name in bearing_fields() if table not in ("evidence", "passages", "sources")],
)
def test_it_is_found_without_the_documents(tmp_path: Path, table: str, name: str) -> None:
    assert unfound(tmp_path, table, name) == []
