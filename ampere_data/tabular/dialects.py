"""How a CSV file is written: delimiter, quotes, header, comments (Table Dialect v2, and the forms before it)."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ampere_data.tabular.errors import PackageError
from ampere_data.tabular.package import Table
from ampere_data.words.reasons import Reason, reason_of

DELIMITERS = (",", ";", "\t", "|")


class Dialect(NamedTuple):
    """A Table Dialect with the standard's own defaults; row numbers count from 1, as in the standard.

    Unlike Frictionless, nothing is guessed from the file: what is not declared has its default; of the rows of the
    header that is the first row which is no comment.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str | None = None
    double_quote: bool = True
    skip_initial_space: bool = False
    header: bool = True
    header_rows: tuple[int, ...] | None = None
    header_join: str = " "
    header_case: bool = True
    comment_char: str = ""
    comment_rows: frozenset[int] = frozenset()
    skip_blank_rows: bool = False

    @property
    def plain(self) -> bool:
        """Whether the header is the first row and nothing in the file is to be skipped."""
        skipped = self.comment_char or self.comment_rows or self.skip_blank_rows
        return self.header and self.header_rows in (None, (1,)) and not skipped

    @property
    def headed(self) -> bool:
        """Whether the file has a header."""
        return self.header and self.header_rows != ()

    def is_comment(self, number: int, cells: Sequence[str]) -> bool:
        """Tell whether a record is a comment, or a row that the dialect leaves out."""
        marked = bool(self.comment_char) and bool(cells) and cells[0].startswith(self.comment_char)
        return marked or number in self.comment_rows

    def header_of(self, records: Iterable[tuple[int, int, Sequence[str]]]) -> tuple[int, ...]:
        """Number the rows of the header: as declared, or the first that is no comment; none where there is none."""
        if not self.headed:
            return ()
        if self.header_rows is not None:
            return self.header_rows
        return next(((number,) for number, _, cells in records if not self.is_comment(number, cells)), ())

    def options(self) -> dict[str, Any]:
        """Give what `csv.reader` understands, as Frictionless hands it on."""
        return {
            "delimiter": self.delimiter,
            "doublequote": self.double_quote if self.escape else True,
            "escapechar": self.escape,
            "quotechar": self.quote or None,
            "quoting": csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            "skipinitialspace": self.skip_initial_space,
        }


def dialect_of(table: Table) -> Dialect:
    """Read the dialect that a table declares.

    Raises:
        PackageError: A property has the wrong type, or is one that no CSV reader can follow.
    """
    said = {**table.dialect, **_mapping(table.dialect.get("csv"))}
    tabbed = table.descriptor.get("format") == "tsv" or ".tsv" in table.path.lower()
    try:
        dialect = Dialect(
            delimiter=_character(said.get("delimiter", "\t" if tabbed else ",")),
            quote=_character(said.get("quoteChar", '"'), empty=True),
            escape=_character(said.get("escapeChar") or "", empty=True) or None,
            double_quote=bool(said.get("doubleQuote", True)),
            skip_initial_space=bool(said.get("skipInitialSpace", False)),
            header=bool(said.get("header", True)),
            header_rows=tuple(_numbers(said["headerRows"])) if "headerRows" in said else None,
            header_join=str(said.get("headerJoin", " ")),
            # `caseSensitiveHeader` is what version 1 calls it
            header_case=bool(said.get("headerCase", said.get("caseSensitiveHeader", True))),
            comment_char=str(said.get("commentChar") or ""),
            comment_rows=frozenset(_numbers(said.get("commentRows", []))),
            skip_blank_rows=bool(said.get("skipBlankRows", False)),
        )
        csv.reader([], **dialect.options())
    except (TypeError, ValueError, csv.Error) as error:
        note = Reason("dialect-unusable", reason=reason_of(error))
        raise PackageError("dialect-error", note, table=table.name, path=table.path) from error
    return dialect


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _character(value: object, *, empty: bool = False) -> str:
    if isinstance(value, str) and (len(value) == 1 or (empty and not value)) and value not in ("\n", "\r"):
        return value
    raise ValueError(Reason("no-character", said=repr(value)))


def _numbers(value: object) -> list[int]:
    if isinstance(value, list) and all(isinstance(item, int) and item > 0 for item in value):
        return value
    raise ValueError(Reason("no-row-numbers", said=repr(value)))
