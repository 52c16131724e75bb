"""Bytes as a descriptor, and as a Table Schema: any JSON, and what is none."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ampere_data.curation.editing.fix import fix
from ampere_data.tabular.engine import isolated
from ampere_data.tabular.errors import PackageError
from ampere_data.validation import validate
from fuzzing import tables
from fuzzing.promises import agreed, rendered, watched

ROOT = Path(__file__).parent.parent

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# The files that a descriptor may point at.
_FILES = {
    "table.csv": "id,n\na,1\nb,x\n",
    "other.csv": "id;n\na;2\n",
    "schema.json": json.dumps({"fields": [{"name": "id"}, {"name": "n", "type": "integer"}], "primaryKey": "id"}),
    "deep.json": "[" * 10_000 + "]" * 10_000,
}
_SMALL = {
    "name": "package",
    "resources": [
        {"name": "table", "type": "table", "path": "table.csv", "schema": "schema.json", "bytes": 15, "hash": "md5:0"},
        {
            "name": "other",
            "path": "other.csv",
            "dialect": {"delimiter": ";", "header": True, "commentChar": "#", "headerRows": [1]},
            "encoding": "utf-8",
            "schema": {
                "fields": [{"name": "id", "constraints": {"pattern": "[a-z]+", "unique": True}}, {"name": "n"}],
                "foreignKeys": [{"fields": ["id"], "reference": {"resource": "table", "fields": ["id"]}}],
                "uniqueKeys": [["id", "n"]],
                "missingValues": ["", {"value": "-", "label": "none"}],
                "fieldsMatch": ["equal"],
            },
        },
        {"name": "inline", "type": "table", "data": [["a", "b"], [1, None], [True, "x"]]},
        {"name": "objects", "data": [{"a": 1}, {"a": "x"}], "schema": {"fields": [{"name": "a", "type": "integer"}]}},
        {"name": "text", "path": "deep.json", "format": "json"},
    ],
}


def check_descriptor(data: bytes, folder: Path) -> None:
    """Check and mend a package with any descriptor."""
    _lay(folder)
    (folder / "datapackage.json").write_bytes(data)

    report = agreed(lambda: validate(folder), 16)

    rendered(report)
    with watched(), contextlib.suppress(PackageError):  # as documented
        fix(folder, check=True)


def check_schema(data: bytes, folder: Path) -> None:
    """Check a file by any schema, given by its path as on the command line."""
    try:
        described = json.loads(data)
    except (ValueError, RecursionError):
        described = None
    (folder / "schema.json").write_bytes(data)
    (folder / "any.csv").write_text(_suited(described), encoding="utf-8", errors="surrogatepass")

    report = agreed(lambda: validate(folder / "any.csv", schema=folder / "schema.json"), 16)

    rendered(report)


def _lay(folder: Path) -> None:
    """Lay the files, and load what Frictionless loads only once."""
    if not (folder / "deep.json").exists():
        for name, text in _FILES.items():
            (folder / name).write_text(text, encoding="utf-8")
        with isolated():
            pass


def _suited(described: Any) -> str:
    """Write a file with the labels that a schema names, and cells of every kind."""
    fields = described.get("fields") if isinstance(described, dict) else None
    named = [one.get("name") for one in fields if isinstance(one, dict)] if isinstance(fields, list) else []
    labels = [name for name in named if isinstance(name, str)] or ["id", "n"]
    cells = ["1", "x", "", "2024-05-06", "true", "NA", "[1]", '{"a": 1}', "a", "1,5", "P1Y", "10:00:00", "é\n"]
    rows = [[cells[(row * 5 + at) % len(cells)] for at in range(len(labels))] for row in range(len(cells))]
    return tables.written([labels, *rows], {})


def descriptors() -> Iterator[bytes]:
    """Give the shipped descriptor, one of many kinds of resources, and some that are hardly any."""
    yield json.dumps(_SMALL).encode()
    yield (ROOT / "datapackage.json").read_bytes()
    yield (ROOT / "tests" / "package" / "datapackage.json").read_bytes()
    for one in _SMALL["resources"]:
        yield json.dumps({"$schema": _PROFILE, "resources": [one]}).encode()
    yield b'{"resources": [{"name": "table", "path": ["table.csv", "other.csv"]}]}'
    resource = {"profile": "tabular-data-resource", "path": "table.csv"}
    yield json.dumps({"profile": "tabular-data-package", "resources": [resource]}).encode()
    yield b"[]"


def schemas() -> Iterator[bytes]:
    """Give the shipped schemas, and one of each group of types."""
    for file in sorted((ROOT / "schemas").glob("*.json")):
        yield file.read_bytes()
    for group in tables.GROUPS:
        yield json.dumps({"fields": [field for field, _ in group]}).encode()
    yield b'{"fields": [], "missingValues": ["", "-"], "fieldsMatch": ["partial"], "primaryKey": ["a", "b"]}'
