"""What single cells are: the plain types are read here, all others by Frictionless' field readers.

Codes and meaning are Frictionless' own.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from dataclasses import field as attribute  # a reader has a `field` of its own
from typing import Any, NamedTuple

from ampere_data.tabular import types
from ampere_data.tabular.columns import text_of
from ampere_data.tabular.engine import STUMBLES, engine_fields, isolated, quietly
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.nested import HELD, JSON_SCHEMA, Inside, conforming_to, item_of, items_with
from ampere_data.tabular.package import Table
from ampere_data.tabular.patterns import Pattern
from ampere_data.tabular.rules import NO_RULES, CellCheck, Note, Rules
from ampere_data.tabular.schema import Field, read_schema
from ampere_data.words.reasons import quoted, reason_of

# How long a text is can be told; an array that is too long is not counted.
_OF_LENGTH = frozenset({"minLength", "maxLength"})
# Types whose sentence says how they are written, and those of them that another format has another sentence for.
_OF_ONE_FORMAT = frozenset({"integer", "number", "boolean", "year"})
_OF_A_FORMAT = frozenset({"date", "datetime", "time"})

# A longer cell is not a misspelt value, and after so many faults in one column nobody reads another hint.
_LONGEST_MENDED = 200
_MOST_HINTS = 1_000
_MOST_COMPARED = 5_000
_MOST_KNOWN = 200_000
# A hint for a field of so many values takes as long as two for a field without.
_VALUES_PER_HINT = 500


class Verdict(NamedTuple):
    """What one text is: its value (None where it is missing or unreadable) and what is wrong with it."""

    value: Any
    notes: tuple[Note, ...] = ()

    @property
    def unreadable(self) -> bool:
        """Whether the text has no value because it is not of the field's type."""
        return any(note.code == "type-error" for note in self.notes)


@dataclass(slots=True)
class Reader:
    """Reads the cells of one field, each distinct cell once.

    Attributes:
        table: The table.
        field: The field.
        read_cell: What reads its cells, without its pattern.
        pattern: The field's pattern, if it has one.
        categories: The values that `categories` allows, None where it is silent or `enum` says the same.
        inside: What is said of what a value holds: of the items of an array, and by a JSON Schema.
        checks: What rules say of single cells.
        rules: What suggests another form of a cell.
        hints: For how many faults a mended form was looked for.
    """

    table: Table
    field: Field
    read_cell: types.CellReader
    pattern: Pattern | None = None
    categories: list[Any] | None = None
    inside: tuple[Inside, ...] = ()
    checks: tuple[CellCheck, ...] = ()
    rules: Rules = NO_RULES
    hints: int = 0
    _known: dict[Any, Verdict] = attribute(default_factory=dict)

    def read(self, cell: Any) -> Verdict:
        """Read a cell, a text or a value that already has a type, remembering as many as memory bears."""
        try:
            key = cell if isinstance(cell, str) else (type(cell), cell)
            verdict = self._known.get(key)
        except TypeError:  # a list or a mapping
            return self.judge(cell)
        if verdict is None:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            verdict = self._known[key] = self.judge(cell)
        return verdict

    def judge(self, cell: Any) -> Verdict:
        """Read a cell without remembering it."""
        verdict = self._judge(cell)
        if self.checks and not (isinstance(cell, str) and cell in self.field.missing):
            text = text_of(cell)
            notes = tuple(note for check in self.checks for note in check.judge(text))
            return verdict._replace(notes=verdict.notes + notes)
        return verdict

    def _judge(self, cell: Any) -> Verdict:
        try:
            value, notes = self.read_cell(cell)
        except STUMBLES:
            return Verdict(None, (self._type_note(cell),))
        found = [self._note(name, cell) for name in notes] if notes else []
        if value is not None and not any(note.code == "type-error" for note in found):
            if self.pattern and isinstance(value, str):
                found += self._unmatched(value)
            found += [note for look in self.inside for note in look(value)]
            if self.categories is not None and value not in self.categories:
                found.append(Note("category-error", params={"allowed": self.categories}))
        return Verdict(value, tuple(found))

    def _note(self, name: str, cell: Any) -> Note:
        if name == "type":
            return self._type_note(cell)
        constraint = self.field.constraints.get(name, "")  # an item of a list has constraints of its own
        if name == "enum":
            allowed = ", ".join(map(str, constraint)) if isinstance(constraint, list) else ""
            return self._suggested("constraint-error", name, cell, {"constraint": allowed, "near": ""})
        if name in _OF_LENGTH and isinstance(cell, str) and self.field.type == "string":
            params = {"constraint": constraint, "length": len(cell)}
            return self._suggested("constraint-error", f"{name}/length", cell, params)
        return self._suggested("constraint-error", name, cell, {"constraint": constraint})

    def _conforms(self, text: str) -> bool:
        """Tell whether a text would be right, whatever rules say of it."""
        try:
            value, notes = self.read_cell(text)
            right = value is not None and not notes and (self.pattern is None or self.pattern.matches(text))
        except (*STUMBLES, TimeoutError):
            return False
        return right and (self.categories is None or value in self.categories)

    def _type_note(self, cell: Any) -> Note:
        kind, form = self.field.descriptor.get("type", "string"), self.field.format
        detail = str(kind)
        if kind == "string" and not isinstance(cell, str):
            from ampere_data.tabular.suggestions import kind_of

            params = {"type": kind, "held": kind_of(cell)}
            return self._suggested("type-error", "string/held", cell, params)
        if form != "default" and kind not in _OF_ONE_FORMAT:
            detail = f"{kind}/format" if kind in _OF_A_FORMAT else "format"
        return self._suggested("type-error", detail, cell, {"type": kind, "format": form})

    def _suggested(self, code: str, detail: str, cell: Any, params: Mapping[str, object]) -> Note:
        """Make a note, with what the cell was likely meant to be where that can be told."""
        from ampere_data.tabular.nearness import near_name, offer
        from ampere_data.tabular.suggestions import suggest

        self.hints += 1 + len(self.field.values) // _VALUES_PER_HINT
        offered: Mapping[str, Any] = {}
        if self.hints <= _MOST_HINTS and not (isinstance(cell, str) and len(cell) > _LONGEST_MENDED):
            if isinstance(cell, str):
                if detail == "enum" and len(self.field.values) <= _MOST_COMPARED:
                    offered = offer(near_name(cell, map(str, self.field.values)))
                offered = offered or self.rules.suggest(self.table, self.field, cell, code, detail)
            offered = offered or suggest(self.table, self.field, cell, detail, self._conforms)
        return Note(code, detail, {**params, **offered.get("params", {})}, offered.get("hint", ""))

    def _unmatched(self, value: str) -> list[Note]:
        assert self.pattern is not None  # noqa: S101 - asked before the call
        example = self.field.descriptor.get("example", "")
        params: dict[str, object] = {"constraint": self.pattern.text, "example": example}
        try:
            if self.pattern.matches(value):
                return []
        except TimeoutError:
            return [Note("constraint-error", "pattern-time", {**params, "seconds": f"{self.pattern.limit:.0f}"})]
        return [self._suggested("constraint-error", "pattern/example" if example else "pattern", value, params)]


