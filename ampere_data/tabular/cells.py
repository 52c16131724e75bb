"""Frictionless decides on a cell: the only module that touches its field readers.

Types, codes and meaning are Frictionless' own. Three things are kept from it: the modules called `frictionless_*` that
it would import from the working folder, the network, and the patterns, which are matched within a time limit.
"""

from __future__ import annotations

import copy
import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, NamedTuple

from ampere_data.curation import spelling
from ampere_data.tabular.extras import required
from ampere_data.tabular.package import Table
from ampere_data.tabular.patterns import Pattern
from ampere_data.tabular.report import Issue
from ampere_data.words.reasons import reason_of

# What a field reader of Frictionless may stumble over instead of answering: a signalling NaN, a date without a zone
# beside one with, JSON nested too deeply.
STUMBLES = (TypeError, ValueError, ArithmeticError, LookupError, RecursionError, AttributeError, MemoryError)

_LOCK = RLock()

# How long a text is can be told; an array that is too long is not counted.
_OF_LENGTH = frozenset({"minLength", "maxLength"})
# Types whose sentence says how they are written, and those of them that another format has another sentence for.
_OF_ONE_FORMAT = frozenset({"integer", "number", "boolean", "year"})
_OF_A_FORMAT = frozenset({"date", "datetime", "time"})

# A longer cell is not a misspelt value, and after so many faults in one column nobody reads another hint.
_LONGEST_MENDED = 200
_MOST_HINTS = 1_000
_MOST_COMPARED = 5_000
# A hint for a field of so many values takes as long as two for a field without.
_VALUES_PER_HINT = 500


class Note(NamedTuple):
    """What is wrong with one cell, wherever it stands."""

    code: str
    detail: str = ""
    params: Mapping[str, object] = {}
    hint: str = ""


class Verdict(NamedTuple):
    """What one text is: its value (None where it is missing or unreadable) and what is wrong with it."""

    value: Any
    notes: tuple[Note, ...] = ()

    @property
    def unreadable(self) -> bool:
        """Whether the text has no value because it is not of the field's type."""
        return any(note.code == "type-error" for note in self.notes)


class _NoNetwork:
    """Stands in for an HTTP session: nothing is fetched while data is checked."""

    def get(self, url: str, **_: object) -> None:
        msg = f"{url} is not fetched"
        raise OSError(msg)


@contextmanager
def isolated() -> Iterator[Any]:
    """Give Frictionless without plugins and without network, and leave it as it was."""
    with _LOCK:
        frictionless = required("frictionless")
        system = frictionless.system
        before = system.__dict__.get("methods")
        system.__dict__["methods"] = {hook: OrderedDict() for hook in system.supported_hooks}
        try:
            with system.use_context(http_session=_NoNetwork(), trusted=False, onerror="ignore"):
                yield frictionless
        finally:
            if before is None:
                system.__dict__.pop("methods", None)
            else:
                system.__dict__["methods"] = before


@dataclass(slots=True)
class Reader:
    """Reads the cells of one field, each distinct text once.

    Attributes:
        table: The name of the table.
        descriptor: The field's descriptor.
        read_cell: Frictionless' own reader of this field, without its pattern.
        pattern: The field's pattern, if it has one.
        categories: The values that `categories` allows, None where it is silent or `enum` says the same.
        known: What was read already.
        allowed: The values that `enum` allows, as they are told.
        weight: For how many hints one counts: to look through many values takes long.
        hints: For how many faults a mended form was looked for.
    """

    table: str
    descriptor: dict[str, Any]
    read_cell: Callable[[Any], tuple[Any, dict[str, str] | None]]
    pattern: Pattern | None = None
    categories: list[Any] | None = None
    known: dict[Any, Verdict] = field(default_factory=dict)
    allowed: str = ""
    weight: int = 1
    hints: int = 0

    @property
    def name(self) -> str:
        """The field's name."""
        return str(self.descriptor["name"])

    def read(self, text: str) -> Verdict:
        """Read a text as this field does."""
        verdict = self.known.get(text)
        if verdict is None:
            verdict = self.known[text] = self.judge(text)
        return verdict

    def judge(self, cell: Any) -> Verdict:  # noqa: ANN401 - a cell of a frame is of any type
        """Read a cell, a text or a value that already has a type, without remembering it."""
        try:
            value, notes = self.read_cell(cell)
        except STUMBLES:
            return Verdict(None, (self._type_note(cell),))
        found = [self._note(name, cell) for name in notes] if notes else []
        if value is not None and not any(note.code == "type-error" for note in found):
            if self.pattern and isinstance(value, str):
                found += self._unmatched(value)
            if self.categories is not None and value not in self.categories:
                found.append(Note("category-error", params={"allowed": self.categories}))
        return Verdict(value, tuple(found))

    def _note(self, name: str, cell: Any) -> Note:  # noqa: ANN401 - as above
        if name == "type":
            return self._type_note(cell)
        constraint = self.descriptor["constraints"][name]
        if name == "enum":
            near = self._near(str(cell), constraint)
            params = {"constraint": self.allowed, "near": near}
            return Note("constraint-error", name, params, "near-id") if near else self._mendable(name, cell, params)
        if name in _OF_LENGTH and isinstance(cell, str) and self.descriptor.get("type", "string") == "string":
            return self._mendable(f"{name}/length", cell, {"constraint": constraint, "length": len(cell)})
        return self._mendable(name, cell, {"constraint": constraint})

    def _near(self, text: str, values: list[Any]) -> str:
        """Find the allowed value that a text was likely meant to be."""
        from ampere_data.curation.evidence.lexicon import section
        from ampere_data.tabular.nearness import near_name, printed_value

        self.hints += self.weight
        if self.hints > _MOST_HINTS or len(text) > _LONGEST_MENDED or len(values) > _MOST_COMPARED:
            return ""
        near = near_name(text, [str(item) for item in values])
        near = near or printed_value(text, self.descriptor, section(self.table, self.name))
        return near if near in map(str, values) else ""

    def _type_note(self, cell: Any) -> Note:  # noqa: ANN401 - as above
        kind, form = self.descriptor.get("type", "string"), self.descriptor.get("format", "default")
        detail = str(kind)
        if form != "default" and kind not in _OF_ONE_FORMAT:
            detail = f"{kind}/format" if kind in _OF_A_FORMAT else "format"
        return self._mendable(detail, cell, {"type": kind, "format": form}, "type-error")

    def _mendable(self, detail: str, cell: Any, params: Mapping[str, object], code: str = "constraint-error") -> Note:  # noqa: ANN401
        """Make a note, with the mended form of the cell where there is one."""
        self.hints += self.weight
        if isinstance(cell, str) and len(cell) <= _LONGEST_MENDED and self.hints <= _MOST_HINTS:
            from ampere_data.curation import mistyped

            mended = spelling.respell(self.descriptor, cell, guess=True)
            offered: Mapping[str, Any] = mistyped.offer(cell, mended) if mended != cell else {}
            if not offered and detail == "date":
                offered = mistyped.advise(cell)
            elif not offered and code == "type-error" and detail in ("number", "integer"):
                offered = mistyped.advise_number(cell)
            return Note(code, detail, {**params, **offered.get("params", {})}, offered.get("hint", ""))
        return Note(code, detail, params)

    def _unmatched(self, value: str) -> list[Note]:
        assert self.pattern is not None  # noqa: S101 - asked before the call
        params: dict[str, object] = {"constraint": self.pattern.text}
        params |= {"example": self.descriptor.get("example", "")}
        detail = "pattern/example" if params["example"] else "pattern"
        try:
            return [] if self.pattern.matches(value) else [self._mendable(detail, value, params)]
        except TimeoutError:
            return [Note("constraint-error", "pattern-time", {**params, "seconds": f"{self.pattern.limit:.0f}"})]


