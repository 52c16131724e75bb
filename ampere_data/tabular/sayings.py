"""Frictionless' own sentences about a descriptor, taken apart so that they can be said in two languages.

What is not known here is passed on in Frictionless' words, as a quotation.
"""

from __future__ import annotations

import re

from ampere_data.words.reasons import Reason, quoted

_AT = re.compile(r"^(?P<said>.*) at property '(?P<place>[^']*)'$", re.DOTALL)
# Those for which the codes of a descriptor have sentences of their own.
_DETAILS = {
    "required": re.compile(r"^'(?P<name>[^']*)' is a required property$"),
    "type": re.compile(r"^(?P<found>.*) is not of type (?P<type>.*)$", re.DOTALL),
    "name": re.compile(r"^names of the (?P<things>fields|resources) are not unique$"),
}
# Those that are reasons. Each says in English what Frictionless says.
_REASONS = {
    name: re.compile(f"^{pattern}$", re.DOTALL)
    for name, pattern in {
        "said-type": r'field type "(?P<type>.*)" is not supported',
        "said-constraint": r'constraint "(?P<name>.*)" is not supported by type "(?P<type>.*)"',
        "said-version": r'constraint "(?P<name>.*)" requires datapackage v2',
        "said-example": r'example value "(?P<value>.*)" for field "(?P<field>.*)" is not valid',
        "said-elsewhere": r'"(?P<name>.*)" should be set as "(?P<place>.*)"',
        "said-primary-key": r'primary key "(?P<key>.*)" does not match the fields "(?P<fields>.*)"',
        "said-foreign-key": r'foreign key "(?P<key>.*)" does not match the fields "(?P<fields>.*)"',
        "said-reference": r'foreign key fields "(?P<key>.*)" does not match the reference fields "(?P<fields>.*)"',
        "said-path": r'path "(?P<path>.*)" is not safe',
        "said-nothing": r'one of the properties "path" or "data" is required',
        "said-both": r'properties "path" and "data" is mutually exclusive',
        "said-licence": r'license requires "path" or "name": (?P<found>.*)',
        "said-form": r'property "(?P<name>.*)" is not valid "(?P<form>.*)"',
        "said-invalid": r"descriptor is not valid",
        "said-one-of": r"(?P<found>.*) is not one of (?P<allowed>\[.*\])",
        "said-pattern": r"(?P<found>.*) does not match (?P<pattern>'.*')",
        "said-empty": r"(?P<found>\[\]|\{\}|'') (?:is too short|should be non-empty)",
    }.items()
}


def take_apart(note: str) -> tuple[str, dict[str, object]]:
    """Give the detail and the params of a finding that says what Frictionless says."""
    at = _AT.match(note)
    said, place = (at["said"], at["place"]) if at else (note, "")
    for detail, pattern in _DETAILS.items():
        if match := pattern.match(said):
            words: dict[str, object] = {"place": place, **match.groupdict()}
            if detail == "name":
                return detail, {**words, "things": Reason(match["things"])}
            return detail if place else f"{detail}/top", words
    matches = ((name, pattern.match(said)) for name, pattern in _REASONS.items())
    reason = next((Reason(name, **match.groupdict()) for name, match in matches if match), quoted(said, "frictionless"))
    return "", {"note": Reason("at-property", reason=reason, place=place) if at else reason}
