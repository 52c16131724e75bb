"""`ampere-data latest`: the last word on every metric, and who disagrees."""

from __future__ import annotations

from argparse import Namespace
from functools import partial

from ampere_data.cli import console, framing, layout, parsing

_EXAMPLES = """
  ampere-data latest
  ampere-data latest --as-of 2022-12-31
  ampere-data latest --format json
"""


def register(verbs: parsing.Verbs, language: str) -> None:
    """Say what the verb takes."""
    parser = parsing.add_verb(verbs, "latest", language, _EXAMPLES)
    parser.add_argument("--format", choices=layout.FORMS, default="text")
    parser.add_argument("--as-of", metavar="DAY", type=partial(console.day, language=language))
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print one line per entity, metric and horizon."""
    from ampere_data.overviews import latest

    framing.put(latest(as_of=args.as_of), args)
    return 0
