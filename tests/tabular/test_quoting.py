"""Forgotten quotes: a cell that swallows the rows below it is told from one that has several lines."""

from __future__ import annotations

import re
from contextlib import nullcontext
from pathlib import Path

import pytest
from conftest import ROOT
from engine import check, field, one, places, resource, schema, screened, write_package
from hypothesis import given
from hypothesis import strategies as st
from saying import fix, validate

from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.quoting import is_neat, plain_records, records_of, whole_cells
from ampere_data.tabular.report import Report

FIELDS = [field("id", pattern="[a-z]+"), field("note"), field("n", "integer")]
NOTES_LAST = [FIELDS[0], FIELDS[2], FIELDS[1]]

# Where the quote opens (line and character) and closes, in files whose quote is closed too late.
LATE = {
    "the next row closes it": ('id,note,n\na,"x, y,1\nb,"z, w",2\nc,k,3\n', (2, 3, 3)),
    "a row far below closes it": ('id,note,n\na,b,1\nb,"x,2\nc,d,3\nd,,4\ne,"z, w",5\nf,g,6\n', (3, 3, 6)),
    "the row has the right number of cells": ('id,n,note\na,1,"x\nb,2,"y"\nc,3,z\n', (2, 5, 3)),
    "a cell of several lines closes it": ('id,n,note\na,1,"x\nb,2,"y\nz"\nc,3,k\n', (2, 5, 3)),
    "the first cell opens it": ('id,note,n\n"a,x,1\n"b",y,2\n', (2, 1, 3)),
    "behind a cell of several lines": ('id,note,n,more\na,"x\ny",1,"k\nb,z,2,"l, m"\n', (3, 6, 4)),
    "a quote in a text closes it": ('id,note,n\na,"x,1\nb,""y"" is 5" long,2\n', (2, 3, 3)),
    "a cell that begins with a delimiter closes it": ('id,note,n\na,"x,1\nb,",y",2\nc,k,3\n', (2, 3, 3)),
    "CRLF": ('id,note,n\r\na,"x, y,1\r\nb,"z, w",2\r\nc,k,3\r\n', (2, 3, 3)),
    "in the header": ('id,"note,n\na,"x",1\n', (1, 4, 2)),
    "every cell is quoted": ('"id","note","n"\n"a","x","1\n"b","","2"\n"c","z","3"\n', (2, 9, 3)),
}

# What is no mistake, or another one: the findings but for line and field.
FINE: dict[str, tuple[str, list[str]]] = {
    "newlines, delimiters and doubled quotes": ('id,note,n\na,"x, ""y"",1\nb,""z"", w",2\nc,k,3\n', []),
    "a cell that holds a whole table": ('id,note,n\na,"id,note,n\nb,""y, z"",2\nc,k,3\n",1\n', []),
    "a cell of nothing but delimiters and newlines": ('id,note,n\na,",,\n,,\n",1\nb,x,2\n', []),
    "blanks behind the quote": ('id,note,n\na,"x, y,1\nb,z" ,1\nb,x,2\n', []),
    "text behind the quote of a cell that holds no row": (
        'id,note,n\na,"x\nsaid "y" and left",1\nb,x,2\n',
        ["source-error"],
    ),
    "an inch behind a cell of several lines": ('id,n,note,more\na,1,"x, y,z,\nw",5" pipe\nb,2,5",k\n', []),
    "a cell too many": ('id,note,n\na,"x\ny",1,2\n', ["extra-cell"]),
    "a cell too few": ('id,note,n\na,"x, y,1\nb,z, w"\n', ["missing-cell"]),
    "a quote that is closed on its line": ('id,note,n\na,"x" y,1\n', ["source-error"]),
    "a quote that is never closed": ('id,note,n\na,x,1\nb,"y,2\nc,z,3\n', ["source-error"]),
}


def described(content: str) -> dict[str, object]:
    """Make a schema whose fields stand as in the file."""
    labels = content.splitlines()[0].replace('"', "").split(",")
    known = {one["name"]: one for one in FIELDS}
    return schema(*(known.get(label, field(label)) for label in labels), primaryKey=["id"])


def both(folder: Path, content: str, monkeypatch: pytest.MonkeyPatch) -> Report:
    """Validate a file cell by cell, and in blocks of several sizes; the findings must be the same."""
    small = check(folder, described(content), content)
    for block in (8, 30, 1000):
        with screened(monkeypatch, block):
            large = check(folder, described(content), content)
        assert [(issue, issue.message) for issue in large.issues] == [(issue, issue.message) for issue in small.issues]
        assert large.counts == small.counts
    return small


@pytest.mark.parametrize(("content", "where"), LATE.values(), ids=LATE)
def test_a_quote_that_is_closed_too_late_is_one_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, where: tuple[int, int, int]
) -> None:
    issue = one(both(tmp_path, content, monkeypatch))

    assert (issue.code, issue.detail, issue.hint) == ("source-error", "late-quote", "late-quote")
    assert tuple(issue.params[name] for name in ("opened", "column", "closed")) == where


