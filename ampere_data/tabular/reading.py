"""A whole table read as rows of text, and rows of text opened as a table again."""

from __future__ import annotations

from ampere_data.tabular.blocks import Block, Source
from ampere_data.tabular.columns import Cells, Column
from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.headers import Header
from ampere_data.tabular.held import Held
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table
from ampere_data.tabular.rows import Rows
from ampere_data.tabular.sources import read_blocks, texts_of


def read_rows(table: Table) -> tuple[Rows | None, list[Issue]]:
    """Read a whole table as text, without looking at its cells.

    Returns:
        The rows, or None where there is no way to tell one cell from another, and what is wrong with its structure.

    Raises:
        PackageError: Its file or its dialect cannot be used.
    """
    header, blocks, issues = read_blocks(table)
    return None if blocks is None else rows_of(table, header, blocks), issues


def rows_of(table: Table, header: Header, blocks: list[Block]) -> Rows:
    """Make rows of text of the blocks of a table that hold all of its columns."""
    rows = Rows(table, list(header.labels), [], [], [])
    for block in blocks:
        columns = map(texts_of, block.columns)
        numbers = [block.number + number for number in block.numbers or range(len(block))]
        first = block.line
        rows.cells.extend(map(list, zip(*columns, strict=True)))
        rows.numbers.extend(numbers)
        rows.lines.extend(numbers if first is None else [first + block.start_in(row) for row in range(len(block))])
    return rows


def source_of(rows: Rows) -> Source:
    """Open rows that are held as text already."""
    known = rows.table.schema.by_name
    header = Header(rows.labels, {name: at for at, name in enumerate(rows.labels) if name in known})
    columns: list[Column] = [Cells(list(texts)) for texts in zip(*rows.cells, strict=True)]
    columns = columns or [Cells([]) for _ in rows.labels]
    numbers = [number - header.last_row - 1 for number in rows.numbers]
    surplus = [line - 1 - number for line, number in zip(rows.lines, numbers, strict=True)]
    block = Block(columns, max(numbers, default=-1) + 1)
    block.numbers, block.surplus = numbers, surplus
    return Held(rows.table, Dialect(), header, [], [block], lined=True)
