"""What each property of our schemas asks for: the checks of `curation.rules` in a package that declares any.

No column is named here: a field that declares `edtf`, `list`, `range`, `measure` or `acyclic`, and a schema that
declares `span` or `canonical`, gets the rule of that name in any package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ampere_data.curation import canonical, dates, extension, files, lists, quantities, spans
from ampere_data.curation.properties import check_leads, check_properties
from ampere_data.tabular.checked import Checked
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Package, Table
from ampere_data.tabular.rules import CellCheck, RowCheck
from ampere_data.tabular.schema import Field


def check_schemas(package: Package, path: str) -> Iterator[Issue]:
    """Hold what schemas declare to its description, and see that what it leads to is there."""
    held = extension.is_declared(package.descriptor)
    for table in package.tables.values():
        yield from check_properties(table, path, declared=held)
    if package.descriptor:
        yield from check_leads(package, path)
        yield from extension.check_wanted(package, path)


def cell_checks(table: Table, field: Field) -> Iterator[CellCheck]:
    """Give the checks of dates, of the items of lists, and of the characters of canonical tables."""
    if field.descriptor.get("edtf"):
        yield CellCheck(lambda text: dates.judge(field, text))
    if field.descriptor.get("list"):
        yield lists.items_check(field)
    if files.is_canonical(table):
        yield canonical.check_of(table, field)


def row_checks(table: Table, labels: Sequence[str]) -> Iterator[RowCheck]:
    """Give the checks of bounds beside dates, of ranges, and of the notation of numbers."""
    found = frozenset(labels)
    if files.is_canonical(table):
        yield files.form_check
    for field in table.schema.fields:
        if field.name in found:
            if field.descriptor.get("edtf"):
                yield from dates.row_checks(table, field, labels)
            if field.descriptor.get("range"):
                yield quantities.range_check(field, labels)
            if files.is_canonical(table) and field.type in canonical.NUMERIC:
                yield canonical.number_check(table, field, labels)


def keeps(package: Package, table: Table) -> Iterator[str]:
    """Name the columns that lead elsewhere, or that others lead to."""
    if files.is_canonical(table):
        yield from table.schema.primary_key
    yield from (one for of in package.tables.values() for name, one in lists.wanted(of) if name == table.name)
    yield from (one for of in package.tables.values() for name, one in quantities.wanted(of) if name == table.name)
    yield from (one for of in package.tables.values() for name, one in spans.wanted(of) if name == table.name)


def check_together(package: Package, checked: Mapping[str, Checked]) -> Iterator[Issue]:
    """Check what tables say together, and how their files are written."""
    usable = {name: one for name, one in checked.items() if one.usable}
    whole = {name: one for name, one in usable.items() if one.whole}
    for one in usable.values():
        yield from lists.check_references(one, whole)
        yield from lists.check_acyclic(one)
        yield from quantities.check_measures(one, whole)
        if one.table.schema.descriptor.get("span"):
            yield from spans.check_spans(one, whole)
        if files.is_canonical(one.table):
            yield from canonical.check_order(one)
    yield from lists.check_unused(package, whole)
    for one in checked.values():
        if files.is_canonical(one.table):
            yield from files.check_form(one)
