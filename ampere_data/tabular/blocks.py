"""A large CSV file as blocks of columns of text, each row with its place in the file.

pyarrow reads, cell by cell, what Python's own csv module would read, and keeps blank rows; rows of the wrong length are
parsed here and put back in their place. Where pyarrow cannot follow a dialect, csv reads the records.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import IO, Any

from ampere_data.tabular import arrays
from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.extras import required
from ampere_data.tabular.quoting import count_newlines, parse, torn_cells
from ampere_data.tabular.records import Flaw, Records, records_of
from ampere_data.tabular.splitting import count_lines

_RECORDS = 20_000
# More rows of the wrong length than this, and csv reads a block faster than they can be put back one by one.
_MOST_RAGGED = 200


class Misplaced(Exception):  # a signal from the reader to the splitter, no error
    """A block turned out to end inside a quoted cell."""


@dataclass(slots=True)
class Block:
    """Some rows of a table, as columns of text.

    Attributes:
        columns: One pyarrow array of texts per label.
        records: How many records the block took, among them comments, which are no rows.
        lines: How many physical lines the block took.
        numbers: The number of each row's record within the block, from 0; None where it is simply the row's position.
        starts: On which line of the block, from 0, each row starts; None where it is the same as its number.
        ragged: The cells of each row that has too few or too many, by position.
        broken: The rows of which a quote that is closed too late has swallowed cells; they have too few, or their own.
        flaws: The quotes that are never closed, or too late; numbers and lines are those of the block, from 0.
    """

    columns: list[Any]
    records: int
    lines: int
    numbers: Any = None
    starts: Any = None
    ragged: dict[int, list[str]] = field(default_factory=dict)
    broken: frozenset[int] = frozenset()
    flaws: list[Flaw] = field(default_factory=list)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.columns[0]) if self.columns else 0

    def number(self, row: int) -> int:
        """Return the number of a row's record within the block, from 0."""
        return row if self.numbers is None else int(self.numbers[row].as_py())

    def start(self, row: int) -> int:
        """Return the line of the block, from 0, on which a row starts."""
        return self.number(row) if self.starts is None else int(self.starts[row].as_py())

    def without(self, rows: set[int]) -> Block:
        """Leave out some rows."""
        kept = [row for row in range(len(self)) if row not in rows]
        position = {row: at for at, row in enumerate(kept)}
        numbers = arrays.numbers(self.number(row) for row in kept)
        starts = arrays.numbers(self.start(row) for row in kept)
        columns = [column.take(arrays.numbers(kept)) for column in self.columns]
        ragged = {position[row]: cells for row, cells in self.ragged.items() if row in position}
        broken = frozenset(position[row] for row in self.broken)
        return Block(columns, self.records, self.lines, numbers, starts, ragged, broken, self.flaws)


def can_read_fast(dialect: Dialect, encoding: str) -> bool:
    """Tell whether pyarrow can read a dialect the way csv does."""
    plain = dialect.plain and not dialect.escape and not dialect.skip_initial_space
    return plain and encoding in {"utf-8", "utf-8-sig"} and (dialect.delimiter + dialect.quote).isascii()


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
    if not _is_utf8(data):
        data.decode("utf-8")
    try:
        columns = _arrow_columns(data, dialect, width, ragged)
    except pa.ArrowInvalid:
        return _parse_records(data.decode("utf-8"), dialect, width, last=last)
    suspicious = len(ragged) > _MOST_RAGGED or _may_be_open(columns, ragged, data, dialect, last=last)
    if suspicious or any(_is_late(text, width, dialect) for _, text in ragged):
        return _parse_records(data.decode("utf-8"), dialect, width, last=last)
    lines = count_lines(data) + (0 if data.endswith((b"\n", b"\r")) else 1)
    rows = len(columns[0]) + len(ragged)
    block = Block(columns, rows, lines)
    if ragged:
        _put_back(block, ragged, dialect)
    if lines > rows:
        block.starts, holding_rows = _starts(block, dict(ragged), dialect, returns=b"\r" in data)
        if holding_rows and _has_torn_cells(data, dialect):
            return _parse_records(data.decode("utf-8"), dialect, width, last=last)
    return block


