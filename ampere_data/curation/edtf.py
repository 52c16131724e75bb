"""Dates as a text knows them (EDTF, ISO 8601-2) and the plain dates between which they lie.

The package `edtf` decides what EDTF is. It is slow to import and to parse, so the few plain forms that nearly every
cell has are read here; a test holds the two to the same answer. What `edtf` takes although it is no date (a day that
the calendar lacks, an interval that ends before it begins, blanks around, the `^` of an early draft) is refused.
"""

from __future__ import annotations

import contextlib
import io
import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache
from time import struct_time

from ampere_data.words.reasons import Reason

Bounds = tuple[date | None, date | None]

# What a hostile cell may cost: the grammar of `edtf` backtracks, and no date needs more.
LONGEST = 200

# First and last month of ISO 8601-2's groupings of months, without the seasons of a hemisphere (25 to 32).
# fmt: off
_GROUPS = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12),
}
# fmt: on
_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)")
_SPAN = re.compile(r"\[([0-9-]{4,10})\.\.([0-9-]{4,10})\]")
_GROUPING = re.compile(r"[0-9]{4}-[2-4]")
_SIGNIFICANT = re.compile(r"[0-9]{4}S[1-4]")


class EdtfError(ValueError):
    """A text is not EDTF, or names no day of the calendar.

    Attributes:
        text: The text.
        reason: `syntax`, `calendar` (no such day), `order` (ends before it begins) or `range` (a year too far off).
    """

    def __init__(self, text: str, reason: str) -> None:
        self.text, self.reason = text, reason
        why = Reason(f"edtf-{reason}", first=MINYEAR, last=MAXYEAR)
        super().__init__(Reason("not-edtf", text=repr(text), reason=why))


@lru_cache(maxsize=8192)
def bounds(text: str) -> Bounds:
    """Tell the first and the last day that a date in EDTF can mean, None where it is open or unknown.

    A qualifier (`~`, `?`, `%`) says how sure a text is and does not widen the bounds. Winter (24) is December alone, as
    `edtf` has it.

    Args:
        text: The date, e.g. `2019-41` (second half of 2019), `2019-05~`, `[2019-05-01..2019-05-20]`, `../2019-05-20`.

    Raises:
        EdtfError: The text is not EDTF, or no day of the calendar.

    Examples:
        >>> [str(day) for day in bounds("2019-41")]
        ['2019-07-01', '2019-12-31']
    """
    found = _read_plain(text) or _parse(text)
    earliest, latest = found
    if earliest and latest and latest < earliest:
        raise EdtfError(text, "order")
    return found


def is_edtf(text: str) -> bool:
    """Tell whether a text is a date in EDTF."""
    try:
        bounds(text)
    except EdtfError:
        return False
    return True


def _read_plain(text: str) -> Bounds | None:
    """Read one date, an interval of two, or a span between two of like precision; None for any other form."""
    single = _read_one(text, text)
    if single:
        return single
    span = _SPAN.fullmatch(text)
    first, last = span.groups() if span else text.split("/") if text.count("/") == 1 else ("", "")
    # `edtf` reads groupings of months, and spans of unlike precision, in ways of its own: such are put to it.
    if any(map(_GROUPING.match, (first, last))) or (span and len(first) != len(last)):
        return None
    lower, upper = ((None, None) if end == ".." else _read_one(end, text) for end in (first, last))
    return (lower[0], upper[1]) if lower and upper else None


def _read_one(part: str, text: str) -> Bounds | None:
    """Read a year, month, day, season, quarter or half; None for any other form."""
    match = _PLAIN.fullmatch(part)
    if not match:
        return None
    year, month = int(match[1]), int(match[2] or 0)
    if year < MINYEAR:
        raise EdtfError(text, "range")
    if match[3]:
        try:
            day = date(year, month, int(match[3]))
        except ValueError:
            raise EdtfError(text, "calendar") from None
        return day, day
    if not match[2]:
        return date(year, 1, 1), date(year, 12, 31)
    first, last = _GROUPS.get(month, (month, month))
    # A qualified grouping (`2019-41~`) is put to `edtf`, which refuses it.
    if not 1 <= first <= 12 or (month > 12 and match[4]):  # noqa: PLR2004 - months
        return None
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _parse(text: str) -> Bounds:
    """Let `edtf` read the text."""
    if not text or len(text) > LONGEST or not text.isascii() or "^" in text or re.search(r"\s", text):
        raise EdtfError(text, "syntax")
    from edtf import parse_edtf

    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints what it fails to build
            parsed = parse_edtf(text)
            # `1950S2` means some year of the 1900s: only the fuzzy bounds of `edtf` say so.
            kind = "fuzzy" if _SIGNIFICANT.fullmatch(text) else "strict"
            earliest, latest = (_read_end(text, getattr(parsed, f"{end}_{kind}")()) for end in ("lower", "upper"))
    except EdtfError:
        raise
    except Exception as error:  # the grammar's actions raise whatever their code stumbles over
        raise EdtfError(text, "syntax") from error
    # An empty end (`2025/`) is unknown; `edtf` guesses ten years.
    return (None if text.startswith("/") else earliest, None if text.endswith("/") else latest)


def _read_end(text: str, end: struct_time | float) -> date | None:
    """Turn what `edtf` gives for one end into a date; infinity is an open end."""
    if isinstance(end, float):
        return None
    if not MINYEAR <= end[0] <= MAXYEAR:
        raise EdtfError(text, "range")
    try:
        return date(*end[:3])
    except ValueError:
        raise EdtfError(text, "calendar") from None
