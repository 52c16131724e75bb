"""One contender, one package, one process: `python -m benchmarks.contenders NAME FOLDER` prints what it finds.

Each is written the way its own documentation would have it and is asked the same questions; a finding is
`[table, row, field, code]`, the header being row 1. The two bare reads find nothing: they are the floor. This project
takes part through its own command, `ampere-data validate --format json`.
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.packages import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable

Finding = tuple[str, int, str, str]
FIELDS: list[dict[str, Any]] = SCHEMAS["targets"]["fields"]
# A date that cannot be parsed reaches dataframely as a null.
CODES = {"primary_key": "primary-key", "dtype": "type-error", "announced|nullability": "type-error"}
FAIRSPEC = {"row/primaryKey": "primary-key", "cell/type": "type-error", "foreignKey": "foreign-key"}
CASTS = {"string": "VARCHAR", "number": "DOUBLE", "integer": "BIGINT", "date": "DATE"}


def frictionless(folder: Path) -> list[Finding]:
    """Validate with frictionless, all errors."""
    import frictionless as engine

    report = engine.Package(str(folder / "datapackage.json")).validate(limit_errors=10**9)
    errors = [(task.name, error.to_descriptor()) for task in report.tasks for error in task.errors]
    return [(table, item.get("rowNumber", 0), item.get("fieldName", ""), item["type"]) for table, item in errors]


def dataframely(folder: Path) -> list[Finding]:
    """Read as text with polars, check with a dataframely schema, look foreign keys up with anti-joins."""
    import dataframely as dy
    import polars as pl

    text = pl.read_csv(folder / "targets.csv", infer_schema=False).with_row_index("row", offset=2)
    dates = [pl.col(item["name"]).str.to_date("%Y-%m-%d", strict=False) for item in FIELDS if item["type"] == "date"]
    schema: Any = type(
        "Targets", (dy.Schema,), {"row": dy.UInt32(), **{item["name"]: _column(item) for item in FIELDS}}
    )
    _, failure = schema.filter(text.with_columns(dates), cast=True)
    details = failure.details()
    found: list[Finding] = []
    for rule in failure.counts():
        rows = details.filter(pl.col(rule) == "invalid")
        field, _, name = rule.partition("|")
        if rule == "primary_key":  # every row of a group is named: the first is not the one to mend
            field, rows = "target_id", rows.filter(~pl.col("target_id").is_first_distinct())
        code = CODES.get(rule) or CODES.get(name, "constraint-error")
        found += [("targets", row, field, code) for row in rows["row"]]
    for field, table in (("entity_id", "entities"), ("source_id", "sources")):
        known = pl.read_csv(folder / f"{table}.csv", infer_schema=False)
        lost = text.join(known, on=field, how="anti")["row"]
        found += [("targets", row, field, "foreign-key") for row in lost]
    return found


def fairspec(folder: Path) -> list[Finding]:
    """Validate with fairspec, its own schemas written for it; it counts no header, and gives no row for a reference."""
    import contextlib

    import fairspec as engine

    with contextlib.chdir(folder):  # it takes paths below the current folder only
        described = {"resources": [_resource(name, schema) for name, schema in SCHEMAS.items()]}
        report = engine.validate_dataset(described, maxErrors=10**9)
    found: list[Finding] = []
    for error in report.errors:
        field, row = getattr(error, "columnName", ""), int(getattr(error, "rowNumber", -1)) + 1
        columns = getattr(error, "columnNames", None) or [field]
        found.append((error.resourceName, row, columns[0], FAIRSPEC.get(error.type, "constraint-error")))
    return found


def _resource(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Describe a table as fairspec has it."""
    properties = {}
    for item in schema["fields"]:
        kind, limits = item["type"], {key: said for key, said in item["constraints"].items() if key != "required"}
        form = {"format": "date"} if kind == "date" else {}
        kind = "string" if kind == "date" else kind
        nullable = "required" not in item["constraints"]
        properties[item["name"]] = {"type": [kind, "null"] if nullable else kind, **form, **limits}
    described = {"properties": properties, "primaryKey": schema["primaryKey"], "missingValues": [""]}
    keys = [
        {
            "columns": key["fields"],
            "reference": {"resource": key["reference"]["resource"], "columns": key["reference"]["fields"]},
        }
        for key in schema.get("foreignKeys", [])
    ]
    return {
        "name": name,
        "data": f"{name}.csv",
        "tableSchema": {**described, **({"foreignKeys": keys} if keys else {})},
    }


