"""How a number ought to be written in a cell: one text in, the same number out in canonical form.

A number that can be meant in two ways comes back unchanged, as does what is no number.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:_[0-9]+)*\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_ONE_DOTTED_GROUP = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
_ONE_COMMA_GROUP = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")
_SURELY_DECIMAL = re.compile(r"-?(?:0|[0-9]{4,})\.[0-9]{3}")
# Each notation with the sign that groups its digits; a comma that is left then is the decimal one.
_NOTATIONS = (
    (re.compile(r"-?[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?"), " "),
    (re.compile(r"-?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|\.[0-9]{3},[0-9]+)"), "."),
    (re.compile(r"-?[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|,[0-9]{3}\.[0-9]+)"), ","),
    (re.compile(r"-?[0-9]+,[0-9]+"), " "),
    (_PLAIN_NUMBER, "_"),
)
_LONGEST_NUMBER = 40
_SIGNS = frozenset(map(chr, (0x2212, *range(0xFF01, 0xFF5F))))


def respell_number(text: str, *, integer: bool = False, share: bool = False, decimals: bool = False) -> str:
    """Write a number canonically: `10000`, `0.35`, `-1.5`.

    Takes the French ways (`10 000`, `10.000`, `1,5`; `35 %` where the unit is a share), the ways of programs (`1_000`,
    `5.0`, `1e3`, `+5`) and fullwidth digits. `10,000` and `1.125` can mean two things and are left alone.

    Args:
        text: The text of the cell.
        integer: The field holds whole numbers, in which a dot cannot be a decimal point.
        share: The unit is a share of one, in which a dot is a decimal point, and per cent makes sense.
        decimals: A dot is known to be a decimal point in this column, see `shows_decimals`.
    """
    # Compatibility forms would turn `10²` into 102: only fullwidth ones are the same sign in another size.
    if len(text) > _LONGEST_NUMBER or not all(char.isascii() or char.isspace() or char in _SIGNS for char in text):
        return text
    found = " ".join(unicodedata.normalize("NFKC", text).replace("\u2212", "-").split())
    percent = share and found.endswith("%")
    number = _read_number(found.removesuffix("%").rstrip() if percent else found, integer, share or decimals)
    if number is None:
        return text
    canonical = plainly(number / 100 if percent else number)
    return text if integer and "." in canonical else canonical


def is_plain(text: str) -> bool:
    """Tell whether a text is a number in the notation that every program reads."""
    return bool(_PLAIN_NUMBER.fullmatch(text))


def shows_decimals(texts: list[str]) -> bool:
    """Tell whether a column writes three decimals after a dot, so that `10.000` there is ten."""
    return any(_SURELY_DECIMAL.fullmatch(text) for text in texts)


def _read_number(text: str, integer: bool, decimals: bool) -> Decimal | None:  # noqa: FBT001 - private, two facts of one cell
    """Read a number, None where it is none, or could be two."""
    # A canonical decimal never ends in a zero, so `10.000` that is not a share is ten thousand as the French write it.
    if _ONE_DOTTED_GROUP.fullmatch(text) and (integer or (text.endswith("0") and not decimals)):
        return Decimal(text.replace(".", ""))
    if _ONE_COMMA_GROUP.fullmatch(text):
        return None
    group = next((group for form, group in _NOTATIONS if form.fullmatch(text)), None)
    return None if group is None else Decimal(text.replace(group, "").replace(",", "."))


def plainly(number: Decimal) -> str:
    """Write a number without exponent, trailing zeros or the sign of zero."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
