"""Libraries that come with an extra: used where they are, asked for in one line where they are not."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ampere_data.words.reasons import Reason


class MissingExtra(ImportError):
    """A library of an extra is not installed; the message is the line that installs it."""

    def __init__(self, library: str, extra: str = "validate") -> None:
        self.library, self.extra = library, extra
        super().__init__(Reason("missing-extra", library=library, extra=extra), name=library)


def required(name: str, extra: str = "validate") -> Any:
    """Import a module that an extra brings.

    Raises:
        MissingExtra: Its library is not installed.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        library = name.partition(".")[0]
        if (error.name or "").partition(".")[0] != library:
            raise
        raise MissingExtra(library, extra) from error
