"""How to cite the package, and the sources behind a table or a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, overload

from ampere_data.curation.evidence import documents, knowledge
from ampere_data.curation.shipped import moved, shipped
from ampere_data.tabular.errors import UnknownName

if TYPE_CHECKING:
    from ampere_data.names import TableName
    from ampere_data.tabular.package import Package

Item = dict[str, Any]
# What BibTeX reads as something else than itself.
_SPECIAL = re.compile(r"[\\{}&%$#_~^]")
_WRITTEN = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@overload
def cite(
    table: TableName | str | None = None, record_id: str | None = None, *, form: Literal["text", "bibtex"] = "text"
) -> str: ...
@overload
def cite(table: TableName | str | None = None, record_id: str | None = None, *, form: Literal["csl"]) -> list[Item]: ...
def cite(
    table: TableName | str | None = None,
    record_id: str | None = None,
    *,
    form: Literal["text", "bibtex", "csl"] = "text",
) -> str | list[Item]:
    """Say how to cite the package and, with a table or a record, the sources behind it.

    Args:
        table: A table: the sources that its records name.
        record_id: A record of it, by its id: the sources of that record alone.
        form: `text` for a line each, `bibtex` for BibTeX entries, `csl` for items of CSL-JSON.

    Returns:
        Text, or with `csl` a list of objects as CSL-JSON has them; the package comes first. A source whose day is not
        known has its earliest and its latest day, and is `circa` where its date was inferred.

    Raises:
        UnknownName: There is no such table or record; the error names the nearest ones.
        ValueError: `form` is none of those.

    Example:
        >>> import ampere_data as ad
        >>> [item["id"] for item in ad.cite("entities", "douai", form="csl")][0]
        'ampere-data'
    """
    package = shipped()
    items = [_dataset(package.descriptor), *(() if table is None else _sources(package, str(table), record_id))]
    if form == "csl":
        return items
    if form not in ("text", "bibtex"):
        msg = f"form is {form!r}; it may be text, bibtex or csl"
        raise ValueError(msg)
    write = _in_text if form == "text" else _in_bibtex
    return "\n".join(map(write, items))


def _dataset(said: Mapping[str, Any]) -> Item:
    from ampere_data.exports.metadata import creators, licences

    item: Item = {"id": said["name"], "type": "dataset", "title": said["title"], "version": said["version"]}
    item["author"] = [{"literal": name} for name in creators(said)]
    item["issued"] = {"date-parts": [_parts(said["created"][:10])]}
    return {**item, "license": ", ".join(licences(said)), **({"URL": said["homepage"]} if "homepage" in said else {})}


def _sources(package: Package, table: str, record_id: str | None) -> Iterator[Item]:
    """Give the sources that a table or one of its records names, in the order of their ids."""
    rows = knowledge.read_rows(package.table(table))
    schema, records = rows.table.schema, rows.records()
    if record_id is not None:
        ids = rows.column(schema.primary_key[0]) if len(schema.primary_key) == 1 else []
        if record_id not in ids:
            raise UnknownName("record", record_id, ids, now=moved(package, table, record_id))
        records = [records[ids.index(record_id)]]
    leading = [field.name for field in schema.fields if _names_sources(field.mapping("list"))]
    leading += [name for name, (to, _) in schema.links.items() if to == documents.TABLE]
    leading += schema.primary_key if table == documents.TABLE else ()
    named = {one for record in records for name in leading for one in record[name].split(";")}
    for source in knowledge.read_rows(package.table(documents.TABLE)).records():
        if source["source_id"] in named:
            yield _source(source)


def _names_sources(said: Mapping[str, Any]) -> bool:
    reference = said.get("reference")
    return isinstance(reference, Mapping) and reference.get("resource") == documents.TABLE


def _source(said: Mapping[str, str]) -> Item:
    days = list(dict.fromkeys(filter(None, (said["published_earliest"], said["published_latest"]))))
    issued: Item = {"date-parts": [_parts(day) for day in days]}
    if said["published_basis"] != "stated":
        issued["circa"] = True
    item: Item = {"id": said["source_id"], "type": "article-newspaper", "issued": issued, "language": said["language"]}
    item |= {"title": said["title"]} if said["title"] else {}
    item |= {"author": [{"literal": said["author"]}]} if said["author"] else {}
    return item | ({"container-title": said["publisher"]} if said["publisher"] else {})


def _parts(day: str) -> list[int]:
    return [int(part) for part in day.split("-")]


def _day(item: Item) -> str:
    """Write the day of an item, or the first and the last that it may be."""
    days = ["-".join(f"{part:02}" for part in parts) for parts in item["issued"]["date-parts"]]
    return f"{'about ' if item['issued'].get('circa') else ''}{' to '.join(days)}"


def _people(item: Item) -> str:
    return " and ".join(one["literal"] for one in item.get("author", []))


def _in_text(item: Item) -> str:
    """Write an item in a line: who, when, what, where."""
    named = f"{_people(item)} ({_day(item)})" if item.get("author") else f"{item['id']} ({_day(item)})"
    version = f"Version {item['version']}" if "version" in item else ""
    title = item.get("title") or "Press article without a title"
    parts = (named, title, item.get("container-title", ""), version, item.get("license", ""), item.get("URL", ""))
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _in_bibtex(item: Item) -> str:
    data = item["type"] == "dataset"
    kind, key = ("dataset", item["id"]) if data else ("article", f"ampere-data-{item['id']}")
    fields = {
        "author": f"{{{_escaped(_people(item))}}}" if item.get("author") else "",
        "title": _escaped(item.get("title", "")),
        "journaltitle": _escaped(item.get("container-title", "")),
        "date": "/".join("-".join(f"{part:02}" for part in parts) for parts in item["issued"]["date-parts"]),
        "version": item.get("version", ""),
        "langid": {"fr": "french"}.get(item.get("language", ""), ""),
        "url": item.get("URL", ""),
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _WRITTEN.get(found[0], f"\\{found[0]}"), text)
