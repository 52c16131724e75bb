"""Rows as blocks: columns with their places, be they a small file, a large one, a frame or a sheet.

A column is a list of cells or, where there are many texts, an Arrow array of them. Both answer the same questions, each
distinct cell being looked at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from math import prod
from typing import Any, TypeVar

from ampere_data.tabular import arrays
from ampere_data.tabular.extras import required
from ampere_data.tabular.package import Table
from ampere_data.tabular.report import Issue

T = TypeVar("T")

# As many texts as make it worth while to hold them in an Arrow array.
MANY = 2_000
# As many combinations as a number of 64 bits tells apart.
_MOST_CODES = 2**62


def text_of(cell: Any) -> str:  # noqa: ANN401 - the values of all field types
    """Write a value as a CSV file would have it."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, list | dict):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


class Cells:
    """A column as a list of cells: texts, or values of any type."""

    __slots__ = ("_cells",)

    def __init__(self, cells: Sequence[Any]) -> None:
        """Hold cells."""
        self._cells = cells

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._cells)

    def cells(self) -> Sequence[Any]:
        """Give every cell."""
        return self._cells

    def take(self, rows: Sequence[int]) -> Cells:
        """Keep some rows."""
        return Cells([self._cells[row] for row in rows])

    def empty(self, missing: Collection[str]) -> set[int]:
        """Give the rows whose cell is none, or one of the texts that stand for no value."""
        return {
            row for row, cell in enumerate(self._cells) if cell is None or (isinstance(cell, str) and cell in missing)
        }

    def filled(self, missing: Collection[str]) -> set[int]:
        """Give the other rows."""
        return set(range(len(self))) - self.empty(missing)

    def find(
        self,
        judge: Callable[[Any], T | None],
        sure: Callable[[Any], Any] | None = None,  # noqa: ARG002 - as of `Texts`, where looking at each takes long
    ) -> Iterator[tuple[int, Any, T]]:
        """Give row, cell and verdict of each cell of which `judge` has something to say."""
        for row, cell in enumerate(self._cells):
            if said := judge(cell):
                yield row, cell, said

    def replaced(self, replace: Callable[[Any], str | None]) -> Cells:
        """Put a text in the place of each cell."""
        return Cells([replace(cell) for cell in self._cells])


class Texts:
    """A column as an Arrow array of texts."""

    __slots__ = ("array",)

    def __init__(self, array: Any) -> None:  # noqa: ANN401 - pyarrow ships no types
        """Hold an array of texts, or a dictionary of them."""
        self.array = array

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.array)

    def cells(self) -> Sequence[Any]:
        """Give every text, None where there is none."""
        found: list[Any] = self.array.to_pylist()
        return found

    def take(self, rows: Sequence[int]) -> Texts:
        """Keep some rows."""
        return Texts(self.array.take(arrays.numbers(rows)))

    def coded(self) -> Texts:
        """Hold each distinct text once."""
        return self if hasattr(self.array, "dictionary") else Texts(self.array.dictionary_encode())

    def empty(self, missing: Collection[str]) -> set[int]:
        """Give the rows without a text, or with one of those that stand for no value."""
        pc = required("pyarrow.compute")
        return set(pc.indices_nonzero(self.are_empty(missing)).to_pylist())

    def filled(self, missing: Collection[str]) -> set[int]:
        """Give the other rows."""
        pc = required("pyarrow.compute")
        return set(pc.indices_nonzero(pc.invert(self.are_empty(missing))).to_pylist())

    def are_empty(self, missing: Collection[str]) -> Any:  # noqa: ANN401 - a pyarrow array
        """Tell which rows are empty."""
        pc = required("pyarrow.compute")
        if hasattr(self.array, "dictionary"):
            codes = [at for at, text in enumerate(self.array.dictionary.to_pylist()) if text in missing]
            found = pc.is_in(self.array.indices, arrays.numbers(codes))
        else:
            found = arrays.are_in(self.array, missing)
        return pc.or_(found, self.array.is_null()) if self.array.null_count else found

    def find(
        self, judge: Callable[[Any], T | None], sure: Callable[[Any], Any] | None = None
    ) -> Iterator[tuple[int, Any, T]]:
        """Give row, text and verdict of each text of which `judge` has something to say.

        Args:
            judge: Looks at each distinct text once.
            sure: Tells for an array of texts which of them `judge` surely has nothing to say of.
        """
        pc = required("pyarrow.compute")
        array, rows = self.array, None
        if not hasattr(array, "dictionary"):
            rows = _unsure(array, sure)
            if rows is not None:
                if not len(rows):
                    return
                array = array.take(rows)
            array = array.dictionary_encode()
        distinct, places = array.dictionary, None
        if rows is None and (places := _unsure(distinct, sure)) is not None:
            distinct = distinct.take(places)
        codes = range(len(distinct)) if places is None else places.to_pylist()
        said = {
            code: (text, one) for code, text in zip(codes, distinct.to_pylist(), strict=True) if (one := judge(text))
        }
        nulls = judge(None) if array.indices.null_count else None
        if nulls:
            at = pc.indices_nonzero(array.indices.is_null())
            yield from ((row, None, nulls) for row in (at if rows is None else rows.take(at)).to_pylist())
        if said:
            at = pc.indices_nonzero(pc.is_in(array.indices, arrays.numbers(said)))
            found = (at if rows is None else rows.take(at)).to_pylist()
            for row, code in zip(found, array.indices.take(at).to_pylist(), strict=True):
                yield row, *said[code]

    def replaced(self, replace: Callable[[Any], str | None]) -> Texts:
        """Put a text in the place of each distinct one."""
        pa = required("pyarrow")
        coded = self.coded().array
        texts = arrays.texts([replace(text) for text in coded.dictionary.to_pylist()])
        return Texts(pa.DictionaryArray.from_arrays(coded.indices, texts))