def duckdb(folder: Path) -> list[Finding]:
    """Read as text and ask in SQL."""
    import duckdb as engine

    db = engine.connect()
    for table in SCHEMAS:
        read = f"read_csv('{folder / table}.csv', all_varchar=true, header=true, delim=',', quote='\"')"
        db.sql(f"CREATE TABLE {table} AS SELECT *, 1 + row_number() OVER () AS row FROM {read}")  # noqa: S608
    questions = []
    for item in FIELDS:
        name, limits, cast = item["name"], item["constraints"], f"TRY_CAST({item['name']} AS {CASTS[item['type']]})"
        tests: dict[str, list[str]] = {
            "constraint-error": [],
            "type-error": [f"{name} IS NOT NULL AND {cast} IS NULL"],
        }
        if item["type"] == "integer":  # a cast rounds 2020.5
            tests["type-error"] = [f"NOT regexp_full_match({name}, '[+-]?[0-9]+')"]
        tests["constraint-error"] += [f"{name} IS NULL"] if "required" in limits else []
        tests["constraint-error"] += [f"{cast} < {limits['minimum']}"] if "minimum" in limits else []
        tests["constraint-error"] += [f"{cast} > {limits['maximum']}"] if "maximum" in limits else []
        tests["constraint-error"] += [f"length({name}) > {limits['maxLength']}"] if "maxLength" in limits else []
        tests["constraint-error"] += [f"{name} NOT IN {tuple(limits['enum'])}"] if "enum" in limits else []
        if "pattern" in limits:
            tests["constraint-error"].append(f"NOT regexp_full_match({name}, '{limits['pattern']}')")
        questions += [(name, code, test) for code, several in tests.items() for test in several]
    found: list[Finding] = []
    for name, code, test in questions:
        rows = db.sql(f"SELECT row FROM targets WHERE {test}").fetchall()  # noqa: S608
        found += [("targets", row, name, code) for (row,) in rows]
    for name, table in (("entity_id", "entities"), ("source_id", "sources")):
        rows = db.sql(f"SELECT row FROM targets ANTI JOIN {table} USING ({name})").fetchall()  # noqa: S608
        found += [("targets", row, name, "foreign-key") for (row,) in rows]
    first = "SELECT target_id, min(row) AS first FROM targets GROUP BY target_id HAVING count(*) > 1"
    rows = db.sql(f"SELECT row FROM targets JOIN ({first}) USING (target_id) WHERE row > first").fetchall()  # noqa: S608
    return found + [("targets", row, "target_id", "primary-key") for (row,) in rows]


