"""Quotes that are never closed, or too late: a cell that swallows the rows below it.

Where a quote is forgotten, the next one further down closes the cell, though it was to open another. Two signs tell
that from a cell which simply has several lines:

- Text follows the quote that closes the cell. No program that writes CSV puts anything there but a delimiter or the
  end of the line. Since people do, it takes more: the row must have the wrong number of cells, or the cell must hold,
  for each of its newlines, the delimiters of a whole row.
- The row has the wrong number of cells, and each line below the one on which the cell begins is, by itself, a sound row
  of the right length. In a row that is quoted as it should be, quotes are even in number, so that those lines have an
  odd number of them and cannot be sound.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from ampere_data.tabular.dialects import Dialect

LONGEST_CELL = 2**31 - 1

LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class LateQuote:
    """A quote that opens a cell and is closed only lines further down.

    Attributes:
        line: The line of the record, from 0, on which it opens.
        column: The character of that line, from 1.
        closed: The line of the record, from 0, on which a quote closes it.
        before: How many cells of the record stand before it.
        value: How the cell begins.
        rows_below: Whether the lines below it can be read as rows of their own.
    """

    line: int
    column: int
    closed: int
    before: int
    value: str
    rows_below: bool


def quoted_cells(text: str, dialect: Dialect) -> Iterator[tuple[int, int | None]]:
    """Give the offsets of the quotes around each quoted cell; None for one that the text does not close."""
    if not dialect.quote or dialect.quote not in text:
        return
    opening, closing, _ = _forms(dialect)
    position = 0
    while (opened := _marked(opening, text, position)) is not None:
        closed = _marked(closing, text, opened + 1)
        yield opened, closed
        if closed is None:
            return
        position = closed + 1


def opened_quote(text: str, dialect: Dialect) -> int | None:
    """Find the offset of a quote that opens in a record and is never closed, if there is one."""
    return next((opened for opened, closed in quoted_cells(text, dialect) if closed is None), None)


def late_quote(record: str, cells: Sequence[str], width: int, dialect: Dialect) -> LateQuote | None:
    """Find the quote that is closed too late in a record of several lines, if there is one.

    Args:
        record: The record as it stands in the file.
        cells: Its cells, as csv reads them.
        width: How many cells a row has; 0 where that is not known yet, since this is the header.
        dialect: How the file is written.
    """
    ragged = len(cells) != width
    if not ragged and record.count(dialect.delimiter) < 2 * (width - 1):
        return None  # no cell can hold a row's delimiters
    _, _, ending = _forms(dialect)
    first = True
    for opened, closed in quoted_cells(record, dialect):
        newlines = count_newlines(record[opened:closed]) if closed is not None else 0
        if closed is None or not newlines:
            continue
        torn = ending.match(record, closed + 1) is None
        holds_rows = width > 1 and record.count(dialect.delimiter, opened, closed) >= newlines * (width - 1)
        if torn and (ragged or holds_rows):
            return _describe(record, (opened, closed), width, dialect)
        if first and (ragged or (torn and width == 1)):
            found = _describe(record, (opened, closed), width, dialect, surely=True)
            if found.rows_below:
                return found
        first = False
    return None


def count_newlines(text: str) -> int:
    """Count the newlines of a text, of whatever kind."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def column_of(before: str) -> int:
    """Count the characters of a line up to the one that stands behind a text."""
    return len(before) - max(before.rfind("\n"), before.rfind("\r"))


def torn_cells(dialect: Dialect) -> str:
    """Give an expression in RE2 that matches the whole of a text in which no cell of several lines is torn.

    A torn cell is one with text behind the quote that closes it. The dialect must not have an escape.
    """
    quote, delimiter = re.escape(dialect.quote), re.escape(dialect.delimiter)
    end = rf"{delimiter}\r\n"
    plain = rf"[^{quote}{end}][^{end}]*"
    whole = rf"{quote}(?:[^{quote}]|{quote}{quote})*{quote}[ \t]*"
    on_one_line = rf"{quote}(?:[^{quote}\r\n]|{quote}{quote})*{quote}(?:[^{quote}{end}][^{end}]*)?"
    cell = rf"(?:{plain}|{whole}|{on_one_line})?"
    return rf"\A(?:{cell}[{end}])*{cell}\z"


def _describe(record: str, quotes: tuple[int, int], width: int, dialect: Dialect, *, surely: bool = False) -> LateQuote:
    opened, closed = quotes
    above = record[:opened]
    before = len(next(parse(_lines_of(above), dialect), [""])) - 1
    line = count_newlines(above)
    below = "".join(islice(_lines_of(record), line + 1, None))
    rows_below = _are_rows(below, width, dialect, surely=surely)
    shown = record[opened : opened + LONGEST_SHOWN]
    return LateQuote(line, column_of(above), count_newlines(record[:closed]), before, shown, rows_below)


def _are_rows(text: str, width: int, dialect: Dialect, *, surely: bool) -> bool:
    """Tell whether lines are rows of the right length: surely, if all are, quoted as they should be; else if most are.

    The last one may go on below if that need not be sure.
    """
    quoted = list(quoted_cells(text, dialect))
    goes_on = bool(quoted) and quoted[-1][1] is None
    records = list(parse(_lines_of(text), dialect))
    last = [records.pop()] if goes_on else []
    rows = [cells for cells in records if cells and not dialect.is_comment(0, cells)]
    right = sum(len(cells) == width for cells in rows)
    if surely:
        return not goes_on and 0 < right == len(rows) and _is_sound(text, quoted, dialect)
    return right * 2 > len(rows) or (not rows and any(len(cells) <= width for cells in last))


def _is_sound(text: str, quoted: list[tuple[int, int | None]], dialect: Dialect) -> bool:
    """Tell whether no quote of a text stands outside its quoted cells, and nothing follows them."""
    _, _, ending = _forms(dialect)
    closed = [(opened, end + 1) for opened, end in quoted if end is not None]
    within = sum(text.count(dialect.quote, *quotes) for quotes in closed)
    return within == text.count(dialect.quote) and all(ending.match(text, end) for _, end in closed)


def parse(lines: Iterable[str], dialect: Dialect) -> Any:  # noqa: ANN401 - csv's own reader
    """Parse lines as records; cells may be as long as memory allows, which is not csv's own default."""
    if csv.field_size_limit() < LONGEST_CELL:
        csv.field_size_limit(LONGEST_CELL)
    return csv.reader(lines, **dialect.options())


def _lines_of(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")


@lru_cache(maxsize=32)
def _forms(dialect: Dialect) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Compile how a quote opens a cell, how one closes it, and what may follow; what is escaped is skipped."""
    quote, delimiter = re.escape(dialect.quote), re.escape(dialect.delimiter)
    escaped = f"{re.escape(dialect.escape)}.|" if dialect.escape else ""
    doubled = f"{quote}{quote}|" if dialect.options()["doublequote"] else ""
    blanks = " *" if dialect.skip_initial_space else ""
    opening = re.compile(rf"{escaped}(?:\A|[{delimiter}\r\n]){blanks}({quote})", re.DOTALL)
    closing = re.compile(rf"{escaped}{doubled}({quote})", re.DOTALL)
    return opening, closing, re.compile(rf"[ \t]*(?:[{delimiter}\r\n]|\Z)")


def _marked(form: re.Pattern[str], text: str, position: int) -> int | None:
    """Find the offset of the next quote that a form marks."""
    return next((match.start(1) for match in form.finditer(text, position) if match[1]), None)
