"""A frame of claims, printed."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from ampere_data.cli import console, layout

if TYPE_CHECKING:
    import pandas as pd


def put(frame: pd.DataFrame, args: Namespace) -> None:
    """Print one line per row; columns in which no row says anything are left out of the text."""
    if args.format == "text":
        frame = frame.dropna(axis="columns", how="all")
    labels = [str(name) for name in frame.columns]
    values = [[_plain(value) for value in row] for row in frame.itertuples(index=False)]
    if args.format == "json":
        console.put(layout.in_json([dict(zip(labels, row, strict=True)) for row in values]))
        return
    cells = [["" if value is None else str(value) for value in row] for row in values]
    console.put(layout.lay_out(labels, cells, args.format, console.width(), args.lang))


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
