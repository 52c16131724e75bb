"""The house has floors: imports point downward only, and nothing heavy loads until it is used."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "ampere_data"

FLOORS = [
    {"package", "report", "messages", "dates", "french", "reading"},
    {"frames", "provenance", "rules", "explaining", "screening", "keys"},
    {"validation", "rendering", "mending", "citing", "history"},
    {"cli", "commands"},
    {"__init__", "__main__"},
]
HEAVY = {
    "pandas",
    "numpy",
    "pandera",
    "pyarrow",
    "frictionless",
    "edtf",
    "jsonschema",
    "dplib",
    "regex",
    "rich",
    "text_to_num",
}

MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def floor(name: str) -> int:
    return next(level for level, names in enumerate(FLOORS) if name in names)


def imports(nodes: list[ast.stmt]) -> Iterator[tuple[str, bool]]:
    """Name each module that is imported, and whether that happens as soon as the file is."""
    for node in nodes:
        for inner in ast.walk(node):
            at_once = inner is node or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            if isinstance(inner, ast.Import):
                yield from ((alias.name, at_once) for alias in inner.names)
            if isinstance(inner, ast.ImportFrom) and inner.module:
                yield inner.module, at_once
                if inner.module == "ampere_data":
                    yield from ((f"ampere_data.{alias.name}", at_once) for alias in inner.names)


def read(module: str) -> list[ast.stmt]:
    """Parse a module without what only a type checker sees."""
    body = ast.parse((PACKAGE / module).read_text(encoding="utf-8")).body
    return [node for node in body if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")]


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_a_floor(module: str) -> None:
    assert floor(Path(module).parts[0].removesuffix(".py")) >= 0


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_downward(module: str) -> None:
    own = floor(Path(module).parts[0].removesuffix(".py"))

    upward = [
        name for name, _ in imports(read(module)) if name.startswith("ampere_data.") and floor(name.split(".")[1]) > own
    ]

    assert upward == []


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


@pytest.mark.parametrize(
    "statement",
    [
        "import ampere_data",
        "import ampere_data; ampere_data.tables()",
        "import ampere_data, ampere_data.cli",
    ],
)
def test_nothing_heavy_is_loaded_by(statement: str) -> None:
    program = f"import sys; {statement}; print(sorted({HEAVY!r} & set(sys.modules)))"

    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)

    assert run.stdout.strip() == "[]"


def test_a_small_package_is_validated_without_pandas() -> None:
    program = "import sys, ampere_data; ampere_data.validate(); print(sorted({'pandas', 'pandera'} & set(sys.modules)))"

    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)

    assert run.stdout.strip() == "[]"
