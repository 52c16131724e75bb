"""Wheel and sdist: the same bytes each time, sound for those who publish them, and without an article's words."""

import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ARTICLES, ROOT

PROGRAMS = Path(sys.executable).parent
# A run of so many characters is no title and no print.
LONG = 200


def build(source: Path, folder: Path) -> tuple[Path, Path]:
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl")), next(folder.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return build(ROOT, tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def from_sdist(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build both anew from the sdist alone."""
    folder = tmp_path_factory.mktemp("from-sdist")
    with tarfile.open(built[1]) as archive:
        archive.extractall(folder, filter="data")
    return build(next(folder.iterdir()), folder / "built")


def contents(*files: Path) -> Iterator[bytes]:
    for file in files:
        if file.suffix == ".whl":
            with zipfile.ZipFile(file) as wheel:
                yield from map(wheel.read, wheel.namelist())
        else:
            with tarfile.open(file) as archive:
                yield from (stream.read() for one in archive.getmembers() if (stream := archive.extractfile(one)))


@pytest.mark.parametrize("which", [0, 1], ids=["wheel", "sdist"])
def test_what_is_built_from_the_sdist_is_the_same_bytes(
    built: tuple[Path, Path], from_sdist: tuple[Path, Path], which: int
) -> None:
    assert built[which].read_bytes() == from_sdist[which].read_bytes()


def test_those_who_publish_them_find_nothing(built: tuple[Path, Path]) -> None:
    for command in (["twine", "check", "--strict", *map(str, built)], ["check-wheel-contents", str(built[0])]):
        done = subprocess.run([PROGRAMS / command[0], *command[1:]], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def tells(data: bytes, texts: list[str]) -> bool:
    """Tell whether a file has a long stretch of one of some texts, however its lines are broken."""
    said = re.sub(r"\s+", " ", data.decode("utf-8", errors="ignore"))
    return any(text[at : at + LONG] in said for text in texts for at in range(0, len(text) - LONG, LONG // 2))


@pytest.fixture(scope="module")
def articles() -> list[str]:
    files = [*ARTICLES.glob("*.txt")]
    if not files:
        pytest.skip("the articles are not at hand")
    return [" ".join(file.read_text(encoding="utf-8").split()) for file in files]


def test_no_text_of_an_article_travels(built: tuple[Path, Path], articles: list[str]) -> None:
    assert not any(tells(data, articles) for data in contents(*built))


def test_a_text_that_travels_is_seen(articles: list[str]) -> None:
    planted = articles[0][150:600].replace(" ", "\n", 3)

    assert tells(f"x = 1\n# {planted}".encode(), articles)
    assert not tells(articles[0][:99].encode(), articles)


def test_neither_holds_what_only_a_checkout_needs(built: tuple[Path, Path]) -> None:
    with tarfile.open(built[1]) as archive:
        names = archive.getnames()

    assert not [name for name in names if re.search(r"/(\.git|\.ci|\.venv|dist|build|__pycache__)(/|$)", name)]
    assert any(name.endswith("/tests/conftest.py") for name in names)
