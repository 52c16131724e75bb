"""Arrays made of their buffers are what pyarrow itself makes of the same values."""

import datetime as dt
from typing import Any

import pytest

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
