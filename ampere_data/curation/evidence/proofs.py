"""The rows of the table `evidence`: each proves one cell of one record by the words of one source.

What a schema says of proofs is read here, and so is what follows from them: the sources of a record, and the first day
by which one of these was out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ampere_data.curation import edtf as dates
from ampere_data.curation import spelling
from ampere_data.curation.evidence.selectors import Span
from ampere_data.curation.extension import WANTED
from ampere_data.tabular.rows import Rows
from ampere_data.tabular.schema import Field, Schema

TABLE = "evidence"
COLUMNS = WANTED[TABLE]
LONGEST_EXACT = 60
STATED = "stated"
NORMALISED = "normalised"
INFERRED = "inferred"
# What a field may declare as `computed`: the sources of a record's proofs, and the first day by which one was out.
SOURCES = "sources"
KNOWN_FROM = "known-from"
COMPUTED = (SOURCES, KNOWN_FROM)
PUBLISHED = "published_latest"
# What is wrong where a cell is not what follows.
CODES = {SOURCES: "source-ids-mismatch", KNOWN_FROM: "known-from-mismatch"}

_OFFSET = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Proof:
    """One row of `evidence`.

    Attributes:
        row: Its place among the rows of the table.
        table: The table of the cell.
        record_id: The record of the cell, by its primary key.
        field: The field of the cell.
        value: The cell, whole, as it was when it was proven.
        source_id: The source that tells it.
        span: Where in the document it is told, None where the offsets are no numbers.
        sha256: The digest of the words that stand there.
        exact: The figure, name, date or word as printed, empty where nothing short is.
        basis: How the value follows from the print: `stated`, `normalised` or `inferred`.
        note: How it was worked out.
    """

    row: int
    table: str
    record_id: str
    field: str
    value: str
    source_id: str
    span: Span | None
    sha256: str
    exact: str
    basis: str
    note: str

    @property
    def cell(self) -> tuple[str, str, str]:
        """The cell that it proves."""
        return self.table, self.record_id, self.field


def read_proofs(rows: Rows) -> list[Proof]:
    """Read the rows of `evidence`; a table that lacks one of its columns holds no proofs."""
    if not set(COLUMNS) <= set(rows.labels):
        return []
    columns = [rows.column(name) for name in COLUMNS]
    return [
        Proof(row, table, record, field, value, source, _span(start, end), *rest)
        for row, (table, record, field, value, source, start, end, *rest) in enumerate(zip(*columns, strict=True))
    ]


def _span(start: str, end: str) -> Span | None:
    if _OFFSET.fullmatch(start) and _OFFSET.fullmatch(end):
        return Span(int(start), int(end))
    return None


@dataclass(frozen=True, slots=True)
class Records:
    """A table's records by their primary key, and what its schema says of evidence.

    Attributes:
        rows: The rows of the table.
        key: The field that is the primary key.
        places: For each record id, its place among the rows; of two with one id, the first.
        fields: The fields of the schema by name, those only that the table has a column for.
    """

    rows: Rows
    key: str
    places: Mapping[str, int]
    fields: Mapping[str, Field]

    def cell(self, record_id: str, field: str) -> str:
        """Return the text of a cell."""
        return self.rows.cells[self.places[record_id]][self.rows.labels.index(field)]

    def records(self) -> Iterator[tuple[int, str]]:
        """Give the place and id of each row."""
        return enumerate(self.rows.column(self.key))

    @property
    def proven(self) -> list[str]:
        """The fields whose cells need proof."""
        return [name for name, field in self.fields.items() if field.descriptor.get("evidence") is True]

    @property
    def computed(self) -> list[str]:
        """The fields that follow from the sources of a record's proofs."""
        return [name for name, field in self.fields.items() if is_computed(field)]


def read_records(rows: Rows) -> Records | None:
    """Index a table by its primary key; None where that is not a single field with a column."""
    key = rows.table.schema.primary_key
    if len(key) != 1 or key[0] not in rows.labels:
        return None
    places: dict[str, int] = {}
    for place, record_id in enumerate(rows.column(key[0])):
        places.setdefault(record_id, place)
    fields = {name: field for name, field in rows.table.schema.by_name.items() if name in rows.labels}
    return Records(rows, key[0], places, fields)


def target_of(schema: Schema, field: Field) -> tuple[str, str] | None:
    """Tell to which field of which table a field leads, by a foreign key or as a list; None where it leads nowhere."""
    reference = listing(field).get("reference")
    if not isinstance(reference, Mapping):
        return schema.links.get(field.name)
    named = reference.get("fields", "")
    return str(reference.get("resource") or schema.table), named if isinstance(named, str) else "".join(named)


def is_computed(field: Field) -> bool:
    """Tell whether a field follows from the sources of a record's proofs."""
    return field.descriptor.get("computed") in COMPUTED


def listing(field: Field) -> Mapping[str, Any]:
    """Return what a field declares of the items of its cells, nothing where a cell holds one value."""
    return field.mapping("list")


def items(field: Field, cell: str) -> list[str]:
    """Split a cell into its items; a cell of one value is its own item, an empty one has none."""
    if not cell:
        return []
    return cell.split(field.separator) if field.separator else [cell]


def cell_of(field: Field, sources: Collection[str], days: Mapping[str, str]) -> str:
    """Return what a computed field holds for a record that some sources prove.

    Args:
        field: The field.
        sources: The sources of the record's proofs.
        days: The day by which each source was out at the latest.
    """
    if field.descriptor["computed"] == SOURCES:
        return (field.separator or ";").join(sorted(sources))
    return min(filter(None, (days.get(source) for source in sources)), default="")


def known_days(sources: Rows) -> dict[str, str | None]:
    """Tell by which day each source was out at the latest: empty where nobody dates it, None where its cells disagree.

    Where they do not, that is a finding of its own, and nothing is to be computed from them.
    """
    if not {"source_id", PUBLISHED} <= set(sources.labels):
        return {}
    dated = (one.name for one in sources.table.schema.fields if one.mapping("edtf").get("latest") == PUBLISHED)
    name = next(dated, None)
    texts = sources.column(name) if name in sources.labels else [None] * len(sources.cells)
    rows = zip(sources.column("source_id"), texts, sources.column(PUBLISHED), strict=True)
    return {source: day if _agree(text, day) else None for source, text, day in rows}


def _agree(text: str | None, day: str) -> bool:
    """Tell whether a day is the last that a date in EDTF can mean; without such a date, whether it is a day at all."""
    if text is None:
        return not day or spelling.is_iso(day)
    try:
        latest = dates.bounds(text)[1] if text else None
    except dates.EdtfError:
        return False
    return day == (latest.isoformat() if latest else "")
