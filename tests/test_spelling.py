"""How a cell ought to be spelt: what is mended, what is left alone, and that mending twice changes nothing more."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampere_data import spelling

ID = {"name": "id", "type": "string", "constraints": {"pattern": "[a-z0-9]+(-[a-z0-9]+)*"}}
WORD = {"name": "word", "type": "string", "constraints": {"enum": ["about", "less_than", "in-production"]}}
EDTF = {"name": "when", "type": "string", "edtf": True}
LIST = {"name": "items", "type": "string", "list": {"separator": ";"}, "constraints": {"pattern": "s[0-9](;s[0-9])*"}}
TEXT = {"name": "text", "type": "string"}


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
    assert spelling.respell_number(text) == mended


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
    assert spelling.respell_number(text) == text


def test_a_share_reads_a_dot_as_decimal_and_takes_per_cent() -> None:
    assert spelling.respell_number("35 %", share=True) == "0.35"
    assert spelling.respell_number("7,5\u202f%", share=True) == "0.075"
    assert spelling.respell_number("1.000", share=True) == "1"


def test_a_whole_number_reads_a_dot_as_thousands_and_takes_no_decimals() -> None:
    assert spelling.respell_number("1.125", integer=True) == "1125"
    assert spelling.respell_number("5.0", integer=True) == "5"
    assert spelling.respell_number("1,5", integer=True) == "1,5"


def test_a_column_with_three_decimals_is_not_taken_for_thousands() -> None:
    assert spelling.shows_decimals(["10.000", "0.350"])
    assert not spelling.shows_decimals(["10.000", "12000", "0.35"])
    assert spelling.respell_number("10.000", decimals=True) == "10"


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("31/10/2024", "2024-10-31"),
        ("31.10.2024", "2024-10-31"),
        ("10/31/2024", "2024-10-31"),
        ("05/05/2024", "2024-05-05"),
        ("2024/10/31", "2024-10-31"),
        ("2024-1-5", "2024-01-05"),
        ("2024-10-31T00:00:00", "2024-10-31"),
        ("2024-10-31 00:00", "2024-10-31"),
        ("2024-10-31", "2024-10-31"),
        ("05/10/2024", "05/10/2024"),
        ("31/02/2024", "31/02/2024"),
        ("31/10/24", "31/10/24"),
        ("2024/2025", "2024/2025"),
        ("2024-10-31 12:30", "2024-10-31 12:30"),
    ],
)
def test_a_day_is_mended_where_it_reads_in_one_way_only(text: str, mended: str) -> None:
    assert spelling.respell_date(text) == mended


def test_french_booleans_become_what_the_field_wants() -> None:
    assert spelling.respell({"type": "boolean"}, "VRAI") == "true"
    assert spelling.respell({"type": "boolean"}, "faux") == "false"
    assert spelling.respell({"type": "boolean", "trueValues": ["yes"]}, "Vrai") == "yes"
    assert spelling.respell({"type": "boolean", "trueValues": ["VRAI"]}, "VRAI") == "VRAI"
    assert spelling.respell({"type": "boolean"}, "peut-être") == "peut-être"


@pytest.mark.parametrize(
    ("field", "text", "mended"),
    [
        (WORD, " about", "about"),
        (WORD, "About", "about"),
        (WORD, "\u0430bout", "about"),
        (WORD, "in\u2013production", "in-production"),
        (WORD, "\uff41bout", "about"),
        (WORD, "abuot", "abuot"),
        (ID, "market\u2011share", "market-share"),
        (ID, "\u200bmarket\u00a0", "market"),
        (ID, "Market Share", "Market Share"),
        (EDTF, "31/10/2024", "2024-10-31"),
        (EDTF, "2024\u201305", "2024-05"),
        (EDTF, "2023-S2", "2023-S2"),
        (LIST, "s0; s1;", "s0;s1"),
        (LIST, "s0;s1;s0", "s0;s1"),
        (LIST, "s0,s1", "s0,s1"),
        (TEXT, "e\u0301t\u00e9  en\u00a0\u200bFrance ", "\u00e9t\u00e9 en France"),
        (TEXT, "Amp\u0435re", "Ampere"),
        (TEXT, "\u0420\u043e\u0441\u0441\u0438\u044f", "\u0420\u043e\u0441\u0441\u0438\u044f"),
        (TEXT, "first \r\n second", "first\nsecond"),
        (TEXT, "a\x07b\tc", "ab c"),
    ],
)
def test_a_text_is_mended_where_its_field_leaves_no_doubt(field: spelling.Field, text: str, mended: str) -> None:
    assert spelling.respell(field, text) == mended


@pytest.mark.parametrize(
    ("field", "text", "mended"),
    [
        (ID, "Usine de Douai", "usine-de-douai"),
        (ID, "\u00c9t\u00e9_2024", "ete-2024"),
        (EDTF, "2023-S2", "2023-41"),
        (EDTF, "S1 2024", "2024-40"),
        (EDTF, "T3 2024", "2024-35"),
        (EDTF, "Q4-2024", "2024-36"),
        (TEXT, "fine", "fine"),
    ],
)
def test_a_guess_goes_further_than_is_sure(field: spelling.Field, text: str, mended: str) -> None:
    assert spelling.respell(field, text, guess=True) == mended


def test_a_pattern_that_explodes_is_given_up() -> None:
    field = {"type": "string", "constraints": {"pattern": "(a+)+b"}}

    assert spelling.respell(field, " " + "a" * 60) == " " + "a" * 60


def test_a_number_in_a_declared_notation_is_left_alone() -> None:
    assert spelling.respell({"type": "number", "decimalChar": ","}, "1,5") == "1,5"
    assert spelling.respell({"type": "number", "groupChar": " "}, "10 000") == "10 000"


ODD = st.text(
    alphabet=st.one_of(
        st.sampled_from("aé \u00a0\u200b\u0301\u0435;\t\r\n-\u2013"), st.characters(exclude_categories=["Cs"])
    )
)


@settings(max_examples=200, deadline=None)
@given(text=ODD, field=st.sampled_from([ID, WORD, EDTF, LIST, TEXT]))
def test_mending_twice_changes_nothing_more(text: str, field: spelling.Field) -> None:
    once = spelling.respell(field, text)

    assert spelling.respell(field, once) == once


@settings(max_examples=200, deadline=None)
@given(text=ODD)
def test_a_mended_text_is_composed_and_keeps_every_visible_letter(text: str) -> None:
    mended = spelling.respell_text(text)

    assert unicodedata.is_normalized("NFC", mended)
    assert len(spelling.fold(mended).replace(" ", "")) == len(spelling.fold(text).replace(" ", ""))


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet="0123456789.,+-_eE% \u202f", max_size=12))
def test_a_number_once_canonical_stays(text: str) -> None:
    once = spelling.respell_number(text)

    assert spelling.respell_number(once, decimals=True) == once
