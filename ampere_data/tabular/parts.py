"""Tables that lie in several files: read one after the other, as if they were one file with one header.

Whoever reads a table so counts the lines of the whole; `Joint.relocated` finds the part and the line of its own again.
"""

from __future__ import annotations

import codecs
import io
from bisect import bisect_right
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from types import SimpleNamespace
from typing import IO, Any, NoReturn

from ampere_data.tabular.dialects import Dialect, dialect_of
from ampere_data.tabular.encodings import codec_of, declared_encoding
from ampere_data.tabular.formats import CSV, JSON, format_of
from ampere_data.tabular.headers import join_labels
from ampere_data.tabular.package import Package, PackageError, Table
from ampere_data.tabular.reading import first_records
from ampere_data.tabular.report import Issue, Report
from ampere_data.tabular.splitting import LONGEST_RECORD, count_lines
from ampere_data.tabular.storage import open_stored, open_text, stored_size
from ampere_data.words.reasons import Reason

_BEGINNING = 64 * 1024
_BLOCK = 1024 * 1024
_ASCII = "".join(map(chr, range(128)))
# Words of findings that name a line, besides the finding's own.
_LINES = ("first_line", "neighbour_line", "opened", "closed", "other")
# Findings about all parts together.
_OF_ALL = frozenset(["byte-count", "hash-count", "row-count", "field-count"])


@dataclass(frozen=True, slots=True)
class _Beginning:
    """How a part begins: some bytes, the labels of the header that may be there, and the lines down to its end."""

    data: bytes
    labels: tuple[str, ...] = ()
    lines: int = 0

    def cut(self) -> tuple[bytes, bytes]:
        """Part the bytes of these lines from those below."""
        stream = io.StringIO(self.data.decode("latin-1"), newline="")  # one character per byte
        size = sum(len(stream.readline()) for _ in range(self.lines))
        return self.data[:size], self.data[size:]


@dataclass(slots=True)
class _Counted:
    """What was given so far: the line that comes next, or goes on, and the last byte."""

    line: int = 1
    last: bytes = b"\n"

    @property
    def ended(self) -> bool:
        return self.last in (b"\n", b"\r")

    def add(self, data: bytes) -> bytes:
        cut_in_two = self.last == b"\r" and data.startswith(b"\n")
        self.line += count_lines(data) - cut_in_two
        self.last = data[-1:]
        return data


@dataclass(frozen=True, slots=True)
class _Manner:
    """How the parts of a table are joined.

    Attributes:
        dialect: How its rows are written, None where it has no header.
        encoding: The codec of the files.
        lined: Whether every part begins on a line of its own; what is no table is joined as it is.
        strict: Whether the line before must be ended, for others would glue a row to it.
    """

    dialect: Dialect | None
    encoding: str
    lined: bool
    strict: bool = False

    def begin(self, stream: IO[bytes], *, first: bool) -> _Beginning:
        """Read the beginning of a part down to where its header would end."""
        data = stream.read(_BEGINNING)
        if self.lined and not first and self.encoding.startswith("utf-8"):
            data = data.removeprefix(codecs.BOM_UTF8)
        if self.dialect is None or not data:
            return _Beginning(data)
        while (found := self._header(data)) is None and (more := stream.read(len(data))):
            data += more
            if len(data) > LONGEST_RECORD:
                break
        return found or self._header(data, whole=True) or _Beginning(data)

    def _header(self, data: bytes, *, whole: bool = False) -> _Beginning | None:
        """Read the header at the beginning of a part; None where more must be read to tell where it ends."""
        assert self.dialect is not None  # noqa: S101 - asked before the call
        text = data.decode(self.encoding, errors="replace").removeprefix("\ufeff")
        head = first_records(text, self.dialect)
        if not head.more and not whole:
            return None
        rows = self.dialect.header_of(head.records)
        labels = join_labels([cells for row, _, cells in head.records if row in rows], self.dialect.header_join)
        lines = count_lines(data) + (not data.endswith((b"\n", b"\r")))
        return _Beginning(data, tuple(labels), head.records[head.last_row][1] - 1 if head.more else lines)


