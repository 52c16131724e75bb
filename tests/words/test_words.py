"""All languages say the same things, and everything that can be found has its sentence."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from english import english_words
from saying import entry_of, parts, placeholders
from sources import SOURCES, calls, texts, without_words

from ampere_data.words import ENGLISH, LANGUAGES, advice, finding, phrase, read, say

ISSUES = read(ENGLISH)["issues"]
# What argparse is to say, it says in English by itself.
SECTIONS = {
    section: list(read(ENGLISH)[section]) for section in [section for section in read(ENGLISH) if section != "misuse"]
}
ENTRIES = [(section, name) for section, names in SECTIONS.items() for name in names]


def assigned(name: str, call: ast.Call, body: list[ast.stmt]) -> ast.AST | None:
    """Find what a name stands for where a call is made: the last that was assigned to it before."""
    found = [
        node
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.lineno < call.lineno and name in names_of(node)
    ]
    return max(found, key=lambda node: node.lineno).value if found else None


def names_of(node: ast.Assign | ast.AnnAssign) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def details(call: ast.Call, body: list[ast.stmt]) -> list[str] | None:
    """List the details that a call can give, None where they come from elsewhere."""
    given: dict[str, ast.AST | None] = {"detail": ast.Constant("")}
    if getattr(call.func, "id", "") == "Note" and len(call.args) > 1:  # there it comes second
        given["detail"] = call.args[1]
    for word in call.keywords:
        if word.arg:
            given[word.arg] = word.value
            continue
        spread = assigned(word.value.id, call, body) if isinstance(word.value, ast.Name) else None
        if not isinstance(spread, ast.Dict) or None in spread.keys:
            return None
        given |= {
            text: value for key, value in zip(spread.keys, spread.values, strict=True) if key for text in texts(key)
        }
    detail = given["detail"]
    if isinstance(detail, ast.Name):
        detail = assigned(detail.id, call, body)
    return (texts(detail) or None) if detail else None


def codes() -> Iterator[tuple[str, str | None]]:
    """Find the codes that the package's own code makes issues of, with their details; None where a call hides them."""
    for _, call, body in calls("Issue", "issue", "found", "Note"):
        note = getattr(call.func, "id", "") == "Note"  # of which the code comes first
        code = next((text for argument in call.args[: 1 if note else None] for text in texts(argument)), "")
        if code:
            known = details(call, body)
            yield from [(code, None)] if known is None else [(code, detail) for detail in known]


# Codes that are made where details come from elsewhere: the tests of those rooms say each such finding.
HIDDEN = {
    "edtf-bounds",
    "edtf-error",
    "encoding-error",
    "evidence-digest",
    "extra-cell",
    "missing-cell",
    "not-mended",
    "range-error",
    "value-not-following",
}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_entry_is_there_in_every_language_with_the_same_placeholders(section: str) -> None:
    for name in SECTIONS[section]:
        is_alike(section, name)


