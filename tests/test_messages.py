"""Both languages say the same things, and everything that can be found has its sentence."""

import ast
from collections.abc import Iterator
from string import Formatter

import pytest
from conftest import ROOT
from english import english_words

from ampere_data import messages

CATALOGUES = {"sentences": messages.SENTENCES, "advice": messages.ADVICE, "phrases": messages.PHRASES}
ENTRIES = [(kind, name) for kind, catalogue in CATALOGUES.items() for name in catalogue]
SOURCES = {path: path.read_text(encoding="utf-8") for path in (ROOT / "ampere_data").rglob("*.py")}


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def without_words(template: str) -> str:
    """Give the text of a template without what is filled in."""
    return "".join(text for text, *_ in Formatter().parse(template))


def calls(tree: ast.AST, *names: str) -> Iterator[tuple[ast.Call, list[ast.stmt]]]:
    """Find the calls of some functions, each with the body of the function that it stands in."""
    for outer in ast.walk(tree):
        if isinstance(outer, ast.FunctionDef):
            for node in ast.walk(outer):
                callee = node.func if isinstance(node, ast.Call) else None
                if isinstance(node, ast.Call) and (getattr(callee, "attr", "") or getattr(callee, "id", "")) in names:
                    yield node, outer.body


def texts(node: ast.AST) -> list[str]:
    """List the texts that stand in an expression, but for those that it asks or looks up by."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    return []


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
    for source in SOURCES.values():
        for call, body in calls(ast.parse(source), "Issue", "issue", "found"):
            code = next((text for argument in call.args for text in texts(argument)), "")
            if code:
                known = details(call, body)
                yield from [(code, None)] if known is None else [(code, detail) for detail in known]


CODES = sorted(set(codes()), key=str)
# Codes that are made where details come from elsewhere: conftest says each such finding as soon as a test makes one.
HIDDEN = {
    "edtf-bounds",
    "edtf-error",
    "encoding-error",
    "evidence-digest",
    "list-error",
    "not-mended",
    "range-error",
    "value-not-following",
}


@pytest.mark.parametrize(("kind", "name"), ENTRIES, ids=[f"{kind}-{name}" for kind, name in ENTRIES])
def test_every_entry_is_there_in_both_languages_with_the_same_placeholders(kind: str, name: str) -> None:
    entry = CATALOGUES[kind][name]

    assert sorted(entry) == sorted(messages.LANGUAGES)
    assert len({frozenset(placeholders(template)) for template in entry.values()}) == 1
    assert all(template.strip() == template != "" for template in entry.values())
    assert english_words(without_words(entry["fr"])) == []


@pytest.mark.parametrize(("code", "detail"), [one for one in CODES if one[1] is not None])
def test_every_code_in_use_has_its_sentence(code: str, detail: str) -> None:
    assert "/".join(filter(None, [code, detail])) in messages.SENTENCES


def test_no_other_call_hides_its_detail() -> None:
    hidden = {code for code, detail in CODES if detail is None}

    assert hidden == HIDDEN
    assert hidden <= {name.partition("/")[0] for name in messages.SENTENCES}


@pytest.mark.parametrize("code", sorted({name.partition("/")[0] for name in messages.SENTENCES}))
def test_every_sentence_is_in_use(code: str) -> None:
    errors = pytest.importorskip("frictionless.errors")
    elsewhere = [text for path, text in SOURCES.items() if path.name != "messages.py"]
    # What Frictionless says of a descriptor keeps its code, whichever that is.
    passed_on = {getattr(error, "type", None) for error in vars(errors).values()}

    assert code in passed_on or any(f'"{code}"' in text for text in elsewhere)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("plain é [red]", "plain é [red]"),
        ("a\nb\tc", "a\\u000ab\\u0009c"),
        ("\x1b[31m", "\\u001b[31m"),
        ("\u202egpj", "\\u202egpj"),
        ("10\u00a0000", "10\\u00a0000"),
        ("\U000e0041", "\\U000e0041"),
        ("\udc80", "\\udc80"),
        ("x" * 200, "x" * 119 + "…"),
        ("e\u0301", "e\\u0301"),
        (None, ""),
        (17, "17"),
    ],
    ids=["plain", "newline", "escape", "bidi", "no-break", "astral", "surrogate", "long", "accent", "none", "number"],
)
def test_show_makes_every_invisible_character_seen(value: object, shown: str) -> None:
    assert messages.show(value) == shown


@pytest.mark.parametrize(
    ("code", "detail", "words", "said"),
    [
        ("type-error", "date", {"value": "x", "format": "default"}, "“x” is not a date such as 2024-10-31"),
        ("type-error", "date", {"value": "x", "format": "%d"}, "“x” is not a date in the format %d"),
        ("edtf-bounds", "latest", {"edtf": "", "edtf_field": "d", "field": "e"}, "d is empty, so e must be too"),
        (
            "constraint-error",
            "pattern",
            {"value": "x", "field": "f", "constraint": "y+"},
            "“x” does not have the form of “f”: y+",
        ),
        (
            "constraint-error",
            "pattern",
            {"value": "x", "field": "f", "constraint": "y+", "example": "yy"},
            "“x” does not have the form of “f” (example: yy)",
        ),
    ],
    ids=["plain-date", "formatted-date", "empty-edtf", "pattern", "example"],
)
def test_the_words_choose_the_variant(code: str, detail: str, words: dict[str, object], said: str) -> None:
    assert messages.sentence(code, detail, words, "en") == said


def test_a_value_is_never_read_as_a_template(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(messages.SENTENCES, "type-error", {"en": '"{value}" is wrong', "fr": "« {value} » : faux"})

    assert messages.sentence("type-error", "", {"value": "{code} : {0}"}, "en") == '"{code} : {0}" is wrong'
    assert messages.sentence("type-error", "", {"value": "a : b"}, "fr") == "«\u00a0a : b\u00a0»\u00a0: faux"


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
    assert messages.phrase("rows", language, count=count) == said


@pytest.mark.parametrize(
    ("record", "said"),
    [("alpine", "d'alpine"), ("électricité", "d'électricité"), ("renault", "de renault"), ("4l", "de 4l"), ("", "de ")],
)
def test_french_elides_before_a_vowel(record: str, said: str) -> None:
    words = {"table": "t", "value": "x", "field": "de {record}", "record": record}

    assert messages.sentence("unproven-cell", "", words, "fr").endswith(f", de {{record}} {said}")
    assert messages.sentence("unproven-cell", "", words, "en").endswith(f" of {record}")
    told = messages.phrase("unproven-cell-of-a-row", "fr", table="t", record=record, fields="a")
    assert f"cellules {said}\u00a0:" in told
