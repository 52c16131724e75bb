"""Every proof holds, and each way in which one can fail is found."""

import shutil
from pathlib import Path

import lumifer
import pytest
from hypothesis import given
from hypothesis import strategies as st
from proofs import VALUE, proof
from saying import said

from ampere_data.curation.evidence import coverage, documents, provenance
from ampere_data.curation.evidence.context import Context, gather
from ampere_data.curation.evidence.proofs import COLUMNS
from ampere_data.curation.evidence.selectors import Span, digest

PROOFS = len(lumifer.tables()["evidence"].cells)
NAME = {"record_id": "port-brume", "field": "name"}
GUESS = {"record_id": "port-brume", "field": "parent_entity_id"}


def moved(source_id: str, start: int, end: int) -> dict[str, str]:
    """The place and digest of other words."""
    return {
        "start": str(start),
        "end": str(end),
        "sha256": digest(Span(start, end).of(lumifer.text(source_id))),
    }


def test_the_package_of_the_tests_is_proven_and_read_again() -> None:
    issues, counts = provenance.check(lumifer.package(), lumifer.tables(), lumifer.SEEDS, require_documents=True)

    assert issues == []
    assert counts["proofs"] == counts["reread"] == PROOFS
    assert counts["provable"] == counts["proven"] > 0
    assert counts["not_reread"] == 0


def test_without_documents_nothing_counts_as_read_again(tmp_path: Path) -> None:
    issues, counts = provenance.check(lumifer.package(), lumifer.tables(), tmp_path)

    assert issues == []
    assert (counts["reread"], counts["not_reread"]) == (0, PROOFS)


DUPLICATE = next(
    (int(row["start"]), int(row["end"])) for row in lumifer.tables()["passages"].records() if row["kind"] == "duplicate"
)
LONG = lumifer.text("s000").index("Sur le quai")

# what is changed in a proof, the finding, and a change beside it that breaks nothing
CASES = [
    pytest.param(VALUE, {"record_id": "nobody"}, ("evidence-unknown-record", "record_id"), {}, id="unknown-record"),
    pytest.param(VALUE, {"table": "nothing"}, ("evidence-unknown-record", "table"), {}, id="unknown-table"),
    pytest.param(VALUE, {"field": "nothing"}, ("evidence-unknown-field", "field"), {}, id="unknown-field"),
    pytest.param(VALUE, {"field": "description"}, ("evidence-unknown-field", "field"), {}, id="field-without-facts"),
    pytest.param(VALUE, {"field": "value_to"}, ("evidence-empty-cell", "field"), {}, id="empty-cell"),
    pytest.param(VALUE, {"sha256": "0" * 64}, ("evidence-digest", "sha256"), {}, id="digest"),
    pytest.param(
        NAME, {"exact": ""}, ("exact-missing", "exact"), {"exact": "", "basis": "inferred", "note": "So."}, id="exact"
    ),
    pytest.param(VALUE, {"exact": "1 500 000"}, ("exact-not-in-span", "exact"), {}, id="exact-elsewhere"),
    pytest.param(
        GUESS,
        {**moved("s000", LONG, LONG + 80), "exact": lumifer.text("s000")[LONG : LONG + 61]},
        ("exact-length", "exact"),
        {**moved("s000", LONG, LONG + 80), "exact": lumifer.text("s000")[LONG : LONG + 60]},
        id="exact-too-long",
    ),
    pytest.param(
        GUESS,
        {**moved("s000", 0, 26), "exact": "contenu\n\nLumifer"},
        ("exact-length", "exact"),
        {**moved("s000", 18, 26), "exact": "Lumifer"},
        id="exact-over-a-line-break",
    ),
    pytest.param(GUESS, {"note": ""}, ("inferred-without-note", "note"), {"note": "So it is."}, id="no-note"),
    pytest.param(
        GUESS,
        moved("s000", DUPLICATE[1] - 3, DUPLICATE[1] + 1),
        ("evidence-on-passage", "start"),
        moved("s000", DUPLICATE[1], DUPLICATE[1] + 1),
        id="passage",
    ),
    pytest.param(
        VALUE,
        {"exact": "camionnettes", "basis": "normalised"},
        ("unparsed", "exact"),
        {"exact": "camionnettes", "basis": "inferred", "note": "So it is."},
        id="unparsed",
    ),
    pytest.param(VALUE, {"exact": "2040"}, ("value-not-following", "exact"), {}, id="number"),
    pytest.param(
        VALUE, {"basis": "stated"}, ("value-not-following", "exact"), {"basis": "normalised"}, id="not-stated"
    ),
]


