"""What was found: one finding, in its place."""

from collections.abc import Mapping
from typing import NamedTuple

from ampere_data import words


class Issue(NamedTuple):
    """One finding: a place, a code, and what was found there.

    Two are equal where place, code, detail and hint are, whatever value they show and whatever they speak of.

    Attributes:
        code: Stable kebab-case name of the rule, Frictionless' own where it has one, e.g. `type-error`.
        table: Name of the table (the resource), empty for a finding about the package as a whole.
        path: The file as the descriptor names it, empty where no file is concerned.
        line: Physical line of the file on which the record starts (1 is the first), None where no line is concerned.
        row: Number of the row, the header being row 1, None where no row is concerned.
        field: Name of the field, empty where no single field is concerned.
        value: The text as found, shown but not compared.
        detail: Which of the code's sentences applies, e.g. `minimum` for a `constraint-error`.
        params: What the sentence and the hint speak of, besides the places above.
        hint: Name of a sentence that says how to mend it, empty where there is nothing to say.
    """

    code: str
    table: str = ""
    path: str = ""
    line: int | None = None
    row: int | None = None
    field: str = ""
    value: str | None = None
    detail: str = ""
    params: Mapping[str, object] = {}
    hint: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Issue) and self._compared() == other._compared()

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self._compared())

    def _compared(self) -> tuple[object, ...]:
        return (*self[:6], self.detail, self.hint)

    @property
    def message(self) -> str:
        """The finding as one plain English sentence."""
        return self.sentence("en")

    def sentence(self, language: str) -> str:
        """Say the finding in one plain sentence, in `language` (`en` or `fr`)."""
        return words.finding(self.code, self.detail, self._words(), language)

    def advice(self, language: str = "en") -> str:
        """Say how to mend it, or nothing where there is nothing to say."""
        return words.advice(self.code, self.detail, self.hint, self._words(), language)

    def to_dict(self, language: str = "en") -> dict[str, object]:
        """Give the finding as plain JSON values; places that do not apply are None."""
        return {
            "table": self.table or None,
            "path": self.path or None,
            "line": self.line,
            "row": self.row,
            "field": self.field or None,
            "code": self.code,
            "value": self.value,
            "message": self.sentence(language),
            "hint": self.advice(language) or None,
        }

    def same(self) -> tuple[str, ...]:
        """Give what findings have in common of which the same is said, but for their lines and records."""
        return (self.table, self.path, self.field, *words.spoken(self.code, self.detail, self.hint, self._words()))

    @property
    def aspect(self) -> str:
        """What the detail is about, however it is said: `pattern` for `pattern/example`."""
        return self.detail.partition("/")[0] if "/" in self.detail else self.detail

    def _words(self) -> dict[str, object]:
        return {
            "table": self.table,
            "path": self.path,
            "line": self.line,
            "row": self.row,
            "field": self.field,
            "value": self.value,
            **self.params,
        }

    @property
    def order(self) -> tuple[str, int, int, str, str, str]:
        """By what findings are put in order: table, line, row, field and code."""
        return (self.table, self.line or 0, self.row or 0, self.field, self.code, self.aspect)
