"""Records without end: said where they begin, within bounds of memory, and nothing below them passes for checked."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from engine import check, field, places, schema, screened

from ampere_data.tabular import blocks, parts, quoting, splitting

TWO = schema(field("id"), field("n"))
MOST = 4_000


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (blocks, parts, quoting, splitting):
        monkeypatch.setattr(module, "LONGEST_RECORD", MOST)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
@pytest.mark.parametrize("small", [True, False])
def test_a_record_without_end_is_a_finding_and_what_stands_above_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, *, small: bool
) -> None:
    content = "id,n\na,1,2\nb," + "x" * 20 * MOST + "\nc,1,2\n"

    if small:
        report = check(tmp_path, TWO, content, encoding=encoding)
    else:
        with screened(monkeypatch, 64):
            report = check(tmp_path, TWO, content, encoding=encoding)

    assert places(report) == [("extra-cell", 2, ""), ("source-error", 3, "")]
    assert report.issues[1].detail == "endless"
    assert report.counts["rows"] == 1


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_long_record_is_none_as_long_as_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    content = "id,n\nb," + "x" * (MOST // 2) + "\nc,1\n"

    assert check(tmp_path, TWO, content, encoding=encoding).valid
    with screened(monkeypatch, 64):
        assert check(tmp_path, TWO, content, encoding=encoding).valid


def test_a_header_without_end_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with screened(monkeypatch, 64):
        report = check(tmp_path, TWO, "x" * 20 * MOST)

    assert [code for code, _, _ in places(report)] == ["source-error"]
    assert report.unread == ("table",)


def test_a_quote_without_end_is_named_as_the_quote_that_it_is(tmp_path: Path) -> None:
    report = check(tmp_path, TWO, 'id,n\nb,"' + "x\n" * 10 * MOST, encoding="latin-1")

    assert [(issue.line, issue.aspect) for issue in report.issues] == [(2, "quote")]


def test_a_compressed_line_without_end_is_read_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = gzip.compress(b"id,n\na," + b"x" * 2_000_000)
    with screened(monkeypatch, 64):
        report = check(tmp_path, TWO, content, compression="gz")

    assert [(issue.line, issue.detail) for issue in report.issues] == [(2, "endless")]
