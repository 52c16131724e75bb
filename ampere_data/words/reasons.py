"""Why something cannot be read, used or written: one sentence per reason, under `[reasons]` in the files of `words`.

A reason stands where the sentence of a finding says `{note}`, in an exception, or in another reason; it is said in the
language of whoever reads it. What a library or the system says in its own words is quoted.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from functools import reduce
from typing import Protocol

from ampere_data.words import say

# What the system says in words of its own, by number; the rest is quoted.
_ERRNOS = {
    errno.ENOENT: "no-such-file",
    errno.EACCES: "not-permitted",
    errno.EPERM: "not-permitted",
    errno.EISDIR: "is-a-folder",
    errno.ENOTDIR: "not-a-folder",
    errno.ENOSPC: "disk-full",
    errno.EROFS: "read-only",
    errno.ENAMETOOLONG: "name-too-long",
}
# Longer than a path may be on any system that people write CSV on, shorter than what would flood a terminal.
_LONGEST_WORD = 1_000


class Spoken(Protocol):
    """What can be said in any language: a reason, or a finding."""

    def sentence(self, language: str) -> str:
        """Say it in one plain sentence."""


class Reason:
    """Why something cannot be done: an entry of `[reasons]`, and what it speaks of."""

    __slots__ = ("name", "words")

    def __init__(self, name: str, /, **words: object) -> None:
        self.name, self.words = name, words

    def sentence(self, language: str = "en") -> str:
        """Say the reason in one plain sentence, in `language` (`en` or `fr`)."""
        return say("reasons", self.name, language, self.words, _LONGEST_WORD)

    def __str__(self) -> str:
        return self.sentence()

    def __repr__(self) -> str:
        return f"Reason({', '.join([repr(self.name), *(f'{name}={word!r}' for name, word in self.words.items())])})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reason) and (self.name, self.words) == (other.name, other.words)

    def __hash__(self) -> int:
        return hash(self.name)


def reason_of(error: BaseException, who: str = "") -> Reason:
    """Give the reason that an error carries, that the system's number stands for, or what the error says, quoted.

    Args:
        error: The error.
        who: Whose words are quoted, if that is worth telling.
    """
    carried = getattr(error, "note", None) or (error.args[0] if error.args else None)
    if isinstance(carried, Reason):
        return carried
    if isinstance(error, OSError) and error.errno in _ERRNOS:
        return Reason(_ERRNOS[error.errno])
    said = getattr(error, "strerror", None) or (carried if isinstance(carried, str) else str(error))
    return quoted(said or type(error).__name__, who)


def quoted(words: str, who: str = "") -> Reason:
    """Quote what others say in their own words."""
    return Reason("quoted-of", words=words, who=who) if who else Reason("quoted", words=words)


def together(sayings: Iterable[Spoken]) -> Reason:
    """Join reasons, or findings, at least one, to one reason."""
    first, *rest = sayings
    return reduce(lambda one, other: Reason("and", first=one, second=other), rest, Reason("said", reason=first))
