"""A package of two small invented tables with every plain type, for the tests of the exports."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine import field, resource, schema, write_package
from hypothesis import strategies as st

from ampere_data.exports.sheets import Sheet, sheet_of
from ampere_data.tabular.package import Package, open_package

COLOURS = ["rouge", "bleu nuit", "« écru »"]
KEYS = ["id", "text", "whole", "share", "truth", "day", "moment", "colour", "up", "others"]
FIELDS: list[dict[str, Any]] = [
    {**field("id", required=True), "title": "Identifier", "title_fr": "Identifiant"},
    {
        **field("text"),
        "title": "Text",
        "title_fr": "Texte",
        "description": "Any.",
        "description_fr": "Tout.",
    },
    field("whole", "integer", minimum=-(10**15)),
    field("share", "number", minimum=-1e300, maximum=1e300),
    field("truth", "boolean"),
    field("day", "date"),
    field("moment", "datetime"),
    field("colour", categories=[{"value": one, "label": one} for one in COLOURS], enum=COLOURS),
    field("up"),
    {**field("others"), "list": {"separator": ";", "reference": {"fields": "id"}}},
]
SCHEMA = schema(
    *FIELDS,
    primaryKey=["id"],
    foreignKeys=[{"fields": ["up"], "reference": {"fields": ["id"]}}],
    title="Things",
    title_fr="Choses",
)
# A row with a value in every cell, one with none but its key, and one that spreadsheets like to change.
ROWS = [
    [
        "été",
        "Œuvre, « à »;\n",
        "-12",
        "0.5",
        "true",
        "2024-02-29",
        "2024-02-29T10:11:12",
        "rouge",
        "été",
        "été;b",
    ],
    ["b", *[""] * 9],
    ["c", "=1+1", "9007199254740993", "1e-7", "false", "1899-12-31", "1970-01-01T00:00:00", "« écru »", "b", "c"],
]


def _safe(text: str) -> bool:
    """Tell whether a text can stand in a CSV cell and in a workbook's XML."""
    return text == text.strip() and "\r" not in text and not any(ord(one) < 32 and one != "\n" for one in text)


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.just("\n"), max_size=30).filter(_safe)


@st.composite
def rows(draw: st.DrawFn) -> list[list[str]]:
    """Draw rows of the table, each cell filled or empty; ids are unlike one another."""
    ids = draw(st.lists(TEXTS.filter(lambda text: text != "" and ";" not in text), max_size=6, unique=True))
    maybe = st.just("")
    leads = st.sampled_from(ids) if ids else maybe
    parts = [
        TEXTS,
        maybe | st.integers(-(10**15), 2**53 + 99).map(str),
        maybe | st.floats(-1e300, 1e300, allow_nan=False).map(repr),
        maybe | st.sampled_from(["true", "false"]),
        maybe | st.dates().map(str),
        maybe | st.datetimes().map(lambda one: one.replace(microsecond=0).isoformat()),
        maybe | st.sampled_from(COLOURS),
        maybe | leads,
        maybe | st.lists(leads, min_size=1, max_size=3, unique=True).map(";".join),
    ]
    return [[one, *(draw(part) for part in parts)] for one in ids]


def made(folder: Path, cells: Sequence[Sequence[str]] = ROWS, **more: object) -> Package:
    """Write the package, and open it."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows([KEYS, *cells])
    said = {"title": "Invented", "version": "1.2.3", "licenses": [{"name": "CC0-1.0", "title": "Public domain"}]}
    things = {**resource("things", SCHEMA, path="things.csv"), "description": "What is invented."}
    write_package(folder, {"things.csv": stream.getvalue()}, things, **{**said, **more})
    return open_package(folder)


def sheet(folder: Path, cells: Sequence[Sequence[str]] = ROWS, language: str = "en") -> Sheet:
    """Write the package, and read its table."""
    return sheet_of(made(folder, cells).table("things"), language)


def by_row(one: Sheet) -> list[list[Any]]:
    """Give the cells of a sheet, row by row."""
    return [list(row) for row in zip(*(column.cells() for column in one.columns), strict=True)]
