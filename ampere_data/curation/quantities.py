"""Numbers with a comparator and a unit (`range`), and what a metric allows of those that are told of it (`measure`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from ampere_data.tabular.blocks import Block
from ampere_data.tabular.checked import Checked
from ampere_data.tabular.columns import marked, surely_less
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table
from ampere_data.tabular.rules import Note, RowCheck
from ampere_data.tabular.schema import Field

BETWEEN = "between"
_ENDS = ("minimum", "maximum")


def range_check(field: Field, labels: Sequence[str]) -> RowCheck:
    """A comparator, a value and a unit come together, and `between` has two ends, the lower one first."""
    spread = field.mapping("range")
    parts = [str(spread.get(part)) for part in ("value", "valueTo", "unit")]
    united = parts[2] in labels

    def faults(comparator: str, value: str, upper: str, unit: str) -> list[tuple[str, str]]:
        between = comparator == BETWEEN
        found = {
            ("value-missing", parts[0]): bool(comparator or unit) and not value,
            ("comparator-missing", field.name): bool(value) and not comparator,
            ("unit-missing", parts[2]): bool(value) and not unit and united,
            ("end-missing", parts[1]): between and not upper,
            ("end-unwanted" if comparator else "end-alone", parts[1]): bool(upper) and not between,
            ("order", parts[1]): between and bool(upper and value) and not _less(value, upper, otherwise=True),
        }
        return [one for one, wrong in found.items() if wrong]

    def check(block: Block) -> Iterator[tuple[int, str, Note]]:
        names = [name if block.has(name) else "" for name in parts]
        for row in _odd_rows(block, field.name, names):
            texts = [block.text(row, name) or "" for name in (field.name, *names)]
            for detail, place in faults(*texts):
                words = dict(zip(("comparator", "value_from", "", "unit"), texts, strict=True))
                params = {**words, "comparator_field": field.name}
                yield row, place if place in labels else field.name, Note("range-error", detail, params)

    return check


def _odd_rows(block: Block, comparator: str, names: Sequence[str]) -> list[int]:
    """List the rows that are not a comparator, a value and a unit, and with `between` a greater value, or nothing."""
    value, upper, unit = (block.column(name) if name else None for name in names)
    every, compared = (1 << len(block)) - 1, block.column(comparator)
    without = every if value is None else value.empty(_NOTHING)
    odd = compared.empty(_NOTHING) ^ without
    if unit is not None:
        odd |= unit.empty(_NOTHING) ^ without
    between = compared.empty({BETWEEN}) ^ compared.empty(())
    odd |= between if upper is None else between ^ every ^ upper.empty(_NOTHING)
    if between & ~odd and value is not None and upper is not None:
        odd |= between & ~surely_less(value, upper)
    return [*marked(odd)]


_NOTHING = frozenset({""})


@dataclass(frozen=True, slots=True)
class _Metric:
    """What one metric allows.

    Attributes:
        units: The units that it can have, none where it takes none, None where nothing is said of them.
        ends: The least and the most that its numbers can be, where that is said.
    """

    units: tuple[str, ...] | None
    ends: Mapping[str, str]


def wanted(table: Table) -> Iterator[tuple[str, str]]:
    """Name the tables and columns that measures are looked up in."""
    for field in table.schema.fields:
        link = table.schema.links.get(field.name)
        if field.descriptor.get("measure") and link:
            measure = field.mapping("measure")
            own = (field.name, measure.get("unit"), *_places(table))
            yield from ((table.name, str(name)) for name in own)
            yield from ((link[0], str(name)) for name in (link[1], *map(measure.get, ("units", *_ENDS))))


def check_measures(checked: Checked, whole: Mapping[str, Checked]) -> Iterator[Issue]:
    """The unit is one of those that the metric allows, and the numbers lie within what it can be."""
    for field in checked.table.schema.fields:
        if (
            field.descriptor.get("measure")
            and checked.has(field.name)
            and (metrics := _metrics_of(checked, field, whole))
        ):
            yield from _check_units(checked, field, metrics)
            yield from _check_ends(checked, field, metrics)


def refuses(issue: Issue, text: str, checked: Mapping[str, Checked]) -> bool:
    """Tell whether the metric of the row of a finding allows no such number in its field."""
    one = checked.get(issue.table)
    if one is None or not one.usable or issue.field not in _places(one.table):
        return False
    for field in one.table.schema.fields:
        if field.descriptor.get("measure") and one.has(field.name):
            name = one.text_at(issue, field.name)
            metric = _metrics_of(one, field, checked).get(name or "")
            if metric and _broken(metric, text):
                return True
    return False


def _check_units(checked: Checked, field: Field, metrics: Mapping[str, _Metric]) -> Iterator[Issue]:
    """The unit is one of those that the metric allows; a metric without units takes none."""
    unit_field = str(field.mapping("measure").get("unit"))
    unit_of = checked.table.schema.by_name.get(unit_field)
    if unit_of is None or not checked.has(unit_field):
        return

    def judge(name: str, unit: str) -> tuple[str, tuple[str, ...]] | None:
        allowed = metrics[name].units if name in metrics else None
        # A metric or unit that is not there is a foreign-key or constraint-error already.
        if not unit or allowed is None or (unit_of.values and unit not in unit_of.values) or unit in allowed:
            return None
        return name, allowed

    for at, (name, allowed) in checked.find((field.name, unit_field), judge):
        params = {"category": name, "category_field": field.name, "allowed": ", ".join(allowed)}
        yield checked.issue(at, "unit-error", unit_field, detail="" if allowed else "none", params=params)


def _check_ends(checked: Checked, field: Field, metrics: Mapping[str, _Metric]) -> Iterator[Issue]:
    ended = {name for name, metric in metrics.items() if metric.ends}

    def judge(name: str, text: str) -> tuple[str, list[str]] | None:
        found = _broken(metrics[name], text)
        return (name, found) if found else None

    for place in _places(checked.table) if ended else ():
        if checked.has(place):
            for at, (name, ends) in checked.find((field.name, place), judge, (field.name, ended)):
                for end in ends:
                    params = {"category": name, **metrics[name].ends}
                    yield checked.issue(at, "range-error", place, detail=end, params=params)


def _metrics_of(checked: Checked, field: Field, whole: Mapping[str, Checked]) -> dict[str, _Metric]:
    """Read what the table that a field leads to says of each metric; nothing where it is not at hand."""
    measure, link = field.mapping("measure"), checked.table.schema.links.get(field.name)
    of = whole.get(link[0]) if link else None
    if link is None or of is None or not of.has(link[1]):
        return {}
    units = of.table.schema.by_name.get(str(measure.get("units")))
    separator = (units.separator if units else "") or ";"
    columns = {name: of.column(str(measure[name])) for name in ("units", *_ENDS) if of.has(measure.get(name))}
    found: dict[str, _Metric] = {}
    for index, name in enumerate(of.column(link[1])):
        told = {part: texts[index] for part, texts in columns.items()}
        allowed = tuple(told["units"].split(separator) if told["units"] else ()) if "units" in told else None
        found.setdefault(name, _Metric(allowed, {end: told[end] for end in _ENDS if _is_number(told.get(end, ""))}))
    return found


def _places(table: Table) -> list[str]:
    """Name the fields that hold the numbers."""
    spreads = [field.mapping("range") for field in table.schema.fields]
    return [str(spread[end]) for spread in spreads for end in ("value", "valueTo") if spread.get(end)]


def _broken(metric: _Metric, text: str) -> list[str]:
    """Name the ends of what a metric can be that a number lies beyond."""
    beyond = {"maximum": lambda end: _less(end, text), "minimum": lambda end: _less(text, end)}
    return [name for name, end in metric.ends.items() if beyond[name](end)]


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _less(lower: str, upper: str, *, otherwise: bool = False) -> bool:
    """Tell whether a number is less than another; `otherwise` is said of what is none."""
    try:
        return Decimal(lower) < Decimal(upper)
    except InvalidOperation:
        return otherwise
