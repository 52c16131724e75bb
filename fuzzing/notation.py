"""Bytes as text: dates in EDTF, French numbers and dates, cells to be respelt, patterns, words to be located."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from ampere_data.curation import canonical, french, numerals, spelling, suggestions
from ampere_data.curation import edtf as dates
from ampere_data.curation.evidence import selectors
from ampere_data.curation.evidence.knowledge import read_rows
from ampere_data.curation.shipped import shipped
from ampere_data.tabular import patterns
from ampere_data.tabular.schema import Field
from ampere_data.words.typesetting import show
from fuzzing.promises import hold, watched

_FIELDS = (
    Field("f"),
    Field("f", constraints={"pattern": "[a-z0-9]+(-[a-z0-9]+)*"}),
    Field("f", constraints={"enum": ["exactly", "Bleu"]}),
    Field("f", descriptor={"list": {"separator": ";"}}),
    Field("f", descriptor={"edtf": True}),
    Field("f", "number"),
    Field("f", "integer"),
    Field("f", "boolean"),
    Field("f", "date"),
)


def check(data: bytes, _folder: Path) -> None:
    """Put a text to everything that reads texts; a line break parts a text from a second one."""
    text = data.decode("utf-8", errors="surrogateescape")
    first, _, second = text.partition("\n")
    with watched():
        _check_dates(text)
        _check_prints(first)
        _check_spelling(text)
        _check_pattern(first, second)
        _check_words(text, second)


def _check_dates(text: str) -> None:
    try:
        earliest, latest = dates.bounds(text)
    except dates.EdtfError:
        return
    hold(earliest is None or latest is None or earliest <= latest, "a date ends after it begins", text)


def _check_prints(text: str) -> None:
    try:
        quantity = french.number(text)
    except french.Unparsed:
        pass
    else:
        hold(quantity.high is None or quantity.low < quantity.high, "a range ends above its beginning", text)
    try:
        told = french.date(text)
    except french.Unparsed:
        pass
    else:
        hold(dates.bounds(told), "a French date is one in EDTF", text, told)
    hold(isinstance(suggestions.suggest_date(text), dict), "advice is words or none", text)
    hold(french.same(text, text), "a text is itself", text)


def _check_spelling(text: str) -> None:
    for _, mend in canonical.CELL_RULES:
        hold(mend(mend(text)) == mend(text), "mending twice changes nothing more", mend.__name__, text)
    for field in _FIELDS:
        mended = spelling.respell(field, text)
        hold(spelling.respell(field, mended) == mended, "a cell once respelt stays", field, text, mended)
        hold(isinstance(spelling.respell(field, text, guess=True), str), "a guess is a text", text)
        day = field.type == "date" and mended != text
        hold(not day or date.fromisoformat(mended), "a date that was mended is one", text, mended)
    for share in (False, True):
        number = numerals.respell_number(text, share=share)
        again = numerals.respell_number(number, share=share, decimals=True)
        hold(again == number, "a number once respelt stays", text, number, again)
    hold(show(text, None).isprintable(), "a text is shown", text)


def _check_pattern(pattern: str, text: str) -> None:
    try:
        compiled = patterns.Pattern(pattern)
    except ValueError:
        return
    try:
        found = compiled.matches(text)
    except TimeoutError:
        return
    form = patterns.to_re2(pattern)
    if form is None or not _is_unicode(text) or not _is_unicode(pattern):
        return
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        passed = pc.match_substring_regex(pa.array([text]), form)[0].as_py()
    except pa.ArrowInvalid:  # the screen asks first, too
        return
    hold(found or not passed, "the screen passes nothing that the reader stops", pattern, text)


def _check_words(text: str, words: str) -> None:
    for span in islice(selectors.locate(text, words), 20):
        hold(0 <= span.start < span.end <= len(text), "a span lies in its text", text, words, span)
        lines = selectors.excerpt(text, span.start, span.end, words)
        hold(all(line.isprintable() for line in lines), "an excerpt is two lines that can be seen", lines)
    hold(len(selectors.near(text, words)) <= 3, "near are three sentences at most")  # noqa: PLR2004 - as is documented


def _is_unicode(text: str) -> bool:
    return text.encode("utf-8", errors="replace") == text.encode("utf-8", errors="surrogatepass")


def seeds() -> Iterator[bytes]:
    """Give the dates, prints and ids of the shipped tables, and what French prose prints."""
    found: dict[str, None] = {}
    for table in shipped().tables.values():
        rows = read_rows(table)
        for field in table.schema.fields:
            if field.descriptor.get("edtf") or field.name in ("exact", "aliases", "value"):
                found |= dict.fromkeys(cell for cell in rows.column(field.name) if cell)
    yield from (text.encode() for text in islice(found, 400))
    prints = "de 50 à 60 %|entre un et deux millions|1,5 milliard|trois quarts|les deux tiers|dix mille et demi"
    prints += "|mercredi 1er mai 2024|second semestre 2023|d'ici 2025|31/10/2024|nov-23|2023-S2|05/10/2024|１０"
    prints += "|{2019,2020}|201X|2019-1X|y-12345|2019-21/2020-22|[..2019-05]|2001-2~-1?|-0044|1950S2|2004-06-(01)~"
    yield from (text.encode() for text in prints.split("|"))
    for pattern in (r"(a+)+$", r"[a-z]{1,3}(-[0-9]+)?", r"\d+\s*\w", r"(?i)x|y", r"^(?:a|b)*?c{2,}", r"[^,\]]{0,600}"):
        yield pattern.encode() + b"\naaab c1"
