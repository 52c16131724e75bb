"""The sources of the package as they are parsed: which calls they make, which texts these take."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

from conftest import ROOT

SOURCES = {path: path.read_text(encoding="utf-8") for path in (ROOT / "ampere_data").rglob("*.py")}


def without_words(template: str) -> str:
    """Give the text of a template without what is filled in."""
    return "".join(text for text, *_ in Formatter().parse(template))


@cache
def _all_calls() -> dict[str, list[tuple[Path, ast.Call, list[ast.stmt]]]]:
    """List every call by the name of what is called, with its file and the body of each function that it stands in."""
    found: dict[str, list[tuple[Path, ast.Call, list[ast.stmt]]]] = {}
    for path, source in SOURCES.items():
        for outer in ast.walk(ast.parse(source)):
            if isinstance(outer, ast.FunctionDef):
                for node in ast.walk(outer):
                    if isinstance(node, ast.Call):
                        name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
                        found.setdefault(name, []).append((path, node, outer.body))
    return found


def calls(*names: str) -> Iterator[tuple[Path, ast.Call, list[ast.stmt]]]:
    """Find the calls of some functions, each with its file and the body of the function that it stands in."""
    for name in names:
        yield from _all_calls().get(name, [])


def texts(node: ast.AST) -> list[str]:
    """List the texts that stand in an expression, but for those that it asks or looks up by."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    return []
