"""A table opened, whatever it lies in: its header, and its rows as blocks in their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from ampere_data.tabular.blocks import Block, Source
from ampere_data.tabular.columns import Column, marked, text_of
from ampere_data.tabular.headers import Header
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table
from ampere_data.tabular.storage import CSV, format_of

T = TypeVar("T")


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


def texts_of(column: Column) -> Sequence[str]:
    """Give the cells of a column as text."""
    cells = column.cells()
    return cells if {*map(type, cells)} == {str} else [*map(text_of, cells)]


def missing_of(table: Table, header: Header) -> list[frozenset[str]]:
    """Return for each label the texts that stand for no value."""
    known = table.schema.by_name
    by_position = {position: known[name].missing for name, position in header.positions.items()}
    return [by_position.get(position, table.schema.missing) for position in range(len(header.labels))]


def blank_rows(block: Block, missing: list[frozenset[str]]) -> set[int]:
    """Find the rows in which every cell stands for no value, and none is too many."""
    blank = (1 << len(block)) - 1
    for column, texts in zip(block.columns, missing, strict=True):
        if not (blank := blank & column.empty(texts)):
            return set()
    return {row for row in marked(blank) if len(block.ragged.get(row, ())) <= len(missing)}


def ragged(source: Source, place: dict[str, Any], cells: Sequence[Any]) -> Iterator[Issue]:
    """Report each cell that a row has too many, or too few."""
    header, at = source.header, {"table": source.table.name, **place}
    width = len(header.labels)
    params = {"cells": len(cells), "labels": width}
    ended = len(cells) == width + 1 and cells[-1] == ""
    for position, cell in enumerate(cells[width:], start=width + 1):
        more = {**params, "position": position}
        yield Issue("extra-cell", value=source.show(cell), params=more, hint="trailing-delimiter" * ended, **at)
    for position, label in enumerate(header.labels[len(cells) :], start=len(cells) + 1):
        name = header.field_at(position - 1) or label
        yield Issue("missing-cell", field=name, params={**params, "position": position}, **at)


def read_columns(table: Table) -> tuple[dict[str, Sequence[str]] | None, list[Issue]]:
    """Read a whole table as columns of text by their labels, without looking at its cells.

    Returns:
        The columns, or None where there is no way to tell one cell from another, and what is wrong with its structure.

    Raises:
        PackageError: Its file or its dialect cannot be used.
    """
    header, blocks, issues = read_blocks(table)
    if blocks is None:
        return None, issues
    parts = [[texts_of(block.columns[at]) for block in blocks] for at in range(len(header.labels))]
    columns = (one[0] if len(one) == 1 else [text for part in one for text in part] for one in parts)
    return dict(zip(header.labels, columns, strict=True)), issues


def read_blocks(table: Table) -> tuple[Header, list[Block] | None, list[Issue]]:
    """Read a whole table as blocks in their places, without its blank rows; of one that cannot be read there are none.

    Raises:
        PackageError: Its file or its dialect cannot be used.
    """
    source = open_source(table)
    if not source.header.usable:
        return source.header, None, source.issues
    missing, places = missing_of(table, source.header), Places(source)
    blocks: list[Block] = []
    issues: list[Issue] = []
    for block in source.blocks(lambda block: block):
        places.put(block)
        if block.flaw:
            return source.header, None, [*source.issues, places.issue(block)]
        block.without(blank_rows(block, missing))
        issues += (one for row, cells in block.ragged.items() for one in ragged(source, block.place(row), cells))
        blocks.append(block)
    return source.header, blocks, [*source.issues, *issues]
