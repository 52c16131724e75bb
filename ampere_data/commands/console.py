"""What the verbs share: the reader's language, the terminal's width and colours, what is given on the line."""

from __future__ import annotations

import os
import shutil
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Iterable
from math import isfinite
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TextIO

from ampere_data.messages import LANGUAGES, show
from ampere_data.package import DESCRIPTOR, PackageError, UnknownName, read_json, shipped
from ampere_data.reasons import Reason

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from ampere_data.files.reading import Rows

    Verbs = _SubParsersAction[ArgumentParser]

WRONG_USE = 2

_PATIENCE = 1.0
_BAR = 24


def add_verb(verbs: Verbs, name: str, summary: str, examples: str) -> ArgumentParser:
    """Add a verb, with its sentence and its examples in the help."""
    return verbs.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog="examples:\n" + examples.strip("\n"),
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def add_language(parser: ArgumentParser) -> None:
    """Let the reader choose the language."""
    parser.add_argument("--lang", choices=LANGUAGES, help="language of the report (default: from the locale, else en)")


def add_package(parser: ArgumentParser) -> None:
    """Let the writer choose the package."""
    said = f"folder of the package (default: the current one if it holds {DESCRIPTOR}, else the program's checkout)"
    parser.add_argument("--package", metavar="DIR", type=Path, help=said)


def folder(chosen: Path | None) -> Path:
    """Return the folder of the package that is to be written to.

    Raises:
        PackageError: It holds no descriptor, or it is the installed package, which nobody should change.
    """
    if chosen is not None:
        demand(chosen)
        return chosen if chosen.is_dir() else chosen.parent
    if Path(DESCRIPTOR).is_file():
        return Path()
    own = shipped().folder
    if not isinstance(own, Path) or (own / "__init__.py").exists():
        raise PackageError("package-error", Reason("installed-go"))
    return own


def language(chosen: str | None) -> str:
    """Return the language chosen, or the locale's, or English."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return chosen or next((known for known in LANGUAGES if locale.lower().startswith(known)), LANGUAGES[0])


def width(stream: TextIO | None = None) -> int | None:
    """Return how many columns the terminal has; None where the output goes elsewhere."""
    return shutil.get_terminal_size().columns if (stream or sys.stdout).isatty() else None


def coloured(stream: TextIO | None = None) -> bool:
    """Tell whether the output goes to a terminal whose user has not asked for no colours."""
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return (stream or sys.stdout).isatty() and not plain


def put(lines: Iterable[str]) -> None:
    """Print lines."""
    for line in lines:
        sys.stdout.write(line + "\n")


def tell(line: str) -> None:
    """Print one line to the error stream."""
    sys.stderr.write(f"ampere-data: {line}\n")


def number(text: str) -> int:
    """Read how many findings are wanted.

    Raises:
        ArgumentTypeError: It is no number.
    """
    if not text.isdecimal():
        msg = f"{text!r} is not a number of findings"
        raise ArgumentTypeError(msg)
    return int(text)


def demand(path: Path) -> None:
    """Refuse what there is no way to check: nothing is wrong with data that is not there.

    Raises:
        PackageError: There is nothing at the path, or no descriptor that can be read.
    """
    if not path.exists():
        raise PackageError("package-error", Reason("missing", path=path))
    descriptor = path / DESCRIPTOR if path.is_dir() else path
    if path.is_dir() and not descriptor.is_file():
        raise PackageError("package-error", Reason("no-descriptor", path=path, name=DESCRIPTOR))
    if descriptor.suffix.lower() == ".json":
        read_json(descriptor, str(descriptor))


def place_of(rows: Rows, record_id: str) -> int:
    """Find a record by its primary key; the parts of one that has several are joined by `;`.

    Raises:
        UnknownName: There is no such record; the error names the nearest ones.
    """
    keys = [rows.labels.index(key) for key in rows.table.primary_key if key in rows.labels]
    ids = [";".join(row[key] for key in keys) for row in rows.cells]
    if record_id not in ids:
        raise UnknownName("record-of", record_id, ids, table=rows.table.name)
    return ids.index(record_id)


def typed(field: dict[str, Any], text: str) -> object:
    """Give a cell as a JSON value: numbers and truth values as such, a missing one as null."""
    if not text:
        return None
    kind = field.get("type")
    try:
        if kind in {"integer", "year"}:
            return int(text)
        if kind == "number":
            return float(text) if isfinite(float(text)) else text
    except ValueError:
        return text
    if kind == "boolean" and text in {"true", "false"}:
        return text == "true"
    return text


def refuse(reason: Reason, places: Iterable[Reason | str] = ()) -> int:
    """Say in one line why nothing was done, show the places it speaks of, and return the exit code of wrong use."""
    tell(str(reason))
    for place in places:
        sys.stderr.write(f"  {show(place, None)}\n")
    return WRONG_USE


class Bar:
    """A progress bar on a terminal, for work that takes longer than a second; none elsewhere."""

    def __init__(self, stream: TextIO | None = None) -> None:
        """Draw on `stream`, by default the error stream, so that the output stays clean."""
        self._stream = stream or sys.stderr
        self._start = time.monotonic()
        self._drawn = False

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __call__(self, name: str, share: float) -> None:
        """Show what is at work, and the share of all work that is done."""
        if not self._stream.isatty() or time.monotonic() - self._start < _PATIENCE:
            return
        done = round(_BAR * min(max(share, 0.0), 1.0))
        bar = "█" * done + "░" * (_BAR - done)
        self._stream.write(f"\r\x1b[K{bar} {share:4.0%} {show(name, 40)}")
        self._stream.flush()
        self._drawn = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave no trace of it, whatever happened."""
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
