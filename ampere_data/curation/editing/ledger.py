"""The tables of a package on disk, to have a row added or a cell changed: canonical before, canonical after."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ampere_data.curation import canonical
from ampere_data.curation.evidence.knowledge import read_rows
from ampere_data.tabular.package import Package, PackageError, UnknownName, open_package
from ampere_data.tabular.report import Issue
from ampere_data.tabular.rows import Rows
from ampere_data.words.reasons import Reason, reason_of


class NotWritten(ValueError):
    """Nothing was written, and why, in one line; `places` holds what a user may choose from, a line each."""

    def __init__(self, reason: Reason, places: tuple[Reason | str, ...] = ()) -> None:
        """Say why."""
        self.reason, self.places = reason, places
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Ledger:
    """A package on disk, and its tables as text.

    Attributes:
        package: The package.
        tables: Its tables; those that were changed hold their new rows.
    """

    package: Package
    tables: dict[str, Rows]

    def file(self, table: str) -> Path:
        """Return the file of a table, which must be in canonical form: what else stands there must not change.

        Raises:
            NotWritten: It is not in canonical form.
        """
        found = self.package.table(table)
        if not isinstance(found.file, Path):
            raise NotWritten(Reason("not-writable", table=table))
        rows = read_rows(found)
        keys = canonical.sort_keys(rows)
        if found.file.read_bytes() != _bytes(rows) or keys != sorted(keys):
            raise NotWritten(Reason("not-canonical", path=found.path))
        return found.file

    def add(self, table: str, row: Mapping[str, str]) -> int:
        """Add a row in its sorted place, and return that place.

        Raises:
            NotWritten: A row with that key is there already, or a cell is not what its schema wants.
        """
        rows = self.tables[table]
        cells = [row.get(label, "") for label in rows.labels]
        alone = replace(rows, cells=[cells], lines=[0], numbers=[0])
        for field, reason in _faults(alone):
            raise NotWritten(Reason("at", place=field, reason=reason))
        key, keys = canonical.sort_keys(alone)[0], canonical.sort_keys(rows)
        if key in keys:
            named = ", ".join(row.get(name, "") for name in rows.table.primary_key)
            raise NotWritten(Reason("row-known", table=table, key=named))
        place = sum(other < key for other in keys)
        numbers = list(range(2, len(keys) + 3))
        self.tables[table] = replace(
            rows, cells=[*rows.cells[:place], cells, *rows.cells[place:]], lines=numbers, numbers=numbers
        )
        return place

    def remove(self, table: str, places: Collection[int]) -> None:
        """Take out the rows at some places."""
        rows = self.tables[table]
        cells = [row for place, row in enumerate(rows.cells) if place not in places]
        numbers = list(range(2, len(cells) + 2))
        self.tables[table] = replace(rows, cells=cells, lines=numbers, numbers=numbers)

    def put(self, table: str, place: int, field: str, text: str) -> bool:
        """Set one cell; tell whether that changes it."""
        rows = self.tables[table]
        column = rows.labels.index(field)
        if rows.cells[place][column] == text:
            return False
        changed = [*rows.cells[place][:column], text, *rows.cells[place][column + 1 :]]
        self.tables[table] = replace(rows, cells=[*rows.cells[:place], changed, *rows.cells[place + 1 :]])
        return True

    def files(self, tables: list[str]) -> dict[Path, bytes]:
        """Return what the files of some tables are to hold."""
        return {self.file(name): _bytes(self.tables[name]) for name in tables}


def open_ledger(folder: Path | str) -> Ledger:
    """Open the package in a folder, or the one that a descriptor in it describes.

    Raises:
        NotWritten: It cannot be read.
    """
    path = Path(folder)
    try:
        package = open_package(path) if path.is_dir() else open_package(path.parent, path.name)
        return Ledger(package, {name: read_rows(table) for name, table in package.tables.items() if table.tabular})
    except (PackageError, UnknownName, ValueError, OSError) as error:
        raise NotWritten(reason_of(error)) from error


def _bytes(rows: Rows) -> bytes:
    return canonical.written([rows.labels, *rows.cells]).encode()


def _faults(row: Rows) -> Iterator[tuple[str, Reason | Issue]]:
    """Find what a row's schema does not allow: the constraints that a single cell can break, and the house's rules."""
    for field in row.table.fields:
        name = field["name"]
        if name in row.labels:
            for reason in _broken(row.column(name)[0], field.get("constraints", {})):
                yield name, reason
    for issue in canonical.check_cells(row):
        yield issue.field, issue


def _broken(cell: str, constraints: Mapping[str, Any]) -> Iterator[Reason]:
    if not cell:
        if constraints.get("required"):
            yield Reason("not-empty")
        return
    longest = constraints.get("maxLength")
    if longest is not None and len(cell) > longest:
        yield Reason("too-many-characters", count=len(cell), most=longest)
    elif "pattern" in constraints and not re.fullmatch(constraints["pattern"], cell):
        yield Reason("not-of-form", cell=cell, form=constraints["pattern"])
    if "enum" in constraints and cell not in map(str, constraints["enum"]):
        yield Reason("not-one-of", cell=cell, allowed=", ".join(map(str, constraints["enum"])))
