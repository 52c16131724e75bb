"""Frictionless, asked about fields and descriptors, and kept from doing more than answer.

Three things are kept from it: the modules called `frictionless_*` that it would import from the working folder, the
network, and the patterns, which are matched within a time limit.
"""

from __future__ import annotations

import copy
import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

from ampere_data.tabular.extras import required
from ampere_data.tabular.nested import ITEM
from ampere_data.tabular.package import Table
from ampere_data.tabular.schema import Field

# What a field reader of Frictionless may stumble over instead of answering: a signalling NaN, a date without a zone
# beside one with, JSON nested too deeply.
STUMBLES = (TypeError, ValueError, ArithmeticError, LookupError, RecursionError, AttributeError, MemoryError)

_LOCK = RLock()


class _NoNetwork:
    """Stands in for an HTTP session: nothing is fetched while data is checked."""

    def get(self, url: str, **_: object) -> None:
        msg = f"{url} is not fetched"
        raise OSError(msg)


@contextmanager
def isolated() -> Iterator[Any]:
    """Give Frictionless without plugins and without network, and leave it as it was."""
    with _LOCK:
        frictionless = required("frictionless")
        system = frictionless.system
        before = system.__dict__.get("methods")
        system.__dict__["methods"] = {hook: OrderedDict() for hook in system.supported_hooks}
        try:
            with system.use_context(http_session=_NoNetwork(), trusted=False, onerror="ignore"):
                yield frictionless
        finally:
            if before is None:
                system.__dict__.pop("methods", None)
            else:
                system.__dict__["methods"] = before


def engine_fields(frictionless: Any, table: Table, fields: Iterable[Field]) -> list[Any]:
    """Make Frictionless' own fields of those that it is to read, without their patterns."""
    descriptor = {"fields": [copy.deepcopy(dict(one.descriptor)) for one in fields]}
    if "missingValues" in table.schema.descriptor:
        descriptor["missingValues"] = table.schema.descriptor["missingValues"]
    for one in descriptor["fields"]:
        constraints = one.get("constraints")
        one.pop(ITEM, None)
        if isinstance(constraints, dict):
            constraints.pop("pattern", None)
    frictionless.Schema.metadata_transform(descriptor)
    return list(frictionless.Schema.metadata_import(descriptor).fields)


def quietly(read: Callable[..., Any], field: Field) -> Callable[..., Any]:
    """Keep what reads a date in any format from warning of zones that it does not know."""
    if field.format != "any":
        return read

    def read_quietly(cell: Any) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read(cell)

    return read_quietly
