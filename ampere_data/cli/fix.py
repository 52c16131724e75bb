"""`ampere-data fix`: mend what can be mended mechanically, and say what was changed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from ampere_data.cli import console
from ampere_data.cli.parsing import Takes
from ampere_data.words import phrase
from ampere_data.words.typesetting import show

if TYPE_CHECKING:
    from ampere_data.curation.editing.fix import Fixes

EXAMPLES = """
  ampere-data fix .
  ampere-data fix data/targets.csv
  ampere-data fix . --check
"""
# A table that does not ask for the canonical form is left alone, and there is nothing wrong with that.
_FINE = "house"
TAKES: Takes = {"path": {}, "--check": {}, "--limit": {}}


def run(args: Namespace) -> int:
    """Print every change and what is left to a person."""
    from ampere_data.curation.editing.fix import fix

    if args.path is not None:
        console.demand(args.path)
    fixes = fix(args.path, check=args.check)
    console.put(_told(fixes, args))
    left = any(issue.detail != _FINE for issue in fixes.left)
    return 1 if left or (args.check and fixes.files) else 0


def _told(fixes: Fixes, args: Namespace) -> Iterator[str]:
    language = args.lang
    for path, changes in groupby(fixes.changes[: args.limit], attrgetter("path")):
        yield show(path, None)
        yield from (f"  {change.sentence(language)}" for change in changes)
    hidden = len(fixes.changes[args.limit :]) if args.limit is not None else 0
    if hidden:
        yield f"  {phrase('more-changes', language, count=hidden)}"
    for path, issues in groupby(fixes.left, attrgetter("path")):
        yield show(path, None)
        for issue in issues:
            line = phrase("line", language, line=issue.line) if issue.line else ""
            place = ", ".join(filter(None, (line, issue.field)))
            said = f"{issue.sentence(language)} [{issue.code}]"
            yield f"  {phrase('entry', language, place=show(place), said=said) if place else said}"
            if advice := issue.advice(language):
                yield f"    → {advice}"
    if fixes.files:
        yield phrase("to-fix" if args.check else "fixed", language, count=len(fixes.changes))
        return
    left = sum(issue.detail != _FINE for issue in fixes.left)
    yield phrase("left-to-fix", language, count=left) if left else phrase("nothing-to-fix", language)
