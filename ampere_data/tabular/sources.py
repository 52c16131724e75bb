"""A table opened, whatever it lies in: its header, and its rows as blocks in their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from ampere_data.tabular.blocks import Block
from ampere_data.tabular.columns import Cells, Column, text_of
from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.formats import CSV, format_of
from ampere_data.tabular.headers import Header
from ampere_data.tabular.package import Table
from ampere_data.tabular.report import Issue
from ampere_data.tabular.rows import Rows

T = TypeVar("T")


class Source(Protocol):
    """A table opened: its header, what was found so far, and its rows.

    Attributes:
        table: The table.
        dialect: How it is written.
        header: Its header.
        issues: What is wrong with it, as far as it was read.
        lined: Whether its rows stand on lines.
        filed: Whether it is a file, in which a row that holds nothing is blank.
    """

    table: Table
    dialect: Dialect
    header: Header
    issues: list[Issue]
    lined: bool
    filed: bool

    def show(self, cell: Any) -> str:
        """Write a cell for people."""

    def blocks(self, work: Callable[[Block], T]) -> Iterator[T]:
        """Give in order what `work` makes of each block."""


@dataclass(slots=True)
class Held:
    """A table whose rows are held in memory already."""

    table: Table
    dialect: Dialect
    header: Header
    issues: list[Issue]
    held: list[Block] = field(default_factory=list)
    lined: bool = False
    filed: bool = True
    writes: Callable[[Any], str] = text_of

    def blocks(self, work: Callable[[Block], T]) -> Iterator[T]:
        """Give in order what `work` makes of each block."""
        return map(work, self.held)

    def show(self, cell: Any) -> str:
        """Write a cell for people."""
        return self.writes(cell)


def open_source(table: Table) -> Source:
    """Open a table: CSV in one file or several, JSON, a workbook, Parquet, or the rows in the descriptor itself.

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


def source_of(rows: Rows) -> Source:
    """Open rows that are held as text already."""
    known = rows.table.model.by_name
    header = Header(rows.labels, {name: at for at, name in enumerate(rows.labels) if name in known})
    columns: list[Column] = [Cells(list(texts)) for texts in zip(*rows.cells, strict=True)]
    columns = columns or [Cells([]) for _ in rows.labels]
    numbers = [number - header.last_row - 1 for number in rows.numbers]
    block = Block(columns, max(numbers, default=-1) + 1, 0, numbers, [line - 1 for line in rows.lines])
    return Held(rows.table, Dialect(), header, [], [block], lined=True)


class Places:
    """Puts the blocks of a table in their places, one after the other."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._number, self._line, self._path = source.header.last_row + 1, 1, ""

    def put(self, block: Block) -> None:
        """Put the next block in its place; a file begins on the line that its blocks name."""
        if block.line is not None and block.path != self._path:
            self._line, self._path = block.line, block.path
        block.path = block.path or self._source.table.path
        block.number, block.line = self._number, self._line if self._source.lined else None
        self._number, self._line = self._number + block.records, self._line + block.lines

    def issue(self, block: Block) -> Issue:
        """Make the finding about a forgotten quote in the block that was put last."""
        flaw = block.flaw
        assert flaw is not None  # noqa: S101 - asked before the call
        return flaw.issue(self._source.table, block.path, block.number + flaw.number, (block.line or 0) + flaw.line)


def rows_of(table: Table, header: Header, blocks: list[Block]) -> Rows:
    """Make rows of text of the blocks of a table that hold all of its columns."""
    rows = Rows(table, header.labels, [], [], [])
    for block in blocks:
        columns = [[text_of(cell) for cell in column.cells()] for column in block.columns]
        rows.cells.extend(map(list, zip(*columns, strict=True)))
        for place in map(block.place, range(len(block))):
            rows.numbers.append(place["row"])
            rows.lines.append(place["row"] if place["line"] is None else place["line"])
    return rows


def missing_of(table: Table, header: Header) -> list[frozenset[str]]:
    """Return for each label the texts that stand for no value."""
    known = table.model.by_name
    by_position = {position: known[name].missing for name, position in header.positions.items()}
    return [by_position.get(position, table.model.missing) for position in range(len(header.labels))]


def blank_rows(block: Block, missing: list[frozenset[str]]) -> set[int]:
    """Find the rows in which every cell stands for no value, and none is too many."""
    blank: set[int] | None = None
    for column, texts in zip(block.columns, missing, strict=True):
        empty = column.empty(texts)
        blank = empty if blank is None else blank & empty
        if not blank:
            return set()
    return {row for row in blank or () if len(block.ragged.get(row, ())) <= len(missing)}


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
    missing, blocks, places = missing_of(table, source.header), list[Block](), Places(source)
    for block in source.blocks(lambda block: block):
        places.put(block)
        if block.flaw:
            return None, [*source.issues, places.issue(block)]
        block.without(blank_rows(block, missing))
        blocks.append(block)
    return rows_of(table, source.header, blocks), source.issues
