"""The ids that a link may hold, and what to tell of one that is not among them.

A person may write the name of a thing where its id belongs; so the id is looked up by the names and aliases that the
other table has for its rows, before one is looked for that is spelt alike.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from typing import Any

from ampere_data.tabular import nearness
from ampere_data.tabular.rows import Rows
from ampere_data.tabular.schema import Field

# Above this, looking for the nearest id would take longer than everything else; nobody reads so many hints.
_MOST_IDS = 5_000
_MOST_COMPARED = 200_000

# What a field has that holds no names, but values of a list, ids, or dates.
_NAMELESS = ("computed", "edtf", "reference")


class Register:
    """The ids of a table that a link may hold."""

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
        wanted = nearness.plain(text)
        if near := self._named.get(wanted) or self._spelt.get(wanted):
            return nearness.offer(near)
        if numbered := self._numbered.get(nearness.numbered_form(text)):
            same = [name for name in numbered if nearness.numbers(name) == nearness.numbers(text)]
            return nearness.offer(same[0]) if same else nearness.count_off(numbered)
        self._compared += len(self._words)
        if self._compared > _MOST_COMPARED:
            return {}
        names = {**self._named, **self._spelt}
        return nearness.offer(nearness.nearest(text, names) or nearness.sharing_words(text, self._words))

    def holds(self, text: str) -> bool:
        """Tell whether a text is one of the ids."""
        return (text,) in self._keys

    @cached_property
    def _ids(self) -> frozenset[str]:
        """The ids; keys of several fields are none."""
        return frozenset(key[0] for key in self._keys if len(key) == 1 and key[0] is not None)

    @cached_property
    def _spelt(self) -> dict[str, str]:
        return {nearness.plain(name): name for name in sorted(self._ids, reverse=True)}

    @cached_property
    def _numbered(self) -> dict[str, list[str]]:
        """The ids that are the same but for their numbers, in the order of these."""
        found: dict[str, list[str]] = {}
        for name in sorted(self._ids, key=lambda name: (nearness.numbers(name), name)):
            if form := nearness.numbered_form(name):
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
            found.setdefault(nearness.plain(name), set()).add(one)
        return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}

    @cached_property
    def _words(self) -> list[tuple[frozenset[str], str]]:
        return [(nearness.words_of(name), one) for name, one in [*self._called, *((one, one) for one in self._ids)]]


def _names(rows: Rows, column: str) -> Iterator[tuple[str, str]]:
    """Give each name that a row has, with its id."""
    if column not in rows.labels:
        return
    schema, ids = rows.table.schema, rows.column(column)
    pointing = {name for key in schema.foreign_keys for name in key.fields}
    for one in schema.fields:
        if one.name in {column, *pointing} or one.name not in rows.labels or not _may_name(one):
            continue
        separator = one.mapping("list").get("separator", ";") if "list" in one.descriptor else ""
        for text, key in zip(rows.column(one.name), ids, strict=True):
            for name in text.split(separator) if isinstance(separator, str) and separator else [text]:
                if name.strip():
                    yield name.strip(), key


def _may_name(field: Field) -> bool:
    """Tell whether a field may hold what its row is called: a free text, which points at nothing."""
    bound = field.values or "pattern" in field.constraints or "reference" in field.mapping("list")
    return (
        field.type in {"string", "any"} and field.plain and not bound and not any(map(field.descriptor.get, _NAMELESS))
    )
