"""Every reason is said in both languages; what the system and libraries say is told apart from what is said here."""

import ast
import errno
import json
import os
import pickle
from pathlib import Path

import pytest
from saying import parts, placeholders, validate
from sources import SOURCES, calls, texts

from ampere_data.tabular.errors import PackageError, UnknownName
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import open_package, read_json
from ampere_data.words import read
from ampere_data.words.reasons import Reason, quoted, reason_of, together

REASONS = read("fr")["reasons"]  # which say whose words they quote, where English does not


def test_every_reason_in_use_has_its_sentence_and_all_its_words() -> None:
    for _, call, _ in calls("Reason"):
        given = {word.arg for word in call.keywords}
        for name in texts(call.args[0]):
            assert name in REASONS
            assert None in given or placeholders(parts(REASONS[name])["said"]) <= given, name


def test_every_reason_is_in_use() -> None:
    made = {
        *(f"unknown-{kind}" for kind in ("table", "record", "record-of", "field", "source", "entity", "metric")),
        *("schema-no-object", "dialect-no-object"),
        *("fields", "resources"),
        *(f"edtf-{fault}" for fault in ("syntax", "calendar", "order", "range")),
    }

    said = "".join(SOURCES.values())
    assert [name for name in REASONS if name not in made and f'"{name}"' not in said] == []


@pytest.mark.parametrize("raised", ["PackageError", "NotWritten"])
def test_what_is_refused_is_refused_for_a_reason_of_the_catalogue(raised: str) -> None:
    plain = [
        ast.unparse(call)
        for path, call, _ in calls(raised)
        for argument in call.args[raised == "PackageError" :]
        if isinstance(argument, ast.Constant | ast.JoinedStr) and path.name != "reasons.py"
    ]

    assert plain == []


def test_a_reason_within_a_sentence_is_said_in_its_language() -> None:
    note = Reason("path-unsafe", path="../x")
    issue = Issue("resource-error", "t", params={"note": note})

    assert issue.sentence("en").endswith(f"cannot be accepted: {note}")
    assert issue.sentence("fr").endswith(
        "le chemin «\u00a0../x\u00a0» n'est pas sûr\u00a0: il doit être relatif et rester dans le paquet"
    )


def test_a_word_of_a_reason_is_shown_and_never_acts() -> None:
    assert str(Reason("missing", path="a\x1b{b}")) == "a\\u001b{b} does not exist"


@pytest.mark.parametrize(
    ("count", "language", "said"),
    [
        (1, "en", "1 place;"),
        (1, "fr", "1 endroit\u202f;"),
        (2, "en", "2 places;"),
        (12345, "en", "12,345 places;"),
        (12345, "fr", "12\u202f345 endroits\u202f;"),
    ],
)
def test_reasons_agree_in_number(count: int, language: str, said: str) -> None:
    assert said in Reason("no-place", words="x", count=count, nth=3).sentence(language)


def test_reasons_are_compared_by_what_they_say_and_travel() -> None:
    reason = Reason("missing", path="x")

    assert reason == Reason("missing", path="x") == pickle.loads(pickle.dumps(reason))  # noqa: S301 - our own
    assert len({reason, Reason("missing", path="x"), Reason("missing", path="y")}) == 2
    assert "missing" in repr(reason)
    assert reason != "x does not exist"


def test_findings_and_reasons_are_said_together() -> None:
    both = together([Issue("blank-row"), Reason("document-empty", file="a.txt")])

    assert str(both) == "The row is blank; a.txt is empty"
    assert both.sentence("fr") == "La ligne est vide\u202f; a.txt est vide"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOENT, "n'existe pas"),
        (errno.EACCES, "vous n'en avez pas le droit"),
        (errno.EPERM, "vous n'en avez pas le droit"),
        (errno.EISDIR, "c'est un dossier"),
        (errno.ENOTDIR, "ce n'est pas un dossier"),
        (errno.ENOSPC, "plus de place sur le disque"),
        (errno.EROFS, "que lire"),
        (errno.ENAMETOOLONG, "trop long"),
        (errno.ELOOP, "«\u00a0Too many levels of symbolic links\u00a0»"),
    ],
)
def test_what_the_system_says_is_said_by_its_number_or_quoted(number: int, said: str) -> None:
    assert said in reason_of(OSError(number, os.strerror(number))).sentence("fr")


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOSPC, errno.ELOOP])
def test_in_english_the_system_keeps_its_own_words(number: int) -> None:
    assert str(reason_of(OSError(number, os.strerror(number)))) == os.strerror(number)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("of its own"), "«\u00a0of its own\u00a0»"),
        (ValueError(), "«\u00a0ValueError\u00a0»"),
        (PackageError("source-error", "in plain words"), "«\u00a0in plain words\u00a0»"),
        (PackageError("source-error", Reason("no-data")), "la ressource n'a ni"),
        (UnknownName("table", "target", ["targets"]), "aucune table ne s'appelle «\u00a0target\u00a0»"),
        (KeyError("key"), "«\u00a0key\u00a0»"),
    ],
    ids=["words", "nothing", "package", "reason", "name", "key"],
)
def test_any_error_has_a_reason(error: Exception, said: str) -> None:
    assert said in reason_of(error).sentence("fr")


def test_a_quotation_may_say_whose_words_it_quotes() -> None:
    assert quoted("no", "frictionless").sentence("fr") == "frictionless dit\u00a0: «\u00a0no\u00a0»"
    assert str(quoted("no", "frictionless")) == "no"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": }', "a value is expected (line 1, character 7)"),
        ('{"a": 1\n "b": 2}', "a comma is missing (line 2, character 2)"),
        ('{"a" 1}', "a colon is missing (line 1, character 6)"),
        ("{a: 1}", "a name in double quotes is expected (line 1, character 2)"),
        ("{} {}", "something follows the end (line 1, character 4)"),
        ('{"a": "b', "a text in quotes is not closed (line 1, character 7)"),
        ('{"a": "\\x"}', "Invalid \\escape"),
    ],
    ids=["value", "comma", "colon", "name", "surplus", "open", "escape"],
)
def test_a_descriptor_that_is_no_json_says_where_and_why(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")

    with pytest.raises(PackageError) as caught:
        open_package(tmp_path)

    assert said in str(caught.value)
    assert str(caught.value).startswith("datapackage.json is not JSON: ")
    assert "n'est pas du JSON" in reason_of(caught.value).sentence("fr")


def test_a_number_that_python_refuses_to_read_is_quoted(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("1" * 5000, encoding="utf-8")

    with pytest.raises(PackageError, match=r"x\.json is not JSON: "):
        read_json(tmp_path / "x.json", "x.json", "package-error")


@pytest.mark.parametrize(
    ("described", "words"),
    [
        ({"fields": [{"name": "a"}], "primaryKey": "b"}, "primary key"),
        ({"fields": [{"name": "a", "type": "boolean", "constraints": {"maximum": 1}}]}, "maximum"),
    ],
    ids=["key", "constraint"],
)
def test_what_frictionless_alone_finds_in_a_descriptor_is_quoted(
    tmp_path: Path, described: dict[str, object], words: str
) -> None:
    (tmp_path / "t.csv").write_text("a\nx\n", encoding="utf-8")
    resource = {"name": "t", "path": "t.csv", "schema": described}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")

    said = [issue.sentence("fr") for issue in validate(tmp_path).issues]

    assert any("frictionless dit" in one and words in one for one in said)
