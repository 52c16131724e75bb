"""The proofs of a package, gathered with all that they are held against: records, documents, passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ampere_data.curation.evidence import documents as texts
from ampere_data.curation.evidence import proofs as evidence
from ampere_data.curation.evidence.documents import Document
from ampere_data.curation.evidence.lexicon import Names, names_of
from ampere_data.curation.evidence.proofs import Proof, Records
from ampere_data.curation.evidence.selectors import Span
from ampere_data.curation.extension import WANTED
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Package
from ampere_data.tabular.rows import Rows

PASSAGES = "passages"


@dataclass(frozen=True, slots=True)
class Context:
    """The proofs of a package, and everything that they are held against.

    Attributes:
        rows: The rows of `evidence`.
        proofs: The proofs that they hold.
        records: The other tables, by their primary keys.
        names: What each record is called.
        sources: The rows of `sources`, None where there are none.
        documents: The document of each source.
        passages: For each source the stretches that are not the article itself, with their kind.
        unread: The tables that are described, but could not be read; nothing is said of proofs about them.
    """

    rows: Rows
    proofs: list[Proof]
    records: Mapping[str, Records]
    names: Names
    sources: Rows | None
    documents: Mapping[str, Document]
    passages: Mapping[str, list[tuple[Span, str]]]
    unread: frozenset[str] = frozenset()

    def text(self, source_id: str) -> str | None:
        """Return the text of a source's document, None where it is not at hand."""
        document = self.documents.get(source_id)
        return document.text if document else None

    def by_cell(self) -> dict[tuple[str, str, str], list[Proof]]:
        """Return the proofs of each cell."""
        found: dict[tuple[str, str, str], list[Proof]] = defaultdict(list)
        for proof in self.proofs:
            found[proof.cell].append(proof)
        return found

    def issue(self, proof: Proof, code: str, field: str, **params: object) -> Issue:
        """Make a finding about a proof."""
        words = {"of": proof.table, "record": proof.record_id, "cell": proof.field, "source": proof.source_id, **params}
        detail, hint = str(words.pop("detail", "")), str(words.pop("hint", ""))
        return self.rows.issue(proof.row, code, field, params=words, detail=detail, hint=hint)


def gather(package: Package, tables: Mapping[str, Rows], folder: Path | None = None) -> Context:
    """Gather what the proofs are held against; the table `evidence` must be among the tables."""
    rows = tables[evidence.TABLE]
    sources = tables.get(texts.TABLE)
    if sources is not None and not {*WANTED[texts.TABLE]} <= set(sources.labels):
        sources = None
    found = texts.read_documents(sources, texts.find_folder(package, folder)) if sources else {}
    records = {name: known for name, table in tables.items() if (known := evidence.read_records(table))}
    unread = (package.described | package.tables.keys()) - tables.keys()
    proofs, passages = evidence.read_proofs(rows), _read_passages(tables.get(PASSAGES))
    return Context(rows, proofs, records, names_of(records, proofs), sources, found, passages, unread)


def _read_passages(rows: Rows | None) -> dict[str, list[tuple[Span, str]]]:
    found: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    if rows is not None and {"source_id", "start", "end"} <= set(rows.labels):
        for record in rows.records():
            if record["start"].isdecimal() and record["end"].isdecimal():
                span = Span(int(record["start"]), int(record["end"]))
                found[record["source_id"]].append((span, record.get("kind", "")))
    return found
