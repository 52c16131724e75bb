"""`ampere-data add-source`: register another document, with its digest, its length and its bibliography."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from ampere_data.cli import console, parsing
from ampere_data.words import phrase
from ampere_data.words.typesetting import show

_EXAMPLES = """
  ampere-data add-source article.txt --title "As printed" --published 31/10/2024 --dry-run
  ampere-data add-source article.txt --published 2024-10~ --published-basis inferred --notes "from the events it tells"
"""
_BIBLIOGRAPHY = ("title", "publisher", "author", "published", "kind", "notes")


def register(verbs: parsing.Verbs, language: str) -> None:
    """Say what the verb takes."""
    parser = parsing.add_verb(verbs, "add-source", language, _EXAMPLES)
    parser.add_argument("file", metavar="FILE", type=Path)
    for name in _BIBLIOGRAPHY:
        parser.add_argument(f"--{name}", metavar="TEXT")
    parser.add_argument("--published-basis", choices=("stated", "inferred"), default="stated")
    parser.add_argument("--language", metavar="TAG", default="fr")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--package", metavar="DIR", type=Path)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Write the row of the source, or say why not."""
    from ampere_data.cli.layout import in_csv
    from ampere_data.curation.editing.add_source import add_source
    from ampere_data.curation.editing.tables import NotWritten

    said = {name: getattr(args, name) for name in (*_BIBLIOGRAPHY, "published_basis", "language", "dry_run")}
    try:
        accession = add_source(console.folder(args.package), args.file, **said)
    except NotWritten as error:
        return console.refuse(error.reason, args.lang, error.places)
    console.put(in_csv(list(accession.row), [[show(cell, None) for cell in accession.row.values()]]))
    name = "written" if accession.written else "not-written"
    console.put([phrase(name, args.lang, files=", ".join(accession.files))])
    return 0
