"""One mistake, one finding: which findings only follow from which others, in one table.

A row of `STANDARD`, or of what rules add, says: where a cause was found, its effects in the same place say nothing
new and are left out. A new code that brings others about, or that others bring about, gets its row here. Causes and
effects are named by a code (`edtf-error`), a code and one of its details (`constraint-error/pattern`), or a code
without any (`exact-length/`).

Rows are applied in their order, and what an earlier row left out causes nothing in a later one. So the hint of the
earlier row is the one that is taken, and words that do not stand at their place excuse a value that does not follow
from them only where that place itself is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ampere_data.tabular.issue import Issue

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


_QUOTES = ("source-error/quote", "source-error/late-quote", "source-error/endless")

# What follows in any data package. Two faults of one cell are two findings there, as they are to Frictionless.
STANDARD: tuple[Consequence, ...] = (
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
    left: dict[int, Issue] = dict(enumerate(issues))
    by_code: dict[str, list[int]] = {}
    for at, issue in left.items():
        by_code.setdefault(issue.code, []).append(at)

    def named(names: Sequence[str | Only]) -> dict[int, Issue]:
        """Give the findings of some names that are left, in their order, each with its position."""
        kinds = [one if isinstance(one, Only) else Only(one) for one in names]
        positions = (
            (kind, at) for kind in kinds for at in (left if kind.code == EVERY else by_code.get(kind.code, ()))
        )
        found = {at for kind, at in positions if at in left and kind.includes(left[at])}
        return {at: left[at] for at in sorted(found)}

    for one in causes:
        causing = named(one.causes)
        met = {place for issue in causing.values() for place in one.scope(issue)}
        effects: dict[Place, Issue] = {}
        for at, issue in named(one.effects).items() if met else ():
            places = [] if at in causing else met.intersection(one.scope(issue))
            if places:
                del left[at]
                effects.update(dict.fromkeys(places, issue))
        for at, issue in causing.items() if one.takes else ():
            for place in one.scope(issue):
                if one.takes and place in effects:
                    left[at] = one.takes(issue, effects[place])
    return list(left.values())
