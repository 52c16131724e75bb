"""CSV text as rows: every cell as text, every row with its place in the file, and what is wrong with the structure.

A row's number is Frictionless' own (the record, the header being row 1); its line is the physical line on which the
record starts, newlines inside cells counted.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ampere_data.files.dialects import Dialect, dialect_of
from ampere_data.files.encodings import decode
from ampere_data.files.headers import Header, read_header
from ampere_data.package import Table
from ampere_data.report import Issue

LONGEST_CELL = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table as text; blank rows are left out.

    Attributes:
        table: The table they belong to.
        labels: The header as found, or the fields' names where the file has no header.
        cells: One list of texts per row, as long as the header; an empty text is a missing value.
        lines: The physical line on which each row starts.
        numbers: The number of each row; the header is row 1.
        header: How the labels and the schema's fields belong together.
        short: For each row that has fewer cells than labels, how many it has; the missing ones are empty texts.
    """

    table: Table
    labels: list[str]
    cells: list[list[str]]
    lines: list[int]
    numbers: list[int]
    header: Header = field(default_factory=Header)
    short: Mapping[int, int] = field(default_factory=dict)

    def column(self, field: str) -> list[str]:
        """Return the texts of one field, in row order."""
        position = self.labels.index(field)
        return [row[position] for row in self.cells]

    def records(self) -> list[dict[str, str]]:
        """Return each row as a mapping from label to text."""
        return [dict(zip(self.labels, row, strict=True)) for row in self.cells]

    def issue(self, index: int, code: str, field: str = "", **more: object) -> Issue:
        """Make a finding about one row, or one cell of it, with its place filled in."""
        value = self.cells[index][self.labels.index(field)] if field in self.labels else None
        place = {"table": self.table.name, "path": self.table.path, "field": field, "value": value}
        return Issue(code, line=self.lines[index], row=self.numbers[index], **{**place, **more})  # type: ignore[arg-type]

    def emptied(self) -> Rows:
        """Return the rows with an empty text in the place of every text that the schema calls missing."""
        missing = {name: self.table.missing(field) for name, field in self.header.named(self.table.fields)}
        if all(texts <= {""} for texts in missing.values()):
            return self
        texts = [missing.get(label, frozenset()) for label in self.labels]
        cells = [["" if cell in text else cell for cell, text in zip(row, texts, strict=True)] for row in self.cells]
        return Rows(self.table, self.labels, cells, self.lines, self.numbers, self.header, self.short)


@dataclass(slots=True)
class _Reading:
    """The state of one reading: the records still to come, and the findings so far."""

    table: Table
    dialect: Dialect
    issues: list[Issue]

    def found(self, code: str, **more: Any) -> None:  # noqa: ANN401 - the words of an issue are of any kind
        self.issues.append(Issue(code, table=self.table.name, path=self.table.path, **more))


def read(table: Table, raw: bytes) -> tuple[Rows | None, list[Issue]]:
    """Read a table's file as text.

    Returns:
        The rows, or None where there is no way to tell one cell from another, and the findings about the structure.

    Raises:
        PackageError: The table's dialect cannot be used.
    """
    state = _Reading(table, dialect_of(table), [])
    text, problem = decode(raw, table)
    if text is None or problem:
        return None, [problem] if problem else []
    records = list(_records(text, state))
    if not records:
        if not state.issues:
            state.found("source-error", detail="empty")
        return None, state.issues
    header, issues = read_header(table, state.dialect, records, text)
    state.issues += issues
    if not header.usable:
        return None, state.issues
    return _rows(state, header, records), state.issues


