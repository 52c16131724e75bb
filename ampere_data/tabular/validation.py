"""Everything that is checked, in order, gathered into one report.

A package goes through its layers: descriptor, structure, schema with keys, the rules that its schemas declare, and the
proofs where it carries any.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ampere_data.curation.properties import check_leads, check_properties, declares_more
from ampere_data.tabular import package as packages
from ampere_data.tabular.causes import CAUSES, STANDARD, Consequence, without_consequences
from ampere_data.tabular.cells import STUMBLES
from ampere_data.tabular.descriptors import check_descriptor, check_schema
from ampere_data.tabular.formats import CSV, format_of, is_csv
from ampere_data.tabular.judging import Checked, check_digest, judge
from ampere_data.tabular.keys import Reference, declared_references
from ampere_data.tabular.linking import known_to
from ampere_data.tabular.lone import package_around, package_around_frame
from ampere_data.tabular.package import DESCRIPTOR, Package, PackageError, Table
from ampere_data.tabular.reading import Rows
from ampere_data.tabular.registers import Register
from ampere_data.tabular.report import Issue, Report
from ampere_data.tabular.storage import open_stored, open_text, stored_size

# What only some validations need (screening, framing, rules, provenance) is imported where it is used.
if TYPE_CHECKING:
    from ampere_data.tabular.screening import Source

EVIDENCE = "evidence"
UNCHECKED = "foreign_keys_unchecked"

# Up to this many bytes, some thousand rows, a table is checked before the libraries for large ones would be loaded.
SMALL = 1024 * 1024
# Once they are loaded, only this much is checked faster without them.
TINY = 64 * 1024

# Called with the name of the table at work and the share of all work that is done, from 0 to 1.
Progress = Callable[[str, float], None]


@dataclass(slots=True)
class _Run:
    """One validation under way."""

    package: Package
    path: str
    only: str = ""
    frame: Any = None
    issues: list[Issue] = field(default_factory=list)
    checked: dict[str, Checked] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    registers: dict[tuple[str, str], Register] = field(default_factory=dict)
    small: int = field(default_factory=lambda: SMALL)
    counts: dict[str, int] = field(default_factory=lambda: {"tables": 0, "rows": 0, "cells": 0})

    causes: Sequence[Consequence] = STANDARD
    ruled: bool | None = None

    def has_rules(self) -> bool:
        """Tell whether any schema declares a rule of the house, looking only once."""
        if self.ruled is None:
            self.ruled = _has_rules(self.package)
        return self.ruled

    def refuse(self, error: PackageError) -> None:
        self.issues.append(_refusal(error, self.path))


def validate(  # noqa: PLR0913 - each says another thing about what is to be checked
    target: object = None,
    *,
    schema: str | Path | Mapping[str, Any] | None = None,
    table: str | None = None,
    documents: str | Path | None = None,
    require_documents: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Check a data package, the file of one table or a frame, and report everything that is wrong.

    Args:
        target: Nothing for the shipped package; the path of a descriptor, of a folder that holds `datapackage.json`,
            or of a file that is one table (CSV, JSON, JSON Lines, xlsx, Parquet); or a frame: pandas, or anything with
            the Arrow C stream interface.
        schema: The Table Schema of such a file or a frame, as a path or as a mapping. A JSON file without `schema` or
            `table` is taken for a descriptor.
        table: The table of the shipped package whose schema such a file or a frame follows. Without `schema` and
            `table`, a CSV file called like one of the tables, or with exactly its header, is checked as that table.
        documents: The folder with the texts that proofs are read again in.
        require_documents: Whether a proof that cannot be read again is an issue.
        progress: Called with the name of the table at work and the share of the work that is done.

    Returns:
        A report of all findings, and counts of the tables, rows and cells looked at.

    Raises:
        MissingExtra: The libraries of the extra `validate` are not installed.
        UnknownName: `table` is not one of the shipped tables.
        TypeError: `target` is nothing that can be checked.

    Example:
        >>> validate().valid
        True
    """
    try:
        run = _start(target, schema, table)
    except PackageError as error:
        return Report.collect([_refusal(error, "")], {"tables": 0, "rows": 0, "cells": 0})
    try:
        _look_ahead(run)
        _check_tables(run, _check_descriptor(run), progress or _silent)
    finally:
        for source in run.sources.values():
            source.close()
    _check_references(run)
    if run.has_rules():
        _check_rules(run)
    if EVIDENCE in run.checked and run.only in ("", EVIDENCE):
        _check_proofs(run, Path(documents) if documents is not None else None, require=require_documents)
    found = (issue for issue in _settled(run) if not run.only or issue.table == run.only)
    if _in_parts(run.package):
        from ampere_data.tabular.parts import settled

        report = settled(run.package, found, run.counts)
    else:
        report = Report.collect(found, run.counts)
    return replace(report, unread=_unread(run))


