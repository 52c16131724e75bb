"""Texts that stand in more than one row: as few rows are out of order, many, or all."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ampere_data.tabular.repeats import repeated

pa = pytest.importorskip("pyarrow")

SORTED = [f"{number:04}" for number in range(500)]


def in_chunks(texts: list[str | None], *, size: int = 7) -> object:
    """Lay texts out as the blocks of a large table would."""
    chunks = [texts[at : at + size] for at in range(0, len(texts), size)]
    return pa.chunked_array([pa.array(chunk, pa.string()) for chunk in chunks], pa.string())


@pytest.mark.parametrize(
    ("texts", "rows"),
    [
        (["a", "b", "c"], []),
        (["a", "b", "a"], [0, 2]),
        (["c", "b", "a", "b"], [1, 3]),
        ([None, None, "a"], []),
        ([None, "a", None, "a"], [1, 3]),
        ([*SORTED, "0003"], [3, 500]),
        ([*SORTED, "9999", "0500", "0501"], []),
        ([*SORTED[:9], "0002", "0003", *SORTED[9:]], [2, 3, 9, 10]),
        (["9", "9", *SORTED], [0, 1]),
        (["0000", "", "", *SORTED[1:]], [1, 2]),
        ([*SORTED[250:], *SORTED[:251]], [0, 500]),
        ([], []),
        (["a"], []),
    ],
)
def test_repeated_texts_are_found_sorted_or_not(texts: list[str | None], rows: list[int]) -> None:
    assert repeated(in_chunks(texts)) == rows


@given(st.lists(st.tuples(st.integers(0, 499), st.sampled_from(["é", "", "0003", "0498", "~"])), max_size=12))
def test_whatever_is_out_of_order_all_that_repeats_is_found(strewn: list[tuple[int, str]]) -> None:
    texts = [*SORTED]
    for at, text in strewn:
        texts.insert(at, text)
    counts = Counter(texts)

    assert repeated(in_chunks([*texts], size=64)) == [row for row, text in enumerate(texts) if counts[text] > 1]
