"""Cells that hold dates in EDTF (`edtf`), and the plain dates beside them that follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from ampere_data.curation.edtf import EdtfError, bounds
from ampere_data.tabular.blocks import Block
from ampere_data.tabular.package import Table
from ampere_data.tabular.rules import Note, RowCheck
from ampere_data.tabular.schema import Field

_ENDS = ("earliest", "latest")
_MOST_KNOWN = 4_096


def judge(field: Field, text: str) -> Iterator[Note]:
    """Say whether a text is EDTF."""
    try:
        if text:
            bounds(text)
    except EdtfError as error:
        from ampere_data.curation.suggestions import suggest, suggest_date

        offered = suggest(field, text) or suggest_date(text)
        yield Note("edtf-error", error.reason, offered.get("params", {}), offered.get("hint", ""))


def row_checks(table: Table, field: Field, labels: Sequence[str]) -> Iterator[RowCheck]:
    """Hold each plain date beside a date in EDTF to the bound that follows."""
    for at, end in enumerate(_ENDS):
        beside = table.schema.by_name.get(str(field.mapping("edtf").get(end)))
        if beside and beside.name in labels and beside.format in ("default", "any"):
            yield _bound_check(field.name, beside.name, end, at)


def _bound_check(name: str, beside: str, end: str, at: int) -> RowCheck:
    def expected(text: str) -> str | None:
        try:
            day = bounds(text)[at] if text else None
        except EdtfError:
            return None
        return day.isoformat() if day else ""

    @lru_cache(_MOST_KNOWN)  # blocks repeat what others have
    def judge(text: str, found: str) -> tuple[str, str] | None:
        wanted = expected(text)
        return None if wanted is None or wanted == found else (text, wanted)

    def check(block: Block) -> Iterator[tuple[int, str, Note]]:
        for row, (text, wanted) in block.find((name, beside), judge):
            params = {"edtf": text, "edtf_field": name, "mended": wanted}
            detail = end if text else f"{end}/empty"
            yield row, beside, Note("edtf-bounds", detail, params, "mended" if wanted else "leave-empty")

    return check
