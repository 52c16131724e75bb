"""Tables as typed frames: a Table Schema becomes pandas dtypes, and a pandera schema.

The dtypes are nullable throughout, so that a column never changes its dtype because a cell is empty:

| Table Schema | pandas |
|---|---|
| text or integer with `categories` or `enum` | `category` with all values, ordered where `categoriesOrdered` |
| `integer`, `year` | `Int64` |
| `number` | `Float64` |
| `boolean` | `boolean` |
| `date` | `datetime64[s]` |
| `datetime` in the default format | `datetime64[us]` |
| anything else | `string`, always kept by Python: installing pyarrow changes nothing |
"""

from __future__ import annotations

import io
import operator
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from ampere_data.extras import required
from ampere_data.files.storage import read_bytes
from ampere_data.package import Table, as_list, shipped

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Hashable

    import numpy as np
    import pandas as pd
    import pandera.pandas as pa

    from ampere_data.files.reading import Rows

# Held to the descriptor by a test.
TableName = Literal["sources", "passages", "entities", "models", "targets", "observations", "events", "evidence"]

_DTYPES = {
    "integer": "Int64",
    "year": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
    "datetime": "datetime64[us]",
}
_DATES = ("date", "datetime")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONSTRAINTS: dict[str, Any] = {
    "minimum": operator.ge,
    "maximum": operator.le,
    "exclusiveMinimum": operator.gt,
    "exclusiveMaximum": operator.lt,
    "minLength": operator.ge,
    "maxLength": operator.le,
    "pattern": None,
}
_TRUE = ["true", "True", "TRUE", "1"]
_FALSE = ["false", "False", "FALSE", "0"]


def tables() -> list[str]:
    """Name the tables, in the order of the descriptor.

    Example:
        >>> import ampere_data as ad
        >>> "targets" in ad.tables()
        True
    """
    return list(shipped().tables)


def load(name: TableName | str, *, as_of: str | dt.date | None = None) -> pd.DataFrame:
    """Load a table as a typed frame.

    Every call reads the file anew and returns a frame of its own. `frame.attrs` holds the table's `name`, `title` and
    `description`, and under `fields` the title and description of each column.

    Args:
        name: The table; `tables()` lists them.
        as_of: A day, as a date, a Timestamp or text such as `2023-06-30`: the table as it was known at the end of
            that day. A cell that no source had told by then is missing; a record of which none had told is left out.

    Returns:
        One row per record, one column per field in the order of the schema, with the nullable dtypes that the schema
        declares (see `ampere_data.frames`).

    Raises:
        UnknownName: There is no such table; the error names the nearest ones.
        ValueError: `as_of` is not a day.

    Example:
        >>> import ampere_data as ad
        >>> ad.load("sources")["characters"].dtype
        Int64Dtype()
    """
    table = shipped().table(name)
    if as_of is None:
        form = {"sep": table.dialect.get("delimiter", ","), "encoding": table.descriptor.get("encoding", "utf-8")}
        frame = _read(io.BytesIO(read_bytes(table)[1]), table, **form)
    else:
        from ampere_data.proving.knowledge import known

        frame = frame_of(known(shipped(), name, as_of))
    frame.attrs.update(describe(table))
    return frame


def schema(name: TableName | str) -> pa.DataFrameSchema:
    """Compile a table's schema for pandera, to check frames of your own that should look like it.

    It checks types, required and unique cells, bounds, patterns, lengths, enumerations and the primary key; it
    changes nothing (`coerce=False`). A frame from `load` passes. Foreign keys and evidence need more than one table:
    `validate` checks those.

    Raises:
        UnknownName: There is no such table; the error names the nearest ones.
        MissingExtra: pandera is not installed; the extra `validate` brings it.
    """
    return compile(shipped().table(name).schema, name)


