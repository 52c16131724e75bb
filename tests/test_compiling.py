"""The schema compiled for pandera stops exactly the cells of a typed frame that validation reports."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.errors
import pytest
from engine import field, schema
from hypothesis import given, settings
from hypothesis import strategies as st
from saying import validate

from ampere_data.compiling import compile  # noqa: A004 - a verb
from ampere_data.series import typed
from ampere_data.tabular.schema import read_schema

FIELDS = [
    field("id", required=True, pattern="(?:[a-z]{1,2}|x[0-9]+)", minLength=2, maxLength=3),
    field("count", "integer", minimum=0, maximum=9),
    field("share", "number", exclusiveMinimum=0, exclusiveMaximum=1),
    field("flag", "boolean", required=True),
    field("day", "date", minimum="2019-01-02", maximum="2020-12-30"),
    field("year", "year", minimum=2000),
    field("level", "integer", enum=["1", "3"]),
    field("size", enum=["small", "large"], required=True),
    field("pair", unique=True),
]
SCHEMA = schema(*FIELDS, primaryKey=["id", "count"], uniqueKeys=[["day", "year"]])
CELLS = {
    "id": ["", "a", "ab", "abc", "x1", "x12", "x123", "É1"],
    "count": ["", "-1", "0", "9", "10"],
    "share": ["", "0", "0.5", "1", "-3"],
    "flag": ["", "true", "false"],
    "day": ["", "2019-01-01", "2019-01-02", "2020-12-30", "2020-12-31"],
    "year": ["", "1999", "2000"],
    "level": ["", "1", "3"],
    "size": ["", "small", "large"],
    "pair": ["", *"abcdef"],
}
# pandera names every row of a group, validation all but the first.
GROUPS = {"primaryKey", "uniqueKeys", "unique"}


def stopped(described: dict[str, Any], frame: pd.DataFrame) -> tuple[set[tuple[str, int]], set[str]]:
    """Say which cells the compiled schema stops, and which rules about several rows."""
    try:
        compile(read_schema(described, "t")).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = [(case.check.partition("(")[0], case.column, case.index) for case in errors.failure_cases.itertuples()]
        return {(str(column), int(row)) for check, column, row in cases if check not in GROUPS}, {
            check for check, _, _ in cases if check in GROUPS
        }
    return set(), set()


@pytest.mark.filterwarnings("ignore:The behavior of DataFrame concatenation")  # pandera 0.26 with pandas 2.3
@pytest.mark.hypothesis
@settings(max_examples=20)
@given(st.lists(st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in CELLS.items()}), max_size=6))
def test_pandera_stops_what_validation_reports_and_nothing_else(rows: list[dict[str, str]]) -> None:
    fields = read_schema(SCHEMA, "t").fields
    frame = pd.DataFrame({one.name: typed(one, [row[one.name] for row in rows]) for one in fields})

    cells, groups = stopped(SCHEMA, frame)

    issues = [
        issue for issue in validate(frame, schema=SCHEMA).issues if issue.code not in {"source-error", "blank-row"}
    ]
    codes = {"primary-key": "primaryKey", "unique-key": "uniqueKeys", "unique-error": "unique"}
    grouped = [issue for issue in issues if issue.code in codes and issue.detail != "empty"]
    apart = [issue for issue in issues if issue not in grouped]
    assert groups == {codes[issue.code] for issue in grouped}
    assert cells == {(name, (issue.row or 0) - 2) for issue in apart for name in issue.field.split(", ")}
