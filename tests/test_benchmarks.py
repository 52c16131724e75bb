"""The benchmark's package is what it claims to be: clean, or with exactly the faults of its ground truth."""

from pathlib import Path

import pytest

from ampere_data import validate
from benchmarks.packages import FAULTS, KINDS, SCHEMAS, build

SMALL, LARGE = 3_000, 12_000  # below and above the size from which tables are screened


@pytest.mark.parametrize("rows", [SMALL, LARGE])
def test_a_clean_package_has_no_issue(tmp_path: Path, rows: int) -> None:
    build(tmp_path, rows, dirty=False)

    assert validate(tmp_path).raise_if_invalid().valid


@pytest.mark.parametrize("rows", [SMALL, LARGE])
def test_every_fault_is_found_and_none_invented(tmp_path: Path, rows: int) -> None:
    truth = build(tmp_path, rows, dirty=True)

    found = [(issue.table, issue.row, issue.field, issue.code) for issue in validate(tmp_path).issues]

    assert sorted(found) == sorted((fault["table"], fault["row"], fault["field"], fault["code"]) for fault in truth)


def test_the_ground_truth_has_every_kind_of_fault(tmp_path: Path) -> None:
    truth = build(tmp_path, SMALL, dirty=True)

    assert len(truth) == FAULTS * len(KINDS)
    assert {fault["kind"] for fault in truth} == set(KINDS)
    assert len(SCHEMAS["targets"]["fields"]) == 10
