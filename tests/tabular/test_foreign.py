"""Packages of others: written after the public descriptions of other people's formats, and Frictionless as the judge.

The verdict and each finding about a cell must be Frictionless' own, on the sound package and with one cell broken,
whichever way the tables go. Where this differs on purpose, the test holds the exact difference.
"""

from __future__ import annotations

import gzip
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import ROOT
from oracle import Places, Verdict, found, judged
from saying import validate
from writing import parquet, workbook

from ampere_data.tabular import files, parts

FOREIGN = Path(__file__).parents[1] / "foreign"
PACKAGES = sorted(folder.name for folder in FOREIGN.iterdir())


class Break(NamedTuple):
    """One text of a file replaced by another, and what Frictionless says of that; rows count records."""

    file: str
    old: str
    new: str
    wrong: Places


class Change(NamedTuple):
    """Properties of one resource replaced by others (None: taken out), and what both, only one or the other says."""

    package: str
    resource: int
    properties: dict[str, Any]
    both: Places = frozenset()
    theirs: Places = frozenset()
    ours: Places = frozenset()


class Difference(NamedTuple):
    """A break on which the two differ on purpose: what only Frictionless says, only this project, and both."""

    package: str
    broken: Break
    theirs: Places
    ours: Places


def _unpack(name: str, folder: Path, *broken: Break) -> Path:
    """Copy a package, break it, compress what its descriptor has compressed; return the descriptor's path."""
    copy = folder / name
    shutil.copytree(FOREIGN / name, copy)
    for file, old, new, _ in broken:
        encoding = "iso-8859-1" if file == "proben.csv" else "utf-8"
        raw = (copy / file).read_bytes()
        assert raw.count(old.encode(encoding)) == 1, old
        (copy / file).write_bytes(raw.replace(old.encode(encoding), new.encode(encoding)))
    for resource in json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        path = copy / resource["path"]
        plain = path.with_suffix("")
        if path.suffix == ".gz":
            path.write_bytes(gzip.compress(plain.read_bytes()))
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path, "w") as archive:
                archive.write(plain, plain.name)
    return copy / "datapackage.json"


def _ours(descriptor: Path, monkeypatch: pytest.MonkeyPatch) -> Verdict:
    """Ask this project both ways: that of small tables, and that of large ones in tiny blocks."""
    small = found(descriptor)
    with monkeypatch.context() as patched:
        patched.setattr(parts, "SMALL", 0)
        patched.setattr(files, "BLOCK", 64)
        assert found(descriptor) == small
    return small