def readers(table: Table, rules: Rules = NO_RULES, *, checks: bool = True) -> tuple[dict[str, Reader], list[Issue]]:
    """Make a reader for each field of a table's schema, and report what no reader can follow.

    Args:
        table: The table.
        rules: What suggests another form of a cell, and has checks of its own.
        checks: Whether these are made.
    """
    found: dict[str, Reader] = {}
    issues: list[Issue] = []
    others = [one for one in table.schema.fields if types.value_reader(one) is None]
    with isolated() if others else nullcontext() as frictionless, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as `quietly` does
        engines = iter(engine_fields(frictionless, table, others) if others else ())
        for one in table.schema.fields:
            reader, notes = _reader(table, one, rules, engines)
            for note in notes:
                words: dict[str, Any] = {"detail": note.detail, "params": note.params}
                issues.append(Issue(note.code, table=table.name, path=table.path, field=one.name, **words))
            reader.checks = tuple(rules.cell_checks(table, one)) if checks else ()
            found[one.name] = reader
    return found, issues


def _reader(table: Table, field: Field, rules: Rules, engines: Iterator[Any]) -> tuple[Reader, list[Note]]:
    """Make the reader of a field, of one that is not plain by the next of Frictionless' own fields."""
    if read := types.value_reader(field):
        supported: Collection[str] = types.CONSTRAINTS[field.type]
        bounds, notes = _bounds(field, read, supported)
        read_cell = types.cell_reader(field, read, bounds)
    else:
        engine = next(engines)
        read, supported = quietly(engine.create_value_reader(), field), engine.supported_constraints
        bounds, notes = _bounds(field, read, supported)
        for name in types.BOUNDS - bounds.keys():  # one that cannot be read would crash it
            engine.constraints.pop(name, None)
        read_cell = quietly(engine.create_cell_reader(), field)
    pattern = None
    if (said := field.constraints.get("pattern")) is not None and "pattern" in supported:
        try:
            pattern = Pattern(str(said))
        except ValueError as error:
            notes.append(Note("schema-error", "pattern", {"constraint": said, "note": reason_of(error)}))
    inside = []
    if (item := item_of(field)) is not None:
        schema = read_schema({"fields": [item]}, table.name)
        found, issues = readers(table._replace(schema=schema))
        notes += [Note(one.code, one.detail, one.params) for one in issues]
        inside.append(items_with(lambda cell: found[field.name].read(cell).notes))
    if (said := field.constraints.get(JSON_SCHEMA)) is not None and field.type in HELD:
        try:
            inside.append(conforming_to(said))
        except ValueError as error:
            notes.append(Note("schema-error", "json-schema", {"note": quoted(str(error).split("\n", 1)[0])}))
    reader = Reader(table, field, read_cell, pattern, inside=tuple(inside), rules=rules)
    if field.categories and "enum" not in field.constraints:
        reader.categories = [read(one.value) for one in field.categories]
    return reader, notes


def _bounds(field: Field, read: types.ValueReader, supported: Collection[str]) -> tuple[dict[str, Any], list[Note]]:
    """Read the bounds of a field, and report those that are not of its own type."""
    found: dict[str, Any] = {}
    notes = []
    for name in types.BOUNDS:
        constraint = field.constraints.get(name) if name in supported else None
        value = None if constraint is None else read(constraint)
        if value is not None and value == value:  # noqa: PLR0124 - NaN is not itself
            found[name] = value
        elif constraint is not None:
            params = {"name": name, "constraint": constraint, "type": field.type}
            notes.append(Note("schema-error", "bound", params))
    return found, notes
