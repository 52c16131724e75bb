"""What must hold whatever the input: nothing is touched, both ways agree, and what a cell holds never acts."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from ampere_data.tabular import files, parts
from ampere_data.tabular.rendering import FORMS, Style, render
from ampere_data.tabular.report import Report
from ampere_data.words import LANGUAGES

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN = (
    *("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "os.link", "os.truncate", "os.chmod"),
    *("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"),
)
_ANNOTATION = "::error "


class Broken(AssertionError):
    """A promise that was not kept."""


def hold(kept: object, promise: str, *shown: object) -> None:
    """Hold a promise.

    Raises:
        Broken: It is not kept.
    """
    if not kept:
        raise Broken(": ".join([promise, *map(repr, shown)]))


class _Watch:
    """Notes every file that is written, every process that is started and every address that is asked for."""

    def __init__(self) -> None:
        self.allowed: str | None = None
        self.seen: list[str] = []
        self.on = False
        self.installed = False

    def install(self) -> None:
        if not self.installed:
            self.installed = True
            sys.addaudithook(self._hear)

    def _hear(self, event: str, args: tuple[object, ...]) -> None:
        # An exception from here could be swallowed by whoever is at work, so that it is only noted.
        if not self.on:
            return
        if event == "open" and not isinstance(args[0], int):  # what is a number already was heard when it was opened
            if isinstance(args[2], int) and args[2] & _WRITING and not self._may(args[0]):
                self.seen.append(f"{event} {args[0]!r}")
        elif event in _FORBIDDEN and not self._may(args[0] if args else ""):
            self.seen.append(f"{event} {args!r}")
        elif event == "import" and str(args[0]).startswith("frictionless_"):
            self.seen.append(f"{event} {args[0]!r}")

    def _may(self, path: object) -> bool:
        if self.allowed is None or not isinstance(path, str | bytes | os.PathLike):
            return False
        return os.path.realpath(os.fsdecode(path)).startswith(self.allowed + os.sep)


_WATCH = _Watch()


@contextmanager
def watched(allowed: Path | None = None) -> Iterator[None]:
    """Let nothing be written outside a folder, no process be started and nothing be fetched.

    Raises:
        Broken: Something was.
    """
    _WATCH.install()
    _WATCH.allowed, _WATCH.seen, _WATCH.on = str(allowed.resolve()) if allowed else None, [], True
    bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        _WATCH.on, sys.dont_write_bytecode = False, bytecode
    hold(not _WATCH.seen, "nothing is touched", _WATCH.seen[:5])


def agreed(check: Callable[[], Report], block: int) -> Report:
    """Check something cell by cell, then in blocks of so many bytes; both must find the same."""
    with watched():
        small = check()
        with mock.patch.object(parts, "SMALL", 0), mock.patch.object(files, "BLOCK", block):
            large = check()
    one, other = _findings(small), _findings(large)
    hold(one == other, "both ways find the same", *map(sorted, (one - other, other - one)))
    hold(small.counts == large.counts, "both ways count the same", small.counts, large.counts)
    return small


def _findings(report: Report) -> Counter[str]:
    return Counter(
        repr((issue.code, issue.detail, issue.line, issue.row, issue.field, issue.value, issue.hint, issue.message))
        for issue in report.issues
    )


def rendered(report: Report) -> None:
    """Render a report in every form and language: nothing fails, and nothing that a cell holds acts."""
    for language in LANGUAGES:
        style = Style(language)
        lines = {form: list(render(report, form, style)) for form in FORMS}
        for form, written in lines.items():
            for line in written:
                hold(_is_harmless(line), "a line of a report is one line of what can be seen", form, line)
        hold(json.loads("\n".join(lines["json"])) == _plain(report, language), "the JSON is the report")
        _hold_text(lines["text"])
        _hold_annotations(report, lines["github"])
        _hold_markdown(report, lines["markdown"])
    hold(report._repr_html_().count("<script") == 0, "the HTML holds no tag of a cell")


def _plain(report: Report, language: str) -> object:
    return json.loads(json.dumps(report.to_dict(language)))


def _is_harmless(line: str) -> bool:
    """Tell whether a line holds nothing that moves the cursor, turns the text round or ends the line."""
    return line.isprintable() or all(
        char.isprintable() or unicodedata.category(char) == "Zs" or char == "\u200b" for char in line
    )


def _hold_text(lines: list[str]) -> None:
    for line in lines:
        command = line.lstrip().startswith("::") or "##[" in line
        hold(not command, "text is no workflow command", line)


def _hold_annotations(report: Report, lines: list[str]) -> None:
    commands, rest = lines[: len(report.issues)], lines[len(report.issues) :]
    hold(len(rest) == len(report.summary()), "one annotation per finding", len(lines))
    hold(not any("::" in line for line in rest), "the summary is no command", rest)
    for issue, line in zip(report.issues, commands, strict=True):
        properties, separator, _ = line.removeprefix(_ANNOTATION).partition("::")
        hold(line.startswith(_ANNOTATION) and separator, "a finding is an annotation", line)
        names = [one.partition("=")[0] for one in properties.split(",")]
        wanted = [name for name in ("file", "line") if getattr(issue, {"file": "path"}.get(name, name))]
        hold(names == [*wanted, "title"], "an annotation has its own properties and no others", line)


def _hold_markdown(report: Report, lines: list[str]) -> None:
    rows = [line for line in lines if line.startswith("|")]
    hold(len(rows) == (len(report.issues) + 2 if report.issues else 0), "one row per finding", len(rows))
    for row in rows:
        bars = sum(char == "|" and not _is_escaped(row, at) for at, char in enumerate(row))
        hold(bars == 7, "a row has six cells", row)  # noqa: PLR2004 - the bars around them


def _is_escaped(text: str, at: int) -> bool:
    backslashes = len(text[:at]) - len(text[:at].rstrip("\\"))
    return backslashes % 2 == 1
