"""The canonical form: each rule is broken once, and its neighbour passes."""

from __future__ import annotations

from pathlib import Path

import house
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from saying import said

from ampere_data.curation import canonical, files
from ampere_data.curation.rules import Curation
from ampere_data.tabular import files as reading
from ampere_data.tabular import parts
from ampere_data.tabular.check import check_table
from ampere_data.tabular.package import Table
from ampere_data.tabular.schema import read_schema

TABLE = house.package().tables["sources"]
GOOD = b"source_id,characters\ns000,900\ns001,500\n"

# From how many bytes on a file is looked at by blocks, and how large these are.
SIZES = [(1_000, 4_096), (0, 4_096), (0, 16)]


@pytest.fixture
def sized(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    many, block = request.param
    monkeypatch.setattr(files, "_MANY", many)
    monkeypatch.setattr(parts, "SMALL", 0)
    monkeypatch.setattr(reading, "BLOCK", block)


def found(raw: bytes, table: Table = TABLE) -> list[tuple[str, int | None, str]]:
    return [(issue.code, issue.line, issue.detail) for issue in said(files.check_file(table, raw))]


def in_cells(**cells: str) -> list[tuple[str, str]]:
    return [
        (issue.code, issue.field) for issue in said(canonical.check_cells(house.rows("claims", house.claim(**cells))))
    ]


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(GOOD, id="plain"),
        pytest.param(b'source_id,characters\n"s,0",900\n', id="comma quoted"),
        pytest.param(b'source_id,characters\n"s""0",900\n', id="quote quoted"),
        pytest.param(b'source_id,characters\n"s\n0",900\n', id="newline quoted"),
        pytest.param(b"source_id,characters\n", id="header only"),
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe\x00", id="not UTF-8: the reader's finding"),
        pytest.param(b"source_id;characters\ns000;900\n", id="semicolons: the reader's finding"),
        pytest.param(b'source_id,characters\n"s000,900\n', id="open quote: the reader's finding"),
    ],
)
def test_a_canonical_file_and_an_unreadable_one_have_no_findings(raw: bytes) -> None:
    assert found(raw) == []


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(b"\xef\xbb\xbf" + GOOD, ("canonical-bom", 1, ""), id="BOM"),
        pytest.param(GOOD.replace(b"\n", b"\r\n"), ("canonical-newline", 1, ""), id="CRLF"),
        pytest.param(GOOD.replace(b"\n", b"\r"), ("canonical-newline", 1, ""), id="CR"),
        pytest.param(GOOD.replace(b"900\n", b"900\r\n"), ("canonical-newline", 2, ""), id="one CRLF"),
        pytest.param(GOOD.rstrip(), ("canonical-final-newline", 3, "missing"), id="no final newline"),
        pytest.param(GOOD + b"\n\n", ("canonical-final-newline", 4, "several"), id="three final newlines"),
        pytest.param(GOOD.replace(b"s000", b'"s000"'), ("canonical-quote", 2, ""), id="needless quotes"),
        pytest.param(GOOD.replace(b"s000", b's"000'), ("canonical-quote", 2, ""), id="bare quote"),
    ],
)
@pytest.mark.parametrize("sized", SIZES, indirect=True)
@pytest.mark.usefixtures("sized")
def test_each_rule_of_the_bytes_is_reported_at_its_line(
    tmp_path: Path, raw: bytes, expected: tuple[str, int, str]
) -> None:
    (tmp_path / "t.csv").write_bytes(raw)

    assert found(raw) == [expected]
    checked = check_table(TABLE._replace(file=tmp_path / "t.csv"), rules=Curation())
    assert [(issue.code, issue.line, issue.detail) for issue in files.check_form(checked)] == [expected]


@pytest.mark.parametrize("sized", SIZES[1:], indirect=True)
@pytest.mark.usefixtures("sized")
def test_a_large_file_is_looked_at_block_by_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(files, "read_bytes")
    (tmp_path / "t.csv").write_bytes(GOOD)

    assert not list(files.check_form(check_table(TABLE._replace(file=tmp_path / "t.csv"), rules=Curation())))


def test_the_count_of_foreign_newlines_leaves_out_those_inside_quotes() -> None:
    raw = b'source_id,characters\r\n"s\r\n0",900\r\n'

    issues = list(files.check_file(TABLE, raw))

    assert [(issue.code, issue.params.get("count")) for issue in issues] == [("canonical-newline", 2)]


def test_a_cell_with_a_return_is_quoted_under_every_version_of_python() -> None:
    assert files.written([["a\rb", "c"]]) == '"a\rb",c\n'


