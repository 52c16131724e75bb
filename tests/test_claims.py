"""Where a record comes from, and how a claim was retold."""

import lumifer
import pandas as pd
import pytest

import ampere_data as ad
from ampere_data import claims
from ampere_data.curation.shipped import shipped
from ampere_data.tabular.errors import UnknownName

TINY = {"package": lumifer.package()}


def test_evidence_lists_the_proofs_of_a_record_field_by_field() -> None:
    frame = claims.evidence("targets", "listing-second-half-2032", **TINY)

    assert list(frame["field"])[:3] == ["entity_id", "metric_id", "horizon"]
    horizon = frame[frame["field"] == "horizon"].iloc[0]
    assert (horizon["value"], horizon["exact"], horizon["basis"]) == ("2032-41", "second semestre 2032", "normalised")


def test_evidence_carries_the_bibliography_of_each_source() -> None:
    frame = claims.evidence("entities", "lumifer", **TINY)

    assert set(frame["source_id"]) == {"s000", "s001"}
    assert set(frame.loc[frame["source_id"] == "s000", "author"]) == {"Odette Brindille"}
    assert frame["published_latest"].dtype == "datetime64[s]"


def test_evidence_covers_every_record_that_ships() -> None:
    for table in ad.tables():
        if not any(field.get("evidence") for field in shipped().table(table).schema.descriptor["fields"]):
            continue
        known = set(ad.load(table).iloc[:, 0])
        record = min(known)

        assert len(ad.evidence(table, record)) > 0


@pytest.mark.parametrize(
    ("table", "record", "near"),
    [("target", "listing-2034", "targets"), ("targets", "listing-2035", "listing-2034")],
    ids=["table", "record"],
)
def test_what_is_not_there_names_what_is_near(table: str, record: str, near: str) -> None:
    with pytest.raises(UnknownName, match=near):
        claims.evidence(table, record, **TINY)


def test_an_id_that_is_gone_points_on() -> None:
    with pytest.raises(UnknownName, match="it is now: targets production-2040-first"):
        claims.evidence("observations", "production-planned", package=TINY["package"])


def test_a_table_without_a_key_of_its_own_has_no_records_to_prove() -> None:
    with pytest.raises(ValueError, match="primary key"):
        claims.evidence("passages", "s000", **TINY)


def test_history_tells_claims_in_the_order_in_which_they_were_made() -> None:
    frame = claims.history("lumifer", "production", **TINY)

    assert list(frame["record_id"]) == ["production-2040-first", "production-2040-second"]
    assert list(frame["exact"]) == ["1,5\u00a0million", "deux millions"]
    assert [f"{day:%Y-%m-%d}" for day in frame["known_from"]] == ["2031-03-13", "2032-11-05"]
    assert frame["known_from"].dtype == "datetime64[s]"
    assert list(frame["status"]) == ["superseded", "announced"]
    assert frame["superseded_by_target_id"].iloc[0] == "production-2040-second"
    assert list(frame["source_ids"]) == ["s000;s001", "s001"]


def test_history_joins_what_was_promised_and_what_was_reported() -> None:
    frame = claims.history("lumifer", "headcount", **TINY)

    assert list(zip(frame["table"], frame["value"], strict=True)) == [("observations", 2400), ("observations", 2600)]


def test_a_claim_without_a_value_shows_its_time_as_printed() -> None:
    frame = claims.history("lumifer", "listing", **TINY)

    assert list(frame["exact"]) == ["second semestre 2032", "2034"]


def test_a_proof_shows_the_value_that_it_was_made_for() -> None:
    frame = claims.evidence("targets", "range-2031", **TINY)

    assert set(frame.loc[frame["field"] == "model_ids", "value"]) == {"bourrasque;brise;third-van"}


def test_an_entity_of_which_nothing_is_claimed_has_an_empty_history() -> None:
    frame = claims.history("zephyrine", "production", **TINY)

    assert isinstance(frame, pd.DataFrame)
    assert len(frame) == 0
    assert list(frame.columns[:4]) == ["known_from", "table", "record_id", "exact"]


@pytest.mark.parametrize(
    ("entity", "metric", "near"), [("lumiver", "listing", "lumifer"), ("lumifer", "listings", "listing")]
)
def test_an_unknown_entity_or_metric_names_what_is_near(entity: str, metric: str, near: str) -> None:
    with pytest.raises(UnknownName, match=near):
        claims.history(entity, metric, **TINY)
