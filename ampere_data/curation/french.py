"""Numbers, dates and names as French prose prints them.

Strict on purpose: what is not wholly a number is no number, and what is not wholly a date is no date. A parser that
guesses would let a proof pass that proves nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date as calendar
from fractions import Fraction
from functools import lru_cache


class Unparsed(ValueError):
    """A text that cannot be read as a number or a date; `text` is that text, `kind` what it was read as."""

    def __init__(self, text: str, kind: str) -> None:
        self.text, self.kind = text, kind
        super().__init__(f"{text!r} is not a {kind} that can be read with certainty")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed, or a range of numbers.

    Attributes:
        low: The number, or the lower end of the range; of "35 %" it is 35.
        high: The upper end of the range, None where a single number is printed.
        percent: Whether it is printed in per cent.
    """

    low: Fraction
    high: Fraction | None = None
    percent: bool = False

    def share(self) -> Quantity:
        """Return it as a share of 1: "35 %" is 0.35, anything not in per cent stays as it is."""
        if not self.percent:
            return self
        return Quantity(self.low / 100, None if self.high is None else self.high / 100)


def number(text: str) -> Quantity:
    """Read a number, or a range of numbers, as French prose prints it.

    Read are figures ("10.000", "10 000" with any kind of blank, "1,5"), number words ("dix mille"), both with a scale
    ("1,5 million"), per cent, "et demi", fractions in words ("la moitié", "trois quarts") and ranges ("de 50 à 60 %",
    "entre un et deux millions", "50-60 %").

    Raises:
        Unparsed: The text is not wholly a number; a hedge ("environ 10.000"), a unit or a rounded amount
            ("une centaine") is enough.

    Examples:
        >>> number("de 50 à 60 %").share()
        Quantity(low=Fraction(1, 2), high=Fraction(3, 5), percent=False)
    """
    words = _spaced(text)
    ends = _range_ends(words)
    if ends is None:
        value, percent, _ = _single(words, text)
        return Quantity(value, None, percent)
    low, low_percent, low_scale = _single(ends[0], text)
    high, percent, scale = _single(ends[1], text)
    if scale > 1 == low_scale and low < high / scale:  # "de 1 à 2 millions" speaks of one million, not of one
        low *= scale
    if low >= high or (low_percent and not percent):
        raise Unparsed(text, "number")
    return Quantity(low, high, percent)


