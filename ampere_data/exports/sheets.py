"""What every format is made from: tables and answers as columns, with what is said of them in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from ampere_data.exports.answers import Answer, columns
from ampere_data.frames import read
from ampere_data.series import typed
from ampere_data.tabular.package import Package, Table
from ampere_data.tabular.schema import Field, ForeignKey, Schema

if TYPE_CHECKING:
    import pandas as pd


def told(said: Mapping[str, Any], name: str, language: str) -> str:
    """Give a title or a description in a language (`title_fr`); in English where it has none in that one."""
    found = (language != "en" and said.get(f"{name}_{language}")) or said.get(name)
    return found if isinstance(found, str) else ""


class Column(NamedTuple):
    """A column of a sheet.

    Attributes:
        field: Its field.
        title: What it is called, unlike any other column of its sheet.
        description: What it holds.
        array: Its cells, a pandas array typed as `load` types them.
    """

    field: Field
    title: str
    description: str
    array: Any

    @property
    def name(self) -> str:
        """The name of its field."""
        return self.field.name

    @property
    def kind(self) -> str:
        """What its cells are: `text`, `integer`, `number`, `boolean`, `date` or `datetime`."""
        dtype = self.array.dtype
        if str(dtype) == "category":
            dtype = dtype.categories.dtype
        if dtype.kind == "M":
            return "datetime" if self.field.type == "datetime" else "date"
        return {"i": "integer", "f": "number", "b": "boolean"}.get(dtype.kind, "text")

    def cells(self) -> list[Any]:
        """Give its cells as values of Python, None where there is none."""
        import pandas as pd

        if self.kind in ("date", "datetime"):
            moments = pd.DatetimeIndex(self.array).to_pydatetime()
            day = self.kind == "date"
            return [None if one is pd.NaT else one.date() if day else one for one in moments]
        missing = pd.isna(self.array)
        return [None if gone else one for one, gone in zip(self.array.tolist(), missing.tolist(), strict=True)]


class Sheet(NamedTuple):
    """A table, or the answer to a question, as columns.

    Attributes:
        name: Its name.
        title: What it is called.
        description: What a row is, or what is asked.
        columns: Its columns, in order.
        schema: The schema of the table; of an answer, its fields and where they lead.
        rows: How many rows it has.
    """

    name: str
    title: str
    description: str
    columns: list[Column]
    schema: Schema
    rows: int

    def column(self, name: str) -> Column:
        """Give a column by its name."""
        return next(one for one in self.columns if one.name == name)


def sheet_of(table: Table, language: str) -> Sheet:
    """Read a table.

    Raises:
        ValueError: Its file does not follow its schema.
    """
    return _sheet(table.name, {**table.schema.descriptor, **table.descriptor}, read(table), table.schema, language)


def answer_of(
    answer: Answer, found: tuple[Sequence[str], Sequence[Sequence[Any]]], package: Package, language: str
) -> Sheet:
    """Make the sheet of an answer; its columns are those of the tables that have such a name, or of answers alone."""
    import pandas as pd

    labels, rows = found
    declared, links = {name: [one] for name, one in columns().by_name.items()}, dict[str, ForeignKey]()
    for table in package.tables.values():
        for field in table.schema.fields:
            declared.setdefault(field.name, []).append(field)
        own = table.schema.primary_key
        keys = [*table.schema.foreign_keys, *([ForeignKey(own, table.name, own)] if own else [])]
        links |= {one.fields[0]: one for one in keys if len(one.fields) == 1}
    texts = [["" if row[at] is None else str(row[at]) for row in rows] for at in range(len(labels))]
    typing = [_typed(declared.get(one, []), one, cells) for one, cells in zip(labels, texts, strict=True)]
    frame = pd.DataFrame({field.name: array for field, array in typing}, copy=False)
    leading = tuple(links[label] for label in labels if label in links)
    schema = Schema(tuple(field for field, _ in typing), foreign_keys=leading)
    return _sheet(answer.name, answer.said, frame, schema, language)


def _typed(known: Sequence[Field], name: str, texts: Sequence[str]) -> tuple[Field, Any]:
    """Type a column as the first field of its name that takes all of it: tables have vocabularies of their own."""
    for field in known:
        with suppress(ValueError):
            return field, typed(field, texts)
    return Field(name), typed(Field(name), texts)


def _sheet(name: str, said: Mapping[str, Any], frame: pd.DataFrame, schema: Schema, language: str) -> Sheet:
    made: dict[str, Column] = {}
    for label in frame.columns:
        field = schema.by_name.get(label, Field(label))
        title = told(field.descriptor, "title", language) or label
        title = f"{title} ({label})" if title in made else title
        made[title] = Column(field, title, told(field.descriptor, "description", language), frame[label].array)
    title, description = (told(said, part, language) for part in ("title", "description"))
    return Sheet(name, title or name, description, [*made.values()], schema, len(frame))
