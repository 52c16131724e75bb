"""`ampere-data export`: the tables in other formats, to take home."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from ampere_data.cli import console
from ampere_data.cli.parsing import Takes
from ampere_data.curation.shipped import shipped
from ampere_data.tabular.package import DESCRIPTOR, Package, open_package
from ampere_data.words import phrase
from ampere_data.words.typesetting import show

# As in `exports.export`, which is not loaded for the help.
FORMATS = ("csv", "xlsx", "parquet", "sqlite", "zip", "metadata")
EXAMPLES = """
  ampere-data export home
  ampere-data export excel --format xlsx --lang fr
  ampere-data export some targets events --format csv --format parquet
  ampere-data export home --package . --force
"""
TAKES: Takes = {
    "folder": {},
    "table": {"metavar": "TABLE", "nargs": "*"},
    "--format": {"choices": FORMATS, "action": "append", "default": None},
    "--package": {},
    "--force": {},
}


def run(args: Namespace) -> int:
    """Write the files, and name each."""
    from ampere_data.exports.export import export

    with console.progress() as progress:
        written = export(
            _package(args.package),
            args.folder,
            tables=args.table,
            formats=args.format or (),
            language=args.lang,
            force=args.force,
            progress=progress,
        )
    console.put(f"{show(str(file), None)}  {phrase('bytes', args.lang, count=file.stat().st_size)}" for file in written)
    return 0


def _package(chosen: Path | None) -> Package:
    """Open the package that is named, or that of the current folder, or else the one that comes with the program."""
    if chosen is not None:
        console.demand(chosen)
        return open_package(chosen) if chosen.is_dir() else open_package(chosen.parent, chosen.name)
    return open_package(Path()) if Path(DESCRIPTOR).is_file() else shipped()
