"""JSON and JSON Lines as items, lists or objects, each with the line it starts on.

A file is read item by item, so that a finding can name the line; numbers stay as exact as they are written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn

from ampere_data.tabular.package import PackageError, Table, misread
from ampere_data.tabular.report import Issue
from ampere_data.words.reasons import Reason

_BLANKS = re.compile(r"[ \t\n\r]*")
_NEWLINE = re.compile(r"\r\n|\n|\r")
# Numbers beyond these stay texts: to compute with them would take long, and no field holds them.
_LONGEST_NUMBER = 4_000
_LARGEST_EXPONENT = 400


@dataclass(slots=True)
class Items:
    """The items of a file.

    Attributes:
        values: Whatever JSON can say; of a table, lists or objects.
        lines: The physical line on which each starts.
        issues: What is wrong with lines that hold no item.
    """

    values: list[Any] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def read_array(table: Table, text: str, place: str = "") -> Items:
    """Read the items of a JSON array; of a table in several files those of one array a file.

    Args:
        table: The table.
        text: The text of its file, or of its files.
        place: The names of the properties that lead to the array, parted by dots; empty where the text itself is one.

    Returns:
        The items, or none of them and the finding that says where the text is not JSON.

    Raises:
        PackageError: There is no array.
    """
    items = Items()
    line, reached, returns = 1, 0, "\r" in text
    try:
        for start, value in _arrays(text, place.split(".") if place else [], several=bool(table.parts)):
            line += len(_NEWLINE.findall(text, reached, start)) if returns else text.count("\n", reached, start)
            reached = start
            items.values.append(value)
            items.lines.append(line)
    except LookupError as error:
        note = Reason("no-array-at", path=table.path, place=place) if place else Reason("no-array", path=table.path)
        raise PackageError("source-error", note, table=table.name, path=table.path) from error
    except (ValueError, RecursionError) as error:
        return Items(issues=[_flaw(table, error)])
    return items


def read_lines(table: Table, text: str) -> Items:
    """Read JSON Lines, an item a line; a line that is not JSON is a finding of its own."""
    items = Items()
    texts = _NEWLINE.split(text)
    for line, one in enumerate(texts if texts[-1] else texts[:-1], start=1):
        place: dict[str, Any] = {"table": table.name, "path": table.path, "line": line}
        if not one.strip():
            items.issues.append(Issue("blank-row", **place))
            continue
        try:
            value = _DECODER.decode(one)
        except (ValueError, RecursionError) as error:
            items.issues.append(_flaw(table, error, line))
        else:
            items.values.append(value)
            items.lines.append(line)
    return items


def _flaw(table: Table, error: ValueError | RecursionError, line: int | None = None) -> Issue:
    """Say where a text is not JSON, and why; `line` is that of a text which is one of many."""
    place: dict[str, Any] = {"table": table.name, "path": table.path}
    if isinstance(error, json.JSONDecodeError):
        said = misread(error).words
        params = {"note": said["reason"], "column": error.colno}
        return Issue("source-error", line=line or error.lineno, detail="json", params=params, **place)
    note = Reason("too-deep" if isinstance(error, RecursionError) else "not-a-number", path=table.path)
    return Issue("source-error", line=line, params={"note": note}, **place)


def _whole(text: str) -> int | str:
    return int(text) if len(text) <= _LONGEST_NUMBER else text


def _fraction(text: str) -> Decimal | str:
    number = Decimal(text) if len(text) <= _LONGEST_NUMBER else None
    return text if number is None or abs(number.adjusted()) > _LARGEST_EXPONENT else number


def _constant(text: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python's reader takes for numbers, and JSON does not know."""
    raise ValueError(text)


_DECODER = json.JSONDecoder(parse_int=_whole, parse_float=_fraction, parse_constant=_constant)


def _arrays(text: str, steps: list[str], *, several: bool) -> Iterator[tuple[int, Any]]:
    """Give offset and value of each item of an array, or of several that follow each other.

    Raises:
        LookupError: There is no array.
        ValueError: The text is not JSON.
    """
    at = _skip(text, 0)
    while True:
        at = _skip(text, (yield from _array(text, at, steps)))
        if at == len(text):
            return
        if not several:
            msg = "Extra data"
            raise json.JSONDecodeError(msg, text, at)


def _array(text: str, at: int, steps: list[str]) -> Generator[tuple[int, Any], None, int]:
    """Give the items of the array that stands at an offset, or is led to from there; return where that ends."""
    end = 0
    if steps or not text.startswith("[", at):
        _, end = _DECODER.raw_decode(text, at)  # what stands beside the array must be JSON, too
    at = _find(text, at, steps)
    if not text.startswith("[", at):
        raise LookupError
    at = _skip(text, at + 1)
    more = not text.startswith("]", at)
    while more:
        value, after = _DECODER.raw_decode(text, at)
        yield at, value
        at = _skip(text, after)
        more = text.startswith(",", at)
        if more:
            at = _skip(text, at + 1)
        elif not text.startswith("]", at):
            msg = "Expecting ',' delimiter"
            raise json.JSONDecodeError(msg, text, at)
    return end or at + 1


def _find(text: str, at: int, steps: list[str]) -> int:
    """Find the offset of the value that the names of properties lead to, from an offset at which there is JSON."""
    for step in steps:
        name = None
        mark = "{"
        while name != step:
            if not text.startswith(mark, at):
                raise LookupError(step)
            at = _skip(text, at + 1)
            if not text.startswith('"', at):
                raise LookupError(step)
            name, end = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, end) + 1)
            if name != step:
                at = _skip(text, _DECODER.raw_decode(text, at)[1])
            mark = ","
    return at


def _skip(text: str, at: int) -> int:
    """Go on to the next character that is no blank."""
    if text[at : at + 1] not in " \t\n\r":
        return at
    found = _BLANKS.match(text, at)
    return found.end() if found else at
