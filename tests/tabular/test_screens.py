"""Large tables: what the screen passes, what it stops, and that blocks end where records end."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from engine import check, field, places, schema, screened, table

from ampere_data.tabular.cells import readers
from ampere_data.tabular.dialects import Dialect
from ampere_data.tabular.parsing import parse_block
from ampere_data.tabular.screens import screen_of
from ampere_data.tabular.splitting import Splitter, count_lines

pa = pytest.importorskip("pyarrow")


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Send every table the way of the large ones."""
    with screened(monkeypatch):
        yield


@pytest.mark.parametrize("size", [1, 7, 40, 1000])
@pytest.mark.parametrize(
    "content",
    [
        'a,b\n"x\ny",2\n3,4\n',
        '5" pipe,b\n"x\ny",2\n3,4\n',
        'a,"b""\n""c"\r\nd,e\r\n',
        "a,b",
        "\n\n\n",
        "",
        'a,"b\nc,d\n',
    ],
)
def test_blocks_put_together_are_the_file_and_each_ends_with_a_record(content: str, size: int) -> None:
    splitter = Splitter(io.BytesIO(content.encode()), Dialect(), size)

    assert b"".join(block for block, _ in splitter) == content.encode()


def texts(content: bytes, width: int) -> list[list[str]]:
    block = parse_block(content, Dialect(), width, last=True)
    return [list(row) for row in zip(*(column.cells() for column in block.columns), strict=True)]


def test_rows_of_the_wrong_length_keep_their_place() -> None:
    content = b'a,b\nc\nd,e,f\n\n"g\nh",i\n'

    block = parse_block(content, Dialect(), 2, last=True)

    assert texts(content, 2) == [["a", "b"], ["c", ""], ["d", "e"], ["", ""], ["g\nh", "i"]]
    assert block.ragged == {1: ["c"], 2: ["d", "e", "f"], 3: []}
    assert [block.start_in(row) for row in range(5)] == [0, 1, 2, 3, 4]
    assert (block.records, block.lines) == (5, 6)


@pytest.mark.parametrize(
    ("described", "passed", "stopped"),
    [
        (field("f", "integer", minimum=0), ["1", "0", "007"], ["-1", "+1", "1.0", "1_0", " 1", "", "x"]),
        (field("f", "number"), ["1.5", "-2", "0.10"], ["1e3", "NaN", "1,5", ".5", ""]),
        (field("f", "number", exclusiveMaximum=2), ["1.9"], ["2", "2.1"]),
        (
            field("f", "date"),
            ["2024-02-28", "2024-12-31"],
            ["2024-2-28", "2024-02-29", "2024-04-31", "0000-01-01", "x", ""],
        ),
        (field("f", "date", minimum="2024-01-01"), ["2024-01-01"], ["2023-12-31"]),
        (field("f", "year"), ["2024"], ["24", ""]),
        (field("f", "datetime"), ["2024-10-31T09:30:00Z"], ["2024-10-31 09:30:00", "2024-10-31T25:00:00Z"]),
        (field("f", pattern="[a-z]+"), ["ab"], ["AB", "ab\n", ""]),
        (field("f", minLength=2, maxLength=3), ["éé"], ["é", "éééé"]),
        (field("f", required=True), ["x"], [""]),
    ],
)
def test_the_screen_passes_plain_spellings_and_stops_the_rest(
    described: dict[str, Any], passed: list[str], stopped: list[str]
) -> None:
    one = table(schema(described))
    screen = screen_of(readers(one)[0]["f"])
    assert screen is not None

    def sure(texts: list[str]) -> list[bool]:
        return [bool(screen(pa.array([text])).to_pylist()[0]) for text in texts]

    assert (sure(passed), sure(stopped)) == ([True] * len(passed), [False] * len(stopped))


@pytest.mark.parametrize(
    ("dialect", "encoding"),
    [({}, "utf-8"), ({"delimiter": ";"}, "utf-8"), ({"commentChar": "#"}, "utf-8"), ({}, "utf-16"), ({}, "cp1252")],
)
def test_rows_stand_on_their_lines_whatever_reads_them(tmp_path: Path, dialect: dict[str, Any], encoding: str) -> None:
    delimiter = dialect.get("delimiter", ",")
    lines = ["id,name,n", 'a,"é\n,x",1', "b,y", "", "c,y,many", "d,y,4,5", 'e,"\n\n",none']
    content = "\n".join(lines).replace(",", delimiter) + "\n"

    described = schema(field("id"), field("name"), field("n", "integer"))
    report = check(tmp_path, described, content.encode(encoding), dialect=dialect, encoding=encoding)

    assert places(report) == [
        ("missing-cell", 4, "n"),
        ("blank-row", 5, ""),
        ("type-error", 6, "n"),
        ("extra-cell", 7, ""),
        ("type-error", 8, "n"),
    ]
    assert report.counts == {"tables": 1, "rows": 5, "cells": 15}


def test_a_bad_byte_far_down_is_found_on_its_line(tmp_path: Path) -> None:
    content = b"id,name\n" + b"".join(b"%d,plain\n" % n for n in range(300)) + b"x,caf\xe9\n"

    report = check(tmp_path, schema(field("id"), field("name")), content)

    assert places(report) == [("encoding-error", 302, "")]
    assert report.issues[0].params["column"] == 6
    assert report.issues[0].params["likely"] == "windows-1252"


def test_a_compressed_file_is_screened_as_a_stream(tmp_path: Path) -> None:
    (tmp_path / "table.csv.gz").write_bytes(gzip.compress(b"id,n\n" + b"a,1\n" * 500 + b"b,x\n"))

    report = check(tmp_path, schema(field("id"), field("n", "integer")), "", path="table.csv.gz")

    assert places(report) == [("type-error", 502, "n")]


@pytest.mark.parametrize(("data", "lines"), [(b"a\nb\n", 2), (b"a\r\nb\r\n", 2), (b"a\rb\r", 2), (b"", 0)])
def test_lines_are_counted_however_they_end(data: bytes, lines: int) -> None:
    assert count_lines(data) == lines


def test_a_large_table_is_screened_without_pandas(tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    rows = (f"{row},{row % 7}.5,note {row},2024-0{1 + row % 9}-11" for row in range(60_000))
    file.write_text("id,share,note,day\n" + "\n".join(rows) + "\nx,,,\n\n", encoding="utf-8")
    schema = {
        "fields": [
            {"name": "id", "type": "integer", "constraints": {"minimum": 0, "maximum": 10**6}},
            {"name": "share", "type": "number", "constraints": {"minimum": 0}},
            {"name": "note", "type": "string", "constraints": {"minLength": 2, "maxLength": 20, "pattern": "note.*|"}},
            {"name": "day", "type": "date", "constraints": {"minimum": "2000-01-01"}},
        ],
        "primaryKey": ["id", "day"],
    }
    program = (
        "import json, sys, ampere_data\n"
        "report = ampere_data.validate(sys.argv[1], schema=json.loads(sys.argv[2]))\n"
        "print(report.codes, sorted({'pandas', 'pandera', 'pyarrow'} & set(sys.modules)))"
    )

    command = [sys.executable, "-c", program, str(file), json.dumps(schema)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)

    assert run.stdout.strip() == "{'type-error': 1, 'blank-row': 1} ['pyarrow']"
