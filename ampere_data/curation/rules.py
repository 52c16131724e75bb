"""What our schemas declare, as the rules that `tabular` checks by.

An empty text is a missing value, and a table that could not be read is passed over: what cannot be looked up is not
called wrong. What a property asks for stands in `curation.declared`; where none is declared, nothing of it is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ampere_data.curation import extension, files
from ampere_data.curation.causes import DECLARED
from ampere_data.tabular.causes import Consequence
from ampere_data.tabular.checked import Checked
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Package, Table
from ampere_data.tabular.rules import CellCheck, RowCheck, Rules
from ampere_data.tabular.schema import Field, Schema

EVIDENCE = "evidence"
# The properties that ask for a rule, of fields and of schemas; a test holds them to the extension.
OF_FIELDS = (
    *("edtf", "list", "range", "measure", "acyclic"),
    *("evidence", "computed", "belongs", "speaker", "verbatim"),
)
OF_SCHEMAS = ("span", "canonical")
# What is said of a cell for what it holds.
_OF_VALUES = frozenset({"type-error", "constraint-error", "foreign-key", "reference-error", "edtf-error"})
# What a spreadsheet shows, in English or in French, where a formula has failed.
_ERRORS = frozenset(
    "#N/A #REF! #VALUE! #VALEUR! #NAME? #NOM? #NUM! #NOMBRE! #NULL! #NUL! #DIV/0! Err:502 Err:508".upper().split()
)
# What nobody can write by hand.
_REGISTERED = frozenset(("sources", name) for name in ("file", "sha256", "characters"))


def is_ruled(schema: Schema) -> bool:
    """Tell whether a schema declares anything that asks for a rule of ours."""
    fields = schema.fields
    return any(map(schema.descriptor.get, OF_SCHEMAS)) or any(any(map(one.descriptor.get, OF_FIELDS)) for one in fields)


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
        return DECLARED if EVIDENCE in package.tables or _any_ruled(package) else ()

    def extension(self, descriptor: Mapping[str, Any]) -> str:
        """Name the extension of proofs where a package declares it."""
        return extension.NAME if extension.is_declared(descriptor) else ""

    def check_schemas(self, package: Package, path: str) -> Iterable[Issue]:
        """Hold what schemas declare to its description, and see that what it leads to is there."""
        held = self.extension(package.descriptor) or _any_ruled(package)
        return _declared().check_schemas(package, path) if held else ()

    def cell_checks(self, table: Table, field: Field) -> Iterable[CellCheck]:
        """Give the checks of dates, of the items of lists, and of the characters of canonical tables."""
        return _declared().cell_checks(table, field) if is_ruled(table.schema) else ()

    def row_checks(self, table: Table, labels: Sequence[str]) -> Iterable[RowCheck]:
        """Give the checks of bounds beside dates, of ranges, and of the notation of numbers."""
        return _declared().row_checks(table, labels) if is_ruled(table.schema) else ()

    def keeps(self, package: Package, table: Table) -> Iterable[str]:
        """Name the columns that lead elsewhere, or that others lead to; of a package with proofs, all."""
        if EVIDENCE in package.tables:
            return ("*",)
        return _declared().keeps(package, table) if _any_ruled(package) else ()

    def finish(
        self, package: Package, checked: Mapping[str, Checked], counts: dict[str, int], only: str
    ) -> Iterator[Issue]:
        """Check what tables say together, and the proofs."""
        usable = {name: one for name, one in checked.items() if one.usable}
        yield from self.check_together(package, checked)
        if EVIDENCE in usable and only in ("", EVIDENCE):
            yield from self._check_proofs(package, usable, counts)

    def check_together(self, package: Package, checked: Mapping[str, Checked]) -> Iterable[Issue]:
        """Check what tables say together, and how their files are written."""
        return _declared().check_together(package, checked) if _any_ruled(package) else ()

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
        from ampere_data.tabular.nearness import offer, printed_value

        if detail == "enum" and (near := printed_value(text, field, _printed(table, field))):
            return offer(near)
        offered = suggestions.suggest(field, text)
        if not offered and detail == "date":
            offered = suggestions.suggest_date(text)
        elif not offered and code == "type-error" and detail in ("number", "integer"):
            offered = suggestions.suggest_number(text)
        return offered

    def vet(self, issue: Issue, table: Table | None) -> Issue:
        """Say what a spreadsheet left in a cell, what `fix` mends, and how what nobody writes by hand is made."""
        if issue.hint == "declare-delimiter" and table and files.is_canonical(table):
            return issue._replace(hint="delimiter")
        if issue.hint == "save-as-utf-8" and table and files.is_canonical(table):
            return issue._replace(hint="save-as-utf-8-and-fix")
        if issue.code in _OF_VALUES and (issue.value or "").strip().upper() in _ERRORS:
            return issue._replace(hint="spreadsheet-error")
        if issue.code == "constraint-error" and not issue.hint and (issue.table, issue.field) in _REGISTERED:
            return issue._replace(hint="add-source")
        return issue

    def refuses(self, issue: Issue, text: str, checked: Mapping[str, Checked]) -> bool:
        """Tell whether the metric of a row allows no such number in the cell that a finding is about."""
        one = checked.get(issue.table)
        if one is None or not is_ruled(one.table.schema):
            return False
        from ampere_data.curation import quantities

        return quantities.refuses(issue, text, checked)


def _any_ruled(package: Package) -> bool:
    return any(is_ruled(table.schema) for table in package.tables.values())


def _declared() -> Any:
    """Load what the properties ask for."""
    from ampere_data.curation import declared

    return declared


def _printed(table: Table, field: Field) -> Mapping[str, Sequence[str]]:
    """Give the words that print each value of a field, in a table whose schema speaks of proofs."""
    if not is_ruled(table.schema):
        return {}
    from ampere_data.curation.evidence.lexicon import section

    return section(table.name, field.name)
