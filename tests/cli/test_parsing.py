"""The command line in two languages: every page, every refusal, and the choice between them."""

import argparse
import csv
import io
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run
from english import english_words
from saying import placeholders
from sources import without_words

from ampere_data.cli import main as cli
from ampere_data.cli import parsing
from ampere_data.words import ENGLISH, LANGUAGES, read, say

HELP = read(ENGLISH)["help"]
# What may be the same on both pages: options, the names of values, and choices.
NAMES_ONLY = re.compile(r"(?:\[?(?:--?[a-z-]+|[A-Z]+|\{[a-z,]+\}|\[[A-Z]+\])\]?\s*)+")


def verbs(language: str) -> dict[str, parsing.Parser]:
    """Give the parser of each verb."""
    actions = cli.parser(language)._actions  # noqa: SLF001 - argparse has no public way to ask
    return next(dict(action.choices) for action in actions if isinstance(action, argparse._SubParsersAction))  # noqa: SLF001


def parsers(language: str) -> dict[str, parsing.Parser]:
    """Give the parser of the command, and those of the verbs."""
    return {"ampere-data": cli.parser(language), **verbs(language)}


PAGES = list(parsers("en"))


@pytest.mark.parametrize("page", PAGES)
def test_no_line_of_a_page_is_the_same_in_both_languages_but_commands_and_names(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    english, french = (parsers(language)[page].format_help().splitlines() for language in LANGUAGES)
    commands = {f"  {line}" for line in examples(page)}

    same = [line for line in french if line.strip() and line in english and line not in commands]

    assert [line for line in same if not NAMES_ONLY.fullmatch(line.strip())] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_french_page_has_no_english_words(page: str) -> None:
    text = parsers("fr")[page].format_help()

    for line in sorted(examples(page), key=len, reverse=True):
        text = text.replace(line, "")

    assert english_words(text) == []
    assert english_words(parsers("en")[page].format_help()) != []


def test_every_text_is_on_a_page() -> None:
    taken = {*PAGES, "ampere-data examples", "validate codes", "fix codes"}
    taken |= {"usage", "positional", "options", "verbs", "examples", "misused"}
    for page, parser in parsers("en").items():
        for action in parser._actions:  # noqa: SLF001 - argparse has no public way to ask
            name = action.option_strings[-1] if action.option_strings else action.dest
            taken |= {f"{page} {name}"} & HELP.keys() or {name}

    assert taken - {"==SUPPRESS=="} == HELP.keys()


def examples(page: str, language: str = "en") -> list[str]:
    """List the lines of the examples of a verb, as they stand on its page."""
    text = str(parsers(language)[page].epilog)
    head = say("help", "examples", language, {})
    block = text.partition(head)[2].partition("\n\n")[0]
    return [line.removeprefix("  ") for line in block.splitlines() if line.startswith("  ")]


def commands(page: str, language: str) -> Iterator[list[str]]:
    """Give the examples of a page as a shell takes them apart, without what would become of their output."""
    text = "\n".join(examples(page, language)).replace("\\\n", " ")
    for line in text.splitlines():
        words = shlex.split(line if page != "ampere-data" else re.split(r"\s{2,}", line)[0])
        end = next((at for at, word in enumerate(words) if word in ("<", ">")), len(words))
        yield words[1:end]


@pytest.fixture
def desk(package: Path, documents: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the package with everything that the examples speak of, as the current folder."""
    (package.parent / "seeds").symlink_to(documents)
    shutil.copytree(documents, package / "seeds")
    (package / "path" / "to").mkdir(parents=True)
    (package / "path" / "to" / "checkout").symlink_to(package)
    shutil.copy(package / "data" / "targets.csv", package / "mine.csv")
    shutil.copy(package / "schemas" / "targets.json", package / "mine.schema.json")
    mine = (package / "mine.csv").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(mine)))
    with (package / "french.csv").open("w", encoding="windows-1252", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(csv.reader(io.StringIO(mine.decode(), newline="")))
    (package / "article.txt").write_bytes(b"Un texte nouveau.\n")
    monkeypatch.chdir(package)
    return package


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_a_page_run(run: Run, desk: Path, page: str, language: str) -> None:
    kept = {file: file.read_bytes() for file in (desk / "data").iterdir()}
    asked = list(commands(page, language))

    for words in asked:
        code, out, err = run("--lang", language, *words)

        assert (code, err) == (0, ""), words
        assert out
        for file, data in kept.items():
            file.write_bytes(data)  # each example begins with the package as it was

    assert asked


MISUSES = {
    "required": ["show"],
    "several required": ["cite"],
    "unrecognized": ["list", "targets"],
    "unknown option": ["list", "--all"],
    "choice": ["list", "--format", "yaml"],
    "verb": ["lsit"],
    "language": ["--lang", "de", "list"],
    "no value": ["validate", "--limit"],
    "value": ["fix", "--check=yes"],
    "number": ["validate", "--limit", "some"],
    "day": ["show", "targets", "--as-of", "2023-02-30"],
}


@pytest.mark.parametrize("words", MISUSES.values(), ids=MISUSES)
def test_every_misuse_that_argparse_finds_is_said_in_french(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    _, _, english = run(*words)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    code, out, french = run(*words)

    assert (code, out) == (2, "")
    assert "argparse" not in french
    assert ("(see ampere-data" in english, "(voir ampere-data" in french) == (True, True)
    assert not set(english.split()) & {"the", "argument", "arguments:", "invalid", "one"} & set(french.split())
    assert english_words(french) == []


@pytest.mark.parametrize(
    ("taken", "given", "english"),
    [
        ({"nargs": "+"}, [], "expected at least one argument"),
        ({"nargs": 2}, ["a"], "expected 2 arguments"),
        ({"type": float}, ["a\x1bb"], "invalid float value: 'a\\x1bb'"),
    ],
    ids=["words", "count", "value"],
)
def test_what_argparse_says_otherwise_is_quoted(
    capsys: pytest.CaptureFixture[str], taken: dict[str, Any], given: list[str], english: str
) -> None:
    for language in LANGUAGES:
        parser, _ = parsing.begin(language)
        parser.add_argument("--dry-run", **taken)
        with pytest.raises(SystemExit):
            parser.parse(["--dry-run", *given])

    of_english, of_french = capsys.readouterr().err.splitlines()
    assert of_english == f"ampere-data: argument --dry-run: {english} (see ampere-data --help)"
    assert of_french.startswith(f"ampere-data: --dry-run argparse dit\u00a0: «\u00a0{english[:20]}")
    assert of_french.isascii() or "\x1b" not in of_french


@pytest.mark.parametrize("language", [language for language in LANGUAGES if "misuse" in read(language)])
def test_a_language_that_answers_argparse_answers_with_the_words_that_argparse_gives(language: str) -> None:
    for asked, answer in read(language)["misuse"].items():
        given = set(re.findall(r"%\((\w+)\)", asked)) or {"what"}

        assert placeholders(answer) <= given
        assert english_words(without_words(answer)) == []


def test_argparse_keeps_its_own_words_for_everybody_else(run: Run) -> None:
    parser = argparse.ArgumentParser(exit_on_error=False)
    parser.add_argument("--new")

    run("--lang", "fr", "lsit")

    with pytest.raises(argparse.ArgumentError, match="argument --new: expected one argument"):
        parser.parse_args(["--new"])


@pytest.mark.parametrize("verb", PAGES[1:])
@pytest.mark.parametrize("place", [0, 1], ids=["before", "behind"])
def test_every_verb_takes_the_language_before_and_behind_it(run: Run, verb: str, place: int) -> None:
    words = [verb, "--help"]
    words[place:place] = ["--lang", "fr"]

    code, out, _ = run(*words)

    assert code == 0
    assert out.startswith("utilisation\u00a0: ampere-data")


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (["--lang", "fr", "list"], "fr"),
        (["list", "--lang=fr"], "fr"),
        (["--lang", "fr", "list", "--lang", "en"], "en"),
        (["--lang", "en", "list", "--lang", "fr"], "fr"),
        (["show", "--", "--lang=fr"], "en"),
        (["add-source", "--language", "fr"], "en"),
        (["list"], "en"),
    ],
    ids=" ".join,
)
def test_what_is_asked_for_last_counts(monkeypatch: pytest.MonkeyPatch, words: list[str], language: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    assert parsing.language_of(words) == language


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("fr", "fr"),
        ("fr_CA.UTF-8", "fr"),
        ("fr@euro", "fr"),
        ("FR-FR", "fr"),
        ("fry_NL", "en"),
        ("C.UTF-8", "en"),
        ("", "en"),
    ],
)
def test_a_locale_is_read_as_the_system_writes_it(monkeypatch: pytest.MonkeyPatch, locale: str, language: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)

    assert parsing.language_of([]) == language


OUTPUTS = {
    "list": (["list"], "lignes"),
    "no room": (["show", "targets"], "(pas de place pour\u00a0: "),
    "record": (["show", "entities", "ampere", "--format", "markdown"], "| champ | valeur | preuves |"),
    "history": (["history", "ampere", "employees"], "(pas de place pour\u00a0: "),
    "validate": (["validate"], "Aucun problème trouvé"),
    "fix": (["fix", str(ROOT), "--check"], "Rien à corriger."),
}


@pytest.mark.parametrize(("words", "said"), OUTPUTS.values(), ids=OUTPUTS)
def test_outputs_are_french_where_french_is_asked_for(terminal: Run, words: list[str], said: str) -> None:
    _, english, _ = terminal(*words)
    code, french, _ = terminal(*words, "--lang", "fr")

    assert code == 0
    assert said in french
    assert said not in english


def test_what_is_written_is_said_in_french(run: Run, package: Path, documents: Path) -> None:
    words = ["cite", "targets", "models-six-by-2030", "value", "s002", "six modèles", "--exact", "six", "--dry-run"]

    _, out, _ = run(*words, "--package", package, "--documents", documents, "--lang", "fr")

    assert out.splitlines()[-1] == "non écrit\u00a0: data/evidence.csv"