def _is_utf8(data: bytes | bytearray) -> bool:
    """Check a block without copying it."""
    pa = required("pyarrow")
    try:
        _one_text(data).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _one_text(data: bytes | bytearray) -> Any:  # noqa: ANN401 - pyarrow ships no types
    """Give an array of one text without copying it."""
    pa = required("pyarrow")
    ends = pa.py_buffer(struct.pack("=ii", 0, len(data)))
    return pa.Array.from_buffers(pa.string(), 1, [None, ends, pa.py_buffer(data)])


def _arrow_columns(data: bytes | bytearray, dialect: Dialect, width: int, ragged: list[tuple[int, str]]) -> list[Any]:
    pa = required("pyarrow")
    csv = required("pyarrow.csv")

    def keep(row: Any) -> str:  # noqa: ANN401 - pyarrow ships no types
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
    return [_one_array(column) for column in table.columns]


def _one_array(column: Any) -> Any:  # noqa: ANN401 - pyarrow ships no types
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


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
        return dialect.quote.encode() in data[-_tail(columns, data) :]
    return bool(len(columns[0])) and str(columns[-1][-1].as_py()).endswith(("\n", "\r"))


def _tail(columns: list[Any], data: bytes | bytearray) -> int:
    """Give a length that the last record surely fits in."""
    cells = [str(column[-1].as_py()) for column in columns if len(column)]
    return min(len(data), sum(2 * len(cell.encode()) + 4 for cell in cells) + 1)


def _put_back(block: Block, ragged: list[tuple[int, str]], dialect: Dialect) -> None:
    """Put the rows of the wrong length back in their place, cut or filled up to the right one."""
    pa = required("pyarrow")
    width = len(block.columns)
    pieces: list[list[Any]] = [[] for _ in range(width)]
    position = taken = 0
    for number, text in ragged:
        cells: list[str] = next(iter(parse(io.StringIO(text, newline=""), dialect)), [])
        block.ragged[number] = cells
        fitted = [*cells[:width], *[""] * (width - len(cells))]
        length = number - position
        for column, piece, cell in zip(block.columns, pieces, fitted, strict=True):
            piece += [column.slice(taken, length), arrays.texts([cell])]
        taken, position = taken + length, number + 1
    for at, (column, piece) in enumerate(zip(block.columns, pieces, strict=True)):
        block.columns[at] = pa.concat_arrays([*piece, column.slice(taken)])


def _starts(block: Block, raw: dict[int, str], dialect: Dialect, *, returns: bool) -> tuple[Any, bool]:
    """Work out on which line of the block each row starts, looking for newlines in the longest columns first.

    Returns:
        The lines, and whether any cell holds, for each of its newlines, as many delimiters as a row.
    """
    pc = required("pyarrow.compute")
    newlines: Any = arrays.numbers([0] * len(block)) if raw or not block.columns else None
    left = block.lines - block.records
    holding_rows = False
    for texts in sorted(block.columns, key=lambda column: column.nbytes, reverse=True):
        found = pc.count_substring(texts, "\n")
        if returns:
            alone = pc.subtract(pc.count_substring(texts, "\r"), pc.count_substring(texts, "\r\n"))
            found = pc.add(found, alone)
        holding_rows = holding_rows or _holds_rows(texts, found, dialect, len(block.columns))
        newlines = found if newlines is None else pc.add(newlines, found)
        left -= pc.sum(found, min_count=0).as_py()
        if left <= 0 and not raw:
            break
    if raw:  # what was cut off has newlines, too
        counts = newlines.to_pylist()
        for number, text in raw.items():
            counts[number] = count_lines(text.encode())
        newlines = arrays.numbers(counts)
    one = arrays.numbers([1])[0]
    ended = pc.cumulative_sum(pc.add(newlines, one))
    return pc.subtract(pc.subtract(ended, newlines), one), holding_rows


