"""`ampere-data history`: one promise as it was told, and told anew."""

from __future__ import annotations

from argparse import Namespace

from ampere_data.cli import framing, layout, parsing

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
    """Print one line per claim."""
    from ampere_data.claims import history

    framing.put(history(args.entity, args.metric), args)
    return 0