@pytest.mark.parametrize(("content", "codes"), FINE.values(), ids=FINE)
def test_cells_of_several_lines_are_left_in_peace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, codes: list[str]
) -> None:
    report = both(tmp_path, content, monkeypatch)

    assert [issue.code for issue in report.issues] == codes
    assert all(issue.detail != "late-quote" for issue in report.issues)


def test_it_is_said_in_both_languages(tmp_path: Path) -> None:
    issue = one(check(tmp_path, described("id,note,n"), 'id,note,n\na,"x, y,1\nb,"z, w",2\n'))

    assert issue.message == (
        "The quote opened on line 2, character 3, closes only on line 3, in the middle of a cell; "
        "one is probably missing, and from line 2 on, nothing was checked"
    )
    assert issue.sentence("fr").startswith("Le guillemet ouvert ligne 2, caractère 3, n'est fermé que ligne 3")
    assert issue.advice("en").startswith("On line 2, close the cell with a quote")
    assert issue.advice("fr").startswith("Ligne 2, fermez la cellule par un guillemet")


def test_what_follows_a_forgotten_quote_is_not_checked_and_what_stands_above_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = 'id,note,n\na,x,many\nA,"x, y,1\nb,x,many\nb,x,2\nc,"z, w",none\nd,k\n'

    report = both(tmp_path, content, monkeypatch)

    assert places(report) == [("type-error", 2, "n"), ("source-error", 3, "")]
    assert report.counts == {"tables": 1, "rows": 1, "cells": 3}


def test_of_several_forgotten_quotes_the_first_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'{letter},"x, {letter},{n}\n' for n, letter in enumerate("abcdefgh"))

    issue = one(both(tmp_path, f'id,note,n\n{rows}z,"the, last",1\n', monkeypatch))

    assert (issue.detail, issue.line) == ("late-quote", 2)


@pytest.mark.parametrize("dialect", [{"skipInitialSpace": True}, {"commentChar": "#"}, {"escapeChar": "\\"}])
def test_what_pyarrow_cannot_read_is_read_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dialect: dict[str, object]
) -> None:
    content = 'id,note,n\na,"x, y,1\nb,"z, w",2\nc,k,3\n'

    small = check(tmp_path, described(content), content, dialect=dialect)
    with screened(monkeypatch):
        large = check(tmp_path, described(content), content, dialect=dialect)

    assert one(small) == one(large)
    assert one(small).detail == "late-quote"


def test_an_escaped_quote_closes_nothing(tmp_path: Path) -> None:
    content = 'id,note,n\na,"x, y,1\nb,\\"z, w",2,3\n'

    report = check(tmp_path, described(content), content, dialect={"escapeChar": "\\"})

    assert [issue.code for issue in report.issues] == ["extra-cell"]


def test_a_comment_that_opens_a_quote_swallows_nothing(tmp_path: Path) -> None:
    content = 'id,note,n\n# a,"x\nb,"z, w",2\nc,k,many\n'

    report = check(tmp_path, described(content), content, dialect={"commentChar": "#"})

    assert places(report) == [("type-error", 4, "n")]


def test_what_points_at_a_swallowed_row_is_not_blamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pointing = [{"fields": ["up"], "reference": {"resource": "table", "fields": ["id"]}}]
    other = schema(field("up"), foreignKeys=pointing)
    files = {
        "table.csv": 'id,note,n\na,"x, y,1\nsome prose,\nb "k, w",2\n',
        "other.csv": "up\na\nb\nnone\n",
    }
    path = write_package(tmp_path, files, resource("table", described("id,note,n")), resource("other", other))

    small = validate(path)
    with screened(monkeypatch):
        large = validate(path)

    assert [(issue.table, issue.detail) for issue in small.issues] == [("table", "late-quote")]
    assert small.issues == large.issues


def forget(text: str) -> str:
    """Take away a quote that closes a cell, one in the middle of those below which other cells have quotes."""
    fit = closing(text)
    end = fit[len(fit) // 2]
    return text[:end] + text[end + 1 :]


def closing(text: str) -> list[int]:
    """Find the quotes that close the last cell with quotes of a line, if other lines below have quotes."""
    ends = [found.start() for found in re.finditer(r'(?<!")"(?=,|\n)', text)]
    lines = [(end, text.index("\n", end)) for end in ends]
    return [end for end, newline in lines if '"' not in text[end + 1 : newline] and '"' in text[newline:]]


@pytest.mark.parametrize(
    "table", [path.stem for path in sorted((ROOT / "data").glob("*.csv")) if closing(path.read_text(encoding="utf-8"))]
)
def test_a_quote_forgotten_in_a_table_of_ours_is_one_finding_and_nothing_is_mended(package: Path, table: str) -> None:
    file = package / "data" / f"{table}.csv"
    broken = forget(file.read_text(encoding="utf-8"))
    file.write_text(broken, encoding="utf-8")

    issue = one(validate(package))
    fixes = fix(package)

    assert (issue.table, issue.detail) == (table, "late-quote")
    assert [(left.table, left.code, left.detail) for left in fixes.left] == [(table, "not-mended", "late-quote")]
    assert fixes.left[0].params["closed"] == issue.params["closed"]
    assert file.read_text(encoding="utf-8") == broken


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('a,"x, y,1\nb,"z, w",2\n', []),
        ('a,"x\ny",1\n', [["a", "x\ny", "1"]]),
        ('b,x,2\na,"x, y,1\nb,"z, w', [["b", "x", "2"]]),
    ],
)
def test_records_end_at_a_forgotten_quote(text: str, cells: list[list[str]]) -> None:
    assert list(records_of(text, Dialect(), 3)) == cells


