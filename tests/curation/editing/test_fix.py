"""Mending: what is mended, what is left alone, and that nothing is ever lost."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path

import house
import lumifer
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from saying import fix

from ampere_data.cli.main import main
from ampere_data.curation import canonical, files
from ampere_data.curation.editing.fix import Fixes
from ampere_data.curation.editing.tables import Change
from ampere_data.curation.shipped import shipped
from ampere_data.tabular.errors import PackageError
from ampere_data.tabular.package import open_package
from ampere_data.tabular.reading import read_rows
from ampere_data.words import LANGUAGES

Record = dict[str, str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package on disk that needs no mending."""
    resources = []
    for name, schema in house.SCHEMAS.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(schema), encoding="utf-8")
        resources.append({"name": name, "path": f"data/{name}.csv", "schema": f"{name}.json"})
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "house", "resources": resources}), encoding="utf-8")
    (tmp_path / "data").mkdir()
    put(tmp_path, "sources", house.SOURCE_ROWS)
    put(tmp_path, "subjects", house.SUBJECT_ROWS)
    put(tmp_path, "claims", [house.claim("a"), house.claim("b")])
    put(tmp_path, "passages", [])
    put(tmp_path, "evidence", [])
    return tmp_path


def put(folder: Path, table: str, records: Iterable[Record]) -> None:
    (folder / "data" / f"{table}.csv").write_text(house.csv_text(table, *records), encoding="utf-8", newline="")


def put_raw(folder: Path, raw: bytes, table: str = "claims") -> None:
    (folder / "data" / f"{table}.csv").write_bytes(raw)


def raw_of(folder: Path, table: str = "claims") -> bytes:
    return (folder / "data" / f"{table}.csv").read_bytes()


def records_of(folder: Path, table: str = "claims") -> list[Record]:
    return list(csv.DictReader(io.StringIO(raw_of(folder, table).decode("utf-8"), newline="")))


def whys(fixes: Fixes) -> set[str]:
    return {change.why for change in fixes.changes}


def test_what_is_canonical_is_left_as_it_is(folder: Path) -> None:
    before = raw_of(folder)

    fixes = fix(folder)

    assert fixes == Fixes((), (), ())
    assert raw_of(folder) == before


GOOD = house.csv_text("claims", house.claim("a"), house.claim("b"))


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"\xef\xbb\xbf" + GOOD.encode(), "canonical-bom"),
        (GOOD.replace("\n", "\r\n").encode(), "canonical-newline"),
        (GOOD.replace("\n", "\r").encode(), "canonical-newline"),
        (GOOD.rstrip().encode(), "canonical-final-newline"),
        ((GOOD + "\n\n").encode(), "canonical-final-newline"),
        (GOOD.replace("output", '"output"').encode(), "canonical-quote"),
        (GOOD.encode("utf-16"), "encoding-error"),
        (GOOD.encode("utf-32"), "encoding-error"),
        (GOOD.replace(";", "|").replace(",", ";").replace("s000|s001", '"s000;s001"').encode(), "dialect-error"),
        (b"sep=,\n" + GOOD.encode(), "dialect-error"),
        (GOOD.replace(",", "\t").encode(), "dialect-error"),
        (GOOD.replace("claim_id", " claim_id").encode(), "canonical-blank"),
        (GOOD.replace("\nb,", "\n,,,,,,,,,,,,\nb,").encode(), "blank-row"),
    ],
    ids=[
        "BOM",
        "CRLF",
        "CR",
        "no end",
        "many ends",
        "quotes",
        "16",
        "32",
        "semicolons",
        "sep",
        "tabs",
        "label",
        "blank row",
    ],
)
def test_the_form_of_a_file_is_mended(folder: Path, raw: bytes, why: str) -> None:
    put_raw(folder, raw)

    fixes = fix(folder)

    assert raw_of(folder).decode() == GOOD
    assert why in whys(fixes)
    assert fixes.files == ("data/claims.csv",)


