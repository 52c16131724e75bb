"""What is filled in is seen and never acts; French is set as French is."""

import pytest

from ampere_data.words import finding, phrase
from ampere_data.words.typesetting import fill, in_thousands, show, typeset


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("plain é [red]", "plain é [red]"),
        ("a\nb\tc", "a\\u000ab\\u0009c"),
        ("\x1b[31m", "\\u001b[31m"),
        ("\u202egpj", "\\u202egpj"),
        ("10\u00a0000", "10\\u00a0000"),
        ("\U000e0041", "\\U000e0041"),
        ("\udc80", "\\udc80"),
        ("x" * 200, "x" * 119 + "…"),
        ("e\u0301", "e\\u0301"),
        (None, ""),
        (17, "17"),
    ],
    ids=["plain", "newline", "escape", "bidi", "no-break", "astral", "surrogate", "long", "accent", "none", "number"],
)
def test_show_makes_every_invisible_character_seen(value: object, shown: str) -> None:
    assert show(value) == shown


@pytest.mark.parametrize(
    ("typed", "set_so"),
    [
        ("a : b", "a\u00a0: b"),
        ("a ; b ! c ?", "a\u202f; b\u202f! c\u202f?"),
        ("« a » 5 %", "«\u00a0a\u00a0» 5\u00a0%"),
        ("a: b; c", "a: b; c"),
    ],
)
def test_french_has_no_break_blanks_where_they_belong(typed: str, set_so: str) -> None:
    assert typeset(typed, "fr") == set_so
    assert typeset(typed, "en") == typed


def test_what_is_filled_in_keeps_its_own_blanks() -> None:
    assert fill("« {value} » : faux", {"value": "a : {b}"}, "fr") == "«\u00a0a : {b}\u00a0»\u00a0: faux"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "1,234,567"), ("fr", "1\u202f234\u202f567"), ("de", "1,234,567")]
)
def test_thousands_are_parted_as_a_language_does(language: str, said: str) -> None:
    assert in_thousands(1234567, language) == said


@pytest.mark.parametrize(("name", "longest"), [("value", 120), ("allowed", 1500)])
def test_what_may_be_written_is_told_whole_and_a_value_cut(name: str, longest: int) -> None:
    assert len(fill(f"{{{name}}}", {name: "x" * 2000}, "en")) == longest
    assert len(fill(f"{{{name}}}", {name: "x" * 2000}, "en", None)) == 2000


@pytest.mark.parametrize(
    ("record", "said"),
    [("alpine", "d'alpine"), ("électricité", "d'électricité"), ("renault", "de renault"), ("4l", "de 4l"), ("", "de ")],
)
def test_french_elides_before_a_vowel(record: str, said: str) -> None:
    words = {"table": "t", "value": "x", "field": "de {record}", "record": record}

    assert finding("unproven-cell", "", words, "fr").endswith(f", de {{record}} {said}")
    assert finding("unproven-cell", "", words, "en").endswith(f" of {record}")
    told = phrase("unproven-cell-of-a-row", "fr", table="t", record=record, fields="a")
    assert f"cellules {said}\u00a0:" in told
