"""CSV that a spreadsheet opens right by double click: UTF-8 with BOM, and the delimiter and decimal sign it expects."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

from ampere_data.curation.canonical import FORMULA_STARTS
from ampere_data.exports.sheets import Column, Sheet

# How spreadsheets of a language write a table; what a language does not say is as in English.
_DELIMITERS = {"fr": ";"}
_DECIMALS = {"fr": ","}
_TRUTH = {"fr": ("FAUX", "VRAI")}


def write(sheet: Sheet, language: str) -> bytes:
    """Write a sheet: titles above, one record a line, CRLF.

    A text that a spreadsheet would take for a formula has an apostrophe before it, which the spreadsheet shows.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=_DELIMITERS.get(language, ","), lineterminator="\r\n")
    writer.writerow(one.title for one in sheet.columns)
    writer.writerows(zip(*(_texts(one, language) for one in sheet.columns), strict=True))
    return stream.getvalue().encode("utf-8-sig")


def _texts(column: Column, language: str) -> list[str]:
    kind, cells = column.kind, column.cells()
    if kind == "number":
        decimal = _DECIMALS.get(language, ".")
        return ["" if one is None else plain(one).replace(".", decimal) for one in cells]
    if kind == "boolean":
        words = _TRUTH.get(language, ("FALSE", "TRUE"))
        return ["" if one is None else words[one] for one in cells]
    if kind in ("date", "datetime"):
        return ["" if one is None else one.isoformat(*([" "] if kind == "datetime" else [])) for one in cells]
    texts = ["" if one is None else str(one) for one in cells]
    return [f"'{one}" if one.startswith(FORMULA_STARTS) else one for one in texts] if kind == "text" else texts


def plain(number: Any) -> str:
    """Write a number in full, without an exponent."""
    text = format(Decimal(repr(float(number))), "f")
    return text.removesuffix(".0")
