"""Bytes as text: what a file is declared to be, and where it is not."""

from __future__ import annotations

import codecs
from typing import IO, Any

from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table

# What a file that is not UTF-8 mostly is, the likelier first where two fit alike.
_CANDIDATES = ("windows-1252", "mac-roman", "cp850")
_SAMPLE = 1_000_000
_BEFORE = 1_000
_BLOCK = 1024 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# The encodings that need a mark at the beginning to be read at all, and what it may be.
_MARKED = {
    "utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
    "utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
}
_LONGEST_MARK = 4
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
        text = Decoder(encoding).decode(raw, last=True)
    except UnicodeDecodeError as error:
        start = len(raw) - len(error.object) + error.start  # `utf-8-sig` counts from behind the mark
        sample = raw if start < _SAMPLE else raw[start - _BEFORE :]
        return None, _Reached().undecodable(error, sample, place)
    except LookupError:
        return None, Issue("encoding-error", detail="unknown", params={"encoding": encoding}, **place)  # type: ignore[arg-type]
    return text.removeprefix("\ufeff"), None


class Decoder:
    """Decodes a text piece by piece, as a file is read; in one piece it says the same."""

    def __init__(self, encoding: str) -> None:
        """Begin.

        Raises:
            LookupError: There is no such encoding of text.
        """
        self.encoding = codec_of(encoding) or ""
        if not self.encoding:
            raise LookupError(encoding)
        self._decoder = codecs.getincrementaldecoder(self.encoding)()
        self._head: bytes | None = b"" if self.encoding in _MARKED else None

    def decode(self, data: bytes, *, last: bool = False) -> str:
        """Decode the next piece.

        Raises:
            UnicodeDecodeError: It is not in the encoding.
        """
        if self._head is not None:
            data, self._head = self._head + data, self._head + data
            if len(data) < _LONGEST_MARK and not last:
                return ""
            self._head = None
            if data and not data.startswith(_MARKED[self.encoding]):
                raise UnicodeDecodeError(self.encoding, data, 0, 1, "there is no byte order mark")
        return self._decoder.decode(data, last)


def codec_of(encoding: str) -> str | None:
    """Return the codec's own name for an encoding, None where there is no such encoding of text."""
    try:
        codec = codecs.lookup(encoding)
    except (LookupError, ValueError):
        return None
    if getattr(codec, "incrementaldecoder", None) is None:
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


def sure_encoding(raw: bytes) -> str:
    """Tell what a file that is not as declared was saved as, empty where that is only a guess."""
    likely = likely_encoding(raw)
    if likely not in _CANDIDATES:
        return likely if any(raw.startswith(mark) for mark, name in _MARKS if name == likely) else ""
    others = max(_likeness(raw[:_SAMPLE], name) for name in _CANDIDATES if name != likely)
    return likely if _likeness(raw[:_SAMPLE], likely) == 1 and others <= 0 else ""


def _likeness(sample: bytes, encoding: str) -> float:
    """Count the letters of Western Europe, where one may stand, against everything else above ASCII."""
    text = sample.decode(encoding, errors="replace")
    above = [(text[at - 1 : at], char) for at, char in enumerate(text) if not char.isascii()]
    fit = (char in _EXPECTED and not (char.isupper() and before.islower()) for before, char in above)
    return sum(1 if one else -1 for one in fit) / max(len(above), 1)


def locate(stream: IO[bytes], table: Table) -> Issue | None:
    """Find the first byte of a stream that is not in the table's encoding, reading no more than a block at a time."""
    decoder = Decoder(declared_encoding(table))
    reached, head, last, read = _Reached(), b"", b"", 0
    while True:
        block = stream.read(_BLOCK)
        head, read = head or block, read + len(block)
        try:
            reached.advance(decoder.decode(block, last=not block))
        except UnicodeDecodeError as error:
            # A decoder keeps the beginning of a letter that a block cuts.
            start = read - len(error.object) + error.start
            known = last[-2 * _BEFORE :] + block
            sample = known[start - _BEFORE - read :] + stream.read(_SAMPLE) if start >= _SAMPLE else head
            return reached.undecodable(error, sample, {"table": table.name, "path": table.path})
        if not block:
            return None
        last = block


class _Reached:
    """How far a text was decoded: the physical line and the character that come next."""

    def __init__(self) -> None:
        self.line, self.column, self.carry = 1, 1, ""

    def advance(self, text: str) -> None:
        """Go on to the end of a text; a newline of two characters may be cut in two."""
        text = self.carry + text
        self.carry = "\r" if text.endswith("\r") else ""
        text = text.removesuffix(self.carry)
        self.line += text.count("\n") + text.count("\r") - text.count("\r\n")
        newline = max(text.rfind("\n"), text.rfind("\r"))
        self.column = len(text) - newline if newline >= 0 else self.column + len(text)

    def undecodable(self, error: UnicodeDecodeError, sample: bytes, place: dict[str, str]) -> Issue:
        """Make the finding about the first bad byte of what comes next."""
        before = error.object[: error.start].decode(error.encoding, errors="replace")
        self.advance(before.removeprefix("\ufeff"))
        line, column = (self.line + 1, 1) if self.carry else (self.line, self.column)
        byte = f"0x{error.object[error.start]:02X}" if error.start < len(error.object) else ""
        params = {"column": column, "byte": byte, "encoding": error.encoding, "likely": likely_encoding(sample)}
        params["sure"] = sure = sure_encoding(sample)
        more: dict[str, Any] = {"line": line, "value": byte, "params": params, **place}
        if error.encoding != "utf-8":
            return Issue("encoding-error", detail="other/sure" if sure else "", **more)
        return Issue("encoding-error", detail="utf-8/sure" if sure else "utf-8", hint="save-as-utf-8", **more)
