"""A file on its own: the package that is put around it, so that everything goes one way."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ampere_data.dialects import DELIMITERS
from ampere_data.package import Package, PackageError, Table, read_json, shipped


def package_around(path: Path, schema: str | Path | Mapping[str, Any] | None, table: str | None) -> Package:
    """Put a package around a CSV file; its descriptor is empty, because nobody wrote one.

    Raises:
        PackageError: The file or its schema cannot be read.
        UnknownName: `table` is not one of the shipped tables.
    """
    if not path.is_file():
        raise PackageError("scheme-error", "the file does not exist", path=str(path))
    model = None if schema is not None else (shipped().table(table) if table else _resembled(path))
    name = model.name if model else path.name.split(".", 1)[0] or path.name
    dialect = dict(model.dialect) if model else {"delimiter": _delimiter(path)} if schema is None else {}
    descriptor = {"encoding": model.descriptor.get("encoding", "utf-8")} if model else {}
    descriptor |= {"name": name, "path": path.name, "type": "table"}
    alone = Table(name, str(path), model.schema if model else _schema(schema), descriptor, path, dialect)
    return Package({}, path.parent, {name: alone})


def _schema(schema: str | Path | Mapping[str, Any] | None) -> dict[str, Any]:
    if schema is None:
        return {}
    if isinstance(schema, Mapping):
        found = json.loads(json.dumps(schema))
    else:
        found = read_json(Path(schema), str(schema), table="schema")
    if not isinstance(found, dict) or not isinstance(found.get("fields", []), list):
        raise PackageError("schema-error", "the schema is not a JSON object with fields", path=str(schema))
    return found


def _resembled(path: Path) -> Table | None:
    """Find the shipped table that a file is called like, or whose header it has."""
    tables = shipped().tables
    stem = path.name.split(".", 1)[0]
    if stem in tables:
        return tables[stem]
    labels = set(_first_row(path, ","))
    return next((table for table in tables.values() if {one["name"] for one in table.fields} == labels), None)


def _delimiter(path: Path) -> str:
    """Take the delimiter that splits the first row best; a file that has no schema declares none."""
    if ".tsv" in path.name.lower():
        return "\t"
    return max(DELIMITERS, key=lambda delimiter: len(_first_row(path, delimiter)))


def _first_row(path: Path, delimiter: str) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            return next(csv.reader([stream.readline(1_000_000)], delimiter=delimiter), [])
    except (OSError, csv.Error):
        return []
