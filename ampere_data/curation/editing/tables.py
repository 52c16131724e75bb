"""The tables of a package on disk while they are changed: canonical before, checked, and written all or none."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ampere_data.curation import canonical, files
from ampere_data.curation.evidence.knowledge import read_rows
from ampere_data.curation.rules import Curation
from ampere_data.tabular.check import check_rows
from ampere_data.tabular.errors import PackageError, UnknownName
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Package, Table, open_package
from ampere_data.tabular.rows import Rows
from ampere_data.tabular.writing import write_together
from ampere_data.words import finding
from ampere_data.words.reasons import Reason, reason_of, together


class NotWritten(ValueError):
    """Nothing was written, and why, in one line; `places` holds what a user may choose from, a line each."""

    def __init__(self, reason: Reason, places: tuple[Reason | str, ...] = ()) -> None:
        self.reason, self.places = reason, places
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was mended, or that would be.

    Attributes:
        table: Name of the table.
        path: The file as the descriptor names it.
        line: Physical line of the file, as it was, on which the row starts; None for a change to the file as a whole.
        field: Name of the field, empty where no single cell changed.
        before: What stood there; for a row that moved its line before.
        after: What stands there now; for a row that moved its line now.
        why: The code of the rule that is kept now.
    """

    table: str
    path: str
    line: int | None
    field: str
    before: str
    after: str
    why: str

    def sentence(self, language: str = "en") -> str:
        """Say the change in one plain sentence, in `language` (`en` or `fr`)."""
        of_cell = "cell/empty" if not self.before else "cell" if self.after else "cell/emptied"
        words = {name: getattr(self, name) for name in self.__slots__}
        return finding("mended", of_cell if self.field else self.why, words, language)


@dataclass(slots=True)
class EditedTable:
    """The rows of a table that are to be written.

    Attributes:
        table: The table.
        labels: Its header.
        cells: The cells of each row.
        lines: The physical line on which each row starts, as found.
        raw: The bytes of its file as found, where it may need mending.
        changes: What was mended so far.
        left: What was seen and left alone.
    """

    table: Table
    labels: list[str]
    cells: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    raw: bytes = b""
    changes: list[Change] = field(default_factory=list)
    left: list[Issue] = field(default_factory=list)

    @property
    def data(self) -> bytes:
        """The file as it is to be."""
        return files.written([self.labels, *self.cells]).encode()

    @property
    def rows(self) -> Rows:
        """The rows as rules know them."""
        return Rows(self.table, self.labels, self.cells, self.lines, list(range(2, len(self.cells) + 2)))

    def column(self, name: str) -> list[str]:
        """Return the texts of one field."""
        return self.rows.column(name)

    def put(self, place: int, name: str, text: str, why: str = "") -> bool:
        """Set one cell; tell whether that changes it, and note the change."""
        position = self.labels.index(name)
        row = self.cells[place]
        if row[position] == text:
            return False
        self.cells[place] = [*row[:position], text, *row[position + 1 :]]
        self.note(self.lines[place], row[position], text, why, field=name)
        return True

    def note(self, line: int | None, before: str, after: str, why: str, *, field: str = "") -> None:
        """Note a change."""
        self.changes.append(Change(self.table.name, self.table.path, line, field, before, after, why))

    def remove(self, places: Collection[int]) -> None:
        """Take out the rows at some places."""
        for place in sorted(places, reverse=True):
            del self.cells[place], self.lines[place]

    def put_checked(self, place: int, name: str, text: str) -> bool:
        """Set one cell; tell whether that changes it.

        Raises:
            NotWritten: The cell would not be valid.
        """
        changed = self.put(place, name, text)
        if changed:
            _demand_valid(self.rows.pick([place]), name)
        return changed

    def insert(self, record: Mapping[str, str]) -> int:
        """Add a row in its sorted place, and return that place.

        Raises:
            NotWritten: A row with that key is there already, or a cell would not be valid.
        """
        cells = [record.get(label, "") for label in self.labels]
        row = Rows(self.table, self.labels, [cells], [2], [2])
        _demand_valid(row)
        key, keys = canonical.sort_keys(row)[0], canonical.sort_keys(self.rows)
        if key in keys:
            named = ", ".join(record.get(name, "") for name in self.table.schema.primary_key)
            raise NotWritten(Reason("row-known", table=self.table.name, key=named))
        place = bisect_left(keys, key)
        self.cells.insert(place, cells)
        self.lines[:] = range(2, len(self.cells) + 2)
        return place


def _demand_valid(row: Rows, name: str = "") -> None:
    """Refuse a row, or one cell of it, in which `validate` would find anything."""
    for issue in check_rows(row, Curation()):
        if issue.row is not None and name in ("", issue.field):
            raise NotWritten(Reason("at", place=issue.field, reason=issue) if issue.field else together([issue]))


@dataclass(frozen=True, slots=True)
class EditedPackage:
    """A package on disk, and its tables while they are changed."""

    package: Package
    tables: Mapping[str, EditedTable]

    def rows(self) -> dict[str, Rows]:
        """Give the rows of all tables as they are now; later changes leave them alone."""
        return {name: one.rows.pick(range(len(one.cells))) for name, one in self.tables.items()}

    def write(self, names: Sequence[str], others: Mapping[Path, bytes], *, dry_run: bool) -> tuple[str, ...]:
        """Write the files of some tables, and others with them; return the paths of all, relative to the package.

        Raises:
            NotWritten: One cannot be written, or the file of a table is not in canonical form: what else stands there
                must not change.
        """
        files = {_file(self.tables[name].table): self.tables[name].data for name in names} | dict(others)
        folder = Path(str(self.package.folder))
        if not dry_run:
            try:
                for file in others:
                    file.parent.mkdir(exist_ok=True)
                write_together(files)
            except OSError as error:
                raise NotWritten(Reason("unwritable", reason=reason_of(error))) from error
        paths = [self.tables[name].table.path for name in names]
        return (*paths, *(file.relative_to(folder).as_posix() for file in others))


def _file(table: Table) -> Path:
    if not isinstance(table.file, Path):
        raise NotWritten(Reason("not-writable", table=table.name))
    rows = read_rows(table)
    keys = canonical.sort_keys(rows)
    if table.file.read_bytes() != _edited(rows).data or keys != sorted(keys):
        raise NotWritten(Reason("not-canonical", path=table.path))
    return table.file.resolve()


def open_edited(folder: Path | str, table: str) -> EditedPackage:
    """Open the package in a folder, or the one that a descriptor in it describes, which must have a table.

    Raises:
        NotWritten: It cannot be read, or has no such table.
    """
    path = Path(folder)
    try:
        package = open_package(path) if path.is_dir() else open_package(path.parent, path.name)
        rows = [read_rows(one) for one in package.tables.values() if one.tabular]
    except (PackageError, UnknownName, ValueError, OSError) as error:
        raise NotWritten(reason_of(error)) from error
    tables = {one.table.name: _edited(one) for one in rows}
    if table not in tables:
        raise NotWritten(Reason("no-table", table=table))
    return EditedPackage(package, tables)


def _edited(rows: Rows) -> EditedTable:
    return EditedTable(rows.table, rows.labels, rows.cells, rows.lines)
