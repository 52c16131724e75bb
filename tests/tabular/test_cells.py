"""Frictionless decides on a cell: every type, format and constraint, and what would make it stumble."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from engine import check, field, one, places, schema, table

from ampere_data.tabular import patterns
from ampere_data.tabular.cells import readers
from ampere_data.tabular.engine import isolated
from ampere_data.tabular.extras import MissingExtra, required
from ampere_data.tabular.patterns import Pattern, to_re2

GEO = '{"type": "Point", "coordinates": [1, 2]}'

# A field, a text that it takes, a text that it does not, and the code and detail of the finding.
CASES = [
    pytest.param(field("f", "integer"), "12", "1.5", "type-error/integer", id="integer"),
    pytest.param(field("f", "integer", bareNumber=False), "12 €", "€", "type-error/integer", id="integer with a unit"),
    pytest.param(field("f", "number"), "1.5", "1,5", "type-error/number", id="number"),
    pytest.param(field("f", "number", decimalChar=","), "1,5", "1.5", "type-error/number", id="decimal comma"),
    pytest.param(field("f", "number", groupChar=" "), "10 000", "10'000", "type-error/number", id="groups"),
    pytest.param(field("f", "number", bareNumber=False), "1.5 %", "%", "type-error/number", id="number with a unit"),
    pytest.param(field("f", "boolean"), "true", "VRAI", "type-error/boolean", id="boolean"),
    pytest.param(
        field("f", "boolean", trueValues=["oui"], falseValues=["non"]),
        "oui",
        "true",
        "type-error/boolean",
        id="own booleans",
    ),
    pytest.param(field("f", "date"), "2024-10-31", "2024-02-30", "type-error/date", id="date"),
    pytest.param(
        field("f", "date", format="%d/%m/%Y"), "31/10/2024", "2024-10-31", "type-error/date/format", id="own date"
    ),
    pytest.param(field("f", "date", format="any"), "31 Oct 2024", "someday", "type-error/date/format", id="any date"),
    pytest.param(field("f", "datetime"), "2024-10-31T09:30:00Z", "2024-10-31", "type-error/datetime", id="datetime"),
    pytest.param(field("f", "time"), "09:30:00", "9:30", "type-error/time", id="time"),
    pytest.param(field("f", "year"), "2024", "24", "type-error/year", id="year"),
    pytest.param(field("f", "yearmonth"), "2024-10", "2024-13", "type-error/yearmonth", id="yearmonth"),
    pytest.param(field("f", "duration"), "P1Y", "a year", "type-error/duration", id="duration"),
    pytest.param(field("f", "object"), '{"a": 1}', "[1]", "type-error/object", id="object"),
    pytest.param(field("f", "array"), "[1]", '{"a": 1}', "type-error/array", id="array"),
    pytest.param(field("f", "list", itemType="integer"), "1,2", "1,b", "type-error/list", id="list"),
    pytest.param(field("f", "geopoint"), "2.3,48.9", "181,0", "type-error/geopoint", id="geopoint"),
    pytest.param(field("f", "geojson"), GEO, "{}", "type-error/geojson", id="geojson"),
    pytest.param(field("f", format="email"), "a@example.org", "a at example", "type-error/format", id="email"),
    pytest.param(field("f", format="uri"), "https://example.org", "example", "type-error/format", id="uri"),
    pytest.param(
        field("f", format="uuid"), "123e4567-e89b-12d3-a456-426614174000", "123", "type-error/format", id="uuid"
    ),
    pytest.param(field("f", required=True), "x", "", "constraint-error/required", id="required"),
    pytest.param(field("f", pattern="[a-z]+"), "abc", "ABC", "constraint-error/pattern", id="pattern"),
    pytest.param(
        {**field("f", pattern="[a-z]+"), "example": "abc"},
        "abc",
        "ABC",
        "constraint-error/pattern/example",
        id="example",
    ),
    pytest.param(field("f", enum=["red", "green"]), "red", "blue", "constraint-error/enum", id="enum"),
    pytest.param(field("f", "integer", enum=["1", "2"]), "02", "3", "constraint-error/enum", id="enum of integers"),
    pytest.param(field("f", minLength=2), "ab", "a", "constraint-error/minLength/length", id="minLength"),
    pytest.param(field("f", maxLength=2), "éé", "abc", "constraint-error/maxLength/length", id="maxLength"),
    pytest.param(field("f", "number", minimum=0), "0", "-0.1", "constraint-error/minimum", id="minimum"),
    pytest.param(field("f", "number", maximum="9.5"), "9.5", "9.6", "constraint-error/maximum", id="maximum"),
    pytest.param(
        field("f", "integer", exclusiveMinimum=0), "1", "0", "constraint-error/exclusiveMinimum", id="exclusiveMinimum"
    ),
    pytest.param(
        field("f", "integer", exclusiveMaximum=9), "8", "9", "constraint-error/exclusiveMaximum", id="exclusiveMaximum"
    ),
    pytest.param(
        field("f", "date", minimum="2024-01-01"), "2024-01-01", "2023-12-31", "constraint-error/minimum", id="first day"
    ),
    pytest.param(field("f", categories=["a", "b"]), "a", "c", "category-error", id="categories"),
    pytest.param(
        field("f", "integer", categories=[{"value": 1, "label": "one"}]), "1", "2", "category-error", id="labelled"
    ),
]


@pytest.mark.parametrize(("described", "good", "bad", "name"), CASES)
def test_a_cell_is_read_as_frictionless_reads_it(described: dict[str, Any], good: str, bad: str, name: str) -> None:
    reader = readers(table(schema(described)))[0]["f"]

    assert reader.read(good).notes == ()
    assert ["/".join(filter(None, note[:2])) for note in reader.read(bad).notes] == [name]


@pytest.mark.parametrize(
    ("described", "texts"),
    [
        (schema(field("f", "integer"), missingValues=["", "NA"]), ["", "NA"]),
        (schema(field("f", "integer", missingValues=["-"]), missingValues=["NA"]), ["-"]),
        (schema(field("f", "integer", missingValues=[{"value": "-1", "label": "not asked"}])), ["-1"]),
    ],
    ids=["of the schema", "of the field", "labelled"],
)
def test_missing_values_are_those_of_the_field_or_of_the_schema(described: dict[str, Any], texts: list[str]) -> None:
    reader = readers(table(described))[0]["f"]

    assert [reader.read(text) for text in texts] == [(None, ())] * len(texts)
    assert reader.read("x").unreadable


@pytest.mark.parametrize(
    ("described", "text"),
    [
        (field("f", "number", minimum=0), "sNaN"),
        (field("f", "datetime", minimum="2024-01-01T00:00:00Z"), "2024-01-01T00:00:00"),
        (field("f", "object"), '{"a":' * 20_000),
        (field("f", "integer"), "9" * 10_000),
    ],
    ids=["signalling NaN", "no zone", "nested JSON", "digits"],
)
def test_what_frictionless_stumbles_over_is_a_type_error(described: dict[str, Any], text: str) -> None:
    reader = readers(table(schema(described)))[0]["f"]

    assert [note.code for note in reader.read(text).notes] == ["type-error"]


def test_a_bound_of_another_type_is_an_issue_of_the_schema(tmp_path: Path) -> None:
    issue = one(check(tmp_path, schema(field("f", "integer", minimum="many")), "f\n1\n"))

    assert (issue.code, issue.detail, issue.field) == ("schema-error", "bound", "f")


@pytest.mark.parametrize("pattern", ["(", "((a{1000}){1000}){1000}", "(a+" * 1_000 + ")+" * 1_000])
def test_a_pattern_that_is_none_is_an_issue_of_the_schema(tmp_path: Path, pattern: str) -> None:
    issue = one(check(tmp_path, schema(field("f", pattern=pattern)), "f\nx\n"))

    assert (issue.code, issue.detail, issue.field) == ("schema-error", "pattern", "f")


@pytest.mark.usefixtures("in_time")
def test_a_pattern_that_is_slow_on_each_of_many_texts_is_stopped_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "SECONDS_IN_ALL", 0.05)
    slow, quick = Pattern("(a|aa)+b"), Pattern("(a|aa)+b")

    with pytest.raises(TimeoutError):
        list(map(slow.matches, ("a" * length for length in range(24, 2_000))))

    assert slow.limit == 0.05
    assert [quick.matches("aab") for _ in range(50_000)].count(True) == 50_000


def test_a_zone_that_nobody_knows_is_no_reason_to_warn(tmp_path: Path) -> None:
    described = schema(field("f", "datetime", format="any", minimum="2024-05-06 09:00 XYZT"))

    assert check(tmp_path, described, "f\n2024-05-06 10:00 XYZT\n").valid


@pytest.mark.usefixtures("in_time")
def test_a_pattern_that_explodes_is_stopped_with_an_issue(tmp_path: Path) -> None:
    report = check(tmp_path, schema(field("f", pattern="(a|aa)+b")), f"f\n{'a' * 5000}\nab\n{'a' * 4000}\n")

    assert {(issue.code, issue.detail) for issue in report.issues} == {("constraint-error", "pattern-time")}


@pytest.mark.parametrize(
    ("pattern", "linear"),
    [
        ("[a-z]+", True),
        ("s[0-9]{3}", True),
        ("(ab|cd)x*", True),
        ("(a+)+", False),
        ("(a|a)*", False),
        (r"(.)\1", False),
        (".*x.*", False),
        ("[a-z]{2,8}[0-9]{2,8}", True),
        ("a?" * 20 + "a{20}", False),
        ("[ab]{0,99}" * 6 + "c", False),
        ("(aa|a)" * 20, False),
    ],
)
def test_patterns_are_known_by_the_time_they_may_take(pattern: str, linear: bool) -> None:  # noqa: FBT001 - expectation
    assert Pattern(pattern).linear is linear


@pytest.mark.parametrize(
    ("pattern", "taken"),
    [
        ("[a-z]+(-[0-9]+)*", True),
        (r"\d{3}", True),
        (r"\S+", False),
        (r"[^\d]", False),
        ("(?i)a", False),
        ("a(?=b)", False),
    ],
)
def test_only_what_both_engines_read_alike_goes_to_re2(pattern: str, taken: bool) -> None:  # noqa: FBT001 - expectation
    assert (to_re2(pattern) is not None) is taken


@pytest.mark.parametrize("text", ["ab", "abzzz", "cd", "xcd", "cd\n", "é", ""])
@pytest.mark.parametrize(
    "pattern", ["ab|cd", "a?b*", "[a-z]+", "(ab)*", "a{b*a*", "[a[]*b*", "b*{a*}", "a{,2}b*a*", "[]a]*b*"]
)
def test_a_pattern_means_what_it_means_to_frictionless(pattern: str, text: str) -> None:
    assert Pattern(pattern).matches(text) is bool(re.compile(f"^{pattern}$").match(text))


def test_no_module_of_the_working_folder_is_imported_as_a_plugin(tmp_path: Path) -> None:
    (tmp_path / "frictionless_trap.py").write_text("raise SystemExit('imported')")
    check(tmp_path, schema(field("f", "list")), "f\na,b\n")
    program = "import sys; sys.path.insert(0, ''); import ampere_data; print(len(ampere_data.validate('.').issues))"

    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        check=False,
    )

    assert (run.stdout.strip(), run.stderr) == ("1", "")


def test_frictionless_is_left_as_it_was() -> None:
    with isolated() as frictionless:
        inside = frictionless.system.methods["create_loader"]

    assert not inside
    assert frictionless.system.methods["create_loader"]


def test_a_missing_library_is_asked_for_in_one_line() -> None:
    with pytest.raises(MissingExtra, match=re.escape('pip install "ampere-data[validate]"')) as caught:
        required("no_such_library")

    assert "\n" not in str(caught.value)


def test_each_fault_of_a_cell_is_reported(tmp_path: Path) -> None:
    report = check(tmp_path, schema(field("id"), field("f", pattern="[a-z]+", maxLength=2)), "id,f\na,ABC\n")

    assert places(report) == [("constraint-error", 2, "f")] * 2
    assert {issue.detail for issue in report.issues} == {"pattern", "maxLength/length"}
