"""Which words print a value: those of `lexicon.toml`, and the value's own label.

The file is read once, and only when a word must be judged.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ampere_data.tabular.schema import Field

LABELS = ("label_fr", "label")
TITLE = "title"

Section = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Words:
    """The words that print one value.

    Attributes:
        printed: The words that the lexicon has for it: none where a bare figure prints it, None where it is not listed.
        labels: What the value itself is called, which prints it too.
    """

    printed: Sequence[str] | None
    labels: Sequence[str]

    @property
    def telling(self) -> Sequence[str]:
        """All words that print the value."""
        return [*(self.printed or ()), *self.labels]


def section(table: str, field: str) -> Section:
    """Return the words of a field's values: those for this table alone, or else those for every field of that name."""
    sections = _sections()
    return sections.get(f"{table}.{field}", sections.get(field, {}))


def vocabulary(table: str, field: Field) -> dict[str, Words]:
    """Return the values of an enumerated field, each with the words that print it; nothing where it is not one."""
    listed = section(table, field.name)
    said = {str(one.value): [str(one.more[name]) for name in LABELS if one.more.get(name)] for one in field.categories}
    values = said or {str(value): list[str]() for value in field.values}
    return {value: Words(listed.get(value), [*labels, value]) for value, labels in values.items()}


@cache
def _sections() -> Mapping[str, Section]:
    text = resources.files("ampere_data.curation.evidence").joinpath("lexicon.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
