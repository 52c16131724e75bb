"""Opens a table, whatever it lies in: CSV in one file or several, JSON, a workbook, Parquet, the descriptor itself."""

from __future__ import annotations

from ampere_data.tabular.blocks import Block
from ampere_data.tabular.formats import CSV, format_of
from ampere_data.tabular.package import Table
from ampere_data.tabular.report import Issue
from ampere_data.tabular.rows import Rows
from ampere_data.tabular.sources import Places, Source, blank_rows, missing_of, rows_of


def open_source(table: Table) -> Source:
    """Open a table.

    Raises:
        PackageError: Its file or its dialect cannot be used.
        MissingExtra: A library that reads such files is not installed.
    """
    if table.file is None and "data" in table.descriptor:
        from ampere_data.tabular.values import open_data

        return open_data(table)
    if (form := format_of(table)) in CSV:
        from ampere_data.tabular.files import Delimited

        return Delimited(table)
    from ampere_data.tabular.values import open_values

    return open_values(table, form)


def read_rows(table: Table) -> tuple[Rows | None, list[Issue]]:
    """Read a whole table as text, without looking at its cells.

    Returns:
        The rows, or None where there is no way to tell one cell from another, and what is wrong with its structure.

    Raises:
        PackageError: Its file or its dialect cannot be used.
    """
    source = open_source(table)
    if not source.header.usable:
        return None, source.issues
    missing = missing_of(table, source.header)
    blocks: list[Block] = []
    places = Places(source)
    for block in source.blocks(lambda block: block):
        places.put(block)
        if block.flaw:
            return None, [*source.issues, places.issue(block)]
        if blank := blank_rows(block, missing):
            block.without(blank)
        blocks.append(block)
    return rows_of(table, source.header, blocks), source.issues
