"""References: which keys of another table one may equal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ampere_data.tabular.columns import key_text
from ampere_data.tabular.extras import required
from ampere_data.tabular.package import Table
from ampere_data.tabular.schema import ForeignKey

if TYPE_CHECKING:
    from ampere_data.tabular.keys import Keys

KeyText = tuple[str | None, ...]

_COMPARED_AS = {"any": "string", "integer": "number", "year": "number"}


class Known(Collection[KeyText]):
    """The keys that a reference may equal, collected once one is looked up that is not surely among them."""

    def __init__(self, collect: Callable[[], set[KeyText]], array: Any = None) -> None:
        self._collect, self._array = collect, array

    @property
    def screen(self) -> Callable[[Any], Any] | None:
        """Give what tells of the texts of an Arrow array which are among the keys, None where only looking up can."""
        if self._array is None:
            return None
        is_in = required("pyarrow.compute").is_in
        return lambda texts: is_in(texts, self._array)

    @cached_property
    def _keys(self) -> set[KeyText]:
        return self._collect()

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[KeyText]:
        return iter(self._keys)

    def __len__(self) -> int:
        """Count them, those that stand twice too where they are not collected."""
        return len(self._keys if self._array is None else self._array)


def known_to(table: Table, reference: ForeignKey, target: Keys, read: Callable[[str, str], Any]) -> Known | None:
    """Find the keys that a reference of a table may equal.

    A field that the target's schema does not have holds no value. Where the target has no schema at all, its texts are
    taken for what the fields that point at them hold: nothing is inferred.

    Args:
        table: The table that points.
        reference: Its foreign key.
        target: The keys that it points at.
        read: Gives the value that a field of the table reads in a text.

    Returns:
        The keys, or None where the file lacks one of the fields, which has its own finding.
    """
    other = target.table
    declared = other.schema.by_name
    held = [name for name in reference.targets if target.has([name])]
    if any(name in declared and name not in held for name in reference.targets):
        return None
    if not other.schema.declared:
        return Known(lambda: _as_read(reference, target, read) if len(held) == len(reference.targets) else set())
    own = [_kind_of(table, name) for name in reference.fields]
    # a label beyond the schema heads a column of texts
    theirs = [
        _kind_of(other, name) if name in declared or other.file is None else "string" for name in reference.targets
    ]
    apart = [at for at, (one, two) in enumerate(zip(own, theirs, strict=False)) if one and two and one != two]
    places = {name: at for at, name in enumerate(held)}

    def collect() -> set[KeyText]:
        whole = target.known(held) if held else set()
        if held != [*reference.targets]:
            whole = {
                tuple(key[places[name]] if name in places else None for name in reference.targets) for key in whole
            }
        return {key for key in whole if all(key[at] is None for at in apart)} if apart else whole

    single = len(held) == 1 == len(reference.targets) and not apart
    return Known(collect, target.array(held[0]) if single else None)


def _as_read(reference: ForeignKey, target: Keys, read: Callable[[str, str], Any]) -> set[KeyText]:
    """Collect the keys of a table without a schema as the fields that point at them read them."""
    return {
        tuple(
            None if text is None else key_text(read(name, text))
            for text, name in zip(texts, reference.fields, strict=False)
        )
        for texts in target.known(reference.targets)
    }


def _kind_of(table: Table, name: str) -> str:
    """Tell what the values of a field are compared as: nothing that is a text equals a number, or a day a time.

    Empty for a field whose values may be of any kind, or that the schema does not have.
    """
    field = table.schema.by_name.get(name)
    if field is None or (table.file is None and (not field.typed or field.type == "any")):
        return ""
    kind = str(field.descriptor.get("itemType", "string")) if field.type == "list" else field.type
    return "" if kind == "array" else _COMPARED_AS.get(kind, kind)
