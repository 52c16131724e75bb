"""Regular expressions that cannot stand still: a `pattern` is matched within a time limit.

A pattern means what it means to Frictionless: `re.compile("^" + pattern + "$").match`. Patterns whose time grows
with the length of the cell, and no faster, go to `re`; all others to the `regex` package, which can be stopped.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

SECONDS = 1.0


class Pattern:
    """One pattern: `matches` says whether a text conforms, and gives up for good once a text took too long."""

    def __init__(self, text: str) -> None:
        """Compile the pattern.

        Raises:
            ValueError: It is not a regular expression.
        """
        self.text = text
        self.exhausted = False
        try:
            self._compiled = re.compile(f"^{text}$")
        except (re.error, OverflowError, RecursionError, MemoryError) as error:
            raise ValueError(str(error) or type(error).__name__) from error

    def matches(self, value: str) -> bool:
        """Tell whether a text conforms.

        Raises:
            TimeoutError: It takes too long to tell, for this text or an earlier one.
        """
        if self.exhausted:
            raise TimeoutError
        if self.linear:
            return self._compiled.match(value) is not None
        try:
            return self._stoppable.match(value, timeout=SECONDS) is not None
        except (TimeoutError, RecursionError, MemoryError) as error:
            self.exhausted = True
            raise TimeoutError from error

    @cached_property
    def linear(self) -> bool:
        """Whether the time grows no faster than the text: at most one open repetition, of single characters."""
        from re import _parser  # type: ignore[attr-defined] # the only parser there is; the fallback is the slower way

        try:
            return _open_repeats(_parser.parse(self._compiled.pattern)) <= 1
        except (AttributeError, RecursionError):
            return False

    @cached_property
    def _stoppable(self) -> Any:  # noqa: ANN401 - regex ships no types
        from ampere_data.extras import required

        regex = required("regex")
        return regex.compile(self._compiled.pattern, regex.V0)


_MANY = 100
_UNBOUNDED = 2


def _open_repeats(parsed: Any) -> int:  # noqa: ANN401 - the parser's own structure
    """Count the repetitions without a small bound; one of anything but single characters counts as too many."""
    count = 0
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _, most, body = argument
            if not _single(body):
                return _UNBOUNDED
            count += 1 if most > _MANY else 0
        elif name == "SUBPATTERN":
            count += _open_repeats(argument[-1])
        elif name == "BRANCH":
            count += sum(_open_repeats(branch) for branch in argument[1])
        elif name not in ("LITERAL", "NOT_LITERAL", "IN", "ANY", "AT", "CATEGORY", "RANGE"):
            return _UNBOUNDED
    return count


def _single(body: Any) -> bool:  # noqa: ANN401 - the parser's own structure
    return len(body) == 1 and str(body[0][0]) in ("LITERAL", "NOT_LITERAL", "IN", "ANY")


def to_re2(pattern: str) -> str | None:
    """Write a pattern so that RE2 matches no text that Python would not; None where the two read it differently."""
    from re import _parser  # type: ignore[attr-defined] # the only parser there is; without it the reader decides

    try:
        parsed = _parser.parse(f"^{pattern}$")
    except (re.error, RecursionError, OverflowError):
        return None
    if parsed.state.flags & ~re.UNICODE or not all(_is_common(item) for item in parsed):
        return None
    return rf"\A(?:^{pattern}$)"


_MOST_REPEATS = 500
_CHARACTERS = frozenset({"LITERAL", "NOT_LITERAL", "ANY"})


def _is_common(item: Any) -> bool:  # noqa: ANN401 - the parser's own structure
    """Tell whether both engines read a part of a pattern alike, or RE2 reads it more narrowly."""
    operation, argument = str(item[0]), item[1]
    if operation in _CHARACTERS or operation == "AT":
        return operation != "AT" or str(argument) in {"AT_BEGINNING", "AT_END"}
    if operation == "IN":
        negated = str(argument[0][0]) == "NEGATE"
        plain = all(str(one[0]) in {"LITERAL", "RANGE", "NEGATE"} for one in argument)
        narrow = all(
            str(one[1]).removeprefix("CATEGORY_") in {"DIGIT", "SPACE", "WORD"}
            for one in argument
            if str(one[0]) == "CATEGORY"
        )
        return plain or (not negated and narrow)
    if operation in {"MAX_REPEAT", "MIN_REPEAT"}:
        least, most, body = argument
        bounded = int(least) <= _MOST_REPEATS and (str(most) == "MAXREPEAT" or int(most) <= _MOST_REPEATS)
        return bounded and all(_is_common(one) for one in body)
    if operation == "SUBPATTERN":
        _, added, removed, body = argument
        return not added and not removed and all(_is_common(one) for one in body)
    if operation == "BRANCH":
        return all(_is_common(one) for branch in argument[1] for one in branch)
    return False
