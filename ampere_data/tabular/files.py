"""A CSV file opened, or several that make one table: the header of the first, and the rows of all as blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from ampere_data.tabular.blocks import BLOCK, Block
from ampere_data.tabular.columns import text_of
from ampere_data.tabular.delimited import can_read_fast, read_plainly, read_records
from ampere_data.tabular.dialects import dialect_of
from ampere_data.tabular.encodings import codec_of, declared_encoding
from ampere_data.tabular.errors import PackageError
from ampere_data.tabular.headers import Header, as_told, read_header
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table
from ampere_data.tabular.parts import Joined, Part, Undecodable, bad_byte
from ampere_data.tabular.quoting import Records, bounded_lines
from ampere_data.tabular.storage import open_stored, open_text, parts_of
from ampere_data.words.reasons import Reason

T = TypeVar("T")

_ASCII = "".join(map(chr, range(128)))


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
        for part in self._parts[1 if self._encoding else 0 :]:  # the first is opened below
            open_stored(part).close()
        if not self._encoding:
            self._find("encoding-error", detail="unknown", params={"encoding": declared_encoding(table)})
            return
        try:
            self._first = self._open(self._parts[0])
            self._read_header(self._first)
        except Undecodable as error:
            self.header, self.issues = Header(usable=False), [error.issue]
            return
        if not self.header.usable:
            self._first.rest.close()
            if not self._first.whole and (bad := bad_byte(self._parts[0])):
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

            def placed(block: Block, part: Part = part, lines: int = lines, count: list[int] = count) -> T:
                if block.flaw and not part.whole and bad_byte(part.table):  # of which a whole file has only this to say
                    raise Undecodable(part.table)
                block.path, block.line = part.table.path, lines + 1
                count[0] += block.lines
                return work(block)

            try:
                if fast and not part.whole:
                    from ampere_data.tabular.parsing import work_on_blocks  # not needed by small files

                    stream = Joined(part.cut()[1] if skipped else part.head, part.rest)
                    yield from work_on_blocks(stream, self.dialect, width, BLOCK, placed)
                else:
                    first = (self.header.last_row if not at else part.last_row) + 1 if skipped else 1
                    if block := read_plainly(part.text, self.dialect, first, width) if part.whole else None:
                        yield placed(block)
                    else:
                        records = Records(bounded_lines(part.read_lines()), self.dialect)
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

    def _open(self, part: Table) -> Part:
        return Part(part, self.dialect, self._encoding)

    def _find(self, code: str, *, path: str | None = None, **more: Any) -> None:
        self.issues.append(Issue(code, table=self.table.name, path=self.table.path if path is None else path, **more))

    def _read_header(self, part: Part) -> None:
        flaw = part.reader.flaw
        if flaw and self.dialect.headed and flaw.number <= max(part.last_row, 1):
            self.issues = [flaw.issue(self.table, self._parts[0].path, flaw.number, flaw.line)]
        elif not part.records and not flaw:
            self._find("source-error", detail="empty")
        else:
            self.header, self.issues = read_header(self.table, self.dialect, part.records, part.read)
            told = next((one for one in self.issues if one.aspect in ("delimiter", "below")), None)
            if told and len(self._parts) == 1:  # it is told for sure, and all else is checked as well
                self.dialect = as_told(self.dialect, told)
                part.rest.close()
                self._first = self._open(part.table)
                self._read_header(self._first)
                self.issues = [told, *self.issues]

    def _is_header(self, part: Part) -> bool:
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
