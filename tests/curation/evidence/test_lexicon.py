"""Words that print a value come from the lexicon and from the schema's own labels, and from nowhere else."""

import tomllib
from collections.abc import Mapping
from importlib import resources

import pytest

from ampere_data.curation.evidence import lexicon
from ampere_data.curation.evidence.following import Claim, follows, reading
from ampere_data.curation.french import Unparsed
from ampere_data.tabular.schema import read_schema

KIND = {
    "name": "kind",
    "categories": [
        {"value": "plant", "label": "Plant", "label_fr": "Usine"},
        {"value": "firm", "label": "Firm", "label_fr": "Société"},
        "other",
    ],
}
COMPARATOR = {
    "name": "comparator",
    "constraints": {"enum": ["exactly", "about", "between"]},
    "range": {"value": "value", "valueTo": "value_to"},
}


def claim(cell: str, field: Mapping[str, object] = KIND, table: str = "entities") -> Claim:
    known = read_schema({"fields": [field]}, table).fields[0]
    return Claim(cell, known, words=lexicon.vocabulary(table, known))


def test_the_lexicon_holds_lists_of_words_without_one_said_twice() -> None:
    text = resources.files("ampere_data.curation.evidence").joinpath("lexicon.toml").read_text(encoding="utf-8")

    for section in tomllib.loads(text).values():
        for words in section.values():
            assert all(isinstance(word, str) and word.strip() == word != "" for word in words)
            assert len(set(words)) == len(words)


def test_the_words_of_a_table_count_instead_of_those_of_every_field_of_that_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sections = {"kind": {"plant": ["manufacture"]}, "events.kind": {"visit": ["visite"]}}
    monkeypatch.setattr(lexicon, "_sections", lambda: sections)

    assert lexicon.section("entities", "kind") == {"plant": ["manufacture"]}
    assert lexicon.section("events", "kind") == {"visit": ["visite"]}
    assert lexicon.section("events", "status") == {}


@pytest.mark.parametrize("printed", ["manufacture", "Usine", "USINE", "plant"])
def test_a_value_is_printed_by_a_word_of_the_lexicon_or_by_its_own_label(printed: str) -> None:
    assert follows(printed, claim("plant"))


@pytest.mark.parametrize(("cell", "printed"), [("plant", "société"), ("firm", "manufacture"), ("firm", "usine")])
def test_a_word_of_another_value_does_not_print_it(cell: str, printed: str) -> None:
    assert not follows(printed, claim(cell))


def test_of_a_value_without_words_a_strange_word_tells_nothing_and_of_another_it_tells_something_else() -> None:
    with pytest.raises(Unparsed):
        follows("boutique", claim("firm"))

    assert not follows("boutique", claim("plant"))
    assert reading("boutique", claim("firm")) == "Société, Firm"


@pytest.mark.parametrize(
    ("cell", "printed", "told"),
    [
        ("exactly", "2.600", True),
        ("exactly", "environ", False),
        ("about", "environ", True),
        ("about", "2.600", False),
        ("between", "de 8 à 12 %", True),
        ("exactly", "de 8 à 12 %", False),
    ],
)
def test_a_bare_figure_prints_what_is_exact(cell: str, printed: str, *, told: bool) -> None:
    assert follows(printed, claim(cell, COMPARATOR)) is told