@pytest.mark.parametrize(("which", "broken", "finding", "neighbour"), CASES)
def test_a_fault_of_a_proof_is_found_and_its_neighbour_passes(
    which: dict[str, str], broken: dict[str, str], finding: tuple[str, str], neighbour: dict[str, str]
) -> None:
    place = proof(**which)

    bad = lumifer.check(lumifer.edited("evidence", place, **broken))
    good = lumifer.check(lumifer.edited("evidence", place, **neighbour))

    assert (finding[0], "evidence", finding[1]) in lumifer.found(bad)
    assert {issue.line for issue in bad if issue.code == finding[0]} == {place + 2}
    assert good == []
    said(bad)


TITLE = lumifer.tables()["sources"].records()[0]["title"]
CHANGES = [
    pytest.param("targets", "margin-2032", "value", "0.09", id="number"),
    pytest.param("targets", "production-2040-first", "horizon", "2040", id="date"),
    pytest.param("entities", "port-brume", "name", "Port-Brumé", id="name"),
    pytest.param("entities", "odilon-tranchefer", "aliases", "Tranchefer", id="list"),
    pytest.param("entities", "port-brume", "kind", "person", id="category"),
    pytest.param("entities", "lumifer", "parent_entity_id", "zephyrine", id="link"),
    pytest.param("targets", "margin-2032", "metric_id", "engineers", id="metric"),
    pytest.param("targets", "range-2031", "model_ids", "bourrasque;brise", id="list-of-links"),
    pytest.param("sources", "s000", "title", "Lumifer, le groupe Ardoise et ses camionnettes", id="title"),
]


@pytest.mark.parametrize(
    ("table", "record", "field", "wrong"),
    [
        pytest.param("targets", "margin-2032", "value", "0.09", id="number"),
        pytest.param("targets", "margin-2032", "value_to", "0.13", id="upper-end"),
        pytest.param("targets", "margin-2032", "comparator", "exactly", id="range-as-figure"),
        pytest.param("targets", "production-2040-first", "comparator", "about", id="hedge-invented"),
        pytest.param("observations", "headcount-2031", "comparator", "exactly", id="hedge-dropped"),
        pytest.param("observations", "near-suppliers-2031", "value", "0.51", id="fraction"),
        pytest.param("observations", "engineers-2031", "value", "35", id="share"),
        pytest.param("targets", "listing-second-half-2032", "horizon", "2032-40", id="half-year"),
        pytest.param("sources", "s000", "published", "2031-03-14", id="date"),
        pytest.param("sources", "s001", "title", "Chez Ardoise, la filiale grandit malgré tout", id="title"),
        pytest.param("sources", "s000", "title", TITLE.replace("veut", "vend"), id="title-of-the-same-length"),
        pytest.param("entities", "port-brume", "name", "Port-Brumé", id="accent-of-what-is-stated"),
        pytest.param("entities", "port-brume", "kind", "person", id="category"),
        pytest.param("entities", "lumifer", "parent_entity_id", "zephyrine", id="link"),
    ],
)
def test_a_value_that_does_not_follow_is_found(table: str, record: str, field: str, wrong: str) -> None:
    issues = lumifer.check(lumifer.restated(table, record, field, wrong))

    assert {issue.code for issue in issues} <= {"value-not-following", "unparsed"}
    assert {issue.params["cell"] for issue in issues} == {field}
    said(issues)


@pytest.mark.parametrize(("table", "record", "field", "wrong"), CHANGES)
def test_a_cell_that_is_not_what_was_proven_is_one_finding_on_the_cell(
    table: str, record: str, field: str, wrong: str
) -> None:
    place = lumifer.find(table, **{lumifer.tables()[table].table.schema.primary_key[0]: record})

    (issue,) = lumifer.check(lumifer.edited(table, place, **{field: wrong}))

    assert (issue.code, issue.detail, issue.table, issue.line, issue.field) == (
        "evidence-value",
        "",
        table,
        place + 2,
        field,
    )
    assert issue.value == wrong
    said([issue])


