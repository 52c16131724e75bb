"""CSV for spreadsheets: what pandas reads back is what was written."""

import csv
import io
from pathlib import Path
from typing import Any

import exporting
import pandas as pd
import pytest
from hypothesis import given

from ampere_data.exports import delimited


def test_a_french_file_opens_in_a_french_spreadsheet(tmp_path: Path) -> None:
    data = delimited.write(exporting.sheet(tmp_path, language="fr"), "fr")

    assert data.startswith(b"\xef\xbb\xbfIdentifiant;Texte;whole;share;")
    assert '"Œuvre, « à »;\n";-12;0,5;VRAI;2024-02-29;2024-02-29 10:11:12;rouge;'.encode() in data


def test_an_english_file_opens_in_an_english_spreadsheet(tmp_path: Path) -> None:
    data = delimited.write(exporting.sheet(tmp_path), "en")

    assert data.startswith(b"\xef\xbb\xbfIdentifier,Text,whole,share,")
    assert b",-12,0.5,TRUE,2024-02-29," in data


def test_what_would_be_a_formula_is_text_and_numbers_are_numbers(tmp_path: Path) -> None:
    text = delimited.write(exporting.sheet(tmp_path), "en").decode("utf-8-sig")
    last = list(csv.reader(io.StringIO(text, newline="")))[-1]

    assert last[1:4] == ["'=1+1", "9007199254740993", "0.0000001"]


@pytest.mark.hypothesis
@given(cells=exporting.rows())
@pytest.mark.parametrize(("language", "delimiter", "decimal"), [("en", ",", "."), ("fr", ";", ",")])
def test_pandas_reads_back_what_was_written(
    tmp_path: Path, language: str, delimiter: str, decimal: str, cells: list[list[str]]
) -> None:
    sheet = exporting.sheet(tmp_path, cells, language)
    data = delimited.write(sheet, language)

    texts: dict[str, Any] = {column.title: str for column in sheet.columns if column.kind == "text"}
    found = pd.read_csv(
        io.BytesIO(data),
        sep=delimiter,
        dtype={**texts, "whole": "Int64", "share": str},
        keep_default_na=False,
        na_values=[""],
    )
    assert list(found.columns) == [column.title for column in sheet.columns]
    truth = {"VRAI": True, "FAUX": False, "TRUE": True, "FALSE": False, True: True, False: False}
    for column in sheet.columns:
        read = [None if pd.isna(one) else one for one in found[column.title].tolist()]
        if column.kind == "text":
            read = [one if one is None else one.removeprefix("'") for one in read]
            expected = [one if one is None else one.removeprefix("'") for one in column.cells()]
        elif column.kind == "number":
            read, expected = [one if one is None else float(one.replace(decimal, ".")) for one in read], column.cells()
        elif column.kind == "boolean":
            read, expected = [one if one is None else truth[one] for one in read], column.cells()
        elif column.kind in ("date", "datetime"):
            expected = [one if one is None else str(one) for one in column.cells()]
        else:
            expected = column.cells()
        assert read == expected, column.name
