"""Small CSV files and packages for the tests of the validation engine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from saying import validate

from ampere_data.tabular import files, parts
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table
from ampere_data.tabular.report import Report
from ampere_data.tabular.schema import read_schema

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

Found = list[tuple[str, int | None, str]]


def field(name: str, kind: str = "string", **more: object) -> dict[str, Any]:
    """Make a field; what is not a property of fields is a constraint."""
    own = {"format", "missingValues", "trueValues", "falseValues", "decimalChar", "groupChar", "bareNumber"}
    own |= {"categories", "delimiter", "itemType"}
    constraints = {key: value for key, value in more.items() if key not in own}
    found = {"name": name, "type": kind, **{key: value for key, value in more.items() if key in own}}
    return {**found, "constraints": constraints} if constraints else found


def schema(*fields: dict[str, Any], **more: object) -> dict[str, Any]:
    """Make a schema."""
    return {"fields": list(fields), **more}


def table(described: dict[str, Any], **more: object) -> Table:
    """Make a table without a file."""
    dialect = more.pop("dialect", {})
    descriptor = {"name": "table", "type": "table", **more}
    return Table(
        "table",
        "table.csv",
        read_schema(described, "table"),
        descriptor,
        dialect=dialect if isinstance(dialect, dict) else {},
    )


def write_package(folder: Path, files: Mapping[str, bytes | str], *resources: dict[str, Any], **more: object) -> Path:
    """Write a package into a folder; return the path of its descriptor."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    descriptor = {"$schema": PROFILE, "name": "package", "resources": list(resources), **more}
    path = folder / "datapackage.json"
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    return path


def resource(name: str, described: dict[str, Any], **more: object) -> dict[str, Any]:
    """Make the descriptor of a table that lies in a CSV file of its name."""
    return {"name": name, "type": "table", "path": f"{name}.csv", "schema": described, **more}


def check(folder: Path, described: dict[str, Any], content: bytes | str, **more: object) -> Report:
    """Validate a package of one table."""
    return validate(write_package(folder, {"table.csv": content}, resource("table", described, **more)))


def places(report: Report) -> Found:
    """Give code, line and field of each finding."""
    return [(issue.code, issue.line, issue.field) for issue in report.issues]


def one(report: Report) -> Issue:
    """Give the only finding there is."""
    assert len(report.issues) == 1, report.issues
    return report.issues[0]


@contextmanager
def screened(monkeypatch: pytest.MonkeyPatch, block: int = 64) -> Iterator[None]:
    """Send even the smallest table the way of the large ones, in tiny blocks."""
    with monkeypatch.context() as patched:
        patched.setattr(parts, "SMALL", 0)
        patched.setattr(files, "BLOCK", block)
        yield
