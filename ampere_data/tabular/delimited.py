"""A CSV file as blocks through Python's own csv, where it is small or written unusually."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from ampere_data.tabular.blocks import Block
from ampere_data.tabular.columns import Cells, Column
from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.quoting import Records, plain_records

T = TypeVar("T")

_RECORDS = 20_000


def can_read_fast(dialect: Dialect, encoding: str) -> bool:
    """Tell whether pyarrow can read a dialect the way csv does."""
    plain = dialect.plain and not dialect.escape and not dialect.skip_initial_space
    return plain and encoding in {"utf-8", "utf-8-sig"} and (dialect.delimiter + dialect.quote).isascii()


def read_records(records: Records, dialect: Dialect, first: int, width: int, most: int = _RECORDS) -> Iterator[Block]:
    """Give the records from a number on as blocks of lists.

    Args:
        records: The records of a file, of which none was read.
        dialect: How they are written.
        first: The number of the first record that is not part of the header.
        width: How many labels the header has.
        most: How many records make a block.

    Raises:
        UnicodeDecodeError: The file is not in its encoding.
    """
    for _ in range(first - 1):
        next(records, None)
    records.width = width
    gathered: list[list[str]] | None = []
    while gathered is not None:
        gathered, numbers, surplus = [], [], []
        torn: dict[int, int] = {}
        begun, count = records.done, 0
        for cells in records:
            if not dialect.is_comment(records.number, cells):
                if records.torn:
                    torn[len(gathered)] = records.torn
                gathered.append(cells)
                numbers.append(count)
                surplus.append(records.above - begun - count)
            count += 1
            if count == most:
                break
        flaw = records.flaw and records.flaw._replace(number=count, line=records.above - begun)
        if not count and not flaw:
            return
        ragged = {row: cells for row, cells in enumerate(gathered) if len(cells) != width}
        rows = [one if len(one) == width else [*one[:width], *[""] * (width - len(one))] for one in gathered]
        columns: list[Column] = [Cells(texts) for texts in zip(*rows, strict=True)] or [Cells([]) for _ in range(width)]
        block = Block(columns, count, records.done - begun)
        block.numbers, block.surplus = numbers, surplus
        block.ragged, block.torn, block.flaw = ragged, torn, flaw
        yield block
        if flaw:
            return


def read_plainly(text: str, dialect: Dialect, first: int, width: int) -> Block | None:
    """Give the rows of a small file at once, None where one of them is unlike the others."""
    records = None if dialect.comment_char or dialect.comment_rows else plain_records(text, dialect)
    rows = records[first - 1 :] if records else []
    if not rows or any(len(cells) != width for cells in rows):
        return None
    return Block([Cells(texts) for texts in zip(*rows, strict=True)], len(rows), len(rows))
