"""Keys: which rows repeat a key, and which point at a row that is not there.

Keys are compared by value, not by text: `1.0` repeats `1.00`; so every value is brought to one text first. A duplicate
is reported once, on each later row, and names the first. A key with an unreadable cell is left alone: the cell has its
own finding.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Protocol

from ampere_data.tabular.package import Table, as_list
from ampere_data.tabular.report import Issue

KeyText = tuple[str | None, ...]
# Gives the words of an issue that names what an unknown key was likely meant to be.
Advise = Callable[[str], Mapping[str, Any]]

# What is not a number equals nothing, not even itself; no text of a file is called so.
NAN = "\x00NaN"

_COMPARED_AS = {"any": "string", "integer": "number", "year": "number"}


@dataclass(frozen=True, slots=True)
class Key:
    """One declared key: the code that its duplicates are reported under, and its fields."""

    code: str
    fields: tuple[str, ...]

    def exempts(self, empty: Collection[bool]) -> bool:
        """Tell whether a key with these cells empty cannot repeat another, as in SQL."""
        return all(empty) or (any(empty) and self.code == "unique-key")


@dataclass(frozen=True, slots=True)
class Reference:
    """One foreign key: its fields, and the table and fields that it points at."""

    fields: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


class Keyed(Protocol):
    """The key columns of one table, however they are held."""

    def has(self, fields: Sequence[str]) -> bool:
        """Tell whether the file has these fields."""

    def duplicates(self, key: Key) -> Iterator[Issue]:
        """Report every row that repeats a key, and a primary key that is empty."""

    def known(self, fields: Sequence[str]) -> set[KeyText]:
        """Collect the keys that others may point at."""

    def dangling(self, reference: Reference, known: set[KeyText], advise: Advise) -> Iterator[Issue]:
        """Report every row that points at a key that is not there; an empty reference points nowhere."""


@dataclass(slots=True)
class Columns:
    """The key columns of a table that is held in memory.

    Attributes:
        table: The table.
        lines: The physical line of each row.
        numbers: The number of each row.
        texts: For each field the text of each value, None where missing.
        unreadable: The rows with a key cell that has no value because it is not of the field's type, by field.
    """

    table: Table
    lines: Sequence[int | None]
    numbers: Sequence[int | None]
    texts: dict[str, Sequence[str | None]] = field(default_factory=dict)
    unreadable: dict[str, set[int]] = field(default_factory=dict)

    def has(self, fields: Sequence[str]) -> bool:
        """Tell whether the file has these fields."""
        return all(name in self.texts for name in fields)

    def duplicates(self, key: Key) -> Iterator[Issue]:
        """Report every row that repeats a key, and a primary key that is empty."""
        first: dict[KeyText, int] = {}
        for row, texts in self._tuples(key.fields):
            empty = [text is None for text in texts]
            if all(empty) and key.code == "primary-key":
                yield key_issue(self, row, key.code, key.fields, texts, detail="empty")
            elif key.exempts(empty) or NAN in texts:
                continue
            elif texts in first:
                yield duplicate(self, row, first[texts], key, texts)
            else:
                first[texts] = row

    def known(self, fields: Sequence[str]) -> set[KeyText]:
        """Collect the keys that others may point at."""
        found = (texts for _, texts in self._tuples(fields) if any(text is not None for text in texts))
        return {texts for texts in found if NAN not in texts}

    def dangling(self, reference: Reference, known: set[KeyText], advise: Advise) -> Iterator[Issue]:
        """Report every row that points at a key that is not there; an empty reference points nowhere."""
        for row, texts in self._tuples(reference.fields):
            if any(text is not None for text in texts) and texts not in known:
                yield unknown_reference(self, row, reference, texts, advise)

    def place(self, row: int) -> dict[str, Any]:
        """Say where a row stands."""
        return {"line": self.lines[row], "row": self.numbers[row]}

    def _tuples(self, fields: Sequence[str]) -> Iterator[tuple[int, KeyText]]:
        skipped: set[int] = set().union(*(self.unreadable.get(name, set()) for name in fields))
        for row, texts in enumerate(zip(*(self.texts[name] for name in fields), strict=True)):
            if row not in skipped:
                yield row, texts


class Placed(Protocol):
    """Rows that know where they stand."""

    table: Table

    def place(self, row: int) -> dict[str, Any]:
        """Say where a row stands."""


def declared_keys(table: Table) -> list[Key]:
    """List the keys that a schema declares, each set of fields once, the primary key first."""
    keys = [Key("primary-key", tuple(table.primary_key))] if table.primary_key else []
    unique = [one["name"] for one in table.fields if (one.get("constraints") or {}).get("unique") is True]
    keys += [Key("unique-error", (name,)) for name in unique]
    groups = [as_list(group) for group in _listed(table.schema.get("uniqueKeys")) if isinstance(group, list | str)]
    keys += [Key("unique-key", tuple(group)) for group in groups if group]
    once: dict[frozenset[str], Key] = {}
    for key in keys:
        once.setdefault(frozenset(key.fields), key)
    return list(once.values())


def declared_references(table: Table) -> list[Reference]:
    """List the foreign keys that a schema declares; one without a resource points at its own table."""
    found = []
    for one in _listed(table.schema.get("foreignKeys")):
        reference = one.get("reference") if isinstance(one, dict) else None
        if isinstance(reference, dict) and one.get("fields") and reference.get("fields"):
            target = reference.get("resource") or table.name
            found.append(Reference(tuple(as_list(one["fields"])), target, tuple(as_list(reference["fields"]))))
    return found


def _listed(value: object) -> list[Any]:
    """Take a list of a schema as it is, and anything else, which is the profile's business, for none."""
    return value if isinstance(value, list) else []


