"""Dates in EDTF: the bounds, what is refused, and that the short way agrees with the package `edtf`."""

from __future__ import annotations

import re
import sys
from datetime import date
from time import struct_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import EDTF_PATTERN as PATTERN

from ampere_data.curation import edtf as dates
from ampere_data.tabular.patterns import Pattern, to_re2


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019-05", "2019-05-01", "2019-05-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2019-40", "2019-01-01", "2019-06-30"),
        ("2019-41", "2019-07-01", "2019-12-31"),
        ("2019-36", "2019-10-01", "2019-12-31"),
        ("2019-21", "2019-03-01", "2019-05-31"),
        ("2019-24", "2019-12-01", "2019-12-31"),
        ("2019-05~", "2019-05-01", "2019-05-31"),
        ("2019?", "2019-01-01", "2019-12-31"),
        ("[2019-05-01..2019-05-20]", "2019-05-01", "2019-05-20"),
        ("[..2019-05-20]", None, "2019-05-20"),
        ("../2025", None, "2025-12-31"),
        ("2024/..", "2024-01-01", None),
        ("2025/", "2025-01-01", None),
        ("/2025", None, "2025-12-31"),
        ("../..", None, None),
        ("2024/2025-06", "2024-01-01", "2025-06-30"),
        ("2024~/2025", "2024-01-01", "2025-12-31"),
        ("[2019,2021]", "2019-01-01", "2021-12-31"),
        ("{2019..2021}", "2019-01-01", "2021-12-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("2019-05-XX", "2019-05-01", "2019-05-31"),
        ("1950S2", "1900-01-01", "1999-12-31"),
        ("2019-05-03T10:00:00Z", "2019-05-03", "2019-05-03"),
    ],
)
def test_bounds_are_the_first_and_last_possible_day(text: str, earliest: str | None, latest: str | None) -> None:
    expected = tuple(date.fromisoformat(end) if end else None for end in (earliest, latest))

    actual = dates.bounds(text)

    assert expected == actual


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "syntax"),
        ("2023-S2", "syntax"),
        ("2023-5", "syntax"),
        ("31/10/2024", "syntax"),
        ("20241031", "syntax"),
        ("2019-13", "syntax"),
        ("2019-42", "syntax"),
        ("2019-41~", "syntax"),
        ("2019-40/2019-41", "syntax"),
        ("2019-21^x", "syntax"),
        ("2019-1X", "syntax"),
        (" 2019", "syntax"),
        ("2019\n", "syntax"),
        ("\uff12\uff10\uff11\uff19", "syntax"),
        ("around 2019", "syntax"),
        ("[" + "2019," * 5000 + "2020]", "syntax"),
        ("2025-02-29", "calendar"),
        ("2025-04-31", "calendar"),
        ("2025-02-29/2025", "calendar"),
        ("2025/2024", "order"),
        ("[2025-05-20..2025-05-01]", "order"),
        ("0000", "range"),
        ("Y12000", "range"),
        ("-0100", "range"),
    ],
)
def test_what_is_no_date_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(dates.EdtfError) as refused:
        dates.bounds(text)

    assert refused.value.reason == reason
    assert refused.value.text == text


@pytest.mark.parametrize("text", ["2024", "2024-41", "2024-05~", "2024-05/..", "[2022-11-01..2023-06-30]"])
def test_plain_forms_are_read_without_the_package(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "edtf", None)
    dates.bounds.cache_clear()

    assert dates.bounds(text)


