"""What follows from what our schemas declare, and among the proofs."""

from ampere_data.tabular.causes import *  # noqa
from ampere_data.tabular.causes import _REFUSED, _SPELLING, _BOUNDS

# What follows from what our schemas declare, and among the proofs.
DECLARED: tuple[Consequence, ...] = (
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
    # Blank rows at the end are also newlines too many.
    Consequence(("blank-row",), ("canonical-final-newline/several",), table),
)
