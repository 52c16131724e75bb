"""Files written together: all or none, with their digests, and never over others unasked."""

import hashlib
import json
import sys
from pathlib import Path

import exporting
import pytest
from conftest import Run

from ampere_data.cli import export as verb
from ampere_data.curation import extension
from ampere_data.curation.shipped import shipped
from ampere_data.exports import export as exports
from ampere_data.exports.export import FORMATS, Occupied, export
from ampere_data.tabular.errors import UnknownName
from ampere_data.tabular.extras import MissingExtra


def names(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def test_every_format_is_written(tmp_path: Path) -> None:
    written = export(exporting.made(tmp_path / "in"), tmp_path / "out")

    assert names(tmp_path / "out") == [
        *(".zenodo.json", "CITATION.cff", "SHA256SUMS", "croissant.json", "csv/things.csv", "dataset.jsonld"),
        *("dcat.jsonld", "package.sqlite", "package.xlsx", "package.zip", "parquet/things.parquet", extension.FILE),
    ]
    assert {tmp_path / "out" / name for name in names(tmp_path / "out")} == {*written}


def test_digests_are_those_of_the_files(tmp_path: Path) -> None:
    export(exporting.made(tmp_path / "in"), tmp_path / "out")

    for line in (tmp_path / "out" / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == digest


def test_digests_of_what_was_written_before_are_kept(tmp_path: Path) -> None:
    package = exporting.made(tmp_path / "in")
    export(package, tmp_path / "out", formats=["csv"])

    export(package, tmp_path / "out", formats=["zip"])

    sums = (tmp_path / "out" / "SHA256SUMS").read_text("utf-8")
    assert [line.split("  ")[1] for line in sums.splitlines()] == ["croissant.json", "csv/things.csv", "package.zip"]


def test_files_written_over_themselves_are_the_same_bytes(tmp_path: Path) -> None:
    package, folder = exporting.made(tmp_path / "in"), tmp_path / "out"
    export(package, folder)
    before = {name: (folder / name).read_bytes() for name in names(folder)}

    export(package, folder, force=True)

    assert {name: (folder / name).read_bytes() for name in names(folder)} == before


def test_a_workbook_of_a_package_that_claims_nothing_makes_no_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = exporting.made(tmp_path / "in")
    monkeypatch.delattr("ampere_data.exports.database.write")

    export(package, tmp_path / "out", formats=["xlsx"])

    assert names(tmp_path / "out") == ["SHA256SUMS", "package.xlsx"]


def test_our_package_is_the_same_bytes_twice(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        export(shipped(), tmp_path / folder)

    assert names(tmp_path / "one") == names(tmp_path / "two")
    for name in names(tmp_path / "one"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_what_is_there_is_not_written_over_unasked(tmp_path: Path) -> None:
    package = exporting.made(tmp_path / "in")
    export(package, tmp_path / "out", formats=["csv"])
    before = (tmp_path / "out" / "SHA256SUMS").read_bytes()

    with pytest.raises(Occupied) as caught:
        export(package, tmp_path / "out")

    assert caught.value.places == [str(tmp_path / "out" / "csv" / "things.csv")]
    assert names(tmp_path / "out") == ["SHA256SUMS", "csv/things.csv"]
    assert (tmp_path / "out" / "SHA256SUMS").read_bytes() == before
    assert export(package, tmp_path / "out", force=True)


def test_nothing_is_written_where_one_format_fails(tmp_path: Path) -> None:
    package = exporting.made(tmp_path / "in", [["a", "x" * 40_000, *[""] * 8]])

    with pytest.raises(ValueError, match=r"32,767"):
        export(package, tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_tables_that_are_named_are_written_alone(tmp_path: Path) -> None:
    export(shipped(), tmp_path / "out", tables=["targets"])

    assert names(tmp_path / "out") == ["SHA256SUMS", "ampere-data.xlsx", "csv/targets.csv", "parquet/targets.parquet"]


def test_what_holds_a_package_as_a_whole_takes_no_names_of_tables(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^sqlite, zip holds a package as a whole"):
        export(shipped(), tmp_path, tables=["targets"], formats=["csv", "sqlite", "zip"])


def test_a_table_that_is_not_there_is_named_with_those_that_are_near(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"near: targets"):
        export(shipped(), tmp_path, tables=["target"])


def test_a_table_that_does_not_follow_its_schema_is_no_export(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"'many' in 'whole' is not a value"):
        export(exporting.made(tmp_path, [["a", "", "many", *[""] * 7]]), tmp_path / "out")


@pytest.mark.parametrize(("form", "library"), [("xlsx", "xlsxwriter"), ("parquet", "pyarrow")])
def test_a_library_that_is_missing_names_the_one_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, library: str
) -> None:
    package = exporting.made(tmp_path / "in")
    monkeypatch.setitem(sys.modules, library, None)

    with pytest.raises(MissingExtra, match=r"ampere-data\[export\]"):
        export(package, tmp_path / "out", formats=[form])


def test_progress_goes_up_and_names_what_is_at_work(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []

    export(exporting.made(tmp_path / "in"), tmp_path / "out", progress=lambda name, share: told.append((name, share)))

    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert {name for name, _ in told} == {*FORMATS, "things"} - {"metadata"}


def test_what_is_there_already_is_described_as_well(tmp_path: Path) -> None:
    package = exporting.made(tmp_path / "in")
    export(package, tmp_path / "out", formats=["csv"], language="fr")

    export(package, tmp_path / "out", formats=["csv", "metadata"])

    described = json.loads((tmp_path / "out" / "dataset.jsonld").read_text("utf-8"))["distribution"]
    assert [one["contentUrl"] for one in described] == ["csv-fr/things.csv", "csv/things.csv"]


def test_the_verb_knows_the_formats() -> None:
    assert verb.FORMATS == exports.FORMATS


def test_the_verb_writes_and_names_every_file(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("export", str(tmp_path / "out"), "targets", "--format", "csv", "--lang", "fr")

    assert code == 0
    assert [line.split("  ")[0] for line in out.splitlines()] == [
        str(tmp_path / "out" / name) for name in ("csv-fr/targets.csv", "SHA256SUMS")
    ]


def test_the_verb_refuses_to_write_over_in_one_line_and_the_places(run: Run, tmp_path: Path) -> None:
    run("export", str(tmp_path), "targets", "--format", "csv")

    code, out, err = run("export", str(tmp_path), "targets", "--format", "csv")

    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "ampere-data: 1 file is there already; --force writes over it",
        f"  {tmp_path / 'csv' / 'targets.csv'}",
    ]


def test_the_verb_takes_the_package_of_the_current_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporting.made(tmp_path)
    monkeypatch.chdir(tmp_path)

    code, _, _ = run("export", "out", "--format", "csv")

    assert code == 0
    assert (tmp_path / "out" / "csv" / "things.csv").is_file()


def test_the_verb_takes_the_package_that_is_named(run: Run, tmp_path: Path) -> None:
    exporting.made(tmp_path / "in")

    assert run("export", str(tmp_path / "out"), "--format", "csv", "--package", str(tmp_path / "in"))[0] == 0
    assert (tmp_path / "out" / "csv" / "things.csv").is_file()
