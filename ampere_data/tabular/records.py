"""The records of a CSV text, one by one, each with the lines that it takes.

They are csv's own but for one thing: where a forgotten quote has swallowed rows, the record ends before that quote, and
reading goes on below its line if what stands there can be read as rows.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.headers import Header
from ampere_data.tabular.package import Table
from ampere_data.tabular.quoting import (
    LONGEST_SHOWN,
    LateQuote,
    column_of,
    count_newlines,
    late_quote,
    opened_quote,
    parse,
)
from ampere_data.tabular.report import Issue


@dataclass(frozen=True, slots=True)
class Flaw:
    """A quote that is never closed, or too late.

    Attributes:
        number: The number of the record in which it opens.
        line: The line on which that record starts.
        raw: The record as it stands in the file.
        late: Where the quote is closed, if it is.
    """

    number: int
    line: int
    raw: str = ""
    late: LateQuote | None = None

    def issue(self, table: Table, dialect: Dialect) -> Issue:
        """Make the finding."""
        place: dict[str, Any] = {"table": table.name, "path": table.path, "line": self.line, "row": self.number}
        late = self.late
        if late is None:
            opened = opened_quote(self.raw, dialect) or 0
            before = self.raw[:opened]
            params = {"column": column_of(before), "opened": self.line + count_newlines(before)}
            value = self.raw[opened : opened + LONGEST_SHOWN]
            return Issue("source-error", detail="quote", params=params, value=value, **place)
        params = {"column": late.column, "opened": self.line + late.line, "closed": self.line + late.closed}
        params |= {"before": late.before, "rows_below": late.rows_below}
        words: dict[str, Any] = {"detail": "late-quote", "params": params, "value": late.value, "hint": "late-quote"}
        return Issue("source-error", **words, **place)


class Records:
    """Reads records from lines.

    Attributes:
        width: How many cells a row has; 0 while the header is read. It may be set between two records.
        above: How many lines stand above the last record.
        late: The quote of the last record that is closed too late, if there is one; its cells are those before it.
        cut_off: Whether the lines end inside quotes of the last record.
    """

    def __init__(self, lines: Iterable[str], dialect: Dialect, width: int = 0) -> None:
        """Read from lines that keep their newlines."""
        self.width, self.above = width, 0
        self.late: LateQuote | None = None
        self.cut_off = False
        self._dialect, self._lines = dialect, _Lines(lines)
        self._reader = parse(self._lines, dialect)

    @property
    def raw(self) -> str:
        """The last record as it stands in the file."""
        return "".join(self._lines.taken)

    @property
    def size(self) -> int:
        """How many characters the last record takes."""
        return sum(map(len, self._lines.taken))

    @property
    def pending(self) -> bool:
        """Whether lines that were looked at already are still to be read."""
        return bool(self._lines.back)

    @property
    def done(self) -> int:
        """How many lines were read."""
        return self.above + len(self._lines.taken)

    def flaw(self, number: int = 0) -> Flaw | None:
        """Say which quote of the last record, with its number, is never closed, or too late."""
        if not self.cut_off and not self.late:
            return None
        return Flaw(number, self.above + 1, self.raw, None if self.cut_off else self.late)

    def __iter__(self) -> Iterator[list[str]]:
        """Give the cells of each record."""
        return self

    def __next__(self) -> list[str]:
        """Give the cells of the next record."""
        taken = self._lines.taken
        self.above += len(taken)
        taken.clear()
        cells: list[str] = next(self._reader)
        self.late, self.cut_off = None, self._lines.ended and opened_quote(self.raw, self._dialect) is not None
        if len(taken) > 1:
            late = late_quote(self.raw, cells, self.width, self._dialect)
            if late and (late.rows_below or not self.cut_off):
                self.late, self.cut_off = late, False
                if late.rows_below:
                    self._lines.give_back(late.line + 1)
                return cells[: late.before]
        return cells


class _Lines:
    """Lines, those taken for a record kept until it is done with; what was taken too many is given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.taken: list[str] = []
        self.back: deque[str] = deque()
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.back:
            line = self.back.popleft()
        else:
            try:
                line = next(self._lines)
            except StopIteration:
                self.ended = True
                raise
        self.taken.append(line)
        return line

    def give_back(self, kept: int) -> None:
        self.back.extendleft(reversed(self.taken[kept:]))
        del self.taken[kept:]


def records_of(text: str, dialect: Dialect, width: int = 0) -> Records:
    """Read the records of a text."""
    return Records(io.StringIO(text, newline=""), dialect, width)


def is_broken(issue: Issue) -> bool:
    """Tell whether a finding is about a quote that is never closed, or too late."""
    return issue.code == "source-error" and issue.detail in {"quote", "late-quote"}


def lost_fields(header: Header, issues: Iterable[Issue]) -> frozenset[str]:
    """Collect the fields and labels of which a quote that is never closed, or too late, has swallowed cells."""
    broken = [issue.params for issue in issues if is_broken(issue)]
    if not broken:
        return frozenset()
    # where what stands below is not read either, cells of every column are lost
    before = min(int(str(params["before"])) if params.get("rows_below") else 0 for params in broken)
    fields = {name for name, position in header.positions.items() if position >= before}
    return frozenset(fields.union(header.labels[before:]))