@pytest.mark.parametrize(
    ("field", "before", "after", "why"),
    [
        ("value", "10.000", "10000", "french-number"),
        ("value", "10\u202f000", "10000", "french-number"),
        ("value", "1,5", "1.5", "french-number"),
        ("value", "5.0", "5", "canonical-number"),
        ("sure", "VRAI", "true", "french-boolean"),
        ("note", " deux  mots", "deux mots", "canonical-blank"),
        ("note", "e\u0301t", "\u00e9t", "canonical-nfc"),
        ("note", "a\u200bb", "ab", "control-character"),
        ("note", "a\r\nb", "a\nb", "control-character"),
        ("subject", "\u043eutput", "output", "look-alike"),
        ("comparator", "About", "about", "look-alike"),
        ("told_earliest", "01/05/2024", "2024-05-01", "edtf-bounds"),
        ("told_latest", "", "2024-05-31", "edtf-bounds"),
        ("source_ids", "s000; s001;", "s000;s001", "list-error"),
    ],
)
def test_a_cell_is_mended_and_told(folder: Path, field: str, before: str, after: str, why: str) -> None:
    put(folder, "claims", [house.claim("a", **{field: before}), house.claim("b")])

    fixes = fix(folder)

    change = fixes.changes[0]
    assert (change.line, change.field, change.before, change.after, change.why) == (2, field, before, after, why)
    assert records_of(folder)[0] == house.claim("a", **{field: after})


def test_per_cent_is_a_share_only_where_the_unit_says_so(folder: Path) -> None:
    share = house.claim("a", subject="margin", unit="share", value="35 %")
    cars = house.claim("b", value="35 %")
    put(folder, "claims", [share, cars])

    fixes = fix(folder)

    assert [record["value"] for record in records_of(folder)] == ["0.35", "35 %"]
    assert [(issue.detail, issue.line, issue.value) for issue in fixes.left] == [("ambiguous", 3, "35 %")]


def test_a_date_that_a_spreadsheet_rewrote_is_mended_where_it_reads_in_one_way(folder: Path) -> None:
    told = {"told_earliest": "2024-10-31", "told_latest": "2024-10-31"}
    put(folder, "claims", [house.claim("a", told="31/10/2024", told_earliest="31/10/2024", told_latest="31/10/2024")])

    fix(folder)

    assert records_of(folder) == [house.claim("a", told="2024-10-31", **told)]


@pytest.mark.parametrize(
    ("field", "text"),
    [("value", "10,000"), ("value", "about 5"), ("told", "2023-S2"), ("told", "05/10/2024"), ("note", "=1+1")],
)
def test_what_could_be_meant_in_two_ways_is_left_alone(folder: Path, field: str, text: str) -> None:
    put(folder, "claims", [house.claim("a", **{field: text})])
    before = raw_of(folder)

    fixes = fix(folder)

    assert raw_of(folder) == before
    assert fixes.changes == ()


def test_rows_are_sorted_and_each_that_moved_is_told(folder: Path) -> None:
    put(folder, "claims", [house.claim("b", note="one\ntwo"), house.claim("c"), house.claim("a")])

    fixes = fix(folder)

    assert [record["claim_id"] for record in records_of(folder)] == ["a", "b", "c"]
    assert [(one.why, one.before, one.after) for one in fixes.changes] == [("canonical-order", "5", "2")]


def test_sources_follow_from_the_proofs(folder: Path) -> None:
    put(folder, "evidence", [house.proof("a", "s001"), house.proof("c", "s009")])
    put(folder, "claims", [house.claim("a"), house.claim("b"), house.claim("c", source_ids="s000")])

    fixes = fix(folder)

    assert [record["source_ids"] for record in records_of(folder)] == ["s001", "s000;s001", "s000"]
    assert whys(fixes) == {"source-ids-mismatch"}


def test_the_day_from_which_a_record_is_known_follows_from_its_proofs(tmp_path: Path) -> None:
    folder = lumifer.copy(tmp_path)
    file = folder / "data/targets.csv"
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b";s001,2031-03-13", b";s001,13/03/31").replace(b",s001,2032-11-05", b",s001,"))

    fixes = fix(folder)

    assert whys(fixes) == {"known-from-mismatch"}
    assert fixes.left == ()
    assert file.read_bytes() == whole


def test_of_a_source_whose_date_cannot_be_read_nothing_follows(tmp_path: Path) -> None:
    folder = lumifer.copy(tmp_path)
    sources, targets = (folder / f"data/{name}.csv" for name in ("sources", "targets"))
    sources.write_bytes(sources.read_bytes().replace(b",2031-03-13,2031-03-13,", b",someday,2031-03-20,", 1))
    before = targets.read_bytes()

    fix(folder)

    assert targets.read_bytes() == before


