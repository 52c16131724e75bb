"""What findings advise: plainly, in both languages, and so that it can be done in a spreadsheet."""

import re
from pathlib import Path

import house
import lumifer
import pytest
from engine import check, field, one, schema
from proofs import VALUE, proof
from saying import parts, placeholders

from ampere_data.curation import canonical
from ampere_data.curation.suggestions import suggest, suggest_date
from ampere_data.tabular import characters
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.schema import Field
from ampere_data.words import ENGLISH, LANGUAGES, read

ISSUES = read(ENGLISH)["issues"]
EDTF = Field("told", descriptor={"edtf": {"earliest": "told_earliest"}})


def said(issue: Issue) -> tuple[str, str]:
    """Give sentence and advice in English."""
    return issue.sentence("en"), issue.advice("en")


@pytest.mark.parametrize("entry", [name for name, one in ISSUES.items() if "advice" in parts(one)])
def test_what_is_usually_advised_speaks_only_of_what_the_sentence_may_speak_of(entry: str) -> None:
    told = [parts(one) for name, one in ISSUES.items() if name == entry or name.startswith(f"{entry}/")]
    words = placeholders(told[0]["advice"])

    assert all(words <= placeholders(one["said"]) for one in told if one is told[0] or "advice" not in one)


def test_a_finding_with_a_hint_of_its_own_keeps_it() -> None:
    own = Issue("evidence-unknown-field", value="nam", params={"of": "entities", "near": "name"}, hint="near-id")

    assert own.advice() == "Did you mean “name”?"
    assert (
        Issue("evidence-unknown-field", value="nam", params={"of": "entities"}).advice().startswith("Correct the name")
    )
    assert Issue("foreign-key").advice() == ""


@pytest.mark.parametrize(
    ("content", "code", "advised"),
    [
        ("id,n\na,1,,x\n", "extra-cell", "to the right of the last column"),
        ("id,n\na,1\n,\n", "blank-row", "Delete this row."),
        ("id,n,\na,1,x\n", "blank-label", "Name the column"),
        ("id,n\na,1\na,2\n", "primary-key", "another key"),
        ("id,n\n,1\n", "primary-key", "Fill the key in"),
    ],
    ids=["extra-cell", "blank-row", "blank-label", "primary-key", "empty-key"],
)
def test_a_fault_of_a_file_says_what_to_do(tmp_path: Path, content: str, code: str, advised: str) -> None:
    described = schema(field("id"), field("n"), primaryKey="id")

    issues = [issue for issue in check(tmp_path, described, content).issues if issue.code == code]

    assert issues
    assert all(advised in issue.advice() for issue in issues)
    assert all(issue.advice("fr") not in ("", issue.advice("en")) for issue in issues)
    assert check(tmp_path, described, "id,n\na,1\n").issues == ()


@pytest.mark.parametrize(
    ("text", "advised"),
    [
        ("31/10/2024", "Write “2024-10-31” (day 31, month 10)."),
        ("10.31.2024", "Write “2024-10-31” (day 31, month 10)."),
        (
            "05/10/2024",
            "Write “2024-10-05” if 05 is the day and 10 the month, or “2024-05-10” if 10 is the day and 05 the month.",
        ),
        ("3 mai 2033", "Write “2033-05-03”."),
        ("2024/10/31", "Write “2024-10-31”."),
        ("someday", ""),
    ],
)
def test_a_date_typed_otherwise_is_offered_with_what_was_taken_for_its_day(
    tmp_path: Path, text: str, advised: str
) -> None:
    offered = suggest(EDTF, text) or suggest_date(text)
    edtf = Issue("edtf-error", value=text, detail="syntax", **offered)

    plain = check(tmp_path, schema(field("d", "date")), f"d\n{text}\n").issues

    assert edtf.advice() == advised
    assert [issue.advice() for issue in plain] == [advised]
    assert [bool(issue.advice("fr")) for issue in plain] == [bool(advised)]


def test_a_date_in_a_format_of_its_own_is_not_offered_another(tmp_path: Path) -> None:
    issues = check(tmp_path, schema(field("d", "date", format="%d.%m.%y")), "d\n05/10/2024\n").issues

    assert [said(issue) for issue in issues] == [("“05/10/2024” is not a date in the format %d.%m.%y", "")]


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Amp\u0435re", {"\u0435": "e"}),
        ("\u0410mp\u0435re \u0391", {"\u0410": "A", "\u0435": "e"}),  # the lone letter is Greek, as far as one can tell
        ("Ampere", {}),
        ("\u0420\u043e\u0441\u0441\u0438\u044f", {}),
    ],
    ids=["one", "two", "none", "Russian"],
)
def test_letters_that_only_look_latin_are_named(text: str, letters: dict[str, str]) -> None:
    assert characters.look_alikes(text) == letters


