"""`import ampere_data` gives every public name and loads nothing for it."""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from conftest import ROOT
from engine import field, resource, schema, write_package

import ampere_data as ad

HEAVY = {"pandas", "numpy", "pandera", "pyarrow", "frictionless", "edtf", "jsonschema", "jsonschema_rs", "rich"}
# What only a package that declares something of ours, or a digest, has a use for.
UNASKED = {"importlib.resources", "hashlib", "ampere_data.curation.declared", "ampere_data.curation.evidence"}


def loaded_by(code: str) -> set[str]:
    """Run code in a fresh process, and name the modules that it loaded."""
    report = "import sys\nbefore = set(sys.modules)\n{}\nprint(*set(sys.modules) - before)"
    command = [sys.executable, "-S", "-c", report.format(code)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_loads_nothing_but_the_package_itself() -> None:
    assert loaded_by("import ampere_data") == {"ampere_data"}


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    assert not {name.partition(".")[0] for name in loaded_by("import ampere_data.cli")} & HEAVY


def test_asking_for_names_and_version_loads_nothing_heavy() -> None:
    loaded = loaded_by("import ampere_data as ad; ad.tables(); ad.__version__; ad.Report; ad.Issue")

    assert not {name.partition(".")[0] for name in loaded} & HEAVY


@pytest.mark.parametrize(
    ("rows", "spoil", "loaded"),
    [
        (5, "", set()),
        (5, "x", set()),
        (90_000, "", {"numpy", "pyarrow"}),
        (90_000, "x", {"numpy", "pyarrow"}),
    ],
    ids=["small", "small and dirty", "large", "large and dirty"],
)
def test_a_package_of_plain_types_loads_only_what_reads_it(
    tmp_path: Path, rows: int, spoil: str, loaded: set[str]
) -> None:
    fields = [field("id", required=True), field("n", "integer", minimum=0), field("day", "date"), field("up")]
    key = {"fields": ["up"], "reference": {"resource": "table", "fields": ["id"]}}
    described = schema(*fields, primaryKey=["id"], foreignKeys=[key])
    lines = [f"i{row},{row},2024-05-06,i0" for row in range(rows)]
    content = "\n".join(["id,n,day,up", *lines, f"last,{spoil or 1},2024-05-06,i0", ""])
    path = write_package(tmp_path, {"table.csv": content}, resource("table", described))
    code = f"import ampere_data as ad; assert ad.validate({str(path)!r}).valid is {not spoil}"
    site = f"import site; site.addsitedir({str(Path(pytest.__file__).parents[1])!r}); "

    found = loaded_by(site + code)

    assert {name.partition(".")[0] for name in found} & HEAVY == loaded
    assert not found & UNASKED


def test_the_shipped_package_is_judged_without_frictionless_and_pandas() -> None:
    site = f"import site; site.addsitedir({str(Path(pytest.__file__).parents[1])!r}); "

    loaded = {
        name.partition(".")[0] for name in loaded_by(site + "import ampere_data as ad; assert ad.validate().valid")
    }

    assert loaded & HEAVY == {"jsonschema_rs"}


def test_public_names_are_sorted() -> None:
    assert sorted(ad.__all__) == ad.__all__


@pytest.mark.parametrize("name", ad.__all__)
def test_every_public_name_is_there_and_listed(name: str) -> None:
    assert getattr(ad, name) is not None
    assert name in dir(ad)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="tabels"):
        _ = ad.tabels


@pytest.mark.parametrize("name", sorted(set(ad.__all__) - {"__version__"}))
def test_no_module_is_called_like_a_public_name(name: str) -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(f"ampere_data.{name}")


def test_version_is_the_descriptors() -> None:
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))

    assert ad.__version__ == descriptor["version"]


def test_table_names_are_the_descriptors() -> None:
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))

    assert list(get_args(ad.TableName)) == [resource["name"] for resource in descriptor["resources"]] == ad.tables()
