"""Tables of values, not of texts, as blocks: rows in a descriptor, JSON, JSON Lines, workbooks, Parquet.

Rows are lists, the first of them the header, or objects; they are counted, the header being row 1, and have no lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NoReturn, cast

from ampere_data.tabular.blocks import Block, Source
from ampere_data.tabular.columns import Cells, text_of
from ampere_data.tabular.dialects import Dialect, dialect_of
from ampere_data.tabular.encodings import decode
from ampere_data.tabular.errors import PackageError
from ampere_data.tabular.headers import Header, as_told, read_header
from ampere_data.tabular.held import Held
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table, misread
from ampere_data.tabular.storage import JSON, JSON_LINES, WORKBOOK, parts_of, read_bytes
from ampere_data.words.reasons import Reason, reason_of

# Short rows are filled up with empty cells, but with no more than this, or than so many times the cells there are.
MOST_FILLED = 4 * 1024 * 1024
MOST_TIMES = 20
# Beyond this many, names that no field has are not looked at: they would each be a column.
_MOST_STRANGE = 100
# Numbers beyond these stay texts: to compute with them would take long, and no field holds them.
_LONGEST_NUMBER = 4_000
_LARGEST_EXPONENT = 400

# A row: its number, the header being row 1, its cells or the object that holds them, and the file that it is of.
_Row = tuple[int, Any, str]


def open_data(table: Table) -> Source:
    """Open the rows that stand in a descriptor.

    Raises:
        PackageError: They are neither lists nor objects, or their dialect cannot be used.
    """
    data = table.descriptor["data"]
    rows: list[Any] = data if isinstance(data, list) else [None]
    if rows and all(isinstance(row, dict) for row in rows):
        labels = table.schema.names or list(rows[0])
        rows = [labels, *([row.get(label) for label in labels] for row in rows)]
    elif not all(isinstance(row, list) for row in rows):
        raise PackageError("source-error", Reason("data-shape"), table=table.name)
    return _of_rows(table, [(number, cells, "") for number, cells in enumerate(rows, start=1)], [])


def open_values(table: Table, form: str) -> Source:
    """Open a table whose file is of some format.

    Args:
        table: The table.
        form: The format, one that `format_of` gives and that is not CSV.

    Raises:
        PackageError: The file cannot be read, or its dialect cannot be used.
        MissingExtra: The library that reads such files is not installed.
    """
    if form == JSON or form in JSON_LINES:
        return _open_items(table, form)
    if form == WORKBOOK:
        from ampere_data.tabular.workbooks import read_sheet

        rows, issues = _without_margin(table, read_sheet(table))
        return _of_rows(table, [(number, cells, "") for number, cells in enumerate(rows, start=1)], issues)
    from ampere_data.tabular.frames import open_frame
    from ampere_data.tabular.parquet import read_parquet

    frame = read_parquet(table)
    try:
        return open_frame(table, frame, filed=True)
    except (ValueError, ArithmeticError) as error:  # a day that Python has no date for
        raise PackageError("source-error", reason_of(error), table=table.name, path=table.path) from error


def _open_items(table: Table, form: str) -> Source:
    said = {**table.dialect, **(table.dialect["json"] if isinstance(table.dialect.get("json"), dict) else {})}
    place = said["property"] if isinstance(said.get("property"), str) else ""
    items: list[tuple[str, Any]] = []
    issues: list[Issue] = []
    for part in parts_of(table):
        text, problem = decode(read_bytes(part)[1], part)
        if text is None or problem:
            return _nothing(table, [problem] if problem else [])
        values, flaws = _array(part, text, place) if form == JSON else _lines(part, text)
        items += ((part.path, value) for value in values)
        issues += flaws
    if not items:
        return _nothing(table, issues) if issues else _of_rows(table, [], [])
    kind = type(items[0][1])
    if kind is not list and kind is not dict:
        raise PackageError("source-error", Reason("items-shape"), table=table.name, path=table.path)
    rows: list[_Row] = []
    # objects have no header, and the first of them is row 2
    for number, (path, value) in enumerate(items, start=1 if kind is list else 2):
        if type(value) is kind:
            rows.append((number, value, path))
        else:
            detail = "no-list" if kind is list else "no-object"
            at = Issue("source-error", table=table.name, path=path, row=number)
            issues.append(at._replace(detail=detail, value=text_of(value)))
    if kind is list:
        return _of_rows(table, rows, issues)
    keys = said.get("keys", said.get("itemKeys"))
    return _of_objects(table, rows, keys if isinstance(keys, list) else None, issues)


def _of_objects(table: Table, objects: list[_Row], keys: list[Any] | None, issues: list[Issue]) -> Source:
    """Take the names in objects for the header, in the order of the schema, for objects have none."""
    firsts = _labels(table, objects, keys)
    _demand_dense(table, len(firsts) * len(objects), sum(len(value) for _, value, _ in objects))
    rows = [(number, [value.get(label) for label in firsts], path) for number, value, path in objects]
    source = _of_rows(table, [(1, list(firsts), table.path), *rows], issues)
    # a finding on the names stands in the first object that has the name, for there is no header
    source.issues[:] = [
        one._replace(row=firsts.get(one.value or "") if one.code == "extra-label" else None) if one.row == 1 else one
        for one in source.issues
    ]
    return source


def _labels(table: Table, objects: list[_Row], keys: list[Any] | None) -> dict[str, int]:
    """Give each name that objects have, and the number of the first that has it."""
    cased = dialect_of(table).header_case
    order = {name if cased else name.lower(): at for at, name in enumerate(table.schema.names)}
    found: dict[str, int] = {}
    for number, value, _ in objects:
        for name in value:
            found.setdefault(name, number)
    places = {name: order.get(name if cased else name.lower(), len(order)) for name in found}
    known = sorted((name for name in found if places[name] < len(order)), key=places.__getitem__)
    strange = [name for name in found if places[name] == len(order)][: max(_MOST_STRANGE, len(objects[0][1]))]
    return {name: found[name] for name in (*known, *strange) if keys is None or name in keys}


def _of_rows(table: Table, rows: Sequence[_Row], issues: list[Issue]) -> Source:
    """Make blocks of rows, the header among them unless the dialect has none."""
    if not rows:
        return _nothing(table, [*issues, Issue("source-error", table=table.name, path=table.path, detail="empty")])
    dialect = dialect_of(table)

    def read(wanted: Dialect) -> Iterator[tuple[int, int, list[str]]]:
        return ((number, 0, [*map(text_of, cells)]) for number, cells, _ in rows if wanted == dialect)

    header, found = read_header(table, dialect, _top(dialect, rows), read)
    if told := next((one for one in found if one.aspect == "below"), None):
        dialect = as_told(dialect, told)
        header, further = read_header(table, dialect, _top(dialect, rows))
        found = [told, *further]
    issues += [issue._replace(line=None) for issue in found]
    source = Held(table, dialect, header, issues)
    if not header.usable:
        return source
    below = [row for row in rows if row[0] > header.last_row and not _is_comment(dialect, row)]
    width = len(header.labels)
    _demand_dense(table, width * len(below), sum(len(cells) for _, cells, _ in below))
    for path in dict.fromkeys(path for _, _, path in below):
        own = [(number, cells) for number, cells, of in below if of == path]
        first = own[0][0]
        columns = [Cells([cells[at] if at < len(cells) else None for _, cells in own]) for at in range(width)]
        ragged = {at: cells for at, (_, cells) in enumerate(own) if len(cells) != width}
        numbers = [number - first for number, _ in own]
        last = own[-1][0]
        block = Block([*columns], last + 1 - first, path=path)
        block.numbers, block.ragged = numbers, ragged
        source.held.append(block)
    if below:  # numbers are those of the rows, whatever stands between header and rows
        source.held[0].numbers = [number + below[0][0] - header.last_row - 1 for number in source.held[0].numbers]
        source.held[0].records += below[0][0] - header.last_row - 1
    return source


def _nothing(table: Table, issues: list[Issue]) -> Source:
    return Held(table, Dialect(), Header(usable=False), issues)


def _top(dialect: Dialect, rows: Sequence[_Row]) -> list[tuple[int, int, list[str]]]:
    """Give the rows that may be the header as texts, down to the first that is no comment."""
    last = max(dialect.header_rows or (), default=0)
    top = []
    for row in rows:
        top.append((row[0], 0, [text_of(cell) for cell in row[1]]))
        if row[0] >= last and not _is_comment(dialect, row):
            break
    return top


def _is_comment(dialect: Dialect, row: _Row) -> bool:
    number, cells, _ = row
    return dialect.is_comment(number, [cells[0]] if cells and isinstance(cells[0], str) else [])


def _demand_dense(table: Table, cells: int, given: int) -> None:
    """Refuse rows that would fill many more cells than they have."""
    if cells - given > max(MOST_FILLED, MOST_TIMES * given):
        raise PackageError("source-error", Reason("too-sparse", cells=cells), table=table.name, path=table.path)


def _without_margin(table: Table, rows: list[list[Any]]) -> tuple[list[list[Any]], list[Issue]]:
    """Leave out the columns at the end of a sheet that hold nothing, of which there may be thousands; say so once."""
    width = max(map(len, rows), default=0)
    held = max((at + 1 for cells in rows for at in range(len(cells)) if cells[at] is not None), default=0)
    if held == width:
        return rows, []
    params = {"position": held + 1, "last": width}
    detail = "margin" if width > held + 1 else ""
    issue = Issue("blank-label", table=table.name, path=table.path, detail=detail, params=params)
    return [cells[:held] for cells in rows], [issue] if held else []


def _array(table: Table, text: str, place: str) -> tuple[list[Any], list[Issue]]:
    """Read the items of a JSON array, the file itself or what the names of properties, parted by dots, lead to."""
    try:
        found = _DECODER.decode(text)
        for step in place.split(".") if place else ():
            found = found[step] if isinstance(found, dict) else None
    except KeyError:
        found = None
    except (ValueError, RecursionError) as error:
        return [], [_flaw(table, error)]
    if not isinstance(found, list):
        note = Reason("no-array-at", path=table.path, place=place) if place else Reason("no-array", path=table.path)
        raise PackageError("source-error", note, table=table.name, path=table.path)
    return found, []


def _lines(table: Table, text: str) -> tuple[list[Any], list[Issue]]:
    """Read JSON Lines, an item a line; a line that is not JSON is a finding of its own."""
    values: list[Any] = []
    issues: list[Issue] = []
    texts = re.split(r"\r\n|\n|\r", text)
    for line, one in enumerate(texts if texts[-1] else texts[:-1], start=1):
        if not one.strip():
            issues.append(Issue("blank-row", table=table.name, path=table.path, line=line))
            continue
        try:
            values.append(_DECODER.decode(one))
        except (ValueError, RecursionError) as error:
            issues.append(_flaw(table, error, line))
    return values, issues


def _flaw(table: Table, error: ValueError | RecursionError, line: int | None = None) -> Issue:
    """Say where a text is not JSON, and why; `line` is that of a text which is one of many."""
    place: dict[str, Any] = {"table": table.name, "path": table.path}
    if isinstance(error, json.JSONDecodeError):
        said = misread(error).words
        params = {"note": said["reason"], "column": said["column"]}
        return Issue("source-error", line=line or cast("int", said["line"]), detail="json", params=params, **place)
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
