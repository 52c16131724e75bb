"""What a metric allows of the numbers that are told of it: their units, and that a part of a whole is 1 at most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from ampere_data.curation import spelling
from ampere_data.curation.scope import Field, Scope, mapping
from ampere_data.tabular.keys import declared_references
from ampere_data.tabular.reading import Rows
from ampere_data.tabular.report import Issue

ENDS = ("minimum", "maximum")


@dataclass(frozen=True, slots=True)
class Metric:
    """What one metric allows.

    Attributes:
        units: The units that it can have, none where it takes none, None where nothing is said of them.
        ends: The least and the most that its numbers can be, where that is said.
    """

    units: tuple[str, ...] | None
    ends: Mapping[str, str]


def check_measure(scope: Scope, field: Field) -> Iterator[Issue]:
    """The unit is one of those that the metric allows, and the numbers lie within what it can be."""
    metrics = _metrics_of(scope.rows, field, scope.tables)
    if metrics:
        yield from _check_units(scope, field, metrics)
        yield from _check_ends(scope, field, metrics)


def refuses(rows: Rows, line: int | None, name: str, text: str, tables: Mapping[str, Rows]) -> bool:
    """Tell whether the metric of the row on a line allows no such number in a field."""
    if line not in rows.lines or name not in _places(rows):
        return False
    index = rows.lines.index(line)
    for field in rows.table.fields:
        if field.get("measure") and field.get("name") in rows.labels:
            metric = _metrics_of(rows, field, tables).get(rows.column(field["name"])[index])
            if metric and _broken(metric, text):
                return True
    return False


def _check_units(scope: Scope, field: Field, metrics: Mapping[str, Metric]) -> Iterator[Issue]:
    """The unit is one of those that the metric allows; a metric without units takes none."""
    unit_field = mapping(field["measure"]).get("unit")
    descriptor = next((other for other in scope.rows.table.fields if other.get("name") == unit_field), {})
    known = spelling.values(descriptor)
    for index, (name, unit) in enumerate(zip(scope.rows.column(field["name"]), scope.texts(unit_field), strict=True)):
        allowed = metrics[name].units if name in metrics else None
        # A metric or unit that is not there is a foreign-key or constraint-error already.
        if not unit or allowed is None or (known and unit not in known) or unit in allowed:
            continue
        params = {"category": name, "category_field": field["name"], "allowed": ", ".join(allowed)}
        yield scope.rows.issue(index, "unit-error", str(unit_field), detail="" if allowed else "none", params=params)


def _check_ends(scope: Scope, field: Field, metrics: Mapping[str, Metric]) -> Iterator[Issue]:
    for place in _places(scope.rows) if any(metric.ends for metric in metrics.values()) else ():
        texts = zip(scope.rows.column(field["name"]), scope.texts(place), strict=True)
        for index, (name, text) in enumerate(texts):
            metric = metrics.get(name)
            for end in _broken(metric, text) if metric else ():
                params = {"category": name, **metric.ends} if metric else {}
                yield scope.rows.issue(index, "range-error", place, detail=end, params=params)


def _metrics_of(rows: Rows, field: Field, tables: Mapping[str, Rows]) -> dict[str, Metric]:
    """Read what the table that a field leads to says of each metric; nothing where it is not at hand."""
    measure = mapping(field.get("measure"))
    link = next((one for one in declared_references(rows.table) if one.fields == (field.get("name"),)), None)
    table = tables.get(link.table) if link else None
    if link is None or table is None or len(link.targets) != 1 or link.targets[0] not in table.labels:
        return {}
    units, separator = measure.get("units"), ";"
    for one in table.table.fields:
        if one.get("name") == units:
            separator = str(mapping(one.get("list")).get("separator") or separator)
    columns = {name: table.column(measure[name]) for name in ("units", *ENDS) if measure.get(name) in table.labels}
    found: dict[str, Metric] = {}
    for index, name in enumerate(table.column(link.targets[0])):
        told = {part: texts[index] for part, texts in columns.items()}
        allowed = tuple(told["units"].split(separator) if told["units"] else ()) if "units" in told else None
        found.setdefault(name, Metric(allowed, {end: told[end] for end in ENDS if _is_number(told.get(end, ""))}))
    return found


def _places(rows: Rows) -> list[str]:
    """Name the fields that hold the numbers."""
    spreads = [mapping(field.get("range")) for field in rows.table.fields]
    return [spread[end] for spread in spreads for end in ("value", "valueTo") if spread.get(end) in rows.labels]


def _broken(metric: Metric, text: str) -> list[str]:
    """Name the ends of what a metric can be that a number lies beyond."""
    beyond = {"maximum": lambda end: _less(end, text), "minimum": lambda end: _less(text, end)}
    return [name for name, end in metric.ends.items() if beyond[name](end)]


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _less(lower: str, upper: str) -> bool:
    try:
        return Decimal(lower) < Decimal(upper)
    except InvalidOperation:
        return False
