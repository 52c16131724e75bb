"""The plain types of Table Schema v2, each in its default format: which text stands for which value, to the letter.

Values that have a type already, as those of a frame or a workbook, are taken where they are of the field's type.
Whatever is not read here is left to Frictionless.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from ampere_data.tabular.schema import Field

T = TypeVar("T")
V = TypeVar("V")

# Gives the value that a cell stands for, None where it is not of the type.
ValueReader = Callable[[Any], Any]
# Gives the value of a cell, and what is wrong with it: `type`, or the names of constraints.
CellReader = Callable[[Any], tuple[Any, Mapping[str, str] | None]]

TRUE, FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")
BOUNDS: Mapping[str, Callable[[Any, Any], Any]] = {
    "minimum": operator.ge,
    "maximum": operator.le,
    "exclusiveMinimum": operator.gt,
    "exclusiveMaximum": operator.lt,
}
# The constraints that each type may have beside those of all; what else a field has is Frictionless' to refuse.
_BOUNDED = frozenset(BOUNDS)
CONSTRAINTS: Mapping[str, frozenset[str]] = {
    "string": frozenset(["minLength", "maxLength", "pattern"]),
    "boolean": frozenset(),
    "any": frozenset(),
    **dict.fromkeys(["integer", "number", "date", "datetime", "time", "year", "yearmonth"], _BOUNDED),
}
_OF_ALL = frozenset(["required", "unique", "enum"])

_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
# RFC 3986, "URI", with the letters beyond ASCII that RFC 3987 adds; what is in brackets is an address of IPv6.
_PLAIN = r"[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2}|[^\x00-\xa0\s\ud800-\udfff]"
_URI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*:(?://(?:(?:{_PLAIN}|:)*@)?(?:\[[0-9A-Fa-f:.]+\]|(?:{_PLAIN})*)(?::[0-9]*)?(?=[/?#]|\Z))?"
    rf"(?:{_PLAIN}|[:@/])*(?:\?(?:{_PLAIN}|[:@/?])*)?(?:#(?:{_PLAIN}|[:@/?])*)?"
)
# RFC 4648, 4.
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_SPECIAL = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?")
_YEAR = re.compile(r"-?(?:[1-9][0-9]{4,}|[0-9]{4})")
_YEARMONTH = re.compile(rf"({_YEAR.pattern})-(0[1-9]|1[0-2])")
# Longer numbers stand for no value that can be computed with in time.
_LONGEST = 4_000
_LARGEST_EXPONENT = 10_000


class YearMonth(NamedTuple):
    """A month of a year."""

    year: int
    month: int


def value_reader(field: Field) -> ValueReader | None:
    """Give what reads the values of a field, None where its type or its format is not a plain one."""
    make = _READERS.get(field.type) if field.plain else _OF_FORMATS.get((field.type, field.format))
    known = field.constraints.keys() <= _OF_ALL | CONSTRAINTS.get(field.type, frozenset())
    return make(field.descriptor) if make and known and "floatNumber" not in field.descriptor else None


def cell_reader(field: Field, read: ValueReader, bounds: Mapping[str, Any]) -> CellReader:
    """Make what reads the cells of a field and holds them to its constraints, but for its pattern and its categories.

    Args:
        field: The field.
        read: What reads its values.
        bounds: The values of its bounds, by their names.
    """
    said = field.constraints
    lengths = [(name, said[name], compare) for name, compare in _LENGTHS.items() if said.get(name) is not None]
    limits = [(name, bound, BOUNDS[name]) for name, bound in bounds.items()]
    enum = list(map(read, said["enum"])) if said.get("enum") is not None else None
    required, missing = field.required, field.missing

    def read_cell(cell: Any) -> tuple[Any, Mapping[str, str] | None]:
        if cell is None or (isinstance(cell, str) and cell in missing):
            return None, {"required": ""} if required else None
        value = read(cell)
        if value is None:
            return None, {"type": ""}
        notes = {name: "" for name, length, compare in lengths if not compare(len(value), length)}
        nan = value != value  # noqa: PLR0124 - which is within no bounds
        notes |= {name: "" for name, bound, compare in limits if nan or not compare(value, bound)}
        if enum is not None and value not in enum:
            notes["enum"] = ""
        return value, notes or None

    return read_cell


_LENGTHS: Mapping[str, Callable[[Any, Any], Any]] = {"minLength": operator.ge, "maxLength": operator.le}


def _any(_: Mapping[str, Any]) -> ValueReader:
    return lambda cell: cell


def _string(_: Mapping[str, Any]) -> ValueReader:
    return lambda cell: cell if isinstance(cell, str) else None


def _uri(_: Mapping[str, Any]) -> ValueReader:
    return lambda cell: cell if isinstance(cell, str) and _URI.fullmatch(cell) else None


def _binary(_: Mapping[str, Any]) -> ValueReader:
    return lambda cell: cell if isinstance(cell, str) and len(cell) % 4 == 0 and _BASE64.fullmatch(cell) else None


def _integer(said: Mapping[str, Any]) -> ValueReader:
    tidy = _tidy(said)

    def read(cell: Any) -> int | None:
        if isinstance(cell, str):
            text = tidy(cell)
            return int(text) if len(text) <= _LONGEST and _INTEGER.fullmatch(text) else None
        if isinstance(cell, bool):
            return None
        whole = isinstance(cell, int) or (isinstance(cell, float | Decimal) and _is_finite(cell) and cell % 1 == 0)
        return int(cell) if whole else None

    return read


def _number(said: Mapping[str, Any]) -> ValueReader:
    tidy, point = _tidy(said), said.get("decimalChar", ".")

    def read(cell: Any) -> Decimal | int | None:
        if isinstance(cell, str):
            text = tidy(cell)
            if point != ".":
                text = text.replace(".", "\0").replace(point, ".")
            if _NUMBER.fullmatch(text):
                return _decimal(text)
            return Decimal(_SPECIAL[text.lower()]) if text.lower() in _SPECIAL else None
        if isinstance(cell, bool):
            return None
        if isinstance(cell, float):
            return Decimal(repr(cell))
        return cell if isinstance(cell, int | Decimal) else None

    return read


def _decimal(text: str) -> Decimal | None:
    """Read a decimal; one beyond all that anybody computes with has no value."""
    if len(text) > _LONGEST:
        return None
    try:
        number = Decimal(text)
    except ArithmeticError:
        return None
    return number if abs(number.adjusted()) <= _LARGEST_EXPONENT else None


def _is_finite(number: float | Decimal) -> bool:
    return number.is_finite() if isinstance(number, Decimal) else number - number == 0


def _tidy(said: Mapping[str, Any]) -> Callable[[str], str]:
    """Give what takes out of a number what its field lets stand there: `groupChar`, and signs around (`bareNumber`)."""
    group, bare = said.get("groupChar") or "", said.get("bareNumber", True)
    if not group and bare:
        return lambda text: text

    def tidy(text: str) -> str:
        if not bare:
            digits = [at for at, char in enumerate(text) if "0" <= char <= "9"]
            first, last = (digits[0], digits[-1] + 1) if digits else (0, len(text))
            first -= first > 0 and text[first - 1] in "+-"
            text = text[first:last]
        return text.replace(group, "") if group else text

    return tidy


def _boolean(said: Mapping[str, Any]) -> ValueReader:
    values = {text: value for name, texts, value in _TRUTH for text in said.get(name, texts)}

    def read(cell: Any) -> bool | None:
        return cell if isinstance(cell, bool) else values.get(cell) if isinstance(cell, str) else None

    return read


_TRUTH = (("falseValues", FALSE, False), ("trueValues", TRUE, True))


def _date(_: Mapping[str, Any]) -> ValueReader:
    def read(cell: Any) -> date | None:
        if isinstance(cell, datetime):
            return cell.date() if cell.time() == time(0) else None
        if isinstance(cell, date):
            return cell
        return _parsed(date.fromisoformat, cell) if isinstance(cell, str) and _DATE.fullmatch(cell) else None

    return read


def _time(_: Mapping[str, Any]) -> ValueReader:
    def read(cell: Any) -> time | None:
        found = _moment("1970-01-02", cell) if isinstance(cell, str) else None
        return found.timetz() if found else cell if isinstance(cell, time) else None

    return read


def _datetime(_: Mapping[str, Any]) -> ValueReader:
    def read(cell: Any) -> datetime | None:
        if not isinstance(cell, str):
            return cell if isinstance(cell, datetime) else None
        day, parted, clock = cell.partition("T")
        return _moment(day, clock) if parted and _DATE.fullmatch(day) else None

    return read


def _moment(day: str, clock: str) -> datetime | None:
    """Read a day and a time of day as XML Schema writes them; an hour of 24 ends the day."""
    match = _TIME.fullmatch(clock)
    if match is None:
        return None
    hour, part, zone = match[1], match[2] or "", (match[3] or "").replace("Z", "+00:00")
    if hour == "24:00:00" and not part.strip(".0"):
        found = _parsed(datetime.fromisoformat, f"{day}T00:00:00{zone}")
        return _parsed(lambda one: one + timedelta(days=1), found) if found else None
    return _parsed(datetime.fromisoformat, f"{day}T{hour}{part[:7].ljust(7, '0') if part else ''}{zone}")


def _year(_: Mapping[str, Any]) -> ValueReader:
    def read(cell: Any) -> int | None:
        if isinstance(cell, str):
            return int(cell) if len(cell) <= _LONGEST and _YEAR.fullmatch(cell) else None
        return cell if isinstance(cell, int) and not isinstance(cell, bool) else None

    return read


def _yearmonth(_: Mapping[str, Any]) -> ValueReader:
    def read(cell: Any) -> YearMonth | None:
        if isinstance(cell, str):
            match = _YEARMONTH.fullmatch(cell) if len(cell) <= _LONGEST else None
            return YearMonth(int(match[1]), int(match[2])) if match else None
        return YearMonth(*cell) if isinstance(cell, tuple | list) and len(cell) == 2 else None  # noqa: PLR2004 - year, month

    return read


def _parsed(parse: Callable[[T], V], text: T) -> V | None:
    try:
        return parse(text)
    except (ValueError, OverflowError):
        return None


_READERS: Mapping[str, Callable[[Mapping[str, Any]], ValueReader]] = {
    "any": _any,
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "year": _year,
    "yearmonth": _yearmonth,
}
# Formats that Frictionless reads more loosely than those who define them.
_OF_FORMATS: Mapping[tuple[str, str], Callable[[Mapping[str, Any]], ValueReader]] = {
    ("string", "uri"): _uri,
    ("string", "binary"): _binary,
}
