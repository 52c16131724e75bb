"""SQLite: a table for each table with its types, keys and checks, views that join them, and the answers.

What a schema says is said in SQL as far as SQL can: types, `required`, `unique`, keys, enumerations, bounds and
lengths. Patterns are left to the validator, for SQLite has none. The items of a list that leads to another table stand
in a table of their own, `TABLE_FIELD`, in their order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from ampere_data.curation.evidence.proofs import TABLE as EVIDENCE
from ampere_data.exports.answers import LAST_WORDS, Answer
from ampere_data.exports.dictionary import Entry
from ampere_data.exports.sheets import Column, Sheet
from ampere_data.tabular.schema import Field

if TYPE_CHECKING:
    import pandas as pd

_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_BOUNDS = {"minimum": ">=", "maximum": "<=", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}
_LENGTHS = {"minLength": ">=", "maxLength": "<="}
_DICTIONARY = ("table_name TEXT NOT NULL", "field TEXT", "value TEXT")


def quoted(name: str) -> str:
    """Write a name as SQL does."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """Write a value as SQL does."""
    if isinstance(value, bool | int | float):
        return repr(value + 0)
    return "'" + str(value).replace("'", "''") + "'"


def write(
    sheets: Mapping[str, Sheet],
    entries: Mapping[str, Sequence[Entry]],
    claims: pd.DataFrame | None = None,
    answers: Iterable[Answer] = (),
) -> bytes:
    """Make the database.

    Args:
        sheets: The tables by their names.
        entries: The lines of the dictionary, in each language the same.
        claims: The last words, which answers ask for besides.
        answers: The questions; each becomes a view where there are the columns that it asks for.

    Returns:
        The bytes of the file; the same tables give the same bytes with the same version of SQLite.

    Raises:
        sqlite3.IntegrityError: The tables break what their schemas declare.
    """
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("PRAGMA foreign_keys = ON")
        base.execute("BEGIN")
        base.execute("PRAGMA defer_foreign_keys = ON")
        for sheet in sheets.values():
            base.execute(_table(sheet, sheets))
            _fill(base, sheet.name, len(sheet.columns), zip(*map(_cells, sheet.columns), strict=True))
            for column, target, key, separator in _lists(sheet, sheets):
                _fill_links(base, sheet, column, (target, key, separator))
        if claims is not None:
            _add_frame(base, LAST_WORDS, claims)
        _describe(base, entries)
        base.execute("COMMIT")
        for name, query in _views(sheets):
            base.execute(f"CREATE VIEW {quoted(name)} AS {query}")
        for answer in answers:
            with suppress(sqlite3.OperationalError):  # no such table, or no such column
                base.execute(f"EXPLAIN {answer.query}")
                base.execute(f"CREATE VIEW {quoted(answer.name)} AS {answer.query.strip()}")
        base.execute("VACUUM")
        return base.serialize()


def ask(data: bytes, view: str) -> tuple[list[str], list[tuple[Any, ...]]] | None:
    """Give the columns and the rows of a view of a database, None where it has none of that name."""
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(data)
        try:
            found = base.execute(f"SELECT * FROM {quoted(view)}")
        except sqlite3.OperationalError:
            return None
        return [one[0] for one in found.description], found.fetchall()


def _cells(column: Column) -> list[Any]:
    cells = column.cells()
    return [None if one is None else one.isoformat() for one in cells] if column.kind in ("date", "datetime") else cells


def _fill(base: sqlite3.Connection, name: str, width: int, rows: Iterable[tuple[Any, ...]]) -> None:
    base.executemany(f"INSERT INTO {quoted(name)} VALUES ({', '.join('?' * width)})", rows)


def _table(sheet: Sheet, sheets: Mapping[str, Sheet]) -> str:
    schema = sheet.schema
    lines = [f"{quoted(one.name)} {' '.join(_declaration(one.field, one.kind))}" for one in sheet.columns]
    for key in schema.keys:
        kind = "PRIMARY KEY" if key.fields == schema.primary_key else "UNIQUE"
        lines.append(f"{kind} ({_names(key.fields)})")
    lines += [
        f"FOREIGN KEY ({_names(one.fields)}) REFERENCES {quoted(one.table)} ({_names(one.targets)})"
        for one in schema.foreign_keys
        if one.table in sheets
    ]
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {quoted(sheet.name)} (\n  {body}\n) STRICT"


def _names(names: Iterable[str]) -> str:
    return ", ".join(map(quoted, names))


def _declaration(field: Field, kind: str) -> Iterator[str]:
    """Say the type and the constraints of a column."""
    name, said = quoted(field.name), field.constraints
    yield _TYPES.get(kind, "TEXT")
    if said.get("required") is True:
        yield "NOT NULL"
    checks = []
    if kind == "boolean":
        checks.append(f"{name} IN (0, 1)")
    if kind in ("text", "integer") and field.values:  # noqa: PD011 - no frame
        checks.append(f"{name} IN ({', '.join(map(literal, field.values))})")
    plain = kind in ("integer", "number", "date")
    checks += [f"{name} {sign} {literal(said[one])}" for one, sign in _BOUNDS.items() if one in said and plain]
    checks += [f"length({name}) {sign} {literal(said[one])}" for one, sign in _LENGTHS.items() if one in said]
    if checks:
        yield f"CHECK ({' AND '.join(checks)})"


def _lists(sheet: Sheet, sheets: Mapping[str, Sheet]) -> Iterator[tuple[str, str, str, str]]:
    """Give the columns that hold lists of ids: name, the table and field that they lead to, and what joins them."""
    if len(sheet.schema.primary_key) != 1:
        return
    for one in sheet.columns:
        target, separator = one.field.mapping("list").get("reference"), one.field.separator
        if separator and isinstance(target, Mapping) and (table := str(target.get("resource") or sheet.name)) in sheets:
            yield one.name, table, str(target.get("fields")), separator


def _fill_links(base: sqlite3.Connection, sheet: Sheet, column: str, leads: tuple[str, str, str]) -> None:
    """Write the items of lists of ids as rows: record, place in the list, item."""
    key, (target, to, separator) = sheet.schema.primary_key[0], leads
    name, item = f"{sheet.name}_{column}", to if to != key else f"other_{to}"
    base.execute(
        f"CREATE TABLE {quoted(name)} (\n"
        f"  {quoted(key)} TEXT NOT NULL REFERENCES {quoted(sheet.name)} ({quoted(key)}),\n"
        f"  position INTEGER NOT NULL,\n"
        f"  {quoted(item)} TEXT NOT NULL REFERENCES {quoted(target)} ({quoted(to)}),\n"
        f"  PRIMARY KEY ({quoted(key)}, position)\n) STRICT"
    )
    records = zip(sheet.column(key).cells(), sheet.column(column).cells(), strict=True)
    rows = ((one, at, it) for one, listed in records if listed for at, it in enumerate(listed.split(separator), 1))
    _fill(base, name, 3, rows)


def _add_frame(base: sqlite3.Connection, name: str, frame: pd.DataFrame) -> None:
    columns = [Column(Field(label), "", "", frame[label].array) for label in frame.columns]
    declared = ", ".join(f"{quoted(one.name)} {_TYPES.get(one.kind, 'TEXT')}" for one in columns)
    base.execute(f"CREATE TABLE {quoted(name)} ({declared}) STRICT")
    _fill(base, name, len(columns), zip(*map(_cells, columns), strict=True))


def _describe(base: sqlite3.Connection, entries: Mapping[str, Sequence[Entry]]) -> None:
    """Write what every table, column and value is into a table of its own, the languages side by side."""
    spoken = ["" if language == "en" else f"_{language}" for language in entries]
    said = [f"{part}{one} TEXT" for one in spoken for part in ("title", "description")]
    base.execute(f"CREATE TABLE dictionary ({', '.join([*_DICTIONARY, *said])}) STRICT")
    rows = []
    for lines in zip(*entries.values(), strict=True):
        told = (text or None for one in lines for text in (one.title, one.description))
        rows.append((lines[0].table, lines[0].column or None, lines[0].value or None, *told))
    _fill(base, "dictionary", 3 + len(said), rows)


def _views(sheets: Mapping[str, Sheet]) -> Iterator[tuple[str, str]]:
    """Give a view of each table that leads to others, with their names, and one of its proofs."""
    for sheet in sheets.values():
        known = {**sheet.schema.links}
        joins, shown = [], ["own.*"]
        for field, (table, key) in known.items():
            label = _label(sheets.get(table))
            if label:
                alias = quoted(f"to_{field}")
                joins.append(f"LEFT JOIN {quoted(table)} AS {alias} ON {alias}.{quoted(key)} = own.{quoted(field)}")
                shown.append(f"{_called(alias, label, key)} AS {quoted(_short(field, label))}")
        for column, table, key, _ in _lists(sheet, sheets):
            label, own = _label(sheets[table]), sheet.schema.primary_key[0]
            item = key if key != own else f"other_{key}"
            shown.append(
                f"(SELECT group_concat(it, '; ') FROM (SELECT {_called('there', label, key)} AS it"
                f" FROM {quoted(f'{sheet.name}_{column}')} AS listed JOIN {quoted(table)} AS there"
                f" ON there.{quoted(key)} = listed.{quoted(item)}"
                f" WHERE listed.{quoted(own)} = own.{quoted(own)} ORDER BY listed.position))"
                f" AS {quoted(_short(column, label or key))}"
            )
        if len(shown) > 1:
            yield (
                f"{sheet.name}_named",
                " ".join([f"SELECT {', '.join(shown)} FROM {quoted(sheet.name)} AS own", *joins]),
            )
        yield from _proofs(sheet, sheets)


def _proofs(sheet: Sheet, sheets: Mapping[str, Sheet]) -> Iterator[tuple[str, str]]:
    evidence = sheets.get(EVIDENCE)
    if (
        evidence is None
        or sheet.name == EVIDENCE
        or not any(one.field.descriptor.get("evidence") for one in sheet.columns)
    ):
        return
    links = {**evidence.schema.links}
    source, (table, key) = next(((field, to) for field, to in links.items() if to[0] in sheets), ("", ("", "")))
    own = sheet.schema.primary_key[0]
    proof = ", ".join(f"proof.{quoted(one.name)}" for one in evidence.columns if one.name not in ("table", "record_id"))
    label = _label(sheets.get(table))
    named = f", {_called('source', label, key)} AS {quoted(_short(source, label))}" if label else ""
    joined = f" LEFT JOIN {quoted(table)} AS source ON source.{quoted(key)} = proof.{quoted(source)}" if label else ""
    query = (
        f"SELECT own.{quoted(own)}, {proof}{named} FROM {quoted(sheet.name)} AS own"
        f' JOIN {quoted(EVIDENCE)} AS proof ON proof."table" = {literal(sheet.name)}'
        f" AND proof.record_id = own.{quoted(own)}{joined}"
    )
    yield f"{sheet.name}_proofs", query


def _label(sheet: Sheet | None) -> str:
    """Name the column that says what a record is called, empty where there is none."""
    names = [one.name for one in sheet.columns] if sheet else []
    return next((name for name in ("name", "title") if name in names), "")


def _called(table: str, label: str, key: str) -> str:
    """Say what a record is called: by its id where it has no name."""
    return f"coalesce({table}.{quoted(label or key)}, {table}.{quoted(key)})"


def _short(field: str, label: str) -> str:
    """Name what a link leads to: of `maker_entity_id` it is `maker_entity_name`."""
    return f"{field.removesuffix('_ids').removesuffix('_id')}_{label}"
