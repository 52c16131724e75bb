"""What is raised where a package cannot be read, or a name in it is not there."""

from __future__ import annotations

from ampere_data.words.reasons import Reason


class PackageError(ValueError):
    """A package cannot be read; `code`, `name` and `note` say what, where and why."""

    def __init__(self, code: str, note: Reason | str, *, table: str = "", path: str = "") -> None:
        self.code, self.note, self.table, self.path = code, note, table, path
        super().__init__(note)


class UnknownName(KeyError):
    """A table or record that is not there; `near` holds the names that come closest."""

    def __init__(self, kind: str, name: str, known: list[str], *, now: str = "", **words: object) -> None:
        from difflib import get_close_matches

        self.kind, self.name, self.known = kind, name, known
        self.near = get_close_matches(name, known, n=3, cutoff=0.5)
        reason = Reason(f"unknown-{kind}", name=name, **words)
        if now:
            reason = Reason("moved", reason=reason, now=now)
        elif self.near:
            reason = Reason("near", reason=reason, names=", ".join(self.near))
        elif len(known) <= 12:  # noqa: PLR2004 - a list longer than a line helps nobody
            reason = Reason("known", reason=reason, names=", ".join(known))
        super().__init__(reason)

    def __str__(self) -> str:
        return str(self.args[0])
