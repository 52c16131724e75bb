"""Columns: a list of cells or, where there are many texts, an Arrow array. Both look at each distinct cell once."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar

from ampere_data.tabular import arrays
from ampere_data.tabular.extras import required

T = TypeVar("T")

# As many texts as make it worth while to hold them in an Arrow array.
MANY = 2_000
# What is not a number equals nothing, not even itself; no text of a file is called so.
NAN = "\x00NaN"


def text_of(cell: Any) -> str:
    """Write a value as a CSV file would have it."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, list | dict):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def key_text(value: Any) -> str | None:
    """Bring a value to the one text that equal values share, or None where it is missing."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float | Decimal):
        return _number_text(value)
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
    if isinstance(value, Mapping | list):
        return json.dumps(value, sort_keys=True, default=str)
    return value.isoformat() if hasattr(value, "isoformat") else repr(value)


def _number_text(number: float | Decimal) -> str:
    if isinstance(number, bool):
        return str(number).lower()
    if isinstance(number, int):
        return str(number) if number.bit_length() < 10_000 else hex(number)  # noqa: PLR2004 - Python writes no longer ones
    value = Decimal(repr(number)) if isinstance(number, float) else number
    if not value.is_finite():
        return NAN if value.is_nan() else str(value)
    if value == value.to_integral_value() and value.adjusted() < 10_000:  # noqa: PLR2004 - 1E999999 stays as it is
        return str(int(value))
    return str(value.normalize())


class Cells:
    """A column as a list of cells: texts, or values of any type."""

    __slots__ = ("_cells",)

    def __init__(self, cells: Sequence[Any]) -> None:
        self._cells = cells

    def __len__(self) -> int:
        return len(self._cells)

    def cells(self) -> Sequence[Any]:
        """Give every cell."""
        return self._cells

    def take(self, rows: Sequence[int]) -> Cells:
        """Keep some rows."""
        return Cells([self._cells[row] for row in rows])

    def empty(self, missing: Collection[str]) -> int:
        """Mark, a bit each, the rows whose cell is none, or one of the texts that stand for no value."""
        if not any(one in self._cells for one in (None, *missing)):  # mostly, and said at once
            return 0
        return int("".join("01"[is_empty(cell, missing)] for cell in reversed(self._cells)), 2)

    def find(self, judge: Callable[[Any], T | None], _sure: object = None) -> Iterator[tuple[int, Any, T]]:
        """Give row, cell and verdict of each cell of which `judge` has something to say."""
        for row, cell in enumerate(self._cells):
            if said := judge(cell):
                yield row, cell, said

    def replaced(self, replace: Callable[[Any], str | None]) -> Cells:
        """Put a text in the place of each cell."""
        return Cells([replace(cell) for cell in self._cells])


class Texts:
    """A column as an Arrow array of texts, or of codes of them."""

    __slots__ = ("array",)

    def __init__(self, array: Any) -> None:
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    @property
    def is_coded(self) -> bool:
        """Whether each distinct text is held once."""
        return hasattr(self.array, "dictionary")

    def coded(self) -> Texts:
        """Hold each distinct text once."""
        return self if self.is_coded else Texts(self.array.dictionary_encode())

    def kept(self) -> Texts:
        """Copy what is to be kept, codes in no more bytes than it takes to tell the texts apart."""
        if not self.is_coded:
            return Texts(arrays.kept(self.array))
        known = self.array.dictionary
        size = 8 if len(known) < 2**7 else 16 if len(known) < 2**15 else 32
        codes = arrays.kept(self.array.indices.cast(f"int{size}"))
        return Texts(required("pyarrow").DictionaryArray.from_arrays(codes, arrays.kept(known)))

    def plain(self) -> Any:
        """Give an array of the texts themselves."""
        return self.array.cast("string") if self.is_coded else self.array

    def cells(self) -> Sequence[Any]:
        """Give every text, None where there is none."""
        return self.array.to_pylist()  # type: ignore[no-any-return]

    def take(self, rows: Sequence[int]) -> Texts:
        """Keep some rows."""
        return Texts(self.array.take(arrays.numbers(rows)))

    def empty(self, missing: Collection[str]) -> int:
        """Mark, a bit each, the rows without a text, or with one of those that stand for no value."""
        return arrays.bits(self.are_empty(missing))

    def are_empty(self, missing: Collection[str]) -> Any:
        """Tell which rows are empty."""
        pc = required("pyarrow.compute")
        found = arrays.are_in(self.array.dictionary if self.is_coded else self.array, missing)
        found = found.take(self.array.indices) if self.is_coded else found
        return pc.or_kleene(found, self.array.is_null()) if self.array.null_count else found

    def find(
        self, judge: Callable[[Any], T | None], sure: Callable[[Any], Any] | None = None
    ) -> Iterator[tuple[int, Any, T]]:
        """Give row, text and verdict of each text of which `judge` has something to say.

        Args:
            judge: Looks at each distinct text once.
            sure: Tells for an array of texts which of them `judge` surely has nothing to say of.
        """
        pc = required("pyarrow.compute")
        array, rows = self.array, None
        if not self.is_coded:
            rows = _unsure(array, sure)
            array = (array if rows is None else array.take(rows)).dictionary_encode()
        codes = _unsure(array.dictionary, sure) if rows is None else None
        indices = array.indices.cast("int32")
        distinct = array.dictionary if codes is None else array.dictionary.take(codes)
        numbered = zip(range(len(distinct)) if codes is None else codes.to_pylist(), distinct.to_pylist(), strict=True)
        said = {code: (text, one) for code, text in numbered if (one := judge(text))}
        nulls = judge(None) if indices.null_count else None
        if nulls:
            at = pc.indices_nonzero(indices.is_null())
            yield from ((row, None, nulls) for row in (at if rows is None else rows.take(at)).to_pylist())
        if said:
            at = pc.indices_nonzero(pc.is_in(indices, arrays.numbers(said)))
            found = (at if rows is None else rows.take(at)).to_pylist()
            for row, code in zip(found, indices.take(at).to_pylist(), strict=True):
                yield row, *said[code]

    def replaced(self, replace: Callable[[Any], str | None]) -> Texts:
        """Put a text in the place of each distinct one."""
        coded = self.coded().array
        texts = arrays.texts([replace(text) for text in coded.dictionary.to_pylist()])
        return Texts(required("pyarrow").DictionaryArray.from_arrays(coded.indices, texts))


Column = Cells | Texts


def distinct(columns: Sequence[Column]) -> set[str]:
    """Give each text of some columns once."""
    texts = [one.plain() for one in columns if isinstance(one, Texts)]
    found = {text_of(cell) for one in columns if isinstance(one, Cells) for cell in one.cells()}
    if texts:
        found.update(text or "" for text in required("pyarrow").chunked_array(texts).unique().to_pylist())
    return found


def is_empty(cell: Any, missing: Collection[str]) -> bool:
    """Tell whether a cell is none, or one of the texts that stand for no value."""
    return cell is None or (isinstance(cell, str) and cell in missing)


def surely_less(lower: Column, upper: Column) -> int:
    """Mark, a bit each, the rows in which a number is surely less than another: near enough, they may be equal."""
    if not (isinstance(lower, Texts) and isinstance(upper, Texts)):
        return 0
    pa, pc = required("pyarrow"), required("pyarrow.compute")
    texts = (pc.if_else(one.are_empty(("",)), arrays.scalar(None), one.plain()) for one in (lower, upper))
    try:
        less = pc.less(*(one.cast("float64") for one in texts))
    except pa.ArrowInvalid:  # one of them is no number
        return 0
    return arrays.bits(pc.fill_null(less, arrays.scalar(value=False)))


def marked(bits: int) -> Iterator[int]:
    """Give the rows that are marked, in order."""
    text = bin(bits)[:1:-1]
    row = text.find("1")
    while row >= 0:
        yield row
        row = text.find("1", row + 1)


def _unsure(array: Any, sure: Callable[[Any], Any] | None) -> Any:
    """List the positions of the texts that are not sure, None where that was not asked."""
    if sure is None:
        return None
    pc, passed = required("pyarrow.compute"), sure(array)
    if array.null_count:
        passed = pc.and_(pc.fill_null(passed, arrays.scalar(value=False)), array.is_valid())  # no null is sure
    return arrays.numbers([]) if pc.all(passed, min_count=0).as_py() else pc.indices_nonzero(pc.invert(passed))