def test_a_table_that_does_not_ask_for_it_is_not_held_to_it() -> None:
    free = Table("free", "free.csv", read_schema({"fields": TABLE.schema.descriptor["fields"]}, "free"), {})

    assert found(b"\xef\xbb\xbfa;b\r\n", free) == []


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("note", "=1+1", "formula-cell"),
        ("note", "+33", "formula-cell"),
        ("note", "-dash", "formula-cell"),
        ("note", "-1e5", "formula-cell"),
        ("note", "-0.05-1", "formula-cell"),
        ("note", "@name", "formula-cell"),
        ("note", "\uff1d1", "formula-cell"),
        ("note", "a\u200bb", "control-character"),
        ("note", "a\u202eb", "control-character"),
        ("note", "a\x07b", "control-character"),
        ("note", "a\ufeffb", "control-character"),
        ("note", "a\rb", "control-character"),
        ("note", "a\ufffdb", "control-character"),
        ("note", "e\u0301t", "canonical-nfc"),
        ("note", " a", "canonical-blank"),
        ("note", "a ", "canonical-blank"),
        ("note", "a  b", "canonical-blank"),
        ("note", "a\u00a0b", "canonical-blank"),
        ("note", "a \nb", "canonical-blank"),
        ("note", "Amp\u0435re", "look-alike"),
        ("value", "10.000", "french-number"),
        ("value", "1,5", "french-number"),
        ("value", "1_000", "canonical-number"),
        ("value", "1e3", "canonical-number"),
        ("value", "5.0", "canonical-number"),
        ("value", "+5", "canonical-number"),
        ("value", "NaN", "canonical-number"),
        ("value", "=5", "formula-cell"),
    ],
)
def test_each_rule_of_the_characters_is_reported_once(field: str, text: str, code: str) -> None:
    assert in_cells(**{field: text}) == [(code, field)]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("note", "\u00e9t\u00e9, two\nlines \u2013 \u201cquoted\u201d"),
        ("note", "\u0420\u043e\u0441\u0441\u0438\u044f"),
        ("note", "a - b"),
        ("note", "-0.05"),
        ("note", "-12"),
        ("value", "-5"),
        ("value", "0.125"),
        ("value", "1.125"),
        ("value", "10,000"),
        ("value", "many"),
        ("sure", "VRAI"),
    ],
)
def test_neighbours_pass_and_what_frictionless_refuses_is_left_to_it(field: str, text: str) -> None:
    assert in_cells(**{field: text}) == []


def test_a_share_and_a_column_of_decimals_are_not_taken_for_thousands() -> None:
    assert in_cells(value="1.000", unit="share") == [("canonical-number", "value")]
    two = house.rows("claims", house.claim("a", value="10.000"), house.claim("b", value="0.350"))
    assert [issue.params["mended"] for issue in canonical.check_cells(two)] == ["10", "0.35"]


def test_what_is_quoted_from_a_document_keeps_its_own_blanks() -> None:
    quoted = house.rows("evidence", house.proof(exact="10\u00a0000  e\u0301"))

    assert list(canonical.check_cells(quoted)) == []


def test_per_cent_is_mended_where_the_unit_is_a_share() -> None:
    rows = house.rows("claims", house.claim(value="35 %", unit="share"), house.claim(value="35 %"))

    assert [(issue.line, issue.params["mended"]) for issue in canonical.check_cells(rows)] == [(2, "0.35")]


def test_the_hint_is_the_mended_cell() -> None:
    rows = house.rows("claims", house.claim(comparator="a\u200bbout ", note=" un  deux", value="12.500"))

    issues = canonical.check_cells(rows)

    assert {issue.field: issue.params["mended"] for issue in issues} == {
        "comparator": "about",
        "note": "un deux",
        "value": "12500",
    }


@settings(max_examples=200, deadline=None)
@given(raw=st.one_of(st.binary(max_size=60), st.text('s,"\r\n\x00\ufeff', max_size=30).map(str.encode)))
def test_any_bytes_are_looked_at_without_harm(raw: bytes) -> None:
    lines = raw.count(b"\n") + raw.count(b"\r") + 1

    for issue in files.check_file(TABLE, GOOD + raw):
        assert issue.line is not None
        assert 1 <= issue.line <= lines + 3


def order(*ids: str) -> list[tuple[str, int | None, object]]:
    rows = house.rows("claims", *(house.claim(claim_id) for claim_id in ids))
    return [
        (issue.detail, issue.line, issue.params.get("neighbour"))
        for issue in said(canonical.check_order(house.checked(rows)))
    ]


def test_a_row_out_of_order_is_reported_once_with_its_place() -> None:
    assert order("a", "b", "c") == []
    assert order("b", "c", "a", "d") == [("first", 4, None)]
    assert order("d", "a", "b", "c") == [("after", 2, "c")]
    assert order("a", "a") == []


def test_positions_are_sorted_as_numbers_and_texts_by_code_point() -> None:
    numbers = house.rows("passages", *({"source_id": "s000", "start": str(n), "end": "99"} for n in (9, 10, 100)))

    assert list(canonical.check_order(house.checked(numbers))) == []
    assert order("Z", "a", "\u00e9") == []


@settings(max_examples=100, deadline=None)
@given(keys=st.lists(st.integers(0, 20)))
def test_the_rows_left_in_order_are_in_order_and_as_many_as_can_be(keys: list[int]) -> None:
    kept = canonical.in_order([((0, key),) for key in keys])

    run = [keys[index] for index in kept]
    longest: list[int] = []
    for position, key in enumerate(keys):
        longest.append(1 + max((longest[i] for i in range(position) if keys[i] <= key), default=0))
    assert run == sorted(run)
    assert len(run) == max(longest, default=0)
