"""A frame held against a Table Schema: pandas, or anything with the Arrow C stream interface.

A frame's own types are honoured: a column of dates needs no text. Text in it is read as the text of a file would be.
Rows are numbered as in a file, the header being row 1; there are no lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from ampere_data.tabular import arrays
from ampere_data.tabular.cells import Verdict, readers
from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.extras import required
from ampere_data.tabular.headers import Header, read_header
from ampere_data.tabular.judging import Checked, cell_issue, check_counts
from ampere_data.tabular.keys import Columns, declared_keys, key_fields, key_text
from ampere_data.tabular.package import Table
from ampere_data.tabular.reading import blank_texts
from ampere_data.tabular.report import Issue
from ampere_data.tabular.screens import Column, are_in, columns_of

_FIRST_ROW = 2
# As many rows as make it worth while to screen their texts.
_MANY = 2_000
# The types of which every value is right in a field without constraints; no text is missing if it is none.
_SURE = {
    "integer": frozenset([int]),
    "number": frozenset([int, float, Decimal]),
    "boolean": frozenset([bool]),
    "date": frozenset([date]),
}


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table by column.

    Attributes:
        columns: For each label an Arrow array, or a list.
        numbers: The number of each row.
        short: For each row that has fewer cells than labels, how many it has.
        lines: The line of each row, where they come from a file that has lines.
        show: Writes a value for people.
    """

    columns: list[Any]
    numbers: Sequence[int]
    short: Mapping[int, int] = field(default_factory=dict)
    lines: Sequence[int | None] = ()
    show: Callable[[Any], str] = str

    def place(self, row: int) -> dict[str, Any]:
        """Say where a row stands."""
        return {"row": self.numbers[row], "line": self.lines[row] if self.lines else None}


def is_frame(target: object) -> bool:
    """Tell whether an object is a frame."""
    return hasattr(target, "__arrow_c_stream__") or (hasattr(target, "columns") and hasattr(target, "iloc"))


def check_frame(table: Table, frame: Any, others: Sequence[Table] = (), *, filed: bool = False) -> Checked:  # noqa: ANN401
    """Check a frame, of any kind, against the schema of a table.

    Args:
        table: The table.
        frame: pandas, or anything with the Arrow C stream interface.
        others: The tables that may point at it.
        filed: Whether it was read from a file, in which a row that holds nothing is blank.
    """
    labels, columns = _columns(frame)
    header, issues = _match(table, labels)
    if not header.usable:
        return Checked(issues)
    rows = len(columns[0]) if columns else 0
    grid = Grid(columns, range(_FIRST_ROW, rows + _FIRST_ROW))
    if not filed:
        return check_columns(table, header, grid, issues, others)
    grid, blank = _without_blank(table, header, grid)
    return check_columns(table, header, grid, [*issues, *blank], others)


def _without_blank(table: Table, header: Header, grid: Grid) -> tuple[Grid, list[Issue]]:
    """Leave out the rows that hold nothing, and report them."""
    pc = required("pyarrow.compute")
    blank = None
    for column, texts in zip(grid.columns, blank_texts(table, header), strict=True):
        empty = column.is_null()
        if column.type == "string":
            empty = pc.or_(empty, pc.fill_null(are_in(column, texts), fill_value=True))
        blank = empty if blank is None else pc.and_(blank, empty)
        if not pc.any(blank, min_count=0).as_py():
            return grid, []
    place: dict[str, Any] = {"table": table.name, "path": table.path}
    issues = [Issue("blank-row", row=grid.numbers[row], **place) for row in pc.indices_nonzero(blank).to_pylist()]
    kept = pc.indices_nonzero(pc.invert(blank))
    return Grid([one.take(kept) for one in grid.columns], [grid.numbers[row] for row in kept.to_pylist()]), issues


def check_columns(
    table: Table, header: Header, grid: Grid, issues: list[Issue], others: Sequence[Table] = ()
) -> Checked:
    """Check columns whose header is read already; `issues` is what was found on the way."""
    rows = len(grid.numbers)
    read, found = readers(table)
    issues += found
    screens = columns_of(table, read, frozenset())
    wanted = key_fields(table, others)
    keys = Columns(table, grid.lines or [None] * rows, grid.numbers)
    for name, position in header.positions.items():
        cells = _Cells(grid.columns[position], screens[name])
        missing = {row for row, width in grid.short.items() if position >= width}
        issues += cells.issues(table, name, grid, missing)
        if name in wanted:
            keys.texts[name], keys.unreadable[name] = cells.keys()
            keys.unreadable[name] |= missing
    for name, position in header.undeclared(wanted, table.fields).items():
        column = grid.columns[position]
        keys.texts[name] = [key_text(value) for value in (column if isinstance(column, list) else column.to_pylist())]
    if not rows:
        issues.append(Issue("source-error", table=table.name, path=table.path, detail="no-rows"))
    issues += check_counts(table, len(header.labels), rows)
    for key in declared_keys(table):
        if keys.has(key.fields):
            issues += keys.duplicates(key)
    return Checked(issues, rows, rows * len(header.labels), keys)