def date(text: str) -> str:
    """Read a date as French prose prints it, and give it as EDTF (ISO 8601-2).

    Read are days ("31-10-2024", "mercredi 1er mai 2024"), months, years, half-years, quarters, seasons ("second
    semestre 2023" is 2023-41). What stands before them is part of the reading: by a time ("d'ici", "avant fin", "au
    plus tard en", "jusqu'en", "pour") is ../2025, from it ("dès", "à partir de", "à compter de") 2025/.., in it ("en",
    "à l'horizon", "au cours de") 2025, and about it ("vers") 2025~.

    Raises:
        Unparsed: The text is not wholly a date, or one that only its surroundings complete ("15 novembre").

    Examples:
        >>> date("second semestre 2023")
        '2023-41'
    """
    words = " ".join(tokens(text, glue="-./"))
    for pattern, form in _FRAMES:
        if found := re.fullmatch(pattern, words):
            day = _calendar(found["date"], text)
            if form.endswith("~") and not re.fullmatch(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?", day):
                break
            if ".." in form and re.fullmatch(r"\d{4}-(3[3-9]|4\d)", day):
                break  # EDTF has no interval that ends with a quarter or a half
            return form.format(day)
    return _calendar(re.sub(r"^(le|la|au|du) ", "", words), text)


def same(one: str, other: str) -> bool:
    """Compare two names without regard to accents, case, punctuation and kinds of blanks, quotes and hyphens.

    Examples:
        >>> same("Douai (Hauts-de-France)", "DOUAI, Hauts de France")
        True
    """
    return one == other or (tokens(one) == tokens(other) != ())


def contains(text: str, words: str) -> bool:
    """Tell whether the words stand somewhere in the text, compared as `same` compares."""
    return f" {' '.join(tokens(words))} " in f" {' '.join(tokens(text))} "


@lru_cache(maxsize=10_000)  # the words that print a value are held against every proof of it
def tokens(text: str, glue: str = "") -> tuple[str, ...]:
    """Split a text into its words, folded: lower case, no accents, no punctuation but signs and what is glue."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    folded = []
    for char in plain:
        category = unicodedata.category(char)
        if char in glue or category[0] in "LN":
            folded.append(char)
        elif char in _SIGNS or category[0] == "S":
            folded.append(f" {char} ")
        elif category[0] != "M" and category != "Cf":  # accents and soft hyphens vanish, the rest parts words
            folded.append(" ")
    return tuple("".join(folded).split())


_SIGNS = "%&#@*"  # punctuation to Unicode, words to a reader
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


def _numbered(names: str, first: int = 1) -> dict[str, int]:
    """Number the names; names of the same thing stand side by side, things are parted by a comma."""
    return {name: place for place, same in enumerate(names.split(","), start=first) for name in same.split()}


# --- numbers

_HYPHENS = str.maketrans("\u2010\u2011\u2013\u2212", "----")  # hyphens, the dash of ranges, the minus sign
_FIGURE = re.compile(r"([+-]?)([0-9]{1,3}(?:([ .])[0-9]{3}(?:\3[0-9]{3})*)|[0-9]+)(?:,([0-9]+))?")
_SCALES = {"mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9}
_SCALED = re.compile(rf"(.+?) ({'|'.join(_SCALES)})")
_PERCENT = re.compile(r"(.+?)(?: ?%| pour cent| pourcent)")
# a majority is hedged by its comparator ("more than"); its figure is the half
_PARTS = _numbered(
    "demi demie moitié moitie majorité majoritairement, tiers, quart quarts, cinquième cinquièmes, sixième sixièmes, "
    "septième septièmes, huitième huitièmes, neuvième neuvièmes, dixième dixièmes",
    first=2,
) | {"centième": 100, "centièmes": 100}
_ARTICLES = frozenset({"le", "la", "un", "une"})


def _spaced(text: str) -> str:
    """Lower the text, with one plain space for every run of blanks and one kind of hyphen."""
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_HYPHENS)
    return " ".join(lowered.split())


def _range_ends(words: str) -> tuple[str, str] | None:
    for pattern in (r"(?:de )?(.+) à (.+)", r"entre (.+) et (.+)", r"([0-9][^-]*)-([0-9][^-]*)"):
        if found := re.fullmatch(pattern, words):
            return found[1].strip(), found[2].strip()
    return None


def _single(words: str, text: str) -> tuple[Fraction, bool, int]:
    """Read one number: its value, whether it is in per cent, and the scale that is printed with it."""
    percent = _PERCENT.fullmatch(words)
    words = percent[1] if percent else words
    half = words.endswith((" et demi", " et demie"))
    words = words.rpartition(" et ")[0] if half else words
    scaled = _SCALED.fullmatch(words)
    scale = _SCALES[scaled[2]] if scaled else _SCALES.get(words, 1)
    if scaled and (figure := _FIGURE.fullmatch(scaled[1])):
        value = _figure(figure) * scale
    elif figure := _FIGURE.fullmatch(words):
        value = _figure(figure)
    else:
        value = _part(words) or _words(words, text)
    return value + Fraction(scale, 2) * half, percent is not None, scale


def _figure(found: re.Match[str]) -> Fraction:
    sign, whole, separator, decimals = found.groups()
    return Fraction(f"{sign}{whole.replace(separator or ' ', '')}.{decimals or 0}")


def _part(words: str) -> Fraction | None:
    """Read "la moitié", "trois quarts", "les deux tiers"; None for what is no part of a whole."""
    count, _, part = words.removeprefix("les ").rpartition(" ")
    if part not in _PARTS:
        return None
    if count in _ARTICLES:
        return Fraction(1, _PARTS[part])
    if not count:
        return Fraction(1, 2) if _PARTS[part] == 2 else None  # noqa: PLR2004 - "moitié" may stand alone, "tiers" not
    return Fraction(_words(count, words).numerator, _PARTS[part])


def _words(words: str, text: str) -> Fraction:
    from text_to_num import text2num

    if not re.fullmatch(r"[a-zà-ÿ]+(?:[ -][a-zà-ÿ]+)*", words):
        raise Unparsed(text, "number")
    try:
        return Fraction(text2num(words, "fr"))
    except ValueError as error:
        raise Unparsed(text, "number") from error


# --- dates

_MONTHS = _numbered(
    "janvier janv, fevrier fevr fev, mars, avril avr, mai, juin, juillet juil, aout, septembre sept, octobre oct, "
    "novembre nov, decembre dec"
)
_WEEKDAY = r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})\.?"
_YEAR = r"(?:de |de l annee )?(?P<year>[12][0-9]{3})"
_ORDINALS = _numbered(
    "premier premiere 1er 1re, deuxieme second seconde 2e 2eme 2nd 2nde, troisieme 3e 3eme, quatrieme 4e 4eme"
)
# where the numbering of a part of the year begins, and how many of them a year has (ISO 8601-2, 4.8)
_YEAR_PARTS = {"trimestre": (33, 4), "t": (33, 4), "quadrimestre": (37, 3), "semestre": (40, 2), "s": (40, 2)}
_SEASONS = {"printemps": 21, "ete": 22, "automne": 23, "hiver": 24}
_ARTICLE = r"(?: (?:le|la|l|en|au|a l|du))?"
_END = r"(?: (?:la )?fin(?: (?:de|du|d))?)"  # what is to be by a time, and by the end of that time, is the same
_FRAMES = (
    (rf"(?:d ici(?: a| au)?|jusqu en|jusqu au|jusqu a|pour){_ARTICLE}{_END}? (?P<date>.+)", "../{}"),
    (rf"avant{_END} (?P<date>.+)", "../{}"),
    (rf"au plus tard{_ARTICLE}{_END}? (?P<date>.+)", "../{}"),
    (rf"(?:des|a partir d[eu]|a compter d[eu]){_ARTICLE} (?P<date>.+)", "{}/.."),
    (rf"(?:en|a l horizon(?: d[eu])?|durant|pendant|au cours d[eu]|courant){_ARTICLE} (?P<date>.+)", "{}"),
    (r"(?:vers|environ)(?: (?:le|la))? (?P<date>.+)", "{}~"),
)
_CALENDAR = (
    re.compile(
        rf"{_WEEKDAY}(?P<day>[0-9]{{1,2}})(?P<sep>[-/.])(?P<month>[0-9]{{1,2}})(?P=sep)(?P<year>[12][0-9]{{3}})"
    ),
    re.compile(r"(?P<year>[12][0-9]{3})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
    re.compile(rf"{_WEEKDAY}(?P<day>1er|[0-9]{{1,2}}) {_MONTH} {_YEAR}"),
    re.compile(rf"(?:mois de )?{_MONTH} {_YEAR}"),
    re.compile(r"(?:(?:l )?annee )?(?P<year>[12][0-9]{3})"),
)
_PART_OF_YEAR = re.compile(rf"(?P<place>{'|'.join(_ORDINALS)}) (?P<part>trimestre|quadrimestre|semestre) {_YEAR}")
_SHORT_PART = re.compile(rf"(?P<part>[ts]) ?(?P<place>[1-4]) {_YEAR}")
_SEASON = re.compile(rf"(?P<season>{'|'.join(_SEASONS)}) {_YEAR}")


def _calendar(words: str, text: str) -> str:
    """Read a single date without a frame around it."""
    for pattern in _CALENDAR:
        if found := pattern.fullmatch(words):
            return _day(found.groupdict(), text)
    if found := _PART_OF_YEAR.fullmatch(words) or _SHORT_PART.fullmatch(words):
        first, count = _YEAR_PARTS[found["part"]]
        place = _ORDINALS.get(found["place"]) or int(found["place"])
        if place <= count:
            return f"{found['year']}-{first + place - 1}"
    if found := _SEASON.fullmatch(words):
        return f"{found['year']}-{_SEASONS[found['season']]}"
    raise Unparsed(text, "date")


def _day(parts: dict[str, str | None], text: str) -> str:
    """Write a day, a month or a year, if the calendar has it."""
    year, month, day = str(parts["year"]), parts.get("month"), parts.get("day")
    if month is None:
        return year
    try:
        found = calendar(int(year), _MONTHS.get(month) or int(month), int((day or "1").removesuffix("er")))
    except ValueError as error:
        raise Unparsed(text, "date") from error
    return found.isoformat() if day else f"{found:%Y-%m}"
