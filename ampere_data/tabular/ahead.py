"""The blocks of a large file, parsed by other threads before they are asked for.

pyarrow needs no lock of Python's while it parses, so that the first blocks of a file are ready when the libraries that
are to judge them have been loaded. No more than a few blocks are held at a time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from io import RawIOBase
from typing import IO, Any

from ampere_data.tabular.blocks import Block, Misplaced, parse_block
from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.splitting import Splitter

_WORKERS = 2
_HELD = 4
# While libraries load, more may wait: about 48 MiB of text.
_HELD_AT_FIRST = 12


class Ahead:
    """Splits a stream into blocks, and has them parsed and worked on in order, several at a time."""

    def __init__(self, stream: IO[bytes] | RawIOBase, dialect: Dialect, width: int, size: int) -> None:
        """Read from a stream that begins below the header, in blocks of about `size` bytes."""
        self._splitter = Splitter(stream, dialect, size, width)
        self._dialect, self._width = dialect, width
        self._blocks = iter(self._splitter)
        self._pool = ThreadPoolExecutor(_WORKERS)
        self._waiting: deque[tuple[bytearray, bool, Future[Any]]] = deque()

    def begin(self) -> None:
        """Have the first blocks parsed."""
        self._fill(_HELD_AT_FIRST, self._parse)

    def results(self, work: Callable[[Block], Any]) -> Iterator[tuple[Any, int]]:
        """Give what `work` makes of each block, in order, with the block's size in bytes."""
        parsed = list(self._waiting)
        self._waiting = deque((data, last, self._pool.submit(_after, future, work)) for data, last, future in parsed)
        while True:
            self._fill(_HELD, lambda data, last: work(self._parse(data, last)))
            if not self._waiting:
                return
            data, _, future = self._waiting.popleft()
            try:
                result = future.result()
            except Misplaced:
                self._splitter.put_back([data, *(block for block, _, _ in self._waiting)])
                self._waiting.clear()
                self._blocks = iter(self._splitter)
            else:
                yield result, len(data)

    def close(self) -> None:
        """Drop what is left."""
        self._pool.shutdown(cancel_futures=True)

    def _fill(self, most: int, work: Callable[[bytearray, bool], Any]) -> None:
        while len(self._waiting) < most and (cut := next(self._blocks, None)) is not None:
            self._waiting.append((*cut, self._pool.submit(work, *cut)))

    def _parse(self, data: bytearray, last: bool) -> Block:  # noqa: FBT001 - as the splitter gives it
        return parse_block(data, self._dialect, self._width, last=last)


def _after(future: Future[Block], work: Callable[[Block], Any]) -> Any:  # noqa: ANN401 - what the work makes of it
    return work(future.result())
