"""Bytes as a CSV file: fields of every type, dialects, encodings and compressions, cell by cell and in blocks.

The first three bytes of an input choose how the file is written, which fields it has, and how large a block is; the
rest is the file. Where the third byte is below 128 the header is put in front.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ampere_data.validation import validate
from fuzzing.promises import agreed, hold, rendered

Field = dict[str, Any]


def _field(name: str, kind: str = "string", form: str = "default", /, **constraints: object) -> Field:
    found: Field = {"name": name, "type": kind}
    if form != "default":
        found["format"] = form
    return {**found, "constraints": constraints} if constraints else found


_ID = _field("id", required=True, pattern="[a-z]{1,3}(-[0-9]+)?")
# Each group with cells that are right.
GROUPS: tuple[tuple[tuple[Field, tuple[str, ...]], ...], ...] = (
    (
        (_ID, ("a", "ab-1")),
        (_field("up"), ("", "a")),
        (_field("n", "integer", minimum=-5, maximum=7), ("-5", "07")),
        (_field("x", "number", minimum=0, exclusiveMaximum="10.5"), ("1.50", "1e0")),
    ),
    (
        ({"name": "n", "type": "number", "decimalChar": ",", "groupChar": " "}, ("1,5", "10 000")),
        ({"name": "i", "type": "integer", "groupChar": ".", "bareNumber": False}, ("12 €", "1.000")),
        (_field("unique", "number", unique=True), ("1", "2.0")),
    ),
    (
        (_field("date", "date", minimum="2020-01-01"), ("2024-02-29", "2020-01-01")),
        (_field("day", "date", "%d/%m/%Y"), ("31/12/2024", "1/2/2024")),
        (_field("any", "date", "any"), ("2024-05-06", "1 May 2024")),
        (_field("year", "year", maximum=2030), ("2020", "0001")),
        (_field("month", "yearmonth"), ("2024-10", "2024-1")),
    ),
    (
        (_field("moment", "datetime", minimum="2020-01-01T00:00:00Z"), ("2020-01-01T10:00:00Z", "2021-01-01T10:00:00")),
        (_field("then", "datetime", "any"), ("2024-05-06 10:00", "2024-05-06T10:00:00+01:00")),
        (_field("clock", "time"), ("10:00:00", "10:00:00Z")),
        (_field("hour", "time", "%H:%M"), ("10:00", "23:59")),
        (_field("span", "duration"), ("P1Y", "PT5M")),
    ),
    (
        (_field("object", "object", minLength=1), ('{"a": 1}', '{"a": [1, 2]}')),
        (_field("array", "array", maxLength=2), ("[1]", '["a", "b"]')),
        ({"name": "list", "type": "list", "itemType": "integer", "delimiter": ";"}, ("1;2", "3")),
        (_field("geo", "geojson"), ('{"type": "Point", "coordinates": [1, 2]}', "{}")),
    ),
    (
        (_field("point", "geopoint"), ("1,2", "-180, 90")),
        (_field("pair", "geopoint", "array"), ("[1, 2]", "[0.5, -1]")),
        (_field("place", "geopoint", "object"), ('{"lon": 1, "lat": 2}', '{"lon": 0, "lat": 0}')),
        (_field("topo", "geojson", "topojson"), ('{"type": "Topology"}', "{}")),
    ),
    (
        (_field("email", "string", "email"), ("a@example.org", "")),
        (_field("uri", "string", "uri"), ("https://example.org/é", "urn:x:y")),
        (_field("uuid", "string", "uuid"), ("123e4567-e89b-12d3-a456-426614174000", "")),
        (_field("binary", "string", "binary"), ("YQ==", "")),
        (_field("text", minLength=2, maxLength=5), ("é\nx", "abcde")),
    ),
    (
        (_field("yes", "boolean"), ("true", "0")),
        ({"name": "oui", "type": "boolean", "trueValues": ["oui"], "falseValues": ["non"]}, ("oui", "non")),
        (_field("enum", enum=["red", "green", "Bleu"]), ("red", "Bleu")),
        ({"name": "kind", "type": "integer", "categories": [{"value": 1, "label": "one"}, 2]}, ("1", "2")),
        ({"name": "gap", "type": "integer", "missingValues": [{"value": "NA", "label": "none"}, "-"]}, ("1", "NA")),
        (_field("free", "any"), ("x", "1")),
        (_field("form", pattern=r"ab|c\d"), ("ab", "c1")),
    ),
)

# How a file is written: the resource's properties, its dialect, and what its schema adds.
FORMS: tuple[tuple[dict[str, Any], dict[str, Any], dict[str, Any]], ...] = (
    ({}, {}, {}),
    ({}, {"delimiter": ";"}, {}),
    ({}, {"delimiter": "\t", "quoteChar": "'"}, {}),
    ({}, {"quoteChar": ""}, {}),
    ({}, {"escapeChar": "\\", "doubleQuote": False}, {}),
    ({}, {"skipInitialSpace": True}, {}),
    ({}, {"commentChar": "#", "skipBlankRows": True}, {}),
    ({}, {"header": False}, {}),
    ({}, {"headerRows": [1, 2], "headerJoin": "-"}, {}),
    ({}, {"headerRows": [2], "commentRows": [4]}, {}),
    ({}, {"headerCase": False}, {"fieldsMatch": ["equal"]}),
    ({}, {}, {"fieldsMatch": "subset", "missingValues": ["", "NA"]}),
    ({}, {}, {"fieldsMatch": "superset", "missingValues": ["-"]}),
    ({}, {}, {"fieldsMatch": "partial"}),
    ({"encoding": "utf-16"}, {}, {}),
    ({"encoding": "utf-16-le"}, {}, {}),
    ({"encoding": "cp1252"}, {}, {}),
    ({"encoding": "ascii"}, {"delimiter": "|"}, {}),
    ({"encoding": "shift_jis"}, {}, {}),
    ({"encoding": "utf-8-sig"}, {}, {}),
    ({"path": "table.csv.gz"}, {}, {}),
    ({"path": "table.csv.zip"}, {}, {}),
    ({"path": "table.csv.bz2"}, {}, {}),
    ({"path": "table.csv.xz"}, {}, {}),
)
_OWN_HEADER = 128
_BLOCKS = (16, 300, 5_000)


def check(data: bytes, folder: Path) -> None:
    """Check one file both ways, and render what is found."""
    if len(data) < 3:  # noqa: PLR2004 - the three bytes that choose
        return
    form, group, block, content = data[0], data[1], data[2], data[3:]
    more, dialect, added = FORMS[form % len(FORMS)]
    fields = [field for field, _ in GROUPS[group % len(GROUPS)]]
    if block < _OWN_HEADER and "path" not in more:
        content = _header(fields, more, dialect) + content
    resource = {"name": "table", "type": "table", "path": "table.csv", **more, "dialect": dialect}
    resource["schema"] = {"fields": fields, **_keys(fields), **added}
    (folder / resource["path"]).write_bytes(content)
    descriptor = {"name": "package", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")

    report = agreed(lambda: validate(folder), _BLOCKS[block % len(_BLOCKS)])

    rendered(report)
    if not more:
        most = content.count(b"\n") + content.count(b"\r") + 1
        for issue in report.issues:
            hold(issue.line is None or 1 <= issue.line <= most, "a finding is on a line of the file", issue)


def seeds() -> Iterator[bytes]:
    """Give each group of fields written in each form, some with a fault."""
    odd = ['"', "\x00", "１", "\u00a01", "NaN", "1e400", "2023-02-30", "=1+1", "\u202e", '""', "a,b", "x\r\ny"]
    for number, (more, dialect, _) in enumerate(FORMS):
        for at, group in enumerate(GROUPS):
            rows = [[cells[turn] for _, cells in group] for turn in (0, 1)]
            rows.append([odd[(number + at + place) % len(odd)] for place in range(len(group))])
            labels = [[field["name"] for field, _ in group]]
            content = written([*labels, *rows], dialect).encode(more.get("encoding", "utf-8"), errors="replace")
            yield bytes([number, at, _OWN_HEADER + number % 3]) + packed(content, more.get("path", ""))
    for at, group in enumerate(GROUPS):
        yield bytes([0, at, at]) + written([[cells[0] for _, cells in group]] * 3, {}).encode()


def written(rows: Sequence[Sequence[str]], dialect: dict[str, Any]) -> str:
    """Write rows as a dialect has them, as far as they can be."""
    stream = io.StringIO()
    quote = dialect.get("quoteChar", '"')
    writer = csv.writer(
        stream,
        delimiter=dialect.get("delimiter", ","),
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        escapechar=dialect.get("escapeChar") or (None if quote else "\\"),
        doublequote=dialect.get("doubleQuote", True),
        lineterminator="\n",
    )
    writer.writerows(rows)
    return stream.getvalue()


def packed(content: bytes, path: str) -> bytes:
    """Compress a file as its name ends."""
    if path.endswith("gz"):
        return gzip.compress(content, mtime=0)
    if path.endswith("bz2"):
        return bz2.compress(content)
    if path.endswith("xz"):
        return lzma.compress(content)
    if path.endswith("zip"):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo("table.csv"), content)
        return stream.getvalue()
    return content


def _header(fields: Sequence[Field], more: dict[str, Any], dialect: dict[str, Any]) -> bytes:
    if not dialect.get("header", True):
        return b""
    return written([[field["name"] for field in fields]], dialect).encode(more.get("encoding", "utf-8"))


def _keys(fields: Sequence[Field]) -> dict[str, Any]:
    if fields[0] is not _ID:
        return {}
    reference = {"fields": ["up"], "reference": {"fields": ["id"]}}
    return {"primaryKey": ["id"], "foreignKeys": [reference], "uniqueKeys": [["n", "x"]]}
