"""Citing finds words, refuses what is not sure, and writes all or nothing."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from time import thread_time
from typing import Any

import lumifer
import pytest

import ampere_data
from ampere_data.curation.editing.add_source import AddedSource, add_source
from ampere_data.curation.editing.cite import Citation, cite
from ampere_data.curation.editing.tables import NotWritten
from ampere_data.curation.evidence.selectors import digest
from ampere_data.tabular import writing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the package of the tests."""
    return lumifer.copy(tmp_path)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_cited_is_written_in_its_place_and_verifies(folder: Path) -> None:
    before = (folder / "data/evidence.csv").read_text().splitlines()

    found = cite(folder, "entities", "lumifer", "name", "s001", "la filiale « Lumifer »", exact="Lumifer")

    after = (folder / "data/evidence.csv").read_text().splitlines()
    start, end = int(found.row["start"]), int(found.row["end"])
    words = lumifer.text("s001")[start:end]
    assert words == 'la filiale "Lumifer"'
    assert found.row["sha256"] == digest(words)
    assert (found.row["exact"], found.row["basis"]) == ("Lumifer", "stated")
    assert len(after) == len(before) + 1
    assert [line for line in after if line in set(before)] == before
    assert ampere_data.validate(folder / "datapackage.json", require_documents=True).valid


def test_the_sources_of_the_record_are_kept_in_step(folder: Path) -> None:
    found = cite(
        folder, "entities", "port-brume", "kind", "s001", "M. Tranchefer", basis="inferred", note="A made-up reason."
    )

    assert found.computed == {"source_ids": "s000;s001"}
    assert found.files == ("data/evidence.csv", "data/entities.csv")
    assert ampere_data.validate(folder / "datapackage.json", require_documents=True).valid


def put(folder: Path, table: str, record_id: str, **cells: str) -> None:
    """Change cells of a record of a copy."""
    file = folder / f"data/{table}.csv"
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    next(row for row in rows if next(iter(row.values())) == record_id).update(cells)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def proofs(folder: Path, record_id: str, field: str) -> list[dict[str, str]]:
    rows = csv.DictReader((folder / "data/evidence.csv").read_text(encoding="utf-8").splitlines())
    return [row for row in rows if (row["record_id"], row["field"]) == (record_id, field)]


def test_the_day_from_which_a_record_is_known_is_kept_in_step(folder: Path) -> None:
    found = cite(folder, "targets", "listing-2034", "metric_id", "s000", "entrer en Bourse")

    assert found.computed == {"source_ids": "s000;s001", "known_from": "2031-03-13"}
    assert ampere_data.validate(folder / "datapackage.json", require_documents=True).valid


def test_a_cell_proven_anew_loses_the_proofs_that_hold_another_value(folder: Path) -> None:
    put(folder, "targets", "production-2040-second", value="2")
    before = ampere_data.validate(folder / "datapackage.json").codes
    put(folder, "targets", "production-2040-second", value="2000001")
    cell = ("targets", "production-2040-second", "value")

    found = cite(folder, *cell, "s001", "deux millions", basis="inferred", note="One more, for the tests.")

    assert before == {"evidence-value": 1}
    assert [row["value"] for row in found.replaced] == ["2000000"]
    assert [(row["value"], row["basis"]) for row in proofs(folder, "production-2040-second", "value")] == [
        ("2000001", "inferred")
    ]
    assert ampere_data.validate(folder / "datapackage.json", require_documents=True).valid


def test_a_proof_in_the_same_place_is_replaced_where_the_value_has_changed(folder: Path) -> None:
    put(folder, "entities", "port-brume", location="Îles")
    words = ("entities", "port-brume", "location", "s000", "Port-Brume (Îles Sèches)")

    found = cite(folder, *words, exact="Îles")

    assert (len(found.replaced), found.row["value"]) == (1, "Îles")
    assert ampere_data.validate(folder / "datapackage.json", require_documents=True).valid


def test_the_proofs_of_items_that_are_still_in_a_list_hold_the_whole_list(folder: Path) -> None:
    put(folder, "entities", "odilon-tranchefer", aliases="Odilon;Tranchefer")

    found = cite(folder, "entities", "odilon-tranchefer", "aliases", "s000", "vise", basis="inferred", note="So.")

    held = proofs(folder, "odilon-tranchefer", "aliases")
    assert (found.renewed, [row["exact"] for row in found.replaced]) == (1, ["M. Tranchefer"])
    assert {row["value"] for row in held} == {"Odilon;Tranchefer"}
    assert [row["exact"] for row in held] == ["Tranchefer", ""]


