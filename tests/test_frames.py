"""Tables load with exactly the types that their schemas declare, and the compiled pandera schema agrees."""

import datetime as dt
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import ROOT

import ampere_data as ad
from ampere_data import compiling, frames, series
from ampere_data.curation.evidence.knowledge import read_rows
from ampere_data.curation.shipped import shipped
from ampere_data.tabular.errors import UnknownName
from ampere_data.tabular.package import Package, open_package
from ampere_data.tabular.schema import Field, read_schema

TEXT = pd.StringDtype("python")

SCHEMA: dict[str, Any] = {
    "title": "Things",
    "fields": [
        {
            "name": "id",
            "type": "string",
            "title": "Id",
            "description": "Its name.",
            "constraints": {"required": True, "pattern": "a|b[0-9]+", "minLength": 1, "maxLength": 4},
        },
        {"name": "count", "type": "integer", "constraints": {"minimum": 0, "maximum": 100, "unique": True}},
        {"name": "share", "type": "number", "constraints": {"exclusiveMinimum": 0, "exclusiveMaximum": 1}},
        {"name": "open", "type": "boolean"},
        {"name": "day", "type": "date", "constraints": {"minimum": "2019-01-01"}},
        {"name": "moment", "type": "datetime"},
        {
            "name": "size",
            "type": "string",
            "categories": [{"value": "small"}, {"value": "large"}],
            "categoriesOrdered": True,
        },
        {"name": "colour", "type": "string", "constraints": {"enum": ["red", "blue"]}},
        {"name": "level", "type": "integer", "categories": [3, 1]},
        {"name": "when", "type": "time"},
        {"name": "note", "type": "string", "missingValues": ["", "n/a"]},
    ],
    "primaryKey": ["id"],
    "uniqueKeys": [["size", "colour"]],
    "missingValues": ["", "-"],
}
HEADER = "id,count,share,open,day,moment,size,colour,level,when,note\n"
ROWS = [
    "a,1,0.5,true,2019-05-01,2019-05-01T10:00:00,small,red,3,10:00:00,été",
    "b1,,,,,,,,,,",
    'b22,-,-,false,-,-,large,red,-,-,"two\nlines, n/a"',
    "b3,9,1e-3,1,2020-02-29,,small,,1,,n/a",
]


