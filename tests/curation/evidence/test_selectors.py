"""Words are found whatever kind of blank or quote is typed, and what is found is exact."""

import lumifer
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ampere_data.curation.evidence import selectors
from ampere_data.curation.evidence.selectors import Span

ARTICLE = lumifer.text("s000")


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        pytest.param("1\u202f000 km", "1 000 km", "1\u202f000 km", id="narrow-no-break"),
        pytest.param("vingt  mille", "vingt mille", "vingt  mille", id="two-blanks"),
        pytest.param("sur\nle quai", "sur le quai", "sur\nle quai", id="line-break"),
        pytest.param("d\u2019ici 2040", "d'ici 2040", "d\u2019ici 2040", id="apostrophe"),
        pytest.param(
            "dit \u00ab\u00a0oui\u00a0\u00bb.", 'dit "oui"', "dit \u00ab\u00a0oui\u00a0\u00bb", id="guillemets"
        ),
        pytest.param("dit \u201coui\u201d.", "dit « oui »", "dit \u201coui\u201d", id="curly"),
        pytest.param("porte\u2011clef", "porte-clef", "porte\u2011clef", id="hyphen"),
        pytest.param("e\u0301te\u0301", "été", "e\u0301te\u0301", id="accents-apart"),
        pytest.param("été", "e\u0301te\u0301", "été", id="accents-typed-apart"),
        pytest.param("fin…", "fin...", "fin…", id="ellipsis"),
        pytest.param("𝔏umifer 🟣 va", "🟣 va", "🟣 va", id="astral"),
        pytest.param("ca\u00adnal", "canal", "ca\u00adnal", id="soft-hyphen"),
    ],
)
def test_words_are_found_however_they_are_typed(text: str, typed: str, found: str) -> None:
    spans = selectors.locate(text, typed)

    assert [span.of(text) for span in spans] == [found]


@pytest.mark.parametrize("typed", ["", " ", "LUMIFERE", "Lumifère", "n'existe pas"])
def test_other_letters_are_other_words(typed: str) -> None:
    assert selectors.locate(ARTICLE, typed) == []


def test_every_place_is_found() -> None:
    assert len(selectors.locate("vroum " * 40, "vroum")) == 40


@given(st.integers(0, len(ARTICLE) - 1), st.integers(1, 80))
def test_whatever_stands_in_a_text_is_located_and_verifies(start: int, length: int) -> None:
    words = ARTICLE[start : start + length].strip()
    if not words.strip(' "«»\u00a0\u202f\n'):
        return

    spans = selectors.locate(ARTICLE, words)

    assert any(span.start < start + length and words in span.of(ARTICLE) for span in spans)
    assert all(selectors.locate(span.of(ARTICLE), words) for span in spans)


@given(st.text(), st.text(min_size=1, max_size=4))
def test_locating_never_fails_and_stays_inside(text: str, words: str) -> None:
    for span in selectors.locate(text, words):
        assert 0 <= span.start < span.end <= len(text)


def test_characters_covered_twice_count_once() -> None:
    assert selectors.cover([Span(0, 10), Span(5, 15), Span(20, 21), Span(6, 7)]) == 16


def test_whole_words_are_told_from_parts_of_words() -> None:
    assert Span(0, 4).is_whole("quai du port")
    assert not Span(0, 3).is_whole("quai du port")


def test_sentences_near_to_words_are_the_ones_that_share_most_with_them() -> None:
    near = selectors.near(ARTICLE, "une production d’un million de camionnettes")

    assert "vise une production" in near[0]
    assert selectors.near(ARTICLE, "xyzzy") == []


def test_an_excerpt_marks_the_span_and_the_print_below_the_words() -> None:
    words, marks = selectors.excerpt("Le port compte trois grues rouges.", 8, 26, "trois")

    assert words == "Le port compte trois grues rouges."
    assert marks == "        ~~~~~~~^^^^^~~~~~~"


def test_an_excerpt_is_harmless_and_its_marks_stand_below_wide_characters() -> None:
    words, marks = selectors.excerpt("a\x1b[2J\n🟣 b\u202ec", 6, 10, "b")

    assert words == "a␛[2J␊🟣 b\ufffdc"
    assert marks == "      ~~~^~"


@given(st.text(min_size=1), st.data())
def test_an_excerpt_is_two_printable_lines(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    lines = selectors.excerpt(text, start, end, text[start : start + 3])

    assert len(lines) == 2
    assert all(line.isprintable() for line in lines)