def readers(table: Table) -> tuple[dict[str, Reader], list[Issue]]:
    """Make a reader for each field of a table's schema, and report what no reader can follow."""
    place = {"table": table.name, "path": table.path}
    found: dict[str, Reader] = {}
    issues: list[Issue] = []
    with isolated() as frictionless, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as `_quietly` does
        for descriptor, engine in zip(table.fields, _engine_fields(frictionless, table), strict=True):
            reader, notes = _reader(table.name, descriptor, engine)
            for note in notes:
                words: dict[str, Any] = {"detail": note.detail, "params": note.params, **place}
                issues.append(Issue(note.code, field=reader.name, **words))
            found[reader.name] = reader
    return found, issues


def _engine_fields(frictionless: Any, table: Table) -> list[Any]:  # noqa: ANN401 - frictionless ships no types
    descriptor = copy.deepcopy({key: table.schema[key] for key in ("fields", "missingValues") if key in table.schema})
    for one in descriptor.get("fields", []):
        constraints = one.get("constraints")
        if isinstance(constraints, dict):
            constraints.pop("pattern", None)
    frictionless.Schema.metadata_transform(descriptor)
    return list(frictionless.Schema.metadata_import(descriptor).fields)


def _reader(table: str, descriptor: dict[str, Any], engine: Any) -> tuple[Reader, list[Note]]:  # noqa: ANN401 - as above
    notes = _drop_unreadable_bounds(engine)
    constraints = descriptor.get("constraints") or {}
    pattern = None
    if constraints.get("pattern") is not None and "pattern" in engine.supported_constraints:
        try:
            pattern = Pattern(str(constraints["pattern"]))
        except ValueError as error:
            params = {"constraint": constraints["pattern"], "note": reason_of(error)}
            notes.append(Note("schema-error", "pattern", params))
    reader = Reader(table, descriptor, _quietly(engine.create_cell_reader(), descriptor), pattern)
    if isinstance(constraints.get("enum"), list):
        reader.allowed = ", ".join(map(str, constraints["enum"]))
    reader.weight += len(spelling.values(descriptor)) // _VALUES_PER_HINT
    if isinstance(descriptor.get("categories"), list) and "enum" not in constraints:
        values = [item.get("value") if isinstance(item, dict) else item for item in descriptor["categories"]]
        read = engine.create_value_reader()
        reader.categories = [read(value) for value in values]
    return reader, notes


def _quietly(read: Callable[..., Any], descriptor: Mapping[str, Any]) -> Callable[..., Any]:
    """Keep what reads a date in any format from warning of zones that it does not know."""
    if descriptor.get("format") != "any":
        return read

    def read_quietly(cell: Any) -> Any:  # noqa: ANN401 - as above
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read(cell)

    return read_quietly


def _drop_unreadable_bounds(engine: Any) -> list[Note]:  # noqa: ANN401 - as above
    """Take out the bounds that are not of the field's own type; comparing with them would crash Frictionless."""
    notes = []
    read = engine.create_value_reader()
    for name in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        constraint = engine.constraints.get(name)
        if constraint is not None and name in engine.supported_constraints:
            value = read(constraint)
            if value is None or value != value:  # noqa: PLR0124 - NaN is not itself
                del engine.constraints[name]
                params = {"name": name, "constraint": constraint, "type": engine.type}
                notes.append(Note("schema-error", "bound", params))
    return notes
