"""Spans (`span`) lie within their document, and those that part a document do not overlap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ampere_data.tabular.checked import Checked
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table


def is_disjoint(table: Table) -> bool:
    """Tell whether the spans of a table may not overlap: it says so, or they are what its rows are known by."""
    span = table.schema.mapping("span")
    return bool(span.get("disjoint", bool(span) and table.schema.primary_key[:1] == (span.get("fields"),)))


def wanted(table: Table) -> Iterator[tuple[str, str]]:
    """Name the tables and columns that spans are looked up in."""
    span = table.schema.mapping("span")
    yield from ((table.name, str(span[part])) for part in ("start", "end", "fields") if span.get(part))
    yield from ((str(span.get("resource")), str(span[part])) for part in ("fields", "length") if span.get(part))


def check_spans(checked: Checked, whole: Mapping[str, Checked]) -> Iterator[Issue]:
    """Spans begin before they end, and end where their document does at the latest; some may not overlap."""
    span = checked.table.schema.mapping("span")
    start_field, end_field, link = (str(span.get(part, "")) for part in ("start", "end", "fields"))
    if not checked.has(start_field, end_field):
        return
    lengths = _lengths(whole.get(str(span.get("resource"))), span)
    stretches: dict[str, list[tuple[int, int, int]]] = {}
    columns = [checked.column(start_field), checked.column(end_field)]
    columns.append(checked.column(link) if checked.has(link) else [""] * checked.rows)
    for index, (start, end, document) in enumerate(zip(*columns, strict=True)):
        if not (_is_position(start) and _is_position(end)):
            continue  # a type-error or constraint-error already
        params = {"start": int(start), "end": int(end), "document": document, "length": lengths.get(document, 0)}
        detail = "order" if int(end) <= int(start) else ""
        if not detail and document in lengths and int(end) > lengths[document]:
            detail = "length"
        if detail:
            yield checked.issue(checked.position(index), "span-range", end_field, detail=detail, params=params)
        if detail != "order":
            stretches.setdefault(document, []).append((int(start), int(end), index))
    if is_disjoint(checked.table):
        yield from _check_overlaps(checked, start_field, stretches)


def _check_overlaps(
    checked: Checked, name: str, stretches: Mapping[str, list[tuple[int, int, int]]]
) -> Iterator[Issue]:
    """No two stretches of one document overlap."""
    for document, found in stretches.items():
        found.sort()
        reached, holder = -1, -1
        for start, end, index in found:
            if start < reached:
                block, row = checked.position(holder)
                place = block.place(row)
                params: dict[str, Any] = {"document": document, "start": start, "end": end, "reached": reached}
                params["other"] = place["line"] or place["row"]
                yield checked.issue(checked.position(index), "span-range", name, detail="overlap", params=params)
            if end > reached:
                reached, holder = end, index


def _lengths(documents: Checked | None, span: Mapping[str, Any]) -> dict[str, int]:
    """Tell how long each document is."""
    if documents is None or not documents.has(span.get("fields"), span.get("length")):
        return {}
    names, lengths = documents.column(str(span["fields"])), documents.column(str(span["length"]))
    return {name: int(length) for name, length in zip(names, lengths, strict=True) if _is_position(length)}


def _is_position(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16  # noqa: PLR2004 - no document is longer
