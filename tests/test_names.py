"""Names as types: those of the tables, which mypy and pyright hold a user's program to."""

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from conftest import ROOT

import ampere_data as ad
from ampere_data import names

SAMPLE = Path(__file__).parent / "sample.py"
CHECKERS = {
    "mypy": ["-m", "mypy", "--strict", "--no-incremental", "--config-file", ""],
    "pyright": ["-m", "pyright", "--pythonpath", sys.executable],
}
MISTAKES = {
    '"ampere"': '"ampère"',
    '"announced"': '"promised"',
    "str = ad.cite(": "list[str] = ad.cite(",
    "code for": "kode for",
}


def check(checker: str, file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *CHECKERS[checker], str(file)]
    return subprocess.run(command, capture_output=True, text=True, cwd=file.parent, check=False)


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_users_program_passes(checker: str, tmp_path: Path) -> None:
    (tmp_path / "sample.py").write_bytes(SAMPLE.read_bytes())

    done = check(checker, tmp_path / "sample.py")

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("checker", CHECKERS)
def test_each_mistake_in_it_is_seen(checker: str, tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    for number, (right, wrong) in enumerate(MISTAKES.items()):
        assert right in text
        (tmp_path / f"mistake_{number}.py").write_text(text.replace(right, wrong, 1), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, *CHECKERS[checker], "."], capture_output=True, text=True, cwd=tmp_path, check=False
    )

    assert done.returncode == 1, done.stderr
    for number in range(len(MISTAKES)):
        assert any(f"mistake_{number}.py" in line and "error" in line for line in done.stdout.splitlines())


def test_the_program_runs() -> None:
    done = subprocess.run([sys.executable, str(SAMPLE)], capture_output=True, text=True, cwd=ROOT, check=True)

    assert ad.__version__ in done.stdout


@pytest.mark.parametrize(
    "table", ["sources", "entities", "models", "metrics", "targets", "observations", "events", "statements"]
)
def test_ids_are_those_of_the_table(table: str) -> None:
    frame = ad.load(table)
    kind = getattr(names, "".join(part.capitalize() for part in frame.columns[0].split("_")))

    assert list(get_args(kind)) == list(frame.iloc[:, 0])
