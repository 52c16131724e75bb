"""The small invented package of `tests/package`, to be read, copied and broken in one place."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from saying import said

from ampere_data.curation.evidence import provenance
from ampere_data.curation.evidence.knowledge import read_rows
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Package, open_package
from ampere_data.tabular.rows import Rows

FOLDER = Path(__file__).parent / "package"
SEEDS = FOLDER / "seeds"

Tables = Mapping[str, Rows]


@cache
def package() -> Package:
    """The package."""
    return open_package(FOLDER)


@cache
def tables() -> Tables:
    """Its tables as text."""
    return {name: read_rows(table) for name, table in package().tables.items()}


def copy(folder: Path) -> Path:
    """A copy of the package."""
    return Path(shutil.copytree(FOLDER, folder / "package"))


def text(source_id: str) -> str:
    """The text of a document."""
    files = dict(zip(tables()["sources"].column("source_id"), tables()["sources"].column("file"), strict=True))
    return (SEEDS / files[source_id]).read_bytes().decode()


def find(table: str, /, **cells: str) -> int:
    """The place of the only row that has these cells."""
    places = [
        place
        for place, record in enumerate(tables()[table].records())
        if all(record[name] == cell for name, cell in cells.items())
    ]
    assert len(places) == 1, f"{len(places)} rows of {table} have {cells}"
    return places[0]


def edited(table: str, place: int, /, **cells: str) -> Tables:
    """The tables with some cells of one row changed."""
    rows = tables()[table]
    record = {**rows.records()[place], **cells}
    changed = [*rows.cells[:place], list(record.values()), *rows.cells[place + 1 :]]
    return {**tables(), table: rows._replace(cells=changed)}


def restated(table: str, record_id: str, field: str, text: str) -> Tables:
    """The tables with one cell changed, and all proofs of it as well."""
    key = tables()[table].table.schema.primary_key[0]
    proofs = tables()["evidence"]
    values = [
        {**proof, "value": text}
        if (proof["table"], proof["record_id"], proof["field"]) == (table, record_id, field)
        else proof
        for proof in proofs.records()
    ]
    changed = edited(table, find(table, **{key: record_id}), **{field: text})
    return {**changed, "evidence": proofs._replace(cells=[list(proof.values()) for proof in values])}


def without(table: str, place: int) -> Tables:
    """The tables without one row."""
    rows = tables()[table]
    kept = [index for index in range(len(rows.cells)) if index != place]
    return {
        **tables(),
        table: rows._replace(
            cells=[rows.cells[index] for index in kept],
            lines=[rows.lines[index] for index in kept],
            numbers=[rows.numbers[index] for index in kept],
        ),
    }


def check(changed: Tables, documents: Path | None = SEEDS, *, required: bool = False) -> list[Issue]:
    """The findings about the proofs of some tables."""
    return said(provenance.check(package(), changed, documents, required)[0])


def found(issues: list[Issue]) -> set[tuple[str, str, str]]:
    """The code, table and field of each finding."""
    return {(issue.code, issue.table, issue.field) for issue in issues}
