"""Read the file of a canonical table in whatever form people leave it, so that no cell is lost."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import re
from collections import deque
from collections.abc import Iterator

from ampere_data.curation import files, spelling
from ampere_data.curation.editing.tables import EditedTable
from ampere_data.tabular import characters
from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.encodings import likely_encoding
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table
from ampere_data.tabular.quoting import records_of

# UTF-32 comes first: its mark begins with that of UTF-16.
_MARKS = {
    "utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
    "utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
}
_DELIMITERS = (",", ";", "\t")
# What Excel writes on the first line to tell itself the delimiter.
_SEPARATOR_LINE = re.compile(r"\A\"?sep=(.)\"?(?:\r\n|\r|\n)")


class Unmendable(Exception):
    """A file that is left alone; `issue` says why."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue
        super().__init__(issue.message)


def read_edited(table: Table) -> EditedTable:
    """Read a table's file so that it can be written again without losing a cell.

    Raises:
        Unmendable: It is no canonical table in one file, or the file cannot be read, or only with a guess.
    """
    names = table.schema.names
    usable = len({*names}) == len(names) > 0 and {*names}.issuperset(table.schema.primary_key)
    ours = files.is_canonical(table) and table.dialect.get("delimiter", ",") == ","
    if detail := "house" if not ours else "parts" if table.parts else "" if usable else "schema":
        raise _left(table, detail)
    raw, text, encoding = _decode(table)
    delimiter, body, skipped = _find_delimiter(table, text)
    edited = EditedTable(table, names, raw=raw)
    records = _records(table, body, delimiter, skipped)
    _, labels = next(records)
    for line, cells in records:
        if not any(map(characters.tidy_blanks, cells)):
            edited.note(line, "", "", "blank-row")
        elif len(cells) != len(labels):
            raise _left(table, "ragged", line=line, count=len(cells), expected=len(labels))
        else:
            edited.cells.append(cells)
            edited.lines.append(line)
    for before, after in zip(labels, edited.labels, strict=True):
        if before != after:
            edited.note(1 + skipped, before, after, "canonical-blank", field=after)
    if encoding != "utf-8":
        edited.note(None, encoding.upper(), "UTF-8", "encoding-error")
    if delimiter != "," or skipped:
        edited.note(None, delimiter, ",", "dialect-error")
    for issue in files.check_file(table, raw):
        edited.note(issue.line, "", "", issue.code)
    return edited


def holds(edited: EditedTable) -> bool:
    """Tell whether the file that is to be, read again, has exactly the cells that it was made of."""
    try:
        read = list(csv.reader(io.StringIO(edited.data.decode(), newline=""), strict=True))
    except csv.Error:
        return False
    return read == [edited.labels, *edited.cells]


def _decode(table: Table) -> tuple[bytes, str, str]:
    """Read and decode what says what it is; anything else would be a guess."""
    try:
        raw = table.file.read_bytes() if table.file else b""
    except OSError:
        raise _left(table, "unreadable") from None
    encoding = next((name for name, marks in _MARKS.items() if raw.startswith(marks)), "utf-8")
    try:
        return raw, raw.decode(encoding).removeprefix("\ufeff"), encoding
    except UnicodeDecodeError:
        raise _left(table, "encoding", encoding=likely_encoding(raw)) from None


def _find_delimiter(table: Table, text: str) -> tuple[str, str, int]:
    """Find the delimiter by which the header is the table's, and the text without a line that only names it."""
    skipped = 0
    if mark := _SEPARATOR_LINE.match(text):
        text, skipped = text[mark.end() :], 1
    for delimiter in _DELIMITERS:
        with contextlib.suppress(csv.Error, StopIteration):
            labels = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
            if [spelling.respell_text(label) for label in labels] == table.schema.names:
                return delimiter, text, skipped
    raise _left(table, "header", line=1)


def _records(table: Table, text: str, delimiter: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Give each record, and the line on which it starts, of a file in which no quote is forgotten."""
    loose = records_of(text, Dialect(delimiter=delimiter), len(table.schema.fields))
    deque(loose, 0)
    if flaw := loose.flaw:
        issue = flaw.issue(table, table.path, flaw.number, flaw.line + skipped)
        raise Unmendable(issue._replace(code="not-mended", row=None))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1 + skipped
    try:
        for cells in reader:
            yield line, cells
            line = 1 + skipped + reader.line_num
    except csv.Error:
        raise _left(table, "unparsable", line=line) from None


def _left(table: Table, detail: str, *, line: int | None = None, **params: object) -> Unmendable:
    return Unmendable(Issue("not-mended", table.name, table.path, line, detail=detail, params=params))
