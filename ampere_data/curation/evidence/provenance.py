"""Does every proof hold? The table `evidence`, held against data and documents.

Without the documents everything is checked but the words themselves: whether the span still has its digest and the
print still stands in it. How many proofs were read again, and how many could not be, is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ampere_data.curation.evidence import coverage
from ampere_data.curation.evidence import documents as texts
from ampere_data.curation.evidence import proofs as evidence
from ampere_data.curation.evidence.context import PASSAGES, Context, gather
from ampere_data.curation.evidence.proofs import INFERRED, LONGEST_EXACT, STATED, Proof
from ampere_data.curation.evidence.selectors import Span, digest, plainly
from ampere_data.curation.evidence.values import check_value, check_values, is_sound
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.nearness import near_name
from ampere_data.tabular.package import Package
from ampere_data.tabular.rows import Rows

# How far around a span its words are looked for: an edit that shifts them seldom shifts them farther.
FARTHEST_SHIFT = 200
# Above this, looking for the nearest id would take longer than everything else.
MOST_COMPARED = 1_000
_PASSAGE = frozenset(("source_id", "start", "end", "sha256"))


def check(
    package: Package,
    tables: Mapping[str, Rows],
    documents: Path | None = None,
    require_documents: bool = False,  # noqa: FBT001, FBT002 - a plain wish of the caller, passed on by place
) -> tuple[list[Issue], dict[str, int]]:
    """Check the proofs of a package.

    Args:
        package: The package.
        tables: Its tables as text; one that could not be read may be missing.
        documents: The folder of the documents; without it the environment and the package are asked.
        require_documents: Whether a document that is not at hand is an issue.

    Returns:
        The findings, and what was looked at: `proofs`, `provable` (cells that need proof), `proven` (those of them that
        have it), `reread` and `not_reread` (proofs whose words were, or could not be, read again).

    Raises:
        UnknownFolder: A folder of documents is named, but it is not there.
    """
    rows = tables.get(evidence.TABLE)
    if rows is None or not set(evidence.COLUMNS) <= set(rows.labels):
        return [], dict(coverage.NOTHING)
    context = gather(package, tables, documents)
    issues = []
    if context.sources is not None:
        issues += texts.issues(context.documents, context.sources, required=require_documents)
    for proof in context.proofs:
        issues += check_proof(context, proof)
    issues += check_values(context)
    issues += _check_passages(tables.get(PASSAGES), context)
    issues += coverage.check_cells(context)
    issues += coverage.check_shares(context)
    return issues, coverage.count(context)


def check_proof(context: Context, proof: Proof) -> Iterator[Issue]:
    """Check one proof by itself: its cell, its form, its place, its words, and whether the value follows."""
    known = context.records.get(proof.table)
    if proof.table in context.unread:
        known = None
    elif known is None or proof.record_id not in known.places:
        detail = "" if known else "table"
        place, name = ("record_id", proof.record_id) if known else ("table", proof.table)
        near = _near(name, list(known.places if known else context.records))
        yield context.issue(proof, "evidence-unknown-record", place, detail=detail, near=near, hint=_near_hint(near))
        known = None
    elif proof.field not in known.proven:
        detail = "unneeded" if proof.field in known.fields else ""
        near = "" if detail else _near(proof.field, known.proven)
        yield context.issue(proof, "evidence-unknown-field", "field", detail=detail, near=near, hint=_near_hint(near))
        known = None
    elif not known.cell(proof.record_id, proof.field):
        yield context.issue(proof, "evidence-empty-cell", "field")
        known = None
    yield from _check_form(context, proof)
    yield from _check_place(context, proof)
    kept = proof.exact and len(proof.exact) <= LONGEST_EXACT and proof.basis != INFERRED
    if known and kept and proof.value and is_sound(context, known, proof.field, proof.value):
        yield from check_value(context, proof, known)


def _near(name: str, known: list[str]) -> str:
    """Find the known name that comes nearest, empty where none does or there are too many."""
    return near_name(name, known) if len(known) <= MOST_COMPARED else ""


def _near_hint(near: str) -> str:
    return "near-id" if near else ""


def _check_form(context: Context, proof: Proof) -> Iterator[Issue]:
    """Check what a proof must have by its basis, and how long its print may be."""
    if proof.basis == INFERRED:
        if not proof.note.strip():
            yield context.issue(proof, "inferred-without-note", "note")
    elif not proof.exact and not _is_whole(proof):
        yield context.issue(proof, "exact-missing", "exact", basis=proof.basis)
    if len(proof.exact) > LONGEST_EXACT:
        yield context.issue(proof, "exact-length", "exact", length=len(proof.exact), most=LONGEST_EXACT)
    elif "\n" in proof.exact or "\r" in proof.exact:
        yield context.issue(proof, "exact-length", "exact", detail="newline")


def _is_whole(proof: Proof) -> bool:
    """Tell whether a proof says that its span is the cell, word for word, so that nothing in it need be named."""
    span = proof.span
    return proof.basis == STATED and not proof.exact and span is not None and span.end - span.start == len(proof.value)


def _check_place(context: Context, proof: Proof) -> Iterator[Issue]:
    """Check where a proof rests, and, where the document is at hand, on what words."""
    span = proof.span
    if span is None:  # not numbers, which the schema has reported
        return
    for passage, kind in context.passages.get(proof.source_id, []):
        if span.overlaps(passage):
            yield context.issue(proof, "evidence-on-passage", "start", kind=kind, start=passage.start, end=passage.end)
    text = context.text(proof.source_id)
    if text is not None and not 0 <= span.start < span.end <= len(text):
        # what lies outside the length that `sources` gives is reported by the rule that the schema declares
        said = context.documents[proof.source_id].length
        if "span" not in context.rows.table.schema.descriptor or (said is not None and span.start < span.end <= said):
            yield context.issue(proof, "evidence-range", "end", length=len(text), start=span.start)
    elif text is not None:
        yield from _check_words(context, proof, text, span)
    elif span.start < span.end < span.start + len(proof.exact):
        yield context.issue(proof, "exact-not-in-span", "exact", start=span.start, end=span.end, detail="length")


def _check_words(context: Context, proof: Proof, text: str, span: Span) -> Iterator[Issue]:
    """Check the words at the place of a proof: they are those cited, and what is quoted stands among them."""
    words = span.of(text)
    if digest(words) != proof.sha256:
        near = _shifted(context, proof, text, span)
        more = {"hint": "evidence-shifted", "near_start": near.start, "near_end": near.end} if near else {}
        yield context.issue(
            proof, "evidence-digest", "sha256", **{"found": digest(words), "hint": "evidence-digest", **more}
        )
    elif _is_whole(proof) and plainly(words) != proof.value:
        told = {"expected": proof.value, "start": span.start, "end": span.end}
        yield context.issue(proof, "value-not-following", "value", detail="span", **told)
    if proof.exact not in words:
        yield context.issue(proof, "exact-not-in-span", "exact", start=span.start, end=span.end)


def _shifted(context: Context, proof: Proof, text: str, span: Span) -> Span | None:
    """Find the words that are cited near by in the article, where both ends are off by as much, the nearest first."""
    shifts = sorted(range(-FARTHEST_SHIFT, FARTHEST_SHIFT + 1), key=abs)
    spans = (Span(span.start + shift, span.end + shift) for shift in shifts)
    barred = [passage for passage, _ in context.passages.get(proof.source_id, [])]
    cited = (near for near in spans if near.start >= 0 and digest(near.of(text)) == proof.sha256)
    return next((near for near in cited if not any(near.overlaps(passage) for passage in barred)), None)


def _check_passages(rows: Rows | None, context: Context) -> Iterator[Issue]:
    """Read each passage again whose document is at hand, and hold its words to their digest.

    A span that lies outside its document is left to the rule that the schema declares for spans.
    """
    if rows is None or not set(rows.labels) >= _PASSAGE:
        return
    for row, record in enumerate(rows.records()):
        text = context.text(record["source_id"])
        if text is None or not (record["start"].isdecimal() and record["end"].isdecimal()):
            continue
        span = Span(int(record["start"]), int(record["end"]))
        if span.start < span.end <= len(text) and digest(span.of(text)) != record["sha256"]:
            params = {"source": record["source_id"], "found": digest(span.of(text))}
            yield rows.issue(row, "passage-digest", "sha256", params=params, hint="passage-digest")
