"""A column of text checked at vector speed: which of its cells may be wrong.

The screen may be stricter than Frictionless, never laxer: it passes the plain spellings that are surely right and stops
all others, which Frictionless' own field reader then decides on, each distinct text once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ampere_data.tabular import arrays
from ampere_data.tabular.cells import Reader
from ampere_data.tabular.columns import Column, Texts, key_text
from ampere_data.tabular.extras import required
from ampere_data.tabular.patterns import to_re2
from ampere_data.tabular.schema import Field

# Tells for an array of texts which of them surely conform.
Screen = Callable[[Any], Any]

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

# The types of which every value is right in a field without constraints; no text is missing if it is none.
_SURE = {
    "integer": frozenset([int]),
    "number": frozenset([int, float, Decimal]),
    "boolean": frozenset([bool]),
    "date": frozenset([date]),
}
# What is looked at elsewhere, and says nothing against a single text.
_ELSEWHERE = frozenset({"unique", "required"})
# Properties that change how a number is written.
_NOTATION = ("decimalChar", "groupChar", "bareNumber")
# Patterns that surely match no NUL and know no place but their own.
_WITHOUT_NUL = re.compile(r"(?:[^.^$\\\0]|\\[dws./-])*")
_LONGEST = 2**31  # no text of an array is longer


def screen_of(reader: Reader) -> Screen | None:
    """Compile the checks of a field into one function over an array, None where only its reader can tell.

    A constraint that is not known here, and a check of rules that has no screen, leaves the column to the reader.
    """
    field = reader.field
    tests = _tests(field, reader)
    if tests is None or not all(check.sure for check in reader.checks):
        return None
    tests += [check.sure for check in reader.checks if check.sure]
    if field.required:
        tests.append(lambda texts: required("pyarrow.compute").invert(arrays.are_in(texts, field.missing)))
    return _all_of(tests) if tests else lambda texts: texts.is_valid()


def sure_types(reader: Reader) -> frozenset[type]:
    """Give the types of values of which any is right in a field."""
    field = reader.field
    bound = field.constraints.keys() - _ELSEWHERE or field.categories or reader.checks or not field.plain
    return frozenset() if bound else _SURE.get(field.type, frozenset())


def repeats(field: Field) -> bool:
    """Tell whether the texts of a field are likely to be few, so that each is read once instead."""
    return field.type in {"boolean", "date", "year"} or "enum" in field.constraints or bool(field.categories)


def key_column(column: Column, reader: Reader | None) -> tuple[Column, set[int]]:
    """Bring cells to the one text that equal values share, None where missing; name the rows without a value.

    Without a reader texts are compared as they are.
    """
    if reader is None:
        return column.replaced(lambda cell: (cell or None) if isinstance(cell, str) else key_text(cell)), set()
    if isinstance(column, Texts):
        if not column.is_coded and _is_own_key(column.array, reader.field):
            return _filled(column, reader.field.missing), set()
        column = column.coded()
        if _is_own_key(column.array.dictionary, reader.field):
            missing = reader.field.missing
            if missing.isdisjoint(column.array.dictionary.to_pylist()):
                return column, set()
            return column.replaced(lambda text: None if text in missing else text), set()
    lost = {row for row, _, _ in column.find(lambda cell: reader.read(cell).unreadable)}
    return column.replaced(lambda cell: key_text(reader.read(cell).value)), lost


def _filled(column: Texts, missing: frozenset[str]) -> Texts:
    pc = required("pyarrow.compute")
    empty = column.are_empty(missing)
    return Texts(pc.if_else(empty, arrays.scalar(None), column.array)) if pc.any(empty).as_py() else column


def _is_own_key(texts: Any, field: Field) -> bool:
    """Tell whether each text is the one that all equal values share."""
    if not field.typed or field.type == "any" or (field.type == "string" and field.plain):
        return True
    spelling = _CANONICAL.get(field.type) if field.plain else None
    pc = required("pyarrow.compute")
    form = rf"(?:{spelling}){'?' if '' in field.missing else ''}"
    return spelling is not None and bool(pc.all(arrays.match_each(texts, form)).as_py())


def _all_of(tests: list[Screen]) -> Screen:
    def passes(texts: Any) -> Any:
        sure = tests[0](texts)
        for test in tests[1:]:
            sure = required("pyarrow.compute").and_(sure, test(texts))
        return sure

    return passes


def _tests(field: Field, reader: Reader) -> list[Screen] | None:
    """Give the tests of a field's type and constraints, None where one of them is not known here."""
    constraints = {name: value for name, value in field.constraints.items() if name not in _ELSEWHERE}
    if reader.categories is not None or any(name in field.descriptor for name in _NOTATION):
        return None
    if not field.typed or field.type == "any":
        return None if constraints else []
    if (field.type, field.format) in _SPELLINGS:
        return _spelling_tests(field, constraints, reader)
    if field.type != "string" or not field.plain or constraints.keys() - _OF_TEXT.keys():
        return None
    tests: list[Screen] = []
    for name, value in constraints.items():
        test = _OF_TEXT[name](value, reader) if value is not None else None
        if test is None:
            return None
        tests.append(test)
    return tests


