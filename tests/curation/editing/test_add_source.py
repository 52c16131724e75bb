"""Registering a source: what its row tells, and what is refused."""

from pathlib import Path
from typing import Any

import lumifer
import pytest
from copies import ARTICLE, document, files

import ampere_data
from ampere_data.curation.editing.add_source import add_source
from ampere_data.curation.editing.cite import cite
from ampere_data.curation.editing.tables import NotWritten


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
