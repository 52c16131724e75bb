"""What others look for beside data, each judged by a tool of its own."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import exporting
import mlcroissant
import pyshacl
import pytest
import rdflib
import yaml
from conftest import ROOT

import ampere_data as ad
from ampere_data.curation import extension
from ampere_data.curation.shipped import shipped
from ampere_data.exports import metadata
from ampere_data.exports.export import export

# What the judges themselves still use of rdflib.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

# What DCAT-AP 3 makes mandatory of a dataset, a distribution, a checksum and an agent.
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix spdx: <http://spdx.org/rdf/terms#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ; sh:uniqueLang true ] ,
    [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ; sh:uniqueLang true ] ,
    [ sh:path dct:publisher ; sh:maxCount 1 ; sh:class foaf:Agent ] ,
    [ sh:path dcat:distribution ; sh:minCount 1 ; sh:class dcat:Distribution ] ,
    [ sh:path dct:issued ; sh:maxCount 1 ; sh:datatype xsd:date ] .
[] a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dct:license ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcat:mediaType ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path spdx:checksum ; sh:maxCount 1 ; sh:class spdx:Checksum ] ,
    [ sh:path dcat:byteSize ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] .
[] a sh:NodeShape ; sh:targetClass spdx:Checksum ;
  sh:property [ sh:path spdx:algorithm ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path spdx:checksumValue ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:hexBinary ] .
[] a sh:NodeShape ; sh:targetClass foaf:Agent ; sh:property [ sh:path foaf:name ; sh:minCount 1 ] .
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with everything that can be taken home, the zip unpacked beside it."""
    folder = tmp_path_factory.mktemp("home")
    export(shipped(), folder)
    with zipfile.ZipFile(folder / "ampere-data.zip") as archive:
        archive.extractall(folder / "unpacked")
    return folder


def read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def croissant(home: Path) -> Any:
    return mlcroissant.Dataset(jsonld=str(home / "croissant.json"))


def test_croissant_has_nothing_to_say_against_ours(croissant: Any) -> None:
    assert croissant.metadata.issues.report() == ""


@pytest.mark.parametrize("name", shipped().tables)
def test_croissant_loads_every_table(croissant: Any, name: str) -> None:
    frame = ad.load(name)

    records = [*croissant.records(record_set=name)]

    assert len(records) == len(frame)
    assert [*records[0]] == [f"{name}/{column}" for column in frame.columns]
    key = shipped().tables[name].schema.primary_key[0]
    keys = (one[f"{name}/{key}"] for one in records)
    assert sorted(one.decode() if isinstance(one, bytes) else str(one) for one in keys) == sorted(map(str, frame[key]))


def test_croissant_knows_what_leads_where(home: Path) -> None:
    sets = {one["@id"]: one for one in read(home / "croissant.json")["recordSet"]}
    fields = {one["@id"]: one for one in sets["targets"]["field"]}

    assert fields["targets/metric_id"]["references"] == {"field": {"@id": "metrics/metric_id"}}
    assert "references" not in fields["targets/superseded_by_target_id"]


