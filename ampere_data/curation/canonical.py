"""The canonical form of a CSV file of ours: its bytes, the characters of its cells, and the order of its rows.

For a table whose schema says `"canonical": true`: UTF-8 without BOM, LF, one final newline, quotes only where a cell
needs them, Unicode form C, no stray blanks, nothing invisible, no formulas, numbers in one notation, sorted by key.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

from ampere_data.curation import numerals, spelling
from ampere_data.tabular.package import Table
from ampere_data.tabular.reading import Rows
from ampere_data.tabular.report import Issue
from ampere_data.words.reasons import Reason, together

BOM = b"\xef\xbb\xbf"
NUMERIC = frozenset({"number", "integer"})

# What a spreadsheet takes for the beginning of a formula, in plain and in fullwidth form.
FORMULA_STARTS = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")

# A text that is wholly a plain number is one to a spreadsheet too: -0.05.
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")

# Each rule of the characters of a cell, and what the cell looks like once it is kept.
CELL_RULES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("control-character", spelling.strip_controls),
    ("canonical-nfc", spelling.compose),
    ("canonical-blank", spelling.tidy_blanks),
    ("look-alike", spelling.latinise),
)

# So many letters that only look like others are named; who has read of these looks for the rest.
_MOST_LETTERS = 5

Key = tuple[tuple[int, Any], ...]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def is_canonical(table: Table) -> bool:
    """Tell whether the house's rules apply to a table."""
    return table.schema.get("canonical") is True


def is_verbatim(table: Table, field: spelling.Field) -> bool:
    """Tell whether a field quotes: what is printed in a document keeps its own blanks and letters."""
    return bool(field.get("verbatim")) or (table.name, field.get("name")) == ("evidence", "exact")


class _Lines(list[str]):
    """A file for `csv.writer`, which writes one record at a time."""

    write = list.append


def written(records: Iterable[Sequence[str]]) -> str:
    """Write records as canonical CSV: comma, LF, quotes where they are needed."""
    lines = _Lines()
    # With CRLF every version of Python puts quotes around a cell that holds a CR; with LF only the later ones do.
    csv.writer(lines, lineterminator="\r\n").writerows(records)
    return "".join(line.removesuffix("\r\n") + "\n" for line in lines)


def check_file(table: Table, raw: bytes) -> Iterator[Issue]:
    """Check the bytes of a canonical table's file; one that is not UTF-8 is the reader's finding."""
    if not is_canonical(table):
        return

    def found(code: str, line: int, **more: Any) -> Issue:  # noqa: ANN401 - the words of an issue are of any kind
        return Issue(code, table=table.name, path=table.path, line=line, **more)

    if raw.startswith(BOM):
        yield found("canonical-bom", 1, hint="fix")
    try:
        text = raw.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError:
        return
    if newlines := _foreign_newlines(text):
        kind = "CRLF" if "\r\n" in text else "CR"
        yield found("canonical-newline", newlines[0], params={"count": len(newlines), "kind": kind}, hint="fix")
    lines = _LINE.findall(text)
    if lines and not lines[-1].endswith(("\n", "\r")):
        yield found("canonical-final-newline", len(lines), detail="missing", hint="fix")
    if len(lines) > 1 and not lines[-1].strip("\r\n"):
        surplus = next(place for place in range(len(lines), -1, -1) if not place or lines[place - 1].strip("\r\n")) + 1
        yield found("canonical-final-newline", surplus, detail="several", hint="fix")
    if odd := _oddly_quoted(table, lines):
        yield found("canonical-quote", odd[0], params={"count": len(odd)}, hint="fix")


def check_cells(rows: Rows) -> Iterator[Issue]:
    """Check the characters of every cell, and the notation of every number."""
    for field in rows.table.fields:
        if field.get("name") not in rows.labels:
            continue
        texts = rows.column(field["name"])
        numeric = field.get("type") in NUMERIC
        verbatim = is_verbatim(rows.table, field)
        decimals = numeric and numerals.shows_decimals(texts)
        shares = unit_is_share(rows, field["name"]) if numeric else []
        for index, text in enumerate(texts):
            if numeric:
                yield from _check_number(rows, index, field, share=shares[index], decimals=decimals)
            if not _is_plain(text):
                yield from _check_text(rows, index, field, verbatim=verbatim)


def check_order(rows: Rows) -> Iterator[Issue]:
    """Report each row that is out of place, once: the fewest rows whose moving would sort the table."""
    if not rows.table.primary_key or not set(rows.table.primary_key) <= set(rows.labels):
        return
    keys = sort_keys(rows)
    kept = in_order(keys)
    if len(kept) == len(keys):
        return
    placed = set(kept)
    names = [rows.labels.index(name) for name in rows.table.primary_key]
    for index in range(len(keys)):
        if index in placed:
            continue
        before = bisect_right(kept, keys[index], key=keys.__getitem__)
        key = ", ".join(rows.cells[index][name] for name in names)
        params: dict[str, object] = {"key": key, "key_fields": tuple(rows.table.primary_key)}
        if before:
            neighbour = ", ".join(rows.cells[kept[before - 1]][name] for name in names)
            if neighbour == key:
                continue  # a row does not belong after itself: the key has the finding
            params |= {"neighbour": neighbour, "neighbour_line": rows.lines[kept[before - 1]]}
        yield rows.issue(
            index,
            "canonical-order",
            rows.table.primary_key[0],
            detail="after" if before else "first",
            params=params,
            hint="fix",
        )