def test_a_proof_that_holds_another_value_than_the_rest_is_told_by_itself() -> None:
    place = proof(record_id="lumifer", field="name", source_id="s001")

    (issue,) = lumifer.check(lumifer.edited("evidence", place, value="LUMIFER"))

    assert (issue.code, issue.detail, issue.table, issue.line, issue.field) == (
        *("evidence-value", "proof", "evidence", place + 2, "value"),
    )
    assert (issue.value, issue.params["expected"]) == ("LUMIFER", "Lumifer")
    said([issue])


def test_an_inferred_proof_binds_its_value_too() -> None:
    place = lumifer.find("targets", target_id="listing-2034")

    issues = lumifer.check(lumifer.edited("targets", place, said_by_entity_id="odilon-tranchefer"))

    assert lumifer.found(issues) == {("evidence-value", "targets", "said_by_entity_id")}


def test_a_mistyped_value_of_a_proof_is_one_mistake_and_that_it_proves_neither_is_another() -> None:
    place, target = proof(**VALUE), lumifer.find("targets", target_id="production-2040-first")
    mistyped = lumifer.edited("evidence", place, value="1600000")
    both = {**lumifer.edited("targets", target, value="1700000"), "evidence": mistyped["evidence"]}

    changed = {("evidence-value", "targets", "value")}
    assert lumifer.found(lumifer.check(mistyped)) == changed
    assert lumifer.found(lumifer.check(both)) == {*changed, ("value-not-following", "evidence", "exact")}


def test_an_emptied_cell_and_a_proof_without_a_value_have_other_findings() -> None:
    place = lumifer.find("targets", target_id="margin-2032")

    emptied = lumifer.check(lumifer.edited("targets", place, value_to=""))

    assert lumifer.found(emptied) == {("evidence-empty-cell", "evidence", "field")}
    assert lumifer.check(lumifer.edited("evidence", proof(**VALUE), value="")) == []


def test_blanks_that_are_a_finding_of_their_own_are_no_change_of_the_value() -> None:
    place = lumifer.find("entities", entity_id="port-brume")

    assert lumifer.check(lumifer.edited("entities", place, location="Îles  Sèches ")) == []
    assert lumifer.check(lumifer.edited("entities", place, location="Île Sèche"))


@pytest.mark.parametrize("printed", ["Ardoise", "groupe Ardoise"])
def test_a_name_is_proven_by_any_of_its_spellings(printed: str) -> None:
    place = proof(record_id="ardoise", field="name", source_id="s000")

    assert lumifer.check(lumifer.edited("evidence", place, exact=printed, basis="normalised")) == []


def test_a_name_that_is_spelt_otherwise_is_not_stated() -> None:
    place = proof(record_id="ardoise", field="name", source_id="s001")

    stated = lumifer.check(lumifer.edited("evidence", place, basis="stated"))
    unlike = lumifer.check(lumifer.edited("evidence", place, exact="Chez"))

    assert [(issue.code, issue.detail) for issue in stated] == [("value-not-following", "stated")]
    assert [(issue.code, issue.detail) for issue in unlike] == [("value-not-following", "name")]
    said(unlike)


def test_an_item_of_a_list_of_records_is_proven_by_a_name_of_that_record() -> None:
    place = proof(record_id="range-2031", field="model_ids", exact="Brise")

    unlike = lumifer.check(lumifer.edited("evidence", place, exact="la"))
    untold = lumifer.check(lumifer.without("evidence", proof(record_id="range-2031", field="model_ids", exact="")))

    assert lumifer.found(unlike) == {("value-not-following", "evidence", "exact")}
    assert [issue.params["item"] for issue in untold if issue.code == "unproven-cell"] == ["third-van"]


def test_what_records_of_a_table_that_was_not_read_are_called_is_not_asked() -> None:
    tables = {name: rows for name, rows in lumifer.tables().items() if name != "models"}
    place = proof(record_id="range-2031", field="model_ids", exact="")

    issues = lumifer.check({**tables, "evidence": lumifer.without("evidence", place)["evidence"]})

    assert issues == []


def test_a_metric_is_printed_by_its_title_or_by_a_word_of_the_lexicon() -> None:
    place = proof(record_id="range-2031", field="metric_id")
    issues = lumifer.check(lumifer.edited("evidence", place, exact="L"))

    assert [(issue.code, issue.params["cell"]) for issue in issues] == [("unparsed", "metric_id")]
    said(issues)


