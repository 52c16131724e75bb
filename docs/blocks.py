"""The generated parts of the pages: each function prints Markdown where cog calls it (`make docs`).

What a page shows of a command or of Python was run when the page was written; a test holds it fresh.
"""

import ast
import contextlib
import csv
import inspect
import io
import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
DESCRIPTOR = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
SCHEMAS = {
    resource["name"]: json.loads((ROOT / resource["schema"]).read_text(encoding="utf-8"))
    for resource in DESCRIPTOR["resources"]
}
LONGEST_LINE = 110


def tables() -> None:
    """List the tables: name, rows, what a row is."""
    _print("| table | rows | a row is |", "|---|--:|---|")
    for resource in DESCRIPTOR["resources"]:
        name = resource["name"]
        rows = _rows(ROOT / resource["path"])
        _print(f"| [`{name}`](docs/data-dictionary.md#{name}) | {rows} | {resource['description']} |")


def diagram() -> None:
    """Draw the tables, their keys and how they refer to each other, for GitHub's Mermaid."""
    _print("```mermaid", "erDiagram")
    for table, schema in SCHEMAS.items():
        links = {name: key["reference"].get("resource") or table for key in _keys(schema) for name in key["fields"]}
        _print(f"    {table} {{")
        for field in schema["fields"]:
            if field["name"] in _list(schema["primaryKey"]) or field["name"] in links:
                mark = "PK" if field["name"] in _list(schema["primaryKey"]) else "FK"
                _print(f"        {field['type']} {field['name']} {mark}")
        _print("    }")
        _print(*(f"    {target} ||--o{{ {table} : {name}" for name, target in links.items()))
    _print(*(f"    {table} ||--o{{ evidence : record_id" for table in SCHEMAS if _proven(table)), "```")


def dictionary(language: str = "en") -> None:
    """Describe every table, field and category value."""
    from ampere_data.exports.dictionary import markdown
    from ampere_data.tabular.package import open_package

    _print(markdown(open_package(ROOT), language))


def literals() -> None:
    """Write the names of tables, the ids of records and the values of vocabularies as types."""
    _print("from typing import Literal", "", *_literal("TableName", list(SCHEMAS)))
    for table, schema in SCHEMAS.items():
        key = _list(schema["primaryKey"])
        if len(key) == 1:
            _print(*_literal(_type(key[0]), [row[key[0]] for row in _records(table)]))
        for field in schema["fields"]:
            if "enum" in field.get("constraints", {}):
                _print(*_literal(_type(f"{table}_{field['name']}"), field["constraints"]["enum"]))


