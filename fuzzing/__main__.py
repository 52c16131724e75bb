"""Fuzz: `make fuzz`, or `python -m fuzzing [TARGET ...] [--seconds N]`; `--input FILE` puts one input to a target."""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

# What one input may take: the slowest pattern is stopped after a second, and a file has several columns.
SECONDS_PER_INPUT = 30
MEGABYTES = 2_048
LONGEST_INPUT = 8_192


def main() -> int:
    """Fuzz target after target, each in a process of its own; return how many promises were broken."""
    parser = argparse.ArgumentParser(prog="python -m fuzzing", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="what to fuzz (default: everything)")
    parser.add_argument("--seconds", type=int, default=300, help="how long for each target (default: 300)")
    parser.add_argument("--input", type=Path, metavar="FILE", help="put this input to the target, once")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return _fuzz(options.targets[0], options.inside, options.seconds)
    from fuzzing.targets import TARGETS

    names = options.targets or list(TARGETS)
    if unknown := [name for name in names if name not in TARGETS]:
        parser.error(f"no such target: {', '.join(unknown)}; there are: {', '.join(TARGETS)}")
    if options.input:
        return _replay(names, options.input)
    if find_spec("atheris") is None:
        print(
            "=" * 78,
            "atheris is NOT installed (it is there for Linux on x86-64 only), so that the",
            f"coverage-guided targets DID NOT RUN: {', '.join(names)}.",
            "=" * 78,
            sep="\n",
        )
        return 0
    return sum([_run(name, options.seconds) for name in names])


def _run(name: str, seconds: int) -> int:
    """Fuzz one target; what breaks it is kept outside the tree."""
    folder = Path(tempfile.mkdtemp(prefix=f"ampere-data-fuzzing-{name}-"))
    print(f"{name}: {seconds} s", flush=True)
    begun = time.monotonic()
    command = [sys.executable, "-m", "fuzzing", name, "--seconds", str(seconds), "--inside", str(folder)]
    log = folder / "log"
    with log.open("wb") as stream:
        code = subprocess.run(command, stdout=stream, stderr=subprocess.STDOUT, check=False).returncode
    said = log.read_text(encoding="utf-8", errors="replace").splitlines()
    crashes = sorted((folder / "crashes").glob("*"))
    inputs = next((line.split()[-1] for line in said if "number_of_executed_units" in line), "?")
    found = f"{len(crashes)} FOUND" if crashes else "FAILED" if code else "nothing found"
    print(f"{name}: {inputs} inputs in {time.monotonic() - begun:.0f} s, {found}", flush=True)
    if not code and not crashes:
        shutil.rmtree(folder)
        return 0
    print("\n".join(line for line in said if not line.startswith("#")))
    for crash in crashes:
        print(f"\nTo see it again: python -m fuzzing {name} --input {crash}")
        print(f"Once it is mended, keep it: cp {crash} fuzzing/regressions/{name}/WHAT-IT-SHOWED")
    print(f"The log and the corpus are in {folder}", flush=True)
    return max(len(crashes), 1)


def _fuzz(name: str, folder: Path, seconds: int) -> int:
    """Fuzz one target in this process, which libFuzzer ends."""
    import atheris

    with atheris.instrument_imports(include=["ampere_data"], enable_loader_override=False):
        from fuzzing.mutation import WORDS, mutate
        from fuzzing.targets import TARGETS, regressions

    target = TARGETS[name]
    for part in ("corpus", "crashes", "work"):
        (folder / part).mkdir()
    for raw in [*target.seeds(), *(path.read_bytes() for path in regressions(name))]:
        (folder / "corpus" / hashlib.sha256(raw).hexdigest()[:16]).write_bytes(raw)
    tokens = target.tokens or tuple(f'"{word}"' for word in WORDS)
    escaped = ("".join(f"\\x{byte:02x}" for byte in token.encode()) for token in tokens)
    (folder / "tokens").write_text("".join(f'"{one}"\n' for one in escaped), encoding="ascii")
    flags = {
        "max_total_time": seconds,
        "timeout": SECONDS_PER_INPUT,
        "report_slow_units": SECONDS_PER_INPUT,
        "rss_limit_mb": MEGABYTES,
        "max_len": LONGEST_INPUT,
        "dict": folder / "tokens",
        "artifact_prefix": f"{folder / 'crashes'}/",
        "print_final_stats": 1,
    }

    def mutate_json(data: bytes, most: int, seed: int) -> bytes:
        return mutate(data, most, seed, atheris.Mutate)  # which becomes itself only when it is under way

    more = {"custom_mutator": mutate_json} if target.is_json else {}
    arguments = [sys.argv[0], *(f"-{flag}={value}" for flag, value in flags.items()), str(folder / "corpus")]
    atheris.Setup(arguments, lambda data: _note(target.check, data, folder), **more)
    atheris.Fuzz()
    return 0


def _note(check: Callable[[bytes, Path], None], data: bytes, folder: Path) -> None:
    """Check one input; keep the first that breaks a promise in some way, and go on."""
    try:
        check(data, folder / "work")
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.name != "hold"]
        where = f"{Path(frames[-1].filename).stem}-{frames[-1].lineno}" if frames else "nowhere"
        kind = type(error).__name__
        said = re.sub(r"[^a-z]+", "-", str(error)[:80].lower()) if kind == "Broken" else ""
        crash = folder / "crashes" / f"{kind}-{where}-{said}".rstrip("-")
        if not crash.exists():
            crash.write_bytes(data)
            print(f"\n=== {crash.name}\n{data[:500]!r}", flush=True)
            print("".join(traceback.format_exception(error))[-3_000:], flush=True)


def _replay(names: list[str], path: Path) -> int:
    """Put one input to targets."""
    from fuzzing.targets import TARGETS

    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            TARGETS[name].check(path.read_bytes(), Path(folder))
        print(f"{name}: keeps its promises")
    return 0


if __name__ == "__main__":
    sys.exit(main())
