"""Hold the wheel to its word, in an environment that has the base dependencies and nothing else.

Run as `python -I tests/wheel.py WHEEL` by that environment's Python (`make wheel` does). Only the standard library is
used, and everything happens in a folder that knows nothing of the project.
"""

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

LOAD = """
import sys
import ampere_data as ad
assert ad.__file__.startswith(sys.argv[1]), ad.__file__
for table in ad.tables():
    assert len(ad.load(table)), table
assert len(ad.load("targets", as_of="2023-06-30")) < len(ad.load("targets"))
assert not {"pandera", "frictionless", "pyarrow"} & set(sys.modules)
"""


def run(*command: str, status: int = 0) -> str:
    """Run a command in the current folder; a status other than the expected one ends everything."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "AMPERE"))}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    if done.returncode != status or "Traceback" in done.stderr:
        sys.exit(f"{' '.join(command)}\nexited {done.returncode}, expected {status}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def check_content(wheel: Path, root: Path) -> None:
    """The data travels byte for byte, nothing that is no part of the package does, and no heavy dependency is asked."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        paths = [
            "datapackage.json",
            *(f"{folder}/{path.name}" for folder in ("data", "schemas") for path in (root / folder).iterdir()),
        ]
        for path in paths:
            expect(archive.read(f"ampere_data/{path}") == (root / path).read_bytes(), f"{path} differs in the wheel")
    files = [path for path in (root / "ampere_data").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    code = {path.relative_to(root).as_posix() for path in files}
    expected = code | {f"ampere_data/{path}" for path in paths}
    expect(names == expected, f"the wheel holds {sorted(names ^ expected)} unexpectedly, or lacks it")


def check_installed(bin_folder: Path) -> None:
    """Installed without the extras, everything but validation works; validation says what to install."""
    command = str(bin_folder / "ampere-data")
    version = json.loads(run(command, "show", "sources", "--format", "json"))
    expect(bool(version), "show printed no rows")
    expect("validate" in run(command, "--help"), "--help does not name the commands")
    expect("targets" in run(command, "list"), "list does not name the tables")
    expect("ampere-data[validate]" in run(command, "validate", status=2), "validate does not say what to install")
    run(sys.executable, "-c", LOAD, sys.prefix)


def expect(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - an assertion that -O does not remove
    """Stop with a sentence where something does not hold."""
    if not holds:
        sys.exit(otherwise)


def main(wheel: Path, root: Path) -> None:
    """Check the wheel's content, the installed package, and the package inside its own zip."""
    check_content(wheel, root)
    with tempfile.TemporaryDirectory() as elsewhere:
        os.chdir(elsewhere)
        check_installed(Path(sys.executable).parent)
        run(sys.executable, "-c", f"import sys; sys.path.insert(0, {str(wheel)!r})\n{LOAD}", str(wheel))
        os.chdir(root)
    sys.stdout.write(f"{wheel.name}: installs, loads and runs without the extras, and from inside the zip\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(__file__).resolve().parent.parent)
