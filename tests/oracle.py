"""The outside oracle: what Frictionless says of a package, and what this project says, as places that compare."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path

from saying import validate

# Findings that Frictionless gives no field, or that it gives no row.
_WHOLE_ROW = {"blank-row", "extra-cell", "foreign-key", "primary-key", "unique-key"}
_LABELS = {"blank-label", "duplicate-label", "extra-label", "incorrect-label", "missing-label"}

# The table, the row (0 where there is none), the field and the code.
Places = AbstractSet[tuple[str, int, str, str]]
Verdict = tuple[bool, Places]


def place(table: str, row: int | None, field: str, code: str) -> tuple[str, int, str, str]:
    """Say where a finding is, as far as both say so."""
    if code in _LABELS:
        return table, 0, "" if code in ("extra-label", "blank-label") else field, code
    return table, row or 0, "" if code in _WHOLE_ROW or not row else field, code


def judged(descriptor: Path) -> Verdict:
    """Ask Frictionless for its verdict and the places of its errors."""
    from frictionless import FrictionlessException, Package

    with _forgiven(descriptor.parent):
        try:
            report = Package(str(descriptor)).validate(limit_errors=10**9)
        except FrictionlessException as refusal:
            return False, {place("", 0, "", one.type) for one in refusal.reasons or [refusal.error]}
        places = {place("", 0, "", error.type) for error in report.errors}
        for task in report.tasks:
            for error in task.errors:
                row, field = getattr(error, "row_number", None), getattr(error, "field_name", "")
                places.add(place(task.name, row, field, error.type))
        return bool(report.valid), places


@contextmanager
def _forgiven(folder: Path) -> Iterator[None]:
    """Let Frictionless leave compressed files open, and close them before the next test would be blamed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.freeze()  # so that only what Frictionless leaves is looked through
        yield
        if any(folder.glob("*.gz")):
            gc.collect()
        gc.unfreeze()


def found(descriptor: Path) -> Verdict:
    """Ask this project for the same."""
    report = validate(descriptor)
    return report.valid, {place(one.table, one.row, one.field, one.code) for one in report.issues}
