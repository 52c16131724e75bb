"""What every test may use: the project's root, the articles where they are at hand, a copy of the package to break."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent

# On a shared machine a deadline measures the neighbours; the same examples each time keep `make test` repeatable.
_CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}
settings.register_profile("short", derandomize=True, max_examples=100, **_CALM)  # type: ignore[arg-type]
settings.register_profile("long", max_examples=10_000, **_CALM)  # type: ignore[arg-type]
settings.load_profile("short")


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def documents() -> Path:
    """Give the folder of the articles, or skip the test where they are not at hand."""
    folder = Path(os.environ.get("AMPERE_DATA_DOCUMENTS", ROOT / "seeds"))
    if not any(folder.glob("*.txt")):
        pytest.skip("the articles are not at hand")
    return folder


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Give a copy of the shipped package, to be broken in one place."""
    copy = tmp_path / "package"
    copy.mkdir()
    shutil.copy(ROOT / "datapackage.json", copy)
    shutil.copytree(ROOT / "data", copy / "data")
    shutil.copytree(ROOT / "schemas", copy / "schemas")
    return copy
