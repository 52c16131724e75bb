"""Where things lie: a descriptor, its tables, their schemas, and the way to their files.

Nothing here follows a path out of the package: a path that is absolute, climbs with `..`, is a URL or leads out
through a symbolic link is refused (Data Package v2, "URL or Path").
"""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ampere_data.tabular.errors import PackageError, UnknownName
from ampere_data.tabular.schema import Schema, read_schema
from ampere_data.words.reasons import Reason, quoted, reason_of

if TYPE_CHECKING:
    import zipfile
    from importlib.resources.abc import Traversable

DESCRIPTOR = "datapackage.json"
_OTHER_DESCRIPTORS = ("datapackage.yaml", "datapackage.yml")
# A compressed file may grow to this many times its size, or to this size if that is more: a bomb grows a thousandfold.
GROWTH = 200
ALWAYS_ALLOWED = 64 * 1024 * 1024

# Formats of files that are tables, whether anybody says so or not; JSON may be anything.
_TABULAR = frozenset(["csv", "tsv", "jsonl", "ndjson", "xlsx", "parquet", "parq"])


class Table(NamedTuple):
    """A tabular resource: its descriptor, its dereferenced schema and the file that holds it.

    Attributes:
        name: The resource's name.
        path: The file as the descriptor names it, relative to the descriptor.
        schema: Its Table Schema, read from its own file where the descriptor names one.
        descriptor: The resource's descriptor.
        file: The file itself, or None where the table has no file of its own.
        dialect: The Table Dialect as plain JSON, read from its own file where the descriptor names one.
        parts: Path and file of each part where the table lies in several files; the first is its `path` and `file`.
    """

    name: str
    path: str
    schema: Schema
    descriptor: Mapping[str, Any]
    file: Traversable | None = None
    dialect: Mapping[str, Any] = MappingProxyType({})
    parts: tuple[tuple[str, Traversable], ...] = ()

    @property
    def tabular(self) -> bool:
        """Whether the resource is a table: it says so, has a schema, or its file or data look like one."""
        kind, form = self.descriptor.get("type"), str(self.descriptor.get("format", "")).lower()
        suffixes = {part.lower() for part in self.path.rsplit("/", 1)[-1].split(".")[1:]}
        looks = bool({*suffixes, form} & _TABULAR) or isinstance(self.descriptor.get("data"), list)
        return kind == "table" or (kind is None and (bool(self.schema.descriptor) or looks))


class Package(NamedTuple):
    """A descriptor and the folder it lies in.

    Attributes:
        descriptor: The Data Package descriptor as plain JSON.
        folder: The folder that all paths are relative to.
        tables: The tables by name, in the descriptor's order.
    """

    descriptor: dict[str, Any]
    folder: Traversable
    tables: dict[str, Table]

    @property
    def described(self) -> frozenset[str]:
        """The names of all resources, of those too that cannot be used."""
        resources = self.descriptor.get("resources")
        named = resources if isinstance(resources, list) else []
        return frozenset(str(one.get("name")) for one in named if isinstance(one, dict))

    def table(self, name: str) -> Table:
        """Return a table by its name.

        Raises:
            UnknownName: There is no such table; the error names the nearest ones.
        """
        if name not in self.tables:
            raise UnknownName("table", name, list(self.tables))
        return self.tables[name]


def open_package(folder: Traversable, name: str = DESCRIPTOR, *, refused: list[PackageError] | None = None) -> Package:
    """Read a descriptor and the schemas it names.

    Args:
        folder: The folder that holds the descriptor, and that no path may leave.
        name: The descriptor's file name.
        refused: Where given, a table that cannot be used is put here and left out, and the others are still read.

    Raises:
        PackageError: The descriptor, or without `refused` a schema or a path in it, cannot be used.
    """
    descriptor = read_json(folder / name, name, "package-error")
    if not isinstance(descriptor, dict):
        raise PackageError("package-error", Reason("no-object", path=name), path=name)
    resources = descriptor.get("resources", [])
    tables: dict[str, Table] = {}
    for index, resource in enumerate(resources if isinstance(resources, list) else []):
        try:
            table = open_table(folder, resource, index)
        except PackageError as error:
            if refused is None:
                raise
            refused.append(error)
        else:
            if table.name in tables and refused is not None:
                note = Reason("same-name", table=table.name, path=table.path or name)
                refused.append(PackageError("package-error", note, path=name))
            tables.setdefault(table.name, table)
    return Package(descriptor, folder, tables)


def folder_in(path: Path) -> zipfile.Path | None:
    """Give the folder of the package that a zip holds; None where it is no zip, or holds none.

    Raises:
        PackageError: What it holds says that it grows beyond all bounds.
    """
    import zipfile

    if path.suffix.lower() != ".zip" or not zipfile.is_zipfile(path):
        return None
    archive = zipfile.ZipFile(path)
    inside = zipfile.Path(archive)
    if not (inside / DESCRIPTOR).is_file():
        if any((inside / name).is_file() for name in _OTHER_DESCRIPTORS):
            raise PackageError("package-error", Reason("descriptor-yaml"), path=path.name)
        return None
    if sum(one.file_size for one in archive.infolist()) > max(path.stat().st_size * GROWTH, ALWAYS_ALLOWED):
        raise PackageError("compression-error", Reason("grows", times=GROWTH), path=path.name)
    return inside