@pytest.mark.parametrize("broken", [False, True])
def test_csvw_holds_for_every_table_and_is_broken_by_a_wrong_cell(home: Path, tmp_path: Path, *, broken: bool) -> None:
    with zipfile.ZipFile(home / "ampere-data.zip") as archive:
        archive.extractall(tmp_path)
    if broken:
        file = tmp_path / "data" / "sources.csv"
        file.write_text(file.read_text("utf-8").replace("s000", "x000"), encoding="utf-8")
    program = Path(sys.executable).parent / "csvwvalidate"

    done = subprocess.run(
        [program, "--lax", "csv-metadata.json"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (done.stdout.strip() == "OK") is not broken


def test_csvw_says_types_lists_and_keys(tmp_path: Path) -> None:
    (table,) = metadata.csvw(exporting.made(tmp_path))["tables"]
    columns = {one["name"]: one for one in table["tableSchema"]["columns"]}

    assert table["tableSchema"]["primaryKey"] == ["id"]
    assert columns["whole"]["datatype"] == {"base": "integer", "minimum": -(10**15)}
    assert columns["others"]["separator"] == ";"
    assert columns["moment"]["datatype"] == "dateTime"


def graph(data: bytes) -> rdflib.Graph:
    return rdflib.Graph().parse(data=data, format="json-ld", publicID="https://example.org/")


def conforms(found: rdflib.Graph) -> bool:
    return bool(pyshacl.validate(found, shacl_graph=SHAPES, shacl_graph_format="turtle")[0])


def test_dcat_has_what_is_mandatory(home: Path) -> None:
    assert conforms(graph((home / "dcat.jsonld").read_bytes()))


def test_dcat_without_what_is_mandatory_is_seen(home: Path) -> None:
    said = read(home / "dcat.jsonld")
    del said["dcat:distribution"][0]["dcat:accessURL"]

    assert not conforms(graph(metadata.written(said)))


def test_dcat_speaks_both_languages(home: Path) -> None:
    found = graph((home / "dcat.jsonld").read_bytes())

    titles = found.objects(rdflib.URIRef("https://example.org/#dataset"), rdflib.DCTERMS.title)
    assert {one.language for one in titles if isinstance(one, rdflib.Literal)} == {"en", "fr"}


def test_schema_org_names_every_file_with_its_digest(home: Path) -> None:
    said = read(home / "dataset.jsonld")
    lines = dict(line.split("  ")[::-1] for line in (home / "SHA256SUMS").read_text("utf-8").splitlines())

    assert said["@type"] == "Dataset"
    described = {one["contentUrl"]: one["sha256"] for one in said["distribution"]}
    own = {"dataset.jsonld", "dcat.jsonld", "CITATION.cff", ".zenodo.json", extension.FILE}
    assert described == {name: digest for name, digest in lines.items() if name not in own}


def test_all_say_the_same_of_the_package(home: Path) -> None:
    said = shipped().descriptor
    cff, zenodo = yaml.safe_load((home / "CITATION.cff").read_text("utf-8")), read(home / ".zenodo.json")
    croissant, dataset, dcat = (read(home / name) for name in ("croissant.json", "dataset.jsonld", "dcat.jsonld"))

    titles = {one["name"] for one in (croissant, dataset)} | {one["title"] for one in (cff, zenodo)}
    assert titles == {said["title"]} == {one["@value"] for one in dcat["dct:title"] if one["@language"] == "en"}
    versions = {one["version"] for one in (croissant, dataset, cff, zenodo)} | {dcat["dcat:version"]}
    assert versions == {said["version"]}
    dates = {
        croissant["datePublished"],
        dataset["datePublished"],
        str(cff["date-released"]),
        zenodo["publication_date"],
    }
    assert dates == {said["created"][:10]} == {dcat["dct:issued"]["@value"]}
    addresses = {croissant["license"], dataset["license"], dcat["dct:license"][0]["@id"]}
    assert addresses == {said["licenses"][0]["path"]}
    assert {*cff["license"]} == {said["licenses"][0]["name"]} == {zenodo["license"].upper()}


@pytest.mark.parametrize("name", ["CITATION.cff", ".zenodo.json"])
def test_the_file_in_the_project_is_the_one_that_is_written(name: str, home: Path) -> None:
    assert (ROOT / name).read_bytes() == (home / name).read_bytes()


def test_a_package_that_says_little_is_described_all_the_same(tmp_path: Path) -> None:
    package = exporting.made(tmp_path, title=None, licenses=[], contributors=[], version=None)
    package.descriptor.update({"title": "", "version": ""})

    assert metadata.dataset(package, {})["name"] == "package"
    assert "license" not in metadata.croissant(package, "a.zip", b"")
    assert metadata.cited({"name": "p"}) == "p."
