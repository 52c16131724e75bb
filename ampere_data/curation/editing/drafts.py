"""A file on its way to its canonical form: read without loss, changed step by step, looked over before it is kept."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ampere_data.curation import canonical, spelling
from ampere_data.tabular import characters
from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.encodings import likely_encoding
from ampere_data.tabular.package import Table
from ampere_data.tabular.quoting import records_of
from ampere_data.tabular.report import Issue
from ampere_data.tabular.rows import Rows
from ampere_data.words import finding

# UTF-32 comes first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = (",", ";", "\t")
# What Excel writes on the first line to tell itself the delimiter.
_SEPARATOR_LINE = re.compile(r"\A\"?sep=(.)\"?(?:\r\n|\r|\n)")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was mended, or that would be.

    Attributes:
        table: Name of the table.
        path: The file as the descriptor names it.
        line: Physical line of the file, as it was, on which the row starts; None for a change to the file as a whole.
        field: Name of the field, empty where no single cell changed.
        before: What stood there; for a row that moved its line before.
        after: What stands there now; for a row that moved its line now.
        why: The code of the rule that is kept now.
    """

    table: str
    path: str
    line: int | None
    field: str
    before: str
    after: str
    why: str

    def sentence(self, language: str = "en") -> str:
        """Say the change in one plain sentence, in `language` (`en` or `fr`)."""
        words = {name: getattr(self, name) for name in ("table", "path", "line", "field", "before", "after", "why")}
        return finding("mended", self._detail(), words, language)

    def _detail(self) -> str:
        if not self.field:
            return self.why
        return "cell/empty" if not self.before else "cell" if self.after else "cell/emptied"


class Unmendable(Exception):
    """A file that is left alone; `issue` says why."""

    def __init__(self, issue: Issue) -> None:
        """Keep the finding."""
        self.issue = issue
        super().__init__(issue.message)


@dataclass(slots=True)
class Draft:
    """The rows of one file, and what was changed so far.

    Attributes:
        table: The table.
        raw: The bytes as found.
        records: The cells of each row, without the header.
        lines: The physical line on which each row starts, as found.
        changes: What was changed so far.
        left: What was seen and left alone.
    """

    table: Table
    raw: bytes
    records: list[list[str]]
    lines: list[int]
    changes: list[Change] = field(default_factory=list)
    left: list[Issue] = field(default_factory=list)

    @property
    def labels(self) -> list[str]:
        """The fields of the schema: a draft has no other header."""
        return [str(one["name"]) for one in self.table.fields]

    @property
    def text(self) -> str:
        """The file as it is to be."""
        return canonical.written([self.labels, *self.records])

    def rows(self) -> Rows:
        """Give the rows as the rules know them; a row without a number stands in the order of the file."""
        numbers = list(range(2, len(self.records) + 2))
        return Rows(self.table, self.labels, self.records, self.lines, numbers)

    def column(self, name: str) -> list[str]:
        """Return the texts of one field."""
        position = self.labels.index(name)
        return [record[position] for record in self.records]

    def put(self, index: int, name: str, text: str, why: str) -> None:
        """Set one cell, and note the change if it is one."""
        position = self.labels.index(name)
        before = self.records[index][position]
        if before != text:
            self.records[index][position] = text
            self.note(self.lines[index], before, text, why, field=name)

    def note(self, line: int | None, before: str, after: str, why: str, *, field: str = "") -> None:
        """Note a change."""
        self.changes.append(Change(self.table.name, self.table.path, line, field, before, after, why))


def read_draft(table: Table) -> Draft:
    """Read a table's file so that it can be written again without losing a cell.

    Raises:
        Unmendable: The file cannot be read, or only with a guess.
    """
    try:
        raw = table.file.read_bytes() if table.file else b""
    except OSError:
        raise _left(table, "unreadable") from None
    text, encoding = _decode(table, raw)
    delimiter, body, skipped = _find_delimiter(table, text)
    _refuse_forgotten_quotes(table, body, delimiter, skipped)
    draft = Draft(table, raw, [], [])
    records = _split(table, body, delimiter, skipped + 1)
    _, labels = next(records)
    for line, cells in records:
        if not any(characters.tidy_blanks(cell) for cell in cells):
            draft.note(line, "", "", "blank-row")
        elif len(cells) != len(labels):
            raise _left(table, "ragged", line=line, count=len(cells), expected=len(labels))
        else:
            draft.records.append(cells)
            draft.lines.append(line)
    for before, after in zip(labels, draft.labels, strict=True):
        if before != after:
            draft.note(1 + skipped, before, after, "canonical-blank", field=after)
    if encoding != "utf-8":
        draft.note(None, encoding.upper(), "UTF-8", "encoding-error")
    if delimiter != "," or skipped:
        draft.note(None, delimiter, ",", "dialect-error")
    for issue in canonical.check_file(table, raw):
        draft.note(issue.line, "", "", issue.code)
    return draft


def holds(draft: Draft, text: str) -> bool:
    """Tell whether a text, read again, has exactly the cells of the draft."""
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return False
    return read == [draft.labels, *draft.records]


def _decode(table: Table, raw: bytes) -> tuple[str, str]:
    """Decode what says what it is; anything else would be a guess."""
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(encoding).removeprefix("\ufeff"), encoding
    except UnicodeDecodeError:
        raise _left(table, "encoding", encoding=likely_encoding(raw)) from None


def _find_delimiter(table: Table, text: str) -> tuple[str, str, int]:
    """Find the delimiter by which the header is the table's, and the text without a line that only names it."""
    skipped = 0
    if mark := _SEPARATOR_LINE.match(text):
        text, skipped = text[mark.end() :], 1
    names = [str(field["name"]) for field in table.fields]
    for delimiter in _DELIMITERS:
        with contextlib.suppress(csv.Error, StopIteration):
            labels = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
            if [spelling.respell_text(label) for label in labels] == names:
                return delimiter, text, skipped
    raise _left(table, "header", line=1)


def _refuse_forgotten_quotes(table: Table, text: str, delimiter: str, skipped: int) -> None:
    """Leave a file alone in which a quote is never closed, or too late."""
    records = records_of(text, Dialect(delimiter=delimiter), len(table.fields))
    for _ in records:
        pass
    if flaw := records.flaw:
        issue = flaw.issue(table, table.path, flaw.number, flaw.line + skipped)
        raise Unmendable(replace(issue, code="not-mended", row=None))


def _split(table: Table, text: str, delimiter: str, line: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    first = line
    try:
        for cells in reader:
            yield line, cells
            line = first + reader.line_num
    except csv.Error:
        raise _left(table, "unparsable", line=line) from None


def _left(table: Table, detail: str, *, line: int | None = None, **params: object) -> Unmendable:
    return Unmendable(Issue("not-mended", table.name, table.path, line, detail=detail, params=params))
