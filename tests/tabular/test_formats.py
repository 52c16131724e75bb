"""Any data package: tables in several files, in JSON, in JSON Lines, in workbooks, in Parquet, and these together.

The packages are written after public descriptions of how others lay out their data. As in `test_foreign`, the verdict
and each finding about a cell must be Frictionless' own, on the sound package and with one value broken.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from engine import field, schema, screened
from oracle import Places, found, judged
from writing import parquet, workbook

from ampere_data.tabular import frames as framing

Broken = list[tuple[str, str, str, Places]]


class Sample(NamedTuple):
    """A package: its resources, and its files as text; of a workbook the sheets, of Parquet the rows, as JSON."""

    resources: list[dict[str, Any]]
    files: dict[str, str]


class Break(NamedTuple):
    """One text of a file replaced by another, and what Frictionless says of that."""

    sample: str
    file: str
    old: str
    new: str
    wrong: Places


def table(name: str, path: str | list[str], described: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "table", "path": path, "schema": described, **more}


def key(fields: str | list[str], target: str, targets: str | list[str]) -> dict[str, Any]:
    return {"fields": fields, "reference": {"resource": target, "fields": targets}}


def lines(*rows: str) -> str:
    return "".join(f"{row}\n" for row in rows)


_DEPLOYMENTS = schema(
    field("deployment"), field("latitude", "number", minimum=-90, maximum=90), primaryKey="deployment"
)
_OBSERVATIONS = schema(
    field("observation", required=True),
    field("deployment"),
    field("timestamp", "datetime", format="%Y-%m-%dT%H:%M:%S"),
    field("count", "integer", minimum=1),
    field("stage", enum=["adult", "juvenile"]),
    missingValues=["", "unknown"],
    primaryKey="observation",
    foreignKeys=[key("deployment", "deployments", "deployment")],
)
_STATIONS = schema(field("station"), field("built", "year"), primaryKey="station")
_READINGS = schema(
    field("station"),
    field("day", "date"),
    field("rain", "number", minimum=0),
    primaryKey=["station", "day"],
    foreignKeys=[key("station", "stations", "station")],
)
_MEMBERS = schema(
    field("id", "integer", unique=True),
    field("name", required=True, minLength=2),
    field("seat", "object"),
    field("terms", "array", maxLength=2),
    field("active", "boolean"),
    field("party", enum=["left", "right"]),
)
_EVENTS = schema(
    field("event", "integer"),
    field("at", "datetime"),
    field("who", "integer"),
    field("share", "number", maximum=1),
    primaryKey="event",
    foreignKeys=[key("who", "members", "id")],
)
_REGIONS = schema(field("code", pattern="R[0-9]"), field("name"), primaryKey="code")
_BUDGET = schema(
    field("region"),
    field("year", "integer", minimum=2030),
    field("amount", "number"),
    field("voted", "date"),
    field("final", "boolean"),
    primaryKey=["region", "year"],
    foreignKeys=[key("region", "regions", "code")],
)
_SAMPLES = schema(field("sample"), field("taken", "datetime"), field("mass", "number", minimum=0.01), field("lot"))
_LOTS = schema(field("lot"), field("made", "date"), primaryKey="lot")

SAMPLES = {
    # cameras in the wild: sightings come in two files with a header each, separated by tabs
    "cameras": Sample(
        [
            table("deployments", "deployments.csv", _DEPLOYMENTS),
            table(
                "observations",
                ["observations_1.csv", "observations_2.csv"],
                _OBSERVATIONS,
                format="csv",
                dialect={"delimiter": "\t"},
            ),
            {"name": "media", "type": "table", "data": [{"file": "a.jpg", "frame": 1}, {"file": "b.jpg", "frame": 2}]},
        ],
        {
            "deployments.csv": lines("deployment,latitude", "d1,51.5", "d2,-4.25"),
            "observations_1.csv": lines(
                "observation\tdeployment\ttimestamp\tcount\tstage",
                "o1\td1\t2031-02-01T06:00:00\t2\tadult",
                "o2\td1\t2031-02-01T07:30:00\t1\tunknown",
            ),
            "observations_2.csv": lines(
                "observation\tdeployment\ttimestamp\tcount\tstage",
                'o3\td2\t2031-02-03T23:59:59\t12\t"juvenile"',
                "o4\t\tunknown\tunknown\t",
            ),
        },
    ),
    # weather: a file a year, the older ones compressed, and one year without a day
    "rain": Sample(
        [
            table("stations", "stations.csv", _STATIONS),
            table("readings", ["2029.csv.gz", "2030.csv", "2031.csv"], _READINGS),
        ],
        {
            "stations.csv": lines("station,built", "north,1999", "south,2004"),
            "2029.csv.gz": lines("station,day,rain", "north,2029-07-01,0", "south,2029-07-01,3.5"),
            "2030.csv": lines("station,day,rain"),
            "2031.csv": lines("station,day,rain", "north,2031-07-01,1", '"south",2031-07-01,', "south,2031-07-02,12"),
        },
    ),
    # an assembly: what an API gave, wrapped in an object, and a log beside it, in two files
    "assembly": Sample(
        [
            table("members", "members.json", _MEMBERS, dialect={"json": {"property": "result.members"}}),
            table("events", ["log-1.jsonl", "log-2.jsonl"], _EVENTS),
        ],
        {
            "members.json": """{"status": "ok", "result": {"count": 2, "members": [
  {"id": 1, "name": "Ada", "seat": {"row": 2}, "terms": [1, 2], "active": true, "party": "left"},
  {"id": 2, "name": "Bo", "seat": {}, "terms": [], "active": false, "party": "right"}
]}}
""",
            "log-1.jsonl": lines('{"event": 1, "at": "2031-01-01T10:00:00Z", "who": 1, "share": 0.5}'),
            "log-2.jsonl": lines(
                '{"event": 2, "at": "2031-01-02T10:00:00Z", "who": 2, "share": 1}',
                '{"event": 3, "at": "2031-01-02T10:00:01Z", "who": null, "share": 1e-2}',
            ),
        },
    ),
    # a budget: one workbook, a title above one of its two sheets
    "budget": Sample(
        [
            table("regions", "budget.xlsx", _REGIONS, dialect={"excel": {"sheet": "Regions"}}),
            table("budget", "budget.xlsx", _BUDGET, dialect={"headerRows": [2], "excel": {"sheet": 2}}),
        ],
        {
            "budget.xlsx": json.dumps(
                {
                    "Regions": [["code", "name"], ["R1", "North"], ["R2", "South"]],
                    "Budget": [
                        ["Budget of the regions", None, None, None, None],
                        ["region", "year", "amount", "voted", "final"],
                        ["R1", 2030, 12.5, "@2030-01-31", True],
                        ["R2", 2030, -3, "@2030-02-01", False],
                        ["R2", 2031, None, "@2031-01-31", None],
                    ],
                }
            )
        },
    ),
    # a laboratory: measurements in Parquet, what they were made of in JSON lists
    "laboratory": Sample(
        [
            table(
                "samples",
                "samples.parquet",
                {**_SAMPLES, "primaryKey": "sample", "foreignKeys": [key("lot", "lots", "lot")]},
            ),
            table("lots", "lots.json", _LOTS),
        ],
        {
            "samples.parquet": json.dumps(
                [
                    ["sample", "taken", "mass", "lot"],
                    ["s1", "@2031-05-01T08:00:00", 0.25, "a"],
                    ["s2", "@2031-05-01T09:30:00", 1.5, "b"],
                    ["s3", "@2031-05-02T08:00:00", 12.0, None],
                ]
            ),
            "lots.json": '[["lot", "made"],\n ["a", "2031-04-01"],\n ["b", "2031-04-02"]]\n',
        },
    ),
    # a survey: parts without a header at all, in an encoding of its own
    "households": Sample(
        [
            table(
                "households",
                ["a.txt", "b.txt"],
                schema(field("household", "integer", unique=True), field("street")),
                format="csv",
                encoding="iso-8859-1",
                dialect={"header": False, "delimiter": ";"},
            )
        ],
        {"a.txt": lines("1;Allée", "2;Quai"), "b.txt": lines('3;"Rue; haute"', "4;Cité")},
    ),
    # a gazetteer: the rows in the descriptor, and a list of names in JSON Lines of lists
    "gazetteer": Sample(
        [
            {
                "name": "islands",
                "type": "table",
                "data": [["id", "area"], [1, 2.5], [2, None]],
                "schema": schema(field("id", "integer"), field("area", "number"), primaryKey="id"),
            },
            table(
                "names",
                "names.ndjson",
                schema(field("island", "integer"), field("name"), foreignKeys=[key("island", "islands", "id")]),
            ),
        ],
        {"names.ndjson": lines('["island", "name"]', '[1, "Solmark"]', '[2, "Øre"]')},
    ),
}

_OF_CAMERAS: Broken = [
    ("observations_1.csv", "\t2\t", "\t0\t", {("observations", 2, "count", "constraint-error")}),
    ("observations_2.csv", "\t12\t", "\ttwelve\t", {("observations", 4, "count", "type-error")}),
    (
        "observations_2.csv",
        "\t12\t",
        "\t",
        {("observations", 4, "count", "type-error"), ("observations", 4, "stage", "missing-cell")},
    ),
    ("observations_2.csv", "o3", "o1", {("observations", 4, "", "primary-key")}),
    ("observations_2.csv", "o3\td2", "o3\td9", {("observations", 4, "", "foreign-key")}),
    ("observations_2.csv", '"juvenile"', '"juve\nnile"', {("observations", 4, "stage", "constraint-error")}),
    ("deployments.csv", "d2", "d3", {("observations", 4, "", "foreign-key")}),
]
_OF_RAIN: Broken = [
    ("2029.csv.gz", "3.5", "-3.5", {("readings", 3, "rain", "constraint-error")}),
    ("2031.csv", "07-02", "07-32", {("readings", 6, "day", "type-error")}),
    ("2031.csv", "south,2031-07-02", "south,2029-07-01", {("readings", 6, "", "primary-key")}),
    ("2031.csv", "north,", "east,", {("readings", 4, "", "foreign-key")}),
    ("2031.csv", ",12", ",12,13", {("readings", 6, "", "extra-cell")}),
]
_OF_ASSEMBLY: Broken = [
    ("members.json", '"id": 2', '"id": 1', {("members", 3, "id", "unique-error"), ("events", 3, "", "foreign-key")}),
    ("members.json", '"id": 2', '"id": 2.5', {("members", 3, "id", "type-error"), ("events", 3, "", "foreign-key")}),
    ("members.json", '"id": 2', '"id": 2.0', set()),
    ("members.json", '"Bo"', '"B"', {("members", 3, "name", "constraint-error")}),
    ("members.json", '"Bo"', "null", {("members", 3, "name", "constraint-error")}),
    ("members.json", '"name": "Bo", ', "", {("members", 3, "name", "constraint-error")}),
    ("members.json", '{"row": 2}', "[2]", {("members", 2, "seat", "type-error")}),
    ("members.json", "[1, 2]", "[1, 2, 3]", {("members", 2, "terms", "constraint-error")}),
    ("members.json", "true", '"yes"', {("members", 2, "active", "type-error")}),
    ("members.json", '"party": "right"', '"party": "centre"', {("members", 3, "party", "constraint-error")}),
    ("members.json", '"party": "left"', '"party": "left", "group": 1', {("members", 0, "", "extra-label")}),
    ("log-1.jsonl", "0.5", '"half"', {("events", 2, "share", "type-error")}),
    ("log-2.jsonl", '"event": 2', '"event": 1', {("events", 3, "", "primary-key")}),
    ("log-2.jsonl", '"share": 1}', '"share": 1.5}', {("events", 3, "share", "constraint-error")}),
    ("log-2.jsonl", '"who": null', '"who": 3', {("events", 4, "", "foreign-key")}),
    ("log-2.jsonl", "10:00:01Z", "10.00", {("events", 4, "at", "type-error")}),
]
_OF_BUDGET: Broken = [
    ("budget.xlsx", "12.5", '"12,5"', {("budget", 3, "amount", "type-error")}),
    ("budget.xlsx", "12.5", '"12.5"', set()),
    ("budget.xlsx", '["R1", 2030', '["R1", 2030.0', set()),
    ("budget.xlsx", '["R1", 2030', '["R1", 2029', {("budget", 3, "year", "constraint-error")}),
    ("budget.xlsx", '["R2", 2031', '["R2", 2030', {("budget", 5, "", "primary-key")}),
    ("budget.xlsx", '["R2", 2031', '["R3", 2031', {("budget", 5, "", "foreign-key")}),
    ("budget.xlsx", '"@2030-01-31"', '"@2030-01-31T10:00:00"', {("budget", 3, "voted", "type-error")}),
    ("budget.xlsx", '"@2030-01-31"', '"2030-01-31"', set()),
    ("budget.xlsx", '"@2030-01-31"', "47514", {("budget", 3, "voted", "type-error")}),
    ("budget.xlsx", "true", "1", {("budget", 3, "final", "type-error")}),
    (
        "budget.xlsx",
        '["R1", "North"]',
        '["1R", "North"]',
        {("regions", 2, "code", "constraint-error"), ("budget", 3, "", "foreign-key")},
    ),
    ("budget.xlsx", '["code", "name"]', '["code", "nom"]', {("regions", 0, "name", "incorrect-label")}),
]
_OF_LABORATORY: Broken = [
    ("samples.parquet", "0.25", "0.0", {("samples", 2, "mass", "constraint-error")}),
    ("samples.parquet", '"s2"', '"s1"', {("samples", 3, "", "primary-key")}),
    ("samples.parquet", '"b"', '"c"', {("samples", 3, "", "foreign-key")}),
    ("samples.parquet", '"lot"', '"batch"', {("samples", 0, "lot", "incorrect-label")}),
    ("lots.json", "2031-04-02", "2031-04-31", {("lots", 3, "made", "type-error")}),
    ("lots.json", '["b"', '["a"', {("lots", 3, "", "primary-key"), ("samples", 3, "", "foreign-key")}),
    ("lots.json", ', "2031-04-02"', "", {("lots", 3, "made", "missing-cell")}),
    ("lots.json", '"2031-04-02"', '"2031-04-02", 1', {("lots", 3, "", "extra-cell")}),
    ("lots.json", ',\n ["b", "2031-04-02"]', "", {("samples", 3, "", "foreign-key")}),
]
_OF_HOUSEHOLDS: Broken = [
    ("b.txt", "3;", "2;", {("households", 3, "household", "unique-error")}),
    ("b.txt", "4;Cité", "four;Cité", {("households", 4, "household", "type-error")}),
    ("b.txt", '"Rue; haute"', "Rue; haute", {("households", 3, "", "extra-cell")}),
    ("a.txt", "1;", "household;", {("households", 1, "household", "type-error")}),
]
_OF_GAZETTEER: Broken = [
    ("names.ndjson", '[2, "Øre"]', '[3, "Øre"]', {("names", 3, "", "foreign-key")}),
    ("names.ndjson", '"Øre"', "7", {("names", 3, "name", "type-error")}),
    ("names.ndjson", '[2, "Øre"]', "[]", {("names", 3, "", "blank-row")}),
    ("names.ndjson", '[2, "Øre"]', "[2]", {("names", 3, "name", "missing-cell")}),
]
_BREAKS: dict[str, Broken] = {
    "cameras": _OF_CAMERAS,
    "rain": _OF_RAIN,
    "assembly": _OF_ASSEMBLY,
    "budget": _OF_BUDGET,
    "laboratory": _OF_LABORATORY,
    "households": _OF_HOUSEHOLDS,
    "gazetteer": _OF_GAZETTEER,
}
BREAKS = [Break(name, *one) for name, breaks in _BREAKS.items() for one in breaks]


def write(folder: Path, sample: Sample) -> Path:
    """Write a package into a folder; return the path of its descriptor."""
    for name, text in sample.files.items():
        encoding = next((one["encoding"] for one in sample.resources if "encoding" in one), "utf-8")
        (folder / name).write_bytes(_bytes(name, text, encoding))
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps({"name": "sample", "resources": sample.resources}), encoding="utf-8")
    return descriptor


def _bytes(name: str, text: str, encoding: str) -> bytes:
    if name.endswith(".gz"):
        return gzip.compress(text.encode(encoding))
    if name.endswith(".xlsx"):
        return workbook(json.loads(text))
    if name.endswith(".parquet"):
        return parquet(json.loads(text))
    return text.encode(encoding)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sound_package_is_valid_as_frictionless_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    descriptor = write(tmp_path, SAMPLES[name])

    assert judged(descriptor) == found(descriptor) == (True, set())
    monkeypatch.setattr(framing, "MANY", 0)
    with screened(monkeypatch):
        assert found(descriptor) == (True, set())


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(one, id=f"{one.file}-{one.old}-{one.new}".encode("unicode_escape").decode().replace("::", ":"))
        for one in BREAKS
    ],
)
def test_what_one_value_breaks_is_what_frictionless_says(
    broken: Break, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resources, files = SAMPLES[broken.sample]
    assert files[broken.file].count(broken.old) == 1
    text = files[broken.file].replace(broken.old, broken.new)
    descriptor = write(tmp_path, Sample(resources, {**files, broken.file: text}))

    assert judged(descriptor) == (not broken.wrong, broken.wrong)
    assert found(descriptor) == (not broken.wrong, broken.wrong)
    monkeypatch.setattr(framing, "MANY", 0)
    with screened(monkeypatch):
        assert found(descriptor) == (not broken.wrong, broken.wrong)
