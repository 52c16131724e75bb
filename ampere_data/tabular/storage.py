"""A table's file: which format it has, and its bytes, whole or as a stream, decompressed within bounds."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO, Any

from ampere_data.tabular.errors import PackageError
from ampere_data.tabular.package import ALWAYS_ALLOWED, GROWTH, Table
from ampere_data.words.reasons import Reason, reason_of

CSV = ("csv", "tsv")
JSON = "json"
JSON_LINES = ("jsonl", "ndjson")
WORKBOOK = "xlsx"
PARQUET = ("parquet", "parq")

READ = frozenset([*CSV, JSON, *JSON_LINES, WORKBOOK, *PARQUET])
# What Frictionless may read and this does not: other programs' files, markup, databases, and what runs as a program.
_NOT_READ = frozenset(
    [
        *["xls", "xlsm", "xlsb", "ods", "numbers", "feather", "arrow", "orc", "avro", "sav", "dta", "sas7bdat", "rds"],
        *["html", "xml", "yaml", "yml", "md", "geojson", "topojson", "gsheets", "db", "sqlite", "sqlite3", "duckdb"],
        *["sql", "mdb", "accdb", "py", "pdf"],
    ]
)
# In several parts lies what can be read one part after the other.
_PARTED = frozenset([*CSV, JSON, *JSON_LINES])
COMPRESSIONS = ("gz", "zip", "bz2", "xz")
_BROKEN = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    lzma.LZMAError,
    zlib.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
)


def format_of(table: Table) -> str:
    """Return the format of a table's file: as its descriptor says, or as its name ends.

    A name that ends in nothing known is that of a CSV file, as the standard has it.

    Raises:
        PackageError: Files of that format are not read.
    """
    declared = table.descriptor.get("format")
    said = declared.lower() if isinstance(declared, str) else ""
    endings = [part for part in table.path.lower().rsplit("/", 1)[-1].split(".")[1:] if part not in COMPRESSIONS]
    form = said or (endings[-1] if endings else "")
    if form in _NOT_READ or (said and said not in READ):
        note = Reason("format-unread", form=form)
        raise PackageError("format-error", note, table=table.name, path=table.path)
    form = form if form in READ else CSV[0]
    if table.parts and form not in _PARTED:
        note = Reason("format-parts", form=form)
        raise PackageError("format-error", note, table=table.name, path=table.path)
    return form


def is_csv(table: Table) -> bool:
    """Tell whether a table lies in a CSV file, or in several."""
    try:
        return format_of(table) in CSV
    except PackageError:
        return False


def compression_of(table: Table) -> str:
    """Return how a table's file is compressed: as its descriptor says, or as its name ends."""
    if table.parts:  # each is decompressed where they are joined
        return ""
    declared = table.descriptor.get("compression")
    if isinstance(declared, str) and declared and declared != "no":
        return declared
    suffix = PurePosixPath(table.path).suffix.lower().lstrip(".")
    return suffix if suffix in COMPRESSIONS else ""


def stored_size(table: Table) -> int:
    """Return the size of the file as it lies on disk, or 0 where that cannot be told without reading it."""
    try:
        return int(table.file.stat().st_size)  # type: ignore[union-attr]
    except (AttributeError, OSError, ValueError):
        return 0


def open_stored(table: Table) -> IO[bytes]:
    """Open a table's file as it lies on disk.

    Raises:
        PackageError: There is no such file, or it cannot be read.
    """
    if table.file is None:
        raise PackageError("resource-error", Reason("no-data"), table=table.name)
    try:
        if not table.file.is_file():  # a named pipe would be waited for, for ever
            raise FileNotFoundError
        return table.file.open("rb")
    except PackageError:
        raise
    except (OSError, ValueError, KeyError) as error:
        raise _unreadable(table, error) from error


