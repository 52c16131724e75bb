"""`import ampere_data` gives every public name and loads nothing for it."""

import importlib
import json
import subprocess
import sys
from typing import get_args

import pytest
from conftest import ROOT

import ampere_data as ad

HEAVY = {"pandas", "numpy", "pandera", "pyarrow", "frictionless", "edtf", "jsonschema", "jsonschema_rs", "rich"}
COSTLY = {"typing", "dataclasses", "json", "re", "pathlib", "importlib.resources", "argparse"}


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
