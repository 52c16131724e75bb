"""`ampere-data validate`: everything that is wrong with a package or a table."""

from __future__ import annotations

import os
from argparse import Namespace
from functools import cache, partial
from pathlib import Path

from ampere_data.cli import console
from ampere_data.cli.parsing import Takes
from ampere_data.tabular.package import DESCRIPTOR, PackageError
from ampere_data.tabular.rendering import FORMS, Style, render
from ampere_data.words.reasons import Reason

EXAMPLES = """
  ampere-data validate
  ampere-data validate path/to/checkout
  ampere-data validate data/targets.csv
  ampere-data validate mine.csv --table targets
  ampere-data validate mine.csv --schema mine.schema.json
  ampere-data validate --documents ../seeds --require-documents
  ampere-data validate . --format github
  ampere-data validate . --format json > report.json
"""
_USUAL = ("--documents", "--require-documents", "--limit", "--schema", "--table")
TAKES: Takes = {"path": {}, "--format": {"choices": tuple(FORMS)}, **{name: {} for name in _USUAL}}


def run(args: Namespace) -> int:
    """Print the report; its verdict is the exit code."""
    from ampere_data.validation import validate

    _demand(args)
    with console.progress() as bar:
        report = validate(
            args.path,
            schema=args.schema,
            table=args.table,
            documents=args.documents,
            require_documents=args.require_documents,
            progress=bar,
        )
    folder = _folder(args.path)
    base = _repository(folder) if args.format == "github" else Path.cwd()
    style = Style(args.lang, args.limit, console.coloured(), cache(partial(_from, base, folder)))
    console.put(render(report, args.format, style))
    return 0 if report.valid else 1


def _demand(args: Namespace) -> None:
    """Refuse what cannot be done as asked.

    Raises:
        PackageError: A path leads nowhere, or a schema is given for what is no single table.
    """
    if args.path is not None:
        console.demand(args.path)
    if args.schema is not None:
        console.demand(args.schema)
    alone = args.path is not None and not args.path.is_dir() and args.path.name != DESCRIPTOR
    if not alone and (args.schema or args.table):
        raise PackageError("package-error", Reason("table-only"))


def _folder(path: Path | None) -> Path | None:
    """Return the folder that the paths of the issues are relative to, if they lie in one."""
    if path is None:
        from ampere_data.curation.shipped import shipped

        folder = shipped().folder
        return folder if isinstance(folder, Path) else None
    return path if path.is_dir() else path.parent


def _repository(folder: Path | None) -> Path:
    """Return the root of the repository that a folder lies in, which annotations are relative to."""
    start = (folder or Path.cwd()).resolve()
    return next((parent for parent in (start, *start.parents) if (parent / ".git").exists()), Path.cwd())


def _from(base: Path, folder: Path | None, path: str) -> str:
    """Name a file as seen from `base`; one that lies elsewhere keeps its whole path, one that is not there its own."""
    file = folder / path if folder is not None else None
    if file is None or not os.path.lexists(file):
        return path
    whole = file.resolve()
    try:
        return whole.relative_to(base.resolve()).as_posix()
    except ValueError:
        return str(whole)
