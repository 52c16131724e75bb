"""SQLite: what is declared is enforced, what is joined is there, and the answers are those of pandas."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import exporting
import pandas as pd
import pytest
from hypothesis import given

import ampere_data as ad
from ampere_data.curation.shipped import shipped
from ampere_data.exports import answers, database, dictionary
from ampere_data.exports.sheets import Sheet, sheet_of

NOTHING: dict[str, list[dictionary.Entry]] = {"en": [], "fr": []}


def opened(data: bytes) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    base.deserialize(data)
    base.execute("PRAGMA foreign_keys = ON")
    return base


def base_of(sheet: Sheet) -> sqlite3.Connection:
    return opened(database.write({sheet.name: sheet}, NOTHING))


@pytest.fixture(scope="module")
def ours() -> Iterator[sqlite3.Connection]:
    sheets = {name: sheet_of(table, "en") for name, table in shipped().tables.items()}
    told = {one: [*dictionary.entries(shipped(), one)] for one in ("en", "fr")}
    claims = answers.last_words(shipped())
    with closing(opened(database.write(sheets, told, claims, answers.answers(claims)))) as base:
        yield base


def ask(base: sqlite3.Connection, query: str) -> list[tuple[Any, ...]]:
    return base.execute(query).fetchall()


def test_cells_are_typed_and_missing_ones_are_null(tmp_path: Path) -> None:
    with closing(base_of(exporting.sheet(tmp_path))) as base:
        first, second, _ = ask(base, "SELECT * FROM things")

    assert first[2:8] == (-12, 0.5, 1, "2024-02-29", "2024-02-29T10:11:12", "rouge")
    assert second == ("b", *[None] * 9)


@pytest.mark.parametrize(
    ("column", "value"),
    [("id", None), ("id", "b"), ("truth", 2), ("colour", "vert"), ("up", "nobody"), ("share", 1e301), ("whole", "x")],
)
def test_what_the_schema_forbids_is_refused(tmp_path: Path, column: str, value: object) -> None:
    with closing(base_of(exporting.sheet(tmp_path))) as base, pytest.raises(sqlite3.IntegrityError):
        base.execute(f"UPDATE things SET {column} = ? WHERE id = 'c'", [value])  # noqa: S608 - one of those above


def test_what_the_schema_allows_is_taken(tmp_path: Path) -> None:
    with closing(base_of(exporting.sheet(tmp_path))) as base:
        base.execute("UPDATE things SET colour = 'bleu nuit', truth = 0, share = 1e300, up = 'c' WHERE id = 'c'")


def test_a_table_that_breaks_its_schema_is_no_database(tmp_path: Path) -> None:
    twice = exporting.sheet(tmp_path, [["a", *[""] * 9], ["a", *[""] * 9]])

    with pytest.raises(sqlite3.IntegrityError, match=r"UNIQUE"):
        database.write({"things": twice}, NOTHING)


def test_items_of_lists_are_rows_that_lead_to_their_table(tmp_path: Path) -> None:
    with closing(base_of(exporting.sheet(tmp_path))) as base:
        assert ask(base, "SELECT * FROM things_others") == [("été", 1, "été"), ("été", 2, "b"), ("c", 1, "c")]
        with pytest.raises(sqlite3.IntegrityError):
            base.execute("INSERT INTO things_others VALUES ('b', 1, 'nobody')")


def test_the_same_tables_are_the_same_bytes(tmp_path: Path) -> None:
    sheet = exporting.sheet(tmp_path)

    assert database.write({"things": sheet}, NOTHING) == database.write({"things": sheet}, NOTHING)


def test_our_tables_break_no_key(ours: sqlite3.Connection) -> None:
    assert ask(ours, "PRAGMA foreign_key_check") == []
    assert ask(ours, "PRAGMA integrity_check") == [("ok",)]


def test_each_fact_is_joined_with_the_names_of_what_it_leads_to(ours: sqlite3.Connection) -> None:
    query = (
        "SELECT entity_name, metric_title, source_title FROM targets_named WHERE target_id = 'vehicle-production-2031'"
    )

    ((entity, metric, sources),) = ask(ours, query)

    assert (entity, metric) == (
        "Ampere",
        ask(ours, "SELECT title FROM metrics WHERE metric_id = 'vehicle-production'")[0][0],
    )
    assert len(sources.split("; ")) == 2


@pytest.mark.parametrize("table", ["targets", "observations", "events", "statements", "entities", "models", "sources"])
def test_each_proof_of_a_table_stands_beside_its_record(ours: sqlite3.Connection, table: str) -> None:
    (found,) = ask(ours, f"SELECT count(*), count(source_title) FROM {table}_proofs")  # noqa: S608 - one of those above

    assert found[0] == int((ad.load("evidence")["table"] == table).sum()) > 0
    assert found[1] > 0


def test_the_dictionary_speaks_both_languages(ours: sqlite3.Connection) -> None:
    query = (
        "SELECT title, title_fr FROM dictionary WHERE table_name = 'targets' AND field = 'entity_id' AND value IS NULL"
    )

    assert ask(ours, query) == [("Entity", "Entité")]


def _texts(rows: Any) -> list[list[str]]:
    return sorted([["" if pd.isna(one) else str(one).removesuffix(" 00:00:00") for one in row] for row in rows])


ANSWERS: dict[str, Any] = {
    "question_02": lambda: ad.load("targets").dropna(subset="value")[["target_id", "value", "horizon"]],
    "question_03": lambda: ad.load("targets").query("status != 'announced'")[["target_id", "horizon", "status"]],
    "question_04": lambda: ad.load("models")[["model_id", "name", "plant_entity_id", "available", "status"]],
    "question_05": lambda: ad.load("statements").query(
        "topic in ['partnership', 'investment'] and object_entity_id.notna()"
    )[["topic", "entity_id", "object_entity_id", "description"]],
    "question_06": lambda: ad.load("events")[["event_id", "date", "known_from", "title"]],
    "question_09": lambda: ad.load("statements").query("said_by_entity_id == 'luca-de-meo'")[
        ["statement_id", "description"]
    ],
    "latest": lambda: ad.latest()[["entity_id", "metric_id", "record_id", "value", "earlier", "disagrees_with"]],
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_that_of_pandas(ours: sqlite3.Connection, name: str) -> None:
    expected = ANSWERS[name]()

    found = ask(ours, f"SELECT {', '.join(expected.columns)} FROM {name}")  # noqa: S608 - one of those above

    assert _texts(found) == _texts(expected.itertuples(index=False))


def test_the_headcount_is_told_as_it_became_known(ours: sqlite3.Connection) -> None:
    history = ad.history("ampere", "employees")

    assert ask(ours, 'SELECT "table", value FROM question_01') == list(
        zip(history["table"], history["value"], strict=True)
    )


@pytest.mark.parametrize("day", ["2022-12-31", "2023-12-31", None])
def test_what_was_known_on_a_day_is_what_latest_says(ours: sqlite3.Connection, day: str | None) -> None:
    where = "as_of IS NULL" if day is None else f"as_of = '{day}'"

    found = ask(ours, f"SELECT record_id FROM question_07 WHERE {where}")  # noqa: S608 - as above

    assert sorted(one for (one,) in found) == sorted(ad.latest(as_of=day)["record_id"])


def test_promised_stands_beside_reported(ours: sqlite3.Connection) -> None:
    reported = ad.latest().query("table == 'observations'")[["entity_id", "metric_id", "value"]]
    both = ad.load("targets").merge(reported, how="left", on=["entity_id", "metric_id"], suffixes=("", "_reported"))

    found = ask(ours, "SELECT target_id, value_reported FROM question_10")

    assert _texts(found) == _texts(both[["target_id", "value_reported"]].itertuples(index=False))


def test_disagreements_are_those_of_claims_and_of_statements(ours: sqlite3.Connection) -> None:
    claims = ad.latest().dropna(subset="disagrees_with")["record_id"]
    opposed = ad.load("statements").dropna(subset="contradicts_statement_id")["statement_id"]

    found = [one for (one,) in ask(ours, "SELECT record_id FROM question_08")]

    assert sorted(found) == sorted([*claims, *opposed])


@pytest.mark.hypothesis
@given(cells=exporting.rows())
def test_sqlite_reads_back_what_was_written(tmp_path: Path, cells: list[list[str]]) -> None:
    sheet = exporting.sheet(tmp_path, cells)

    with closing(base_of(sheet)) as base:
        found = ask(base, "SELECT * FROM things")

    held = [[one.isoformat() if hasattr(one, "isoformat") else one for one in row] for row in exporting.by_row(sheet)]
    assert [list(row) for row in found] == held
