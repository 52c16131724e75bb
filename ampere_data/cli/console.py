"""What the verbs share: the terminal's width and colours, what is given on the line, how a refusal is said."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterable
from math import isfinite
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from ampere_data.cli.parsing import PROGRAM, WRONG_USE
from ampere_data.curation.shipped import moved, shipped
from ampere_data.tabular.package import DESCRIPTOR, Package, PackageError, UnknownName, read_json
from ampere_data.words.reasons import Reason
from ampere_data.words.typesetting import show

if TYPE_CHECKING:
    from ampere_data.tabular.rows import Rows

_PATIENCE = 1.0
_BAR = 24


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


def place_of(rows: Rows, record_id: str, package: Package) -> int:
    """Find a record by its primary key; the parts of one that has several are joined by `;`.

    Raises:
        UnknownName: There is no such record; the error names the nearest ones.
    """
    keys = [rows.labels.index(key) for key in rows.table.schema.primary_key if key in rows.labels]
    ids = [";".join(row[key] for key in keys) for row in rows.cells]
    if record_id not in ids:
        now = moved(package, rows.table.name, record_id)
        raise UnknownName("record-of", record_id, ids, now=now, table=rows.table.name)
    return ids.index(record_id)


def typed(kind: str, text: str) -> object:
    """Give a cell as a JSON value: numbers and truth values as such, a missing one as null."""
    if not text:
        return None
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


def refuse(reason: Reason, language: str, places: Iterable[Reason | str] = ()) -> int:
    """Say in one line why nothing was done, show the places it speaks of, and return the exit code of wrong use."""
    sys.stderr.write(f"{PROGRAM}: {reason.sentence(language)}\n")
    for place in places:
        said = place.sentence(language) if isinstance(place, Reason) else show(place, None)
        sys.stderr.write(f"  {said}\n")
    return WRONG_USE


class Bar:
    """A progress bar on a terminal, for work that takes longer than a second; none elsewhere."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._start = time.monotonic()
        self._drawn = False

    def __enter__(self) -> Self:
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
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
