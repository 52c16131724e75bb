"""A CSV file opened, or several that make one table: the header of the first, and the rows of all as blocks."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO, Any, TypeVar

from ampere_data.tabular.blocks import Block
from ampere_data.tabular.columns import text_of
from ampere_data.tabular.delimited import can_read_fast, read_records, work_on_blocks
from ampere_data.tabular.dialects import Dialect, dialect_of
from ampere_data.tabular.encodings import Decoder, codec_of, declared_encoding, locate
from ampere_data.tabular.headers import Header, Record, join_labels, read_header
from ampere_data.tabular.package import PackageError, Table
from ampere_data.tabular.quoting import Records, records_of
from ampere_data.tabular.report import Issue
from ampere_data.tabular.splitting import BLOCK, LONGEST_RECORD
from ampere_data.tabular.storage import open_stored, open_text, parts_of
from ampere_data.words.reasons import Reason

T = TypeVar("T")

# Up to this many bytes, some thousand rows, a file is read before the libraries for large ones would be loaded.
SMALL = 1024 * 1024
# Once they are loaded, only this much is read faster without them.
TINY = 64 * 1024
_ASCII = "".join(map(chr, range(128)))


class Undecodable(Exception):  # a signal from the reader, no error: `issue` says it all
    """A file turned out not to be in its encoding."""

    def __init__(self, part: Table) -> None:
        issue = _bad_byte(part)
        self.issue = issue or Issue("encoding-error", table=part.name, path=part.path, detail="unknown")
        super().__init__(self.issue.code)


class _Part:
    """One file of a table, read down to where its header may end.

    Attributes:
        table: The table, as if this were its only file.
        head: The bytes that were read.
        rest: Those that were not.
        whole: Whether there are none.
        text: What was read, as text.
        records: The records of what may be the header, and one more where there is one.
        last_row: The number of the last one that may belong to it; 0 where there is none.
        lines: How many lines it takes.
        reader: What read them.
    """

    text: str
    records: list[Record]
    last_row: int
    lines: int
    reader: Records

    def __init__(self, table: Table, dialect: Dialect, encoding: str) -> None:
        """Open a file.

        Raises:
            Undecodable: It is not in its encoding.
        """
        self.table, self._dialect, self._encoding = table, dialect, encoding
        self.rest = open_text(table)
        try:
            most = min(TINY, SMALL) if "pyarrow.csv" in sys.modules else SMALL
            self.head = self.rest.read(most + 1)
            self.whole = len(self.head) <= most
            while not self._has_more() and not self.whole and len(self.head) <= LONGEST_RECORD:
                added = self.rest.read(len(self.head))
                self.head, self.whole = self.head + added, not added
        except BaseException:
            self.rest.close()
            raise

    def _has_more(self) -> bool:
        """Read the header and one record more; tell whether there is one."""
        try:
            self.text = Decoder(self._encoding).decode(self.head, last=self.whole).removeprefix("\ufeff")
        except UnicodeError:
            raise Undecodable(self.table) from None
        dialect, self.records = self._dialect, []
        last = max(dialect.header_rows or (), default=None)
        self.reader = reader = records_of(self.text, dialect)
        for cells in reader:
            self.records.append((reader.number, reader.above + 1, cells))
            if last is None and not dialect.is_comment(reader.number, cells):
                last = reader.number
            if last is not None and reader.number > last:
                break
        more = last is not None and reader.number > last
        self.last_row, self.lines = (last or 0) if dialect.headed else 0, reader.above if more else reader.done
        return more

    def labels(self) -> list[str]:
        """Give the labels of the header."""
        rows = self._dialect.header_of(self.records)
        return join_labels([cells for row, _, cells in self.records if row in rows], self._dialect.header_join)

    def cut(self) -> tuple[bytes, bytes]:
        """Part the bytes of the header from those below."""
        stream = io.StringIO(self.head.decode("latin-1"), newline="")  # one character per byte
        size = sum(len(stream.readline()) for _ in range(self.lines))
        return self.head[:size], self.head[size:]

    def read_lines(self) -> io.TextIOBase:
        """Give all lines."""
        if self.whole:
            return io.StringIO(self.text, newline="")
        encoding = "utf-8-sig" if self._encoding == "utf-8" else self._encoding
        return io.TextIOWrapper(io.BufferedReader(_Joined(self.head, self.rest)), encoding, newline="")


class Delimited:
    """A CSV file, or several with one header; a later one may begin with it again."""

    lined = filed = True

    def __init__(self, table: Table) -> None:
        """Read the header.

        Raises:
            PackageError: The dialect cannot be used, or there is no such file.
        """
        self.table, self.dialect = table, dialect_of(table)
        self.header, self.issues = Header(usable=False), list[Issue]()
        self._encoding, self._parts = codec_of(declared_encoding(table)) or "", parts_of(table)
        if len(self._parts) > 1 and self._encoding and not _has_ascii(self._encoding):
            raise PackageError("resource-error", Reason("parts-encoding", encoding=self._encoding), table=table.name)
        for part in self._parts:
            open_stored(part).close()
        if not self._encoding:
            self._find("encoding-error", detail="unknown", params={"encoding": declared_encoding(table)})
            return
        try:
            self._first = self._open(self._parts[0])
        except Undecodable as error:
            self.issues = [error.issue]
            return
        self._read_header(self._first)
        if not self.header.usable:
            self._first.rest.close()
            if not self._first.whole and (bad := _bad_byte(self._parts[0])):
                self.issues = [bad]  # of which a file that is read whole has only this to say

    def blocks(self, work: Callable[[Block], T]) -> Iterator[T]:
        """Give in order what `work` makes of each block.

        Raises:
            Undecodable: A file is not in its encoding.
            PackageError: A file breaks off, or grows beyond all bounds.
        """
        width = len(self.header.labels)
        fast = can_read_fast(self.dialect, self._encoding) and "" in frozenset.intersection(
            self.table.schema.missing, *(one.missing for one in self.table.schema.fields)
        )
        unended: tuple[str, int] | None = None
        for at, table in enumerate(self._parts):
            part = self._open(table) if at else self._first
            skipped = bool(self.header.last_row) if not at else self._is_header(part)
            lines = part.lines if skipped else 0
            if unended and part.head:
                params = {"next": table.path}
                self._find("source-error", path=unended[0], line=unended[1], detail="part-end", params=params)
            count = [lines]

            def placed(block: Block, path: str = table.path, lines: int = lines, count: list[int] = count) -> T:
                block.path, block.line = path, lines + 1
                count[0] += block.lines
                return work(block)

            try:
                if fast and not part.whole:
                    stream = _Joined(part.cut()[1] if skipped else part.head, part.rest)
                    yield from work_on_blocks(stream, self.dialect, width, BLOCK, placed)
                else:
                    first = (self.header.last_row if not at else part.last_row) + 1 if skipped else 1
                    records = Records(part.read_lines(), self.dialect)
                    yield from map(placed, read_records(records, self.dialect, first, width))
            except UnicodeError:
                raise Undecodable(table) from None
            finally:
                part.rest.close()
            if count[0] > lines and len(self._parts) > 1:
                unended = None if _ends_line(table) else (table.path, count[0])

    def show(self, cell: Any) -> str:
        """Write a cell for people."""
        return text_of(cell)

    def whole(self) -> Iterator[bytes]:
        """Give the bytes of all files as one, the header said once, each beginning on a line of its own."""
        last = b"\n"
        for at, table in enumerate(self._parts):
            part = self._open(table) if at else self._first
            with part.rest as rest:
                data = part.cut()[1] if at and self._is_header(part) else part.head
                if data and not last.endswith((b"\n", b"\r")):
                    yield b"\n"
                while data:
                    yield data
                    last, data = data, rest.read(BLOCK)

    def _open(self, part: Table) -> _Part:
        return _Part(part, self.dialect, self._encoding)

    def _find(self, code: str, *, path: str | None = None, **more: Any) -> None:
        self.issues.append(Issue(code, table=self.table.name, path=self.table.path if path is None else path, **more))

    def _read_header(self, part: _Part) -> None:
        flaw = part.reader.flaw
        if flaw and self.dialect.headed and flaw.number <= max(part.last_row, 1):
            self.issues = [flaw.issue(self.table, self._parts[0].path, flaw.number, flaw.line)]
        elif not part.records and not flaw:
            self._find("source-error", detail="empty")
        else:
            self.header, self.issues = read_header(self.table, self.dialect, part.records, part.text)
            told = next((one for one in self.issues if one.aspect == "delimiter"), None)
            if told and len(self._parts) == 1:  # it is told for sure, and all else is checked as well
                self.dialect = replace(self.dialect, delimiter=str(told.params["found"]))
                part.rest.close()
                self._first = self._open(part.table)
                self._read_header(self._first)
                self.issues = [told, *self.issues]

    def _is_header(self, part: _Part) -> bool:
        """Tell whether a later file begins with a header; one that differs from the first one's is reported."""
        if not self.header.last_row:
            return False
        mine, other = self._first.labels(), part.labels()
        same = part.cut()[0].rstrip(b"\r\n") == self._first.cut()[0].rstrip(b"\r\n")
        wanted, found = ([label.lower() for label in labels] for labels in (mine, other))
        if same or found in (wanted, [one.lower() for one in self.table.schema.names]):
            return True
        if 2 * len({*found} & {*wanted}) < len({*wanted}):
            return False
        params = {"first": self.table.path, "expected": ", ".join(mine)}
        more: dict[str, Any] = {"detail": "part", "value": ", ".join(other), "params": params}
        self._find("incorrect-label", path=part.table.path, line=part.lines, **more)
        return True


class _Joined(io.RawIOBase):
    """The beginning of a file that was read already, and the rest of it."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._head.readinto(buffer) or self._rest.readinto(buffer)  # type: ignore[attr-defined]


def _bad_byte(part: Table) -> Issue | None:
    """Say where a file is not in its encoding, reading it once more."""
    with open_text(part) as again:
        return locate(again, part)


def _ends_line(part: Table) -> bool:
    """Tell whether the last line of a file is ended."""
    last = b"\n"
    with open_text(part) as stream:
        while data := stream.read(BLOCK):
            last = data[-1:]
    return last in (b"\n", b"\r")


def _has_ascii(encoding: str) -> bool:
    try:
        return _ASCII.encode().decode(encoding) == _ASCII
    except UnicodeError:
        return False
