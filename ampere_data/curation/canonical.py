"""The canonical form of a table of ours: the characters of its cells, and the order of its rows.

For a table whose schema says `"canonical": true`: Unicode form C, no stray blanks, nothing invisible, no formulas,
numbers in one notation, sorted by key. How its file is written is looked at in `curation.files`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from itertools import islice
from typing import Any

from ampere_data.curation import numerals, spelling
from ampere_data.tabular import arrays, characters
from ampere_data.tabular.blocks import Block
from ampere_data.tabular.checked import Checked
from ampere_data.tabular.columns import Cells, Column, Texts, text_of
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table
from ampere_data.tabular.rows import Rows
from ampere_data.tabular.rules import CellCheck, Note, RowCheck
from ampere_data.tabular.schema import Field
from ampere_data.words.reasons import Reason, together

NUMERIC = frozenset({"number", "integer"})
_SPELT = NUMERIC | {"date", "year", "yearmonth", "time", "datetime"}

# What a spreadsheet takes for the beginning of a formula, in plain and in fullwidth form.
_FORMULA_SIGNS = "=+-@"
FORMULA_STARTS = (*_FORMULA_SIGNS, *"\t\r\uff1d\uff0b\uff0d\uff20")

# A text that is wholly a plain number is one to a spreadsheet too: -0.05.
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")

# Each rule of the characters of a cell, and what the cell looks like once it is kept.
CELL_RULES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("control-character", characters.strip_controls),
    ("canonical-nfc", characters.compose),
    ("canonical-blank", characters.tidy_blanks),
    ("look-alike", characters.latinise),
)

# So many letters that only look like others are named; who has read of these looks for the rest.
_MOST_LETTERS = 5

Key = tuple[tuple[int, Any], ...]

# Numbers as they ought to be written, and texts of which no rule says anything, as both `re` and RE2 read it.
_INTEGER = r"(?:0|-?[1-9][0-9]{0,37})?"
_DECIMAL = r"(?:0|-?(?:0|[1-9][0-9]{0,18})\.[0-9]{0,18}[1-9]|-?[1-9][0-9]{0,37})?"
_PLAIN = r"(?:[!-*,./-<>?A-~À-ÖØ-öø-ÿŒœ«»](?: ?[!-~À-ÖØ-öø-ÿŒœ«»’“”–—…€°])*)?"


def is_verbatim(table: Table, field: Field) -> bool:
    """Tell whether a field quotes: what is printed in a document keeps its own blanks and letters."""
    return bool(field.descriptor.get("verbatim")) or (table.name, field.name) == ("evidence", "exact")


def check_of(table: Table, field: Field) -> CellCheck:
    """Give the check of the characters of a field's cells."""
    verbatim = is_verbatim(table, field)
    spelt = field.plain and field.type in _SPELT  # what is surely of such a type has nothing but its figures and signs
    sure = (lambda texts: texts.is_valid()) if spelt else _are_plain
    return CellCheck(lambda text: _judge_text(field, text, verbatim=verbatim), sure)


def number_check(table: Table, field: Field, labels: Sequence[str]) -> RowCheck:
    """Give the check of the notation of a field's numbers; how one may be mended depends on its unit."""
    unit, form = _unit_of(table, field), _INTEGER if field.type == "integer" else _DECIMAL

    def check(block: Block) -> Iterator[tuple[int, str, Note]]:
        column = block.column(field.name)
        found = column.find(lambda cell: not _is_canonical(cell, field), partial(arrays.match_each, form=form))
        odd = [(row, text) for row, text, _ in found]
        decimals = bool(odd) and numerals.shows_decimals([text_of(cell) for cell in column.cells()])
        for row, text in odd:
            share = unit in labels and block.text(row, unit) == "share"
            for note in _judge_number(field, text, share=share, decimals=decimals):
                yield row, field.name, note

    return check


def check_cells(rows: Rows) -> Iterator[Issue]:
    """Check the characters of every cell of some rows, and the notation of every number."""
    columns: list[Column] = [Cells(list(texts)) for texts in zip(*rows.cells, strict=True)]
    block = Block(columns, len(rows.cells), labels={label: at for at, label in enumerate(rows.labels)})
    for field in rows.table.schema.fields if columns else ():
        if field.name in rows.labels:
            check = check_of(rows.table, field)
            for row, text in enumerate(rows.column(field.name)):
                yield from (_issue(rows, row, field.name, note) for note in check.judge(text))
            if field.type in NUMERIC:
                found = number_check(rows.table, field, rows.labels)(block)
                yield from (_issue(rows, row, name, note) for row, name, note in found)


def _issue(rows: Rows, row: int, name: str, note: Note) -> Issue:
    return rows.issue(row, note.code, name, detail=note.detail, params=note.params, hint=note.hint)


