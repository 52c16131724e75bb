"""Forgotten quotes: one that is never closed, or only by the next one further down, so that a cell swallows rows.

Two signs tell the second from a cell which simply has several lines:

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
from functools import lru_cache, partial
from itertools import islice
from typing import Any

from ampere_data.tabular.blocks import LONGEST_RECORD, Flaw
from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.extras import required

_LONGEST_CELL = 2**31 - 1
_LONGEST_SHOWN = 80


class Records:
    """Reads records from lines, as csv does, up to a quote that was forgotten.

    Attributes:
        width: How many cells a row has; 0 while the header is read. It may be set between two records.
        number: The number of the last record, the first being 1.
        above: How many lines stand above the last record.
        flaw: The quote at which reading ended, None where the lines were read to their end.
        open_end: Whether the lines end inside quotes.
        torn: The character of the last record at which text follows a quote that closed a cell; 0 where none does.
    """

    def __init__(self, lines: Iterable[str], dialect: Dialect, width: int = 0) -> None:
        self.width, self.number, self.above = width, 0, 0
        self.flaw: Flaw | None = None
        self.open_end = False
        self.torn = 0
        self._dialect, self._lines = dialect, iter(lines)
        self._taken: list[str] = []
        self._ended = False
        self._length = 0
        self._reader = parse(self._next_lines(), dialect)

    @property
    def size(self) -> int:
        """How many characters the last record takes."""
        return sum(map(len, self._taken))

    @property
    def done(self) -> int:
        """How many lines were read."""
        return self.above + len(self._taken)

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        if self.flaw:
            raise StopIteration
        self.above += len(self._taken)
        self._taken.clear()
        self._length = 0
        cells: list[str] = next(self._reader)
        self.number += 1
        self.torn = _torn(self._taken, self._dialect) if self.width else 0
        if len(self._taken) > 1 or self._ended or self._length > LONGEST_RECORD:
            text = "".join(self._taken)
            self.open_end = self._ended and _opened(text, self._dialect) is not None
            self.flaw = self._find_flaw(text, cells)
            if not self.flaw and self._length > LONGEST_RECORD:
                self.flaw = endless_at(self.number, self.above + 1, text)
            if self.flaw:
                raise StopIteration
        return cells

    def _find_flaw(self, text: str, cells: Sequence[str]) -> Flaw | None:
        plain = len(self._taken) < 2 or self._dialect.is_comment(self.number, cells)  # noqa: PLR2004 - several lines
        quotes = None if plain else _late(text, cells, self.width, self._dialect)
        opened = quotes[0] if quotes else _opened(text, self._dialect) if self.open_end else None
        if opened is None:
            return None
        before = text[:opened]
        column = len(before) - max(before.rfind("\n"), before.rfind("\r"))
        closed = count_newlines(text[: quotes[1]]) if quotes else None
        value = text[opened : opened + _LONGEST_SHOWN]
        return Flaw(self.number, self.above + 1, column, count_newlines(before), closed, value)

    def _next_lines(self) -> Iterator[str]:
        for line in self._lines:
            self._taken.append(line)
            self._length += len(line)
            yield line
            if self._length > LONGEST_RECORD:
                break
        self._ended = True


def plain_records(text: str, dialect: Dialect) -> list[list[str]] | None:
    """Read the records of a text at once; None where one takes several lines, or a quote in it may be misplaced."""
    lines = list(io.StringIO(text, newline=""))
    if dialect.quote and (_doubtful(dialect).search(text) or (lines and _opened(lines[-1], dialect) is not None)):
        return None
    records = list(parse(lines, dialect))
    return records if len(records) == len(lines) else None


def endless_at(number: int, line: int, text: str) -> Flaw:
    """Make the flaw of a record that is too long."""
    return Flaw(number, line, 1, 0, None, text[:_LONGEST_SHOWN], endless=True)


def bounded_lines(stream: io.TextIOBase) -> Iterator[str]:
    """Give the lines of a stream, of one that is too long no more than shows that it is."""
    return iter(partial(stream.readline, LONGEST_RECORD + 1), "")


def records_of(text: str, dialect: Dialect, width: int = 0) -> Records:
    """Read the records of a text."""
    return Records(io.StringIO(text, newline=""), dialect, width)


def parse(lines: Iterable[str], dialect: Dialect) -> Any:
    """Parse lines as records; cells may be as long as memory allows, which is not csv's own default."""
    if csv.field_size_limit() < _LONGEST_CELL:
        csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(lines, **dialect.options())


