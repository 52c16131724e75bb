"""Each plain type: what it reads, and what comes near and is not of it."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from engine import check, field, schema

from ampere_data.tabular.schema import Field, read_schema
from ampere_data.tabular.types import YearMonth, value_reader

PARIS = timezone(timedelta(hours=1))
RIGHT: list[tuple[str, str, Any]] = [
    ("integer", "007", 7),
    ("integer", "+3", 3),
    ("integer", "-0", 0),
    ("number", "-1.23", Decimal("-1.23")),
    ("number", "+100000.00", Decimal(100000)),
    ("number", "210.", Decimal(210)),
    ("number", ".5", Decimal("0.5")),
    ("number", "1E-3", Decimal("0.001")),
    ("number", "INF", Decimal("Infinity")),
    ("number", "-inf", Decimal("-Infinity")),
    ("boolean", "TRUE", True),
    ("boolean", "0", False),
    ("date", "2024-02-29", date(2024, 2, 29)),
    ("datetime", "2024-01-26T15:00:00", datetime.fromisoformat("2024-01-26T15:00:00")),
    ("datetime", "2024-01-26T15:00:00.300-05:00", datetime(2024, 1, 26, 20, 0, 0, 300_000, tzinfo=UTC)),
    ("datetime", "2024-12-31T24:00:00Z", datetime(2025, 1, 1, tzinfo=UTC)),
    ("time", "15:00:00", time(15)),
    ("time", "15:00:00.5+01:00", time(15, 0, 0, 500_000, tzinfo=PARIS)),
    ("year", "0044", 44),
    ("year", "-0044", -44),
    ("year", "12024", 12024),
    ("yearmonth", "2021-03", YearMonth(2021, 3)),
    ("any", " x", " x"),
    ("string", "١", "١"),
]
WRONG = {
    "integer": ["", "1_000", "١", "１２", " 1", "1 ", "1.0", "1e3", "--1", "+", "0x10"],
    "number": [
        "1_0.5",
        "1,5",
        " 1.5",
        "Infinity",
        "infinity",
        ".",
        "1e",
        "e5",
        "1..2",
        "٣.٥",
        "1e999999999999999999999",
    ],
    "boolean": ["yes", "tRUE", " true", "1.0"],
    "date": ["2021-3-1", "2021-02-29", "20210301", "2021-03-01T00:00:00", "٢٠٢١-٠٣-٠١", "12021-01-01", " 2021-03-01"],
    "datetime": [
        "2024-01-26 15:00:00",
        "2024-01-26T15:00",
        "2024-W04-5T15:00:00",
        "2024-01-26T15:00:00,5",
        "2024-01-26T24:00:01",
        "2024-01-26T15:00:00+15:00",
        "2024-01-26",
        "9999-12-31T24:00:00",
    ],
    "time": ["15:00", "24:00:01", "15:60:00", "3:00:00", "15:00:00 Z"],
    "year": ["24", "02024", "+2024", "2024Z", "１２３４"],
    "yearmonth": ["2021-3", "2021-13", "2021", "2021-03-01"],
}


@pytest.mark.parametrize(("kind", "text", "value"), RIGHT, ids=[f"{kind}-{text}" for kind, text, _ in RIGHT])
def test_a_plain_type_reads_what_the_standard_lets_it_be_written_as(kind: str, text: str, value: Any) -> None:
    read = value_reader(Field("f", kind))

    assert read is not None
    assert read(text) == value


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in WRONG.items() for text in texts], ids=repr)
def test_a_plain_type_reads_nothing_else(kind: str, text: str) -> None:
    read = value_reader(Field("f", kind))

    assert read is not None
    assert read(text) is None


@pytest.mark.parametrize(
    ("kind", "said", "text", "value"),
    [
        ("integer", {"groupChar": " "}, "10 000", 10000),
        ("integer", {"groupChar": ","}, "1,234", 1234),
        ("integer", {"groupChar": " "}, "x", None),
        ("integer", {"bareNumber": False}, "€ -95 EUR", -95),
        ("integer", {"bareNumber": False}, "95%", 95),
        ("integer", {"bareNumber": False}, "9a5", None),
        ("integer", {"bareNumber": False}, "none", None),
        ("number", {"decimalChar": ",", "groupChar": "."}, "1.234,5", Decimal("1234.5")),
        ("number", {"decimalChar": ","}, "1.5", None),
        ("number", {"bareNumber": False}, "1" * 30 + "€ the unit", Decimal("1" * 30)),
        ("boolean", {"trueValues": ["oui"], "falseValues": ["non"]}, "oui", True),
        ("boolean", {"trueValues": ["oui"], "falseValues": ["non"]}, "true", None),
    ],
)
def test_a_field_says_what_else_may_stand_in_a_number(kind: str, said: dict[str, Any], text: str, value: Any) -> None:
    read = value_reader(read_schema({"fields": [{"name": "f", "type": kind, **said}]}, "t").fields[0])

    assert read is not None
    assert read(text) == value


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("integer", True, None),
        ("integer", 2.0, 2),
        ("integer", float("nan"), None),
        ("integer", float("inf"), None),
        ("number", False, None),
        ("number", 0.1, Decimal("0.1")),
        ("boolean", 1, None),
        ("date", datetime.fromisoformat("2024-01-01"), date(2024, 1, 1)),
        ("date", datetime.fromisoformat("2024-01-01T12:00"), None),
        ("datetime", date(2024, 1, 1), None),
        ("year", True, None),
        ("string", 5, None),
    ],
)
def test_a_value_that_has_a_type_already_is_held_to_that_of_the_field(kind: str, cell: Any, value: Any) -> None:
    read = value_reader(Field("f", kind))

    assert read is not None
    assert read(cell) == value


@pytest.mark.parametrize("one", [Field("f", "date", "%d/%m/%Y"), Field("f", "object"), Field("f", "string", "email")])
def test_other_types_and_formats_are_left_to_frictionless(one: Field) -> None:
    assert value_reader(one) is None


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize("text", ["1e999999999", "-1E-999999999", "9" * 5_000, "1" * 30 + " km"])
@pytest.mark.parametrize("kind", ["number", "integer"])
def test_no_number_is_too_large_to_be_judged(tmp_path: Path, kind: str, text: str) -> None:
    described = schema(field("f", kind, minimum=0, maximum=10, unique=True), field("g", kind, bareNumber=False))

    report = check(tmp_path, described, f"f,g\n{text},{text}\n1,1\n")

    assert not report.valid
    report.to_dict("fr")
