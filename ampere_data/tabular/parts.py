"""One file of a table in CSV, read down to where its header ends."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import IO, Any

from ampere_data.tabular.blocks import LONGEST_RECORD
from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.encodings import Decoder, locate
from ampere_data.tabular.headers import Record, join_labels
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table
from ampere_data.tabular.quoting import Records, records_of
from ampere_data.tabular.storage import open_text

# Up to this many bytes, some thousand rows, a file is read before the libraries for large ones would be loaded.
SMALL = 1024 * 1024
# Once they are loaded, only this much is read faster without them.
TINY = 64 * 1024
# So far down a header is looked for that does not stand where it ought to.
_LOOKED_AT = 64 * 1024


class Undecodable(Exception):  # a signal from the reader, no error: `issue` says it all
    """A file turned out not to be in its encoding."""

    def __init__(self, part: Table) -> None:
        issue = bad_byte(part)
        self.issue = issue or Issue("encoding-error", table=part.name, path=part.path, detail="unknown")
        super().__init__(self.issue.code)


class Part:
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
            self.head = self.rest.read(min(TINY, most) + 1)  # for more, memory is taken that most files do not need
            if len(self.head) > TINY:
                self.head += self.rest.read(most - TINY)
            self.whole = len(self.head) <= most
            while not self._is_enough():
                added = self.rest.read(len(self.head))
                self.head, self.whole = self.head + added, not added
        except BaseException:
            self.rest.close()
            raise

    def _is_enough(self) -> bool:
        """Tell whether the header was read, and one record more, or no more is to be had; nothing is parsed in vain."""
        ended = self.whole or len(self.head) > LONGEST_RECORD
        return (ended or b"\n" in self.head or b"\r" in self.head) and (self._has_more() or ended)

    def _has_more(self) -> bool:
        """Read the header and one record more; tell whether there is one."""
        self._decode()
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

    def read(self, dialect: Dialect) -> Iterator[Record]:
        """Give the first records as a dialect reads them.

        Raises:
            Undecodable: The file is not in its encoding.
        """
        if not self.whole and len(self.head) < _LOOKED_AT:
            self.head += self.rest.read(_LOOKED_AT)
            self.whole = len(self.head) < _LOOKED_AT
            try:
                self._decode()
            except Undecodable:
                self.rest.close()
                raise
        reader = records_of(self.text, dialect)
        return ((reader.number, reader.above + 1, cells) for cells in reader)

    def _decode(self) -> None:
        try:
            self.text = Decoder(self._encoding).decode(self.head, last=self.whole).removeprefix("\ufeff")
        except UnicodeError:
            raise Undecodable(self.table) from None

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
        return io.TextIOWrapper(io.BufferedReader(Joined(self.head, self.rest)), encoding, newline="")


class Joined(io.RawIOBase):
    """The beginning of a file that was read already, and the rest of it."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer."""
        return self._head.readinto(buffer) or self._rest.readinto(buffer)  # type: ignore[attr-defined]


def bad_byte(part: Table) -> Issue | None:
    """Say where a file is not in its encoding, reading it once more."""
    with open_text(part) as again:
        return locate(again, part)
