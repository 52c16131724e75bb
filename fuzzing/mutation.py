"""JSON changed as JSON: one place of a document gets another value, goes, or comes twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

WORDS = (
    *("name", "type", "path", "data", "schema", "fields", "format", "constraints", "pattern", "enum", "minimum"),
    *("maximum", "exclusiveMinimum", "minLength", "maxLength", "required", "unique", "primaryKey", "uniqueKeys"),
    *("foreignKeys", "reference", "resource", "resources", "dialect", "delimiter", "quoteChar", "escapeChar"),
    *("doubleQuote", "skipInitialSpace", "header", "headerRows", "headerJoin", "commentChar", "commentRows", "csv"),
    *("encoding", "compression", "innerpath", "profile", "$schema", "missingValues", "value", "label", "categories"),
    *("fieldsMatch", "itemType", "trueValues", "falseValues", "decimalChar", "groupChar", "bareNumber", "bytes"),
    *("hash", "canonical", "edtf", "list", "range", "acyclic", "span", "evidence", "measure", "initial", "example"),
    *("table", "string", "integer", "number", "boolean", "date", "time", "datetime", "year", "yearmonth", "duration"),
    *("object", "array", "geopoint", "geojson", "any", "default", "email", "uri", "uuid", "binary", "topojson"),
    *("table.csv", "other.csv", "schema.json", "deep.json", "utf-8", "utf-16", "gz", "zip", "id", "n", "exact"),
    *("equal", "subset", "superset", "partial", "separator", "computed", "sources", "known-from", "unit", "units"),
)
_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2**63, 10**400, 1.5, 1e308, float("nan"), "", "\ud800", "\x00", "x" * 5_000),
    *([], {}, [None], [[]], {"": None}, ["a", "a"], "(a+)+$", "[", "%Y", "%", "../x", "file:x", "a\nb", "٣"),
    *({"value": "a", "label": "b"}, {"fields": ["id"], "reference": {"resource": "", "fields": ["id"]}}),
    {"fields": "id", "reference": {"fields": "id"}},
)

Holder = dict[str, Any] | list[Any]


def mutate(data: bytes, most: int, seed: int, otherwise: Callable[[bytes, int], bytes]) -> bytes:
    """Change a JSON document in one to four places; now and then, and what is no JSON, byte by byte."""
    random = Random(seed)  # noqa: S311 - the fuzzer's own chance, to be repeated
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return otherwise(data, most)
    if not isinstance(document, dict | list) or random.random() < 0.1:  # noqa: PLR2004 - a share of all turns
        return otherwise(data, most)
    for _ in range(random.randint(1, 4)):
        _change(document, random)
    changed = json.dumps(document).encode()
    return changed if len(changed) <= most else otherwise(data, most)


def _change(document: Holder, random: Random) -> None:
    holder, key = random.choice([*_places(document), (document, None)])
    turn = random.randrange(6)
    if key is None or turn == 0:
        _add(holder, random)
    elif turn == 1:
        del holder[key]
    elif turn == 2 and isinstance(holder, list):  # noqa: PLR2004 - the third way
        holder.insert(random.randrange(len(holder) + 1), json.loads(json.dumps(holder[key])))
    elif turn == 3:  # noqa: PLR2004 - the fourth
        other, place = random.choice(list(_places(document)))
        holder[key] = json.loads(json.dumps(other[place]))
    else:
        holder[key] = _value(random)


def _add(holder: Holder, random: Random) -> None:
    if isinstance(holder, dict):
        holder[random.choice(WORDS)] = _value(random)
    else:
        holder.append(_value(random))


def _value(random: Random) -> Any:
    return json.loads(json.dumps(random.choice(random.choice((_VALUES, WORDS)))))


def _places(holder: Holder) -> Iterator[tuple[Holder, Any]]:
    """Give every place of a document as what holds it and the key there."""
    pairs = list(holder.items()) if isinstance(holder, dict) else list(enumerate(holder))
    for key, value in pairs:
        yield holder, key
        if isinstance(value, dict | list):
            yield from _places(value)
