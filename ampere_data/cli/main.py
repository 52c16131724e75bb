"""`ampere-data VERB`: the parser of all verbs, and what becomes of what they raise."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import cast

from ampere_data.cli import console
from ampere_data.cli.parsing import PROGRAM, WRONG_USE, Parser, Verb, add_verb, begin, language_of
from ampere_data.tabular.errors import PackageError, UnknownName
from ampere_data.words.reasons import Reason, reason_of

INTERRUPTED, BROKEN_PIPE = 130, 141
# After so many new objects Python looks for those that can go; most are kept to the end, and looking takes time.
_RARELY = 100_000
# Each is a module of this folder.
VERBS = ("list", "show", "history", "about", "latest", "validate", "fix", "cite", "add-source", "export")


def verb_of(name: str) -> Verb:
    """Load a verb."""
    return cast("Verb", import_module(f"ampere_data.cli.{name.replace('-', '_')}"))


def parser(language: str = "en", only: str = "") -> Parser:
    """Build the parser of all verbs, or of one alone, whose help is in `language`."""
    top, verbs = begin(language)
    for name in [only] if only else VERBS:
        add_verb(verbs, name, verb_of(name), language)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: The arguments; by default those of the process.

    Returns:
        The exit code: 0 done or valid, 1 issues found, 2 wrong use, 130 interrupted.
    """
    gc.set_threshold(_RARELY)
    _speak_utf8()
    words = sys.argv[1:] if argv is None else argv
    language = language_of(words)
    try:
        asked = words[0] if words and words[0] in VERBS else ""
        code = _run(parser(language, asked), words)
        sys.stdout.flush()
    except SystemExit as leaving:  # argparse leaves so, after --help too
        return leaving.code if isinstance(leaving.code, int) else WRONG_USE
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone; what is still buffered must not be written when Python leaves.
        with suppress(OSError, ValueError):  # a stream without a file of its own
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except (UnknownName, PackageError, ImportError, OSError, ValueError) as error:
        return console.refuse(_reason(error), language, getattr(error, "places", ()))
    return code


def _run(top: Parser, words: Sequence[str]) -> int:
    args = top.parse(words)
    if args.version:
        from ampere_data import __version__

        console.put([f"{PROGRAM} {__version__}"])
        return 0
    if "run" not in args:
        top.print_help()
        return WRONG_USE
    code: int = args.run(args)
    return code


def _reason(error: Exception) -> Reason:
    """Say what an error means to whoever typed the command, and where."""
    reason = reason_of(error)
    place = error.path if isinstance(error, PackageError) else str(getattr(error, "filename", None) or "")
    return Reason("at", place=place, reason=reason) if place and place not in str(reason) else reason


def _speak_utf8() -> None:
    """Write UTF-8 and plain newlines whatever the system's habits: a file from a pipe is the same everywhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started the program
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open to the end
        reconfigure = getattr(getattr(sys, name), "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
