"""Findings as every reader gets them: in each language a sentence and an advice, with nothing left out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from string import Formatter
from typing import Any

from ampere_data import validation
from ampere_data.curation.editing import fix as fixing
from ampere_data.curation.editing.fix import Fixes
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.report import Report
from ampere_data.words import ENGLISH, LANGUAGES, read

_said: set[tuple[object, ...]] = set()


def said(issues: Iterable[Issue]) -> list[Issue]:
    """Say findings, the first of each kind, in every language, with all that they speak of; give them back."""
    found = list(issues)
    for issue in found:
        kind = (issue.code, issue.detail, issue.hint, *sorted(issue.params))
        if kind not in _said:
            _said.add(kind)
            _say(issue)
    return found


def validate(*args: Any, **options: Any) -> Report:
    """Validate as everybody does, and say whatever is found."""
    report = validation.validate(*args, **options)
    said(report.issues)
    return report


def fix(*args: Any, **options: Any) -> Fixes:
    """Mend as everybody does, and say what was changed and what is left."""
    fixes = fixing.fix(*args, **options)
    said(fixes.left)
    assert all(change.sentence(language).strip() for change in fixes.changes for language in LANGUAGES)
    return fixes


def _say(issue: Issue) -> None:
    for language in LANGUAGES:
        assert issue.sentence(language).strip(), issue
        assert bool(issue.advice(language)) == bool(issue.advice(ENGLISH)) >= bool(issue.hint), issue
    places = ("table", "path", "line", "row", "field", "value")
    words = {**{place: getattr(issue, place) for place in places}, **issue.params}
    spoken = [words.get(name) for name in _spoken_of(issue.code, issue.detail, issue.hint)]
    assert None not in spoken, issue
    # A reason in plain words would be English in a French sentence.
    assert not isinstance(words.get("note"), str), issue


def placeholders(template: str) -> set[str]:
    """Name what a template is filled with."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def parts(entry: Any) -> dict[str, str]:
    """Give the sentences of an entry, by part."""
    return {"said": entry} if isinstance(entry, str) else {part: entry[part] for part in entry if part != "like"}


@cache
def _spoken_of(code: str, detail: str, hint: str) -> set[str]:
    entries, advice = read(ENGLISH)["issues"], read(ENGLISH)["advice"]
    templates = [parts(entries[entry_of(code, detail)])["said"], *([advice[hint]] if hint else [])]
    return set().union(*map(placeholders, templates))


def entry_of(code: str, detail: str) -> str:
    """Name the entry that says a finding: of the detail, its own or shared, or of the code alone."""
    entries = read(ENGLISH)["issues"]
    alone = entries.get(code, {})
    shared = alone.get("like", code) if isinstance(alone, dict) else code
    return next((name for name in (f"{code}/{detail}", f"{shared}/{detail}") if name in entries), code)
