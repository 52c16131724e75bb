"""One check for every table, however it lies: its blocks are looked at one by one, and only what is wanted is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

from ampere_data.tabular import screens
from ampere_data.tabular.blocks import Block, Source
from ampere_data.tabular.cells import readers
from ampere_data.tabular.columns import Cells, Column, Texts, text_of
from ampere_data.tabular.digests import check_digest, of_all
from ampere_data.tabular.files import Undecodable
from ampere_data.tabular.headers import Header
from ampere_data.tabular.keys import Keys, key_fields
from ampere_data.tabular.package import Package, Table
from ampere_data.tabular.report import Issue
from ampere_data.tabular.rows import Rows
from ampere_data.tabular.rules import NO_RULES, Note, Rules
from ampere_data.tabular.sources import (
    Places,
    blank_rows,
    missing_of,
    open_source,
    ragged,
    read_rows,
    rows_of,
    source_of,
)

T = TypeVar("T")
# A block, and a row of it.
Position = tuple[Block, int]

_MOST_NAMED = 20_000
_EVERY = "*"


@dataclass(slots=True)
class Checked:
    """What came of checking one table.

    Attributes:
        table: The table.
        issues: What was found.
        header: Its header.
        rows: How many rows there are.
        cells: How many cells were looked at.
        blocks: Its rows, with those columns that were to be kept.
        keys: The columns that keys are made of, None where no cell could be read.
        whole: Whether all rows were read: not so where a quote was forgotten.
        kept: The columns that were kept; a missing cell is an empty text in them.
    """

    table: Table
    issues: list[Issue]
    header: Header
    rows: int = 0
    cells: int = 0
    blocks: list[Block] = field(default_factory=list)
    keys: Keys | None = None
    whole: bool = True
    kept: frozenset[str] = frozenset()

    @property
    def usable(self) -> bool:
        """Whether the header lets every column be told apart."""
        return self.keys is not None and self.header.right

    def has(self, *names: object) -> bool:
        """Tell whether columns were kept."""
        return self.kept.issuperset(names)

    def column(self, name: str) -> list[str]:
        """Return the texts of a column that was kept."""
        return [text_of(cell) for block in self.blocks for cell in block.column(name).cells()]

    def distinct(self, name: str) -> set[str]:
        """Return each text of a column that was kept, once."""
        return set().union(*(block.column(name).distinct() for block in self.blocks))

    def find(
        self,
        names: Sequence[str],
        judge: Callable[..., T | None],
        where: tuple[str, Collection[str]] | None = None,
    ) -> Iterator[tuple[Position, T]]:
        """Do what `Block.find` does in all blocks."""
        for block in self.blocks:
            for row, said in block.find(names, judge, where):
                yield (block, row), said

    def position(self, row: int) -> Position:
        """Tell in which block a row is, counted over all of them, and where in it."""
        for block in self.blocks:
            if row < len(block):
                return block, row
            row -= len(block)
        raise IndexError(row)

    def issue(self, position: Position, code: str, name: str, **more: Any) -> Issue:
        """Make a finding about one row, or one cell of it, with its place filled in."""
        block, row = position
        words = {"table": self.table.name, "value": block.text(row, name), **block.place(row), **more}
        return Issue(code, field=name, **words)

    def text_at(self, issue: Issue, name: str) -> str | None:
        """Return a cell of the row that a finding is about."""
        places = ((block, row) for block in self.blocks for row in range(len(block)))
        place = {"path": issue.path, "line": issue.line, "row": issue.row}
        return next((block.text(row, name) for block, row in places if block.place(row) == place), None)

    def texts(self, *, every: bool = False) -> Rows | None:
        """Give the rows as text, None where there are too many to look names up in, unless every row is wanted."""
        if self.keys is None or (self.rows > _MOST_NAMED and not every):
            return None
        if self.kept.issuperset(self.header.labels) and not len(self.header.labels) > len(self.kept):
            return rows_of(self.table, self.header, self.blocks)
        rows = read_rows(self.table)[0] if self.table.file is not None else None
        return rows.emptied() if rows else None


@dataclass(slots=True)
class _Looked:
    """A block that was looked at: what is wrong in it, by row, field and text, and its blank rows."""

    block: Block
    found: list[tuple[int, str, str | None, Note]]
    blank: list[tuple[int, int]]


class _Check:
    """A table under check."""

    def __init__(self, source: Source, others: Iterable[Table], rules: Rules, kept: Iterable[str]) -> None:
        table, header = source.table, source.header
        self.source, self.rules = source, rules
        self.readers, self.issues = readers(table, rules, checks=source.filed)
        self.positions = header.positions
        self.missing = missing_of(table, header)
        self.screens: dict[str, screens.Screen | None] = {}
        self.sure = {name: screens.sure_types(reader) for name, reader in self.readers.items()}
        pointing = {name for one in table.schema.foreign_keys for name in one.fields}
        self.few = {one.name for one in table.schema.fields if screens.repeats(one) or one.name in pointing}
        wanted = key_fields(table, others)
        self.keyed = {name: header.positions[name] for name in wanted if name in header.positions}
        self.keyed |= header.undeclared(wanted, table.schema.names)
        self.labels = {**{label: at for at, label in reversed([*enumerate(header.labels)])}, **header.positions}
        self.row_checks = list(rules.row_checks(table, [*self.labels])) if source.filed else []
        wished = dict.fromkeys(kept if source.filed else ())
        self.kept = header.labels if _EVERY in wished else [name for name in wished if name in self.labels]
        self.replaced = [
            (position, missing)
            for position, missing in enumerate(self.missing)
            if missing != {""} and (self.row_checks or self.kept)
        ]

    def look(self, block: Block) -> _Looked:
        """Look at one block; several may be looked at at a time."""
        looked = _Looked(block, [], [])
        blank = blank_rows(block, self.missing) if self.source.filed else set()
        looked.blank = [(block.number_in(row), block.start_in(row)) for row in sorted(blank)]
        block.without(blank)
        for name, position in self.positions.items():
            column = block.columns[position]
            if name in self.few and isinstance(column, Texts):
                column = block.columns[position] = column.coded()
            self._look_at_cells(looked, name, position, column)
        for name, position in self.keyed.items():
            block.keys[name], lost = screens.key_column(block.columns[position], self.readers.get(name))
            block.unreadable[name] = lost | {row for row, cells in block.ragged.items() if position >= len(cells)}
        block.labels = self.labels
        for position, missing in self.replaced:
            block.columns[position] = block.columns[position].replaced(partial(_emptied, missing))
        for check in self.row_checks:
            looked.found += ((row, name, block.text(row, name), note) for row, name, note in check(block))
        block.keep(self.kept)
        return looked

    def _look_at_cells(self, looked: _Looked, name: str, position: int, column: Column) -> None:
        read, sure, show = self.readers[name].read, self.sure[name], self.source.show
        values = sure if isinstance(column, Cells) else frozenset[type]()

        def judge(cell: Any) -> tuple[Note, ...]:
            return () if type(cell) in values else read(cell).notes

        if isinstance(column, Texts) and name not in self.screens:  # a small table needs none
            self.screens[name] = screens.screen_of(self.readers[name])
        for row, cell, notes in column.find(judge, self.screens.get(name)):
            cells = looked.block.ragged.get(row)
            if cells is None or position < len(cells):
                shown = None if cell is None else show(cell)
                looked.found += ((row, name, shown, note) for note in notes)


def check_table(  # noqa: PLR0913 - what is checked, by what, and who wants to know
    table: Table,
    others: Sequence[Table] = (),
    rules: Rules = NO_RULES,
    kept: Iterable[str] = (),
    *,
    source: Source | None = None,
    tell: Callable[[int], None] = lambda _: None,
) -> Checked:
    """Check one table.

    Args:
        table: The table.
        others: The tables that may point at it.
        rules: What is checked beyond the standard.
        kept: The columns that are kept, by label; `*` for all.
        source: The rows, where they are not those of the table's file.
        tell: Called with the number of bytes that were checked, now and then.

    Raises:
        PackageError: Its file or its dialect cannot be used.
        MissingExtra: A library that reads such files is not installed.
    """
    digest = list(check_digest(table)) if source is None and table.file is not None else []
    source = source or open_source(table)
    checked = Checked(table, [*digest, *source.issues], source.header)
    if not source.header.usable:
        return checked
    before = len(source.issues)
    check = _Check(source, others, rules, kept)
    checked.issues += check.issues
    try:
        _check_blocks(check, checked, tell)
    except Undecodable as error:
        return Checked(table, [*digest, error.issue], Header(usable=False))
    checked.issues += [*source.issues[before:], *_check_size(source, checked)]
    checked.kept = frozenset(check.kept)
    checked.keys = Keys(table, check.keyed, checked.blocks)
    for one in table.schema.keys:
        if checked.keys.has(one.fields):
            checked.issues += checked.keys.duplicates(one)
    return checked


def _check_blocks(check: _Check, checked: Checked, tell: Callable[[int], None]) -> None:
    """Look at all blocks, down to a forgotten quote."""
    source, issues = check.source, checked.issues
    places = Places(source)
    for looked in source.blocks(check.look):
        block = looked.block
        places.put(block)
        at: dict[str, Any] = {"table": source.table.name}
        for number, start in looked.blank if not source.dialect.skip_blank_rows else ():
            line = None if block.line is None else block.line + start
            issues.append(Issue("blank-row", path=block.path, line=line, row=block.number + number, **at))
        for row, name, value, note in looked.found:
            words: dict[str, Any] = {"detail": note.detail, "params": note.params, "hint": note.hint}
            issues.append(Issue(note.code, field=name, value=value, **at, **block.place(row), **words))
        for row, column in block.torn.items():
            path, line, number = block.place(row).values()
            params = {"column": column}
            issues.append(Issue("source-error", path=path, line=line, row=number, detail="torn", params=params, **at))
        for row, cells in block.ragged.items():
            found = ragged(source, block.place(row), cells)
            issues += (replace(one, hint="") for one in found) if row in block.torn else found
        block.ragged = {}
        checked.blocks.append(block)
        checked.rows += len(block)
        tell(block.size)
        if block.flaw:
            checked.whole = False
            issues.append(places.issue(block))
            break


def _check_size(source: Source, checked: Checked) -> Iterator[Issue]:
    """Hold the number of fields and rows to what the descriptor says."""
    table, width = source.table, len(source.header.labels)
    checked.cells = checked.rows * width
    for code, key, count in (("field-count", "fields", width), ("row-count", "rows", checked.rows)):
        expected = table.descriptor.get(key)
        if isinstance(expected, int) and expected and expected != count:
            yield of_all(table, code, expected, count)


def check_rows(rows: Rows, rules: Rules = NO_RULES) -> list[Issue]:
    """Check rows that are about to be written, cell by cell and row by row, as those of their file would be."""
    return check_table(rows.table, (), rules, source=source_of(rows)).issues


def _emptied(missing: frozenset[str], cell: Any) -> str:
    text = text_of(cell)
    return "" if text in missing else text


def tables_pointing_at(package: Package, unusable: frozenset[str] = frozenset()) -> dict[str, list[Table]]:
    """Tell which tables have a foreign key to which."""
    found: dict[str, list[Table]] = {}
    for table in package.tables.values():
        for name in {one.table for one in table.schema.foreign_keys} if table.name not in unusable else ():
            found.setdefault(name, []).append(table)
    return found
