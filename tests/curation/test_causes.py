"""One finding for one mistake: what only follows is left out, and two mistakes stay two findings."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from house import without_consequences
from revising import retold
from saying import validate

from ampere_data.curation.causes import DECLARED
from ampere_data.tabular import causes
from ampere_data.tabular.causes import EVERY, STANDARD, Only, Scope
from ampere_data.tabular.issue import Issue
from ampere_data.words import ENGLISH, read

CAUSES = (*DECLARED, *STANDARD)


def at(line: int, code: str, field: str = "a", **more: object) -> Issue:
    return Issue(code, table="t", line=line, field=field, **more)  # type: ignore[arg-type]


def told(named: str | Only) -> Issue:
    """Make a finding that a cause or an effect of the table stands for; it speaks of the key of its row."""
    name, params = (named.name, named.params) if isinstance(named, Only) else (named, {})
    code, _, detail = name.replace(EVERY, "extra-cell").partition("/")
    return at(2, code, detail=detail, params={**params, "key_fields": ("a",)})


def moved(issue: Issue, scope: Scope) -> Issue:
    """Take a finding to where it does not meet what is in its old place."""
    return issue._replace(table="u") if scope is causes.table else issue._replace(line=3)


def consequences() -> Iterator[object]:
    """Give each cause with each of its effects, of each row of the table."""
    for number, one in enumerate(CAUSES, start=1):
        for cause in one.causes:
            for effect in one.effects:
                named = "-".join(name.name if isinstance(name, Only) else name for name in (cause, effect))
                yield pytest.param(told(cause), told(effect), one.scope, id=f"{number}-{named}")


@pytest.mark.parametrize(("cause", "effect", "scope"), list(consequences()))
def test_an_effect_is_left_out_beside_its_cause(cause: Issue, effect: Issue, scope: Scope) -> None:
    elsewhere = moved(effect, scope)

    kept = without_consequences([effect, cause, elsewhere])

    assert [(issue.code, issue.detail) for issue in kept] == [
        (issue.code, issue.detail) for issue in (cause, elsewhere)
    ]


@pytest.mark.parametrize(("cause", "effect", "scope"), list(consequences()))
def test_an_effect_is_told_where_its_cause_is_not(cause: Issue, effect: Issue, scope: Scope) -> None:
    assert without_consequences([effect]) == [effect]
    assert without_consequences([moved(cause, scope), effect]) == [moved(cause, scope), effect]


def test_the_table_names_what_can_be_said() -> None:
    entries = read(ENGLISH)["issues"]
    sayable = {*entries, *(entry.partition("/")[0] for entry in entries)}
    named = [told(name) for one in CAUSES for name in (*one.causes, *one.effects)]

    assert {"/".join(filter(None, (issue.code, issue.detail))) for issue in named} - sayable == set()


def test_a_table_without_lines_goes_by_its_rows() -> None:
    unknown, form = (Issue(code, table="t", row=2, field="a") for code in ("foreign-key", "constraint-error"))
    form = form._replace(detail="pattern")
    other, lined = form._replace(row=3), form._replace(line=2)

    assert without_consequences([unknown, form, other, lined]) == [unknown, other, lined]


def test_what_is_left_out_causes_nothing_more() -> None:
    changed, absent = at(2, "evidence-digest", "sha256"), at(2, "exact-not-in-span", "exact")
    follows = at(2, "value-not-following", "exact")

    assert without_consequences([changed, absent, follows]) == [changed, follows]


def test_what_is_too_long_to_be_quoted_is_not_looked_for() -> None:
    long, broken = at(2, "exact-length", "exact"), at(2, "exact-length", "exact", detail="newline")
    absent = at(2, "exact-not-in-span", "exact")
    changed = at(2, "evidence-digest", "sha256", hint="evidence-digest")

    assert without_consequences([changed, long, absent]) == [changed, long]
    assert [issue.hint for issue in without_consequences([changed, long, absent])] == ["evidence-digest", ""]
    assert without_consequences([broken, absent]) == [broken, absent]


@pytest.mark.parametrize(
    "code",
    [
        *("reference-error", "source-ids-mismatch", "known-from-mismatch", "evidence-value"),
        *("evidence-unknown-record", "evidence-unknown-field"),
    ],
)
def test_a_text_that_its_field_refuses_is_not_looked_up_as_well(code: str) -> None:
    refused = at(2, "constraint-error", detail="pattern")
    same, other, lone = at(2, code, hint="near-id", params={"near": "x"}), at(2, code, "b"), at(3, code)

    kept = without_consequences([refused, same, other, lone])

    assert [(issue.code, issue.line, issue.field) for issue in kept] == [
        ("constraint-error", 2, "a"),
        (code, 2, "b"),
        (code, 3, "a"),
    ]
    assert kept[0].advice() == "Did you mean “x”?"


def test_a_finding_keeps_the_hint_that_it_has() -> None:
    refused = at(2, "constraint-error", detail="pattern", hint="mended", params={"mended": "s002"})
    same = at(2, "source-ids-mismatch", hint="source-ids-mismatch", params={"expected": "s001"})

    assert [issue.advice() for issue in without_consequences([refused, same])] == ["Write “s002”."]


def test_what_mends_the_blanks_of_a_list_does_not_mend_an_unknown_item() -> None:
    unknown = at(2, "reference-error", params={"item": "and more", "resource": "sources"})
    blank = at(2, "canonical-blank", hint="mended", params={"mended": "and more"})

    assert [(issue.code, issue.advice()) for issue in without_consequences([unknown, blank])] == [
        ("reference-error", "")
    ]


def test_of_a_proof_that_lies_elsewhere_the_wrong_place_is_said_once() -> None:
    changed = at(2, "evidence-digest", "sha256", hint="evidence-digest")
    absent = at(2, "exact-not-in-span", "exact")
    other = at(3, "evidence-digest", "sha256", hint="evidence-digest")

    kept = without_consequences([changed, absent, other])

    assert [(issue.code, issue.line, issue.hint) for issue in kept] == [
        ("evidence-digest", 2, "cite-anew"),
        ("evidence-digest", 3, "evidence-digest"),
    ]


def test_a_number_beyond_its_bounds_is_not_said_to_be_another_than_the_one_proven_as_well() -> None:
    beyond = at(2, "range-error", detail="maximum")
    changed = at(2, "evidence-value", hint="evidence-value", params={"proven": "0.4"})
    other, proof = at(3, "evidence-value", params={"proven": "0.4"}), at(2, "evidence-value", detail="proof")

    kept = without_consequences([beyond, changed, other, proof])

    assert [(issue.code, issue.line, issue.detail) for issue in kept] == [
        ("range-error", 2, "maximum"),
        ("evidence-value", 3, ""),
        ("evidence-value", 2, "proof"),
    ]
    assert kept[0].advice() == "Write “0.4”."


def test_a_span_that_was_the_value_and_is_so_no_more_is_said_to_have_other_words() -> None:
    changed, missing = at(2, "evidence-digest", "sha256"), at(2, "exact-missing", "exact", params={"basis": "stated"})
    normalised, other = (at(line, "exact-missing", "exact", params={"basis": "normalised"}) for line in (2, 3))

    assert without_consequences([changed, missing]) == [changed]
    assert without_consequences([changed, normalised, other]) == [changed, normalised, other]


def test_words_that_are_not_in_the_source_are_not_held_against_the_cell() -> None:
    absent = at(2, "exact-not-in-span", "exact")
    follows, other = at(2, "value-not-following", "exact"), at(3, "value-not-following", "exact")

    assert without_consequences([absent, follows, other]) == [absent, other]


def test_a_row_is_not_out_of_place_by_a_key_that_is_wrong() -> None:
    order = {"key": "B", "neighbour": "a", "neighbour_line": 2, "key_fields": ("a", "b")}
    wrong = at(2, "constraint-error", "b", detail="pattern")
    placed, other = at(2, "canonical-order", params=order), at(3, "canonical-order", params=order)
    beside = at(3, "constraint-error", "c", detail="pattern")

    assert without_consequences([wrong, placed, other, beside]) == [wrong, other, beside]


def test_a_row_does_not_belong_after_itself(package: Path) -> None:
    file = package / "data" / "targets.csv"
    header, first, *rest = file.read_text(encoding="utf-8").splitlines(keepends=True)

    file.write_text("".join([header, first, *rest, first]), encoding="utf-8")
    assert {issue.code for issue in validate(package).issues if issue.table == "targets"} == {"primary-key"}

    file.write_text("".join([header, *rest, first]), encoding="utf-8")
    assert {issue.code for issue in validate(package).issues if issue.table == "targets"} == {"canonical-order"}


@pytest.mark.parametrize(
    ("text", "codes", "advice"),
    [
        ("S002", ["constraint-error"], "Write “s002”."),
        ("s001,s002", ["constraint-error"], "Write “s002”; ampere-data fix does so."),
        ("s009", ["reference-error", "source-ids-mismatch"], "There are 5: “s000” to “s004”."),
    ],
)
def test_sources_that_are_written_wrongly_are_one_finding(text: str, codes: list[str], advice: str) -> None:
    report = retold("targets", {"operating-margin-2030": {"source_ids": text}})

    found = [issue for issue in report.issues if (issue.table, issue.field) == ("targets", "source_ids")]

    assert [issue.code for issue in found] == codes
    assert found[0].advice() == advice


def test_a_row_without_any_proof_is_told_so_by_its_cells() -> None:
    none, other = (at(line, "source-ids-mismatch", "ids", detail="none") for line in (2, 3))
    differs = at(2, "source-ids-mismatch", "more_ids")
    unproven = at(2, "unproven-cell")

    assert without_consequences([none, differs, unproven, other]) == [differs, unproven, other]
