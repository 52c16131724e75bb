"""Descriptors that both readings of the standard surely accept: told without loading what would judge them.

It says less than they do, never more: what is not of the shapes below is left to those who know. Only Data Package v2
and the plain types are known here; properties that nobody's standard has are passed over, as the standard wants.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ampere_data.tabular import types
from ampere_data.tabular.package import Package
from ampere_data.tabular.schema import Field, Schema

Shape = Callable[[Any], bool]

_VERSION_2 = re.compile(r"https://datapackage\.org/profiles/2\.\d+/datapackage\.json")
_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*(?:/[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)*")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_URL = re.compile(r"https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9_./~-]*)?")
_MOMENT = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")


def _text(said: Any) -> bool:
    return isinstance(said, str) and bool(said)


def _flag(said: Any) -> bool:
    return isinstance(said, bool)


def _matching(form: re.Pattern[str]) -> Shape:
    return lambda said: isinstance(said, str) and form.fullmatch(said) is not None


def _many(shape: Shape) -> Shape:
    """Give the shape of a list of some, none of them twice."""
    return lambda said: isinstance(said, list) and bool(said) and all(map(shape, said)) and _once(said)


def _once(said: Iterable[Any]) -> bool:
    texts = [repr(one) for one in said]
    return len({*texts}) == len(texts)


def _object(known: Mapping[str, Shape | None], *, needed: tuple[str, ...] = (), closed: bool = False) -> Shape:
    """Give the shape of an object with some properties; of one that is None nothing is sure."""

    def fits(said: Any) -> bool:
        if not isinstance(said, dict) or not said.keys() >= {*needed} or (closed and not said.keys() <= known.keys()):
            return False
        shapes = ((known[name], value) for name, value in said.items() if name in known)
        return all(shape is not None and shape(value) for shape, value in shapes)

    return fits


def _count(said: Any) -> bool:
    return isinstance(said, int) and not isinstance(said, bool) and said >= 0


_LICENCE = _object(
    {"name": _matching(re.compile("[-a-zA-Z0-9._]+")), "title": _text, "path": _matching(_URL)},
    needed=("name",),
    closed=True,
)
_SOURCE = _object({"title": _text, "path": _matching(_URL)}, needed=("title",), closed=True)
_PERSON = _object({"title": _text, "path": _matching(_URL), "roles": _many(_text)}, needed=("title",), closed=True)
_SAID = {"title": _text, "description": _text}
_ELSEWHERE = dict.fromkeys(["profile", "image", "type", "fields", "missingValues", "dialect", "schema", "stats"])
_PACKAGE = _object(
    {
        **_ELSEWHERE,
        **_SAID,
        "$schema": _matching(_VERSION_2),
        "name": _matching(_NAME),
        "id": _text,
        "version": _text,
        "created": _matching(_MOMENT),
        "homepage": _matching(_URL),
        "keywords": _many(_text),
        "licenses": _many(_LICENCE),
        "sources": _many(_SOURCE),
        "contributors": _many(_PERSON),
        "resources": _many(lambda said: isinstance(said, dict)),
    },
    needed=("$schema", "resources"),
)
_DIALECT = _object(
    {
        "$schema": _matching(re.compile(r"https://datapackage\.org/profiles/2\.\d+/tabledialect\.json")),
        "delimiter": lambda said: said in (",", ";", "\t", "|"),
        "quoteChar": lambda said: said == '"',
        "lineTerminator": lambda said: said in ("\n", "\r\n"),
        "header": _flag,
        "doubleQuote": _flag,
        "skipInitialSpace": _flag,
    },
    closed=True,
)
_RESOURCE = _object(
    {
        **dict.fromkeys(
            ["$schema", "data", "profile", "extrapaths", "compression", "innerpath", "layout", "stats", "control"]
        ),
        **dict.fromkeys(["control", "missingValues", "checklist", "pipeline", "scheme", "basepath", "detector"]),
        **_SAID,
        "name": _matching(_NAME),
        "path": _matching(_PATH),
        "type": lambda said: said == "table",
        "format": lambda said: said in ("csv", "tsv"),
        "mediatype": lambda said: said in ("text/csv", "text/tab-separated-values"),
        "encoding": lambda said: said in ("utf-8", "UTF-8"),
        "bytes": _count,
        "hash": _matching(re.compile("(?:sha256:)?[0-9a-f]{32,64}")),
        "fields": _count,
        "rows": _count,
        "licenses": _many(_LICENCE),
        "sources": _many(_SOURCE),
        "contributors": _many(_PERSON),
        "homepage": _matching(_URL),
        "dialect": lambda said: _matching(_PATH)(said) or _DIALECT(said),
        "schema": lambda said: _matching(_PATH)(said) or isinstance(said, dict),
    },
    needed=("name", "path", "type"),
)
_LABELLED = _object({"value": lambda said: isinstance(said, str), "label": _text}, needed=("value",))
_MISSING = _many(lambda said: isinstance(said, str))
_NAMES = _many(_text)
_FIELD = _object(
    {
        **dict.fromkeys(
            ["profile", "required", "unique", "rdfType", "floatNumber", "itemType", "delimiter", "arrayItem"]
        ),
        **_SAID,
        "name": _text,
        "type": _text,
        "format": lambda said: said == "default",
        "example": _text,
        "constraints": lambda said: isinstance(said, dict),
        "categories": lambda said: _many(_LABELLED)(said) or _NAMES(said),
        "categoriesOrdered": _flag,
        "missingValues": _MISSING,
        "trueValues": _NAMES,
        "falseValues": _NAMES,
        "bareNumber": _flag,
        "decimalChar": lambda said: said in (".", ","),
        "groupChar": lambda said: said in (",", ".", " "),
    },
    needed=("name", "type"),
)
_CONSTRAINTS: Mapping[str, Shape] = {
    "required": _flag,
    "unique": _flag,
    "pattern": _text,
    "enum": _NAMES,
    "minLength": _count,
    "maxLength": _count,
}
_SCHEMA = _object(
    {
        **dict.fromkeys(["profile", "stats", "type"]),
        **_SAID,
        "$schema": _matching(re.compile(r"https://datapackage\.org/profiles/2\.\d+/tableschema\.json")),
        "name": _matching(_NAME),
        "fields": lambda said: isinstance(said, list) and bool(said) and all(map(_FIELD, said)),
        # the official profile wants a list here, the standard and Frictionless a text
        "fieldsMatch": lambda said: said in ("exact", "equal", "subset", "superset", "partial"),
        "primaryKey": lambda said: _text(said) or _NAMES(said),
        "uniqueKeys": _many(_NAMES),
        "foreignKeys": lambda said: isinstance(said, list) and bool(said) and all(map(_foreign_key, said)),
        "missingValues": _MISSING,
    },
    needed=("fields",),
)


def is_accepted(package: Package) -> bool:
    """Tell whether a package, its resources, schemas and dialects are surely accepted."""
    resources = package.descriptor.get("resources")
    if not _PACKAGE(package.descriptor) or not isinstance(resources, list) or len(resources) != len(package.tables):
        return False
    tables = package.tables.values()
    return (
        all(map(_RESOURCE, resources))
        and all(not table.parts and _DIALECT(table.dialect) for table in tables)
        and all("schema" not in table.descriptor or is_accepted_schema(table.schema) for table in tables)
    )


def is_accepted_schema(schema: Schema) -> bool:
    """Tell whether a schema is surely accepted."""
    names = {one.name for one in schema.fields}
    keys = [*(one.fields for one in schema.keys), *(one.fields for one in schema.foreign_keys)]
    return (
        _SCHEMA(schema.descriptor)
        and len(names) == len(schema.fields)
        and all(names.issuperset(key) for key in keys)
        and all(map(_is_accepted_field, schema.fields))
    )


def _foreign_key(said: Any) -> bool:
    reference = said.get("reference") if isinstance(said, dict) and said.keys() == {"fields", "reference"} else None
    if not isinstance(reference, dict) or not reference.keys() <= {"resource", "fields"}:
        return False
    fields, targets = said["fields"], reference.get("fields")
    if not _text(reference.get("resource", "itself")):
        return False
    if isinstance(fields, list) and isinstance(targets, list):
        return _NAMES(fields) and _NAMES(targets) and len(fields) == len(targets)
    return _text(fields) and _text(targets)


def _is_accepted_field(field: Field) -> bool:
    read = types.value_reader(field)
    if read is None or not (field.type == "string" or field.values == () or field.type == "integer"):
        return False
    bound = (int, float) if field.type in ("integer", "number") else (int,) if field.type == "year" else (str,)
    for name, value in field.constraints.items():
        shape = _CONSTRAINTS.get(name)
        limited = name in types.BOUNDS and isinstance(value, bound) and not isinstance(value, bool)
        if not (shape(value) if shape else limited and read(value) is not None):
            return False
    example = field.descriptor.get("example")
    return example is None or read(example) is not None
