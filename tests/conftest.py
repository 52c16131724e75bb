"""What every test may use: the project's root, the articles where they are at hand, a copy of the package to break."""

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import lumifer
import pytest
from hypothesis import HealthCheck, settings

from ampere_data.cli import main as cli

ROOT = Path(__file__).parent.parent
VALIDATION = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
EXTENSION = (ROOT / "docs" / "extension.md").read_text(encoding="utf-8")
ARTICLES = Path(os.environ.get("AMPERE_DATA_DOCUMENTS", ROOT / "seeds"))

Run = Callable[..., tuple[int, str, str]]

_PATIENCE = 120  # seconds
LONGER = 50  # how many times more examples `make fuzz` takes

# On a shared machine a deadline measures the neighbours; the same examples each time keep `make test` repeatable.
_CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}
settings.register_profile("short", derandomize=True, max_examples=100, **_CALM)  # type: ignore[arg-type]
settings.register_profile("long", max_examples=100 * LONGER, print_blob=True, **_CALM)  # type: ignore[arg-type]
settings.load_profile("short")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Lengthen the property tests that say how many examples they take, where the long profile is asked for."""
    if config.getoption("--hypothesis-profile") != "long":
        return
    for item in items:
        test = getattr(item, "obj", None)
        own = getattr(test, "_hypothesis_internal_use_settings", None)  # no public way to change them afterwards
        if test is not None and own is not None and own.max_examples < 100 * LONGER:
            more = settings(own, max_examples=own.max_examples * LONGER, derandomize=False, deadline=None)
            test._hypothesis_internal_use_settings = more  # noqa: SLF001 - as above


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def documents() -> Path:
    """Give the folder of the articles, or skip the test where they are not at hand."""
    if not any(ARTICLES.glob("*.txt")):
        pytest.skip("the articles are not at hand")
    return ARTICLES


@pytest.fixture(autouse=True)
def _no_documents_by_accident(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the articles out of tests that did not ask for them: invented packages have documents of their own."""
    monkeypatch.delenv("AMPERE_DATA_DOCUMENTS", raising=False)


@pytest.fixture
def in_time() -> Iterator[None]:
    """End a test that hangs; how long it takes proves nothing."""

    def end(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(_PATIENCE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Give a copy of the shipped package, to be broken in one place."""
    copy = tmp_path / "package"
    copy.mkdir()
    shutil.copy(ROOT / "datapackage.json", copy)
    shutil.copytree(ROOT / "data", copy / "data")
    shutil.copytree(ROOT / "schemas", copy / "schemas")
    return copy


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs the command line and returns exit code, output and errors."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> tuple[int, str, str]:
        code = cli.main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give the same for an output that is a terminal of eighty columns."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")

    def run_there(*arguments: object) -> tuple[int, str, str]:
        with monkeypatch.context() as patch:
            patch.setattr(sys.stdout, "isatty", lambda: True)
            return run(*arguments)

    return run_there


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the package of the tests."""
    return lumifer.copy(tmp_path)
