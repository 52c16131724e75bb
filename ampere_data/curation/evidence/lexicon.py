"""Which words print a value: those of `lexicon.toml`, its own label, and the names of the record that it leads to."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ampere_data.curation.evidence.proofs import Proof, Records, is_computed, items, listing, target_of
from ampere_data.curation.french import same
from ampere_data.tabular.schema import Field
from ampere_data.travelling import folder

LABELS = ("label_fr", "label")
TITLE = "title"
NAME = "name"

Section = Mapping[str, Sequence[str]]
# The names of a record, by its table and id.
Names = Mapping[tuple[str, str], Sequence[str]]


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
    file = folder().joinpath("curation", "evidence", "lexicon.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def names_of(records: Mapping[str, Records], proofs: Iterable[Proof]) -> dict[tuple[str, str], list[str]]:
    """Gather the names of every record: its name and the items of its own lists, as they are and as they were proven.

    A name that was changed is one mistake, or one piece of news; who is called by the old one is told so no less.
    """
    found: dict[tuple[str, str], list[str]] = {}
    naming = {table: _naming(known) for table, known in records.items()}
    for table, known in records.items():
        for record_id in known.places if naming[table] else ():
            found[table, record_id] = [
                name for field in naming[table] for name in items(known.fields[field], known.cell(record_id, field))
            ]
    for proof in proofs:
        names = found.get((proof.table, proof.record_id))
        if names is not None and proof.field in naming[proof.table]:
            former = items(records[proof.table].fields[proof.field], proof.value)
            names += [name for name in former if name not in names]
    return found


def own_names(known: Records, record_id: str, name: str) -> list[str]:
    """Return the spellings of a record's name, first the name itself; nothing where it has no list of others."""
    lists = [field for field in _naming(known) if field != NAME]
    others = [item for field in lists for item in items(known.fields[field], known.cell(record_id, field))]
    return [name, *others] if lists else []


def item_names(names: Names, known: Records, field: str, item: str) -> Sequence[str]:
    """Return what prints an item of a list: the item itself, or, of a list of records, the names of that record."""
    target = target_of(known.rows.table.schema, known.fields[field])
    return names.get((target[0], item), ()) if target else [item]


def told_items(names: Names, known: Records, field: str, cell: str, proofs: Iterable[Proof]) -> list[str]:
    """Return the items of a cell that its proofs tell; a proof without a print is about all of them."""
    descriptor, proofs = known.fields[field], list(proofs)
    found = items(descriptor, cell)
    if not proofs:
        return []
    if not listing(descriptor) or any(not proof.exact for proof in proofs):
        return found
    prints = [proof.exact for proof in proofs]
    return [
        item
        for item in found
        if any(same(exact, name) for name in item_names(names, known, field, item) for exact in prints)
    ]


def titles(leads: Records, table: str, field: str) -> dict[str, Words]:
    """Return the words that print each record of a table without names: the lexicon's, and the record's titles."""
    listed = section(table, field)
    found = {}
    called = [name for name in leads.fields if name.partition("_")[0] == TITLE]  # in each language
    for record_id in leads.places:
        own = [leads.cell(record_id, name) for name in called]
        found[record_id] = Words(listed.get(record_id), [*filter(None, own), record_id])
    return found


def _naming(known: Records) -> list[str]:
    """Name the fields that hold what a record is called: its name, and the lists that are its own."""
    return [name for name, field in known.fields.items() if name == NAME or _is_own(field)]


def _is_own(field: Field) -> bool:
    return bool(listing(field)) and not listing(field).get("reference") and not is_computed(field)
