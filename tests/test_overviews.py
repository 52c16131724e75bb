"""Everything about an entity, and the last word on every metric."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import lumifer
import pandas as pd
import pytest

from ampere_data.frames import frame_of
from ampere_data.overviews import about, latest
from ampere_data.tabular.errors import UnknownName
from ampere_data.tabular.package import Package, open_package

TINY = lumifer.package()
FIRST, SECOND = "2031-03-13", "2032-11-05"


def told(frame: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(frame["table"], frame["record_id"], strict=True))


def word(frame: pd.DataFrame, record_id: str) -> Mapping[str, Any]:
    (found,) = frame[frame["record_id"] == record_id].to_dict("records")
    return {str(name): cell for name, cell in found.items()}


def test_about_gathers_the_claims_of_every_table_and_what_belongs_to_the_entity() -> None:
    found = told(about("lumifer", package=TINY))

    assert {
        ("entities", "lumifer"),
        ("entities", "port-brume"),  # names it as its parent
        ("models", "third-van"),  # made by it
        ("targets", "margin-2032"),
        ("observations", "headcount-2032"),
        ("events", "zephyrine-agreement"),
        ("statements", "best-tool-2031"),  # about its plant
        ("statements", "piles-2032"),  # about another, with it as the other party
    } <= found


def test_about_leaves_out_what_the_entity_belongs_to_and_what_others_claim() -> None:
    found = told(about("lumifer", package=TINY))

    assert found.isdisjoint({("entities", "ardoise"), ("statements", "course-kept-2032"), ("entities", "zephyrine")})


def test_who_merely_says_something_is_not_whom_it_is_about() -> None:
    assert told(about("odilon-tranchefer", package=TINY)) == {("entities", "odilon-tranchefer")}


def test_what_the_vehicles_of_an_entity_are_made_in_is_followed() -> None:
    found = told(about("port-brume", package=TINY))

    assert found == {("entities", "port-brume"), ("models", "bourrasque"), ("statements", "best-tool-2031")}


def test_about_is_told_in_the_order_of_its_being_known_with_the_columns_it_promises() -> None:
    frame = about("lumifer", package=TINY)

    assert list(frame) == ["table", "record_id", "when", "what", "said_by_entity_id", "known_from", "source_ids"]
    assert frame["known_from"].is_monotonic_increasing
    assert frame["known_from"].dtype == "datetime64[s]"
    assert word(frame, "listing-2034") == {
        "table": "targets",
        "record_id": "listing-2034",
        "when": "2034",
        "what": "A claim invented for the tests.",
        "said_by_entity_id": "ardoise",
        "known_from": pd.Timestamp(SECOND),
        "source_ids": "s001",
    }


def test_about_speaks_french() -> None:
    assert (
        word(about("lumifer", language="fr", package=TINY), "listing-2034")["what"]
        == "Une promesse inventée pour les tests."
    )


def test_about_as_of_a_day_knows_no_later_claim_and_shows_no_prose_of_later_sources() -> None:
    frame = about("lumifer", as_of=FIRST, package=TINY)

    assert set(frame["source_ids"]) == {"s000"}
    assert ("targets", "listing-2034") not in told(frame)
    assert pd.isna(word(frame, "listing-second-half-2032")["what"])
    assert not pd.isna(word(frame, "margin-2032")["what"])


def test_an_unknown_entity_names_what_is_near() -> None:
    with pytest.raises(UnknownName, match="lumifer"):
        about("lumiver", package=TINY)


def test_an_entity_not_yet_known_is_unknown_on_that_day() -> None:
    with pytest.raises(UnknownName):
        about("zephyrine", as_of=FIRST, package=TINY)


def test_latest_gives_the_last_report_what_it_follows_and_what_it_disagrees_with() -> None:
    last = word(latest(package=TINY), "headcount-2032")

    assert (last["value"], last["earlier"], last["disagrees_with"]) == (2600, "headcount-2031", "headcount-2031")
    assert "headcount-2031" not in set(latest(package=TINY)["record_id"])


def test_a_promise_that_was_replaced_is_told_with_what_replaced_it_and_is_no_disagreement() -> None:
    last = word(latest(package=TINY), "listing-2034")

    assert (last["earlier"], last["horizon"]) == ("listing-second-half-2032", "2034")
    assert pd.isna(last["disagrees_with"])


def test_a_claim_that_stands_alone_follows_nothing() -> None:
    last = word(latest(package=TINY), "margin-2032")

    assert pd.isna(last["earlier"])
    assert pd.isna(last["disagrees_with"])


def test_promises_and_reports_of_one_metric_stand_apart(tmp_path: Path) -> None:
    package = edited(tmp_path, "targets", "margin-2032,lumifer,,margin", "margin-2032,lumifer,,headcount")

    frame = latest(package=package)

    assert set(frame.loc[frame["metric_id"] == "headcount", "table"]) == {"targets", "observations"}


def test_promises_for_two_horizons_are_two_words(tmp_path: Path) -> None:
    line = "margin-2032,lumifer,,margin,between,0.08,0.12,share,2032/..,2032-01-01,,planned,,announced,,"
    more = line.replace("margin-2032", "margin-2033").replace("2032/..,2032-01-01", "2033/..,2033-01-01")
    package = edited(tmp_path, "targets", line, f"{more}x,x,s000,2031-03-13\n{line}")

    found = latest(package=package).query("metric_id == 'margin'")

    assert set(found["record_id"]) == {"margin-2032", "margin-2033"}


def test_two_figures_of_one_day_disagree_and_equal_ones_do_not(tmp_path: Path) -> None:
    line = "headcount-2032,lumifer,,headcount,exactly,2600,,people,2032-11-05,2032-11-05,2032-11-05,"
    other = line.replace("headcount-2032", "headcount-again").replace("2600", "2700")
    same = line.replace("headcount-2032", "headcount-twice")
    rest = "reported,,x,x,s001,2032-11-05\n"
    package = edited(tmp_path, "observations", line, f"{other}{rest}{same}{rest}{line}")

    last = word(latest(package=package), "headcount-twice")

    assert last["disagrees_with"] == "headcount-2031;headcount-again"
    assert last["earlier"] == "headcount-2031"


def test_latest_as_of_a_day_is_the_last_word_of_that_day() -> None:
    frame = latest(as_of=FIRST, package=TINY)

    assert word(frame, "headcount-2031")["value"] == 2400
    assert word(frame, "listing-second-half-2032")["status"] == "announced"
    assert "production-2040-second" not in set(frame["record_id"])


def test_latest_keeps_the_dtypes_of_its_tables() -> None:
    frame = latest(package=TINY)
    targets = frame_of(lumifer.tables()["targets"])

    assert list(frame.columns[:4]) == ["entity_id", "metric_id", "table", "record_id"]
    assert list(frame.columns[-2:]) == ["earlier", "disagrees_with"]
    assert [frame[name].dtype for name in ("value", "known_from", "earlier")] == [
        targets["value"].dtype,
        targets["known_from"].dtype,
        targets["entity_id"].dtype,
    ]


def edited(tmp_path: Path, table: str, old: str, new: str) -> Package:
    """Open a copy of the package with one line of a table changed."""
    folder = lumifer.copy(tmp_path)
    file = folder / "data" / f"{table}.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return open_package(folder)
