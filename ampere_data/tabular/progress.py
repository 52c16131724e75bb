"""How much of a validation is done, told by the sizes of the files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ampere_data.tabular.package import Table
from ampere_data.tabular.storage import stored_size

# Called with the name of the table at work and the share of all work that is done, from 0 to 1.
Progress = Callable[[str, float], None]


@dataclass(slots=True)
class Share:
    """How much of all the work is done, by the size of the files."""

    progress: Progress | None
    whole: int
    done: int = 0
    table: str = ""
    size: int = 0
    part: int = 0

    def begin(self, table: Table) -> None:
        """Begin with a table."""
        self.done += self.size
        self.table, self.size, self.part = table.name, stored_size(table), 0
        self.tell(0)

    def tell(self, size: int) -> None:
        """Tell that more bytes of the table were checked; those of a compressed file are more than its size."""
        self.part = min(self.part + size, self.size)
        if self.progress:
            self.progress(self.table, (self.done + self.part) / self.whole)
