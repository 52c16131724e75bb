"""Write a data package of three tables, clean or with faults whose places are known.

Run as `python -m benchmarks.packages FOLDER ROWS clean|dirty`. `targets` has ten columns: an id with a pattern, two
foreign keys, two enumerations, a text, a number with a minimum, an integer range, a date, and a nullable note with
accents, commas and newlines. `keyless.json` describes the same files without keys.
"""

import csv
import json
import random
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

SOURCES, ENTITIES, FAULTS = 50, 10_000, 200
METRICS = ["employees", "market-share", "production", "range", "revenue", "sales"]
KINDS_OF_ENTITY = ["company", "site"]
STATUSES = ["announced", "confirmed", "abandoned", "reached", "missed"]
NOTES = [
    "",
    "répété à l’été, « sans réserve »",
    "première ligne,\ndeuxième ligne",
    'dit "environ", puis précisé',
    "façade, Noël, œuvre, 10 % de plus",
]

Row = list[str]
Fault = dict[str, str | int]

# A kind of fault: the field it spoils, the code that names it, and what it makes of a good row and an earlier one.
KINDS: dict[str, tuple[str, str, Callable[[Row, Row], str]]] = {
    "pattern": ("target_id", "constraint-error", lambda row, _: row[0].upper()),
    "primary key": ("target_id", "primary-key", lambda _, earlier: earlier[0]),
    "foreign key": ("entity_id", "foreign-key", lambda _, __: "e-99999"),
    "enumeration": ("metric", "constraint-error", lambda row, _: row[3].title()),
    "minimum": ("value", "constraint-error", lambda row, _: f"-{row[6]}"),
    "integer": ("year", "type-error", lambda row, _: f"{row[7]}.5"),
    "date": ("announced", "type-error", lambda row, _: f"{row[8][:4]}-02-30"),
}


def build(folder: Path, rows: int, *, dirty: bool) -> list[Fault]:
    """Write the package into a folder; return the faults it has, also written there as `truth.json`."""
    chance = random.Random(rows)
    folder.mkdir(parents=True, exist_ok=True)
    sources = [[f"s{number:03}", f"Source n° {number}", _day(chance)] for number in range(SOURCES)]
    entities = [[f"e-{number:05}", f"Société {number}", chance.choice(KINDS_OF_ENTITY)] for number in range(ENTITIES)]
    truth: list[Fault] = []
    targets = _targets(rows, chance, _faults(rows) if dirty else {}, truth)
    for name, content in (("sources", sources), ("entities", entities), ("targets", targets)):
        _write(folder / f"{name}.csv", [field["name"] for field in SCHEMAS[name]["fields"]], content)
    for name, keyed in (("datapackage", True), ("keyless", False)):
        (folder / f"{name}.json").write_text(json.dumps(_descriptor(keyed=keyed), indent=2), encoding="utf-8")
    (folder / "truth.json").write_text(json.dumps(truth), encoding="utf-8")
    return truth


def _faults(rows: int) -> dict[int, tuple[str, int]]:
    """Choose the rows that are spoilt, for each the kind of fault and an earlier row, which stays as it is."""
    chance, count = random.Random(rows), len(KINDS) * FAULTS
    places, earlier = chance.sample(range(rows // 2, rows), count), chance.sample(range(rows // 2), count)
    kinds = [kind for kind in KINDS for _ in range(FAULTS)]
    return dict(zip(places, zip(kinds, earlier, strict=True), strict=True))


def _targets(rows: int, chance: random.Random, faults: dict[int, tuple[str, int]], truth: list[Fault]) -> Iterator[Row]:
    """Give row after row, so that a table may be larger than memory; what is spoilt is told in `truth`."""
    names = [field["name"] for field in SCHEMAS["targets"]["fields"]]
    for number in range(rows):
        row = _target(number, chance)
        if number in faults:
            kind, earlier = faults[number]
            field, code, spoil = KINDS[kind]
            row[names.index(field)] = spoil(row, _target(earlier, random.Random(0)))
            truth.append({"table": "targets", "row": number + 2, "field": field, "code": code, "kind": kind})
        yield row


def _target(number: int, chance: random.Random) -> Row:
    return [
        f"t-{number:07}",
        f"e-{chance.randrange(ENTITIES):05}",
        f"s{chance.randrange(SOURCES):03}",
        chance.choice(METRICS),
        chance.choice(STATUSES),
        f"Objectif {number}",
        f"{1 + chance.random() * 100_000:.2f}",
        str(chance.randint(2020, 2040)),
        _day(chance),
        chance.choice(NOTES),
    ]


def _descriptor(*, keyed: bool) -> dict[str, object]:
    """Describe the package, with its keys or without."""
    keys = () if keyed else ("primaryKey", "foreignKeys")
    schemas = {
        name: {part: said for part, said in schema.items() if part not in keys} for name, schema in SCHEMAS.items()
    }
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "benchmark",
        "resources": [
            {"name": name, "type": "table", "path": f"{name}.csv", "encoding": "utf-8", "schema": schema}
            for name, schema in schemas.items()
        ],
    }


def _day(chance: random.Random) -> str:
    return (date(2020, 1, 1) + timedelta(days=chance.randrange(2_000))).isoformat()


def _write(file: Path, header: list[str], rows: Iterable[Row]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _field(name: str, kind: str = "string", **constraints: object) -> dict[str, object]:
    return {"name": name, "type": kind, "constraints": constraints}


def _reference(field: str, table: str) -> dict[str, object]:
    return {"fields": [field], "reference": {"resource": table, "fields": [field]}}


SCHEMAS: dict[str, dict[str, list]] = {  # type: ignore[type-arg]
    "sources": {
        "fields": [_field("source_id", required=True), _field("title", required=True), _field("published", "date")],
        "primaryKey": ["source_id"],
    },
    "entities": {
        "fields": [
            _field("entity_id", required=True),
            _field("name", required=True),
            _field("kind", enum=KINDS_OF_ENTITY),
        ],
        "primaryKey": ["entity_id"],
    },
    "targets": {
        "fields": [
            _field("target_id", required=True, pattern="t-[0-9]{7}"),
            _field("entity_id", required=True),
            _field("source_id", required=True),
            _field("metric", required=True, enum=METRICS),
            _field("status", required=True, enum=STATUSES),
            _field("title", required=True, maxLength=60),
            _field("value", "number", required=True, minimum=0),
            _field("year", "integer", required=True, minimum=2000, maximum=2050),
            _field("announced", "date", required=True),
            _field("note"),
        ],
        "primaryKey": ["target_id"],
        "foreignKeys": [_reference("entity_id", "entities"), _reference("source_id", "sources")],
    },
}

if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]), dirty=sys.argv[3] == "dirty")
