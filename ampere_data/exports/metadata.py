"""What others look for beside data, made from the descriptor: Croissant, schema.org, DCAT, CSVW, and how to cite.

| file | is | by |
|---|---|---|
| `croissant.json` | the tables for machine learning, read out of the zip | Croissant 1.0 |
| `dataset.jsonld` | the package for search engines | schema.org/Dataset |
| `dcat.jsonld` | the package for catalogues of open data | DCAT-AP 3 |
| `csv-metadata.json` | the tables in the zip, for readers of CSV on the Web | CSVW |
| `CITATION.cff`, `.zenodo.json` | how to cite the package | CFF 1.2, Zenodo |
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from ampere_data.tabular.package import Package, Table
from ampere_data.tabular.schema import Field

# What a field is in each vocabulary; of any other type it is text.
_CROISSANT = {"integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean", "date": "sc:Date"}
_XSD = {"integer": "integer", "number": "double", "boolean": "boolean", "date": "date", "datetime": "dateTime"}
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "sc": "https://schema.org/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{
        name: f"cr:{name}"
        for name in (
            *("citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet"),
            *("format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet"),
            *("references", "regex", "repeated", "replace", "samplingRate", "separator", "source", "subField"),
            "transform",
        )
    },
}
MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
}


def written(said: Any) -> bytes:
    """Write JSON for people to read."""
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def cited(package: Mapping[str, Any]) -> str:
    """Say in one line how to cite a package: who, when, what, which version, under which licence."""
    year = str(package.get("created", ""))[:4]
    version, names = package.get("version"), ", ".join(creators(package))
    parts = [f"{names} ({year})" if names and year else names or year, str(package.get("title") or package.get("name"))]
    parts += [f"version {version}"] if version else []
    parts += [str(package["homepage"])] if package.get("homepage") else []
    return ". ".join(part for part in parts if part) + "."


def creators(package: Mapping[str, Any]) -> list[str]:
    """Name who made a package: its creators, or else all who contributed."""
    people = [one for one in package.get("contributors", []) if one.get("title")]
    makers = [one["title"] for one in people if {"creator", "author"} & {*one.get("roles", []), one.get("role")}]
    return makers or [one["title"] for one in people]


def licences(package: Mapping[str, Any]) -> list[str]:
    """Give the address of each licence, or its name where it has none."""
    return [str(one.get("path") or one.get("name")) for one in package.get("licenses", [])]


def croissant(package: Package, archive: str, data: bytes) -> dict[str, Any]:
    """Describe the tables that lie in a zip.

    Args:
        package: The package.
        archive: The path of the zip, from where the description lies.
        data: The zip.
    """
    zipped = {"@type": "cr:FileObject", "@id": archive, "name": archive, "contentUrl": archive}
    zipped |= {"encodingFormat": MEDIA["zip"], "sha256": hashlib.sha256(data).hexdigest()}
    tables = [one for one in package.tables.values() if one.path and not one.parts]
    files = [
        {"@type": "cr:FileObject", "@id": one.path, "name": one.path, "contentUrl": one.path}
        | {"containedIn": {"@id": archive}, "encodingFormat": MEDIA["csv"]}
        for one in tables
    ]
    names = {one.name for one in tables}
    about = _about(package.descriptor)
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        **about,
        "url": about.get("url", archive),
        "citeAs": cited(package.descriptor),
        "distribution": [zipped, *files],
        "recordSet": [_record_set(one, names) for one in tables],
    }


def _record_set(table: Table, known: set[str]) -> dict[str, Any]:
    said = {**table.schema.descriptor, **table.descriptor}
    key = [{"@id": f"{table.name}/{name}"} for name in table.schema.primary_key]
    # Croissant's own reader refuses a table that leads to itself.
    links = {name: to for name, to in table.schema.links.items() if to[0] in known - {table.name}}
    fields = []
    for one in table.schema.fields:
        place = {"fileObject": {"@id": table.path}, "extract": {"column": one.name}}
        field = {"@type": "cr:Field", "@id": f"{table.name}/{one.name}", "name": one.name, "source": place}
        field |= {"description": one.descriptor["description"]} if one.descriptor.get("description") else {}
        field["dataType"] = _CROISSANT.get(one.type, "sc:Text")
        if one.name in links:
            field["references"] = {"field": {"@id": "/".join(links[one.name])}}
        fields.append(field)
    found = {"@type": "cr:RecordSet", "@id": table.name, "name": table.name, "description": said.get("description", "")}
    return {**found, **({"key": key if len(key) > 1 else key[0]} if key else {}), "field": fields}


def _about(package: Mapping[str, Any]) -> dict[str, Any]:
    """Say in schema.org's words what is said of the package."""
    same = {"title": "name", "description": "description", "version": "version", "keywords": "keywords"}
    about = {there: package[here] for here, there in same.items() if package.get(here)}
    about.setdefault("name", package.get("name"))
    if package.get("homepage"):
        about["url"] = package["homepage"]
    if created := str(package.get("created", ""))[:10]:
        about["datePublished"] = created
    if found := licences(package):
        about["license"] = found if len(found) > 1 else found[0]
    about["creator"] = [{"@type": "Organization", "name": name} for name in creators(package)]
    return about


