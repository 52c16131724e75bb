"""How the CSV file of a canonical table is written: UTF-8 without BOM, LF, one final newline, quotes where needed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ampere_data.tabular import arrays
from ampere_data.tabular.blocks import LONGEST_RECORD, Block
from ampere_data.tabular.checked import Checked
from ampere_data.tabular.extras import required
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table
from ampere_data.tabular.rules import Note
from ampere_data.tabular.storage import open_text, read_bytes, stored_size

BOM = b"\xef\xbb\xbf"
# A file of so many bytes is looked at by blocks first.
_MANY = 1024 * 1024
_FORM = "canonical-form"
# Records that are quoted where they need it and nowhere else, in RE2.
_RECORDS = r"""\A(?:(?:[^",\r\n]*|"[^",\r\n]*(?:[,\r\n]|"")(?:[^"]|"")*")[,\n])*\z"""


def is_canonical(table: Table) -> bool:
    """Tell whether the house's rules apply to a table."""
    return table.schema.descriptor.get("canonical") is True


class _Lines(list[str]):
    """A file for `csv.writer`, which writes one record at a time."""

    write = list.append


def written(records: Iterable[Sequence[str]]) -> str:
    """Write records as canonical CSV: comma, LF, quotes where they are needed."""
    lines = _Lines()
    # With CRLF every version of Python puts quotes around a cell that holds a CR; with LF only the later ones do.
    csv.writer(lines, lineterminator="\r\n").writerows(records)
    return "".join(line.removesuffix("\r\n") + "\n" for line in lines)


def form_check(block: Block) -> Iterator[tuple[int, str, Note]]:
    """Tell of a block of a large file, while its bytes are at hand, whether it surely is as `written` writes it."""
    data = block.data
    if data is not None and data.endswith(b"\n") and not data.endswith(b"\n\n") and data != b"\n":
        block.cleared.update([_FORM] if _are_as_written(data) else ())
    return iter(())


def check_form(checked: Checked) -> Iterator[Issue]:
    """Check how the file of a canonical table is written."""
    table = checked.table
    alone = table.file is not None and not table.parts
    if not alone or (stored_size(table) > _MANY and _is_as_written(checked)):
        return iter(())
    return check_file(table, read_bytes(table)[1])


def _is_as_written(checked: Checked) -> bool:
    """Tell whether the whole of a large file surely is as `written` writes it: its header, and each of its blocks."""
    blocks = checked.blocks
    cleared = checked.whole and all(_FORM in block.cleared for block in blocks)
    if not cleared or not blocks or blocks[0].line not in (1, 2):
        return False
    with open_text(checked.table) as stream:
        first = stream.readline(LONGEST_RECORD)
    return first.endswith(b"\n") and not first.startswith(BOM) and _are_as_written(first)


def _are_as_written(data: bytes | bytearray) -> bool:
    return b"\r" not in data and arrays.matches(data, _RECORDS)


def check_file(table: Table, raw: bytes) -> Iterator[Issue]:
    """Check the bytes of a canonical table's file; one that is not UTF-8 is the reader's finding."""
    if not is_canonical(table):
        return

    def found(code: str, line: int, **more: Any) -> Issue:
        return Issue(code, table=table.name, path=table.path, line=line, hint="fix", **more)

    if raw.startswith(BOM):
        yield found("canonical-bom", 1)
    raw = raw.removeprefix(BOM)
    if not _is_utf8(raw):
        return
    if newlines := _foreign_newlines(raw):
        kind = "CRLF" if b"\r\n" in raw else "CR"
        yield found("canonical-newline", newlines[0], params={"count": len(newlines), "kind": kind})
    last = len(raw)
    while last and raw[last - 1] in b"\r\n":
        last -= 1
    ends = _count_newlines(raw[last:])
    if raw and not ends:
        yield found("canonical-final-newline", _count_newlines(raw) + 1, detail="missing")
    if ends > 1:
        yield found("canonical-final-newline", _count_newlines(raw[:last]) + 2 if last else 1, detail="several")
    if odd := _oddly_quoted(table, raw):
        yield found("canonical-quote", odd[0], params={"count": len(odd)})


def _is_utf8(raw: bytes) -> bool:
    if _MANY < len(raw) < 2**31:
        pa = required("pyarrow")
        try:
            arrays.one_text(raw).validate(full=True)
        except pa.ArrowInvalid:
            return False
        return True
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _count_newlines(raw: bytes) -> int:
    return raw.count(b"\n") + raw.count(b"\r") - raw.count(b"\r\n")


def _foreign_newlines(raw: bytes) -> list[int]:
    """List the lines that end in CRLF or CR outside quotes."""
    if b"\r" not in raw:
        return []
    found, line = [], 1
    for position, part in enumerate(raw.split(b'"')):
        for newline in re.findall(rb"\r\n|\r|\n", part):
            if newline != b"\n" and position % 2 == 0:
                found.append(line)
            line += 1
    return found


def _oddly_quoted(table: Table, raw: bytes) -> list[int]:
    """List the lines of the records that are not written as `written` writes them: only such with quotes can be."""
    odd, line, at = [], 1, 0
    lone = b"\r" in raw
    while (quote := raw.find(b'"', at)) >= 0:
        start = raw.rfind(b"\n", at, quote) + 1 or at
        line += raw.count(b"\n", at, start)
        end = start
        while True:  # to the end of the line on which the record's quotes are closed
            newline = raw.find(b"\n", end)
            end = len(raw) if newline < 0 else newline + 1
            if raw.count(b'"', start, end) % 2 == 0 or newline < 0:
                break
        record = raw[start:end].decode().rstrip("\r\n")
        try:
            cells = next(csv.reader(io.StringIO(record, newline=""), strict=True), [])
        except csv.Error:
            return []  # not CSV, or a cell beyond measure: the reader's finding
        if start == 0 and len(cells) == 1 < len(table.schema.fields):
            return []  # another delimiter: the reader's finding
        if record != written([cells]).rstrip("\n"):
            odd.append(line + (_count_newlines(raw[:start]) - raw.count(b"\n", 0, start) if lone else 0))
        line += raw.count(b"\n", start, end)
        at = end
    return odd
