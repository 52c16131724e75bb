"""What is fuzzed: each target takes bytes, and raises where a promise is not kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from fuzzing import descriptors, notation, packages, reports, tables

REGRESSIONS = Path(__file__).parent / "regressions"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to be fuzzed.

    Attributes:
        check: Takes an input and a folder to work in, and raises where a promise is not kept.
        seeds: Gives the inputs to begin with.
        is_json: Whether inputs are mostly JSON, to be changed as such.
        tokens: What is worth putting into an input as a whole.
    """

    check: Callable[[bytes, Path], None]
    seeds: Callable[[], Iterable[bytes]]
    is_json: bool = False
    tokens: tuple[str, ...] = ()


_CSV = ('"', '""', "\r\n", '",', ',"', '\n"', "#", "\\", "\t", "\ufeff", "\x00", "sep=;\n", "NaN", "-", "é")
_DATES = ("..", "/", "[", "]", "~", "?", "%", "XX", "-21", "-41", "..2025", "2024-05-06", "S2", "y")
_FRENCH = (" à ", "entre ", " et ", "demi", "million", " pour cent", "trimestre", "semestre", "d'ici ", "janvier")
_MORE_FRENCH = (
    "mille",
    "cent",
    "quatre-vingt",
    "tiers",
    "1er",
    "\u202f",
    "\u00a0",
    "\u2212",
    "\u0301",
    "(?:",
    ")*",
    "{2,",
)
_ACTING = ("::", "##[", "%0A", "\x1b[", "|", "\\", "<", "@", "://", "\u202e", "\u0301", "{0}", "`")

TARGETS = {
    "tables": Target(tables.check, tables.seeds, tokens=_CSV),
    "descriptors": Target(descriptors.check_descriptor, descriptors.descriptors, is_json=True),
    "schemas": Target(descriptors.check_schema, descriptors.schemas, is_json=True),
    "notation": Target(notation.check, notation.seeds, tokens=(*_DATES, *_FRENCH, *_MORE_FRENCH)),
    "proofs": Target(packages.check_proofs, packages.proofs, tokens=_CSV + _DATES),
    "reports": Target(reports.check, reports.seeds, tokens=_ACTING),
    "mending": Target(packages.check_mending, packages.tables, tokens=_CSV + _DATES),
}


def regressions(name: str) -> list[Path]:
    """List the inputs by which a target once failed, all of them invented by the fuzzer."""
    return sorted((REGRESSIONS / name).glob("*"))
