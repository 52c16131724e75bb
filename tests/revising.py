"""The shipped package with one table's rows changed in memory: only that table is read and checked anew."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from saying import said

from ampere_data.curation.evidence.knowledge import read_rows
from ampere_data.curation.rules import Curation
from ampere_data.curation.shipped import shipped
from ampere_data.tabular.check import tables_pointing_at
from ampere_data.tabular.reading import source_of
from ampere_data.tabular.report import Report
from ampere_data.tabular.rows import Rows
from ampere_data.tabular.validation import Validation

Cells = list[list[str]]
PROOFS = "evidence"

rows_of = cache(lambda name: read_rows(shipped().table(name)))


@cache
def needed(name: str) -> frozenset[str]:
    """Name a table and all that it points at, however far."""
    schema = shipped().table(name).schema
    items = [field["list"].get("reference", {}) for field in schema.descriptor["fields"] if "list" in field]
    named = {*(key.table for key in schema.foreign_keys), *(one.get("resource", "") for one in items)}
    return frozenset({name}).union(*(needed(other) for other in named - {"", name}))


def rows_beside(name: str, names: frozenset[str], *, whole: bool) -> Rows:
    """Give the rows of a table, of the proofs those of some tables or all."""
    rows: Rows = rows_of(name)
    if name != PROOFS or whole:
        return rows
    return rows.pick(place for place, record in enumerate(rows.records()) if record["table"] in names)


@cache
def sound(names: frozenset[str], *, whole: bool = True) -> Validation:
    """Check some tables as they are, once, with all proofs or with those of these tables alone."""
    package = shipped()
    tables = {name: one for name, one in package.tables.items() if name in names}
    found = Validation(package._replace(tables=tables), "datapackage.json", Curation())
    pointing = tables_pointing_at(found.package)
    for name, table in tables.items():
        found.check_table(table, pointing.get(name, []), source=source_of(rows_beside(name, names, whole=whole)))
    return found


def revised(
    table: str,
    change: Callable[[list[str], Cells], None],
    names: frozenset[str],
    rules: Curation | None = None,
) -> Report:
    """Check a table anew whose cells were changed, given its labels, beside others and their proofs as they are."""
    before, rows = sound(names, whole=table == PROOFS), rows_of(table)
    cells = [list(row) for row in rows.cells]
    change(rows.labels, cells)
    after = replace(before, issues=[], checked=dict(before.checked), known_ids={}, counts=dict(before.counts))
    after.rules = rules or before.rules
    others = tables_pointing_at(before.package).get(table, [])
    after.check_table(before.package.tables[table], others, source=source_of(rows._replace(cells=cells)))
    return after.report()


def retold(table: str, cells: Mapping[str, Mapping[str, str]]) -> Report:
    """Check a table anew in which records, named by the ids they begin with, have other cells, beside all others."""

    def put(labels: list[str], rows: Cells) -> None:
        found = {row[0]: row for row in rows}
        for record, texts in cells.items():
            for name, text in texts.items():
                found[record][labels.index(name)] = text

    report = revised(table, put, frozenset(shipped().tables))
    said(report.issues)
    return report
