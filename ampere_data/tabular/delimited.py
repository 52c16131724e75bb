"""A CSV file as blocks: through Python's own csv where it is small or written unusually, else through pyarrow.

pyarrow reads, cell by cell, what csv would read, and keeps blank rows; rows of the wrong length are parsed here and put
back in their place. A block that it cannot read the same, or in which a quote may be forgotten, goes to csv.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import IO, Any, TypeVar

from ampere_data.tabular import arrays
from ampere_data.tabular.blocks import Block
from ampere_data.tabular.columns import Cells, Column, Texts
from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.extras import required
from ampere_data.tabular.quoting import Records, count_newlines, parse, records_of, torn_cells
from ampere_data.tabular.splitting import Splitter, count_lines

T = TypeVar("T")

_RECORDS = 20_000
# More rows of the wrong length than this, and csv reads a block faster than they can be put back one by one.
_MOST_RAGGED = 200
# Blocks are parsed and worked on by so many threads; pyarrow needs no lock of Python's while it parses.
_WORKERS = 2
_HELD = 4


class Misplaced(Exception):  # a signal from the reader to the splitter, no error
    """A block turned out to end inside a quoted cell."""


def can_read_fast(dialect: Dialect, encoding: str) -> bool:
    """Tell whether pyarrow can read a dialect the way csv does."""
    plain = dialect.plain and not dialect.escape and not dialect.skip_initial_space
    return plain and encoding in {"utf-8", "utf-8-sig"} and (dialect.delimiter + dialect.quote).isascii()


def read_records(records: Records, dialect: Dialect, first: int, width: int) -> Iterator[Block]:
    """Give the records from a number on as blocks of lists.

    Args:
        records: The records of a file, of which none was read.
        dialect: How they are written.
        first: The number of the first record that is not part of the header.
        width: How many labels the header has.

    Raises:
        UnicodeDecodeError: The file is not in its encoding.
    """
    for _ in range(first - 1):
        next(records, None)
    records.width = width
    gathered: list[list[str]] | None = []
    while gathered is not None:
        gathered, numbers, starts = [], [], []
        begun, count = records.done, 0
        for cells in records:
            if not dialect.is_comment(records.number, cells):
                gathered.append(cells)
                numbers.append(count)
                starts.append(records.above - begun)
            count += 1
            if count == _RECORDS:
                break
        flaw = records.flaw and replace(records.flaw, number=count, line=records.above - begun)
        if not count and not flaw:
            return
        ragged = {row: cells for row, cells in enumerate(gathered) if len(cells) != width}
        rows = [one if len(one) == width else [*one[:width], *[""] * (width - len(one))] for one in gathered]
        columns: list[Column] = [Cells(texts) for texts in zip(*rows, strict=True)] or [Cells([]) for _ in range(width)]
        yield Block(columns, count, records.done - begun, numbers, starts, ragged, flaw)
        if flaw:
            return


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
    ragged: list[tuple[int, str]] = []
    try:
        arrays.one_text(data).validate(full=True)
    except pa.ArrowInvalid:
        data.decode("utf-8")
    try:
        columns = _arrow_columns(data, dialect, width, ragged)
    except pa.ArrowInvalid:
        return _parse_slowly(data, dialect, width, last=last)
    if (
        len(ragged) > _MOST_RAGGED
        or _may_be_open(columns, ragged, data, dialect, last=last)
        or any(_has_flaw(text, width, dialect) for _, text in ragged)
    ):
        return _parse_slowly(data, dialect, width, last=last)
    lines = count_lines(data) + (0 if data.endswith((b"\n", b"\r")) else 1)
    rows = len(columns[0]) + len(ragged)
    kept = _put_back(columns, ragged, dialect) if ragged else {}
    starts = None
    if lines > rows:
        starts, holding_rows = _starts(columns, dict(ragged), lines - rows, dialect, returns=b"\r" in data)
        if holding_rows and _has_torn_cells(data, dialect):
            return _parse_slowly(data, dialect, width, last=last)
    return Block([Texts(column) for column in columns], rows, lines, None, starts, kept)


def _parse_slowly(data: bytes | bytearray, dialect: Dialect, width: int, *, last: bool) -> Block:
    """Parse a block with csv, as a small file is."""
    text = data.decode("utf-8")
    records = records_of(text, dialect, width)
    blocks = list(read_records(records, dialect, 1, width))
    if records.open_end and not last:
        raise Misplaced
    block = blocks[0] if len(blocks) == 1 else _joined(blocks, width)
    block.lines = count_newlines(text) + (0 if text.endswith(("\n", "\r")) else 1)
    columns = (column.cells() for column in block.columns)
    block.columns = [Texts(arrays.texts(list(cells))) for cells in columns]
    return block


def _joined(blocks: list[Block], width: int) -> Block:
    """Make one block of several that follow each other."""
    whole = Block([Cells([]) for _ in range(width)], 0, 0, [], [])
    for block in blocks:
        rows = len(whole)
        whole.numbers += [whole.records + number for number in block.numbers]
        whole.starts += [whole.lines + start for start in block.starts]
        whole.ragged |= {rows + row: cells for row, cells in block.ragged.items()}
        if block.flaw:
            flaw = block.flaw
            whole.flaw = replace(flaw, number=whole.records + flaw.number, line=whole.lines + flaw.line)
        pairs = zip(whole.columns, block.columns, strict=True)
        whole.columns = [Cells([*one.cells(), *other.cells()]) for one, other in pairs]
        whole.records += block.records
        whole.lines += block.lines
    return whole


def _arrow_columns(data: bytes | bytearray, dialect: Dialect, width: int, ragged: list[tuple[int, str]]) -> list[Any]:
    pa = required("pyarrow")
    csv = required("pyarrow.csv")

    def keep(row: Any) -> str:
        ragged.append((row.number - 1, row.text))
        return "skip"

    names = [str(position) for position in range(width)]
    table = csv.read_csv(
        pa.BufferReader(pa.py_buffer(data)),
        read_options=csv.ReadOptions(column_names=names, block_size=len(data) + 1, use_threads=False),
        parse_options=csv.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char=dialect.quote or False,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=keep,
        ),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, null_values=[], check_utf8=False
        ),
    )
    return [column.chunk(0) if column.num_chunks == 1 else column.combine_chunks() for column in table.columns]


def _may_be_open(
    columns: list[Any], ragged: list[tuple[int, str]], data: bytes | bytearray, dialect: Dialect, *, last: bool
) -> bool:
    """Tell whether the block may end inside a quoted cell; if so, its last cell has the block's last newline in it."""
    if not dialect.quote:
        return False
    rows = len(columns[0]) + len(ragged)
    if ragged and ragged[-1][0] == rows - 1:
        return True
    if last and not data.endswith(b"\n"):
        cells = [str(column[-1].as_py()) for column in columns if len(column)]
        tail = min(len(data), sum(2 * len(cell.encode()) + 4 for cell in cells) + 1)  # the last record surely fits in
        return dialect.quote.encode() in data[-tail:]
    return bool(len(columns[0])) and str(columns[-1][-1].as_py()).endswith(("\n", "\r"))


