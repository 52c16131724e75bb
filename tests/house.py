"""Small tables that declare the house's rules: what the tests of rules, canonical form and mending work on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ampere_data.curation.causes import DECLARED
from ampere_data.curation.rules import Curation
from ampere_data.tabular import causes
from ampere_data.tabular.check import check_table
from ampere_data.tabular.checked import Checked
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Package, Table
from ampere_data.tabular.reading import source_of
from ampere_data.tabular.rows import Rows
from ampere_data.tabular.schema import read_schema

ID = "[a-z0-9]+(-[a-z0-9]+)*"

SOURCES: dict[str, Any] = {
    "fields": [
        {"name": "source_id", "type": "string", "constraints": {"required": True, "pattern": "s[0-9]{3}"}},
        {"name": "characters", "type": "integer"},
    ],
    "primaryKey": ["source_id"],
    "canonical": True,
}

SUBJECTS: dict[str, Any] = {
    "fields": [
        {"name": "subject_id", "type": "string", "constraints": {"required": True, "pattern": ID}},
        {"name": "units", "type": "string", "list": {"separator": ";"}},
        {"name": "least", "type": "number"},
        {"name": "most", "type": "number"},
    ],
    "primaryKey": ["subject_id"],
    "canonical": True,
}

CLAIMS: dict[str, Any] = {
    "fields": [
        {"name": "claim_id", "type": "string", "constraints": {"required": True, "pattern": ID}},
        {
            "name": "subject",
            "type": "string",
            "constraints": {"pattern": ID},
            "measure": {"unit": "unit", "units": "units", "minimum": "least", "maximum": "most"},
        },
        {
            "name": "comparator",
            "type": "string",
            "constraints": {"enum": ["exactly", "about", "between"]},
            "range": {"value": "value", "valueTo": "value_to", "unit": "unit"},
        },
        {"name": "value", "type": "number"},
        {"name": "value_to", "type": "number"},
        {"name": "unit", "type": "string", "constraints": {"enum": ["cars", "share"]}},
        {"name": "told", "type": "string", "edtf": {"earliest": "told_earliest", "latest": "told_latest"}},
        {"name": "told_earliest", "type": "date"},
        {"name": "told_latest", "type": "date"},
        {"name": "next_id", "type": "string", "acyclic": True},
        {"name": "sure", "type": "boolean"},
        {"name": "note", "type": "string"},
        {
            "name": "source_ids",
            "type": "string",
            "list": {"separator": ";", "reference": {"resource": "sources", "fields": "source_id"}},
            "computed": "sources",
        },
    ],
    "primaryKey": ["claim_id"],
    "foreignKeys": [
        {"fields": ["subject"], "reference": {"resource": "subjects", "fields": ["subject_id"]}},
        {"fields": ["next_id"], "reference": {"fields": ["claim_id"]}},
    ],
    "canonical": True,
}

PASSAGES: dict[str, Any] = {
    "fields": [
        {"name": "source_id", "type": "string"},
        {"name": "start", "type": "integer"},
        {"name": "end", "type": "integer"},
    ],
    "primaryKey": ["source_id", "start"],
    "foreignKeys": [{"fields": ["source_id"], "reference": {"resource": "sources", "fields": ["source_id"]}}],
    "canonical": True,
    "span": {"start": "start", "end": "end", "resource": "sources", "fields": "source_id", "length": "characters"},
}

EVIDENCE: dict[str, Any] = {
    "fields": [
        *({"name": name, "type": "string"} for name in ("table", "record_id", "field", "value", "source_id")),
        {"name": "start", "type": "integer"},
        {"name": "end", "type": "integer"},
        *({"name": name, "type": "string"} for name in ("sha256", "exact", "basis", "note")),
    ],
    "primaryKey": ["table", "record_id", "field", "source_id", "start", "end"],
    "foreignKeys": [{"fields": ["source_id"], "reference": {"resource": "sources", "fields": ["source_id"]}}],
    "canonical": True,
    "span": {"start": "start", "end": "end", "resource": "sources", "fields": "source_id", "length": "characters"},
}

SCHEMAS = {"sources": SOURCES, "subjects": SUBJECTS, "claims": CLAIMS, "passages": PASSAGES, "evidence": EVIDENCE}

SUBJECT_ROWS = [
    {"subject_id": "margin", "units": "share"},
    {"subject_id": "mood"},
    {"subject_id": "output", "units": "cars;vans"},
]
SOURCE_ROWS = [{"source_id": "s000", "characters": "900"}, {"source_id": "s001", "characters": "500"}]


def names(table: str) -> list[str]:
    """The fields of a table."""
    return [field["name"] for field in SCHEMAS[table]["fields"]]


def claim(claim_id: str = "a", **cells: str) -> dict[str, str]:
    """A claim that keeps every rule, but for the cells given."""
    return {
        **dict.fromkeys(names("claims"), ""),
        "claim_id": claim_id,
        "subject": "output",
        "comparator": "about",
        "value": "5",
        "unit": "cars",
        "told": "2024-05",
        "told_earliest": "2024-05-01",
        "told_latest": "2024-05-31",
        "source_ids": "s000;s001",
        **cells,
    }


def proof(record_id: str = "a", source_id: str = "s000", **cells: str) -> dict[str, str]:
    """A proof of a cell of a claim."""
    plain = {
        "table": "claims",
        "record_id": record_id,
        "field": "value",
        "value": "5",
        "source_id": source_id,
        "start": "0",
        "end": "9",
    }
    return {**dict.fromkeys(names("evidence"), ""), **plain, "basis": "stated", **cells}


def package(folder: Path | None = None) -> Package:
    """The tables, lying in a folder if one is given."""
    tables = {}
    for name, schema in SCHEMAS.items():
        path = f"data/{name}.csv"
        tables[name] = Table(
            name, path, read_schema(schema, name), {"name": name, "path": path}, folder / path if folder else None
        )
    return Package({"name": "house"}, folder or Path(), tables)


def rows(table: str, *records: dict[str, str]) -> Rows:
    """Records as the reader gives them."""
    cells = [[record.get(name, "") for name in names(table)] for record in records]
    count = len(records)
    return Rows(package().tables[table], names(table), cells, list(range(2, count + 2)), list(range(2, count + 2)))


def csv_text(table: str, *records: dict[str, str]) -> str:
    """Records as canonical CSV."""
    text = io.StringIO()
    # Only CRLF makes every version of Python put quotes around a cell that holds a CR.
    for cells in (names(table), *([record.get(name, "") for name in names(table)] for record in records)):
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow(cells)
        text.write(line.getvalue().removesuffix("\r\n") + "\n")
    return text.getvalue()


# What any table is held to, and no rule of ours says.
STANDARD = {"type-error", "constraint-error", "primary-key", "source-error"}


def checked(rows: Rows) -> Checked:
    """Check rows in memory, and keep all of their columns."""
    return check_table(rows.table, (), Curation(), ["*"], source=source_of(rows.emptied()))


def check(package: Package, tables: Mapping[str, Rows]) -> list[Issue]:
    """Check what the rules of our schemas say of tables in memory."""
    known = {name: checked(rows) for name, rows in tables.items()}
    found = [issue for one in known.values() for issue in one.issues if issue.code not in STANDARD]
    return [*found, *Curation().check_together(package, known)]


def without_consequences(issues: Iterable[Issue]) -> list[Issue]:
    """Leave out what only follows from others, by all that our schemas declare."""
    return causes.without_consequences(issues, (*DECLARED, *causes.STANDARD))
