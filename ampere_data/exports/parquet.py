"""Parquet: the types of the schema, dictionaries for vocabularies, and what is said of table and columns."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

from ampere_data.exports.sheets import Column, Sheet
from ampere_data.tabular.extras import required

# Under this name the Table Schema stands in the metadata of a file.
SCHEMA = "frictionless.schema"


def write(sheet: Sheet, package: Mapping[str, Any]) -> bytes:
    """Write a sheet.

    Args:
        sheet: The sheet.
        package: The descriptor of its package, whose name, version and licence the file says.
    """
    pa, parquet = required("pyarrow", "export"), required("pyarrow.parquet", "export")
    arrays = [_array(pa, one) for one in sheet.columns]
    fields = [
        pa.field(one.name, array.type, metadata=_said(one.field.descriptor))
        for one, array in zip(sheet.columns, arrays, strict=True)
    ]
    licences = [str(one.get("name") or one.get("path")) for one in package.get("licenses", [])]
    about = {
        **_said(sheet.schema.descriptor),
        SCHEMA: json.dumps(sheet.schema.descriptor, ensure_ascii=False),
        **{f"package.{key}": str(package[key]) for key in ("name", "version") if key in package},
        "package.licenses": ", ".join(licences),
    }
    stream = io.BytesIO()
    parquet.write_table(
        pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=about)), stream, compression="zstd"
    )
    return stream.getvalue()


def _array(pa: Any, column: Column) -> Any:
    """Make the array of a column; a vocabulary is a dictionary of all its values, in their order."""
    kinds = {
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "datetime": pa.timestamp("us"),
    }
    kind, dtype = kinds.get(column.kind, pa.string()), column.array.dtype
    if str(dtype) != "category":
        return pa.array(column.cells(), kind)
    codes = pa.array([None if code < 0 else code for code in column.array.codes.tolist()], pa.int32())
    return pa.DictionaryArray.from_arrays(codes, pa.array(dtype.categories.tolist(), kind), ordered=dtype.ordered)


def _said(descriptor: Mapping[str, Any]) -> dict[str, str]:
    """Give titles and descriptions, in all languages."""
    parts = ("title", "description")
    return {key: one for key, one in descriptor.items() if key.partition("_")[0] in parts and isinstance(one, str)}
