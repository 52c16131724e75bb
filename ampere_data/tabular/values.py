"""Tables in files that are no CSV: JSON, JSON Lines, workbooks, Parquet; their cells are values, not texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ampere_data.tabular.cells import STUMBLES
from ampere_data.tabular.dialects import dialect_of
from ampere_data.tabular.encodings import decode
from ampere_data.tabular.extras import MissingExtra
from ampere_data.tabular.formats import JSON, JSON_LINES, WORKBOOK
from ampere_data.tabular.frames import check_frame
from ampere_data.tabular.inline import Record, check_records, demand_dense, text_of
from ampere_data.tabular.items import Items, read_array, read_lines
from ampere_data.tabular.judging import Checked, check_digest
from ampere_data.tabular.package import PackageError, Table
from ampere_data.tabular.report import Issue
from ampere_data.tabular.storage import read_bytes
from ampere_data.words.reasons import Reason, reason_of

# Beyond this many, names that no field has are not looked at: they would each be a column.
_MOST_STRANGE = 100


def check_values(table: Table, form: str, others: Sequence[Table] = (), *, keep: bool = False) -> Checked:
    """Check a table whose file is of some format.

    Args:
        table: The table.
        form: The format, one that `files.formats` knows and that is not CSV.
        others: The tables that may point at it.
        keep: Whether the rows are kept as texts, where that can be done.

    Raises:
        PackageError: The file cannot be read, or its dialect cannot be used.
    """
    digest = list(check_digest(table))
    try:
        checked = _check(table, form, others, keep=keep)
    except MissingExtra as error:
        note = Reason("missing-extra", library=error.library, extra=error.extra)
        place = {"table": table.name, "path": table.path}
        return Checked([*digest, Issue("format-error", detail="extra", params={"note": note}, **place)])  # type: ignore[arg-type]
    checked.issues = digest + checked.issues
    return checked


def _check(table: Table, form: str, others: Sequence[Table], *, keep: bool) -> Checked:
    if form == JSON or form in JSON_LINES:
        return _check_items(table, form, others, keep=keep)
    if form == WORKBOOK:
        from ampere_data.tabular.workbooks import read_sheet

        rows, issues = _without_margin(table, read_sheet(table))
        records = [Record(number, None, cells) for number, cells in enumerate(rows, start=1)]
        return check_records(table, records, issues, others, keep=keep)
    from ampere_data.tabular.parquet import read_parquet

    columns = read_parquet(table)
    try:
        return check_frame(table, columns, others, filed=True)
    except STUMBLES as error:  # a day that Python has no date for
        raise PackageError("source-error", reason_of(error), table=table.name, path=table.path) from error


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


def _check_items(table: Table, form: str, others: Sequence[Table], *, keep: bool) -> Checked:
    text, problem = decode(read_bytes(table)[1], table)
    if text is None or problem:
        return Checked([problem] if problem else [])
    said = {**table.dialect, **_mapping(table.dialect.get("json"))}
    if form == JSON:
        place = said.get("property")
        items = read_array(table, text, place if isinstance(place, str) else "")
    else:
        items = read_lines(table, text)
    if not items.values:
        return Checked(items.issues) if items.issues else check_records(table, [], [])
    kind = type(items.values[0])
    if kind is dict:
        keys = said.get("keys", said.get("itemKeys"))
        return _check_objects(table, items, keys if isinstance(keys, list) else None, others, keep=keep)
    if kind is not list:
        raise PackageError("source-error", Reason("items-shape"), table=table.name, path=table.path)
    records = [Record(number, line, value) for number, line, value in _alike(table, items)]
    return check_records(table, records, items.issues, others, keep=keep)


def _check_objects(
    table: Table, items: Items, keys: list[Any] | None, others: Sequence[Table], *, keep: bool
) -> Checked:
    """Check objects; the names in them are the header, in the order of the schema, for objects have none."""
    objects = [(number + 1, line, value) for number, line, value in _alike(table, items)]
    lines = _labels(table, objects, keys)
    demand_dense(table, len(lines) * len(objects), sum(len(value) for _, _, value in objects))
    rows = [Record(number, line, [value.get(label) for label in lines]) for number, line, value in objects]
    checked = check_records(table, [Record(1, None, list(lines)), *rows], items.issues, others, keep=keep)
    checked.issues = [_without_header(one, lines) if one.row == 1 else one for one in checked.issues]
    return checked


def _without_header(issue: Issue, lines: Mapping[str, int]) -> Issue:
    """Take a finding on the names from a row that is not there to the first object that has the name."""
    return replace(issue, row=None, line=lines.get(issue.value or "") if issue.code == "extra-label" else None)


def _alike(table: Table, items: Items) -> Iterator[tuple[int, int, Any]]:
    """Give number, line and value of each item that is of the kind of the first; report the others."""
    kind = type(items.values[0])
    for number, (line, value) in enumerate(zip(items.lines, items.values, strict=True), start=1):
        if type(value) is kind:
            yield number, line, value
        else:
            detail = "no-list" if kind is list else "no-object"
            place: dict[str, Any] = {"table": table.name, "path": table.path, "line": line}
            items.issues.append(Issue("source-error", detail=detail, value=text_of(value), **place))


def _labels(table: Table, objects: list[tuple[int, int, Any]], keys: list[Any] | None) -> dict[str, int]:
    """Give each name that objects have, and the line of the first that has it."""
    cased = dialect_of(table).header_case
    order = {one["name"] if cased else one["name"].lower(): at for at, one in enumerate(table.fields)}
    found: dict[str, int] = {}
    for _, line, value in objects:
        for name in value:
            found.setdefault(name, line)
    places = {name: order.get(name if cased else name.lower(), len(order)) for name in found}
    known = sorted((name for name in found if places[name] < len(order)), key=places.__getitem__)
    strange = [name for name in found if places[name] == len(order)][: max(_MOST_STRANGE, len(objects[0][2]))]
    return {name: found[name] for name in (*known, *strange) if keys is None or name in keys}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
