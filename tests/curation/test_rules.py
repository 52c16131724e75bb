"""The rules that schemas declare: each is broken once, at its line and field, and its neighbour passes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import house
import pytest
from house import without_consequences
from saying import said

from ampere_data import load
from ampere_data.curation import properties
from ampere_data.curation.rules import OF_FIELDS, OF_SCHEMAS, is_ruled
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Package, Table
from ampere_data.tabular.rows import Rows
from ampere_data.tabular.schema import read_schema
from ampere_data.words import LANGUAGES

Found = list[tuple[str, str, int | None, str]]


def issues(*claims: dict[str, str], **others: list[dict[str, str]]) -> list[Issue]:
    known = {"sources": house.SOURCE_ROWS, "subjects": house.SUBJECT_ROWS}
    records: Mapping[str, list[dict[str, str]]] = {**known, "claims": list(claims), **others}
    tables = {name: house.rows(name, *records.get(name, [])) for name in house.SCHEMAS}
    return said(house.check(house.package(), tables))


def found(*claims: dict[str, str], **others: list[dict[str, str]]) -> Found:
    return [(issue.code, issue.detail, issue.line, issue.field) for issue in issues(*claims, **others)]


def test_what_keeps_every_rule_has_no_findings() -> None:
    spans = [{"source_id": "s000", "start": "0", "end": "10"}, {"source_id": "s000", "start": "10", "end": "900"}]

    assert found(house.claim("a", next_id="b"), house.claim("b"), passages=spans) == []


@pytest.mark.parametrize(
    ("names", "described"),
    [(OF_FIELDS, properties.of_fields()), (OF_SCHEMAS, properties.of_schemas())],
    ids=["fields", "schemas"],
)
def test_each_property_that_asks_for_a_rule_is_looked_for(names: tuple[str, ...], described: Mapping[str, Any]) -> None:
    asking = {name for name, one in properties.ours(described).items() if one.get("type") != "string"}

    assert {*names} == asking - {"fields"}


@pytest.mark.parametrize("name", OF_FIELDS)
def test_a_schema_with_such_a_property_is_ruled_and_one_without_is_not(name: str) -> None:
    ruled, plain = ({"fields": [{"name": "a", name: value}]} for value in (True, False))

    assert is_ruled(read_schema(ruled, "t"))
    assert not is_ruled(read_schema(plain, "t"))


@pytest.mark.parametrize(
    ("text", "detail"),
    [("2023-S2", "syntax"), ("2024-02-30", "calendar"), ("2025/2024", "order"), ("Y12000", "range")],
)
def test_a_date_that_is_not_edtf_is_reported_with_its_reason(text: str, detail: str) -> None:
    assert found(house.claim(told=text)) == [("edtf-error", detail, 2, "told")]


def test_the_hint_for_a_date_is_its_mended_form() -> None:
    issue = issues(house.claim(told="2023-S2"))[0]

    assert issue.advice("en") == "Write “2023-41”."


@pytest.mark.parametrize(
    ("cells", "field", "expected"),
    [
        ({"told_earliest": "2024-05-02"}, "told_earliest", "2024-05-01"),
        ({"told_latest": ""}, "told_latest", "2024-05-31"),
        ({"told": "../2024-05"}, "told_earliest", ""),
        ({"told": "", "told_latest": ""}, "told_earliest", ""),
    ],
    ids=["wrong", "missing", "open", "no date"],
)
def test_bounds_are_those_that_follow(cells: dict[str, str], field: str, expected: str) -> None:
    issue = issues(house.claim(**cells))

    assert [(one.code, one.field, one.params["mended"]) for one in issue] == [("edtf-bounds", field, expected)]


def test_beside_no_date_there_are_no_bounds() -> None:
    both = issues(house.claim(told="", source_ids=""))

    assert [(one.detail, one.field, one.hint) for one in both if one.code == "edtf-bounds"] == [
        ("earliest/empty", "told_earliest", "leave-empty"),
        ("latest/empty", "told_latest", "leave-empty"),
    ]
    assert both[0].message == "told is empty, so told_earliest must be too"


def test_a_bound_that_is_no_date_gives_its_hint_to_the_finding_about_its_type() -> None:
    found = issues(house.claim(told_earliest="01/05/2024"))
    typed = found[0]._replace(code="type-error", field="told_earliest", hint="")

    kept = without_consequences([typed, *found])

    assert [(one.code, one.advice("en")) for one in kept] == [("type-error", "Write “2024-05-01”.")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s000;s009", ("reference-error", "", 2, "source_ids")),
        ("s000;s000;s001", ("list-error", "duplicate", 2, "source_ids")),
        ("s000;;s001", ("list-error", "blank", 2, "source_ids")),
        ("s000;s001;", ("list-error", "blank", 2, "source_ids")),
    ],
)
def test_items_of_a_list_are_there_once_and_exist(text: str, expected: tuple[str, str, int, str]) -> None:
    assert found(house.claim(source_ids=text), house.claim("b")) == [expected]


def test_the_nearest_id_is_named() -> None:
    issue = next(one for one in issues(house.claim(source_ids="s000;S001"), house.claim("b")))

    assert (issue.params["item"], issue.params["near"], issue.hint) == ("S001", "s001", "near-id")


def test_a_reference_to_a_table_that_was_not_read_is_not_called_wrong() -> None:
    tables = {"claims": house.rows("claims", house.claim(source_ids="s777"))}

    assert list(house.check(house.package(), tables)) == []


@pytest.mark.parametrize(
    ("cells", "detail", "field"),
    [
        ({"value": ""}, "value-missing", "value"),
        ({"value": "", "comparator": ""}, "value-missing", "value"),
        ({"comparator": ""}, "comparator-missing", "comparator"),
        ({"unit": ""}, "unit-missing", "unit"),
        ({"comparator": "between"}, "end-missing", "value_to"),
        ({"value_to": "9"}, "end-unwanted", "value_to"),
        ({"value": "", "comparator": "", "unit": "", "value_to": "9"}, "end-alone", "value_to"),
        ({"comparator": "between", "value_to": "5"}, "order", "value_to"),
        ({"comparator": "between", "value_to": "4"}, "order", "value_to"),
    ],
)
def test_comparator_value_and_unit_come_together(cells: dict[str, str], detail: str, field: str) -> None:
    assert found(house.claim(**cells)) == [("range-error", detail, 2, field)]


@pytest.mark.parametrize(
    "cells",
    [
        {"comparator": "between", "value_to": "10"},
        {"comparator": "", "value": "", "unit": ""},
        {"value": "many"},
        {"comparator": "between", "value_to": "many"},
    ],
    ids=["range", "nothing", "not a number", "end not a number"],
)
def test_a_range_that_holds_together_passes(cells: dict[str, str]) -> None:
    assert found(house.claim(**cells)) == []


def test_a_unit_fits_its_metric() -> None:
    assert found(house.claim(unit="share")) == [("unit-error", "", 2, "unit")]
    assert "cars, vans" in issues(house.claim(unit="share"))[0].message
    assert found(house.claim(subject="mood")) == [("unit-error", "none", 2, "unit")]
    assert found(house.claim(subject="margin", unit="share")) == []
    assert found(house.claim(subject="mood", comparator="", value="", unit="")) == []
    assert found(house.claim(unit="miles")) == []
    assert found(house.claim(subject="unheard-of")) == []


def test_links_do_not_go_round_in_a_circle() -> None:
    chain = [house.claim("a", next_id="b"), house.claim("b", next_id="c"), house.claim("c")]
    ring = [house.claim("a", next_id="b"), house.claim("b", next_id="c"), house.claim("c", next_id="b")]
    loop = [house.claim("a", next_id="a")]

    assert found(*chain) == []
    assert found(*ring) == [("supersession-cycle", "", 3, "next_id")]
    assert found(*loop) == [("supersession-cycle", "", 2, "next_id")]
    assert next(one.params["cycle"] for one in issues(*ring)) == "b → c → b"


OWN: list[dict[str, Any]] = [{"fields": "id"}, {"resource": "", "fields": "id"}, {"resource": "t", "fields": "id"}]


@pytest.mark.parametrize("reference", OWN, ids=["left-out", "empty", "named"])
def test_a_table_that_points_at_itself_may_leave_its_name_out(reference: dict[str, Any]) -> None:
    fields = [
        {"name": "id", "type": "string"},
        {"name": "up", "type": "string", "acyclic": True},
        {"name": "others", "type": "string", "list": {"separator": ";", "reference": reference}},
    ]
    schema = {"fields": fields, "primaryKey": "id", "foreignKeys": [{"fields": "up", "reference": reference}]}
    table = Table("t", "t.csv", read_schema(schema, "t"), {"name": "t"})
    cells = [["a", "b", "b;c"], ["b", "a", "a;d"], ["c", "", ""]]
    rows = Rows(table, ["id", "up", "others"], cells, [2, 3, 4], [2, 3, 4])

    issues = list(house.check(Package({}, Path(), {"t": table}), {"t": rows}))

    assert [(issue.code, issue.line, issue.field) for issue in sorted(issues, key=lambda one: one.order)] == [
        ("supersession-cycle", 2, "up"),
        ("reference-error", 3, "others"),
    ]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([("s000", "5", "5")], [("span-range", "order", 2, "end")]),
        ([("s001", "0", "501")], [("span-range", "length", 2, "end")]),
        ([("s000", "0", "10"), ("s000", "9", "20")], [("span-range", "overlap", 3, "start")]),
        (
            [("s000", "0", "100"), ("s000", "2", "9"), ("s000", "50", "60")],
            [("span-range", "overlap", n, "start") for n in (3, 4)],
        ),
        ([("s000", "0", "10"), ("s001", "5", "20")], []),
        ([("s001", "0", "500")], []),
        ([("s001", "first", "-9")], []),
    ],
    ids=["empty", "too long", "overlap", "within", "two documents", "whole", "no numbers"],
)
def test_spans_lie_within_their_document_and_apart(spans: list[tuple[str, str, str]], expected: Found) -> None:
    records = [dict(zip(("source_id", "start", "end"), span, strict=True)) for span in spans]

    assert found(house.claim(), passages=records) == expected


def test_proofs_may_overlap() -> None:
    proofs = [house.proof(start="0"), house.proof(start="5")]

    assert found(house.claim(), evidence=proofs) == []


def test_a_source_that_no_record_names_is_reported() -> None:
    spans = [{"source_id": "s001", "start": "0", "end": "10"}]

    assert found(house.claim(source_ids="s000"), passages=spans) == [("unused-source", "", 3, "source_id")]
    assert found(house.claim(source_ids="s000"), evidence=[house.proof(source_id="s001")]) == []


def test_a_proof_of_what_a_source_says_of_itself_is_no_use_of_it() -> None:
    proofs = [house.proof("s001", "s001", table="sources", field="title")]

    assert found(house.claim(source_ids="s000"), evidence=proofs) == [("unused-source", "", 3, "source_id")]


def test_a_source_is_not_called_unused_while_a_table_is_missing() -> None:
    tables = {"sources": house.rows("sources", *house.SOURCE_ROWS), "claims": house.rows("claims")}

    assert list(house.check(house.package(), tables)) == []


def test_a_missing_column_is_passed_over() -> None:
    one = house.rows("claims", house.claim())
    bare = Rows(one.table, ["note"], [["fine"]], [2], [2])

    assert list(house.check(house.package(), {"claims": bare})) == []


def test_any_package_gets_the_rules_that_its_schemas_declare() -> None:
    schema = {"fields": [{"name": "when", "type": "string", "edtf": True}, {"name": "text", "type": "string"}]}
    table = Table("log", "log.csv", read_schema(schema, "log"), {})
    log = Rows(table, ["when", "text"], [["lately", " =1"]], [2], [2])

    assert [one.code for one in house.check(Package({}, house.package().folder, {"log": table}), {"log": log})] == [
        "edtf-error"
    ]


@pytest.mark.parametrize("broken", [5, "x", [], {}, {"separator": 5}, None, {"resource": {}}])
def test_a_property_of_an_odd_shape_does_no_harm(broken: object) -> None:
    said = dict.fromkeys(("edtf", "list", "range", "measure", "acyclic", "categories"), broken)
    field = {"name": "note", "type": "string", **said}
    schema = {"fields": [field], "primaryKey": ["note"], "span": broken, "canonical": broken}
    table = Table("odd", "odd.csv", read_schema(schema, "odd"), {})
    odd = Rows(table, ["note"], [["2024"]], [2], [2])

    found = list(house.check(Package({}, house.package().folder, {"odd": table}), {"odd": odd}))

    assert all(one.code in {"edtf-error", "list-error", "range-error", "supersession-cycle"} for one in found)


def test_every_finding_has_a_sentence_in_both_languages() -> None:
    broken = [
        house.claim("b", told="x", source_ids="s000;;s009;s000", comparator="between", note="=1", value="5.0"),
        house.claim("a", unit="", told_earliest="", next_id="a", note=" e\u0301 \u200b"),
    ]

    said(issues(*broken, passages=[{"source_id": "s000", "start": "5", "end": "5"}]))


def test_of_two_findings_for_one_fault_the_finer_is_kept() -> None:
    form = Issue("constraint-error", detail="pattern", table="claims", line=2, field="told")
    day = Issue("edtf-error", detail="syntax", table="claims", line=2, field="told")
    other = Issue("constraint-error", detail="pattern", table="claims", line=3, field="told")
    long = Issue("constraint-error", detail="maxLength", table="evidence", line=2, field="exact")
    longer = Issue("exact-length", table="evidence", line=2, field="exact")

    assert without_consequences([form, day, other, long, longer]) == [day, other, longer]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        pytest.param({"value": "1"}, [], id="the-whole"),
        pytest.param({"value": "40"}, [("maximum", "value")], id="per-cent"),
        pytest.param({"value": "0.5", "value_to": "1.2", "comparator": "between"}, [("maximum", "value_to")], id="end"),
        pytest.param({"value": "-2"}, [("minimum", "value")], id="below"),
        pytest.param({"value": "40", "subject": "output", "unit": "cars"}, [], id="no-part-of-a-whole"),
        pytest.param({"value": "many"}, [], id="no-number"),
    ],
)
def test_a_number_lies_within_what_its_metric_can_be(cells: dict[str, str], found: list[tuple[str, str]]) -> None:
    claim = house.claim(**{"subject": "margin", "unit": "share", **cells})
    ends = {"least": "-1", "most": "1"}
    limited = [{**row, **ends} if row["subject_id"] == "margin" else row for row in house.SUBJECT_ROWS]

    told = [issue for issue in issues(claim, subjects=limited) if issue.code == "range-error"]

    assert [(issue.detail, issue.field) for issue in told] == found
    assert not {"range-error"} & {issue.code for issue in issues(claim)}
    assert all(issue.sentence(language) for issue in told for language in LANGUAGES)


@pytest.mark.parametrize("text", ["", "many", "1e"])
def test_a_limit_that_is_no_number_limits_nothing(text: str) -> None:
    limited = [{**row, "most": text} for row in house.SUBJECT_ROWS]

    assert found(house.claim(value="900"), subjects=limited) == []


def test_of_metrics_that_are_not_at_hand_nothing_is_said() -> None:
    tables = {"claims": house.rows("claims", house.claim(unit="share"))}

    assert list(house.check(house.package(), tables)) == []


def test_a_share_of_the_shipped_tables_is_one_at_most() -> None:
    metrics = load("metrics").set_index("metric_id")

    assert metrics["maximum"]["operating-margin"] == metrics["maximum"]["suppliers-nearby"] == 1
