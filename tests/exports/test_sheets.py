"""What every format is made from: cells as values, titles in one language, answers typed like the tables."""

import datetime as dt
from pathlib import Path

import exporting
import pandas as pd
import pytest

from ampere_data.curation.shipped import shipped
from ampere_data.exports import sheets
from ampere_data.exports.answers import Answer
from ampere_data.exports.sheets import sheet_of
from ampere_data.frames import load


def test_cells_are_values_and_none_where_there_is_none(tmp_path: Path) -> None:
    first, second, _ = exporting.by_row(exporting.sheet(tmp_path))

    moment = dt.datetime(2024, 2, 29, 10, 11, 12)  # noqa: DTZ001 - the column has no time zone
    assert first[2:8] == [-12, 0.5, True, dt.date(2024, 2, 29), moment, "rouge"]
    assert second == ["b", *[None] * 9]


def test_the_kinds_are_those_of_the_schema(tmp_path: Path) -> None:
    kinds = [column.kind for column in exporting.sheet(tmp_path).columns]

    assert kinds == ["text", "text", "integer", "number", "boolean", "date", "datetime", *["text"] * 3]


@pytest.mark.parametrize(("language", "title", "label"), [("en", "Things", "Text"), ("fr", "Choses", "Texte")])
def test_titles_are_in_the_language_that_is_asked_for(tmp_path: Path, language: str, title: str, label: str) -> None:
    sheet = exporting.sheet(tmp_path, language=language)

    assert (sheet.title, sheet.columns[1].title, sheet.columns[2].title) == (title, label, "whole")


@pytest.mark.parametrize("name", shipped().tables)
def test_each_table_of_ours_has_the_cells_that_load_gives(name: str) -> None:
    frame, sheet = load(name), sheet_of(shipped().table(name), "en")

    assert [column.name for column in sheet.columns] == list(frame.columns)
    for column in sheet.columns:
        day = column.kind == "date"
        expected = [None if pd.isna(one) else str(one.date() if day else one) for one in frame[column.name]]
        assert [None if one is None else str(one) for one in column.cells()] == expected


@pytest.mark.parametrize("name", shipped().tables)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_two_columns_of_ours_share_a_title(name: str, language: str) -> None:
    titles = [column.title for column in sheet_of(shipped().table(name), language).columns]

    assert len({*titles}) == len(titles)
    assert not any("(" in title for title in titles)


def test_columns_of_one_title_are_told_apart(tmp_path: Path) -> None:
    package = exporting.made(tmp_path)
    answer = Answer("asked", "", {"title": "Asked"})

    found = sheets.answer_of(answer, (["id", "text"], [("b", None)]), package, "en")

    assert [column.title for column in found.columns] == ["Identifier", "Text"]
    assert found.schema.links == {"id": ("things", "id")}
    assert found.columns[1].cells() == [None]


def test_a_vocabulary_that_lacks_a_value_is_not_forced_on_an_answer(tmp_path: Path) -> None:
    package = exporting.made(tmp_path)

    found = sheets.answer_of(Answer("asked", "", {}), (["colour"], [("rouge",), ("mauve",)]), package, "en")

    assert found.columns[0].cells() == ["rouge", "mauve"]