BREAKS = {
    "camera-traps": [
        Break("deployments.csv", "51.25", "-91", {("deployments", 2, "latitude", "constraint-error")}),
        Break("deployments.csv", "51.25", "nan", {("deployments", 2, "latitude", "constraint-error")}),
        Break("deployments.csv", "06:30:00Z", "06:30:00", {("deployments", 2, "deploymentStart", "type-error")}),
        Break("deployments.csv", "2031-03-02T", "2031-02-30T", {("deployments", 4, "deploymentStart", "type-error")}),
        Break("deployments.csv", "true", "yes", {("deployments", 3, "baitUse", "type-error")}),
        Break("deployments.csv", "true", "True", set()),
        Break("deployments.csv", "waterSource", "water", {("deployments", 2, "featureType", "constraint-error")}),
        Break("deployments.csv", ",30", ",30.0", {("deployments", 3, "cameraDelay", "type-error")}),
        Break("deployments.csv", "NaN", "nan", {("deployments", 3, "cameraHeight", "constraint-error")}),
        Break("deployments.csv", "0.8", "1e-2", set()),
        Break("deployments.csv", ",,,", ",,", {("deployments", 4, "cameraDelay", "missing-cell")}),
        Break("deployments.csv", ",,,", ",,,,", {("deployments", 4, "", "extra-cell")}),
        Break(
            "deployments.csv",
            "m-02",
            "NaN",
            {
                ("deployments", 3, "", "primary-key"),
                ("deployments", 3, "deploymentID", "constraint-error"),
                ("observations", 4, "", "foreign-key"),
            },
        ),
        Break("observations.csv", "o-2,m-01", "o-2,m-09", {("observations", 3, "", "foreign-key")}),
        Break("observations.csv", "o-2,m-01", "o-2,", {("observations", 3, "deploymentID", "constraint-error")}),
        Break("observations.csv", "o-3", "o-1", {("observations", 4, "", "primary-key")}),
        Break(
            "observations.csv", "Castor fictus,2", "Ca,2", {("observations", 2, "scientificName", "constraint-error")}
        ),
        Break("observations.csv", "age:adult", "Age", {("observations", 2, "observationTags", "constraint-error")}),
        Break("observations.csv", "warden@marsh.example", "warden", {("observations", 2, "contact", "type-error")}),
        Break("observations.csv", "https://marsh", "marsh", {("observations", 2, "record", "type-error")}),
        Break("observations.csv", "5b2f1c3e", "5b2f", {("observations", 2, "uuid", "type-error")}),
        Break(
            "observations.csv", "0.97", "1.01", {("observations", 2, "classificationProbability", "constraint-error")}
        ),
    ],
    "bathing-waters": [
        Break("proben.csv", "18,5 °C", "18.5 °C", {("proben", 2, "temperatur", "type-error")}),
        Break("proben.csv", "03.06.2031;17", "31.06.2031;17", {("proben", 5, "datum", "type-error")}),
        Break("proben.csv", "01.06.2031", "01.06.1999", {("proben", 2, "datum", "constraint-error")}),
        Break("proben.csv", "1.000.000", "1.000.001", {("proben", 6, "fläche", "constraint-error")}),
        Break("proben.csv", "1.000.000", "1,000,000", {("proben", 6, "fläche", "type-error")}),
        Break("proben.csv", "nein", "Nein", {("proben", 5, "geöffnet", "type-error")}),
        Break("proben.csv", "ca. 900", "viele", {("proben", 4, "besucher", "type-error")}),
        Break("proben.csv", "Grünsee;04.06", "Grünsee;03.06", {("proben", 6, "", "primary-key")}),
        Break("proben.csv", "Grünsee;04.06.2031", "k. A.;04.06.2031", {("proben", 6, "gewässer", "constraint-error")}),
        Break("proben.csv", "'trüb; später klar'", "trüb; später klar", {("proben", 2, "", "extra-cell")}),
        Break("proben.csv", ";k. A.;nein", ";;", set()),
    ],
    "timetable": [
        Break(
            "stops.txt",
            "S,South Pier",
            "N,South Pier",
            {
                ("stops", 5, "", "primary-key"),
                ("stop_times", 3, "", "foreign-key"),
                ("stop_times", 4, "", "foreign-key"),
            },
        ),
        Break("stops.txt", "0,N\nN2", "0,X\nN2", {("stops", 3, "", "foreign-key")}),
        Break("stops.txt", "North Pier,1", "North Pier,3", {("stops", 2, "location_type", "constraint-error")}),
        Break("stops.txt", "South Pier", "", {("stops", 5, "stop_name", "constraint-error")}),
        Break("stops.txt", "stop_name", "stop name", {("stops", 0, "stop_name", "incorrect-label")}),
        Break(
            "stops.txt",
            "South Pier,0,",
            "South Pier",
            {("stops", 5, "location_type", "missing-cell"), ("stops", 5, "parent_station", "missing-cell")},
        ),
        Break("trips.csv", "1 April 2031", "31 April 2031", {("trips", 3, "valid_from", "type-error")}),
        Break("trips.csv", "B,1", "A,1", {("trips", 4, "", "primary-key"), ("stop_times", 5, "", "foreign-key")}),
        Break("trips.csv", "EUR 4,50", "EUR 4.50", {("trips", 2, "fare", "type-error")}),
        Break("trips.csv", "B,1", "B,x", {("trips", 4, "run", "type-error"), ("stop_times", 5, "", "foreign-key")}),
        Break("stop_times.csv", "08:40:00", "8:40", {("stop_times", 3, "arrival", "type-error")}),
        Break("stop_times.csv", "08:40:00", "24:00:00", set()),
        Break("stop_times.csv", "08.41", "08:41", {("stop_times", 3, "boarding", "type-error")}),
        Break("stop_times.csv", "8:45 am", "25:61", {("stop_times", 3, "announced", "type-error")}),
        Break("stop_times.csv", "S,09", "Q,09", {("stop_times", 4, "", "foreign-key")}),
        Break("stop_times.csv", "A,1,2", "A,3,2", {("stop_times", 3, "", "foreign-key")}),
        Break("stop_times.csv", "A,1,2", "A,1,1", {("stop_times", 3, "", "primary-key")}),
    ],
    "specimens": [
        Break("specimens.tsv", "1899", "1799", {("specimens", 2, "found", "constraint-error")}),
        Break("specimens.tsv", "1899", "99", {("specimens", 2, "found", "type-error")}),
        Break("specimens.tsv", "2031-12", "2031-13", {("specimens", 3, "month", "type-error")}),
        Break("specimens.tsv", "PT36H", "36H", {("specimens", 3, "age", "type-error")}),
        Break(
            "specimens.tsv",
            "2031-02-05T10:00:00",
            "2031-02-05T25:00:00",
            {("specimens", 3, "catalogued", "type-error")},
        ),
        Break("specimens.tsv", "2031-02-06", "soon", {("specimens", 3, "revised", "type-error")}),
        Break("specimens.tsv", "-179.5,-89", "-179.5,-91", {("specimens", 3, "place", "type-error")}),
        Break("specimens.tsv", "[-4.5, 3]", "[-4.5]", {("specimens", 3, "drawer", "type-error")}),
        Break("specimens.tsv", "Point", "Dot", {("specimens", 2, "outline", "type-error")}),
        Break("specimens.tsv", "{}", "[]", {("specimens", 3, "formula", "type-error")}),
        Break("specimens.tsv", "[1, 1, 0]", "[1, 1, 0, 1, 1]", {("specimens", 2, "faces", "constraint-error")}),
        Break("specimens.tsv", "12;30", "12;x", {("specimens", 2, "weights", "type-error")}),
        Break("specimens.tsv", "red,brown", ",", set()),
        Break("specimens.tsv", "3\t", "2\t", {("specimens", 4, "id", "unique-error")}),
        Break("specimens.tsv", "3\t", "\t", {("specimens", 4, "", "blank-row")}),
    ],
    "gazetteer": [
        Break("dump/islands.csv", "102|", "101|", {("islands", 2, "", "primary-key")}),
        Break("dump/islands.csv", "102|", "0|", {("islands", 2, "geonameid", "constraint-error")}),
        Break("dump/islands.csv", "Solmark|", "Solmarkeninsel|", {("islands", 1, "asciiname", "constraint-error")}),
        Break("dump/islands.csv", 'lon\\": 4.5', 'lon\\": 184.5', {("islands", 1, "position", "type-error")}),
        Break("dump/islands.csv", "-9.99", "-10", {("islands", 2, "elevation", "constraint-error")}),
        Break("dump/islands.csv", "4999", "5000", {("islands", 3, "elevation", "constraint-error")}),
        Break("dump/islands.csv", "2031-02-28", "2031-02-29", {("islands", 2, "modified", "type-error")}),
        Break("dump/islands.csv", "120", "120.0", {("islands", 1, "population", "type-error")}),
        Break("dump/islands.csv", "|2031-01-31", "", {("islands", 1, "modified", "missing-cell")}),
        Break("names.csv", "Solmarkers", "Two folks", {("names", 3, "name of folk", "constraint-error")}),
        Break("names.csv", "103, Øre", "104, Øre", {("names", 6, "", "foreign-key")}),
        Break("names.csv", "Solmarca", "Solmark", {("names", 5, "", "primary-key")}),
        Break("names.csv", "to be completed in spring", "101, x, ys", set()),
        Break("names.csv", "in tongue", "tongue", {("names", 0, "name in tongue", "incorrect-label")}),
    ],
    "accounts": [
        Break(
            "chapters.csv",
            "01.10,2031",
            "01.1,2031",
            {("chapters", 4, "chapter", "constraint-error"), ("entries", 4, "", "foreign-key")},
        ),
        Break("chapters.csv", "2031,01,Bridges", "2031,02,Bridges", {("chapters", 4, "", "foreign-key")}),
        Break("chapters.csv", "01,2030,01", "01,2030,", {("chapters", 2, "", "foreign-key")}),
        Break("entries.csv", "1,250.50", "1,25,0.50", set()),
        Break("entries.csv", "01.10,2031", "01.10,2030", {("entries", 4, "", "foreign-key")}),
        Break(
            "entries.csv",
            "2,01",
            "n/a,01",
            {("entries", 3, "entry", "constraint-error"), ("entries", 3, "", "primary-key")},
        ),
        Break("entries.csv", ",N,", ",n,", {("entries", 3, "paid", "type-error")}),
        Break("entries.csv", "2031/12/31", "2032/01/01", {("entries", 3, "booked", "constraint-error")}),
        Break("entries.csv", "-75", "−75", {("entries", 3, "amount", "type-error")}),
        Break("entries.csv", "till@town.example", "till@", {("entries", 2, "mail", "type-error")}),
        Break("entries.csv", "entry,", "\ufeffentry,", set()),
    ],
    "survey": [
        Break(
            "answers.csv",
            "1,1,44,true,1.75,yes,aaaa\n1,2,-1,false,9999,-98,bbbb\n2,1,,1,1.6,rather,cccc\n2,2,7,0,.99,no,-99\n",
            "",
            set(),
        ),
        Break("answers.csv", "44,true", "121,true", {("answers", 2, "age", "constraint-error")}),
        Break("answers.csv", "-1,false", "-2,false", {("answers", 3, "age", "constraint-error")}),
        Break("answers.csv", "44,true", "-99,true", {("answers", 2, "age", "constraint-error")}),
        Break("answers.csv", "9999", "-99", set()),
        Break("answers.csv", ".99", "", {("answers", 5, "height", "type-error")}),
        Break("answers.csv", ".99", "99%", {("answers", 5, "height", "type-error")}),
        Break("answers.csv", "2,2,7", "2,1,7", {("answers", 5, "", "primary-key")}),
        Break("answers.csv", "2,2,7", "-99,-98,7", {("answers", 5, "", "primary-key")}),
        Break("answers.csv", ",0,", ",maybe,", {("answers", 5, "consent", "type-error")}),
        Break("answers.csv", "aaaa", "aa", {("answers", 2, "token", "constraint-error")}),
    ],
}

