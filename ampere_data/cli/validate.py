"""`ampere-data validate`: everything that is wrong with a package or a table."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from functools import cache, partial
from pathlib import Path
from typing import Any

from ampere_data.cli import console
from ampere_data.cli.parsing import Takes
from ampere_data.tabular.errors import PackageError
from ampere_data.tabular.package import DESCRIPTOR, read_json
from ampere_data.tabular.rendering import FORMS, Style, render
from ampere_data.words.reasons import Reason

# How a tab is typed.
_TYPED = {"\\t": "\t", "tab": "\t"}
EXAMPLES = """
  ampere-data validate
  ampere-data validate path/to/checkout
  ampere-data validate data/targets.csv
  ampere-data validate mine.csv --table targets
  ampere-data validate mine.csv --schema mine.schema.json
  ampere-data validate french.csv --schema mine.schema.json --delimiter ";" --encoding windows-1252
  ampere-data validate - --schema mine.schema.json < mine.csv
  ampere-data validate --documents ../seeds --require-documents
  ampere-data validate . --format github
  ampere-data validate . --format json > report.json
"""
_USUAL = (
    "--documents",
    "--require-documents",
    "--limit",
    "--schema",
    "--table",
    "--dialect",
    "--delimiter",
    "--encoding",
)
# What says how a single file is to be read.
_OF_A_FILE = ("schema", "table", "dialect", "delimiter", "encoding")
_STREAM = Path("-")
TAKES: Takes = {"path": {}, "--format": {"choices": tuple(FORMS)}, **{name: {} for name in _USUAL}}


def run(args: Namespace) -> int:
    """Print the report; its verdict is the exit code."""
    from ampere_data.validation import validate

    _demand(args)
    with console.progress() as bar:
        report = validate(
            sys.stdin.buffer if args.path == _STREAM else args.path,
            schema=args.schema,
            table=args.table,
            dialect=_dialect(args),
            encoding=args.encoding,
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
    for path in (args.path, args.schema, args.dialect):
        if path is not None and path != _STREAM:
            console.demand(path)
    alone = args.path is not None and not args.path.is_dir() and args.path.name != DESCRIPTOR
    if not alone and any(getattr(args, name) is not None for name in _OF_A_FILE):
        raise PackageError("package-error", Reason("table-only"))


def _dialect(args: Namespace) -> dict[str, Any] | None:
    """Read the dialect that is given, and put the delimiter that is given into it."""
    if args.dialect is None and args.delimiter is None:
        return None
    said = read_json(args.dialect, str(args.dialect), "dialect-error") if args.dialect is not None else {}
    if not isinstance(said, dict):
        raise PackageError("dialect-error", Reason("dialect-no-object"), path=str(args.dialect))
    return said if args.delimiter is None else {**said, "delimiter": _TYPED.get(args.delimiter, args.delimiter)}


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
    whole = Path(os.path.realpath(file))
    try:
        return whole.relative_to(os.path.realpath(base)).as_posix()
    except ValueError:
        return str(whole)
