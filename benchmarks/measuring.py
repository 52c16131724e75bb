"""Run commands as whole processes, taking turns, and say how long each took and how much memory it held."""

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
_UNIT = 1 if sys.platform == "darwin" else 1024  # getrusage(2) counts bytes there and KiB elsewhere
# Libraries are compiled when they are installed; a checkout is compiled by `prepare`, and must be left to keep that.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Run:
    """What several runs of one command came to.

    Attributes:
        seconds: Median of the wall times.
        peak: Median of the largest resident sizes, in bytes.
        outputs: What each run printed.
    """

    seconds: float
    peak: float
    outputs: list[str]


def prepare() -> None:
    """Compile the modules of this checkout, as installing them would."""
    for folder in ("ampere_data", "benchmarks"):
        compileall.compile_dir(ROOT / folder, quiet=1)


def measure(commands: Mapping[str, Sequence[str]], times: int = 3) -> dict[str, Run]:
    """Run each command `times` times, one after the other in turns, so that a slow moment of the machine hits all."""
    runs: dict[str, list[tuple[float, float, str]]] = {name: [] for name in commands}
    for _ in range(times):
        for name, command in commands.items():
            runs[name].append(_run(command))
    return {name: _sum_up(several) for name, several in runs.items()}


def _sum_up(several: list[tuple[float, float, str]]) -> Run:
    seconds, peaks, outputs = zip(*several, strict=True)
    return Run(statistics.median(seconds), statistics.median(peaks), list(outputs))


def _run(command: Sequence[str]) -> tuple[float, float, str]:
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=errors, cwd=ROOT, env=_ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        for stream in (output, errors):
            stream.seek(0)
        if process.returncode not in {0, 1}:  # 1: issues were found
            sys.exit(f"{' '.join(command)} exited {process.returncode}:\n{errors.read().decode()[-2000:]}")
        return seconds, usage.ru_maxrss * _UNIT, output.read().decode()
