"""What the program says, in each language that has a file here: `en.toml`, `fr.toml`.

A file is read when something is first said in its language; what it lacks is said in English. An entry is a sentence,
or a table of what belongs together: `said`, `one` (said of a count of one), `advice`, and `like` (another code whose
details this one shares). The words of a sentence choose nothing but between one and many: who speaks names the entry.

All languages have the same entries with the same placeholders; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ampere_data.travelling import folder
from ampere_data.words.typesetting import LONGEST_VALUE, fill, in_thousands, is_single, named_in, put

ENGLISH = "en"
_FILES = folder() / "words"
_NAMES = {name.removesuffix(".toml") for name in (file.name for file in _FILES.iterdir()) if name.endswith(".toml")}
LANGUAGES = (ENGLISH, *sorted(_NAMES - {ENGLISH}))


@cache
def read(language: str) -> Mapping[str, Mapping[str, Any]]:
    """Read the file of a language: section -> name -> entry."""
    import tomllib

    return tomllib.loads(_FILES.joinpath(f"{language}.toml").read_text(encoding="utf-8"))


def has(section: str, name: str) -> bool:
    """Tell whether there is such an entry."""
    return name in read(ENGLISH)[section]


def say(
    section: str, name: str, language: str, words: Mapping[str, object], longest: int | None = LONGEST_VALUE
) -> str:
    """Say an entry, filled with words; an unknown one is a mistake of the program and raises `KeyError`."""
    single = is_single(words.get("count"), language)
    return fill(_template(section, name, language, single=single), words, language, longest)


def phrase(name: str, language: str, **words: object) -> str:
    """Say what a report says of itself, of words that are shown already; a `count` is written with thousands."""
    count = words.get("count")
    if isinstance(count, int):
        words["count"] = in_thousands(count, language)
    return put(_template("phrases", name, language, single=is_single(count, language)), words, language)


def finding(code: str, detail: str, words: Mapping[str, object], language: str) -> str:
    """Say what was found: the sentence of the code, or, of a code that only others know, the note that they give.

    A code without either is a mistake of the program and raises `KeyError`.
    """
    entry = _entry(code, detail)
    if not has("issues", entry) and "note" in words:
        return fill("{note}", words, language)
    return say("issues", entry, language, words)


def advice(code: str, detail: str, hint: str, words: Mapping[str, object], language: str) -> str:
    """Say how to mend what was found: what the hint says, or what is usual, empty where there is nothing to say."""
    if hint:
        return say("advice", hint, language, words)
    usual = _usual_advice(code, detail, language)
    return fill(usual, words, language) if usual else ""


def spoken(code: str, detail: str, hint: str, words: Mapping[str, object]) -> tuple[str, ...]:
    """Give what a sentence and its hint speak of, but for the record: where that is the same, they say the same."""
    entry = _entry(code, detail)
    return (code, entry, hint, *(str(words.get(name)) for name in _spoken_of(entry, hint)))


@cache
def _entry(code: str, detail: str) -> str:
    """Find the sentence of a code: that of the detail, its own or shared, or else that of the code alone."""
    like = next((parts["like"] for parts in _parts("issues", code, ENGLISH) if "like" in parts), code)
    return next((name for name in (f"{code}/{detail}", f"{like}/{detail}") if has("issues", name)), code)


@cache
def _spoken_of(entry: str, hint: str) -> tuple[str, ...]:
    said = _template("issues", entry, ENGLISH) if has("issues", entry) else "{note}"
    names = named_in(said + (_template("advice", hint, ENGLISH) if hint else ""))
    return tuple(sorted(names - {"line", "row", "record"}))


@cache
def _template(section: str, name: str, language: str, *, single: bool = False) -> str:
    """Find the sentence of an entry, that of one where one is spoken of."""
    wanted = ("one", "said") if single else ("said",)
    found = (parts[part] for parts in _parts(section, name, language) for part in wanted if part in parts)
    template = next(found, None)
    if template is None:
        raise KeyError(name)
    return template


@cache
def _usual_advice(code: str, detail: str, language: str) -> str:
    entries = (parts for name in (f"{code}/{detail}", code) for parts in _parts("issues", name, language))
    return next((parts["advice"] for parts in entries if "advice" in parts), "")


def _parts(section: str, name: str, language: str) -> Iterator[Mapping[str, str]]:
    """Give what an entry has in a language, then what it has in English."""
    for one in (language, ENGLISH):
        entry = read(one).get(section, {}).get(name, {})
        yield {"said": entry} if isinstance(entry, str) else entry
