"""How a cell ought to be spelt: one text in, the same text out, or its mended form.

Each function takes one text and gives it back as it should stand; a text that is well spelt comes back unchanged.
`respell` puts them together for one field. What is ambiguous is left alone: `05/10/2024` may be May or October.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from ampere_data.curation import numerals
from ampere_data.curation.edtf import is_edtf
from ampere_data.tabular.characters import compose, fold, latinise, strip_controls, tidy_blanks
from ampere_data.tabular.patterns import Pattern
from ampere_data.tabular.schema import Field

ENDING_YEAR = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_LEADING_YEAR = re.compile(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_PART_OF_YEAR = re.compile(r"(?:([0-9]{4})[ -]?([STQ])([1-4])|([STQ])([1-4])[ -]([0-9]{4}))", re.IGNORECASE)
_MONTHS = 12
_LONGEST_DATE = 40


def respell_date(text: str) -> str:
    """Write a day as ISO 8601 where it can only be read in one way: `31/10/2024`, `2024/10/31`, `2024-1-5`."""
    found = tidy_blanks(unicodedata.normalize("NFKC", text)) if len(text) <= _LONGEST_DATE else text
    if match := _LEADING_YEAR.fullmatch(found):
        return _iso(match[1], match[3], match[4]) or text
    if match := ENDING_YEAR.fullmatch(found):
        first, second = int(match[1]), int(match[3])
        if first > _MONTHS or first == second:
            return _iso(match[4], second, first) or text
        if second > _MONTHS:
            return _iso(match[4], first, second) or text
    return text


def is_iso(text: str) -> bool:
    """Tell whether a text is a day of the calendar in ISO 8601."""
    return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)) and _iso(text[:4], text[5:7], text[8:]) is not None


def respell(field: Field, text: str, *, share: bool = False, decimals: bool = False, guess: bool = False) -> str:
    """Spell one cell as its field wants it; a text that cannot be mended for sure comes back unchanged.

    Args:
        field: The field.
        text: The text of the cell.
        share: See `numerals.respell_number`.
        decimals: See `numerals.respell_number`.
        guess: Go further than is sure: good for a hint, not for mending.
    """
    said = field.descriptor
    if field.type in {"number", "integer"}:
        if said.get("decimalChar", ".") != "." or said.get("groupChar") or said.get("bareNumber") is False:
            return text
        plain = strip_controls(text)
        mended = numerals.respell_number(plain, integer=field.type == "integer", share=share, decimals=decimals)
        return mended if mended != plain or numerals.is_plain(plain) else text
    if field.type == "boolean":  # a French spreadsheet writes VRAI and FAUX
        known = {"vrai": said.get("trueValues") or ["true"], "faux": said.get("falseValues") or ["false"]}
        meant = known.get(tidy_blanks(text).casefold(), [text])
        return text if text in meant else str(meant[0])
    if field.type == "date" and field.plain:
        return respell_date(text)
    if field.type != "string":
        return text
    return next((form for form in _forms(field, text, guess=guess) if accepts(field, form)), text)


def respell_text(text: str) -> str:
    """Spell a text of any kind: no invisible characters, composed, single plain blanks, words of one script."""
    return latinise(tidy_blanks(compose(strip_controls(text))))


def accepts(field: Field, text: str) -> bool:
    """Tell whether a text is one of the field's values, of its form and length, and a date where it is EDTF."""
    allowed = [value for value in field.values if isinstance(value, str)]
    if allowed and text not in allowed:
        return False
    pattern, least, most = (field.constraints.get(name) for name in ("pattern", "minLength", "maxLength"))
    if isinstance(pattern, str) and not _matches(pattern, text):
        return False
    if (isinstance(most, int) and len(text) > most) or (isinstance(least, int) and len(text) < least):
        return False
    return not field.descriptor.get("edtf") or is_edtf(text)


def _forms(field: Field, text: str, *, guess: bool) -> Iterator[str]:
    """Give the forms that a text may have been meant as, the nearest first."""
    dated, tidy = bool(field.descriptor.get("edtf")), respell_text(text)
    values = [value for value in field.values if isinstance(value, str)]
    separator = field.separator
    if separator and separator in tidy:
        items = [item.strip() for item in tidy.split(separator)]
        yield separator.join(dict.fromkeys(item for item in items if item))
    yield tidy
    if not (values or dated or "pattern" in field.constraints):
        return
    folded = fold(text)
    yield folded
    yield from (value for value in values if value.casefold() == folded.casefold())
    if dated:
        yield respell_date(folded)
    if guess:
        yield from _likely_dates(folded) if dated else _likely_ids(folded)


def _likely_dates(folded: str) -> Iterator[str]:
    """Give the dates that are likely, and not sure: `2023-S2` is a half of a year."""
    yield folded.replace(" ", "")
    if match := _PART_OF_YEAR.fullmatch(folded):
        year, letter, number = (match[1], match[2], match[3]) if match[1] else (match[6], match[4], match[5])
        yield f"{year}-{(39 if letter in 'sS' else 32) + int(number)}"


def _likely_ids(folded: str) -> Iterator[str]:
    """Give the ids that are likely, and not sure."""
    decomposed = unicodedata.normalize("NFD", folded)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char)).lower()
    yield bare
    yield from (re.sub(r"[^a-z0-9]+", joint, bare).strip(joint) for joint in "-_")


def _iso(year: str, month: str | int, day: str | int) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _matches(pattern: str, text: str) -> bool:
    """Match as `validate` does, within the time limit: a pattern comes from a descriptor and may explode."""
    try:
        return _compiled(pattern).matches(text)
    except (ValueError, TimeoutError):
        return False


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Pattern:
    return Pattern(pattern)
