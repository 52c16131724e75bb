"""An Excel workbook: a sheet for each table and each answer, one for the dictionary, one for the licence.

Numbers, days and truth values are what they are, everything else is text; nothing is ever a formula. Of a number, 16
digits are held. What a cell refers to by an id is one click away.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ampere_data.exports.dictionary import Entry
from ampere_data.exports.sheets import Column, Sheet
from ampere_data.tabular.extras import required
from ampere_data.words import phrase
from ampere_data.words.reasons import Reason

# What Excel can hold: rows of a sheet, characters of a cell, digits of a number, links of a sheet.
MOST_ROWS, LONGEST_CELL, MOST_DIGITS, MOST_LINKS = 1_048_576, 32_767, 15, 65_530
_FIRST_DAY = dt.date(1900, 3, 1)  # before it, Excel counts a day that never was
_LONGEST_NAME, _FORBIDDEN = 31, str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_A4 = 9
_NARROWEST, _WIDEST, _LOOKED_AT = 9, 60, 1_000
_FORMATS = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm:ss", "integer": "0", "number": "General"}
# The day that is written into every file as that of its making: the same tables are the same bytes.
_MADE = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - Excel knows no time zones

Progress = Callable[[str, float], None]


class TooLarge(ValueError):
    """What Excel has no room for."""


class _Target(NamedTuple):
    """Where the records of a table stand: its sheet, and the row of each id."""

    sheet: str
    rows: Mapping[Any, int]


def write(  # noqa: PLR0913 - each is another part of the workbook
    tables: Sequence[Sheet],
    answers: Sequence[Sheet],
    *,
    entries: Sequence[Entry],
    about: Sequence[tuple[str, str]],
    language: str = "en",
    progress: Progress = lambda _name, _share: None,
) -> bytes:
    """Make the workbook.

    Args:
        tables: The tables.
        answers: The answers to questions.
        entries: The dictionary.
        about: What is said of the package as a whole: its licence and how to cite it, each under what it is.
        language: The language of what is added.
        progress: Called with the name of the sheet at work and the share of the work that is done.

    Raises:
        TooLarge: A table has more rows, or a cell more characters, than Excel can hold.
        MissingExtra: XlsxWriter is not installed.
    """
    xlsxwriter = required("xlsxwriter", "export")
    stream = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **plain})
    book.set_properties({"created": _MADE, "title": about[0][1] if about else ""})
    names = _names([*(one.title for one in (*tables, *answers)), *(phrase(one, language) for one in _OWN)])
    targets = {one.name: _target(one, name) for one, name in zip(tables, names, strict=False) if _key(one)}
    formats = {kind: book.add_format({"num_format": form, "valign": "top"}) for kind, form in _FORMATS.items()}
    formats["text"] = book.add_format({"valign": "top", "text_wrap": True})
    formats["head"] = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
    formats["link"] = book.add_format({"font_color": "#0B4F9E", "underline": 1, "valign": "top"})
    total, done = sum(one.rows for one in (*tables, *answers)) or 1, 0
    for sheet, name in zip((*tables, *answers), names, strict=False):
        progress(sheet.name, done / total)
        _fill(book.add_worksheet(name), sheet, formats, targets)
        done += sheet.rows
    heads = [phrase(f"dictionary-{part}", language) for part in Entry._fields]
    _list(book.add_worksheet(names[-2]), heads, entries, formats)
    _list(book.add_worksheet(names[-1]), [], about, formats)
    book.close()
    return stream.getvalue()


_OWN = ("sheet-dictionary", "sheet-licence")


def _names(titles: Sequence[str]) -> list[str]:
    """Make names of sheets: short, without signs that Excel forbids, and each unlike the others."""
    names: list[str] = []
    taken: set[str] = set()
    for title in titles:
        plain = title.translate(_FORBIDDEN).strip(" '")[:_LONGEST_NAME] or "-"
        name, number = plain, 1
        while name.lower() in taken:
            number += 1
            name = f"{plain[: _LONGEST_NAME - len(str(number)) - 1]} {number}"
        taken.add(name.lower())
        names.append(name)
    return names


def _key(sheet: Sheet) -> str:
    """Name the one column that tells the records of a table apart, empty where there is none."""
    return sheet.schema.primary_key[0] if len(sheet.schema.primary_key) == 1 else ""


def _target(sheet: Sheet, name: str) -> _Target:
    return _Target(name, {one: row for row, one in enumerate(sheet.column(_key(sheet)).cells(), 2)})


def _fill(page: Any, sheet: Sheet, formats: Mapping[str, Any], targets: Mapping[str, _Target]) -> None:
    """Write a table or an answer."""
    if sheet.rows >= MOST_ROWS:
        raise TooLarge(Reason("excel-rows", table=sheet.name, count=sheet.rows, most=MOST_ROWS - 1))
    links = _links(sheet, targets)
    if len(links) * sheet.rows > MOST_LINKS:
        links = {}
    for at, column in enumerate(sheet.columns):
        page.write_string(0, at, column.title, formats["head"])
        if column.description:
            page.write_comment(0, at, column.description, {"x_scale": 2.5, "y_scale": 1.2, "author": ""})
        cells = column.cells()[:_LOOKED_AT]
        page.set_column(at, at, _width([column.title, *map(str, cells)]))
        _write(page, at, column, formats=formats, link=links.get(column.name))
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    if sheet.columns:
        page.autofilter(0, 0, sheet.rows, len(sheet.columns) - 1)


def _width(texts: Sequence[str]) -> int:
    return max(_NARROWEST, min(_WIDEST, 2 + max((len(text) for text in texts if text != "None"), default=0)))


def _links(sheet: Sheet, targets: Mapping[str, _Target]) -> dict[str, Callable[[int, Any], str]]:
    """Give for each column whose cells name records what finds the place of a record by row and id."""
    found: dict[str, Callable[[int, Any], str]] = {}

    def placing(target: _Target) -> Callable[[int, Any], str]:
        return lambda _row, one: _place(target, one)

    own = {one.name for one in sheet.columns}
    for field, (table, _) in sheet.schema.links.items():
        if table in targets and field != _key(sheet):
            found[field] = placing(targets[table])
    if {"table", "record_id"} <= own:  # a proof, or an answer that speaks of several tables
        tables = sheet.column("table").cells()
        found["record_id"] = lambda row, one: _place(targets[tables[row]], one) if tables[row] in targets else ""
    return found


def _place(target: _Target, record: Any) -> str:
    row = target.rows.get(record)
    name = target.sheet.replace("'", "''")
    return f"internal:'{name}'!A{row}" if row else ""


def _write(
    page: Any, at: int, column: Column, *, formats: Mapping[str, Any], link: Callable[[int, Any], str] | None
) -> None:
    kind = column.kind
    form, text = formats.get(kind), formats["text"]
    for row, cell in enumerate(column.cells()):
        if cell is None:
            continue
        if kind == "boolean":
            page.write_boolean(row + 1, at, cell)
        elif kind in ("date", "datetime") and _day(cell) >= _FIRST_DAY:
            page.write_datetime(row + 1, at, cell, form)
        elif kind == "number" or (kind == "integer" and len(str(abs(cell))) <= MOST_DIGITS):
            page.write_number(row + 1, at, cell, form)
        elif link and (place := link(row, cell)):
            page.write_url(row + 1, at, place, formats["link"], str(cell))
        else:
            said = cell.isoformat() if kind in ("date", "datetime") else str(cell)
            if len(said) > LONGEST_CELL:
                raise TooLarge(Reason("excel-cell", field=column.name, row=row + 2, most=LONGEST_CELL))
            page.write_string(row + 1, at, said, text)


def _day(cell: dt.date) -> dt.date:
    return cell.date() if isinstance(cell, dt.datetime) else cell


def _list(page: Any, heads: Sequence[str], lines: Sequence[Sequence[str]], formats: Mapping[str, Any]) -> None:
    """Write lines of text, with what each column is above them."""
    for row, line in enumerate(_headed(heads, lines)):
        for at, said in enumerate(line):
            if said:
                page.write_string(row, at, said[:LONGEST_CELL], formats["head" if heads and not row else "text"])
    for at in range(max(map(len, lines), default=0)):
        page.set_column(at, at, _width([line[at] for line in lines]))
    if heads:
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, len(lines), len(heads) - 1)


def _headed(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    if heads:
        yield heads
    yield from lines
