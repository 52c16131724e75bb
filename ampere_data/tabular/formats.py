"""What kind of file a table lies in, and which kinds are read."""

from __future__ import annotations

from ampere_data.tabular.package import PackageError, Table
from ampere_data.tabular.storage import COMPRESSIONS
from ampere_data.words.reasons import Reason

CSV = ("csv", "tsv")
JSON = "json"
JSON_LINES = ("jsonl", "ndjson")
WORKBOOK = "xlsx"
PARQUET = ("parquet", "parq")

READ = frozenset([*CSV, JSON, *JSON_LINES, WORKBOOK, *PARQUET])
# What Frictionless may read and this does not: other programs' files, markup, databases, and what runs as a program.
_NOT_READ = frozenset(
    [
        *["xls", "xlsm", "xlsb", "ods", "numbers", "feather", "arrow", "orc", "avro", "sav", "dta", "sas7bdat", "rds"],
        *["html", "xml", "yaml", "yml", "md", "geojson", "topojson", "gsheets", "db", "sqlite", "sqlite3", "duckdb"],
        *["sql", "mdb", "accdb", "py", "pdf"],
    ]
)
# In several parts lies what can be read one part after the other.
_PARTED = frozenset([*CSV, JSON, *JSON_LINES])


def format_of(table: Table) -> str:
    """Return the format of a table's file: as its descriptor says, or as its name ends.

    A name that ends in nothing known is that of a CSV file, as the standard has it.

    Raises:
        PackageError: Files of that format are not read.
    """
    declared = table.descriptor.get("format")
    said = declared.lower() if isinstance(declared, str) else ""
    form = said or _ending(table.path)
    if form in _NOT_READ or (said and said not in READ):
        note = Reason("format-unread", form=form)
        raise PackageError("format-error", note, table=table.name, path=table.path)
    form = form if form in READ else CSV[0]
    if table.parts and form not in _PARTED:
        note = Reason("format-parts", form=form)
        raise PackageError("format-error", note, table=table.name, path=table.path)
    return form


def is_csv(table: Table) -> bool:
    """Tell whether a table lies in a CSV file, or in several."""
    try:
        return format_of(table) in CSV
    except PackageError:
        return False


def _ending(path: str) -> str:
    endings = [part for part in path.lower().rsplit("/", 1)[-1].split(".")[1:] if part not in COMPRESSIONS]
    return endings[-1] if endings else ""
