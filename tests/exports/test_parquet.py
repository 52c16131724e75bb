"""Parquet: types, vocabularies and what is said of them, as pyarrow and pandas read it."""

import io
import json
from pathlib import Path

import exporting
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given

from ampere_data.curation.shipped import shipped
from ampere_data.exports import parquet
from ampere_data.exports.sheets import sheet_of
from ampere_data.frames import load


def written(folder: Path) -> pa.Table:
    package = exporting.made(folder)
    return pq.read_table(io.BytesIO(parquet.write(sheet_of(package.table("things"), "en"), package.descriptor)))


def test_the_types_are_those_of_the_schema(tmp_path: Path) -> None:
    found = written(tmp_path).schema

    kinds = [pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.date32(), pa.timestamp("us")]
    assert found.types[1:7] == kinds
    assert pa.types.is_dictionary(found.field("colour").type)


def test_a_vocabulary_is_told_whole(tmp_path: Path) -> None:
    assert written(tmp_path).column("colour").chunk(0).dictionary.to_pylist() == exporting.COLOURS


def test_titles_descriptions_and_the_schema_travel_with_it(tmp_path: Path) -> None:
    found = written(tmp_path).schema

    assert found.field("text").metadata[b"description_fr"].decode() == "Tout."
    assert json.loads(found.metadata[parquet.SCHEMA.encode()]) == exporting.SCHEMA
    assert found.metadata[b"package.version"] == b"1.2.3"
    assert found.metadata[b"package.licenses"] == b"CC0-1.0"


@pytest.mark.parametrize("name", shipped().tables)
def test_pandas_reads_each_table_of_ours_as_load_gives_it(name: str) -> None:
    data = parquet.write(sheet_of(shipped().table(name), "en"), shipped().descriptor)
    frame = load(name)

    found = pd.read_parquet(io.BytesIO(data), dtype_backend="numpy_nullable").astype(frame.dtypes.to_dict())

    pd.testing.assert_frame_equal(found, frame, check_flags=False)


@pytest.mark.hypothesis
@given(cells=exporting.rows())
def test_pyarrow_reads_back_what_was_written(tmp_path: Path, cells: list[list[str]]) -> None:
    sheet = exporting.sheet(tmp_path, cells)
    data = parquet.write(sheet, {})

    found = pq.read_table(io.BytesIO(data))

    assert [list(row.values()) for row in found.to_pylist()] == exporting.by_row(sheet)
    assert parquet.write(sheet, {}) == data
