"""The descriptor held against both readings of the standard: the official v2.0 profile, and Frictionless' own.

Each rejection is a finding; what the profile does not say is said in Frictionless' words, quoted. Schemas and dialects
are put in place of their paths first, so that neither opens a file; custom profiles, which would have to be fetched,
are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ampere_data.tabular.accepted import is_accepted, is_accepted_schema
from ampere_data.tabular.engine import isolated
from ampere_data.tabular.extras import MissingExtra, required
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.nested import HELD, JSON_SCHEMA
from ampere_data.tabular.package import Package, Table, is_address
from ampere_data.tabular.schema import Schema
from ampere_data.words.reasons import Reason, quoted

# What Frictionless says where the profile's rejection has a sentence of its own.
_NOTED = {"both": "mutually exclusive", "neither": '"path" or "data" is required'}
# What was said of descriptors, by their text: judging one takes longer than checking a small table.
_JUDGED: dict[str, tuple[list[Issue], set[str]]] = {}
_MOST_JUDGED = 32
_KNOWN_PROFILES = ("data-package", "tabular-data-package", "data-resource", "tabular-data-resource")
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_VERSION_2 = re.compile(r"https?://datapackage\.org/profiles/2\.\d+/")
# What stands for a schema of which nothing is to be said.
_SOME_SCHEMA: Mapping[str, Any] = {"fields": [{"name": "field", "type": "string"}]}
# The rules of a JSON Schema that say in one word what they want.
_RULES = ("type", "enum", "pattern", "format", "minItems", "minLength", "const")
# How Frictionless ends, or begins, a sentence about a property that is wrong, or missing, or a type that is none.
_PLACED = re.compile(r"at property '([^']*)'$|^'([^']*)' is a required property|^field type \"(.*)\" is not", re.DOTALL)


def check_descriptor(package: Package, path: str) -> tuple[list[Issue], set[str]]:
    """Check a descriptor, its resources and their schemas; what was judged before is not judged again.

    Returns:
        The findings, and the names of the tables that Frictionless will not read.
    """
    if is_accepted(package):
        return [], set()
    tables = [[name, dereferenced(table)] for name, table in package.tables.items()]
    try:
        said = json.dumps([path, package.descriptor, tables])
    except (RecursionError, TypeError):
        return _check_descriptor(package, path)
    if said not in _JUDGED:
        while len(_JUDGED) >= _MOST_JUDGED:
            _JUDGED.pop(next(iter(_JUDGED)), None)
        _JUDGED[said] = _check_descriptor(package, path)
    issues, unusable = _JUDGED[said]
    return [*issues], {*unusable}


def _check_descriptor(package: Package, path: str) -> tuple[list[Issue], set[str]]:
    declared = _VERSION_2.match(str(package.descriptor.get("$schema", "")))
    with isolated() as frictionless:
        rejections = list(_rejections(frictionless, package))
    # of an older descriptor Frictionless alone judges, and the profile only says better what it says
    told = list(_profile_issues(package, path, "2.0" if declared else "1.0")) if declared or rejections else []
    found = told if declared else []
    for table, error in rejections:
        at = next((at for at, one in enumerate(told) if _says(one, error.note, table)), None)
        if at is not None:
            told[at] = told[at]._replace(code=error.type)
        if at is None or not declared:
            found.append(_quoting(error, table, path) if at is None else told[at])
    unusable = {table.name for table, _ in rejections if table is not None}
    return found, unusable


def check_schema(table: Table) -> list[Issue]:
    """Check a schema that stands alone, without a package around it."""
    if is_accepted_schema(table.schema):
        return []
    with isolated() as frictionless:
        errors = _judged(frictionless.Schema, _without_json_schemas(table.schema), "unknown")
        return [_quoting(error, table, table.path) for error in errors]


def _says(issue: Issue, note: str, table: Table | None) -> bool:
    """Tell whether a finding is about the place of the descriptor that Frictionless speaks of."""
    if issue.detail in _NOTED and issue.table == (table.name if table else ""):
        return _NOTED[issue.detail] in note
    match = _PLACED.search(note)
    if match is None or "place" not in issue.params or issue.table != (table.name if table else ""):
        return False
    place, name, unknown = match.groups()
    said = str(issue.params["place"])
    if unknown is not None:
        return said.endswith("/type") and issue.params.get("found") == json.dumps(unknown, ensure_ascii=False)
    return issue.params.get("name") == name if name is not None else said.endswith(place)


def _quoting(error: Any, table: Table | None, path: str) -> Issue:
    note = quoted(error.note, "frictionless")
    return Issue(error.type, table=table.name if table else "", path=path, params={"note": note})


def passed_by(package: Package) -> dict[str, int]:
    """Count what a descriptor names and is not looked at: profiles and schemas to be fetched, and checklists."""
    resources = [table.descriptor for table in package.tables.values()]
    profiles = {str(one["profile"]) for one in (package.descriptor, *resources) if one.get("profile") is not None}
    version = package.descriptor.get("$schema")
    foreign = isinstance(version, str) and not re.match(r"https?://datapackage\.org/profiles/", version)
    found = {
        "profiles_unchecked": len(profiles - {*_KNOWN_PROFILES}) + foreign,
        "checklists_unchecked": sum("checklist" in one for one in resources),
        "schemas_unchecked": sum(is_address(one.get("schema")) for one in resources),
    }
    return {name: count for name, count in found.items() if count}


def dereferenced(table: Table) -> dict[str, Any]:
    """Give a resource's descriptor with schema and dialect in place, and without profiles that would be fetched."""
    descriptor = {key: value for key, value in table.descriptor.items() if key not in ("schema", "dialect")}
    if descriptor.get("profile") not in _KNOWN_PROFILES:
        descriptor.pop("profile", None)
    parts = {"schema": table.schema.descriptor, "dialect": table.dialect}
    if is_address(table.descriptor.get("schema")):
        parts["schema"] = _SOME_SCHEMA
    return descriptor | {name: part for name, part in parts.items() if name in table.descriptor}


