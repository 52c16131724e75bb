"""`ampere-data latest`: the last word on every metric, and who disagrees."""

from __future__ import annotations

from argparse import Namespace

from ampere_data.cli import layout
from ampere_data.cli.parsing import Takes

EXAMPLES = """
  ampere-data latest
  ampere-data latest --as-of 2022-12-31
  ampere-data latest --format json
"""
TAKES: Takes = {"--format": {"choices": layout.FORMS}, "--as-of": {}}


def run(args: Namespace) -> int:
    """Print one line per entity, metric and horizon."""
    from ampere_data.overviews import latest

    layout.put_frame(latest(as_of=args.as_of), args)
    return 0
