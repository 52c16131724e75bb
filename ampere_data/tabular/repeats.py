"""Texts that stand in more than one row of a long column.

Keys mostly lie in order. Where few rows are out of it, all others differ from each other, and the few are looked up
among them: that takes one comparison a row, and neither a copy nor a hash of the texts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import Any

from ampere_data.tabular import arrays
from ampere_data.tabular.columns import marked
from ampere_data.tabular.extras import required

# Where more rows than this part of them are out of order, their order tells nothing.
_MOST_OUTLIERS = 0.01
_FEW = 64


def repeated(texts: Any) -> list[int]:
    """List the rows whose text stands in another row, too; nulls repeat nothing.

    Args:
        texts: A chunked Arrow array.
    """
    outliers = None if texts.null_count else _outliers(texts)
    return _repeated_anyhow(texts) if outliers is None else _repeated_in_order(texts, outliers)


def _repeated_in_order(texts: Any, outliers: set[int]) -> list[int]:
    """Look the texts of outliers up among each other, and among the others, which rise."""

    def at(row: int) -> Any:  # nothing comes before the empty text
        while row in outliers:
            row -= 1
        return (texts[row].as_py(),) if row >= 0 else ()

    rows = sorted(outliers)
    strange = [texts[row].as_py() for row in rows]
    counts, found = Counter(strange), []
    for text in counts:
        row = bisect_left(range(len(texts)), (text,), key=at)
        if row < len(texts) and row not in outliers and at(row) == (text,):
            counts[text] += 1
            found.append(row)
    return sorted([*found, *(row for row, text in zip(rows, strange, strict=True) if counts[text] > 1)])


def _repeated_anyhow(texts: Any) -> list[int]:
    pc = required("pyarrow.compute")
    if pc.count_distinct(texts, mode="only_valid").as_py() == len(texts) - texts.null_count:
        return []
    counts = pc.value_counts(texts)
    often = counts.field("values").filter(pc.greater(counts.field("counts"), arrays.scalar(1))).drop_null()
    found: list[int] = pc.indices_nonzero(pc.is_in(texts, often)).to_pylist()
    return found


def _outliers(texts: Any) -> set[int] | None:
    """Find rows without which the texts rise strictly, None where that is not what they nearly do."""
    pc = required("pyarrow.compute")
    found, most = set[int](), max(len(texts) * _MOST_OUTLIERS, _FEW)
    if len(texts) < 2:  # noqa: PLR2004 - two rows make a pair
        return found
    falls = arrays.bits(pc.invert(pc.less(texts.slice(0, len(texts) - 1), texts.slice(1))).combine_chunks())
    if falls.bit_count() > most:
        return None
    for fall in marked(falls):
        below, above = fall, fall + 1
        while True:
            while below in found:
                below -= 1
            while above in found:
                above += 1
            if below < 0 or above >= len(texts) or texts[below].as_py() < texts[above].as_py():
                break
            found |= {below, above}
            if len(found) > most:
                return None
    return found