def test_a_list_of_records_is_proven_item_by_item(folder: Path) -> None:
    put(folder, "statements", "course-kept-2032", model_ids="bourrasque;brise")

    cite(folder, "statements", "course-kept-2032", "model_ids", "s001", "La Bourrasque est", exact="Bourrasque")
    found = cite(folder, "statements", "course-kept-2032", "model_ids", "s001", "la petite Brise", exact="petite Brise")

    assert (found.replaced, found.renewed, found.row["basis"]) == ((), 0, "stated")
    assert ampere_data.validate(folder / "datapackage.json", require_documents=True).valid


def test_long_words_that_are_the_cell_are_stated_without_a_quotation(folder: Path) -> None:
    title = "Lumifer : le groupe Ardoise veut ses propres camionnettes électriques"
    put(folder, "sources", "s000", title=title.replace("Lumifer : ", ""))

    with pytest.raises(NotWritten, match="--exact"):
        cite(folder, "sources", "s000", "title", "s000", title)
    put(folder, "sources", "s000", title=title)
    found = cite(folder, "sources", "s000", "title", "s000", title + "\n\nPublié", basis="inferred", note="So.")
    again = [row for row in proofs(folder, "s000", "title") if row["basis"] == "stated"]

    assert (found.row["value"], [row["exact"] for row in again]) == (title, [""])
    with pytest.raises(NotWritten, match="already"):
        cite(folder, "sources", "s000", "title", "s000", title)


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    before = files(folder)

    found = cite(folder, "observations", "headcount-2031", "value", "s000", "2 400", dry_run=True)

    assert files(folder) == before
    assert found.row["exact"] == "2\u202f400"
    assert found.row["basis"] == "normalised"
    assert not found.written


def test_words_in_two_places_are_shown_with_the_number_to_give(folder: Path) -> None:
    with pytest.raises(NotWritten) as caught:
        cite(folder, "entities", "port-brume", "name", "s000", "Port-Brume")

    assert [str(place).split(":")[0] for place in caught.value.places] == ["--nth 1", "--nth 2"]
    second = cite(folder, "entities", "port-brume", "name", "s000", "Port-Brume", nth=2)
    assert lumifer.text("s000")[int(second.row["start"]) :].startswith("Port-Brume.\n")


def test_of_forty_places_a_dozen_is_shown(folder: Path) -> None:
    with pytest.raises(NotWritten) as caught:
        cite(folder, "entities", "port-brume", "name", "s000", "e")

    assert len(caught.value.places) == 13
    assert str(caught.value.places[-1]).endswith("more)")


