"""Everything about an entity, and the last word on every metric, as frames across the tables.

No table and no column is named here: an entity is what the link called like its own key leads to, a claim is a record
whose metric is tied to a unit (`measure`), what replaces what is said by the link that may not run in circles
(`acyclic`), what belongs to what by `belongs`, and who says so by `speaker`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ampere_data.claims import pick, subject
from ampere_data.curation.evidence import knowledge
from ampere_data.curation.evidence.computed import PUBLISHED
from ampere_data.curation.evidence.documents import TABLE as DOCUMENTS
from ampere_data.curation.evidence.proofs import KNOWN_FROM, SOURCES, Records, items, links, listing, read_records
from ampere_data.frames import frame_of
from ampere_data.tabular.package import Package, UnknownName, shipped

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

PROSE = "description"  # that in another language has the language behind it


def about(
    entity: str, *, as_of: str | date | None = None, language: str = "en", package: Package | None = None
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
    entities = _entities(tables)
    if entities is None or entity not in entities.places:
        raise UnknownName("entity", entity, list(entities.places if entities else ()))
    circle = _circle(tables, entities, entity)
    published = _published(tables)
    marks = {"said_by": ("speaker",), "known": ("computed", KNOWN_FROM), "sources": ("computed", SOURCES)}
    names = {mark: _label(tables, *what) or mark for mark, what in marks.items()}
    told = [
        {"table": name, "record_id": record[known.key], **_line(known, record, language, published)}
        for name, known in tables.items()
        for record in known.rows.records()
        if _concerns(known, record, circle)
    ]
    told.sort(key=lambda line: line["known"] or "9")  # what is known from the same day keeps the order of the tables
    columns = list(told[0])
    frame = pd.DataFrame({name: [line[name] or None for line in told] for name in columns}, dtype="object")
    text = pd.StringDtype("python")
    frame = frame.astype({name: "datetime64[s]" if name == "known" else text for name in columns})
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

    tables = _read(package or shipped(), as_of)
    claims = {name: known for name, known in tables.items() if _measure(known) and subject(known.rows.table)}
    frames = [_last_words(name, known) for name, known in claims.items()]
    found = [frame for frame in frames if len(frame)] or frames[:1]
    if not found:
        return pd.DataFrame()
    frame = pd.concat(found, ignore_index=True)
    last = ["earlier", "disagrees_with"]
    frame = frame[[*frame.columns.difference(last, sort=False), *last]]
    return frame.sort_values(list(frame.columns[:4]), ignore_index=True)


@dataclass(frozen=True, slots=True)
class _Circle:
    """An entity with all that belongs to it: the ids of the records, by their tables."""

    entities: str
    members: Mapping[str, set[str]]


def _read(package: Package, as_of: str | date | None) -> dict[str, Records]:
    """Read the tables that have a key of one field, as they are or as they were known on a day."""
    rows = {name: knowledge.read_rows(table) for name, table in package.tables.items() if table.tabular}
    if as_of is not None:
        learned = knowledge.learn(rows, knowledge.as_day(as_of))
        rows = {name: learned.rows(name) for name in rows}
    return {name: known for name, table in rows.items() if (known := read_records(table)) is not None}


def _entities(tables: Mapping[str, Records]) -> Records | None:
    """Find the table that claims are about."""
    found = (about for known in tables.values() if _measure(known) and (about := subject(known.rows.table)))
    return next((tables[to] for _, to in found if to in tables), None)


def _circle(tables: Mapping[str, Records], entities: Records, entity: str) -> _Circle:
    """Follow an entity down to what belongs to it."""
    top = entities.rows.table.name
    members: dict[str, set[str]] = {top: {entity}}
    before = 0
    while (count := sum(map(len, members.values()))) > before:
        before = count
        for name, known in tables.items():
            above, along = _belonging(known, "to", top), _belonging(known, "with", top)
            for record in known.rows.records() if above else ():
                if members[top].isdisjoint(record[field] for field in above):
                    continue
                members.setdefault(name, set()).add(record[known.key])
                members[top] |= {record[field] for field in along if record[field]}
    return _Circle(top, members)


def _belonging(known: Records, how: str, top: str) -> list[str]:
    return [field for field in _leading_to(known, top) if known.fields[field].get("belongs") == how]


def _concerns(known: Records, record: Mapping[str, str], circle: _Circle) -> bool:
    """Tell whether a record is of the circle, or is about one of it."""
    name, nobody = known.rows.table.name, frozenset[str]()
    if record[known.key] in circle.members.get(name, nobody):
        return True
    if name == circle.entities:
        return False
    about = (field for field in _leading_to(known, circle.entities) if not known.fields[field].get("speaker"))
    if not circle.members[circle.entities].isdisjoint(record[field] for field in about):
        return True
    return any(
        not circle.members.get(to, nobody).isdisjoint(items(known.fields[field], record[field]))
        for field, to in _lists(known)
    )


def _leading_to(known: Records, name: str) -> list[str]:
    return [field for field, (to, _) in links(known.rows.table).items() if to == name and field in known.fields]


def _lists(known: Records) -> Iterator[tuple[str, str]]:
    """Name the fields that hold lists of records, each with the table of these."""
    for name, field in known.fields.items():
        reference = listing(field).get("reference")
        if isinstance(reference, dict) and not field.get("computed"):
            yield name, str(reference.get("resource") or known.rows.table.name)


def _line(known: Records, record: Mapping[str, str], language: str, published: Mapping[str, str]) -> dict[str, str]:
    """Tell what one record says, when, by whom and in which sources."""
    prose = PROSE if language == "en" else f"{PROSE}_{language}"
    sources = record.get(_marked(known, "computed", SOURCES), "")
    out = [published[one] for one in sources.split(";") if published.get(one)]
    return {
        "when": record.get(_marked(known, "edtf"), ""),
        "what": record.get(prose, ""),
        "said_by": record.get(_marked(known, "speaker"), ""),
        "known": record.get(_marked(known, "computed", KNOWN_FROM), "") or min(out, default=""),
        "sources": sources,
    }


def _marked(known: Records, name: str, value: object = None) -> str:
    """Name the first field that declares a property, with a value if one is given; empty where none does."""
    fields = known.fields.items()
    return next((field for field, said in fields if (said.get(name) == value if value else said.get(name))), "")


def _label(tables: Mapping[str, Records], *what: str) -> str:
    """Name the first field of any table that declares a property."""
    return next((name for known in tables.values() if (name := _marked(known, *what))), "")


def _published(tables: Mapping[str, Records]) -> dict[str, str]:
    known = tables.get(DOCUMENTS)
    if known is None or PUBLISHED not in known.fields:
        return {}
    return dict(zip(known.rows.column(known.key), known.rows.column(PUBLISHED), strict=True))


def _measure(known: Records) -> str:
    """Name the field of a claim's metric, empty where the records of a table are no claims."""
    return _marked(known, "measure")


