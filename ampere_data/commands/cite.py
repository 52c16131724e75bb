"""`ampere-data cite`: prove a cell by words of a source; nobody counts characters."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ampere_data.commands import console
from ampere_data.messages import show

if TYPE_CHECKING:
    from ampere_data.editing.citing import Citation

_EXAMPLES = """
  ampere-data cite targets models-six-by-2030 value s002 "six modèles" --exact six --dry-run
  ampere-data cite entities ampere name s002 "Ampere" --nth 1
  ampere-data cite targets listing-studied announced s004 "il y a un an" \\
    --basis inferred --note "one year before the article"
"""


def register(verbs: console.Verbs) -> None:
    """Say what the verb takes."""
    parser = console.add_verb(
        verbs, "cite", "prove a cell by words of a source: find them and write the proof", _EXAMPLES
    )
    parser.add_argument("table", metavar="TABLE", help="the table of the cell")
    parser.add_argument("id", metavar="ID", help="the record of the cell")
    parser.add_argument("field", metavar="FIELD", help="the field of the cell")
    parser.add_argument("source", metavar="SOURCE", help="the source that tells it, such as s002")
    parser.add_argument("words", metavar="WORDS", help="the words that carry the value, the fewer the better")
    parser.add_argument("--exact", metavar="TEXT", help="the figure, name or date among them (default: the words)")
    parser.add_argument(
        "--basis", choices=("stated", "normalised", "inferred"), help="how the value follows from the print"
    )
    parser.add_argument("--note", metavar="TEXT", help="how the value was worked out")
    parser.add_argument(
        "--nth", metavar="N", type=console.number, help="which place is meant, if the words stand in several"
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing, print the row")
    parser.add_argument("--documents", metavar="DIR", type=Path, help="folder of the texts")
    console.add_package(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Write the proof, or print where the words stand instead."""
    from ampere_data.editing.citing import NotWritten, cite

    try:
        citation = cite(
            console.folder(args.package),
            args.table,
            args.id,
            args.field,
            args.source,
            args.words,
            exact=args.exact,
            basis=args.basis,
            note=args.note,
            nth=args.nth,
            documents=args.documents,
            dry_run=args.dry_run,
        )
    except NotWritten as error:
        return console.refuse(error.reason, error.places)
    console.put(_told(citation))
    return 0


def _told(citation: Citation) -> Iterator[str]:
    """Print the row as the file has it, the cells computed from it, and on a terminal the words in their place."""
    from ampere_data.layout import in_csv

    yield from in_csv(list(citation.row), [[show(cell, None) for cell in citation.row.values()]])
    if console.width() is not None:
        yield from citation.view
    for name, cell in citation.computed.items():
        yield f"{show(name)}: {show(cell, None)}"
    yield f"{'written' if citation.written else 'not written'}: {', '.join(citation.files)}"
