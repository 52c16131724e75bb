"""`ampere-data add-source`: register another document, with its digest, its length and its bibliography."""

from __future__ import annotations

from argparse import Namespace

from ampere_data.cli import console
from ampere_data.cli.layout import in_csv
from ampere_data.cli.parsing import Takes
from ampere_data.words import phrase
from ampere_data.words.typesetting import show

EXAMPLES = """
  ampere-data add-source article.txt --title "As printed" --published 31/10/2024 --dry-run
  ampere-data add-source article.txt --published 2024-10~ --published-basis inferred --notes "from the events it tells"
"""
_BIBLIOGRAPHY = ("title", "publisher", "author", "published", "kind", "notes")
TAKES: Takes = {name: {} for name in ("file", *(f"--{name}" for name in _BIBLIOGRAPHY))} | {
    "--published-basis": {"choices": ("stated", "inferred"), "default": "stated"},
    "--language": {"metavar": "TAG", "default": "fr"},
    "--dry-run": {},
    "--package": {},
}


def run(args: Namespace) -> int:
    """Write the row of the source, or say why not."""
    from ampere_data.curation.editing.add_source import add_source

    said = {name: getattr(args, name) for name in (*_BIBLIOGRAPHY, "published_basis", "language", "dry_run")}
    accession = add_source(console.folder(args.package), args.file, **said)
    console.put(in_csv(list(accession.row), [[show(cell, None) for cell in accession.row.values()]]))
    written = "written" if accession.written else "not-written"
    console.put([phrase(written, args.lang, files=", ".join(accession.files))])
    return 0
