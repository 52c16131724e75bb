"""The shipped package with one table's rows changed in memory: only that table is read and checked anew."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from ampere_data.curation.evidence.knowledge import read_rows
from ampere_data.curation.rules import Curation
from ampere_data.curation.shipped import shipped
from ampere_data.tabular.check import tables_pointing_at
from ampere_data.tabular.report import Report
from ampere_data.tabular.sources import source_of
from ampere_data.tabular.validation import Validation

Cells = list[list[str]]


@cache
def sound(names: frozenset[str]) -> Validation:
    """Check some tables as they are, once."""
    package = shipped()
    tables = {name: one for name, one in package.tables.items() if name in names}
    found = Validation(replace(package, tables=tables), "datapackage.json", Curation())
    found.check_tables()
    return found


def revised(
    table: str,
    change: Callable[[list[str], Cells], None],
    names: frozenset[str] = frozenset(shipped().tables),
    rules: Curation | None = None,
) -> Report:
    """Check a table anew whose cells were changed, given its labels, beside the others as they are."""
    before = sound(names)
    known = before.package.tables[table]
    rows = read_rows(known)
    cells = [list(row) for row in rows.cells]
    change(rows.labels, cells)
    after = replace(before, issues=[], checked=dict(before.checked), registers={}, counts=dict(before.counts))
    after.rules = rules or before.rules
    others = tables_pointing_at(before.package).get(table, [])
    after.check_table(known, others, source=source_of(replace(rows, cells=cells)))
    return after.report()