def dataset(package: Package, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Describe the package and the files that it is taken home in, as search engines read it."""
    variables = {one.name: one for table in package.tables.values() for one in table.schema.fields}
    measured = [
        {"@type": "PropertyValue", "name": name, "description": one.descriptor.get("description", "")}
        for name, one in variables.items()
    ]
    downloads = [
        {"@type": "DataDownload", "name": path, "contentUrl": path, "encodingFormat": _media(path)}
        | {"contentSize": f"{len(data)} B", "sha256": hashlib.sha256(data).hexdigest()}
        for path, data in sorted(files.items())
    ]
    about = {"@context": "https://schema.org/", "@type": "Dataset", **_about(package.descriptor)}
    return {**about, "isAccessibleForFree": True, "variableMeasured": measured, "distribution": downloads}


def dcat(package: Package, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Describe the package for catalogues, with a distribution for each file."""
    said = package.descriptor
    context = {
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "spdx": "http://spdx.org/rdf/terms#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
    licence = [{"@id": one, "@type": "dct:LicenseDocument"} for one in licences(said) if "://" in one]
    about = {
        "@context": context,
        "@id": said.get("homepage") or "#dataset",
        "@type": "dcat:Dataset",
        "dct:title": _spoken(said, "title"),
        "dct:description": _spoken(said, "description"),
        "dcat:keyword": said.get("keywords", []),
        "dct:creator": [{"@type": "foaf:Agent", "foaf:name": name} for name in creators(said)],
        "dct:publisher": [{"@type": "foaf:Agent", "foaf:name": name} for name in creators(said)[:1]],
        "dct:license": licence,
        "dcat:distribution": [_distribution(path, files[path], licence) for path in sorted(files)],
    }
    if "version" in said:
        about["dcat:version"] = said["version"]
    if created := str(said.get("created", ""))[:10]:
        about["dct:issued"] = {"@value": created, "@type": "xsd:date"}
    return about


def _distribution(path: str, data: bytes, licence: list[dict[str, str]]) -> dict[str, Any]:
    digest = {"@type": "spdx:Checksum", "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"}}
    value = {"@value": hashlib.sha256(data).hexdigest(), "@type": "xsd:hexBinary"}
    return {
        "@id": f"#{path}",
        "@type": "dcat:Distribution",
        "dct:title": path,
        "dcat:accessURL": {"@id": path},
        "dcat:downloadURL": {"@id": path},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{_media(path)}"},
        "dcat:byteSize": {"@value": str(len(data)), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {**digest, "spdx:checksumValue": value},
        "dct:license": licence,
    }


def _spoken(said: Mapping[str, Any], part: str) -> list[dict[str, str]]:
    """Give a text in each language that it is told in."""
    found = [(key.partition("_")[2] or "en", text) for key, text in said.items() if key.partition("_")[0] == part]
    return [{"@value": str(text), "@language": language} for language, text in found]


def _media(path: str) -> str:
    return MEDIA.get(path.rpartition(".")[2], "application/octet-stream")


def csvw(package: Package) -> dict[str, Any]:
    """Describe the CSV files of a package as tables on the Web."""
    tables = {one.name: one for one in package.tables.values() if one.path and not one.parts}
    found: dict[str, Any] = {"@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}]}
    found["dc:title"] = str(package.descriptor.get("title") or package.descriptor.get("name"))
    if licence := [one for one in licences(package.descriptor) if "://" in one]:
        found["dc:license"] = {"@id": licence[0]}
    return {**found, "tables": [_csvw_table(one, tables) for one in tables.values()]}


def _csvw_table(table: Table, known: Mapping[str, Table]) -> dict[str, Any]:
    schema = table.schema
    described: dict[str, Any] = {"columns": [dict(_csvw_column(one)) for one in schema.fields]}
    if schema.primary_key:
        described["primaryKey"] = [*schema.primary_key]
    keys = [
        {
            "columnReference": [*one.fields],
            "reference": {"resource": known[one.table].path, "columnReference": [*one.targets]},
        }
        for one in schema.foreign_keys
        if one.table in known
    ]
    described |= {"foreignKeys": keys} if keys else {}
    return {"url": table.path, "tableSchema": described}


def _csvw_column(field: Field) -> Iterator[tuple[str, Any]]:
    said, limits = field.descriptor, field.constraints
    yield "name", field.name
    yield "titles", field.name
    if said.get("description"):
        yield "dc:description", said["description"]
    separator = field.separator
    if separator:
        yield "separator", separator
    if limits.get("required") is True:
        yield "required", True
    base: dict[str, Any] = {"base": _XSD.get(field.type, "string")}
    if field.type != "string":
        base |= {one: limits[one] for one in ("minimum", "maximum") if one in limits}
    elif not separator and "pattern" in limits:
        base["format"] = limits["pattern"]
    yield "datatype", base if len(base) > 1 else base["base"]


def zenodo(package: Mapping[str, Any]) -> dict[str, Any]:
    """Describe the package as Zenodo takes it."""
    names = [str(one.get("name", "")).lower() for one in package.get("licenses", [])]
    return {
        "title": package.get("title"),
        "description": package.get("description"),
        "upload_type": "dataset",
        "version": package.get("version"),
        "publication_date": str(package.get("created", ""))[:10],
        "creators": [{"name": name} for name in creators(package)],
        "keywords": package.get("keywords", []),
        "license": names[0] if names else "",
        "language": "eng",
    }


def cff(package: Mapping[str, Any]) -> str:
    """Say how to cite the package, in the Citation File Format; every text is quoted as JSON is, which YAML reads."""
    lines = ["cff-version: 1.2.0", "message: If you use this data, please cite it as below.", "type: dataset"]
    texts = {"title": "title", "description": "abstract"}
    lines += [f"{there}: {_quoted(package[here])}" for here, there in texts.items() if package.get(here)]
    lines += ["authors:", *(f"  - name: {_quoted(name)}" for name in creators(package))]
    if package.get("version"):
        lines.append(f"version: {_quoted(package['version'])}")
    if created := str(package.get("created", ""))[:10]:
        lines.append(f"date-released: {created}")
    if names := [one["name"] for one in package.get("licenses", []) if one.get("name")]:
        lines += ["license:", *(f"  - {name}" for name in names)]
    lines += ["keywords:", *(f"  - {_quoted(word)}" for word in package.get("keywords", []))]
    return "\n".join(lines) + "\n"


def _quoted(text: object) -> str:
    return json.dumps(str(text), ensure_ascii=False)