def compile(descriptor: dict[str, Any], name: str = "") -> pa.DataFrameSchema:  # noqa: A001 - a verb; nobody calls the builtin
    """Compile a Table Schema for pandera.

    The columns have the dtypes of `dtype`; each constraint is a check called by its name in the standard, so that a
    failure can be traced to it. Empty cells are passed over by all checks except `required`.

    Args:
        descriptor: A Table Schema as plain JSON.
        name: The name of the table, for pandera's messages.
    """
    pa = required("pandera.pandas")
    key = as_list(descriptor.get("primaryKey", []))
    match = as_list(descriptor.get("fieldsMatch", "exact"))[0]
    columns = {}
    for field in descriptor.get("fields", []):
        columns[field["name"]] = pa.Column(
            dtype(field),
            _checks(field),
            nullable=not (field.get("constraints", {}).get("required") or field["name"] in key),
            required=match in {"exact", "equal", "subset"},
            title=field.get("title"),
            description=field.get("description"),
        )
    keys = [as_list(fields) for fields in descriptor.get("uniqueKeys", [])]
    checks = [_distinct("primaryKey", key)] if key else []
    checks += [_distinct("uniqueKeys", fields) for fields in keys]
    return pa.DataFrameSchema(
        columns,
        checks,
        name=name or None,
        strict=match in {"exact", "equal", "superset"},
        ordered=match == "exact",
        title=descriptor.get("title"),
        description=descriptor.get("description"),
    )


def _checks(field: dict[str, Any]) -> list[pa.Check]:
    """Turn the constraints of a field into checks; an enumeration is already in the dtype where that is a category."""
    import pandera.pandas as pa

    says = field.get("constraints", {})
    kind = dtype(field)
    checks = [_check(name, says[name], field) for name in _CONSTRAINTS if name in says]
    if says.get("unique"):
        checks.append(pa.Check(lambda column: ~column.duplicated(keep=False), name="unique", error="unique"))
    if "enum" in says and str(kind) != "category":
        checks.append(pa.Check.isin([_bound(value, kind) for value in says["enum"]], name="enum", error="enum"))
    return checks


def _check(name: str, says: Any, field: dict[str, Any]) -> pa.Check:  # noqa: ANN401 - a constraint is any JSON value
    """Turn one constraint into a check on a whole column."""
    import pandera.pandas as pa

    kind = dtype(field)
    length = name in {"minLength", "maxLength"}
    if name == "pattern":
        pattern = re.compile(f"^(?:{says})$")

        def passes(column: pd.Series[Any]) -> pd.Series[Any]:
            return column.map(lambda text: pattern.fullmatch(str(text)) is not None).astype(bool)
    else:
        compare, bound = _CONSTRAINTS[name], says if length else _bound(says, kind)

        def passes(column: pd.Series[Any]) -> pd.Series[Any]:
            # Categories compare by their place in the list, a bound compares by value.
            plain = column.astype(object) if str(kind) == "category" else column
            passed: pd.Series[Any] = compare(plain.str.len() if length else plain, bound)
            return passed

    return pa.Check(passes, name=name, error=f"{name}({says})")


def _distinct(name: str, fields: list[str]) -> pa.Check:
    """Make a check that no two rows have the same cells in `fields`; a row with an empty one is like no other."""
    import pandera.pandas as pa

    def passes(frame: pd.DataFrame) -> pd.Series[Any]:
        filled = frame[fields].notna().all(axis="columns")
        return ~(filled & frame.duplicated(fields, keep=False))

    return pa.Check(passes, name=name, error=f"{name}({', '.join(fields)})", ignore_na=False)


def _bound(says: Any, kind: Any) -> Any:  # noqa: ANN401 - any JSON value becomes any scalar
    """Read a bound as the column holds its values: dates are written as text in JSON."""
    import pandas as pd

    if str(kind).startswith("datetime64"):
        return pd.Timestamp(says)
    if str(kind) in {"Int64", "Float64"}:
        return float(says) if isinstance(says, str) else says
    return says


def describe(table: Table) -> dict[Hashable | None, Any]:
    """Say what a table and its columns are, as plain JSON values."""
    texts = ("title", "description")
    fields = {field["name"]: {key: field[key] for key in texts if key in field} for field in table.fields}
    own: dict[Hashable | None, Any] = {key: table.descriptor[key] for key in texts if key in table.descriptor}
    return {"name": table.name, **own, "fields": fields}


