"""`ampere-data cite`: prove a cell by words of a source; nobody counts characters."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ampere_data.cli import console, parsing
from ampere_data.words import phrase
from ampere_data.words.typesetting import show

if TYPE_CHECKING:
    from ampere_data.curation.editing.cite import Citation

_EXAMPLES = """
  ampere-data cite targets models-six-by-2030 value s002 "six modèles" --exact six --dry-run
  ampere-data cite entities ampere name s002 "Ampere" --nth 1
  ampere-data cite targets listing-studied status s004 "étudie" \\
    --basis inferred --note "what is studied is not decided"
"""


def register(verbs: parsing.Verbs, language: str) -> None:
    """Say what the verb takes."""
    parser = parsing.add_verb(verbs, "cite", language, _EXAMPLES)
    for name in ("table", "id", "field", "source", "words"):
        parser.add_argument(name, metavar=name.upper())
    parser.add_argument("--exact", metavar="TEXT")
    parser.add_argument("--basis", choices=("stated", "normalised", "inferred"))
    parser.add_argument("--note", metavar="TEXT")
    parser.add_argument("--nth", metavar="N", type=partial(console.number, language=language))
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--documents", metavar="DIR", type=Path)
    parser.add_argument("--package", metavar="DIR", type=Path)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Write the proof, or print where the words stand instead."""
    from ampere_data.curation.editing.cite import cite
    from ampere_data.curation.editing.tables import NotWritten

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
        return console.refuse(error.reason, args.lang, error.places)
    console.put(_told(citation, args.lang))
    return 0


def _told(citation: Citation, language: str) -> Iterator[str]:
    """Print the row as the file has it, the cells computed from it, and on a terminal the words in their place."""
    from ampere_data.cli.layout import in_csv

    yield from in_csv(list(citation.row), [[show(cell, None) for cell in citation.row.values()]])
    if console.width() is not None:
        yield from citation.view
    if citation.replaced:
        values = "; ".join(dict.fromkeys(row["value"] for row in citation.replaced))
        yield phrase("replaced", language, count=len(citation.replaced), values=show(values))
    if citation.renewed:
        yield phrase("renewed", language, count=citation.renewed)
    for name, cell in citation.computed.items():
        yield phrase("entry", language, place=show(name), said=show(cell, None))
    yield phrase("written" if citation.written else "not-written", language, files=", ".join(citation.files))