def test_the_value_of_a_proof_is_mended_as_any_text_is_and_never_renewed(tmp_path: Path) -> None:
    folder = lumifer.copy(tmp_path)
    file, entities = folder / "data/evidence.csv", folder / "data/entities.csv"
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"location,\xc3\x8eles S", b"location,\xc3\x8eles  S"))
    entities.write_bytes(entities.read_bytes().replace(b"Z\xc3\xa9phyrine,,company", b"Zephyrine,,company"))

    fixes = fix(folder)

    assert whys(fixes) == {"canonical-blank"}
    assert file.read_bytes() == whole


def test_proofs_that_cannot_be_read_tell_nothing(folder: Path) -> None:
    put_raw(folder, b"ragged\n", "evidence")
    before = raw_of(folder)

    fixes = fix(folder)

    assert raw_of(folder) == before
    assert [(issue.table, issue.detail) for issue in fixes.left] == [("evidence", "header")]


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        ("\u00e9t\u00e9".encode("cp1252").join([GOOD.encode(), b"\n"]), "encoding"),
        ((GOOD + "c,\n").encode(), "ragged"),
        ((GOOD + '"c,\n').encode(), "quote"),
        ((GOOD + '"c"d,\n').encode(), "unparsable"),
        (GOOD.replace("claim_id", "id").encode(), "header"),
        (b"", "header"),
    ],
    ids=["cp1252", "ragged", "open quote", "text behind a quote", "header", "empty"],
)
def test_a_file_that_cannot_be_read_for_sure_is_left_alone(folder: Path, raw: bytes, detail: str) -> None:
    put_raw(folder, raw)

    fixes = fix(folder)

    assert raw_of(folder) == raw
    assert [(issue.code, issue.detail) for issue in fixes.left] == [("not-mended", detail)]


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / "data" / "claims.csv").unlink()

    assert [(issue.table, issue.detail) for issue in fix(folder).left] == [("claims", "unreadable")]


def test_a_key_is_not_mended_into_another(folder: Path) -> None:
    put(folder, "claims", [house.claim("a"), house.claim("a "), house.claim("\u0430b")])

    fixes = fix(folder)

    assert sorted(record["claim_id"] for record in records_of(folder)) == ["a", "a ", "ab"]
    assert [(issue.detail, issue.line) for issue in fixes.left] == [("collision", 3)]


def test_checking_writes_nothing(folder: Path) -> None:
    put_raw(folder, b"\xef\xbb\xbf" + GOOD.encode())
    before = raw_of(folder)

    fixes = fix(folder, check=True)

    assert raw_of(folder) == before
    assert fixes.files == ("data/claims.csv",)
    assert whys(fixes) == {"canonical-bom"}


def test_one_file_is_mended_with_the_help_of_its_package(folder: Path) -> None:
    put(folder, "evidence", [house.proof("a", "s001")])
    put_raw(folder, b"\xef\xbb\xbf" + house.csv_text("sources", *house.SOURCE_ROWS).encode(), "sources")

    fixes = fix(folder / "data" / "claims.csv")

    assert fixes.files == ("data/claims.csv",)
    assert records_of(folder)[0]["source_ids"] == "s001"


def test_a_lone_file_called_like_one_of_our_tables_is_mended(tmp_path: Path) -> None:
    file = tmp_path / "passages.csv"
    names = [field["name"] for field in shipped().tables["passages"].schema.descriptor["fields"]]
    late, early = ["s001", *["9"] * (len(names) - 1)], ["s000", *["9"] * (len(names) - 1)]
    file.write_text("\r\n".join(";".join(row) for row in (names, late, early)), encoding="utf-8", newline="")

    fixes = fix(file)

    assert file.read_text(encoding="utf-8") == files.written([names, early, late])
    assert fixes.files == (str(file),)


def test_what_is_not_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "foreign.csv").write_text("a\n1\n")

    for target in (tmp_path / "foreign.csv", tmp_path / "missing.csv", tmp_path):
        with pytest.raises(PackageError):
            fix(target)


