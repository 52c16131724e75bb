"""Everything that is checked, in order, gathered into one report: descriptor, structure, cells, keys, given rules."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from ampere_data.tabular import package as packages
from ampere_data.tabular.blocks import Source
from ampere_data.tabular.causes import STANDARD, without_consequences
from ampere_data.tabular.cells import readers
from ampere_data.tabular.check import check_table, tables_pointing_at
from ampere_data.tabular.checked import Checked
from ampere_data.tabular.descriptors import PROFILE, check_descriptor, check_schema, passed_by
from ampere_data.tabular.digests import check_digest
from ampere_data.tabular.errors import PackageError
from ampere_data.tabular.extras import MissingExtra
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.nearness import KnownIds
from ampere_data.tabular.package import DESCRIPTOR, Package, Table
from ampere_data.tabular.progress import Progress, Share
from ampere_data.tabular.references import known_to
from ampere_data.tabular.report import Report
from ampere_data.tabular.rules import NO_RULES, Rules
from ampere_data.tabular.schema import ForeignKey
from ampere_data.tabular.standalone import Said, package_around, package_around_frame
from ampere_data.tabular.storage import open_stored, other_members, stored_size
from ampere_data.words.reasons import Reason

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

STREAM = "-"  # how findings call it
UNCHECKED = "foreign_keys_unchecked"

_NOBODY = Package({}, Path(), {})
_UNSAID = Said()


def validate(
    target: object,
    *,
    said: Said = _UNSAID,
    rules: Rules = NO_RULES,
    models: Package = _NOBODY,
    progress: Progress | None = None,
) -> Report:
    """Check a data package, the file of one table or a frame, and report everything that is wrong.

    Args:
        target: A package; the path of a descriptor, of a folder that holds `datapackage.json`, of a zip that does, or
            of a file that is one table (CSV, JSON, JSON Lines, xlsx, Parquet); a stream of the bytes of a CSV file; or
            a frame: pandas, or anything with the Arrow C stream interface.
        said: What is said of such a file, stream or frame. A JSON file of which nothing is said is a descriptor.
        rules: What is checked beyond the standard.
        models: The package whose tables a file may follow: one that is named, or whose own file it is.
        progress: Called with the name of the table at work and the share of the work that is done.

    Returns:
        A report of all findings, and counts of the tables, rows and cells looked at.

    Raises:
        MissingExtra: The libraries of the extra `validate` are not installed.
        UnknownName: `table` is none of the models.
        TypeError: `target` is nothing that can be checked.
    """
    with _on_disk(target) as held:
        try:
            run = _start(target, held, said, models)
        except PackageError as error:
            return Report.collect([_refusal(error, "")], {"tables": 0, "rows": 0, "cells": 0})
        run.rules = rules
        run.check_tables(run.check_descriptor(), progress)
        return run.report()


@dataclass(slots=True)
class Validation:
    """One validation under way.

    Attributes:
        package: The package.
        path: The file that findings about the descriptor name.
        rules: What is checked beyond the standard.
        only: The table that stands alone, empty where a whole package is checked.
        frame: What holds its rows, where that is no file.
        issues: What was found so far.
        checked: What came of each table.
        known_ids: For a table and its fields that point somewhere, the ids that they may hold.
        counts: What was looked at.
        extension: The extension of the standard that the package declares and is held to.
    """

    package: Package
    path: str
    rules: Rules = NO_RULES
    only: str = ""
    frame: Any = None
    issues: list[Issue] = field(default_factory=list)
    checked: dict[str, Checked] = field(default_factory=dict)
    known_ids: dict[tuple[str, str], KnownIds] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: {"tables": 0, "rows": 0, "cells": 0})
    extension: str = ""

    def check_descriptor(self) -> frozenset[str]:
        """Check the descriptor; return the tables that cannot be read by it."""
        if self.only:
            table = self.package.tables[self.only]
            alone = self.package._replace(tables={self.only: table})
            issues = check_schema(table) if table.schema.descriptor else []
            self.issues += [*issues, *self.rules.check_schemas(alone, table.path)]
            return frozenset(issue.table for issue in issues)
        package, self.extension = self.package, self.rules.extension(self.package.descriptor)
        if self.extension:  # which holds what the standard does
            package = package._replace(descriptor={**package.descriptor, "$schema": PROFILE})
        issues, unusable = check_descriptor(package, self.path)
        self.counts |= passed_by(package)
        refused = {issue.table for issue in self.issues if issue.table}
        issues += self.rules.check_schemas(self.package, self.path)
        self.issues += [issue for issue in issues if issue.table not in refused]
        return frozenset(unusable)

    def check_tables(self, unusable: frozenset[str] = frozenset(), progress: Progress | None = None) -> None:
        """Check all tables but those that cannot be read."""
        tables = [table for name, table in self.package.tables.items() if name not in unusable]
        share = Share(progress, sum(map(stored_size, tables)) or 1)
        pointing = tables_pointing_at(self.package, unusable)
        for table in sorted(tables, key=stored_size, reverse=True):  # what the largest needs serves the others
            share.begin(table)
            try:
                self.check_table(table, pointing.get(table.name, []), share.tell)
            except PackageError as error:
                self.issues.append(_refusal(error, self.path))
            except MemoryError:
                self.issues.append(Issue("source-error", table.name, table.path, params={"note": Reason("no-memory")}))
        if progress:
            progress("", 1.0)

    def check_table(
        self,
        table: Table,
        others: Sequence[Table],
        tell: Callable[[int], None] = lambda _: None,
        source: Source | None = None,
    ) -> None:
        """Check one table, in its file or as it is given.

        Raises:
            PackageError: Its file or its dialect cannot be used.
        """
        if not table.tabular:
            if table.file is not None or "data" not in table.descriptor:
                open_stored(table).close()
                self.issues += check_digest(table)
            return
        if self.frame is not None and table.name == self.only:
            from ampere_data.tabular.frames import open_frame

            source = open_frame(table, self.frame)
        try:
            wanted = self.rules.keeps(self.package, table)
            checked = check_table(table, others, self.rules, wanted, source=source, tell=tell)
        except MissingExtra as error:
            if table.file is None or error.extra == "validate":
                raise
            note = Reason("missing-extra", library=error.library, extra=error.extra)
            self.issues += check_digest(table)
            self.issues.append(Issue("format-error", table.name, table.path, detail="extra", params={"note": note}))
            return
        self.issues += checked.issues
        self.checked[table.name] = checked
        if source is None and (beside := other_members(table)):
            self.counts["members_unchecked"] = self.counts.get("members_unchecked", 0) + beside
        if self.only in ("", table.name):
            self.counts["tables"] += checked.keys is not None
            self.counts["rows"] += checked.rows
            self.counts["cells"] += checked.cells

    def report(self) -> Report:
        """Check what tables say of each other, and report all that was found."""
        self._check_references()
        self.issues += self.rules.finish(self.package, self.checked, self.counts, self.only)
        found = (issue for issue in self._settled() if not self.only or issue.table == self.only)
        report = _in_order(self.package, Report.collect(found, self.counts, self.rules.last))
        read = [name for name, one in self.checked.items() if one.keys is not None and self.only in ("", name)]
        empty = tuple(name for name in self.package.tables if name in read and not self.checked[name].rows)
        return replace(report, unread=self._unread(), empty=empty, extension=self.extension)

    def _check_references(self) -> None:
        for name, checked in self.checked.items():
            for reference in checked.table.schema.foreign_keys:
                target = self.checked.get(reference.table)
                if reference.table not in self.package.tables:
                    # a file on its own has nowhere to look, and of a table that was refused enough was said
                    if not self.only and reference.table not in self.package.described:
                        params = {"reference": reference.table, "known": ", ".join(self.package.tables)}
                        at: dict[str, Any] = {"path": self.path, "field": ", ".join(reference.fields)}
                        self.issues.append(Issue("resource-error", name, detail="reference", params=params, **at))
                    if name == self.only:
                        self.counts[UNCHECKED] = self.counts.get(UNCHECKED, 0) + 1
                elif target and target.whole and target.keys and checked.keys and checked.keys.has(reference.fields):
                    self._look_up(checked, reference, target)

    def _look_up(self, checked: Checked, reference: ForeignKey, target: Checked) -> None:
        read = readers(checked.table)[0] if not target.table.schema.declared else {}
        assert target.keys is not None  # noqa: S101 - asked before the call
        known = known_to(checked.table, reference, target.keys, lambda name, text: read[name].judge(text).value)
        if known is None or checked.keys is None:
            return
        ids = KnownIds(known, reference.targets[0], target.texts)
        self.known_ids[checked.table.name, ", ".join(reference.fields)] = ids
        self.issues += checked.keys.dangling(reference, known, ids.advise)

    def _settled(self) -> Iterator[Issue]:
        """Give the findings without what only follows from others, and the hints that hold."""
        issues = without_consequences(self.issues, (*self.rules.causes(self.package), *STANDARD))
        if not issues:
            return iter(())
        from ampere_data.tabular.hints import Hints

        return Hints(self.package.tables, self.known_ids, self.rules, self.checked).vetted(issues)

    def _unread(self) -> tuple[str, ...]:
        """Name the tables of which no cell could be checked: their finding says why."""
        known = self.package.tables
        wanted = [self.only] if self.only else [name for name, table in known.items() if table.tabular]
        unread = [name for name in wanted if name not in self.checked or self.checked[name].keys is None]
        refused = dict.fromkeys(issue.table for issue in self.issues if issue.table and issue.table not in known)
        return (*unread, *([] if self.only else refused))


@contextmanager
def _on_disk(target: object) -> Iterator[Path | None]:
    """Write what a stream holds to a file, for as long as it is checked; None for what is no stream."""
    if not callable(getattr(target, "read", None)):  # a frame may have a column of that name
        yield None
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        with (file := Path(folder, "stdin.csv")).open("wb") as stream:
            shutil.copyfileobj(cast("IO[bytes]", target), stream)
        yield file


def _start(target: object, held: Path | None, said: Said, models: Package) -> Validation:
    """Find the package to be checked, or put one around what is to be checked."""
    if isinstance(target, Package):
        return Validation(target, DESCRIPTOR)
    if held is not None:
        package, name = package_around(held, said, models, shown=STREAM)
        return Validation(package, STREAM, only=name)
    if isinstance(target, str | os.PathLike):
        path = Path(target)
        if path.is_dir():
            path /= DESCRIPTOR
        elif said == _UNSAID and (inside := packages.folder_in(path)):
            return _open(inside, DESCRIPTOR)
        if path.suffix.lower() in (".yaml", ".yml"):
            raise PackageError("package-error", Reason("descriptor-yaml"), path=path.name)
        if path.name == DESCRIPTOR or (path.suffix.lower() == ".json" and said == _UNSAID):
            return _open(path.parent, path.name)
        package, name = package_around(path, said, models)
        return Validation(package, path.name, only=name)
    from ampere_data.tabular.frames import is_frame

    if is_frame(target):
        package, name = package_around_frame(said, models)
        return Validation(package, "", only=name, frame=target)
    msg = f"{type(target).__name__} is neither a path nor a frame"
    raise TypeError(msg)


def _open(folder: Traversable, name: str) -> Validation:
    """Open a package, and report the tables that cannot be used."""
    refused: list[PackageError] = []
    run = Validation(packages.open_package(folder, name, refused=refused), name)
    run.issues = [_refusal(error, name) for error in refused]
    return run


def _refusal(error: PackageError, path: str) -> Issue:
    return Issue(error.code, table=error.table, path=error.path or path, params={"note": error.note})


def _in_order(package: Package, report: Report) -> Report:
    """Put the findings of a table that lies in several files in the order of these."""
    ranks = {name: {path: at for at, (path, _) in enumerate(table.parts)} for name, table in package.tables.items()}
    if not any(ranks.values()):
        return report
    tables = {issue.table: at for at, issue in enumerate(reversed(report.issues))}
    issues: Iterable[Issue] = sorted(
        report.issues, key=lambda one: (-tables[one.table], ranks.get(one.table, {}).get(one.path, 0))
    )
    return replace(report, issues=tuple(issues))