def test_a_look_alike_is_said_with_its_code_and_what_it_looks_like() -> None:
    issue = next(canonical.check_cells(house.rows("claims", house.claim(note="\u0410mp\u0435re"))))

    assert issue.sentence("en") == (
        "“\u0410mp\u0435re” mixes alphabets: “\u0410” (U+0410) only looks like the Latin letter “A”; "
        "“\u0435” (U+0435) only looks like the Latin letter “e”"
    )
    assert "n'a que l'apparence de la lettre latine «\u00a0e\u00a0»" in issue.sentence("fr")
    assert issue.advice() == "Write “Ampere”."


def test_of_many_look_alikes_a_few_are_named() -> None:
    text = "x" + "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c"
    issue = next(canonical.check_cells(house.rows("claims", house.claim(note=text))))

    assert issue.sentence("en").count("U+") == 5


@pytest.mark.parametrize(
    ("cells", "advised"),
    [
        ({"record_id": "production-2040-firs"}, "Did you mean “production-2040-first”?"),
        ({"record_id": "nobody"}, "Correct the id as targets writes it"),
        ({"table": "target"}, "Did you mean “targets”?"),
        ({"table": "nothing"}, "Correct the name of the table"),
        ({"field": "valu"}, "Did you mean “value”?"),
        ({"field": "nothing"}, "Correct the name of the field"),
        ({"field": "description"}, "Delete this proof."),
        ({"field": "value_to"}, "Fill the cell in, or delete this proof."),
    ],
)
def test_a_proof_of_what_is_not_there_says_what_may_be_meant(cells: dict[str, str], advised: str) -> None:
    issues = lumifer.check(lumifer.edited("evidence", proof(**VALUE), **cells))

    found = [issue.advice() for issue in issues if issue.code.startswith(("evidence-unknown", "evidence-empty"))]
    assert [advice[: len(advised)] for advice in found] == [advised]


def test_a_list_of_sources_that_is_wrong_names_its_table() -> None:
    place = lumifer.find("targets", target_id="production-2040-first")
    issues = lumifer.check(lumifer.edited("targets", place, source_ids="s001"))

    sentence, advice = next(said(issue) for issue in issues if issue.code == "source-ids-mismatch")
    assert sentence.startswith("In targets, the proofs of production-2040-first come from “")
    assert advice.endswith("”; ampere-data fix does so.")


@pytest.mark.parametrize("code", ["verbatim-share", "value-not-following", "exact-missing", "evidence-digest"])
def test_nobody_needs_to_know_what_a_print_is(code: str) -> None:
    entries = [read(language)["issues"][name] for language in LANGUAGES for name in ISSUES if name.startswith(code)]

    assert entries
    assert not any(re.search(r"\bprint|imprim", sentence) for entry in entries for sentence in parts(entry).values())


@pytest.mark.parametrize(
    ("kind", "form", "said"),
    [
        ("datetime", "default", "“x” is not a date with time such as 2024-10-31T09:30:00Z"),
        ("datetime", "%Y", "“x” is not a date with time in the format %Y"),
        ("time", "default", "“x” is not a time of day such as 09:30:00"),
        ("time", "%H", "“x” is not a time of day in the format %H"),
        ("duration", "default", "“x” is not of the type duration"),
        ("string", "email", "“x” is not of the type string (format email)"),
    ],
)
def test_a_format_is_named_where_there_is_one(tmp_path: Path, kind: str, form: str, said: str) -> None:
    report = check(tmp_path, schema(field("f", kind, format=form)), "f\nx\n")

    assert one(report).message == said


def test_a_french_number_is_said_as_it_is_read() -> None:
    issue = next(canonical.check_cells(house.rows("claims", house.claim(value="10.000"))))

    assert said(issue) == ("“10.000” is read as 10; written the French way, it would mean 10000", "Write “10000”.")


def test_a_lost_character_is_to_be_typed_again() -> None:
    issue = next(canonical.check_cells(house.rows("claims", house.claim(note="v\ufffdhicule"))))

    assert issue.advice().endswith("type it again.")


def test_a_value_that_does_not_follow_is_wrong_or_wrongly_proven() -> None:
    words = {"of": "t", "cell": "a", "record": "r", "expected": "1", "source": "s000", "read": "2"}

    plain = Issue("value-not-following", detail="read", params=words)
    stated = Issue("value-not-following", detail="stated", params=words, hint="value-stated")

    assert plain.advice().startswith("Correct the cell; or, if it is right, delete this proof")
    assert stated.advice().startswith("If the value is only written otherwise there")
