"""`ampere-data history`: one promise as it was told, and told anew."""

from __future__ import annotations

from argparse import Namespace

from ampere_data import layout
from ampere_data.commands import console, parsing

_EXAMPLES = """
  ampere-data history ampere employees
  ampere-data history ampere stock-market-listing --format json
"""


def register(verbs: parsing.Verbs, language: str) -> None:
    """Say what the verb takes."""
    parser = parsing.add_verb(verbs, "history", language, _EXAMPLES)
    parser.add_argument("entity", metavar="ENTITY")
    parser.add_argument("metric", metavar="METRIC")
    parser.add_argument("--format", choices=layout.FORMS, default="text")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print one line per claim; columns in which no claim says anything are left out of the text."""
    from ampere_data.claims import history

    frame = history(args.entity, args.metric)
    if args.format == "text":
        frame = frame.dropna(axis="columns", how="all")
    labels = [str(name) for name in frame.columns]
    values = [[_plain(value) for value in row] for row in frame.itertuples(index=False)]
    if args.format == "json":
        console.put(layout.in_json([dict(zip(labels, row, strict=True)) for row in values]))
    else:
        cells = [["" if value is None else str(value) for value in row] for row in values]
        console.put(layout.lay_out(labels, cells, args.format, console.width(), args.lang))
    return 0


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
