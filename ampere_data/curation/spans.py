"""Spans lie within their document, and those that part a document do not overlap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ampere_data.curation.scope import Scope, mapping
from ampere_data.tabular.reading import Rows
from ampere_data.tabular.report import Issue


def is_disjoint(rows: Rows) -> bool:
    """Tell whether the spans of a table may not overlap: it says so, or they are what its rows are known by."""
    span = mapping(rows.table.schema.get("span"))
    return bool(span.get("disjoint", bool(span) and rows.table.primary_key[:1] == [span.get("fields")]))


def check_span(scope: Scope) -> Iterator[Issue]:
    """Spans begin before they end, and end where their document does at the latest; some may not overlap."""
    span = mapping(scope.rows.table.schema["span"])
    start_field, end_field, link = (str(span.get(part, "")) for part in ("start", "end", "fields"))
    if not {start_field, end_field} <= set(scope.rows.labels):
        return
    lengths = _lengths(scope, span)
    stretches: dict[str, list[tuple[int, int, int]]] = {}
    columns = (scope.rows.column(start_field), scope.rows.column(end_field), scope.texts(link))
    for index, (start, end, document) in enumerate(zip(*columns, strict=True)):
        if not (_is_position(start) and _is_position(end)):
            continue  # a type-error or constraint-error already
        params = {"start": int(start), "end": int(end), "document": document, "length": lengths.get(document, 0)}
        if int(end) <= int(start):
            yield scope.rows.issue(index, "span-range", end_field, detail="order", params=params)
            continue
        if document in lengths and int(end) > lengths[document]:
            yield scope.rows.issue(index, "span-range", end_field, detail="length", params=params)
        stretches.setdefault(document, []).append((int(start), int(end), index))
    if is_disjoint(scope.rows):
        yield from _check_overlaps(scope.rows, start_field, stretches)


def _check_overlaps(rows: Rows, name: str, stretches: Mapping[str, list[tuple[int, int, int]]]) -> Iterator[Issue]:
    """No two stretches of one document overlap."""
    for document, found in stretches.items():
        found.sort()
        reached, holder = -1, -1
        for start, end, index in found:
            if start < reached:
                params = {
                    "document": document,
                    "start": start,
                    "end": end,
                    "other": rows.lines[holder],
                    "reached": reached,
                }
                yield rows.issue(index, "span-range", name, detail="overlap", params=params)
            if end > reached:
                reached, holder = end, index


def _lengths(scope: Scope, span: Mapping[str, Any]) -> dict[str, int]:
    """Tell how long each document is."""
    names = scope.column(span.get("resource"), span.get("fields"))
    lengths = scope.column(span.get("resource"), span.get("length"))
    if names is None or lengths is None:
        return {}
    return {name: int(length) for name, length in zip(names, lengths, strict=True) if _is_position(length)}


def _is_position(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16  # noqa: PLR2004 - no document is longer
