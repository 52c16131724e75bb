"""Both languages say the same things, and everything that can be found has its sentence."""

import ast
from collections.abc import Iterator
from string import Formatter

import pytest
from conftest import ROOT

from ampere_data import messages

CATALOGUES = {"sentences": messages.SENTENCES, "advice": messages.ADVICE, "phrases": messages.PHRASES}
ENTRIES = [(kind, name) for kind, catalogue in CATALOGUES.items() for name in catalogue]
SOURCES = {path: path.read_text(encoding="utf-8") for path in (ROOT / "ampere_data").rglob("*.py")}


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def codes() -> Iterator[tuple[str, str]]:
    """Find the codes, with their details, that the package's own code makes issues of."""
    for source in SOURCES.values():
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call):
                continue
            callee = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if callee in {"Issue", "issue", "found"} and texts:
                detail = next((word.value for word in node.keywords if word.arg == "detail"), ast.Constant(""))
                if isinstance(detail, ast.Constant):
                    yield texts[0], str(detail.value)


@pytest.mark.parametrize(("kind", "name"), ENTRIES, ids=[f"{kind}-{name}" for kind, name in ENTRIES])
def test_every_entry_is_there_in_both_languages_with_the_same_placeholders(kind: str, name: str) -> None:
    entry = CATALOGUES[kind][name]

    assert sorted(entry) == sorted(messages.LANGUAGES)
    assert len({frozenset(placeholders(template)) for template in entry.values()}) == 1
    assert all(template.strip() == template != "" for template in entry.values())


@pytest.mark.parametrize(("code", "detail"), sorted(set(codes())))
def test_every_code_in_use_has_its_sentence(code: str, detail: str) -> None:
    said = {entry.partition("/")[0] for entry in messages.SENTENCES} if not detail else messages.SENTENCES

    # A detail may also come from elsewhere, in words that are passed on.
    assert code in said or f"{code}/{detail}" in said


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
