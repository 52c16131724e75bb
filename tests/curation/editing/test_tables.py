"""What is written is canonical and checked as `validate` checks it: whole files, or none."""

import json
from collections.abc import Callable
from pathlib import Path
from time import thread_time

import pytest
from copies import ARTICLE, document, files

import ampere_data
from ampere_data.curation.editing.add_source import AddedSource, add_source
from ampere_data.curation.editing.cite import Citation, cite
from ampere_data.curation.editing.tables import NotWritten


def test_a_table_that_is_not_canonical_is_not_rewritten(folder: Path) -> None:
    file = folder / "data/evidence.csv"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    with pytest.raises(NotWritten, match="ampere-data fix"):
        cite(folder, "observations", "headcount-2031", "value", "s000", "2 400")


def test_if_one_file_cannot_be_written_the_other_stays_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(folder)
    replace, calls = Path.replace, []

    def fail_the_second_time(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_the_second_time)
    with pytest.raises(NotWritten, match="No space left"):
        cite(folder, "entities", "port-brume", "kind", "s001", "M. Tranchefer", basis="inferred", note="So.")

    assert len(calls) == 2
    assert files(folder) == before


def constrain(folder: Path, table: str, field: str, **constraints: object) -> None:
    """Put constraints on a field of a copy."""
    file = folder / f"schemas/{table}.json"
    schema = json.loads(file.read_text(encoding="utf-8"))
    found = next(one for one in schema["fields"] if one["name"] == field)
    found["constraints"] = found.get("constraints", {}) | constraints
    file.write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")


NOTE = ("entities", "port-brume", "kind", "s001", "M. Tranchefer")
EXPLODING = "a" * 60


def note(folder: Path, text: str) -> Citation:
    return cite(folder, *NOTE, basis="inferred", note=text)


def titled(folder: Path, text: str) -> AddedSource:
    return add_source(folder, document(folder, ARTICLE), title=text, published="2033-05-03")


Written = Callable[[Path, str], object]
WRITING = pytest.mark.parametrize(
    ("write", "table", "field"),
    [pytest.param(note, "evidence", "note", id="cite"), pytest.param(titled, "sources", "title", id="add-source")],
)


@WRITING
def test_a_pattern_that_explodes_is_given_up_within_its_time(
    folder: Path, write: Written, table: str, field: str
) -> None:
    constrain(folder, table, field, pattern="(a+)+b")
    begun = thread_time()

    with pytest.raises(NotWritten, match=field):
        write(folder, EXPLODING)

    assert thread_time() - begun < 5


@WRITING
def test_a_pattern_means_what_it_means_to_validate(folder: Path, write: Written, table: str, field: str) -> None:
    constrain(folder, table, field, pattern="ab|cd")

    with pytest.raises(NotWritten, match=r"the form .*ab\|cd"):
        write(folder, "cdx")
    write(folder, "abx")

    report = ampere_data.validate(folder / "datapackage.json", table=table)
    assert ("constraint-error", "abx") not in [(issue.code, issue.value) for issue in report.issues]


def test_a_computed_cell_is_checked_before_it_is_written(folder: Path) -> None:
    constrain(folder, "entities", "source_ids", maxLength=4)
    before = files(folder)

    with pytest.raises(NotWritten, match="source_ids"):
        note(folder, "So.")

    assert files(folder) == before
