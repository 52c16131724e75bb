"""A column of text checked at vector speed: which of its cells may be wrong.

The screen may be stricter than Frictionless, never laxer: it passes the plain spellings that are surely right and stops
all others, which Frictionless' own field reader then decides on, each distinct text once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ampere_data.tabular import arrays
from ampere_data.tabular.cells import Note, Reader
from ampere_data.tabular.extras import required
from ampere_data.tabular.keys import key_text
from ampere_data.tabular.package import Table
from ampere_data.tabular.patterns import to_re2

_YEAR = r"(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_LONG = r"(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
_SHORT = r"(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
# A day that any year has; the 29th of February is left to the reader.
_DAY = rf"{_YEAR}-(?:{_LONG}|{_SHORT}|02-(?:0[1-9]|1[0-9]|2[0-8]))"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_BOUNDS = {"minimum": "greater", "maximum": "less", "exclusiveMinimum": "greater", "exclusiveMaximum": "less"}

# The spellings that surely are of a type, in RE2, and the type that pyarrow casts them to in order to compare them.
_SPELLINGS: dict[tuple[str, str], tuple[str, str | None]] = {
    ("integer", "default"): (r"-?[0-9]{1,18}", "int64"),
    ("number", "default"): (r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?", "float64"),
    ("year", "default"): (r"[0-9]{4}", "int64"),
    ("date", "default"): (_DAY, "date32"),
    ("yearmonth", "default"): (r"[0-9]{4}-(?:0[1-9]|1[0-2])", None),
    ("time", "default"): (_TIME, None),
    ("datetime", "default"): (rf"{_DAY}T{_TIME}Z?", None),
}
# The spellings that are the one text all equal values share, so that a key need not be read to be compared.
_CANONICAL = {"integer": r"0|-?[1-9][0-9]{0,17}", "date": _DAY, "year": r"[1-9][0-9]{3}"}

_MOST_KNOWN = 200_000
_LONGEST = 2**31  # no text of an array is longer


@dataclass(slots=True)
class Column:
    """What is known about checking one field: its reader, and what needs no reading.

    Attributes:
        reader: The field's reader, which decides.
        passes: Tells for an array of texts which of them surely conform; None where only the reader can tell.
        few: Whether the texts are likely to be few, so that each is read once instead.
        missing: The texts that stand for no value.
        canonical: The spelling that keys need no reading for; None where every text is its own value.
    """

    reader: Reader
    passes: Callable[[Any], Any] | None
    few: bool
    missing: frozenset[str]
    canonical: str | None = None
    textual: bool = False

    def stopped(self, texts: Any) -> dict[str, tuple[list[int], tuple[Note, ...]]]:  # noqa: ANN401 - pyarrow array
        """Check an array of texts; return for each text that is wrong its rows and what is wrong with it."""
        pc = required("pyarrow.compute")
        rows = None
        if not hasattr(texts, "dictionary"):
            rows = self._unsure(texts)
            if rows is not None:
                if not len(rows):
                    return {}
                texts = texts.take(rows)
            texts = texts.dictionary_encode()
        wrong = self._wrong(texts.dictionary)
        if not wrong:
            return {}
        found = pc.indices_nonzero(pc.is_in(texts.indices, arrays.numbers(wrong)))
        codes = texts.indices.take(found).to_pylist()
        places = (rows.take(found) if rows is not None else found).to_pylist()
        stopped: dict[str, tuple[list[int], tuple[Note, ...]]] = {}
        for code, place in zip(codes, places, strict=True):
            text, notes = wrong[code]
            stopped.setdefault(text, ([], notes))[0].append(place)
        return stopped

    def _unsure(self, texts: Any) -> Any:  # noqa: ANN401 - pyarrow arrays
        """List the positions of the texts that the screen stops, None where it stops all."""
        if self.passes is None:
            return None
        pc = required("pyarrow.compute")
        sure = self.passes(texts)
        if sure is None or pc.all(sure, min_count=0).as_py():
            return arrays.numbers([])
        return pc.indices_nonzero(pc.invert(sure))

    def _wrong(self, distinct: Any) -> dict[int, tuple[str, tuple[Note, ...]]]:  # noqa: ANN401 - pyarrow array
        """Read distinct texts, those that the screen stops; return by position which are wrong, and why."""
        rows = self._unsure(distinct)
        texts = (distinct if rows is None else distinct.take(rows)).to_pylist()
        places = range(len(texts)) if rows is None else rows.to_pylist()
        read = ((at, text, self.read(text).notes) for at, text in zip(places, texts, strict=True))
        return {at: (text, notes) for at, text, notes in read if notes}

    def read(self, text: str) -> Any:  # noqa: ANN401 - a verdict
        """Read one text, remembering no more of them than memory bears."""
        if len(self.reader.known) > _MOST_KNOWN:
            self.reader.known.clear()
        return self.reader.read(text)

    def empty(self, texts: Any) -> Any:  # noqa: ANN401 - pyarrow arrays
        """Tell which texts stand for no value."""
        pc = required("pyarrow.compute")
        if hasattr(texts, "dictionary"):
            codes = [at for at, text in enumerate(texts.dictionary.to_pylist()) if text in self.missing]
            return pc.is_in(texts.indices, arrays.numbers(codes))
        return are_in(texts, self.missing)

    def keys(self, texts: Any) -> tuple[Any, list[int]]:  # noqa: ANN401 - pyarrow arrays
        """Bring texts to the one text that equal values share, null where missing; list the rows without a value."""
        pa, pc = required("pyarrow"), required("pyarrow.compute")
        if not hasattr(texts, "dictionary") and (self.textual or self._is_canonical(texts)):
            empty = self.empty(texts)
            return (pc.if_else(empty, arrays.scalar(None), texts) if pc.any(empty).as_py() else texts), []
        coded = texts if hasattr(texts, "dictionary") else texts.dictionary_encode()
        if self.textual or self._is_canonical(coded.dictionary):
            empty = are_in(coded.dictionary, self.missing)
            values = pc.if_else(empty, arrays.scalar(None), coded.dictionary)
            return pa.DictionaryArray.from_arrays(coded.indices, values), []
        verdicts = [self.read(text) for text in coded.dictionary.to_pylist()]
        values = arrays.texts([key_text(verdict.value) for verdict in verdicts])
        unreadable = [at for at, verdict in enumerate(verdicts) if verdict.unreadable]
        lost = pc.indices_nonzero(pc.is_in(coded.indices, arrays.numbers(unreadable))) if unreadable else None
        return pa.DictionaryArray.from_arrays(coded.indices, values), lost.to_pylist() if lost is not None else []

    def _is_canonical(self, texts: Any) -> bool:  # noqa: ANN401 - pyarrow array
        pc = required("pyarrow.compute")
        form = rf"\A(?:{self.canonical}){'?' if '' in self.missing else ''}\z"
        return self.canonical is not None and bool(pc.all(pc.match_substring_regex(texts, form)).as_py())


def columns_of(table: Table, readers: Mapping[str, Reader], keyed: frozenset[str]) -> dict[str, Column]:
    """Say for each field how its column is checked.

    Args:
        table: The table.
        readers: The reader of each field.
        keyed: The fields that are foreign keys, whose texts come again and again.
    """
    found = {}
    for one in table.fields:
        kind = str(one.get("type") or "string")
        constraints = one.get("constraints") or {}
        few = kind in {"boolean", "date", "year"} or "enum" in constraints or "categories" in one
        reader = readers[one["name"]]
        default = one.get("format", "default") == "default"
        found[one["name"]] = Column(
            reader,
            _screen(one, reader, table.missing(one)),
            few or one["name"] in keyed,
            table.missing(one),
            _CANONICAL.get(kind) if default else None,
            textual=kind == "any" or (kind == "string" and default),
        )
    return found


def _screen(one: Mapping[str, Any], reader: Reader, missing: frozenset[str]) -> Callable[[Any], Any] | None:
    """Compile the checks of a field into one function over an array, or None where only its reader can tell."""
    kind, form = str(one.get("type") or "string"), str(one.get("format", "default"))
    constraints = {name: value for name, value in (one.get("constraints") or {}).items() if name != "unique"}
    if "enum" in constraints or "categories" in one or {"decimalChar", "groupChar", "bareNumber"} & set(one):
        return None
    tests = _text_tests(constraints, reader) if kind == "string" and form == "default" else None
    if kind == "any":
        tests = []
    if (kind, form) in _SPELLINGS:
        tests = _spelling_tests(kind, form, constraints, reader)
    if tests is None:
        return None
    if constraints.get("required"):
        tests.append(lambda texts: required("pyarrow.compute").invert(are_in(texts, missing)))

    def passes(texts: Any) -> Any:  # noqa: ANN401 - pyarrow arrays
        pc = required("pyarrow.compute")
        sure = None
        for test in tests:
            sure = test(texts) if sure is None else pc.and_(sure, test(texts))
        return sure

    return passes


def are_in(texts: Any, some: frozenset[str]) -> Any:  # noqa: ANN401 - pyarrow arrays
    """Tell which texts are among some."""
    pc = required("pyarrow.compute")
    if some == {""}:
        return pc.equal(pc.binary_length(texts), arrays.scalar(0))
    return pc.is_in(texts, arrays.texts(sorted(some)))


def _text_tests(constraints: Mapping[str, Any], reader: Reader) -> list[Callable[[Any], Any]] | None:
    tests: list[Callable[[Any], Any]] = []
    if reader.pattern is not None:
        form = to_re2(reader.pattern.text)
        if form is None or not _is_taken(form):
            return None
        tests.append(lambda texts: required("pyarrow.compute").match_substring_regex(texts, form))
    least, most = constraints.get("minLength"), constraints.get("maxLength")
    if least is not None:
        tests.append(lambda texts: _longer(texts, least))
    if most is not None:
        tests.append(lambda texts: _shorter(texts, most))
    return tests


def _is_taken(form: str) -> bool:
    """Tell whether RE2 takes a pattern; it refuses those that would grow too large."""
    pa, pc = required("pyarrow"), required("pyarrow.compute")
    try:
        pc.match_substring_regex(arrays.texts([""]), form)
    except pa.ArrowInvalid:
        return False
    return True


def _longer(texts: Any, least: int) -> Any:  # noqa: ANN401 - pyarrow arrays
    pc = required("pyarrow.compute")
    return pc.greater_equal(pc.utf8_length(texts), arrays.scalar(min(least, _LONGEST)))


def _shorter(texts: Any, most: int) -> Any:  # noqa: ANN401 - pyarrow arrays
    pc = required("pyarrow.compute")
    limit = arrays.scalar(min(most, _LONGEST))
    # No text has more characters than bytes, and its bytes need no counting.
    sure = pc.less_equal(pc.binary_length(texts), limit)
    return sure if pc.all(sure).as_py() else pc.less_equal(pc.utf8_length(texts), limit)


def _spelling_tests(
    kind: str, form: str, constraints: Mapping[str, Any], reader: Reader
) -> list[Callable[[Any], Any]] | None:
    """Check the spelling, then the value against the bounds; a value at a bound is left to the reader."""
    spelling, cast = _SPELLINGS[kind, form]
    bounds = {name: constraints[name] for name in _BOUNDS if constraints.get(name) is not None}
    if bounds and cast is None:
        return None
    limits = []
    for name, bound in bounds.items():
        limit = _limit(kind, reader.read_cell(bound)[0])
        if limit is None:
            return None
        compare = _BOUNDS[name] if cast == "float64" or name.startswith("exclusive") else f"{_BOUNDS[name]}_equal"
        limits.append((compare, limit))
    whole = rf"\A(?:{spelling})\z"

    def spelt(texts: Any) -> Any:  # noqa: ANN401 - pyarrow arrays
        pc = required("pyarrow.compute")
        sure = pc.match_substring_regex(texts, whole)
        if not limits:
            return sure
        if not pc.all(sure).as_py():
            texts = pc.if_else(sure, texts, arrays.scalar(None))
        return pc.and_(sure, pc.fill_null(_within(texts, cast, limits), arrays.scalar(value=False)))

    return [spelt]


def _limit(kind: str, bound: Any) -> Any:  # noqa: ANN401 - a value of the field's type
    """Give a bound as pyarrow compares it, None where it cannot. Floats are near enough: equal ones are read."""
    if bound is None or (kind in {"integer", "year"} and abs(bound) >= 2**62):
        return None
    return float(bound) if kind == "number" else bound


def _within(texts: Any, cast: str | None, limits: list[tuple[str, Any]]) -> Any:  # noqa: ANN401 - pyarrow arrays
    pc = required("pyarrow.compute")
    values = pc.cast(texts, cast)
    sure = pc.is_valid(values)
    for compare, limit in limits:
        sure = pc.and_(
            sure, pc.fill_null(getattr(pc, compare)(values, arrays.scalar(limit)), arrays.scalar(value=False))
        )
    return sure
