"""Add the proof of a cell: words are found in a document, and the row that points at them is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar
from unicodedata import normalize

from ampere_data.curation.editing.tables import EditedPackage, NotWritten, open_edited
from ampere_data.curation.evidence import proofs as evidence
from ampere_data.curation.evidence import provenance
from ampere_data.curation.evidence.context import Context, gather
from ampere_data.curation.evidence.documents import Document, UnknownFolder, issues
from ampere_data.curation.evidence.following import claim_of, follows
from ampere_data.curation.evidence.lexicon import told_items
from ampere_data.curation.evidence.proofs import (
    INFERRED,
    LONGEST_EXACT,
    NORMALISED,
    STATED,
    Proof,
    Records,
    cell_of,
    known_days,
    listing,
)
from ampere_data.curation.evidence.selectors import Span, context, digest, excerpt, harmless, locate, near, plainly
from ampere_data.curation.french import Unparsed
from ampere_data.tabular.errors import UnknownName
from ampere_data.words.reasons import Reason, reason_of, together
from ampere_data.words.typesetting import show

T = TypeVar("T")

_MANY = 12


@dataclass(frozen=True, slots=True)
class Citation:
    """The proof that was written, or that would be.

    Attributes:
        row: The row of `evidence`, by column.
        computed: The cells of the record that follow from the sources of its proofs, as they are now, by field.
        replaced: The rows of `evidence` that are gone, by column: older proofs of the cell, which hold another value.
        renewed: How many older proofs of items of a list hold the whole list as it is now.
        view: The words in their place, two lines for a terminal.
        files: The files that were written, or would be, as the descriptor names them.
        written: Whether they were.
    """

    row: Mapping[str, str]
    computed: Mapping[str, str]
    replaced: tuple[Mapping[str, str], ...]
    renewed: int
    view: tuple[str, ...]
    files: tuple[str, ...]
    written: bool


def cite(  # noqa: PLR0913, PLR0917 - a proof has as many parts
    package_folder: Path | str,
    table: str,
    record_id: str,
    field: str,
    source_id: str,
    words: str,
    *,
    exact: str | None = None,
    basis: str | None = None,
    note: str | None = None,
    nth: int | None = None,
    documents: Path | str | None = None,
    dry_run: bool = False,
) -> Citation:
    """Prove a cell by words of a source: find them, and write the row of `evidence` and the record's sources.

    The words are found whatever kind of blank, quote, apostrophe or hyphen is typed; what is written is exact. The
    proof is checked before anything is written, and both files are written or none. A proof binds the value of the
    cell: where that has changed, its older proofs, which hold another one, are replaced. Of a list, those whose item is
    still in it stay, and hold the whole list as it is now.

    Args:
        package_folder: The folder of the package.
        table: The table of the cell.
        record_id: Its record.
        field: Its field.
        source_id: The source that tells it.
        words: The words of its document that carry the value, the fewer the better.
        exact: The figure, name or date among them; the words themselves if they are short and nothing is given. Long
            words that are the cell itself need none.
        basis: `stated`, `normalised` or `inferred`; worked out if nothing is given.
        note: How the value was worked out.
        nth: Which place is meant, if the words stand in several; the first is 1.
        documents: The folder of the documents; without it the environment and the package are asked.
        dry_run: Write nothing; tell what would be written.

    Raises:
        NotWritten: The proof cannot be written; `places` shows where the words stand, or what comes near them.
    """
    package = open_edited(package_folder, evidence.TABLE)
    try:
        context = gather(package.package, package.rows(), None if documents is None else Path(documents))
    except UnknownFolder as error:
        raise NotWritten(reason_of(error)) from error
    known = _demand("table", table, context.records)
    _demand("record", record_id, known.places)
    _demand("field", field, dict.fromkeys(known.proven))
    cell = known.cell(record_id, field)
    if not cell:
        raise NotWritten(Reason("nothing-to-prove", field=field, record=record_id))
    text = _text(context, source_id, _demand("source", source_id, context.documents))
    span = _place(text, words, [passage for passage, _ in context.passages.get(source_id, [])], nth)
    printed = _print(span.of(text), exact, basis, cell)
    place = (0, table, record_id, field, cell, source_id, span, digest(span.of(text)))
    plain = Proof(*place, printed, basis or "", " ".join(normalize("NFC", note or "").split()))
    proof = plain if basis else replace(plain, basis=_basis(context, known, plain))
    return _write(package, context, proof, text, dry_run=dry_run)


def _demand(kind: str, name: str, known: Mapping[str, T]) -> T:
    """Find what must be there."""
    if name not in known:
        raise NotWritten(reason_of(UnknownName(kind, name, list(known))))
    return known[name]


def _text(context: Context, source_id: str, document: Document) -> str:
    if document.text is not None:
        return document.text
    found = issues({source_id: document}, context.sources, required=True) if context.sources else []
    raise NotWritten(together(found) if found else Reason("not-at-hand", source=source_id))


def _place(text: str, words: str, passages: list[Span], nth: int | None) -> Span:
    """Choose the place where the words stand, outside the stretches that are not the article itself."""
    shown = show(words, 60)
    everywhere = locate(text, words)
    found = [span for span in everywhere if not any(span.overlaps(passage) for passage in passages)]
    found = [span for span in found if span.is_whole(text)] or found
    if not everywhere:
        likely = tuple(harmless(sentence)[:160] for sentence in near(_article(text, passages), words))
        raise NotWritten(Reason("words-near" if likely else "words-absent", words=shown), likely)
    if not found:
        reason = Reason("words-in-passage", words=shown)
        raise NotWritten(reason, tuple(context(text, span) for span in everywhere[:_MANY]))
    if (nth is None and len(found) == 1) or (nth is not None and 1 <= nth <= len(found)):
        return found[(nth or 1) - 1]
    places = [Reason("place", nth=nth, context=context(text, span)) for nth, span in enumerate(found[:_MANY], start=1)]
    if len(found) > _MANY:
        places.append(Reason("more-places", count=len(found) - _MANY))
    reason = Reason("choose-place" if nth is None else "no-place", words=shown, count=len(found), nth=nth)
    raise NotWritten(reason, tuple(places))


def _article(text: str, passages: list[Span]) -> str:
    """Return a document without the stretches that are not the article itself."""
    kept, reached = [], 0
    for passage in sorted(passages):
        kept.append(text[reached : passage.start])
        reached = max(reached, passage.end)
    return "\n".join([*kept, text[reached:]])


def _print(words: str, exact: str | None, basis: str | None, cell: str) -> str:
    """Find what is printed among the words, as it is printed; nothing where they are the cell, and long."""
    if not exact:
        if basis == INFERRED:
            return ""
        if len(words) <= LONGEST_EXACT and "\n" not in words:
            return words
        if basis != NORMALISED and plainly(words) == cell:
            return ""
        raise NotWritten(Reason("words-too-long", most=LONGEST_EXACT))
    found = locate(words, exact)
    if not found:
        raise NotWritten(Reason("exact-absent", exact=show(exact, 60), words=show(words)))
    return found[0].of(words)


def _basis(context: Context, known: Records, proof: Proof) -> str:
    """Work out how the value follows from the print; a value that is inferred must be called so."""
    if not proof.exact:
        return STATED
    for basis in (STATED, NORMALISED):
        claim = claim_of(context.records, known, replace(proof, basis=basis), context.names)
        try:
            if follows(proof.exact, claim):
                return basis
        except Unparsed:
            break
    cell = known.cell(proof.record_id, proof.field)
    words = {"field": proof.field, "record": proof.record_id, "cell": show(cell, 60), "exact": show(proof.exact)}
    raise NotWritten(Reason("not-following", **words))


def _write(package: EditedPackage, context: Context, proof: Proof, text: str, *, dry_run: bool) -> Citation:
    """Check the proof in its place among the others, and write what it changes."""
    span = proof.span or Span(0, 0)
    replaced, renewed = _supersede(package, context, proof)
    values = (*proof.cell, proof.value, proof.source_id, span.start, span.end)
    cells = map(str, (*values, proof.sha256, proof.exact, proof.basis, proof.note))
    row = dict(zip(evidence.COLUMNS, cells, strict=True))
    place = package.tables[evidence.TABLE].insert(row)
    rows = package.tables[evidence.TABLE].rows
    written = replace(context, rows=rows, proofs=evidence.read_proofs(rows))
    if faults := list(provenance.check_proof(written, written.proofs[place])):
        raise NotWritten(together(faults))
    known, edited = written.records[proof.table], package.tables[proof.table]
    sources = {one.source_id for one in written.proofs if one.cell[:2] == proof.cell[:2]}
    days = {source: day or "" for source, day in (known_days(context.sources) if context.sources else {}).items()}
    computed = {name: cell_of(known.fields[name], sources, days) for name in known.computed}
    record = known.places[proof.record_id]
    changed = [edited.put_checked(record, name, cell) for name, cell in computed.items()]
    files = package.write([evidence.TABLE, *([proof.table] if any(changed) else [])], {}, dry_run=dry_run)
    view = tuple(excerpt(text, span.start, span.end, proof.exact))
    return Citation(row, computed, replaced, renewed, view, files, not dry_run)


def _supersede(package: EditedPackage, context: Context, proof: Proof) -> tuple[tuple[Mapping[str, str], ...], int]:
    """Take out the proofs of a cell that hold another value than it has now; return them, and how many were kept.

    A proof that prints an item of a list which is still in it tells no less of the list as it is now: it is kept, and
    holds that.
    """
    known, edited = context.records[proof.table], package.tables[evidence.TABLE]
    listed = bool(listing(known.fields[proof.field]))
    kept: list[int] = []
    gone: list[int] = []
    for one in context.proofs:
        if one.cell == proof.cell and one.value != proof.value:
            told = listed and one.exact and told_items(context.names, known, proof.field, proof.value, [one])
            (kept if told else gone).append(one.row)
    for place in kept:
        edited.put_checked(place, "value", proof.value)
    replaced = tuple(edited.rows.pick(gone).records())
    edited.remove(gone)
    return replaced, len(kept)
