"""Keys: which rows repeat a key, and which point at a row that is not there.

Keys are compared by value, not by text: `1.0` repeats `1.00`; so every value is brought to one text first. A duplicate
is reported once, on each later row, and names the first. A key with an unreadable cell is left alone: the cell has its
own finding.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from ampere_data.tabular import arrays
from ampere_data.tabular.blocks import Block
from ampere_data.tabular.columns import NAN, Texts, key_text
from ampere_data.tabular.extras import required
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table
from ampere_data.tabular.references import KeyText, Known
from ampere_data.tabular.repeats import repeated
from ampere_data.tabular.schema import ForeignKey, Key

# Gives the words of an issue that names what an unknown key was likely meant to be.
Advise = Callable[[str], Mapping[str, Any]]

# A list holds several values, each of which may be a key.
_LISTS = frozenset(["list", "array"])


class Keys:
    """The key columns of one table, block by block."""

    def __init__(self, table: Table, names: Iterable[str], blocks: Sequence[Block]) -> None:
        self.table, self._names, self._blocks = table, frozenset(names), blocks
        self._firsts = [0, *accumulate(map(len, blocks))]

    def has(self, fields: Iterable[str]) -> bool:
        """Tell whether the table has these fields."""
        return self._names.issuperset(fields)

    def place(self, row: int) -> dict[str, Any]:
        """Say where a row stands."""
        at = bisect_right(self._firsts, row) - 1
        return self._blocks[at].place(row - self._firsts[at])

    def duplicates(self, key: Key) -> Iterator[Issue]:
        """Report every row that repeats a key, and a primary key that is empty."""
        first: dict[KeyText, int] = {}
        for row, texts in self._suspects(key):
            empty = [text is None for text in texts]
            if any(empty) and key.code == "primary-key":
                yield from self._lacking(row, key, empty)
            elif any(empty) or NAN in texts:
                continue
            elif texts in first:
                yield self._duplicate(row, first[texts], key, texts)
            else:
                first[texts] = row

    def array(self, name: str) -> Any:
        """Give the keys of one field as an Arrow array, None where they are not at hand as one, or not all sure."""
        columns = [block.keys[name] for block in self._blocks]
        texts = [one for one in columns if isinstance(one, Texts)]
        if not texts or len(texts) < len(columns) or any(_unreadable(block, [name]) for block in self._blocks):
            return None
        whole = _whole(texts)
        return None if required("pyarrow.compute").index(whole, arrays.scalar(NAN)).as_py() >= 0 else whole

    def known(self, fields: Sequence[str]) -> set[KeyText]:
        """Collect the keys that others may point at."""
        found: set[KeyText] = set()
        for block in self._blocks:
            lost = _unreadable(block, fields)
            columns = [block.keys[name] for name in fields]
            if len(fields) == 1 and not lost and isinstance(columns[0], Texts):
                found.update((text,) for text in columns[0].array.unique().to_pylist())
                continue
            rows = zip(*(column.cells() for column in columns), strict=True)
            found.update(texts for row, texts in enumerate(rows) if row not in lost)
        return {texts for texts in found if NAN not in texts and any(text is not None for text in texts)}

    def dangling(self, reference: ForeignKey, known: Known, advise: Advise) -> Iterator[Issue]:
        """Report every row that points at a key that is not there; an empty reference points nowhere.

        A list points at as many keys as it has items, each of which is looked up by itself.
        """
        own = [self.table.schema.by_name.get(name) for name in reference.fields]
        listed = len(own) == 1 and own[0] is not None and own[0].type in _LISTS

        def judge(*texts: str | None) -> Collection[KeyText] | None:
            if all(text is None for text in texts):
                return None
            pointing = [(key_text(item),) for item in json.loads(texts[0] or "[]")] if listed else [texts]
            return [one for one in pointing if one not in known]

        sure = None if listed else known.screen
        for first, block in zip(self._firsts, self._blocks, strict=False):
            lost = _unreadable(block, reference.fields)
            if len(reference.fields) == 1:
                column = block.keys[reference.fields[0]]
                screened = isinstance(column, Texts) and sure is not None  # what is put to it is none of the known
                found = ((row, said) for row, _, said in column.find(_alone if screened else judge, sure))
            else:
                rows = zip(*(block.keys[name].cells() for name in reference.fields), strict=True)
                found = ((row, said) for row, texts in enumerate(rows) if (said := judge(*texts)))
            for row, unknown in found:
                for texts in unknown if row not in lost else ():
                    yield self._unknown(first + row, reference, texts, advise)

    def _suspects(self, key: Key) -> Iterator[tuple[int, KeyText]]:
        """Give the rows that may repeat a key, or lack it: where there are many, those only."""
        columns = [[block.keys[name] for block in self._blocks] for name in key.fields]
        texts = [[one for one in blocks if isinstance(one, Texts)] for blocks in columns]
        if self._blocks and all(len(blocks) == len(self._blocks) for blocks in texts):
            whole = [_whole(blocks) for blocks in texts]
            wanted = _repeated(whole, empty=key.code == "primary-key")
            # to take several rows at once, Arrow would lay all of them in one piece first
            rows: Iterable[tuple[int, KeyText]] = (
                (row, tuple(texts[row].as_py() for texts in whole)) for row in wanted
            )
        else:
            cells = ([text for one in blocks for text in one.cells()] for blocks in columns)
            rows = enumerate(zip(*cells, strict=True))
        lost = {
            first + row
            for first, block in zip(self._firsts, self._blocks, strict=False)
            for row in _unreadable(block, key.fields)
        }
        yield from ((row, texts) for row, texts in rows if row not in lost)

    def _lacking(self, row: int, key: Key, empty: Sequence[bool]) -> Iterator[Issue]:
        """Report a primary key that is empty, or each of its fields that is, where its own constraint does not."""
        if all(empty):
            yield self._issue(row, key.code, key.fields, (None,) * len(empty), detail="empty")
            return
        for name, lacks in zip(key.fields, empty, strict=True):
            field = self.table.schema.by_name.get(name)
            if lacks and not (field and field.required):
                yield self._issue(row, key.code, (name,), (None,), detail="empty")

    def _duplicate(self, row: int, first: int, key: Key, texts: KeyText) -> Issue:
        """Make the finding about a row that repeats the key of an earlier one."""
        earlier = self.place(first)
        params = {"first_line": earlier["line"], "first_row": earlier["row"]}
        detail = ""
        if self.table.parts:
            detail, params["first_path"] = "elsewhere", earlier["path"]
        return self._issue(row, key.code, key.fields, texts, detail=detail, params=params)

    def _unknown(self, row: int, reference: ForeignKey, texts: KeyText, advise: Advise) -> Issue:
        """Make the finding about a reference to a row that is not there, with what was likely meant."""
        params: dict[str, object] = {"reference": reference.table, "targets": ", ".join(reference.targets)}
        advice = advise(texts[0]) if len(texts) == 1 and texts[0] else {}
        params |= advice.get("params", {})
        return self._issue(row, "foreign-key", reference.fields, texts, params=params, hint=advice.get("hint", ""))

    def _issue(self, row: int, code: str, fields: Sequence[str], texts: KeyText, **more: Any) -> Issue:
        value = ", ".join((text or "").removeprefix("\x00") for text in texts)
        return Issue(code, table=self.table.name, field=", ".join(fields), value=value, **self.place(row), **more)


def key_fields(table: Table, others: Iterable[Table] = ()) -> list[str]:
    """List the fields of a table that any key is made of, its own or another table's reference to it."""
    named = [name for key in table.schema.keys for name in key.fields]
    named += [name for reference in table.schema.foreign_keys for name in reference.fields]
    pointing = (reference for one in (table, *others) for reference in one.schema.foreign_keys)
    named += [name for reference in pointing if reference.table == table.name for name in reference.targets]
    return list(dict.fromkeys(named))


