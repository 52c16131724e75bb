"""A file on its own: the package that is put around it, so that everything goes one way."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ampere_data.tabular.dialects import DELIMITERS
from ampere_data.tabular.package import Package, PackageError, Table, read_json
from ampere_data.tabular.schema import Schema, read_schema
from ampere_data.words.reasons import Reason

SchemaSaid = str | Path | Mapping[str, Any] | None


def package_around(path: Path, schema: SchemaSaid, table: str | None, models: Package) -> tuple[Package, str]:
    """Put a package around a file; its descriptor is empty, because nobody wrote one.

    Args:
        path: The file.
        schema: Its Table Schema, if one is given.
        table: The table among the models that it follows, if one is named.
        models: The package whose tables such a file may follow: one that is named, or whose own file it is.

    Returns:
        The package and the name of the table. A file that follows a model stands among the other tables, so that its
        foreign keys are looked up there.

    Raises:
        PackageError: The file or its schema cannot be read.
        UnknownName: `table` is none of the models.
    """
    if not path.is_file():
        raise PackageError("scheme-error", Reason("file-missing"), path=str(path))
    model = None if schema is not None else (models.table(table) if table else _own(path, models))
    name = model.name if model else path.name.split(".", 1)[0] or path.name
    dialect = dict(model.dialect) if model else {"delimiter": _delimiter(path)} if schema is None else {}
    descriptor = {"encoding": model.descriptor.get("encoding", "utf-8")} if model else {}
    descriptor |= {"name": name, "path": path.name, "type": "table"}
    alone = Table(name, str(path), model.schema if model else _schema(schema, name), descriptor, path, dialect)
    return _among(alone, model, models), name


def package_around_frame(schema: SchemaSaid, table: str | None, models: Package) -> tuple[Package, str]:
    """Put a package around what has no file: as the model of that name, or with the schema given.

    Raises:
        PackageError: The schema cannot be read.
        UnknownName: `table` is none of the models.
        TypeError: Neither schema nor table is given.
    """
    if schema is None and table is None:
        msg = "a frame says nothing about its fields: name a table of ours, or give a schema"
        raise TypeError(msg)
    model = models.table(str(table)) if schema is None else None
    name = model.name if model else table or "frame"
    descriptor = {"name": name, "type": "table", "data": []}
    return _among(Table(name, "", model.schema if model else _schema(schema, name), descriptor), model, models), name


def _among(table: Table, model: Table | None, models: Package) -> Package:
    """Put a table in the place of the one that it follows, or in a package of its own."""
    return Package({}, models.folder, {**models.tables, table.name: table} if model else {table.name: table})


def _schema(schema: SchemaSaid, table: str) -> Schema:
    if schema is None:
        return Schema()
    if isinstance(schema, Mapping):
        found = json.loads(json.dumps(schema))
    else:
        found = read_json(Path(schema), str(schema), table="schema")
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


def _delimiter(path: Path) -> str:
    """Take the delimiter that splits the first row best; a file that has no schema declares none."""
    if ".tsv" in path.name.lower():
        return "\t"
    return max(DELIMITERS, key=lambda delimiter: len(_first_row(path, delimiter)))


def _first_row(path: Path, delimiter: str) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            return next(csv.reader(io.StringIO(stream.readline(1_000_000), newline=""), delimiter=delimiter), [])
    except (OSError, csv.Error):
        return []
