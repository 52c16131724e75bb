"""Where a record comes from, and how a promise was told and told anew, as frames."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ampere_data.curation.evidence import documents as texts
from ampere_data.curation.evidence import knowledge
from ampere_data.curation.evidence import proofs as proving
from ampere_data.curation.evidence.proofs import Proof, Records
from ampere_data.curation.shipped import moved, shipped
from ampere_data.frames import frame_of
from ampere_data.tabular.errors import UnknownName
from ampere_data.tabular.package import Package
from ampere_data.tabular.schema import Schema
from ampere_data.words.reasons import Reason

if TYPE_CHECKING:
    import pandas as pd

    from ampere_data.names import EntityId, MetricId, TableName

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
        raise UnknownName("record", record_id, list(known.places), now=moved(package, str(table), record_id))
    rows, order = knowledge.read_rows(package.table(proving.TABLE)), list(known.fields)
    proofs = [
        proof
        for proof in proving.read_proofs(rows)
        if (proof.table, proof.record_id) == (table, record_id) and proof.field in order
    ]
    proofs.sort(key=lambda proof: (order.index(proof.field), proof.source_id, proof.row))
    frame = frame_of(rows.pick(proof.row for proof in proofs))
    columns = ["field", "value", "exact", "basis", "note", "source_id", "start", "end", "sha256"]
    sources = frame_of(knowledge.read_rows(package.table(texts.TABLE))).drop(columns=list(_MEASURES), errors="ignore")
    return frame[columns].merge(sources, on="source_id", how="left")


def history(entity: EntityId | str, metric: MetricId | str, *, package: Package | None = None) -> pd.DataFrame:
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
    proofs: dict[tuple[str, str, str], list[Proof]] = {}
    if proving.TABLE in package.tables:
        for proof in proving.read_proofs(knowledge.read_rows(package.table(proving.TABLE))):
            proofs.setdefault(proof.cell, []).append(proof)
    known_names: dict[str, dict[str, int]] = {"entity": {}, "metric": {}}
    frames = []
    for table in package.tables.values():
        keys = claim_keys(table.schema)
        if not keys or not table.schema.declaring("computed", proving.KNOWN_FROM):
            continue
        for kind, key in zip(known_names, keys, strict=True):
            known_names[kind] |= _records(package, table.schema.links[key][0]).places
        known = _records(package, table.name)
        wanted = zip(*map(known.rows.column, keys), strict=True)
        places = [place for place, found in enumerate(wanted) if found == (entity, metric)]
        frames.append(_claims(known, places, keys[1], proofs))
    for (kind, names), name in zip(known_names.items(), (entity, metric), strict=True):
        if name not in names:
            raise UnknownName(kind, name, list(names))
    told = [frame for frame in frames if len(frame)] or frames[:1]
    frame = pd.concat(told, ignore_index=True)
    return frame.sort_values(frame.columns[0], kind="stable", na_position="last", ignore_index=True)


def claim_keys(schema: Schema) -> tuple[str, str] | None:
    """Name the fields that tell whom and what a claim is about, None where the records of a table are no claims.

    The one is called like the key that it leads to, the other declares what the metric that it leads to measures.
    """
    whom = next((field for field, (_, key) in schema.links.items() if field == key), "")
    measuring = [field.name for field in schema.fields if field.descriptor.get("measure")]
    what = next((field for field in schema.links if field in measuring), "")
    return (whom, what) if whom and what else None


def _claims(
    known: Records, places: list[int], metric: str, proofs: Mapping[tuple[str, str, str], list[Proof]]
) -> pd.DataFrame:
    """Give some records of one table as claims, each with what prints its value, or else its time, or its metric."""
    schema, table = known.rows.table.schema, known.rows.table.name
    frame = frame_of(known.rows.pick(places))
    ids = frame.pop(known.key)
    values = [str(field.mapping("range").get("value")) for field in schema.fields]
    times = [field.name for field in schema.fields if field.descriptor.get("edtf")]
    told = [name for name in (*values, *times, metric) if name in known.fields]
    printed = []
    for one in ids:
        prints = ([proof.exact for proof in proofs.get((table, one, name), []) if proof.exact] for name in told)
        printed.append("; ".join(dict.fromkeys(next(filter(None, prints), []))))
    since = schema.declaring("computed", proving.KNOWN_FROM)
    first: dict[str, Any] = {since: frame.pop(since), "table": table, "record_id": ids, "exact": printed}
    for place, (name, column) in enumerate(first.items()):
        frame.insert(place, name, column)
    return frame.astype(dict.fromkeys(("table", "exact"), ids.dtype))


def _records(package: Package, name: str) -> Records:
    known = proving.read_records(knowledge.read_rows(package.table(name)))
    if known is None:
        raise ValueError(Reason("table-without-key", table=name))
    return known
