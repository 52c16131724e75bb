"""A file on its own: the package that is put around it, so that everything goes one way."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ampere_data.tabular.dialects import DELIMITERS
from ampere_data.tabular.encodings import declared_encoding
from ampere_data.tabular.errors import PackageError
from ampere_data.tabular.package import Package, Table, read_json
from ampere_data.tabular.schema import Schema, read_schema
from ampere_data.tabular.storage import is_csv, open_text
from ampere_data.words.reasons import Reason

# So much is read to tell how a file is written.
_FIRST = 1_000_000

# What a descriptor would say: JSON, or the path of a file that holds it.
Json = str | Path | Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a file or a frame that no package describes.

    Attributes:
        schema: Its Table Schema.
        table: The table among the models that it follows.
        dialect: Its Table Dialect.
        encoding: Its encoding.
    """

    schema: Json = None
    table: str | None = None
    dialect: Json = None
    encoding: str | None = None


def package_around(path: Path, said: Said, models: Package, shown: str = "") -> tuple[Package, str]:
    """Put a package around a file; its descriptor is empty, because nobody wrote one.

    Args:
        path: The file.
        said: What is said of it.
        models: The package whose tables such a file may follow: one that is named, or whose own file it is.
        shown: What findings call the file, if not by its path.

    Returns:
        The package and the name of the table. A file that follows a model stands among the other tables, so that its
        foreign keys are looked up there.

    Raises:
        PackageError: The file or its schema cannot be read.
        UnknownName: `table` is none of the models.
    """
    if not path.is_file():
        raise PackageError("scheme-error", Reason("file-missing"), path=str(path))
    model = None if said.schema is not None else (models.table(said.table) if said.table else _own(path, models))
    name = model.name if model else path.name.split(".", 1)[0] or path.name
    encoding = said.encoding or (model.descriptor.get("encoding", "utf-8") if model else None)
    descriptor = {"encoding": encoding} if encoding else {}
    descriptor |= {"name": name, "path": path.name, "type": "table"}
    schema = model.schema if model else _schema(said.schema, name)
    alone = Table(name, shown or str(path), schema, descriptor, path, dict(model.dialect) if model else {})
    if said.dialect is not None:
        alone = alone._replace(dialect=_dialect(said.dialect, name))
    elif said.schema is None and model is None and is_csv(alone):
        alone = alone._replace(dialect={"delimiter": _delimiter(alone)})
    return _among(alone, model, models), name


def package_around_frame(said: Said, models: Package) -> tuple[Package, str]:
    """Put a package around what has no file: as the model of that name, or with the schema given.

    Raises:
        PackageError: The schema cannot be read.
        UnknownName: `table` is none of the models.
        TypeError: Neither schema nor table is given.
    """
    if said.schema is None and said.table is None:
        msg = "a frame says nothing about its fields: name a table of ours, or give a schema"
        raise TypeError(msg)
    model = models.table(str(said.table)) if said.schema is None else None
    name = model.name if model else said.table or "frame"
    descriptor = {"name": name, "type": "table", "data": []}
    schema = model.schema if model else _schema(said.schema, name)
    return _among(Table(name, "", schema, descriptor), model, models), name


def _among(table: Table, model: Table | None, models: Package) -> Package:
    """Put a table in the place of the one that it follows, or in a package of its own."""
    return Package({}, models.folder, {**models.tables, table.name: table} if model else {table.name: table})


def _json(said: str | Path | Mapping[str, Any], code: str) -> Any:
    if isinstance(said, Mapping):
        return json.loads(json.dumps(said))
    return read_json(Path(said), str(said), code)


def _dialect(dialect: str | Path | Mapping[str, Any], table: str) -> dict[str, Any]:
    found = _json(dialect, "dialect-error")
    if not isinstance(found, dict):
        raise PackageError("dialect-error", Reason("dialect-no-object"), table=table, path=str(dialect))
    return found


def _schema(schema: Json, table: str) -> Schema:
    if schema is None:
        return Schema()
    found = _json(schema, "schema-error")
    if isinstance(found, dict) and isinstance(found.get("fields"), dict):
        raise PackageError("schema-error", Reason("fields-object"), table=table, path=str(schema))
    if not isinstance(found, dict) or not isinstance(found.get("fields", []), list):
        raise PackageError("schema-error", Reason("schema-without-fields"), table=table, path=str(schema))
    if not all(isinstance(one, dict) and isinstance(one.get("name"), str) for one in found.get("fields", [])):
        raise PackageError("schema-error", Reason("field-unnamed"), table=table, path=str(schema))
    return read_schema(found, table)


def _own(path: Path, models: Package) -> Table | None:
    """Find the table whose very file a path leads to: a name alone makes no file that of a model."""
    files = ((table, table.file) for table in models.tables.values())
    return next((table for table, file in files if isinstance(file, Path) and _is_same(file, path)), None)


def _is_same(file: Path, other: Path) -> bool:
    try:
        return file.samefile(other)
    except OSError:
        return False


def _delimiter(table: Table) -> str:
    """Take the delimiter that splits the first row best; a file that has no schema declares none."""
    if ".tsv" in table.path.lower():
        return "\t"
    try:
        with open_text(table) as stream:
            text = stream.read(_FIRST).decode(declared_encoding(table), errors="replace").removeprefix("\ufeff")
    except (PackageError, LookupError):  # which those who read it will say
        return ","
    line = io.StringIO(text, newline="").readline()
    return max(DELIMITERS, key=lambda delimiter: len(next(csv.reader([line], delimiter=delimiter), [])))
