"""`ampere-data list`: the tables, and how large they are."""

from __future__ import annotations

from argparse import Namespace

from ampere_data.cli import console, layout
from ampere_data.cli.parsing import Takes
from ampere_data.curation.shipped import shipped
from ampere_data.words import phrase

EXAMPLES = """
  ampere-data list
  ampere-data list --format json
"""
TAKES: Takes = {"--format": {"choices": ("text", "json")}}


def run(args: Namespace) -> int:
    """Print one line per table."""
    from ampere_data.curation.evidence.knowledge import read_rows

    found = [
        {"name": one.name, "rows": len(read_rows(one).cells), "columns": len(one.schema.fields)}
        | {"title": str(one.descriptor.get("title", ""))}
        for one in shipped().tables.values()
    ]
    if args.format == "json":
        console.put(layout.in_json(found))
    else:
        labels = [phrase(f"label-{name}", args.lang) for name in ("table", "rows", "columns", "title")]
        cells = [list(map(str, one.values())) for one in found]
        console.put(layout.columns(labels, cells, console.width(), args.lang))
    return 0
