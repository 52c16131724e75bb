"""A large table: read in blocks, screened column by column, and only what the screen stops is put to Frictionless.

It is an optimisation and nothing else: the findings are those of `judging`. Only the columns that keys are made of are
kept, so that a file may be larger than memory.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import IO, Any

from ampere_data.tabular import arrays
from ampere_data.tabular.ahead import Ahead
from ampere_data.tabular.blocks import Block, can_read_fast, read_slowly
from ampere_data.tabular.cells import Note, readers
from ampere_data.tabular.dialects import Dialect, dialect_of
from ampere_data.tabular.encodings import Decoder, codec_of, declared_encoding, decode, locate
from ampere_data.tabular.extras import required
from ampere_data.tabular.headers import Header
from ampere_data.tabular.judging import Checked, cell_issue, check_counts
from ampere_data.tabular.keys import declared_keys, declared_references, key_fields
from ampere_data.tabular.package import Table
from ampere_data.tabular.reading import Rows, first_records, ragged_issues, read, read_head
from ampere_data.tabular.records import lost_fields
from ampere_data.tabular.report import Issue
from ampere_data.tabular.screens import Column, are_in, columns_of
from ampere_data.tabular.splitting import BLOCK, LONGEST_RECORD
from ampere_data.tabular.storage import open_text, read_bytes
from ampere_data.tabular.vectors import VectorColumns


@dataclass(slots=True)
class Screened:
    """What came of one block; rows are counted within the block.

    Attributes:
        block: The block, its blank rows left out and its columns let go.
        rows: How many rows are left.
        blank: Number and line, within the block, of the rows left out.
        wrong: For each field the rows and the notes of each text that is wrong.
        keys: The key columns, and for each the rows whose cell has no value.
    """

    block: Block
    rows: int
    blank: list[tuple[int, int]]
    wrong: dict[str, dict[str, tuple[list[int], tuple[Note, ...]]]] = field(default_factory=dict)
    keys: dict[str, tuple[Any, list[int]]] = field(default_factory=dict)


@dataclass(slots=True)
class _Screen:
    """The table under the screen, and what was found so far."""

    table: Table
    dialect: Dialect
    header: Header
    columns: dict[str, Column]
    keyed: dict[str, int]
    issues: list[Issue]
    vectors: VectorColumns
    number: int = 2
    line: int = 1
    rows: int = 0

    def look(self, block: Block) -> Screened:
        """Screen one block."""
        return screen_block(self.columns, self.header, self.keyed, block, self.dialect)

    def take(self, found: Screened) -> None:
        """Put the findings of one block in their place in the file."""
        block = found.block
        for number, line in found.blank:
            self._found("blank-row", self.line + line, self.number + number)
        for name, texts in found.wrong.items():
            position = self.header.positions[name]
            for text, (rows, notes) in texts.items():
                for row in rows:
                    cells = block.ragged.get(row)
                    if cells is None or position < len(cells):
                        self._cell(name, text, notes, row, block)
        for row, cells in block.ragged.items():
            record = (self.number + block.number(row), self.line + block.start(row), cells)
            self.issues += ragged_issues(self.table, self.header, record) if row not in block.broken else []
        for flaw in block.flaws:
            placed = replace(flaw, number=self.number + flaw.number, line=self.line + flaw.line)
            self.issues.append(placed.issue(self.table, self.dialect))
        self.vectors.append(self.line, self.number, found.rows, block, found.keys)
        self.number += block.records
        self.line += block.lines
        self.rows += found.rows

    def _cell(self, name: str, text: str, notes: Sequence[Note], row: int, block: Block) -> None:
        place = {"line": self.line + block.start(row), "row": self.number + block.number(row)}
        self.issues += [cell_issue(self.table, name, text, note, **place) for note in notes]

    def _found(self, code: str, line: int | None = None, row: int | None = None, **more: Any) -> None:  # noqa: ANN401
        self.issues.append(Issue(code, table=self.table.name, path=self.table.path, line=line, row=row, **more))


class Source:
    """A large file, opened: its dialect, its header, and the blocks below it."""

    def __init__(self, table: Table, head: bytes, stream: IO[bytes]) -> None:
        """Read the header of a file that begins with `head` and goes on with `stream`.

        Raises:
            PackageError: The dialect cannot be used, or the stream breaks off.
            UnicodeError: The file is not in its encoding, or there is no such encoding.
        """
        self.table, self.dialect = table, dialect_of(table)
        self.encoding = codec_of(declared_encoding(table)) or ""
        if not self.encoding:
            raise UnicodeError
        while not _holds_header(head, self.dialect, self.encoding):
            more = stream.read(len(head))
            if not more:
                Decoder(self.encoding).decode(head, last=True)  # that is all there is: it must not end inside a letter
                break
            head += more
        self.header, self.issues, offset, self.lines = _begin_rows(table, self.dialect, self.encoding, head)
        exact = any("" not in table.missing(one) for one in [*table.fields, {}])
        fast = can_read_fast(self.dialect, self.encoding) and not exact and self.header.usable
        self.stream = _Joined(head[offset:] if fast else head, stream)
        self.ahead = Ahead(self.stream, self.dialect, len(self.header.labels), BLOCK) if fast else None

    def close(self) -> None:
        """Drop the blocks that were not asked for, and close the file."""
        if self.ahead:
            self.ahead.close()
        self.stream.close()


def screen(source: Source, others: Sequence[Table] = (), tell: Callable[[int], None] = lambda _: None) -> Checked:
    """Check a large table, and close its file.

    Args:
        source: The file.
        others: The tables that may point at it.
        tell: Called with the number of bytes that were checked, now and then.

    Raises:
        PackageError: The stream breaks off.
    """
    try:
        return _screen(source, others, tell)
    except UnicodeError:
        return Checked(undecodable(source.table))
    finally:
        source.close()


def undecodable(table: Table) -> list[Issue]:
    """Say where a file is not in its encoding, reading it once more."""
    found = decode(b"a", table)[1] if codec_of(declared_encoding(table)) is None else _bad_byte(table)
    return [found or Issue("encoding-error", table=table.name, path=table.path, detail="unknown")]


def _bad_byte(table: Table) -> Issue | None:
    with open_text(table) as again:
        return locate(again, table)


def _screen(source: Source, others: Sequence[Table], tell: Callable[[int], None]) -> Checked:
    table, header = source.table, source.header
    if not header.usable:
        bad = _bad_byte(table)  # of which a file that is read whole has only this to say
        return Checked([bad] if bad else source.issues)
    read, found = readers(table)
    references = frozenset(name for reference in declared_references(table) for name in reference.fields)
    columns = {name: column for name, column in columns_of(table, read, references).items() if name in header.positions}
    wanted = key_fields(table, others)
    keyed = {name: header.positions[name] for name in wanted if name in header.positions}
    keyed |= header.undeclared(wanted, table.fields)
    vectors = VectorColumns(table, {name: [] for name in keyed})
    state = _Screen(table, source.dialect, header, columns, keyed, source.issues + found, vectors)
    if source.ahead:
        state.line, state.number = source.lines + 1, header.last_row + 1
        for screened, size in source.ahead.results(state.look):
            state.take(screened)
            tell(size)
    else:
        state.number = 1
        encoding = "utf-8-sig" if source.encoding == "utf-8" else source.encoding
        stream = io.BufferedReader(source.stream)
        for block in read_slowly(stream, encoding, state.dialect, header.last_row + 1, len(header.labels)):
            state.take(state.look(block))
    return _finish(state)


def _finish(state: _Screen) -> Checked:
    if not state.rows:
        state._found("source-error", 1, detail="no-rows")  # noqa: SLF001 - this module's own
    width = len(state.header.labels)
    state.issues += check_counts(state.table, width, state.rows)
    for key in declared_keys(state.table):
        if state.vectors.has(key.fields):
            state.issues += state.vectors.duplicates(key)
    lost = lost_fields(state.header, state.issues)
    reread = partial(_reread, state.table)
    return Checked(state.issues, state.rows, state.rows * width, state.vectors, lost=lost, reread=reread)


def _reread(table: Table) -> Rows | None:
    """Read the rows of a table of which only the keys were kept."""
    return read(table, read_bytes(table)[1])[0]


class _Joined(io.RawIOBase):
    """The beginning of a file that was read already, and the rest of it."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._rest.close()
        super().close()

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer
        return self._head.readinto(buffer) or self._rest.readinto(buffer)  # type: ignore[attr-defined]


