"""One result, whatever the way: cell by cell or in blocks, and for types and constraints Frictionless' own report.

Each example holds up to eight rows of thirty fields; `pytest --hypothesis-profile=long` draws a hundred times as many.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from engine import check, field, schema, screened, table
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from saying import validate

from ampere_data.tabular.cells import readers
from ampere_data.tabular.package import Table
from ampere_data.tabular.report import Report

FIELDS = [
    field("id", required=True, pattern="[a-z]{1,3}(-[0-9]+)?"),
    field("number", "number", minimum=0, exclusiveMaximum="10.5"),
    field("decimal", "number", decimalChar=",", groupChar=" "),
    field("unit", "integer", bareNumber=False),
    field("integer", "integer", minimum=-5, maximum=7),
    field("bare", "integer"),
    field("date", "date", minimum="2020-01-01"),
    field("day", "date", format="%d/%m/%Y"),
    field("enum", enum=["red", "green", "Bleu"]),
    field("level", "integer", enum=["1", "2", "3"]),
    field("text", minLength=2, maxLength=5),
    field("boolean", "boolean"),
    field("oui", "boolean", trueValues=["oui"], falseValues=["non"]),
    field("up"),
    field("year", "year", maximum=2030),
    field("month", "yearmonth"),
    field("datetime", "datetime"),
    field("time", "time"),
    field("duration", "duration"),
    field("object", "object", minLength=1),
    field("array", "array", maxLength=2),
    field("list", "list", itemType="integer"),
    field("point", "geopoint"),
    field("geo", "geojson"),
    field("email", format="email"),
    field("uri", format="uri"),
    field("uuid", format="uuid"),
    field("unique", unique=True),
    field("missing", "integer", missingValues=["", "NA", "-"]),
    field("any", "any"),
    field("pattern", pattern=r"ab|c\d"),
]
SCHEMA = schema(
    *FIELDS,
    primaryKey=["id"],
    foreignKeys=[{"fields": ["up"], "reference": {"resource": "", "fields": ["id"]}}],
    uniqueKeys=[["number", "integer"]],
)
GOOD = {
    "id": ["a", "b", "ab-1", "abc-22", "zz"],
    "number": ["0", "1.5", "10", "3.25", "1.50"],
    "decimal": ["1,5", "10 000", "2"],
    "unit": ["12 €", "$3", "4"],
    "integer": ["1", "-5", "7", "07", "+3"],
    "bare": ["1", "-0", "123456789012345678901234567890"],
    "date": ["2020-01-01", "2024-02-29", "2021-12-31"],
    "day": ["31/12/2024", "1/2/2024"],
    "enum": ["red", "green", "Bleu"],
    "level": ["1", "02", "3"],
    "text": ["ab", "abcde", "éé", "x\ny"],
    "boolean": ["true", "0", "False"],
    "oui": ["oui", "non"],
    "up": ["a", "b"],
    "year": ["2020", "0001"],
    "month": ["2024-10", "2024-1"],
    "datetime": ["2020-01-01T10:00:00Z", "2020-01-01T10:00:00+01:00", "2020-01-01 10:00:00"],
    "time": ["10:00:00", "10:00:00Z", "10:00:00.5"],
    "duration": ["P1Y", "PT5M", "P1W"],
    "object": ['{"a": 1}', '{"a": [1, 2]}'],
    "array": ["[1]", "[]", '["a", "b"]'],
    "list": ["1,2", "3"],
    "point": ["1,2", "-180, 90"],
    "geo": ['{"type": "Point", "coordinates": [1, 2]}'],
    "email": ["a@example.org"],
    "uri": ["https://example.org/é", "urn:x:y"],
    "uuid": ["123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000"],
    "unique": ["u1", "u2", "u3", "u4"],
    "missing": ["1", "NA", "-"],
    "any": ["x", "1"],
    "pattern": ["ab", "c1", "abzz", "c٣"],
}
ODD = ["", " ", "x", "-1", "1e3", "1.0", "NaN", "sNaN", "inf", "-Infinity", "1_0", "２", "٣", "2023-02-30", "2020-1-1"]
ODD += [
    " 1",
    "1 ",
    "RED",
    "VRAI",
    "\x00",
    "é",
    "a\nb",
    'q"q',
    "1,5",
    "1.5",
    "99999999999999999999",
    "10.5",
    "0.0",
    "-0",
]
ODD += ["AB-1", "abc-", "true ", "99999", "a;b", "\r", "x\r\ny", "-", "NA", "{}", "[", "[1,2,3]", "null", "0000-01-01"]
ODD += ["9999-12-31", "24:00:00", "2024-10-31T24:00:00", "2016-12-31T23:59:60Z", "181,0", "1,", "a@b", "http://"]
ODD += ["\u00a01", "1\u2009000", "İ", "ſ", "\u2028"]

# These examples are whole files; some dozens of them hold thousands of cells.
FILES = settings(max_examples=40)

NAMES = [one["name"] for one in FIELDS]


def cells(name: str) -> st.SearchStrategy[str]:
    """Draw a text for a field: mostly a good one, else an odd one, now and then any text."""
    good = st.sampled_from(GOOD[name])
    return st.one_of(good, good, good, st.sampled_from(ODD), st.text(max_size=4))


ROWS = st.lists(st.tuples(*map(cells, NAMES)).map(list), max_size=8)


def written(labels: list[str], rows: list[list[str]], newline: str = "\n") -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator=newline)
    writer.writerow(labels)
    writer.writerows(rows)
    return stream.getvalue()


def found(report: Report) -> Counter[tuple[object, ...]]:
    return Counter(
        (issue.code, issue.detail, issue.line, issue.row, issue.field, issue.value, issue.hint, issue.message)
        for issue in report.issues
    )


def both_ways(folder: Path, content: bytes, monkeypatch: pytest.MonkeyPatch, block: int) -> tuple[Report, Report]:
    """Validate the same file cell by cell, and in blocks."""
    (folder / "any.csv").write_bytes(content)
    small = validate(folder / "any.csv", schema=SCHEMA)
    with screened(monkeypatch, block):
        return small, validate(folder / "any.csv", schema=SCHEMA)


@FILES
@given(rows=ROWS, block=st.sampled_from([16, 300, 5000]), newline=st.sampled_from(["\n", "\r\n"]))
def test_both_ways_find_the_same_in_cells_and_keys(
    tmp_path: Path, rows: list[list[str]], block: int, newline: str
) -> None:
    content = written(NAMES, rows, newline).encode()

    with pytest.MonkeyPatch.context() as monkeypatch:
        small, large = both_ways(tmp_path, content, monkeypatch, block)

    assert found(small) == found(large)
    assert small.counts == large.counts


@FILES
@given(
    rows=ROWS,
    block=st.sampled_from([16, 300, 5000]),
    places=st.lists(
        st.tuples(
            st.floats(0, 1, exclude_max=True), st.sampled_from(['"', "\n", ",", '""', "\r", '"\n', ",\n,", "\n\n"])
        ),
        max_size=3,
    ),
    ends=st.sampled_from(["", "\n", '"', "\r"]),
    labels=st.permutations(NAMES) | st.just(NAMES) | st.just(NAMES[:-1]) | st.just([*NAMES[:-1], "nothing"]),
)
def test_both_ways_find_the_same_in_a_spoilt_structure(  # noqa: PLR0913 - what is drawn
    tmp_path: Path,
    rows: list[list[str]],
    block: int,
    places: list[tuple[float, str]],
    ends: str,
    labels: list[str],
) -> None:
    text = written(labels, rows).rstrip("\n")
    for share, piece in places:
        at = int(share * len(text))
        text = text[:at] + piece + text[at:]
    content = (text + ends).encode()

    with pytest.MonkeyPatch.context() as monkeypatch:
        small, large = both_ways(tmp_path, content, monkeypatch, block)

    assert found(small) == found(large)
    assert small.counts == large.counts


NARROW = schema(field("a"), field("b"), field("c"), primaryKey=["a"])
NOTES = ["x", "", "y z", "p, q", 's "t" u', "l\nm", "l, m, n\no, p, q", "a\r\n\nb", '5" pipe', ",", "\n", '"']


@given(
    rows=st.lists(st.lists(st.sampled_from(NOTES), min_size=3, max_size=3), max_size=7),
    styles=st.tuples(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.sampled_from(["\n", "\r\n"])),
    forgotten=st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=3),
    block=st.sampled_from([8, 40, 5000]),
)
def test_both_ways_find_the_same_where_quotes_are_forgotten(
    tmp_path: Path,
    rows: list[list[str]],
    styles: tuple[Any, str],
    forgotten: list[float],
    block: int,
) -> None:
    stream = io.StringIO()
    csv.writer(stream, quoting=styles[0], lineterminator=styles[1]).writerows([["a", "b", "c"], *rows])
    text = stream.getvalue()
    for share in forgotten:
        quotes = [at for at, char in enumerate(text) if char == '"']
        at = quotes[int(share * len(quotes))] if quotes else len(text)
        text = text[:at] + text[at + 1 :]

    with pytest.MonkeyPatch.context() as monkeypatch:
        small = check(tmp_path, NARROW, text)
        with screened(monkeypatch, block):
            large = check(tmp_path, NARROW, text)

    assert found(small) == found(large)
    assert small.counts == large.counts


def by_frictionless(path: Path) -> Counter[tuple[str, int, str, str]]:
    """Let Frictionless itself report, and take from it what is said of types and constraints."""
    from frictionless import Package

    report = Package(str(path)).validate(limit_errors=1_000_000)
    said: Counter[tuple[str, int, str, str]] = Counter()
    for error in report.tasks[0].errors if report.tasks else report.errors:
        if error.type in ("type-error", "constraint-error"):
            note = error.note.split('"')[1] if error.type == "constraint-error" else ""
            said[error.type, error.row_number, error.field_name, note] += 1
    return said


@FILES
@given(rows=ROWS)
def test_types_and_constraints_are_those_that_frictionless_reports(tmp_path: Path, rows: list[list[str]]) -> None:
    # Frictionless itself crashes on a signalling NaN.
    assume(all("sNaN" not in cell for row in rows for cell in row))
    content = written(NAMES, rows)
    dialect = {"delimiter": ",", "quoteChar": '"', "lineTerminator": "\n", "skipInitialSpace": False, "headerRows": [1]}
    described = {key: value for key, value in SCHEMA.items() if key == "fields"}

    report = check(tmp_path, described, content, dialect=dialect, encoding="utf-8")

    ours = Counter(
        (issue.code, issue.row or 0, issue.field, issue.aspect if issue.code == "constraint-error" else "")
        for issue in report.issues
        if issue.code in ("type-error", "constraint-error")
    )
    theirs = by_frictionless(tmp_path / "datapackage.json")
    refused = [{(row, name) for code, row, name, _ in said if code == "type-error"} for said in (ours, theirs)]
    records = list(csv.reader(io.StringIO(content, newline="")))[1:]
    texts = {
        (at, name): cell for at, row in enumerate(records, start=2) for name, cell in zip(NAMES, row, strict=False)
    }
    stricter, laxer = refused[0] - refused[1], refused[1] - refused[0]
    assert [texts[place] for place in stricter if is_standard(texts[place], place[1])] == []
    assert [texts[place] for place in laxer if not is_standard(texts[place], place[1])] == []
    apart = stricter | laxer
    assert [one for one in ours - theirs if one[1:3] not in apart] == []
    assert [one for one in theirs - ours if one[1:3] not in apart] == []


# What XML Schema, to which the standard refers, lets the plain types be written as.
FORMS = {
    "integer": r"[+-]?[0-9]+",
    "number": r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?|-?(?i:INF)|(?i:NaN)",
    "date": r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    "time": r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?|24:00:00",
    "year": r"-?([1-9][0-9]{4,}|[0-9]{4})",
    "yearmonth": r"-?([1-9][0-9]{4,}|[0-9]{4})-(0[1-9]|1[0-2])",
}
FORMS["datetime"] = f"{FORMS['date']}T({FORMS['time']})"


def is_standard(text: str, name: str) -> bool:
    """Tell whether a text is written as the standard wants a plain type, once signs around a number are taken off."""
    described = next(one for one in FIELDS if one["name"] == name)
    if described.get("bareNumber") is False:
        text = re.sub(r"^[^0-9+-]+|[^0-9]+$", "", text)
    text = text.replace(described.get("groupChar", ""), "").replace(described.get("decimalChar", "."), ".")
    return re.fullmatch(FORMS.get(described["type"], "(?s:.*)"), text) is not None


def refused_though_passed(one: dict[str, Any], texts: list[str]) -> list[str]:
    """List the texts that the screen of a field is sure of and its reader refuses."""
    import pyarrow as pa

    from ampere_data.tabular.screens import screen_of

    own: Table = table(schema(one))
    reader = readers(own)[0][one["name"]]
    screen = screen_of(reader)
    passed = pa.array(texts).filter(screen(pa.array(texts))).to_pylist() if screen else []
    return [text for text in passed if reader.read(text).notes]


@pytest.mark.parametrize("one", FIELDS, ids=NAMES)
def test_what_the_screen_passes_of_good_and_odd_texts_the_reader_accepts(one: dict[str, Any]) -> None:
    assert refused_though_passed(one, [*GOOD[one["name"]], *ODD]) == []


@pytest.mark.parametrize("one", FIELDS, ids=NAMES)
@given(texts=st.lists(st.text(max_size=12) | st.text("0123456789.,-+:TZeE _/", max_size=20), min_size=1, max_size=9))
def test_what_the_screen_passes_the_reader_accepts(one: dict[str, Any], texts: list[str]) -> None:
    """Never laxer: a text that the screen is sure of has no finding."""
    assert refused_though_passed(one, texts) == []