def _start(target: object, schema: str | Path | Mapping[str, Any] | None, table: str | None) -> _Run:
    """Find the package to be checked, or put one around what is to be checked."""
    if target is None and schema is None and table is None:
        return _Run(packages.shipped(), DESCRIPTOR)
    if isinstance(target, str | os.PathLike):
        path = Path(target)
        if path.is_dir():
            path /= DESCRIPTOR
        if path.name == DESCRIPTOR or (path.suffix.lower() == ".json" and schema is None and table is None):
            refused: list[PackageError] = []
            run = _Run(_open_package(path, refused), path.name)
            run.issues = [_refusal(error, path.name) for error in refused]
            return run
        package, name = package_around(path, schema, table)
        return _Run(package, path.name, only=name)
    from ampere_data.tabular.frames import is_frame

    if is_frame(target):
        package, name = package_around_frame(schema, table)
        return _Run(package, "", only=name, frame=target)
    msg = f"{type(target).__name__} is neither a path nor a frame"
    raise TypeError(msg)


def _open_package(path: Path, refused: list[PackageError]) -> Package:
    package = packages.open_package(path.parent, path.name, refused=refused)
    if not _in_parts(package):
        return package
    from ampere_data.tabular.parts import joined

    return joined(package)


def _in_parts(package: Package) -> bool:
    """Tell whether any table lies in several files."""
    return any(table.parts for table in package.tables.values())


def _refusal(error: PackageError, path: str) -> Issue:
    return Issue(error.code, table=error.table, path=error.path or path, params={"note": error.note})


def _silent(name: str, share: float) -> None:
    """Tell nobody."""


def _check_descriptor(run: _Run) -> set[str]:
    """Check the descriptor; return the tables that cannot be read by it."""
    if run.only:
        table = run.package.tables[run.only]
        if not table.schema:
            return set()
        issues = check_schema(table)
        run.issues += [*issues, *check_properties(table, table.path)]
        return {issue.table for issue in issues}
    issues, unusable = check_descriptor(run.package, run.path)
    refused = {issue.table for issue in run.issues if issue.table}
    issues += [issue for table in run.package.tables.values() for issue in check_properties(table, run.path)]
    issues += check_leads(run.package, run.path)
    run.issues += [issue for issue in issues if issue.table not in refused]
    return unusable


def _look_ahead(run: _Run) -> None:
    """Open the largest table, so that its first blocks are parsed while the libraries that judge them are loaded."""
    tables = [table for table in run.package.tables.values() if table.tabular and table.file and is_csv(table)]
    largest = max(tables, key=stored_size, default=None)
    if largest is None or run.frame is not None or stored_size(largest) <= SMALL or run.has_rules():
        return
    try:
        source = _open_large(largest, SMALL)
    except STUMBLES:  # said when it is the table's turn, or of its schema
        return
    if source:
        run.small = min(TINY, SMALL)
        run.sources[largest.name] = source
        if source.ahead:
            source.ahead.begin()


