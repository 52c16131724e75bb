"""What schemas may declare beyond the standard, and how it is checked: who has such rules hands them to `validate`."""

# ruff: noqa: ARG002 - what overrides a method needs what the empty one is given
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ampere_data.tabular.blocks import Block
from ampere_data.tabular.causes import Consequence
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Package, Table
from ampere_data.tabular.schema import Field

if TYPE_CHECKING:
    from ampere_data.tabular.checked import Checked


class Note(NamedTuple):
    """What is wrong with one cell, wherever it stands."""

    code: str
    detail: str = ""
    params: Mapping[str, object] = {}
    hint: str = ""


@dataclass(frozen=True, slots=True)
class CellCheck:
    """A check of single cells.

    Attributes:
        judge: Says what is wrong with a text that is not missing; each distinct text is put to it once.
        sure: Tells for an Arrow array of texts which of them are surely right; without it every text is judged.
    """

    judge: Callable[[str], Iterable[Note]]
    sure: Callable[[Any], Any] | None = None


# Says what is wrong in the rows of a block: the row, the field, and the note.
RowCheck = Callable[[Block], Iterator[tuple[int, str, Note]]]


class Rules:
    """Checks beyond the standard. This object has none; another overrides what it needs.

    Attributes:
        last: The tables whose findings are told last, for they mostly follow from those of others.
    """

    last: frozenset[str] = frozenset()

    def causes(self, package: Package) -> Sequence[Consequence]:
        """Say which findings about a package only follow from which others, beside those of any package."""
        return ()

    def extension(self, descriptor: Mapping[str, Any]) -> str:
        """Name the extension of the standard that a package declares by its `$schema`, if these rules are its own."""
        return ""

    def check_schemas(self, package: Package, path: str) -> Iterable[Issue]:
        """Check what the schemas of a package declare; `path` is the file that findings name."""
        return ()

    def cell_checks(self, table: Table, field: Field) -> Iterable[CellCheck]:
        """Give the checks of the cells of a field."""
        return ()

    def row_checks(self, table: Table, labels: Sequence[str]) -> Iterable[RowCheck]:
        """Give the checks of the rows of a table that has columns of these labels."""
        return ()

    def keeps(self, package: Package, table: Table) -> Iterable[str]:
        """Name the columns that are wanted once all tables were read."""
        return ()

    def finish(
        self, package: Package, checked: Mapping[str, Checked], counts: dict[str, int], only: str
    ) -> Iterable[Issue]:
        """Check what tables say together, once all were read, and count what was looked at; `only` may stand alone."""
        return ()

    def suggest(self, table: Table, field: Field, text: str, code: str, detail: str) -> Mapping[str, Any]:
        """Give `hint` and `params` of a finding about a cell that its field refuses; none where nothing is likely."""
        return {}

    def vet(self, issue: Issue, table: Table | None) -> Issue:
        """Say the last word on a finding about a table, if it is about one."""
        return issue

    def refuses(self, issue: Issue, text: str, checked: Mapping[str, Checked]) -> bool:
        """Tell whether a text that is proposed for the cell of a finding would itself be one."""
        return False


NO_RULES = Rules()
