"""Corrupt each constraint, key, date, range and reference of the shipped package, one at a time: each is reported.

Every corruption is derived from the schemas, made in memory, and must be found with its code, line and field. Only the
table and what it points at are checked, without the proofs where they are not the matter, so that what is found is the
rule's own finding.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from revising import needed, revised, sound

from ampere_data.curation.shipped import shipped
from ampere_data.tabular.package import Table
from ampere_data.tabular.report import Report

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Corruption:
    """One thing made wrong: which cell gets which text, and what is to be found."""

    name: str
    table: str
    field: str
    row: int
    text: str
    codes: tuple[str, ...]
    at: str = ""

    def __str__(self) -> str:
        """Name the test."""
        return f"{self.table}-{self.field}-{self.name}"


def read(table: Table) -> Rows:
    """Read the rows of a shipped table."""
    assert table.file is not None
    return list(csv.DictReader(table.file.read_text(encoding="utf-8").splitlines()))


def corruptions() -> list[Corruption]:
    """Derive every corruption from the schemas."""
    return [one for table in shipped().tables.values() for one in of_table(table, read(table))]


def of_table(table: Table, rows: Rows) -> Iterator[Corruption]:
    """Give the corruptions of one table."""
    links = {key["fields"][0] for key in table.schema.descriptor.get("foreignKeys", [])}
    for field in table.schema.descriptor["fields"]:
        name = field["name"]
        filled = next((row for row, record in enumerate(rows) if record[name]), None)
        if filled is None:
            continue

        def make(what: str, text: str, *codes: str, row: int = filled, at: str = name, name: str = name) -> Corruption:
            return Corruption(what, table.name, name, row, text, codes, at)

        yield from of_constraints(field, rows, make)
        if field["type"] in ("number", "integer", "date"):
            yield make("type", "abc", "type-error")
        if name in links:
            yield make("dangling", "s999" if name == "source_id" else "nobody-knows-it", "foreign-key")
        if field.get("list", {}).get("reference"):
            yield make("unknown-item", "s000;s999", "reference-error")
        if edtf := field.get("edtf"):
            yield make("no-date", "2024-13", "edtf-error")
            if isinstance(edtf, dict):
                yield make("other-bounds", "2031-02", "edtf-bounds", at=edtf["latest"])
    yield from of_ranges(table, rows)
    yield from of_keys(table, rows)


def of_constraints(field: dict[str, Any], rows: Rows, make: Callable[..., Corruption]) -> Iterator[Corruption]:
    """Break each constraint of a field."""
    constraints, name = field.get("constraints", {}), field["name"]
    earlier = next(record[name] for record in rows if record[name])
    later = max(row for row, record in enumerate(rows) if record[name])
    broken: dict[str, Callable[[Any], Corruption]] = {
        "required": lambda _: make("required", "", "constraint-error", "primary-key"),
        "unique": lambda _: make("unique", earlier, "unique-error", "primary-key", row=later),
        "pattern": lambda _: make("pattern", "§!", "constraint-error", "edtf-error", "foreign-key"),
        "enum": lambda _: make("enum", "nonsense", "constraint-error"),
        "minLength": lambda _: make("too-short", "x", "constraint-error"),
        "maxLength": lambda most: make("too-long", "x" * (most + 1), "constraint-error", "exact-length", "edtf-error"),
        "minimum": lambda least: make("too-little", below(least), "constraint-error"),
        "maximum": lambda most: make("too-much", above(most), "constraint-error"),
    }
    for constraint, value in constraints.items():
        yield broken[constraint](value)  # a constraint that is not listed here is an oversight: KeyError


def below(least: float | str) -> str:
    """Give a value under a minimum."""
    return "1999-12-31" if isinstance(least, str) else str(least - 1)


def above(most: float | str) -> str:
    """Give a value over a maximum."""
    return "2100-01-01" if isinstance(most, str) else str(most + 1)


def of_ranges(table: Table, rows: Rows) -> Iterator[Corruption]:
    """Break what comparator, value, end of range and unit must be to each other."""
    for field in table.schema.descriptor["fields"]:
        if declared := field.get("range"):
            plain = next(row for row, record in enumerate(rows) if record[field["name"]] == "exactly")
            bare = next((row for row, record in enumerate(rows) if not record[field["name"]]), None)
            value, end, unit = declared["value"], declared["valueTo"], declared["unit"]
            for name, cell, row, text, at in (
                ("no-value", value, plain, "", value),
                ("no-unit", unit, plain, "", unit),
                ("no-comparator", field["name"], plain, "", field["name"]),
                ("no-end", field["name"], plain, "between", end),
                ("end-without-range", end, plain, "99999999", end),
                ("value-alone", value, bare, "5", field["name"]),
            ):
                if row is not None:
                    yield Corruption(name, table.name, cell, row, text, ("range-error",), at)
            other = "kilometres" if rows[plain][unit] != "kilometres" else "hours"
            yield Corruption("other-unit", table.name, unit, plain, other, ("unit-error",), unit)
        if field.get("acyclic"):
            row = next((row for row, record in enumerate(rows) if record[field["name"]]), 0)
            self_id = rows[row][table.schema.primary_key[0]]
            yield Corruption("cycle", table.name, field["name"], row, self_id, ("supersession-cycle",), field["name"])
    if (span := table.schema.descriptor.get("span")) and table.name != "evidence":
        yield Corruption("backward", table.name, span["end"], 2, "1", ("span-range",), span["end"])
        yield Corruption("outside", table.name, span["end"], 2, "99999", ("span-range",), span["end"])


def of_keys(table: Table, rows: Rows) -> Iterator[Corruption]:
    """Repeat the unique keys that are made of several fields."""
    for key in table.schema.descriptor.get("uniqueKeys", []):
        *shared, last = key
        for row, record in enumerate(rows):
            twin = next((one for one in rows[:row] if all(one[name] == record[name] for name in shared)), None)
            if twin:
                yield Corruption("repeated-key", table.name, last, row, twin[last], ("unique-key",), "")
                break


def corrupted(one: Corruption) -> Report:
    """Check the table anew with the one cell changed, beside what it points at."""

    def change(labels: list[str], cells: list[list[str]]) -> None:
        cells[one.row][labels.index(one.field)] = one.text

    return revised(one.table, change, needed(one.table))


@pytest.mark.parametrize("corruption", corruptions(), ids=str)
def test_each_corruption_is_reported_with_its_code_line_and_field(corruption: Corruption) -> None:
    report = corrupted(corruption)

    found = [(issue.table, issue.line, issue.code) for issue in report.issues if corruption.at in issue.field]
    assert any((corruption.table, corruption.row + 2, code) in found for code in corruption.codes), report.issues


@pytest.mark.parametrize("table", list(shipped().tables))
def test_without_proofs_nothing_is_found_but_what_they_would_have_named(table: str) -> None:
    before = sound(needed(table))

    codes = {issue.code for issue in replace(before, issues=[*before.issues], known_ids={}, counts={}).report().issues}

    assert codes <= {"evidence-unknown-record", "unused-source"}
