"""Reports say the same in every form, group what repeats itself, and what a cell holds never acts."""

import json
import re

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import DESCRIPTOR
from ampere_data.tabular.rendering import FORMS, Style, markdown, render
from ampere_data.tabular.report import Report
from ampere_data.words import LANGUAGES

HOSTILE = "::error file=x::gotcha\n::error file=x::gotcha\r\n##[error]x\x1b[31m,%0A|<b>`[a](http://b)`\u202e@me"


def issue(line: int | None = 2, value: str = "x", **more: object) -> Issue:
    place = {"table": "t", "path": "data/t.csv", "field": "n", "detail": "number"}
    return Issue("type-error", line=line, row=line, value=value, **{**place, **more})  # type: ignore[arg-type]


def lines(report: Report, form: str = "text", **style: object) -> list[str]:
    return list(render(report, form, Style(**style)))  # type: ignore[arg-type]


def test_text_names_file_place_sentence_code_and_hint() -> None:
    said = lines(Report.collect([issue(17, "1O", params={"mended": "10"}, hint="mended")]))

    assert said[:3] == ["data/t.csv", "  line 17, n: “1O” is not a number [type-error]", "    → Write “10”."]


def test_text_speaks_french() -> None:
    said = lines(Report.collect([issue(17, "1O", params={"mended": "10"}, hint="mended")]), language="fr")

    assert said[1:3] == [
        "  ligne 17, n\u00a0: «\u00a01O\u00a0» n'est pas un nombre [type-error]",
        "    → Écrivez «\u00a010\u00a0».",
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "  lines 17, 19–21, 30, n (5 findings): “x” is not a number [type-error]"),
        ("fr", "  lignes 17, 19–21, 30, n (5 constats)\u00a0: «\u00a0x\u00a0» n'est pas un nombre [type-error]"),
    ],
)
def test_text_groups_findings_of_which_the_same_is_said_and_names_their_lines(language: str, said: str) -> None:
    report = Report.collect([issue(line, params={"record": f"r{line}"}) for line in [17, 19, 20, 21, 30]])

    assert [line for line in lines(report, language=language) if "[type-error]" in line] == [said]


def test_text_keeps_apart_different_faults_however_many() -> None:
    found = [issue(line, str(line)) for line in range(2, 12)] + [issue(2, "2", field="m")]

    assert len([line for line in lines(Report.collect(found)) if "[type-error]" in line]) == 11


def test_text_keeps_apart_what_has_different_hints() -> None:
    found = [issue(line, params={"mended": line}, hint="mended") for line in range(2, 8)]

    assert len([line for line in lines(Report.collect(found)) if "→" in line]) == 6


def unproven(line: int, field: str, **more: object) -> Issue:
    words = {"record": f"r{line}", "quoted": f"r{line}", "told": "SOURCE", "item": "x\x1b"}
    place = {"table": "t", "path": "data/t.csv", "line": line, "row": line, "field": field, "value": "x"}
    return Issue("unproven-cell", params=words, hint="unproven-cell", **{**place, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "said", "advice"),
    [
        (
            "en",
            "  line 2 (3 findings): In t, no proof for these cells of r2: a, b (x\\u001b), c",
            '    → Prove them one by one: ampere-data cite t r2 COLUMN SOURCE "words"',
        ),
        (
            "fr",
            "  ligne 2 (3 constats)\xa0: Dans t, aucune preuve pour ces cellules de r2\xa0: a, b (x\\u001b), c",
            '    → Prouvez-les une à une\u00a0: ampere-data cite t r2 COLONNE SOURCE "mots"',
        ),
    ],
)
def test_text_says_at_once_which_cells_of_a_row_lack_a_proof_after_what_is_wrong_with_them(
    language: str, said: str, advice: str
) -> None:
    found = [unproven(2, "a"), unproven(2, "b", detail="item"), unproven(2, "c"), issue(2, field="z"), unproven(3, "a")]
    report = Report.collect(found)

    told = lines(report, language=language)

    assert told[2:4] == [f"{said} [unproven-cell]", advice]
    assert "[type-error]" in told[1]
    assert " r3 a SOURCE " in told[5]
    assert len(json.loads("".join(lines(report, "json", language=language)))["issues"]) == len(found)


def test_text_names_only_so_many_lines() -> None:
    first, *_ = (line for line in lines(Report.collect([issue(line) for line in range(2, 400, 2)])) if "[" in line)

    assert "24, …, n (199 findings)" in first


def test_text_follows_the_lines_of_a_file_and_names_each_file_once() -> None:
    found = [issue(line, str(line % 3), path=f"{line % 2}.csv") for line in range(2, 20)]

    said = lines(Report.collect(found))

    assert [line for line in said if line.endswith(".csv")] == ["0.csv", "1.csv"]
    for start in (said.index("0.csv"), said.index("1.csv")):
        numbers = [int(re.findall("[0-9]+", line)[0]) for line in said[start + 1 : start + 4]]
        assert numbers == sorted(numbers)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_proofs_come_after_the_cells_they_prove(form: str) -> None:
    found = [issue(path=f"{table}.csv", table=table) for table in ("evidence", "targets")]

    said = "\n".join(lines(Report.collect(found, last={"evidence"}), form))

    assert said.index("targets.csv") < said.index("evidence.csv")