def sort_keys(rows: Rows) -> list[Key]:
    """Give what each row is sorted by: its primary key, whole numbers as numbers and texts by code point."""
    types = {field.get("name"): field.get("type", "string") for field in rows.table.fields}
    columns = [
        [_sortable(text, types.get(name, "string")) for text in rows.column(name)] for name in rows.table.primary_key
    ]
    return list(zip(*columns, strict=True)) if columns else [()] * len(rows.cells)


def in_order(keys: Sequence[Key]) -> list[int]:
    """Find the longest run of positions whose keys do not descend (patience sorting)."""
    tops: list[int] = []
    previous: list[int] = []
    for index, key in enumerate(keys):
        pile = bisect_right(tops, key, key=keys.__getitem__)
        previous.append(tops[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [index]
    run = []
    index = tops[-1] if tops else -1
    while index >= 0:
        run.append(index)
        index = previous[index]
    return run[::-1]


def unit_is_share(rows: Rows, name: str) -> list[bool]:
    """Tell for each row whether the number in a field is a share, by the unit that the schema's `range` names."""
    for field in rows.table.fields:
        spread = field.get("range")
        if isinstance(spread, dict) and name in (spread.get("value"), spread.get("valueTo")):
            unit = spread.get("unit")
            return [text == "share" for text in rows.column(unit)] if unit in rows.labels else [False] * len(rows.cells)
    return [False] * len(rows.cells)


def _check_text(rows: Rows, index: int, field: spelling.Field, *, verbatim: bool) -> Iterator[Issue]:
    """Apply the rules of characters to one cell; each later rule sees the text as the earlier ones left it."""
    name = field["name"]
    text = found = rows.cells[index][rows.labels.index(name)]
    numeric = field.get("type") in NUMERIC
    if text.startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(text) and not (numeric and _reads(text, field)):
        yield rows.issue(index, "formula-cell", name, hint="formula")
    if "\ufffd" in text:
        yield rows.issue(index, "control-character", name, detail="replacement")
    spelt = spelling.respell(field, text)
    mended = spelling.respell_text(text) if spelt == text else spelt
    for code, mend in CELL_RULES[:1] if verbatim else CELL_RULES:
        before, found = found, mend(found)
        if before != found:
            more: dict[str, Any] = {} if verbatim else {"hint": "mended", "params": {"mended": mended}}
            if code == "look-alike":
                more = {"hint": "mended", "params": {"mended": mended, "letters": _letters(before)}}
            yield rows.issue(index, code, name, **more)


def _letters(text: str) -> Reason | str:
    """Name the letters of a text that only look like Latin ones."""
    pairs = islice(spelling.look_alikes(text).items(), _MOST_LETTERS)
    named = [Reason("letter", letter=one, code=f"U+{ord(one):04X}", latin=latin) for one, latin in pairs]
    return together(named) if named else ""


def _check_number(rows: Rows, index: int, field: spelling.Field, *, share: bool, decimals: bool) -> Iterator[Issue]:
    """Check the notation of a number; one that cannot be read at all is a finding here only if it can be mended."""
    text = rows.cells[index][rows.labels.index(field["name"])]
    if text.isdecimal() and text.isascii() and text[0] != "0":
        return
    number = _reads(text, field)
    if number is not None and not number.is_finite():
        yield rows.issue(index, "canonical-number", field["name"], detail="finite")
        return
    mended = spelling.respell(field, text, share=share, decimals=decimals)
    if mended == text:
        return
    code = "canonical-number" if number is not None and Decimal(mended) == number else "french-number"
    detail = "unreadable" if number is None else ""
    params = {"mended": mended, "number": number if number is None else numerals.plainly(number)}
    yield rows.issue(index, code, field["name"], detail=detail, params=params, hint="mended")


def _reads(text: str, field: spelling.Field) -> Decimal | None:
    """Read a number as Python does, which is how Frictionless reads it."""
    try:
        return Decimal(int(text)) if field.get("type") == "integer" else Decimal(text)
    except (InvalidOperation, ValueError):
        return None


def _is_plain(text: str) -> bool:
    """Tell quickly that no rule of characters can apply."""
    return (
        text.isascii()
        and text.isprintable()
        and "  " not in text
        and not text.startswith((" ", *FORMULA_STARTS))
        and not text.endswith(" ")
    )


def _sortable(text: str, kind: str) -> tuple[int, Any]:
    if kind in NUMERIC:
        number = _reads(text, {"type": kind})
        if number is not None and number.is_finite():
            return 0, number
    return 1, text


def _foreign_newlines(text: str) -> list[int]:
    """List the lines that end in CRLF or CR outside quotes."""
    if "\r" not in text:
        return []
    found, line = [], 1
    for position, part in enumerate(text.split('"')):
        for newline in re.findall(r"\r\n|\r|\n", part):
            if newline != "\n" and position % 2 == 0:
                found.append(line)
            line += 1
    return found


def _oddly_quoted(table: Table, lines: list[str]) -> list[int]:
    """List the lines of the records that are not written as `written` writes them."""
    reader = csv.reader(iter(lines), strict=True)
    odd, start = [], 0
    try:
        for cells in reader:
            if start == 0 and len(cells) == 1 < len(table.fields):
                return []  # another delimiter: the reader's finding
            if "".join(lines[start : reader.line_num]).rstrip("\r\n") != written([cells]).rstrip("\r\n"):
                odd.append(start + 1)
            start = reader.line_num
    except csv.Error:
        return []  # not CSV, or a cell beyond measure: the reader's finding
    return odd
