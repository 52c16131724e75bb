"""Register another document: its digest, its length and its bibliography become a row of `sources`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from unicodedata import normalize

from ampere_data.curation import edtf as dates
from ampere_data.curation import french
from ampere_data.curation.editing.ledger import Ledger, NotWritten, open_ledger
from ampere_data.curation.evidence.documents import FOLDER, TABLE, newlines
from ampere_data.tabular.package import locate
from ampere_data.tabular.rows import Rows
from ampere_data.tabular.writing import write_together
from ampere_data.words.reasons import Reason, reason_of

SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Accession:
    """The source that was registered, or that would be.

    Attributes:
        row: The row of `sources`, by column.
        files: The files that were written, or would be, relative to the package.
        written: Whether they were.
    """

    row: Mapping[str, str]
    files: tuple[str, ...]
    written: bool


def add_source(  # noqa: PLR0913 - a bibliography has as many parts
    package_folder: Path | str,
    file: Path | str,
    *,
    title: str | None = None,
    publisher: str | None = None,
    author: str | None = None,
    published: str | None = None,
    published_basis: str = "stated",
    language: str = "fr",
    kind: str | None = None,
    notes: str | None = None,
    dry_run: bool = False,
) -> Accession:
    """Register a document as the next source, and copy its text to where the others lie (`seeds/`, not for git).

    Args:
        package_folder: The folder of the package.
        file: The text, in UTF-8 with plain line feeds.
        title: Its title as printed; empty where it prints none, as with all that follows.
        publisher: The publication.
        author: The author.
        published: When it was published, in EDTF or as French prints it (`31/10/2024`).
        published_basis: Whether that is `stated` in the text or `inferred`.
        language: Its language.
        kind: Its kind; the first that the schema knows if nothing is given.
        notes: What else there is to say.
        dry_run: Write nothing; tell what would be written.

    Raises:
        NotWritten: It cannot be registered, and why.
        PackageError: The folder of the documents is a link that leads out of the package.
    """
    ledger = open_ledger(package_folder)
    if TABLE not in ledger.tables:
        raise NotWritten(Reason("no-table", table=TABLE))
    data = _read(Path(file))
    sources = ledger.tables[TABLE]
    fields = {field["name"]: field for field in sources.table.fields}
    said = {"title": title, "publisher": publisher, "author": author, "language": language, "notes": notes}
    said |= {"published_basis": published_basis if published else None, "kind": kind or _first(fields.get("kind", {}))}
    _expect_date(fields, published, notes if published_basis == "inferred" else "-")
    row = _identify(sources, Path(file), data) | _dates(fields, published)
    row |= {name: normalize("NFC", text or "").strip() for name, text in said.items() if name in fields}
    ledger.add(TABLE, row)
    return _write(ledger, row, data, dry_run=dry_run)


def _expect_date(fields: Mapping[str, Mapping[str, Any]], published: str | None, notes: str | None) -> None:
    """Refuse a source without a date where the schema wants one, and a date worked out without a word on how."""
    if not published and fields.get("published", {}).get("constraints", {}).get("required"):
        raise NotWritten(Reason("date-wanted"))
    if published and not (notes or "").strip():
        raise NotWritten(Reason("notes-wanted"))


def _read(file: Path) -> bytes:
    """Read a document, and refuse one whose offsets would not be the same everywhere."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise NotWritten(Reason("document-unreadable", file=file.name, reason=reason_of(error))) from error
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotWritten(Reason("not-utf-8", path=file.name, position=error.start)) from error
    faults = {
        "document-empty": not data.strip(),
        "document-bom": data.startswith(b"\xef\xbb\xbf"),
        "document-newlines": bool(newlines(data)),
    }
    for name, holds in faults.items():
        if holds:
            raise NotWritten(Reason(name, file=file.name, newlines=newlines(data)))
    return data


def _identify(sources: Rows, file: Path, data: bytes) -> dict[str, str]:
    """Give a document its id, its file's name, its digest and its length."""
    digest = sha256(data).hexdigest()
    known = dict(zip(sources.column("sha256"), sources.column("source_id"), strict=True))
    if digest in known:
        raise NotWritten(Reason("registered", file=file.name, source=known[digest]))
    numbers = [
        int(found[1]) for name in sources.column("source_id") if (found := re.fullmatch(r"[a-z]*([0-9]+)", name))
    ]
    number = f"{max(numbers, default=-1) + 1:03d}"
    own = re.fullmatch(rf"{number}_[0-9a-z]+\.txt", file.name)
    return {
        "source_id": f"s{number}",
        "file": file.name if own else f"{number}_{digest[:16]}.txt",
        "sha256": digest,
        "characters": str(len(data.decode())),
    }


def _dates(fields: Mapping[str, Mapping[str, Any]], published: str | None) -> dict[str, str]:
    """Write when it was published in EDTF, with the bounds that the schema asks for."""
    if not published:
        return {}
    try:
        bounds = dates.bounds(published)
        text = published
    except dates.EdtfError:
        try:
            text = french.date(published)
            bounds = dates.bounds(text)
        except ValueError as error:
            raise NotWritten(Reason("not-a-date", published=published)) from error
    found = {"published": text}
    declared = fields.get("published", {}).get("edtf")
    if isinstance(declared, dict):
        ends: dict[str, date | None] = dict(zip(("earliest", "latest"), bounds, strict=True))
        found |= {declared[end]: day.isoformat() if day else "" for end, day in ends.items() if end in declared}
    return found


def _first(field: Mapping[str, Any]) -> str:
    values = field.get("constraints", {}).get("enum", [])
    return str(values[0]) if values else ""


def _write(ledger: Ledger, row: Mapping[str, str], data: bytes, *, dry_run: bool) -> Accession:
    files = ledger.files([TABLE])
    table = next(iter(files))
    folder = Path(str(ledger.package.folder)) / FOLDER
    target = folder / row["file"]
    locate(ledger.package.folder, f"{FOLDER}/{SUMS}")  # what lies elsewhere is not ours to write
    locate(ledger.package.folder, f"{FOLDER}/{row['file']}")
    if target.exists() and target.read_bytes() != data:
        raise NotWritten(Reason("other-text", file=f"{FOLDER}/{row['file']}"))
    records = ledger.tables[TABLE].records()
    sums = sorted((record["file"], record["sha256"]) for record in records)
    files |= {folder / SUMS: "".join(f"{digest}  {name}\n" for name, digest in sums).encode(), target: data}
    if not dry_run:
        try:
            folder.mkdir(exist_ok=True)
            write_together(files)
        except OSError as error:
            raise NotWritten(Reason("unwritable", reason=reason_of(error))) from error
    path = ledger.package.tables[TABLE].path
    names = tuple(path if file == table else f"{FOLDER}/{file.name}" for file in files)
    return Accession(row, names, not dry_run)