Column = Cells | Texts


def unordered(lower: Column, upper: Column) -> list[int]:
    """List the rows in which a number is not surely less than another: near enough, they may be equal."""
    if isinstance(lower, Texts) and isinstance(upper, Texts):
        pa, pc = required("pyarrow"), required("pyarrow.compute")
        try:
            less = pc.less(lower.array.cast("float64"), upper.array.cast("float64"))
        except pa.ArrowInvalid:  # one of them is no number
            return list(range(len(lower)))
        found: list[int] = pc.indices_nonzero(pc.invert(less)).to_pylist()
        return found
    return list(range(len(lower)))


def _unsure(array: Any, sure: Callable[[Any], Any] | None) -> Any:  # noqa: ANN401 - pyarrow arrays
    """List the positions of the texts that are not sure, None where none is."""
    pc = required("pyarrow.compute")
    if sure is None:
        return None
    passed = sure(array)
    if array.null_count:
        passed = pc.fill_null(passed, arrays.scalar(value=False))
    return arrays.numbers([]) if pc.all(passed, min_count=0).as_py() else pc.indices_nonzero(pc.invert(passed))


@dataclass(frozen=True, slots=True)
class Flaw:
    """A quote that is never closed, or too late: what stands there and below is not read.

    Attributes:
        number: The number of the record in which it opens.
        line: The line on which that record starts.
        column: The character of its own line at which it opens, from 1.
        opened: On which line of the record, from 0, it opens.
        closed: On which line of the record it is closed, None where it never is.
        value: How the cell begins.
    """

    number: int
    line: int
    column: int
    opened: int
    closed: int | None
    value: str

    def issue(self, table: Table, path: str, number: int, line: int) -> Issue:
        """Make the finding, in its place in the file."""
        params = {"column": self.column, "opened": line + self.opened}
        more: dict[str, Any] = {"detail": "quote"}
        if self.closed is not None:
            params["closed"] = line + self.closed
            more = {"detail": "late-quote", "hint": "late-quote"}
        place = {"table": table.name, "path": path, "line": line, "row": number}
        return Issue("source-error", value=self.value, params=params, **place, **more)  # type: ignore[arg-type]


@dataclass(slots=True)
class Block:
    """Some rows of a table, as columns.

    Attributes:
        columns: One column per label.
        records: How many records the block took, among them comments, which are no rows.
        lines: How many physical lines the block took; 0 where there are no lines.
        numbers: The number of each row's record within the block, from 0; None where it is the row's position.
        starts: On which line of the block, from 0, each row starts; None where it is the same as its number.
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
    """

    columns: list[Column]
    records: int
    lines: int = 0
    numbers: Any = None
    starts: Any = None
    ragged: dict[int, list[Any]] = field(default_factory=dict)
    flaw: Flaw | None = None
    labels: Mapping[str, int] = field(default_factory=dict)
    number: int = 2
    line: int | None = None
    path: str = ""
    size: int = 0
    keys: dict[str, Column] = field(default_factory=dict)
    unreadable: dict[str, set[int]] = field(default_factory=dict)
    rows: int = -1

    def __len__(self) -> int:
        """Return the number of rows."""
        return self.rows if self.rows >= 0 else len(self.columns[0]) if self.columns else 0

    def number_in(self, row: int) -> int:
        """Return the number of a row's record within the block, from 0."""
        return row if self.numbers is None else _whole(self.numbers[row])

    def start_in(self, row: int) -> int:
        """Return the line of the block, from 0, on which a row starts."""
        return self.number_in(row) if self.starts is None else _whole(self.starts[row])

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
        kept = [row for row in range(len(self)) if row not in rows]
        position = {row: at for at, row in enumerate(kept)}
        starts = None if self.lines == 0 and self.starts is None else [self.start_in(row) for row in kept]
        self.numbers, self.starts = [self.number_in(row) for row in kept], starts
        self.columns = [column.take(kept) for column in self.columns]
        self.ragged = {position[row]: cells for row, cells in self.ragged.items() if row in position}

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


def _whole(value: Any) -> int:  # noqa: ANN401 - a number, or pyarrow's
    return int(value.as_py() if hasattr(value, "as_py") else value)
