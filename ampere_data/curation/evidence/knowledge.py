"""What was known on a given day: the tables with only what the sources published by then tell.

A source counts from the latest day on which it can have been published. A cell is known once one of its proofs comes
from a source that counts, an item of a list once a proof of that item does, a record once any of its cells is known.
Prose, which needs no proof, is shown once every source of its record counts: it may tell what only the last one told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from ampere_data.curation.evidence import documents as texts
from ampere_data.curation.evidence import proofs as evidence
from ampere_data.curation.evidence.lexicon import Names, names_of, told_items
from ampere_data.curation.evidence.proofs import PUBLISHED, SOURCES, Proof, Records, cell_of, target_of
from ampere_data.tabular.package import Package, Table
from ampere_data.tabular.reading import read_rows as read
from ampere_data.tabular.rows import Rows
from ampere_data.words.reasons import Reason, together


def known(package: Package, name: str, as_of: str | date) -> Rows:
    """Return a table as it was known at the end of a day, as text.

    A record not yet known is left out. A cell not yet known is empty, or holds what its schema says such a cell holds
    at first (`initial`); so is a link to a record not yet known. Bounds go with their date, the list of sources holds
    those that are out, and our own descriptions are empty until the last source of their record is out. What needs no
    proof at all, such as a metric, is known once a known record leads to it.

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
    rows, issues = read(table)
    if rows is None:
        raise ValueError(Reason("table-unreadable", table=table.name, reason=together(issues)))
    return rows.emptied()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known of a package's tables.

    Attributes:
        tables: All tables as text.
        keyed: Those of them whose records have an id.
        names: What each record is called.
        published: The sources that count.
        every: The sources of each record's proofs, whether they count or not.
        proofs: The proofs of each cell that come from a source that counts.
        records: The records known, for each table whose records can be.
    """

    tables: Mapping[str, Rows]
    keyed: Mapping[str, Records]
    names: Names
    published: frozenset[str]
    every: Mapping[tuple[str, str], frozenset[str]]
    proofs: Mapping[tuple[str, str, str], list[Proof]]
    records: Mapping[str, frozenset[str]]

    def rows(self, name: str) -> Rows:
        """Return what is known of a table."""
        rows, keyed = self.tables[name], self.keyed.get(name)
        kept = []
        for index, row in enumerate(rows.cells):
            record = dict(zip(rows.labels, row, strict=True))
            if keyed is not None and record[keyed.key] not in self.records[name]:
                continue
            if keyed is not None and keyed.proven:
                kept.append((index, self._forget(keyed, record)))
            elif not self._dangling(rows.table, record):
                shown = self._recite(record) if name == evidence.TABLE else record
                kept += [(index, shown)] if shown else []
        return rows._replace(
            cells=[list(record.values()) for _, record in kept],
            lines=[rows.lines[index] for index, _ in kept],
            numbers=[rows.numbers[index] for index, _ in kept],
        )

    def _forget(self, known: Records, record: dict[str, str]) -> dict[str, str]:
        """Empty the cells of a record that are not yet known, those that follow from them, and prose told too early."""
        table, record_id = known.rows.table, record[known.key]
        found = dict(record)
        sources = self.every.get((table.name, record_id), frozenset())
        if table.name != texts.TABLE and not sources <= self.published:
            found |= dict.fromkeys(_prose(known), "")
        for name in known.proven:
            found[name] = self._recall(known, name, record[name], (table.name, record_id, name))
            if not found[name]:
                found |= {end: "" for end in known.fields[name].mapping("edtf").values() if end in found}
        for name in known.computed:
            if known.fields[name].descriptor["computed"] == SOURCES:
                found[name] = cell_of(known.fields[name], sources & self.published, {})
        for name in self._dangling(table, found):
            found[name] = ""
        return found

    def _recall(self, known: Records, field: str, cell: str, place: tuple[str, str, str]) -> str:
        """Return as much of a cell as its proofs tell that come from sources that count."""
        descriptor, telling = known.fields[field], self.proofs.get(place, [])
        if not cell:
            return ""
        if not telling:
            return str(descriptor.descriptor.get("initial", ""))
        if not descriptor.separator:
            return cell
        told = told_items(self.names, known, field, cell, telling)
        target = target_of(known.rows.table.schema, descriptor)
        if target and target[0] in self.records:
            told = [item for item in told if item in self.records[target[0]]]
        return descriptor.separator.join(told)

    def _recite(self, proof: dict[str, str]) -> dict[str, str] | None:
        """Return a proof with as much of its value as its cell shows, or None where the cell is not shown yet.

        A source that is out may prove what belongs to a later record, such as the date of a later source.
        """
        known, record_id = self.keyed.get(proof.get("table", "")), proof.get("record_id", "")
        field, value = proof.get("field", ""), proof.get("value", "")
        if known is None or record_id not in known.places or field not in known.proven:
            return proof  # it proves nothing that there is, which is a finding of its own
        table = known.rows.table
        if record_id not in self.records[table.name]:
            return None
        shown = self._recall(known, field, value, (table.name, record_id, field))
        hidden = (value and not shown) or self._dangling(table, {field: shown})
        return None if hidden else proof | {"value": shown}

    def _dangling(self, table: Table, record: Mapping[str, str]) -> list[str]:
        """Name the fields that lead to a record not yet known."""
        return [
            field
            for field, (target, _) in table.schema.links.items()
            if record.get(field) and target in self.records and record[field] not in self.records[target]
        ]


def learn(tables: Mapping[str, Rows], day: date) -> Knowledge:
    """Work out what is known on a day."""
    sources = tables.get(texts.TABLE)
    published = _published(sources, day) if sources is not None else frozenset()
    everything = evidence.read_proofs(tables[evidence.TABLE]) if evidence.TABLE in tables else []
    proofs: dict[tuple[str, str, str], list[Proof]] = defaultdict(list)
    every: dict[tuple[str, str], set[str]] = defaultdict(set)
    told: dict[str, set[str]] = defaultdict(set)
    for proof in everything:
        every[proof.cell[:2]].add(proof.source_id)
        if proof.source_id in published:
            proofs[proof.cell].append(proof)
            told[proof.table].add(proof.record_id)
    keyed = {name: known for name, rows in tables.items() if (known := evidence.read_records(rows))}
    records = {name: frozenset(told[name] & known.places.keys()) for name, known in keyed.items() if known.proven}
    if texts.TABLE in keyed:
        records[texts.TABLE] = published
    frozen = {record: frozenset(ids) for record, ids in every.items()}
    found = Knowledge(tables, keyed, names_of(keyed, everything), published, frozen, dict(proofs), records)
    return replace(found, records={**records, **_led_to(found)})


def _led_to(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """Tell of each table in which nothing is proven which of its records are known: those that known ones lead to.

    Of one that no table with proofs leads to, every record is.
    """
    unproven = {name: known for name, known in knowledge.keyed.items() if name not in knowledge.records}
    found: dict[str, set[str]] = {}
    for name in knowledge.records:
        leading = {field: target for field, (target, _) in knowledge.tables[name].table.schema.links.items()}
        fields = {field: target for field, target in leading.items() if target in unproven}
        rows = knowledge.rows(name) if fields else None
        for field, target in fields.items():
            if rows is not None and field in rows.labels:
                found.setdefault(target, set()).update(rows.column(field))
    return {name: frozenset(found.get(name, known.places.keys())) for name, known in unproven.items()}


def _prose(known: Records) -> list[str]:
    """Name the fields of a table that neither need a proof, nor follow from cells that do."""
    bounds = {end for field in known.fields.values() for end in field.mapping("edtf").values()}
    kept = {known.key, *known.proven, *known.computed, *bounds}
    return [name for name in known.fields if name not in kept]


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
