"""What a rule of the house may look at: the rows of its own table, and those of the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ampere_data.curation import mistyped, spelling
from ampere_data.tabular.rows import Rows

Field = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a rule may look at: the rows of its own table, and those of the others."""

    rows: Rows
    tables: Mapping[str, Rows]

    def column(self, resource: object, name: object) -> list[str] | None:
        """Return a column of a table (the own one where none is named), or None where it is not to be had."""
        rows = self.rows if resource in ("", None) else self.tables.get(str(resource))
        return rows.column(str(name)) if rows and name in rows.labels else None

    def texts(self, name: object) -> list[str]:
        """Return a column of the own table, all empty where it is not to be had."""
        return self.column("", name) or [""] * len(self.rows.cells)


def mapping(value: object) -> Mapping[str, Any]:
    """Give an object of a schema as a mapping, an empty one where the schema holds something else."""
    return value if isinstance(value, Mapping) else {}


def hint(field: Field, text: str) -> dict[str, Any]:
    """Give the words of an issue that offers the mended form of a text, if there is one."""
    mended = spelling.respell(field, text, guess=True)
    return {} if mended == text else mistyped.offer(text, mended)