def test_text_stops_at_the_limit_but_counts_all() -> None:
    said = lines(Report.collect([issue(line, field=f"f{line}") for line in range(2, 12)]), limit=3)

    assert len([line for line in said if "[type-error]" in line]) == 3
    assert "  … and 7 more issues, not shown" in said
    assert any(line.startswith("10 issues found") for line in said)


def test_a_finding_about_the_package_has_a_place_too() -> None:
    said = lines(Report.collect([Issue("type-error", detail="number")]))

    assert said[:2] == ["the package as a whole", "  whole file: “” is not a number [type-error]"]


def test_colours_come_only_when_asked_for() -> None:
    report = Report.collect([issue()])

    assert not any("\x1b" in line for line in lines(report))
    assert any("\x1b[" in line for line in lines(report, colour=True))


@pytest.mark.parametrize("form", ["text", "github", "markdown"])
def test_paths_are_those_by_which_the_reader_finds_the_file(form: str) -> None:
    said = "\n".join(lines(Report.collect([issue()]), form, locate=lambda path: f"package/{path}"))

    assert "package/data/t" in said


@pytest.mark.parametrize("form", sorted(FORMS))
@pytest.mark.parametrize("place", ["value", "field", "path", "table"])
def test_no_form_lets_a_text_act_on_a_terminal_or_begin_a_line(form: str, place: str) -> None:
    found = Issue("type-error", **{"line": 2, "value": "x", "detail": "number", place: HOSTILE})  # type: ignore[arg-type]

    said = lines(Report.collect([found]), form)

    assert all(line.replace("\u200b", "").isprintable() for line in said)
    assert sum(line.lstrip().startswith("::") for line in said) == (form == "github")
    assert not any("##[" in line for line in said if not line.startswith("::"))


@given(st.text(max_size=60))
def test_an_annotation_is_one_command_whatever_the_cell_holds(value: str) -> None:
    found = Issue("type-error", path=value, field=value, value=value, line=3, detail="number")

    first, *_ = lines(Report.collect([found]), "github")

    match = re.fullmatch(r"::error (?P<properties>[^\r\n]*?)::(?P<message>[^\r\n]*)", first)
    assert match is not None
    names = [part.partition("=")[0] for part in match["properties"].split(",")]
    assert names == (["file", "line", "title"] if value else ["line", "title"])
    assert ":" not in match["properties"]


def test_an_annotation_is_escaped_as_the_runner_reads_it() -> None:
    first, *_ = lines(Report.collect([issue(3, "50%", path="a,b:c%.csv")]), "github")

    assert first == "::error file=a%2Cb%3Ac%25.csv,line=3,title=type-error%3A n::“50%25” is not a number"


def test_markdown_has_one_row_per_finding_of_as_many_cells_as_headings() -> None:
    said = lines(Report.collect([issue(2, "a|b"), issue(3, HOSTILE)]), "markdown")

    rows = [line for line in said if line.startswith("|")]
    assert len(rows) == 4
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {7}


def test_french_markdown_keeps_its_no_break_blanks_and_shows_those_of_a_cell() -> None:
    found = [issue(2, "10\u00a0000\x07"), *(issue(line, "x") for line in range(3, 1500))]

    said = "\n".join(lines(Report.collect(found, {"rows": 1498, "not_reread": 1500}), "markdown", language="fr"))

    assert "«\u00a010\\\\u00a0000\\\\u0007\u00a0»" in said
    assert said.count("\\u00a0") == 1
    assert "\\u202f" not in said


@given(st.text())
def test_markdown_leaves_no_mark_unescaped(text: str) -> None:
    bare = re.sub(r"\\[\\`*_\[\]<>#|~&$!]", "", markdown(text))

    assert not set(bare) & set("\\`*_[]<>#|~&$!")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("limit", [None, 1])
def test_json_is_what_its_schema_says(language: str, limit: int | None) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "ampere_data" / "report.schema.json").read_text(encoding="utf-8"))
    found = [
        issue(2, HOSTILE),
        issue(None, "\udc80", params={"mended": "é"}, hint="mended"),
        Issue("type-error", detail="number"),
    ]
    report = Report.collect(found, {"tables": 1, "rows": 2, "cells": 4, "proofs": 1, "reread": 0, "not_reread": 1})

    said = json.loads("\n".join(lines(report, "json", language=language, limit=limit)))

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(said, schema)
    assert said == {**report.to_dict(language), "issues": report.to_dict(language)["issues"][:limit]}
    assert said["counts"]["issues"] == 3


def test_json_never_groups() -> None:
    said = json.loads("\n".join(lines(Report.collect([issue(line) for line in range(2, 500)]), "json")))

    assert len(said["issues"]) == 498


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_valid_report_says_so_in_every_form(form: str) -> None:
    said = "\n".join(lines(Report((), {"tables": 1}), form))

    assert ("No issue found" in said) or json.loads(said)["valid"]


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"json"}))
def test_no_form_passes_off_what_was_not_read_again(form: str) -> None:
    said = "\n".join(lines(Report((), {"proofs": 3, "proven": 3, "reread": 1, "not_reread": 2}), form))

    assert re.search(r"2 proofs NOT re", said)


def test_the_descriptor_itself_can_be_what_is_wrong() -> None:
    said = lines(Report.collect([Issue("blank-header", path=DESCRIPTOR)]))

    assert said[0] == DESCRIPTOR
