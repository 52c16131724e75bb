"""The size and the digest that a descriptor gives of a table's file, held to the file."""

from __future__ import annotations

from collections.abc import Iterator

from ampere_data.tabular.blocks import BLOCK
from ampere_data.tabular.errors import PackageError
from ampere_data.tabular.files import Delimited
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table
from ampere_data.tabular.storage import CSV, format_of, open_stored, open_text, parts_of
from ampere_data.words.reasons import Reason


def check_digest(table: Table) -> Iterator[Issue]:
    """Hold the file as it lies on disk to the size and the digest that the descriptor gives.

    Several files are counted together, decompressed, the header of CSV once.

    Raises:
        PackageError: There is no such file, or no such digest.
    """
    size, digest = table.descriptor.get("bytes"), table.descriptor.get("hash")
    if not (isinstance(size, int) and size) and not (isinstance(digest, str) and digest):
        return
    import hashlib  # takes longer to load than all else that checks a small table

    name, _, wanted = digest.rpartition(":") if isinstance(digest, str) else ("", "", "")
    try:
        counted = hashlib.new(name or "md5", usedforsecurity=False)
    except (ValueError, TypeError) as error:
        raise PackageError("resource-error", Reason("digest-unknown", kind=name), table=table.name) from error
    length = 0
    for data in _stored(table):
        counted.update(data)
        length += len(data)
    if isinstance(size, int) and size and size != length:
        yield of_all(table, "byte-count", size, length)
    if wanted and counted.hexdigest() != wanted.lower():
        yield of_all(table, "hash-count", wanted, counted.hexdigest())


def of_all(table: Table, code: str, expected: object, found: object) -> Issue:
    """Make a finding about what the descriptor says of a table as a whole."""
    params = {"expected": expected, "found": found}
    if table.parts:
        return Issue(code, table=table.name, detail="files", params={**params, "files": len(table.parts)})
    return Issue(code, table=table.name, path=table.path, params=params)


def _stored(table: Table) -> Iterator[bytes]:
    if table.parts and table.tabular and format_of(table) in CSV:
        yield from Delimited(table).whole()
        return
    for part in parts_of(table):
        with open_text(part) if table.parts else open_stored(table) as stream:
            while data := stream.read(BLOCK):
                yield data
