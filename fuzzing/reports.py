"""Bytes as what a cell, a field, a path and a table may hold, in reports of every form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from ampere_data.tabular.issue import Issue
from ampere_data.tabular.report import Report
from ampere_data.words import ENGLISH, read
from fuzzing.promises import rendered, watched

_ISSUES, _ADVICE = read(ENGLISH)["issues"], read(ENGLISH)["advice"]
_CODES = sorted(_ISSUES)
_HINTS = ["", *sorted(_ADVICE)]


def _names(entry: str | dict[str, str]) -> set[str]:
    texts = [entry] if isinstance(entry, str) else entry.values()
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


_NAMES = sorted({name for entry in (*_ISSUES.values(), *_ADVICE.values()) for name in _names(entry)})


def check(data: bytes, _folder: Path) -> None:
    """Render a report whose findings hold a text wherever they may."""
    if len(data) < 2:  # noqa: PLR2004 - the two bytes that choose
        return
    code, _, detail = _CODES[data[0] % len(_CODES)].partition("/")
    hint = _HINTS[data[1] % len(_HINTS)]
    text = data[2:].decode("utf-8", errors="surrogateescape")
    words = dict.fromkeys(_NAMES, text)
    found = Issue(code, text, text, 3, 3, text, text, detail, words, hint)
    plain = Issue(code, "table", "data/table.csv", 2, 2, "field", text, detail, words, hint)
    with watched():
        rendered(Report.collect([found, plain], {"tables": 1, "rows": 2, "cells": 4}))
        rendered(Report.collect([plain] * 2, {"proofs": 2, "proven": 1, "reread": 1, "not_reread": 1}))


def seeds() -> Iterator[bytes]:
    """Give what acts on a terminal, in a workflow's log, in Markdown and in HTML."""
    acting = ["::error::x", "##[error]x", "%0A::warning::x", "\x1b[31mred", "a|b\\|c", "<script>", "`x`", "@someone"]
    acting += [
        "{value}",
        "{0}",
        "%s",
        "\r\n::set-output",
        "\u202e\u2066",
        "\ud800".encode(errors="surrogatepass").decode(errors="replace"),
    ]
    acting += ["[x](https://example.org)", "www.example.org", "e\u0301", "\u2028::x", "x" * 200, "\u00a0", "", ":"]
    for number in range(max(len(_CODES), len(_HINTS))):
        yield bytes([number % 256, number * 7 % 256]) + acting[number % len(acting)].encode()
