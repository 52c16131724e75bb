"""Cells of a package on disk, changed."""

import csv
from pathlib import Path


def put(package: Path, table: str, record: str, cells: dict[str, str]) -> None:
    """Set cells of the record that begins with an id."""
    file = package / "data" / f"{table}.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        labels, *rows = list(csv.reader(stream))
    row = next(row for row in rows if row[0] == record)
    for name, text in cells.items():
        row[labels.index(name)] = text
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([labels, *rows])
