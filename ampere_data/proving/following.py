"""Does a value follow from the print? The field's own declaration decides how the print is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ampere_data.notation import french
from ampere_data.notation.french import Quantity, Unparsed
from ampere_data.proving.proofs import STATED, Proof, Records, items, links, listing

_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,40}(?:\.([0-9]{1,40}))?")
_DATES = frozenset(("date", "year", "yearmonth"))


@dataclass(frozen=True, slots=True)
class Claim:
    """What a cell claims, and what its schema says of it.

    Attributes:
        cell: The text of the cell.
        field: The field's descriptor.
        unit: The unit of a number, empty where it has none.
        upper: Whether the cell is the upper end of a range.
        names: For a link to another record the names under which that record is printed; None for any other cell.
        stated: Whether the value is said to be the print itself, letter for letter.
    """

    cell: str
    field: Mapping[str, Any]
    unit: str = ""
    upper: bool = False
    names: Sequence[str] | None = None
    stated: bool = False


def follows(exact: str, claim: Claim) -> bool:
    """Tell whether a cell's value follows from what is printed.

    A value that is stated is the print itself. Otherwise a link follows from a name of its record, an item of a list
    from itself, a category from one of its printed words, a number from a French number, a date from a French date, a
    text from the same words, and a text that ends in an ellipsis from the words before it.

    Raises:
        Unparsed: The print cannot be read as what the field holds, so that nothing can be said.
    """
    field, kind = claim.field, claim.field.get("type", "string")
    if claim.stated:
        return exact in (claim.cell, claim.cell.removesuffix("…"), *items(field, claim.cell), *(claim.names or ()))
    if categories(field) and claim.names is None:
        return _follows_word(exact, claim)
    if field.get("edtf") or kind in _DATES:
        return french.date(exact) == claim.cell
    if kind in ("number", "integer"):
        return _follows_number(exact, claim)
    names = claim.names
    if names is None and listing(field):
        names = items(field, claim.cell)
    if names is None and kind in ("string", "any"):
        names = [claim.cell.removesuffix("…").rstrip()]
    if not names:
        raise Unparsed(exact, kind if names is None else "name")
    return any(french.same(exact, name) for name in names)


def reading(exact: str, claim: Claim) -> str:
    """Say as what the print was read, for a sentence about a value that does not follow."""
    field = claim.field
    if claim.names is not None:
        return ", ".join(claim.names)
    if categories(field):
        return ", ".join(categories(field).get(claim.cell) or [])
    try:
        if field.get("edtf") or field.get("type") in _DATES:
            return french.date(exact)
        if field.get("type") in ("number", "integer"):
            return _decimal(_end(french.number(exact), claim))
    except Unparsed:
        return ""
    return exact


def categories(field: Mapping[str, Any]) -> dict[str, list[str] | None]:
    """Return a field's categories with the words that print them; None for a category that declares no words."""
    found: dict[str, list[str] | None] = {}
    for entry in field.get("categories") or field.get("constraints", {}).get("enum") or []:
        if isinstance(entry, dict):
            printed = entry.get("printed")
            found[str(entry.get("value"))] = [str(word) for word in printed] if isinstance(printed, list) else None
        else:
            found[str(entry)] = None
    return found


def claim_of(records: Mapping[str, Records], known: Records, proof: Proof) -> Claim:
    """Gather what the cell of a proof claims.

    Args:
        records: All tables, to look up the names of a record that the cell leads to.
        known: The table of the cell, which must have it.
        proof: A proof of the cell.
    """
    record_id, field = proof.record_id, proof.field
    unit, upper = "", False
    for descriptor in known.fields.values():
        span = descriptor.get("range")
        if isinstance(span, dict) and field in (span.get("value"), span.get("valueTo")):
            upper = field == span.get("valueTo")
            if span.get("unit") in known.fields:
                unit = known.cell(record_id, span["unit"])
    cell = known.cell(record_id, field)
    target = links(known.rows.table).get(field)
    names = _names(records, target[0], cell) if target else None
    return Claim(cell, known.fields[field], unit, upper, names, proof.basis == STATED)


def _follows_word(exact: str, claim: Claim) -> bool:
    """Decide on a category: by its printed words, or, where it is what a bare figure means, by a bare figure."""
    words = categories(claim.field)
    printed = words.get(claim.cell)
    if printed and any(french.same(exact, word) for word in printed):
        return True
    others = [word for value, known in words.items() if value != claim.cell for word in known or []]
    if any(french.same(exact, word) for word in others):
        return False
    if claim.field.get("range") and claim.cell == "between" and french.number(exact).high is not None:
        return True
    if printed == []:
        return french.number(exact).high is None and not any(french.contains(exact, word) for word in others)
    if printed is None:
        if french.same(exact, claim.cell):
            return True
        raise Unparsed(exact, "word")
    return False


def _follows_number(exact: str, claim: Claim) -> bool:
    found = _PLAIN_NUMBER.fullmatch(claim.cell)
    printed = _end(french.number(exact), claim)
    if found is None:
        return False
    value = Fraction(claim.cell)
    if printed == value:
        return True
    # a third has no end as a decimal: the cell may be as near as its own decimals allow, two at least
    decimals = len(found[1] or "")
    endless = pow(10, 99, printed.denominator) != 0
    return endless and decimals > 1 and round(printed, decimals) == value


def _end(quantity: Quantity, claim: Claim) -> Fraction:
    """Return the end of a range that the cell is about, per cent as a share unless the unit itself is per cent."""
    if claim.unit != "percent":
        quantity = quantity.share()
    return quantity.high if claim.upper and quantity.high is not None else quantity.low


def _decimal(value: Fraction) -> str:
    from decimal import Decimal

    text = f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _names(records: Mapping[str, Records], table: str, record_id: str) -> list[str]:
    """Return the names under which a record is printed: its name, and the items of its own lists."""
    known = records.get(table)
    if known is None or record_id not in known.places:
        return []
    names = []
    for name, field in known.fields.items():
        own = listing(field) and not {"reference", "computed"} & set(listing(field))
        if name == "name" or own:
            names += items(field, known.cell(record_id, name))
    return names
