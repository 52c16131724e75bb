"""Hints: what a link may have meant, and no value that would itself be a finding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from engine import check, field, one, resource, schema, screened, write_package
from revising import retold
from saying import validate

from ampere_data.tabular import nearness
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.report import Report
from ampere_data.tabular.schema import read_schema


def about(report: Report, table: str, name: str) -> list[Issue]:
    """Give the findings about one field."""
    return [issue for issue in report.issues if (issue.table, issue.field) == (table, name)]


@pytest.mark.parametrize(
    ("text", "en", "fr"),
    [
        ("Ampère SAS", "Did you mean “ampere”?", "Vouliez-vous dire «\u00a0ampere\u00a0»\u202f?"),
        ("Renault Group", "Did you mean “renault”?", "Vouliez-vous dire «\u00a0renault\u00a0»\u202f?"),
        (
            "acteurs chinois",
            "Did you mean “chinese-carmakers”?",
            "Vouliez-vous dire «\u00a0chinese-carmakers\u00a0»\u202f?",
        ),
        ("Losange", "Did you mean “renault”?", "Vouliez-vous dire «\u00a0renault\u00a0»\u202f?"),
        ("nisan", "Did you mean “nissan”?", "Vouliez-vous dire «\u00a0nissan\u00a0»\u202f?"),
        ("Zorglub Industries", "", ""),
    ],
)
def test_a_link_of_ours_that_leads_nowhere_is_one_finding_with_the_id_meant(text: str, en: str, fr: str) -> None:
    report = retold("targets", {"cost-reduction-40": {"entity_id": text}})

    (issue,) = about(report, "targets", "entity_id")

    assert issue.code == "foreign-key"
    assert (issue.advice("en"), issue.advice("fr")) == (en, fr)


def test_numbered_sources_are_counted_off() -> None:
    report = retold("targets", {"cost-reduction-40": {"source_ids": "s009"}})

    issue = next(one for one in report.issues if one.code == "reference-error")

    assert issue.advice("en") == "There are 5: “s000” to “s004”."
    assert issue.advice("fr") == "Il y en a 5\u00a0: de «\u00a0s000\u00a0» à «\u00a0s004\u00a0»."


POINTING = [{"fields": ["up"], "reference": {"resource": "things", "fields": ["id"]}}]


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("Renault Group", "Did you mean “renault”?"),
        ("alpin", "Did you mean “alpine”?"),
        ("Nissan", ""),
        ("t9", "There are 2: “t1” to “t2”."),
    ],
)
def test_both_ways_give_the_same_hints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, advice: str) -> None:
    files = {
        "things.csv": "id,name\nrenault,Renault Group\nalpine,Alpine\nt1,\nt2,\n",
        "links.csv": f"up\nrenault\n{text}\n",
    }
    things, links = schema(field("id"), field("name"), primaryKey=["id"]), schema(field("up"), foreignKeys=POINTING)
    path = write_package(tmp_path, files, resource("things", things), resource("links", links))

    small = one(validate(path))
    with screened(monkeypatch):
        large = one(validate(path))

    assert small.advice("en") == large.advice("en") == advice


def test_a_form_that_leads_nowhere_is_not_proposed_for_a_link(tmp_path: Path) -> None:
    links = schema(field("up", pattern="[a-z-]+"), foreignKeys=POINTING)
    files = {"things.csv": "id,name\nrenault,Renault\n", "links.csv": "up\nSome Thing\nRENAULT\n"}
    things = schema(field("id"), field("name"))
    path = write_package(tmp_path, files, resource("things", things), resource("links", links))

    found = {(issue.line, issue.code): issue.advice("en") for issue in validate(path).issues}

    assert found == {
        (2, "constraint-error"): "",
        (2, "foreign-key"): "",
        (3, "constraint-error"): "Write “renault”.",
        (3, "foreign-key"): "Did you mean “renault”?",
    }


@pytest.mark.parametrize(
    ("described", "text", "advice"),
    [
        (field("f", "number", maximum=100), "50,5", "Write “50.5”."),
        (field("f", "number", maximum=100), "150,5", ""),
        (field("f", "integer", minimum=0), "10 000", "Write “10000”."),
        (field("f", "integer", minimum=0), "-10 000", ""),
        (field("f", "integer", enum=["10000", "20000"]), "10 000", "Write “10000”."),
        (field("f", "integer", enum=["20000"]), "10 000", ""),
        (field("f", "date", maximum="2029-12-31"), "31/12/2029", "Write “2029-12-31” (day 31, month 12)."),
        (field("f", "date", maximum="2029-12-31"), "31/12/2030", ""),
        (field("f", pattern="[a-z]+", maxLength=4), "ÉTÉ", "Write “ete”."),
        (field("f", pattern="[a-z]+", maxLength=2), "ÉTÉ", ""),
        (field("f", enum=["red", "green"], maxLength=5), "gren", "Did you mean “green”?"),
        (field("f", enum=["red", "green"], maxLength=4), "gren", ""),
    ],
)
def test_no_value_is_proposed_that_the_field_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, described: dict[str, Any], text: str, advice: str
) -> None:
    small = check(tmp_path, schema(described), f'f\n"{text}"\n')
    with screened(monkeypatch):
        large = check(tmp_path, schema(described), f'f\n"{text}"\n')

    assert not small.valid
    assert [issue.advice("en") for issue in small.issues][:1] == [advice]
    assert [issue.advice("en") for issue in large.issues] == [issue.advice("en") for issue in small.issues]


@pytest.mark.parametrize(("text", "advice"), [("40 %", "Write “0.4”."), ("400 %", "")])
def test_no_share_is_proposed_that_its_category_refuses(text: str, advice: str) -> None:
    report = retold("targets", {"cost-reduction-40": {"value": text}})

    issues = about(report, "targets", "value")

    assert [(issue.code, issue.advice("en")) for issue in issues] == [("type-error", advice)]


def test_a_share_in_per_cent_is_one_finding_with_the_share_that_is_printed() -> None:
    report = retold("targets", {"cost-reduction-40": {"value": "40"}})

    issue = one(report)

    assert (issue.code, issue.detail, issue.table) == ("range-error", "maximum", "targets")
    assert (issue.advice("en"), issue.advice("fr")) == ("Write “0.4”.", "Écrivez «\u00a00.4\u00a0».")


def test_two_mistakes_in_a_row_are_two_findings() -> None:
    report = retold("targets", {"cost-reduction-40": {"value": "40", "comparator": "about"}})

    assert sorted(issue.code for issue in report.issues) == ["evidence-value", "range-error"]


def test_a_number_that_is_too_large_is_one_finding_whatever_was_proven() -> None:
    report = retold("targets", {"cost-reduction-40": {"value": "35"}})

    issue = one(report)

    assert (issue.code, issue.advice("en")) == ("range-error", "Write “0.4”.")


def test_a_proof_of_another_record_is_no_echo() -> None:
    report = retold("targets", {"cost-reduction-40": {"value": "40"}, "operating-margin-2030": {"value": "0.01"}})

    found = [(issue.code, issue.params.get("record")) for issue in report.issues]

    assert sorted(found, key=str) == [("evidence-value", "operating-margin-2030"), ("range-error", None)]


@pytest.mark.parametrize(
    ("name", "text", "advice"),
    [
        ("comparator", "environ", "Did you mean “about”?"),
        ("comparator", ">", "Did you mean “more_than”?"),
        ("comparator", "≤", "Did you mean “at_most”?"),
        ("comparator", "⊂", ""),
        ("modality", "doit", "Did you mean “planned”?"),
        ("modality", "vise", "Did you mean “aimed”?"),
        ("unit", "voitures", "Did you mean “vehicles”?"),
        ("unit", "fourgons", ""),
        ("value", "six", "Write “6”."),
        ("value", "dix mille", "Write “10000”."),
        ("value", "une dizaine", ""),
        ("value", "un tiers", ""),
        (
            "value",
            "#VALEUR!",
            "A formula of the spreadsheet has failed here: write the value itself, or leave the cell empty.",
        ),
        ("value", "#6", ""),
    ],
)
def test_what_a_source_prints_for_a_value_is_offered_as_that_value(name: str, text: str, advice: str) -> None:
    report = retold("targets", {"models-six-by-2030": {name: text}})

    issue = next(one for one in about(report, "targets", name) if one.code in {"constraint-error", "type-error"})

    assert issue.advice("en") == advice


def test_a_formula_that_failed_is_no_link() -> None:
    report = retold("events", {"google-partnership-strengthened": {"target_id": "#N/A"}})

    issue = next(one for one in about(report, "events", "target_id") if one.code == "foreign-key")

    assert issue.advice("fr").startswith("Une formule du tableur a échoué ici\u00a0: écrivez la valeur même")


def test_a_word_that_stands_for_two_values_is_offered_as_neither() -> None:
    categories = [{"value": "a", "label_fr": "Été"}, {"value": "b", "label": "B"}, "c", {"label": None}]
    printed = {"a": ["mot", "un"], "b": ["mot"]}
    field, odd = read_schema({"fields": [{"name": "f", "categories": one} for one in (categories, "odd")]}, "t").fields

    assert nearness.printed_value("Mot", field, printed) == ""
    assert nearness.printed_value("Un", field, printed) == "a"
    assert nearness.printed_value("été", field, {}) == "a"
    assert nearness.printed_value("", field, printed) == ""
    assert nearness.printed_value("un", odd, printed) == ""


@pytest.mark.parametrize(
    ("labels", "code", "advice"),
    [
        (["a", "c"], "missing-label", "Insert the column “b”, with its cells, right after “a”."),
        (["b", "c"], "missing-label", "Insert the column “a”, with its cells, at the far left."),
        (["a", "c", "b"], "incorrect-label", "Move the column “c”, with its cells, right after “b”."),
        (["b", "c", "a"], "incorrect-label", "Move the column “a”, with its cells, to the far left."),
        (["a", "b", "c", "remark"], "extra-label", "Delete this column."),
    ],
)
def test_a_wrong_header_says_where_the_column_belongs(
    tmp_path: Path, labels: list[str], code: str, advice: str
) -> None:
    described = schema(field("a"), field("b"), field("c"))

    row = ",".join("x" * len(labels))
    (issue,) = check(tmp_path, described, f"{','.join(labels)}\n{row}\n").issues

    assert (issue.code, issue.advice("en")) == (code, advice)


def test_a_list_of_values_is_told_whole() -> None:
    report = retold("events", {"google-partnership-strengthened": {"kind": "sales"}})

    issue = next(one for one in about(report, "events", "kind") if one.code == "constraint-error")

    assert "…" not in issue.message
    assert len(issue.message) > 120


@pytest.mark.parametrize(
    ("name", "text", "advised"),
    [("file", "article.txt", True), ("sha256", "", True), ("characters", "", True), ("kind", "article", False)],
)
def test_a_source_written_by_hand_is_to_be_registered(name: str, text: str, *, advised: bool) -> None:
    report = retold("sources", {"s004": {name: text}})

    issue = next(one for one in about(report, "sources", name) if one.code == "constraint-error")

    assert ("ampere-data add-source FILE" in issue.advice("en")) is advised