def count_newlines(text: str) -> int:
    """Count the newlines of a text, of whatever kind."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def whole_cells(dialect: Dialect) -> str:
    """Give an expression in RE2 that matches the whole of a text in which no text follows a quote that closes a cell.

    The dialect must not have an escape.
    """
    quote, delimiter = re.escape(dialect.quote), re.escape(dialect.delimiter)
    end = rf"{delimiter}\r\n"
    cell = rf"(?:[^{quote}{end}][^{end}]*|{quote}(?:[^{quote}]|{quote}{quote})*{quote}[ \t]*)?"
    return rf"\A(?:{cell}[{end}])*{cell}\z"


def is_neat(data: bytes | bytearray, dialect: Dialect) -> bool:
    """Tell whether each quote surely opens a cell, closes one, or is doubled in one, as the bytes beside it show.

    The dialect must not have an escape.
    """
    np = required("numpy")
    chars, ends = np.frombuffer(data, np.uint8), np.zeros(256, bool)
    ends[[*dialect.delimiter.encode(), *b"\r\n"]] = True
    found = np.flatnonzero(chars == ord(dialect.quote))
    opening, closing = found[::2], found[1::2]
    if len(opening) != len(closing):
        return False
    doubled = closing[:-1] + 1 == opening[1:]
    first, last = opening[:1] == 0, closing[-1:] + 1 == len(chars)
    begins = ends[chars[opening - 1]] | np.concatenate([first, doubled])
    return bool((begins & (ends[chars[(closing + 1) % len(chars)]] | np.concatenate([doubled, last]))).all())


def _torn(lines: Sequence[str], dialect: Dialect) -> int:
    """Find the character of a record, from 1, at which text follows a quote that closed a cell; 0 where none does."""
    text = lines[0] if len(lines) == 1 else "".join(lines)
    if not dialect.quote or dialect.quote not in text or not _doubtful(dialect).search(text):
        return 0
    _, _, ending = _forms(dialect)
    closed = (end for _, end in _quoted(text, dialect) if end is not None)
    return next((end + 2 for end in closed if ending.match(text, end + 1) is None), 0)


def _opened(text: str, dialect: Dialect) -> int | None:
    """Find the offset of a quote that opens in a record and is never closed, if there is one."""
    return next((opened for opened, closed in _quoted(text, dialect) if closed is None), None)


def _late(record: str, cells: Sequence[str], width: int, dialect: Dialect) -> tuple[int, int] | None:
    """Find the quote that is closed too late in a record of several lines, and the one that closes it."""
    ragged = len(cells) != width
    if not ragged and record.count(dialect.delimiter) < 2 * (width - 1):
        return None  # no cell can hold a row's delimiters
    _, _, ending = _forms(dialect)
    first = True
    for opened, closed in _quoted(record, dialect):
        newlines = count_newlines(record[opened:closed]) if closed is not None else 0
        if closed is None or not newlines:
            continue
        torn = ending.match(record, closed + 1) is None
        holds_rows = width > 1 and record.count(dialect.delimiter, opened, closed) >= newlines * (width - 1)
        if torn and (ragged or holds_rows):
            return opened, closed
        if first and (ragged or (torn and width == 1)) and _are_rows(record, opened, width, dialect):
            return opened, closed
        first = False
    return None


def _are_rows(record: str, opened: int, width: int, dialect: Dialect) -> bool:
    """Tell whether the lines below the one of a quote are rows of the right length, quoted as they should be."""
    below = "".join(islice(io.StringIO(record, newline=""), count_newlines(record[:opened]) + 1, None))
    quoted = list(_quoted(below, dialect))
    rows = [cells for cells in parse(io.StringIO(below, newline=""), dialect) if cells]
    if not rows or any(len(cells) != width for cells in rows):
        return False
    _, _, ending = _forms(dialect)
    closed = [(one, end + 1) for one, end in quoted if end is not None]
    within = sum(below.count(dialect.quote, *quotes) for quotes in closed)
    whole = len(closed) == len(quoted) and within == below.count(dialect.quote)
    return whole and all(ending.match(below, end) for _, end in closed)


def _quoted(text: str, dialect: Dialect) -> Iterator[tuple[int, int | None]]:
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


@lru_cache(maxsize=32)
def _doubtful(dialect: Dialect) -> re.Pattern[str]:
    """Compile what stands wherever text may follow a quote that closes: one within a cell, with text behind it."""
    quote, delimiter = re.escape(dialect.quote), re.escape(dialect.delimiter)
    # That it begins with a quote lets `re` skip to the next one.
    return re.compile(rf"{quote}(?<=[^{delimiter}\r\n]{quote})[^{quote}{delimiter}\r\n]")


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
