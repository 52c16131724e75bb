"""What only follows from what our schemas declare, and among the proofs: the rows that join those of any package.

Rows are applied in their order, and what an earlier row left out causes nothing in a later one. So the hint of the
earlier row is the one that is taken, and words that do not stand at their place excuse a value that does not follow
from them only where that place itself is right.
"""

from __future__ import annotations

from ampere_data.tabular.causes import EVERY, Consequence, Only, Place, cell, row, table
from ampere_data.tabular.issue import Issue


def key(issue: Issue) -> tuple[Place, ...]:
    """A cell of the key of the same row, where a finding speaks of a key."""
    fields = issue.params.get("key_fields")
    names = fields if isinstance(fields, tuple) else (issue.field,)
    return tuple((str(name), *place) for place in row(issue) for name in names)


proof = row  # a proof is a row of `evidence`


def its_hint(cause: Issue, effect: Issue) -> Issue:
    """Take the hint over, if there is none yet."""
    if cause.hint or not effect.hint:
        return cause
    return cause._replace(hint=effect.hint, params={**effect.params, **cause.params})


def what_was_proven(cause: Issue, effect: Issue) -> Issue:
    """Offer the value that was proven, if nothing is offered yet."""
    proven = effect.params.get("proven")
    if cause.hint or not proven:
        return cause
    return cause._replace(hint="mended", params={**cause.params, "mended": str(proven)})


def to_cite_anew(cause: Issue, _effect: Issue) -> Issue:
    """Advise to cite anew, where nothing better is known than that the words are others."""
    return cause._replace(hint="cite-anew") if cause.hint == cause.code else cause


_REFUSED = ("type-error", "constraint-error")
_SPELLING = (
    *("canonical-blank", "canonical-nfc", "canonical-number"),
    *("control-character", "french-number", "look-alike"),
)
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")

DECLARED: tuple[Consequence, ...] = (
    # Whoever saved a table of ours with another delimiter has `fix` mend it before anything else.
    Consequence(("dialect-error/delimiter",), (EVERY,), table),
    # Of a form and a date, or of a form and a record that is not there, the form says less.
    Consequence(("edtf-error", "foreign-key"), ("constraint-error/pattern",), cell),
    # The place of a row is that of the right key.
    Consequence(
        (*_REFUSED, "primary-key", "foreign-key", "evidence-unknown-record", "evidence-unknown-field"),
        ("canonical-order",),
        key,
    ),
    # What is too long to be quoted is not looked for.
    Consequence(("exact-length/",), ("exact-not-in-span",), proof),
    # At a wrong place stand other words.
    Consequence(("evidence-digest",), ("exact-not-in-span",), proof, to_cite_anew),
    # A span that was the value itself is so no more.
    Consequence(("evidence-digest",), (Only("exact-missing", {"basis": "stated"}),), proof),
    # Words that do not stand there tell nothing.
    Consequence(("exact-not-in-span",), ("value-not-following",), proof),
    # A row without any proof is told so by its cells.
    Consequence(("unproven-cell",), ("source-ids-mismatch/none",), row),
    # What is not even of the form, or of the values, that its field takes names nothing.
    Consequence(_REFUSED, ("reference-error",), cell, its_hint),
    # The spelling of a cell that is refused as a whole is no second mistake; nor is what is no day another day.
    Consequence(("type-error",), (*_SPELLING, "edtf-bounds"), cell, its_hint),
    Consequence(("constraint-error", "primary-key", "foreign-key", "edtf-error"), _SPELLING, cell, its_hint),
    # Likewise; but what mends the blanks of a list does not mend an item.
    Consequence(("reference-error",), _SPELLING, cell),
    # 40 is too large a share, and it was proven as 0.4; by the metric first, which is stricter than the field.
    Consequence(("range-error/minimum", "range-error/maximum"), ("evidence-value/",), cell, what_was_proven),
    Consequence(tuple(f"constraint-error/{bound}" for bound in _BOUNDS), ("evidence-value/",), cell, what_was_proven),
    # What is refused follows from no source, and proves nothing.
    Consequence(
        _REFUSED,
        (
            *("source-ids-mismatch", "known-from-mismatch"),
            *("evidence-unknown-record", "evidence-unknown-field", "evidence-value"),
        ),
        cell,
        its_hint,
    ),
    # Of two lengths that a quotation may not have, ours says why.
    Consequence(("exact-length",), ("constraint-error/maxLength",), cell),
    # Where a quote is forgotten, others stand oddly.
    Consequence(("source-error/quote", "source-error/late-quote"), ("canonical-quote",), table),
    # Blank rows at the end are also newlines too many.
    Consequence(("blank-row",), ("canonical-final-newline/several",), table),
)
