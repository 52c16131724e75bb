"""Characters that only look like others, or not at all: a text in, the same text out in plain ones.

A text that is well spelt comes back unchanged.
"""

from __future__ import annotations

import re
import unicodedata

# Invisible, though Unicode counts them among letters and marks: fillers, joiners and variation selectors.
_INVISIBLE = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
# Controls and separators that stand for a blank; all the others stand for nothing.
_AS_BLANK = {0x09, 0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x1F, 0x85, 0x2028, 0x2029}
_BLANKS = re.compile(r"[^\S\n]+")
# Letters that look like Latin ones. Only these: a text in Greek or Cyrillic stays what it is.
_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТХУаеѕіјорсухԁһԛԝ", "ABESIJKMHOPCTXYaesijopcyxdhqw", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοα", "ABEZHIKMNOPTYXoa", strict=True))
_LETTERS = str.maketrans({**_CYRILLIC, **_GREEK, "\u0131": "i", "\u0251": "a", "\u0261": "g"})
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2043, 0x2212, 0xFE58, 0xFE63), "-")
_MARKS = str.maketrans({**_DASHES, 0x2018: "'", 0x2019: "'", 0x02BC: "'", 0x2032: "'", 0x2044: "/", 0x037E: ";"})
_SAME_SIGN = {"<wide>", "<narrow>", "<noBreak>", "<compat>", "<font>"}
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")


def strip_controls(text: str) -> str:
    """Take out control, zero-width and bidirectional characters; a newline stays, as LF."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(char) for char in text.replace("\r\n", "\n").replace("\r", "\n"))


def compose(text: str) -> str:
    """Put accents and letters together (Unicode normal form C)."""
    return unicodedata.normalize("NFC", text)


def tidy_blanks(text: str) -> str:
    """Make every run of blanks, of whatever kind, one plain blank, and leave none around the text or its lines."""
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in text.replace("\u2800", " ").split("\n")).strip()


def latinise(text: str) -> str:
    """Write words that mix Latin letters with Greek or Cyrillic ones that look the same in Latin letters alone."""
    return text if text.isascii() else compose(_WORD.sub(_latinise_word, text))


def look_alikes(text: str) -> dict[str, str]:
    """Name the letters that `latinise` replaces, each with the Latin one that it looks like."""
    words = (word[0] for word in _WORD.finditer(text) if _latinise_word(word) != word[0])
    return {char: str(_LETTERS[ord(char)]) for word in words for char in word if ord(char) in _LETTERS}


def fold(text: str) -> str:
    """Bring an id to plain letters, digits and hyphens: look-alikes, fullwidth forms, dashes and stray blanks go."""
    plain = compose("".join(_unfolded(char) for char in strip_controls(text)))
    return tidy_blanks(plain.translate(_LETTERS).translate(_MARKS))


def _unfolded(char: str) -> str:
    """Write a sign in its plain form, if it is the same sign: `10²` is not 102."""
    form = unicodedata.decomposition(char).partition(" ")[0]
    return unicodedata.normalize("NFKC", char) if form in _SAME_SIGN else char


def _visible(char: str) -> str:
    code = ord(char)
    if char == "\n" or (
        code not in _INVISIBLE and code not in _AS_BLANK and unicodedata.category(char) not in {"Cc", "Cf"}
    ):
        return char
    return " " if code in _AS_BLANK else ""


def _latinise_word(word: re.Match[str]) -> str:
    """Latinise one word if it has a Latin letter already and none is left that is not."""
    plain = word[0].translate(_LETTERS)
    mixed = any(_is_latin(char) for char in word[0]) and all(_is_latin(char) for char in plain)
    return plain if mixed else word[0]


def _is_latin(char: str) -> bool:
    return char.isascii() or bool(unicodedata.combining(char)) or unicodedata.name(char, "").startswith("LATIN ")
