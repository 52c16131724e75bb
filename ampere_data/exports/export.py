"""Files of every format, written together: all or none, with their digests beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ampere_data.curation import extension
from ampere_data.curation.rules import is_ruled
from ampere_data.exports import answers, archive, database, delimited, dictionary, metadata, parquet, sheets, workbook
from ampere_data.exports.sheets import Sheet
from ampere_data.tabular.package import Package, Table
from ampere_data.tabular.writing import write_together
from ampere_data.words import LANGUAGES, phrase
from ampere_data.words.reasons import Reason

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ("csv", "xlsx", "parquet", "sqlite", "zip", "metadata")
# Those of which each table is a file of its own, or a sheet; the others hold the package as a whole.
_OF_TABLES = ("csv", "xlsx", "parquet")
SUMS = "SHA256SUMS"

Progress = Callable[[str, float], None]


class Occupied(FileExistsError):
    """Files that would be written over; `places` names them."""

    def __init__(self, places: Sequence[Path]) -> None:
        super().__init__(Reason("occupied", count=len(places)))
        self.places = [str(one) for one in places]


def export(  # noqa: PLR0913 - each says another thing about what is to be written
    package: Package,
    folder: Path,
    *,
    tables: Collection[str] = (),
    formats: Collection[str] = (),
    language: str = "en",
    force: bool = False,
    progress: Progress = lambda _name, _share: None,
) -> list[Path]:
    """Write the tables of a package into a folder, all files or none, and a `SHA256SUMS` beside them.

    Args:
        package: The package.
        folder: The folder; it is made where it is not there.
        tables: The tables, all of them if none is named.
        formats: The formats (`FORMATS`), all of them if none is named.
        language: The language of titles, and of how a spreadsheet writes numbers.
        force: Whether files that are there are written over.
        progress: Called with what is at work and the share of the work that is done.

    Returns:
        The files that were written, `SHA256SUMS` last.

    Raises:
        UnknownName: There is no such table.
        Occupied: A file is there already.
        ValueError: A table does not follow its schema, or Excel has no room for it.
        MissingExtra: A library of the extra `export` is not installed.
    """
    chosen = [package.table(name) for name in tables] or [one for one in package.tables.values() if one.tabular]
    wanted = [one for one in FORMATS if one in (formats or (_OF_TABLES if tables else FORMATS))]
    if tables and (whole := [one for one in wanted if one not in _OF_TABLES]):
        raise ValueError(Reason("export-whole", formats=", ".join(whole)))
    edition = _Edition(package, chosen, language, whole=not tables)
    files: dict[str, bytes] = {}
    for at, form in enumerate(wanted):
        if form == "metadata":
            files |= edition.describe({**_before(folder), **files})
        else:
            files |= edition.write(form, partial(_scaled, progress, at / len(wanted), 1 / len(wanted)))
    return _put(folder, files, force=force)


def _scaled(progress: Progress, start: float, part: float, name: str, share: float) -> None:
    progress(name, start + part * share)


class _Edition:
    """A package in one language, read once for all formats."""

    def __init__(self, package: Package, chosen: Sequence[Table], language: str, *, whole: bool) -> None:
        self._package, self._chosen, self._language, self._whole = package, chosen, language, whole
        self._name = str(package.descriptor.get("name") or "package")
        self._spoken = "" if language == "en" else f"-{language}"

    def write(self, form: str, progress: Progress) -> dict[str, bytes]:
        """Make the files of a format, by their paths."""
        progress(form, 0.0)
        if form == "csv":
            return {f"csv{self._spoken}/{one.name}.csv": delimited.write(one, self._language) for one in self._sheets}
        if form == "parquet":
            said = self._package.descriptor
            return {f"parquet/{one.name}.parquet": parquet.write(one, said) for one in self._sheets}
        if form == "zip":
            return self._zipped()
        if form == "sqlite":
            return {f"{self._name}.sqlite": self._base}
        lines = [one for one in self._entries[self._language] if one.table in {one.name for one in self._sheets}]
        book = workbook.write(
            self._sheets,
            self._answers(),
            entries=lines,
            about=self._about(),
            language=self._language,
            progress=progress,
        )
        return {f"{self._name}{self._spoken}.xlsx": book}

    def describe(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Make the descriptions of the package and of files that it is taken home in, by their paths."""
        said = self._package.descriptor
        made = {"CITATION.cff": metadata.cff(said).encode(), ".zenodo.json": metadata.written(metadata.zenodo(said))}
        if any(is_ruled(table.schema) for table in self._package.tables.values()):
            made[extension.FILE] = extension.described()
        pages = {"dataset.jsonld": metadata.dataset, "dcat.jsonld": metadata.dcat}
        # what an earlier run wrote of this kind is no form of the data
        data = {name: one for name, one in files.items() if name not in {*made, *pages}}
        return made | {name: metadata.written(page(self._package, data)) for name, page in pages.items()}

    def _zipped(self) -> dict[str, bytes]:
        """Pack the package, and describe the tables in the zip."""
        described = {"csv-metadata.json": metadata.written(metadata.csvw(self._package))}
        cited = {"CITATION.cff": metadata.cff(self._package.descriptor).encode()}
        data = archive.write(self._package, dict(map(self._dictionary, LANGUAGES)) | described | cited)
        name = f"{self._name}.zip"
        return {name: data, "croissant.json": metadata.written(metadata.croissant(self._package, name, data))}

    @cached_property
    def _sheets(self) -> list[Sheet]:
        return [sheets.sheet_of(table, self._language) for table in self._chosen]

    @cached_property
    def _entries(self) -> dict[str, list[dictionary.Entry]]:
        return {language: [*dictionary.entries(self._package, language)] for language in LANGUAGES}

    @cached_property
    def _asked(self) -> tuple[pd.DataFrame | None, list[answers.Answer]]:
        claims = answers.last_words(self._package)
        return claims, answers.answers(claims)

    @cached_property
    def _base(self) -> bytes:
        return database.write({one.name: one for one in self._sheets}, self._entries, *self._asked)

    def _answers(self) -> list[Sheet]:
        """Ask the database the questions; some of the tables alone answer none, nor do those that claim nothing."""
        claims, asked = self._asked if self._whole else (None, [])
        found = [(one, database.ask(self._base, one.name)) for one in asked] if claims is not None else []
        known = ((one, rows) for one, rows in found if rows is not None)
        return [sheets.answer_of(one, rows, self._package, self._language) for one, rows in known]

    def _dictionary(self, language: str) -> tuple[str, bytes]:
        title = sheets.told(self._package.descriptor, "title", language) or self._name
        page = f"# {title}\n\n{dictionary.markdown(self._package, language)}"
        return f"DICTIONARY{'' if language == 'en' else f'.{language}'}.md", page.encode()

    def _about(self) -> list[tuple[str, str]]:
        """Say what the package is, in which version, and under which licence."""
        said, language = self._package.descriptor, self._language
        lines = [(part, sheets.told(said, part, language)) for part in ("title", "description")]
        lines += [(part, str(said[part])) for part in ("version", "homepage") if part in said]
        for one in said.get("licenses", []):
            lines.append(("licence", ", ".join(str(one[part]) for part in ("title", "name", "path") if one.get(part))))
        return [(phrase(f"about-{part}", language), text) for part, text in lines if text]


def _before(folder: Path) -> dict[str, bytes]:
    """Read what earlier runs have written into the folder."""
    return {name: (folder / name).read_bytes() for name in _digests(folder)}


def _digests(folder: Path) -> dict[str, str]:
    """Read the digests of the files in the folder that are still there."""
    sums = folder / SUMS
    lines = sums.read_text(encoding="utf-8").splitlines() if sums.exists() else []
    known = dict(line.split("  ", 1)[::-1] for line in lines if "  " in line)
    return {name: digest for name, digest in known.items() if (folder / name).is_file()}


def _put(folder: Path, files: Mapping[str, bytes], *, force: bool) -> list[Path]:
    """Write the files and their digests."""
    targets = {folder / name: data for name, data in files.items()}
    if not force and (there := [one for one in targets if one.exists()]):
        raise Occupied(there)
    sums = folder / SUMS
    known = _digests(folder) | {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(known.items()))
    for parent in {one.parent for one in targets}:
        parent.mkdir(parents=True, exist_ok=True)
    write_together({**targets, sums: lines.encode()})
    return [*targets, sums]
