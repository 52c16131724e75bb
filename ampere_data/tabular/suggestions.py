"""What a cell was before a program changed it, or a format before a slip of the pen: advice on cells of any table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from ampere_data.tabular.columns import text_of
from ampere_data.tabular.errors import PackageError
from ampere_data.tabular.package import Table
from ampere_data.tabular.schema import Field
from ampere_data.tabular.storage import JSON, JSON_LINES, WORKBOOK, format_of
from ampere_data.words.reasons import Reason

# Tells whether a text would be right in the cell.
Fits = Callable[[str], bool]

_DATES = frozenset(["date", "datetime", "time"])
_EXPONENT = re.compile(r"[+-]?[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,3}")
# What people part the groups of a number with, blanks of all kinds among them.
_PARTED = re.compile(r"[\s.\-/]+")
_MOST_ZEROS = 4
# Larger ones are written with an exponent, by workbooks too.
_LARGEST = 1e15
# What to do about a value where a text is wanted, and about a number that lost a zero, by the format of the file.
_HELD_IN = {
    WORKBOOK: ("in-workbook", "in-workbook/zero"),
    **dict.fromkeys([JSON, *JSON_LINES], ("in-json", "in-json/zero")),
}
# How a format may have been meant: years of two digits for years of four, months for minutes, and the reverse.
_SLIPS = (("%y", "%Y"), ("%Y", "%y"), ("%M", "%m"), ("%m", "%M"), ("%D", "%d"), ("%h", "%H"))
# How other programs write formats: minutes stand beside hours or seconds.
_MINUTES = re.compile(r"(?<=[Hh].)mm|mm(?=.[Ss])")
_LETTERS = re.compile(r"%M|YYYY|yyyy|YY|yy|MM|mm|DD|dd|HH|hh|SS|ss")
_DIRECTIVES = {"%M": "%M", "YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d", "HH": "%H", "SS": "%S"}


def suggest(table: Table, field: Field, cell: Any, detail: str, fits: Fits) -> dict[str, Any]:
    """Give `hint` and `params` of a finding about a cell that its field refuses; none where nothing is likely.

    Args:
        table: The table.
        field: The field.
        cell: The cell, a text or a value that has a type.
        detail: What is wrong: a type, or the name of a constraint.
        fits: Tells whether a text would be right there.
    """
    if not isinstance(cell, str):
        return _of_value(table, field, cell, fits)
    if field.type in _DATES and not field.plain and detail.partition("/")[0] == field.type:
        meant = next((form for form in _formats(field.format) if _is_written(cell, form)), "")
        return {"params": {"meant": meant}, "hint": "format-slip"} if meant else {}
    if _EXPONENT.fullmatch(cell.strip()) and field.type in ("string", "integer"):
        return {"hint": "exponent"}
    return _of_identifier(cell, fits) if field.type == "string" else {}


def _of_identifier(text: str, fits: Fits) -> dict[str, Any]:
    """Find the identifier of which only blanks, or zeros in front, tell a text apart."""
    plain = _PARTED.sub("", text)
    if not plain.isdecimal() or not plain.isascii():
        return {}
    if plain != text and fits(plain):
        return {"params": {"mended": plain}, "hint": "grouped"}
    found = [padded for padded in _padded(plain, _MOST_ZEROS if plain == text else 1) if fits(padded)]
    return {"params": {"mended": found[0]}, "hint": "zero-lost"} if len(found) == 1 else {}


def _padded(digits: str, most: int = 1) -> Iterator[str]:
    return (digits.zfill(len(digits) + more) for more in range(1, most + 1))


def _of_value(table: Table, field: Field, cell: Any, fits: Fits) -> dict[str, Any]:
    """Say how a value becomes the text that a column holds, in the place where it is written."""
    if field.type != "string" or isinstance(cell, list | dict):
        return {}
    text = text_of(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _LARGEST:
        text = f"{cell:.0f}"
    elif isinstance(cell, dt.datetime) and cell.time() == dt.time(0):  # as workbooks hold any day
        text = cell.date().isoformat()
    mended = next((one for one in (text, *(_padded(text, _MOST_ZEROS) if text.isdecimal() else ())) if fits(one)), "")
    try:
        form = format_of(table) if table.file is not None else ""
    except PackageError:
        form = ""
    whole, lost = _HELD_IN.get(form, ("", ""))
    return {"params": {"mended": mended or text}, "hint": lost if mended not in ("", text) else whole}


def kind_of(cell: Any) -> Reason:
    """Name the kind of a value."""
    if isinstance(cell, bool):
        return Reason("kind-boolean")
    if isinstance(cell, int | float | Decimal):
        return Reason("kind-number")
    if isinstance(cell, dt.date | dt.time):
        return Reason("kind-date")
    if isinstance(cell, list | tuple):
        return Reason("kind-list")
    return Reason("kind-object") if isinstance(cell, Mapping) else Reason("kind-other")


def _formats(said: str) -> Iterator[str]:
    """Give the formats that one may have been meant to be, the likeliest first."""
    if "%" not in said:
        yield _LETTERS.sub(lambda one: _DIRECTIVES[one[0].upper()], _MINUTES.sub("%M", said))
        return
    once = [said.replace(wrong, right) for wrong, right in _SLIPS if wrong in said]
    yield from once
    yield from (form.replace(wrong, right) for form in once for wrong, right in _SLIPS if wrong in form)


def _is_written(text: str, form: str) -> bool:
    """Tell whether a text is written in a format, with a year that somebody may mean."""
    try:
        found = dt.datetime.strptime(text, form)  # noqa: DTZ007 - only whether it can be read
    except (ValueError, re.error):
        return False
    return "%" in form and found.year >= 1000  # noqa: PLR2004 - `%Y` reads `24` as the year 24
