"""CSV text as rows: every cell as text, every row with its place in the file, and what is wrong with the structure.

A row's number is Frictionless' own (the record, the header being row 1); its line is the physical line on which the
record starts, newlines inside cells counted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ampere_data.tabular.dialects import Dialect, dialect_of
from ampere_data.tabular.encodings import decode
from ampere_data.tabular.headers import Header, Record, read_header
from ampere_data.tabular.package import Table
from ampere_data.tabular.quoting import LateQuote, parse
from ampere_data.tabular.records import Flaw, records_of
from ampere_data.tabular.report import Issue


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
    header, state.issues, _ = read_head(table, state.dialect, text)
    if not header.usable:
        return None, state.issues
    return _rows(state, header, text), state.issues


def read_head(table: Table, dialect: Dialect, text: str) -> tuple[Header, list[Issue], int | None]:
    """Read the header of a file from the text that it begins with.

    Returns:
        The header, what is wrong with it, and how many lines it takes; None where the text ends with it.
    """
    head = first_records(text, dialect)
    if not head.records:
        return Header(usable=False), [Issue("source-error", table=table.name, path=table.path, detail="empty")], None
    if head.flaw:
        return Header(usable=False), [head.flaw.issue(table, dialect)], None
    header, issues = read_header(table, dialect, head.records, text)
    return header, issues, head.records[head.last_row][1] - 1 if len(head.records) > head.last_row else None


def read_records(text: str, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Split a text into records as csv does: the physical line on which each starts, and its cells."""
    reader = parse(io.StringIO(text, newline=""), dialect)
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


@dataclass(slots=True)
class Head:
    """The first records of a text.

    Attributes:
        records: The records of the header, and one more where there is one.
        last_row: The number of the last one that belongs to the header; 0 where there is none.
        more: Whether there is more than the header.
        flaw: A quote of the header that is never closed, or too late.
    """

    records: list[Record]
    last_row: int
    more: bool = False
    flaw: Flaw | None = None


def first_records(text: str, dialect: Dialect) -> Head:
    """Read the header and one record more."""
    last = max(dialect.header_rows or (), default=None)
    head = Head([], 0)
    reader = records_of(text, dialect)
    for number, cells in enumerate(reader, start=1):
        head.records.append((number, reader.above + 1, cells))
        if last is None and not dialect.is_comment(number, cells):
            last = number
        head.more = last is not None and number > last
        if head.more:
            break
        if dialect.headed and (reader.cut_off or (reader.late and number == last)):
            head.flaw = reader.flaw(number)
            break
    head.last_row = (last or 0) if dialect.headed else 0
    return head


def _records(state: _Reading, header: Header, text: str) -> Iterator[tuple[int, int, list[str], LateQuote | None]]:
    """Give number, line and cells of each record below the header, and report quotes that are forgotten."""
    records = records_of(text, state.dialect)
    if not header.last_row:
        records.width = len(header.labels)
    for number, cells in enumerate(records, start=1):
        if number == header.last_row:
            records.width = len(header.labels)
        if number <= header.last_row:
            continue
        flaw = records.flaw(number)
        if flaw and (records.cut_off or not state.dialect.is_comment(number, cells)):
            state.issues.append(flaw.issue(state.table, state.dialect))
        if not records.cut_off and not state.dialect.is_comment(number, cells):
            yield number, records.above + 1, cells, records.late


def _rows(state: _Reading, header: Header, text: str) -> Rows:
    table, width = state.table, len(header.labels)
    missing = blank_texts(table, header)
    rows = Rows(table, header.labels, [], [], [], header, {})
    short: dict[int, int] = {}
    for number, line, cells, late in _records(state, header, text):
        blank = all(cell in texts for cell, texts in zip(cells, missing, strict=False)) and len(cells) <= width
        if blank and not late:
            if not (state.dialect.skip_blank_rows and not any(cells)):
                state.found("blank-row", line=line, row=number)
            continue
        if len(cells) != width and not late:
            state.issues += ragged_issues(table, header, (number, line, cells))
        if len(cells) < width:
            short[len(rows.cells)] = len(cells)
        rows.cells.append(cells[:width] + [""] * (width - len(cells)))
        rows.lines.append(line)
        rows.numbers.append(number)
    if not rows.cells:
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
