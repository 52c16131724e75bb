"""`ampere-data about`: everything about an entity and what belongs to it."""

from __future__ import annotations

from argparse import Namespace
from functools import partial

from ampere_data.cli import console, framing, layout, parsing

_EXAMPLES = """
  ampere-data about ampere
  ampere-data about renault --as-of 2022-12-31
  ampere-data about renault --format csv > renault.csv
"""


def register(verbs: parsing.Verbs, language: str) -> None:
    """Say what the verb takes."""
    parser = parsing.add_verb(verbs, "about", language, _EXAMPLES)
    parser.add_argument("entity", metavar="ENTITY")
    parser.add_argument("--format", choices=layout.FORMS, default="text")
    parser.add_argument("--as-of", metavar="DAY", type=partial(console.day, language=language))
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print one line per record."""
    from ampere_data.overviews import about

    framing.put(about(args.entity, as_of=args.as_of, language=args.lang), args)
    return 0
