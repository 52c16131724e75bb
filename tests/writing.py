"""Files of other formats, written for a test."""

import io
import re
from datetime import date, datetime, time
from typing import Any

Rows = list[list[Any]]


def workbook(sheets: dict[str, Rows]) -> bytes:
    """Write sheets as a workbook; a text that begins with @ is a date, with or without a time."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([typed(cell) for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def parquet(rows: Rows) -> bytes:
    """Write rows as Parquet, the first of them the header."""
    import pyarrow as pa
    from pyarrow import parquet as files

    labels, *cells = rows
    columns = zip(*([typed(cell) for cell in row] for row in cells), strict=True)
    stream = io.BytesIO()
    files.write_table(pa.table(dict(zip(labels, columns, strict=True))), stream)
    return stream.getvalue()


def typed(cell: object) -> object:
    """Make dates of texts that begin with @."""
    if not isinstance(cell, str) or not cell.startswith("@"):
        return cell
    kind = datetime if "T" in cell else time if re.fullmatch("@..:..:..", cell) else date
    return kind.fromisoformat(cell[1:])
