"""A file on its own: the package that is put around it, so that everything goes one way."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ampere_data.tabular.dialects import DELIMITERS
from ampere_data.tabular.package import Package, PackageError, Table, read_json, shipped
from ampere_data.tabular.storage import COMPRESSIONS
from ampere_data.words.reasons import Reason


def package_around(path: Path, schema: str | Path | Mapping[str, Any] | None, table: str | None) -> tuple[Package, str]:
    """Put a package around a CSV file; its descriptor is empty, because nobody wrote one.

    Returns:
        The package and the name of the table. A file that is checked as one of the shipped tables stands among the
        others, so that its foreign keys are looked up there.

    Raises:
        PackageError: The file or its schema cannot be read.
        UnknownName: `table` is not one of the shipped tables.
    """
    if not path.is_file():
        raise PackageError("scheme-error", Reason("file-missing"), path=str(path))
    model = None if schema is not None else (shipped().table(table) if table else _resembled(path))
    name = model.name if model else path.name.split(".", 1)[0] or path.name
    dialect = dict(model.dialect) if model else {"delimiter": _delimiter(path)} if schema is None else {}
    descriptor = {"encoding": model.descriptor.get("encoding", "utf-8")} if model else {}
    descriptor |= {"name": name, "path": path.name, "type": "table"}
    alone = Table(name, str(path), model.schema if model else _schema(schema), descriptor, path, dialect)
    return among(alone, model), name


def among(table: Table, model: Table | None) -> Package:
    """Put a table in the place of the shipped one that it follows, or in a package of its own."""
    package = shipped()
    tables = {**package.tables, table.name: table} if model else {table.name: table}
    return Package({}, package.folder, tables)


def package_around_frame(schema: str | Path | Mapping[str, Any] | None, table: str | None) -> tuple[Package, str]:
    """Put a package around what has no file: as the shipped table of that name, or with the schema given.

    Raises:
        PackageError: The schema cannot be read.
        UnknownName: `table` is not one of the shipped tables.
        TypeError: Neither schema nor table is given.
    """
    if schema is None and table is None:
        msg = "a frame says nothing about its fields: name a table of ours, or give a schema"
        raise TypeError(msg)
    model = shipped().table(str(table)) if schema is None else None
    name = model.name if model else table or "frame"
    descriptor = {"name": name, "type": "table", "data": []}
    return among(Table(name, "", model.schema if model else _schema(schema), descriptor), model), name


def _schema(schema: str | Path | Mapping[str, Any] | None) -> dict[str, Any]:
    if schema is None:
        return {}
    if isinstance(schema, Mapping):
        found = json.loads(json.dumps(schema))
    else:
        found = read_json(Path(schema), str(schema), table="schema")
    if not isinstance(found, dict) or not isinstance(found.get("fields", []), list):
        raise PackageError("schema-error", Reason("schema-without-fields"), path=str(schema))
    if not all(isinstance(one, dict) and isinstance(one.get("name"), str) for one in found.get("fields", [])):
        raise PackageError("schema-error", Reason("field-unnamed"), path=str(schema))
    return found


def _resembled(path: Path) -> Table | None:
    """Find the shipped table that a file is called like and shares half of the labels with, or whose header it has."""
    tables = shipped().tables
    labels = set(_first_row(path, ","))
    called = tables.get(path.name.split(".", 1)[0])
    if called:
        found = {label.strip() for label in _first_row(path, _delimiter(path))}
        known = found & {one["name"] for one in called.fields}
        compressed = path.suffix.lower().lstrip(".") in COMPRESSIONS
        return called if compressed or not found or 2 * len(known) >= min(len(found), len(called.fields)) else None
    return next((table for table in tables.values() if {one["name"] for one in table.fields} == labels), None)


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
