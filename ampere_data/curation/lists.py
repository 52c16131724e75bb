"""What records name of one another: lists of ids (`list`), chains that must end (`acyclic`), sources in use."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from ampere_data.curation import files
from ampere_data.curation.spans import is_disjoint
from ampere_data.tabular import arrays
from ampere_data.tabular.checked import Checked
from ampere_data.tabular.extras import required
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.nearness import KnownIds
from ampere_data.tabular.package import Package, Table
from ampere_data.tabular.rules import CellCheck, Note
from ampere_data.tabular.schema import Field

SOURCES, EVIDENCE = "sources", "evidence"


def target_of(table: Table, field: Field) -> tuple[str, str] | None:
    """Tell to which field of which table the items of a list lead; None where they lead nowhere."""
    reference = field.mapping("list").get("reference")
    if not isinstance(reference, Mapping):
        return None
    fields = reference.get("fields", "")
    return str(reference.get("resource") or table.name), fields if isinstance(fields, str) else "".join(fields)


def items_check(field: Field) -> CellCheck:
    """Give the check that no item of a list is blank or there twice."""
    separator = field.separator

    def judge(text: str) -> Iterable[Note]:
        items = list(map(str.strip, text.split(separator))) if text and separator else []
        sound = len(set(items)) == len(items) and "" not in items
        return () if sound else _judge_items(field, text, items)

    return CellCheck(judge, partial(_are_sound, separator) if len(separator) == 1 else None)


def _are_sound(separator: str, texts: Any) -> Any:
    """Tell of which lists surely no item is blank or there twice: of all of them together, or of those of one item."""
    pc = required("pyarrow.compute")
    lists = pc.split_pattern(texts, separator)
    items, parents = lists.flatten(), pc.list_parent_indices(lists)
    alone = pc.not_equal(parents[:-1], parents[1:])
    once = pc.all(pc.or_(alone, pc.less(items[:-1], items[1:])), min_count=0).as_py()  # in order, as ours are
    if not once:
        codes = items.dictionary_encode()
        count = arrays.scalar(len(codes.dictionary) + 1)
        places = pc.add(pc.multiply(parents.cast("int64"), count), codes.indices.cast("int64"))
        once = pc.count_distinct(places).as_py() == len(places)
    item = rf"[^\x00-\x20\x7f-\x{{10ffff}}{re.escape(separator)}]+"
    more = rf"(?:{re.escape(separator)}{item})*" if once else ""
    return arrays.match_each(texts, rf"(?:{item}{more})?")


def _judge_items(field: Field, text: str, items: list[str]) -> Iterator[Note]:
    from ampere_data.curation.suggestions import suggest

    offered = suggest(field, text)
    params, hint = offered.get("params", {}), offered.get("hint", "")
    if "" in items:
        yield Note("list-error", "blank", params, hint)
    for item in dict.fromkeys(item for item in items if item and items.count(item) > 1):
        yield Note("list-error", "duplicate", {**params, "item": item}, hint)


def wanted(table: Table) -> Iterator[tuple[str, str]]:
    """Name the tables and columns that links are looked up in."""
    model = table.schema
    for field in model.fields:
        if field.separator:
            yield table.name, field.name
            if target := target_of(table, field):
                yield target
        if field.descriptor.get("acyclic"):
            yield from ((table.name, name) for name in (field.name, _own_key(table, field.name)))
    if table.name == SOURCES and files.is_canonical(table):
        yield from ((SOURCES, name) for name in model.primary_key)
    for name, _ in _references(table, SOURCES):
        yield table.name, name
        yield table.name, "table"  # what a proof is about


def check_references(checked: Checked, whole: Mapping[str, Checked]) -> Iterator[Issue]:
    """The items of lists name what exists."""
    for field in checked.table.schema.fields:
        separator, target = field.separator, target_of(checked.table, field)
        resource, name = target or ("", "")
        of = checked if resource == checked.table.name else whole.get(resource)
        if not separator or not checked.has(field.name) or of is None or not of.has(name):
            continue
        known = frozenset(of.column(name))
        if _items(checked.distinct(field.name), separator) - {""} <= known:
            continue
        ids = KnownIds({(one,) for one in known}, name, of.texts)

        strange = {
            text: [item for item in dict.fromkeys(map(str.strip, text.split(separator))) if item and item not in known]
            for text in checked.distinct(field.name)
            if not known.issuperset(text.split(separator))
        }
        for at, items in checked.find((field.name,), strange.get) if any(strange.values()) else ():
            for item in items:
                advice = ids.advise(item)
                params = {"item": item, "resource": resource, **advice.get("params", {})}
                yield checked.issue(at, "reference-error", field.name, hint=advice.get("hint", ""), params=params)


def _items(texts: Collection[str], separator: str) -> set[str]:
    """Give each item of some lists once; without a separator each text is one."""
    if len(separator) == 1:
        texts = {*separator.join(texts).split(separator)}
    return {item.strip() for text in texts for item in (text.split(separator) if separator else [text])}


def check_acyclic(checked: Checked) -> Iterator[Issue]:
    """Following the links of a table to itself comes to an end."""
    for field in checked.table.schema.fields:
        target = _own_key(checked.table, field.name)
        if not field.descriptor.get("acyclic") or not checked.has(target, field.name):
            continue
        ids = checked.column(target)
        following = {key: link for key, link in zip(ids, checked.column(field.name), strict=True) if key and link}
        done: set[str] = set()
        for start in following:
            path: dict[str, None] = {}
            step: str | None = start
            while step is not None and step not in done and step not in path:
                path[step] = None
                step = following.get(step)
            if step is not None and step in path:
                members = list(path)[list(path).index(step) :]
                at = checked.position(min(ids.index(member) for member in members))
                params = {"cycle": " → ".join([*members, step]), "count": len(members)}
                yield checked.issue(at, "supersession-cycle", field.name, params=params)
            done.update(path)


def check_unused(package: Package, whole: Mapping[str, Checked]) -> Iterator[Issue]:
    """Every source is named by a record; stretches that are not the article name none."""
    sources = whole.get(SOURCES)
    if not sources or not files.is_canonical(sources.table) or len(sources.table.schema.primary_key) != 1:
        return
    key = sources.table.schema.primary_key[0]
    used = _named(package, whole, SOURCES)
    if used is None or not sources.has(key):
        return
    for at, source in sources.find((key,), lambda text: text if text not in used else None):
        yield sources.issue(at, "unused-source", key, value=source)


def _named(package: Package, whole: Mapping[str, Checked], resource: str) -> set[str] | None:
    """Gather the ids that the other tables name; None where none can, or where one that can was not read."""
    used: set[str] = set()
    uses = 0
    for name, table in package.tables.items():
        fields = dict(_references(table, resource))
        if name == resource or not fields:
            continue
        checked = whole.get(name)
        if checked is None or not checked.has(*fields):
            return None
        if is_disjoint(table):
            continue
        uses += 1
        for field, separator in fields.items():
            texts = checked.distinct(field)
            if name == EVIDENCE and checked.has("table"):
                # A proof of what a source says of itself, such as its title, is no use of it.
                pairs = zip(checked.column(field), checked.column("table"), strict=True)
                texts = {text for text, of in pairs if of != resource}
            used |= _items(texts, separator)
    return used if uses else None


def _references(table: Table, resource: str) -> Iterator[tuple[str, str]]:
    """Name the fields that refer to a table, each with what separates its items (nothing: it holds one)."""
    for field in table.schema.fields:
        if (target := target_of(table, field)) and target[0] == resource:
            yield field.name, field.separator
    yield from ((name, "") for name, (target, _) in table.schema.links.items() if target == resource)


def _own_key(table: Table, name: str) -> str:
    """Name the field that a self-reference points to."""
    target, key = table.schema.links.get(name, ("", ""))
    return key if target == table.name else "".join(table.schema.primary_key)
