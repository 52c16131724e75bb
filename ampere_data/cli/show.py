"""`ampere-data show`: a table, or one record with the proof of each of its cells."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import suppress
from math import isfinite
from typing import TYPE_CHECKING, Any

from ampere_data.cli import console, layout
from ampere_data.cli.parsing import Takes
from ampere_data.curation.shipped import moved, shipped
from ampere_data.tabular.errors import UnknownName
from ampere_data.tabular.package import Package
from ampere_data.tabular.rendering import markdown, markdown_head, markdown_row
from ampere_data.words import phrase
from ampere_data.words.typesetting import show

if TYPE_CHECKING:
    from ampere_data.curation.evidence.documents import Document
    from ampere_data.curation.evidence.proofs import Proof
    from ampere_data.tabular.rows import Rows

EXAMPLES = """
  ampere-data show targets
  ampere-data show targets --as-of 2023-06-30
  ampere-data show events --format csv > events.csv
  ampere-data show entities ampere
  ampere-data show entities ampere --documents ../seeds
"""
TAKES: Takes = {
    "table": {},
    "id": {"nargs": "?"},
    "--format": {"choices": layout.FORMS},
    "--as-of": {},
    "--documents": {},
}


def run(args: Namespace) -> int:
    """Print the table or the record."""
    package = shipped()
    rows = _rows(package, args.table, args.as_of)
    if args.id is None:
        console.put(_table(rows, rows.cells, args))
        return 0
    place = _place_of(rows, args.id, package)
    record = dict(zip(rows.labels, rows.cells[place], strict=True))
    proofs = _proofs(package, args.table, args.id, args.as_of)
    if args.format == "json":
        evidence = [_proof_as_json(proof) for proof in proofs]
        lines = iter([json.dumps({**_typed(rows, [rows.cells[place]])[0], "evidence": evidence}, indent=2)])
    elif args.format == "csv":
        lines = _table(rows, [rows.cells[place]], args)
    elif args.format == "markdown":
        lines = _record_in_markdown(record, proofs, args.lang)
    else:
        lines = _record(record, proofs, _words(package, args) if sys.stdout.isatty() else {})
    console.put(lines)
    return 0


def _rows(package: Package, name: str, as_of: str | None) -> Rows:
    from ampere_data.curation.evidence.knowledge import known, read_rows

    if as_of is None:
        return read_rows(package.table(name))
    return known(package, name, as_of)


def _table(rows: Rows, cells: list[list[str]], args: Namespace) -> Iterator[str]:
    if args.format == "json":
        return layout.in_json(_typed(rows, cells))
    return layout.lay_out(rows.labels, cells, args.format, console.width(), args.lang)


def _place_of(rows: Rows, record_id: str, package: Package) -> int:
    """Find a record by its primary key; the parts of one that has several are joined by `;`."""
    keys = [rows.labels.index(key) for key in rows.table.schema.primary_key if key in rows.labels]
    ids = [";".join(row[key] for key in keys) for row in rows.cells]
    if record_id not in ids:
        now = moved(package, rows.table.name, record_id)
        raise UnknownName("record-of", record_id, ids, now=now, table=rows.table.name)
    return ids.index(record_id)


def _typed(rows: Rows, cells: list[list[str]]) -> list[dict[str, object]]:
    kinds = {field.name: field.type for field in rows.table.schema.fields}
    return [
        {name: _as_json(kinds.get(name, ""), cell) for name, cell in zip(rows.labels, row, strict=True)}
        for row in cells
    ]


def _as_json(kind: str, text: str) -> object:
    """Give a cell as a JSON value: numbers and truth values as such, a missing one as null."""
    with suppress(ValueError):
        if text and kind in {"integer", "year"}:
            return int(text)
        if text and kind == "number":
            return float(text) if isfinite(float(text)) else text
    if kind == "boolean" and text in {"true", "false"}:
        return text == "true"
    return text or None


def _proofs(package: Package, table: str, record_id: str, as_of: str | None) -> list[Proof]:
    """Find the proofs of a record, in the order of the table that holds them."""
    from ampere_data.curation.evidence.proofs import TABLE, read_proofs

    if TABLE not in package.tables:
        return []
    proofs = read_proofs(_rows(package, TABLE, as_of))
    return [proof for proof in proofs if (proof.table, proof.record_id) == (table, record_id)]


def _words(package: Package, args: Namespace) -> dict[str, Document]:
    """Read the documents, where they are at hand."""
    from ampere_data.curation.evidence import documents
    from ampere_data.curation.evidence.knowledge import read_rows

    folder = documents.find_folder(package, args.documents)
    if folder is None or documents.TABLE not in package.tables:
        return {}
    return documents.read_documents(read_rows(package.table(documents.TABLE)), folder)


def _record(record: dict[str, str], proofs: list[Proof], words: dict[str, Document]) -> Iterator[str]:
    """Write a record field by field, each with its proofs below."""
    indent = max(map(len, record))
    for name, cell in record.items():
        yield f"{show(name):{indent}}  {show(cell, None)}".rstrip()
        for proof in proofs:
            if proof.field == name:
                yield f"{'':{indent}}    {_said(proof)}"
                yield from (f"{'':{indent}}      {line}" for line in _excerpt(proof, words))


def _said(proof: Proof) -> str:
    """Write a proof on one line."""
    place = f"{proof.span.start}-{proof.span.end}" if proof.span else "?"
    parts = [f"{proof.source_id} {place}", proof.basis, f'"{proof.exact}"' if proof.exact else "", proof.note]
    return " · ".join(show(part, None) for part in parts if part)


def _excerpt(proof: Proof, words: dict[str, Document]) -> list[str]:
    document = words.get(proof.source_id)
    if document is None or document.text is None or proof.span is None:
        return []
    from ampere_data.curation.evidence.selectors import excerpt

    return excerpt(document.text, proof.span.start, proof.span.end, proof.exact)


def _record_in_markdown(record: dict[str, str], proofs: list[Proof], language: str) -> Iterator[str]:
    yield from markdown_head(phrase(f"label-{name}", language) for name in ("field", "value", "proofs"))
    for name, cell in record.items():
        said = "<br>".join(markdown(_said(proof)) for proof in proofs if proof.field == name)
        yield markdown_row([markdown(show(name, None)), markdown(show(cell, None)), said])


def _proof_as_json(proof: Proof) -> dict[str, Any]:
    start, end = (proof.span.start, proof.span.end) if proof.span else (None, None)
    says = {"field": proof.field, "source_id": proof.source_id, "start": start, "end": end, "sha256": proof.sha256}
    return {**says, "exact": proof.exact or None, "basis": proof.basis, "note": proof.note or None}
