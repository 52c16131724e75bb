"""The command line, verb by verb: what it prints, its exit codes, and that nothing ends in a traceback."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run
from english import english_words

from ampere_data import __version__
from ampere_data.cli import console, layout
from ampere_data.cli import main as cli
from ampere_data.curation.shipped import shipped
from ampere_data.tabular.package import open_package

VERBS = cli.VERBS


def one_line(text: str) -> bool:
    return text.startswith("ampere-data") and text.endswith("\n") and text.count("\n") == 1


def test_list_names_every_table_with_its_size(run: Run) -> None:
    code, out, _ = run("list", "--format", "json")

    found = json.loads(out)
    assert code == 0
    assert [table["name"] for table in found] == list(shipped().tables)
    assert all(table["rows"] > 0 and table["columns"] > 0 for table in found)


def test_list_in_a_pipe_is_plain(run: Run) -> None:
    code, out, err = run("list")

    assert (code, err) == (0, "")
    assert "\x1b" not in out
    assert all(name in out for name in shipped().tables)


@pytest.mark.parametrize("name", list(shipped().tables))
def test_show_as_csv_is_the_file_itself(run: Run, name: str) -> None:
    code, out, _ = run("show", name, "--format", "csv")

    assert code == 0
    assert out == (ROOT / "data" / f"{name}.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(shipped().tables))
def test_show_as_json_has_numbers_and_nulls(run: Run, name: str) -> None:
    code, out, _ = run("show", name, "--format", "json")

    rows = list(csv.DictReader(io.StringIO((ROOT / "data" / f"{name}.csv").read_text(encoding="utf-8"))))
    records = json.loads(out)
    assert code == 0
    assert len(records) == len(rows)
    for field in shipped().table(name).schema.descriptor["fields"]:
        kinds = {"integer": int, "number": float}
        values = [record[field["name"]] for record in records]
        assert all(value is None or isinstance(value, kinds.get(field["type"], str)) for value in values)
        assert [value is None for value in values] == [row[field["name"]] == "" for row in rows]


def test_show_as_markdown_is_a_table(run: Run) -> None:
    code, out, _ = run("show", "models", "--format", "markdown")

    rows = out.splitlines()
    assert code == 0
    assert all(row.startswith("| ") and row.endswith(" |") for row in rows if "---" not in row)


def test_show_in_a_pipe_cuts_nothing(run: Run) -> None:
    _, out, _ = run("show", "targets")

    assert "…" not in out
    assert shipped().table("targets").schema.descriptor["fields"][-1]["name"] in out.splitlines()[0]


def test_show_on_a_terminal_fits_its_width_and_names_what_it_left_out(terminal: Run) -> None:
    _, out, _ = terminal("show", "targets")

    *rows, last = out.splitlines()
    assert all(len(row) <= 80 for row in rows)
    assert last.startswith("(no room for: ")


def test_show_as_of_a_day_shows_less(run: Run) -> None:
    _, now, _ = run("show", "targets", "--format", "csv")
    code, then, _ = run("show", "targets", "--as-of", "2023-06-30", "--format", "csv")

    assert code == 0
    assert 1 < len(then.splitlines()) < len(now.splitlines())


def test_show_a_record_prints_every_field_and_the_proofs(run: Run) -> None:
    code, out, _ = run("show", "entities", "ampere")

    assert code == 0
    assert [field["name"] for field in shipped().table("entities").schema.descriptor["fields"]] == [
        line.split()[0] for line in out.splitlines() if not line.startswith(" ")
    ]
    assert "s002" in out


def test_show_a_record_as_json_carries_its_proofs(run: Run) -> None:
    _, out, _ = run("show", "entities", "ampere", "--format", "json")

    record = json.loads(out)
    assert record["entity_id"] == "ampere"
    assert {"field", "source_id", "start", "end", "exact", "basis", "note", "sha256"} == set(record["evidence"][0])


@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_show_a_record_in_the_other_forms(run: Run, form: str) -> None:
    code, out, _ = run("show", "entities", "ampere", "--format", form)

    assert code == 0
    assert "Ampere" in out


def test_show_a_record_on_a_terminal_marks_the_words(terminal: Run, documents: Path) -> None:
    _, out, _ = terminal("show", "entities", "ampere", "--documents", documents)

    assert "^^^^^^" in out


def test_words_of_the_documents_never_go_into_a_pipe(run: Run, documents: Path) -> None:
    _, out, _ = run("show", "entities", "ampere", "--documents", documents)

    assert "^" not in out


def test_validate_says_the_shipped_package_is_valid(run: Run) -> None:
    code, out, err = run("validate", "--format", "json")

    assert (code, err) == (0, "")
    assert json.loads(out)["valid"]
    assert json.loads(out)["issues"] == []


def broken(package: Path) -> Path:
    """Break one number in a copy of the package."""
    file = package / "data" / "sources.csv"
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"))))
    rows[2][rows[0].index("characters")] = "many\x1b[31m"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    file.write_text(text.getvalue(), encoding="utf-8")
    return file


def test_validate_finds_a_wrong_cell_and_says_where(run: Run, package: Path) -> None:
    broken(package)

    code, out, _ = run("validate", package, "--format", "json")

    found = [issue for issue in json.loads(out)["issues"] if issue["code"] == "type-error"]
    assert code == 1
    assert [(issue["path"], issue["line"], issue["row"], issue["field"]) for issue in found] == [
        ("data/sources.csv", 3, 3, "characters")
    ]


@pytest.mark.parametrize("form", ["text", "github", "markdown", "json"])
def test_validate_never_prints_what_a_cell_does_to_a_terminal(run: Run, package: Path, form: str) -> None:
    broken(package)

    code, out, _ = run("validate", package, "--format", form)

    assert code == 1
    assert "\x1b" not in out


def test_validate_annotates_the_file_as_the_repository_sees_it(run: Run, package: Path) -> None:
    broken(package)
    (package.parent / ".git").mkdir()

    _, out, _ = run("validate", package, "--format", "github")

    assert out.startswith("::error file=package/data/sources.csv,line=3,")


@pytest.mark.parametrize("named", ["file", "folder", "descriptor"])
def test_validate_takes_a_file_a_folder_or_a_descriptor(run: Run, package: Path, named: str) -> None:
    file = broken(package)
    targets: dict[str, list[object]] = {
        "file": [file, "--table", "sources"],
        "folder": [package],
        "descriptor": [package / "datapackage.json"],
    }

    code, out, _ = run("validate", *targets[named])

    assert code == 1
    assert "[type-error]" in out
    assert "sources.csv" in out


def test_validate_takes_a_schema(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("n\n1\nx\n", encoding="utf-8")
    (tmp_path / "schema.json").write_text('{"fields": [{"name": "n", "type": "integer"}]}', encoding="utf-8")

    code, out, _ = run("validate", tmp_path / "mine.csv", "--schema", tmp_path / "schema.json", "--format", "json")

    assert code == 1
    assert [(issue["line"], issue["code"]) for issue in json.loads(out)["issues"]] == [(3, "type-error")]


def test_validate_shows_no_more_than_the_limit_and_counts_all(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("n\nx\ny\nz\n", encoding="utf-8")
    (tmp_path / "schema.json").write_text('{"fields": [{"name": "n", "type": "integer"}]}', encoding="utf-8")

    _, out, _ = run(
        "validate", tmp_path / "mine.csv", "--schema", tmp_path / "schema.json", "--format", "json", "--limit", 2
    )

    assert len(json.loads(out)["issues"]) == 2
    assert json.loads(out)["counts"]["issues"] == 3


@pytest.mark.parametrize(
    ("environment", "arguments", "french"),
    [
        ({}, [], False),
        ({"LANG": "fr_FR.UTF-8"}, [], True),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, [], False),
        ({"LANG": "en_US", "LC_MESSAGES": "fr_CA"}, [], True),
        ({"LANG": "fr_FR.UTF-8"}, ["--lang", "en"], False),
        ({"LANG": "de_DE"}, ["--lang", "fr"], True),
        ({"LANG": "de_DE"}, [], False),
    ],
)
def test_validate_speaks_the_readers_language(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    arguments: list[str],
    french: bool,  # noqa: FBT001
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    _, out, _ = run("validate", ROOT / "tests" / "package", *arguments)

    assert ("rows" in out) is not french
    assert ("lignes" in out) is french


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colours_are_for_terminals_whose_user_wants_them(
    terminal: Run,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    coloured: bool,  # noqa: FBT001
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    _, out, _ = terminal("validate")

    assert ("\x1b[" in out) is coloured


@pytest.mark.parametrize("form", layout.FORMS)
def test_history_tells_the_claims_in_the_order_in_which_they_were_made(run: Run, form: str) -> None:
    code, out, _ = run("history", "ampere", "employees", "--format", form)

    assert code == 0
    assert 0 < out.index("employees-2022") < out.index("employees-2023")
    assert "10000" in out
    assert "10000.0" not in out


def test_fix_mends_a_copy_and_then_has_nothing_to_do(run: Run, package: Path) -> None:
    file = package / "data" / "entities.csv"
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"\n", b"\r\n"))

    assert run("fix", package, "--check")[0] == 1
    assert file.read_bytes() != whole
    assert run("fix", package)[0] == 0
    assert file.read_bytes() == whole
    assert run("fix", package, "--check")[0] == 0


@pytest.fixture
def lumifer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the invented package, which has its documents with it."""
    monkeypatch.delenv("AMPERE_DATA_DOCUMENTS", raising=False)
    return Path(shutil.copytree(ROOT / "tests" / "package", tmp_path / "lumifer"))


