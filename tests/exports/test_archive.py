"""The zip: the package as it is, each table with its size and digest, read by others as well."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import exporting
import frictionless
import pytest

import ampere_data as ad
from ampere_data.curation.shipped import shipped
from ampere_data.exports import archive
from ampere_data.tabular.errors import PackageError
from ampere_data.tabular.package import Package


def unpacked(package: Package, folder: Path, **beside: bytes) -> Path:
    with zipfile.ZipFile(io.BytesIO(archive.write(package, beside))) as inside:
        inside.extractall(folder)
    return folder


def test_the_files_are_there_byte_for_byte(tmp_path: Path) -> None:
    folder = unpacked(shipped(), tmp_path, README=b"read me")

    for table in shipped().tables.values():
        assert (folder / table.path).read_bytes() == shipped().folder.joinpath(table.path).read_bytes()
    assert (folder / "README").read_bytes() == b"read me"


def test_each_table_has_its_size_and_digest(tmp_path: Path) -> None:
    folder = unpacked(shipped(), tmp_path)

    for resource in json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]:
        data = (folder / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")


def test_what_was_packed_is_valid_for_us_and_for_frictionless(tmp_path: Path) -> None:
    file = tmp_path / "ours.zip"
    file.write_bytes(archive.write(shipped(), {}))

    assert ad.validate(file).valid
    assert frictionless.Package(str(unpacked(shipped(), tmp_path) / "datapackage.json")).validate().valid


def test_a_digest_that_is_wrong_is_found(tmp_path: Path) -> None:
    folder = unpacked(exporting.made(tmp_path / "from"), tmp_path / "to")
    assert ad.validate(folder).valid

    with (folder / "things.csv").open("a", encoding="utf-8") as stream:
        stream.write("z,,,,,,,,,\n")

    assert {"byte-count", "hash-count"} <= set(ad.validate(folder).codes)


def test_the_same_package_is_the_same_bytes(tmp_path: Path) -> None:
    package = exporting.made(tmp_path)

    assert archive.write(package, {"a": b"b"}) == archive.write(package, {"a": b"b"})


def test_a_package_with_rows_in_its_descriptor_keeps_them(tmp_path: Path) -> None:
    package = exporting.made(tmp_path)
    own = {"name": "own", "data": [{"a": 1}], "schema": {"fields": [{"name": "a", "type": "integer"}]}}
    package.descriptor["resources"].append(own)

    folder = unpacked(package, tmp_path / "to")

    assert json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"][1] == own


def test_a_path_that_leads_out_is_refused(tmp_path: Path) -> None:
    package = exporting.made(tmp_path)
    package.descriptor["resources"].append({"name": "out", "path": "../secret.csv"})

    with pytest.raises(PackageError, match=r"\.\./secret\.csv"):
        archive.write(package, {})
