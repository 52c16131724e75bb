"""The dictionary: a line for every table, column and value, whole in both languages."""

from pathlib import Path

import exporting
import pytest

from ampere_data.curation.shipped import shipped
from ampere_data.exports import dictionary
from ampere_data.words import LANGUAGES

OURS = {language: [*dictionary.entries(shipped(), language)] for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_of_ours_is_titled_and_described(language: str) -> None:
    lacking = [one[:3] for one in OURS[language] if not one.title or not one.description]

    assert lacking == []


def test_no_description_of_ours_is_the_same_in_both_languages() -> None:
    same = [one[:3] for one, other in zip(*OURS.values(), strict=True) if one.description == other.description]

    assert same == []


def test_a_table_a_column_and_a_value_have_a_line_each(tmp_path: Path) -> None:
    lines = [*dictionary.entries(exporting.made(tmp_path), "fr")]

    assert lines[0] == ("things", "", "", "Choses", "", "What is invented.")
    assert lines[2] == ("things", "text", "", "Texte", "string", "Tout.")
    assert ("things", "colour", "rouge", "rouge", "", "") in lines


@pytest.mark.parametrize(
    ("language", "key", "link", "row"),
    [
        ("en", "Primary key: `id`.", "`up` refers to [`things`](#things).", "**Identifier.** | required |"),
        ("fr", "Clé primaire : `id`.", "`up` renvoie à [`things`](#things).", "**Identifiant.** | obligatoire |"),
    ],
)
def test_the_page_says_keys_links_and_constraints(tmp_path: Path, language: str, key: str, link: str, row: str) -> None:
    page = dictionary.markdown(exporting.made(tmp_path), language).replace("\xa0", " ")

    assert f"- {key}\n- {link}\n" in page
    assert f"| `id` | string | {row}" in page


def test_what_would_break_a_row_of_the_page_is_written_otherwise(tmp_path: Path) -> None:
    package = exporting.made(tmp_path)
    table = package.tables["things"]
    odd = table.schema.fields[1]._replace(descriptor={"description": "a|b\nc", "example": ["x|y"]})
    schema = table.schema.__class__((odd,))

    page = dictionary.markdown(package._replace(tables={"things": table._replace(schema=schema)}), "en")

    assert '| `text` | string | a\\|b c |  | `["x\\|y"]` |' in page
