"""One finding for one mistake: what only follows from another finding is left out.

What is left out gives its hint to what is said, where that has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ampere_data.report import Issue

# What Frictionless says of a cell; the finer points of the same cell's spelling then need no second sentence.
_SPOKEN = frozenset({"type-error", "constraint-error", "primary-key", "foreign-key", "reference-error", "edtf-error"})
_ECHOES = frozenset(
    {"canonical-blank", "canonical-nfc", "canonical-number", "control-character", "french-number", "look-alike"}
)

# What a finding says better than a constraint that the same cell breaks by the same fault.
_COARSER = {
    "edtf-error": ("constraint-error", "pattern"),
    "exact-length": ("constraint-error", "maxLength"),
    "foreign-key": ("constraint-error", "pattern"),
}

# Numbers that are too small or too large; that another one was proven says it again.
_BEYOND = frozenset(
    (code, end)
    for code in ("constraint-error", "range-error")
    for end in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
)

# What a cell that is not of its field's form or none of its values makes follow: it names nothing, and proves nothing.
_FOLLOWING = frozenset(
    [
        *("reference-error", "source-ids-mismatch", "known-from-mismatch"),
        *("evidence-unknown-record", "evidence-unknown-field", "evidence-value"),
    ]
)
_REFUSED = frozenset({"type-error", "constraint-error"})

# What a fault in a key makes follow: the place of a row is that of the right key.
_OF_KEYS = _REFUSED | {"primary-key", "foreign-key", "evidence-unknown-record", "evidence-unknown-field"}


def without_echoes(issues: Iterable[Issue]) -> Iterator[Issue]:
    """Leave out what was said already: the spelling of a cell that is refused as a whole, blank rows at the end.

    What is left out gives its hint to what is said, where that has none. Of two rules that a cell breaks by the same
    fault, the one that says more is kept: of a form and a date, the date.
    """
    found = list(_without_overstepped(list(issues)))
    finer = {(*_cell(issue), _COARSER[issue.code]) for issue in found if issue.code in _COARSER}
    found = [issue for issue in found if (*_cell(issue), (issue.code, issue.aspect)) not in finer]
    found = list(_without_following(_without_unsourced(_without_misread(_without_misplaced(found)))))
    spoken = {_cell(issue): issue.code for issue in found if issue.code in _SPOKEN and issue.line}
    echoes = {_cell(issue): issue for issue in found if _is_echo(issue, spoken)}
    blank = {issue.table for issue in found if issue.code == "blank-row"}
    for issue in found:
        surplus = issue.code == "canonical-final-newline" and issue.detail == "several" and issue.table in blank
        if surplus or _is_echo(issue, spoken):
            continue
        echo = echoes.get(_cell(issue))
        # An item of a list is told without its blanks: what mends the blanks of the cell does not mend the item.
        if echo and echo.code in _ECHOES | {"edtf-bounds"} and issue.code in _SPOKEN - {"reference-error"}:
            yield _hinted(issue, echo)
        else:
            yield issue


def _hinted(issue: Issue, echo: Issue) -> Issue:
    """Give a finding the hint of what is left out beside it, if it has none itself."""
    if issue.hint or not echo.hint:
        return issue
    return replace(issue, hint=echo.hint, params={**echo.params, **issue.params})


def _without_following(issues: Iterable[Issue]) -> Iterator[Issue]:
    """Leave out that a text names nothing where it is not even of the form, or of the values, that its field takes."""
    found = list(issues)
    refused = {_cell(issue) for issue in found if issue.code in _REFUSED and issue.line}
    following = {_cell(issue): issue for issue in found if issue.code in _FOLLOWING and _cell(issue) in refused}
    for issue in found:
        echo = following.get(_cell(issue))
        if echo is None:
            yield issue
        elif issue.code not in _FOLLOWING:
            yield _hinted(issue, echo) if issue.code in _REFUSED else issue


def _without_unsourced(issues: Iterable[Issue]) -> Iterator[Issue]:
    """Leave out that a row has no proof at all where its cells are told to have none."""
    found = list(issues)
    unproven = {(issue.table, issue.line) for issue in found if issue.code == "unproven-cell"}
    for issue in found:
        unsourced = issue.code == "source-ids-mismatch" and issue.detail == "none"
        if not unsourced or (issue.table, issue.line) not in unproven:
            yield issue


def _without_misread(issues: Iterable[Issue]) -> Iterator[Issue]:
    """Of a proof whose quoted words are not at its place, say neither that its words changed nor what they tell.

    Where the place itself is wrong, the words there are not the cited ones, and that the quoted ones are not among them
    follows; where the place is right, nothing follows from quoted words that do not stand there.
    """
    found = list(issues)
    changed = {(issue.table, issue.line) for issue in found if issue.code == "evidence-digest"}
    astray = {(issue.table, issue.line) for issue in found if issue.code == "exact-not-in-span"}
    for issue in found:
        place = (issue.table, issue.line)
        if issue.code == "exact-not-in-span" and place in changed:
            continue
        if issue.code == "exact-missing" and issue.params.get("basis") == "stated" and place in changed:
            continue  # a span that was the value itself, and is so no more
        if issue.code == "value-not-following" and place in astray - changed:
            continue
        if issue.code == "evidence-digest" and place in astray and issue.hint == issue.code:
            yield replace(issue, hint="cite-anew")
        else:
            yield issue


def _without_misplaced(issues: Iterable[Issue]) -> Iterator[Issue]:
    """Leave out that a row is out of place where its key is wrong, or another row has the same."""
    found = list(issues)
    wrong = {_cell(issue) for issue in found if issue.code in _OF_KEYS and issue.line}
    for issue in found:
        fields = issue.params.get("key_fields") if issue.code == "canonical-order" else ()
        keys = fields if isinstance(fields, tuple) else ()
        repeated = bool(keys) and issue.params.get("key") == issue.params.get("neighbour")
        if not repeated and wrong.isdisjoint((issue.table, issue.line, str(name)) for name in keys):
            yield issue


def _without_overstepped(issues: list[Issue]) -> Iterator[Issue]:
    """Leave out that a number is not the one that was proven where it is beyond its bounds; the one proven is offered.

    40 is too large a share, and it was proven as 0.4: that is one mistake.
    """
    proven = {_cell(issue): str(issue.params.get("proven", "")) for issue in issues if _is_changed(issue)}
    beyond = {_cell(issue): issue for issue in issues if (issue.code, issue.detail) in _BEYOND and issue.line}
    for issue in issues:
        if _is_changed(issue) and _cell(issue) in beyond:
            continue
        mended = proven.get(_cell(issue)) if beyond.get(_cell(issue)) is issue and not issue.hint else None
        yield replace(issue, hint="mended", params={**issue.params, "mended": mended}) if mended else issue


def _is_changed(issue: Issue) -> bool:
    """Tell whether a finding says of a cell that it is not what was proven."""
    return issue.code == "evidence-value" and not issue.detail


def _is_echo(issue: Issue, spoken: Mapping[tuple[str, int | None, str], str]) -> bool:
    """Tell whether a finding says of a cell, in finer words, what was said of it already."""
    said = spoken.get(_cell(issue))
    return said is not None and (issue.code in _ECHOES or (issue.code == "edtf-bounds" and said == "type-error"))


def _cell(issue: Issue) -> tuple[str, int | None, str]:
    return issue.table, issue.line, issue.field
