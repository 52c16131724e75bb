"""The pages are complete and fresh: what exists has its sentence, what a page shows is what one sees."""

import argparse
import ast
import html
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import figure
import pytest
from conftest import ROOT, VALIDATION
from shipped import FIELDS, SCHEMAS

import ampere_data
from ampere_data import words
from ampere_data.cli.main import parser
from ampere_data.curation import canonical
from ampere_data.curation.editing import fix, reading

README = (ROOT / "README.md").read_text(encoding="utf-8")
DICTIONARY = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
PYTHON = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def verbs() -> dict[str, argparse.ArgumentParser]:
    """Give the parser of each command."""
    actions = parser()._actions  # noqa: SLF001 - argparse has no public way to ask
    return next(dict(action.choices) for action in actions if isinstance(action, argparse._SubParsersAction))  # noqa: SLF001


@pytest.mark.parametrize("verb", verbs())
def test_every_command_is_documented_and_has_help(verb: str) -> None:
    assert f"## {verb}\n" in COMMANDS
    assert verbs()[verb].description


@pytest.mark.parametrize("table", SCHEMAS)
def test_every_table_is_in_the_dictionary_and_the_readme(table: str) -> None:
    assert f"## {table}\n" in DICTIONARY
    assert f"[`{table}`](docs/data-dictionary.md#{table})" in README


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_is_in_the_dictionary(name: str) -> None:
    table, _, field = name.partition(".")
    section = DICTIONARY.partition(f"\n## {table}\n")[2].partition("\n## ")[0]

    assert f"\n| `{field}` |" in section


@pytest.mark.parametrize("code", sorted({name.partition("/")[0] for name in words.read("en")["issues"]}))
def test_every_code_has_its_sentence_on_the_page_of_validation(code: str) -> None:
    assert f"\n| `{code}` |" in VALIDATION


def whys() -> set[str]:
    """Name the rules that `fix` gives as the reason of a change."""
    found = {code for code, _ in canonical.CELL_RULES}
    for module in (fix, reading):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"put", "note"}:
                found |= {text for text in map(_text, node.args[3:]) if text}
            if isinstance(node, ast.FunctionDef) and node.name == "_why":
                found |= {text for one in ast.walk(node) if (text := _text(one)) and "-" in text and " " not in text}
    return found


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_reason_of_a_change_is_on_the_page_of_validation() -> None:
    section = VALIDATION.partition("## Codes\n")[2].partition("\n## ")[0]
    page = {*re.findall(r"^(?:\| |- )`([a-z-]+)`", section, re.MULTILINE)}

    assert {"date-form", "french-boolean", "canonical-order", "edtf-bounds", "look-alike"} <= whys()
    assert whys() <= page


@pytest.mark.parametrize("name", [name for name in ampere_data.__all__ if callable(getattr(ampere_data, name))])
def test_every_public_function_and_class_is_documented(name: str) -> None:
    assert name == "TableName" or f"## {name}\n" in PYTHON


def test_the_proofs_can_be_verified_without_the_package(documents: Path) -> None:
    environment = {**os.environ, "AMPERE_DATA_DOCUMENTS": str(documents)}
    command = [sys.executable, "docs/examples/verify.py"]

    run = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=True)

    assert run.stdout.endswith(" proofs hold\n")


def test_the_generated_parts_are_fresh() -> None:
    pages = ["ampere_data/names.py", *(str(path.relative_to(ROOT)) for path in PAGES)]
    command = [sys.executable, "-m", "cogapp", "--check", "--diff", "-P", "-I", "docs", *pages]

    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False)

    assert run.returncode == 0, run.stdout + run.stderr


def shape(page: str) -> list[str]:
    """Give the levels of a page's headings, in order."""
    prose = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    return re.findall(r"^#+(?= )", prose, re.MULTILINE)


def code(page: str) -> list[str]:
    """Give the code of a page: its blocks without comments, and each word of code in its prose once."""
    blocks = re.findall(r"```(?:console|python)\n(.*?)```", page, re.DOTALL)
    lines = [re.sub(r"\s+#.*", "", line).strip() for block in blocks for line in block.splitlines()]
    prose = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    words = {" ".join(word.split()) for word in re.findall(r"`([^`]+)`", prose)}
    return [re.sub(r"<.*?>", "<>", line) for line in lines] + sorted(words)


def test_the_guide_for_contributors_says_the_same_in_both_languages() -> None:
    english, french = ((ROOT / name).read_text(encoding="utf-8") for name in ("CONTRIBUTING.md", "CONTRIBUTING.fr.md"))

    assert shape(english) == shape(french)
    assert code(english) == code(french)
    assert re.findall(r"^(\d+)\.|^(?:- )\*\*", english, re.MULTILINE) == re.findall(
        r"^(\d+)\.|^(?:- )\*\*", french, re.MULTILINE
    )
    assert "](CONTRIBUTING.fr.md)" in english
    assert "](CONTRIBUTING.md)" in french


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", page.read_text(encoding="utf-8"))

    lost = [path for path, _ in links if path and not (page.parent / path).exists()]

    assert lost == []


def test_the_guide_sends_nobody_to_a_file_that_is_not_there() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("### Where things are\n")[2]
    tree, table = guide.split("```")[1], guide.split("```")[2].partition("### ")[0]
    rooms = {name for name in re.findall(r"[a-z_]+(?:\.py|/)", tree) if name != "ampere_data/"}
    inside = {path.name + "/" * path.is_dir() for path in (ROOT / "ampere_data").rglob("*")}

    assert rooms <= inside
    assert [
        name for name in re.findall(r"`([\w/.]+\.\w+)`", table) if not (ROOT / "ampere_data" / name).is_file()
    ] == []


def test_the_rules_of_the_guide_find_what_it_says(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "docs" / "examples" / "rules.py")]

    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, check=True)

    assert run.stdout.strip() in VALIDATION


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_figure_shows_what_the_tables_say(theme: str) -> None:
    svg = (ROOT / "docs" / f"figure-{theme}.svg").read_text(encoding="utf-8")
    texts = {html.unescape(text) for text in re.findall(r"<text[^>]*>([^<]+)</text>", svg)}

    for shown in (figure.promises(), figure.listing(), figure.headcount()):
        assert {*shown["label"]} <= texts
    assert int(re.findall(r'width="(\d+)"', svg)[0]) <= 414  # a phone
    assert not re.search(r"<(?:script|image)|url\(http", svg)
    assert f"docs/figure-{theme}.svg" in README
