"""Regular expressions that cannot stand still: a `pattern` is matched within a time limit.

A pattern means what it means to Frictionless: `re.compile("^" + pattern + "$").match`. Patterns whose time grows
with the length of the cell, and no faster, go to `re`; all others to the `regex` package, which can be stopped.
"""

from __future__ import annotations

import re
import warnings
from functools import cached_property
from time import thread_time
from typing import Any

from ampere_data.words.reasons import Reason

# What a pattern may take on one text; on all of them together, and more for each character that it is put to.
SECONDS = 1.0
SECONDS_IN_ALL = 10.0
SECONDS_MORE = 1e-6
# What a pattern may hold, its repetitions written out as often as they are demanded: `regex` writes them out.
LARGEST = 100_000


class Pattern:
    """One pattern: `matches` says whether a text conforms, and gives up for good once it took too long.

    Attributes:
        text: The pattern.
        limit: The seconds that it may take, on one text or, once it took them, on all texts together.
    """

    def __init__(self, text: str) -> None:
        """Compile the pattern.

        Raises:
            ValueError: It is not a regular expression, or one that could neither be trusted nor be stopped.
        """
        self.text = text
        self.limit = SECONDS
        self._left = SECONDS_IN_ALL
        self._exhausted = False
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of what a later Python may read differently
                self._compiled = re.compile(f"^{text}$")
                if not self.linear:
                    _ = self._stoppable  # what cannot be compiled is said now
        except (re.error, OverflowError, RecursionError, MemoryError) as error:
            raise ValueError(str(error) or type(error).__name__) from error

    def matches(self, value: str) -> bool:
        """Tell whether a text conforms.

        Raises:
            TimeoutError: It takes too long to tell, for this text or an earlier one.
        """
        if self._exhausted:
            raise TimeoutError
        if self.linear:
            return self._compiled.match(value) is not None
        begun = thread_time()
        try:
            found = self._stoppable.match(value, timeout=SECONDS) is not None
        except (TimeoutError, RecursionError, MemoryError) as error:
            self._exhausted = True
            raise TimeoutError from error
        self._left += SECONDS_MORE * (len(value) + _CALL) - (thread_time() - begun)
        if self._left < 0:
            self._exhausted, self.limit = True, SECONDS_IN_ALL
        return found

    @cached_property
    def linear(self) -> bool:
        """Whether the time grows no faster than the text: one open repetition, of single characters; few choices."""
        from re import _parser  # type: ignore[attr-defined] # the only parser there is; the fallback is the slower way

        try:
            opened, ways = _effort(_parser.parse(self._compiled.pattern))
        except (AttributeError, RecursionError):
            return False
        return opened <= 1 and ways <= _MANY

    @cached_property
    def _stoppable(self) -> Any:
        from re import _parser  # type: ignore[attr-defined] # the only parser there is

        from ampere_data.tabular.extras import required

        pattern = self._compiled.pattern
        if _size(_parser.parse(pattern)) > LARGEST:
            raise ValueError(Reason("pattern-size", most=LARGEST))
        regex = required("regex")
        try:
            return regex.compile(_escaped(pattern), regex.V0)
        except regex.error as error:
            raise ValueError(str(error)) from error


_PIECE = re.compile(
    r"""
    (?P<taken> \\N\{[^}]*\} | \\. | \(\?\#[^)]*\) | \{(?:\d+|\d*,\d*)\} )
    | (?P<set> \[\^?\]?(?:\\.|[^\]\\])*\] )
    | (?P<sign> [{}] )
    """,
    re.VERBOSE | re.DOTALL,
)


def _escaped(pattern: str) -> str:
    """Escape what `regex` reads otherwise than `re`: braces that count nothing, and `[` within a set.

    Raises:
        ValueError: It would not mean the same.
    """
    from re import _parser  # type: ignore[attr-defined] # the only parser there is

    def escape(piece: re.Match[str]) -> str:
        if piece["set"]:
            return "[" + re.sub(r"(\\.)|\[", lambda one: one[1] or r"\[", piece["set"][1:], flags=re.DOTALL)
        return rf"\{piece['sign']}" if piece["sign"] else piece["taken"]

    escaped = _PIECE.sub(escape, pattern)
    if escaped != pattern and repr(_parser.parse(escaped)) != repr(_parser.parse(pattern)):
        raise ValueError(Reason("pattern-otherwise"))
    return escaped


_CALL = 10  # a call takes about as long as so many characters
_MANY = 100
_UNBOUNDED = (2, 1)


def _effort(parsed: Any) -> tuple[int, int]:
    """Count the repetitions without a small bound, and the ways in which all else may be tried on one text.

    A repetition of anything but single characters counts as too many.
    """
    opened, ways = 0, 1
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, body = argument
            if not _single(body):
                return _UNBOUNDED
            more = (1, 1) if most > _MANY else (0, int(most) - int(least) + 1)
        elif name == "SUBPATTERN":
            more = _effort(argument[-1])
        elif name == "BRANCH":
            branches = [_effort(branch) for branch in argument[1]]
            more = (sum(one for one, _ in branches), sum(one for _, one in branches))
        elif name in ("LITERAL", "NOT_LITERAL", "IN", "ANY", "AT", "CATEGORY", "RANGE"):
            more = (0, 1)
        else:
            return _UNBOUNDED
        opened, ways = opened + more[0], min(ways * more[1], _MANY + 1)
    return opened, ways


def _size(parsed: Any) -> int:
    """Count the characters of a pattern, each repetition as often as it is demanded at least."""
    size = 0
    for operation, argument in parsed:
        least, parts = 1, argument if isinstance(argument, list | tuple) else ()
        if str(operation).endswith("_REPEAT"):
            least, parts = max(1, int(argument[0])), argument[2:]
        elif str(operation) == "BRANCH":
            parts = argument[1]
        elif hasattr(argument, "state"):
            parts = (argument,)
        size += least * (sum(_size(part) for part in parts if hasattr(part, "state")) or 1)
    return size


def _single(body: Any) -> bool:
    return len(body) == 1 and str(body[0][0]) in ("LITERAL", "NOT_LITERAL", "IN", "ANY")


def to_re2(pattern: str) -> str | None:
    """Write a pattern so that RE2 matches no text that Python would not; None where the two read it differently."""
    from re import _parser  # type: ignore[attr-defined] # the only parser there is; without it the reader decides

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = _parser.parse(f"^{pattern}$")
    except (re.error, RecursionError, OverflowError):
        return None
    if parsed.state.flags & ~re.UNICODE or not all(_is_common(item) for item in parsed):
        return None
    return rf"\A(?:^{pattern}$)"


_MOST_REPEATS = 500
_CHARACTERS = frozenset({"LITERAL", "NOT_LITERAL", "ANY"})


def _is_common(item: Any) -> bool:
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
