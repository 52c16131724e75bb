"""What is inside the value of one cell: the items of an array, and the JSON Schema that a field holds its values to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NoReturn

from ampere_data.tabular.columns import text_of
from ampere_data.tabular.extras import required
from ampere_data.tabular.rules import Note
from ampere_data.tabular.schema import Field
from ampere_data.words.reasons import quoted

# Says what is wrong inside a value.
Inside = Callable[[Any], Iterable[Note]]

ITEM, JSON_SCHEMA = "arrayItem", "jsonSchema"
# The types whose values a JSON Schema may be put to (Table Schema v2, "jsonSchema").
HELD = frozenset(["array", "object"])
# Nobody reads more of one cell.
_MOST_TOLD = 20


def item_of(field: Field) -> Mapping[str, Any] | None:
    """Give the field that describes each item of an array, None where none does; its name is that of the array."""
    item = field.descriptor.get(ITEM) if field.type == "array" else None
    if not isinstance(item, Mapping) or not item:
        return None
    return {"type": "any", **{key: value for key, value in item.items() if key != ITEM}, "name": field.name}


def items_with(read: Callable[[Any], Iterable[Note]]) -> Inside:
    """Look at each item of an array by itself.

    Args:
        read: Says what is wrong with an item.
    """

    def look(items: Any) -> Iterator[Note]:
        told = ((at, item, note) for at, item in enumerate(items, start=1) for note in read(item))
        for at, item, note in islice(told, _MOST_TOLD):
            words = {"number": at, "item": text_of(item), "name": note.detail.partition("/")[0]}
            yield Note(note.code, "item", {**note.params, **words})

    return look


def conforming_to(schema: Any) -> Inside:
    """Hold values to a JSON Schema; what it refers to is not fetched.

    Raises:
        ValueError: It is no JSON Schema, or refers to what would have to be fetched.
    """
    rs = required("jsonschema_rs")
    validator = rs.validator_for(schema, retriever=_refuse)

    def look(value: Any) -> Iterator[Note]:
        for error in islice(validator.iter_errors(value), _MOST_TOLD):
            place = "/".join(map(str, error.instance_path))
            params = {"place": place, "note": quoted(error.message)}
            yield Note("constraint-error", "jsonSchema/place" if place else "jsonSchema", params)

    return look


def _refuse(address: str) -> NoReturn:
    msg = f"{address} is not fetched"
    raise ValueError(msg)
