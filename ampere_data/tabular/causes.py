"""One mistake, one finding: which findings only follow from which others, in one table.

A row of `CAUSES` says: where a cause was found, its effects in the same place say nothing new and are left out. A new
code that brings others about, or that others bring about, gets its row here. Causes and effects are named by a code
(`edtf-error`), a code and one of its details (`constraint-error/pattern`), or a code without any (`exact-length/`).

Rows are applied in their order, and what an earlier row left out causes nothing in a later one. So the hint of the
earlier row is the one that is taken, and words that do not stand at their place excuse a value that does not follow
from them only where that place itself is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ampere_data.tabular.report import Issue

Place = tuple[object, ...]
# Gives the places at which a finding meets others; none for one that stands nowhere.
Scope = Callable[[Issue], tuple[Place, ...]]

EVERY = "*"


@dataclass(frozen=True, slots=True)
class Only:
    """A cause or an effect of which only those count that speak of certain things.

    Attributes:
        name: What it is called, as elsewhere in the table.
        params: What must be among the things that the finding speaks of.
    """

    name: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code, or `EVERY`."""
        return self.name.partition("/")[0]

    def includes(self, issue: Issue) -> bool:
        """Tell whether a finding of this code is one of these."""
        _, detailed, detail = self.name.partition("/")
        if detailed and issue.aspect != detail:
            return False
        return all(issue.params.get(name) == value for name, value in self.params.items())


@dataclass(frozen=True, slots=True)
class Consequence:
    """One row of the table.

    Attributes:
        causes: The findings that say it all.
        effects: The findings that then say nothing new; `EVERY` is any other.
        scope: Where they must meet.
        takes: What the cause takes over from the last of the effects at its place, if anything.
    """

    causes: Sequence[str | Only]
    effects: Sequence[str | Only]
    scope: Scope
    takes: Callable[[Issue, Issue], Issue] | None = field(default=None)


def table(issue: Issue) -> tuple[Place, ...]:
    """The same table."""
    return ((issue.table,),)


def row(issue: Issue) -> tuple[Place, ...]:
    """The same row of a table: by its line, or by its number in a table that has no lines."""
    if issue.line is not None:
        return ((issue.table, issue.path, issue.line),)
    return () if issue.row is None else ((issue.table, issue.path, "row", issue.row),)


def cell(issue: Issue) -> tuple[Place, ...]:
    """The same cell."""
    if issue.line is not None:
        return ((issue.field, issue.table, issue.path, issue.line),)
    return tuple((issue.field, *place) for place in row(issue))


_QUOTES = ("source-error/quote", "source-error/late-quote")

# What follows in any data package. Two faults of one cell are two findings there, as they are to Frictionless.
STANDARD: tuple[Consequence, ...] = (
    # There are rows: blank ones, or such as a quote has swallowed.
    Consequence(("blank-row", *_QUOTES), ("source-error/no-rows",), table),
    # The cells behind a forgotten quote are not what the row says.
    Consequence(_QUOTES, (EVERY,), row),
    # Nobody counts rows that were not read.
    Consequence(_QUOTES, ("row-count",), table),
)


def without_consequences(issues: Iterable[Issue], causes: Sequence[Consequence] = STANDARD) -> list[Issue]:
    """Leave out what only follows from other findings; the rest stays in its order.

    Args:
        issues: The findings. A million of them are gone through once, and again only where a row concerns their codes.
        causes: The rows that apply.
    """
    findings = _Findings(issues)
    for one in causes:
        if findings.has(one.causes) and findings.has(one.effects):
            findings.leave_out(one)
    return findings.left()


class _Findings:
    """Findings, by their codes, some of them left out."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self._found: list[Issue | None] = list(issues)
        self._codes = {issue.code for issue in self._found if issue}
        self._at: dict[str, list[int]] = {}

    def has(self, named: Iterable[str | Only]) -> bool:
        """Tell whether there may be findings of some names."""
        return any(one.code in self._codes or one.code == EVERY for one in map(_only, named))

    def left(self) -> list[Issue]:
        """Give the findings that are not left out."""
        return [issue for issue in self._found if issue]

    def leave_out(self, one: Consequence) -> None:
        """Leave the effects out that meet a cause, and let the causes take over what they can use."""
        causes = dict(self._named(one.causes))
        met = {place for issue in causes.values() for place in one.scope(issue)}
        effects: dict[Place, Issue] = {}
        for at, issue in self._named(one.effects):
            places = [] if at in causes else [place for place in one.scope(issue) if place in met]
            if places:
                self._found[at] = None
                effects.update(dict.fromkeys(places, issue))
        if one.takes and effects:
            for at, issue in causes.items():
                for place in one.scope(issue):
                    if place in effects:
                        self._found[at] = one.takes(issue, effects[place])

    def _named(self, named: Iterable[str | Only]) -> Iterator[tuple[int, Issue]]:
        """Give the findings of some names that are not left out, in their order, each with its position."""
        positions: list[int] = []
        for one in map(_only, named):
            if one.code == EVERY:
                positions.extend(range(len(self._found)))
            elif one.code in self._codes:
                positions.extend(self._positions(one))
        for at in sorted(positions):
            issue = self._found[at]
            if issue:
                yield at, issue

    def _positions(self, one: Only) -> list[int]:
        """Give the positions of the findings of one name, some of which may be left out."""
        if not self._at:
            for at, issue in enumerate(self._found):
                if issue:
                    self._at.setdefault(issue.code, []).append(at)
        positions = self._at.get(one.code, [])
        if one.name == one.code and not one.params:
            return positions
        return [at for at in positions if (issue := self._found[at]) and one.includes(issue)]


def _only(name: str | Only) -> Only:
    return name if isinstance(name, Only) else Only(name)
