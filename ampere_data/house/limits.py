"""What the category of a row allows of its numbers: a part of a whole is 1 at most."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from ampere_data.files.reading import Rows
from ampere_data.house.scope import Field, Scope, mapping
from ampere_data.report import Issue

Limit = dict[str, object]


def check_limits(scope: Scope, field: Field) -> Iterator[Issue]:
    """A number lies within what the category in a field says that it can be."""
    limits = _limits_of(field)
    for place in _places(scope.rows) if any(limits.values()) else ():
        texts = zip(scope.rows.column(field["name"]), scope.texts(place), strict=True)
        for index, (category, text) in enumerate(texts):
            limit = limits.get(category, {})
            for end in _broken(limit, text):
                params = {"category": category, **limit}
                yield scope.rows.issue(index, "range-error", place, detail=end, params=params)


def refuses(rows: Rows, line: int | None, name: str, text: str) -> bool:
    """Tell whether the category of the row on a line allows no such number in a field."""
    if line not in rows.lines or name not in _places(rows):
        return False
    index = rows.lines.index(line)
    fields = [field for field in rows.table.fields if field.get("unitField") and field.get("name") in rows.labels]
    limits = (_limits_of(field).get(rows.column(field["name"])[index], {}) for field in fields)
    return any(_broken(limit, text) for limit in limits)


def _limits_of(field: Field) -> dict[str, Limit]:
    """Give the least and the most of each category."""
    categories = field.get("categories")
    items = [mapping(item) for item in categories] if isinstance(categories, list) else []
    return {
        str(item.get("value")): {end: item[end] for end in ("minimum", "maximum") if _is_number(item.get(end))}
        for item in items
    }


def _places(rows: Rows) -> list[str]:
    """Name the fields that hold the numbers."""
    spreads = [mapping(field.get("range")) for field in rows.table.fields]
    return [spread[end] for spread in spreads for end in ("value", "valueTo") if spread.get(end) in rows.labels]


def _broken(limit: Limit, text: str) -> list[str]:
    """Name the ends of a limit that a number lies beyond."""
    beyond = {"maximum": lambda end: _less(end, text), "minimum": lambda end: _less(text, end)}
    return [name for name, end in limit.items() if beyond[name](str(end))]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _less(lower: str, upper: str) -> bool:
    try:
        return Decimal(lower) < Decimal(upper)
    except InvalidOperation:
        return False
