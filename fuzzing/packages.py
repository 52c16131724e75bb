"""Bytes as one file of a whole package: a table to be mended, a table of proofs or a document to be held against."""

from __future__ import annotations

import codecs
import csv
import io
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ampere_data.curation.editing.fix import Fixes, fix
from ampere_data.tabular import characters
from ampere_data.validation import validate
from ampere_data.words import LANGUAGES
from fuzzing.promises import hold, rendered, watched

ROOT = Path(__file__).parent.parent
INVENTED = ROOT / "tests" / "package"
_KEPT_ROWS = 3
_REQUIRED = 128
_TABLES = [one["path"] for one in json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["resources"]]
_PROOFS = [
    *("data/evidence.csv", "data/sources.csv", "data/passages.csv", "data/models.csv", "data/metrics.csv"),
    *("data/targets.csv", "data/observations.csv", "data/statements.csv"),
]
_PROOFS += ["seeds/000_lanterne.txt", "seeds/001_phare.txt"]
_MARKS = [(codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32")]
_MARKS += [(codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]


def check_proofs(data: bytes, folder: Path) -> None:
    """Put the bytes in the place of one file of the invented package, which the first of them chooses."""
    if not data:
        return
    package = _lay_invented(folder)
    name = _PROOFS[data[0] % len(_PROOFS)]
    (package / name).write_bytes(data[1:])
    try:
        with watched():
            report = validate(package, require_documents=data[0] >= _REQUIRED)
    finally:
        shutil.copyfile(INVENTED / name, package / name)

    rendered(report)


def check_mending(data: bytes, folder: Path) -> None:
    """Mend the shipped package, cut short, with the bytes in the place of a table; the first of them chooses which."""
    if not data:
        return
    package = _lay_shipped(folder)
    name, content = _TABLES[data[0] % len(_TABLES)], data[1:]
    file = package / name
    before = {path: path.read_bytes() for path in package.glob("data/*")} | {file: content}
    file.write_bytes(content)
    try:
        with watched():
            planned = fix(package, check=True)
        with watched(package):
            fixes = fix(package)
        after = {path: path.read_bytes() for path in package.glob("data/*")}
        with watched():
            again = fix(package, check=True)
    finally:
        for place, raw in _shortened().items():
            (package / place).write_bytes(raw)

    hold(planned == fixes, "what is done is what was said")
    hold(after.keys() == before.keys(), "no file is left over", after.keys() ^ before.keys())
    touched = {path.relative_to(package).as_posix() for path in before if before[path] != after[path]}
    hold(touched == set(fixes.files), "only what is told is touched", touched, fixes.files)
    hold(not again.changes and not again.files, "mending twice changes nothing more", again.changes[:5])
    for language in LANGUAGES:
        said = [change.sentence(language) for change in fixes.changes] + [one.sentence(language) for one in fixes.left]
        hold(all(said), "everything is said", said)
    for path in map(package.joinpath, fixes.files):
        hold_cells(before[path], after[path], fixes, path.relative_to(package).as_posix())


def hold_cells(before: bytes, after: bytes, fixes: Fixes, path: str) -> None:
    """Apply the changes that were told to the cells as they were; that must be what stands there now."""
    changes = [change for change in fixes.changes if change.path == path]
    delimiter = next((change.before for change in changes if change.why == "dialect-error"), ",")
    told: dict[int, list[tuple[str, str, str]]] = {}
    for change in changes:
        if change.field and change.line is not None:
            told.setdefault(change.line, []).append((change.field, change.before, change.after))
    written = list(_records(after, ","))
    labels = written[0][1]
    expected: Counter[tuple[str, ...]] = Counter()
    for line, cells in list(_records(before, delimiter))[1:]:
        record = dict(zip(labels, cells, strict=False))
        for field, was, becomes in told.get(line, ()):
            hold(record.get(field) == was, "a change tells what stood there", path, line, field, was)
            record[field] = becomes
        if any(characters.strip_controls(characters.tidy_blanks(cell)) for cell in record.values()):
            expected[tuple(record.values())] += 1
    found = Counter(tuple(cells) for _, cells in written[1:])
    hold(found == expected, "no cell is lost", path, list(expected - found), list(found - expected))


def _records(raw: bytes, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Read records with the line on which each starts; a line that only names the delimiter counts and is left out."""
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    text = raw.decode(encoding).removeprefix("\ufeff")
    stream = io.StringIO(text, newline="")
    first = 1
    if text.lstrip('"').startswith("sep="):
        stream.readline()
        first = 2
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    line = first
    for cells in reader:
        if cells:
            yield line, cells
        line = first + reader.line_num


def _lay_invented(folder: Path) -> Path:
    """Lay the invented package without the profile, which would take most of the time."""
    package = folder / "invented"
    if not package.exists():
        shutil.copytree(INVENTED, package)
        descriptor = json.loads((INVENTED / "datapackage.json").read_text(encoding="utf-8"))
        del descriptor["$schema"]
        (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return package


def _lay_shipped(folder: Path) -> Path:
    """Lay the shipped package with the first rows of each table."""
    package = folder / "shipped"
    if not package.exists():
        (package / "data").mkdir(parents=True)
        shutil.copy(ROOT / "datapackage.json", package)
        shutil.copytree(ROOT / "schemas", package / "schemas")
        for path, raw in _shortened().items():
            (package / path).write_bytes(raw)
    return package


def _shortened() -> dict[str, bytes]:
    return {path: _head((ROOT / path).read_bytes()) for path in _TABLES}


def _head(raw: bytes) -> bytes:
    return b"".join(raw.splitlines(keepends=True)[: _KEPT_ROWS + 1])


def proofs() -> Iterator[bytes]:
    """Give each file of the invented package as it is; of the proofs the first ones too."""
    for number, name in enumerate(_PROOFS):
        raw = (INVENTED / name).read_bytes()
        yield bytes([number]) + raw
        yield bytes([number]) + _head(raw)


def tables() -> Iterator[bytes]:
    """Give the first rows of each shipped table: as they are, and as spreadsheets leave them."""
    for number, path in enumerate(_TABLES):
        text = _head((ROOT / path).read_bytes()).decode()
        rows = list(csv.reader(io.StringIO(text, newline="")))
        for form in (
            text.encode(),
            codecs.BOM_UTF8 + text.replace("\n", "\r\n").encode(),
            text.encode("utf-16"),
            ("sep=;\n" + "\n".join(";".join(row) for row in [rows[0], *reversed(rows[1:])])).encode(),
            text.replace(",0.", ',"0,').replace("-", "\u2011").encode(),
            text.replace(",", ", ").encode(),
            text.encode() + b"\n" + b"," * (len(rows[0]) - 1) + b"\n\n",
        ):
            yield bytes([number]) + form
