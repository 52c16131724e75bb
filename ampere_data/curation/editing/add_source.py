"""Register another document: its digest, its length and its bibliography become a row of `sources`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from ampere_data.curation import edtf, french
from ampere_data.curation.editing.tables import EditedPackage, NotWritten, open_edited
from ampere_data.curation.evidence.documents import FOLDER, TABLE, newlines
from ampere_data.curation.files import BOM
from ampere_data.tabular.package import locate
from ampere_data.tabular.rows import Rows
from ampere_data.tabular.schema import Field
from ampere_data.words.reasons import Reason, reason_of

SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class AddedSource:
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
) -> AddedSource:
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
    package = open_edited(package_folder, TABLE)
    sources = package.tables[TABLE]
    data = _read(Path(file))
    fields = sources.table.schema.by_name
    if not published and "published" in fields and fields["published"].required:
        raise NotWritten(Reason("date-wanted"))
    if published and published_basis == "inferred" and not (notes or "").strip():
        raise NotWritten(Reason("notes-wanted"))
    kinds = fields["kind"].values if "kind" in fields else ()
    said = {"title": title, "publisher": publisher, "author": author, "language": language, "notes": notes}
    said |= {"published_basis": published_basis if published else None, "kind": kind or next(map(str, kinds), "")}
    row = _identify(sources.rows, Path(file), data) | _dates(fields.get("published"), published)
    row |= {name: normalize("NFC", text or "").strip() for name, text in said.items() if name in fields}
    sources.insert(row)
    return _write(package, row, data, dry_run=dry_run)


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
    flaws = {
        "document-empty": not data.strip(),
        "document-bom": data.startswith(BOM),
        "document-newlines": bool(newlines(data)),
    }
    for name in (name for name, holds in flaws.items() if holds):
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


def _dates(field: Field | None, published: str | None) -> dict[str, str]:
    """Write when it was published in EDTF, with the bounds that the schema asks for."""
    if not published:
        return {}
    try:
        text = published if edtf.is_edtf(published) else french.date(published)
        bounds = edtf.bounds(text)
    except ValueError as error:
        raise NotWritten(Reason("not-a-date", published=published)) from error
    declared = field.mapping("edtf") if field else {}
    ends = zip(("earliest", "latest"), bounds, strict=True)
    return {"published": text} | {declared[end]: day.isoformat() if day else "" for end, day in ends if end in declared}


def _write(package: EditedPackage, row: Mapping[str, str], data: bytes, *, dry_run: bool) -> AddedSource:
    name, text = f"{FOLDER}/{SUMS}", f"{FOLDER}/{row['file']}"
    for path in (name, text):
        locate(package.package.folder, path)  # what lies elsewhere is not ours to write
    folder = Path(str(package.package.folder))
    if (folder / text).exists() and (folder / text).read_bytes() != data:
        raise NotWritten(Reason("other-text", file=text))
    sources = package.tables[TABLE]
    sums = sorted(zip(sources.column("file"), sources.column("sha256"), strict=True))
    listed = "".join(f"{digest}  {file}\n" for file, digest in sums).encode()
    files = package.write([TABLE], {folder / name: listed, folder / text: data}, dry_run=dry_run)
    return AddedSource(row, files, not dry_run)
