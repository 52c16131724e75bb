"""A whole table as text, for what looks at all of it at once: proofs, and whoever changes a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table


class Rows(NamedTuple):
    """The rows of one table as text; blank rows are left out.

    Attributes:
        table: The table they belong to.
        labels: The header as found, or the fields' names where the file has no header.
        cells: One list of texts per row, as long as the header; an empty text is a missing value.
        lines: The physical line on which each row starts; the row's number where the file has no lines.
        numbers: The number of each row; the header is row 1.
    """

    table: Table
    labels: list[str]
    cells: list[list[str]]
    lines: list[int]
    numbers: list[int]

    def column(self, field: str) -> list[str]:
        """Return the texts of one field, in row order."""
        position = self.labels.index(field)
        return [row[position] for row in self.cells]

    def records(self) -> list[dict[str, str]]:
        """Return each row as a mapping from label to text."""
        return [dict(zip(self.labels, row, strict=True)) for row in self.cells]

    def pick(self, places: Iterable[int]) -> Rows:
        """Keep only the rows in some places."""
        kept = list(places)
        return self._replace(
            cells=[self.cells[at] for at in kept],
            lines=[self.lines[at] for at in kept],
            numbers=[self.numbers[at] for at in kept],
        )

    def issue(self, index: int, code: str, field: str = "", **more: object) -> Issue:
        """Make a finding about one row, or one cell of it, with its place filled in."""
        value = self.cells[index][self.labels.index(field)] if field in self.labels else None
        place = {"table": self.table.name, "path": self.table.path, "field": field, "value": value}
        return Issue(code, line=self.lines[index], row=self.numbers[index], **{**place, **more})  # type: ignore[arg-type]

    def emptied(self) -> Rows:
        """Return the rows with an empty text in the place of every text that the schema calls missing."""
        known = self.table.schema.by_name
        missing = [known[label].missing if label in known else frozenset() for label in self.labels]
        if all(texts <= {""} for texts in missing):
            return self
        cells = [
            ["" if cell in texts else cell for cell, texts in zip(row, missing, strict=True)] for row in self.cells
        ]
        return self._replace(cells=cells)
