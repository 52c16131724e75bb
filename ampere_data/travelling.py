"""Where the files lie that travel with the modules: in their folder, or in the zip that Python imports them from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def folder() -> Traversable:
    """Give the folder of `ampere_data`.

    `importlib.resources` finds it everywhere, but takes as long to load as all that checks a small table.
    """
    here = Path(__file__).parent
    if here.is_dir():
        return here
    from importlib import resources

    return resources.files(__package__)
