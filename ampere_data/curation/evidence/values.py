"""Is a cell right by itself, still what was proven, and does it follow from what is printed?

A proof binds a value: the cell as it was when the proof was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from ampere_data.curation import files, spelling
from ampere_data.curation.evidence import documents as texts
from ampere_data.curation.evidence.context import Context
from ampere_data.curation.evidence.following import Claim, claim_of, follows, reading
from ampere_data.curation.evidence.proofs import Proof, Records, items, target_of
from ampere_data.curation.french import Unparsed
from ampere_data.tabular.issue import Issue


def is_sound(context: Context, known: Records, field: str, cell: str) -> bool:
    """Tell whether the text of a cell has the form that its field asks for, and names only records that are there."""
    descriptor = known.fields[field]
    if not spelling.accepts(descriptor, cell):
        return False
    kind = descriptor.type
    if kind in ("number", "integer") and not _is_number(cell):
        return False
    if kind == "date" and descriptor.plain and not spelling.is_iso(cell):
        return False
    target = target_of(known.rows.table.schema, descriptor)
    if target is None or target[0] not in context.records:
        return True
    rows = context.records[target[0]].rows
    return target[1] not in rows.labels or set(items(descriptor, cell)) <= set(rows.column(target[1]))


def _is_number(cell: str) -> bool:
    try:
        return Decimal(cell).is_finite()
    except InvalidOperation:
        return False


def check_values(context: Context) -> Iterator[Issue]:
    """Find the cells that no proof holds as they are, and the single proofs that hold another value than the rest.

    A cell that is empty, or not what its field asks for, has its own finding; so has a proof without a value.
    """
    for (table, record_id, field), proofs in context.by_cell().items():
        known = context.records.get(table)
        if known is None or record_id not in known.places or field not in known.proven:
            continue
        cell, held = known.cell(record_id, field), [proof for proof in proofs if proof.value]
        others = [proof for proof in held if not _holds(known, field, proof.value, cell)]
        if not cell or not others or table in context.unread or not is_sound(context, known, field, cell):
            continue
        if len(others) == len(held):
            yield _changed(known, others)
            continue
        for proof in others:
            yield context.issue(proof, "evidence-value", "value", detail="proof", expected=cell, hint="cite-anew")


def _holds(known: Records, field: str, value: str, cell: str) -> bool:
    """Tell whether a value is the cell, but for such blanks and letters as are the cell's own finding."""
    if value == cell:
        return True
    table = known.rows.table
    return files.is_canonical(table) and value == spelling.respell(table.schema.by_name[field], cell)


def _changed(known: Records, proofs: list[Proof]) -> Issue:
    """Say of a cell that it is not what any of its proofs holds."""
    table, record_id, field = proofs[0].cell
    params = {
        "record": record_id,
        "proven": "; ".join(sorted({proof.value for proof in proofs})),
        "sources": ", ".join(sorted({proof.source_id for proof in proofs})),
        "quoted": shell_word(record_id),
        "told": record_id if table == texts.TABLE else "SOURCE",
    }
    return known.rows.issue(known.places[record_id], "evidence-value", field, params=params, hint="evidence-value")


def shell_word(record_id: str) -> str:
    """Write an id as a shell takes it for one word."""
    return record_id if re.fullmatch(r"[\w.-]+", record_id) else f'"{record_id}"'


def check_value(context: Context, proof: Proof, known: Records) -> Iterator[Issue]:
    """Check whether the value follows from the print."""
    target = target_of(known.rows.table.schema, known.fields[proof.field])
    if (target and target[0] in context.unread) or _tells_cell(context, proof, known):
        return
    claim = claim_of(context.records, known, proof, context.names)
    line = known.rows.lines[known.places[proof.record_id]]
    params = {"expected": claim.cell, "basis": proof.basis, "cell_line": line}
    try:
        if not follows(proof.exact, claim):
            read = reading(proof.exact, claim)
            yield context.issue(
                proof,
                "value-not-following",
                "exact",
                read=read,
                detail=_kind(claim, read),
                hint="value-stated" * claim.stated,
                **params,
            )
    except Unparsed as error:
        hint = "stated-instead" if proof.exact == claim.cell else "unparsed"
        yield context.issue(proof, "unparsed", "exact", kind=error.kind, hint=hint, **params)


def _tells_cell(context: Context, proof: Proof, known: Records) -> bool:
    """Tell whether a proof holds another value than the cell, which does follow: a mistake that is told elsewhere."""
    cell = known.cell(proof.record_id, proof.field)
    if cell == proof.value or not is_sound(context, known, proof.field, cell):
        return False
    try:
        return follows(proof.exact, claim_of(context.records, known, replace(proof, value=cell), context.names))
    except Unparsed:
        return False


def _kind(claim: Claim, read: str) -> str:
    if claim.names is not None:
        return "name"
    if claim.stated:
        return "stated"
    return "word" if claim.words else "read" if read else ""
