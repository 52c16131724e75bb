"""Does a value follow from the print? The field's own declaration decides how the print is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as of_class
from fractions import Fraction

from ampere_data.curation import french
from ampere_data.curation.evidence.lexicon import Names, Words, item_names, own_names, titles, vocabulary
from ampere_data.curation.evidence.proofs import STATED, Proof, Records, items, listing
from ampere_data.curation.french import Quantity, Unparsed
from ampere_data.tabular.schema import Field

_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,40}(?:\.([0-9]{1,40}))?")
_DATES = frozenset(("date", "year", "yearmonth"))


@dataclass(frozen=True, slots=True)
class Claim:
    """What a cell claims, and what its schema says of it.

    Attributes:
        cell: The text of the cell.
        field: The field.
        unit: The unit of a number, empty where it has none.
        upper: Whether the cell is the upper end of a range.
        names: For a link to a record that has names, or for a record's own name, those under which it is printed; None
            for any other cell.
        words: For a value of a vocabulary, and for a link to a record without a name, the words that print each value.
        stated: Whether the value is said to be the print itself, letter for letter.
    """

    cell: str
    field: Field
    unit: str = ""
    upper: bool = False
    names: Sequence[str] | None = None
    words: Mapping[str, Words] = of_class(default_factory=dict)
    stated: bool = False


def follows(exact: str, claim: Claim) -> bool:
    """Tell whether a cell's value follows from what is printed.

    A value that is stated is the print itself. Otherwise a link follows from a name of its record, a record's name from
    any of its spellings, an item of a list from itself, a value of a vocabulary from one of its words, a number from a
    French number, a date from a French date, a text from the same words.

    Raises:
        Unparsed: The print cannot be read as what the field holds, so that nothing can be said.
    """
    kind = claim.field.type
    if claim.stated:
        return exact in (claim.cell, *items(claim.field, claim.cell), *(claim.names or ()))
    if claim.words:
        return _follows_word(exact, claim)
    if claim.field.descriptor.get("edtf") or kind in _DATES:
        return french.date(exact) == claim.cell
    if kind in ("number", "integer"):
        return _follows_number(exact, claim)
    names = claim.names
    if names is None and listing(claim.field):
        names = items(claim.field, claim.cell)
    if names is None and kind in ("string", "any"):
        names = [claim.cell]
    if not names:
        raise Unparsed(exact, kind if names is None else "name")
    return any(french.same(exact, name) for name in names)


def reading(exact: str, claim: Claim) -> str:
    """Say as what the print was read, for a sentence about a value that does not follow."""
    if claim.names is not None:
        return ", ".join(claim.names)
    if claim.words:
        own = claim.words.get(claim.cell)
        told = {" ".join(french.tokens(word)): word for word in reversed(own.telling)} if own else {}
        return ", ".join(reversed(told.values()))
    try:
        if claim.field.descriptor.get("edtf") or claim.field.type in _DATES:
            return french.date(exact)
        if claim.field.type in ("number", "integer"):
            return _decimal(_end(french.number(exact), claim))
    except Unparsed:
        return ""
    return exact


def claim_of(records: Mapping[str, Records], known: Records, proof: Proof, names: Names) -> Claim:
    """Gather what the cell of a proof claims, as it was when it was proven.

    Args:
        records: All tables, to look up the record that the cell leads to.
        known: The table of the cell, which must have it.
        proof: A proof of the cell.
        names: The names of every record.
    """
    name, cell = proof.field, proof.value
    descriptor, table = known.fields[name], known.rows.table
    unit, upper = _measured(known, proof)
    stated = proof.basis == STATED
    target = table.schema.links.get(name)
    if target:
        leads = records.get(target[0])
        if leads is not None and "name" not in leads.fields:
            return Claim(cell, descriptor, words=titles(leads, table.name, name), stated=stated)
        return Claim(cell, descriptor, names=names.get((target[0], cell), ()), stated=stated)
    if isinstance(listing(descriptor).get("reference"), Mapping):
        told = [one for item in items(descriptor, cell) for one in item_names(names, known, name, item)]
        return Claim(cell, descriptor, names=told, stated=stated)
    if name == "name" and not stated and (own := own_names(known, proof.record_id, cell)):
        return Claim(cell, descriptor, names=own)
    return Claim(cell, descriptor, unit, upper, words=vocabulary(table.name, descriptor), stated=stated)


def _measured(known: Records, proof: Proof) -> tuple[str, bool]:
    """Tell the unit of a number, and whether it is the upper end of a range."""
    for descriptor in known.fields.values():
        span = descriptor.mapping("range")
        if span and proof.field in (span.get("value"), span.get("valueTo")):
            unit = known.cell(proof.record_id, span["unit"]) if span.get("unit") in known.fields else ""
            return unit, proof.field == span.get("valueTo")
    return "", False


def _follows_word(exact: str, claim: Claim) -> bool:
    """Decide on a value of a vocabulary: by its words, or, where it is what a bare figure means, by a bare figure."""
    own = claim.words.get(claim.cell, Words(None, [claim.cell]))
    if any(french.same(exact, word) for word in own.telling):
        return True
    others = [word for value, known in claim.words.items() if value != claim.cell for word in known.telling]
    if any(french.same(exact, word) for word in others):
        return False
    if claim.field.descriptor.get("range") and claim.cell == "between" and french.number(exact).high is not None:
        return True
    if own.printed is None:
        raise Unparsed(exact, "word")
    if own.printed:
        return False
    return french.number(exact).high is None and not any(french.contains(exact, word) for word in others)


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
