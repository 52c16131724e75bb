"""Rules are handed in: anybody may write some, and without any a package is held to the standard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lumifer
import pytest
from conftest import ROOT
from engine import field, resource, schema, screened, write_package

from ampere_data.curation.rules import Curation
from ampere_data.tabular.package import Table
from ampere_data.tabular.report import Report
from ampere_data.tabular.rules import CellCheck, Note, Rules
from ampere_data.tabular.schema import Field
from ampere_data.tabular.validation import validate
from ampere_data.words.reasons import quoted

FOREIGN = sorted((ROOT / "tests" / "foreign").glob("*/datapackage.json"))


class Even(Rules):
    """A rule of ten lines: a field that declares `even` holds even numbers."""

    def cell_checks(self, table: Table, field: Field) -> Iterator[CellCheck]:  # noqa: ARG002 - as of any rules
        """Give the check of a field that declares it."""
        if field.descriptor.get("even"):
            yield CellCheck(self._judge)

    def _judge(self, text: str) -> Iterator[Note]:
        if text.isdecimal() and int(text) % 2:
            yield Note("odd-number", params={"note": quoted(f"{text} is odd")})


@pytest.fixture(params=["small", "large"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Go both ways: as lists, and as arrays in blocks."""
    if request.param == "small":
        yield
    else:
        with screened(monkeypatch):
            yield


def report(folder: Path, content: str, rules: Rules) -> Report:
    described = schema(field("n", "integer"), {"name": "pairs", "type": "integer", "even": True})
    return validate(write_package(folder, {"t.csv": content}, resource("t", described)), rules=rules)


@pytest.mark.usefixtures("way")
def test_anybody_can_write_a_rule(tmp_path: Path) -> None:
    found = report(tmp_path, "n,pairs\n1,2\n3,5\n5,\n7,x\n", Even())

    assert [(one.code, one.line, one.field, one.value) for one in found.issues] == [
        ("odd-number", 3, "pairs", "5"),
        ("type-error", 5, "pairs", "x"),
    ]
    assert "5 is odd" in found.issues[0].message
    assert "5 is odd" in found.issues[0].sentence("fr")


@pytest.mark.usefixtures("way")
def test_without_rules_nothing_beyond_the_standard_is_looked_at(tmp_path: Path) -> None:
    assert report(tmp_path, "n,pairs\n1,2\n3,5\n", Rules()).valid


@pytest.mark.parametrize("path", [ROOT / "datapackage.json", lumifer.FOLDER / "datapackage.json"], ids=str)
def test_our_packages_are_valid_by_the_standard_alone(path: Path) -> None:
    found = validate(path)

    assert found.valid
    assert "proofs" not in found.counts


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: str(path.parent.name))
def test_a_package_of_others_is_the_same_with_our_rules_and_without(path: Path) -> None:
    def told(found: Report) -> list[tuple[Any, ...]]:
        return [(one.code, one.table, one.path, one.line, one.row, one.field) for one in found.issues]

    assert told(validate(path)) == told(validate(path, rules=Curation()))


def test_a_table_called_as_one_of_ours_is_a_strangers(tmp_path: Path) -> None:
    tables = {"evidence": "id,note\n2,b\n1,=a\n", "sources": "source_id,file\ns1,../x\ns0,y\n"}
    described = {"evidence": schema(field("id"), field("note")), "sources": schema(field("source_id"), field("file"))}
    path = write_package(
        tmp_path,
        {f"{name}.csv": content for name, content in tables.items()},
        *(resource(name, described[name]) for name in tables),
    )

    assert validate(path, rules=Curation()).valid
