"""What was known on a day is what the sources published by then tell."""

import datetime as dt
from typing import Any

import lumifer
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ampere_data.curation.evidence import knowledge
from ampere_data.curation.shipped import shipped
from ampere_data.tabular.errors import UnknownName

BEFORE, FIRST, BETWEEN, SECOND = "2031-03-12", "2031-03-13", "2032-11-04", "2032-11-05"


def record(table: str, record_id: str, day: str) -> dict[str, str] | None:
    rows = knowledge.known(lumifer.package(), table, day)
    key = rows.table.schema.primary_key[0]
    return next((found for found in rows.records() if found[key] == record_id), None)


@pytest.mark.parametrize("table", lumifer.tables())
def test_before_the_first_source_nothing_is_known(table: str) -> None:
    assert knowledge.known(lumifer.package(), table, BEFORE).cells == []


@pytest.mark.parametrize("table", lumifer.tables())
def test_after_the_last_source_everything_is_known(table: str) -> None:
    rows = knowledge.known(lumifer.package(), table, SECOND)

    assert rows.cells == lumifer.tables()[table].cells


@pytest.mark.parametrize("table", shipped().tables)
def test_in_the_end_the_shipped_tables_are_known_as_they_are(table: str) -> None:
    rows = knowledge.known(shipped(), table, "2999-12-31")

    assert rows.cells == knowledge.read_rows(shipped().table(table)).cells


def test_a_record_is_known_once_one_of_its_cells_is() -> None:
    assert record("entities", "zephyrine", BETWEEN) is None
    assert record("entities", "zephyrine", SECOND) is not None


def test_a_status_not_yet_known_is_the_first_and_its_replacement_missing() -> None:
    then, now = (record("targets", "listing-second-half-2032", day) for day in (BETWEEN, SECOND))

    assert then is not None
    assert now is not None
    assert (then["status"], then["superseded_by_target_id"], then["source_ids"]) == ("announced", "", "s000")
    assert (now["status"], now["superseded_by_target_id"], now["source_ids"]) == ("missed", "listing-2034", "s000;s001")


def test_a_name_not_yet_printed_is_left_out() -> None:
    then, now = (record("entities", "odilon-tranchefer", day) for day in (FIRST, SECOND))

    assert then is not None
    assert now is not None
    assert (then["aliases"], now["aliases"]) == ("Tranchefer", "M. Tranchefer;Tranchefer")


def test_only_proofs_and_passages_of_published_sources_are_known() -> None:
    for table in ("evidence", "passages", "sources"):
        rows = knowledge.known(lumifer.package(), table, FIRST)

        assert set(rows.column("source_id")) == {"s000"}


def learned(changed: lumifer.Tables, table: str, day: str) -> list[dict[str, str]]:
    return knowledge.learn(changed, knowledge.as_day(day)).rows(table).records()


def test_the_bounds_of_a_date_not_yet_known_are_missing() -> None:
    proof = lumifer.find("evidence", record_id="margin-2032", field="horizon")

    rows = learned(lumifer.edited("evidence", proof, source_id="s001"), "targets", FIRST)

    found = next(row for row in rows if row["target_id"] == "margin-2032")
    assert (found["horizon"], found["horizon_earliest"], found["horizon_latest"]) == ("", "", "")


@pytest.mark.parametrize("field", ["description", "description_fr"])
def test_prose_is_shown_once_every_source_of_its_record_is_out(field: str) -> None:
    then, now = (record("targets", "production-2040-first", day) for day in (BETWEEN, SECOND))
    alone = record("targets", "margin-2032", FIRST)

    assert then is not None
    assert now is not None
    assert alone is not None
    assert (then[field], bool(now[field]), bool(alone[field])) == ("", True, True)
    assert (then["value"], then["source_ids"], then["known_from"]) == ("1500000", "s000", "2031-03-13")


def test_titles_are_prose_and_notes_of_a_source_are_not() -> None:
    event, source = lumifer.find("events", event_id="lumifer-presented"), lumifer.find("sources", source_id="s000")
    late = lumifer.edited(
        "evidence", lumifer.find("evidence", record_id="lumifer-presented", field="kind"), source_id="s001"
    )
    noted = lumifer.edited("sources", source, notes="Printed twice.")

    told = learned(late, "events", FIRST)[event]

    assert (told["kind"], told["title"], told["title_fr"], told["entity_id"]) == ("", "", "", "ardoise")
    assert learned(noted, "sources", FIRST)[0]["notes"] == "Printed twice."


def test_a_cell_of_a_source_that_only_another_tells_is_missing_until_then() -> None:
    place = lumifer.find("evidence", table="sources", record_id="s000", field="author")

    rows = learned(lumifer.edited("evidence", place, source_id="s001"), "sources", FIRST)

    assert (rows[0]["author"], rows[0]["published_latest"]) == ("", FIRST)


def test_items_of_a_list_of_records_are_known_one_by_one() -> None:
    then, now = (record("targets", "range-2031", day) for day in (BETWEEN, SECOND))

    assert then is not None
    assert now is not None
    assert (then["model_ids"], now["model_ids"]) == ("bourrasque;brise", "bourrasque;brise;third-van")


def test_a_proof_of_a_list_shows_the_items_known_by_then() -> None:
    rows = knowledge.known(lumifer.package(), "evidence", BETWEEN).records()
    of_list = [row["value"] for row in rows if (row["record_id"], row["field"]) == ("range-2031", "model_ids")]
    aliases = [row["value"] for row in rows if (row["record_id"], row["field"]) == ("odilon-tranchefer", "aliases")]

    assert (of_list, aliases) == (["bourrasque;brise"] * 2, ["Tranchefer"])