TITLED = {"table": "sources", "record_id": "s000", "field": "title"}


def test_a_cell_that_is_its_span_needs_no_quoted_words(tmp_path: Path) -> None:
    row = lumifer.tables()["evidence"].records()[proof(**TITLED)]

    assert (row["exact"], row["basis"], row["value"]) == ("", "stated", TITLE)
    for folder in (lumifer.SEEDS, tmp_path):
        assert lumifer.check(lumifer.tables(), folder) == []
    context = coverage_context(lumifer.SEEDS)
    alone = [one for one in context.proofs if one.cell == tuple(TITLED.values())]
    assert coverage._quoted(alone, context.text("s000")) == 0  # noqa: SLF001 - the count itself


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        pytest.param({"basis": "normalised"}, {"exact-missing"}, id="normalised"),
        pytest.param({"start": "17"}, {"exact-missing", "evidence-digest"}, id="longer"),
        pytest.param({**moved("s000", 19, 88)}, {"value-not-following"}, id="other-words"),
    ],
)
def test_a_span_that_is_not_the_cell_needs_quoted_words(cells: dict[str, str], codes: set[str]) -> None:
    issues = lumifer.check(lumifer.edited("evidence", proof(**TITLED), **cells))

    assert {issue.code for issue in issues} == codes
    said(issues)


def test_without_the_document_a_span_as_long_as_the_cell_is_all_that_can_be_asked(tmp_path: Path) -> None:
    same = lumifer.restated("sources", "s000", "title", TITLE.replace("veut", "vend"))
    longer = lumifer.restated("sources", "s000", "title", TITLE + "!")

    assert lumifer.check(same, tmp_path) == []
    assert lumifer.found(lumifer.check(longer, tmp_path)) == {("exact-missing", "evidence", "exact")}


@pytest.mark.parametrize("wrong", ["", "2031-03-14", "2032-11-05"])
def test_a_day_that_is_not_the_first_of_its_sources_is_found_and_the_hint_is_the_day(wrong: str) -> None:
    place = lumifer.find("targets", target_id="production-2040-first")

    issues = lumifer.check(lumifer.edited("targets", place, known_from=wrong))

    assert lumifer.found(issues) == {("known-from-mismatch", "targets", "known_from")}
    assert "2031-03-13" in issues[0].advice()
    said(issues)


def test_of_undated_sources_nothing_is_known_from_a_day() -> None:
    undated = {"published": "", "published_earliest": "", "published_latest": ""}
    place = lumifer.find("sources", source_id="s000")
    changed = lumifer.edited("sources", place, **undated)

    issues = [issue for issue in lumifer.check(changed) if issue.code == "known-from-mismatch"]

    by_record = {str(issue.params["record"]): (issue.detail, issue.hint) for issue in issues}
    assert by_record["margin-2032"] == ("none", "leave-empty")
    assert by_record["production-2040-first"] == ("", "known-from-mismatch")
    assert "listing-2034" not in by_record
    said(issues)


def test_where_the_dates_of_a_source_disagree_nothing_is_computed_from_them() -> None:
    place = lumifer.find("sources", source_id="s000")

    assert lumifer.check(lumifer.edited("sources", place, published_latest="2031-03-20")) == []


def test_a_cell_without_proof_is_found_at_its_record() -> None:
    issues = lumifer.check(lumifer.without("evidence", proof(**VALUE)))

    assert lumifer.found(issues) == {("unproven-cell", "targets", "value")}
    said(issues)


def test_every_item_of_a_list_needs_its_proof() -> None:
    place = proof(record_id="odilon-tranchefer", field="aliases", exact="M. Tranchefer")

    issues = lumifer.check(lumifer.without("evidence", place))

    assert ("unproven-cell", "entities", "aliases") in lumifer.found(issues)
    assert [issue.params["item"] for issue in issues if issue.code == "unproven-cell"] == ["M. Tranchefer"]


def test_an_empty_cell_needs_no_proof() -> None:
    place = lumifer.find("entities", entity_id="zephyrine")

    assert lumifer.check(lumifer.edited("entities", place, aliases="")) == []


@pytest.mark.parametrize("wrong", ["s000", "s001", "s001;s000"])
def test_sources_out_of_step_with_the_proofs_are_found_and_the_hint_is_the_cell(wrong: str) -> None:
    place = lumifer.find("entities", entity_id="lumifer")

    issues = lumifer.check(lumifer.edited("entities", place, source_ids=wrong))

    assert lumifer.found(issues) == {("source-ids-mismatch", "entities", "source_ids")}
    assert "s000;s001" in issues[0].advice()