DIFFERENCES = {
    "a key that is its own unique constraint, said once": Difference(
        "camera-traps",
        Break(
            "deployments.csv",
            "m-02,51.26",
            "m-01,51.26",
            {("deployments", 3, "", "primary-key"), ("observations", 4, "", "foreign-key")},
        ),
        {("deployments", 3, "deploymentID", "unique-error")},
        set(),
    ),
    "each field of a key needs a value": Difference(
        "timetable",
        Break("stop_times.csv", "A,2,1,S", "A,,1,S", {("stop_times", 4, "", "foreign-key")}),
        set(),
        {("stop_times", 4, "", "primary-key")},
    ),
    "a month is written in two digits": Difference(
        "specimens",
        Break("specimens.tsv", "2031-12", "2031-1", set()),
        set(),
        {("specimens", 3, "month", "type-error")},
    ),
    "a blank row has no key": Difference(
        "timetable",
        Break("stop_times.csv", "A,2,1,S,09:00:00,,", "", {("stop_times", 4, "", "blank-row")}),
        {("stop_times", 4, "", "primary-key")},
        set(),
    ),
    "a quote that is closed too late is the one finding": Difference(
        "timetable",
        Break("stops.txt", 'berth 1"', "berth 1", set()),
        {
            ("stops", 3, "parent_station", "missing-cell"),
            ("stops", 4, "location_type", "type-error"),
            ("stops", 4, "parent_station", "missing-cell"),
            ("stop_times", 5, "", "foreign-key"),
        },
        {("stops", 3, "", "source-error")},
    ),
    "a cell that is not there is not said to be empty as well": Difference(
        "timetable",
        Break(
            "stops.txt",
            'N1,"North Pier, berth 1",0,N',
            "N1",
            {
                ("stops", 3, "stop_name", "missing-cell"),
                ("stops", 3, "location_type", "missing-cell"),
                ("stops", 3, "parent_station", "missing-cell"),
            },
        ),
        {("stops", 3, "stop_name", "constraint-error")},
        set(),
    ),
    "unique keys are checked": Difference(
        "survey", Break("answers.csv", "cccc", "aaaa", set()), set(), {("answers", 4, "", "unique-key")}
    ),
    "categories are checked": Difference(
        "survey",
        Break("answers.csv", "rather", "perhaps", set()),
        set(),
        {("answers", 4, "satisfied", "category-error")},
    ),
    "columns in another order": Difference(
        "survey",
        Break("answers.csv", "household,person", "person,household", {("answers", 0, "person", "incorrect-label")}),
        {("answers", 0, "household", "incorrect-label")},
        set(),
    ),
    "a key that cannot be read is no key": Difference(
        "accounts",
        Break("entries.csv", "2,01", "two,01", {("entries", 3, "entry", "type-error")}),
        {("entries", 3, "", "primary-key")},
        set(),
    ),
    "a label twice": Difference(
        "survey",
        Break("answers.csv", "token\n", "token,age\n", set()),
        {
            ("answers", 0, "", "extra-label"),
            ("answers", 2, "age2", "missing-cell"),
            ("answers", 3, "age2", "missing-cell"),
            ("answers", 4, "age2", "missing-cell"),
            ("answers", 5, "age2", "missing-cell"),
        },
        {
            ("answers", 0, "age", "duplicate-label"),
            ("answers", 2, "age", "missing-cell"),
            ("answers", 3, "age", "missing-cell"),
            ("answers", 4, "age", "missing-cell"),
            ("answers", 5, "age", "missing-cell"),
        },
    ),
    "a blank label leaves its field missing": Difference(
        "survey",
        Break("answers.csv", "satisfied", "", {("answers", 0, "", "blank-label")}),
        set(),
        {("answers", 0, "satisfied", "missing-label")},
    ),
    "a quote that is never closed": Difference(
        "survey", Break("answers.csv", "no,-99", 'no,"-99', set()), set(), {("answers", 5, "", "source-error")}
    ),
}