def test_a_table_that_does_not_ask_for_the_canonical_form_is_left_alone(folder: Path) -> None:
    free = {name: value for name, value in house.SCHEMAS["claims"].items() if name != "canonical"}
    (folder / "claims.json").write_text(json.dumps(free), encoding="utf-8")
    put_raw(folder, b"\xef\xbb\xbf" + GOOD.encode())

    fixes = fix(folder)

    assert [(issue.table, issue.detail) for issue in fixes.left] == [("claims", "house")]
    assert raw_of(folder).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "broken",
    [{"primaryKey": ["other"]}, {"fields": [{"type": "string"}]}, {"fields": ["claim_id"]}, {"fields": []}],
    ids=["key", "no name", "no object", "no field"],
)
def test_a_schema_that_cannot_be_used_mends_nothing(folder: Path, broken: dict[str, object]) -> None:
    (folder / "claims.json").write_text(json.dumps({**house.SCHEMAS["claims"], **broken}), encoding="utf-8")

    left = fix(folder).left

    assert [issue.table for issue in left] == ["claims"]
    assert left[0].detail == "schema" or left[0].code == "schema-error"
    assert left[0].sentence("fr")


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such permissions")
def test_permissions_are_kept(folder: Path) -> None:
    file = folder / "data" / "claims.csv"
    put_raw(folder, b"\xef\xbb\xbf" + GOOD.encode())
    file.chmod(0o640)

    fix(folder)

    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_file_is_written_whole_or_not_at_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_raw(folder, b"\xef\xbb\xbf" + GOOD.encode())
    before = raw_of(folder)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        fix(folder)

    assert raw_of(folder) == before
    assert sorted(path.name for path in (folder / "data").iterdir()) == [
        f"{name}.csv" for name in sorted(house.SCHEMAS)
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("a", "b", "“a” becomes “b”"),
        ("", "b", "(empty) becomes “b”"),
        ("a", "", "“a” becomes (empty)"),
    ],
)
def test_a_cell_that_was_or_becomes_empty_is_said_to_be(before: str, after: str, said: str) -> None:
    change = Change("t", "t.csv", 2, "f", before, after, "canonical-blank")

    assert change.sentence() == f"Line 2, f: {said} (canonical-blank)"


def test_every_change_and_everything_left_is_said_in_both_languages(folder: Path) -> None:
    cells = {"value": "10,000", "note": " x", "told_latest": ""}
    text = house.csv_text("claims", house.claim("b", **cells), house.claim("a"))
    put_raw(folder, b"\xef\xbb\xbf" + text.replace("\na,", "\n\na,").encode())

    fixes = fix(folder, check=True)

    for language in LANGUAGES:
        assert all(change.sentence(language) for change in fixes.changes)
        assert all(issue.sentence(language) for issue in fixes.left)
    assert {"canonical-bom", "blank-row", "canonical-order", "canonical-blank", "edtf-bounds"} <= whys(fixes)


