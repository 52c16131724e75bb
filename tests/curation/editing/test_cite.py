"""Citing finds words, refuses what is not sure, and writes all or nothing."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lumifer
import pytest
from copies import files

import ampere_data
from ampere_data.curation.editing.cite import Citation, cite
from ampere_data.curation.editing.tables import NotWritten
from ampere_data.curation.evidence.selectors import digest
from ampere_data.tabular import writing


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


def test_a_folder_without_a_package_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match=r"datapackage\.json does not exist"):
        cite(tmp_path, *VALUE, "1,5 million")


def test_files_written_together_keep_their_permissions(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"1")
    old.chmod(0o600)

    writing.write_together({old: b"2", new: b"3"})

    assert (old.read_bytes(), new.read_bytes()) == (b"2", b"3")
    assert old.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "old"]


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
