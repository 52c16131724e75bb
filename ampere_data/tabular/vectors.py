"""The key columns of a large table, compared at vector speed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ampere_data.tabular import arrays
from ampere_data.tabular.blocks import Block
from ampere_data.tabular.extras import required
from ampere_data.tabular.keys import NAN, Advise, Key, KeyText, Reference, duplicate, key_issue, unknown_reference
from ampere_data.tabular.package import Table
from ampere_data.tabular.report import Issue

# Where more rows than this part of them are out of order, sorting tells nothing about repetitions.
_MOST_OUTLIERS = 0.05


@dataclass(slots=True)
class VectorColumns:
    """The key columns of a table that is not held in memory.

    Attributes:
        table: The table.
        chunks: For each field its columns of key texts, block by block, null where missing.
        unreadable: For each field the rows whose cell has no value because it is not of the field's type.
    """

    table: Table
    chunks: dict[str, list[Any]]
    unreadable: dict[str, set[int]] = field(default_factory=dict)
    _firsts: list[int] = field(default_factory=list)
    _places: list[tuple[int, int, Block]] = field(default_factory=list)
    _rows: int = 0

    def append(self, line: int, number: int, rows: int, block: Block, keys: dict[str, tuple[Any, list[int]]]) -> None:
        """Add a block that starts on a line of the file, with the number of its first record."""
        for name, (texts, lost) in keys.items():
            self.chunks[name].append(texts)
            if lost:
                self.unreadable.setdefault(name, set()).update(self._rows + row for row in lost)
        self._firsts.append(self._rows)
        self._places.append((line, number, block))
        self._rows += rows

    def place(self, row: int) -> dict[str, Any]:
        """Say where a row stands."""
        at = bisect_right(self._firsts, row) - 1
        line, number, block = self._places[at]
        within = row - self._firsts[at]
        return {"line": line + block.start(within), "row": number + block.number(within)}

    def has(self, fields: Sequence[str]) -> bool:
        """Tell whether the file has these fields."""
        return all(name in self.chunks for name in fields)

    def duplicates(self, key: Key) -> Iterator[Issue]:
        """Report every row that repeats a key, and a primary key that is empty."""
        pc = required("pyarrow.compute")
        texts = self._joined(key.fields)
        skipped = self._skipped(key.fields)
        if key.code == "primary-key" and texts.null_count:
            for row in pc.indices_nonzero(texts.is_null()).to_pylist():
                if row not in skipped:
                    yield key_issue(self, row, key.code, key.fields, (None,) * len(key.fields), detail="empty")
        first: dict[KeyText, int] = {}
        for row in repeated(texts):
            values = self._values(key.fields, row)
            if row in skipped or NAN in values or key.exempts([value is None for value in values]):
                continue
            if values in first:
                yield duplicate(self, row, first[values], key, values)
            else:
                first[values] = row

    def known(self, fields: Sequence[str]) -> set[KeyText]:
        """Collect the keys that others may point at."""
        skipped = self._skipped(fields)
        if len(fields) == 1 and not skipped:
            return {(text,) for text in self._whole(fields[0]).unique().to_pylist() if text not in (None, NAN)}
        columns = [self._whole(name).to_pylist() for name in fields]
        found = {texts for row, texts in enumerate(zip(*columns, strict=True)) if row not in skipped}
        return {texts for texts in found if NAN not in texts and any(text is not None for text in texts)}

    def dangling(self, reference: Reference, known: set[KeyText], advise: Advise) -> Iterator[Issue]:
        """Report every row that points at a key that is not there; an empty reference points nowhere."""
        skipped = self._skipped(reference.fields)
        strange = self._strange(reference.fields[0], known) if len(reference.fields) == 1 else frozenset()
        if len(reference.fields) == 1 and not strange:
            return
        for at, first in enumerate(self._firsts):
            chunks = [self.chunks[name][at] for name in reference.fields]
            strangers = _strangers(chunks[0], strange) if len(chunks) == 1 else _strange_tuples(chunks, known)
            for within, texts in strangers:
                if first + within not in skipped:
                    yield unknown_reference(self, first + within, reference, texts, advise)

    def _strange(self, name: str, known: set[KeyText]) -> frozenset[str]:
        """Collect the texts of a column that are not known."""
        pa, pc = required("pyarrow"), required("pyarrow.compute")
        chunks = [chunk.dictionary if hasattr(chunk, "dictionary") else chunk for chunk in self.chunks[name]]
        texts = pa.chunked_array(chunks, pa.string()).unique().drop_null()
        values = arrays.texts([key[0] for key in known])
        return frozenset(texts.filter(pc.invert(pc.is_in(texts, values))).to_pylist())

    def _skipped(self, fields: Sequence[str]) -> set[int]:
        return set().union(*(self.unreadable.get(name, set()) for name in fields))

    def _whole(self, name: str) -> Any:  # noqa: ANN401 - pyarrow ships no types
        pa = required("pyarrow")
        chunks = [chunk.cast("string") if hasattr(chunk, "dictionary") else chunk for chunk in self.chunks[name]]
        return pa.chunked_array(chunks, pa.string())

    def _values(self, fields: Sequence[str], row: int) -> KeyText:
        at = bisect_right(self._firsts, row) - 1
        return tuple(self.chunks[name][at][row - self._firsts[at]].as_py() for name in fields)

    def _joined(self, fields: Sequence[str]) -> Any:  # noqa: ANN401 - pyarrow ships no types
        """Give the key as one column; rows with the same key have the same text, null where all of it is missing."""
        if len(fields) == 1:
            return self._whole(fields[0])
        pc = required("pyarrow.compute")
        parts = [self._whole(name) for name in fields]
        missing = parts[0].is_null()
        for part in parts[1:]:
            missing = pc.and_(missing, part.is_null())
        joined = pc.binary_join_element_wise(
            *(pc.fill_null(part, arrays.scalar("\x00")) for part in parts), arrays.scalar("\x1f")
        )
        return pc.if_else(missing, arrays.scalar(None), joined)


def repeated(texts: Any) -> list[int]:  # noqa: ANN401 - pyarrow ships no types
    """List the rows whose text stands in another row, too; nulls repeat nothing."""
    pc = required("pyarrow.compute")
    outliers = _outliers(texts)
    if outliers is not None:
        if not len(outliers):
            return []
        suspects = pc.drop_null(texts.take(outliers).unique())
        rows = pc.indices_nonzero(pc.is_in(texts, suspects))
        coded = texts.take(rows)
    else:
        if pc.count_distinct(texts, mode="only_valid").as_py() == len(texts) - texts.null_count:
            return []
        rows, coded = None, texts
    counts = pc.value_counts(coded)
    often = counts.field("values").filter(pc.greater(counts.field("counts"), arrays.scalar(1))).drop_null()
    again = pc.indices_nonzero(pc.is_in(coded, often))
    found: list[int] = (rows.take(again) if rows is not None else again).to_pylist()
    return found


def _outliers(texts: Any) -> Any:  # noqa: ANN401 - pyarrow ships no types
    """Find rows without which the texts would rise strictly, None where that is not what they nearly do."""
    pa, pc = required("pyarrow"), required("pyarrow.compute")
    array = texts.combine_chunks() if texts.num_chunks != 1 else texts.chunk(0)
    if isinstance(array, pa.ChunkedArray) or texts.null_count:
        return None
    length = len(array)
    if length < 2:  # noqa: PLR2004 - two rows make a pair
        return arrays.numbers([])
    rises = pc.less(array[:-1], array[1:])
    falls = length - 1 - pc.sum(rises, min_count=0).as_py()
    if not falls:
        return arrays.numbers([])
    if falls > length * _MOST_OUTLIERS:
        return None
    end = arrays.flags([True])
    regular = pc.and_(pa.concat_arrays([end, rises]), pa.concat_arrays([rises, end]))
    kept = array.filter(regular)
    if len(kept) > 1 and not pc.all(pc.less(kept[:-1], kept[1:])).as_py():
        return None
    return pc.indices_nonzero(pc.invert(regular))


def _strange_tuples(chunks: list[Any], known: set[KeyText]) -> Iterator[tuple[int, KeyText]]:
    """Give the rows of one block whose key of several fields is not known."""
    for row, texts in enumerate(zip(*(chunk.to_pylist() for chunk in chunks), strict=True)):
        if any(text is not None for text in texts) and texts not in known:
            yield row, texts


def _strangers(chunk: Any, strangers: frozenset[str]) -> Iterator[tuple[int, KeyText]]:  # noqa: ANN401 - no types
    """Give the rows of one block that hold one of the strangers."""
    pc = required("pyarrow.compute")
    coded = chunk if hasattr(chunk, "dictionary") else chunk.dictionary_encode()
    texts = coded.dictionary.to_pylist()
    strange = [at for at, text in enumerate(texts) if text in strangers]
    if strange:
        rows = pc.indices_nonzero(pc.is_in(coded.indices, arrays.numbers(strange)))
        codes = coded.indices.take(rows).to_pylist()
        yield from ((row, (texts[code],)) for row, code in zip(rows.to_pylist(), codes, strict=True))