def joined(package: Package) -> Package:
    """Give a package whose tables in several files each seem to lie in one."""
    tables = package.tables.items()
    whole = {name: replace(table, file=Joint(table)) if table.parts else table for name, table in tables}
    return replace(package, tables=whole)


def settled(package: Package, issues: Iterable[Issue], counts: Mapping[str, int]) -> Report:
    """Make the report on a package some of whose tables are joined: every finding in its part, the parts in order."""
    joints = {name: table.file for name, table in package.tables.items() if isinstance(table.file, Joint)}
    found = [*issues, *(issue for joint in joints.values() for issue in joint.issues)]
    report = Report.collect((_relocated(joints, issue) for issue in found), counts)
    tables = {issue.table: at for at, issue in enumerate(reversed(report.issues))}
    ranks = {name: {part.path: at for at, part in enumerate(joint.parts)} for name, joint in joints.items()}

    def order(issue: Issue) -> tuple[int, int]:
        return -tables[issue.table], ranks.get(issue.table, {}).get(issue.path, 0)

    return Report(tuple(sorted(report.issues, key=order)), report.counts)


def _relocated(joints: Mapping[str, Joint], issue: Issue) -> Issue:
    joint = joints.get(issue.table)
    return joint.relocated(issue) if joint else issue


class Joint(Traversable):
    """Several files that are read as one.

    A later part may begin with the header of the first, as Frictionless wants it, or without, as the standard joins
    files; every part begins on a line of its own.
    """

    def __init__(self, table: Table) -> None:
        """Join the parts of a table."""
        self.table = table
        self.parts = [replace(table, path=path, file=file, parts=()) for path, file in table.parts]
        # For each part that was come to: the line of the whole on which it goes on, and which of its own that is.
        self._seams: dict[int, tuple[int, int]] = {}
        self._found: dict[Issue, Issue] = {}

    @property
    def name(self) -> str:
        """The name of the first part."""
        return self.table.path.rsplit("/", 1)[-1]

    @property
    def issues(self) -> list[Issue]:
        """What was found where the parts meet, as far as they were read."""
        return list(self._found.values())

    def open(self, mode: str = "r", *_: Any, **__: Any) -> Any:  # noqa: ANN401 - as the protocol has it
        """Open all parts as one stream of bytes, decompressed.

        Raises:
            PackageError: A part cannot be opened, or cannot be joined to others.
            ValueError: Another mode than `rb` is asked for.
        """
        if mode != "rb":
            raise ValueError(mode)
        manner = _manner_of(self.table)
        for part in self.parts:
            open_stored(part).close()
        return io.BufferedReader(_Stream(self._chunks(manner)), _BLOCK)

    def is_file(self) -> bool:
        """Say that it can be read."""
        return True

    def is_dir(self) -> bool:
        """Say that it is no folder."""
        return False

    def iterdir(self) -> NoReturn:
        """Refuse to be a folder."""
        raise NotADirectoryError(self.table.path)

    def joinpath(self, *_: object) -> NoReturn:
        """Refuse to be a folder."""
        raise NotADirectoryError(self.table.path)

    def read_bytes(self) -> bytes:
        """Read all parts."""
        with self.open("rb") as stream:
            whole: bytes = stream.read()
        return whole

    def read_text(self, encoding: str | None = None) -> str:
        """Read all parts as text."""
        return self.read_bytes().decode(encoding or "utf-8")

    def stat(self) -> SimpleNamespace:
        """Give the size of all parts together, as they lie on disk."""
        return SimpleNamespace(st_size=sum(map(stored_size, self.parts)))

    def relocated(self, issue: Issue) -> Issue:
        """Put a finding that names a line of the whole in its place in a part."""
        if issue.table != self.table.name or issue.path != self.table.path:
            return issue
        if issue.line is None:
            counted = {**issue.params, "files": len(self.parts)}
            return replace(issue, path="", detail="files", params=counted) if issue.code in _OF_ALL else issue
        path, line = self._place(issue.line)
        detail, params = issue.detail, dict(issue.params)
        for name in _LINES:
            whole = params.get(name)
            if isinstance(whole, int):
                at, own = self._place(whole)
                params[name] = own if at == path or name == "first_line" else f"{own} ({at})"
                if name == "first_line":
                    detail, params["first_path"] = "elsewhere", at
        return replace(issue, path=path, line=line, detail=detail, params=params)

    def _place(self, line: int) -> tuple[str, int]:
        parts = list(self._seams)
        at = bisect_right([self._seams[part][0] for part in parts], line) - 1
        if at < 0:
            return self.table.path, line
        first, own = self._seams[parts[at]]
        return self.parts[parts[at]].path, own + line - first

    def _chunks(self, manner: _Manner) -> Generator[bytes]:
        counted = _Counted()
        model: _Beginning | None = None
        for at, part in enumerate(self.parts):
            with open_text(part) as stream:
                beginning = manner.begin(stream, first=not at)
                skipped = self._is_header(part.path, beginning, model) if model else False
                if beginning.data:
                    model = model or beginning
                elif manner.dialect and not at:
                    self._find("source-error", part.path, detail="empty")
                chunk = (beginning.cut()[1] if skipped else beginning.data) or stream.read(_BLOCK)
                if chunk and manner.lined and not counted.ended:
                    if manner.strict:
                        end = self._place(counted.line)
                        self._find("source-error", *end, detail="part-end", params={"next": part.path})
                    yield counted.add(b"\n")
                if chunk:
                    self._seams[at] = (counted.line, beginning.lines + 1 if skipped else 1)
                while chunk:
                    yield counted.add(chunk)
                    chunk = stream.read(_BLOCK)

    def _is_header(self, path: str, beginning: _Beginning, model: _Beginning) -> bool:
        """Tell whether a later part begins with a header; one that differs from the first part's is reported."""
        if beginning.cut()[0].rstrip(b"\r\n") == model.cut()[0].rstrip(b"\r\n") and model.lines:
            return True
        found, wanted = ([label.lower() for label in one.labels] for one in (beginning, model))
        if wanted and found in (wanted, [one["name"].lower() for one in self.table.fields]):
            return True
        if 2 * len({*found} & {*wanted}) < len({*wanted}) or not wanted:
            return False
        params = {"first": self.table.path, "expected": ", ".join(model.labels)}
        value = ", ".join(beginning.labels)
        self._find("incorrect-label", path, beginning.lines, detail="part", value=value, params=params)
        return True

    def _find(self, code: str, path: str, line: int | None = None, **more: Any) -> None:  # noqa: ANN401 - its words
        issue = Issue(code, table=self.table.name, path=path, line=line, **more)
        self._found[issue] = issue


class _Stream(io.RawIOBase):
    """Chunks of bytes as a stream."""

    def __init__(self, chunks: Generator[bytes]) -> None:
        self._chunks, self._left = chunks, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer
        if not self._left:
            self._left = memoryview(next(self._chunks, b""))
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size

    def close(self) -> None:
        """Close the part that is open."""
        self._chunks.close()
        super().close()


def _manner_of(table: Table) -> _Manner:
    """Tell how the parts of a table are joined.

    Raises:
        PackageError: Its dialect cannot be used, or its encoding cannot be cut into lines.
    """
    encoding = codec_of(declared_encoding(table)) or "latin-1"  # whoever decodes it says that there is no such encoding
    if not table.tabular:
        return _Manner(None, encoding, lined=False)
    if not _has_ascii(encoding):
        raise PackageError("resource-error", Reason("parts-encoding", encoding=encoding), table=table.name)
    form = format_of(table)
    dialect = dialect_of(table) if form in CSV else None
    return _Manner(dialect if dialect and dialect.headed else None, encoding, lined=True, strict=form != JSON)


def _has_ascii(encoding: str) -> bool:
    try:
        return _ASCII.encode().decode(encoding) == _ASCII
    except UnicodeError:
        return False
