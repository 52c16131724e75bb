"""A Parquet file as columns that know their types: read by pyarrow, and weighed before it is spread out in memory.

What a file says of its columns one by one is not asked: on some broken files that ends the whole program. So lists,
whose length only it tells, are refused; every other column has as many values as there are rows.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from ampere_data.tabular.engine import STUMBLES
from ampere_data.tabular.errors import PackageError
from ampere_data.tabular.extras import required
from ampere_data.tabular.package import GROWTH, Table
from ampere_data.tabular.storage import bound_of, compression_of, open_stored, read_bytes, stored_size
from ampere_data.words.reasons import Reason, reason_of

_VALUE = 8
# Texts are read as codes, so that one that is repeated a million times is held once.
_CODED = frozenset(["STRING", "JSON", "ENUM", "NONE"])


def read_parquet(table: Table) -> Any:
    """Read a Parquet file.

    Raises:
        PackageError: It is not Parquet, holds lists, or grows beyond all bounds.
    """
    pa, parquet = required("pyarrow"), required("pyarrow.parquet")
    bound = bound_of(stored_size(table))
    with open_stored(table) if not compression_of(table) else io.BytesIO(read_bytes(table)[1]) as stream:
        try:
            found = parquet.ParquetFile(stream)
            _refuse_lists(table, found.schema_arrow)
            columns = list(_columns(found))
            _demand(table, found.metadata.num_rows * sum(size for _, size, _ in columns) <= bound)
            stream.seek(0)
            found = parquet.ParquetFile(stream, read_dictionary=[path for path, _, coded in columns if coded]).read()
            found.validate(full=True)
            _demand(table, sum(_weight(chunk) for column in found.columns for chunk in column.chunks) <= bound)
        except PackageError:
            raise
        except (pa.ArrowException, OSError, *STUMBLES) as error:
            raise PackageError("source-error", reason_of(error), table=table.name, path=table.path) from error
    return _as_pandas_has_it(found)


def _refuse_lists(table: Table, fields: Any) -> None:
    pa = required("pyarrow")
    for field in fields:
        if pa.types.is_struct(field.type):
            _refuse_lists(table, field.type)
        elif pa.types.is_nested(field.type):
            note = Reason("parquet-list", name=field.name)
            raise PackageError("format-error", note, table=table.name, path=table.path)


def _demand(table: Table, fits: bool) -> None:  # noqa: FBT001 - the one thing that is asked
    if not fits:
        raise PackageError("compression-error", Reason("grows", times=GROWTH), table=table.name, path=table.path)


def _columns(file: Any) -> Iterator[tuple[str, int, bool]]:
    """Give path of each column, the size of a value, and whether it is a text."""
    for at in range(len(file.schema)):
        leaf = file.schema.column(at)
        coded = leaf.physical_type == "BYTE_ARRAY" and leaf.logical_type.type in _CODED
        yield leaf.path, max(_VALUE, leaf.length), coded


def _weight(array: Any) -> int:
    """Add up how many bytes the texts of an array take, each as often as it stands there."""
    pa, pc = required("pyarrow"), required("pyarrow.compute")
    if pa.types.is_struct(array.type):
        return sum(_weight(array.field(at)) for at in range(array.type.num_fields))
    if not pa.types.is_dictionary(array.type):
        return 0
    lengths = pc.binary_length(array.dictionary.cast(pa.large_binary())).cast(pa.int64())
    return int(pc.sum(lengths.take(array.indices), min_count=0).as_py())


def _as_pandas_has_it(found: Any) -> Any:
    """Put what was the index of a frame first if it has a name, and leave it out if it has none."""
    said = (found.schema.metadata or {}).get(b"pandas")
    try:
        index = [one for one in json.loads(said)["index_columns"] if isinstance(one, str)] if said else []
    except (ValueError, TypeError, LookupError):
        index = []
    named = [one for one in index if one in found.column_names and not one.startswith("__index_level_")]
    others = [one for one in found.column_names if one not in index]
    return found.select([*named, *others]) if index else found
