"""Print the tables of docs/performance.md: `make bench`, or `python -m benchmarks [ROWS ...]`."""

import argparse
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from benchmarks import loading
from benchmarks.contenders import CONTENDERS
from benchmarks.measuring import ROOT, Run, measure, prepare
from benchmarks.packages import SCHEMAS, Fault

OURS, KEYLESS, FLOOR = "ampere-data", "ampere-data (no keys)", "polars (bare read)"
# Of more rows only these are asked: the others would take an hour, or more memory than there is.
MANY = 1_000_000
_HEADING = "| work | time | against | time | ratio | difference |\n|---|--:|---|--:|--:|--:|"
LIBRARIES = ["frictionless", "pandera", "pandas", "pyarrow", "dataframely", "duckdb", "polars"]
LIBRARIES += ["fairspec"] if find_spec("fairspec") else []  # needs Python 3.12


def main() -> None:
    """Measure everything and print it as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=[10_000, 100_000, MANY, 10_000_000])
    parser.add_argument("--times", type=int, default=3, help="runs of each command (default: 3)")
    options = parser.parse_args()
    prepare()
    print(machine(), end="\n\n")
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join([_HEADING, *small(), declared(Path(folder), 300_000)]), end="\n\n", flush=True)
    for rows in options.rows:
        with tempfile.TemporaryDirectory() as folder:
            print(large(Path(folder), rows, options.times), end="\n\n", flush=True)


def machine() -> str:
    """Say what was measured on what."""
    cores, memory = os.cpu_count(), os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    system = f"{platform.system()} {platform.machine()}, {cores} cores, {memory:.0f} GiB"
    return f"{system}; Python {platform.python_version()}, {versions}."


def small() -> list[str]:
    """Measure what is short: importing, loading, and validating the shipped package."""
    python, scripts = sys.executable, Path(sys.executable).parent
    load = [[python, "-m", "benchmarks.loading", side] for side in ("ours", "theirs")]
    validate = [[f"{scripts}/ampere-data", "validate"], [f"{scripts}/frictionless", "validate", "datapackage.json"]]
    statement = [[python, "-c", "import ampere_data"], [python, "-c", "pass"]]
    read = "`pandas.read_csv`, same dtypes"
    whole = [[python, "-c", loading.OURS], [python, "-c", "\n".join(loading.written())]]
    return [
        _row("`import ampere_data`", "`pass`", _pair(statement, 21), 0),
        _row("`load` of every table, whole process", read, _pair(whole, 41), 0),
        _row("`load` of every table, first pass", read, loads := _pair(load, 11), 0),
        _row("`load` of every table, again", read, loads, 1),
        _row("`ampere-data validate`", "`frictionless validate datapackage.json`", _pair(validate, 7), 0),
    ]


def declared(folder: Path, rows: int) -> str:
    """Measure a package whose schemas declare what ours do, against the same without."""
    for kind in ("ours", "plain"):
        command = [sys.executable, "-m", "benchmarks.declared", str(folder / kind), str(rows), kind]
        subprocess.run(command, check=True)
    validate = [[sys.executable, "-m", "ampere_data", "validate", str(folder / kind)] for kind in ("ours", "plain")]
    work = f"`ampere-data validate`, {rows:,} rows with our properties"
    return _row(work, "the same rows without", _pair(validate, 9), 0)


def _pair(commands: list[list[str]], times: int) -> tuple[list[float], list[float]]:
    """Run two commands in turns; a command that prints numbers has measured itself."""
    runs = measure(dict(zip(("ours", "theirs"), commands, strict=True)), times)
    return _times(runs["ours"]), _times(runs["theirs"])


def _times(run: Run) -> list[float]:
    printed = [output.split() for output in run.outputs]
    if printed[0] and all(part.replace(".", "").replace("e-", "").isdigit() for part in printed[0]):
        return [statistics.median(column) for column in zip(*[map(float, line) for line in printed], strict=True)]
    return [run.seconds]


def _row(work: str, against: str, pair: tuple[list[float], list[float]], part: int) -> str:
    ours, theirs = pair[0][part], pair[1][part]
    figures = f"{ours / theirs:.2f} | {1000 * (ours - theirs):+.1f} ms"
    return f"| {work} | {1000 * ours:.1f} ms | {against} | {1000 * theirs:.1f} ms | {figures} |"


def large(folder: Path, rows: int, times: int) -> str:
    """Measure every contender on one size, clean and dirty."""
    what = f"{rows:,} rows × {len(SCHEMAS['targets']['fields'])} columns"
    lines = [
        f"| {what} | time | time to ours | peak memory | memory to file | recall | precision |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for dirty in (False, True):
        truth = _build(folder, rows, dirty=dirty)
        runs = measure(_commands(folder, rows), times)
        size = sum((folder / f"{table}.csv").stat().st_size for table in SCHEMAS)
        for name, run in runs.items():
            found = "– | –" if "(" in name else _score(run, truth)
            times_ours = f"{run.seconds / runs[OURS].seconds:.2f} ×"
            memory = f"{run.peak / 2**20:.0f} MiB | {run.peak / size:.1f} ×"
            kind = f"{len(truth):,} faults" if dirty else "clean"
            lines.append(f"| {name}, {kind} | {run.seconds:.2f} s | {times_ours} | {memory} | {found} |")
    return "\n".join(lines)


def _build(folder: Path, rows: int, *, dirty: bool) -> list[Fault]:
    """Write the package in a process of its own: a child begins with its parent's peak memory."""
    kind = "dirty" if dirty else "clean"
    subprocess.run([sys.executable, "-m", "benchmarks.packages", str(folder), str(rows), kind], check=True)
    return list(json.loads((folder / "truth.json").read_text(encoding="utf-8")))


def _commands(folder: Path, rows: int) -> dict[str, list[str]]:
    ours, keyless = (
        [sys.executable, "-m", "ampere_data", "validate", str(folder / descriptor), "--format", "json"]
        for descriptor in ("datapackage.json", "keyless.json")
    )
    others = {name: [sys.executable, "-m", "benchmarks.contenders", name, str(folder)] for name in CONTENDERS}
    return {OURS: ours, **others} if rows <= MANY else {OURS: ours, KEYLESS: keyless, FLOOR: others[FLOOR]}


def _score(run: Run, truth: list[Fault]) -> str:
    """Say which part of the faults was found, and which part of the findings is right; a clean file has no faults."""
    printed = json.loads(run.outputs[-1])
    if isinstance(printed, dict):
        printed = [[issue["table"], issue["row"], issue["field"] or "", issue["code"]] for issue in printed["issues"]]
    places = {(fault["table"], fault["row"], fault["code"]): fault["field"] for fault in truth}
    right = {(table, row, code) for table, row, field, code in printed if field in ("", places.get((table, row, code)))}
    right &= set(places)
    recall = len(right) / len(places) if places else 1.0
    precision = len(right) / len(printed) if printed else 1.0
    return f"{recall:.3f} | {precision:.3f}"


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
