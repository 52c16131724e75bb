"""Small pyarrow arrays and scalars, made of their buffers.

`pyarrow.array` and `pyarrow.scalar` ask whether what they are given comes from pandas, and import pandas to find out:
that takes half a second, and 60 MiB that nothing else needs.
"""

from __future__ import annotations

import datetime as dt
import struct
from array import array
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate
from typing import Any

from ampere_data.tabular.extras import required

_EPOCH = dt.date(1970, 1, 1)
_RUN = 128
# The first and the last printed character of ASCII.
_BLANK, _LAST_PRINTED = 32, 126


def texts(values: Sequence[str | None]) -> Any:
    """Make an array of texts; None is null."""
    pa = required("pyarrow")
    encoded = [b"" if value is None else value.encode() for value in values]
    ends = array("i", accumulate(map(len, encoded), initial=0))
    gaps = _bits([value is not None for value in values]) if None in values else None
    buffers = [pa.py_buffer(gaps) if gaps else None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(encoded), buffers)


def numbers(values: Iterable[int]) -> Any:
    """Make an array of whole numbers of 32 bits."""
    return _plain(required("pyarrow").int32(), array("i", values))


def long_numbers(values: Iterable[int]) -> Any:
    """Make an array of whole numbers of 64 bits."""
    return _plain(required("pyarrow").int64(), array("q", values))


def flags(values: Sequence[bool]) -> Any:
    """Make an array of truth values."""
    pa = required("pyarrow")
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(_bits(values))])


def bits(flags: Any) -> int:
    """Give truth values as the bits of a number, the first as the lowest; none may be null."""
    found = int.from_bytes(flags.buffers()[1], "little") >> int(flags.offset)
    return found & ((1 << len(flags)) - 1)


def kept(array: Any) -> Any:
    """Copy an array that outlives its block out of Arrow's own memory, where a little that stays holds much back."""
    pa = required("pyarrow")
    buffers = [buffer and pa.py_buffer(bytes(buffer)) for buffer in array.buffers()]
    return pa.Array.from_buffers(array.type, len(array), buffers, array.null_count, array.offset)


def scalar(value: Any) -> Any:
    """Make a scalar: a text, a number, a day, a truth value, or None for a text that is missing."""
    pa = required("pyarrow")
    if value is None or isinstance(value, str):
        return texts([value])[0]
    if isinstance(value, bool):
        return flags([value])[0]
    if isinstance(value, dt.date):
        return _plain(pa.date32(), array("i", [(value - _EPOCH).days]))[0]
    if isinstance(value, float):
        return _plain(pa.float64(), array("d", [value]))[0]
    return _plain(pa.int64(), array("q", [value]))[0]


def are_in(array: Any, some: Collection[str]) -> Any:
    """Tell which texts of an array are among some."""
    pc = required("pyarrow.compute")
    if len(some) == 1 and "" in some:
        return pc.equal(pc.binary_length(array), scalar(0))
    return pc.is_in(array, texts(sorted(some)))


def one_text(data: bytes | bytearray) -> Any:
    """Make an array of one text in UTF-8 without copying it."""
    pa = required("pyarrow")
    ends = pa.py_buffer(struct.pack("=ii", 0, len(data)))
    return pa.Array.from_buffers(pa.string(), 1, [None, ends, pa.py_buffer(data)])


def matches(data: bytes | bytearray, form: str) -> bool:
    """Tell whether a text in UTF-8 of less than two gigabytes matches an expression in RE2; else nothing is sure."""
    if len(data) >= 2**31:
        return False
    return bool(required("pyarrow.compute").match_substring_regex(one_text(data), form)[0].as_py())


def match_each(texts: Any, form: str) -> Any:
    """Tell which texts an expression in RE2 matches wholly; it must be one that matches no NUL.

    A run of texts is matched at once, with NULs between, in a third of the time; only where one does not match, each.
    """
    pa, pc = required("pyarrow"), required("pyarrow.compute")
    each = rf"\A(?:{form})\z"
    if len(texts) < _RUN or texts.null_count or _has_nul(texts):
        return pc.match_substring_regex(texts, each)
    firsts = numbers([*range(0, len(texts), _RUN), len(texts)])
    runs = pc.binary_join(pa.ListArray.from_arrays(firsts, texts), scalar("\0"))
    ended = pc.binary_join_element_wise(runs, scalar(""), scalar("\0"))
    fit = pc.match_substring_regex(ended, rf"\A(?:(?:{form})\x00)*\z")
    if pc.all(fit).as_py():
        return texts.is_valid()
    np = required("numpy")
    sure = fit.take(_plain(pa.int32(), np.arange(len(texts), dtype=np.int32) // _RUN))
    unsure = pc.invert(sure)
    return pc.replace_with_mask(sure, unsure, pc.match_substring_regex(texts.filter(unsure), each))


def are_tidy(texts: Any, odd: str) -> bool:
    """Tell whether all texts surely are printable ASCII without a blank at an end or two in a row, as bytes show.

    Args:
        texts: The texts, none of them missing.
        odd: The characters with which none may begin.
    """
    np = required("numpy")
    _, places, data = texts.buffers()
    if data is None:
        return True
    ends = np.frombuffer(places, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    chars = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]
    if not len(chars) or int(chars.max()) > _LAST_PRINTED or int(chars.min()) < _BLANK:
        return not len(chars)
    blanks = chars == _BLANK
    if (blanks[1:] & blanks[:-1]).any():
        return False
    filled = ends[:-1] < ends[1:]
    firsts, lasts = ends[:-1][filled] - ends[0], ends[1:][filled] - ends[0] - 1
    wrong = np.zeros(256, bool)
    wrong[[_BLANK, *odd.encode()]] = True
    return not (wrong[chars[firsts]].any() or blanks[lasts].any())


def _has_nul(texts: Any) -> bool:
    np, data = required("numpy"), texts.buffers()[2]
    return data is not None and not np.frombuffer(data, np.uint8).all()


def rises(array: Any) -> bool:
    """Tell whether each text of an array comes after the one before."""
    pc = required("pyarrow.compute")
    return not array.null_count and bool(pc.all(pc.less(array[:-1], array[1:]), min_count=0).as_py())


def _plain(kind: Any, values: Any) -> Any:
    pa = required("pyarrow")
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(values)])


def _bits(values: Sequence[bool]) -> bytes:
    """Pack truth values, eight to a byte, the first in the lowest bit."""
    found = bytearray((len(values) + 7) // 8)
    for place, value in enumerate(values):
        if value:
            found[place >> 3] |= 1 << (place & 7)
    return bytes(found)
