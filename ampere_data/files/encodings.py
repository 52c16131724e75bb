"""Bytes as text: what a file is declared to be, and where it is not."""

from __future__ import annotations

import codecs
from typing import IO

from ampere_data.package import Table
from ampere_data.report import Issue

# What a file that is not UTF-8 mostly is, the likelier first where two fit alike.
_CANDIDATES = ("windows-1252", "mac-roman", "cp850")
_SAMPLE = 1_000_000
_BLOCK = 1024 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_EXPECTED = frozenset("àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜ«»’“”–—…€°·\u00a0äöüßÄÖñáíóúãõåø")


def decode(raw: bytes, table: Table) -> tuple[str | None, Issue | None]:
    """Decode a file as its descriptor says, without the byte-order mark that Excel puts in front.

    Returns:
        The text, or None and the finding that says why there is none: the line and column of the first bad byte,
        and the encoding that the file is likely to have.
    """
    encoding = declared_encoding(table)
    place = {"table": table.name, "path": table.path}
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        return None, _undecodable(raw, error, place)
    except (LookupError, UnicodeError, ValueError) as error:
        params = {"encoding": encoding, "note": str(error)}
        return None, Issue("encoding-error", detail="unknown", params=params, **place)  # type: ignore[arg-type]
    return text.removeprefix("\ufeff"), None


def codec_of(encoding: str) -> str | None:
    """Return the codec's own name for an encoding, None where there is no such encoding of text."""
    try:
        codec = codecs.lookup(encoding)
    except (LookupError, ValueError):
        return None
    return codec.name if getattr(codec, "_is_text_encoding", True) else None


def declared_encoding(table: Table) -> str:
    """Return the encoding that a table declares; without one it is UTF-8, as the standard says."""
    encoding = table.descriptor.get("encoding")
    return encoding if isinstance(encoding, str) and encoding else "utf-8"


def likely_encoding(raw: bytes) -> str:
    """Guess what a file that is not as declared was saved as."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return name
    sample = raw[:_SAMPLE]
    if sample.count(0) > len(sample) // 4:
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=len(sample) == len(raw))
    except UnicodeDecodeError:
        return max(_CANDIDATES, key=lambda name: _likeness(sample, name))
    return "utf-8"


def _likeness(sample: bytes, encoding: str) -> float:
    """Count the letters of Western Europe against everything else above ASCII."""
    text = sample.decode(encoding, errors="replace")
    above = [char for char in text if not char.isascii()]
    return sum(1 if char in _EXPECTED else -1 for char in above) / max(len(above), 1)


def locate(stream: IO[bytes], table: Table) -> Issue | None:
    """Find the first byte of a stream that is not in the table's encoding, reading no more than a block at a time."""
    decoder = codecs.getincrementaldecoder(declared_encoding(table))()
    line, before = 0, b""
    while True:
        block = stream.read(_BLOCK)
        try:
            decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            raw = before + block
            held = len(error.object) - len(block)  # the decoder keeps the beginning of a letter that a block cuts
            error.start += len(before) - held
            return _undecodable(raw, error, {"table": table.name, "path": table.path}, line)
        if not block:
            return None
        kept = (before + block).rfind(b"\n") + 1
        line += (before + block).count(b"\n")
        before = (before + block)[kept:]


def _undecodable(raw: bytes, error: UnicodeDecodeError, place: dict[str, str], lines: int = 0) -> Issue:
    start = raw.rfind(b"\n", 0, error.start) + 1
    line = lines + raw.count(b"\n", 0, error.start) + 1
    column = len(raw[start : error.start].decode(error.encoding, errors="replace")) + 1
    byte = f"0x{raw[error.start]:02X}" if error.start < len(raw) else ""
    likely = likely_encoding(raw if error.start < _SAMPLE else raw[error.start - 1_000 :])
    params = {"column": column, "byte": byte, "encoding": error.encoding, "likely": likely}
    hint = "save-as-utf-8" if error.encoding == "utf-8" else ""
    return Issue("encoding-error", line=line, value=byte, params=params, hint=hint, **place)  # type: ignore[arg-type]
