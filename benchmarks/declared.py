"""Write a data package whose schemas declare what ours do, or the same package whose schemas do not.

Run as `python -m benchmarks.declared FOLDER ROWS ours|plain`. `claims` has dates in EDTF with their bounds, a list of
sources, a comparator with a value, its upper end and a unit, and a metric that says which units there may be; all
tables are in canonical form. There are no proofs.
"""

import csv
import json
import random
import sys
from datetime import date
from pathlib import Path
from typing import Any

SOURCES, METRICS = 200, 30
UNITS = ["cars", "people", "share"]
COMPARATORS = ["about", "between", "exactly", "more_than"]
OF_FIELDS = ("edtf", "list", "range", "measure")

Rows = list[list[str]]


def build(folder: Path, rows: int, *, ours: bool) -> None:
    """Write the package into a folder."""
    chance = random.Random(rows)
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        "sources": [[f"s{number:03}", f"Source n° {number}"] for number in range(SOURCES)],
        "metrics": [[f"m-{number:02}", "share" if number % 3 == 0 else "cars;people"] for number in range(METRICS)],
        "claims": [_claim(number, chance) for number in range(rows)],
    }
    for name, records in content.items():
        _write(folder / f"{name}.csv", [field["name"] for field in SCHEMAS[name]["fields"]], records)
    resources = [
        {"name": name, "type": "table", "path": f"{name}.csv", "encoding": "utf-8", "schema": _schema(name, ours=ours)}
        for name in SCHEMAS
    ]
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    descriptor = {"$schema": profile, "name": "declared", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(descriptor, indent=2), encoding="utf-8")


def _claim(number: int, chance: random.Random) -> list[str]:
    metric = chance.randrange(METRICS)
    unit = "share" if metric % 3 == 0 else chance.choice(UNITS[:2])
    comparator = chance.choice(COMPARATORS)
    low = chance.randrange(1, 40) if unit == "share" else chance.randrange(1, 900_000)
    value, upper = (f"0.{low:02}".rstrip("0"), "0.5") if unit == "share" else (str(low), "1000000")
    year, month = chance.randrange(2020, 2040), chance.randrange(1, 13)
    dates = [(f"{year}", f"{year}-01-01", f"{year}-12-31"), (f"../{year}", "", f"{year}-12-31")]
    last = date(year + month // 12, month % 12 + 1, 1).toordinal() - 1
    dates.append((f"{year}-{month:02}", f"{year}-{month:02}-01", date.fromordinal(last).isoformat()))
    sources = sorted(chance.sample(range(SOURCES), chance.choice([1, 1, 2])))
    return [
        f"c-{number:07}",
        f"m-{metric:02}",
        comparator,
        value,
        upper if comparator == "between" else "",
        unit,
        *chance.choice(dates),
        f"Ce que dit la source n° {number % 1000}, à peu près",
        ";".join(f"s{source:03}" for source in sources),
    ]


def _write(file: Path, header: list[str], rows: Rows) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _schema(name: str, *, ours: bool) -> dict[str, Any]:
    schema = SCHEMAS[name]
    if ours:
        return {**schema, "canonical": True}
    fields = [{key: said for key, said in field.items() if key not in OF_FIELDS} for field in schema["fields"]]
    return {**schema, "fields": fields}


SCHEMAS: dict[str, dict[str, Any]] = {
    "sources": {
        "fields": [{"name": "source_id", "type": "string"}, {"name": "title", "type": "string"}],
        "primaryKey": ["source_id"],
    },
    "metrics": {
        "fields": [
            {"name": "metric_id", "type": "string"},
            {"name": "units", "type": "string", "list": {"separator": ";"}},
        ],
        "primaryKey": ["metric_id"],
    },
    "claims": {
        "fields": [
            {"name": "claim_id", "type": "string", "constraints": {"required": True, "pattern": "c-[0-9]{7}"}},
            {"name": "metric_id", "type": "string", "measure": {"unit": "unit", "units": "units"}},
            {
                "name": "comparator",
                "type": "string",
                "constraints": {"enum": COMPARATORS},
                "range": {"value": "value", "valueTo": "value_to", "unit": "unit"},
            },
            {"name": "value", "type": "number"},
            {"name": "value_to", "type": "number"},
            {"name": "unit", "type": "string", "constraints": {"enum": UNITS}},
            {"name": "told", "type": "string", "edtf": {"earliest": "told_earliest", "latest": "told_latest"}},
            {"name": "told_earliest", "type": "date"},
            {"name": "told_latest", "type": "date"},
            {"name": "note", "type": "string"},
            {
                "name": "source_ids",
                "type": "string",
                "list": {"separator": ";", "reference": {"resource": "sources", "fields": "source_id"}},
            },
        ],
        "primaryKey": ["claim_id"],
        "foreignKeys": [{"fields": ["metric_id"], "reference": {"resource": "metrics", "fields": ["metric_id"]}}],
    },
}

if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]), ours=sys.argv[3] == "ours")
