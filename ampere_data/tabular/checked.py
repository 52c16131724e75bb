"""What came of checking one table: findings, counts, and those of its columns that others want to see."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ampere_data.tabular.blocks import Block
from ampere_data.tabular.columns import distinct, text_of
from ampere_data.tabular.headers import Header
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.keys import Keys
from ampere_data.tabular.package import Table
from ampere_data.tabular.reading import read_rows, rows_of
from ampere_data.tabular.rows import Rows

T = TypeVar("T")
# A block, and a row of it.
Position = tuple[Block, int]

_MOST_NAMED = 20_000


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
    _distinct: dict[str, set[str]] = field(default_factory=dict)

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
        if name not in self._distinct:
            self._distinct[name] = distinct([block.column(name) for block in self.blocks])
        return self._distinct[name]

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