NAME = ["cite", "entities", "lumifer", "name", "s001", "Lumifer", "--package"]


@pytest.mark.parametrize("dry", [True, False])
def test_cite_writes_the_proof_or_only_prints_it(run: Run, lumifer: Path, dry: bool) -> None:  # noqa: FBT001
    file = lumifer / "data" / "evidence.csv"
    before = file.read_text(encoding="utf-8")

    code, out, err = run(*NAME, lumifer, "--nth", 2, *(["--dry-run"] if dry else []))

    header, row, *_ = out.splitlines()
    assert (code, err) == (0, "")
    assert header == before.splitlines()[0]
    assert (row in file.read_text(encoding="utf-8").splitlines()) is not dry


def test_cite_on_a_terminal_marks_the_words(terminal: Run, lumifer: Path) -> None:
    _, out, _ = terminal(*NAME, lumifer, "--nth", 2, "--dry-run")

    assert "^^^^^^^" in out


def test_cite_shows_each_place_where_the_words_are_ambiguous(run: Run, lumifer: Path) -> None:
    before = (lumifer / "data" / "evidence.csv").read_bytes()

    code, out, err = run(*NAME, lumifer)

    assert (code, out) == (2, "")
    assert [line.split(":")[0] for line in err.splitlines()[1:3]] == ["  --nth 1", "  --nth 2"]
    assert (lumifer / "data" / "evidence.csv").read_bytes() == before


