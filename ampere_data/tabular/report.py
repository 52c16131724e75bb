"""What was found: all findings together, and what was looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial, reduce
from itertools import islice
from typing import TYPE_CHECKING, Any

from ampere_data import words
from ampere_data.tabular.issue import Issue
from ampere_data.words.typesetting import show

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ["table", "path", "line", "row", "field", "code", "value", "message", "hint"]
_SHOWN_IN_NOTEBOOK = 100
_MOST_CODES = 5
_MOST_NAMES = 12
# What is counted for not having been checked.
_UNCHECKED = tuple(f"{what}_unchecked" for what in ("foreign_keys", "profiles", "schemas", "checklists", "members"))


class InvalidData(ValueError):
    """Raised where valid data was asked for; `report` holds everything that was found."""

    def __init__(self, report: Report) -> None:
        self.report = report
        shown = []
        for issue in report.issues[:5]:
            place = (issue.path or issue.table or "package", issue.line, issue.field)
            shown.append(f"{':'.join(show(part) for part in place if part)}: {issue.message}")
        more = len(report.issues) - len(shown)
        if more > 0:
            shown.append(f"(+{more} more)")
        msg = "\n".join([f"{len(report.issues)} issue(s) found:", *shown])
        super().__init__(msg)


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """Everything that was found, in order, and what was looked at.

    Attributes:
        issues: All findings, without repetition, ordered by table, line, field and code.
        counts: What was looked at: `tables`, `rows`, `cells`, and where the package carries proofs `proofs`,
            `proven` (cells), `reread` and `not_reread` (proofs whose words were, or could not be, read again); where a
            table is checked alone, `foreign_keys_unchecked` that point at others; and, where there are any,
            `profiles_unchecked`, `schemas_unchecked`, `checklists_unchecked` and `members_unchecked` (files in a zip).
        unread: The tables of which no cell could be checked; a finding says why.
        empty: The tables that were read and have no row.
        extension: The extension of the standard that the package declares and was held to, empty where there is none.
    """

    issues: tuple[Issue, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    extension: str = ""

    @classmethod
    def collect(
        cls,
        issues: Iterable[Issue],
        counts: Mapping[str, int] | None = None,
        last: Collection[str] = (),
    ) -> Report:
        """Gather findings: repetitions are dropped, the rest is put in order, some tables last."""
        # Two findings in one place differ by what they speak of: a list cell may name two unknown ids.
        distinct: dict[Issue, Issue] = {}
        more: dict[tuple[Issue, str], Issue] = {}
        for issue in issues:
            # However it is said, it is the same kind of finding.
            alike = issue._replace(detail=issue.aspect) if "/" in issue.detail else issue
            first = distinct.setdefault(alike, issue)
            if first is not issue and first.params != issue.params:
                more.setdefault((alike, str(issue.params)), issue)
        found = sorted([*distinct.values(), *more.values()], key=lambda issue: (issue.table in last, issue.order))
        return cls(tuple(found), dict(counts or {}))

    @property
    def valid(self) -> bool:
        """Whether nothing was found."""
        return not self.issues

    @property
    def codes(self) -> dict[str, int]:
        """How often each code was found, the most frequent first."""
        return dict(Counter(issue.code for issue in self.issues).most_common())

    @property
    def unverified(self) -> bool:
        """Whether something could not be checked: words that were not read again, foreign keys, custom profiles."""
        return any(self.counts.get(name, 0) > 0 for name in ("not_reread", *_UNCHECKED))

    def summary(self, language: str = "en") -> list[str]:
        """Say in plain words what was found, what was looked at, and what could not be checked."""
        return list(_summary(self, language))

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """Give the report as plain JSON values, as `report.schema.json` describes them."""
        return {
            "valid": self.valid,
            "counts": {"issues": len(self.issues), **self.counts},
            "unread": list(self.unread),
            "empty": list(self.empty),
            "extension": self.extension or None,
            "codes": self.codes,
            "issues": [issue.to_dict(language) for issue in self.issues],
        }

    def to_frame(self) -> pd.DataFrame:
        """Give the findings as a frame, one row each, with the columns of `Issue.to_dict`."""
        import pandas as pd

        frame = pd.DataFrame([issue.to_dict() for issue in self.issues], columns=_COLUMNS)
        return frame.astype({"line": "Int64", "row": "Int64"})

    def raise_if_invalid(self) -> Report:
        """Return the report itself if nothing was found.

        Raises:
            InvalidData: Something was found; the exception carries this report.
        """
        if self.issues:
            raise InvalidData(self)
        return self

    def __repr__(self) -> str:
        return f"Report(valid={self.valid}, issues={len(self.issues)}, counts={dict(self.counts)})"

    def __str__(self) -> str:
        return "\n".join(self.summary())

    def _repr_html_(self) -> str:
        """Show the summary and the first findings in a notebook; nothing that a cell holds can be a tag."""
        from html import escape  # which loads a table of two thousand names

        lines = [f"<p>{escape(line)}</p>" for line in self.summary()]
        if self.issues:
            lines.append(
                "<table><thead><tr>" + "".join(f"<th>{name}</th>" for name in _COLUMNS) + "</tr></thead><tbody>"
            )
            for issue in self.issues[:_SHOWN_IN_NOTEBOOK]:
                says = issue.to_dict()
                cells = "".join(f"<td>{escape(show(says[name]))}</td>" for name in _COLUMNS)
                lines.append(f"<tr>{cells}</tr>")
            lines.append("</tbody></table>")
            more = len(self.issues) - _SHOWN_IN_NOTEBOOK
            if more > 0:
                lines.append(f"<p>{escape(words.phrase('more', 'en', count=more))}</p>")
        return "\n".join(lines)


def _summary(report: Report, language: str) -> Iterator[str]:
    """Never let what was not looked at pass for checked."""
    say = partial(words.phrase, language=language)
    counts = report.counts
    if report.issues:
        codes = ", ".join(f"{code} {count}" for code, count in islice(report.codes.items(), _MOST_CODES))
        others = len(report.codes) - _MOST_CODES
        if others > 0:
            codes = say("other-codes", first=codes, count=others)
        yield f"{say('issues', count=len(report.issues))} ({codes})."
    else:
        yield say("unverified" if report.unverified else "valid")
    looked = [say(name, count=counts[name]) for name in ("tables", "rows", "cells") if name in counts]
    if looked:
        yield say("checked", what=", ".join(looked))
    if report.extension:
        yield say("extension", extension=report.extension)
    for what, tables in (("empty", report.empty), ("unread", report.unread)):
        named = [show(table) for table in tables[:_MOST_NAMES]]
        names = ", ".join([*named, *["…"] * (len(tables) > len(named))])
        if tables:
            yield say(what, names=names, count=len(tables))
    if counts.get("proofs") or counts.get("proven"):
        read = [say(name, count=counts[name]) for name in ("reread", "not_reread") if counts.get(name)]
        proven = say("proven", count=counts.get("proven", 0))
        yield reduce(lambda first, second: say("and", first=first, second=second), [proven, *read]) + "."
        # Where some were read again, the folder is known.
        if counts.get("not_reread") and not counts.get("reread"):
            yield say("documents")
    yield from (say(name, count=counts[name]) for name in _UNCHECKED if counts.get(name))
