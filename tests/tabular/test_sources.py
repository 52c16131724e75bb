"""Structure: what is wrong with a file before any cell is looked at, and where."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from pathlib import Path
from typing import Any

import pytest
from engine import check, field, one, places, schema, table

from ampere_data.tabular.dialects import dialect_of
from ampere_data.tabular.errors import PackageError
from ampere_data.tabular.quoting import records_of
from ampere_data.tabular.reading import read_rows

THREE = schema(field("id"), field("name"), field("size", "integer"))


def test_rows_stand_on_the_lines_of_the_file_newlines_in_cells_counted(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(b'id,name,size\na,"x\r\ny\nz",1\nb,y,2\n')

    rows, issues = read_rows(table(THREE)._replace(file=file))

    assert issues == []
    assert rows is not None
    assert (rows.lines, rows.numbers) == ([2, 5], [2, 3])
    assert rows.column("size") == ["1", "2"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("id,name,size\na,b,1\n", [], id="right"),
        pytest.param("", [("source-error", None, "")], id="empty"),
        pytest.param("id,name,size\n", [], id="no rows"),
        pytest.param(",,\na,b,1\n", [("blank-header", 1, "")], id="blank header"),
        pytest.param("id,name\na,b\n", [("missing-label", 1, "size")], id="a label missing"),
        pytest.param("id,extra,name,size\na,x,b,1\n", [("extra-label", 1, "")], id="a label too many"),
        pytest.param("id,Name,size\na,b,1\n", [("incorrect-label", 1, "name")], id="misspelt"),
        pytest.param("id,whatever,size\na,b,1\n", [("incorrect-label", 1, "name")], id="another name in its place"),
        pytest.param("id,size,name\na,1,b\n", [("incorrect-label", 1, "size")], id="another order"),
        pytest.param("id,,name,size\na,,b,1\n", [("blank-label", 1, "")], id="a blank label"),
        pytest.param("id,name,name,size\na,b,b,1\n", [("duplicate-label", 1, "name")], id="a label twice"),
        pytest.param("id;name;size\na;b;1\n", [("dialect-error", 1, "")], id="another delimiter"),
        pytest.param("id,name,size\na,b,1\n\nb,c,2\n", [("blank-row", 3, "")], id="a blank line"),
        pytest.param("id,name,size\n,,\nb,c,2\n", [("blank-row", 2, "")], id="a row of nothing"),
        pytest.param("id,name,size\na,b\n", [("missing-cell", 2, "size")], id="a cell missing"),
        pytest.param("id,name,size\na,b,1,2\n", [("extra-cell", 2, "")], id="a cell too many"),
        pytest.param('id,name,size\na,b,1\nb,"c,2\nd,e,3\n', [("source-error", 3, "")], id="an open quote"),
    ],
)
def test_structure_is_named_as_frictionless_names_it(
    tmp_path: Path, content: str, expected: list[tuple[str, int | None, str]]
) -> None:
    assert places(check(tmp_path, THREE, content)) == expected


def test_a_wrong_header_does_not_drown_the_report(tmp_path: Path) -> None:
    report = check(tmp_path, THREE, "size,id,name\n" + "".join(f"{n},a{n},b\n" for n in range(50)))

    assert places(report) == [("incorrect-label", 1, "size")]


def test_columns_in_another_order_are_still_checked_by_their_names(tmp_path: Path) -> None:
    report = check(tmp_path, THREE, "size,id,name\nmany,a,b\n")

    assert places(report) == [("incorrect-label", 1, "size"), ("type-error", 2, "size")]


def test_a_misspelt_label_is_taken_for_the_nearest_field(tmp_path: Path) -> None:
    report = check(tmp_path, THREE, "id,name,Size \nx,b,many\n")

    assert [(issue.code, issue.value) for issue in report.issues] == [
        ("incorrect-label", "Size"),
        ("type-error", "many"),
    ]


def test_an_open_quote_says_where_it_opened(tmp_path: Path) -> None:
    issue = one(check(tmp_path, THREE, 'id,name,size\na,b,1\nb,"c,2\nd,e,3\n'))

    assert issue.params["opened"] == 3
    assert issue.params["column"] == 3


@pytest.mark.parametrize(
    ("encoding", "likely"),
    [("cp1252", "windows-1252"), ("mac-roman", "mac-roman"), ("utf-16", "utf-16")],
)
def test_a_wrong_encoding_says_which_byte_and_what_the_file_seems_to_be(
    tmp_path: Path, encoding: str, likely: str
) -> None:
    content = "id,name,size\na,b,1\nc,dé à Nîmes,2\n".encode(encoding)

    issue = one(check(tmp_path, THREE, content))

    assert (issue.code, issue.aspect) == ("encoding-error", "utf-8")
    assert issue.params["likely"] == likely
    if encoding != "utf-16":
        assert (issue.line, issue.params["column"]) == (3, 4)


def test_another_encoding_that_was_declared_and_is_wrong_is_named(tmp_path: Path) -> None:
    issue = one(check(tmp_path, THREE, b"id,name,size\na,\xff,1\n", encoding="ascii"))

    assert (issue.code, issue.detail, issue.hint) == ("encoding-error", "", "")
    assert issue.message.startswith("The file is not ascii (byte 0xFF, line 2, character 3)")


def test_a_declared_encoding_is_used(tmp_path: Path) -> None:
    report = check(tmp_path, THREE, "id,name,size\na,é,1\n".encode("cp1252"), encoding="windows-1252")

    assert report.valid


def test_an_unknown_encoding_is_an_issue(tmp_path: Path) -> None:
    assert one(check(tmp_path, THREE, "id,name,size\na,b,1\n", encoding="klingon")).code == "encoding-error"


def test_a_byte_order_mark_is_no_part_of_the_first_label(tmp_path: Path) -> None:
    assert check(tmp_path, THREE, b"\xef\xbb\xbfid,name,size\na,b,1\n").valid


@pytest.mark.parametrize(
    ("dialect", "content"),
    [
        pytest.param({"delimiter": ";"}, "id;name;size\na;b;1\n", id="delimiter"),
        pytest.param({"csv": {"delimiter": ";"}}, "id;name;size\na;b;1\n", id="the older form"),
        pytest.param({"quoteChar": "'"}, "id,name,size\na,'b,c',1\n", id="quote"),
        pytest.param({"header": False}, "a,b,1\n", id="no header"),
        pytest.param({"headerRows": [2]}, "a title\nid,name,size\na,b,1\n", id="header below a title"),
        pytest.param({"headerRows": [1, 2], "headerJoin": ""}, "i,na,si\nd,me,ze\na,b,1\n", id="header of two rows"),
        pytest.param({"commentChar": "#"}, "id,name,size\n# no row\na,b,1\n", id="comments"),
        pytest.param({"commentRows": [2]}, "id,name,size\nno row\na,b,1\n", id="comment rows"),
        pytest.param({"skipBlankRows": True}, "id,name,size\n\na,b,1\n", id="blank rows"),
        pytest.param({"skipInitialSpace": True}, "id, name, size\na, b, 1\n", id="blanks after the delimiter"),
        pytest.param({"headerCase": False}, "ID,Name,size\na,b,1\n", id="case of the header"),
        pytest.param({"escapeChar": "\\", "doubleQuote": False}, 'id,name,size\na,"b\\"c",1\n', id="escape"),
    ],
)
def test_a_dialect_is_followed(tmp_path: Path, dialect: dict[str, Any], content: str) -> None:
    assert places(check(tmp_path, THREE, content, dialect=dialect)) == []


def test_a_dialect_that_no_reader_can_follow_is_refused() -> None:
    with pytest.raises(PackageError) as caught:
        dialect_of(table(THREE, dialect={"delimiter": "::"}))

    assert caught.value.code == "dialect-error"


def zipped(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("table.csv", content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("suffix", "compress"),
    [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress), ("zip", zipped)],
)
def test_compressed_files_are_read(tmp_path: Path, suffix: str, compress: Any) -> None:
    name = f"table.csv.{suffix}"
    (tmp_path / name).write_bytes(compress(b"id,name,size\na,b,many\n"))

    report = check(tmp_path, THREE, "", path=name)

    assert places(report) == [("type-error", 2, "size")]


@pytest.mark.parametrize("suffix", ["gz", "bz2", "xz", "zip"])
def test_a_file_that_cannot_be_decompressed_is_an_issue(tmp_path: Path, suffix: str) -> None:
    name = f"table.csv.{suffix}"
    (tmp_path / name).write_bytes(b"id,name,size\na,b,1\n")

    assert one(check(tmp_path, THREE, "", path=name)).code == "compression-error"


@pytest.mark.parametrize(
    ("match", "content", "expected"),
    [
        ("equal", "size,name,id\n1,b,a\n", []),
        ("subset", "more,size,name,id\nx,1,b,a\n", []),
        ("superset", "id,size\na,1\n", []),
        ("partial", "id,more\na,1\n", []),
        ("partial", "more,most\na,1\n", [("unmatched-header", 1, "")]),
        ("subset", "more,name,id\nx,b,a\n", [("missing-label", 1, "size")]),
        ("superset", "id,more\na,1\n", [("extra-label", 1, "")]),
    ],
)
def test_fields_match_as_the_schema_says(
    tmp_path: Path, match: str, content: str, expected: list[tuple[str, int | None, str]]
) -> None:
    assert places(check(tmp_path, {**THREE, "fieldsMatch": match}, content))[-1:] == expected


@pytest.mark.parametrize(
    ("text", "offset"),
    [('a,"b\n', 2), ('a,"b"\n', None), ('5" pipe,b\n', None), ('a,"b""c', 2), ('"a"b,c', None), ("", None)],
)
def test_an_open_quote_is_found(text: str, offset: int | None) -> None:
    records = records_of(text, dialect_of(table(THREE)))
    for _ in records:
        pass

    assert (records.flaw.column - 1 if records.flaw else None) == offset


FOUR = schema(*(field(name) for name in ("alpha", "beta", "gamma", "delta")))


@pytest.mark.parametrize(
    ("labels", "codes"),
    [
        ("un,deux,trois,quatre", ["unmatched-header"]),
        ("un,deux,trois,delta", ["incorrect-label", "incorrect-label", "incorrect-label"]),
        ("alpha,beta,gamma,delta", []),
    ],
    ids=["nothing", "one", "all"],
)
def test_a_header_that_has_nothing_in_common_with_its_schema_is_one_finding(
    tmp_path: Path, labels: str, codes: list[str]
) -> None:
    assert [issue.code for issue in check(tmp_path, FOUR, f"{labels}\na,b,c,d\n").issues] == codes


@pytest.mark.parametrize(("row", "hint"), [("a,b,1,", "trailing-delimiter"), ("a,b,1,x", ""), ("a,b,1,,", "")])
def test_a_delimiter_at_the_end_of_a_row_is_said_to_be_one_too_many(tmp_path: Path, row: str, hint: str) -> None:
    issues = check(tmp_path, THREE, f"id,name,size\n{row}\n").issues

    assert {(issue.code, issue.hint) for issue in issues} == {("extra-cell", hint)}


def test_below_another_delimiter_all_is_checked(tmp_path: Path) -> None:
    report = check(tmp_path, THREE, "id;name;size\na;b;x\n")

    assert places(report) == [("dialect-error", 1, ""), ("type-error", 2, "size")]
    assert 'Declare it in the dialect of the table, "delimiter": ";"' in report.issues[0].advice()