def read_records(text: str, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Split a text into records: the physical line on which each starts, and its cells."""
    reader = parse(io.StringIO(text, newline=""), dialect)
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def parse(lines: Iterable[str], dialect: Dialect) -> Any:  # noqa: ANN401 - csv's own reader
    """Parse lines as records; cells may be as long as memory allows, which is not csv's own default."""
    if csv.field_size_limit() < LONGEST_CELL:
        csv.field_size_limit(LONGEST_CELL)
    return csv.reader(lines, **dialect.options())


def opened_quote(text: str, dialect: Dialect) -> int | None:
    """Find the offset of a quote that opens in a record and is never closed, if there is one."""
    if not dialect.quote or dialect.quote not in text:
        return None
    opened: int | None = None
    start, position = True, 0
    while position < len(text):
        char = text[position]
        if dialect.escape and char == dialect.escape:
            position += 1
        elif opened is not None:
            if char == dialect.quote:
                if text[position + 1 : position + 2] == dialect.quote:
                    position += 1
                else:
                    opened = None
        elif char == dialect.quote and start:
            opened = position
        start = char in (dialect.delimiter, "\n", "\r") or (start and dialect.skip_initial_space and char == " ")
        position += 1
    return opened


def _records(text: str, state: _Reading) -> Iterator[tuple[int, int, list[str]]]:
    """Give number, line and cells of each record, and report a quote that the file never closes."""
    number, line = 0, 0
    cells: list[str] = []
    last: tuple[int, int, list[str]] | None = None
    for number, (line, cells) in enumerate(read_records(text, state.dialect), start=1):
        if last:
            yield last
        last = (number, line, cells)
    if last is None:
        return
    rest = from_line(text, line)
    if opened_quote(rest, state.dialect) is None:
        yield last
        return
    state.issues.append(opened_issue(state.table, state.dialect, rest, number, line))


def opened_issue(table: Table, dialect: Dialect, tail: str, number: int, line: int) -> Issue:
    """Make the finding about a quote that is never closed, in the record that starts on a line."""
    opened = opened_quote(tail, dialect) or 0
    before = tail[:opened]
    start = max(before.rfind("\n"), before.rfind("\r")) + 1
    params = {"column": opened - start + 1, "opened": line + _count_lines(before)}
    value = tail[opened : opened + 80]
    words: dict[str, Any] = {"detail": "quote", "params": params, "value": value}
    return Issue("source-error", table=table.name, path=table.path, line=line, row=number, **words)


def from_line(text: str, line: int) -> str:
    """Return the text from a physical line on."""
    position = 0
    stream = io.StringIO(text, newline="")
    for _ in range(line - 1):
        position += len(stream.readline())
    return text[position:]


def _count_lines(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _rows(state: _Reading, header: Header, records: Iterable[tuple[int, int, list[str]]]) -> Rows:
    table, width = state.table, len(header.labels)
    missing = blank_texts(table, header)
    rows = Rows(table, header.labels, [], [], [], header, {})
    short: dict[int, int] = {}
    for number, line, cells in records:
        if number <= header.last_row or state.dialect.is_comment(number, cells):
            continue
        if all(cell in texts for cell, texts in zip(cells, missing, strict=False)) and len(cells) <= width:
            if not (state.dialect.skip_blank_rows and not any(cells)):
                state.found("blank-row", line=line, row=number)
            continue
        if len(cells) != width:
            state.issues += ragged_issues(table, header, (number, line, cells))
            if len(cells) < width:
                short[len(rows.cells)] = len(cells)
        rows.cells.append(cells[:width] + [""] * (width - len(cells)))
        rows.lines.append(line)
        rows.numbers.append(number)
    if not rows.cells and not any(issue.code in {"blank-row", "source-error"} for issue in state.issues):
        state.found("source-error", detail="no-rows", line=1)
    return Rows(table, header.labels, rows.cells, rows.lines, rows.numbers, header, short)


def blank_texts(table: Table, header: Header) -> list[frozenset[str]]:
    """Return for each label the texts that count as nothing, to tell a blank row by."""
    by_position = {position: table.missing(field) for position, field in header.fields(table.fields)}
    nothing = table.missing({}) if table.schema else frozenset({""})
    return [by_position.get(position, nothing) for position in range(len(header.labels))]


def ragged_issues(table: Table, header: Header, record: tuple[int, int, list[str]]) -> Iterator[Issue]:
    """Report each cell that a row has too many, or too few."""
    number, line, cells = record
    width = len(header.labels)
    params = {"cells": len(cells), "labels": width}
    place = {"table": table.name, "path": table.path, "line": line, "row": number}
    for position, cell in enumerate(cells[width:], start=width + 1):
        yield Issue("extra-cell", value=cell, params={**params, "position": position}, **place)  # type: ignore[arg-type]
    for position, label in enumerate(header.labels[len(cells) :], start=len(cells) + 1):
        field = header.field_at(position - 1) or label
        yield Issue("missing-cell", field=field, params={**params, "position": position}, **place)  # type: ignore[arg-type]
