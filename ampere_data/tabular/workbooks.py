"""A sheet of a workbook as rows of values: read by openpyxl, once it is sure that it is no bomb."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ampere_data.tabular.errors import PackageError
from ampere_data.tabular.extras import required
from ampere_data.tabular.package import GROWTH, Table
from ampere_data.tabular.storage import bound_of, read_bytes
from ampere_data.words.reasons import Reason, reason_of

# How much memory a row takes, and a cell of it, be they empty.
_ROW, _CELL = 64, 8
# Properties of a dialect that say how the values of cells are written: Frictionless', who then writes them.
_FORMS = ("preserveFormatting", "adjustFloatingPointError", "stringified")


def read_sheet(table: Table) -> list[list[Any]]:
    """Read the sheet that a table's dialect names, or the first; each row is as long as the widest.

    Raises:
        MissingExtra: The library that reads workbooks is not installed.
        PackageError: It is no workbook, has no such sheet, or grows beyond all bounds.
    """
    openpyxl = required("openpyxl", "excel")
    _, raw = read_bytes(table)
    _weigh(table, raw)
    said = table.dialect["excel"] if isinstance(table.dialect.get("excel"), Mapping) else {}
    if said.get("fillMergedCells"):  # of which a few bytes can make a million
        raise _refusal("dialect-error", table, Reason("merged-cells"))
    name = said.get("sheet", table.dialect.get("sheetName", table.dialect.get("sheetNumber", 1)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        except Exception as error:
            raise _refusal("format-error", table, Reason("no-workbook")) from error
        try:
            sheet = book[name] if isinstance(name, str) else book.worksheets[name - 1]
        except (KeyError, IndexError, TypeError) as error:
            note = Reason("no-sheet", sheet=name, names=", ".join(book.sheetnames))
            raise _refusal("format-error", table, note) from error
        try:
            return list(_weighed(table, _rows(sheet, [bool(said.get(form)) for form in _FORMS]), len(raw)))
        except PackageError:
            raise
        except Exception as error:  # what a reader of XML raises on a broken workbook is anybody's guess
            raise _refusal("source-error", table, reason_of(error)) from error


def _rows(sheet: Any, forms: list[bool]) -> Iterator[list[Any]]:
    if not any(forms):
        return map(list, sheet.iter_rows(values_only=True))
    from frictionless.formats.excel.parsers.xlsx import extract_row_values

    preserve, adjust, stringified = forms
    return (extract_row_values(row, preserve, adjust, stringified=stringified) for row in sheet.iter_rows())


def _weigh(table: Table, raw: bytes) -> None:
    """Add up what the files inside say that they grow to; none is read further than that."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            size = sum(one.file_size for one in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _refusal("format-error", table, Reason("no-workbook")) from error
    if size > bound_of(len(raw)):
        raise _refusal("compression-error", table, Reason("grows", times=GROWTH))


def _weighed(table: Table, rows: Iterable[list[Any]], size: int) -> Iterator[list[Any]]:
    """Give rows until they take more memory than a file of that size may grow to; a few bytes can name any row."""
    left = bound_of(size)
    for cells in rows:
        left -= _ROW + _CELL * len(cells)
        if left < 0:
            raise _refusal("compression-error", table, Reason("grows", times=GROWTH))
        yield cells


def _refusal(code: str, table: Table, note: Reason) -> PackageError:
    return PackageError(code, note, table=table.name, path=table.path)
