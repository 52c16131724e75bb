"""Rows that stand in the descriptor itself: lists, the first of them the header, or objects.

They are checked like a frame, once they are columns; what they have that no frame has, rows that are blank or of the
wrong length, is found here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ampere_data.checking.framing import Grid, check_columns
from ampere_data.checking.judging import Checked
from ampere_data.files.dialects import dialect_of
from ampere_data.files.headers import Header, read_header
from ampere_data.files.reading import blank_texts, ragged_issues
from ampere_data.package import PackageError, Table
from ampere_data.reasons import Reason
from ampere_data.report import Issue

_Record = tuple[int, list[Any]]


def check_data(table: Table, data: Any, others: Sequence[Table] = ()) -> Checked:  # noqa: ANN401 - JSON of any kind
    """Check the rows that stand in a descriptor; `others` are the tables that may point at it.

    Raises:
        PackageError: They are neither lists nor objects, or their dialect cannot be used.
    """
    records = list(enumerate(_lists(table, data), start=1))
    if not records:
        return Checked([Issue("source-error", table=table.name, detail="empty")])
    dialect = dialect_of(table)
    kept = [(number, cells) for number, cells in records if not dialect.is_comment(number, _texts(cells))]
    header, found = read_header(table, dialect, [(number, number, _texts(cells)) for number, cells in records], "")
    issues = [replace(issue, line=None) for issue in found]
    if not header.usable:
        return Checked(issues)
    rows = [record for record in kept if record[0] > header.last_row]
    missing = blank_texts(table, header)
    blank = {number for number, cells in rows if _is_blank(missing, cells)}
    if not dialect.skip_blank_rows:
        issues += [Issue("blank-row", table=table.name, row=number) for number in sorted(blank)]
    grid, ragged = _grid(table, header, [record for record in rows if record[0] not in blank])
    checked = check_columns(table, header, grid, [*issues, *ragged], others)
    if blank:  # whose file has blank rows is not cut off below the header
        checked.issues = [issue for issue in checked.issues if issue.detail != "no-rows"]
    return checked


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


def _texts(cells: list[Any]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in cells]


def _is_blank(missing: list[frozenset[str]], cells: list[Any]) -> bool:
    pairs = zip(cells, missing, strict=False)
    empty = (cell is None or (isinstance(cell, str) and cell in texts) for cell, texts in pairs)
    return len(cells) <= len(missing) and all(empty)


def _grid(table: Table, header: Header, rows: list[_Record]) -> tuple[Grid, list[Issue]]:
    """Turn rows into columns, and report those of the wrong length."""
    width = len(header.labels)
    issues: list[Issue] = []
    short: dict[int, int] = {}
    for at, (number, cells) in enumerate(rows):
        if len(cells) != width:
            found = ragged_issues(table, header, (number, number, _texts(cells)))
            issues += [replace(issue, line=None) for issue in found]
        if len(cells) < width:
            short[at] = len(cells)
    columns = [[cells[at] if at < len(cells) else None for _, cells in rows] for at in range(width)]
    return Grid(columns, [number for number, _ in rows], short), issues