@pytest.fixture(scope="module")
def shipped_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped package, to be spoilt."""
    root = Path(__file__).parents[3]
    copy = tmp_path_factory.mktemp("shipped")
    shutil.copy(root / "datapackage.json", copy)
    for name in ("data", "schemas"):
        shutil.copytree(root / name, copy / name)
    return copy


def test_the_shipped_tables_need_no_mending(shipped_copy: Path) -> None:
    assert fix(shipped_copy, check=True) == Fixes((), (), ())


def test_what_a_spreadsheet_in_paris_makes_of_the_shipped_tables_is_undone(shipped_copy: Path) -> None:
    tables = open_package(shipped_copy).tables
    before = {name: raw_of(shipped_copy, name) for name in tables}
    for name, table in tables.items():
        kinds = {field["name"]: field["type"] for field in table.schema.descriptor["fields"]}
        header, *rows = csv.reader(io.StringIO(before[name].decode(), newline=""))
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";")
        writer.writerow(header)
        for row in reversed(rows):
            writer.writerow([in_french(cell, kinds[label]) for label, cell in zip(header, row, strict=True)])
        put_raw(shipped_copy, b"\xef\xbb\xbf" + out.getvalue().encode(), name)

    fixes = fix(shipped_copy)

    assert {name: raw_of(shipped_copy, name) for name in tables} == before
    assert fixes.left == ()
    assert fix(shipped_copy) == Fixes((), (), ())


def in_french(cell: str, kind: str) -> str:
    """Write a cell as a spreadsheet in Paris shows it."""
    if kind == "date" and cell:
        return "/".join(reversed(cell.split("-")))
    return cell.replace(".", ",") if kind == "number" else cell


ALPHABET = st.sampled_from(list('aé ,;"\n\r\t=-10.5%\u00a0\u200b\u0301\u0435\u2013\ufeff\x00'))
CELL = st.one_of(
    st.text(ALPHABET, max_size=6),
    st.sampled_from(["", "10.000", "0.350", "2024-05", "31/10/2024", "VRAI", "share", "s000;s001", "a", "b", "output"]),
)
RECORDS = st.lists(st.fixed_dictionaries(dict.fromkeys(house.names("claims"), CELL)), max_size=4)
FORM = st.sampled_from(["plain", "bom", "utf-16", "semicolon"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=RECORDS, form=FORM)
def test_mending_is_idempotent_and_loses_no_cell(folder: Path, records: list[Record], form: str) -> None:
    put_raw(folder, spoil(house.csv_text("claims", *records), form))
    before = raw_of(folder)

    fixes = fix(folder)

    again = fix(folder)
    assert again.changes == ()
    assert again.files == ()
    if not fixes.files:
        assert raw_of(folder) == before
        return
    assert_canonical(folder)
    goes = sum(change.why == "blank-row" for change in fixes.changes)
    expected = replay([[record[name] for name in house.names("claims")] for record in records], fixes)
    actual = sorted([list(record.values()) for record in records_of(folder)] + [[""] * 13] * goes)
    assert expected == actual


def spoil(text: str, form: str) -> bytes:
    if form == "semicolon":
        table = list(csv.reader(io.StringIO(text, newline="")))
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows(table)
        return out.getvalue().encode()
    if form == "utf-16":
        return text.encode("utf-16")
    return (b"\xef\xbb\xbf" if form == "bom" else b"") + text.encode()


def replay(records: list[list[str]], fixes: Fixes) -> list[list[str]]:
    """Apply the changes that were told to the cells as they were: that must be what stands there now.

    Lines are not known here, for a cell may hold newlines; the changes of one line must fit one record.
    """
    blanks = str.maketrans(dict.fromkeys("\u00a0\t\r\n ", ""))
    rest = [record if any(cell.translate(blanks) for cell in record) else [""] * 13 for record in records]
    done = []
    for line in sorted({change.line or 0 for change in fixes.changes if change.field}):
        told = [change for change in fixes.changes if change.field and change.line == line]
        for change in told:
            assert change.before != change.after
        before: dict[int, str] = {}
        after: dict[int, str] = {}
        for change in told:
            place = house.names("claims").index(change.field)
            before.setdefault(place, change.before)
            after[place] = change.after
        record = next(one for one in rest if all(one[place] == text for place, text in before.items()))
        rest.remove(record)
        done.append([after.get(place, text) for place, text in enumerate(record)])
    return sorted(done + rest)


def assert_canonical(folder: Path) -> None:
    table = open_package(folder).tables["claims"]
    rows, issues = read_rows(table)

    assert rows is not None
    assert [issue.code for issue in issues if issue.code != "source-error"] == []
    assert list(files.check_file(table, raw_of(folder))) == []
    assert list(canonical.check_order(house.checked(rows))) == []


@pytest.mark.parametrize(
    ("text", "detail", "hint"),
    [
        ("05/10/2024", "ambiguous", "date-either"),
        ("nov-23", "", "date-changed"),
        ("octobre 2024", "", "mended"),
        ("soon", "", ""),
    ],
)
def test_a_date_that_is_not_edtf_is_left_and_said(folder: Path, text: str, detail: str, hint: str) -> None:
    put(folder, "claims", [house.claim("a", told=text)])

    left = fix(folder).left

    assert [(one.code, one.detail, one.line, one.field, one.hint) for one in left] == [
        ("not-mended", detail, 2, "told", hint)
    ]
    assert all(one.sentence(language) and one.advice(language) is not None for one in left for language in ("en", "fr"))


@pytest.mark.parametrize(("count", "told"), [(1, "1 thing is"), (2, "2 things are")])
def test_what_is_left_is_counted_and_placed(
    folder: Path, capsys: pytest.CaptureFixture[str], count: int, told: str
) -> None:
    put(folder, "claims", [house.claim(name, told="05/10/2024") for name in "ab"[:count]])

    assert main(["fix", str(folder)]) == 1

    said = capsys.readouterr().out
    assert f"Nothing was changed; {told} left for you." in said
    assert "line 2, told: " in said
