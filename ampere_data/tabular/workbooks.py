"""A sheet of a workbook as rows of values: read by Frictionless' own parser, once it is sure that it is no bomb."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from ampere_data.tabular.cells import isolated
from ampere_data.tabular.extras import required
from ampere_data.tabular.package import PackageError, Table
from ampere_data.tabular.storage import GROWTH, bound_of, read_bytes
from ampere_data.words.reasons import Reason, reason_of

# How much memory a row takes, and a cell of it, be they empty.
_ROW, _CELL = 64, 8
# Properties of a dialect that say how Frictionless reads a workbook, and what its parser calls them.
_CONTROLS = {
    "preserveFormatting": "preserve_formatting",
    "adjustFloatingPointError": "adjust_floating_point_error",
    "stringified": "stringified",
}


def read_sheet(table: Table) -> list[list[Any]]:
    """Read the sheet that a table's dialect names, or the first; each row is as long as the widest.

    Raises:
        MissingExtra: The library that reads workbooks is not installed.
        PackageError: It is no workbook, has no such sheet, or grows beyond all bounds.
    """
    openpyxl = required("openpyxl", "excel")
    _, raw = read_bytes(table)
    _weigh(table, raw)
    control = _control(table)
    with isolated() as frictionless, warnings.catch_warnings():
        try:
            return list(_weighed(table, _parser(frictionless, control, raw).read_cell_stream_create(), len(raw)))
        except PackageError:
            raise
        except frictionless.FrictionlessException as error:
            note = _refusal(openpyxl, control, raw)
            raise PackageError("format-error", note, table=table.name, path=table.path) from error
        except Exception as error:  # what a reader of XML raises on a broken workbook is anybody's guess
            raise PackageError("source-error", reason_of(error), table=table.name, path=table.path) from error


def _weigh(table: Table, raw: bytes) -> None:
    """Add up what the files inside say that they grow to; none is read further than that."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            size = sum(one.file_size for one in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise PackageError("format-error", Reason("no-workbook"), table=table.name, path=table.path) from error
    if size > bound_of(len(raw)):
        raise _beyond(table)


def _weighed(table: Table, rows: Iterable[list[Any]], size: int) -> Iterator[list[Any]]:
    """Give rows until they take more memory than a file of that size may grow to; a few bytes can name any row."""
    left = bound_of(size)
    for cells in rows:
        left -= _ROW + _CELL * len(cells)
        if left < 0:
            raise _beyond(table)
        yield cells


def _beyond(table: Table) -> PackageError:
    return PackageError("compression-error", Reason("grows", times=GROWTH), table=table.name, path=table.path)


def _control(table: Table) -> dict[str, Any]:
    """Read what the dialect says of workbooks, in the words of the standard or of Frictionless.

    Raises:
        PackageError: Merged cells are to be filled, which a few bytes can make a million of.
    """
    said = table.dialect.get("excel")
    said = said if isinstance(said, Mapping) else {}
    if said.get("fillMergedCells"):
        raise PackageError("dialect-error", Reason("merged-cells"), table=table.name, path=table.path)
    control = {ours: said[theirs] for theirs, ours in _CONTROLS.items() if theirs in said}
    sheet = said.get("sheet", table.dialect.get("sheetName", table.dialect.get("sheetNumber", 1)))
    return {**control, "sheet": sheet}


def _parser(frictionless: Any, control: dict[str, Any], raw: bytes) -> Any:
    from frictionless.formats.excel import ExcelControl
    from frictionless.formats.excel.parsers import XlsxParser

    dialect = frictionless.Dialect(controls=[ExcelControl(**control)])
    parser = XlsxParser(frictionless.resources.TableResource(data=[], dialect=dialect))
    parser._Parser__loader = SimpleNamespace(byte_stream=io.BytesIO(raw))  # noqa: SLF001 - a loader would want a path
    return parser


def _refusal(openpyxl: Any, control: dict[str, Any], raw: bytes) -> Reason:
    """Say why Frictionless does not read a workbook: it is none, or has no such sheet."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True)
    except Exception:  # noqa: BLE001 - as above
        return Reason("no-workbook")
    return Reason("no-sheet", sheet=control["sheet"], names=", ".join(book.sheetnames))
