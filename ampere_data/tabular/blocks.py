"""Tables as blocks of rows: columns with their places, be they a small file, a large one, a frame or a sheet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from math import prod
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol, TypeVar

from ampere_data.tabular import arrays
from ampere_data.tabular.columns import Column, Texts, text_of
from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.extras import required
from ampere_data.tabular.headers import Header
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table

T = TypeVar("T")

# How many bytes of a large file are read at a time.
BLOCK = 4 * 1024 * 1024
# A record of more bytes, or characters, is not read: that bounds the memory that a file may take.
LONGEST_RECORD = 32 * 1024 * 1024
# As many combinations as a number of 64 bits tells apart.
_MOST_CODES = 2**62


class Flaw(NamedTuple):
    """A quote that is never closed, or too late, or a record without end: what stands there and below is not read.

    Attributes:
        number: The number of the record in which it opens.
        line: The line on which that record starts.
        column: The character of its own line at which it opens, from 1.
        opened: On which line of the record, from 0, it opens.
        closed: On which line of the record it is closed, None where it never is.
        value: How the cell begins.
        endless: Whether it is the record that is too long, with no quote to blame.
    """

    number: int
    line: int
    column: int
    opened: int
    closed: int | None
    value: str
    endless: bool = False

    def issue(self, table: Table, path: str, number: int, line: int) -> Issue:
        """Make the finding, in its place in the file."""
        params: dict[str, object] = {"column": self.column, "opened": line + self.opened}
        more: dict[str, Any] = {"detail": "quote"}
        if self.endless:
            params, more = {"most": LONGEST_RECORD // 2**20}, {"detail": "endless"}
        if self.closed is not None:
            params["closed"] = line + self.closed
            more = {"detail": "late-quote", "hint": "late-quote"}
        place = {"table": table.name, "path": path, "line": line, "row": number}
        return Issue("source-error", value=self.value, params=params, **place, **more)  # type: ignore[arg-type]


class Block:
    """Some rows of a table, as columns.

    Attributes:
        columns: One column per label.
        records: How many records the block took, among them comments, which are no rows.
        lines: How many physical lines the block took; 0 where there are no lines.
        numbers: The number of each row's record within the block, from 0; None where it is the row's position.
        surplus: How many lines more than records the block has above each row; None where each record is a line.
        ragged: The cells of each row that has too few or too many, by position.
        flaw: A forgotten quote at which reading ended; number and lines are those of the block, from 0.
        labels: The position of each column that has a name.
        number: The number of the block's first record in the table.
        line: The line of the file on which the block starts, None where there are no lines.
        path: The file that the block is of.
        size: How many bytes of the file it took.
        keys: For each key field the text that equal values share, None where there is none.
        unreadable: For each key field the rows whose cell has no value because it is not of the field's type.
        rows: The number of rows, once the columns were let go.
        torn: For each row in which text follows a quote that closes a cell, at which of its characters.
        data: Its bytes, as long as it is looked at, where it was read as such.
        cleared: What rules surely have nothing to say of these, by names of theirs.
    """

    def __init__(
        self,
        columns: list[Column],
        records: int,
        lines: int = 0,
        *,
        labels: Mapping[str, int] = MappingProxyType({}),
        path: str = "",
    ) -> None:
        self.columns, self.records, self.lines, self.labels, self.path = columns, records, lines, labels, path
        self.numbers: Any = None
        self.surplus: Any = None
        self.ragged: dict[int, list[Any]] = {}
        self.torn: dict[int, int] = {}
        self.flaw: Flaw | None = None
        self.number, self.size, self.rows = 2, 0, -1
        self.line: int | None = None
        self.keys: dict[str, Column] = {}
        self.unreadable: dict[str, set[int]] = {}
        self.data: bytes | bytearray | None = None
        self.cleared: set[str] = set()

    def __len__(self) -> int:
        return self.rows if self.rows >= 0 else len(self.columns[0]) if self.columns else 0

    def number_in(self, row: int) -> int:
        """Return the number of a row's record within the block, from 0."""
        return row if self.numbers is None else _whole(self.numbers[row])

    def start_in(self, row: int) -> int:
        """Return the line of the block, from 0, on which a row starts."""
        return self.number_in(row) + (0 if self.surplus is None else _whole(self.surplus[row]))

    def place(self, row: int) -> dict[str, Any]:
        """Say where a row stands."""
        line = None if self.line is None else self.line + self.start_in(row)
        return {"path": self.path, "line": line, "row": self.number + self.number_in(row)}

    def column(self, name: str) -> Column:
        """Return a column by its name."""
        return self.columns[self.labels[name]]

    def has(self, *names: object) -> bool:
        """Tell whether there are columns of these names."""
        return all(name in self.labels for name in names)

    def text(self, row: int, name: str) -> str | None:
        """Return the text of one cell, None where there is no such column."""
        if name not in self.labels:
            return None
        return text_of(self.column(name).take([row]).cells()[0])

    def without(self, rows: set[int]) -> None:
        """Leave out some rows."""
        if not rows:
            return
        kept = [row for row in range(len(self)) if row not in rows]
        position = {row: at for at, row in enumerate(kept)}
        self.surplus = None if self.surplus is None else [_whole(self.surplus[row]) for row in kept]
        self.numbers = [self.number_in(row) for row in kept]
        self.columns = [column.take(kept) for column in self.columns]
        self.ragged = {position[row]: cells for row, cells in self.ragged.items() if row in position}
        self.torn = {position[row]: at for row, at in self.torn.items() if row in position}

    def keep(self, names: Sequence[str]) -> None:
        """Let go of all columns but some."""
        kept = [self.column(name) for name in names]
        self.rows = len(self)
        self.columns, self.labels = kept, {name: at for at, name in enumerate(names)}

    def find(
        self,
        names: Sequence[str],
        judge: Callable[..., T | None],
        where: tuple[str, Collection[str]] | None = None,
    ) -> Iterator[tuple[int, T]]:
        """Put each distinct combination of the texts of some columns to `judge`; give the rows it says something of.

        Args:
            names: The columns.
            judge: Takes as many texts; a missing one is empty.
            where: A column and the texts that it must have for a row to be looked at.
        """
        columns = [self.column(name) for name in names]
        rows: Sequence[int] | None = None
        if where:
            wanted = where[1]
            rows = [row for row, _, _ in self.column(where[0]).find(lambda cell: text_of(cell) in wanted)]
            if not rows:
                return
            columns = [column.take(rows) for column in columns]
        for row, said in _combined(columns, judge):
            yield (row if rows is None else rows[row]), said


