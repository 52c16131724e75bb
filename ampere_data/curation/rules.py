"""What our schemas declare, as the rules that `tabular` checks by.

No column is named here: a field that declares `edtf`, `list`, `range`, `measure` or `acyclic`, and a schema that
declares `span` or `canonical`, gets the rule of that name in any package. An empty text is a missing value, and a
table that could not be read is passed over: what cannot be looked up is not called wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ampere_data.curation import canonical, dates, files, lists, quantities, spans
from ampere_data.curation.causes import DECLARED
from ampere_data.curation.properties import check_leads, check_properties
from ampere_data.tabular.causes import Consequence
from ampere_data.tabular.checked import Checked
from ampere_data.tabular.nearness import offer, printed_value
from ampere_data.tabular.package import Package, Table
from ampere_data.tabular.report import Issue
from ampere_data.tabular.rules import CellCheck, RowCheck, Rules
from ampere_data.tabular.schema import Field

EVIDENCE = "evidence"
# The properties that ask for a rule.
_OF_FIELDS = ("edtf", "list", "range", "measure", "acyclic")
_OF_SCHEMAS = ("span", "canonical")
# What is said of a cell for what it holds.
_OF_VALUES = frozenset({"type-error", "constraint-error", "foreign-key", "reference-error", "edtf-error"})
# What nobody can write by hand.
_REGISTERED = frozenset(("sources", name) for name in ("file", "sha256", "characters"))


@dataclass(frozen=True)
class Curation(Rules):
    """The rules of curation.

    Attributes:
        documents: The folder of the documents; without it the environment and the package are asked.
        required: Whether a document that is not at hand is an issue.
    """

    documents: Path | None = None
    required: bool = False
    last = frozenset({EVIDENCE})

    def causes(self, package: Package) -> Sequence[Consequence]:
        """Say what follows from what, in a package whose schemas declare anything of ours, or that carries proofs."""
        models = [table.schema for table in package.tables.values()]
        ruled = any(any(map(field.descriptor.get, _OF_FIELDS)) for model in models for field in model.fields)
        ruled = ruled or any(any(map(model.descriptor.get, _OF_SCHEMAS)) for model in models)
        return DECLARED if ruled or EVIDENCE in package.tables else ()

    def check_schemas(self, package: Package, path: str) -> Iterator[Issue]:
        """Hold what schemas declare to its description, and see that what it leads to is there."""
        for table in package.tables.values():
            yield from check_properties(table, path)
        if package.descriptor:
            yield from check_leads(package, path)

    def cell_checks(self, table: Table, field: Field) -> Iterator[CellCheck]:
        """Give the checks of dates, of the items of lists, and of the characters of canonical tables."""
        if field.descriptor.get("edtf"):
            yield CellCheck(lambda text: dates.judge(field, text))
        if field.descriptor.get("list"):
            yield lists.items_check(field)
        if files.is_canonical(table):
            yield canonical.check_of(table, field)

    def row_checks(self, table: Table, labels: Sequence[str]) -> Iterator[RowCheck]:
        """Give the checks of bounds beside dates, of ranges, and of the notation of numbers."""
        found = frozenset(labels)
        for field in table.schema.fields:
            if field.name in found:
                if field.descriptor.get("edtf"):
                    yield from dates.row_checks(table, field, labels)
                if field.descriptor.get("range"):
                    yield quantities.range_check(field, labels)
                if files.is_canonical(table) and field.type in canonical.NUMERIC:
                    yield canonical.number_check(table, field, labels)

    def keeps(self, package: Package, table: Table) -> Iterator[str]:
        """Name the columns that lead elsewhere, or that others lead to; of a package with proofs, all."""
        if EVIDENCE in package.tables:
            yield "*"
        if files.is_canonical(table):
            yield from table.schema.primary_key
        yield from (one for of in package.tables.values() for name, one in lists.wanted(of) if name == table.name)
        yield from (one for of in package.tables.values() for name, one in quantities.wanted(of) if name == table.name)
        yield from (one for of in package.tables.values() for name, one in spans.wanted(of) if name == table.name)

    def finish(
        self, package: Package, checked: Mapping[str, Checked], counts: dict[str, int], only: str
    ) -> Iterator[Issue]:
        """Check what tables say together, and the proofs."""
        usable = {name: one for name, one in checked.items() if one.usable}
        yield from self.check_together(package, checked)
        if EVIDENCE in usable and only in ("", EVIDENCE):
            yield from self._check_proofs(package, usable, counts)

    def check_together(self, package: Package, checked: Mapping[str, Checked]) -> Iterator[Issue]:
        """Check what tables say together, and how their files are written."""
        usable = {name: one for name, one in checked.items() if one.usable}
        whole = {name: one for name, one in usable.items() if one.whole}
        for one in usable.values():
            yield from lists.check_references(one, whole)
            yield from lists.check_acyclic(one)
            yield from quantities.check_measures(one, whole)
            if one.table.schema.descriptor.get("span"):
                yield from spans.check_spans(one, whole)
            if files.is_canonical(one.table):
                yield from canonical.check_order(one)
        yield from lists.check_unused(package, whole)
        for one in checked.values():
            if files.is_canonical(one.table):
                yield from files.check_form(one.table)

    def _check_proofs(self, package: Package, usable: Mapping[str, Checked], counts: dict[str, int]) -> Iterable[Issue]:
        from ampere_data.curation.evidence import provenance

        # of a table in which reading ended early, which cells have a proof cannot be told
        rows = {name: one.texts(every=True) for name, one in usable.items() if one.whole}
        tables = {name: one for name, one in rows.items() if one is not None}
        if EVIDENCE not in tables:
            return []
        issues, counted = provenance.check(package, tables, self.documents, require_documents=self.required)
        counts |= counted
        return issues

    def suggest(self, table: Table, field: Field, text: str, code: str, detail: str) -> Mapping[str, Any]:
        """Offer the value that a word prints, the mended form of a cell, or what a date may have been."""
        from ampere_data.curation import suggestions
        from ampere_data.curation.evidence.lexicon import section

        if detail == "enum" and (near := printed_value(text, field, section(table.name, field.name))):
            return offer(near)
        offered = suggestions.suggest(field, text)
        if not offered and detail == "date":
            offered = suggestions.suggest_date(text)
        elif not offered and code == "type-error" and detail in ("number", "integer"):
            offered = suggestions.suggest_number(text)
        return offered

    def vet(self, issue: Issue, table: Table | None) -> Issue:
        """Say what a spreadsheet left in a cell, what `fix` mends, and how what nobody writes by hand is made."""
        from ampere_data.curation.suggestions import is_spreadsheet_error

        if issue.hint == "declare-delimiter" and table and files.is_canonical(table):
            return replace(issue, hint="delimiter")
        if issue.hint == "save-as-utf-8" and table and files.is_canonical(table):
            return replace(issue, hint="save-as-utf-8-and-fix")
        if issue.code in _OF_VALUES and is_spreadsheet_error(issue.value or ""):
            return replace(issue, hint="spreadsheet-error")
        if issue.code == "constraint-error" and not issue.hint and (issue.table, issue.field) in _REGISTERED:
            return replace(issue, hint="add-source")
        return issue

    def refuses(self, issue: Issue, text: str, checked: Mapping[str, Checked]) -> bool:
        """Tell whether the metric of a row allows no such number in the cell that a finding is about."""
        return quantities.refuses(issue, text, checked)