def _open_large(table: Table, small: int) -> Source | None:
    """Open a table's file if it is larger than `small`.

    Raises:
        PackageError: The file or its dialect cannot be used.
        UnicodeError: The file is not in its encoding.
    """
    stream = open_text(table)
    try:
        head = stream.read(small + 1)
        if len(head) > small:
            from ampere_data.tabular.screening import Source

            return Source(table, head, stream)
    except STUMBLES:
        stream.close()
        raise
    stream.close()
    return None


@dataclass(slots=True)
class _Share:
    """How much of all the work is done, by the size of the files."""

    progress: Progress
    whole: int
    done: int = 0
    table: str = ""
    size: int = 0
    part: int = 0

    def begin(self, table: Table) -> None:
        """Begin with a table."""
        self.done += self.size
        self.table, self.size, self.part = table.name, stored_size(table), 0
        self.tell(0)

    def tell(self, size: int) -> None:
        """Tell that more bytes of the table were checked; those of a compressed file are more than its size."""
        self.part = min(self.part + size, self.size)
        self.progress(self.table, (self.done + self.part) / self.whole)


def _check_tables(run: _Run, unusable: set[str], progress: Progress) -> None:
    tables = [table for name, table in run.package.tables.items() if name not in unusable]
    share = _Share(progress, sum(map(stored_size, tables)) or 1)
    pointing: dict[str, list[Table]] = {}
    for table in tables:
        for name in {reference.table for reference in declared_references(table)}:
            pointing.setdefault(name, []).append(table)
    for table in tables:
        share.begin(table)
        try:
            _check_table(run, table, pointing.get(table.name, []), share.tell)
        except PackageError as error:
            run.refuse(error)
    progress("", 1.0)


def _check_table(run: _Run, table: Table, tables: list[Table], tell: Callable[[int], None]) -> None:
    if not table.tabular:
        if table.file is not None or "data" not in table.descriptor:
            open_stored(table).close()
            run.issues += check_digest(table)
        return
    if run.frame is not None and table.name == run.only:
        from ampere_data.tabular.frames import check_frame

        checked = check_frame(table, run.frame, tables)
    elif table.file is None and "data" in table.descriptor:
        from ampere_data.tabular.inline import check_data

        checked = check_data(table, tables, keep=run.has_rules())
    elif (form := format_of(table)) in CSV:
        checked = _judge_or_screen(run, table, tables, tell)
    else:
        from ampere_data.tabular.values import check_values

        checked = check_values(table, form, tables, keep=run.has_rules())
    run.issues += checked.issues
    run.checked[table.name] = checked
    if run.only in ("", table.name):
        run.counts["tables"] += checked.keys is not None
        run.counts["rows"] += checked.rows
        run.counts["cells"] += checked.cells


def _judge_or_screen(run: _Run, table: Table, tables: list[Table], tell: Callable[[int], None]) -> Checked:
    """Check a table cell by cell if it is small, or if there are rules of the house, which look at whole rows."""
    if run.has_rules():
        return judge(table, tables)
    try:
        opened = run.sources.get(table.name) or _open_large(table, run.small)
    except UnicodeError:
        from ampere_data.tabular.screening import undecodable

        return Checked([*check_digest(table), *undecodable(table)])
    if opened is None:
        return judge(table, tables)
    from ampere_data.tabular.screening import screen

    run.sources[table.name] = opened  # closed whatever happens
    digest = list(check_digest(table))
    checked = screen(run.sources.pop(table.name), tables, tell)
    checked.issues = digest + checked.issues
    return checked


def _has_rules(package: Package) -> bool:
    """Tell whether any schema of a package declares a rule of the house."""
    if not any(declares_more(table) for table in package.tables.values()):
        return False
    from ampere_data.curation import rules

    declared = {
        name for table in package.tables.values() for one in table.fields for name, value in one.items() if value
    }
    declared_by_schemas = {name for table in package.tables.values() for name, value in table.schema.items() if value}
    return bool(rules.FIELD_RULES.keys() & declared or rules.TABLE_RULES.keys() & declared_by_schemas)