def read_bytes(table: Table) -> tuple[bytes, bytes]:
    """Read a table's file: as it lies on disk, and decompressed.

    Raises:
        PackageError: There is no such file, it cannot be read, or it grows beyond all bounds when decompressed.
    """
    with open_stored(table) as stream:
        try:
            stored = stream.read()
        except OSError as error:
            raise _unreadable(table, error) from error
    if not compression_of(table):
        return stored, stored
    with open_decompressed(table, io.BytesIO(stored), len(stored)) as bounded:
        return stored, bounded.readall()


def open_text(table: Table) -> IO[bytes]:
    """Open a table's file, decompressed.

    Raises:
        PackageError: There is no such file, it cannot be read, or it grows beyond all bounds when decompressed.
    """
    stream = open_stored(table)
    if not compression_of(table):
        return stream
    try:
        return io.BufferedReader(open_decompressed(table, stream, stored_size(table)))
    except PackageError:
        stream.close()
        raise


def open_decompressed(table: Table, stream: IO[bytes], size: int) -> Bounded:
    """Decompress a stream, as Frictionless does: of a zip the file that `innerpath` names, or the first."""
    kind = compression_of(table)
    try:
        if kind == "gz":
            inner: IO[bytes] = gzip.open(stream)  # type: ignore[assignment] # noqa: SIM115 - closed by Bounded
        elif kind == "bz2":
            inner = bz2.open(stream)  # noqa: SIM115 - as above
        elif kind == "xz":
            inner = lzma.open(stream)  # noqa: SIM115 - as above
        elif kind == "zip":
            inner = _open_member(table, stream)
        else:
            note = Reason("compression-unknown", kind=kind)
            raise PackageError("compression-error", note, table=table.name, path=table.path)
    except (*_BROKEN, OSError, KeyError, IndexError) as error:
        raise _broken(table, error) from error
    return Bounded((inner, stream), table, bound_of(size))


def bound_of(size: int) -> int:
    """Return how many bytes a compressed file of some size may grow to."""
    return max(size * GROWTH, ALWAYS_ALLOWED)


def _open_member(table: Table, stream: IO[bytes]) -> IO[bytes]:
    archive = zipfile.ZipFile(stream)
    files = (one.filename for one in archive.infolist() if not one.is_dir())
    return archive.open(str(table.descriptor.get("innerpath") or next(files, "")))


def other_members(table: Table) -> int:
    """Count the files in a zip beside the one that is read, where nothing says which of them it is."""
    found = 0
    for part in parts_of(table):
        if compression_of(part) == "zip" and not part.descriptor.get("innerpath"):
            with open_stored(part) as stream, zipfile.ZipFile(stream) as archive:
                found += sum(not one.is_dir() for one in archive.infolist()) - 1
    return found


class Bounded(io.RawIOBase):
    """A decompressed stream that ends with an error where it grows beyond its bound."""

    def __init__(self, streams: tuple[IO[bytes], IO[bytes]], table: Table, bound: int) -> None:
        self._streams, self._table, self._left = streams, table, bound

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer.

        Raises:
            PackageError: The stream is broken, or larger than its bound.
        """
        try:
            data = self._streams[0].read(len(buffer))
        except (*_BROKEN, OSError) as error:
            raise _broken(self._table, error) from error
        self._left -= len(data)
        if self._left < 0:
            note = Reason("grows", times=GROWTH)
            raise PackageError("compression-error", note, table=self._table.name, path=self._table.path)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close what it reads from, too."""
        for stream in self._streams:
            stream.close()
        super().close()


def _unreadable(table: Table, error: Exception) -> PackageError:
    missing = isinstance(error, FileNotFoundError | KeyError)
    note = Reason("file-missing") if missing else Reason("unreadable", reason=reason_of(error))
    return PackageError("scheme-error", note, table=table.name, path=table.path)


def _broken(table: Table, error: Exception) -> PackageError:
    note = Reason("undecompressible", reason=reason_of(error))
    return PackageError("compression-error", note, table=table.name, path=table.path)


def parts_of(table: Table) -> list[Table]:
    """Give each file of a table as a table of its own."""
    return [table._replace(path=path, file=file, parts=()) for path, file in table.parts] or [table]