def _combined(columns: list[Column], judge: Callable[..., T | None]) -> Iterator[tuple[int, T]]:
    if len(columns) == 1:
        yield from ((row, said) for row, _, said in columns[0].find(lambda cell: judge(text_of(cell))))
        return
    coded = [column.coded().array for column in columns if isinstance(column, Texts)]
    if len(coded) == len(columns) and prod(len(one.dictionary) + 1 for one in coded) < _MOST_CODES:
        yield from _combined_codes(coded, judge)
        return
    known: dict[tuple[str, ...], T | None] = {}
    lists = [[text_of(cell) for cell in column.cells()] for column in columns]
    for row, texts in enumerate(zip(*lists, strict=True)):
        if texts not in known:
            known[texts] = judge(*texts)
        if said := known[texts]:
            yield row, said


def _combined_codes(coded: list[Any], judge: Callable[..., T | None]) -> Iterator[tuple[int, T]]:
    """Number the distinct combinations, judge each, and find the rows of those of which something is said."""
    pc = required("pyarrow.compute")
    texts = [[text or "" for text in one.dictionary.to_pylist()] + [""] for one in coded]
    combined: Any = None
    for one, own in zip(coded, texts, strict=True):
        codes = one.indices.cast("int64")
        if codes.null_count:
            codes = pc.fill_null(codes, arrays.scalar(len(own) - 1))
        combined = codes if combined is None else pc.add(pc.multiply(combined, arrays.scalar(len(own))), codes)
    said: dict[int, T] = {}
    for code in pc.unique(combined).to_pylist():
        left, parts = code, []
        for own in reversed(texts):
            left, at = divmod(left, len(own))
            parts.append(own[at])
        if found := judge(*reversed(parts)):
            said[code] = found
    if said:
        rows = pc.indices_nonzero(pc.is_in(combined, arrays.long_numbers(said)))
        yield from zip(rows.to_pylist(), map(said.__getitem__, combined.take(rows).to_pylist()), strict=True)


def _whole(value: Any) -> int:
    return int(value.as_py() if hasattr(value, "as_py") else value)


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