@pytest.mark.parametrize("with_documents", [True, False])
def test_too_much_of_a_document_in_the_prints_is_found(with_documents: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter of the test
    place = lumifer.find("sources", source_id="s001")
    quoted = next(
        coverage._quoted([one for one in context.proofs if one.source_id == "s001" and one.exact], context.text("s001"))  # noqa: SLF001 - the count itself
        for context in [coverage_context(lumifer.SEEDS if with_documents else tmp_path)]
    )
    folder = None if with_documents else tmp_path

    issues = lumifer.check(lumifer.edited("sources", place, characters=str(int(quoted / 0.3))), folder or lumifer.SEEDS)
    spared = lumifer.check(
        lumifer.edited("sources", place, characters=str(int(quoted / 0.3) + 2)), folder or lumifer.SEEDS
    )

    assert ("verbatim-share", "sources", "characters") in lumifer.found(issues)
    assert ("verbatim-share", "sources", "characters") not in lumifer.found(spared)
    said(issues)


def coverage_context(folder: Path) -> Context:
    return gather(lumifer.package(), lumifer.tables(), folder)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(lambda data: data[:0], "document-empty", id="empty"),
        pytest.param(lambda data: data.decode().encode("utf-16"), "document-encoding", id="utf-16"),
        pytest.param(lambda data: data.replace("é".encode(), b"\xe9"), "document-encoding", id="latin-1"),
        pytest.param(lambda data: data.replace(b"\n", b"\r\n"), "document-newline", id="crlf"),
        pytest.param(lambda data: data.replace(b"\n", b"\r"), "document-newline", id="cr"),
        pytest.param(lambda data: b"\xef\xbb\xbf" + data, "document-digest", id="bom"),
        pytest.param(lambda data: data + b"\n", "document-digest", id="newline-at-the-end"),
        pytest.param(lambda data: data.replace(b"Lumifer", b"Lumiver"), "document-digest", id="another-text"),
    ],
)
def test_a_document_that_is_not_the_one_cited_is_said_to_be_so(change, code: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - bytes to bytes
    folder = Path(shutil.copytree(lumifer.SEEDS, tmp_path / "seeds"))
    file = folder / "000_lanterne.txt"
    file.write_bytes(change(file.read_bytes()))

    issues, counts = provenance.check(lumifer.package(), lumifer.tables(), folder)

    assert lumifer.found(issues) == {(code, "sources", "file")}
    assert issues[0].line == 2
    assert 0 < counts["reread"] < PROOFS
    said(issues)


def test_a_wrong_length_is_found() -> None:
    place = lumifer.find("sources", source_id="s000")

    issues = lumifer.check(lumifer.edited("sources", place, characters="1400"))

    assert ("document-length", "sources", "characters") in lumifer.found(issues)
    said(issues)


def test_a_document_not_at_hand_is_an_issue_only_where_it_is_required(tmp_path: Path) -> None:
    issues = lumifer.check(lumifer.tables(), tmp_path, required=True)

    assert lumifer.found(issues) == {("not-reread", "sources", "file")}
    assert len(issues) == 2
    assert lumifer.check(lumifer.tables(), tmp_path) == []
    said(issues)


def test_no_document_is_read_outside_the_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_bytes((lumifer.SEEDS / "000_lanterne.txt").read_bytes())
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "000_lanterne.txt").symlink_to(secret)
    place = lumifer.find("sources", source_id="s000")

    climbing = lumifer.check(lumifer.edited("sources", place, file="../secret.txt"), folder)
    linked = lumifer.check(lumifer.tables(), folder)

    assert lumifer.found(climbing) == lumifer.found(linked) == {("document-path", "sources", "file")}
    said(linked)


