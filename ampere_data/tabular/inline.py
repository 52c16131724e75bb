"""Rows of values, not of texts: lists, the first of them the header, or objects.

They stand in the descriptor itself, or come from a file that is no CSV. They are checked like a frame, once they are
columns; what they have that no frame has, rows that are blank or of the wrong length, is found here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any, NamedTuple

from ampere_data.tabular.dialects import Dialect, dialect_of
from ampere_data.tabular.frames import Grid, check_columns
from ampere_data.tabular.headers import Header, read_header
from ampere_data.tabular.judging import Checked
from ampere_data.tabular.package import PackageError, Table
from ampere_data.tabular.reading import Rows, blank_texts, ragged_issues
from ampere_data.tabular.report import Issue
from ampere_data.words.reasons import Reason

# Short rows are filled up with empty cells, but with no more than this, or than so many times the cells there are.
MOST_FILLED = 4 * 1024 * 1024
MOST_TIMES = 20


class Record(NamedTuple):
    """One row: its number, the header being row 1, its line in the file if it has one, and its cells."""

    number: int
    line: int | None
    cells: list[Any]


def check_data(table: Table, others: Sequence[Table] = (), *, keep: bool = False) -> Checked:
    """Check the rows that stand in a descriptor.

    Args:
        table: The table.
        others: The tables that may point at it.
        keep: Whether the rows are kept as texts, for whoever looks at whole rows.

    Raises:
        PackageError: They are neither lists nor objects, or their dialect cannot be used.
    """
    lists = enumerate(_lists(table, table.descriptor["data"]), start=1)
    return check_records(table, [Record(number, None, cells) for number, cells in lists], [], others, keep=keep)


def _lists(table: Table, data: Any) -> Iterator[list[Any]]:  # noqa: ANN401 - as above
    """Give the header and each row as a list; of objects, the fields of the schema or else the keys of the first."""
    rows: list[Any] = data if isinstance(data, list) else [None]
    if rows and all(isinstance(row, dict) for row in rows):
        labels = [one["name"] for one in table.fields] or list(rows[0])
        yield labels
        yield from ([row.get(label) for label in labels] for row in rows)
    elif all(isinstance(row, list) for row in rows):
        yield from rows
    else:
        raise PackageError("source-error", Reason("data-shape"), table=table.name)


def check_records(
    table: Table, records: Sequence[Record], issues: list[Issue], others: Sequence[Table] = (), *, keep: bool = False
) -> Checked:
    """Check records, the header among them; `issues` is what was found while they were read.

    Args:
        table: The table.
        records: The header, unless the dialect has none, and the rows.
        issues: What was found while they were read.
        others: The tables that may point at it.
        keep: Whether the rows are kept as texts.

    Raises:
        PackageError: Their dialect cannot be used, or they would fill more memory than they are worth.
    """
    if not records:
        return Checked([*issues, Issue("source-error", table=table.name, path=table.path, detail="empty")])
    dialect = dialect_of(table)
    header, found = read_header(table, dialect, _top(dialect, records), "")
    issues += [replace(issue, line=issue.line or None) for issue in found]
    if not header.usable:
        return Checked(issues)
    rows = [one for one in records if one.number > header.last_row]
    if dialect.comment_char or dialect.comment_rows:
        rows = [one for one in rows if not _is_comment(dialect, one)]
    missing = blank_texts(table, header)
    blank = [one for one in rows if _is_blank(missing, one.cells)]
    if blank:
        numbers = {one.number for one in blank}
        rows = [one for one in rows if one.number not in numbers]
        if not dialect.skip_blank_rows:
            place = {"table": table.name, "path": table.path}
            issues += [Issue("blank-row", line=one.line, row=one.number, **place) for one in blank]  # type: ignore[arg-type]
    grid, ragged = _grid(table, header, rows)
    checked = check_columns(table, header, grid, [*issues, *ragged], others)
    if keep:
        checked.read = _texts(table, header, rows)
    if blank and dialect.skip_blank_rows:  # a file with rows that are passed over is not cut off below the header
        checked.issues = [issue for issue in checked.issues if issue.detail != "no-rows"]
    return checked


def _top(dialect: Dialect, records: Sequence[Record]) -> list[tuple[int, int, list[str]]]:
    """Give the records that may be the header as texts, down to the first that is no comment."""
    last = max(dialect.header_rows or (), default=0)
    top = []
    for one in records:
        top.append((one.number, one.line or 0, [text_of(cell) for cell in one.cells]))
        if one.number >= last and not _is_comment(dialect, one):
            break
    return top


def _is_comment(dialect: Dialect, record: Record) -> bool:
    first = record.cells[0] if record.cells else None
    return dialect.is_comment(record.number, [first] if isinstance(first, str) else [])


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


def _is_blank(missing: list[frozenset[str]], cells: list[Any]) -> bool:
    for cell, texts in zip(cells, missing, strict=False):
        if cell is not None and not (isinstance(cell, str) and cell in texts):
            return False
    return len(cells) <= len(missing)


def _grid(table: Table, header: Header, rows: list[Record]) -> tuple[Grid, list[Issue]]:
    """Turn rows into columns, and report those of the wrong length."""
    width = len(header.labels)
    demand_dense(table, width * len(rows), sum(len(one.cells) for one in rows))
    issues: list[Issue] = []
    short: dict[int, int] = {}
    for at, (number, line, cells) in enumerate(rows):
        if len(cells) != width:
            found = ragged_issues(table, header, (number, line or 0, [text_of(cell) for cell in cells]))
            issues += [replace(issue, line=line) for issue in found]
        if len(cells) < width:
            short[at] = len(cells)
    columns = [[one.cells[at] if at < len(one.cells) else None for one in rows] for at in range(width)]
    return Grid(columns, [one.number for one in rows], short, [one.line for one in rows], text_of), issues


def demand_dense(table: Table, cells: int, given: int) -> None:
    """Refuse rows that would fill many more cells than they have.

    Raises:
        PackageError: They would.
    """
    if cells - given > max(MOST_FILLED, MOST_TIMES * given):
        raise PackageError("source-error", Reason("too-sparse", cells=cells), table=table.name, path=table.path)


def _texts(table: Table, header: Header, rows: list[Record]) -> Rows:
    """Give rows as a CSV file would have them."""
    width = len(header.labels)
    cells = [[text_of(cell) for cell in one.cells[:width]] + [""] * (width - len(one.cells)) for one in rows]
    short = {at: len(one.cells) for at, one in enumerate(rows) if len(one.cells) < width}
    lines = [one.line or one.number for one in rows]
    return Rows(table, header.labels, cells, lines, [one.number for one in rows], header, short)
