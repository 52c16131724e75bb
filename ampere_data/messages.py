"""One sentence per code, in English and in French.

A sentence is a `str.format` template over the words of an issue: its places (`table`, `path`, `line`, `row`, `field`,
`value`) and its own `params`. Every word is written by `show`, so that control characters in a cell stay visible and
harmless. French templates are typed with ordinary blanks; the no-break ones that French puts before `:` or inside
`« »` are set here.

Both languages have the same entries with the same placeholders; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "fr")

# code or code/detail -> language -> sentence
SENTENCES: dict[str, dict[str, str]] = {}

# hint name -> language -> sentence
ADVICE: dict[str, dict[str, str]] = {}

# What reports say of themselves: name, or name/one for a count of one -> language -> sentence
PHRASES: dict[str, dict[str, str]] = {
    "valid": {"en": "No issue found.", "fr": "Aucun problème trouvé."},
    "unverified": {
        "en": "No issue found in what could be checked.",
        "fr": "Aucun problème trouvé dans ce qui a pu être vérifié.",
    },
    "issues/one": {"en": "{count} issue found", "fr": "{count} problème trouvé"},
    "issues": {"en": "{count} issues found", "fr": "{count} problèmes trouvés"},
    "tables/one": {"en": "{count} table", "fr": "{count} table"},
    "tables": {"en": "{count} tables", "fr": "{count} tables"},
    "rows/one": {"en": "{count} row", "fr": "{count} ligne"},
    "rows": {"en": "{count} rows", "fr": "{count} lignes"},
    "cells/one": {"en": "{count} cell", "fr": "{count} cellule"},
    "cells": {"en": "{count} cells", "fr": "{count} cellules"},
    "checked": {"en": "Checked: {what}.", "fr": "Vérifié : {what}."},
    "proven/one": {"en": "{count} cell is proven by a source", "fr": "{count} cellule est prouvée par une source"},
    "proven": {"en": "{count} cells are proven by a source", "fr": "{count} cellules sont prouvées par une source"},
    "proofs/one": {"en": "{count} proof", "fr": "{count} preuve"},
    "proofs": {"en": "{count} proofs", "fr": "{count} preuves"},
    "reread/one": {
        "en": "{count} proof re-read in its document now",
        "fr": "{count} preuve relue à l'instant dans son document",
    },
    "reread": {
        "en": "{count} proofs re-read in their documents now",
        "fr": "{count} preuves relues à l'instant dans leurs documents",
    },
    "not_reread/one": {
        "en": "{count} proof NOT re-read, for its document is not at hand",
        "fr": "{count} preuve NON relue, car son document manque ici",
    },
    "not_reread": {
        "en": "{count} proofs NOT re-read, for their documents are not at hand",
        "fr": "{count} preuves NON relues, car leurs documents manquent ici",
    },
    "documents": {
        "en": "Name the folder of the documents with --documents DIR to have them re-read.",
        "fr": "Indiquez le dossier des documents avec --documents DIR pour les faire relire.",
    },
    "line": {"en": "line {line}", "fr": "ligne {line}"},
    "header": {"en": "whole file", "fr": "fichier entier"},
    "package": {"en": "the package as a whole", "fr": "le paquet dans son ensemble"},
    "grouped": {"en": "in {count} rows, first at line {line}", "fr": "dans {count} lignes, d'abord ligne {line}"},
    "repeated": {"en": "{count} times", "fr": "{count} fois"},
    "then": {"en": "then lines {lines}", "fr": "puis lignes {lines}"},
    "more/one": {"en": "… and {count} more issue, not shown", "fr": "… et {count} autre problème, non montré"},
    "more": {"en": "… and {count} more issues, not shown", "fr": "… et {count} autres problèmes, non montrés"},
    "heading-file": {"en": "File", "fr": "Fichier"},
    "heading-line": {"en": "Line", "fr": "Ligne"},
    "heading-field": {"en": "Field", "fr": "Champ"},
    "heading-code": {"en": "Code", "fr": "Code"},
    "heading-message": {"en": "What is wrong", "fr": "Ce qui ne va pas"},
    "heading-hint": {"en": "How to mend it", "fr": "Comment y remédier"},
    "fixed/one": {"en": "{count} change", "fr": "{count} modification"},
    "fixed": {"en": "{count} changes", "fr": "{count} modifications"},
    "to-fix/one": {"en": "{count} change would be made", "fr": "{count} modification serait faite"},
    "to-fix": {"en": "{count} changes would be made", "fr": "{count} modifications seraient faites"},
    "nothing-to-fix": {"en": "Nothing to mend.", "fr": "Rien à corriger."},
}

_LONGEST_VALUE = 120
_THOUSANDS = {"en": ",", "fr": "\u202f"}


def sentence(code: str, detail: str, words: Mapping[str, object], language: str) -> str:
    """Say what was found; an unknown code is a mistake of the program and raises `KeyError`."""
    template = SENTENCES.get(f"{code}/{detail}") if detail else None
    return _fill(template or SENTENCES[code], words, language)


def advice(hint: str, words: Mapping[str, object], language: str) -> str:
    """Say how to mend it; an unknown hint is a mistake of the program and raises `KeyError`."""
    return _fill(ADVICE[hint], words, language)


def phrase(name: str, language: str, **words: object) -> str:
    """Say what a report says of itself; a `count` chooses between one and many, and is written with thousands."""
    count = words.get("count")
    if isinstance(count, int):
        single = count == 1 or (count == 0 and language == "fr")
        name = f"{name}/one" if single and f"{name}/one" in PHRASES else name
        words["count"] = f"{count:,}".replace(",", _THOUSANDS[language])
    return _typeset(PHRASES[name][language], language).format(**words)


def show(value: object, longest: int | None = _LONGEST_VALUE) -> str:
    """Write a value so that every invisible character is seen and none of them acts."""
    text = "" if value is None else str(value)
    if longest is not None and len(text) > longest:
        text = text[: longest - 1] + "…"
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - where Python's own escapes part


def _fill(template: Mapping[str, str], words: Mapping[str, object], language: str) -> str:
    shown = {name: show(word) for name, word in words.items()}
    return _typeset(template[language], language).format(**shown)


def _typeset(template: str, language: str) -> str:
    """Set the no-break blanks of French; what is filled in later keeps its own."""
    if language != "fr":
        return template
    for mark in (":", "»"):
        template = template.replace(f" {mark}", f"\u00a0{mark}")
    for mark in (";", "!", "?"):
        template = template.replace(f" {mark}", f"\u202f{mark}")
    return template.replace("« ", "«\u00a0")
