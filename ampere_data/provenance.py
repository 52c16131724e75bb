"""Is every cell proven, and does every proof hold? What the table `evidence` says, held against data and documents.

Without the documents everything is checked but the words themselves: whether the span still has its digest and the
print still stands in it. How many proofs were read again, and how many could not be, is counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ampere_data import documents as texts
from ampere_data import proofs as evidence
from ampere_data.documents import Document
from ampere_data.following import Claim, follows, reading
from ampere_data.french import Unparsed, same
from ampere_data.package import Package
from ampere_data.proofs import INFERRED, LONGEST_EXACT, Proof, Records, items, links, listing
from ampere_data.reading import Rows
from ampere_data.report import Issue
from ampere_data.selectors import Span, cover, digest

LARGEST_SHARE = 0.3
PASSAGES = "passages"

_NO_COUNTS = {"proofs": 0, "provable": 0, "proven": 0, "reread": 0, "not_reread": 0}


@dataclass(frozen=True, slots=True)
class Inquiry:
    """The proofs of a package, and everything that they are held against.

    Attributes:
        rows: The rows of `evidence`.
        proofs: The proofs that they hold.
        records: The other tables, by their primary keys.
        sources: The rows of `sources`, None where there are none.
        documents: The document of each source.
        passages: For each source the stretches that are not the article itself, with their kind.
    """

    rows: Rows
    proofs: list[Proof]
    records: Mapping[str, Records]
    sources: Rows | None
    documents: Mapping[str, Document]
    passages: Mapping[str, list[tuple[Span, str]]]

    def issue(self, proof: Proof, code: str, field: str, **params: object) -> Issue:
        """Make a finding about a proof."""
        words = {"cell": f"{proof.table}/{proof.record_id}/{proof.field}", "source": proof.source_id, **params}
        detail, hint = str(words.pop("detail", "")), str(words.pop("hint", ""))
        return self.rows.issue(proof.row, code, field, params=words, detail=detail, hint=hint)


def check(
    package: Package,
    tables: Mapping[str, Rows],
    documents: Path | None = None,
    *,
    require_documents: bool = False,
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
        return [], dict(_NO_COUNTS)
    inquiry = inquire(package, tables, documents)
    issues = list(_check_documents(inquiry, required=require_documents))
    for proof in inquiry.proofs:
        issues += check_proof(inquiry, proof)
    issues += _check_coverage(inquiry)
    issues += _check_shares(inquiry)
    return issues, _count(inquiry)


def inquire(package: Package, tables: Mapping[str, Rows], documents: Path | None = None) -> Inquiry:
    """Gather what the proofs are held against; the table `evidence` must be among the tables."""
    rows = tables[evidence.TABLE]
    sources = tables.get(texts.TABLE)
    if sources is not None and not {"source_id", "file", "sha256", "characters"} <= set(sources.labels):
        sources = None
    found = texts.read_documents(sources, texts.find_folder(package, documents)) if sources else {}
    records = {name: known for name, table in tables.items() if (known := evidence.read_records(table))}
    return Inquiry(rows, evidence.read_proofs(rows), records, sources, found, _read_passages(tables.get(PASSAGES)))


def check_proof(inquiry: Inquiry, proof: Proof) -> Iterator[Issue]:
    """Check one proof by itself: its cell, its form, its place, its words, and whether the value follows."""
    known = inquiry.records.get(proof.table)
    if known is None or proof.record_id not in known.places:
        detail = "" if known else "table"
        yield inquiry.issue(proof, "evidence-unknown-record", "record_id" if known else "table", detail=detail)
        known = None
    elif proof.field not in known.proven:
        detail = "unneeded" if proof.field in known.fields else ""
        yield inquiry.issue(proof, "evidence-unknown-field", "field", detail=detail)
        known = None
    elif not known.cell(proof.record_id, proof.field):
        yield inquiry.issue(proof, "evidence-empty-cell", "field")
        known = None
    formless = list(_check_form(inquiry, proof))
    yield from formless
    yield from _check_place(inquiry, proof)
    if known and proof.exact and proof.basis != INFERRED:
        yield from _check_value(inquiry, proof, known)


def _check_form(inquiry: Inquiry, proof: Proof) -> Iterator[Issue]:
    """Check what a proof must have by its basis, and how long its print may be."""
    if proof.basis == INFERRED:
        if not proof.note.strip():
            yield inquiry.issue(proof, "inferred-without-note", "note")
    elif not proof.exact:
        yield inquiry.issue(proof, "exact-missing", "exact", basis=proof.basis)
    if len(proof.exact) > LONGEST_EXACT:
        yield inquiry.issue(proof, "exact-length", "exact", length=len(proof.exact), most=LONGEST_EXACT)
    elif "\n" in proof.exact or "\r" in proof.exact:
        yield inquiry.issue(proof, "exact-length", "exact", detail="newline")


def _check_place(inquiry: Inquiry, proof: Proof) -> Iterator[Issue]:
    """Check where a proof rests, and, where the document is at hand, on what words."""
    span = proof.span
    if span is None:  # not numbers, which the schema has reported
        return
    for passage, kind in inquiry.passages.get(proof.source_id, []):
        if span.overlaps(passage):
            yield inquiry.issue(proof, "evidence-on-passage", "start", kind=kind, start=passage.start, end=passage.end)
    text = _text(inquiry, proof)
    if text is not None and not 0 <= span.start < span.end <= len(text):
        # what lies outside the length that `sources` gives is reported by the rule that the schema declares
        said = inquiry.documents[proof.source_id].length
        if "span" not in inquiry.rows.table.schema or (said is not None and span.start < span.end <= said):
            yield inquiry.issue(proof, "evidence-range", "end", length=len(text), start=span.start)
    elif text is not None:
        words = span.of(text)
        if digest(words) != proof.sha256:
            yield inquiry.issue(proof, "evidence-digest", "sha256", found=digest(words), hint="evidence-digest")
        if proof.exact not in words:
            yield inquiry.issue(proof, "exact-not-in-span", "exact", start=span.start, end=span.end)
    elif span.start < span.end < span.start + len(proof.exact):
        yield inquiry.issue(proof, "exact-not-in-span", "exact", start=span.start, end=span.end, detail="length")


def _check_value(inquiry: Inquiry, proof: Proof, known: Records) -> Iterator[Issue]:
    """Check whether the value follows from the print."""
    claim = claim_of(inquiry.records, known, proof.record_id, proof.field)
    params = {"expected": claim.cell, "basis": proof.basis}
    try:
        if not follows(proof.exact, claim):
            read = reading(proof.exact, claim)
            yield inquiry.issue(proof, "value-not-following", "exact", read=read, detail=_kind(claim, read), **params)
    except Unparsed as error:
        yield inquiry.issue(proof, "unparsed", "exact", kind=error.kind, hint="unparsed", **params)


def _kind(claim: Claim, read: str) -> str:
    if claim.names is not None:
        return "name"
    return "word" if read and claim.field.get("categories") else "read" if read else ""


def claim_of(records: Mapping[str, Records], known: Records, record_id: str, field: str) -> Claim:
    """Gather what a cell claims: its text, its unit, its end of a range, the names of the record that it leads to."""
    unit, upper = "", False
    for descriptor in known.fields.values():
        span = descriptor.get("range")
        if isinstance(span, dict) and field in (span.get("value"), span.get("valueTo")):
            upper = field == span.get("valueTo")
            if span.get("unit") in known.fields:
                unit = known.cell(record_id, span["unit"])
    cell = known.cell(record_id, field)
    target = links(known.rows.table).get(field)
    names = _names(records, target[0], cell) if target else None
    return Claim(cell, known.fields[field], unit, upper, names)


def _names(records: Mapping[str, Records], table: str, record_id: str) -> list[str]:
    """Return the names under which a record is printed: its name, and the items of its own lists."""
    known = records.get(table)
    if known is None or record_id not in known.places:
        return []
    names = []
    for name, field in known.fields.items():
        own = listing(field) and not {"reference", "computed"} & set(listing(field))
        if name == "name" or own:
            names += items(field, known.cell(record_id, name))
    return names


def _check_documents(inquiry: Inquiry, *, required: bool) -> Iterable[Issue]:
    if inquiry.sources is None:
        return []
    return texts.issues(inquiry.documents, inquiry.sources, required=required)


def _check_coverage(inquiry: Inquiry) -> Iterator[Issue]:
    """Find the cells without proof, and the lists of sources that do not say what the proofs say."""
    proofs = _by_cell(inquiry)
    supporting: dict[tuple[str, str], set[str]] = defaultdict(set)
    for proof in inquiry.proofs:
        supporting[proof.table, proof.record_id].add(proof.source_id)
    for table, known in inquiry.records.items():
        for row, record_id in known.records():
            for field in known.proven:
                for item in _unproven(known, record_id, field, proofs.get((table, record_id, field), [])):
                    detail = "item" if listing(known.fields[field]) else ""
                    params = {"item": item, "record": record_id}
                    yield known.rows.issue(row, "unproven-cell", field, detail=detail, params=params, hint="unproven-cell")
            for field in known.computed:
                expected = listing(known.fields[field])["separator"].join(sorted(supporting[table, record_id]))
                if known.cell(record_id, field) != expected:
                    params = {"expected": expected, "record": record_id}
                    yield known.rows.issue(row, "source-ids-mismatch", field, params=params, hint="source-ids-mismatch")


def _unproven(known: Records, record_id: str, field: str, proofs: list[Proof]) -> list[str]:
    """Return the items of a cell that no proof is about; an inferred proof without a print is about all of them."""
    descriptor = known.fields[field]
    found = items(descriptor, known.cell(record_id, field))
    if not listing(descriptor) or any(not proof.exact for proof in proofs):
        return [] if proofs else found
    return [item for item in found if not any(same(proof.exact, item) for proof in proofs)]


def _check_shares(inquiry: Inquiry) -> Iterator[Issue]:
    """Find the documents of which too much is printed in the proofs."""
    printed: dict[str, list[Proof]] = defaultdict(list)
    for proof in inquiry.proofs:
        if proof.exact and proof.span:
            printed[proof.source_id].append(proof)
    for source_id, proofs in printed.items():
        document = inquiry.documents.get(source_id)
        if document is None or inquiry.sources is None or not document.length:
            continue
        quoted = _quoted(proofs, document.text)
        if quoted >= LARGEST_SHARE * document.length:
            share = f"{100 * quoted / document.length:.1f}"
            params = {"source": source_id, "share": share, "most": f"{100 * LARGEST_SHARE:.0f}", "quoted": quoted}
            yield inquiry.sources.issue(document.row, "verbatim-share", "characters", params=params)


def _quoted(proofs: Iterable[Proof], text: str | None) -> int:
    """Count the characters of a document that the prints repeat, each once.

    Without the document only overlapping spans with the same print are known to be about the same place.
    """
    if text is not None:
        found = ((text.find(proof.exact, proof.span.start, proof.span.end), proof) for proof in proofs if proof.span)
        return cover(Span(start, start + len(proof.exact)) for start, proof in found if start >= 0)
    ends: dict[str, int] = {}
    total = 0
    for end, start, exact in sorted((proof.span.end, proof.span.start, proof.exact) for proof in proofs if proof.span):
        if start >= ends.get(exact, 0):
            ends[exact] = end
            total += len(exact)
    return total


def _count(inquiry: Inquiry) -> dict[str, int]:
    proofs = _by_cell(inquiry)
    provable = proven = 0
    for table, known in inquiry.records.items():
        for field in known.proven:
            for record_id, cell in zip(known.rows.column(known.key), known.rows.column(field), strict=True):
                if cell:
                    provable += 1
                    proven += not _unproven(known, record_id, field, proofs.get((table, record_id, field), []))
    reread = sum(_is_reread(inquiry, proof) for proof in inquiry.proofs)
    total = len(inquiry.proofs)
    return {"proofs": total, "provable": provable, "proven": proven, "reread": reread, "not_reread": total - reread}


def _is_reread(inquiry: Inquiry, proof: Proof) -> bool:
    text = _text(inquiry, proof)
    return text is not None and proof.span is not None and proof.span.start < proof.span.end <= len(text)


def _by_cell(inquiry: Inquiry) -> dict[tuple[str, str, str], list[Proof]]:
    found: dict[tuple[str, str, str], list[Proof]] = defaultdict(list)
    for proof in inquiry.proofs:
        found[proof.cell].append(proof)
    return found


def _text(inquiry: Inquiry, proof: Proof) -> str | None:
    document = inquiry.documents.get(proof.source_id)
    return document.text if document else None


def _read_passages(rows: Rows | None) -> dict[str, list[tuple[Span, str]]]:
    found: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    if rows is not None and {"source_id", "start", "end"} <= set(rows.labels):
        for record in rows.records():
            if record["start"].isdecimal() and record["end"].isdecimal():
                span = Span(int(record["start"]), int(record["end"]))
                found[record["source_id"]].append((span, record.get("kind", "")))
    return found
