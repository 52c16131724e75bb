"""What is near to a text, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from ampere_data.tabular import nearness
from ampere_data.tabular.nearness import KnownIds
from ampere_data.tabular.package import Table
from ampere_data.tabular.rows import Rows
from ampere_data.tabular.schema import read_schema

FIELDS: list[dict[str, Any]] = [
    {"name": "key", "type": "string", "constraints": {"pattern": "[a-z-]+"}},
    {"name": "called", "type": "string"},
    {"name": "also", "type": "string", "list": {"separator": ";"}},
    {"name": "kind", "type": "string", "constraints": {"enum": ["group", "plan"]}},
    {"name": "up", "type": "string"},
]
TABLE = Table(
    "things",
    "things.csv",
    read_schema({"fields": FIELDS, "foreignKeys": [{"fields": "up", "reference": {"fields": "key"}}]}, "things"),
    {},
)
THINGS = [
    ["renault", "Renault", "groupe Renault;Losange", "group", ""],
    ["renault-brand", "Renault", "", "brand", "renault"],
    ["ampere", "Ampere", "la future entité", "group", "renault"],
    ["electricity", "Électricité Nord", "Douai", "plan", "ampere"],
    ["s-line", "S", "", "plan", "Oddity"],
]


def register(*ids: str, rows: list[list[str]] | None = None) -> KnownIds:
    """Make a register of ids, or of those of some rows."""
    known = {(one,) for one in ids or [row[0] for row in rows or []]}
    labels = [field["name"] for field in FIELDS]
    held = Rows(TABLE, labels, rows or [], [], [])
    return KnownIds(known, "key", lambda: held if rows else None)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("renalt", "renault"),
        ("Renault", "renault"),
        ("RENAULT ", "renault"),
        ("ampère", "ampere"),
        ("nissan", ""),
        ("", ""),
        ("x" * 500, ""),
    ],
)
def test_a_misspelt_name_is_near(text: str, near: str) -> None:
    assert nearness.near_name(text, ["renault", "ampere", "alpine"]) == near


@pytest.mark.parametrize(
    ("text", "near"),
    [("s01", "s001"), ("S001", "s001"), ("s009", ""), ("value 1", "value_1"), ("value3", ""), ("valeu_1", "value_1")],
)
def test_another_number_is_never_near(text: str, near: str) -> None:
    assert nearness.near_name(text, ["s001", "s004", "value_1", "value_2"]) == near


@pytest.mark.parametrize(
    ("text", "near"),
    [
        pytest.param("Ampère SAS", "ampere", id="a word too many"),
        pytest.param("La Future Entite", "ampere", id="an alias"),
        pytest.param("losange", "renault", id="another alias"),
        pytest.param("Renault Group", "renault", id="an alias, spelt otherwise and turned round"),
        pytest.param("Électricité", "electricity", id="part of a name"),
        pytest.param("douai", "electricity", id="an alias in small letters"),
        pytest.param("renault_brand", "renault-brand", id="the id, spelt otherwise"),
        pytest.param("amper", "ampere", id="misspelt"),
        pytest.param("zorglub", None, id="nothing near"),
        pytest.param("the group of the future", None, id="words that do not tell"),
        pytest.param("group", None, id="a value of a list of values is no name"),
        pytest.param("Oddity", None, id="a link is no name"),
        pytest.param("s", "s-line", id="a name of one letter"),
    ],
)
def test_an_id_is_found_by_what_its_row_is_called(text: str, near: str | None) -> None:
    advice = register(rows=THINGS).advise(text)

    assert advice == ({"params": {"near": near}, "hint": "near-id"} if near else {})


def test_a_name_that_two_go_by_tells_nothing() -> None:
    twins = [["one", "Twin", "", "plan", ""], ["other", "Twin", "", "plan", ""]]

    assert register(rows=twins).advise("Twin") == {}
    assert register(rows=twins[:1]).advise("Twin")["params"] == {"near": "one"}


@pytest.mark.parametrize(
    ("ids", "text", "params", "hint"),
    [
        (["s000", "s001", "s004"], "s009", {"count": 3, "first": "s000", "last": "s004"}, "numbered-ids"),
        (["s000", "s001", "s004"], "s01", {"near": "s001"}, "near-id"),
        (["s000", "s001", "s004"], "S4", {"near": "s004"}, "near-id"),
        (["s2", "s10", "s9", "x"], "s11", {"count": 3, "first": "s2", "last": "s10"}, "numbered-ids"),
        (["s000", "x"], "s009", {"count": 1, "first": "s000", "last": "s000"}, "numbered-id"),
        (["employees-2022", "employees-2023"], "employees-2021", None, "numbered-ids"),
        (["model-a", "model-b"], "s009", {}, ""),
        (["s000", "s001"], "t009", {}, ""),
    ],
)
def test_numbered_ids_are_counted_off(ids: list[str], text: str, params: dict[str, object] | None, hint: str) -> None:
    advice = register(*ids).advise(text)

    assert advice.get("hint", "") == hint
    assert params is None or advice.get("params", {}) == params


def test_so_many_ids_are_not_compared() -> None:
    assert register(*(f"{number:x}-id" for number in range(5001))).advise("1f-idd") == {}
    assert register(*(f"{number:x}-id" for number in range(40))).advise("1f-idd")["hint"] == "near-id"
