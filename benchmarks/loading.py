"""Load every table in a process that has pandas: `python -m benchmarks.loading ours|theirs` prints two times.

The first is that of the first pass, in which both sides do what they do once per process; the second is that of the
passes after it. `theirs` reads the same files with `pandas.read_csv` and the same dtypes, by the script that `script`
writes: it names each dtype, makes it once, and need not find out which they are.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.measuring import ROOT

PASSES = 15
OURS = "import ampere_data as ad\nfor name in ad.tables():\n    ad.load(name)\n"


def script() -> tuple[str, str]:
    """Write what makes the dtypes that `load` gives, and what reads every table with them."""
    import pandas as pd

    import ampere_data

    names: dict[str, str] = {}

    def tell(dtype: Any) -> str:
        if isinstance(dtype, pd.CategoricalDtype):
            made = f"pd.CategoricalDtype({list(dtype.categories)!r}, ordered={dtype.ordered})"
            return names.setdefault(made, f"dtype_{len(names)}")
        return names.setdefault("pd.StringDtype('python')", "text") if dtype == "string" else repr(dtype.name)

    reads = ["import pandas as pd"]
    for name in ampere_data.tables():
        said = ampere_data.load(name).dtypes
        dates = [column for column, dtype in said.items() if dtype.kind == "M"]
        dtypes = ", ".join(f"{column!r}: {tell(one)}" for column, one in said.items() if column not in dates)
        path = str(ROOT / "data" / f"{name}.csv")
        more = f"parse_dates={dates}, keep_default_na=False, na_values=['']"
        reads.append(f"pd.read_csv({path!r}, dtype={{{dtypes}}}, {more})")
    return "\n".join(["import pandas as pd", *(f"{name} = {made}" for made, name in names.items())]), "\n".join(reads)


def written() -> list[str]:
    """Have the script written in a process of its own: this one is not warmed up, nor does it grow."""
    command = [sys.executable, "-c", "from benchmarks.loading import script; print('\\0'.join(script()))"]
    return subprocess.run(command, capture_output=True, check=True, text=True, cwd=ROOT).stdout.split("\0")


def theirs() -> tuple[Callable[[], None], Callable[[], None]]:
    """Prepare to read every CSV with pandas: what is done once, and each time."""
    import pandas as pd  # noqa: F401 - the process has it

    once, each = (compile(one, "script", "exec") for one in written())
    held: dict[str, Any] = {}
    return lambda: exec(once, held), lambda: exec(each, held)  # noqa: S102 - written above


def ours() -> tuple[Callable[[], None], Callable[[], None]]:
    """Prepare to load every table."""
    import pandas as pd  # noqa: F401 - the process has it

    code = compile(OURS, "script", "exec")
    return lambda: None, lambda: exec(code, {})  # noqa: S102 - our own


def clock(*work: Callable[[], None]) -> float:
    """Time one pass."""
    start = time.perf_counter()
    for one in work:
        one()
    return time.perf_counter() - start


if __name__ == "__main__":
    once, each = {"ours": ours, "theirs": theirs}[sys.argv[1]]()
    sys.stdout.write(f"{clock(once, each)} {statistics.median(clock(each) for _ in range(PASSES))}")