def test_nothing_is_printed_while_reading(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(dates.EdtfError):
        dates.bounds("2018-1X")

    assert capsys.readouterr().out == ""


ONE = st.one_of(
    st.integers(1, 9999).map("{:04}".format),
    st.builds("{:04}-{:02}".format, st.integers(1990, 2030), st.integers(0, 45)),
    st.builds("{:04}-{:02}-{:02}".format, st.integers(1990, 2030), st.integers(0, 13), st.integers(0, 32)),
)
QUALIFIED = st.builds(str.__add__, ONE, st.sampled_from(["", "", "~", "?", "%"]))
END = st.one_of(QUALIFIED, st.sampled_from([".."]))
FORMS = st.one_of(QUALIFIED, st.builds("{}/{}".format, END, END), st.builds("[{}..{}]".format, ONE, ONE))


@settings(max_examples=150, deadline=None)
@given(text=FORMS)
def test_the_short_way_agrees_with_the_package(text: str) -> None:
    expected = judge(text)

    try:
        actual: dates.Bounds | None = dates.bounds(text)
    except dates.EdtfError:
        actual = None

    assert expected == actual


def judge(text: str) -> dates.Bounds | None:
    """What `edtf` itself makes of a text, None where it refuses."""
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    def day(end: struct_time | float) -> date | None:
        return None if isinstance(end, float) else date(*end[:3])

    try:
        parsed = parse_edtf(text)
        earliest, latest = day(parsed.lower_strict()), day(parsed.upper_strict())
    except (EDTFParseException, ValueError):
        return None
    # The package lets an interval end before it begins; no day lies in such a one.
    return None if earliest and latest and latest < earliest else (earliest, latest)


# What the schemas ask of a cell that is a date in EDTF, for those who read them without this program.

FOUR = st.one_of(st.integers(1, 9999).map("{:04}".format), st.sampled_from(["201X", "20XX", "2XXX", "2X1X", "-0100"]))
TWO = st.one_of(st.integers(1, 31).map("{:02}".format), st.sampled_from(["21", "36", "41", "XX", "1X", "X1"]))
MARK = st.sampled_from(["", "", "", "?", "~", "%"])
STEP = st.builds("{}-{}{}".format, MARK, MARK, TWO)
ANY_DATE = st.builds(
    "{}{}{}{}{}".format,
    MARK,
    FOUR,
    st.sampled_from(["", "", "", "S1", "S3"]),
    st.lists(STEP, max_size=2).map("".join),
    st.sampled_from(["", "", "", "?", "~", "%", "T10:00:00", "T23:59:59Z", "T10:00:00+05:30", "T24:00:00-11:00"]),
)
ITEMS = st.lists(ANY_DATE, min_size=1, max_size=3).flatmap(
    lambda items: st.sampled_from([",".join(items), "..".join(items[:2]), f"..{','.join(items)}", f"{items[0]}.."])
)
ANY_FORM = st.one_of(
    ANY_DATE,
    st.builds("{}/{}".format, st.one_of(ANY_DATE, st.sampled_from(["", ".."])), st.one_of(ANY_DATE, st.just(".."))),
    st.builds("{}/{}".format, ANY_DATE, st.sampled_from(["", ".."])),
    ITEMS.map("[{}]".format),
    ITEMS.map("{{{}}}".format),
    st.builds("Y{}E{}".format, st.integers(1, 99), st.integers(1, 3)),
    st.text("0123456789X-?~%./[]{},STZ:+YE", max_size=12),
)


@given(text=ANY_FORM)
def test_every_date_fits_the_pattern_of_the_schemas(text: str) -> None:
    try:
        dates.bounds(text)
    except dates.EdtfError:
        return

    assert re.fullmatch(PATTERN, text)


@pytest.mark.parametrize(
    "text",
    [
        *["2019", "2019-05", "2024-02-29", "2019-41", "2019-05~", "2004?", "2004%", "201X", "15XX-12-XX", "1950S2"],
        *["../2025", "2025/..", "2025/", "/2025", "../..", "2024/2025-06", "2024~/2025-06-01?", "2004-21/2005-22"],
        *["[2019-05-01..2019-05-20]", "[..2019-05-20]", "[2019..]", "[2019,2021]", "{2019..2021}", "[..2000,-0100]"],
        *["2019-05-03T10:00:00Z", "2019-05-03T10:00:00+05:30", "?2004-06-~11", "2004-06~-11", "2004?-~06", "Y1E3S2"],
        *["{1960,1961-12}", "[1760-01,1760-02,1760-12..]", "2004-06-11%/2004-06%", "2004-06-~11/2005-07"],
    ],
)
def test_dates_of_every_form_fit_the_pattern_of_the_schemas(text: str) -> None:
    assert dates.bounds(text)
    assert re.fullmatch(PATTERN, text)


@pytest.mark.parametrize(
    "text",
    ["---", "", "-", "~", "..", "/", "[]", "20241031", "2024-5", "2024-S2", "31/10/2024", "05/2024", "2024.", "2024 "],
)
def test_what_has_not_the_form_of_a_date_does_not_fit_the_pattern(text: str) -> None:
    with pytest.raises(dates.EdtfError):
        dates.bounds(text)

    assert not re.fullmatch(PATTERN, text)


def test_the_pattern_means_the_same_to_every_engine_and_is_quick() -> None:
    assert to_re2(PATTERN) is not None
    assert len(PATTERN) <= 160
    assert Pattern(PATTERN).matches("2024/" * 20_000 + "2024")
    assert not Pattern(PATTERN).matches("2024" + "-05" * 20_000 + "!")
