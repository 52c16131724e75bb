"""The shipped data is itself a test: it validates, keeps the rules of curation, and never tells the future."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ARTICLES, ROOT

import ampere_data as ad
from ampere_data.curation.evidence import knowledge
from ampere_data.curation.evidence.context import gather
from ampere_data.curation.evidence.proofs import Proof, items, read_records
from ampere_data.curation.evidence.values import check_values
from ampere_data.curation.shipped import shipped

Record = dict[str, str]

MOST_INFERRED = 0.25
MOST_OF_ONE_NOTE = 5
MOST_TOPICS = 20
LONGEST_RUN = 6  # words in a row that our French may share with an article; names of things are longer than two
PROSE = ("description", "title")


@cache
def rows(table: str) -> list[Record]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def fields(table: str) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in shipped().table(table).schema.descriptor["fields"]}


def key(table: str) -> str:
    return shipped().table(table).schema.primary_key[0]


PROVEN = [table for table in shipped().tables if any(field.get("evidence") for field in fields(table).values())]
CLAIMS = [table for table in PROVEN if "known_from" in fields(table)]
DAYS = sorted({source["published_latest"] for source in rows("sources")})


@cache
def proofs() -> dict[tuple[str, str, str], list[Record]]:
    found = defaultdict(list)
    for proof in rows("evidence"):
        found[proof["table"], proof["record_id"], proof["field"]].append(proof)
    return dict(found)


def test_the_shipped_package_is_valid() -> None:
    report = ad.validate(documents=ARTICLES, require_documents=any(ARTICLES.glob("*.txt")))

    assert report.raise_if_invalid().valid


def test_every_target_can_be_held_to_account() -> None:
    """It has a figure, a date or an outcome, or takes the place of one that has."""
    replacing = {target["superseded_by_target_id"] for target in rows("targets")}

    loose = [
        target["target_id"]
        for target in rows("targets")
        if not (target["value"] or target["horizon"] or target["status"] != "announced")
        and target["target_id"] not in replacing
    ]

    assert loose == []


@pytest.mark.parametrize(("table", "field"), [("statements", "topic"), ("events", "kind"), ("entities", "kind")])
def test_each_value_of_a_vocabulary_of_things_is_used(table: str, field: str) -> None:
    listed = [one["value"] for one in fields(table)[field]["categories"]]

    assert set(listed) == {record[field] for record in rows(table)}
    assert len(listed) < MOST_TOPICS


def test_each_metric_is_used_and_takes_units_that_there_are() -> None:
    used = {record["metric_id"] for table in ("targets", "observations") for record in rows(table)}
    units = {one["value"] for one in fields("targets")["unit"]["categories"]}

    assert {metric["metric_id"] for metric in rows("metrics")} == used
    assert {
        unit
        for metric in rows("metrics")
        for unit in items(shipped().table("metrics").schema.by_name["units"], metric["units"])
    } <= units


def test_one_vocabulary_is_the_same_in_every_table() -> None:
    said = defaultdict(list)
    for table in shipped().tables:
        for name in ("modality", "comparator", "unit"):
            if name in fields(table):
                said[name].append(fields(table)[name]["categories"])

    assert all(one == listed[0] for listed in said.values() for one in listed)


def test_few_proofs_are_inferred_and_each_says_how_in_words_of_its_own() -> None:
    notes = Counter(proof["note"] for proof in rows("evidence") if proof["basis"] == "inferred")

    assert notes.total() < MOST_INFERRED * len(rows("evidence"))
    assert max(notes.values()) <= MOST_OF_ONE_NOTE


@pytest.mark.parametrize("table", ["entities", "models"])
def test_a_name_is_proven_by_every_source_that_prints_any_spelling_of_it(table: str) -> None:
    for record in rows(table):
        named = {proof["source_id"] for proof in proofs().get((table, record[key(table)], "name"), [])}
        spelt = {proof["source_id"] for proof in proofs().get((table, record[key(table)], "aliases"), [])}

        assert spelt <= named


def test_an_id_that_is_gone_points_on_and_is_not_used_again() -> None:
    retired = rows("retired")
    living = {table: {record[key(table)] for record in rows(table)} for table in {*PROVEN, "metrics"}}

    assert [one for one in retired if one["record_id"] in living[one["table"]]] == []
    assert [one for one in retired if one["now_record_id"] not in living[one["now_table"]]] == []


def test_our_french_takes_no_run_of_words_from_an_article(documents: Path) -> None:
    theirs = {run for file in documents.glob("*.txt") for run in runs(file.read_text(encoding="utf-8"))}

    shared = [
        (table, record[key(table)], name, run)
        for table in shipped().tables
        for record in rows(table)
        for name in fields(table)
        if name.startswith(PROSE) and table != "sources"
        for run in runs(record[name])
        if run in theirs
    ]

    assert shared == []


def runs(text: str) -> list[str]:
    words = re.findall(r"[\w']+", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return [" ".join(words[at : at + LONGEST_RUN + 1]) for at in range(len(words) - LONGEST_RUN)]


def test_runs_of_words_are_told_whatever_the_apostrophe() -> None:
    assert runs("L’une a b, c d e f\N{HORIZONTAL ELLIPSIS}") == runs("l'une a b c d e f") == ["l'une a b c d e f"]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("table", [*PROVEN, "metrics", "passages", "evidence"])
def test_as_of_a_day_nothing_is_told_that_only_a_later_source_told(table: str, day: str) -> None:
    """Every cell that is shown has a source out by then, and prose only sources that are."""
    out = {source["source_id"] for source in rows("sources") if source["published_latest"] <= day}

    for record in ad.load(table, as_of=day).astype(object).to_dict("records"):
        shown = {str(name): str(cell) for name, cell in record.items() if cell == cell and cell is not None}  # noqa: PLR0124
        assert untold(table, shown, out) == []


@pytest.mark.parametrize("day", DAYS)
def test_as_of_a_day_a_proof_is_shown_where_its_cell_is_and_holds_what_it_shows(day: str) -> None:
    cells = {
        (table, record[key(table)], name): cell
        for table in PROVEN
        for record in knowledge.known(shipped(), table, day).records()
        for name, cell in record.items()
    }

    shown = knowledge.known(shipped(), "evidence", day).records()

    assert shown
    assert [proof for proof in shown if cells.get(cell_of(proof)) != proof["value"]] == []


def cell_of(proof: Record) -> tuple[str, str, str]:
    return proof["table"], proof["record_id"], proof["field"]


def untold(table: str, shown: Record, out: set[str]) -> list[str]:
    """Name the cells of a record, as it is shown on a day, that no source out by then tells."""
    if table in ("passages", "evidence"):
        return [] if shown["source_id"] in out else ["source_id"]
    record_id = shown[key(table)]
    if table == "metrics":
        claims = [one for name in ("targets", "observations") for one in rows(name) if one["metric_id"] == record_id]
        return [] if any(out & set(one["source_ids"].split(";")) for one in claims) else [key(table)]
    every = {
        proof["source_id"] for cell, found in proofs().items() if cell[:2] == (table, record_id) for proof in found
    }
    wrong = []
    for name, cell in shown.items():
        field = fields(table)[name]
        telling = [one for one in proofs().get((table, record_id, name), []) if one["source_id"] in out]
        if field.get("evidence") and not telling and cell != field.get("initial"):
            wrong.append(name)
        if name == "source_ids" and not set(cell.split(";")) <= out:
            wrong.append(name)
        if name.startswith(PROSE) and table != "sources" and not every <= out:
            wrong.append(name)
    return wrong


@pytest.mark.parametrize("table", CLAIMS)
def test_a_cell_that_only_a_later_source_tells_would_be_named(table: str) -> None:
    """The test above can fail: what is shown in the end is not what was known on the first day."""
    first = {source["source_id"] for source in rows("sources") if source["published_latest"] == DAYS[0]}

    named = [untold(table, {name: cell for name, cell in record.items() if cell}, first) for record in rows(table)]

    assert any(named)


def test_known_from_is_the_first_day_by_which_a_source_was_out() -> None:
    out = {source["source_id"]: source["published_latest"] for source in rows("sources")}

    for table in CLAIMS:
        for record in rows(table):
            assert record["known_from"] == min(out[source] for source in record["source_ids"].split(";"))


@pytest.mark.parametrize("table", PROVEN)
def test_any_proven_cell_that_is_changed_is_found_without_the_documents(table: str, tmp_path: Path) -> None:
    """One at a time, all of them, inferred ones included, each to another value that its field allows."""
    tables = {name: knowledge.read_rows(one) for name, one in shipped().tables.items()}
    known, whole = tables[table], gather(shipped(), tables, tmp_path)
    proofs: dict[str, list[Proof]] = {}
    for proof in whole.proofs:
        if proof.table == table:
            proofs.setdefault(proof.record_id, []).append(proof)
    silent = []
    for place, record in enumerate(known.records()):
        for name in (name for name, field in fields(table).items() if field.get("evidence") and record[name]):
            cells = list(known.cells[place])
            cells[known.labels.index(name)] = other(table, name, record[name])
            changed = read_records(known._replace(cells=[*known.cells[:place], cells, *known.cells[place + 1 :]]))
            assert changed is not None
            records = {**whole.records, table: changed}

            issues = check_values(replace(whole, records=records, proofs=proofs[record[key(table)]]))

            if not any((issue.table, issue.line, issue.field) == (table, known.lines[place], name) for issue in issues):
                silent.append((record[key(table)], name))

    assert silent == []


def other(table: str, name: str, cell: str) -> str:
    """Give another value that a field allows: of its vocabulary, its table, its calendar, its letters."""
    field, target = fields(table)[name], shipped().table(table).schema.links.get(name)
    reference = field.get("list", {}).get("reference")
    if "categories" in field:
        return next(str(one["value"]) for one in field["categories"] if one["value"] != cell)
    if target or reference:
        linked = target[0] if target else reference["resource"]
        return next(record[key(linked)] for record in rows(linked) if record[key(linked)] != cell)
    if field["type"] == "number":
        return "0.3" if cell != "0.3" else "0.4"
    if "edtf" in field:
        return "2029" if cell != "2029" else "2028"
    return cell[:-1] + ("B" if cell[-1] == "A" else "A")