_LABELS_OF_ENTRIES = ["entry", "chapter", "year", "amount", "paid", "booked", "mail"]
_ENTRIES = {"fields": [{"name": name} for name in _LABELS_OF_ENTRIES]}
_BAD_ROW = [2, "02", 2031, "much", False, None, "till@"]
_DATA: list[list[Any]] = [_LABELS_OF_ENTRIES, [1, "01", 2030, "1,000", "Y", "2031/01/01", ""], _BAD_ROW]
_TEXTS = [_DATA[0], ["1", "01", "2030", "5", "Y", "2031/01/01", "a"], [None] * 7]


def _reference(own: list[str], resource: str, fields: list[str]) -> dict[str, Any]:
    return {**_ENTRIES, "foreignKeys": [{"fields": own, "reference": {"resource": resource, "fields": fields}}]}


CHANGES = {
    "as many bytes as there are": Change("accounts", 0, {"bytes": 91}),
    "another number of bytes": Change("accounts", 0, {"bytes": 92}, {("chapters", 0, "", "byte-count")}),
    "another digest": Change("accounts", 0, {"hash": "0" * 32}, {("chapters", 0, "", "hash-count")}),
    "a tabular profile": Change("timetable", 0, {"profile": "tabular-data-resource"}),
    "another format": Change("accounts", 1, {"format": "xlsx"}, {("entries", 0, "", "format-error")}),
    "a format in capitals": Change("accounts", 1, {"format": "CSV"}),
    "a schema without fields": Change("accounts", 1, {"schema": {"fields": []}}, {("entries", 0, "", "extra-label")}),
    "one file in a list": Change("accounts", 1, {"path": ["entries.csv"]}),
    "as many rows as there are": Change("accounts", 0, {"rows": 3, "fields": 4}),
    "another number of rows": Change("accounts", 0, {"rows": 4}, {("chapters", 0, "", "row-count")}),
    "another number of fields": Change("accounts", 0, {"fields": 3}, {("chapters", 0, "", "field-count")}),
    "no such file": Change("accounts", 1, {"path": "missing.csv"}, {("entries", 0, "", "scheme-error")}),
    "another encoding": Change("bathing-waters", 0, {"encoding": "utf-8"}, {("proben", 0, "", "encoding-error")}),
    "no such encoding": Change("bathing-waters", 0, {"encoding": "utf-9"}, {("proben", 0, "", "encoding-error")}),
    "another compression": Change("timetable", 2, {"compression": "zip"}, {("stop_times", 0, "", "compression-error")}),
    "a file inside a zip": Change("timetable", 1, {"innerpath": "trips.csv"}),
    "commented rows": Change("accounts", 1, {"dialect": {"commentRows": [3]}}),
    "a small header": Change("accounts", 1, {"dialect": {"headerCase": False}}),
    "an older dialect": Change("accounts", 1, {"dialect": {"csv": {"delimiter": ","}}}),
    "no schema": Change("accounts", 1, {"schema": None}),
    "the same name twice": Change("accounts", 1, {"name": "chapters"}, {("", 0, "", "package-error")}),
    "rows in the descriptor": Change(
        "accounts",
        1,
        {"path": None, "data": _DATA},
        {
            ("entries", 3, "amount", "type-error"),
            ("entries", 3, "mail", "type-error"),
            ("entries", 3, "", "foreign-key"),
        },
    ),
    "a short row in the descriptor": Change(
        "accounts",
        1,
        {"path": None, "data": [*_DATA[:2], [2, "01", 2031, "5"]]},
        {("entries", 3, name, "missing-cell") for name in ("paid", "booked", "mail")},
    ),
    "a long row in the descriptor": Change(
        "accounts", 1, {"path": None, "data": [_DATA[0], [*_DATA[1], "more"]]}, {("entries", 2, "", "extra-cell")}
    ),
    "a blank row in the descriptor": Change(
        "accounts", 1, {"path": None, "data": _TEXTS, "schema": _ENTRIES}, {("entries", 3, "", "blank-row")}
    ),
    "keyed rows in the descriptor": Change(
        "accounts",
        1,
        {"path": None, "data": [{"entry": 1, "amount": 5}, {"amount": 1, "entry": 2, "paid": "x", "more": 3}]},
        {("entries", 3, "paid", "type-error")},
    ),
    "rows in the descriptor without a header": Change(
        "accounts", 1, {"path": None, "data": _DATA[1:2], "dialect": {"header": False}}, set()
    ),
    "no rows in the descriptor": Change(
        "accounts", 1, {"path": None, "data": []}, {("entries", 0, "", "source-error")}
    ),
    "a reference to no table": Change(
        "accounts", 1, {"schema": _reference(["entry"], "town", ["id"])}, {("entries", 0, "", "resource-error")}
    ),
    "a reference to no field": Change(
        "accounts",
        1,
        {"schema": _reference(["entry"], "chapters", ["nr"])},
        {("entries", row, "", "foreign-key") for row in (2, 3, 4, 5)},
    ),
    "a reference to a field of another type": Change(
        "accounts",
        1,
        {"schema": _reference(["year"], "chapters", ["year"])},
        {("entries", row, "", "foreign-key") for row in (2, 3, 4, 5)},
    ),
    "a reference from no field": Change(
        "accounts",
        1,
        {"schema": _reference(["nr"], "chapters", ["chapter"])},
        theirs={("", 0, "", "schema-error")},
        ours={("entries", 0, "", "schema-error")},
    ),
    "a type that is none": Change(
        "accounts",
        1,
        {"schema": {"fields": [{"name": "entry", "type": "whole"}]}},
        theirs={("", 0, "", "field-error")},
        ours={("entries", 0, "", "field-error")},
    ),
    "the same file twice": Change(
        "accounts",
        1,
        {"path": ["entries.csv", "entries.csv"]},
        {("entries", row, "", "primary-key") for row in (6, 7, 8, 9)},
    ),
    "an encoding is not guessed": Change(
        "bathing-waters", 0, {"encoding": None}, ours={("proben", 0, "", "encoding-error")}
    ),
    "a path that climbs": Change(
        "accounts",
        1,
        {"path": "../accounts/entries.csv"},
        theirs={("", 0, "", "resource-error")},
        ours={("entries", 0, "", "resource-error")},
    ),
}


