"""The data dictionary: what every table, column and value of a vocabulary is, as lines and as a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ampere_data.exports.sheets import told
from ampere_data.tabular.package import Package, Table
from ampere_data.tabular.schema import Field
from ampere_data.words import phrase

EDTF = "https://www.loc.gov/standards/datetime/"
# The constraints in the order in which a page names them.
_CONSTRAINTS = (
    *("required", "unique", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("minLength", "maxLength", "pattern", "enum"),
)


class Entry(NamedTuple):
    """A line of the dictionary: a table, one of its columns, or a value that a column may have."""

    table: str
    column: str
    value: str
    title: str
    kind: str
    description: str


def entries(package: Package, language: str) -> Iterator[Entry]:
    """List the tables, each with its columns, each with its values."""
    for table in package.tables.values():
        said = _said(table)
        yield Entry(table.name, "", "", told(said, "title", language), "", told(said, "description", language))
        for field in table.schema.fields:
            own = (told(field.descriptor, part, language) for part in ("title", "description"))
            yield Entry(table.name, field.name, "", next(own), field.type, next(own))
            for value, label, description in _values(field, language):
                yield Entry(table.name, field.name, value, label, "", description)


def markdown(package: Package, language: str) -> str:
    """Write the dictionary as a page: a chapter for each table."""
    return "\n".join(line for table in package.tables.values() for line in _chapter(table, language)).rstrip() + "\n"


def _said(table: Table) -> Mapping[str, Any]:
    return {**table.schema.descriptor, **table.descriptor}


def _chapter(table: Table, language: str) -> Iterator[str]:
    schema = table.schema
    yield f"## {table.name}"
    yield ""
    file = phrase("dictionary-file", language, path=f"`{table.path}`") if table.path else ""
    yield " ".join(filter(None, (told(_said(table), "description", language), file)))
    yield ""
    for key in schema.keys:
        kind = "primary-key" if key.fields == schema.primary_key else "unique-key"
        if key.code != "unique-error" or kind == "primary-key":
            yield f"- {phrase(f'dictionary-{kind}', language, fields=_names(key.fields))}"
    for link in schema.foreign_keys:
        to = f"[`{link.table}`](#{link.table})"
        yield f"- {phrase('dictionary-foreign-key', language, fields=_names(link.fields), table=to)}"
    heads = ("column", "kind", "description", "constraints", "example")
    yield from ("", *_rows([phrase(f"dictionary-{head}", language) for head in heads]))
    for field in schema.fields:
        yield _row(_cells(field, language))
    for field in schema.fields:
        values = [*_values(field, language)]
        if values and field.categories:
            yield from ("", f"### {table.name}.{field.name}", "")
            yield from _rows([phrase(f"dictionary-{head}", language) for head in ("value", "title", "description")])
            yield from (_row([f"`{value}`", label, _plain(said)]) for value, label, said in values)
    yield ""


def _cells(field: Field, language: str) -> Iterator[str]:
    said = field.descriptor
    yield _code(field.name)
    yield f"{field.type}, [EDTF]({EDTF})" if said.get("edtf") else field.type
    title = told(said, "title", language)
    proof = f"*{phrase('dictionary-proof', language)}*" if said.get("evidence") else ""
    described = _plain(told(said, "description", language))
    yield " ".join(filter(None, (f"**{title}.**" if title else "", described, proof)))
    yield ", ".join(_constraints(field, language))
    yield _code(said["example"]) if "example" in said else ""


def _constraints(field: Field, language: str) -> Iterator[str]:
    """Say the constraints shortly; the values of an enumeration have their own list."""
    for name in _CONSTRAINTS:
        value = field.constraints.get(name)
        if name not in field.constraints or value is False:
            continue
        yield phrase(f"dictionary-{name}", language, value=_code(value))


def _values(field: Field, language: str) -> Iterator[tuple[str, str, str]]:
    """Give the values of an enumerated field, each with its label and its description."""
    for one in field.categories:
        said = {**one.more, "label": one.label}
        yield str(one.value), told(said, "label", language), told(said, "description", language)
    if not field.categories:
        yield from ((str(value), "", "") for value in field.values)


def _rows(heads: Iterable[str]) -> list[str]:
    shown = list(heads)
    return [_row(shown), f"|{'---|' * len(shown)}"]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _names(names: Iterable[str]) -> str:
    return ", ".join(_code(name) for name in names)


def _code(value: object) -> str:
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"`{_plain(said)}`"


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
