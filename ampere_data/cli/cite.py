"""`ampere-data cite`: prove a cell by words of a source; nobody counts characters."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ampere_data.cli import console
from ampere_data.cli.layout import in_csv
from ampere_data.cli.parsing import Takes
from ampere_data.words import phrase
from ampere_data.words.typesetting import show

if TYPE_CHECKING:
    from ampere_data.curation.editing.cite import Citation

EXAMPLES = """
  ampere-data cite targets models-six-by-2030 value s002 "six modèles" --exact six --dry-run
  ampere-data cite entities ampere name s002 "Ampere" --nth 1
  ampere-data cite targets listing-studied status s004 "étudie" \\
    --basis inferred --note "what is studied is not decided"
"""
_CELL = ("table", "id", "field", "source", "words")
_OPTIONS = ("--exact", "--basis", "--note", "--nth", "--dry-run", "--documents", "--package")
_BASES = ("stated", "normalised", "inferred")
TAKES: Takes = {name: {} for name in (*_CELL, *_OPTIONS)} | {"--basis": {"choices": _BASES}}


def run(args: Namespace) -> int:
    """Write the proof, or print where the words stand instead."""
    from ampere_data.curation.editing.cite import cite

    cell = (getattr(args, name) for name in _CELL)
    said = {name: getattr(args, name) for name in ("exact", "basis", "note", "nth", "documents", "dry_run")}
    citation = cite(console.folder(args.package), *cell, **said)
    console.put(_told(citation, args.lang))
    return 0


def _told(citation: Citation, language: str) -> Iterator[str]:
    """Print the row as the file has it, the cells computed from it, and on a terminal the words in their place."""
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