def _pattern(_: Any, reader: Reader) -> Screen | None:
    text = reader.pattern.text if reader.pattern else None
    form = None if text is None else to_re2(text)
    if text is None or form is None or not _is_taken(form):
        return None
    if _WITHOUT_NUL.fullmatch(text):
        return lambda texts: arrays.match_each(texts, text)
    return lambda texts: required("pyarrow.compute").match_substring_regex(texts, form)


def _is_taken(form: str) -> bool:
    """Tell whether RE2 takes a pattern; it refuses those that would grow too large."""
    pa, pc = required("pyarrow"), required("pyarrow.compute")
    try:
        pc.match_substring_regex(arrays.texts([""]), form)
    except pa.ArrowInvalid:
        return False
    return True


def _longer(least: Any, _: Reader) -> Screen | None:
    def passes(texts: Any) -> Any:
        pc = required("pyarrow.compute")
        return pc.greater_equal(pc.utf8_length(texts), arrays.scalar(min(least, _LONGEST)))

    return passes if isinstance(least, int) else None


def _shorter(most: Any, _: Reader) -> Screen | None:
    def passes(texts: Any) -> Any:
        pc = required("pyarrow.compute")
        limit = arrays.scalar(min(most, _LONGEST))
        # No text has more characters than bytes, and its bytes need no counting.
        sure = pc.less_equal(pc.binary_length(texts), limit)
        return sure if pc.all(sure, min_count=0).as_py() else pc.less_equal(pc.utf8_length(texts), limit)

    return passes if isinstance(most, int) else None


# How each constraint on a text is screened; one that is not here sends its column to the reader.
_OF_TEXT: Mapping[str, Callable[[Any, Reader], Screen | None]] = {
    "pattern": _pattern,
    "minLength": _longer,
    "maxLength": _shorter,
}


def _spelling_tests(field: Field, constraints: Mapping[str, Any], reader: Reader) -> list[Screen] | None:
    """Check the spelling, then the value against the bounds; a value at a bound is left to the reader."""
    spelling, cast = _SPELLINGS[field.type, field.format]
    if constraints.keys() - _BOUNDS.keys() or (constraints and cast is None):
        return None
    limits = []
    for name, bound in constraints.items():
        limit = _limit(field.type, reader.read_cell(bound)[0]) if bound is not None else None
        if limit is None:
            return None
        compare = _BOUNDS[name] if cast == "float64" or name.startswith("exclusive") else f"{_BOUNDS[name]}_equal"
        limits.append((compare, limit))

    def spelt(texts: Any) -> Any:
        pc = required("pyarrow.compute")
        sure = arrays.match_each(texts, spelling)
        if not limits:
            return sure
        if not pc.all(sure, min_count=0).as_py():
            texts = pc.if_else(sure, texts, arrays.scalar(None))
        return pc.and_(sure, pc.fill_null(_within(texts, cast, limits), arrays.scalar(value=False)))

    return [spelt]


def _limit(kind: str, bound: Any) -> Any:
    """Give a bound as pyarrow compares it, None where it cannot. Floats are near enough: equal ones are read."""
    if bound is None or (kind in {"integer", "year"} and abs(bound) >= 2**62):
        return None
    try:
        return float(bound) if kind == "number" else bound
    except OverflowError:
        return None


def _within(texts: Any, cast: str | None, limits: list[tuple[str, Any]]) -> Any:
    pc = required("pyarrow.compute")
    values = pc.cast(texts, cast)
    sure = pc.is_valid(values)
    for compare, limit in limits:
        sure = pc.and_(
            sure, pc.fill_null(getattr(pc, compare)(values, arrays.scalar(limit)), arrays.scalar(value=False))
        )
    return sure
