"""Stretches of a document: found by words, held by offsets and a digest.

Offsets count the code points of the document exactly as it lies on disk, from 0, the end not included, as in the
TextPositionSelector of the W3C Web Annotation model.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

_QUOTES = '"“”„‟«»″'
_APOSTROPHES = "'’‘ʼ`´′"
_HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_KINDS = (
    {ord(char): '"' for char in _QUOTES}
    | {ord(char): "'" for char in _APOSTROPHES}
    | {ord(char): "-" for char in _HYPHENS}
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document, from `start` up to but not including `end`."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def is_whole(self, text: str) -> bool:
        """Tell whether the span begins and ends where words do."""
        edges = (text[max(0, edge - 1) : edge + 1] for edge in (self.start, self.end))
        return not any(len(pair) == 2 and pair.isalnum() for pair in edges)  # noqa: PLR2004 - both sides of an edge

    def of(self, text: str) -> str:
        """Return the words that stand there."""
        return text[self.start : self.end]


def digest(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def plainly(text: str) -> str:
    """Write every kind of blank in a text as a plain one, one for one."""
    return "".join(" " if char.isspace() else char for char in text)


def locate(text: str, words: str) -> list[Span]:
    """Find every place where the words stand, whatever kind of blank, quote, apostrophe or hyphen was typed.

    Letters and accents must agree, and so must case, unless nothing stands there with the case as typed; the spans are
    exact.
    """
    folded, starts, ends = _fold(text)
    wanted = _fold(words)[0].strip()
    if wanted not in folded:
        wanted = wanted.lower()
        folded = "".join(sign if len(sign.lower()) > 1 else sign.lower() for sign in folded)  # as many signs as before
    found = []
    place = folded.find(wanted) if wanted else -1
    while place >= 0:
        span = Span(starts[place], ends[place + len(wanted) - 1])
        if span not in found:
            found.append(span)
        place = folded.find(wanted, place + 1)
    return found


def near(text: str, words: str, count: int = 3) -> list[str]:
    """Return the sentences of a text that come closest to words it does not hold, the closest first."""
    from difflib import SequenceMatcher

    wanted = _fold(words)[0].casefold()[:200]
    sentences = [part.strip() for part in re.split(r"(?<=[.!?])\s+|\n+", text) if part.strip()]
    ranked: list[tuple[int, int, str]] = []
    for sentence in dict.fromkeys(sentences):
        folded = _fold(sentence)[0].casefold()
        match = SequenceMatcher(None, wanted, folded, autojunk=False).get_matching_blocks()
        score = sum(block.size for block in match if block.size > 2)  # noqa: PLR2004 - shorter agreements are chance
        if score * 2 > len(wanted):
            ranked.append((-score, len(ranked), sentence))
    return [sentence for _, _, sentence in sorted(ranked)[:count]]


def cover(spans: Iterable[Span]) -> int:
    """Count the characters that lie in at least one of the spans."""
    total = reached = 0
    for span in sorted(spans):
        total += max(0, span.end - max(span.start, reached))
        reached = max(reached, span.end)
    return total


def context(text: str, span: Span, around: int = 24) -> str:
    """Return the words of a span with a little of what stands around them, on one line, the span in brackets."""
    before = harmless(text[max(0, span.start - around) : span.start])
    after = harmless(text[span.end : span.end + around])
    inside = harmless(span.of(text))
    if len(inside) > 3 * around:
        inside = f"{inside[: 2 * around]}…{inside[-around:]}"
    return f"…{before}[{inside}]{after}…"


def excerpt(text: str, start: int, end: int, exact: str = "", around: int = 24) -> list[str]:
    """Draw two lines: the words of a span with a little around them, and marks below.

    `~` marks the span and `^` what is printed in it. A long span is cut around the print.
    """
    print_start = text.find(exact, start, end) if exact else -1
    shown = Span(print_start, print_start + len(exact)) if print_start >= 0 else Span(start, start)
    low, high = start, end
    if end - start > 3 * around:
        low, high = max(start, shown.start - around), min(end, shown.end + 2 * around)
    low, high = max(0, low - around), min(len(text), high + around)
    words, marks = [], []
    for place in range(low, high):
        char = harmless(text[place])
        mark = "^" if shown.start <= place < shown.end else "~" if start <= place < end else " "
        words.append(char)
        marks.append(mark * _width(char))
    lead, tail = "…" * (low > 0), "…" * (high < len(text))
    return [f"{lead}{''.join(words)}{tail}", f"{' ' * len(lead)}{''.join(marks)}".rstrip()]


def harmless(text: str) -> str:
    """Replace, one for one, every character that would act on a terminal or not be seen: blanks by plain ones."""
    return "".join(
        char
        if char.isprintable()
        else " "
        if unicodedata.category(char) == "Zs"
        else chr(0x2400 + ord(char))  # the picture of a control character
        if char < " "
        else "\ufffd"
        for char in text
    )


def _width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _fold(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """Give one sign to all kinds of blanks, quotes, apostrophes and hyphens, and tell where each sign came from.

    Runs of blanks count as one, blanks inside a pair of quotes do not count, letters are composed (NFC).
    """
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    while place < len(text):
        after = place + 1
        while after < len(text) and unicodedata.combining(text[after]):
            after += 1
        for sign in _sign(text[place:after]):
            if sign == " " and signs and signs[-1] == " ":
                ends[-1] = after
                continue
            signs.append(sign)
            starts.append(place)
            ends.append(after)
        place = after
    kept = [index for index in range(len(signs)) if not _pads_quote(signs, index)]
    return "".join(signs[i] for i in kept), [starts[i] for i in kept], [ends[i] for i in kept]


def _sign(cluster: str) -> str:
    if cluster.isspace():
        return " "
    if unicodedata.category(cluster[0]) == "Cf":  # soft hyphens, zero-width characters
        return ""
    return unicodedata.normalize("NFC", cluster).translate(_KINDS).replace("…", "...")


def _pads_quote(signs: Sequence[str], index: int) -> bool:
    """Tell whether a sign is a blank beside a quotation mark: « words » and “words” are typed alike."""
    if signs[index] != " ":
        return False
    return '"' in signs[max(0, index - 1) : index] or '"' in signs[index + 1 : index + 2]