def is_alike(section: str, name: str) -> None:
    """Hold an entry in every language to what it is in English."""
    english = parts(read(ENGLISH)[section][name])
    # Those who are quoted speak English: there it goes without saying whose words they are.
    more = {"who"} if name == "quoted-of" else set()
    # The pages of help have tests of their own, with what argparse adds to them.
    plain = section not in {"help", "names"}

    assert "said" in english
    for language in LANGUAGES:
        other = parts(read(language)[section][name])
        assert other.keys() == english.keys()
        assert [part for part, text in other.items() if placeholders(text) - more != placeholders(english[part])] == []
        assert all(text == text.strip() != "" if plain else text.strip() for text in other.values())
        if plain and language == "fr":
            assert [english_words(without_words(text)) for text in other.values()] == [[]] * len(other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_says_more_than_english(language: str) -> None:
    own = {(section, name) for section in read(language) if section != "misuse" for name in read(language)[section]}

    assert own <= set(ENTRIES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", SECTIONS)
def test_every_sentence_is_said_in_every_language_with_all_its_words(section: str, language: str) -> None:
    assert [name for name in SECTIONS[section] if not is_said(section, name, language)] == []


def is_said(section: str, name: str, language: str) -> bool:
    """Tell whether a sentence is said with all its words, of one and of several, and so is its advice."""
    entry = parts(read(language)[section][name])
    words: dict[str, object] = {word: f"[{word}]" for text in entry.values() for word in placeholders(text)}
    code, _, detail = name.partition("/")

    told = {}
    for count, part in ((1, "one" if "one" in entry else "said"), (2, "said")):
        counted = {**words, "count": count}
        sentence = phrase(name, language, **counted) if section == "phrases" else say(section, name, language, counted)
        told[sentence] = {str(counted[word]) for word in placeholders(entry[part])}
    if "advice" in entry:
        told[advice(code, detail, "", words, language)] = {str(words[one]) for one in placeholders(entry["advice"])}
    return all(sentence.strip() and all(word in sentence for word in spoken) for sentence, spoken in told.items())


def test_a_further_language_is_one_more_file_and_says_in_english_what_it_lacks(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "ampere_data", tmp_path / "ampere_data", ignore=shutil.ignore_patterns("__pycache__"))
    german = '[phrases]\nvalid = "Nichts gefunden."\n[issues]\nblank-row = "Die Zeile ist leer."\n'
    (tmp_path / "ampere_data" / "words" / "de.toml").write_text(german, encoding="utf-8")
    program = """
from ampere_data.cli.main import main
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.report import Report
from ampere_data.words import LANGUAGES, phrase
print(LANGUAGES, Report(()).summary("de"), phrase("rows", "de", count=1234))
print(Issue("blank-row").sentence("de"), Issue("blank-row").advice("de"), Issue("blank-header").sentence("de"))
main(["--lang", "de", "list", "--all"])
"""

    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=True)

    assert run.stdout.splitlines() == [
        "('en', 'de', 'fr') ['Nichts gefunden.'] 1,234 rows",
        "Die Zeile ist leer. Delete this row. The header is blank",
    ]
    assert run.stderr == "ampere-data: unrecognized arguments: --all (see ampere-data --help)\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_is_read_only_when_something_is_said_in_its_language(language: str) -> None:
    program = f"""
from ampere_data import words
from ampere_data.cli import main as cli
assert words.read.cache_info().currsize == 0
words.phrase("valid", {language!r})
print(words.read.cache_info().currsize)
"""

    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)

    assert run.stdout.strip() == "1"


def test_every_code_in_use_has_its_sentence() -> None:
    for code, detail in codes():
        if detail is not None:
            entry = entry_of(code, detail)

            assert entry in ISSUES
            assert not detail or entry != code


def test_no_other_call_hides_its_detail() -> None:
    hidden = {code for code, detail in codes() if detail is None}

    assert hidden == HIDDEN
    assert hidden <= {name.partition("/")[0] for name in ISSUES}


def test_every_sentence_is_in_use() -> None:
    errors = pytest.importorskip("frictionless.errors")
    # What Frictionless says of a descriptor keeps its code, whichever that is.
    passed_on = {getattr(error, "type", None) for error in vars(errors).values()}
    said = "".join(SOURCES.values())

    assert [code for code in {name.partition("/")[0] for name in ISSUES} - passed_on if f'"{code}"' not in said] == []


def test_every_advice_is_in_use() -> None:
    made = {f"{verb}-{place}" for verb in ("insert", "move") for place in ("column", "first")}
    said = "".join(SOURCES.values())

    assert [name for name in read(ENGLISH)["advice"].keys() - made if f'"{name}"' not in said] == []


def test_an_unknown_code_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        finding("no-such-code", "", {}, ENGLISH)


def test_a_detail_without_a_sentence_has_that_of_its_code() -> None:
    said = finding("type-error", "duration", {"value": "x", "type": "duration"}, ENGLISH)

    assert said == "“x” is not of the type duration"


def test_a_value_is_never_read_as_a_template() -> None:
    hostile = {"value": "{code} : {0}"}

    assert finding("type-error", "number", hostile, "en") == "“{code} : {0}” is not a number"
    assert finding("type-error", "number", hostile, "fr") == "«\u00a0{code} : {0}\u00a0» n'est pas un nombre"


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 0, "0 rows"),
        ("en", 1, "1 row"),
        ("fr", 0, "0 ligne"),
        ("fr", 2, "2 lignes"),
        ("fr", 1234, "1\u202f234 lignes"),
    ],
)
def test_phrases_agree_in_number(language: str, count: int, said: str) -> None:
    assert phrase("rows", language, count=count) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 line, line 3, ends in CRLF;"), (1234, "1,234 lines, from line 3 on, end in CRLF;")],
)
def test_findings_agree_in_number(count: int, said: str) -> None:
    words = {"count": count, "line": 3, "kind": "CRLF"}

    assert finding("canonical-newline", "", words, "en").startswith(said)