@pytest.fixture
def things(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a tiny package of one table, with a column of each type, and ship it instead of ours."""
    descriptor = {
        "name": "tiny",
        "resources": [{"name": "things", "path": "things.csv", "schema": SCHEMA, "title": "All"}],
    }
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (tmp_path / "things.csv").write_text(HEADER + "\n".join(ROWS) + "\n", encoding="utf-8")
    monkeypatch.setattr(frames, "shipped", lambda: open_package(tmp_path))
    return tmp_path / "things.csv"


@pytest.mark.usefixtures("things")
def test_every_type_has_its_nullable_dtype() -> None:
    frame = frames.load("things")

    assert frame.dtypes.to_dict() == {
        "id": TEXT,
        "count": pd.Int64Dtype(),
        "share": pd.Float64Dtype(),
        "open": pd.BooleanDtype(),
        "day": "datetime64[s]",
        "moment": "datetime64[us]",
        "size": pd.CategoricalDtype(["small", "large"], ordered=True),
        "colour": pd.CategoricalDtype(["red", "blue"], ordered=False),
        "level": pd.CategoricalDtype([3, 1], ordered=False),
        "when": TEXT,
        "note": TEXT,
    }


@pytest.mark.parametrize(
    ("texts", "dtype"),
    [
        (["2024-10-31T09:30:00.25", ""], "datetime64[us]"),
        (["2263-01-01T00:00:00", "0001-01-01T00:00:00", ""], "datetime64[us]"),
        (["2024-10-31T09:30:00Z", ""], "datetime64[us, UTC]"),
        (["2263-01-01T00:00:00Z", ""], "datetime64[us, UTC]"),
    ],
    ids=["plain", "far", "zoned", "far and zoned"],
)
def test_moments_are_read_in_every_year_that_there_is(texts: list[str], dtype: str) -> None:
    found = series.typed(Field("moment", "datetime"), texts)

    assert found.dtype == dtype
    assert [None if pd.isna(one) else dt.datetime.isoformat(one.to_pydatetime()) for one in found] == [
        dt.datetime.fromisoformat(text).isoformat() if text else None for text in texts
    ]


@pytest.mark.usefixtures("things")
def test_cells_have_the_values_that_the_file_writes() -> None:
    frame = frames.load("things")

    assert frame["share"].tolist()[3] == 0.001
    assert frame["day"].tolist()[3] == pd.Timestamp("2020-02-29")
    assert frame["open"].tolist()[2:] == [False, True]
    assert frame["note"].tolist()[2] == "two\nlines, n/a"


@pytest.mark.usefixtures("things")
def test_missing_values_are_those_of_the_field_or_else_of_the_schema() -> None:
    frame = frames.load("things")

    assert frame.loc[2].isna().to_dict() == {
        name: name in {"count", "share", "day", "moment", "level", "when"} for name in frame.columns
    }
    assert frame["note"].isna().tolist() == [False, True, False, True]


@pytest.mark.parametrize(
    ("row", "text", "field"),
    [
        ("a,,,,2019-13-01,,,,,,", "2019-13-01", "day"),
        ("a,,,,01/05/2019,,,,,,", "01/05/2019", "day"),
        ("a,,,,2019-05,,,,,,", "2019-05", "day"),
        ("a,,,,,yesterday,,,,,", "yesterday", "moment"),
        ("a,1.5,,,,,,,,,", "1.5", "count"),
        ("a,99999999999999999999,,,,,,,,,", "99999999999999999999", "count"),
        ("a,,half,,,,,,,,", "half", "share"),
        ("a,,,VRAI,,,,,,,", "VRAI", "open"),
        ("a,,,,,,medium,,,,", "medium", "size"),
        ("a,,,,,,,,2,,", "2", "level"),
        ("a,,,,,,,,x,,", "x", "level"),
    ],
)
def test_a_cell_that_is_no_value_of_its_field_is_named_and_not_left_as_text(
    things: Path, row: str, text: str, field: str
) -> None:
    things.write_text(HEADER + ROWS[0] + "\n" + row + "\n", encoding="utf-8")

    with pytest.raises(ValueError, match=f"things.csv: '{text}' in '{field}'"):
        frames.load("things")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "empty"),
        (HEADER.replace("count,share", "share,count"), "another order"),
        (HEADER + "a,1\n", "2 cells and the header 11"),
        (HEADER + '"a,,,,,,,,,,\n', "never closed"),
    ],
)
def test_a_file_that_does_not_have_its_columns_is_an_error(things: Path, content: str, says: str) -> None:
    things.write_text(content, encoding="utf-8")

    with pytest.raises(ValueError, match=f"things.csv: .*{says}.*validate"):
        frames.load("things")


@pytest.mark.usefixtures("things")
def test_a_table_without_rows_has_its_dtypes_all_the_same(things: Path) -> None:
    filled = frames.load("things").dtypes.to_dict()
    things.write_text(HEADER, encoding="utf-8")

    assert frames.load("things").dtypes.to_dict() == filled


@pytest.mark.usefixtures("things")
def test_a_compiled_schema_passes_what_loads() -> None:
    frame = frames.load("things")

    pd.testing.assert_frame_equal(frames.schema("things").validate(frame, lazy=True), frame)


@pytest.mark.parametrize(
    ("column", "row", "value", "check"),
    [
        ("id", 0, "c", "pattern"),
        ("id", 0, "ab1", "pattern"),
        ("id", 0, "a\n", "pattern"),
        ("id", 1, "b12345", "maxLength"),
        ("id", 1, pd.NA, "not_nullable"),
        ("id", 1, "a", "primaryKey"),
        ("count", 0, -1, "minimum"),
        ("count", 0, 101, "maximum"),
        ("count", 0, 9, "unique"),
        ("share", 0, 0.0, "exclusiveMinimum"),
        ("share", 0, 1.0, "exclusiveMaximum"),
        ("day", 0, pd.Timestamp("2018-12-31"), "minimum"),
        ("size", 2, "small", "uniqueKeys"),
    ],
)
@pytest.mark.usefixtures("things")
def test_a_compiled_schema_stops_what_breaks_one_constraint(column: str, row: int, value: object, check: str) -> None:
    import pandera.errors

    frame = frames.load("things")
    frame.loc[row, column] = value  # type: ignore[call-overload]

    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        frames.schema("things").validate(frame, lazy=True)

    assert {str(name).partition("(")[0] for name in caught.value.failure_cases["check"]} == {check}


@pytest.mark.usefixtures("things")
def test_a_compiled_schema_does_not_coerce() -> None:
    import pandera.errors

    frame = frames.load("things").astype({"count": "Float64"})

    with pytest.raises(pandera.errors.SchemaErrors):
        frames.schema("things").validate(frame, lazy=True)


@pytest.mark.parametrize(
    ("match", "columns", "passes"),
    [
        ("exact", ["b", "a"], False),
        ("equal", ["b", "a"], True),
        ("equal", ["a", "b", "c"], False),
        ("subset", ["a", "b", "c"], True),
        ("subset", ["a"], False),
        ("superset", ["a"], True),
        ("superset", ["a", "c"], False),
        ("partial", ["a", "c"], True),
    ],
)
def test_a_compiled_schema_matches_fields_as_the_schema_says(match: str, columns: list[str], passes: bool) -> None:  # noqa: FBT001
    import pandera.errors

    described = {"fields": [{"name": "a"}, {"name": "b"}], "fieldsMatch": [match]}
    schema = compiling.compile(read_schema(described, "t"))
    frame = pd.DataFrame({name: pd.array(["x"], dtype=TEXT) for name in columns})

    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors:
        assert not passes
    else:
        assert passes


@pytest.mark.parametrize("name", ad.tables())
def test_shipped_tables_have_the_declared_dtypes_and_pass_their_schema(name: str) -> None:
    table = shipped().table(name)

    frame = ad.load(name)

    assert {field.name: series.dtype(field) for field in table.schema.fields} == frame.dtypes.to_dict()
    ad.schema(name).validate(frame, lazy=True)


@pytest.mark.parametrize("name", ad.tables())
def test_shipped_tables_say_what_they_and_their_columns_are(name: str) -> None:
    attrs = json.loads(json.dumps(ad.load(name).attrs))

    assert attrs["name"] == name
    assert attrs["description"]
    assert list(attrs["fields"]) == [field["name"] for field in shipped().table(name).schema.descriptor["fields"]]
    assert all(says["title"] and says["description"] for says in attrs["fields"].values())


def test_each_call_gives_a_frame_of_its_own() -> None:
    first = ad.load("sources")
    first.loc[0, "title"] = "changed"
    first.attrs["fields"].clear()

    second = ad.load("sources")

    assert second.loc[0, "title"] != "changed"
    assert second.attrs["fields"]


@pytest.mark.parametrize("function", [ad.load, ad.schema])
def test_an_unknown_table_names_the_near_ones(function: Any) -> None:
    with pytest.raises(UnknownName, match="near: targets") as caught:
        function("target")

    assert isinstance(caught.value, KeyError)


@pytest.mark.parametrize("name", ad.tables())
def test_rows_of_text_become_the_frame_that_the_file_becomes(name: str) -> None:
    frame = frames.frame_of(read_rows(shipped().table(name)))

    pd.testing.assert_frame_equal(frame, ad.load(name))


@pytest.mark.parametrize(
    "day", ["2023-06-30", dt.date(2023, 6, 30), pd.Timestamp("2023-06-30 12:00")], ids=["text", "date", "timestamp"]
)
def test_a_table_as_of_a_day_has_the_same_dtypes_and_fewer_rows(day: str | dt.date) -> None:
    now, then = ad.load("targets"), ad.load("targets", as_of=day)

    assert then.dtypes.to_dict() == now.dtypes.to_dict()
    assert then.attrs == now.attrs
    assert 0 < len(then) < len(now)


@pytest.mark.parametrize("day", ["yesterday", "2023-02-30", "2023", ""])
def test_a_table_as_of_no_day_is_an_error_that_says_so(day: str) -> None:
    with pytest.raises(ValueError, match="as_of"):
        ad.load("targets", as_of=day)


def test_everything_loads_from_a_zip(tmp_path: Path) -> None:
    archive = tmp_path / "ampere_data.zip"
    with zipfile.ZipFile(archive, "w") as bundle:
        for file in (ROOT / "ampere_data").rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                bundle.write(file, file.relative_to(ROOT))
        for file in [ROOT / "datapackage.json", *(ROOT / "data").iterdir(), *(ROOT / "schemas").iterdir()]:
            bundle.write(file, Path("ampere_data") / file.relative_to(ROOT))
    code = "import ampere_data as ad; print(sum(len(ad.load(name)) for name in ad.tables()))"

    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(archive)!r}); {code}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)

    assert int(done.stdout) == sum(len(ad.load(name)) for name in ad.tables())


def test_packages_are_opened_once() -> None:
    assert isinstance(shipped(), Package)
    assert shipped() is shipped()
