"""Tables as typed frames, with the dtypes that their schemas declare (`ampere_data.series` lists them)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ampere_data.curation.shipped import shipped
from ampere_data.series import typed
from ampere_data.tabular.package import Table
from ampere_data.tabular.schema import Field
from ampere_data.tabular.sources import read_columns

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Hashable, Mapping, Sequence

    import pandas as pd
    import pandera.pandas as pa

    from ampere_data.names import TableName
    from ampere_data.tabular.rows import Rows


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
        declares (see `ampere_data.series`).

    Raises:
        UnknownName: There is no such table; the error names the nearest ones.
        ValueError: `as_of` is not a day, or the table's file does not follow its schema.

    Example:
        >>> import ampere_data as ad
        >>> ad.load("sources")["characters"].dtype
        Int64Dtype()
    """
    table = shipped().table(name)
    if as_of is None:
        frame = read(table)
    else:
        from ampere_data.curation.evidence.knowledge import known

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
    from ampere_data.compiling import compile  # noqa: A004 - a verb; nobody calls the builtin

    return compile(shipped().table(name).schema, name)


def describe(table: Table) -> dict[Hashable | None, Any]:
    """Say what a table and its columns are, as plain JSON values."""
    texts = ("title", "description")
    said = {one.name: one.descriptor for one in table.schema.fields}
    fields = {name: {key: one[key] for key in texts if key in one} for name, one in said.items()}
    own: dict[Hashable | None, Any] = {key: table.descriptor[key] for key in texts if key in table.descriptor}
    return {"name": table.name, **own, "fields": fields}


def frame_of(rows: Rows) -> pd.DataFrame:
    """Type rows of text as `load` types the file they came from."""
    columns = zip(*rows.cells, strict=True) if rows.cells else [()] * len(rows.labels)
    return _frame(rows.table, dict(zip(rows.labels, columns, strict=True)))


def _frame(table: Table, columns: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    import pandas as pd

    known = table.schema.by_name
    return pd.DataFrame({name: typed(known.get(name, Field(name)), one) for name, one in columns.items()}, copy=False)


def read(table: Table) -> pd.DataFrame:
    """Read the file of a table of any package, typed as `load` types ours.

    Raises:
        ValueError: It does not follow its schema.
    """
    columns, issues = read_columns(table)
    note = issues[0].message if issues else ""
    try:
        if columns is not None and not note:
            return _frame(table, columns)
    except ValueError as error:
        note = str(error)
    msg = f"{table.path}: {note}; `ampere-data validate` tells more"
    raise ValueError(msg)
