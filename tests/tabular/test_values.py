"""Tables that are not CSV: where their findings are, what is said of broken files, and what hostile ones cannot do."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from engine import field, one, resource, schema, write_package
from saying import validate
from writing import parquet, workbook

from ampere_data.tabular import frames as framing
from ampere_data.tabular import storage, values
from ampere_data.tabular.rendering import Style, render
from ampere_data.tabular.report import Report

PLAIN = schema(field("id", "integer"), field("name"))
SHEET: dict[str, list[list[Any]]] = {"S": [["id", "name"], [1, "a"], [2, "b"]]}


def report(folder: Path, path: str, content: bytes | str, described: dict[str, Any] = PLAIN, **more: object) -> Report:
    """Validate a table of one file."""
    return validate(write_package(folder, {path: content}, resource("t", described, path=path, **more)))


def places(found: Report) -> list[tuple[str, int | None, int | None, str]]:
    return [(one.code, one.line, one.row, one.field) for one in found.issues]


# JSON: a finding names the line on which its row begins


def test_a_finding_in_json_names_the_row_of_its_object(tmp_path: Path) -> None:
    text = '[\n {"id": 1,\n  "name": "a"},\n\n {"id": "x",\n  "name": "b"}, {"id": 3, "name": 4}\n]\n'

    assert places(report(tmp_path, "x.json", text)) == [("type-error", None, 3, "id"), ("type-error", None, 4, "name")]


def test_a_finding_below_properties_names_its_row_too(tmp_path: Path) -> None:
    text = '{"a": [{"rows": [[]]}, "\\u007d"],\r\n"b": {"x": {}, "rows": [["id", "name"],\r\n["x", "b"]]}}\r\n'

    found = report(tmp_path, "x.json", text, dialect={"json": {"property": "b.rows"}})

    assert places(found) == [("type-error", None, 2, "id")]


def test_a_name_that_no_field_has_is_said_with_the_first_object_that_has_it(tmp_path: Path) -> None:
    text = '[{"id": 1, "name": "a"},\n{"id": 2, "nom": "b"},\n{"id": 3, "nom": "c"}]'

    assert places(report(tmp_path, "x.json", text)) == [("extra-label", None, 3, "")]


def test_names_of_objects_may_be_chosen(tmp_path: Path) -> None:
    text = '[{"id": 1, "more": 2, "name": "a"}]'

    assert report(tmp_path, "x.json", text, dialect={"json": {"keys": ["id", "name"]}}).valid
    assert report(tmp_path, "x.json", text, dialect={"itemKeys": ["id", "name"]}).valid
    assert not report(tmp_path, "x.json", text).valid


def test_names_are_matched_without_case_where_the_dialect_says_so(tmp_path: Path) -> None:
    text = '[{"NAME": "a", "ID": 1}]'

    assert report(tmp_path, "x.json", text, dialect={"headerCase": False}).valid
    assert not report(tmp_path, "x.json", text).valid


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[{"id": 1},\n {"id": 2', 2, "a comma is missing"),
        ('[{"id": 1}]\n]', 2, "something follows the end"),
        ('[{"id": 1},\n]', 1, "a comma stands before the end"),
        ('[{"id": 1,\n\n }]', 1, "a comma stands before the end"),
        ('[{"id": 1},\n,]', 2, "a value is expected"),
        ("", 1, "a value is expected"),
        ('[{"id": NaN, "name": "a"}]', None, "neither NaN nor Infinity"),
        ('{"id": 1}', None, "holds no JSON array"),
        ("[1, 2]", None, "neither lists nor objects"),
        ("[]", None, "is empty"),
        ("[" * 100_000, None, "nested too deeply"),
    ],
    ids=[
        *("cut off", "surplus", "comma", "comma in an object", "commas", "nothing"),
        *("NaN", "object", "numbers", "empty", "deep"),
    ],
)
def test_json_that_holds_no_table_is_said_with_its_line(tmp_path: Path, text: str, line: int | None, said: str) -> None:
    found = one(report(tmp_path, "x.json", text))

    assert (found.code, found.line) == ("source-error", line)
    assert said in found.message


def test_a_line_that_is_not_json_leaves_the_others_to_be_checked(tmp_path: Path) -> None:
    text = '{"id": 1, "name": "a"}\r\n{"id": 2\r\n\r\n[3]\r\n{"id": "x", "name": "b"}\r\n'

    found = report(tmp_path, "x.jsonl", text)

    assert places(found) == [
        ("source-error", None, 3, ""),
        ("type-error", None, 4, "id"),
        ("source-error", 2, None, ""),
        ("blank-row", 3, None, ""),
    ]


def test_values_are_shown_as_json_writes_them(tmp_path: Path) -> None:
    text = '[{"id": true, "name": {"a": [null]}}]'

    assert [issue.value for issue in report(tmp_path, "x.json", text).issues] == ["true", '{"a": [null]}']


def test_numbers_no_field_holds_are_no_whole_numbers_and_take_no_time(tmp_path: Path) -> None:
    text = '[{"id": 1e999999999, "name": "a"}, {"id": ' + "9" * 100_000 + ', "name": "b"}]'

    assert [issue.code for issue in report(tmp_path, "x.json", text).issues] == ["type-error", "type-error"]


def test_numbers_are_as_exact_as_they_are_written(tmp_path: Path) -> None:
    described = schema(field("n", "number", maximum="0.1", unique=True))

    assert report(tmp_path, "x.json", '[{"n": 0.1}, {"n": 0.10000000000000000001e0}]', described).codes == {
        "constraint-error": 1
    }
    assert report(tmp_path, "x.json", '[{"n": 0.1}, {"n": 1E-1}]', described).codes == {"unique-error": 1}


@pytest.mark.parametrize("many", [0, 1_000_000])
def test_half_a_letter_is_text_as_frictionless_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(framing, "MANY", many)
    described = schema(field("id", "integer"), field("name", minLength=2))

    found = report(tmp_path, "x.json", '[{"id": 1, "name": "\\ud800"}, {"id": 2, "name": "ab"}]', described)

    assert places(found) == [("constraint-error", None, 2, "name")]


def test_json_alone_is_a_table_where_a_schema_is_given(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text('[{"id": "x", "name": "a"}]', encoding="utf-8")

    assert [issue.code for issue in validate(file, schema=PLAIN).issues] == ["type-error"]
    assert [issue.code for issue in validate(file).issues] == ["package-error"]


def test_rules_of_the_house_hold_in_json(tmp_path: Path) -> None:
    described = schema({"name": "day", "edtf": {"earliest": "from"}}, field("from", "date"))

    found = report(tmp_path, "x.json", '[{"day": "2031-05", "from": "2031-05-01"},\n{"day": "soon"}]', described)

    assert places(found) == [("edtf-error", None, 3, "day")]


# Workbooks


@pytest.mark.parametrize("dialect", [{"sheetName": "T"}, {"sheetNumber": 2}, {"excel": {"sheet": "T"}}])
def test_a_sheet_is_named_as_the_standard_does_or_as_frictionless(tmp_path: Path, dialect: dict[str, Any]) -> None:
    book = workbook({"S": [["other"], [1]], "T": [["id", "name"], ["x", "a"]]})

    assert places(report(tmp_path, "x.xlsx", book, dialect=dialect)) == [("type-error", None, 2, "id")]


def test_a_sheet_that_is_not_there_is_said_with_those_that_are(tmp_path: Path) -> None:
    found = one(report(tmp_path, "x.xlsx", workbook(SHEET), dialect={"sheetName": "Z"}))

    assert found.code == "format-error"
    assert found.message == "x.xlsx cannot be read as a table: the workbook has no sheet 'Z'; there are: S"


def test_a_row_of_a_workbook_is_named_where_there_are_no_lines(tmp_path: Path) -> None:
    found = report(tmp_path, "x.xlsx", workbook({"S": [["id", "name"], ["x", "a"], [2, "b"], ["y", "c"]]}))

    assert list(render(found))[1].startswith("  row 2, id:")
    assert list(render(found, "text", Style("fr")))[1].startswith("  ligne 2, id")
    assert "| x.xlsx | row 4 | id |" in "\n".join(render(found, "markdown"))


def test_empty_columns_at_the_end_are_said_once(tmp_path: Path) -> None:
    book = _patched(workbook(SHEET), lambda sheet: sheet.replace(b'ref="A1:B3"', b'ref="A1:XFD3"'))

    found = one(report(tmp_path, "x.xlsx", book))

    assert (found.code, found.message[:20]) == ("blank-label", "Columns 3 to 16384 h")


@pytest.mark.parametrize("content", [b"", b"id,name\n1,a\n", b"PK\x03\x04"], ids=["empty", "CSV", "cut off"])
def test_what_is_no_workbook_is_said_so(tmp_path: Path, content: bytes) -> None:
    assert one(report(tmp_path, "x.xlsx", content)).code == "format-error"


def test_merged_cells_are_not_filled_and_that_is_said(tmp_path: Path) -> None:
    found = report(tmp_path, "x.xlsx", workbook(SHEET), dialect={"excel": {"fillMergedCells": True}})

    assert one(found).code == "dialect-error"
    assert report(tmp_path, "x.xlsx", workbook(SHEET), dialect={"excel": {"fillMergedCells": False}}).valid


def test_a_missing_library_is_a_finding_that_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    found = one(report(tmp_path, "x.xlsx", workbook(SHEET) if "openpyxl" not in sys.modules else b""))

    assert (found.code, found.detail) == ("format-error", "extra")
    assert "NOT checked" in found.message
    assert 'pip install "ampere-data[excel]"' in found.message


# Parquet


def test_a_struct_in_parquet_is_an_object_and_a_row_of_nothing_is_blank(tmp_path: Path) -> None:
    described = schema(field("id", "integer"), field("o", "object", minLength=2))

    found = report(tmp_path, "x.parquet", parquet([["id", "o"], [1, {"a": 1, "b": "x"}], [None, None]]), described)

    assert places(found) == [("blank-row", None, 3, "")]


@pytest.mark.parametrize("value", [[1, 2], {"a": {"b": [1]}}])
def test_lists_in_parquet_are_refused_with_the_name_of_the_column(tmp_path: Path, value: object) -> None:
    found = one(report(tmp_path, "x.parquet", parquet([["id", "o"], [1, value]])))

    assert found.code == "format-error"
    assert ("column “o”" if isinstance(value, list) else "column “b”") in found.message


def test_a_day_beyond_the_calendar_is_no_traceback(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet as files

    stream = io.BytesIO()
    files.write_table(pa.table({"id": [1], "name": pa.array([10**8], pa.date32())}), stream)

    assert one(report(tmp_path, "x.parquet", stream.getvalue())).code == "source-error"


def test_a_file_whose_columns_tell_lies_does_not_end_the_program(tmp_path: Path) -> None:
    whole = parquet([["id", "name"], [1, "a"], [2, "b"]])
    footer = len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")

    for at in range(footer, len(whole) - 8):
        broken = bytearray(whole)
        broken[at] ^= 0x3C
        report(tmp_path, "x.parquet", bytes(broken))


def test_broken_parquet_is_said_so(tmp_path: Path) -> None:
    whole = parquet([["id", "name"], [1, "a"]])

    assert report(tmp_path, "x.parquet", whole).valid
    assert one(report(tmp_path, "x.parquet", whole[:-9])).code == "source-error"
    assert one(report(tmp_path, "x.parquet", b"id,name\n")).code == "source-error"


def test_the_index_of_a_frame_is_a_column_if_it_has_a_name(tmp_path: Path) -> None:
    import pandas as pd

    for name, valid in (("id", True), (None, False)):
        stream = io.BytesIO()
        pd.DataFrame({"name": ["a", "b"]}, index=pd.Index([7, 9], name=name)).to_parquet(stream)

        assert report(tmp_path, "x.parquet", stream.getvalue()).valid == valid


# Hostile files


def _patched(book: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Change the XML of the only sheet."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            raw = old.read(entry)
            new.writestr(entry.filename, change(raw) if "sheet1" in entry.filename else raw)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"<sheetData>", b"<sheetData>" + b" " * 100_000_000, "compression-error"),
        (b'<row r="3">', b'<row r="4000000000">', "compression-error"),
        (b'r="B3"', b'r="ZZZZZZZ3"', "source-error"),
    ],
    ids=["zip bomb", "a row far away", "a column that is none"],
)
def test_a_workbook_cannot_grow_beyond_its_bounds(tmp_path: Path, old: bytes, new: bytes, code: str) -> None:
    size = b'<dimension ref="A1:B3" />'
    book = _patched(workbook(SHEET), lambda sheet: sheet.replace(old, new).replace(size, b""))

    assert one(report(tmp_path, "x.xlsx", book)).code == code


def test_entities_of_a_workbook_are_not_multiplied(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    bomb += b"".join(b'<!ENTITY %c "%s">' % (name, b"&%c;" % (name - 1) * 10) for name in b"bcdefghijklm")
    book = _patched(workbook(SHEET), lambda sheet: bomb + b"]>" + sheet.replace(b"<v>1</v>", b"<v>&m;</v>"))

    assert one(report(tmp_path, "x.xlsx", book)).code == "source-error"


@pytest.mark.parametrize("nested", [False, True])
def test_parquet_cannot_grow_beyond_its_bounds(tmp_path: Path, nested: bool) -> None:  # noqa: FBT001 - a case
    import pyarrow as pa
    from pyarrow import parquet as files

    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 10_000, pa.int32()), pa.array(["x" * 100_000]))
    column = pa.StructArray.from_arrays([texts], ["a"]) if nested else texts
    stream = io.BytesIO()
    files.write_table(pa.table({"id": range(len(column)), "name": column}), stream, compression="zstd")

    assert one(report(tmp_path, "x.parquet", stream.getvalue())).code == "compression-error"


def test_numbers_in_parquet_cannot_grow_beyond_their_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "ALWAYS_ALLOWED", 100_000)
    many = parquet([["id", "name"], *([1, "a"] for _ in range(20_000))])

    assert one(report(tmp_path, "x.parquet", many)).code == "compression-error"
    assert report(tmp_path, "x.parquet", parquet([["id", "name"], [1, "a"]])).valid


@pytest.mark.parametrize("kind", [dict, list])
def test_rows_that_are_mostly_empty_are_not_filled_up_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type
) -> None:
    monkeypatch.setattr(values, "MOST_FILLED", 1_000)
    names = [f"n{number}" for number in range(100)]
    wide = dict.fromkeys(names, 1) if kind is dict else names
    narrow = {"n1": 1} if kind is dict else [1]
    described = {"fields": [{"name": name, "type": "any"} for name in names]}

    assert one(report(tmp_path, "x.json", json.dumps([wide, *[narrow] * 1_000]), described)).code == "source-error"
    assert "source-error" not in report(tmp_path, "x.json", json.dumps([wide, narrow]), described).codes


def test_no_module_of_the_working_folder_reads_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "frictionless_evil.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    path = write_package(tmp_path, {"x.xlsx": workbook(SHEET)}, resource("t", PLAIN, path="x.xlsx"))
    program = f"import ampere_data; print(ampere_data.validate({str(path)!r}).valid)"

    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=False)

    assert (run.stdout.strip(), run.stderr) == ("True", "")


@pytest.mark.parametrize("form", ["xls", "ods", "yaml", "html", "sqlite", "sql", "gsheets", "py", "anything"])
def test_other_formats_are_refused_and_nothing_is_read(tmp_path: Path, form: str) -> None:
    found = one(report(tmp_path, "x.dat", b"\x00", format=form))

    assert (found.code, found.detail) == ("format-error", "")
    assert f"its format is {form}" in found.message


def test_a_format_that_is_read_is_not_refused(tmp_path: Path) -> None:
    assert report(tmp_path, "x.dat", '[{"id": 1, "name": "a"}]', format="json").valid


def test_a_file_beside_the_tables_may_be_in_any_format(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"x.csv": "id,name\n1,a\n", "notes.ods": b"\x00", "map.json": '{"type": "map"}'}

    found = validate(
        write_package(
            tmp_path,
            files,
            resource("t", PLAIN, path="x.csv"),
            {"name": "notes", "path": "notes.ods"},
            {"name": "map", "path": "map.json"},
        )
    )

    assert found.valid


# Foreign keys of a table that is checked alone


@pytest.mark.parametrize("target", ["file", "frame"])
def test_foreign_keys_to_tables_not_at_hand_are_counted_and_never_shown_as_checked(tmp_path: Path, target: str) -> None:
    import pandas as pd

    keys = [
        {"fields": "id", "reference": {"resource": "others", "fields": "id"}},
        {"fields": "name", "reference": {"resource": "names", "fields": "name"}},
        {"fields": "id", "reference": {"resource": "", "fields": "id"}},
    ]
    file = tmp_path / "x.csv"
    file.write_text("id,name\n1,a\n", encoding="utf-8")

    found = validate(
        file if target == "file" else pd.DataFrame({"id": [1], "name": ["a"]}), schema={**PLAIN, "foreignKeys": keys}
    )

    assert found.valid
    assert found.unverified
    assert found.counts["foreign_keys_unchecked"] == 2
    assert found.summary()[0] == "No issue found in what could be checked."
    assert found.summary()[-1].startswith("2 foreign keys NOT checked")
    assert found.summary("fr")[-1].startswith("2 clés étrangères NON vérifiées")


def test_a_table_without_foreign_keys_to_others_has_nothing_unchecked(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("id,name\n1,a\n", encoding="utf-8")
    own = [{"fields": "id", "reference": {"resource": "", "fields": "id"}}]

    found = validate(file, schema={**PLAIN, "foreignKeys": own})

    assert not found.unverified
    assert "foreign_keys_unchecked" not in found.counts
    assert found.summary()[0] == "No issue found."


def test_in_a_package_no_foreign_key_is_left_unchecked(tmp_path: Path) -> None:
    pointing = {**PLAIN, "foreignKeys": [{"fields": "id", "reference": {"resource": "other", "fields": "id"}}]}

    found = report(tmp_path, "x.csv", "id,name\n1,a\n", pointing)

    assert one(found).code == "resource-error"
    assert not found.unverified
