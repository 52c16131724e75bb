"""The header held against the schema: which label is which field, and what is wrong with it.

Labels and fields are matched by name first, so that one label too many, too few or out of place is said once and
does not make every later label wrong, as matching by position would.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from ampere_data.tabular.dialects import DELIMITERS, Dialect
from ampere_data.tabular.issue import Issue
from ampere_data.tabular.package import Table

Record = tuple[int, int, list[str]]

# Above this, looking for near names would take longer than reading the file.
_MOST_COMPARISONS = 40_000
# So many labels and fields that have nothing in common are no slip of the pen, and so many are named.
_FEW, _MOST_NAMED = 4, 8
# So many rows are looked at for a header that stands further down.
_MOST_ABOVE = 30


class Header(NamedTuple):
    """How the labels of a file and the fields of a schema belong together.

    Attributes:
        labels: The labels as found, without the blanks around them.
        positions: For each field that the file has, the position of its label, from 0.
        right: Whether the header is what the schema asks for.
        usable: Whether the rows below it can be read at all.
        last_row: The number of the last row that belongs to the header; 0 where there is none.
    """

    labels: Sequence[str] = ()
    positions: Mapping[str, int] = MappingProxyType({})
    right: bool = True
    usable: bool = True
    last_row: int = 1

    def undeclared(self, names: Iterable[str], known: Collection[str]) -> dict[str, int]:
        """Give the positions of those names that are labels of the file, but no fields of the schema."""
        return {name: self.labels.index(name) for name in names if name not in known and name in self.labels}

    def field_at(self, position: int) -> str:
        """Return the name of the field at a position, empty where the schema has none there."""
        return next((name for name, at in self.positions.items() if at == position), "")


class _Matching:
    """Labels and names still without a partner, and what was found on the way."""

    def __init__(self, table: Table, line: int, row: int, labels: list[str]) -> None:
        self.table, self.line, self.row, self.labels = table, line, row, labels
        self.positions: dict[str, int] = {}
        self.issues: list[Issue] = []
        self.doubles: set[int] = set()

    def found(self, code: str, **more: Any) -> None:
        place = {"table": self.table.name, "path": self.table.path, "line": self.line, "row": self.row}
        self.issues.append(Issue(code, **{**place, **more}))

    def free(self) -> list[int]:
        taken = set(self.positions.values())
        positions = (at for at, label in enumerate(self.labels) if label and at not in self.doubles)
        return [at for at in positions if at not in taken]


def read_header(
    table: Table, dialect: Dialect, records: list[Record], read: Callable[[Dialect], Iterable[Record]] = lambda _: ()
) -> tuple[Header, list[Issue]]:
    """Read the header and match it with the schema.

    Args:
        table: The table.
        dialect: How it is written.
        records: The records down to where the header ends.
        read: Gives the first records as a dialect reads them, to look for the header where it is not as it ought to be.
    """
    names = table.schema.names
    header_rows = dialect.header_of(records)
    if dialect.headed and not header_rows:  # comments and nothing else
        empty = Issue("source-error", table=table.name, path=table.path, detail="empty")
        return Header(right=False, usable=False), [empty]
    if not header_rows:
        width = next((len(cells) for number, _, cells in records if not dialect.is_comment(number, cells)), 0)
        labels = names or [f"field{number}" for number in range(1, width + 1)]
        return Header(labels, {name: at for at, name in enumerate(names)}, last_row=0), []
    last = header_rows[-1]
    rows = [record for record in records[:last] if record[0] in header_rows]
    labels = join_labels([cells for _, _, cells in rows], dialect.header_join)
    matching = _Matching(table, rows[0][1] if rows else 1, rows[0][0] if rows else 1, labels)
    if _is_elsewhere(matching, names, dialect, read):
        return Header([], {}, right=False, usable=False, last_row=last), matching.issues
    if not names and not table.schema.declared:
        _flawed_labels(matching, set())
        return Header(labels, {}, right=not matching.issues, last_row=last), matching.issues
    _match(matching, names, dialect)
    usable = bool(matching.positions) or not matching.issues
    return Header(labels, matching.positions, not matching.issues, usable, last), matching.issues


def _is_elsewhere(
    matching: _Matching, names: Sequence[str], dialect: Dialect, read: Callable[[Dialect], Iterable[Record]]
) -> bool:
    """Report a header that is none: a blank one, one further down, or one that other delimiters part."""
    labels = matching.labels
    params: dict[str, object]
    if dialect.header_rows is None and (below := _header_below(labels, names, dialect, read)):
        code = "unmatched-header" if any(labels) else "blank-header"
        params = {"below": below[1] or below[0], "below_row": below[0]}
        matching.found(code, detail="below", params=params, hint="declare-header")
    elif not any(labels):
        matching.found("blank-header")
    elif delimiter := _other_delimiter(labels, names, dialect, read):
        params = {"found": delimiter, "declared": dialect.delimiter}
        matching.found("dialect-error", detail="delimiter", params=params, hint="declare-delimiter")
    return bool(matching.issues)


def as_told(dialect: Dialect, issue: Issue) -> Dialect:
    """Give the dialect that a file really has, of which a finding says how it differs."""
    if issue.aspect == "delimiter":
        return dialect._replace(delimiter=str(issue.params["found"]))
    return dialect._replace(header_rows=(int(str(issue.params["below_row"])),))


def join_labels(rows: Sequence[Sequence[str]], glue: str) -> list[str]:
    """Join a header of several rows as Frictionless does: a label repeated below itself is said once."""
    labels: list[str] = []
    above: dict[int, str] = {}
    for cells in rows:
        for position, cell in enumerate(label.strip() for label in cells):
            if above.get(position) == cell:
                continue
            above[position] = cell
            if len(labels) <= position:
                labels.append(cell)
            else:
                labels[position] = glue.join([labels[position], cell])
    return labels


def _other_delimiter(
    labels: Sequence[str], names: Sequence[str], dialect: Dialect, read: Callable[[Dialect], Iterable[Record]]
) -> str:
    """Find the delimiter that a file really has, where the declared one gives labels that the schema does not know."""
    known = set(names)
    if not known or known & set(labels) or (len(names) == 1 and len(labels) == 1):
        return ""
    for delimiter in DELIMITERS:
        if delimiter != dialect.delimiter:
            rows = islice(read(dialect._replace(delimiter=delimiter)), _MOST_ABOVE)
            if any(len({label.strip() for label in cells} & known) * 2 >= len(known) for _, _, cells in rows):
                return delimiter
    return ""


def _header_below(
    labels: Sequence[str], names: Sequence[str], dialect: Dialect, read: Callable[[Dialect], Iterable[Record]]
) -> tuple[int, int] | None:
    """Find row and line of the header where it stands further down: the first row knows no field, that one most."""

    def known(cells: Iterable[str]) -> int:
        return len({*names} & {cell.strip() for cell in cells})

    if not names or known(labels) or dialect.comment_char:
        return None
    below = islice(read(dialect), _MOST_ABOVE)
    rows = ((number, line) for number, line, cells in below if _is_most(known(cells), names))
    return next((row for row in rows if row[0] > 1), None)


def _is_most(count: int, names: Sequence[str]) -> bool:
    return 2 * count > len(names) and (count > 1 or len(names) == 1)


def _has_nothing_in_common(matching: _Matching, names: Sequence[str], dialect: Dialect) -> bool:
    """Tell whether no label of a header is, or comes near, any of several fields."""
    labels = [label for label in matching.labels if label]
    if min(len(labels), len(names)) < _FEW or len(labels) * len(names) > _MOST_COMPARISONS:
        return False
    known = {name if dialect.header_case else name.lower() for name in names}
    if any((label if dialect.header_case else label.lower()) in known for label in labels):
        return False
    from ampere_data.tabular.nearness import near_name

    return not any(near_name(label, names) for label in labels)


def _match(matching: _Matching, names: Sequence[str], dialect: Dialect) -> None:
    """Pair labels with names: the same, then the misspelt, then what is left on either side."""
    mode = matching.table.schema.fields_match
    shown = {"labels": ", ".join(matching.labels[:_MOST_NAMED]), "fields": ", ".join(names[:_MOST_NAMED])}
    if _has_nothing_in_common(matching, names, dialect):
        matching.found("unmatched-header", params=shown)
        return
    _pair_same(matching, names, dialect)
    _flawed_labels(matching, set(matching.positions.values()))
    _out_of_order(matching, names, mode)
    if mode not in ("partial", "subset") or len(matching.positions) < len(names):
        _pair_near(matching, names, mode)
    required, labels = _required(matching.table), ", ".join(matching.labels)
    for name in (name for name in names if name not in matching.positions):
        if mode not in ("partial", "superset") or name in required:
            before, hint = _placing("insert", names, name)
            matching.found("missing-label", field=name, params={"labels": labels, **before}, hint=hint)
    if mode not in ("partial", "subset"):
        fields = ", ".join(names)
        for position in matching.free():
            params = {"position": position + 1, "fields": fields}
            matching.found("extra-label", value=matching.labels[position], params=params)
    if mode == "partial" and not matching.positions:
        matching.found("unmatched-header", params=shown)


def _pair_same(matching: _Matching, names: Sequence[str], dialect: Dialect) -> None:
    def folded(label: str) -> str:
        return label if dialect.header_case else label.lower()

    keys = {folded(name): name for name in reversed(names)}
    for position, label in enumerate(matching.labels):
        name = keys.get(folded(label))
        if name is not None:
            matching.positions.setdefault(name, position)
    matching.positions = {name: matching.positions[name] for name in names if name in matching.positions}


def _flawed_labels(matching: _Matching, taken: set[int]) -> None:
    """Report labels that are blank or stand twice."""
    seen: dict[str, int] = {}
    for position, label in enumerate(matching.labels):
        if not label:
            matching.found("blank-label", params={"position": position + 1})
        elif label in seen and position not in taken:
            matching.doubles.add(position)
            params = {"position": position + 1, "first": seen[label] + 1}
            matching.found("duplicate-label", field=label, value=label, params=params)
        seen.setdefault(label, position)


def _out_of_order(matching: _Matching, names: Sequence[str], mode: str) -> None:
    """Report once that the order differs, naming the labels that stand elsewhere than the schema has them."""
    found = [name for name, _ in sorted(matching.positions.items(), key=lambda item: item[1])]
    wanted = [name for name in names if name in matching.positions]
    if mode != "exact" or found == wanted:
        return
    from difflib import SequenceMatcher

    same = SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
    kept = {name for block in same for name in wanted[block.a : block.a + block.size]}
    moved = [name for name in found if name not in kept]
    params = {"moved": ", ".join(moved), "expected": ", ".join(names), "found": ", ".join(matching.labels)}
    before, hint = _placing("move", names, moved[0])
    params |= before
    matching.found("incorrect-label", field=moved[0], value=moved[0], detail="order", params=params, hint=hint)


def _placing(deed: str, names: Sequence[str], name: str) -> tuple[dict[str, str], str]:
    """Give the words and the hint of an issue that say after which field a field belongs."""
    place = list(names).index(name)
    return ({"before": names[place - 1]}, f"{deed}-column") if place else ({}, f"{deed}-first")


def _pair_near(matching: _Matching, names: Sequence[str], mode: str) -> None:
    """Pair a label nobody knows with the field it is most likely meant to be, and say so."""
    lost = [name for name in names if name not in matching.positions]
    free = matching.free()
    if not free:
        return
    from ampere_data.tabular.nearness import near_name

    comparable = len(lost) * len(free) <= _MOST_COMPARISONS
    for position in free:
        label = matching.labels[position]
        near = near_name(label, lost) if comparable else ""
        same_place = names[position] if position < len(names) and len(names) == len(matching.labels) else ""
        name = near or (same_place if same_place in lost and mode == "exact" else "")
        if name:
            detail = "near" if near else ""
            params = {"position": position + 1}
            matching.found(
                "incorrect-label", field=name, value=label, detail=detail, params=params, hint="rename-label"
            )
            lost.remove(name)
            matching.positions[name] = position


def _required(table: Table) -> set[str]:
    return {one.name for one in table.schema.fields if one.required}.union(table.schema.primary_key)
