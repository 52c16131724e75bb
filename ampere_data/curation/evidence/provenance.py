"""Does every proof hold? The table `evidence`, held against data and documents.

Without the documents everything is checked but the words themselves: whether the span still has its digest and the
print still stands in it. How many proofs were read again, and how many could not be, is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ampere_data.curation.evidence import coverage
from ampere_data.curation.evidence import documents as texts
from ampere_data.curation.evidence import proofs as evidence
from ampere_data.curation.evidence.following import Claim, claim_of, follows, reading
from ampere_data.curation.evidence.inquiry import PASSAGES, Inquiry, inquire
from ampere_data.curation.evidence.passages import check_digests
from ampere_data.curation.evidence.proofs import INFERRED, LONGEST_EXACT, STATED, Proof, Records, target_of
from ampere_data.curation.evidence.selectors import Span, digest, plainly
from ampere_data.curation.evidence.soundness import is_sound
from ampere_data.curation.evidence.steadiness import check_values
from ampere_data.curation.french import Unparsed
from ampere_data.tabular.nearness import near_name
from ampere_data.tabular.package import Package
from ampere_data.tabular.report import Issue
from ampere_data.tabular.rows import Rows

# How far around a span its words are looked for: an edit that shifts them seldom shifts them farther.
FARTHEST_SHIFT = 200
# Above this, looking for the nearest id would take longer than everything else.
MOST_COMPARED = 1_000


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
    inquiry = inquire(package, tables, documents)
    issues = []
    if inquiry.sources is not None:
        issues += texts.issues(inquiry.documents, inquiry.sources, required=require_documents)
    for proof in inquiry.proofs:
        issues += check_proof(inquiry, proof)
    issues += check_values(inquiry)
    issues += check_digests(tables.get(PASSAGES), inquiry)
    issues += coverage.check_cells(inquiry)
    issues += coverage.check_shares(inquiry)
    return issues, coverage.count(inquiry)


def check_proof(inquiry: Inquiry, proof: Proof) -> Iterator[Issue]:
    """Check one proof by itself: its cell, its form, its place, its words, and whether the value follows."""
    known = inquiry.records.get(proof.table)
    if proof.table in inquiry.unread:
        known = None
    elif known is None or proof.record_id not in known.places:
        detail = "" if known else "table"
        place, name = ("record_id", proof.record_id) if known else ("table", proof.table)
        near = _near(name, list(known.places if known else inquiry.records))
        yield inquiry.issue(proof, "evidence-unknown-record", place, detail=detail, near=near, hint=_near_hint(near))
        known = None
    elif proof.field not in known.proven:
        detail = "unneeded" if proof.field in known.fields else ""
        near = "" if detail else _near(proof.field, known.proven)
        yield inquiry.issue(proof, "evidence-unknown-field", "field", detail=detail, near=near, hint=_near_hint(near))
        known = None
    elif not known.cell(proof.record_id, proof.field):
        yield inquiry.issue(proof, "evidence-empty-cell", "field")
        known = None
    yield from _check_form(inquiry, proof)
    yield from _check_place(inquiry, proof)
    kept = proof.exact and len(proof.exact) <= LONGEST_EXACT and proof.basis != INFERRED
    if known and kept and proof.value and is_sound(inquiry, known, proof.field, proof.value):
        yield from _check_value(inquiry, proof, known)


def _near(name: str, known: list[str]) -> str:
    """Find the known name that comes nearest, empty where none does or there are too many."""
    return near_name(name, known) if len(known) <= MOST_COMPARED else ""


def _near_hint(near: str) -> str:
    return "near-id" if near else ""


def _check_form(inquiry: Inquiry, proof: Proof) -> Iterator[Issue]:
    """Check what a proof must have by its basis, and how long its print may be."""
    if proof.basis == INFERRED:
        if not proof.note.strip():
            yield inquiry.issue(proof, "inferred-without-note", "note")
    elif not proof.exact and not _is_whole(proof):
        yield inquiry.issue(proof, "exact-missing", "exact", basis=proof.basis)
    if len(proof.exact) > LONGEST_EXACT:
        yield inquiry.issue(proof, "exact-length", "exact", length=len(proof.exact), most=LONGEST_EXACT)
    elif "\n" in proof.exact or "\r" in proof.exact:
        yield inquiry.issue(proof, "exact-length", "exact", detail="newline")


def _is_whole(proof: Proof) -> bool:
    """Tell whether a proof says that its span is the cell, word for word, so that nothing in it need be named."""
    span = proof.span
    return proof.basis == STATED and not proof.exact and span is not None and span.end - span.start == len(proof.value)


def _check_place(inquiry: Inquiry, proof: Proof) -> Iterator[Issue]:
    """Check where a proof rests, and, where the document is at hand, on what words."""
    span = proof.span
    if span is None:  # not numbers, which the schema has reported
        return
    for passage, kind in inquiry.passages.get(proof.source_id, []):
        if span.overlaps(passage):
            yield inquiry.issue(proof, "evidence-on-passage", "start", kind=kind, start=passage.start, end=passage.end)
    text = inquiry.text(proof.source_id)
    if text is not None and not 0 <= span.start < span.end <= len(text):
        # what lies outside the length that `sources` gives is reported by the rule that the schema declares
        said = inquiry.documents[proof.source_id].length
        if "span" not in inquiry.rows.table.schema.descriptor or (said is not None and span.start < span.end <= said):
            yield inquiry.issue(proof, "evidence-range", "end", length=len(text), start=span.start)
    elif text is not None:
        yield from _check_words(inquiry, proof, text, span)
    elif span.start < span.end < span.start + len(proof.exact):
        yield inquiry.issue(proof, "exact-not-in-span", "exact", start=span.start, end=span.end, detail="length")


def _check_words(inquiry: Inquiry, proof: Proof, text: str, span: Span) -> Iterator[Issue]:
    """Check the words at the place of a proof: they are those cited, and what is quoted stands among them."""
    words = span.of(text)
    if digest(words) != proof.sha256:
        near = _shifted(inquiry, proof, text, span)
        more = {"hint": "evidence-shifted", "near_start": near.start, "near_end": near.end} if near else {}
        yield inquiry.issue(
            proof, "evidence-digest", "sha256", **{"found": digest(words), "hint": "evidence-digest", **more}
        )
    elif _is_whole(proof) and plainly(words) != proof.value:
        told = {"expected": proof.value, "start": span.start, "end": span.end}
        yield inquiry.issue(proof, "value-not-following", "value", detail="span", **told)
    if proof.exact not in words:
        yield inquiry.issue(proof, "exact-not-in-span", "exact", start=span.start, end=span.end)


def _shifted(inquiry: Inquiry, proof: Proof, text: str, span: Span) -> Span | None:
    """Find the words that are cited near by in the article, where both ends are off by as much, the nearest first."""
    shifts = sorted(range(-FARTHEST_SHIFT, FARTHEST_SHIFT + 1), key=abs)
    spans = (Span(span.start + shift, span.end + shift) for shift in shifts)
    barred = [passage for passage, _ in inquiry.passages.get(proof.source_id, [])]
    cited = (near for near in spans if near.start >= 0 and digest(near.of(text)) == proof.sha256)
    return next((near for near in cited if not any(near.overlaps(passage) for passage in barred)), None)


def _check_value(inquiry: Inquiry, proof: Proof, known: Records) -> Iterator[Issue]:
    """Check whether the value follows from the print."""
    target = target_of(known.rows.table.schema, known.fields[proof.field])
    if (target and target[0] in inquiry.unread) or _tells_cell(inquiry, proof, known):
        return
    claim = claim_of(inquiry.records, known, proof, inquiry.names)
    line = known.rows.lines[known.places[proof.record_id]]
    params = {"expected": claim.cell, "basis": proof.basis, "cell_line": line}
    try:
        if not follows(proof.exact, claim):
            read = reading(proof.exact, claim)
            yield inquiry.issue(
                proof,
                "value-not-following",
                "exact",
                read=read,
                detail=_kind(claim, read),
                hint="value-stated" * claim.stated,
                **params,
            )
    except Unparsed as error:
        yield inquiry.issue(proof, "unparsed", "exact", kind=error.kind, hint="unparsed", **params)


def _tells_cell(inquiry: Inquiry, proof: Proof, known: Records) -> bool:
    """Tell whether a proof holds another value than the cell, which does follow: a mistake that is told elsewhere."""
    cell = known.cell(proof.record_id, proof.field)
    if cell == proof.value or not is_sound(inquiry, known, proof.field, cell):
        return False
    try:
        return follows(proof.exact, claim_of(inquiry.records, known, replace(proof, value=cell), inquiry.names))
    except Unparsed:
        return False


def _kind(claim: Claim, read: str) -> str:
    if claim.names is not None:
        return "name"
    if claim.stated:
        return "stated"
    return "word" if claim.words else "read" if read else ""
