"""What a foreign key may point at: the keys of the other table, as the fields that point there read them."""

from __future__ import annotations

from collections.abc import Mapping

from ampere_data.tabular.cells import Reader, readers
from ampere_data.tabular.keys import Keyed, KeyText, Reference, comparable, key_text, kind_of
from ampere_data.tabular.package import Table


def known_to(table: Table, reference: Reference, target: Table, keys: Keyed) -> set[KeyText] | None:
    """Collect the keys that a reference of a table may equal.

    A field that the target's schema does not have holds no value. Where the target has no schema at all, its texts are
    taken for what the fields that point at them hold: nothing is inferred.

    Returns:
        The keys, or None where the file lacks one of the fields, which has its own finding.
    """
    declared = {one["name"] for one in target.fields}
    typed = "fields" in target.schema
    held = [name for name in reference.targets if keys.has([name])]
    if any(name in declared and name not in held for name in reference.targets):
        return None
    if not typed and len(held) < len(reference.targets):
        held = []
    known = keys.known(held) if held else set()
    if not typed:
        read, _ = readers(table)
        return {_reread(texts, reference.fields, read) for texts in known} if held else known
    places = {name: at for at, name in enumerate(held)}
    whole = {tuple(texts[places[name]] if name in places else None for name in reference.targets) for texts in known}
    own = [kind_of(table, name) for name in reference.fields]
    return comparable(whole, own, [_kind(target, name, declared) for name in reference.targets])


def _kind(target: Table, name: str, declared: set[str]) -> str:
    """Give the kind of a field; a label beyond the schema heads a column of texts."""
    return kind_of(target, name) if name in declared or target.file is None else "string"


def _reread(texts: KeyText, fields: tuple[str, ...], read: Mapping[str, Reader]) -> KeyText:
    values = zip(texts, fields, strict=False)
    return tuple(None if text is None else key_text(read[name].judge(text).value) for text, name in values)
