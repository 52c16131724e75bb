"""What records are called: the names that prove a link, the items of a list, and a record's own name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ampere_data.curation.evidence.lexicon import TITLE, Words, section
from ampere_data.curation.evidence.proofs import Proof, Records, is_computed, items, listing, target_of
from ampere_data.curation.french import same
from ampere_data.tabular.schema import Field

NAME = "name"

# The names of a record, by its table and id.
Names = Mapping[tuple[str, str], Sequence[str]]


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