def pandera(folder: Path) -> list[Finding]:
    """Read as text with pyarrow, type each column with pandas, check with the schema that this project compiles."""
    import pandas as pd
    from pandera.errors import SchemaErrors
    from pyarrow import csv

    from ampere_data.compiling import compile  # noqa: A004 - a verb
    from ampere_data.series import dtype
    from ampere_data.tabular.schema import read_schema

    whole = csv.ParseOptions(newlines_in_values=True)
    text = csv.read_csv(folder / "targets.csv", parse_options=whole, convert_options=_as_text()).to_pandas()
    casts: dict[str, Callable[[Any], Any]] = {
        "number": lambda column: pd.to_numeric(column, errors="coerce"),
        "integer": lambda column: (numbers := pd.to_numeric(column, errors="coerce")).where(numbers % 1 == 0),
        "date": lambda column: pd.to_datetime(column, format="%Y-%m-%d", errors="coerce"),
        "string": lambda column: column.where(column != ""),
    }
    schema, columns = read_schema(SCHEMAS["targets"], "targets"), {}
    kinds = {field.name: dtype(field) for field in schema.fields}
    for item in FIELDS:
        column, values = casts[item["type"]](text[item["name"]]), item["constraints"].get("enum")
        columns[item["name"]] = (column.where(column.isin(values)) if values else column).astype(
            dtype(schema.by_name[item["name"]])
        )
    typed = pd.DataFrame(columns)
    found: list[Finding] = []
    repeated = text["target_id"].duplicated()
    try:
        compile(schema).validate(typed, lazy=True)
    except SchemaErrors as errors:
        kinds = {item["name"]: "constraint-error" if "enum" in item["constraints"] else "type-error" for item in FIELDS}
        for case in errors.failure_cases.drop_duplicates(["check", "column", "index"]).itertuples():
            if case.check.startswith("primaryKey"):  # every cell of every row of a group is named
                if case.column == "target_id" and repeated[case.index]:
                    found.append(("targets", case.index + 2, "target_id", "primary-key"))
            else:  # what could not be typed, or is no category, is a null
                code = kinds[case.column] if case.check == "not_nullable" else "constraint-error"
                found.append(("targets", case.index + 2, case.column, code))
    for field, table in (("entity_id", "entities"), ("source_id", "sources")):
        known = csv.read_csv(folder / f"{table}.csv", convert_options=_as_text())[field].to_pandas()
        lost = text.index[~text[field].isin(known)]
        found += [("targets", int(row) + 2, field, "foreign-key") for row in lost]
    return found


def _as_text() -> Any:
    from pyarrow import csv, string

    return csv.ConvertOptions(
        column_types={item["name"]: string() for table in SCHEMAS.values() for item in table["fields"]}
    )


def polars(folder: Path) -> list[Finding]:
    """Read with polars, typed, nothing checked."""
    import polars as pl

    kinds = {"string": pl.String, "number": pl.Float64, "integer": pl.Int64, "date": pl.Date}
    pl.read_csv(
        folder / "targets.csv", schema={item["name"]: kinds[item["type"]] for item in FIELDS}, ignore_errors=True
    )
    return []


def pandas(folder: Path) -> list[Finding]:
    """Read with pandas as text, nothing checked."""
    import pandas as pd

    pd.read_csv(folder / "targets.csv", dtype=str, keep_default_na=False)
    return []


def _column(item: dict[str, Any]) -> Any:
    import dataframely as dy

    limits = item["constraints"]
    same = {"nullable": "required" not in limits, "primary_key": item["name"] in SCHEMAS["targets"]["primaryKey"]}
    if item["type"] == "number":
        return dy.Float64(min=limits["minimum"], **same)
    if item["type"] == "integer":
        return dy.Int64(min=limits["minimum"], max=limits["maximum"], **same)
    if item["type"] == "date":
        return dy.Date(**same)
    if "enum" in limits:
        return dy.String(regex="^(" + "|".join(limits["enum"]) + ")$", **same)
    pattern = f"^{limits['pattern']}$" if "pattern" in limits else None
    return dy.String(regex=pattern, max_length=limits.get("maxLength"), **same)


CONTENDERS: dict[str, Callable[[Path], list[Finding]]] = {
    "frictionless": frictionless,
    **({"fairspec": fairspec} if find_spec("fairspec") else {}),  # needs Python 3.12
    "dataframely": dataframely,
    "DuckDB": duckdb,
    "pandera": pandera,
    "polars (bare read)": polars,
    "pandas (bare read)": pandas,
}

if __name__ == "__main__":
    json.dump(CONTENDERS[sys.argv[1]](Path(sys.argv[2])), sys.stdout)
