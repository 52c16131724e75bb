"""How to cite: the package, the sources behind a table or a record, in three forms."""

import re

import pytest

import ampere_data as ad
from ampere_data.curation.shipped import shipped
from ampere_data.tabular.errors import UnknownName

SOURCES = ad.load("sources").set_index("source_id")


def ids(*of: str) -> list[str]:
    return [item["id"] for item in ad.cite(*of, form="csl")]


def test_the_package_is_cited_by_title_version_and_day() -> None:
    (item,) = ad.cite(form="csl")

    said = shipped().descriptor
    assert (item["type"], item["title"], item["version"]) == ("dataset", said["title"], said["version"])
    assert item["issued"]["date-parts"] == [[int(part) for part in said["created"][:10].split("-")]]
    assert ad.cite() == (
        f"{item['author'][0]['literal']} ({said['created'][:10]}). {said['title']}. Version {said['version']}. "
        f"{said['licenses'][0]['path']}."
    )


def test_a_record_is_cited_with_the_sources_that_it_names() -> None:
    record = ad.load("targets").set_index("target_id").loc["vehicle-production-2031"]

    assert ids("targets", "vehicle-production-2031") == ["ampere-data", *record["source_ids"].split(";")]


@pytest.mark.parametrize("table", ad.tables())
def test_a_table_is_cited_with_all_sources_behind_it(table: str) -> None:
    frame = ad.load(table)
    column = next((name for name in ("source_ids", "source_id") if name in frame), None)
    named = set() if column is None else {one for listed in frame[column].dropna() for one in listed.split(";")}

    assert ids(table) == ["ampere-data", *sorted(named)]


def test_a_source_has_its_title_its_author_and_its_day() -> None:
    stated = SOURCES.query("published_basis == 'stated'").iloc[0]

    item = ad.cite("sources", str(stated.name), form="csl")[1]

    assert (item["title"], item["author"]) == (stated["title"], [{"literal": stated["author"]}])
    assert item["issued"] == {"date-parts": [[2024, 10, 31]]}
    assert item["language"] == "fr"


def test_a_source_whose_day_was_inferred_has_the_first_and_the_last_that_it_may_be() -> None:
    item = ad.cite("sources", "s001", form="csl")[1]

    assert item["issued"] == {"date-parts": [[2023, 11, 1], [2023, 11, 14]], "circa": True}
    assert "title" not in item
    last = ad.cite("sources", "s001").splitlines()[-1]
    assert last == "s001 (about 2023-11-01 to 2023-11-14). Press article without a title."


def test_bibtex_has_an_entry_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(shipped().descriptor, "title", "50 % of {a_b} & more")

    entries = ad.cite("sources", form="bibtex")

    assert re.findall(r"^@(\w+)\{(.+),$", entries, re.MULTILINE) == [
        ("dataset", "ampere-data"),
        *(("article", f"ampere-data-{source}") for source in SOURCES.index),
    ]
    assert r"title = {50 \% of \{a\_b\} \& more}," in entries
    assert "date = {2023-11-01/2023-11-14}," in entries
    assert entries.count("{") == entries.count("}")


@pytest.mark.parametrize(
    ("table", "record"), [("target", None), ("targets", "vehicle-production-2030"), ("passages", "s000")]
)
def test_what_is_not_there_is_said(table: str, record: str | None) -> None:
    with pytest.raises(UnknownName):
        ad.cite(table, record)


def test_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match=r"form is 'ris'; it may be text, bibtex or csl"):
        ad.cite(form="ris")  # type: ignore[call-overload]