def _columns(frame: Any) -> tuple[list[str], list[Any]]:  # noqa: ANN401 - any kind of frame
    """Give the labels, and each column as an Arrow array, or as a list where Arrow has no type for it."""
    pa = required("pyarrow")
    if hasattr(frame, "iloc"):
        return [str(label) for label in frame.columns], [_series(frame.iloc[:, at]) for at in range(frame.shape[1])]
    table = pa.table(frame)
    return [str(label) for label in table.column_names], [_plain(column) for column in table.columns]


def _series(series: Any) -> Any:  # noqa: ANN401 - a pandas Series
    pa = required("pyarrow")
    try:
        array = pa.Array.from_pandas(series) if series.dtype != object else None
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, TypeError, OverflowError, UnicodeError):
        array = None
    if array is None:  # objects of any kind: Arrow would, for one, make days of dates that have a time
        lost = series.isna().tolist()
        return [None if missing else value for value, missing in zip(series.tolist(), lost, strict=True)]
    return _plain(array)


def _plain(column: Any) -> Any:  # noqa: ANN401 - an Arrow array
    """Give one array without dictionary, text in the one type that the screen knows."""
    pa = required("pyarrow")
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_large_string(column.type) or pa.types.is_string_view(column.type):
        column = column.cast(pa.string())
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":  # finer than Python can say
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return column


def _match(table: Table, labels: list[str]) -> tuple[Header, list[Issue]]:
    if not labels:
        return Header(usable=False), [Issue("blank-header", table=table.name, path=table.path)]
    header, issues = read_header(table, Dialect(), [(1, 1, labels)], "")
    return header, [replace(issue, line=None) for issue in issues]


def _screened(column: Any) -> Any:  # noqa: ANN401 - an Arrow array or a list
    """Make an Arrow array of a long list of texts, which the screen is made for."""
    if not isinstance(column, list) or len(column) < _MANY or not {*map(type, column)} <= {str, type(None)}:
        return column
    try:
        return arrays.texts(column)
    except (UnicodeError, OverflowError):  # a lone surrogate, or more than two gigabytes
        return column


class _Cells:
    """The cells of one column, each distinct value read once."""

    def __init__(self, column: Any, screen: Column) -> None:  # noqa: ANN401 - an Arrow array or a list
        self._column, self._screen = _screened(column), screen
        self._known: dict[Any, Verdict] = {}

    def issues(self, table: Table, name: str, grid: Grid, missing: set[int]) -> Iterator[Issue]:
        """Report every cell that is wrong, but for those that are not there."""
        for row, value in self._unsure():
            if row in missing:
                continue
            verdict = self._read(value)
            for note in verdict.notes:
                shown = None if value is None else grid.show(value)
                yield cell_issue(table, name, shown, note, **grid.place(row))

    def keys(self) -> tuple[Sequence[str | None], set[int]]:
        """Give the text that equal values share, row by row, and the rows whose cell has no value."""
        values = self._column if isinstance(self._column, list) else self._column.to_pylist()
        verdicts = [self._read(value) for value in values]
        return [key_text(one.value) for one in verdicts], {row for row, one in enumerate(verdicts) if one.unreadable}

    def _unsure(self) -> Iterator[tuple[int, Any]]:
        """Give the rows and values that the screen does not pass."""
        if isinstance(self._column, list):
            sure = self._sure()
            yield from (one for one in enumerate(self._column) if type(one[1]) not in sure)
            return
        rows = self._stopped()
        if rows is None:
            yield from enumerate(self._column.to_pylist())
        else:
            yield from zip(rows.to_pylist(), self._column.take(rows).to_pylist(), strict=True)

    def _sure(self) -> frozenset[type]:
        """Give the types of which any value is right."""
        described = self._screen.reader.descriptor
        constraints = {*(described.get("constraints") or {})} - {"required", "unique"}
        kind = str(described.get("type")) if described.get("format", "default") == "default" else ""
        return frozenset() if constraints or described.get("categories") else _SURE.get(kind, frozenset())

    def _stopped(self) -> Any:  # noqa: ANN401 - an Arrow array
        """List the rows that the screen stops, None where it stops all."""
        pa, pc = required("pyarrow"), required("pyarrow.compute")
        kind = self._column.type
        sure = None
        if pa.types.is_string(kind) and self._screen.passes is not None:
            sure = self._screen.passes(self._column)
            sure = pc.is_valid(self._column) if sure is None else sure
        return None if sure is None else pc.indices_nonzero(pc.invert(pc.fill_null(sure, fill_value=False)))

    def _read(self, value: Any) -> Verdict:  # noqa: ANN401 - a value of any type
        try:
            key = (type(value), value)
            verdict = self._known.get(key)
        except TypeError:  # a list or a mapping
            return self._screen.reader.judge(value)
        if verdict is None:
            verdict = self._known[key] = self._screen.reader.judge(value)
        return verdict