def test_a_folder_that_is_named_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(documents.UnknownFolder):
        lumifer.check(lumifer.tables(), tmp_path / "nowhere")
    monkeypatch.setenv(documents.VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(documents.UnknownFolder) as caught:
        lumifer.check(lumifer.tables(), None)

    assert caught.value.origin == documents.VARIABLE


def test_documents_are_looked_for_where_they_are_named_then_in_the_environment_then_in_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(documents.VARIABLE, raising=False)
    assert documents.find_folder(lumifer.package()) == lumifer.SEEDS
    monkeypatch.setenv(documents.VARIABLE, str(tmp_path))
    assert documents.find_folder(lumifer.package()) == tmp_path
    assert documents.find_folder(lumifer.package(), lumifer.FOLDER) == lumifer.FOLDER


def test_a_span_outside_a_document_is_found_where_no_rule_of_the_schema_finds_it() -> None:
    place, source = proof(**VALUE), lumifer.find("sources", source_id="s000")
    length = len(lumifer.text("s000"))
    longer = lumifer.edited("sources", source, characters=str(length + 50))
    beyond = lumifer.edited("evidence", place, end=str(length + 9))["evidence"]

    issues = lumifer.check({**longer, "evidence": beyond})

    assert ("evidence-range", "evidence", "end") in lumifer.found(issues)
    assert ("evidence-range", "evidence", "end") not in lumifer.found(lumifer.check(longer))
    said(issues)


@pytest.mark.parametrize("offset", ["", "x", "-1", "1.5", "9" * 30, "\u0663"])
def test_an_offset_that_is_no_number_is_left_to_the_schema(offset: str) -> None:
    issues, counts = provenance.check(
        lumifer.package(), lumifer.edited("evidence", proof(**VALUE), start=offset), lumifer.SEEDS
    )

    assert issues == []
    assert (counts["reread"], counts["not_reread"]) == (PROOFS - 1, 0)


@pytest.mark.parametrize("cells", [{"start": "3"}, {"end": "17"}, {"sha256": "0" * 64}], ids=["start", "end", "digest"])
def test_a_passage_that_is_not_the_one_meant_is_found(cells: dict[str, str]) -> None:
    place = lumifer.find("passages", kind="navigation")

    issues = lumifer.check(lumifer.edited("passages", place, **cells))

    assert lumifer.found(issues) == {("passage-digest", "passages", "sha256")}
    said(issues)


def test_without_the_documents_a_print_longer_than_its_span_is_found(tmp_path: Path) -> None:
    place = proof(**NAME)
    start = int(lumifer.tables()["evidence"].records()[place]["start"])

    issues = lumifer.check(lumifer.edited("evidence", place, end=str(start + 3)), tmp_path)

    assert lumifer.found(issues) == {("exact-not-in-span", "evidence", "exact")}
    said(issues)


def test_a_package_without_evidence_has_nothing_to_check() -> None:
    tables = {name: rows for name, rows in lumifer.tables().items() if name != "evidence"}

    assert provenance.check(lumifer.package(), tables) == ([], coverage.NOTHING)


PLACES = st.integers(0, PROOFS - 1)


@given(PLACES, st.sampled_from(["start", "end"]), st.integers(-30, 30).filter(bool))
def test_any_change_of_an_offset_is_found(place: int, column: str, change: int) -> None:
    record = lumifer.tables()["evidence"].records()[place]
    offset = str(int(record[column]) + change)
    span = {"start": record["start"], "end": record["end"], column: offset}
    if not 0 <= int(span["start"]) < int(span["end"]):
        return  # the rule that the schema declares is about these

    assert lumifer.check(lumifer.edited("evidence", place, **{column: offset}))


@given(PLACES, st.integers(0, 63), st.sampled_from("0123456789abcdef"))
def test_any_change_of_a_digest_is_found(place: int, position: int, char: str) -> None:
    digits = lumifer.tables()["evidence"].records()[place]["sha256"]
    changed = digits[:position] + char + digits[position + 1 :]

    issues = lumifer.check(lumifer.edited("evidence", place, sha256=changed))

    assert bool(issues) == (changed != digits)


@given(PLACES, st.data())
def test_any_change_of_a_document_inside_a_span_is_found(place: int, data: st.DataObject) -> None:
    record = lumifer.tables()["evidence"].records()[place]
    text = lumifer.text(record["source_id"])
    position = data.draw(st.integers(int(record["start"]), int(record["end"]) - 1))
    char = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda char: char != text[position]))
    context = coverage_context(lumifer.SEEDS)
    document = context.documents[record["source_id"]]
    changed = text[:position] + char + text[position + 1 :]
    object.__setattr__(document, "text", changed)

    issues = list(provenance.check_proof(context, context.proofs[place]))

    assert "evidence-digest" in {issue.code for issue in issues}


