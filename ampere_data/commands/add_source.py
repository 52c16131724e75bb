"""`ampere-data add-source`: register another document, with its digest, its length and its bibliography."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from ampere_data.commands import console
from ampere_data.messages import show

_EXAMPLES = """
  ampere-data add-source article.txt --title "As printed" --published 31/10/2024 --dry-run
  ampere-data add-source article.txt --published 2024-10~ --published-basis inferred --notes "from the events it tells"
"""
_BIBLIOGRAPHY = {
    "title": "its title, as printed",
    "publisher": "the publication, if the text names it",
    "author": "its author, if the text names one",
    "published": "when it was published, in EDTF or as printed (31/10/2024)",
    "kind": "its kind (default: the first of the schema)",
    "notes": "what else there is to say, in our own words",
}


def register(verbs: console.Verbs) -> None:
    """Say what the verb takes."""
    parser = console.add_verb(verbs, "add-source", "register another document as the next source", _EXAMPLES)
    parser.add_argument("file", metavar="FILE", type=Path, help="its text, in UTF-8")
    for name, said in _BIBLIOGRAPHY.items():
        parser.add_argument(f"--{name}", metavar="TEXT", help=said)
    parser.add_argument(
        "--published-basis", choices=("stated", "inferred"), default="stated", help="how the date is known"
    )
    parser.add_argument("--language", metavar="TAG", default="fr", help="its language, BCP 47 (default: fr)")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, print the row")
    console.add_package(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Write the row of the source, or say why not."""
    from ampere_data.editing.citing import NotWritten, add_source
    from ampere_data.layout import in_csv

    said = {name: getattr(args, name) for name in (*_BIBLIOGRAPHY, "published_basis", "language", "dry_run")}
    try:
        accession = add_source(console.folder(args.package), args.file, **said)
    except NotWritten as error:
        return console.refuse(error.reason, error.places)
    console.put(in_csv(list(accession.row), [[show(cell, None) for cell in accession.row.values()]]))
    console.put([f"{'written' if accession.written else 'not written'}: {', '.join(accession.files)}"])
    return 0