def _begin_rows(table: Table, dialect: Dialect, encoding: str, head: bytes) -> tuple[Header, list[Issue], int, int]:
    """Read the header; return it with its findings, and the offset and number of the lines that it takes."""
    header, issues, lines = read_head(table, dialect, _begin(head, encoding))
    if lines is None:
        return header, issues, len(head), 0
    return header, issues, sum(len(one) for one in _first_lines(head, lines)), lines


def _holds_header(head: bytes, dialect: Dialect, encoding: str) -> bool:
    """Tell whether the beginning of a file holds its header and more, or is as long as a header may be."""
    return len(head) > LONGEST_RECORD or first_records(_begin(head, encoding), dialect).more


def _begin(head: bytes, encoding: str) -> str:
    """Decode the beginning of a file, which may end inside a letter."""
    return Decoder(encoding).decode(head).removeprefix("\ufeff")


def _first_lines(head: bytes, count: int) -> Iterator[str]:
    stream = io.StringIO(head.decode("latin-1"), newline="")
    for _ in range(count):
        yield stream.readline()


def screen_block(
    columns: Mapping[str, Column], header: Header, keyed: Mapping[str, int], block: Block, dialect: Dialect
) -> Screened:
    """Screen one block."""
    blank = _blank_rows(columns, header, block)
    found = Screened(block, 0, [])
    if blank:
        if not dialect.skip_blank_rows:
            found.blank = [(block.number(row), block.start(row)) for row in sorted(blank)]
        found.block = block = block.without(blank)
    found.rows = len(block)
    for name, column in columns.items():
        position = header.positions[name]
        if column.few:
            block.columns[position] = block.columns[position].dictionary_encode()
        wrong = column.stopped(block.columns[position])
        if wrong:
            found.wrong[name] = wrong
    for name, position in keyed.items():
        texts, known = block.columns[position], columns.get(name)
        keys, lost = known.keys(texts) if known else (filled(texts), [])
        short = [row for row, cells in block.ragged.items() if position >= len(cells)]
        found.keys[name] = (keys, lost + short)
    block.columns = []
    return found


def filled(texts: Any) -> Any:  # noqa: ANN401 - pyarrow arrays
    """Give the texts of a column that no field describes, null where they are empty."""
    pc = required("pyarrow.compute")
    return pc.if_else(are_in(texts, frozenset({""})), arrays.scalar(None), texts)


def _blank_rows(columns: Mapping[str, Column], header: Header, block: Block) -> set[int]:
    """Find the rows in which every cell stands for no value."""
    pc = required("pyarrow.compute")
    by_position = {header.positions[name]: column for name, column in columns.items()}
    blank = None
    for position, texts in enumerate(block.columns):
        column = by_position.get(position)
        empty = column.empty(texts) if column else are_in(texts, frozenset({""}))
        blank = empty if blank is None else pc.and_(blank, empty)
        if not pc.any(blank, min_count=0).as_py():
            return set()
    rows = set(pc.indices_nonzero(blank).to_pylist()) if blank is not None else set()
    rows -= block.broken
    return {row for row in rows if len(block.ragged.get(row, [])) <= len(block.columns)}
