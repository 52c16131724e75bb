"""What was known on a given day: the tables with only what the sources published by then tell.

A source counts from the latest day on which it can have been published. A cell is known once one of its proofs comes
from a source that counts, an item of a list once a proof of that item does, a record once any of its cells is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from ampere_data.files.reading import Rows, read
from ampere_data.notation.french import same
from ampere_data.package import Package, Table
from ampere_data.proving import documents as texts
from ampere_data.proving import proofs as evidence
from ampere_data.proving.proofs import Proof, Records, items, links, listing
from ampere_data.reasons import Reason, together

PUBLISHED = "published_latest"


def known(package: Package, name: str, as_of: str | date) -> Rows:
    """Return a table as it was known at the end of a day, as text.

    A record not yet known is left out. A cell not yet known is empty, or holds what its schema says such a cell holds
    at first (`initial`); so is a link to a record not yet known. What is computed from a cell or from the proofs goes
    with them; what needs no proof, such as our own descriptions, stays.

    Args:
        package: The package.
        name: The table.
        as_of: The day, as a date, a Timestamp or text such as `2023-06-30`.

    Raises:
        UnknownName: There is no such table; the error names the nearest ones.
        TypeError: `as_of` is neither a date nor a text.
        ValueError: `as_of` is not a day, or a table cannot be read.
    """
    table = package.table(name)
    knowledge = learn({key: read_rows(found) for key, found in package.tables.items() if found.tabular}, as_day(as_of))
    return knowledge.rows(table.name)


def as_day(value: object) -> date:
    """Read a day from a date, a date with time, a Timestamp or a text such as `2023-06-30`.

    Raises:
        TypeError: It is neither a date nor a text.
        ValueError: It is not a day.
    """
    if isinstance(value, datetime):
        if value != value:  # noqa: PLR0124 - so it is with NaT, which has no day
            raise ValueError(Reason("not-a-day", said=repr(value)))
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise TypeError(Reason("not-a-day", said=type(value).__name__))
    found = _day(value)
    if found is None:
        raise ValueError(Reason("not-a-day", said=repr(value)))
    return found


def read_rows(table: Table) -> Rows:
    """Read a table's file as text.

    Raises:
        ValueError: The table has no file, or one that cannot be read.
    """
    if table.file is None:
        raise ValueError(Reason("table-without-file", table=table.name))
    rows, issues = read(table, table.file.read_bytes())
    if rows is None:
        raise ValueError(Reason("table-unreadable", table=table.name, reason=together(issues)))
    return rows.emptied()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known of a package's tables.

    Attributes:
        tables: All tables as text.
        sources: The sources that count.
        proofs: The proofs of each cell that come from a source that counts.
        records: The records known, for each table whose records can be.
    """

    tables: Mapping[str, Rows]
    sources: frozenset[str]
    proofs: Mapping[tuple[str, str, str], list[Proof]]
    records: Mapping[str, frozenset[str]]

    def rows(self, name: str) -> Rows:
        """Return what is known of a table."""
        rows = self.tables[name]
        keyed = evidence.read_records(rows)
        learned = keyed is not None and bool(keyed.proven) and name != texts.TABLE
        kept = []
        for index, row in enumerate(rows.cells):
            record = dict(zip(rows.labels, row, strict=True))
            if keyed is not None and record[keyed.key] not in self.records.get(name, frozenset()):
                continue
            if keyed is not None and learned:
                kept.append((index, self._forget(keyed, record)))
            elif not self._dangling(rows.table, record):
                kept.append((index, record))
        return replace(
            rows,
            cells=[list(record.values()) for _, record in kept],
            lines=[rows.lines[index] for index, _ in kept],
            numbers=[rows.numbers[index] for index, _ in kept],
        )

    def _forget(self, known: Records, record: dict[str, str]) -> dict[str, str]:
        """Empty the cells of a record that are not yet known, and those that are computed from them."""
        table, record_id = known.rows.table, record[known.key]
        found = dict(record)
        for name in known.proven:
            field = known.fields[name]
            found[name] = self._recall(field, record[name], self.proofs.get((table.name, record_id, name), []))
            bounds = field.get("edtf")
            if not found[name] and isinstance(bounds, dict):
                found |= {end: "" for end in bounds.values() if end in found}
        for name in known.computed:
            telling = {
                proof.source_id for field in known.proven for proof in self._telling(table.name, record_id, field)
            }
            found[name] = listing(known.fields[name])["separator"].join(sorted(telling))
        for name in self._dangling(table, found):
            found[name] = ""
        return found

    def _telling(self, table: str, record_id: str, field: str) -> list[Proof]:
        return self.proofs.get((table, record_id, field), [])

    def _recall(self, field: Mapping[str, Any], cell: str, proofs: Iterable[Proof]) -> str:
        """Return as much of a cell as the proofs tell."""
        telling = list(proofs)
        if not cell:
            return ""
        if not telling:
            return str(field.get("initial", ""))
        separator = listing(field).get("separator")
        if not separator or any(not proof.exact for proof in telling):
            return cell
        return str(separator).join(
            item for item in items(field, cell) if any(same(proof.exact, item) for proof in telling)
        )

    def _dangling(self, table: Table, record: Mapping[str, str]) -> list[str]:
        """Name the fields that lead to a record not yet known."""
        return [
            field
            for field, (target, _) in links(table).items()
            if record.get(field) and target in self.records and record[field] not in self.records[target]
        ]


def learn(tables: Mapping[str, Rows], day: date) -> Knowledge:
    """Work out what is known on a day."""
    sources = tables.get(texts.TABLE)
    published = _published(sources, day) if sources is not None else frozenset()
    proofs: dict[tuple[str, str, str], list[Proof]] = defaultdict(list)
    for proof in evidence.read_proofs(tables[evidence.TABLE]) if evidence.TABLE in tables else []:
        if proof.source_id in published:
            proofs[proof.cell].append(proof)
    told = defaultdict(set)
    for table, record_id, _ in proofs:
        told[table].add(record_id)
    records = {}
    for name, rows in tables.items():
        keyed = evidence.read_records(rows)
        if keyed is not None:
            everything = keyed.places.keys()
            records[name] = (
                published if name == texts.TABLE else told[name] & everything if keyed.proven else everything
            )
    return Knowledge(tables, published, dict(proofs), {name: frozenset(found) for name, found in records.items()})


def _published(sources: Rows, day: date) -> frozenset[str]:
    if PUBLISHED not in sources.labels:
        return frozenset()
    days = zip(sources.column("source_id"), sources.column(PUBLISHED), strict=True)
    return frozenset(source for source, text in days if (latest := _day(text)) is not None and latest <= day)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 and text[4] == "-" else None  # noqa: PLR2004 - YYYY-MM-DD
    except ValueError:
        return None
