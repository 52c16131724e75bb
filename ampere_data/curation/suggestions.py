"""What a person can be told of a cell that may have been meant otherwise: its mended form, or what a date may be."""

from __future__ import annotations

import re
from typing import Any

from ampere_data.curation import french, spelling
from ampere_data.tabular.schema import Field

_CLOSE = re.compile(r"([^\W\d_]{3,5})\.?-([0-9]{2})")
_LONGEST_WORDS = 60


def suggest(field: Field, text: str) -> dict[str, Any]:
    """Give the words of an issue that offers the mended form of a text, nothing where there is none."""
    mended = spelling.respell(field, text, guess=True)
    return {} if mended == text else _offer(text, mended)


def suggest_date(text: str) -> dict[str, Any]:
    """Give the words of an issue that offers a date to be written for a text, nothing where none is near.

    Of `05/10/2024` both readings are offered; `nov-23` is what a spreadsheet makes of 2023-11.
    """
    plain = " ".join(text.split())
    if found := spelling.ENDING_YEAR.fullmatch(plain):
        day, month, year = found[1], found[3], found[4]
        first, second = (spelling.respell_date(f"{year}-{one}-{two}") for one, two in ((month, day), (day, month)))
        if first != second and spelling.is_iso(first) and spelling.is_iso(second):
            params = {"day_first": first, "month_first": second, "first": day, "second": month}
            return {"params": params, "hint": "date-either"}
    changed = _CLOSE.fullmatch(plain)
    try:
        mended = french.date(f"{changed[1]} 20{changed[2]}" if changed else plain)
    except french.Unparsed:
        return {}
    return {"params": {"mended": mended}, "hint": "date-changed"} if changed else _offer(plain, mended)


def suggest_number(text: str) -> dict[str, Any]:
    """Give the words of an issue that offers a whole number for French words, nothing for what is none: of `six`, 6."""
    if len(text) > _LONGEST_WORDS or any(char.isdecimal() for char in text):
        return {}
    try:
        read = french.number(text)
    except french.Unparsed:
        return {}
    whole = read.high is None and not read.percent and read.low.denominator == 1
    return _offer(text, str(read.low)) if whole else {}


def _offer(text: str, mended: str) -> dict[str, Any]:
    """Give the words of an issue that offers the mended form of a text; of a date, what was taken for its day."""
    if spelling.is_iso(mended) and spelling.ENDING_YEAR.fullmatch(" ".join(text.split())):
        return {"params": {"mended": mended, "day": mended[8:], "month": mended[5:7]}, "hint": "mended-date"}
    return {"params": {"mended": mended}, "hint": "mended"}