def _type(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _literal(name: str, values: list[str]) -> list[str]:
    listed = ", ".join(f'"{value}"' for value in values)
    wrapper = textwrap.TextWrapper(LONGEST_LINE, "    ", "    ", break_on_hyphens=False)
    return [f"{name} = Literal[", *wrapper.wrap(listed), "]"]


def _records(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def session(name: str) -> None:
    """Run `docs/examples/NAME.py` as a Python session and show it with its output."""
    with _as_a_reader():
        _print("```pycon", *_replay(name), "```")


def source(name: str) -> None:
    """Show the lines of `docs/examples/NAME.py`; a test runs them."""
    _print("```python", (ROOT / "docs" / "examples" / f"{name}.py").read_text(encoding="utf-8").rstrip(), "```")


def proven() -> None:
    """Show the files of the minimal package of the extension, but for its descriptor."""
    folder = ROOT / "docs" / "examples" / "proven"
    for file in ("seeds/eckmuhl.txt", *(f"data/{name}.csv" for name in ("lighthouses", "sources", "evidence"))):
        _print(f"`{file}`", "", "```text", (folder / file).read_text(encoding="utf-8").rstrip(), "```", "")


def api() -> None:
    """Show each public name with its signature and docstring."""
    import ampere_data

    for name in ampere_data.__all__:
        thing = getattr(ampere_data, name)
        if inspect.isroutine(thing) or inspect.isclass(thing):
            head = f"def {name}{inspect.signature(thing)}" if inspect.isroutine(thing) else f"class {name}"
            head = head.replace("'", "").replace(", ", ",\n    ") if len(head) > LONGEST_LINE else head.replace("'", "")
            _print(f"## {name}", "", "```text", head, "", inspect.getdoc(thing) or "", "```", "")


def command(*words: str, limit: int | None = None) -> None:
    """Run `ampere-data WORDS` and show it with its output, or the first lines of it."""
    quoted = [f'"{word}"' if " " in word else word for word in words]
    shown = run(*words).splitlines()
    cut = ["…"] if limit and len(shown) > limit else []
    _print("```console", f"$ ampere-data {' '.join(quoted)}", *(line.rstrip() for line in shown[:limit]), *cut, "```")


def commands() -> None:
    """Show the help of the command and of each verb."""
    whole = run("--help")
    listed = whole.partition("VERB\n")[2].partition("\n\n")[0]
    verbs = [line.split()[0] for line in listed.splitlines() if line.startswith("    ") and line[4] != " "]
    _print("```text", whole, "```")
    for verb in verbs:
        _print("", f"## {verb}", "", "```text", run(verb, "--help"), "```")


def codes(kind: str) -> None:
    """List the codes of one kind, each with what it says; ‹…› is filled in."""
    from ampere_data.words import ENGLISH, read

    entries = read(ENGLISH)["issues"]
    _print("| code | what it says |", "|---|---|")
    for code in sorted({name.partition("/")[0] for name in entries}):
        if _kind(code) == kind:
            said = dict.fromkeys(_sentences(code, entries))
            shown = [_text(re.sub(r"\{(\w+)\}", r"‹\1›", text)) for text in said]
            _print(f"| `{code}` | {'<br>'.join(shown)} |")


def _sentences(code: str, entries: Mapping[str, Any]) -> Iterator[str]:
    """Give the sentences of a code: of many and of one, and those of the details that it shares with another code."""
    for name, entry in entries.items():
        if name.partition("/")[0] == code:
            parts = {"said": entry} if isinstance(entry, str) else entry
            yield from (parts[part] for part in ("said", "one") if part in parts)
            shared = f"{parts['like']}/" if "like" in parts else None
            yield from (text for other, text in entries.items() if shared and other.startswith(shared))


def properties() -> None:
    """List the properties of ours, as the JSON Schema that holds schemas to them describes them."""
    from ampere_data.curation.properties import described

    _print("| property | stands on | says | example |", "|---|---|---|---|")
    schema = described()
    for place, known in (("schema", schema), ("field", _items(schema, "fields"))):
        _properties(place, known)
    _properties("category of a field", _items(_items(schema, "fields"), "categories"))


def _items(schema: dict[str, Any], name: str) -> dict[str, Any]:
    return dict(schema["properties"][name]["items"])


def _properties(place: str, schema: dict[str, Any]) -> None:
    """List those that stand in one place, each with its parts."""
    for name, one in schema["properties"].items():
        if isinstance(one, dict) and "description" in one:
            said = [one["description"], *_parts(one, "")]
            shown = [_code(f'"{name}": {json.dumps(example, ensure_ascii=False)}') for example in one["examples"]]
            _print(f"| `{name}` | {place} | {_text('<br>'.join(said))} | {'<br>'.join(shown)} |")


def _parts(schema: dict[str, Any], within: str) -> list[str]:
    """Say of each part of a property what it is, and whether it may be left out."""
    said = []
    for name, one in schema.get("properties", {}).items():
        needed = "" if name in schema.get("required", []) else ", optional"
        said += [f"`{within}{name}`{needed}: {one['description']}", *_parts(one, f"{within}{name}.")]
    return said


def limits() -> None:
    """List the bounds, as the code has them."""
    from ampere_data.curation import edtf as dates
    from ampere_data.curation.evidence import coverage, proofs
    from ampere_data.tabular import blocks, package, patterns, values

    mebibyte = 1024 * 1024
    largest = f"{package.GROWTH} times its size, or {package.ALWAYS_ALLOWED // mebibyte} MiB if that is more"
    _print("| what | at most |", "|---|---|")
    more = f"and {patterns.SECONDS_MORE * 1e6:.0f} s more for each million characters"
    _print(f"| time that one `pattern` may take on one cell | {patterns.SECONDS:.0f} s |")
    _print(f"| time that it may take on all cells together | {patterns.SECONDS_IN_ALL:.0f} s, {more} |")
    _print(f"| a `pattern`, its repetitions written out | {patterns.LARGEST:,} characters |")
    _print(f"| what a compressed file, a workbook or a Parquet file may grow to | {largest} |")
    filled = f"{values.MOST_FILLED:,}, or {values.MOST_TIMES} times the cells that there are"
    _print(f"| empty cells that short rows of JSON are filled up with | {filled} |")
    _print(f"| one record of a CSV file | {blocks.LONGEST_RECORD // mebibyte} MiB |")
    _print(f"| a date in EDTF | {dates.LONGEST} characters |")
    _print(f"| the print of a proof (`exact`) | {proofs.LONGEST_EXACT} characters |")
    _print(f"| what all prints together repeat of one document | under {coverage.LARGEST_SHARE:.0%} |")


def run(*words: str) -> str:
    """Run `ampere-data WORDS` as a reader without the articles would, and give what it prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AMPERE_DATA")}
    environment |= {"COLUMNS": "100", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
    call = [sys.executable, "-m", "ampere_data", *words]
    done = subprocess.run(call, capture_output=True, encoding="utf-8", env=environment, cwd=ROOT, check=False)
    if done.returncode not in {0, 1}:
        sys.exit(f"ampere-data {words} exited {done.returncode}: {done.stderr}")
    return (done.stdout + done.stderr).rstrip()


def _kind(code: str) -> str:
    """Tell which layer a code belongs to."""
    starts = {
        "fix": ("mended", "not-mended"),
        "proof": (
            "document-",
            "passage-",
            "evidence-",
            "exact-",
            "inferred-",
            "known-from",
            "not-reread",
            "source-ids",
            "unp",
            "value-",
            "verbatim-",
        ),
        "house": (
            *("canonical-", "control-", "edtf-", "formula-", "french-", "list-", "look-alike", "range-"),
            *("reference-", "span-", "supersession-", "unit-", "unused-"),
        ),
    }
    return next((kind for kind, beginnings in starts.items() if code.startswith(beginnings)), "any")


def _proven(table: str) -> bool:
    return any(field.get("evidence") for field in SCHEMAS[table]["fields"])


def _keys(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return list(schema.get("foreignKeys", []))


def _rows(file: Path) -> int:
    with file.open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.reader(stream)) - 1


def _replay(name: str) -> list[str]:
    """Do what the interactive prompt does with each statement of an example."""
    source = (ROOT / "docs" / "examples" / f"{name}.py").read_text(encoding="utf-8")
    lines: list[str] = []
    names: dict[str, Any] = {}
    for node in ast.parse(source).body:
        first, *more = (ast.get_source_segment(source, node) or "").splitlines()
        lines += [f">>> {first}", *(f"... {line}" for line in more)]
        lines += [line.rstrip() for line in _evaluate(node, names).splitlines()]
    return lines


def _evaluate(node: ast.stmt, names: dict[str, Any]) -> str:
    """Run one statement, and show the value of an expression."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(ast.Interactive([node]), "<example>", "single"), names)  # noqa: S102 - our own examples
    return output.getvalue()


@contextlib.contextmanager
def _as_a_reader() -> Any:
    """Show frames whole and equally wide everywhere."""
    import pandas as pd

    with pd.option_context("display.width", 110, "display.max_columns", 20, "display.max_colwidth", 60):
        yield


def _list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _names(value: str | list[str]) -> str:
    return ", ".join(_code(name) for name in _list(value))


def _code(value: object) -> str:
    return f"`{_text(str(value))}`"


def _text(value: str) -> str:
    return value.replace("|", "\\|").replace("\n", " ")


def _print(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
