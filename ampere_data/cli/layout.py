"""Rows of text laid out for a reader: in columns that fit a terminal, as Markdown, as CSV, as JSON."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ampere_data.cli import console
from ampere_data.tabular.rendering import markdown, markdown_head, markdown_row
from ampere_data.words import phrase
from ampere_data.words.typesetting import show

if TYPE_CHECKING:
    import pandas as pd

FORMS = ("text", "csv", "json", "markdown")

_GAP = "  "
_NARROWEST = 10
_WIDEST = 44


def lay_out(
    labels: Sequence[str], rows: Sequence[Sequence[str]], form: str, width: int | None, language: str = "en"
) -> Iterator[str]:
    """Write rows as `text`, `csv` or `markdown`, for a terminal of some width or, where that is None, for a pipe."""
    if form == "csv":
        return in_csv(labels, rows if width is None else [[show(cell, None) for cell in row] for row in rows])
    if form == "markdown":
        return in_markdown(labels, rows)
    return columns(labels, rows, width, language)


def put_frame(frame: pd.DataFrame, args: Namespace) -> None:
    """Print one line per row; columns in which no row says anything are left out of the text."""
    if args.format == "text":
        frame = frame.dropna(axis="columns", how="all")
    labels = [str(name) for name in frame.columns]
    values = [[_plain(value) for value in row] for row in frame.itertuples(index=False)]
    if args.format == "json":
        console.put(in_json([dict(zip(labels, row, strict=True)) for row in values]))
        return
    cells = [["" if value is None else str(value) for value in row] for row in values]
    console.put(lay_out(labels, cells, args.format, console.width(), args.lang))


def _plain(value: object) -> object:
    """Give a value of a frame as JSON has it: a day as text, a whole number without its fraction, nothing as None."""
    import pandas as pd

    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 - so it is with NaN
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def columns(
    labels: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None, language: str = "en"
) -> Iterator[str]:
    """Lay rows out in columns.

    Args:
        labels: The heading of each column.
        rows: The cells, as many per row as there are labels.
        width: How wide a line may be: wide columns are then narrowed, and those for which there is still no room are
            left out and named below. None writes every cell in full.
        language: The language in which they are named.
    """
    shown = [[show(cell, None) for cell in row] for row in [labels, *rows]]
    widths = [max(map(_width, column)) for column in zip(*shown, strict=True)]
    if width is not None:
        widths = _fit(widths, width)
    kept = len(widths)
    for number, row in enumerate(shown):
        cells = [_pad(cell, size) for cell, size in zip(row[:kept], widths, strict=False)]
        yield _GAP.join(cells).rstrip()
        if number == 0:
            yield _GAP.join("─" * size for size in widths)
    if kept < len(labels):
        yield phrase("no-room", language, labels=", ".join(show(label) for label in labels[kept:]))


def in_markdown(labels: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Write rows as a table of Markdown."""
    yield from markdown_head(markdown(show(label, None)) for label in labels)
    yield from (markdown_row(markdown(show(cell, None)) for cell in row) for row in rows)


def in_csv(labels: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Write rows as CSV, one record after another, every cell as it is."""
    for row in [labels, *rows]:
        text = io.StringIO()
        csv.writer(text, lineterminator="").writerow(row)
        yield text.getvalue()


def in_json(records: Sequence[object]) -> Iterator[str]:
    """Write records as a JSON array, one a line."""
    yield "["
    for number, record in enumerate(records, start=1):
        yield json.dumps(record) + ("," if number < len(records) else "")
    yield "]"


def _fit(widths: list[int], room: int) -> list[int]:
    """Narrow the widest columns as far as they may be, having dropped those from the end that have no room."""
    least = [min(width, _NARROWEST if number else _WIDEST) for number, width in enumerate(widths)]
    kept = len(widths)
    while kept > 1 and _total(least[:kept]) > room:
        kept -= 1
    fitted = [min(width, _WIDEST) for width in widths[:kept]]
    while _total(fitted) > room and (spare := [at for at in range(kept) if fitted[at] > least[at]]):
        fitted[max(spare, key=lambda at: (fitted[at], at))] -= 1
    return fitted


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _width(text: str) -> int:
    """Count the columns of a terminal that a text takes."""
    if text.isascii():
        return len(text)
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text if not unicodedata.combining(char))


def _pad(text: str, size: int) -> str:
    """Bring a text to a size: filled up with blanks, or cut with a mark."""
    if _width(text) > size:
        while text and _width(text) >= size:
            text = text[:-1]
        text += "…"
    return text + " " * (size - _width(text))
