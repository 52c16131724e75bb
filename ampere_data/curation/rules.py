"""The house's rules on what cells say together, driven by what the schemas declare.

No column is named here: a field that declares `edtf`, `list`, `range`, `measure` or `acyclic`, and a schema that
declares `span` or `canonical`, gets the rule of that name in any package. An empty text is a missing value, and a
table that could not be read is passed over: what cannot be looked up is not called wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from ampere_data.curation import canonical, mistyped, spans, spelling
from ampere_data.curation import edtf as dates
from ampere_data.curation import lists as links
from ampere_data.curation.measures import check_measure
from ampere_data.curation.scope import Field, Scope, hint, mapping
from ampere_data.tabular.package import Package
from ampere_data.tabular.reading import Rows
from ampere_data.tabular.report import Issue


def check(package: Package, tables: Mapping[str, Rows], broken: frozenset[str] = frozenset()) -> Iterator[Issue]:
    """Check every rule that the schemas of the tables declare.

    Args:
        package: The package.
        tables: The rows that could be read, by the name of the table.
        broken: The tables that lack cells, so that nothing can be looked up in them.
    """
    read = {name: rows.emptied() for name, rows in tables.items()}
    whole = {name: rows for name, rows in read.items() if name not in broken}
    for rows in read.values():
        scope = Scope(rows, whole)
        for field in rows.table.fields:
            if field.get("name") in rows.labels:
                for declared, rule in FIELD_RULES.items():
                    if field.get(declared):
                        yield from rule(scope, field)
        for declared, check_table in TABLE_RULES.items():
            if rows.table.schema.get(declared):
                yield from check_table(scope)
    yield from links.check_unused(package, whole)


def mend(field: Field, text: str) -> str | None:
    """Give the form that a text that its field refuses was probably meant to have, or None where nothing is near."""
    mended = spelling.respell(field, text, guess=True)
    return None if mended == text else mended


def _check_edtf(scope: Scope, field: Field) -> Iterator[Issue]:
    """Dates are EDTF, and the plain dates beside them are the bounds that follow."""
    named = mapping(field["edtf"])
    ends = [end for end in ("earliest", "latest") if _is_plain_date(scope.rows, named.get(end))]
    columns = [scope.texts(named[end]) for end in ends]
    for index, text in enumerate(scope.rows.column(field["name"])):
        try:
            bounds = dict(zip(("earliest", "latest"), dates.bounds(text) if text else (None, None), strict=True))
        except dates.EdtfError as error:
            yield scope.rows.issue(
                index, "edtf-error", field["name"], detail=error.reason, **(hint(field, text) or mistyped.advise(text))
            )
            continue
        for end, column in zip(ends, columns, strict=True):
            day = bounds[end]
            expected, found = day.isoformat() if day else "", column[index]
            if found != expected:
                params = {"edtf": text, "edtf_field": field["name"], "mended": expected}
                more = {"params": params, "hint": "mended" if expected else "leave-empty"}
                detail = end if text else f"{end}/empty"
                yield scope.rows.issue(index, "edtf-bounds", named[end], detail=detail, **more)


def _check_range(scope: Scope, field: Field) -> Iterator[Issue]:
    """A comparator, a value and a unit come together, and `between` has two ends, the lower one first."""
    spread = mapping(field["range"])
    columns = [scope.texts(spread.get(part)) for part in ("value", "valueTo", "unit")]
    for index, (comparator, value, upper, unit) in enumerate(
        zip(scope.rows.column(field["name"]), *columns, strict=True)
    ):
        between = comparator == "between"
        faults = {
            ("value-missing", "value"): bool(comparator or unit) and not value,
            ("comparator-missing", ""): bool(value) and not comparator,
            ("unit-missing", "unit"): bool(value) and not unit and spread.get("unit") in scope.rows.labels,
            ("end-missing", "valueTo"): between and not upper,
            ("end-unwanted" if comparator else "end-alone", "valueTo"): bool(upper) and not between,
            ("order", "valueTo"): between and _less_or_equal(upper, value),
        }
        for (detail, part), wrong in faults.items():
            if wrong:
                place = str(spread.get(part) or field["name"])
                params = {
                    "comparator": comparator,
                    "value_from": value,
                    "unit": unit,
                    "comparator_field": field["name"],
                }
                yield scope.rows.issue(index, "range-error", place, detail=detail, params=params)


def _check_canonical(scope: Scope) -> Iterator[Issue]:
    """Cells and order of a canonical table; its bytes are checked by `canonical.check_file`."""
    if canonical.is_canonical(scope.rows.table):
        yield from canonical.check_cells(scope.rows)
        yield from canonical.check_order(scope.rows)


FIELD_RULES: dict[str, Callable[[Scope, Field], Iterator[Issue]]] = {
    "edtf": _check_edtf,
    "list": links.check_list,
    "range": _check_range,
    "measure": check_measure,
    "acyclic": links.check_acyclic,
}
TABLE_RULES: dict[str, Callable[[Scope], Iterator[Issue]]] = {
    "span": spans.check_span,
    "canonical": _check_canonical,
}


def _is_plain_date(rows: Rows, name: object) -> bool:
    """Tell whether a field is there and holds dates in ISO 8601."""
    field = next((field for field in rows.table.fields if field.get("name") == name), None)
    return field is not None and name in rows.labels and field.get("format", "default") in ("default", "any")


def _less_or_equal(upper: str, lower: str) -> bool:
    try:
        return Decimal(upper) <= Decimal(lower)
    except InvalidOperation:
        return False