def _check_references(run: _Run) -> None:
    for name, checked in run.checked.items():
        for reference in declared_references(run.package.tables[name]):
            target = run.checked.get(reference.table)
            if reference.table not in run.package.tables:
                # a file on its own has nowhere to look, and of a table that was refused enough was said
                if not run.only and reference.table not in _described(run.package):
                    run.issues.append(_unknown_target(run, name, reference))
                if name == run.only:
                    run.counts[UNCHECKED] = run.counts.get(UNCHECKED, 0) + 1
                continue
            if target and not target.lost.isdisjoint(reference.targets):
                continue
            if checked.keys and checked.keys.has(reference.fields) and target and target.keys:
                known = known_to(run.package.tables[name], reference, run.package.tables[reference.table], target.keys)
                if known is not None:
                    register = Register(known, reference.targets[0], target.texts)
                    run.registers[name, ", ".join(reference.fields)] = register
                    run.issues += checked.keys.dangling(reference, known, register.advise)


def _described(package: Package) -> set[str]:
    """Collect the names of all resources, of those too that cannot be used."""
    resources = package.descriptor.get("resources")
    named = resources if isinstance(resources, list) else []
    return {str(one.get("name")) for one in named if isinstance(one, dict)}


def _unknown_target(run: _Run, name: str, reference: Reference) -> Issue:
    params = {"reference": reference.table, "known": ", ".join(run.package.tables)}
    field = ", ".join(reference.fields)
    return Issue("resource-error", table=name, path=run.path, field=field, detail="reference", params=params)


def _check_rules(run: _Run) -> None:
    """Apply what the schemas declare beyond the standard, where the header lets the columns be told apart."""
    from ampere_data.curation import canonical, rules

    run.issues += rules.check(run.package, _readable(run), frozenset(_broken(run)))
    for name, checked in run.checked.items():
        if checked.raw is not None:
            run.issues += canonical.check_file(run.package.tables[name], checked.raw)
    run.causes = CAUSES


def _check_proofs(run: _Run, documents: Path | None, *, require: bool) -> None:
    """Check the proofs that a package carries."""
    from ampere_data.curation.evidence import provenance

    broken = _broken(run)
    if run.checked[EVIDENCE].lost.isdisjoint(run.package.tables[EVIDENCE].primary_key):
        broken.discard(EVIDENCE)  # which cells have a proof can still be told
    whole = {name: rows for name, rows in _readable(run).items() if name not in broken}
    issues, counts = provenance.check(run.package, whole, documents, require_documents=require)
    run.issues += issues
    run.causes = CAUSES
    run.counts |= counts


def _readable(run: _Run) -> dict[str, Rows]:
    kept = {name: checked.read for name, checked in run.checked.items()}
    return {name: rows for name, rows in kept.items() if rows is not None and rows.header.right}


def _unread(run: _Run) -> tuple[str, ...]:
    """Name the tables of which no cell could be checked: their finding says why."""
    known = run.package.tables
    wanted = [run.only] if run.only else [name for name, table in known.items() if table.tabular]
    unread = [name for name in wanted if name not in run.checked or run.checked[name].keys is None]
    refused = dict.fromkeys(issue.table for issue in run.issues if issue.table and issue.table not in known)
    return (*unread, *([] if run.only else refused))


def _settled(run: _Run) -> Iterator[Issue]:
    """Give the findings without what only follows from others, and the hints that hold."""
    issues = without_consequences(run.issues, run.causes)
    if not issues:
        return iter(())
    from ampere_data.tabular.hints import Hints

    return Hints(run.package.tables, run.registers, partial(_refuses, run)).vetted(issues)


def _refuses(run: _Run, issue: Issue, text: str) -> bool:
    """Tell whether the category of a row allows no such number in the cell that a finding is about."""
    from ampere_data.curation import measures as limits

    rows = run.checked[issue.table].read if run.has_rules() and issue.table in run.checked else None
    return rows is not None and limits.refuses(rows, issue.line, issue.field, text, _readable(run))


def _broken(run: _Run) -> set[str]:
    """Name the tables of which a quote has swallowed cells: nothing is to be looked up in them."""
    return {name for name, checked in run.checked.items() if checked.lost}