def _chain(known: Records) -> str:
    """Name the link of a record to another of its own table that may not run in circles."""
    own = _leading_to(known, known.rows.table.name)
    return next((field for field in own if known.fields[field].get("acyclic")), "")


def _last_words(name: str, known: Records) -> pd.DataFrame:
    """Give the last word of each group of claims of one table."""
    records = {record[known.key]: record for record in known.rows.records()}
    chain, whom = _chain(known), subject(known.rows.table)
    keys = [whom[0] if whom else "", _measure(known)]
    dated = _marked(known, "edtf") if chain else ""  # a report is not another one for being of another day
    heads = {record_id: _head(records, record_id, chain) for record_id in records}
    groups: dict[tuple[str, ...], list[str]] = {}
    for record_id, head in heads.items():
        last = records[head]
        groups.setdefault((*(last[key] for key in keys), last.get(dated, "")), []).append(record_id)
    words = sorted(_word(known, records, heads, group) for group in groups.values())
    frame = frame_of(pick(known.rows, [known.places[record_id] for record_id, *_ in words]))
    ids = frame.pop(known.key)
    frame.insert(0, "record_id", ids)
    frame.insert(0, "table", name)
    for key in reversed(keys):
        frame.insert(0, key, frame.pop(key))
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
    known: Records, records: Mapping[str, Mapping[str, str]], heads: Mapping[str, str], group: Sequence[str]
) -> tuple[str, str, str]:
    """Find the last word of a group: its id, the earlier ones, and those that give another figure."""
    since = _marked(known, "computed", KNOWN_FROM)

    def when(record_id: str) -> tuple[str, str]:
        return records[record_id].get(since, ""), record_id

    standing = [one for one in group if heads[one] == one]
    last = max(standing, key=when)
    figure = _figure(known, records[last])
    earlier = [one for one in group if one not in standing or when(one)[0] < when(last)[0]]
    others = [one for one in standing if _figure(known, records[one]) != figure]
    return last, _joined(earlier, when), _joined(others, when)


def _joined(ids: Iterable[str], when: Any) -> str:
    return ";".join(sorted(ids, key=when))


def _figure(known: Records, record: Mapping[str, str]) -> tuple[str, ...]:
    """Give what a claim says in figures: the value, the end of its range, its unit."""
    spread = known.fields.get(_marked(known, "range"), {}).get("range", {})
    return tuple(record.get(str(spread.get(part)), "") for part in ("value", "valueTo", "unit"))
