"""What a text was likely meant to be: the nearest of some names, and nothing where nothing is really near.

Names that differ in their numbers are never near: which other number was meant, nobody can tell from the spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from ampere_data.tabular import characters
from ampere_data.tabular.schema import Field

_LIKENESS = 0.8
# A word that two names share says little if it is short, or a small part of them.
_SHORTEST_WORD = 4
_LEAST_SHARE = 0.5
_LONGEST = 200
# Signs, and how a list of values says them in words.
_SIGNS = {
    ">": "more than",
    "<": "less than",
    "≥": "at least",
    ">=": "at least",
    "≤": "at most",
    "<=": "at most",
    "=": "exactly",
    "≈": "about",
    "~": "about",
}


def plain(text: str) -> str:
    """Bring a text to what counts for its likeness to others: its letters and digits, without accents and case."""
    folded = unicodedata.normalize("NFD", characters.fold(text[: _LONGEST + 1]).casefold())
    return "".join(char for char in folded if char.isalnum())


def near_name(text: str, names: Iterable[str]) -> str:
    """Find the name that a misspelt one comes closest to, empty where none is close."""
    return nearest(text, {plain(name): name for name in reversed([*names])})


def printed_value(text: str, field: Field, printed: Mapping[str, Sequence[str]]) -> str:
    """Find the one value of a field that a text is printed for, or is the sign of, empty where there is none.

    Of `environ` that is `about`, if sources print it for that. Of `>` it is `more_than`.

    Args:
        text: The text.
        field: The field.
        printed: The words that print each value.
    """
    sign = plain(_SIGNS.get(text.strip(), ""))
    wanted = sign or plain(text)
    found = set()
    for one in field.categories:
        value = str(one.value)
        words = [value, one.label, one.more.get("label_fr"), *printed.get(value, [])]
        if wanted and wanted in {plain(word) for word in words if isinstance(word, str)}:
            found.add(value)
    return found.pop() if len(found) == 1 else ""


def nearest(text: str, names: Mapping[str, str]) -> str:
    """Find what the closest of some names stands for, empty where none is close; the names are plain."""
    wanted = plain(text)
    if not wanted or len(wanted) > _LONGEST:
        return ""
    if wanted in names:
        return names[wanted]
    figures = numbers(wanted)
    fit = [name for name in names if numbers(name) == figures]
    near = get_close_matches(wanted, fit, n=1, cutoff=_LIKENESS)
    return names[near[0]] if near else ""


def sharing_words(text: str, names: Iterable[tuple[frozenset[str], str]]) -> str:
    """Find what the one name stands for that is a text but for words too many or too few, empty where there is none.

    Of `Ampère SAS` that is `ampere`, if there is no `ampere-holding` beside it that would be as near.

    Args:
        text: The text.
        names: The words of each name, and what it stands for.
    """
    wanted = words_of(text)
    found: dict[str, float] = {}
    for words, meant in names:
        if words & wanted:
            found[meant] = max(found.get(meant, 0), _share(wanted, words))
    best = [meant for meant, share in found.items() if share == max(found.values()) >= _LEAST_SHARE]
    return best[0] if len(best) == 1 else ""


def words_of(text: str) -> frozenset[str]:
    """Give the words of a text, plain."""
    parts = re.split(r"[\W_]+", characters.fold(text[:_LONGEST]))
    return frozenset(word for part in parts if (word := plain(part)))


def numbers(text: str) -> list[int]:
    """Read the numbers in a text."""
    return [int(digits) for digits in re.findall(r"[0-9]{1,18}", text)]


def numbered_form(text: str) -> str:
    """Give what a text is but for its numbers, empty where it has none."""
    form = re.sub(r"[0-9]+", "#", plain(text))
    return form if "#" in form else ""


def _share(some: frozenset[str], others: frozenset[str]) -> float:
    """Tell what share of two sets of words is in both, by letters; 0 where each has words of its own."""
    pairs = {word: get_close_matches(word, others, n=1, cutoff=_LIKENESS) for word in some}
    same = {word: near[0] for word, near in pairs.items() if near and numbers(word) == numbers(near[0])}
    apart = (some - same.keys()) | (others - set(same.values()))
    telling = any(len(word) >= _SHORTEST_WORD and not word.isdecimal() for word in same)
    if not telling or (some - same.keys() and others - set(same.values())):
        return 0
    shared = sum(map(len, same))
    return shared / (shared + sum(map(len, apart)))


def offer(near: str) -> dict[str, Any]:
    """Give the words of an issue that names what is near, none where nothing is."""
    return {"params": {"near": near}, "hint": "near-id"} if near else {}


def count_off(names: Sequence[str]) -> dict[str, Any]:
    """Give the words of an issue that says how many numbered names there are, and which."""
    if not names:
        return {}
    params = {"count": len(names), "first": names[0], "last": names[-1]}
    return {"params": params, "hint": "numbered-ids" if len(names) > 1 else "numbered-id"}
