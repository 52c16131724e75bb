"""Properties of ours that a schema may carry beside those of the standard: which there are, and what shape they have.

The extension describes them (`curation.extension`). The standard lets a schema carry whatever it likes, so a name that
nobody knows is wrong only in a schema that speaks our language: one that has at least one property of ours, in its
shape, that asks for a rule. Words that anybody might add (`title_fr`, `initial`: any text) do not make a schema one of
ours. Where a package declares the extension, all its schemas are held to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ampere_data.curation import extension
from ampere_data.tabular.descriptors import most_telling, place_of, told
from ampere_data.tabular.extras import required
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Package, Table
from ampere_data.words.reasons import Reason

# What has a prefix is somebody else's (`dc:subject`).
_PREFIXED = re.compile("[A-Za-z][A-Za-z0-9-]*:")
# After so many misspelt names nobody reads what the next was meant to be.
_MOST_HINTS = 1_000


@cache
def described() -> dict[str, Any]:
    """Read the JSON Schema of what our schemas may hold."""
    return json.loads(extension.described())["definitions"]["tableSchema"]  # type: ignore[no-any-return] # JSON


def of_schemas() -> Mapping[str, Any]:
    """Give each property that a schema may have with its description; those that are not ours have none."""
    return described()["properties"]  # type: ignore[no-any-return] # JSON


def of_fields() -> Mapping[str, Any]:
    """Give each property that a field may have, likewise."""
    return of_schemas()["fields"]["items"]["properties"]  # type: ignore[no-any-return] # JSON


def ours(known: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the properties of the standard."""
    return {name: one for name, one in known.items() if isinstance(one, dict) and "description" in one}


def check_properties(table: Table, path: str, *, declared: bool = False) -> list[Issue]:
    """Hold a schema that has properties of ours to their description.

    Args:
        table: The table whose schema it is.
        path: The file that findings name.
        declared: Whether its package declares the extension: then a schema without such properties is held to it, too.

    Returns:
        A finding for each property that is not known where it stands, or has another shape.
    """
    if not declared and not any(_rules(table)):
        return []
    names = set(table.schema.names)
    quick = required("jsonschema_rs").Draft7Validator
    if quick(described(), validate_formats=True, formats={"field": names.__contains__}).is_valid(
        table.schema.descriptor
    ):
        return []
    jsonschema = required("jsonschema")
    checker = jsonschema.Draft7Validator
    formats = jsonschema.FormatChecker(formats=())
    formats.checks("field")(lambda name: not isinstance(name, str) or name in names)
    try:
        if not declared and not any(checker(one).is_valid(value) for value, one in _rules(table)):
            return []
        found = checker(described(), format_checker=formats).iter_errors(table.schema.descriptor)
        errors = [most_telling(error) for error in found]
        hints = iter(range(_MOST_HINTS))
        return [issue for error in errors for issue in _issues(error, table, hints, path)]
    except RecursionError:
        return [Issue("schema-error", table=table.name, path=path, params={"note": Reason("descriptor-too-deep")})]


def check_leads(package: Package, path: str) -> Iterator[Issue]:
    """Find what properties of ours say of other tables and these do not have: a rule that leads nowhere checks nothing.

    Args:
        package: The package, whole.
        path: The file that findings name.
    """
    hints = iter(range(_MOST_HINTS))
    for table in package.tables.values():
        for lead in _leads(table):
            at: dict[str, Any] = {"table": table.name, "path": path, "field": lead.field}
            other = package.tables.get(lead.table)
            if other is None and lead.table not in package.described:
                words = _amiss(lead.place, lead.table, package.tables, hints)
                hint = "near-property" if words["near"] else "known-tables"
                yield Issue("schema-error", detail="no-table", params=words, hint=hint, **at)
            names = other.schema.names if other else []
            for part, name in lead.fields.items() if names else ():
                if name not in names:
                    words = _amiss(f"{lead.place}/{part}", name, names, hints) | {"other": lead.table}
                    hint = "near-property" if words["near"] else "known-fields"
                    yield Issue("schema-error", detail="no-field-of", params=words, hint=hint, **at)


@dataclass(frozen=True, slots=True)
class _Lead:
    """A property that speaks of another table: where it stands, which table, and the fields of it by their part."""

    field: str
    place: str
    table: str
    fields: Mapping[str, str]


def _leads(table: Table) -> Iterator[_Lead]:
    """Give what a schema says of other tables, as far as it has the shape for it."""
    for at, one in enumerate(table.schema.fields):
        reference, measured = one.mapping("list").get("reference"), one.mapping("measure")
        if isinstance(reference, Mapping):
            other = str(reference.get("resource") or table.name)
            yield _Lead(one.name, f"fields/{at}/list/reference", other, _texts(reference, ("fields",)))
        if measured and one.name in table.schema.links:
            fields = _texts(measured, ("units", "minimum", "maximum"))
            yield _Lead(one.name, f"fields/{at}/measure", table.schema.links[one.name][0], fields)
    span = table.schema.mapping("span")
    if isinstance(span.get("resource"), str):
        yield _Lead("", "span", span["resource"], _texts(span, ("fields", "length")))


def _texts(holder: Mapping[str, Any], parts: Iterable[str]) -> dict[str, str]:
    return {part: holder[part] for part in parts if isinstance(holder.get(part), str)}


def _amiss(place: str, found: str, known: Iterable[str], hints: Iterator[int]) -> dict[str, Any]:
    """Give the words of a finding about a name that is not there, the one that comes nearest among them."""
    near = _near(found, list(known), hints)
    return {"place": place, "found": found, "known": ", ".join(known), "near": near}


def _rules(table: Table) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Give what a schema has under the names of ours that ask for a rule, and the shape that it is to have."""
    of_field, of_schema = ours(of_fields()), ours(of_schemas())
    holders = [(one.descriptor, of_field) for one in table.schema.fields]
    for holder, known in ((table.schema.descriptor, of_schema), *holders):
        for name, one in known.items():
            if holder.get(name) and one.get("type") != "string":
                yield holder[name], one


def _issues(error: Any, table: Table, hints: Iterator[int], path: str) -> Iterator[Issue]:
    """Say what is wrong in one place."""
    steps = list(error.absolute_path)
    field = table.schema.fields[steps[1]].name if steps[:1] == ["fields"] and len(steps) > 1 else ""
    at: dict[str, Any] = {"table": table.name, "path": path, "field": field}
    if error.validator == "additionalProperties":
        known = error.schema["properties"]
        for name in (name for name in error.instance if name not in known and not _PREFIXED.match(name)):
            params = {"place": place_of(steps), "name": name, "known": ", ".join(ours(known))}
            near = _near(name, known, hints)
            hint = "near-property" if near else "known-properties"
            detail = "unknown" if params["place"] else "unknown/top"
            yield Issue("schema-error", detail=detail, params={**params, "near": near}, hint=hint, **at)
    elif error.validator == "format":
        names = table.schema.names
        params = {"place": place_of(steps), "found": error.instance, "known": ", ".join(names)}
        near = _near(error.instance, names, hints)
        hint = "near-property" if near else "known-fields"
        yield Issue("schema-error", detail="no-field", params={**params, "near": near}, hint=hint, **at)
    else:
        detail, words = told(error, place_of(steps))
        shape = detail.startswith("profile")
        yield Issue("schema-error", detail="shape" if shape else detail, params=words, **at)


def _near(name: str, known: Iterable[str], hints: Iterator[int]) -> str:
    """Find the known name that a misspelt one comes closest to, as long as there are hints left."""
    from ampere_data.tabular.nearness import near_name

    return near_name(name, known) if next(hints, None) is not None else ""