def _alone(text: str | None) -> Collection[KeyText] | None:
    """Give a text as the one key that is not known."""
    return None if text is None else [(text,)]


def _unreadable(block: Block, fields: Iterable[str]) -> set[int]:
    """Name the rows of a block with a key cell that has no value because it is not of the field's type."""
    return set().union(*(block.unreadable.get(name, ()) for name in fields))


def _whole(blocks: Sequence[Texts]) -> Any:
    pa = required("pyarrow")
    chunks = [one.plain() for one in blocks]
    return pa.chunked_array(chunks, pa.string())


def _repeated(columns: Sequence[Any], *, empty: bool) -> list[int]:
    """List the rows whose texts stand in another row, too, and if asked for those that lack one, in their order."""
    pc = required("pyarrow.compute")
    texts, missing = columns[0], columns[0].is_null()
    if len(columns) > 1:
        for column in columns[1:]:
            missing = pc.or_(missing, column.is_null())
        marked = (pc.fill_null(column, arrays.scalar("\x00")) for column in columns)
        texts = pc.binary_join_element_wise(*marked, arrays.scalar("\x1f"))
        texts = pc.if_else(missing, arrays.scalar(None), texts)
    found = repeated(texts)
    return sorted({*found, *pc.indices_nonzero(missing).to_pylist()}) if empty and texts.null_count else found