@pytest.mark.parametrize("name", PACKAGES)
def test_a_sound_package_is_sound_to_both(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    descriptor = _unpack(name, tmp_path)

    assert judged(descriptor) == (True, set())
    assert _ours(descriptor, monkeypatch) == (True, set())


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        pytest.param(name, one, id=f"{name}-{one.file}-{one.old}-{one.new}".encode("unicode_escape").decode())
        for name, breaks in BREAKS.items()
        for one in breaks
    ],
)
def test_what_one_cell_breaks_is_what_frictionless_says(
    name: str, broken: Break, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    descriptor = _unpack(name, tmp_path, broken)

    assert judged(descriptor) == (not broken.wrong, broken.wrong)
    assert _ours(descriptor, monkeypatch) == (not broken.wrong, broken.wrong)


@pytest.mark.parametrize("difference", [pytest.param(one, id=what) for what, one in DIFFERENCES.items()])
def test_a_difference_on_purpose_is_no_wider(
    difference: Difference, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    descriptor = _unpack(difference.package, tmp_path, difference.broken)

    both = difference.broken.wrong
    assert judged(descriptor)[1] == both | difference.theirs
    assert _ours(descriptor, monkeypatch) == (False, both | difference.ours)


def _change(descriptor: Path, resource: int, properties: dict[str, Any]) -> Path:
    """Replace properties of a resource."""
    described = json.loads(descriptor.read_text(encoding="utf-8"))
    changed = {**described["resources"][resource], **properties}
    described["resources"][resource] = {name: value for name, value in changed.items() if value is not None}
    descriptor.write_text(json.dumps(described), encoding="utf-8")
    return descriptor


@pytest.mark.parametrize("change", [pytest.param(one, id=what) for what, one in CHANGES.items()])
def test_another_descriptor_has_the_same_findings(
    change: Change, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    descriptor = _change(_unpack(change.package, tmp_path), change.resource, change.properties)

    theirs, ours = change.both | change.theirs, change.both | change.ours
    assert judged(descriptor) == (not theirs, theirs)
    assert _ours(descriptor, monkeypatch) == (not ours, ours)


def _package(folder: Path, *resources: dict[str, Any], **files: str) -> Path:
    """Write a package of some resources and their files."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    path = folder / "datapackage.json"
    path.write_text(json.dumps({"name": "p", "resources": list(resources)}), encoding="utf-8")
    return path


_AB = {"fields": [{"name": "a", "type": "integer"}, {"name": "b"}]}
_POINTING = {**_AB, "foreignKeys": [{"fields": ["b"], "reference": {"resource": "y", "fields": ["b"]}}]}
_X = {"name": "x", "path": "x.csv", "schema": _POINTING}


def test_a_table_that_was_refused_is_still_in_the_package(tmp_path: Path) -> None:
    path = _package(tmp_path, _X, {"name": "y", "path": ["y.csv", "../z.csv"]}, x="a,b\n1,x\n")

    assert found(path) == (False, {("y", 0, "", "resource-error")})


def test_a_resource_with_neither_path_nor_data_is_not_passed_over(tmp_path: Path) -> None:
    path = _package(tmp_path, {"name": "x", "url": "http://127.0.0.1:9/x.csv", "format": "CSV"})

    assert found(path) == (False, {("x", 0, "", "resource-error")})


def test_a_format_that_says_table_makes_a_table_of_any_file(tmp_path: Path) -> None:
    path = _package(tmp_path, {"name": "x", "path": "x.txt", "format": "csv"})
    (tmp_path / "x.txt").write_text("a,b\n1\n", encoding="utf-8")

    assert found(path) == judged(path) == (False, {("x", 2, "b", "missing-cell")})


def _to(target: str) -> dict[str, Any]:
    return {
        "name": "x",
        "path": "x.csv",
        "schema": {**_AB, "foreignKeys": [{"fields": ["a"], "reference": {"resource": "y", "fields": [target]}}]},
    }


_COMMENTED = {"name": "x", "path": "x.csv", "schema": _AB, "dialect": {"commentChar": "#"}}
_FIRST = {"name": "x", "path": "x.csv", "schema": _AB, "dialect": {"commentRows": [1]}}
Described = tuple[tuple[dict[str, Any], ...], dict[str, str], Places]
FILES: dict[str, Described] = {
    "the first row sets the width where there is neither header nor schema": (
        ({"name": "x", "path": "x.csv", "dialect": {"header": False}},),
        {"x": "1,b\n1,2,3\n"},
        {("x", 2, "", "extra-cell")},
    ),
    "comments above the header": ((_COMMENTED,), {"x": "# c\na,b\n1,x\nq,y\n"}, {("x", 4, "a", "type-error")}),
    "a reference to a table without a schema": (
        (_X, {"name": "y", "path": "y.csv"}),
        {"x": "a,b\n1,x\n2,q\n", "y": "a,b\n1,x\n"},
        {("x", 3, "", "foreign-key")},
    ),
    "a reference by number to a table without a schema": (
        (_to("a"), {"name": "y", "path": "y.csv"}),
        {"x": "a,b\n1,x\n2,q\n", "y": "a,b\n01,x\n"},
        {("x", 3, "", "foreign-key")},
    ),
    "a reference to no label of a table without a schema": (
        (_to("c"), {"name": "y", "path": "y.csv"}),
        {"x": "a,b\n1,x\n", "y": "a,b\n1,x\n"},
        {("x", 2, "", "foreign-key")},
    ),
    "a reference to a column beyond the schema is one to texts": (
        (_to("a"), {"name": "y", "path": "y.csv", "schema": {"fields": [{"name": "b"}], "fieldsMatch": "subset"}}),
        {"x": "a,b\n1,x\n", "y": "b,a\n1,1\n"},
        {("x", 2, "", "foreign-key")},
    ),
    "a number is a whole number, and nothing that is none is in a table": (
        (
            {**_to("a"), "schema": {**_to("a")["schema"], "fields": [{"name": "a", "type": "number"}, {"name": "b"}]}},
            {"name": "y", "path": "y.csv", "schema": _AB},
        ),
        {"x": "a,b\n1.0,x\nNaN,x\n", "y": "a,b\n1,x\n"},
        {("x", 3, "", "foreign-key")},
    ),
    "many comments above the header": (
        (_COMMENTED,),
        {"x": "# c, d, e\n" * 60 + "a,b\n# f\nq,y\n"},
        {("x", 63, "a", "type-error")},
    ),
    "comments and nothing else": ((_COMMENTED,), {"x": "# c\n# d\n"}, {("x", 0, "", "source-error")}),
    "a first row to be left out": ((_FIRST,), {"x": "c\na,b\nq,y\n"}, {("x", 3, "a", "type-error")}),
}


@pytest.mark.parametrize("case", [pytest.param(one, id=what) for what, one in FILES.items()])
def test_small_packages_have_the_same_findings(
    case: Described, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _package(tmp_path, *case[0], **case[1])

    assert judged(path) == (False, case[2])
    assert _ours(path, monkeypatch) == (False, case[2])


def test_what_is_no_number_repeats_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = [{"name": "a", "type": "number", "constraints": {"unique": True}}, {"name": "b", "type": "number"}]
    schema = {"fields": fields, "primaryKey": "b"}
    path = _package(tmp_path, {"name": "x", "path": "x.csv", "schema": schema}, x="a,b\nNaN,NaN\nNaN,NaN\n")

    assert judged(path) == (True, set())
    assert _ours(path, monkeypatch) == (True, set())


def test_a_file_called_like_a_table_with_another_header_is_not_that_table(tmp_path: Path) -> None:
    file = tmp_path / "observations.csv"
    file.write_text("observationID,deploymentID\n1,2\n", encoding="utf-8")

    assert validate(file).valid


def test_a_file_that_is_only_called_like_a_table_is_a_file_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "sources.csv"
    file.write_text("source_id;file\n1;2\n", encoding="utf-8")

    assert validate(file).valid
    assert not validate(file, table="sources").valid


def test_a_type_that_is_none_is_said_once(tmp_path: Path) -> None:
    path = _package(tmp_path, {"name": "x", "path": "x.csv", "schema": {"fields": [{"name": "a", "type": "whole"}]}})
    described = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", **json.loads(path.read_text())}
    path.write_text(json.dumps(described), encoding="utf-8")

    assert [issue.code for issue in validate(path).issues] == ["field-error"]


def test_a_table_of_ours_that_cannot_be_read_is_one_finding(tmp_path: Path) -> None:
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    file = tmp_path / "data" / "entities.csv"
    file.write_bytes(b"\xff" + file.read_bytes())

    assert [issue.code for issue in validate(tmp_path).issues] == ["encoding-error"]


class Form(NamedTuple):
    """A table in a form that the two read differently: its properties, its files, and what each says of it."""

    properties: dict[str, Any]
    files: dict[str, str | bytes]
    theirs: Places = frozenset()
    ours: Places = frozenset()


_SHEETS = workbook({"S": [["a", "b"], ["q", "x"]], "T": [["a", "b"], [1, "x"]]})
_NUMBERS = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "number"}]}
_LISTS = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "array"}]}
_BAD_B = {("x", 3, "a", "type-error")}
FORMS = {
    "the first row of a later part without a header is a row": Form(
        {"path": ["1.csv", "2.csv"]}, {"1.csv": "a,b\n1,x\n", "2.csv": "q,y\n"}, ours=_BAD_B
    ),
    "a later part of a TSV table may have a header, too": Form(
        {"path": ["1.tsv", "2.tsv"]}, {"1.tsv": "a\tb\n1\tx\n", "2.tsv": "a\tb\n2\ty\n"}, theirs=_BAD_B
    ),
    "a header of several rows may stand in every part": Form(
        {"path": ["1.csv", "2.csv"], "dialect": {"headerRows": [1, 2], "headerJoin": ""}},
        {"1.csv": ",\na,b\n1,x\n", "2.csv": ",\na,b\n2,y\n"},
        theirs={("x", 4, "a", "type-error")},
    ),
    "comments may stand above the header of every part": Form(
        {"path": ["1.csv", "2.csv"], "dialect": {"commentChar": "#"}},
        {"1.csv": "#1\na,b\n1,x\n", "2.csv": "#2\na,b\n2,y\n"},
        theirs={("x", 4, "a", "type-error")},
    ),
    "a byte order mark may stand at the beginning of every part": Form(
        {"path": ["1.csv", "2.csv"], "dialect": {"header": False}},
        {"1.csv": "\ufeff1,x\n", "2.csv": "\ufeff2,y\n"},
        theirs={("x", 2, "a", "type-error")},
    ),
    "the header of a later part is that of the first": Form(
        {"path": ["1.csv", "2.csv"]},
        {"1.csv": "a,b\n1,x\n", "2.csv": "b,a\n2,y\n"},
        ours={("x", 0, "", "incorrect-label")},
    ),
    "a part ends in a newline": Form(
        {"path": ["1.csv", "2.csv"]},
        {"1.csv": "a,b\n1,x", "2.csv": "a,b\n2,y\n"},
        theirs={("x", 2, "", "extra-cell")},
        ours={("x", 0, "", "source-error")},
    ),
    "the first part has the header": Form(
        {"path": ["1.csv", "2.csv"]},
        {"1.csv": "", "2.csv": "a,b\n1,x\n"},
        theirs={("x", 0, "a", "incorrect-label"), ("x", 0, "b", "incorrect-label")},
        ours={("x", 0, "", "source-error")},
    ),
    "JSON in several files is read to the end": Form(
        {"path": ["1.json", "2.json"]},
        {"1.json": '[{"a": "q", "b": "x"}]', "2.json": '[{"a": 1, "b": "x"}]'},
        ours={("x", 2, "a", "type-error")},
    ),
    "the names of an object have no order": Form(
        {"path": "x.json"},
        {"x.json": '[{"b": "x", "a": 1}]'},
        theirs={
            ("x", 0, "a", "incorrect-label"),
            ("x", 0, "b", "incorrect-label"),
            ("x", 2, "a", "type-error"),
            ("x", 2, "b", "type-error"),
        },
    ),
    "the first object need not have every name": Form(
        {"path": "x.json"}, {"x.json": '[{"a": 1}, {"a": 2, "b": "x"}]'}, theirs={("x", 0, "b", "missing-label")}
    ),
    "a name that only a later object has": Form(
        {"path": "x.json"},
        {"x.json": '[{"a": 1, "b": "x"}, {"a": 2, "B": "x"}]'},
        ours={("x", 0, "", "extra-label")},
    ),
    "JSON with a schema is a table": Form(
        {"path": "x.json", "type": None}, {"x.json": '[{"a": "q", "b": "x"}]'}, ours={("x", 2, "a", "type-error")}
    ),
    "JSON may begin with a byte order mark": Form(
        {"path": "x.json"}, {"x.json": '\ufeff[{"a": 1, "b": "x"}]'}, theirs={("x", 0, "", "source-error")}
    ),
    "the standard's own property says where the rows are": Form(
        {"path": "x.json", "dialect": {"property": "rows"}},
        {"x.json": '{"rows": [{"a": 1, "b": "x"}]}'},
        theirs={("x", 0, "", "source-error")},
    ),
    "the bytes of a JSON file can be counted": Form(
        {"path": "x.json", "bytes": 20}, {"x.json": '[{"a": 1, "b": "x"}]'}, theirs={("x", 0, "", "byte-count")}
    ),
    "a line that is not JSON is not the end": Form(
        {"path": "x.jsonl"},
        {"x.jsonl": '{"a": 1, "b": "x"}\n{"a"\n\n{"a": "q", "b": "x"}\n'},
        theirs={("x", 0, "", "source-error")},
        ours={("x", 0, "", "source-error"), ("x", 0, "", "blank-row"), ("x", 3, "a", "type-error")},
    ),
    "an item of another kind is not the end": Form(
        {"path": "x.json"},
        {"x.json": '[["a", "b"], {"a": 1}, ["q", "x"]]'},
        theirs={("x", 0, "", "source-error")},
        ours={("x", 2, "", "source-error"), ("x", 3, "a", "type-error")},
    ),
    "YAML is not read": Form({"path": "x.yaml"}, {"x.yaml": "- a: 1\n  b: x\n"}, ours={("x", 0, "", "format-error")}),
    "the standard's own property says which sheet": Form(
        {"path": "x.xlsx", "dialect": {"sheetName": "T"}}, {"x.xlsx": _SHEETS}, theirs={("x", 2, "a", "type-error")}
    ),
    "merged cells are not filled": Form(
        {"path": "x.xlsx", "dialect": {"excel": {"sheet": 2, "fillMergedCells": True}}},
        {"x.xlsx": _SHEETS},
        ours={("x", 0, "", "dialect-error")},
    ),
    "a list in Parquet is not read": Form(
        {"path": "x.parquet", "schema": _LISTS},
        {"x.parquet": parquet([["a", "b"], [1, [1, 2]]])},
        theirs={("x", 2, "b", "type-error")},
        ours={("x", 0, "", "format-error")},
    ),
    "a number that is missing in Parquet is missing": Form(
        {"path": "x.parquet", "schema": _NUMBERS},
        {"x.parquet": parquet([["a", "b"], [1, 1.5], [None, 2.5]])},
        theirs=_BAD_B,
    ),
    "the bytes of a Parquet file can be counted": Form(
        {"path": "x.parquet", "bytes": len(parquet([["a", "b"], [1, "x"]]))},
        {"x.parquet": parquet([["a", "b"], [1, "x"]])},
        theirs={("x", 0, "", "byte-count")},
    ),
    "Parquet may be compressed once more": Form(
        {"path": "x.parquet.gz"},
        {"x.parquet.gz": gzip.compress(parquet([["a", "b"], [1, "x"]]))},
        theirs={("x", 0, "", "source-error")},
    ),
    "a narrow comment above the header": Form(
        {
            "path": "x.csv",
            "dialect": {"commentChar": "#"},
            "schema": {"fields": [*_AB["fields"], {"name": "c"}, {"name": "d"}]},
        },
        {"x.csv": "#\n#\n#\n#\n#\n#\n#\n#\na,b,c,d\n1,x,y,z\n"},
        theirs={("x", 9, "a", "type-error")},
    ),
    "a comment above a header that is declared": Form(
        {"path": "x.csv", "dialect": {"commentChar": "#", "header": True}},
        {"x.csv": "#,\na,b\n1,x\n"},
        theirs={("x", 2, "a", "type-error")},
    ),
    "a comment above a header in the descriptor": Form(
        {"dialect": {"commentChar": "#", "header": True}, "data": [["#"], ["a", "b"], [1, "x"]]},
        {},
        theirs={("x", 2, "a", "type-error")},
    ),
}


@pytest.mark.parametrize("form", [pytest.param(one, id=what) for what, one in FORMS.items()])
def test_a_form_that_is_read_differently_on_purpose(
    form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, content in form.files.items():
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    resource = {"name": "x", "type": "table", "schema": _AB, **form.properties}
    path = _package(tmp_path, {name: value for name, value in resource.items() if value is not None})

    assert judged(path) == (not form.theirs, form.theirs)
    assert _ours(path, monkeypatch) == (not form.ours, form.ours)
