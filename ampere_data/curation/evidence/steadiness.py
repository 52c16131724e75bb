"""Is a cell still what was proven? A proof binds a value: the cell as it was when the proof was made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ampere_data.curation import canonical, spelling
from ampere_data.curation.evidence import documents as texts
from ampere_data.curation.evidence.inquiry import Inquiry
from ampere_data.curation.evidence.proofs import Proof, Records
from ampere_data.curation.evidence.soundness import is_sound
from ampere_data.tabular.report import Issue


def check_values(inquiry: Inquiry) -> Iterator[Issue]:
    """Find the cells that no proof holds as they are, and the single proofs that hold another value than the rest.

    A cell that is empty, or not what its field asks for, has its own finding; so has a proof without a value.
    """
    for (table, record_id, field), proofs in inquiry.by_cell().items():
        known = inquiry.records.get(table)
        if known is None or record_id not in known.places or field not in known.proven:
            continue
        cell, held = known.cell(record_id, field), [proof for proof in proofs if proof.value]
        others = [proof for proof in held if not _holds(known, field, proof.value, cell)]
        if not cell or not others or table in inquiry.unread or not is_sound(inquiry, known, field, cell):
            continue
        if len(others) == len(held):
            yield _changed(known, others)
            continue
        for proof in others:
            yield inquiry.issue(proof, "evidence-value", "value", detail="proof", expected=cell, hint="cite-anew")


def _holds(known: Records, field: str, value: str, cell: str) -> bool:
    """Tell whether a value is the cell, but for such blanks and letters as are the cell's own finding."""
    if value == cell:
        return True
    table = known.rows.table
    return canonical.is_canonical(table) and value == spelling.respell(table.schema.by_name[field], cell)


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