def test_add_source_registers_a_document(run: Run, lumifer: Path, tmp_path: Path) -> None:
    document = tmp_path / "new.txt"
    document.write_text("Un texte nouveau.\n", encoding="utf-8", newline="")
    words = ["add-source", document, "--title", "Un titre", "--published", "31/10/2032", "--package", lumifer]

    dry = run(*words, "--dry-run")
    untouched = "Un titre" not in (lumifer / "data" / "sources.csv").read_text(encoding="utf-8")
    code, out, err = run(*words)

    assert (dry[0], code, err) == (0, 0, "")
    assert untouched
    assert dry[1].splitlines()[:2] == out.splitlines()[:2]
    assert "Un titre" in (lumifer / "data" / "sources.csv").read_text(encoding="utf-8")


def test_add_source_writes_nothing_through_a_link_that_leads_out(run: Run, lumifer: Path, tmp_path: Path) -> None:
    document, elsewhere = tmp_path / "new.txt", tmp_path / "elsewhere"
    document.write_text("Un texte nouveau.\n", encoding="utf-8", newline="")
    shutil.move(lumifer / "seeds", elsewhere)
    (lumifer / "seeds").symlink_to(elsewhere)
    before = {file: file.read_bytes() for folder in (elsewhere, lumifer / "data") for file in folder.iterdir()}

    code, out, err = run("add-source", document, "--published", "2032", "--notes", "Printed.", "--package", lumifer)

    assert (code, out) == (2, "")
    assert "a symbolic link leads out of the package" in err
    assert before == {file: file.read_bytes() for folder in (elsewhere, lumifer / "data") for file in folder.iterdir()}