def check_order(checked: Checked) -> Iterator[Issue]:
    """Report each row that is out of place, once: the fewest rows whose moving would sort the table."""
    names = checked.table.schema.primary_key
    if not names or not checked.has(*names) or _rises(checked, names):
        return
    columns = [checked.column(name) for name in names]
    types = [checked.table.schema.by_name[name].type for name in names]
    sortable = ([_sortable(text, kind) for text in column] for column, kind in zip(columns, types, strict=True))
    keys = list(zip(*sortable, strict=True))
    kept = in_order(keys)
    placed = set(kept)
    for index in range(len(keys)):
        if index in placed:
            continue
        before = bisect_right(kept, keys[index], key=keys.__getitem__)
        key = ", ".join(column[index] for column in columns)
        params: dict[str, object] = {"key": key, "key_fields": tuple(names)}
        if before:
            neighbour = ", ".join(column[kept[before - 1]] for column in columns)
            if neighbour == key:
                continue  # a row does not belong after itself: the key has the finding
            block, row = checked.position(kept[before - 1])
            line = block.place(row)["line"] or block.place(row)["row"]
            params |= {"neighbour": neighbour, "neighbour_line": line}
        detail = "after" if before else "first"
        at = checked.position(index)
        yield checked.issue(at, "canonical-order", names[0], detail=detail, params=params, hint="fix")


def _rises(checked: Checked, names: Sequence[str]) -> bool:
    """Tell quickly whether a large table rises by a key of one text."""
    columns = [block.column(names[0]) for block in checked.blocks]
    if len(names) > 1 or checked.table.schema.by_name[names[0]].type in NUMERIC:
        return False
    last = ""
    for column in columns:
        if not isinstance(column, Texts) or not len(column) or not arrays.rises(column.plain()):
            return False
        if str(column.array[0]) <= last and last:
            return False
        last = str(column.array[-1])
    return True


def sort_keys(rows: Rows) -> list[Key]:
    """Give what each row is sorted by: its primary key, whole numbers as numbers and texts by code point."""
    fields = rows.table.schema.by_name
    columns = [
        [_sortable(text, fields[name].type if name in fields else "string") for text in rows.column(name)]
        for name in rows.table.schema.primary_key
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
    field = rows.table.schema.by_name.get(name)
    unit = _unit_of(rows.table, field) if field else ""
    return [text == "share" for text in rows.column(unit)] if unit in rows.labels else [False] * len(rows.cells)


def _unit_of(table: Table, field: Field) -> str:
    """Name the field of the unit of a number, by the schema's `range`."""
    spreads = (one.mapping("range") for one in table.schema.fields)
    return next((str(one.get("unit")) for one in spreads if field.name in (one.get("value"), one.get("valueTo"))), "")


def _judge_text(field: Field, text: str, *, verbatim: bool) -> Iterator[Note]:
    """Apply the rules of characters to one cell; each later rule sees the text as the earlier ones left it."""
    if _is_plain(text):
        return
    found = text
    numeric = field.type in NUMERIC
    if (
        text.startswith(FORMULA_STARTS)
        and not _NUMBER.fullmatch(text)
        and not (numeric and _reads(text, field.type) is not None)
    ):
        yield Note("formula-cell", hint="formula")
    if "\ufffd" in text:
        yield Note("control-character", "replacement")
    spelt = spelling.respell(field, text)
    mended = spelling.respell_text(text) if spelt == text else spelt
    for code, mend in CELL_RULES[:1] if verbatim else CELL_RULES:
        before, found = found, mend(found)
        if before != found:
            params: dict[str, object] = {} if verbatim else {"mended": mended}
            if code == "look-alike":
                params["letters"] = _letters(before)
            yield Note(code, "", params, "" if verbatim and code != "look-alike" else "mended")


def _letters(text: str) -> Reason | str:
    """Name the letters of a text that only look like Latin ones."""
    pairs = islice(characters.look_alikes(text).items(), _MOST_LETTERS)
    named = [Reason("letter", letter=one, code=f"U+{ord(one):04X}", latin=latin) for one, latin in pairs]
    return together(named) if named else ""


def _judge_number(field: Field, text: str, *, share: bool, decimals: bool) -> Iterator[Note]:
    """Check the notation of a number; one that cannot be read at all is a finding here only if it can be mended."""
    number = _reads(text, field.type)
    if number is not None and not number.is_finite():
        yield Note("canonical-number", "finite")
        return
    mended = spelling.respell(field, text, share=share, decimals=decimals)
    if mended == text:
        return
    code = "canonical-number" if number is not None and Decimal(mended) == number else "french-number"
    params = {"mended": mended, "number": number if number is None else numerals.plainly(number)}
    yield Note(code, "unreadable" if number is None else "", params, "mended")


def _is_canonical(cell: Any, field: Field) -> bool:
    """Tell quickly that a number is written as it ought to be; what is no text has no notation."""
    if not isinstance(cell, str) or not cell:
        return True
    return bool(re.fullmatch(_INTEGER if field.type == "integer" else _DECIMAL, cell))


def _reads(text: str, kind: str) -> Decimal | None:
    """Read a number as Python does, which is how Frictionless reads it."""
    try:
        return Decimal(int(text)) if kind == "integer" else Decimal(text)
    except (InvalidOperation, ValueError):
        return None


def _is_plain(text: str) -> bool:
    """Tell quickly that no rule of characters can apply."""
    return re.fullmatch(_PLAIN, text) is not None


def _are_plain(texts: Any) -> Any:
    """Tell at vector speed of which texts no rule of characters can say anything."""
    if not texts.null_count and arrays.are_tidy(texts, _FORMULA_SIGNS):
        return texts.is_valid()
    return arrays.match_each(texts, _PLAIN)


def _sortable(text: str, kind: str) -> tuple[int, Any]:
    if kind in NUMERIC:
        number = _reads(text, kind)
        if number is not None and number.is_finite():
            return 0, number
    return 1, text
