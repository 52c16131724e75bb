"""Tables whose rows are held in memory: those of a frame or a sheet, or rows of text that were read already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ampere_data.tabular.blocks import Block
from ampere_data.tabular.columns import text_of
from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.headers import Header
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table

T = TypeVar("T")


@dataclass(slots=True, eq=False, repr=False)
class Held:
    """A table whose rows are held in memory already."""

    table: Table
    dialect: Dialect
    header: Header
    issues: list[Issue]
    held: list[Block] = field(default_factory=list)
    lined: bool = False
    filed: bool = True
    writes: Callable[[Any], str] = text_of

    def blocks(self, work: Callable[[Block], T]) -> Iterator[T]:
        """Give in order what `work` makes of each block."""
        return map(work, self.held)

    def show(self, cell: Any) -> str:
        """Write a cell for people."""
        return self.writes(cell)
