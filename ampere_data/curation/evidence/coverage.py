"""Is every cell proven, does what is computed follow from the proofs, and is not too much of a document repeated?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ampere_data.curation.evidence import documents as texts
from ampere_data.curation.evidence.context import Context
from ampere_data.curation.evidence.lexicon import told_items
from ampere_data.curation.evidence.proofs import (
    CODES,
    SOURCES,
    Proof,
    Records,
    cell_of,
    items,
    known_days,
    listing,
    target_of,
)
from ampere_data.curation.evidence.selectors import Span, cover
from ampere_data.curation.evidence.values import shell_word
from ampere_data.tabular.issue import Issue

LARGEST_SHARE = 0.3
NOTHING = {"proofs": 0, "provable": 0, "proven": 0, "reread": 0, "not_reread": 0}


def check_cells(context: Context) -> Iterator[Issue]:
    """Find the cells without proof, and those computed from the sources of proofs that do not say what follows."""
    proofs = context.by_cell()
    days = known_days(context.sources) if context.sources else {}
    supporting: dict[tuple[str, str], set[str]] = defaultdict(set)
    for proof in context.proofs:
        supporting[proof.table, proof.record_id].add(proof.source_id)
    for table, known in context.records.items():
        for row, record_id in known.records():
            for field in known.proven:
                for item in _unproven(context, known, record_id, field, proofs.get((table, record_id, field), [])):
                    detail = "item" if listing(known.fields[field]) else ""
                    told = record_id if table == texts.TABLE else "SOURCE"
                    params = {"item": item, "record": record_id, "quoted": shell_word(record_id), "told": told}
                    yield known.rows.issue(
                        row, "unproven-cell", field, detail=detail, params=params, hint="unproven-cell"
                    )
            for field in known.computed:
                if known.fields[field].descriptor["computed"] == SOURCES:
                    yield from _check_sources(context, known, row, field, supporting[table, record_id])
                else:
                    yield from _check_known_from(known, row, field, supporting[table, record_id], days)


def _check_sources(context: Context, known: Records, row: int, field: str, supporting: set[str]) -> Iterator[Issue]:
    """Find a list of sources that does not say what the proofs of its record say.

    An empty cell that must be filled is reported as that, and a proof's unknown source is the proof's own finding.
    """
    descriptor, record_id = known.fields[field], known.rows.column(known.key)[row]
    cell = known.cell(record_id, field)
    registered = supporting if context.sources is None else supporting & set(context.documents)
    expected = cell_of(descriptor, registered, {})
    if cell in {cell_of(descriptor, supporting, {}), expected}:
        return
    if not cell and descriptor.required:
        return
    params = {"expected": expected, "record": record_id}
    detail = "" if supporting else "none"
    hint = "source-ids-mismatch" if registered else ""
    yield known.rows.issue(row, CODES[SOURCES], field, detail=detail, params=params, hint=hint)


def _check_known_from(
    known: Records, row: int, field: str, supporting: set[str], days: Mapping[str, str | None]
) -> Iterator[Issue]:
    """Find a day that is not the one by which a source of a record's proofs was out at the latest.

    A record without proofs is told of by its list of sources, and a source whose own dates disagree by these.
    """
    dated = {source: days[source] for source in supporting if source in days}
    descriptor, record_id = known.fields[field], known.rows.column(known.key)[row]
    certain = {source: day for source, day in dated.items() if day is not None}
    if not dated or len(certain) < len(dated):
        return
    expected, cell = cell_of(descriptor, certain, certain), known.cell(record_id, field)
    if cell == expected or (not cell and descriptor.required):
        return
    params = {"expected": expected, "record": record_id}
    hint = "known-from-mismatch" if expected else "leave-empty"
    yield known.rows.issue(
        row, "known-from-mismatch", field, detail="" if expected else "none", params=params, hint=hint
    )


def _unproven(context: Context, known: Records, record_id: str, field: str, proofs: list[Proof]) -> list[str]:
    """Return the items of a cell that no proof is about; of records that were not read, nobody knows the names."""
    cell, descriptor = known.cell(record_id, field), known.fields[field]
    target = target_of(known.rows.table.schema, descriptor)
    if target and target[0] in context.unread and proofs:
        return []
    told = told_items(context.names, known, field, cell, proofs)
    return [item for item in items(descriptor, cell) if item not in told]


def check_shares(context: Context) -> Iterator[Issue]:
    """Find the documents of which too much is printed in the proofs."""
    printed: dict[str, list[Proof]] = defaultdict(list)
    for proof in context.proofs:
        if proof.exact and proof.span:
            printed[proof.source_id].append(proof)
    for source_id, proofs in printed.items():
        document = context.documents.get(source_id)
        if document is None or context.sources is None or not document.length:
            continue
        quoted = _quoted(proofs, document.text)
        if quoted >= LARGEST_SHARE * document.length:
            share = f"{100 * quoted / document.length:.0f}"
            params = {"source": source_id, "share": share, "most": f"{100 * LARGEST_SHARE:.0f}", "quoted": quoted}
            yield context.sources.issue(document.row, "verbatim-share", "characters", params=params)


def _quoted(proofs: Iterable[Proof], text: str | None) -> int:
    """Count the characters of a document that the prints repeat, each once.

    Without the document a print is taken to stand inside a longer one that holds it, if their spans overlap.
    """
    placed = [(proof.exact, proof.span) for proof in proofs if proof.span and proof.exact]
    if text is not None:
        found = ((text.find(exact, span.start, span.end), exact) for exact, span in placed)
        return cover(Span(start, start + len(exact)) for start, exact in found if start >= 0)
    counted: list[tuple[str, Span]] = []
    for exact, span in sorted(set(placed), key=lambda one: (-len(one[0]), one[1])):
        if not any(exact in longer and span.overlaps(other) for longer, other in counted):
            counted.append((exact, span))
    return min(sum(len(exact) for exact, _ in counted), cover(span for _, span in counted))


def count(context: Context) -> dict[str, int]:
    """Count the proofs, the cells that need and have them, and the proofs whose words were read again."""
    proofs = context.by_cell()
    provable = proven = 0
    for table, known in context.records.items():
        for field in known.proven:
            for record_id, cell in zip(known.rows.column(known.key), known.rows.column(field), strict=True):
                if cell:
                    provable += 1
                    held = proofs.get((table, record_id, field), [])
                    proven += not _unproven(context, known, record_id, field, held)
    # A proof with a place that its document does not have was held against it too; one without a place was not.
    held = [proof for proof in context.proofs if context.text(proof.source_id) is not None]
    reread = sum(proof.span is not None for proof in held)
    total = len(context.proofs)
    counts = {"proofs": total, "provable": provable, "proven": proven}
    return {**counts, "reread": reread, "not_reread": total - len(held)}
