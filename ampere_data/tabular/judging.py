"""A small table: every cell is put to Frictionless' field reader.

A table of a few thousand rows is done before the libraries that would make it faster are even loaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ampere_data.tabular.cells import Note, Reader, readers
from ampere_data.tabular.keys import Columns, Keyed, declared_keys, key_fields, key_text
from ampere_data.tabular.package import PackageError, Table
from ampere_data.tabular.reading import Rows, read
from ampere_data.tabular.records import lost_fields
from ampere_data.tabular.report import Issue
from ampere_data.tabular.storage import open_stored, read_bytes
from ampere_data.words.reasons import Reason

_MOST_NAMED = 20_000


@dataclass(slots=True)
class Checked:
    """What came of checking one table.

    Attributes:
        issues: What was found.
        rows: How many rows there are.
        cells: How many cells were looked at.
        keys: The columns that keys are made of, for the tables that point here and to look up where this one points.
        read: The rows as text, None where they were not kept or cannot be told apart.
        raw: The file's bytes, None where they were not kept.
        lost: The fields of which a quote that is never closed, or too late, has swallowed cells.
        reread: A way to read the rows as text where they were not kept, None where there is none.
    """

    issues: list[Issue]
    rows: int = 0
    cells: int = 0
    keys: Keyed | None = None
    read: Rows | None = None
    raw: bytes | None = None
    lost: frozenset[str] = frozenset()
    reread: Callable[[], Rows | None] | None = None

    def texts(self) -> Rows | None:
        """Give the rows as text, None where there are too many of them to look names up in."""
        if self.rows > _MOST_NAMED:
            return None
        rows = self.reread() if self.read is None and self.reread else self.read
        return rows.emptied() if rows else None


def judge(table: Table, others: Sequence[Table] = ()) -> Checked:
    """Check one table cell by cell.

    Args:
        table: The table.
        others: The tables that may point at it.

    Raises:
        PackageError: Its file or its dialect cannot be used.
    """
    _, raw = read_bytes(table)
    issues = list(check_digest(table))
    rows, found = read(table, raw)
    issues += found
    if rows is None:
        return Checked(issues, raw=raw)
    checked = judge_rows(rows, others)
    checked.issues = issues + checked.issues
    checked.raw = raw
    checked.lost = lost_fields(rows.header, found)
    return checked


def judge_rows(rows: Rows, others: Sequence[Table] = ()) -> Checked:
    """Check rows that are read already."""
    table = rows.table
    read, issues = readers(table)
    for name, position in rows.header.positions.items():
        issues += _judge_column(rows, read[name], position)
    issues += check_counts(table, len(rows.labels), len(rows.cells))
    keys = _key_columns(rows, read, others)
    for key in declared_keys(table):
        if keys.has(key.fields):
            issues += keys.duplicates(key)
    return Checked(issues, len(rows.cells), len(rows.cells) * len(rows.labels), keys, rows)


def _judge_column(rows: Rows, reader: Reader, position: int) -> Iterator[Issue]:
    short = rows.short
    for index, cells in enumerate(rows.cells):
        text = cells[position]
        notes = reader.read(text).notes
        if notes and not (index in short and position >= short[index]):
            for note in notes:
                place = {"line": rows.lines[index], "row": rows.numbers[index]}
                yield cell_issue(rows.table, reader.name, text, note, **place)


def cell_issue(table: Table, field: str, value: str | None, note: Note, **place: Any) -> Issue:  # noqa: ANN401 - line and row
    """Make a finding about one cell."""
    words: dict[str, Any] = {"detail": note.detail, "params": note.params, "hint": note.hint, **place}
    return Issue(note.code, table=table.name, path=table.path, field=field, value=value, **words)


def _key_columns(rows: Rows, read: dict[str, Reader], others: Sequence[Table]) -> Columns:
    columns = Columns(rows.table, rows.lines, rows.numbers)
    wanted = key_fields(rows.table, others)
    for name in wanted:
        position = rows.header.positions.get(name)
        if position is None:
            continue
        verdicts = [read[name].read(cells[position]) for cells in rows.cells]
        columns.texts[name] = [key_text(verdict.value) for verdict in verdicts]
        columns.unreadable[name] = {index for index, verdict in enumerate(verdicts) if verdict.unreadable}
        columns.unreadable[name] |= {index for index, width in rows.short.items() if position >= width}
    for name, position in rows.header.undeclared(wanted, rows.table.fields).items():
        columns.texts[name] = [cells[position] or None for cells in rows.cells]
    return columns


def check_counts(table: Table, fields: int, rows: int) -> Iterator[Issue]:
    """Hold the number of fields and rows to what the descriptor says, as Frictionless does."""
    for code, key, found in (("field-count", "fields", fields), ("row-count", "rows", rows)):
        expected = table.descriptor.get(key)
        if isinstance(expected, int) and expected and expected != found:
            yield Issue(code, table=table.name, path=table.path, params={"expected": expected, "found": found})


def check_digest(table: Table) -> Iterator[Issue]:
    """Hold the file as it lies on disk to the size and the digest that the descriptor gives.

    Raises:
        PackageError: There is no such file, or no such digest.
    """
    place = {"table": table.name, "path": table.path}
    size, digest = table.descriptor.get("bytes"), table.descriptor.get("hash")
    if not (isinstance(size, int) and size) and not (isinstance(digest, str) and digest):
        return
    name, _, wanted = digest.rpartition(":") if isinstance(digest, str) else ("", "", "")
    try:
        counted = hashlib.new(name or "md5", usedforsecurity=False)
    except (ValueError, TypeError) as error:
        raise PackageError("resource-error", Reason("digest-unknown", kind=name), table=table.name) from error
    length = 0
    with open_stored(table) as stream:
        while block := stream.read(1024 * 1024):
            counted.update(block)
            length += len(block)
    if isinstance(size, int) and size and size != length:
        yield Issue("byte-count", params={"expected": size, "found": length}, **place)  # type: ignore[arg-type]
    if wanted and counted.hexdigest() != wanted.lower():
        params = {"expected": wanted, "found": counted.hexdigest()}
        yield Issue("hash-count", params=params, **place)  # type: ignore[arg-type]
