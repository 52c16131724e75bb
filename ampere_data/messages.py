"""One sentence per code, in English and in French.

A sentence is a `str.format` template over the words of an issue: its places (`table`, `path`, `line`, `row`, `field`,
`value`) and its own `params`. Values are shown through `{value!r}`-like quoting done here, so that control characters
and brackets in a cell stay visible and harmless.
"""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "fr")

# code or code/detail -> language -> sentence
SENTENCES: dict[str, dict[str, str]] = {}

# hint name -> language -> sentence
ADVICE: dict[str, dict[str, str]] = {}

_LONGEST_VALUE = 120


def sentence(code: str, detail: str, words: Mapping[str, object], language: str) -> str:
    """Say what was found; an unknown code is a mistake of the program and raises `KeyError`."""
    template = SENTENCES.get(f"{code}/{detail}") if detail else None
    return _fill(template or SENTENCES[code], words, language)


def advice(hint: str, words: Mapping[str, object], language: str) -> str:
    """Say how to mend it; an unknown hint is a mistake of the program and raises `KeyError`."""
    return _fill(ADVICE[hint], words, language)


def show(value: object) -> str:
    """Write a value so that every invisible character is seen and none of them acts."""
    text = "" if value is None else str(value)
    if len(text) > _LONGEST_VALUE:
        text = text[: _LONGEST_VALUE - 1] + "…"
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def _fill(template: Mapping[str, str], words: Mapping[str, object], language: str) -> str:
    return template[language].format(**{name: show(word) for name, word in words.items()})