Cite = Callable[..., Citation]
VALUE = ("targets", "production-2040-first", "value", "s000")
GUESS = ("entities", "zephyrine", "kind", "s001")
CASES: list[Any] = [
    pytest.param(("target", *VALUE[1:], "1,5 million"), {}, "near: targets", id="table"),
    pytest.param(("targets", "production-2041", *VALUE[2:], "1,5 million"), {}, "near: production-2040", id="record"),
    pytest.param((*VALUE[:2], "valeu", "s000", "1,5 million"), {}, "near: value", id="field"),
    pytest.param((*VALUE[:2], "description", "s000", "1,5 million"), {}, "takes a proof", id="field-without-facts"),
    pytest.param((*VALUE[:2], "value_to", "s000", "1,5 million"), {}, "empty", id="empty-cell"),
    pytest.param((*VALUE[:3], "s009", "1,5 million"), {}, "no source", id="source"),
    pytest.param((*VALUE, "une production de 1,6 million"), {}, "come", id="absent"),
    pytest.param((*VALUE, ""), {}, "does not stand", id="no-words"),
    pytest.param((*VALUE, "trottinettes"), {}, "not the article itself", id="passage"),
    pytest.param((*VALUE, "1,5 million"), {"nth": 2}, "no place 2", id="nth"),
    pytest.param((*VALUE, "1,5 million"), {"nth": 0}, "no place 0", id="nth-zero"),
    pytest.param((*VALUE, "1,5 million de"), {}, "--exact", id="hedged"),
    pytest.param(
        (
            *VALUE,
            "1,5 million de",
        ),
        {"exact": "deux"},
        "among the words",
        id="exact-elsewhere",
    ),
    pytest.param(
        (*VALUE, "2040. La marge doit aller de 8 à 12 % dès l'année prochaine. Lumifer"), {}, "--exact", id="long"
    ),
    pytest.param((*VALUE[:3], "s001", "deux millions"), {}, "does not follow", id="another-value"),
    pytest.param((*VALUE, "1,5 million"), {"basis": "stated"}, "letter for letter", id="stated"),
    pytest.param((*VALUE, "1,5 million"), {"basis": "guessed"}, "not one of", id="basis"),
    pytest.param(
        (*VALUE, "une production de 1,5 million"), {"exact": "une production de 1,5 million"}, "follow", id="loose"
    ),
    pytest.param((*GUESS, "ses piles"), {"basis": "inferred"}, "note", id="no-note"),
    pytest.param((*GUESS, "ses piles"), {"basis": "inferred", "note": "x" * 10_000}, "at most 400", id="endless-note"),
    pytest.param((*GUESS, "ses piles"), {"basis": "inferred", "note": "=1+1"}, "formula", id="formula"),
    pytest.param(
        (*GUESS, "tout Mise en"), {"basis": "inferred", "note": "x", "exact": "tout\nMise"}, "line", id="newline"
    ),
    pytest.param(
        (*GUESS, "un accord avec Zéphyrine"), {"basis": "inferred", "note": "x", "nth": 2}, "1 place", id="one"
    ),
]


@pytest.mark.parametrize(("places", "more", "said"), CASES)
def test_what_is_not_sure_is_refused_in_one_line_and_nothing_is_written(
    folder: Path, places: tuple[str, ...], more: dict[str, Any], said: str
) -> None:
    before = files(folder)

    with pytest.raises(NotWritten) as caught:
        cite(folder, *places, **more)

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert files(folder) == before


def test_a_note_is_written_on_one_line(folder: Path) -> None:
    found = cite(folder, *GUESS, "ses piles", basis="inferred", note=" one\n\u00a0two ")

    assert found.row["note"] == "one two"


def test_the_same_proof_is_not_written_twice(folder: Path) -> None:
    with pytest.raises(NotWritten, match="already"):
        cite(folder, "models", "brise", "name", "s001", "la petite Brise", exact="petite Brise")


def test_a_document_not_at_hand_or_changed_cannot_be_cited(folder: Path, tmp_path: Path) -> None:
    file = folder / "seeds/000_lanterne.txt"
    with pytest.raises(NotWritten, match="not at hand"):
        cite(folder, *VALUE, "1,5 million", documents=tmp_path)
    with pytest.raises(NotWritten, match="no folder"):
        cite(folder, *VALUE, "1,5 million", documents=tmp_path / "nowhere")
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    with pytest.raises(NotWritten, match="CRLF"):
        cite(folder, *VALUE, "1,5 million")


def test_a_table_that_is_not_canonical_is_not_rewritten(folder: Path) -> None:
    file = folder / "data/evidence.csv"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    with pytest.raises(NotWritten, match="ampere-data fix"):
        cite(folder, "observations", "headcount-2031", "value", "s000", "2 400")


def test_a_folder_without_a_package_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match=r"datapackage\.json does not exist"):
        cite(tmp_path, *VALUE, "1,5 million")


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


def test_files_written_together_keep_their_permissions(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"1")
    old.chmod(0o600)

    writing.write_together({old: b"2", new: b"3"})

    assert (old.read_bytes(), new.read_bytes()) == (b"2", b"3")
    assert old.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "old"]


def document(folder: Path, data: bytes, name: str = "article.txt") -> Path:
    file = folder.parent / name
    file.write_bytes(data)
    return file


ARTICLE = (
    "Les docks s’éveillent\nPublié le 3 mai 2033\n🟣 Lumifer ralentit, dit-on, et personne ne s’en plaint : le "
    "bouillon attend, les mouettes aussi, et la marée n’a que faire des camionnettes.\n"
).encode()


