"""Mend what can be mended mechanically: the form of files and cells, their order, and what follows from other cells.

Nothing is touched that could be meant in two ways, and no cell is lost: a file that cannot be read for sure is left
alone, and what is written is read again before it takes the place of the old file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ampere_data.curation import canonical, mistyped, numerals, spelling
from ampere_data.curation import edtf as dates
from ampere_data.curation.editing.drafts import Change, Draft, Unmendable, holds, read_draft
from ampere_data.curation.evidence.computed import CODES, cell_of, known_days
from ampere_data.curation.evidence.proofs import SOURCES, is_computed
from ampere_data.curation.scope import Field, hint, mapping
from ampere_data.tabular.package import DESCRIPTOR, Package, PackageError, Table, open_package, shipped
from ampere_data.tabular.report import Issue
from ampere_data.tabular.writing import write_together
from ampere_data.words.reasons import Reason

# The words of a hint that are forms of the cell.
_OFFERED = ("mended", "day_first", "month_first")


@dataclass(frozen=True, slots=True)
class Fixes:
    """What `fix` mended, or would mend.

    Attributes:
        changes: Every change, by table, line and field.
        files: The files that were written, or would be, as the descriptor names them.
        left: What was left alone, and why.
    """

    changes: tuple[Change, ...]
    files: tuple[str, ...]
    left: tuple[Issue, ...]


def fix(path: str | Path | None = None, *, check: bool = False) -> Fixes:
    """Mend the canonical tables of a package, or one CSV file of ours.

    Args:
        path: A folder that holds `datapackage.json`, a descriptor, or a CSV file. A file that lies in its package is
            mended with the help of the other tables. Nothing stands for the package that this module lies in.
        check: Write nothing; tell what would be done.

    Returns:
        The changes, the files, and what was left alone.

    Raises:
        PackageError: The package cannot be read, or is an installed one.
    """
    refused: list[PackageError] = []
    package, names = _aim(path, refused)
    drafts, left = _read(package)
    for draft in drafts.values():
        _mend_cells(draft)
        _compute_bounds(draft)
    _follow_proofs(package, drafts)
    done = [draft for name, draft in drafts.items() if name in names and _finish(draft)]
    if not check:
        files = {draft.table.file: draft.text for draft in done}
        write_together({file.resolve(): text.encode() for file, text in files.items() if isinstance(file, Path)})
    changes = sorted(
        (change for draft in done for change in draft.changes),
        key=lambda change: (change.table, change.line or 0, change.field),
    )
    left += [issue for name, draft in drafts.items() if name in names for issue in draft.left]
    told = [issue for issue in dict.fromkeys(left) if issue.table in names]
    told += [Issue(error.code, error.table, error.path, params={"note": error.note}) for error in refused]
    return Fixes(tuple(changes), tuple(draft.table.path for draft in done), tuple(sorted(told)))


def _aim(path: str | Path | None, refused: list[PackageError]) -> tuple[Package, set[str]]:
    """Find the package, and the names of its tables that are to be mended; gather what cannot be used of it."""
    if path is None:
        package = shipped()
        if not isinstance(package.folder, Path) or package.folder == Path(__file__).parents[2]:
            raise PackageError("package-error", Reason("installed-name"), path=DESCRIPTOR)
        return package, set(package.tables)
    path = Path(path)
    if path.is_dir() or path.suffix.lower() == ".json":
        folder, name = (path, DESCRIPTOR) if path.is_dir() else (path.parent, path.name)
        package = open_package(folder, name, refused=refused)
        return package, set(package.tables)
    if not path.is_file():
        raise PackageError("scheme-error", Reason("file-missing"), path=str(path))
    for folder in (path.absolute().parent, path.absolute().parent.parent):
        if (folder / DESCRIPTOR).is_file():
            package = open_package(folder, refused=[])
            for table in package.tables.values():
                if isinstance(table.file, Path) and table.file.exists() and table.file.samefile(path):
                    return package, {table.name}
    return _alone(path)


def _alone(path: Path) -> tuple[Package, set[str]]:
    """Put a package around a file that is called like one of our tables, or begins with its name."""
    tables = shipped().tables
    name = next((name for name in tables if path.name.split(".", 1)[0] == name), None)
    if name is None:
        known = ", ".join(f"{table}.csv" for table in tables)
        raise PackageError("package-error", Reason("called-like-none", known=known), path=str(path))
    table = Table(name, str(path), tables[name].schema, {"name": name, "path": str(path)}, path)
    return Package({}, path.parent, {name: table}), {name}


def _read(package: Package) -> tuple[dict[str, Draft], list[Issue]]:
    """Read the canonical tables of a package; the others, and those that cannot be read for sure, are left alone."""
    drafts: dict[str, Draft] = {}
    left: list[Issue] = []
    for name, table in package.tables.items():
        if table.file is None:
            continue
        if not canonical.is_canonical(table) or table.dialect.get("delimiter", ",") != ",":
            left.append(Issue("not-mended", name, table.path, detail="house"))
            continue
        if table.parts:
            left.append(Issue("not-mended", name, table.path, detail="parts"))
            continue
        names = [field.get("name") if isinstance(field, dict) else None for field in table.fields]
        usable = all(isinstance(one, str) for one in names) and len({*names}) == len(names) > 0
        if not usable or not set(table.primary_key) <= {*names}:
            left.append(Issue("not-mended", name, table.path, detail="schema"))
            continue
        try:
            drafts[name] = read_draft(table)
        except Unmendable as error:
            left.append(error.issue)
    return drafts, left


def _mend_cells(draft: Draft) -> None:
    """Spell every cell as its field wants it; numbers come last, for their unit tells how to read them."""
    fields = sorted(draft.table.fields, key=lambda field: field.get("type") in canonical.NUMERIC)
    computed = [name for field in fields for name in mapping(field.get("edtf")).values()]
    computed += [field["name"] for field in fields if is_computed(field)]
    for field in fields:
        texts = draft.column(field["name"])
        if canonical.is_verbatim(draft.table, draft.table.model.by_name[field["name"]]):
            continue
        numeric = field.get("type") in canonical.NUMERIC
        decimals = numeric and numerals.shows_decimals(texts)
        shares = canonical.unit_is_share(draft.rows(), field["name"]) if numeric else [False] * len(texts)
        for index, text in enumerate(texts):
            mended = spelling.respell(field, text, share=shares[index], decimals=decimals)
            if mended != text:
                draft.put(index, field["name"], mended, _why(field, text, mended))
            elif _is_unclear(field, text) and field["name"] not in computed:
                draft.left.append(draft.rows().issue(index, "not-mended", field["name"], **_unclear(field, text)))
    _keep_keys(draft)
    for index in reversed(range(len(draft.records))):
        if not any(draft.records[index]):  # nothing was in it but what cannot be seen
            draft.note(draft.lines[index], "", "", "blank-row")
            del draft.records[index], draft.lines[index]


def _keep_keys(draft: Draft) -> None:
    """Take back what was mended in a key where two rows would have the same key for it."""
    keys = set(draft.table.primary_key)
    mended = {(change.line, change.field): change for change in draft.changes if change.field in keys}
    for _ in range(len(mended) + 1):
        seen: dict[tuple[str, ...], int] = {}
        twice = set()
        for index, record in enumerate(draft.records):
            key = tuple(record[draft.labels.index(name)] for name in draft.table.primary_key)
            twice |= {index, seen[key]} if key in seen else set()
            seen[key] = index
        back = [
            (draft.lines[index], name, index)
            for index in twice
            for name in keys
            if (draft.lines[index], name) in mended
        ]
        if not back:
            return
        for line, name, index in back:
            change = mended.pop((line, name))
            draft.changes.remove(change)
            draft.records[index][draft.labels.index(name)] = change.before
            draft.left.append(draft.rows().issue(index, "not-mended", name, detail="collision"))


def _compute_bounds(draft: Draft) -> None:
    """Set the plain dates that follow from a date in EDTF; an empty or unreadable date tells nothing."""
    for field in draft.table.fields:
        ends = mapping(field.get("edtf"))
        for index, text in enumerate(draft.column(field["name"])) if ends else ():
            try:
                bounds = dict(zip(("earliest", "latest"), dates.bounds(text), strict=True))
            except dates.EdtfError:
                continue
            for end, day in bounds.items():
                if ends.get(end) in draft.labels:
                    draft.put(index, ends[end], day.isoformat() if day else "", "edtf-bounds")


def _follow_proofs(package: Package, drafts: Mapping[str, Draft]) -> None:
    """Set the cells that follow from the sources of proofs; a record without a proof keeps what it has."""
    evidence, sources = drafts.get("evidence"), drafts.get("sources")
    if not evidence or not sources or "evidence" not in package.tables:
        return
    known = set(sources.column("source_id")) if "source_id" in sources.labels else set()
    days = known_days(sources.rows())
    certain = {source: day for source, day in days.items() if day is not None}
    columns = [evidence.column(name) for name in ("table", "record_id", "source_id")]
    proven: dict[tuple[str, str], set[str]] = {}
    for table, record, source in zip(*columns, strict=True):
        proven.setdefault((table, record), set()).add(source)
    for name, draft in drafts.items():
        if len(draft.table.primary_key) != 1:
            continue
        for field in filter(is_computed, draft.table.fields):
            settled = known if field["computed"] == SOURCES else known & certain.keys()
            for index, record in enumerate(draft.column(draft.table.primary_key[0])):
                ids = proven.get((name, record))
                if ids and ids <= settled:
                    draft.put(index, field["name"], cell_of(field, ids, certain), CODES[field["computed"]])


def _finish(draft: Draft) -> bool:
    """Sort the rows and look the result over; tell whether there is anything to write."""
    _sort(draft)
    draft.left += list(_remaining(draft))
    text = draft.text
    if text.encode("utf-8") == draft.raw:
        return False
    if not holds(draft, text):
        draft.left.append(Issue("not-mended", draft.table.name, draft.table.path, detail="unreadable"))
        return False
    if not draft.changes:
        draft.note(None, "", "", "canonical-quote")
    return True


def _sort(draft: Draft) -> None:
    """Sort the rows by primary key; those with the same key keep their order."""
    keys = canonical.sort_keys(draft.rows())
    kept = set(canonical.in_order(keys))
    order = sorted(range(len(keys)), key=keys.__getitem__)
    before, records = draft.lines, draft.records
    draft.records = [records[index] for index in order]
    draft.lines = [before[index] for index in order]
    line = 2
    for place, index in enumerate(order):
        if index not in kept:
            draft.note(before[index], str(before[index]), str(line), "canonical-order")
        line += canonical.written([draft.records[place]]).count("\n")


def _remaining(draft: Draft) -> Iterator[Issue]:
    """Tell what the canonical form still lacks, and only a person can mend."""
    seen = {(issue.line, issue.field) for issue in draft.left}
    for issue in canonical.check_cells(draft.rows()):
        if (issue.line, issue.field) not in seen:
            yield issue


def _why(field: Field, text: str, mended: str) -> str:
    """Name the rule that a mended cell keeps now."""
    kind = field.get("type", "string")
    if kind == "boolean":
        return "french-boolean"
    if kind in canonical.NUMERIC:
        try:
            return "canonical-number" if Decimal(text) == Decimal(mended) else "french-number"
        except InvalidOperation:
            return "french-number"
    if kind == "date" or field.get("edtf"):
        return "date-form"
    otherwise = "list-error" if field.get("list") else "look-alike"
    return next((code for code, mend in canonical.CELL_RULES if mend(text) != text), otherwise)


def _unclear(field: Field, text: str) -> dict[str, Any]:
    """Say why a cell is left alone: it can be read in two ways, or it is no date that could be read for sure."""
    if not field.get("edtf"):
        return {"detail": "ambiguous"}
    more = hint(field, text) or mistyped.advise(text)
    offered = [str(more["params"][name]) for name in _OFFERED if name in more.get("params", {})]
    if not all(spelling.accepts(field, form) for form in offered):
        more = {}
    return {"detail": "ambiguous" if more.get("hint") == "date-either" else "", **more}


def _is_unclear(field: Field, text: str) -> bool:
    """Tell whether a cell holds a number or a date that is neither canonical nor could be mended for sure."""
    if text and field.get("edtf"):
        return not spelling.accepts({"edtf": True}, text)
    if not any(char.isdecimal() for char in text):
        return False
    kind = field.get("type")
    if kind in canonical.NUMERIC:
        try:
            return not Decimal(text).is_finite()
        except InvalidOperation:
            return True
    return kind == "date" and not spelling.is_iso(text)