def _rejections(frictionless: Any, package: Package) -> Iterator[tuple[Table | None, Any]]:
    descriptor = dict(package.descriptor)
    if descriptor.get("profile") not in _KNOWN_PROFILES:
        descriptor.pop("profile", None)
    resources = descriptor.get("resources")
    if isinstance(resources, list):
        descriptor["resources"] = [_stub(one) if isinstance(one, dict) else one for one in resources]
    for error in _judged(frictionless.Package, descriptor, None):
        if error.note != "names of the resources are not unique":  # of which those that read them tell more
            yield None, error
    declared = package.descriptor.get("$schema")
    versioned = {"$schema": declared} if isinstance(declared, str) else {}
    version = frictionless.Package.effective_datapackage_version(versioned, None)
    for table in package.tables.values():
        said = dereferenced(table)
        if said.get("schema") is table.schema.descriptor:
            said["schema"] = _without_json_schemas(table.schema)
        for error in _judged(frictionless.Resource, said, version):
            yield table, error


def _without_json_schemas(schema: Schema) -> dict[str, Any]:
    """Leave out the JSON Schemas that arrays and objects are held to, of which Frictionless does not know."""
    said = dict(schema.descriptor)
    if not any(JSON_SCHEMA in one.constraints and one.type in HELD for one in schema.fields):
        return said
    fields = [
        {**one.descriptor, "constraints": {key: value for key, value in one.constraints.items() if key != JSON_SCHEMA}}
        if JSON_SCHEMA in one.constraints and one.type in HELD
        else one.descriptor
        for one in schema.fields
    ]
    return {**said, "fields": fields}


def _stub(resource: Mapping[str, Any]) -> dict[str, Any]:
    """Give as much of a resource as the rules of a package as a whole speak of."""
    found = {"path": "table.csv"} | {key: resource[key] for key in ("name",) if key in resource}
    if resource.get("profile") in _KNOWN_PROFILES:
        found["profile"] = resource["profile"]
    return found | ({"schema": _SOME_SCHEMA} if "schema" in resource else {})


def _judged(kind: Any, descriptor: dict[str, Any], version: str | None) -> list[Any]:
    """Ask Frictionless about a descriptor; where it stumbles, that is its answer."""
    from frictionless.metadata.context import ValidationContext

    try:
        copied = json.loads(json.dumps(descriptor))
        kind.metadata_transform(copied)
        specific = kind.metadata_select_class(copied.get("type"))
        specific.metadata_transform(copied)
        return list(specific.metadata_validate(copied, context=ValidationContext(datapackage_version=version)))
    except Exception as error:  # noqa: BLE001 - what Frictionless raises on a descriptor it did not foresee
        known = getattr(error, "error", None)
        if known is not None:
            return [*(getattr(error, "reasons", None) or [known])]
        return [kind.metadata_Error(note=f"{type(error).__name__}: {error}"[:300])]


