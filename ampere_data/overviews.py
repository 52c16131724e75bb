"""Everything about an entity, and the last word on every metric, as frames across the tables.

No table and no column is named here: an entity is what the link called like its own key leads to, a claim is a record
whose metric is tied to a unit (`measure`), what replaces what is said by the link that may not run in circles
(`acyclic`), what belongs to what by `belongs`, and who says so by `speaker`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ampere_data.claims import claim_keys
from ampere_data.curation.evidence import knowledge
from ampere_data.curation.evidence.documents import TABLE as DOCUMENTS
from ampere_data.curation.evidence.proofs import (
    KNOWN_FROM,
    PUBLISHED,
    SOURCES,
    Records,
    items,
    listing,
    read_records,
    target_of,
)
from ampere_data.curation.shipped import shipped
from ampere_data.frames import frame_of
from ampere_data.tabular.errors import UnknownName
from ampere_data.tabular.package import Package
from ampere_data.tabular.schema import Schema

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from ampere_data.names import EntityId

PROSE = "description"  # that in another language has the language behind it


def about(
    entity: EntityId | str, *, as_of: str | date | None = None, language: str = "en", package: Package | None = None
) -> pd.DataFrame:
    """Gather every claim about an entity and what belongs to it, across the tables, in the order of its being known.

    What belongs to an entity is followed down: what names it as its parent, and so on, the vehicles that they make, and
    the plants in which these are made. Who merely says something is not whom it is about.

    Args:
        entity: The entity, by its id.
        as_of: A day: only what was known at its end (see `load`).
        language: Whether `what` is in English (`en`) or French (`fr`).
        package: The package, if not the one that travels with this module.

    Returns:
        One row per record: `table`, `record_id`, `when` (its date or horizon in EDTF), `what` (its description), who
        says so (`said_by_entity_id`), `known_from` and `source_ids`; all text but `known_from` (`datetime64[s]`).

    Raises:
        UnknownName: There is no such entity; the error names the nearest ones.
        ValueError: `as_of` is not a day.

    Example:
        >>> import ampere_data as ad
        >>> "employees-2023" in set(ad.about("ampere")["record_id"])
        True
    """
    import pandas as pd

    tables = _read(package or shipped(), as_of)
    keys = ((known.rows.table.schema, claim_keys(known.rows.table.schema)) for known in tables.values())
    top = next((schema.links[found[0]][0] for schema, found in keys if found), "")
    if entity not in (places := tables[top].places if top in tables else {}):
        raise UnknownName("entity", entity, list(places))
    members, published = _members(tables, top, entity), _published(tables)
    marks = {"said_by": ("speaker",), "known": ("computed", KNOWN_FROM), "sources": ("computed", SOURCES)}
    schemas = [known.rows.table.schema for known in tables.values()]
    names = {mark: next(filter(None, (one.declaring(*what) for one in schemas)), mark) for mark, what in marks.items()}
    told = [
        {"table": name, "record_id": record[known.key], **_line(known, record, language, published)}
        for name, known in tables.items()
        for record in known.rows.records()
        if _concerns(known, record, top, members)
    ]
    told.sort(key=lambda line: line["known"] or "9")  # what is known from the same day keeps the order of the tables
    frame = pd.DataFrame({name: [line[name] or None for line in told] for name in told[0]}, dtype="object")
    text = pd.StringDtype("python")
    frame = frame.astype({name: "datetime64[s]" if name == "known" else text for name in told[0]})
    return frame.rename(columns=names)


def latest(*, as_of: str | date | None = None, package: Package | None = None) -> pd.DataFrame:
    """Give the last word on every metric of every entity, and who disagrees; nothing is averaged.

    What is promised and what is reported stand apart, in rows of their own; a promise has a row for each horizon, and
    one that was replaced is told with what replaced it.

    Args:
        as_of: A day: only what was known at its end (see `load`).
        package: The package, if not the one that travels with this module.

    Returns:
        One row per entity, metric, table and horizon: `entity_id`, `metric_id`, `table`, `record_id`, the other
        columns of the claim with the dtypes of `load`, then `earlier` (the ids of the claims that it follows, replaced
        ones included) and `disagrees_with` (the ids of those that give another figure and that nothing has replaced),
        both joined by `;` and missing where there are none.

    Raises:
        ValueError: `as_of` is not a day.

    Example:
        >>> import ampere_data as ad
        >>> ad.latest().set_index("record_id").loc["employees-2023", "earlier"]
        'employees-2022'
    """
    import pandas as pd

    claims = [known for known in _read(package or shipped(), as_of).values() if claim_keys(known.rows.table.schema)]
    frames = [_last_words(known) for known in claims]
    found = [frame for frame in frames if len(frame)] or frames[:1]
    if not found:
        return pd.DataFrame()
    frame = pd.concat(found, ignore_index=True)
    last = ["earlier", "disagrees_with"]
    frame = frame[[*frame.columns.difference(last, sort=False), *last]]
    return frame.sort_values(list(frame.columns[:4]), ignore_index=True)


def _read(package: Package, as_of: str | date | None) -> dict[str, Records]:
    """Read the tables that have a key of one field, as they are or as they were known on a day."""
    rows = {name: knowledge.read_rows(table) for name, table in package.tables.items() if table.tabular}
    if as_of is not None:
        learned = knowledge.learn(rows, knowledge.as_day(as_of))
        rows = {name: learned.rows(name) for name in rows}
    return {name: known for name, table in rows.items() if (known := read_records(table)) is not None}


def _members(tables: Mapping[str, Records], top: str, entity: str) -> dict[str, set[str]]:
    """Follow an entity down to what belongs to it: the ids of the records, by their tables."""
    members: dict[str, set[str]] = {top: {entity}}
    before = 0
    while (count := sum(map(len, members.values()))) > before:
        before = count
        for name, known in tables.items():
            leading = {field: known.fields[field].descriptor.get("belongs") for field in _leading_to(known, top)}
            above = [field for field, how in leading.items() if how == "to"]
            along = [field for field, how in leading.items() if how == "with"]
            for record in known.rows.records() if above else ():
                if not members[top].isdisjoint(record[field] for field in above):
                    members.setdefault(name, set()).add(record[known.key])
                    members[top] |= {record[field] for field in along if record[field]}
    return members


def _concerns(known: Records, record: Mapping[str, str], top: str, members: Mapping[str, set[str]]) -> bool:
    """Tell whether a record is a member, or is about one."""
    table, nobody = known.rows.table.name, frozenset[str]()
    if record[known.key] in members.get(table, nobody):
        return True
    if table == top:
        return False
    about = (name for name in _leading_to(known, top) if not known.fields[name].descriptor.get("speaker"))
    if not members[top].isdisjoint(record[name] for name in about):
        return True
    listed = ((field, target_of(known.rows.table.schema, field)) for field in known.fields.values() if listing(field))
    return any(
        not members.get(target[0], nobody).isdisjoint(items(field, record[field.name]))
        for field, target in listed
        if target and not field.descriptor.get("computed")
    )


def _leading_to(known: Records, name: str) -> list[str]:
    return [field for field, (to, _) in known.rows.table.schema.links.items() if to == name and field in known.fields]


def _line(known: Records, record: Mapping[str, str], language: str, published: Mapping[str, str]) -> dict[str, str]:
    """Tell what one record says, when, by whom and in which sources."""
    declaring = known.rows.table.schema.declaring
    sources = record.get(declaring("computed", SOURCES), "")
    out = [published[one] for one in sources.split(";") if published.get(one)]
    return {
        "when": record.get(declaring("edtf"), ""),
        "what": record.get(PROSE if language == "en" else f"{PROSE}_{language}", ""),
        "said_by": record.get(declaring("speaker"), ""),
        "known": record.get(declaring("computed", KNOWN_FROM), "") or min(out, default=""),
        "sources": sources,
    }


def _published(tables: Mapping[str, Records]) -> dict[str, str]:
    known = tables.get(DOCUMENTS)
    if known is None or PUBLISHED not in known.fields:
        return {}
    return dict(zip(known.rows.column(known.key), known.rows.column(PUBLISHED), strict=True))


def _last_words(known: Records) -> pd.DataFrame:
    """Give the last word of each group of claims of one table."""
    schema, table = known.rows.table.schema, known.rows.table.name
    records = {record[known.key]: record for record in known.rows.records()}
    own = _leading_to(known, table)
    chain = next((name for name in own if known.fields[name].descriptor.get("acyclic")), "")
    keys = claim_keys(schema) or ()
    dated = schema.declaring("edtf") if chain else ""  # a report is not another one for being of another day
    heads = {record_id: _head(records, record_id, chain) for record_id in records}
    groups: dict[tuple[str, ...], list[str]] = {}
    for record_id, head in heads.items():
        last = records[head]
        groups.setdefault((*(last[key] for key in keys), last.get(dated, "")), []).append(record_id)
    words = sorted(_word(schema, records, heads, group) for group in groups.values())
    frame = frame_of(known.rows.pick(known.places[record_id] for record_id, *_ in words))
    ids = frame.pop(known.key)
    first: dict[str, Any] = {**{key: frame.pop(key) for key in keys}, "table": table, "record_id": ids}
    for place, (name, column) in enumerate(first.items()):
        frame.insert(place, name, column)
    for place, label in enumerate(("earlier", "disagrees_with"), start=1):
        frame[label] = [word[place] or None for word in words]
    return frame.astype(dict.fromkeys(("table", "earlier", "disagrees_with"), ids.dtype))


def _head(records: Mapping[str, Mapping[str, str]], record_id: str, chain: str) -> str:
    """Follow a claim to the last that replaced it."""
    seen: set[str] = set()
    while chain and records[record_id][chain] in records and record_id not in seen:
        seen.add(record_id)
        record_id = records[record_id][chain]
    return record_id


def _word(
    schema: Schema, records: Mapping[str, Mapping[str, str]], heads: Mapping[str, str], group: Sequence[str]
) -> tuple[str, str, str]:
    """Find the last word of a group: its id, the earlier ones, and those that give another figure."""
    since = schema.declaring("computed", KNOWN_FROM)
    spreads = (one.mapping("range") for one in schema.fields)
    spread = next(filter(None, spreads), {})

    def when(record_id: str) -> tuple[str, str]:
        return records[record_id].get(since, ""), record_id

    def figure(record_id: str) -> list[str]:
        return [records[record_id].get(str(spread.get(part)), "") for part in ("value", "valueTo", "unit")]

    standing = [one for one in group if heads[one] == one]
    last = max(standing, key=when)
    earlier = [one for one in group if one not in standing or when(one)[0] < when(last)[0]]
    others = [one for one in standing if figure(one) != figure(last)]
    return last, ";".join(sorted(earlier, key=when)), ";".join(sorted(others, key=when))
