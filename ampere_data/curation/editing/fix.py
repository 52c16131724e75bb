"""Mend what can be mended mechanically: the form of files and cells, their order, and what follows from other cells.

Nothing is touched that could be meant in two ways, and no cell is lost: a file that cannot be read for sure is left
alone, and what is written is read again before it takes the place of the old file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ampere_data.curation import canonical, edtf, files, numerals, spelling, suggestions
from ampere_data.curation.editing.reading import Unmendable, holds, read_edited
from ampere_data.curation.editing.tables import Change, EditedTable
from ampere_data.curation.evidence.proofs import CODES, SOURCES, cell_of, is_computed, known_days
from ampere_data.curation.shipped import shipped
from ampere_data.tabular.errors import PackageError
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import DESCRIPTOR, Package, Table, open_package
from ampere_data.tabular.schema import Field
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
    tables, left = _read(package)
    for edited in tables.values():
        _mend_cells(edited)
        _compute_bounds(edited)
    _follow_proofs(tables)
    done = [edited for name, edited in tables.items() if name in names and _finish(edited)]
    if not check:
        write_together({one.table.file.resolve(): one.data for one in done if isinstance(one.table.file, Path)})
    changes = [change for edited in done for change in edited.changes]
    changes.sort(key=lambda change: (change.table, change.line or 0, change.field))
    left += [issue for edited in tables.values() for issue in edited.left]
    told = [issue for issue in dict.fromkeys(left) if issue.table in names]
    told += [Issue(error.code, error.table, error.path, params={"note": error.note}) for error in refused]
    return Fixes(
        tuple(changes), tuple(edited.table.path for edited in done), tuple(sorted(told, key=lambda one: one.order))
    )


def _aim(path: str | Path | None, refused: list[PackageError]) -> tuple[Package, set[str]]:
    """Find the package, and the names of its tables that are to be mended; gather what cannot be used of it."""
    if path is None:
        package = shipped()
        if not isinstance(package.folder, Path) or package.folder == Path(__file__).parents[2]:
            raise PackageError("package-error", Reason("installed-name"), path=DESCRIPTOR)
        return package, set(package.tables)
    path = Path(path) / DESCRIPTOR if Path(path).is_dir() else Path(path)
    if path.suffix.lower() == ".json":
        package = open_package(path.parent, path.name, refused=refused)
        return package, set(package.tables)
    if not path.is_file():
        raise PackageError("scheme-error", Reason("file-missing"), path=str(path))
    for folder in path.absolute().parents[:2]:
        if (folder / DESCRIPTOR).is_file():
            package = open_package(folder, refused=[])
            for table in package.tables.values():
                if isinstance(table.file, Path) and table.file.exists() and table.file.samefile(path):
                    return package, {table.name}
    return _alone(path)


def _alone(path: Path) -> tuple[Package, set[str]]:
    """Put a package around a file that is called like one of our tables, or begins with its name."""
    tables, name = shipped().tables, path.name.split(".", 1)[0]
    if name not in tables:
        known = ", ".join(f"{table}.csv" for table in tables)
        raise PackageError("package-error", Reason("called-like-none", known=known), path=str(path))
    table = Table(name, str(path), tables[name].schema, {"name": name, "path": str(path)}, path)
    return Package({}, path.parent, {name: table}), {name}


def _read(package: Package) -> tuple[dict[str, EditedTable], list[Issue]]:
    """Read the canonical tables of a package; the others, and those that cannot be read for sure, are left alone."""
    tables: dict[str, EditedTable] = {}
    left: list[Issue] = []
    for name, table in package.tables.items():
        try:
            tables |= {name: read_edited(table)} if table.file is not None else {}
        except Unmendable as error:
            left.append(error.issue)
    return tables, left


def _mend_cells(edited: EditedTable) -> None:
    """Spell every cell as its field wants it; numbers come last, for their unit tells how to read them."""
    fields = sorted(edited.table.schema.fields, key=lambda field: field.type in canonical.NUMERIC)
    computed = {str(name) for field in fields for name in field.mapping("edtf").values()}
    computed |= {field.name for field in fields if is_computed(field)}
    for field in fields:
        if canonical.is_verbatim(edited.table, field):
            continue
        texts, numeric = edited.column(field.name), field.type in canonical.NUMERIC
        decimals = numeric and numerals.shows_decimals(texts)
        shares = canonical.unit_is_share(edited.rows, field.name) if numeric else [False] * len(texts)
        for place, (text, share) in enumerate(zip(texts, shares, strict=True)):
            mended = spelling.respell(field, text, share=share, decimals=decimals)
            if mended != text:
                edited.put(place, field.name, mended, _why(field, text, mended))
            elif field.name not in computed and _is_unclear(field, text):
                edited.left.append(edited.rows.issue(place, "not-mended", field.name, **_unclear(field, text)))
    _keep_keys(edited)
    blank = [place for place, cells in enumerate(edited.cells) if not any(cells)]
    for place in blank:  # nothing was in it but what cannot be seen
        edited.note(edited.lines[place], "", "", "blank-row")
    edited.remove(blank)


def _keep_keys(edited: EditedTable) -> None:
    """Take back what was mended in a key where two rows would have the same key for it."""
    key = edited.table.schema.primary_key
    mended = {(change.line, change.field): change for change in edited.changes if change.field in key}
    while True:
        rows = list(zip(*map(edited.column, key), strict=True))
        count = Counter(rows)
        twice = [place for place, cells in enumerate(rows) if count[cells] > 1]
        back = [(place, name) for place in twice for name in key if (edited.lines[place], name) in mended]
        if not back:
            return
        for place, name in back:
            change = mended.pop((edited.lines[place], name))
            edited.changes.remove(change)
            edited.cells[place][edited.labels.index(name)] = change.before
            edited.left.append(edited.rows.issue(place, "not-mended", name, detail="collision"))


def _compute_bounds(edited: EditedTable) -> None:
    """Set the plain dates that follow from a date in EDTF; an empty or unreadable date tells nothing."""
    for field in edited.table.schema.fields:
        ends = field.mapping("edtf")
        for place, text in enumerate(edited.column(field.name)) if ends else ():
            try:
                bounds = edtf.bounds(text)
            except edtf.EdtfError:
                continue
            for end, day in zip(("earliest", "latest"), bounds, strict=True):
                if ends.get(end) in edited.labels:
                    edited.put(place, ends[end], day.isoformat() if day else "", "edtf-bounds")


def _follow_proofs(tables: Mapping[str, EditedTable]) -> None:
    """Set the cells that follow from the sources of proofs; a record without a proof keeps what it has."""
    evidence, sources = tables.get("evidence"), tables.get("sources")
    if not evidence or not sources:
        return
    known = set(sources.column("source_id")) if "source_id" in sources.labels else set()
    certain = {source: day for source, day in known_days(sources.rows).items() if day is not None}
    proven: dict[tuple[str, str], set[str]] = {}
    for table, record, source in zip(*map(evidence.column, ("table", "record_id", "source_id")), strict=True):
        proven.setdefault((table, record), set()).add(source)
    for name, edited in tables.items():
        key, fields = edited.table.schema.primary_key, edited.table.schema.fields
        for field in filter(is_computed, fields) if len(key) == 1 else ():
            how = field.descriptor["computed"]
            settled = known if how == SOURCES else known & certain.keys()
            for place, record in enumerate(edited.column(key[0])):
                ids = proven.get((name, record))
                if ids and ids <= settled:
                    edited.put(place, field.name, cell_of(field, ids, certain), CODES[how])


def _finish(edited: EditedTable) -> bool:
    """Sort the rows and look the result over; tell whether there is anything to write."""
    _sort(edited)
    seen = {(issue.line, issue.field) for issue in edited.left}
    remaining = canonical.check_cells(edited.rows)  # what only a person can mend
    edited.left += [issue for issue in remaining if (issue.line, issue.field) not in seen]
    if edited.data == edited.raw:
        return False
    if not holds(edited):
        edited.left.append(Issue("not-mended", edited.table.name, edited.table.path, detail="unreadable"))
        return False
    if not edited.changes:
        edited.note(None, "", "", "canonical-quote")
    return True


def _sort(edited: EditedTable) -> None:
    """Sort the rows by primary key; those with the same key keep their order."""
    keys = canonical.sort_keys(edited.rows)
    kept = set(canonical.in_order(keys))
    order = sorted(range(len(keys)), key=keys.__getitem__)
    sorted_rows = edited.rows.pick(order)
    edited.cells, edited.lines = sorted_rows.cells, sorted_rows.lines
    line = 2
    for place, (before, cells) in zip(order, zip(edited.lines, edited.cells, strict=True), strict=True):
        if place not in kept:
            edited.note(before, str(before), str(line), "canonical-order")
        line += files.written([cells]).count("\n")


def _why(field: Field, text: str, mended: str) -> str:
    """Name the rule that a mended cell keeps now."""
    if field.type == "boolean":
        return "french-boolean"
    if field.type in canonical.NUMERIC:
        return "canonical-number" if _number(text) == Decimal(mended) else "french-number"
    if field.type == "date" or field.descriptor.get("edtf"):
        return "date-form"
    otherwise = "list-error" if field.descriptor.get("list") else "look-alike"
    return next((code for code, mend in canonical.CELL_RULES if mend(text) != text), otherwise)


def _unclear(field: Field, text: str) -> dict[str, Any]:
    """Say why a cell is left alone: it can be read in two ways, or it is no date that could be read for sure."""
    if not field.descriptor.get("edtf"):
        return {"detail": "ambiguous"}
    more = suggestions.suggest(field, text) or suggestions.suggest_date(text)
    offered = [str(more["params"][name]) for name in _OFFERED if name in more.get("params", {})]
    if not all(spelling.accepts(field, form) for form in offered):
        more = {}
    return {"detail": "ambiguous" if more.get("hint") == "date-either" else "", **more}


def _is_unclear(field: Field, text: str) -> bool:
    """Tell whether a cell holds a number or a date that is neither canonical nor could be mended for sure."""
    if text and field.descriptor.get("edtf"):
        return not edtf.is_edtf(text)
    if not any(map(str.isdecimal, text)):
        return False
    if field.type in canonical.NUMERIC:
        number = _number(text)
        return number is None or not number.is_finite()
    return field.type == "date" and not spelling.is_iso(text)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
