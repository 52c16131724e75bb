"""Where a record comes from, and how a promise was told and told anew, as frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ampere_data.curation.evidence import documents as texts
from ampere_data.curation.evidence import knowledge
from ampere_data.curation.evidence import proofs as proving
from ampere_data.curation.evidence.proofs import Proof, Records, links
from ampere_data.frames import TableName, frame_of
from ampere_data.tabular.package import Package, Table, UnknownName, shipped
from ampere_data.tabular.rows import Rows
from ampere_data.words.reasons import Reason

if TYPE_CHECKING:
    import pandas as pd

_MEASURES = ("sha256", "characters")  # what tells a document from another, and nothing to its reader


def evidence(table: TableName | str, record_id: str, *, package: Package | None = None) -> pd.DataFrame:
    """Tell where each cell of a record comes from.

    Args:
        table: The table.
        record_id: The record, by its primary key.
        package: The package, if not the one that travels with this module.

    Returns:
        One row per proof, in the order of the table's fields: `field`, `value` (the cell as it was when it was proven),
        `exact` (what is printed), `basis`, `note`, `source_id`, `start`, `end`, `sha256`, then the bibliography of the
        source.

    Raises:
        UnknownName: There is no such table or record; the error names the nearest ones.

    Example:
        >>> import ampere_data as ad
        >>> ad.evidence("entities", "ampere")["field"].iloc[0]
        'name'
    """
    package = package or shipped()
    known = _records(package, table)
    if record_id not in known.places:
        raise UnknownName("record", record_id, list(known.places), now=package.moved(str(table), record_id))
    rows = knowledge.read_rows(package.table(proving.TABLE))
    order = list(known.fields)
    proofs = [
        proof
        for proof in proving.read_proofs(rows)
        if (proof.table, proof.record_id) == (table, record_id) and proof.field in order
    ]
    proofs.sort(key=lambda proof: (order.index(proof.field), proof.source_id, proof.row))
    frame = frame_of(pick(rows, (proof.row for proof in proofs)))
    columns = ["field", "value", "exact", "basis", "note", "source_id", "start", "end", "sha256"]
    sources = frame_of(knowledge.read_rows(package.table(texts.TABLE))).drop(columns=list(_MEASURES), errors="ignore")
    return frame[columns].merge(sources, on="source_id", how="left")


def history(entity: str, metric: str, *, package: Package | None = None) -> pd.DataFrame:
    """Tell what was claimed of one metric of one entity, in the order in which it was claimed.

    Claims are the records of every table whose schema leads to a metric and says what that measures (`measure`): what
    was promised, and what was reported.

    Args:
        entity: The entity, by its id.
        metric: The metric.
        package: The package, if not the one that travels with this module.

    Returns:
        One row per claim: `known_from` (the day by which a source of it was out at the latest), `table`, `record_id`,
        `exact` (the value as printed, in every source that prints it; of a claim without a value its time, or its
        metric), then the other columns of its table.

    Raises:
        UnknownName: There is no such entity or metric; the error names the nearest ones.

    Example:
        >>> import ampere_data as ad
        >>> list(ad.history("ampere", "employees").columns[:4])
        ['known_from', 'table', 'record_id', 'exact']
    """
    import pandas as pd

    package = package or shipped()
    proofs = _proofs_by_cell(package)
    known_entities: list[str] = []
    known_metrics: list[str] = []
    frames = []
    for table in package.tables.values():
        metric_field, whom, since = _metric(table), subject(table), _since(table)
        if metric_field is None or whom is None or since is None:
            continue
        known = _records(package, table.name)
        known_metrics += _records(package, metric_field[1]).places
        known_entities += _records(package, whom[1]).places
        rows = known.rows
        wanted = zip(rows.column(whom[0]), rows.column(metric_field[0]), strict=True)
        places = [place for place, found in enumerate(wanted) if found == (entity, metric)]
        frames.append(_claims(known, places, metric_field[0], since, proofs))
    for kind, name, names in (("entity", entity, known_entities), ("metric", metric, known_metrics)):
        if name not in names:
            raise UnknownName(kind, name, list(dict.fromkeys(names)))
    told = [frame for frame in frames if len(frame)] or frames[:1]
    frame = pd.concat(told, ignore_index=True)
    return frame.sort_values(frame.columns[0], kind="stable", na_position="last", ignore_index=True)


def _claims(
    known: Records, places: list[int], metric: str, since: str, proofs: Mapping[tuple[str, str, str], list[Proof]]
) -> pd.DataFrame:
    """Give some records of one table as claims."""
    table = known.rows.table
    frame = frame_of(pick(known.rows, places))
    ids = frame.pop(known.key)
    told = [name for name in (*_values(table), *_times(table), metric) if name in known.fields]
    printed = []
    for record_id in ids:
        prints = [
            [proof.exact for proof in proofs.get((table.name, record_id, name), []) if proof.exact] for name in told
        ]
        printed.append("; ".join(dict.fromkeys(next(filter(None, prints), []))))
    frame.insert(0, "exact", printed)
    frame["exact"] = frame["exact"].astype(ids.dtype)
    frame.insert(0, "record_id", ids)
    frame.insert(0, "table", table.name)
    frame["table"] = frame["table"].astype(ids.dtype)
    frame.insert(0, since, frame.pop(since))
    return frame


def _metric(table: Table) -> tuple[str, str] | None:
    """Find what a claim measures: the link that declares `measure`; its field, and the table that it leads to."""
    measured = {field["name"] for field in table.fields if field.get("measure")}
    return next(((field, target) for field, (target, _) in links(table).items() if field in measured), None)


def _since(table: Table) -> str | None:
    """Find the field that tells from when a claim was known."""
    return next((str(field["name"]) for field in table.fields if field.get("computed") == proving.KNOWN_FROM), None)


def subject(table: Table) -> tuple[str, str] | None:
    """Find whom a claim is about: the link called like the key that it leads to; its field and table."""
    return next(((field, target) for field, (target, key) in links(table).items() if field == key), None)


def _values(table: Table) -> list[str]:
    """Name the field of a claim's value."""
    spans = [field["range"] for field in table.fields if isinstance(field.get("range"), dict)]
    return [str(span["value"]) for span in spans if "value" in span]


def _times(table: Table) -> list[str]:
    """Name the EDTF fields of a claim."""
    return [field["name"] for field in table.fields if field.get("edtf")]


def _records(package: Package, name: str) -> Records:
    rows = knowledge.read_rows(package.table(name))
    known = proving.read_records(rows)
    if known is None:
        raise ValueError(Reason("table-without-key", table=name))
    return known


def _proofs_by_cell(package: Package) -> dict[tuple[str, str, str], list[Proof]]:
    found: dict[tuple[str, str, str], list[Proof]] = {}
    if proving.TABLE in package.tables:
        for proof in proving.read_proofs(knowledge.read_rows(package.table(proving.TABLE))):
            found.setdefault(proof.cell, []).append(proof)
    return found


def pick(rows: Rows, places: Iterable[int]) -> Rows:
    """Keep only the rows in some places."""
    kept = list(places)
    return replace(
        rows,
        cells=[rows.cells[place] for place in kept],
        lines=[rows.lines[place] for place in kept],
        numbers=[rows.numbers[place] for place in kept],
    )
