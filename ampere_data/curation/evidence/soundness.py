"""Is a cell right by itself? Of one that is not, its own finding says so, and its proofs are not to blame."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from ampere_data.curation import spelling
from ampere_data.curation.evidence.inquiry import Inquiry
from ampere_data.curation.evidence.proofs import Records, items, target_of


def is_sound(inquiry: Inquiry, known: Records, field: str, cell: str) -> bool:
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
    if target is None or target[0] not in inquiry.records:
        return True
    rows = inquiry.records[target[0]].rows
    return target[1] not in rows.labels or set(items(descriptor, cell)) <= set(rows.column(target[1]))


def _is_number(cell: str) -> bool:
    try:
        return Decimal(cell).is_finite()
    except InvalidOperation:
        return False