def _has_flaw(text: str, width: int, dialect: Dialect) -> bool:
    """Tell whether a quote is forgotten in a row of the wrong length."""
    records = records_of(text, dialect, width)
    for _ in records:
        pass
    return records.flaw is not None


def _put_back(columns: list[Any], ragged: list[tuple[int, str]], dialect: Dialect) -> dict[int, list[Any]]:
    """Put the rows of the wrong length back in their place, cut or filled up to the right one; return their cells."""
    pa = required("pyarrow")
    width, found = len(columns), dict[int, list[Any]]()
    pieces: list[list[Any]] = [[] for _ in range(width)]
    position = taken = 0
    for number, text in ragged:
        cells: list[str] = next(iter(parse(io.StringIO(text, newline=""), dialect)), [])
        found[number] = cells
        fitted = [*cells[:width], *[""] * (width - len(cells))]
        length = number - position
        for column, piece, cell in zip(columns, pieces, fitted, strict=True):
            piece += [column.slice(taken, length), arrays.texts([cell])]
        taken, position = taken + length, number + 1
    columns[:] = [pa.concat_arrays([*piece, one.slice(taken)]) for one, piece in zip(columns, pieces, strict=True)]
    return found


def _starts(columns: list[Any], raw: dict[int, str], left: int, dialect: Dialect, *, returns: bool) -> tuple[Any, bool]:
    """Work out on which line of the block each row starts, looking for newlines in the longest columns first.

    Returns:
        The lines, and whether any cell holds, for each of its newlines, as many delimiters as a row.
    """
    pc = required("pyarrow.compute")
    newlines: Any = arrays.numbers([0] * len(columns[0])) if raw else None
    holding_rows = False
    for texts in sorted(columns, key=lambda column: column.nbytes, reverse=True):
        found = pc.count_substring(texts, "\n")
        if returns:
            alone = pc.subtract(pc.count_substring(texts, "\r"), pc.count_substring(texts, "\r\n"))
            found = pc.add(found, alone)
        holding_rows = holding_rows or _holds_rows(texts, found, dialect, len(columns))
        newlines = found if newlines is None else pc.add(newlines, found)
        left -= pc.sum(found, min_count=0).as_py()
        if left <= 0 and not raw:
            break
    if raw:  # what was cut off has newlines, too
        counts = newlines.to_pylist()
        for number, text in raw.items():
            counts[number] = count_newlines(text)
        newlines = arrays.numbers(counts)
    one = arrays.numbers([1])[0]
    ended = pc.cumulative_sum(pc.add(newlines, one))
    return pc.subtract(pc.subtract(ended, newlines), one), holding_rows


def _holds_rows(texts: Any, newlines: Any, dialect: Dialect, width: int) -> bool:
    """Tell whether any text holds, for each of its newlines, as many delimiters as a row."""
    pc = required("pyarrow.compute")
    some = pc.greater(newlines, arrays.numbers([0])[0])
    if not pc.any(some, min_count=0).as_py():
        return False
    wanted = pc.multiply(newlines, arrays.numbers([width - 1])[0])
    enough = pc.greater_equal(pc.count_substring(texts, dialect.delimiter), wanted)
    return bool(pc.any(pc.and_(some, enough)).as_py())


def _has_torn_cells(data: bytes | bytearray, dialect: Dialect) -> bool:
    """Tell whether text follows a quote that closes a cell of several lines anywhere in a block."""
    return not arrays.matches(data, torn_cells(dialect))


def work_on_blocks(
    stream: IO[bytes] | io.RawIOBase, dialect: Dialect, width: int, size: int, work: Callable[[Block], T]
) -> Iterator[T]:
    """Cut a stream that begins below the header into blocks, and give in order what `work` makes of each.

    Several are parsed and worked on at a time, no more than a few are held.
    """
    splitter = Splitter(stream, dialect, size)
    cuts = iter(splitter)
    waiting: deque[tuple[bytearray, Future[T]]] = deque()

    def made(data: bytearray, *, last: bool) -> T:
        block = parse_block(data, dialect, width, last=last)
        block.size = len(data)
        return work(block)

    with ThreadPoolExecutor(_WORKERS) as pool:
        try:
            while True:
                while len(waiting) < _HELD and (cut := next(cuts, None)) is not None:
                    waiting.append((cut[0], pool.submit(made, cut[0], last=cut[1])))
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