def _holds_rows(texts: Any, newlines: Any, dialect: Dialect, width: int) -> bool:  # noqa: ANN401 - as above
    """Tell whether any text holds, for each of its newlines, as many delimiters as a row: what `late_quote` asks."""
    pc = required("pyarrow.compute")
    some = pc.greater(newlines, arrays.numbers([0])[0])
    if not pc.any(some, min_count=0).as_py():
        return False
    wanted = pc.multiply(newlines, arrays.numbers([width - 1])[0])
    enough = pc.greater_equal(pc.count_substring(texts, dialect.delimiter), wanted)
    return bool(pc.any(pc.and_(some, enough)).as_py())


def _has_torn_cells(data: bytes | bytearray, dialect: Dialect) -> bool:
    """Tell whether text follows a quote that closes a cell of several lines anywhere in a block."""
    pc = required("pyarrow.compute")
    return not pc.match_substring_regex(_one_text(data), torn_cells(dialect))[0].as_py()


def _is_late(text: str, width: int, dialect: Dialect) -> bool:
    """Tell whether a row of the wrong length has a quote that is closed too late."""
    records = records_of(text, dialect, width)
    return any(records.late for _ in records)


def _parse_records(text: str, dialect: Dialect, width: int, *, last: bool) -> Block:
    """Parse a block with csv, as a small file is."""
    gathered = _Gathering(0)
    records = records_of(text, dialect, width)
    for cells in records:
        gathered.add(records, cells)
        if records.cut_off and not last:
            raise Misplaced
    return gathered.close(count_newlines(text) + (0 if text.endswith(("\n", "\r")) else 1), width)


def read_slowly(stream: IO[bytes], encoding: str, dialect: Dialect, first: int, width: int) -> Iterator[Block]:
    """Read what pyarrow cannot: other encodings, comments, escapes, blanks after the delimiter.

    Args:
        stream: The file.
        encoding: Its encoding.
        dialect: How it is written.
        first: The number of the first record that is not part of the header.
        width: How many labels the header has.

    Raises:
        UnicodeDecodeError: The file is not in its encoding.
    """
    records = Records(io.TextIOWrapper(stream, encoding, newline=""), dialect)
    number = 0
    while True:
        block = _Gathering(records.done)
        for _ in range(_RECORDS):
            if number == first - 1:
                records.width = width
            cells = next(records, None)
            if cells is None:
                break
            number += 1
            skipped = number < first or (dialect.is_comment(number, cells) and not records.cut_off)
            block.add(records, None if skipped else cells)
        if not block.count:
            return
        yield block.close(records.done, width)


@dataclass(slots=True)
class _Gathering:
    """The records of a block, while they are read one by one."""

    begun: int
    count: int = 0
    starts: list[int] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)
    flaws: list[Flaw] = field(default_factory=list)

    def add(self, records: Records, cells: list[str] | None) -> None:
        """Add the record that was just read; None is one that is no row."""
        line = records.above - self.begun
        if cells is not None and (flaw := records.flaw()):
            self.flaws.append(replace(flaw, number=self.count, line=line))
            self.broken |= {len(self.cells)} if records.late else set()
        if cells is not None and not records.cut_off:
            self.starts.append(line)
            self.cells.append(cells)
            self.numbers.append(self.count)
        self.count += 1

    def close(self, line: int, width: int) -> Block:
        """Make a block of what was gathered."""
        ragged = {row: cells for row, cells in enumerate(self.cells) if len(cells) != width}
        rows = [one if len(one) == width else [*one[:width], *[""] * (width - len(one))] for one in self.cells]
        columns = [arrays.texts(texts) for texts in zip(*rows, strict=True)] if rows else []
        columns = columns or [arrays.texts([]) for _ in range(width)]
        places = (arrays.numbers(self.numbers), arrays.numbers(self.starts))
        size = (self.count, line - self.begun)
        return Block(columns, *size, *places, ragged, frozenset(self.broken), self.flaws)
