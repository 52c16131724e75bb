"""A stream of CSV cut into blocks that end where a record ends, without reading more than a block at a time.

A newline ends a record if the quotes before it are even in number. A quote inside an unquoted cell (`5" pipe`) spoils
that count, which whoever parses the block notices; then the block is put back and cut by parsing it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO

from ampere_data.tabular.blocks import BLOCK, LONGEST_RECORD
from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.extras import required
from ampere_data.tabular.quoting import parse

_MOST_TRIES = 1_000
# So much is read at first: a buffer is filled with zeros before it is filled with anything else.
_STEP = 512 * 1024
_PATIENCE = 4


class Splitter:
    """Cuts a stream into blocks of whole records.

    Attributes:
        endless: Whether the last block is the beginning of a record that is too long, and the rest was not read.
    """

    def __init__(self, stream: IO[bytes] | io.RawIOBase, dialect: Dialect, size: int = BLOCK) -> None:
        self._stream, self._dialect, self._size = stream, dialect, size
        self._quote = dialect.quote.encode() or None
        self._rest = bytearray()
        self._ended = False
        self._exactly = False
        self.endless = False

    def put_back(self, blocks: list[bytearray]) -> None:
        """Take back blocks that were cut in the wrong place; the next cut is made by parsing."""
        self._rest = bytearray().join([*blocks, self._rest])
        self._exactly = True

    def __iter__(self) -> Iterator[tuple[bytearray, bool]]:
        while True:
            block = self._next()
            if block:
                yield block, self._ended and not self._rest
            elif self._ended:
                return

    def _next(self) -> bytearray:
        data, wanted = self._rest, self._size
        while not self._ended or len(data) > wanted:
            if len(data) < wanted and not self._ended:
                data = self._read(data, wanted)
                continue
            cut = self._cut(data, min(wanted, len(data)))
            if cut:
                self._rest = data[cut:]
                del data[cut:]  # which copies nothing, as a slice would
                return data
            if wanted > LONGEST_RECORD:
                self._ended = self.endless = True
                break
            wanted *= 2
        self._exactly = False
        self._rest = bytearray()
        return data

    def _read(self, begun: bytearray, wanted: int) -> bytearray:
        """Read on into a buffer that begins with what was read already, until it is full or the stream ends."""
        data, filled = bytearray(min(wanted, max(2 * len(begun), _STEP))), len(begun)
        wanted = len(data)
        data[:filled] = begun
        with memoryview(data) as view:
            while filled < wanted:
                size = self._stream.readinto(view[filled:])  # type: ignore[union-attr]
                if not size:
                    self._ended = True
                    break
                filled += size
        del data[filled:]
        return data

    def _cut(self, data: bytearray, end: int) -> int:
        """Find where to cut, looking no further than an end; 0 where no place is found."""
        if self._exactly or end >= self._size * _PATIENCE:
            cut = self._exact_cut(data, end)
            self._exactly = self._exactly and not cut
            return cut
        if self._quote is None:
            return data.rfind(b"\n", 0, end) + 1
        before = _count(data if end == len(data) else data[:end], self._quote)
        for _ in range(_MOST_TRIES):
            newline = data.rfind(b"\n", 0, end)
            if newline < 0:
                return 0
            before -= data.count(self._quote, newline, end)
            if before % 2 == 0:
                return newline + 1
            end = newline
        return 0

    def _exact_cut(self, data: bytearray, end: int) -> int:
        """Parse as much as a block holds and find where the next record begins, one that nothing above depends on."""
        cut = done = 0
        lines = io.StringIO(data[:end].decode("latin-1"), newline="").readlines()  # one character per byte
        reader, taken = parse(lines, self._dialect), 0
        for _ in reader:
            done += sum(map(len, lines[taken : reader.line_num]))
            taken = reader.line_num
            if done < end:
                cut = done
                if cut >= self._size:
                    break
        return cut


def count_lines(data: bytes | bytearray) -> int:
    """Count the physical lines of a text, however they end."""
    lines = _count(data, b"\n")
    if b"\r" in data:
        lines += data.count(b"\r") - data.count(b"\r\n")
    return lines


def _count(data: bytes | bytearray, byte: bytes) -> int:
    """Count a byte that comes often, for which numpy takes a quarter of the time and lets other threads run."""
    np = required("numpy")
    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == ord(byte))) if data else 0
