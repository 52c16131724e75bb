"""A Table Schema, read once from its JSON: fields, their constraints and categories, keys (Table Schema v2).

Whatever has not the shape that the standard gives it is left out here; `tabular.descriptors` says so as a finding.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

_NOTHING = frozenset({""})
_NOTHING_SAID: Mapping[str, Any] = MappingProxyType({})


class Category(NamedTuple):
    """One value of a field's `categories`, and what is said of it beside its label."""

    value: Any
    label: str = ""
    more: Mapping[str, Any] = _NOTHING_SAID


class Field(NamedTuple):
    """One field of a schema.

    Attributes:
        name: Its name.
        type: Its type; `string` where none is declared.
        format: Its format.
        typed: Whether a type is declared.
        constraints: Its constraints by name, as JSON has them.
        categories: The values of `categories`, in order.
        missing: The texts that stand for no value: its own `missingValues`, or the schema's.
        descriptor: Its JSON, in which rules may know more than the standard does.
    """

    name: str
    type: str = "string"
    format: str = "default"
    typed: bool = True
    constraints: Mapping[str, Any] = _NOTHING_SAID
    categories: tuple[Category, ...] = ()
    missing: frozenset[str] = _NOTHING
    descriptor: Mapping[str, Any] = _NOTHING_SAID

    @property
    def plain(self) -> bool:
        """Whether its values are written in the default format of its type."""
        return self.format == "default"

    @property
    def required(self) -> bool:
        """Whether no cell may be empty."""
        return bool(self.constraints.get("required"))

    @property
    def values(self) -> tuple[Any, ...]:
        """The values that an enumerated field allows, by `enum` or else by `categories`; empty where it allows any."""
        enum = self.constraints.get("enum")
        return tuple(enum) if isinstance(enum, list) and enum else tuple(one.value for one in self.categories)

    @property
    def separator(self) -> str:
        """What parts the items of its cells where it declares a `list`; empty where a cell holds one value."""
        found = self.mapping("list").get("separator", ";") if self.descriptor.get("list") else ""
        return found if isinstance(found, str) else ""

    def mapping(self, name: str) -> Mapping[str, Any]:
        """Give a property that is an object, an empty one where it is anything else."""
        found = self.descriptor.get(name)
        return found if found and isinstance(found, Mapping) else {}


class Key(NamedTuple):
    """Fields that no two rows may have alike, and the code that such rows are reported under."""

    code: str
    fields: tuple[str, ...]


class ForeignKey(NamedTuple):
    """Fields that point at those of a table, its own where none is named."""

    fields: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


class _Said(NamedTuple):
    """The schema of a table.

    Attributes:
        fields: Its fields, in order.
        primary_key: The names of the fields of the primary key, empty where there is none.
        keys: All keys, each set of fields once, the primary key first.
        foreign_keys: The foreign keys.
        fields_match: How fields and labels are to match: `exact`, `equal`, `subset`, `superset` or `partial`.
        missing: The texts that stand for no value where a field has none of its own.
        declared: Whether it says what fields there are.
        table: The table that it is of.
        descriptor: Its JSON.
    """

    fields: tuple[Field, ...] = ()
    primary_key: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    fields_match: str = "exact"
    missing: frozenset[str] = _NOTHING
    declared: bool = False
    table: str = ""
    descriptor: Mapping[str, Any] = _NOTHING_SAID


class Schema(_Said):
    """The schema of a table, and what follows from what it says."""

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by their names; of two with one name the first."""
        return {one.name: one for one in (*self.fields, *reversed(self.fields))}

    @cached_property
    def links(self) -> Mapping[str, tuple[str, str]]:
        """To which field of which table each foreign key of one field leads."""
        single = (one for one in self.foreign_keys if len(one.fields) == len(one.targets) == 1)
        return {one.fields[0]: (one.table, one.targets[0]) for one in single}

    @property
    def names(self) -> list[str]:
        """The names of the fields, in order."""
        return [one.name for one in self.fields]

    def mapping(self, name: str) -> Mapping[str, Any]:
        """Give a property that is an object, an empty one where it is anything else."""
        found = self.descriptor.get(name)
        return found if found and isinstance(found, Mapping) else {}

    def declaring(self, name: str, value: object = None) -> str:
        """Name the first field that declares a property, with a value if one is given; empty where none does."""
        said = ((one.name, one.descriptor.get(name)) for one in self.fields)
        return next((field for field, found in said if (found == value if value else found)), "")


def read_schema(said: Mapping[str, Any], table: str) -> Schema:
    """Read a schema from its JSON.

    Args:
        said: The JSON; its fields are objects with a name.
        table: The name of the table, at which foreign keys without a resource point.
    """
    missing = _missing(said.get("missingValues"), _NOTHING)
    fields = tuple(_field(one, missing) for one in _listed(said.get("fields")))
    primary = _names(said.get("primaryKey"))
    match = said.get("fieldsMatch", "exact")
    return Schema(
        fields,
        primary,
        _keys(primary, fields, said),
        tuple(_foreign_keys(said, table)),
        str(match[0] if isinstance(match, list) and match else match),
        missing,
        "fields" in said,
        table,
        said,
    )


def _field(said: Mapping[str, Any], missing: frozenset[str]) -> Field:
    constraints = said.get("constraints")
    categories = [
        Category(one.get("value"), str(one.get("label", "")), one) if isinstance(one, dict) else Category(one)
        for one in _listed(said.get("categories"))
    ]
    return Field(
        said["name"],
        str(said.get("type") or "string"),
        str(said.get("format", "default")),
        bool(said.get("type")),
        constraints if isinstance(constraints, dict) else {},
        tuple(categories),
        _missing(said.get("missingValues"), missing),
        said,
    )


def _keys(primary: tuple[str, ...], fields: tuple[Field, ...], said: Mapping[str, Any]) -> tuple[Key, ...]:
    keys = [Key("primary-key", primary)] if primary else []
    keys += [Key("unique-error", (one.name,)) for one in fields if one.constraints.get("unique") is True]
    keys += [Key("unique-key", names) for group in _listed(said.get("uniqueKeys")) if (names := _names(group))]
    once: dict[frozenset[str], Key] = {}
    for key in keys:
        once.setdefault(frozenset(key.fields), key)
    return tuple(once.values())


def _foreign_keys(said: Mapping[str, Any], table: str) -> Iterator[ForeignKey]:
    for one in _listed(said.get("foreignKeys")):
        reference = one.get("reference") if isinstance(one, dict) else None
        if isinstance(reference, dict):
            fields, targets = _names(one.get("fields")), _names(reference.get("fields"))
            if fields and targets:
                yield ForeignKey(fields, str(reference.get("resource") or table), targets)


def _names(said: object) -> tuple[str, ...]:
    """Read what the standard writes as one name or as a list of them."""
    return (said,) if isinstance(said, str) and said else tuple(map(str, _listed(said)))


def _missing(said: object, otherwise: frozenset[str]) -> frozenset[str]:
    if not isinstance(said, list):
        return otherwise
    return frozenset(str(one.get("value")) if isinstance(one, dict) else str(one) for one in said)


def _listed(said: object) -> list[Any]:
    return said if isinstance(said, list) else []
