"""Ampere, Renault's electric-car business, as tables whose every cell can be traced to the words it came from.

    import ampere_data as ad

    ad.tables()                             # the names of the tables
    ad.load("targets")                      # a typed pandas DataFrame
    ad.load("targets", as_of="2023-06-30")  # only what was published by then
    ad.schema("targets")                    # its pandera schema
    ad.evidence("targets", "some-id")       # where each of its cells comes from
    ad.history("ampere", "employees")       # one promise as it was told, and told anew
    ad.about("ampere")                      # everything about it and what belongs to it
    ad.latest()                             # the last word on every metric, and who disagrees
    ad.cite("targets")                      # how to cite it, and the sources behind it
    ad.validate()                           # a Report of everything that is wrong

Importing this costs next to nothing: what a name needs is loaded when the name is first used (PEP 562).
"""

# Not typing.TYPE_CHECKING: importing typing would be the dearest thing that this module does.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ampere_data.citing import cite
    from ampere_data.claims import evidence, history
    from ampere_data.frames import load, schema, tables
    from ampere_data.names import TableName
    from ampere_data.overviews import about, latest
    from ampere_data.tabular.issue import Issue
    from ampere_data.tabular.report import InvalidData, Report
    from ampere_data.validation import validate

    __version__: str

__all__ = [
    "InvalidData",
    "Issue",
    "Report",
    "TableName",
    "__version__",
    "about",
    "cite",
    "evidence",
    "history",
    "latest",
    "load",
    "schema",
    "tables",
    "validate",
]

# No module may be called like one of these names: importing it would put the module in the name's place.
_HOMES = {
    "InvalidData": "tabular.report",
    "Issue": "tabular.issue",
    "Report": "tabular.report",
    "TableName": "names",
    "about": "overviews",
    "cite": "citing",
    "evidence": "claims",
    "history": "claims",
    "latest": "overviews",
    "load": "frames",
    "schema": "frames",
    "tables": "frames",
    "validate": "validation",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        from ampere_data.curation.shipped import shipped

        value: object = shipped().descriptor["version"]
    elif name in _HOMES:
        from importlib import import_module

        value = getattr(import_module(f"ampere_data.{_HOMES[name]}"), name)
    else:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
