"""A frame as a block: pandas, or anything with the Arrow C stream interface.

A frame's own types are honoured: a column of dates needs no text. Text in it is read as the text of a file would be.
Rows are numbered as in a file, the header being row 1; there are no lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ampere_data.tabular import arrays
from ampere_data.tabular.blocks import Block, Source
from ampere_data.tabular.columns import MANY, Cells, Column, Texts, text_of
from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.extras import required
from ampere_data.tabular.headers import Header, read_header
from ampere_data.tabular.held import Held
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table


def is_frame(target: object) -> bool:
    """Tell whether an object is a frame."""
    return hasattr(target, "__arrow_c_stream__") or (hasattr(target, "columns") and hasattr(target, "iloc"))


def open_frame(table: Table, frame: Any, *, filed: bool = False) -> Source:
    """Open a frame as a table.

    Args:
        table: The table.
        frame: pandas, or anything with the Arrow C stream interface.
        filed: Whether it was read from a file, in which a row that holds nothing is blank.
    """
    labels, columns = _columns(frame, table.schema.names)
    if not labels:
        empty = Issue("blank-header", table=table.name, path=table.path)
        return Held(table, Dialect(), Header(usable=False), [empty])
    header, issues = read_header(table, Dialect(), [(1, 1, labels)])
    held = [Block(columns, len(columns[0]), path=table.path)]
    issues = [issue._replace(line=None) for issue in issues]
    return Held(table, Dialect(), header, issues, held, filed=filed, writes=text_of if filed else str)


def _columns(frame: Any, names: Sequence[str]) -> tuple[list[str], list[Column]]:
    """Give labels and columns; an index of pandas that is called like a field is its column."""
    if hasattr(frame, "iloc"):
        labels = [str(label) for label in frame.columns]
        columns = [_series(frame.iloc[:, at]) for at in range(frame.shape[1])]
        index = frame.index
        for at, level in enumerate(index.names if names else ()):
            if level in names and level not in labels:
                place = min(names.index(level), len(labels))
                labels.insert(place, level)
                columns.insert(place, _series(index.get_level_values(at).to_series()))
        return labels, columns
    pa = required("pyarrow")
    # up to version 24, pyarrow dies of its own texts where it hands them to itself
    table = frame if isinstance(frame, pa.Table) else pa.table(frame)
    return [str(label) for label in table.column_names], [_plain(column) for column in table.columns]


def _series(series: Any) -> Column:
    pa = required("pyarrow")
    try:
        array = pa.Array.from_pandas(series) if series.dtype != object else None
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, TypeError, OverflowError, UnicodeError):
        array = None
    if array is not None:
        return _plain(array)
    # objects of any kind: Arrow would, for one, make days of dates that have a time
    lost = series.isna().tolist()
    cells = [None if missing else value for value, missing in zip(series.tolist(), lost, strict=True)]
    if len(cells) < MANY or not {*map(type, cells)} <= {str, type(None)}:
        return Cells(cells)
    try:
        return Texts(arrays.texts(cells))
    except (UnicodeError, OverflowError):  # a lone surrogate, or more than two gigabytes
        return Cells(cells)


def _plain(column: Any) -> Column:
    """Give texts as an array in the one type that the screens know, and all else as a list."""
    pa = required("pyarrow")
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if pa.types.is_dictionary(column.type):
        values = column.dictionary  # of which a cast does not know all kinds
        column = (values.cast(pa.string()) if pa.types.is_string_view(values.type) else values).take(column.indices)
    if pa.types.is_large_string(column.type) or pa.types.is_string_view(column.type):
        column = column.cast(pa.string())
    if pa.types.is_string(column.type) and isinstance(column, pa.Array):
        return Texts(column)
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":  # finer than Python can say
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return Cells(column.to_pylist())