@given(PLACES, st.text(min_size=1, max_size=20))
def test_any_change_of_a_print_is_found_or_still_proves_the_value(place: int, printed: str) -> None:
    record = lumifer.tables()["evidence"].records()[place]
    text = lumifer.text(record["source_id"])[int(record["start"]) : int(record["end"])]

    issues = lumifer.check(lumifer.edited("evidence", place, exact=printed))

    assert issues or printed in text


def test_the_columns_of_evidence_are_those_of_its_schema() -> None:
    assert list(COLUMNS) == [
        field["name"] for field in lumifer.package().tables["evidence"].schema.descriptor["fields"]
    ]


@pytest.mark.parametrize(
    ("table", "record", "field", "wrong", "right"),
    [
        pytest.param("targets", "margin-2032", "value", "9 %", "0.09", id="number"),
        pytest.param("targets", "margin-2032", "comparator", "betwixt", "exactly", id="category"),
        pytest.param("entities", "port-brume", "parent_entity_id", "nobody", "ardoise", id="link"),
        pytest.param("sources", "s000", "published", "14/03/2031", "2031-03-15", id="date"),
    ],
)
def test_a_proof_is_not_accused_of_a_cell_that_is_wrong_by_itself(
    table: str, record: str, field: str, wrong: str, right: str
) -> None:
    key = lumifer.package().tables[table].schema.primary_key[0]
    place = lumifer.find(table, **{key: record})

    accused = {"unparsed", "value-not-following", "evidence-value"}

    assert not accused & {issue.code for issue in lumifer.check(lumifer.edited(table, place, **{field: wrong}))}
    assert accused & {issue.code for issue in lumifer.check(lumifer.edited(table, place, **{field: right}))}


def test_a_place_outside_a_document_at_hand_does_not_pass_for_a_missing_document() -> None:
    changed = lumifer.edited("evidence", proof(**VALUE), start="900000", end="900010")

    counts = provenance.check(lumifer.package(), changed, lumifer.SEEDS)[1]

    assert (counts["reread"], counts["not_reread"]) == (PROOFS, 0)


@pytest.mark.parametrize(("shift", "hint"), [(60, "evidence-shifted"), (-3, "evidence-shifted")])
def test_words_that_stand_near_by_are_found_by_their_digest(shift: int, hint: str) -> None:
    row = lumifer.tables()["evidence"].records()[proof(**VALUE)]
    start, end = int(row["start"]) + shift, int(row["end"]) + shift

    issues = lumifer.check(lumifer.edited("evidence", proof(**VALUE), start=str(start), end=str(end)))

    found = next(issue for issue in issues if issue.code == "evidence-digest")
    assert found.hint == hint
    assert (found.params["near_start"], found.params["near_end"]) == (int(row["start"]), int(row["end"]))
    said(issues)


def test_a_record_without_proofs_is_told_so_without_advice() -> None:
    rows = lumifer.tables()["evidence"]
    kept = [cells for cells in rows.cells if cells[1] != "port-brume"]
    numbers = list(range(2, len(kept) + 2))
    changed = {**lumifer.tables(), "evidence": rows._replace(cells=kept, lines=numbers, numbers=numbers)}

    issues = [issue for issue in lumifer.check(changed) if issue.code == "source-ids-mismatch"]

    assert [(issue.detail, issue.hint) for issue in issues] == [("none", "")]
    said(issues)


def test_nobody_is_told_to_name_a_source_that_is_not_there() -> None:
    changed = lumifer.edited("evidence", proof(**VALUE), source_id="s999")

    issues = [issue for issue in lumifer.check(changed) if issue.code == "source-ids-mismatch"]

    assert not any("s999" in issue.advice("en") for issue in issues)


def test_the_command_that_proves_a_cell_can_be_pasted() -> None:
    spaced = lumifer.edited("targets", lumifer.find("targets", target_id="margin-2032"), target_id="margin 2032")
    untold = lumifer.without("evidence", proof(table="sources", record_id="s000", field="published"))

    told = [issue.advice("en") for issue in lumifer.check(spaced) if issue.code == "unproven-cell"]
    own = [issue.advice("en") for issue in lumifer.check(untold) if issue.code == "unproven-cell"]

    assert told
    assert all('targets "margin 2032" ' in advice for advice in told)
    assert [advice.split(" ")[-3:-1] for advice in own] == [["published", "s000"]]
