"""The extension of Data Package v2 that our properties and proofs make up: who declares it, and what it wants.

`proven-data-package-1.0.json` describes it, and `docs/extension.md` says what it means. A package declares it as the
standard has it, by the address of that file in its `$schema`; wherever that leads, nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Package, Table
from ampere_data.travelling import folder

FILE = "proven-data-package-1.0.json"
NAME = "Proven Data Package 1.0"
# The tables that proofs want, and the fields that these must have.
WANTED = {
    "evidence": (
        *("table", "record_id", "field", "value", "source_id"),
        *("start", "end", "sha256", "exact", "basis", "note"),
    ),
    "sources": ("source_id", "file", "sha256", "characters"),
}


def described() -> bytes:
    """Read the JSON Schema of the extension."""
    return folder().joinpath("curation", FILE).read_bytes()


def is_declared(descriptor: Mapping[str, Any]) -> bool:
    """Tell whether a package declares the extension."""
    said = descriptor.get("$schema")
    return isinstance(said, str) and said.rpartition("/")[2] == FILE


def check_wanted(package: Package, path: str) -> Iterator[Issue]:
    """Find what is missing where cells are to be proven, or the package declares that it holds proofs.

    Args:
        package: The package.
        path: The file that findings name.
    """
    proven = [table for table in package.tables.values() if _is_proven(table)]
    if not proven and not is_declared(package.descriptor):
        return
    for name, fields in WANTED.items():
        table = package.tables.get(name)
        if table is None and name not in package.described:
            params = {"name": name, "fields": ", ".join(fields)}
            yield Issue("resource-error", path=path, detail="proofs", params=params)
        names = table.schema.names if table and table.schema.declared else fields
        for field in (one for one in fields if one not in names):
            yield Issue("schema-error", table=name, path=path, field=field, detail="proofs")
    for table in proven:
        if len(table.schema.primary_key) != 1:
            params = {"key": ", ".join(table.schema.primary_key)}
            detail = "proofs-key" if params["key"] else "proofs-key/none"
            yield Issue("schema-error", table=table.name, path=path, detail=detail, params=params)


def _is_proven(table: Table) -> bool:
    return any(one.descriptor.get("evidence") is True for one in table.schema.fields)
