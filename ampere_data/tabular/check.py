"""One check for every table, however it lies: its blocks are looked at one by one, and only what is wanted is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from ampere_data.tabular import screens
from ampere_data.tabular.blocks import Block, Source
from ampere_data.tabular.cells import readers
from ampere_data.tabular.checked import Checked
from ampere_data.tabular.columns import Cells, Column, Texts, text_of
from ampere_data.tabular.digests import check_digest, of_all
from ampere_data.tabular.headers import Header
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.keys import Keys, key_fields
from ampere_data.tabular.package import Package, Table
from ampere_data.tabular.parts import Undecodable
from ampere_data.tabular.reading import source_of
from ampere_data.tabular.rows import Rows
from ampere_data.tabular.rules import NO_RULES, Note, Rules
from ampere_data.tabular.sources import (
    Places,
    blank_rows,
    missing_of,
    open_source,
    ragged,
)

_EVERY = "*"


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
            column, lost = screens.key_column(block.columns[position], self.readers.get(name))
            block.keys[name] = column.kept() if isinstance(column, Texts) else column
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
    if source is None and table.file is not None:
        digest = list(check_digest(table))
        checked = check_table(table, others, rules, kept, source=open_source(table), tell=tell)
        undecodable = next((one for one in checked.issues if one.code == "encoding-error"), None)
        if undecodable and (sure := undecodable.params.get("sure")):
            again = table._replace(descriptor={**table.descriptor, "encoding": sure})
            checked = check_table(table, others, rules, kept, source=open_source(again), tell=tell)
            digest.append(undecodable)
        checked.issues = [*digest, *checked.issues]
        return checked
    source = source or open_source(table)
    checked = Checked(table, [*source.issues], source.header)
    if not source.header.usable:
        return checked
    before = len(source.issues)
    check = _Check(source, others, rules, kept)
    checked.issues += check.issues
    try:
        _check_blocks(check, checked, tell)
    except Undecodable as error:
        return Checked(table, [error.issue], Header(usable=False))
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
            issues += (one._replace(hint="") for one in found) if row in block.torn else found
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