@pytest.mark.parametrize(
    ("text", "torn"),
    [
        ('a,"x\ny",1\n', False),
        ('a,"x\ny" ,1\n', False),
        ('a,"x" y,1\n', True),
        ('5" pipe,"x\n""y""",1\n', False),
        ('a,"x\ny" z,1\n', True),
        ('a,"x""\ny"z\n', True),
        ('"x\n"y,1\n', True),
    ],
)
def test_torn_cells_are_known_in_whole_blocks(text: str, torn: bool) -> None:  # noqa: FBT001 - expectation
    pa, pc = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.compute")

    assert pc.match_substring_regex(pa.array([text]), whole_cells(Dialect())).to_pylist() == [not torn]
    assert not (torn and is_neat(text.encode(), Dialect()))


@pytest.mark.parametrize(
    ("text", "neat"),
    [
        ("", True),
        ("a,b\n", True),
        ('"a","b\n""c"""\n', True),
        ('a,"",""\r\n"b"', True),
        ('""', True),
        ('a,"b', False),
        ('a,"b" ,1\n', False),
        ('5" pipe,1\n', False),
        ('a,b""c\n', False),
        ('a,"b"",1\n"c",2\n', False),
        ('a;"b";1\n', False),
    ],
)
def test_quotes_are_neat_where_the_bytes_beside_them_say_so(text: str, neat: bool) -> None:  # noqa: FBT001 - expectation
    pytest.importorskip("numpy")

    assert is_neat(text.encode(), Dialect()) is neat


@given(st.text('a",\n', max_size=14))
def test_neat_quotes_are_closed_and_nothing_follows_them(text: str) -> None:
    cells = r'(?:[^",\n]*|"(?:[^"]|"")*")'

    assert is_neat(text.encode(), Dialect()) is bool(re.fullmatch(rf"(?:{cells}[,\n])*{cells}", text))


@pytest.mark.parametrize(
    ("row", "torn"),
    [
        ('"a"b,1', 4),
        ('x,"a"b', 6),
        ('"a""b"c,1', 7),
        ('"a" ,1', 0),
        ('"a""b",1', 0),
        ('5" pipe,1', 0),
        ('"a,b",1', 0),
    ],
)
@pytest.mark.parametrize("way", ["small", "large"])
def test_text_behind_the_quote_that_closes_a_cell_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str, row: str, torn: int
) -> None:
    content = f"a,b\nx,y\n{row}\nx,y\n"
    with screened(monkeypatch, 4096) if way == "large" else nullcontext():
        report = check(tmp_path, schema(field("a"), field("b")), content)

    found = [(issue.code, issue.detail, issue.line, issue.params["column"]) for issue in report.issues]
    assert found == ([("source-error", "torn", 3, torn)] if torn else [])


def test_a_torn_row_is_not_said_to_end_in_a_delimiter_too_many(tmp_path: Path) -> None:
    issues = check(tmp_path, schema(field("a"), field("b")), 'a,b\n"x"y,"",\nz,1,\n').issues

    assert {(issue.line, issue.hint) for issue in issues if issue.code == "extra-cell"} == {
        (2, ""),
        (3, "trailing-delimiter"),
    }


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("", True),
        ('a,b\n"c, d",""\r\n', True),
        ('a,"b\nc"\n', False),
        ('a,"b" c\n', False),
        ('a,"b', False),
        ('5" pipe\na,"b', False),
        ("a,b\r\rc,d\n", True),
    ],
)
def test_a_text_is_read_at_once_where_each_record_is_a_line(text: str, plain: bool) -> None:  # noqa: FBT001 - expectation
    assert (plain_records(text, Dialect()) is not None) is plain


@given(st.text('a",\n\r ', max_size=14))
def test_what_is_read_at_once_is_what_is_read_record_by_record(text: str) -> None:
    if (plain := plain_records(text, Dialect())) is not None:
        records = records_of(text, Dialect(), 2)

        assert plain == list(records)
        assert (records.flaw, records.open_end, records.torn) == (None, False, 0)
