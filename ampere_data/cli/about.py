"""`ampere-data about`: everything about an entity and what belongs to it."""

from __future__ import annotations

from argparse import Namespace

from ampere_data.cli import layout
from ampere_data.cli.parsing import Takes

EXAMPLES = """
  ampere-data about ampere
  ampere-data about renault --as-of 2022-12-31
  ampere-data about renault --format csv > renault.csv
"""
TAKES: Takes = {"entity": {}, "--format": {"choices": layout.FORMS}, "--as-of": {}}


def run(args: Namespace) -> int:
    """Print one line per record."""
    from ampere_data.overviews import about

    layout.put_frame(about(args.entity, as_of=args.as_of, language=args.lang), args)
    return 0