def open_table(folder: Traversable, resource: Any, index: int) -> Table:
    """Read what a resource's descriptor says: its path, and its schema and dialect, given in place or by path.

    Raises:
        PackageError: A path leads astray, or something is not what the standard wants it to be.
    """
    name = resource.get("name") if isinstance(resource, dict) else None
    name = name if isinstance(name, str) and name else f"resource-{index + 1}"
    if not isinstance(resource, dict):
        raise PackageError("resource-error", Reason("resource-no-object", number=index + 1), table=name)
    files = [(path, locate(folder, path, table=name)) for path in _paths(resource, name)]
    path, file = files[0] if files else ("", None)
    schema = _read_part(folder, resource, "schema", name)
    fields = schema.get("fields", [])
    if not isinstance(fields, list):
        raise PackageError("schema-error", Reason("fields-no-list"), table=name)
    if not all(isinstance(field, dict) and isinstance(field.get("name"), str) for field in fields):
        raise PackageError("schema-error", Reason("field-unnamed"), table=name, path=path)
    dialect = _read_part(folder, resource, "dialect", name)
    parts = tuple(files) if len(files) > 1 else ()
    return Table(name, path, read_schema(schema, name), resource, file, dialect, parts)


def _paths(resource: dict[str, Any], name: str) -> list[str]:
    """List the files of a resource; those after the first may stand apart, as Frictionless writes them."""
    path = resource.get("path", "")
    more = resource.get("extrapaths")
    paths = path if isinstance(path, list) else [path, *(more if isinstance(more, list) else [])] if path else []
    if (isinstance(path, list) and not path) or not all(isinstance(one, str) for one in paths):
        raise PackageError("resource-error", Reason("path-shape"), table=name)
    return paths


def _read_part(folder: Traversable, resource: dict[str, Any], part: str, name: str) -> dict[str, Any]:
    value = resource.get(part, {})
    if part == "schema" and is_address(value):
        return {}
    if isinstance(value, str):
        value = read_json(locate(folder, value, table=name), value, f"{part}-error", name)
    if not isinstance(value, dict):
        raise PackageError(f"{part}-error", Reason(f"{part}-no-object"), table=name)
    return value


def locate(folder: Traversable, path: str, *, table: str = "") -> Traversable:
    """Find a file inside the folder.

    Raises:
        PackageError: The path leads, or could lead, out of the folder.
    """
    parts = path.split("/")
    if not _is_unicode(path):
        raise PackageError("resource-error", Reason("path-not-text"), table=table, path=path)
    if (
        re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", path)
        or path.startswith("/")
        or "\\" in path
        or ".." in parts
        or "\0" in path
    ):
        raise PackageError("resource-error", Reason("path-unsafe", path=path), table=table, path=path)
    found = folder.joinpath(*parts)
    if isinstance(found, Path) and isinstance(folder, Path):
        try:
            real = os.path.realpath(found, strict=True)
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise PackageError("resource-error", Reason("path-circle", path=path), table=table, path=path) from None
            real = os.path.realpath(found)
        inside, whole = (os.path.join(one, "") for one in (real, os.path.realpath(folder)))  # noqa: PTH118 - at once
        if not inside.startswith(whole):
            raise PackageError("resource-error", Reason("path-link", path=path), table=table, path=path)
    return found


def is_address(said: object) -> bool:
    """Tell whether a path is an address on the web, of which nothing is fetched."""
    return isinstance(said, str) and re.match(r"(?:https?|ftp)://", said, re.IGNORECASE) is not None


def _is_unicode(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return True


def read_json(file: Traversable, path: str, code: str, table: str = "") -> Any:
    """Read a JSON file in UTF-8.

    Args:
        file: The file.
        path: What it is called.
        code: What it is to be called if it cannot be read.
        table: The table that it says something of.

    Raises:
        PackageError: The file is missing, is not UTF-8, or is not JSON.
    """
    try:
        return json.loads(file.read_bytes().decode().removeprefix("\ufeff"))
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise PackageError(code, Reason("missing", path=path), table=table, path=path) from error
    except OSError as error:
        note = Reason("at", place=path, reason=reason_of(error))
        raise PackageError(code, note, table=table, path=path) from error
    except UnicodeDecodeError as error:
        note = Reason("not-utf-8", path=path, position=error.start)
        raise PackageError(code, note, table=table, path=path) from error
    except RecursionError as error:
        raise PackageError(code, Reason("too-deep", path=path), table=table, path=path) from error
    except ValueError as error:
        note = Reason("not-json", path=path, reason=misread(error))
        raise PackageError(code, note, table=table, path=path) from error


# What the JSON reader says first, and how it is said here.
_JSON = {
    "Expecting value": "json-value",
    "Expecting ',' delimiter": "json-comma",
    "Expecting ':' delimiter": "json-colon",
    "Expecting property name enclosed in double quotes": "json-name",
    "Illegal trailing comma": "json-trailing",
    "Extra data": "json-surplus",
    "Unterminated string": "json-open",
    "Invalid control character": "json-open",
}


def misread(error: ValueError) -> Reason:
    """Say where a JSON file cannot be read, and why."""
    if not isinstance(error, json.JSONDecodeError):
        return quoted(str(error))
    name = next((name for words, name in _JSON.items() if error.msg.startswith(words)), "")
    at, before = error.pos, error.doc[: error.pos].rstrip()
    if before.endswith(",") and error.doc[at : at + 1] in ("]", "}"):  # which Python says in these words from 3.13 on
        name, at = "json-trailing", len(before) - 1
    reason = Reason(name) if name else quoted(error.msg)
    line, column = error.doc.count("\n", 0, at) + 1, at - error.doc.rfind("\n", 0, at)
    return Reason("json-at", reason=reason, line=line, column=column)