@cache
def _profile(version: str) -> dict[str, Any]:
    """Read an official profile, which travels inside the package dplib-py, without importing that."""
    spec = find_spec("dplib")
    if spec is None or not spec.submodule_search_locations:
        raise MissingExtra("dplib-py")
    file = Path(spec.submodule_search_locations[0], "profiles", version, "datapackage.json")
    profile: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return profile


def _profile_issues(package: Package, path: str, version: str) -> Iterator[Issue]:
    """Hold the whole descriptor against the official profile."""
    validator = required("jsonschema").Draft7Validator(_profile(version))
    descriptor = dict(package.descriptor)
    names: dict[int, str] = {}
    if isinstance(descriptor.get("resources"), list):
        tables = list(package.tables.values())
        for at, one in enumerate(descriptor["resources"]):
            names[at] = str(one.get("name", "")) if isinstance(one, dict) else ""
        by_resource = {id(table.descriptor): dereferenced(table) for table in tables}
        descriptor["resources"] = [by_resource.get(id(one), one) for one in descriptor["resources"]]
    try:
        errors = list(validator.iter_errors(descriptor))
    except RecursionError:
        yield Issue("package-error", path=path, params={"note": Reason("descriptor-too-deep")})
        return
    for error in errors:
        steps = list(error.absolute_path)
        if len(steps) == 2 and error.validator == "oneOf" and isinstance(error.instance, dict):  # noqa: PLR2004 - resources, one
            detail = "both" if {"path", "data"} <= error.instance.keys() else "neither"
            if detail == "both" or error.instance.keys().isdisjoint({"path", "data"}):
                yield Issue("resource-error", table=names.get(steps[1], ""), path=path, detail=detail)
                continue
        telling = most_telling(error)
        if not _is_erratum(telling):
            yield _profile_issue(telling, names, path)


def _is_erratum(error: Any) -> bool:
    """Tell whether the profile contradicts its own standard: a text for `fieldsMatch`, and fields of type `list`."""
    place = list(error.absolute_path)
    match = place[-1:] == ["fieldsMatch"] and isinstance(error.instance, str)
    return match or (place[-1:] == ["type"] and error.instance == "list")


def most_telling(error: Any) -> Any:
    """Go down to the rejection that says most: the deepest of the alternative that came closest."""
    while error.context:
        alternatives: dict[Any, list[Any]] = {}
        for one in error.context:
            alternatives.setdefault(one.schema_path[0], []).append(one)
        kinds = [group for group in alternatives.values() if not any(_is_other_kind(one) for one in group)]
        closest = min(kinds or alternatives.values(), key=len)
        error = max(closest, key=lambda one: len(one.absolute_path))
    return error


def _wanted(error: Any) -> Any:
    """Give what a rule wants; where each alternative wants one type, all of these types."""
    if not _is_other_kind(error) or error.parent is None:
        return error.validator_value
    return [kind for one in error.parent.context if _is_other_kind(one) for kind in one.validator_value]


def _is_other_kind(error: Any) -> bool:
    """Whether an alternative was meant for another type of field altogether."""
    return error.validator == "enum" and list(error.path)[-1:] == ["type"]


def _profile_issue(error: Any, names: dict[int, str], path: str) -> Issue:
    steps = list(error.absolute_path)
    table, code = "", "package-error"
    if steps[:1] == ["resources"] and len(steps) > 1:
        table, code, steps = names.get(steps[1], ""), "resource-error", steps[2:]
        if steps[:1] in (["schema"], ["dialect"]):
            code = f"{steps[0]}-error"
    detail, params = told(error, place_of(steps))
    if steps == ["path"] and error.validator == "pattern" and re.search(r"(?:^|/)\.", str(error.instance)):
        detail = "hidden"
    return Issue(code, table=table, path=path, detail=detail, params=params)


def told(error: Any, place: str) -> tuple[str, dict[str, object]]:
    """Give the detail and the params of a finding that says what a JSON Schema rejects in a place."""
    params: dict[str, object] = {"place": place, "note": quoted(error.message)}
    top = "" if place else "/top"
    if error.validator == "required":
        missing = next(name for name in error.validator_value if name not in error.instance)
        return f"required{top}", {**params, "name": missing}
    if error.validator in _RULES:
        params |= {"found": json.dumps(error.instance, ensure_ascii=False), "rule": error.validator}
        return f"profile{top}", {**params, "wanted": json.dumps(_wanted(error), ensure_ascii=False)}
    return "", params


def place_of(steps: Iterable[str | int]) -> str:
    """Write the way to a place of a descriptor."""
    return "/".join(map(str, steps))
