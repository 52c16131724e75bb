"""What a text was likely meant to be: the nearest of some names, and nothing where nothing is really near.

Names that differ in their numbers are never near: which other number was meant, nobody can tell from the spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from ampere_data.tabular import characters
from ampere_data.tabular.rows import Rows
from ampere_data.tabular.schema import Field

# Above this, looking for the nearest id would take longer than everything else; nobody reads so many hints.
_MOST_IDS = 5_000
_MOST_COMPARED = 200_000

# What a field has that holds no names, but values of a list, ids, or dates.
_NAMELESS = ("computed", "edtf", "reference")

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
    params = {"count": len(names), "first": names[0], "last": names[-1]}
    return {"params": params, "hint": "numbered-ids" if len(names) > 1 else "numbered-id"}


class KnownIds:
    """The ids of a table that a link may hold, and what to tell of one that is not among them.

    A person may write the name of a thing where its id belongs; so the id is looked up by the names and aliases that
    the other table has for its rows, before one is looked for that is spelt alike.
    """

    def __init__(self, keys: Collection[tuple[str | None, ...]], column: str, rows: Callable[[], Rows | None]) -> None:
        self._keys, self._column, self._rows = keys, column, rows
        self._known: dict[str, dict[str, Any]] = {}
        self._compared = 0

    def advise(self, text: str) -> dict[str, Any]:
        """Give the words of an issue that names what a text was likely meant to be, none where nothing is near."""
        if text not in self._known:
            self._known[text] = self._advise(text) if len(self._keys) <= _MOST_IDS else {}
        return self._known[text]

    def _advise(self, text: str) -> dict[str, Any]:
        wanted = plain(text)
        if near := self._named.get(wanted) or self._spelt.get(wanted):
            return offer(near)
        if numbered := self._numbered.get(numbered_form(text)):
            same = [name for name in numbered if numbers(name) == numbers(text)]
            return offer(same[0]) if same else count_off(numbered)
        self._compared += len(self._words)
        if self._compared > _MOST_COMPARED:
            return {}
        names = {**self._named, **self._spelt}
        return offer(nearest(text, names) or sharing_words(text, self._words))

    def holds(self, text: str) -> bool:
        """Tell whether a text is one of the ids."""
        return (text,) in self._keys

    @cached_property
    def _ids(self) -> frozenset[str]:
        """The ids; keys of several fields are none."""
        return frozenset(key[0] for key in self._keys if len(key) == 1 and key[0] is not None)

    @cached_property
    def _spelt(self) -> dict[str, str]:
        return {plain(name): name for name in sorted(self._ids, reverse=True)}

    @cached_property
    def _numbered(self) -> dict[str, list[str]]:
        """The ids that are the same but for their numbers, in the order of these."""
        found: dict[str, list[str]] = {}
        for name in sorted(self._ids, key=lambda name: (numbers(name), name)):
            if form := numbered_form(name):
                found.setdefault(form, []).append(name)
        return found

    @cached_property
    def _called(self) -> list[tuple[str, str]]:
        """The names of the rows, each with the id."""
        rows = self._rows()
        return [(name, one) for name, one in _names(rows, self._column) if one in self._ids] if rows else []

    @cached_property
    def _named(self) -> dict[str, str]:
        """The one id that goes by a name; two that go by the same are none."""
        found: dict[str, set[str]] = {}
        for name, one in self._called:
            found.setdefault(plain(name), set()).add(one)
        return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}

    @cached_property
    def _words(self) -> list[tuple[frozenset[str], str]]:
        return [(words_of(name), one) for name, one in [*self._called, *((one, one) for one in self._ids)]]


def _names(rows: Rows, column: str) -> Iterator[tuple[str, str]]:
    """Give each name that a row has, with its id."""
    if column not in rows.labels:
        return
    schema, ids = rows.table.schema, rows.column(column)
    pointing = {name for key in schema.foreign_keys for name in key.fields}
    for one in schema.fields:
        if one.name in {column, *pointing} or one.name not in rows.labels or not _may_name(one):
            continue
        for text, key in zip(rows.column(one.name), ids, strict=True):
            for name in text.split(one.separator) if one.separator else [text]:
                if name.strip():
                    yield name.strip(), key


def _may_name(field: Field) -> bool:
    """Tell whether a field may hold what its row is called: a free text, which points at nothing."""
    bound = field.values or "pattern" in field.constraints or "reference" in field.mapping("list")
    return (
        field.type in {"string", "any"} and field.plain and not bound and not any(map(field.descriptor.get, _NAMELESS))
    )
