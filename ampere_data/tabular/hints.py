"""Hints looked over once everything is known: no value is proposed that would itself be a finding.

A hint is made where a cell is read, of what the cell's own field says. What else speaks against it comes out later: the
constraints that the mended form breaks, and the table that a link points at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ampere_data.tabular.cells import Reader, readers
from ampere_data.tabular.checked import Checked
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.nearness import KnownIds
from ampere_data.tabular.package import Table
from ampere_data.tabular.rules import Rules

# The words of each hint that propose a whole cell.
_PROPOSED = {
    "mended": ("mended",),
    "mended-date": ("mended",),
    "date-changed": ("mended",),
    "date-either": ("day_first", "month_first"),
    "grouped": ("mended",),
    "zero-lost": ("mended",),
    "near-id": ("near",),
    "source-ids-mismatch": ("expected",),
}
# What is said of an item of a list proposes another item.
_OF_ITEMS = frozenset({"reference-error"})


@dataclass(slots=True)
class Hints:
    """What proposals are held against.

    Attributes:
        tables: The tables, by name.
        known_ids: For a table and a field that is a link, the ids that it may hold.
        rules: What may speak against a text beyond the standard.
        checked: What came of each table.
    """

    tables: Mapping[str, Table]
    known_ids: Mapping[tuple[str, str], KnownIds]
    rules: Rules
    checked: Mapping[str, Checked]
    _readers: dict[str, dict[str, Reader]] = field(default_factory=dict)

    def vetted(self, issues: Iterable[Issue]) -> Iterator[Issue]:
        """Take the hints away that propose what would be a finding; of a link, offer what it may have meant instead."""
        for one in issues:
            issue = self.rules.vet(one, self.tables.get(one.table))
            words = _PROPOSED.get(issue.hint, ())
            if not words or issue.code in _OF_ITEMS or self._stand(issue, (issue.params.get(word) for word in words)):
                yield issue
                continue
            known = self.known_ids.get((issue.table, issue.field))
            advice: Mapping[str, Any] = known.advise(issue.value or "") if known else {}
            near = advice.get("params", {}).get("near")
            fit = near is None or self._stand(issue, [near])
            params = {**issue.params, **advice.get("params", {})}
            yield issue._replace(hint=advice.get("hint", "") if fit else "", params=params)

    def _stand(self, issue: Issue, texts: Iterable[object]) -> bool:
        """Tell whether texts could stand in the cell that a finding is about."""
        reader = self._reader(issue.table, issue.field)
        known = self.known_ids.get((issue.table, issue.field))
        return all(
            (reader is None or not reader.read(str(text)).notes)
            and (known is None or known.holds(str(text)))
            and not self.rules.refuses(issue, str(text), self.checked)
            for text in texts
        )

    def _reader(self, table: str, name: str) -> Reader | None:
        if table not in self.tables:
            return None
        if table not in self._readers:
            self._readers[table] = readers(self.tables[table], self.rules)[0]
        return self._readers[table].get(name)