def test_a_document_is_registered_as_the_next_source(folder: Path) -> None:
    found = add_source(folder, document(folder, ARTICLE), title="Les docks s’éveillent", published="3 mai 2033")

    row = found.row
    assert row["source_id"] == "s002"
    assert row["characters"] == str(len(ARTICLE.decode()))
    assert (row["published"], row["published_earliest"], row["published_latest"]) == ("2033-05-03",) * 3
    assert (folder / "seeds" / row["file"]).read_bytes() == ARTICLE
    assert f"{row['sha256']}  {row['file']}\n" in (folder / "seeds/SHA256SUMS").read_text()
    assert "document-digest" not in ampere_data.validate(folder / "datapackage.json").codes


def test_a_registered_document_can_be_cited(folder: Path) -> None:
    found = add_source(folder, document(folder, ARTICLE), title="Les docks s’éveillent", published="2033-05-03")

    cite(folder, "sources", "s002", "title", "s002", "Les docks s'éveillent")
    cite(folder, "sources", "s002", "published", "s002", "3 mai 2033")
    cite(folder, "entities", "lumifer", "name", "s002", "Lumifer")

    assert ampere_data.validate(folder / "datapackage.json", require_documents=True).valid
    assert found.written


def test_a_file_named_like_the_next_source_keeps_its_name(folder: Path) -> None:
    found = add_source(folder, document(folder, ARTICLE, "002_docks.txt"), published="2033-05", dry_run=True)

    assert found.row["file"] == "002_docks.txt"
    assert not (folder / "seeds/002_docks.txt").exists()


@pytest.mark.parametrize(
    ("data", "more", "said"),
    [
        pytest.param(b"", {}, "empty", id="empty"),
        pytest.param(b" \n", {}, "empty", id="blank"),
        pytest.param(ARTICLE.replace(b"\n", b"\r\n"), {}, "CRLF", id="crlf"),
        pytest.param(b"\xef\xbb\xbf" + ARTICLE, {}, "byte order mark", id="bom"),
        pytest.param("été".encode("latin-1"), {}, "not UTF-8", id="latin-1"),
        pytest.param((lumifer.SEEDS / "001_phare.txt").read_bytes(), {}, "registered already, as s001", id="twice"),
        pytest.param(ARTICLE, {"published": "mercredi"}, "neither EDTF", id="date"),
        pytest.param(ARTICLE, {"published": None}, "give --published DATE", id="no-date"),
        pytest.param(ARTICLE, {"published_basis": "inferred"}, "--notes", id="inferred-without-a-word"),
        pytest.param(ARTICLE, {"kind": "poem"}, "not one of", id="kind"),
        pytest.param(ARTICLE, {"title": "x" * 210}, "too many", id="title"),
    ],
)
def test_a_document_that_cannot_be_a_source_is_refused(
    folder: Path, data: bytes, more: dict[str, Any], said: str
) -> None:
    file = document(folder, data)
    before = files(folder)

    with pytest.raises(NotWritten, match=said):
        add_source(folder, file, **{"published": "2033-05-03", **more})

    assert files(folder) == before


def test_a_file_that_is_not_there_is_refused(folder: Path) -> None:
    with pytest.raises(NotWritten, match=r"nothing\.txt"):
        add_source(folder, folder / "nothing.txt", published="2033")


def test_case_is_ignored_where_nothing_stands_as_typed(folder: Path) -> None:
    found = cite(folder, "entities", "lumifer", "name", "s001", "LA FILIALE « lumifer »", exact="lumifer", dry_run=True)

    assert found.row["exact"] == "Lumifer"


def test_what_comes_near_is_never_taken_from_what_is_not_the_article(folder: Path) -> None:
    passage = lumifer.tables()["passages"].records()[0]
    words = lumifer.text(passage["source_id"])[int(passage["start"]) : int(passage["end"])].strip()

    with pytest.raises(NotWritten) as caught:
        cite(folder, "entities", "lumifer", "name", passage["source_id"], words[:60] + " xyz")

    assert not any(words in place or place in words for place in map(str, caught.value.places))


def test_words_of_the_help_are_found_whatever_their_case(package: Path, documents: Path) -> None:
    arguments = ("targets", "models-six-by-2030", "value", "s002", "six modèles")

    found = cite(package, *arguments, exact="six", documents=documents, dry_run=True)

    assert found.row["exact"].lower() == "six"


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
