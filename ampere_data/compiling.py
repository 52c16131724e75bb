"""A Table Schema compiled for pandera.

pandera's own reader of Table Schemas is not used: it takes an empty optional integer for an error, "false" for true and
`ab|cd` for `^ab|cd$`, and passes over dates and keys.
"""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Any

from ampere_data.series import dtype
from ampere_data.tabular.extras import required
from ampere_data.tabular.schema import Field, Key, Schema

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

_CONSTRAINTS: dict[str, Any] = {
    "minimum": operator.ge,
    "maximum": operator.le,
    "exclusiveMinimum": operator.gt,
    "exclusiveMaximum": operator.lt,
    "minLength": operator.ge,
    "maxLength": operator.le,
    "pattern": None,
}


def compile(schema: Schema, name: str = "") -> pa.DataFrameSchema:  # noqa: A001 - a verb; nobody calls the builtin
    """Compile a Table Schema for pandera.

    The columns have the dtypes of `dtype`; each constraint is a check called by its name in the standard, so that a
    failure can be traced to it. Empty cells are passed over by all checks except `required`.

    Args:
        schema: The schema.
        name: The name of the table, for pandera's messages.
    """
    pa = required("pandera.pandas")
    match, texts = schema.fields_match, ("title", "description")
    columns = {
        field.name: pa.Column(
            dtype(field),
            _checks(field),
            nullable=not (field.required or field.name in schema.primary_key),
            required=match in {"exact", "equal", "subset"},
            **{text: field.descriptor.get(text) for text in texts},
        )
        for field in schema.fields
    }
    keys = [key for key in schema.keys if key.code != "unique-error"]
    return pa.DataFrameSchema(
        columns,
        [_distinct(key) for key in keys],
        name=name or None,
        strict=match in {"exact", "equal", "superset"},
        ordered=match == "exact",
        **{text: schema.descriptor.get(text) for text in texts},
    )


def _checks(field: Field) -> list[pa.Check]:
    """Turn the constraints of a field into checks; an enumeration is already in the dtype where that is a category."""
    import pandera.pandas as pa

    says = field.constraints
    kind = dtype(field)
    checks = [_check(name, says[name], field) for name in _CONSTRAINTS if name in says]
    if says.get("unique"):
        checks.append(pa.Check(lambda column: ~column.duplicated(keep=False), name="unique", error="unique"))
    if "enum" in says and str(kind) != "category":
        checks.append(pa.Check.isin([_bound(value, kind) for value in says["enum"]], name="enum", error="enum"))
    return checks


def _check(name: str, says: Any, field: Field) -> pa.Check:
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


def _distinct(key: Key) -> pa.Check:
    """Make a check that no two rows have the same cells in the fields of a key, empty ones as `validate` takes them.

    A row with an empty cell is like no other, as in SQL; that a primary key has none, its columns say.
    """
    import pandera.pandas as pa

    fields, name = list(key.fields), "primaryKey" if key.code == "primary-key" else "uniqueKeys"

    def passes(frame: pd.DataFrame) -> pd.Series[Any]:
        return ~frame.duplicated(fields, keep=False) | frame[fields].isna().any(axis="columns")

    return pa.Check(passes, name=name, error=f"{name}({', '.join(fields)})", ignore_na=False)


def _bound(says: Any, kind: Any) -> Any:
    """Read a bound as the column holds its values: dates are written as text in JSON."""
    import pandas as pd

    if str(kind).startswith("datetime64"):
        return pd.Timestamp(says)
    if str(kind) in {"Int64", "Float64"}:
        return float(says) if isinstance(says, str) else says
    return says
