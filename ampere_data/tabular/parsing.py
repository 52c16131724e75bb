"""A large CSV file as blocks through pyarrow, several of them parsed and worked on at a time.

pyarrow reads, cell by cell, what csv would read. A block with rows of the wrong length, or blank ones, that it cannot
read the same, or in which a quote may be forgotten, goes to csv.
"""

from __future__ import annotations

import io
import sys
from collections import deque
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING, Any, TypeVar

from ampere_data.tabular import arrays
from ampere_data.tabular.blocks import Block
from ampere_data.tabular.columns import Cells, Texts
from ampere_data.tabular.delimited import read_records
from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.extras import required
from ampere_data.tabular.quoting import endless_at, is_neat, records_of, whole_cells
from ampere_data.tabular.splitting import Splitter, count_lines

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")

# Blocks are parsed and worked on by so many threads; pyarrow needs no lock of Python's while it parses.
_WORKERS = 2
_HELD = 4


class Misplaced(Exception):  # a signal from the reader to the splitter, no error
    """A block turned out to end inside a quoted cell."""


def parse_block(data: bytes | bytearray, dialect: Dialect, width: int, *, last: bool) -> Block:
    """Parse a block of whole records.

    Args:
        data: The block, in UTF-8.
        dialect: How it is written.
        width: How many labels the header has.
        last: Whether the file ends with the block.

    Raises:
        Misplaced: The block ends inside a quoted cell, though the file goes on.
        UnicodeDecodeError: The block is not UTF-8.
    """
    pa = required("pyarrow")
    try:
        arrays.one_text(data).validate(full=True)
    except pa.ArrowInvalid:
        data.decode("utf-8")
    try:
        columns = _arrow_columns(data, dialect, width)
    except pa.ArrowInvalid:  # rows of the wrong length, too
        return _parse_slowly(data, dialect, width, last=last)
    lines, rows = _lines_of(data), len(columns[0])
    doubtful = bool(dialect.quote) and not is_neat(data, dialect)
    if doubtful and (_may_be_open(columns, data, last=last) or not arrays.matches(data, whole_cells(dialect))):
        return _parse_slowly(data, dialect, width, last=last)
    surplus = _surplus(columns, lines - rows, returns=b"\r" in data) if lines > rows else None
    block = Block([Texts(column) for column in columns], rows, lines)
    block.surplus = surplus
    return block


def _parse_slowly(data: bytes | bytearray, dialect: Dialect, width: int, *, last: bool) -> Block:
    """Parse a block with csv, as a small file is."""
    records = records_of(data.decode("utf-8"), dialect, width)
    block = next(read_records(records, dialect, 1, width, sys.maxsize))
    if records.open_end and not last:
        raise Misplaced
    block.lines = _lines_of(data)
    block.columns = [Texts(arrays.texts(list(column.cells()))) for column in block.columns]
    return block


def _lines_of(data: bytes | bytearray) -> int:
    return count_lines(data) + (0 if data.endswith((b"\n", b"\r")) else 1)


def _arrow_columns(data: bytes | bytearray, dialect: Dialect, width: int) -> list[Any]:
    pa, csv = required("pyarrow"), required("pyarrow.csv")
    names = [str(position) for position in range(width)]
    table = csv.read_csv(
        pa.BufferReader(pa.py_buffer(data)),
        read_options=csv.ReadOptions(column_names=names, block_size=len(data) + 1, use_threads=False),
        parse_options=csv.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char=dialect.quote or False,
            newlines_in_values=True,
            ignore_empty_lines=False,
        ),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, null_values=[], check_utf8=False
        ),
    )
    return [column.chunk(0) if column.num_chunks == 1 else column.combine_chunks() for column in table.columns]


def _may_be_open(columns: list[Any], data: bytes | bytearray, *, last: bool) -> bool:
    """Tell whether the block may end inside a quoted cell; if so, its last cell has the block's last newline in it."""
    if last and not data.endswith(b"\n"):
        return True
    return bool(len(columns[0])) and str(columns[-1][-1].as_py()).endswith(("\n", "\r"))


def _surplus(columns: list[Any], more: int, *, returns: bool) -> Any:
    """Count the newlines in cells above each row, looking for them in the longest columns first."""
    pc = required("pyarrow.compute")
    newlines, left = None, more
    for texts in sorted(columns, key=lambda column: column.nbytes, reverse=True):
        found = pc.count_substring(texts, "\n")
        if returns:
            alone = pc.subtract(pc.count_substring(texts, "\r"), pc.count_substring(texts, "\r\n"))
            found = pc.add(found, alone)
        newlines = found if newlines is None else pc.add(newlines, found)
        left -= pc.sum(found, min_count=0).as_py()
        if left <= 0:
            break
    above = pc.subtract(pc.cumulative_sum(newlines), newlines)
    return arrays.kept(above.cast("uint16") if more < 2**16 else above)


def work_on_blocks(
    stream: IO[bytes] | io.RawIOBase, dialect: Dialect, width: int, size: int, work: Callable[[Block], T]
) -> Iterator[T]:
    """Cut a stream that begins below the header into blocks, and give in order what `work` makes of each.

    Several are parsed and worked on at a time, no more than a few are held.
    """
    from concurrent.futures import ThreadPoolExecutor

    splitter = Splitter(stream, dialect, size)
    cuts = iter(splitter)
    waiting: deque[tuple[bytearray, Future[T]]] = deque()

    def made(data: bytearray, *, last: bool, endless: bool) -> T:
        block = parse_block(data, dialect, width, last=last)
        if endless and not block.flaw:  # nor is it read as far as it goes
            block = Block([Cells([]) for _ in range(width)], 0)
            block.flaw = endless_at(0, 0, "")
        block.size, block.data = len(data), data
        try:
            return work(block)
        finally:
            block.data = None

    with ThreadPoolExecutor(_WORKERS) as pool:
        try:
            while True:
                while len(waiting) < _HELD and (cut := next(cuts, None)) is not None:
                    waiting.append(
                        (cut[0], pool.submit(made, cut[0], last=cut[1], endless=cut[1] and splitter.endless))
                    )
                if not waiting:
                    return
                data, future = waiting.popleft()
                try:
                    yield future.result()
                except Misplaced:
                    splitter.put_back([data, *(held for held, _ in waiting)])
                    waiting.clear()
                    cuts = iter(splitter)
        finally:
            pool.shutdown(cancel_futures=True)