def test_a_model_not_yet_known_is_no_item_of_a_list() -> None:
    evidence = lumifer.tables()["evidence"]
    late = [
        [
            cell if name != "source_id" or row[1] != "brise" else "s001"
            for name, cell in zip(evidence.labels, row, strict=True)
        ]
        for row in evidence.cells
    ]
    changed = {**lumifer.tables(), "evidence": evidence._replace(cells=late)}

    row = next(row for row in learned(changed, "targets", FIRST) if row["target_id"] == "range-2031")

    assert row["model_ids"] == "bourrasque"


def test_a_metric_is_known_once_a_known_record_leads_to_it_and_keeps_its_prose() -> None:
    late = lumifer.edited(
        "evidence", lumifer.find("evidence", record_id="margin-2032", field="metric_id"), source_id="s001"
    )

    now = {row["metric_id"]: row["description"] for row in learned(lumifer.tables(), "metrics", FIRST)}
    then = {row["metric_id"] for row in learned(late, "metrics", FIRST)}

    assert now["margin"] == "Operating margin."
    assert now.keys() - then == {"margin"}


def test_a_table_that_no_proven_one_leads_to_is_known_as_a_whole() -> None:
    tables = {name: rows for name, rows in lumifer.tables().items() if name not in {"targets", "observations"}}

    assert len(learned(tables, "metrics", BEFORE)) == len(lumifer.tables()["metrics"].cells)


def test_a_link_to_a_record_not_yet_known_is_missing() -> None:
    place = lumifer.find("entities", entity_id="port-brume")

    rows = learned(lumifer.edited("entities", place, parent_entity_id="zephyrine"), "entities", FIRST)

    assert next(row for row in rows if row["entity_id"] == "port-brume")["parent_entity_id"] == ""


def test_a_proof_of_what_belongs_to_a_later_record_waits_for_it() -> None:
    """An earlier source may prove the date of a later one: as of the earlier, nobody knows that there will be one."""
    proof = lumifer.find("evidence", table="sources", record_id="s001", field="published")
    changed = lumifer.edited("evidence", proof, source_id="s000")

    then, now = (learned(changed, "evidence", day) for day in (FIRST, SECOND))

    assert [one for one in then if (one["table"], one["record_id"]) == ("sources", "s001")] == []
    assert [one for one in then if (one["table"], one["record_id"]) == ("sources", "s000")] != []
    assert ("sources", "s001", "published") in {(one["table"], one["record_id"], one["field"]) for one in now}


def test_a_proof_of_a_link_to_a_record_not_yet_known_waits_for_it() -> None:
    proof = lumifer.find("evidence", record_id="listing-second-half-2032", field="superseded_by_target_id")
    changed = lumifer.edited("evidence", proof, source_id="s000")

    then, now = (
        {(one["record_id"], one["field"]) for one in learned(changed, "evidence", day)} for day in (FIRST, SECOND)
    )

    assert ("listing-second-half-2032", "superseded_by_target_id") not in then
    assert ("listing-second-half-2032", "horizon") in then
    assert ("listing-second-half-2032", "superseded_by_target_id") in now


@pytest.mark.parametrize("published", ["", "2031", "soon", "2031-13-01"])
def test_a_source_that_nobody_dates_never_counts(published: str) -> None:
    place = lumifer.find("sources", source_id="s000")

    rows = learned(lumifer.edited("sources", place, published_latest=published), "sources", "2999-01-01")

    assert [row["source_id"] for row in rows] == ["s001"]


@settings(max_examples=25)
@given(st.dates(dt.date(2031, 1, 1), dt.date(2033, 1, 1)), st.integers(0, 400))
def test_what_is_known_stays_known(day: dt.date, later: int) -> None:
    for table in ("sources", "entities", "models", "metrics", "targets", "events", "statements", "evidence"):
        before = knowledge.known(lumifer.package(), table, day)
        after = knowledge.known(lumifer.package(), table, day + dt.timedelta(later))
        key = [before.labels.index(name) for name in before.table.schema.primary_key]

        assert {tuple(row[place] for place in key) for row in before.cells} <= {
            tuple(row[place] for place in key) for row in after.cells
        }


@pytest.mark.parametrize(
    "day",
    [
        pytest.param("2032-11-04", id="text"),
        pytest.param(dt.date(2032, 11, 4), id="date"),
        pytest.param(dt.datetime(2032, 11, 4, 23, 59), id="datetime"),  # noqa: DTZ001 - a naive one is what users have
        pytest.param(pd.Timestamp("2032-11-04 12:00", tz="Europe/Paris"), id="timestamp"),
    ],
)
def test_a_day_is_taken_in_every_usual_form(day: str | dt.date) -> None:
    assert knowledge.as_day(day) == dt.date(2032, 11, 4)


@pytest.mark.parametrize(
    "wrong", ["", "2032", "2032-11", "2032-02-30", "04/11/2032", " 2032-11-04", "20321104", pd.NaT]
)
def test_what_is_no_day_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match="as_of must be a date, a Timestamp or a text"):
        knowledge.as_day(wrong)


@pytest.mark.parametrize("wrong", [None, 2032, 2032.5, b"2032-11-04", ["2032-11-04"]])
def test_what_is_neither_date_nor_text_is_a_type_error(wrong: Any) -> None:
    with pytest.raises(TypeError, match="as_of"):
        knowledge.as_day(wrong)


def test_an_unknown_table_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="near: targets"):
        knowledge.known(lumifer.package(), "target", FIRST)
