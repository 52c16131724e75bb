"""The fuzzer's targets on their seeds, and on every input by which one failed: `make fuzz`, in short."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from itertools import islice
from pathlib import Path

import pytest

from ampere_data.curation.editing.fix import Fixes
from ampere_data.curation.editing.tables import Change
from ampere_data.tabular import parts
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.rendering import FORMS
from ampere_data.tabular.report import Report
from fuzzing import packages
from fuzzing.mutation import mutate
from fuzzing.promises import Broken, agreed, rendered, watched
from fuzzing.targets import REGRESSIONS, TARGETS, regressions

_MOST_SEEDS = 12


@pytest.mark.parametrize(
    ("name", "path"),
    [pytest.param(name, path, id=f"{name}-{path.name}") for name in TARGETS for path in regressions(name)],
)
def test_what_once_broke_a_promise_keeps_it_now(tmp_path: Path, name: str, path: Path) -> None:
    TARGETS[name].check(path.read_bytes(), tmp_path)


def test_every_regression_belongs_to_a_target() -> None:
    assert {path.name for path in REGRESSIONS.iterdir()} <= TARGETS.keys()


@pytest.mark.parametrize("name", TARGETS)
def test_every_seed_keeps_every_promise(tmp_path: Path, name: str) -> None:
    seeds = list(TARGETS[name].seeds())

    for seed in islice(seeds, 0, None, max(1, len(seeds) // _MOST_SEEDS)):
        TARGETS[name].check(seed, tmp_path)


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("data", [b"", b"\x00", b"\x00\x01", b"\xff\xfe\xfd\xfc", b"\x00\x00\x00\x00\n\x00"])
def test_no_target_wants_more_than_bytes(tmp_path: Path, name: str, data: bytes) -> None:
    TARGETS[name].check(data, tmp_path)


def test_json_stays_json_when_it_is_changed() -> None:
    document = b'{"resources": [{"name": "a", "schema": {"fields": [{"name": "id"}]}}]}'

    changed = {mutate(document, 1_000_000, seed, lambda data, _: data) for seed in range(300)}

    assert len(changed) > 200
    for one in changed:
        json.loads(one)


def test_what_is_no_json_is_changed_byte_by_byte() -> None:
    assert mutate(b"{", 10, 0, lambda data, _: data + b"!") == b"{!"


def write(folder: Path) -> None:
    (folder / "new").write_text("x")


def rename(folder: Path) -> None:
    (folder / "old").rename(folder / "moved")


def start(_: Path) -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)


def fetch(_: Path) -> None:
    with socket.socket() as one:
        one.connect_ex(("127.0.0.1", 9))


@pytest.mark.parametrize("act", [write, rename, start, fetch])
def test_the_watch_hears_what_must_not_be_done(tmp_path: Path, act: Callable[[Path], None]) -> None:
    (tmp_path / "old").write_text("x")

    with pytest.raises(Broken, match="nothing is touched"), watched():
        act(tmp_path)


def test_the_watch_lets_a_file_be_read_and_the_folder_allowed_be_written(tmp_path: Path) -> None:
    with watched(tmp_path):
        write(tmp_path)
    with watched():
        (tmp_path / "new").read_bytes()


def test_two_ways_that_differ_break_a_promise() -> None:
    def differ() -> Report:
        return Report.collect([Issue("blank-row", row=1 if parts.SMALL else 2)])

    with pytest.raises(Broken, match="both ways find the same"):
        agreed(differ, 16)


@pytest.mark.parametrize("harm", ["\x1b[31m", "a\nb", "\u202e", "::error::x", "##[error]x"])
def test_a_form_that_lets_a_text_act_breaks_a_promise(harm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered(Report.collect([Issue("blank-row", path=harm, value=harm)]))
    forms = {**FORMS, "text": lambda *_: iter([harm])}
    monkeypatch.setattr("ampere_data.tabular.rendering.FORMS", forms)

    with pytest.raises(Broken):
        rendered(Report.collect([]))


CHANGE = Change("table", "table.csv", 2, "a", "x ", "x", "canonical-blank")


@pytest.mark.parametrize(
    ("after", "kept"),
    [(b"a,b\nx,1\ny,2\n", True), (b"a,b\nx,1\n", False), (b"a,b\nx,1\ny,\n", False), (b"a,b\ny,2\nx ,1\n", False)],
    ids=["mended", "a row lost", "a cell lost", "not mended"],
)
def test_a_cell_that_is_lost_breaks_a_promise(after: bytes, kept: bool) -> None:  # noqa: FBT001 - the expectation
    fixes = Fixes((CHANGE,), ("table.csv",), ())

    with nullcontext() if kept else pytest.raises(Broken, match="no cell is lost"):
        packages.hold_cells(b"a,b\nx ,1\ny,2\n", after, fixes, "table.csv")


def test_a_machine_without_atheris_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['atheris'] = None\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-m", "fuzzing", "reports", "--seconds", "1"],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parent.parent,
        env=environment,
        text=True,
    )

    assert "DID NOT RUN: reports" in run.stdout
    assert run.returncode == 0
