"""The texts that the data was curated from: where they lie, and whether they are the ones that are cited.

Documents are read from one folder only: the one that is named, or else the one that the environment variable
`AMPERE_DATA_DOCUMENTS` names, or else `seeds/` in the package. Their names come from the table `sources`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ampere_data.tabular.errors import PackageError
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Package, locate
from ampere_data.tabular.rows import Rows
from ampere_data.words.reasons import Reason, reason_of

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

TABLE = "sources"
VARIABLE = "AMPERE_DATA_DOCUMENTS"
FOLDER = "seeds"


class UnknownFolder(ValueError):
    """The folder of documents that was asked for is not there; `folder` is its name."""

    def __init__(self, folder: str, origin: str) -> None:
        self.folder, self.origin = folder, origin
        super().__init__(Reason("no-folder", origin=origin, folder=folder))


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was found, or was not.

    Attributes:
        source_id: The source that it is the text of.
        row: The place of that source among the rows of its table.
        file: The name of its file.
        length: How many characters it is said to have, None where that is no number.
        text: Its text, None where it is not at hand or is not the one that is cited.
        fault: The code of what is wrong with it, empty where nothing is.
        params: What the sentence about the fault speaks of.
        detail: Which sentence that is.
    """

    source_id: str
    row: int
    file: str
    length: int | None
    text: str | None = field(default=None, repr=False)
    fault: str = ""
    params: dict[str, object] = field(default_factory=dict)
    detail: str = ""


def find_folder(package: Package, documents: Path | str | None = None) -> Traversable | None:
    """Find the folder of the documents; None where the package has none and none is named.

    Raises:
        UnknownFolder: A folder is named, but it is not there.
    """
    named = os.environ.get(VARIABLE, "")
    for folder, origin in ((documents, "documents"), (named or None, VARIABLE)):
        if folder is not None:
            if not Path(folder).is_dir():
                raise UnknownFolder(str(folder), origin)
            return Path(folder)
    inside = package.folder / FOLDER
    return inside if inside.is_dir() else None


def read_documents(sources: Rows, folder: Traversable | None) -> dict[str, Document]:
    """Read the document of every source, and hold it against the digest that the source gives."""
    documents: dict[str, Document] = {}
    for row, record in enumerate(sources.records()):
        said = record.get("characters", "")
        length = int(said) if re.fullmatch("[0-9]{1,12}", said) else None
        document = Document(record["source_id"], row, record.get("file", ""), length)
        found = _examine(document, folder, record.get("sha256", ""))
        documents.setdefault(found.source_id, found)
    return documents


def issues(documents: Mapping[str, Document], sources: Rows, *, required: bool) -> list[Issue]:
    """Report the documents that are not the ones cited, and those not at hand if they are required."""
    found = []
    for document in documents.values():
        if document.fault:
            column = "characters" if document.fault == "document-length" else "file"
            more = {"detail": document.detail, "params": {"source": document.source_id, **document.params}}
            found.append(sources.issue(document.row, document.fault, column, **more))
        elif document.text is None and required:
            params = {"source": document.source_id, "file": document.file}
            found.append(sources.issue(document.row, "not-reread", "file", params=params, hint="not-reread"))
    return found


def newlines(data: bytes) -> str:
    """Name the newlines of a text where they are not plain line feeds: `CRLF` or `CR`, else nothing."""
    if b"\r\n" in data:
        return "CRLF"
    return "CR" if b"\r" in data else ""


def _examine(document: Document, folder: Traversable | None, cited: str) -> Document:
    """Read a document's file, and tell whether it is the one that is cited, and if not, why."""
    if folder is None or not document.file:
        return document
    try:
        file = locate(folder, document.file)
        data = file.read_bytes() if file.is_file() else None
    except (PackageError, OSError, ValueError) as error:
        return replace(document, fault="document-path", params={"note": reason_of(error)})
    return document if data is None else _examine_bytes(document, data, cited)


def _examine_bytes(document: Document, data: bytes, cited: str) -> Document:
    if not data:
        return replace(document, fault="document-empty")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return replace(document, fault="document-encoding", params={"position": error.start})
    if sha256(data).hexdigest() != cited:
        return replace(document, **_difference(data, cited))
    if document.length not in (None, len(text)):
        return replace(document, text=text, fault="document-length", params={"length": len(text)})
    return replace(document, text=text)


def _difference(data: bytes, cited: str) -> dict[str, Any]:
    """Tell in what a document differs from the one cited, where an editor or a transfer is known to do that."""
    bom = b"\xef\xbb\xbf"
    unified = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    params = {"found": sha256(data).hexdigest(), "cited": cited, "newlines": newlines(data)}
    if unified != data and sha256(unified).hexdigest() == cited:
        return {"fault": "document-newline", "params": params}
    if sha256(data.removeprefix(bom)).hexdigest() == cited:
        return {"fault": "document-digest", "detail": "bom", "params": params}
    if cited in (sha256(other).hexdigest() for other in (data + b"\n", data.removesuffix(b"\n"))):
        return {"fault": "document-digest", "detail": "end", "params": params}
    return {"fault": "document-digest", "params": params}
