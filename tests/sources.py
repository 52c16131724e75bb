"""The sources of the package as they are parsed: which calls they make, which texts these take."""

import ast
from collections.abc import Iterator
from string import Formatter

from conftest import ROOT

SOURCES = {path: path.read_text(encoding="utf-8") for path in (ROOT / "ampere_data").rglob("*.py")}


def without_words(template: str) -> str:
    """Give the text of a template without what is filled in."""
    return "".join(text for text, *_ in Formatter().parse(template))


def calls(tree: ast.AST, *names: str) -> Iterator[tuple[ast.Call, list[ast.stmt]]]:
    """Find the calls of some functions, each with the body of the function that it stands in."""
    for outer in ast.walk(tree):
        if isinstance(outer, ast.FunctionDef):
            for node in ast.walk(outer):
                callee = node.func if isinstance(node, ast.Call) else None
                if isinstance(node, ast.Call) and (getattr(callee, "attr", "") or getattr(callee, "id", "")) in names:
                    yield node, outer.body


def texts(node: ast.AST) -> list[str]:
    """List the texts that stand in an expression, but for those that it asks or looks up by."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    return []
