"""How a number ought to be written: what is mended, and what is left alone because it can mean two things."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampere_data.curation import numerals


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("10 000", "10000"),
        ("10\u202f000", "10000"),
        ("10\u00a0000,5", "10000.5"),
        ("10.000", "10000"),
        ("1.000.000", "1000000"),
        ("1.000,5", "1000.5"),
        ("1,000,000", "1000000"),
        ("1,000.5", "1000.5"),
        ("1,5", "1.5"),
        ("0,350", "0.35"),
        ("0.350", "0.35"),
        ("5.0", "5"),
        ("+5", "5"),
        ("\u22125", "-5"),
        ("007", "7"),
        ("1e3", "1000"),
        ("1_000", "1000"),
        (".5", "0.5"),
        ("-0", "0"),
        ("\uff11\uff12", "12"),
        (" 12 ", "12"),
    ],
)
def test_numbers_are_written_canonically(text: str, mended: str) -> None:
    assert numerals.respell_number(text) == mended


@pytest.mark.parametrize(
    "text",
    [
        "10000",
        "1.5",
        "-3",
        "1.125",
        "10,000",
        "1,125",
        "35 %",
        "10 00",
        "NaN",
        "inf",
        "",
        "about 5",
        "1e999",
        "9" * 50,
        "1.5.2",
    ],
)
def test_numbers_that_are_canonical_or_ambiguous_or_none_are_left_alone(text: str) -> None:
    assert numerals.respell_number(text) == text


def test_a_share_reads_a_dot_as_decimal_and_takes_per_cent() -> None:
    assert numerals.respell_number("35 %", share=True) == "0.35"
    assert numerals.respell_number("7,5\u202f%", share=True) == "0.075"
    assert numerals.respell_number("1.000", share=True) == "1"


def test_a_whole_number_reads_a_dot_as_thousands_and_takes_no_decimals() -> None:
    assert numerals.respell_number("1.125", integer=True) == "1125"
    assert numerals.respell_number("5.0", integer=True) == "5"
    assert numerals.respell_number("1,5", integer=True) == "1,5"


def test_a_column_with_three_decimals_is_not_taken_for_thousands() -> None:
    assert numerals.shows_decimals(["10.000", "0.350"])
    assert not numerals.shows_decimals(["10.000", "12000", "0.35"])
    assert numerals.respell_number("10.000", decimals=True) == "10"


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet="0123456789.,+-_eE% \u202f", max_size=12))
def test_a_number_once_canonical_stays(text: str) -> None:
    once = numerals.respell_number(text)

    assert numerals.respell_number(once, decimals=True) == once
