"""CSV text as rows: every cell as text, every row with its place in the file.

The shape that the rules work on.
"""

from __future__ import annotations

from dataclasses import dataclass

from ampere_data.package import Table
from ampere_data.report import Issue


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table as text.

    Attributes:
        table: The table they belong to.
        labels: The header as found.
        cells: One list of texts per row, as long as the header; an empty text is a missing value.
        lines: The physical line on which each row starts.
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

    def issue(self, index: int, code: str, field: str = "", **more: object) -> Issue:
        """Make a finding about one row, or one cell of it, with its place filled in."""
        value = self.cells[index][self.labels.index(field)] if field in self.labels else None
        place = {"table": self.table.name, "path": self.table.path, "field": field, "value": value}
        return Issue(code, line=self.lines[index], row=self.numbers[index], **{**place, **more})  # type: ignore[arg-type]
