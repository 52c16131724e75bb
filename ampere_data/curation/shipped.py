"""The package that travels with this module, and where the ids of earlier versions of a package went."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from ampere_data.tabular.package import DESCRIPTOR, Package, open_package
from ampere_data.travelling import folder

# Beside the tables: an id that is gone points on.
RETIRED = "data/retired.csv"


@cache
def shipped() -> Package:
    """Open the package that travels with this module: inside a wheel or a zip, or in a checkout."""
    inside = folder()
    return open_package(inside if (inside / DESCRIPTOR).is_file() else Path(__file__).parents[2])


def moved(package: Package, table: str, record_id: str) -> str:
    """Say where a record of an earlier version went: its table and its id now; empty where it did not go."""
    file = package.folder.joinpath(*RETIRED.split("/"))
    if not file.is_file():
        return ""
    for old, name, *now in csv.reader(file.read_bytes().decode("utf-8").splitlines()):
        if (old, name) == (table, record_id):
            return " ".join(now[:2])
    return ""
