"""The questions that the tables are asked most, and what their queries ask for besides the tables."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ampere_data.overviews import latest
from ampere_data.tabular.schema import Schema, read_schema
from ampere_data.travelling import folder

if TYPE_CHECKING:
    import pandas as pd

    from ampere_data.tabular.package import Package

# The table that holds what `latest` gives, as it is now and as it was at the end of some days.
LAST_WORDS = "last_words"
DAYS = ("2022-12-31", "2023-12-31", "")


class Answer(NamedTuple):
    """A question and the query that answers it.

    Attributes:
        name: What the view is called.
        query: The query, in SQL.
        said: Its title and description in each language.
    """

    name: str
    query: str
    said: Mapping[str, Any]


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(folder().joinpath("exports", "answers.toml").read_text(encoding="utf-8"))


def columns() -> Schema:
    """Give the fields that only answers have."""
    return read_schema({"fields": [{"name": name, **said} for name, said in _read()["columns"].items()]}, "")


def last_words(package: Package) -> pd.DataFrame | None:
    """Give the last word on every metric, as it is and as it was known on some days; None where there are no claims."""
    import pandas as pd

    frames = [latest(as_of=day or None, package=package).assign(as_of=day or None) for day in DAYS]
    found = [frame for frame in frames if len(frame)]
    return pd.concat(found, ignore_index=True).astype({"as_of": "datetime64[s]"}) if found else None


def answers(claims: pd.DataFrame | None) -> list[Answer]:
    """Give the questions of a package whose last words are these."""
    own = "" if claims is None else ", ".join(f'"{one}"' for one in claims.columns if one != "as_of")
    return [Answer(one["name"], one["query"].replace("{columns}", own), one) for one in _read()["answers"]]
