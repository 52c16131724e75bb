"""Where things lie: a descriptor, its tables, their schemas, and the way to their files.

Nothing here follows a path out of the package: a path that is absolute, climbs with `..`, is a URL or leads out
through a symbolic link is refused (Data Package v2, "URL or Path").
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

DESCRIPTOR = "datapackage.json"


class PackageError(ValueError):
    """A package cannot be read; `code`, `name` and `note` say what, where and why."""

    def __init__(self, code: str, note: str, *, table: str = "", path: str = "") -> None:
        """Carry the code of the issue, the table and path concerned, and the reason."""
        self.code, self.note, self.table, self.path = code, note, table, path
        super().__init__(note)


class UnknownName(KeyError):
    """A table or record that is not there; `near` holds the names that come closest."""

    def __init__(self, kind: str, name: str, known: list[str]) -> None:
        """Look for the nearest of the known names."""
        from difflib import get_close_matches

        self.kind, self.name, self.known = kind, name, known
        self.near = get_close_matches(name, known, n=3, cutoff=0.5)
        self.message = f"no {kind} is called {name!r}"
        if self.near:
            self.message += f"; near: {', '.join(self.near)}"
        elif len(known) <= 12:  # noqa: PLR2004 - a list longer than a line helps nobody
            self.message += f"; there are: {', '.join(known)}"
        super().__init__(self.message)

    def __str__(self) -> str:
        """Say it without the quotes that KeyError puts around its argument."""
        return self.message


@dataclass(frozen=True, slots=True)
class Table:
    """A tabular resource: its descriptor, its dereferenced schema and the file that holds it.

    Attributes:
        name: The resource's name.
        path: The file as the descriptor names it, relative to the descriptor.
        schema: The Table Schema as plain JSON, read from its own file where the descriptor names one.
        descriptor: The resource's descriptor.
        file: The file itself, or None where the table has no file of its own.
    """

    name: str
    path: str
    schema: dict[str, Any]
    descriptor: dict[str, Any] = field(repr=False)
    file: Traversable | None = field(repr=False, default=None)

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The fields of the schema, in order."""
        return list(self.schema.get("fields", []))

    @property
    def primary_key(self) -> list[str]:
        """The names of the fields of the primary key, empty where there is none."""
        return as_list(self.schema.get("primaryKey", []))


@dataclass(frozen=True, slots=True)
class Package:
    """A descriptor and the folder it lies in.

    Attributes:
        descriptor: The Data Package descriptor as plain JSON.
        folder: The folder that all paths are relative to.
        tables: The tables by name, in the descriptor's order.
    """

    descriptor: dict[str, Any]
    folder: Traversable
    tables: dict[str, Table]

    def table(self, name: str) -> Table:
        """Return a table by its name.

        Raises:
            UnknownName: There is no such table; the error names the nearest ones.
        """
        if name not in self.tables:
            raise UnknownName("table", name, list(self.tables))
        return self.tables[name]


@cache
def shipped() -> Package:
    """Open the package that travels with this module: inside a wheel or a zip, or in a checkout."""
    inside = resources.files("ampere_data")
    folder = inside if (inside / DESCRIPTOR).is_file() else Path(__file__).parent.parent
    return open_package(folder)


def open_package(folder: Traversable, name: str = DESCRIPTOR) -> Package:
    """Read a descriptor and the schemas it names.

    Raises:
        PackageError: The descriptor, a schema or a path in it cannot be used.
    """
    descriptor = read_json(folder / name, name)
    if not isinstance(descriptor, dict):
        raise PackageError("package-error", f"{name} holds no JSON object", path=name)
    tables = {}
    for index, resource in enumerate(descriptor.get("resources", [])):
        table = open_table(folder, resource, index)
        tables[table.name] = table
    return Package(descriptor, folder, tables)


def open_table(folder: Traversable, resource: dict[str, Any], index: int) -> Table:
    """Read what a resource's descriptor says: its path, and its schema, given in place or by path."""
    name = str(resource.get("name", f"resource-{index + 1}"))
    path = resource.get("path", "")
    if not isinstance(path, str):
        raise PackageError("resource-error", "a table in several files is not supported", table=name)
    schema = resource.get("schema", {})
    if isinstance(schema, str):
        schema = read_json(locate(folder, schema, table=name), schema, table=name)
    return Table(name, path, schema, resource, locate(folder, path, table=name) if path else None)


def locate(folder: Traversable, path: str, *, table: str = "") -> Traversable:
    """Find a file inside the folder.

    Raises:
        PackageError: The path leads, or could lead, out of the folder.
    """
    parts = path.split("/")
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", path) or path.startswith("/") or "\\" in path or ".." in parts or "\0" in path:
        note = f'path "{path}" is not safe: it must be relative and stay inside the package'
        raise PackageError("resource-error", note, table=table, path=path)
    found = folder.joinpath(*parts)
    if isinstance(found, Path) and isinstance(folder, Path) and not found.resolve().is_relative_to(folder.resolve()):
        note = f'path "{path}" is not safe: a symbolic link leads out of the package'
        raise PackageError("resource-error", note, table=table, path=path)
    return found


def read_json(file: Traversable, path: str, *, table: str = "") -> Any:  # noqa: ANN401 - JSON is any of six things
    """Read a JSON file in UTF-8.

    Raises:
        PackageError: The file is missing, is not UTF-8, or is not JSON.
    """
    code = "schema-error" if table else "package-error"
    try:
        return json.loads(file.read_bytes().decode("utf-8"))
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise PackageError(code, f"{path} does not exist", table=table, path=path) from error
    except UnicodeDecodeError as error:
        raise PackageError(code, f"{path} is not UTF-8: {error}", table=table, path=path) from error
    except RecursionError as error:
        raise PackageError(code, f"{path} is nested too deeply", table=table, path=path) from error
    except ValueError as error:
        raise PackageError(code, f"{path} is not JSON: {error}", table=table, path=path) from error


def as_list(value: Any) -> list[str]:  # noqa: ANN401 - the standard allows a string or a list of strings
    """Read a key as the standard writes it: one name, or a list of them."""
    return [value] if isinstance(value, str) else [str(item) for item in value]
