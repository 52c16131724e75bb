"""How a cell ought to be spelt: what is mended, what is left alone, and that mending twice changes nothing more."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampere_data.curation import spelling
from ampere_data.tabular import characters
from ampere_data.tabular.schema import Field

ID = Field("id", constraints={"pattern": "[a-z0-9]+(-[a-z0-9]+)*"})
WORD = Field("word", constraints={"enum": ["about", "less_than", "in-production"]})
EDTF = Field("when", descriptor={"edtf": True})
LIST = Field("items", constraints={"pattern": "s[0-9](;s[0-9])*"}, descriptor={"list": {"separator": ";"}})
TEXT = Field("text")
FLAG = Field("flag", "boolean")
NUMBER = Field("number", "number")


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
    assert spelling.respell(FLAG, "VRAI") == "true"
    assert spelling.respell(FLAG, "faux") == "false"
    assert spelling.respell(FLAG._replace(descriptor={"trueValues": ["yes"]}), "Vrai") == "yes"
    assert spelling.respell(FLAG._replace(descriptor={"trueValues": ["VRAI"]}), "VRAI") == "VRAI"
    assert spelling.respell(FLAG, "peut-être") == "peut-être"


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
        (ID, "m\u00b2", "m\u00b2"),
        (NUMBER, "10\u200b000", "10000"),
        (NUMBER, "10\u00b2", "10\u00b2"),
        (NUMBER, "a\u200bb", "a\u200bb"),
    ],
)
def test_a_text_is_mended_where_its_field_leaves_no_doubt(field: Field, text: str, mended: str) -> None:
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
def test_a_guess_goes_further_than_is_sure(field: Field, text: str, mended: str) -> None:
    assert spelling.respell(field, text, guess=True) == mended


def test_a_pattern_that_explodes_is_given_up() -> None:
    field = Field("text", constraints={"pattern": "(a+)+b"})

    assert spelling.respell(field, " " + "a" * 60) == " " + "a" * 60


def test_a_number_in_a_declared_notation_is_left_alone() -> None:
    assert spelling.respell(NUMBER._replace(descriptor={"decimalChar": ","}), "1,5") == "1,5"
    assert spelling.respell(NUMBER._replace(descriptor={"groupChar": " "}), "10 000") == "10 000"


ODD = st.text(
    alphabet=st.one_of(
        st.sampled_from("aé \u00a0\u200b\u0301\u0435;\t\r\n-\u2013"), st.characters(exclude_categories=["Cs"])
    )
)


@settings(max_examples=200, deadline=None)
@given(text=ODD, field=st.sampled_from([ID, WORD, EDTF, LIST, TEXT]))
def test_mending_twice_changes_nothing_more(text: str, field: Field) -> None:
    once = spelling.respell(field, text)

    assert spelling.respell(field, once) == once


@settings(max_examples=200, deadline=None)
@given(text=ODD)
def test_a_mended_text_is_composed_and_keeps_every_visible_letter(text: str) -> None:
    mended = spelling.respell_text(text)

    assert unicodedata.is_normalized("NFC", mended)
    assert len(characters.fold(mended).replace(" ", "")) == len(characters.fold(text).replace(" ", ""))
