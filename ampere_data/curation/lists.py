"""What records name of one another: lists of ids, chains that must end, sources that somebody names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ampere_data.curation import canonical
from ampere_data.curation.scope import Field, Scope, hint, mapping
from ampere_data.curation.spans import is_disjoint
from ampere_data.tabular.keys import declared_references
from ampere_data.tabular.package import Package, Table, as_list
from ampere_data.tabular.reading import Rows
from ampere_data.tabular.registers import Register
from ampere_data.tabular.report import Issue


def check_list(scope: Scope, field: Field) -> Iterator[Issue]:
    """The items of a list are there, once each, and name what exists."""
    listed = mapping(field["list"])
    separator = listed.get("separator", ";")
    if not isinstance(separator, str) or not separator:
        return
    reference = mapping(listed.get("reference") or field.get("reference"))
    resource = str(reference.get("resource") or "")  # without one, the items are in the table itself
    target = "".join(as_list(reference.get("fields", "")))
    column = scope.column(resource, target)
    known = None if column is None else frozenset(column)
    register = Register(
        {(one,) for one in known or ()},
        target,
        lambda: scope.rows if not resource else scope.tables.get(str(resource)),
    )
    for index, text in enumerate(scope.rows.column(field["name"])):
        items = [item.strip() for item in text.split(separator)] if text else []
        yield from _check_items(scope.rows, index, field, items)
        if known is None:
            continue
        for item in dict.fromkeys(items):
            if item and item not in known:
                advice = register.advise(item)
                named = {"item": item, "resource": resource or scope.rows.table.name}
                more = {"hint": advice.get("hint", ""), "params": {**named, **advice.get("params", {})}}
                yield scope.rows.issue(index, "reference-error", field["name"], **more)


def _check_items(rows: Rows, index: int, field: Field, items: list[str]) -> Iterator[Issue]:
    """No item of a list is blank or there twice."""
    if len(set(items)) == len(items) and "" not in items:
        return
    mended = hint(field, rows.cells[index][rows.labels.index(field["name"])])
    if "" in items:
        yield rows.issue(index, "list-error", field["name"], detail="blank", **mended)
    for item in dict.fromkeys(item for item in items if item and items.count(item) > 1):
        params = {**mended.get("params", {}), "item": item}
        yield rows.issue(index, "list-error", field["name"], **{**mended, "detail": "duplicate", "params": params})


def check_acyclic(scope: Scope, field: Field) -> Iterator[Issue]:
    """Following the links of a table to itself comes to an end."""
    target = _own_key(scope.rows, field["name"])
    if target not in scope.rows.labels:
        return
    ids = scope.rows.column(target)
    following = {key: link for key, link in zip(ids, scope.rows.column(field["name"]), strict=True) if key and link}
    done: set[str] = set()
    for start in following:
        path: dict[str, None] = {}
        step: str | None = start
        while step is not None and step not in done and step not in path:
            path[step] = None
            step = following.get(step)
        if step is not None and step in path:
            members = list(path)[list(path).index(step) :]
            index = min(ids.index(member) for member in members)
            params = {"cycle": " → ".join([*members, step]), "count": len(members)}
            yield scope.rows.issue(index, "supersession-cycle", field["name"], params=params)
        done.update(path)


def check_unused(package: Package, tables: Mapping[str, Rows]) -> Iterator[Issue]:
    """Every source is named by a record; stretches that are not the article name none."""
    sources = tables.get("sources")
    if not sources or not canonical.is_canonical(sources.table) or len(sources.table.primary_key) != 1:
        return
    key = sources.table.primary_key[0]
    used = _named(package, tables, "sources")
    if used is None or key not in sources.labels:
        return
    for index, source in enumerate(sources.column(key)):
        if source and source not in used:
            yield sources.issue(index, "unused-source", key)


def _named(package: Package, tables: Mapping[str, Rows], resource: str) -> set[str] | None:
    """Gather the ids that the other tables name; None where none can, or where one that can was not read."""
    used: set[str] = set()
    uses = 0
    for name, table in package.tables.items():
        fields = dict(_references(table, resource))
        if name == resource or not fields:
            continue
        rows = tables.get(name)
        if rows is None or not set(fields) <= set(rows.labels):
            return None
        if is_disjoint(rows):
            continue
        uses += 1
        # A proof of what a source says of itself, such as its title, is no use of it.
        about = rows.column("table") if name == "evidence" and "table" in rows.labels else [""] * len(rows.cells)
        for field, separator in fields.items():
            texts = (text for text, table in zip(rows.column(field), about, strict=True) if table != resource)
            for text in texts:
                used.update(item.strip() for item in (text.split(separator) if separator else [text]))
    return used if uses else None


def _references(table: Table, resource: str) -> Iterator[tuple[str, str]]:
    """Name the fields that refer to a table, each with what separates its items (nothing: it holds one)."""
    for field in table.fields:
        listed = mapping(field.get("list"))
        reference = mapping(listed.get("reference") or field.get("reference"))
        if reference.get("resource") == resource:
            yield field["name"], str(listed.get("separator", ";"))
    for one in declared_references(table):
        if one.table == resource and len(one.fields) == 1:
            yield one.fields[0], ""


def _own_key(rows: Rows, name: str) -> str:
    """Name the field that a self-reference points to."""
    for one in declared_references(rows.table):
        if one.fields == (name,) and one.table == rows.table.name:
            return "".join(one.targets)
    return "".join(rows.table.primary_key)