def test_writing_verbs_take_the_package_of_the_current_folder(lumifer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(lumifer)

    assert console.folder(None).resolve() == lumifer.resolve()


def test_writing_verbs_refuse_the_installed_package(
    run: Run, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (package / "__init__.py").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(console, "shipped", lambda: open_package(package))

    code, _, err = run("add-source", package / "datapackage.json")

    assert code == 2
    assert "--package" in err


WRONG_USES = [
    (["cite", "targets", "nothing", "value", "s000", "words"], "nothing"),
    (["cite", "targets", "x", "value", "s000", "words", "--package", "nowhere"], "nowhere"),
    (["cite", "targets", "x", "value", "s000", "words", "--nth", "one"], "one"),
    (["add-source", "nowhere.txt"], "nowhere.txt"),
    (["show", "target"], "near: targets"),
    (["show", "entities", "amper"], "ampere"),
    (["show", "targets", "--as-of", "yesterday"], "yesterday"),
    (["show", "targets", "--as-of", "2023-02-30"], "2023-02-30"),
    (["validate", "nowhere"], "nowhere does not exist"),
    (["validate", "no\0where"], ""),
    (["validate", "--documents", "nowhere"], "nowhere"),
    (["validate", "--limit", "-1"], "-1"),
    (["validate", "--limit", "some"], "some"),
    (["validate", "--format", "yaml"], "yaml"),
    (["validate", "--table", "target", str(ROOT / "data" / "targets.csv")], "near: targets"),
    (["validate", "--table", "targets"], "--table"),
    (["validate", str(ROOT), "--schema", str(ROOT / "schemas" / "targets.json")], "--schema"),
    (["validate", str(ROOT / "data" / "targets.csv"), "--schema", "nowhere.json"], "nowhere.json"),
    (["show", "observations", "employees-planned"], "it is now: targets employees-planned"),
    (["history", "amper", "employees"], "ampere"),
    (["history", "ampere", "employee"], "employees"),
    (["fix", "nowhere"], "nowhere"),
    (["show"], "TABLE"),
    (["lsit"], "lsit"),
    (["list", "\x1b[31m"], "\\u001b[31m"),
]


@pytest.mark.parametrize(
    ("arguments", "said"), WRONG_USES, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_wrong_use_is_one_line_and_exit_code_2(run: Run, arguments: list[str], said: str) -> None:
    code, out, err = run(*arguments)

    assert (code, out) == (2, "")
    assert one_line(err)
    assert said in err


@pytest.mark.parametrize("arguments", [one for one, _ in WRONG_USES], ids=" ".join)
def test_wrong_use_is_said_in_french_too(run: Run, arguments: list[str]) -> None:
    _, _, english = run(*arguments)
    code, out, french = run("--lang", "fr", *arguments)

    assert (code, out) == (2, "")
    assert one_line(french)
    assert french != english
    assert "argparse" not in french
    assert not english_words(french)


def test_a_folder_without_a_descriptor_is_wrong_use(run: Run, tmp_path: Path) -> None:
    code, _, err = run("validate", tmp_path)

    assert code == 2
    assert one_line(err)


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[" * 100_000], ids=["json", "encoding", "depth"])
def test_a_descriptor_that_cannot_be_read_is_a_finding(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "datapackage.json").write_bytes(content)

    code, out, err = run("validate", tmp_path, "--format", "json")

    assert (code, err) == (1, "")
    assert [issue["code"] for issue in json.loads(out)["issues"]] == ["package-error"]


@pytest.mark.parametrize("option", [(), ("--schema",)], ids=["path", "schema"])
def test_an_address_is_not_fetched_and_said_not_to_be(run: Run, tmp_path: Path, option: tuple[str, ...]) -> None:
    (tmp_path / "t.csv").write_text("a\n1\n", encoding="utf-8")
    named = [tmp_path / "t.csv", *option] if option else []

    code, _, err = run("validate", *named, "https://example.org/s.json")

    assert code == 2
    assert "not fetched" in err


def test_no_verb_at_all_prints_the_help(run: Run) -> None:
    code, out, _ = run()

    assert code == 2
    assert all(verb in out for verb in VERBS)


def test_version_is_the_descriptors(run: Run) -> None:
    assert run("--version") == (0, f"ampere-data {__version__}\n", "")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_examples(run: Run, verb: str) -> None:
    code, out, _ = run(verb, "--help")

    assert code == 0
    assert f"examples:\n  ampere-data {verb}" in out


def raising(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def test_an_interrupt_ends_quietly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ampere_data.validation.validate", raising(KeyboardInterrupt()))

    code, out, err = run("validate")

    assert (code, out, err.strip()) == (130, "", "")


def test_a_reader_that_goes_away_is_no_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "put", raising(BrokenPipeError()))

    code, _, err = run("list")

    assert (code, err) == (141, "")


def test_a_missing_library_is_one_line_that_installs_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from ampere_data.tabular.extras import MissingExtra

    monkeypatch.setattr("ampere_data.validation.validate", raising(MissingExtra("frictionless")))

    code, _, err = run("validate")

    assert code == 2
    assert one_line(err)
    assert 'pip install "ampere-data[validate]"' in err


def test_a_closed_output_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)

    assert cli.main(["list"]) == 0

    sys.stdout.close()


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_waits_a_second_and_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    screen = _Screen()

    with console.progress(screen) as bar:
        bar("targets", 0.1)
        assert screen.getvalue() == ""
        now = 2.0
        bar("events\x1b", 0.5)
        assert " 50% events\\u001b" in screen.getvalue()

    assert screen.getvalue().endswith("\r\x1b[K")


def test_the_bar_is_silent_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()

    with console.progress(stream) as bar:
        monkeypatch.setattr("time.monotonic", lambda: 1e9)
        bar("targets", 0.5)

    assert stream.getvalue() == ""


@pytest.mark.parametrize("width", [10, 40, 80, 200])
def test_columns_are_aligned_and_as_wide_as_there_is_room(width: int) -> None:
    rows = [["a", "é" * 60, "日本" * 10], ["bb", "", "x\ny"]]

    *lines, _ = layout.columns(["one", "two", "three"], rows, width)

    assert all(layout._width(line) <= max(width, 3) for line in lines)  # noqa: SLF001 - columns of a terminal


def test_output_is_utf8_with_plain_newlines_whatever_the_system_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "out"
    with file.open("w", encoding="cp1252", newline="\r\n") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        cli.main(["show", "models", "--format", "csv"])

    assert file.read_bytes() == (ROOT / "data" / "models.csv").read_bytes()
    assert os.linesep


def test_a_file_is_read_as_the_line_says(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"fields": [{"name": "id", "type": "integer"}, {"name": "nom"}]}')
    content = "id\tnom\nx\tNîmes\n".encode("cp1252")
    (tmp_path / "t.csv").write_bytes(content)
    common = ["--schema", "s.json", "--encoding", "cp1252", "--delimiter", "tab", "--format", "json"]
    command = [sys.executable, "-m", "ampere_data", "validate"]

    for path, given in (("t.csv", b""), ("-", content)):
        done = subprocess.run([*command, path, *common], input=given, capture_output=True, cwd=tmp_path, check=False)
        found = json.loads(done.stdout)
        assert (done.returncode, [issue["line"] for issue in found["issues"]]) == (1, [2])
        assert found["issues"][0]["path"] == path


def test_how_a_file_is_read_is_said_of_files_alone(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ampere_data", "validate", "--delimiter", ";"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)

    assert done.returncode == 2
    assert "--delimiter" in done.stderr
