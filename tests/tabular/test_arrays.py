"""Arrays made of their buffers are what pyarrow itself makes of the same values."""

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ampere_data.tabular import arrays

pa = pytest.importorskip("pyarrow")


@pytest.mark.parametrize(
    "values", [[], [""], [None], ["a", None, "été", "", "\x00", "日本"], [None, *"abcdefghij", None]]
)
def test_texts(values: list[str | None]) -> None:
    made = arrays.texts(values)

    made.validate(full=True)
    assert made.equals(pa.array(values, pa.string()))
    assert made.null_count == values.count(None)


@pytest.mark.parametrize("values", [[], [0], [3, -1, 2**31 - 1, -(2**31)]])
def test_numbers(values: list[int]) -> None:
    assert arrays.numbers(values).equals(pa.array(values, pa.int32()))


@pytest.mark.parametrize("values", [[], [True], [False, True] * 9, [True] * 8])
def test_flags(values: list[bool]) -> None:
    made = arrays.flags(values)

    made.validate(full=True)
    assert made.equals(pa.array(values, pa.bool_()))


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("", "string"),
        ("été", "string"),
        (None, "string"),
        (0, "int64"),
        (-(2**62), "int64"),
        (0.1, "float64"),
        (True, "bool"),
        (False, "bool"),
        (dt.date(1969, 12, 31), "date32"),
        (dt.date(9999, 12, 31), "date32"),
    ],
)
def test_scalars(value: Any, kind: str) -> None:
    made = arrays.scalar(value)

    assert made.equals(pa.scalar(value, getattr(pa, kind + "_" * (kind == "bool"))()))


@pytest.mark.parametrize("values", [[], [True], [False, True, True] * 9, [False] * 70])
def test_bits(values: list[bool]) -> None:
    wanted = sum(1 << at for at, value in enumerate(values) if value)

    assert arrays.bits(pa.array(values, pa.bool_())) == wanted
    assert arrays.bits(pa.array([True, *values], pa.bool_())[1:]) == wanted


FIGURES = r"-?[0-9]{1,3}"


@given(st.lists(st.tuples(st.integers(0, 299), st.sampled_from(["", "x", "12\x0034", "1234", "é", "-1", None]))))
def test_each_text_that_matches_wholly_is_told(strewn: list[tuple[int, str | None]]) -> None:
    texts: list[str | None] = [str(number) for number in range(300)]
    for at, text in strewn:
        texts[at] = text
    wanted = [None if text is None else bool(re.fullmatch(FIGURES, text)) for text in texts]

    assert arrays.match_each(pa.array(["-", *texts], pa.string())[1:], FIGURES).to_pylist() == wanted


TIDY = re.compile(r"(?:[!-*,./0-<>?A-~](?: ?[!-~])*)?")


@given(st.lists(st.text(st.sampled_from("aZ09 ~!=+-@é\t\x00\x7f"), max_size=4), max_size=6))
def test_texts_that_are_tidy_are_told(texts: list[str]) -> None:
    wanted = all(TIDY.fullmatch(text) for text in texts)

    assert arrays.are_tidy(pa.array(["é ", *texts], pa.string())[1:], "=+-@") is wanted


@pytest.mark.parametrize(
    ("texts", "tidy"),
    [(["a b", "c"], True), (["a ", "c"], False), (["a", " c"], False), (["a  b"], False), (["a", "", "-1"], False)],
)
def test_a_blank_at_an_end_and_a_sign_at_the_beginning_are_seen(texts: list[str], *, tidy: bool) -> None:
    assert arrays.are_tidy(pa.array(texts), "=+-@") is tidy
