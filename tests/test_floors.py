"""The house has floors: imports point downward only, and nothing heavy loads until it is used."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter

import pytest
from conftest import ROOT

PACKAGE = ROOT / "ampere_data"

# The folders and files of the package, from the ground up; inside a folder no two modules import each other.
FLOORS = {
    "files beside the modules, and names in them": "travelling names",
    "sentences": "words",
    "what any data package is held to": "tabular",
    "what our schemas declare": "curation",
    "what users ask for: tables as frames, what is claimed, what is wrong": (
        "claims compiling frames overviews series validation"
    ),
    "the tables in other formats, and how to cite them": "exports citing",
    "the command line": "cli",
    "the entrances": "__init__ __main__",
}
HEAVY = {
    "pandas",
    "numpy",
    "pandera",
    "pyarrow",
    "frictionless",
    "edtf",
    "jsonschema",
    "jsonschema_rs",
    "openpyxl",
    "dplib",
    "regex",
    "rich",
    "text_to_num",
    "xlsxwriter",
}

MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def floor(module: str) -> int:
    """Say on which floor a module is; one that is on none is an oversight."""
    room = module.partition(".")[0]
    levels = [level for level, rooms in enumerate(FLOORS.values()) if room in rooms.split()]
    assert len(levels) == 1, f"{room}: FLOORS names it {len(levels)} times"
    return levels[0]


def imports(nodes: list[ast.stmt]) -> Iterator[tuple[str, bool]]:
    """Name each module that is imported, and whether that happens as soon as the file is."""
    for node in nodes:
        for inner in ast.walk(node):
            at_once = inner is node or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            if isinstance(inner, ast.Import):
                yield from ((alias.name, at_once) for alias in inner.names)
            if isinstance(inner, ast.ImportFrom) and inner.module:
                yield inner.module, at_once
                if inner.module.startswith("ampere_data"):
                    yield from ((f"{inner.module}.{alias.name}", at_once) for alias in inner.names)


def own_imports(module: str) -> set[str]:
    """Name the modules of this package that a module imports, wherever it does so."""
    named = {name.removeprefix("ampere_data.") for name, _ in imports(read(module)) if name.startswith("ampere_data.")}
    return named & {name_of(other) for other in MODULES} - {name_of(module)}


def name_of(module: str) -> str:
    """Name a module as it is imported; a folder's own file goes by the folder's name."""
    return module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def read(module: str) -> list[ast.stmt]:
    """Parse a module without what only a type checker sees."""
    body = ast.parse((PACKAGE / module).read_text(encoding="utf-8")).body
    return [node for node in body if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")]


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_downward(module: str) -> None:
    upward = [name for name in own_imports(module) if floor(name) > floor(name_of(module))]

    assert upward == []


def test_no_modules_import_each_other() -> None:
    TopologicalSorter({name_of(module): own_imports(module) for module in MODULES}).prepare()


@pytest.mark.parametrize("module", MODULES)
def test_no_heavy_library_loads_with_a_module(module: str) -> None:
    heavy = [name for name, at_once in imports(read(module)) if at_once and name.partition(".")[0] in HEAVY]

    assert heavy == []


def test_no_column_name_of_the_tables_is_written_in_python() -> None:
    """Adding a column touches schemas and data only; what proofs themselves are made of is known by name."""
    schemas = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in (ROOT / "schemas").glob("*.json")}
    columns = {table: {field["name"] for field in schema["fields"]} for table, schema in schemas.items()}
    own = columns["evidence"] | columns["sources"] | columns["passages"]
    foreign = {name for name in set().union(*columns.values()) - own if "_" in name}

    written = {
        f"{module}:{node.lineno}: {node.value!r}"
        for module in MODULES
        for node in ast.walk(ast.parse((PACKAGE / module).read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in foreign
    }

    assert written == set()


def test_a_small_package_is_validated_without_pandas() -> None:
    program = "import sys, ampere_data; ampere_data.validate(); print(sorted({'pandas', 'pandera'} & set(sys.modules)))"

    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)

    assert run.stdout.strip() == "[]"
