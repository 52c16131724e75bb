"""What follows from the sources of a record's proofs: their ids, and the first day by which one of them was out."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ampere_data.curation import edtf as dates
from ampere_data.curation import spelling
from ampere_data.curation.evidence.proofs import KNOWN_FROM, SOURCES, listing
from ampere_data.tabular.rows import Rows
from ampere_data.tabular.schema import Field

PUBLISHED = "published_latest"
# What is wrong where a cell is not what follows.
CODES = {SOURCES: "source-ids-mismatch", KNOWN_FROM: "known-from-mismatch"}


def cell_of(field: Field, sources: Collection[str], days: Mapping[str, str]) -> str:
    """Return what a computed field holds for a record that some sources prove.

    Args:
        field: The field.
        sources: The sources of the record's proofs.
        days: The day by which each source was out at the latest.
    """
    if field.descriptor["computed"] == SOURCES:
        return str(listing(field).get("separator", ";")).join(sorted(sources))
    return min(filter(None, (days.get(source) for source in sources)), default="")


def known_days(sources: Rows) -> dict[str, str | None]:
    """Tell by which day each source was out at the latest: empty where nobody dates it, None where its cells disagree.

    Where they do not, that is a finding of its own, and nothing is to be computed from them.
    """
    if not {"source_id", PUBLISHED} <= set(sources.labels):
        return {}
    dated = (one.name for one in sources.table.schema.fields if one.mapping("edtf").get("latest") == PUBLISHED)
    name = next(dated, None)
    texts = sources.column(name) if name in sources.labels else [None] * len(sources.cells)
    rows = zip(sources.column("source_id"), texts, sources.column(PUBLISHED), strict=True)
    return {source: day if _agree(text, day) else None for source, text, day in rows}


def _agree(text: str | None, day: str) -> bool:
    """Tell whether a day is the last that a date in EDTF can mean; without such a date, whether it is a day at all."""
    if text is None:
        return not day or spelling.is_iso(day)
    try:
        latest = dates.bounds(text)[1] if text else None
    except dates.EdtfError:
        return False
    return day == (latest.isoformat() if latest else "")
