"""Load every table in a process that has pandas: `python -m benchmarks.loading ours|theirs` prints two times.

The first is that of the first pass, in which both sides do what they do once per process; the second is that of the
passes after it. `theirs` reads the same files with `pandas.read_csv` and the same dtypes, handed to it ready-made.
"""

import pickle
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from benchmarks.measuring import ROOT

PASSES = 15


def plan() -> bytes:
    """Say which file to read with which dtypes: those that `load` gives."""
    import ampere_data

    return pickle.dumps({name: ampere_data.load(name).dtypes.to_dict() for name in ampere_data.tables()})


def theirs() -> Callable[[], None]:
    """Prepare to read every CSV with pandas, dtypes and dates given."""
    import pandas as pd

    # In a process of its own: working the plan out would warm pandas up.
    pickled = subprocess.run([sys.executable, "-m", "benchmarks.loading", "plan"], capture_output=True, check=True)
    plans = []
    for name, dtypes in pickle.loads(pickled.stdout).items():  # noqa: S301 - written one line above
        dates = [column for column, dtype in dtypes.items() if dtype.kind == "M"]
        others = {column: dtype for column, dtype in dtypes.items() if column not in dates}
        plans.append((ROOT / "data" / f"{name}.csv", others, dates))

    def read() -> None:
        for path, dtype, dates in plans:
            pd.read_csv(path, dtype=dtype, parse_dates=dates, keep_default_na=False, na_values=[""])

    return read


def ours() -> Callable[[], None]:
    """Prepare to load every table."""
    import pandas as pd  # noqa: F401 - the process has it

    def load() -> None:
        import ampere_data

        for name in ampere_data.tables():
            ampere_data.load(name)

    return load


def clock(work: Callable[[], None]) -> float:
    """Time one pass."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    if sys.argv[1] == "plan":
        sys.stdout.buffer.write(plan())
    else:
        job = {"ours": ours, "theirs": theirs}[sys.argv[1]]()
        sys.stdout.write(f"{clock(job)} {statistics.median(clock(job) for _ in range(PASSES))}")
