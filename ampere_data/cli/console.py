"""What the verbs share: the terminal's width and colours, what is given on the line, how a refusal is said."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from ampere_data.cli.parsing import PROGRAM, WRONG_USE
from ampere_data.curation.shipped import shipped
from ampere_data.tabular.errors import PackageError
from ampere_data.tabular.package import DESCRIPTOR
from ampere_data.words.reasons import Reason
from ampere_data.words.typesetting import show

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


# What begins so is an address; a path keeps only one of its two strokes.
_ADDRESS = re.compile(r"(?i)[a-z][a-z0-9+.-]+:/")


def demand(path: Path) -> None:
    """Refuse what there is no way to check: nothing is wrong with data that is not there.

    Raises:
        PackageError: There is nothing at the path, or no descriptor in it; an address is not fetched.
    """
    if _ADDRESS.match(path.as_posix()):
        raise PackageError("scheme-error", Reason("not-fetched"))
    if not path.exists():
        raise PackageError("package-error", Reason("missing", path=path))
    if path.is_dir() and not (path / DESCRIPTOR).is_file():
        raise PackageError("package-error", Reason("no-descriptor", path=path, name=DESCRIPTOR))


def refuse(reason: Reason, language: str, places: Iterable[Reason | str] = ()) -> int:
    """Say in one line why nothing was done, show the places it speaks of, and return the exit code of wrong use."""
    sys.stderr.write(f"{PROGRAM}: {reason.sentence(language)}\n")
    for place in places:
        said = place.sentence(language) if isinstance(place, Reason) else show(place, None)
        sys.stderr.write(f"  {said}\n")
    return WRONG_USE


@contextmanager
def progress(stream: TextIO | None = None) -> Iterator[Callable[[str, float], None]]:
    """Give what shows the work that is done, as a bar on a terminal, if it takes longer than a second."""
    stream = stream or sys.stderr
    start = time.monotonic()
    drawn = False

    def draw(name: str, share: float) -> None:
        nonlocal drawn
        if stream.isatty() and time.monotonic() - start >= _PATIENCE:
            done = round(_BAR * min(max(share, 0.0), 1.0))
            stream.write(f"\r\x1b[K{'█' * done}{'░' * (_BAR - done)} {share:4.0%} {show(name, 40)}")
            stream.flush()
            drawn = True

    try:
        yield draw
    finally:
        if drawn:
            stream.write("\r\x1b[K")
            stream.flush()
