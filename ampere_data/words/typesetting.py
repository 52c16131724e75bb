"""How a sentence is filled and set: what a word may not do, thousands, and what French puts before a vowel or a colon.

A template is a `str.format` text over words. Every word is written by `show`, so that control characters in a cell stay
visible and harmless. French templates are typed with ordinary blanks; the no-break ones that French puts before `:` or
inside `« »` are set here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from string import Formatter
from unicodedata import combining

LONGEST_VALUE = 120
# What may be written in a cell, or as a label, is told whole: who has to choose needs to see all of it.
_LONGEST_LIST = 1_500
_LISTS = frozenset({"allowed", "constraint", "fields", "known", "labels"})
# What is counted is written with thousands; what is looked up, such as a line, is not.
_AMOUNTS = frozenset({"count", "most", "times"})
_VOWELS = frozenset("aeiouàâäéèêëîïôöùûüœæAEIOUÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ")
_THOUSANDS = {"fr": "\u202f"}


def fill(template: str, words: Mapping[str, object], language: str, longest: int | None = LONGEST_VALUE) -> str:
    """Fill a sentence with words; one that is a sentence itself, as a reason is, is said in the same language."""
    shown = {
        name: in_thousands(word, language)
        if name in _AMOUNTS and isinstance(word, int)
        else _said(word, language, _LONGEST_LIST if longest and name in _LISTS else longest)
        for name, word in words.items()
        if name in named_in(template)
    }
    return put(template, shown, language)


def put(template: str, words: Mapping[str, object], language: str) -> str:
    """Fill a sentence with words that are shown already."""
    return typeset(_elided(template, words, language), language).format(**words)


@cache
def named_in(template: str) -> frozenset[str]:
    """Name the words that a sentence speaks of."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def show(value: object, longest: int | None = LONGEST_VALUE) -> str:
    """Write a value so that every invisible character and every accent apart from its letter is seen, and none acts."""
    text = "" if value is None else str(value)
    if longest is not None and len(text) > longest:
        text = text[: longest - 1] + "…"
    plain = text.isascii() or not any(map(combining, text))
    return text if plain and text.isprintable() else "".join(map(_visible, text))


def _visible(char: str) -> str:
    if char.isprintable() and not combining(char):
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - where Python's own escapes part


def _said(word: object, language: str, longest: int | None) -> str:
    speak = getattr(word, "sentence", None)
    return show(word, longest) if speak is None else str(speak(language))


def _elided(template: str, words: Mapping[str, object], language: str) -> str:
    """Write the French `de` as `d'` where the word that follows begins with a vowel."""
    if language != "fr":
        return template
    for name, word in words.items():
        if str(word)[:1] in _VOWELS and f" de {{{name}}}" in template:
            template = template.replace(f" de {{{name}}}", f" d'{{{name}}}")
    return template


def is_single(count: object, language: str) -> bool:
    """Tell whether so many are spoken of as of one; French says of none what it says of one."""
    return count == 1 or (count == 0 and language == "fr")


def in_thousands(number: int, language: str) -> str:
    """Write a number as a language parts its thousands."""
    return f"{number:,}".replace(",", _THOUSANDS.get(language, ","))


def typeset(template: str, language: str) -> str:
    """Set the no-break blanks of French; what is filled in later keeps its own."""
    if language != "fr":
        return template
    for mark in (":", "»", "%"):
        template = template.replace(f" {mark}", f"\u00a0{mark}")
    for mark in (";", "!", "?"):
        template = template.replace(f" {mark}", f"\u202f{mark}")
    return template.replace("« ", "«\u00a0")
