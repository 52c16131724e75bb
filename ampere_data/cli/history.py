"""`ampere-data history`: one promise as it was told, and told anew."""

from __future__ import annotations

from argparse import Namespace

from ampere_data.cli import layout
from ampere_data.cli.parsing import Takes

EXAMPLES = """
  ampere-data history ampere employees
  ampere-data history ampere stock-market-listing --format json
"""
TAKES: Takes = {"entity": {}, "metric": {}, "--format": {"choices": layout.FORMS}}


def run(args: Namespace) -> int:
    """Print one line per claim."""
    from ampere_data.claims import history

    layout.put_frame(history(args.entity, args.metric), args)
    return 0
