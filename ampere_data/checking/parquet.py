"""A Parquet file as columns that know their types: read by pyarrow, and weighed before it is spread out in memory."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from ampere_data.extras import required
from ampere_data.files.storage import GROWTH, bound_of, compression_of, open_stored, read_bytes, stored_size
from ampere_data.package import PackageError, Table
from ampere_data.reasons import Reason, reason_of

_VALUE = 8
# Texts are read as codes, so that one that is repeated a million times is held once.
_CODED = frozenset(["STRING", "JSON", "ENUM", "NONE"])


def read_parquet(table: Table) -> Any:  # noqa: ANN401 - a pyarrow table
    """Read a Parquet file.

    Raises:
        PackageError: It is not Parquet, or grows beyond all bounds.
    """
    pa, parquet = required("pyarrow"), required("pyarrow.parquet")
    bound = bound_of(stored_size(table))
    with open_stored(table) if not compression_of(table) else io.BytesIO(read_bytes(table)[1]) as stream:
        try:
            columns = list(_columns(parquet.ParquetFile(stream)))
            _demand(table, sum(size for _, size, _ in columns) <= bound)
            stream.seek(0)
            file = parquet.ParquetFile(stream, read_dictionary=[path for path, _, coded in columns if coded])
            found = file.read()
            _demand(table, sum(_weight(chunk) for column in found.columns for chunk in column.chunks) <= bound)
        except (pa.ArrowException, OSError) as error:
            raise PackageError("source-error", reason_of(error), table=table.name, path=table.path) from error
    return _as_pandas_has_it(found)


def _demand(table: Table, fits: bool) -> None:  # noqa: FBT001 - the one thing that is asked
    if not fits:
        raise PackageError("compression-error", Reason("grows", times=GROWTH), table=table.name, path=table.path)


def _columns(file: Any) -> Iterator[tuple[str, int, bool]]:  # noqa: ANN401 - pyarrow ships no types
    """Give path and size of each column of each group of rows, texts left out, and whether it holds texts."""
    for at in range(file.metadata.num_row_groups):
        group = file.metadata.row_group(at)
        for column in range(group.num_columns):
            chunk, leaf = group.column(column), file.schema.column(column)
            coded = leaf.physical_type == "BYTE_ARRAY" and leaf.logical_type.type in _CODED
            yield chunk.path_in_schema, chunk.num_values * max(_VALUE, leaf.length), coded


def _weight(array: Any) -> int:  # noqa: ANN401 - as above
    """Add up how many bytes the texts of an array take, each as often as it stands there."""
    pa, pc = required("pyarrow"), required("pyarrow.compute")
    kind = array.type
    if pa.types.is_dictionary(kind) and not pa.types.is_nested(kind.value_type):
        lengths = pc.binary_length(array.dictionary.cast(pa.large_binary()))
        return int(pc.sum(lengths.cast(pa.int64()).take(array.indices), min_count=0).as_py())
    if pa.types.is_struct(kind):
        return sum(_weight(array.field(at)) for at in range(kind.num_fields))
    if pa.types.is_map(kind):
        return _weight(array.keys) + _weight(array.items)
    return _weight(array.values) if pa.types.is_nested(kind) else 0


def _as_pandas_has_it(found: Any) -> Any:  # noqa: ANN401 - as above
    """Put what was the index of a frame first if it has a name, and leave it out if it has none."""
    said = (found.schema.metadata or {}).get(b"pandas")
    try:
        index = [one for one in json.loads(said)["index_columns"] if isinstance(one, str)] if said else []
    except (ValueError, TypeError, LookupError):
        index = []
    named = [one for one in index if one in found.column_names and not one.startswith("__index_level_")]
    others = [one for one in found.column_names if one not in index]
    return found.select([*named, *others]) if index else found
