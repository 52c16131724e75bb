"""The shipped descriptor and its schemas as JSON, and the official profiles they are held to."""

import json
from pathlib import Path
from typing import Any

from conftest import ROOT

DESCRIPTOR = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))


RESOURCES = {resource["name"]: resource for resource in DESCRIPTOR["resources"]}


SCHEMAS = {name: json.loads((ROOT / item["schema"]).read_text(encoding="utf-8")) for name, item in RESOURCES.items()}


FIELDS = {f"{table}.{field['name']}": field for table, schema in SCHEMAS.items() for field in schema["fields"]}


def profile(name: str) -> Any:
    """Read an official profile, as the package dplib-py ships it."""
    import dplib

    folder = Path(dplib.__path__[0]) / "profiles" / "2.0"
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


# What every field of ours that holds EDTF declares as its pattern.
EDTF_PATTERN = (
    r"(\.\./\.\.|Y[0-9ES]+|[\[{]?(\.\.)?/?[?~%-]?[0-9X]{4}([?~%]?[T:+-][?~%]?[0-9X]{2}|S[0-9]+)*[?~%Z]?"
    r"(([/,]|\.\.)[?~%-]?[0-9X]{4}[0-9XSTZ:+?~%-]*)*/?(\.\.)?[\]}]?)"
)
