"""`ampere-data list`: the tables, and how large they are."""

from __future__ import annotations

from argparse import Namespace

from ampere_data.cli import console, layout, parsing
from ampere_data.tabular.package import shipped
from ampere_data.words import phrase

_EXAMPLES = """
  ampere-data list
  ampere-data list --format json
"""


def register(verbs: parsing.Verbs, language: str) -> None:
    """Say what the verb takes."""
    parser = parsing.add_verb(verbs, "list", language, _EXAMPLES)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print one line per table."""
    from ampere_data.curation.evidence.knowledge import read_rows

    tables = shipped().tables.values()
    sizes = [(table, len(read_rows(table).cells)) for table in tables]
    if args.format == "json":
        found = [
            {"name": table.name, "rows": rows, "columns": len(table.fields), "title": table.descriptor.get("title")}
            for table, rows in sizes
        ]
        console.put(layout.in_json(found))
    else:
        cells = [
            [table.name, str(rows), str(len(table.fields)), str(table.descriptor.get("title", ""))]
            for table, rows in sizes
        ]
        labels = [phrase(f"label-{name}", args.lang) for name in ("table", "rows", "columns", "title")]
        console.put(layout.columns(labels, cells, console.width(), args.lang))
    return 0