def key_fields(table: Table, others: Sequence[Table] = ()) -> list[str]:
    """List the fields of a table that any key is made of, its own or another table's reference to it."""
    named = [name for key in declared_keys(table) for name in key.fields]
    named += [name for reference in declared_references(table) for name in reference.fields]
    for other in (table, *others):
        named += [
            name
            for reference in declared_references(other)
            if reference.table == table.name
            for name in reference.targets
        ]
    return list(dict.fromkeys(named))


def kind_of(table: Table, name: str) -> str:
    """Tell what the values of a field are compared as: nothing that is a text equals a number, or a day a time.

    Returns:
        Empty for a field whose values may be of any kind, or that the schema does not have.
    """
    declared = next((one for one in table.fields if one["name"] == name), None)
    kind = str((declared or {}).get("type") or "any")
    if declared is None or (kind == "any" and table.file is None):
        return ""
    return _COMPARED_AS.get(kind, kind)


def comparable(known: set[KeyText], own: Sequence[str], theirs: Sequence[str]) -> set[KeyText]:
    """Leave out the keys that no reference can equal, being of other kinds."""
    apart = [at for at, (one, other) in enumerate(zip(own, theirs, strict=False)) if one and other and one != other]
    return {texts for texts in known if all(texts[at] is None for at in apart)} if apart else known


def key_text(value: Any) -> str | None:  # noqa: ANN401 - the values of all field types
    """Bring a value to the one text that equal values share, or None where it is missing."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float | Decimal):
        return _number_text(value)
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
    if isinstance(value, Mapping | list):
        return json.dumps(value, sort_keys=True, default=str)
    return value.isoformat() if hasattr(value, "isoformat") else repr(value)


def duplicate(rows: Placed, row: int, first: int, key: Key, texts: KeyText) -> Issue:
    """Make the finding about a row that repeats the key of an earlier one."""
    earlier = rows.place(first)
    params = {"first_line": earlier["line"], "first_row": earlier["row"]}
    return key_issue(rows, row, key.code, key.fields, texts, params=params)


def unknown_reference(rows: Placed, row: int, reference: Reference, texts: KeyText, advise: Advise) -> Issue:
    """Make the finding about a reference to a row that is not there, with what was likely meant."""
    params: dict[str, object] = {"reference": reference.table, "targets": ", ".join(reference.targets)}
    advice = advise(texts[0]) if len(texts) == 1 and texts[0] else {}
    params |= advice.get("params", {})
    return key_issue(rows, row, "foreign-key", reference.fields, texts, params=params, hint=advice.get("hint", ""))


def key_issue(rows: Placed, row: int, code: str, fields: Sequence[str], texts: KeyText, **more: Any) -> Issue:  # noqa: ANN401
    """Make a finding about the key of one row."""
    value = ", ".join((text or "").removeprefix("\x00") for text in texts)
    place = {"table": rows.table.name, "path": rows.table.path, **rows.place(row)}
    return Issue(code, field=", ".join(fields), value=value, **place, **more)


def _number_text(number: float | Decimal) -> str:
    if isinstance(number, bool):
        return str(number).lower()
    if isinstance(number, int):
        return str(number) if number.bit_length() < 10_000 else hex(number)  # noqa: PLR2004 - Python writes no longer ones
    value = Decimal(repr(number)) if isinstance(number, float) else number
    if not value.is_finite():
        return NAN if value.is_nan() else str(value)
    if value == value.to_integral_value() and value.adjusted() < 10_000:  # noqa: PLR2004 - 1E999999 stays as it is
        return str(int(value))
    return str(value.normalize())