def frame_of(rows: Rows) -> pd.DataFrame:
    """Type rows of text as `load` types the file they came from."""
    import csv

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([rows.labels, *rows.cells])
    text.seek(0)
    return _read(text, rows.table)


def dtype(field: dict[str, Any]) -> Any:  # noqa: ANN401 - pandas accepts a name or a dtype, and stubs neither as one
    """Choose the pandas dtype of a field.

    Args:
        field: A field descriptor of a Table Schema.
    """
    import pandas as pd

    kind = field.get("type", "string")
    values = categories(field)
    if values and kind in {"string", "integer"}:
        return _categorical(tuple(values), ordered=bool(field.get("categoriesOrdered", False)))
    if kind in _DATES and field.get("format", "default") != "default":
        return pd.StringDtype("python")
    # A storage that is named: the default depends on whether pyarrow happens to be installed.
    return _DTYPES.get(kind) or pd.StringDtype("python")


@cache
def _categorical(values: tuple[Any, ...], *, ordered: bool) -> Any:  # noqa: ANN401 - as of dtype()
    """Make the dtype of an enumeration once: tables share vocabularies, and pandas looks every value over."""
    import pandas as pd

    return pd.CategoricalDtype(list(values), ordered=ordered)


def categories(field: dict[str, Any]) -> list[Any]:
    """List the values of an enumerated field, in order, without what is said about them."""
    listed = field.get("categories") or field.get("constraints", {}).get("enum", [])
    values = [item["value"] if isinstance(item, dict) else item for item in listed]
    return [int(value) for value in values] if field.get("type") == "integer" else values


def _read(source: io.BytesIO | io.StringIO, table: Table, **form: Any) -> pd.DataFrame:  # noqa: ANN401 - pandas' own options
    """Read CSV with the dtypes of the schema; dates are read as text first, for pandas would pass over a wrong one."""
    import pandas as pd

    dates, options = _options(table.name) if table is shipped().tables.get(table.name) else _plan(table)
    frame: pd.DataFrame = pd.read_csv(source, **options, **form)
    for name, kind in dates.items():
        texts = frame[name]
        frame[name] = _days(texts) if kind == "date" else pd.to_datetime(texts, format="ISO8601").dt.as_unit("us")
    return frame


def _days(texts: pd.Series[Any]) -> np.ndarray[Any, np.dtype[np.datetime64]]:
    """Read days written in full, which numpy does at a fraction of what `to_datetime` takes for a short column.

    Raises:
        ValueError: One is not written in full (numpy would add what it lacks), or there is no such day.
    """
    import numpy as np

    found = ["NaT" if text != text else text for text in texts.array]  # noqa: PLR0124 - so it is with NaN
    wrong = [text for text in found if text != "NaT" and not _DAY.fullmatch(text)]
    if wrong:
        msg = f"{wrong[0]!r} in {texts.name} is not a day such as '2023-06-30'"
        raise ValueError(msg)
    return np.array(found, dtype="datetime64[s]")


@cache
def _options(name: str) -> tuple[dict[str, str], dict[str, Any]]:
    """Plan the reading of a shipped table once: its schema cannot change while the program runs."""
    return _plan(shipped().tables[name])


def _plan(table: Table) -> tuple[dict[str, str], dict[str, Any]]:
    """Derive from the schema which columns are dates, of which type, and what pandas is told of all columns."""
    kinds = {field["name"]: dtype(field) for field in table.fields}
    dates = {field["name"]: field["type"] for field in table.fields if field.get("type") in _DATES}
    dates = {name: kind for name, kind in dates.items() if kinds[name] == _DTYPES[kind]}
    booleans = [field for field in table.fields if field.get("type") == "boolean"]
    missing = {field["name"]: table.missing(field) for field in table.fields}
    alike = len(set(missing.values())) == 1
    options = {
        "dtype": {name: object if name in dates else kind for name, kind in kinds.items()},
        "keep_default_na": False,
        # One list for all columns is what pandas is fastest with.
        "na_values": list(next(iter(missing.values()))) if alike else missing,
        "true_values": [text for field in booleans for text in field.get("trueValues", _TRUE)] or None,
        "false_values": [text for field in booleans for text in field.get("falseValues", _FALSE)] or None,
    }
    return dates, options
