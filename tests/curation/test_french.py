"""What French prose prints, read strictly."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ampere_data.curation import french

NBSP, NARROW, THIN = "\u00a0", "\u202f", "\u2009"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6", 6),
        ("10.000", 10_000),
        ("10 000", 10_000),
        (f"10{NBSP}000", 10_000),
        (f"10{NARROW}000", 10_000),
        (f"1{THIN}000{THIN}000", 1_000_000),
        ("1.000,5", Fraction(2001, 2)),
        ("1,5", Fraction(3, 2)),
        ("\u22125", -5),
        ("zéro", 0),
        ("une", 1),
        ("soixante-dix-sept", 77),
        ("Dix mille", 10_000),
        ("deux milliards", 2 * 10**9),
        ("million", 10**6),
        ("1,5 million", 1_500_000),
        (f"2{NBSP}milliards", 2 * 10**9),
        ("un million et demi", 1_500_000),
        ("deux et demi", Fraction(5, 2)),
        ("la moitié", Fraction(1, 2)),
        ("majoritairement", Fraction(1, 2)),
        ("moitié", Fraction(1, 2)),
        ("un tiers", Fraction(1, 3)),
        ("les deux tiers", Fraction(2, 3)),
        ("trois quarts", Fraction(3, 4)),
        ("un cinquième", Fraction(1, 5)),
    ],
)
def test_a_number_is_read_as_french_prints_it(text: str, value: Fraction | int) -> None:
    assert french.number(text) == french.Quantity(Fraction(value))


@pytest.mark.parametrize(
    ("text", "share"),
    [("35 %", "0.35"), ("35%", "0.35"), (f"7,5{NARROW}%", "0.075"), ("cent pour cent", "1")],
)
def test_per_cent_becomes_a_share(text: str, share: str) -> None:
    assert french.number(text).share() == french.Quantity(Fraction(share))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("de 50 à 60", 50, 60),
        ("50 à 60", 50, 60),
        ("50-60", 50, 60),
        ("50\u201360", 50, 60),
        ("entre dix et vingt", 10, 20),
        ("entre un et deux millions", 10**6, 2 * 10**6),
        ("de 500.000 à 1 million", 500_000, 10**6),
    ],
)
def test_a_range_has_two_ends(text: str, low: int, high: int) -> None:
    assert french.number(text) == french.Quantity(Fraction(low), Fraction(high))


def test_per_cent_at_the_end_of_a_range_holds_for_both_ends() -> None:
    assert french.number("de 50 à 60%").share() == french.Quantity(Fraction(1, 2), Fraction(3, 5))


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "à", "de à", "neuf cents ans", "environ 10.000", "10 heures", "une centaine", "tiers"),
        *("1.5", "10.00", "1.000 000", "1e5", "\u0663", "60 à 50", "50 % à 60", "premier", "3 modèles", "un cent"),
    ],
)
def test_what_is_not_wholly_a_number_is_unparsed(text: str) -> None:
    with pytest.raises(french.Unparsed) as caught:
        french.number(text)

    assert caught.value.kind == "number"


@given(st.integers(0, 10**12), st.sampled_from([".", " ", NBSP, NARROW, THIN, ""]))
def test_every_grouped_integer_is_read_back(value: int, separator: str) -> None:
    printed = f"{value:,}".replace(",", separator)

    assert french.number(printed).low == value


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("31-10-2024", "2024-10-31"),
        ("31/10/2024", "2024-10-31"),
        ("1.5.2024", "2024-05-01"),
        ("2024-10-31", "2024-10-31"),
        ("15 novembre 2023", "2023-11-15"),
        ("1er mai 2024", "2024-05-01"),
        (f"1er{NBSP}mai{NARROW}2024", "2024-05-01"),
        ("mercredi 31 octobre 2024", "2024-10-31"),
        ("Jeudi 31/10/2024", "2024-10-31"),
        ("le 3 août 2024", "2024-08-03"),
        ("novembre 2022", "2022-11"),
        ("déc. 2022", "2022-12"),
        ("2031", "2031"),
        ("en 2030", "2030"),
        ("second semestre 2023", "2023-41"),
        ("deuxième semestre 2023", "2023-41"),
        ("2e semestre de 2023", "2023-41"),
        ("premier semestre 2024", "2024-40"),
        ("S1 2024", "2024-40"),
        ("1er trimestre 2024", "2024-33"),
        ("quatrième trimestre 2024", "2024-36"),
        ("T3 2024", "2024-35"),
        ("automne 2024", "2024-23"),
        ("d'ici 2025", "../2025"),
        ("d\u2019ici à 2025", "../2025"),
        ("d'ici le 31 décembre 2025", "../2025-12-31"),
        ("dès 2025", "2025/.."),
        ("à partir de 2026", "2026/.."),
        ("vers mai 2019", "2019-05~"),
        ("avant fin 2025", "../2025"),
        ("avant la fin de l'année 2025", "../2025"),
        ("d'ici fin 2025", "../2025"),
        ("d\u2019ici à la fin de 2025", "../2025"),
        ("d'ici au 1er mars 2031", "../2031-03-01"),
        ("au plus tard en 2030", "../2030"),
        ("au plus tard le 5 mai 2030", "../2030-05-05"),
        ("jusqu\u2019en 2030", "../2030"),
        ("jusqu'à fin 2030", "../2030"),
        ("pour 2025", "../2025"),
        ("pour l'automne 2025", "../2025-23"),
        ("dès le printemps 2025", "2025-21/.."),
        ("à partir du 5 mai 2025", "2025-05-05/.."),
        ("à compter de 2026", "2026/.."),
        ("à compter du 1er janvier 2026", "2026-01-01/.."),
        ("à l'horizon 2030", "2030"),
        ("à l\u2019horizon de 2030", "2030"),
        ("durant l'année 2030", "2030"),
        ("durant le second semestre 2023", "2023-41"),
        ("pendant l'été 2024", "2024-22"),
        ("au cours de 2024", "2024"),
        ("au cours du second semestre 2023", "2023-41"),
        ("au cours de l'année 2024", "2024"),
        ("courant 2026", "2026"),
        ("en juin 2026", "2026-06"),
        ("du second semestre 2023", "2023-41"),
    ],
)
def test_a_date_is_read_as_french_prints_it(text: str, edtf: str) -> None:
    assert french.date(text) == edtf


@pytest.mark.parametrize(
    "text",
    [
        *("", "15 novembre", "mercredi", "l'année prochaine", "il y a un an", "31/10/24", "31/02/2024", "13/13/2024"),
        *("3e semestre 2024", "5e trimestre 2024", "20245", "fin 2024", "d'ici un an", "vers le printemps 2024"),
        *(
            "avant 2025",
            "pour fin d'année",
            "pour",
            "dès",
            "en",
            "dès l'an prochain",
            "après 2025",
            "d'ici",
            "en fin 2024",
        ),
    ],
)
def test_what_is_not_wholly_a_date_is_unparsed(text: str) -> None:
    with pytest.raises(french.Unparsed) as caught:
        french.date(text)

    assert caught.value.kind == "date"


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    assert french.date(f"{day:%d/%m/%Y}") == f"{day:%Y-%m-%d}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Douai (Hauts-de-France)", "Douai, Hauts-de-France"),
        ("Mégane E\u2011Tech", "megane e-tech"),
        ("L\u2019Usine", "l'usine"),
        (f"\u00ab{NBSP}Volt{NBSP}\u00bb", '"volt"'),
        ("100 %", "100%"),
        ("Cœur", "coeur"),
    ],
)
def test_names_that_differ_in_dress_are_the_same(one: str, other: str) -> None:
    assert french.same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("R4", "R5"), ("Volt", "Volta"), ("Volt", ""), ("!", "?"), ("%", "€"), ("Île de Sel", "Îlot de Sel")],
)
def test_names_that_differ_in_letters_are_not_the_same(one: str, other: str) -> None:
    assert not french.same(one, other)


def test_words_are_found_whole() -> None:
    assert french.contains("Moins  de 10", "moins de")
    assert not french.contains("moins dextres", "moins de")
