"""A report as people and machines read it: text, JSON, annotations of GitHub, Markdown.

Whatever a cell holds, it is shown and never acts: it can neither colour a terminal, nor end a table, nor be taken for
a workflow command. Every form is made line by line, so that a million findings need no memory of their own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from ampere_data.tabular.issue import Issue
from ampere_data.tabular.report import Report
from ampere_data.words import has, phrase
from ampere_data.words.typesetting import show

_RANGES = 12
_BOLD, _RED, _GREEN, _YELLOW = "1", "31", "32", "33"


@dataclass(frozen=True, slots=True)
class Style:
    """How a report is to look.

    Attributes:
        language: `en` or `fr`.
        limit: How many findings are shown at most; all are counted. None shows all.
        colour: Whether text is coloured, which only a terminal understands.
        locate: Turns the path of an issue, relative to the descriptor, into the one by which the reader finds the file.
    """

    language: str = "en"
    limit: int | None = None
    colour: bool = False
    locate: Callable[[str], str] = str

    def say(self, name: str, **words: object) -> str:
        """Say a phrase of the report itself."""
        return phrase(name, self.language, **words)

    def paint(self, text: str, colour: str) -> str:
        """Colour a text, where colours are wanted."""
        return f"\x1b[{colour}m{text}\x1b[0m" if self.colour else text

    def file(self, issue: Issue) -> str:
        """Name the file of a finding, or where there is none what the finding is about."""
        if issue.path:
            return show(self.locate(issue.path), None)
        return show(issue.table, None) or self.say("package")


_PLAIN = Style()


def render(report: Report, form: str = "text", style: Style = _PLAIN) -> Iterator[str]:
    """Write a report, line by line, without line ends.

    Args:
        report: What was found.
        form: One of `FORMS`.
        style: How it is to look.

    Raises:
        KeyError: There is no such form.
    """
    return FORMS[form](report, style)


def _text(report: Report, style: Style) -> Iterator[str]:
    """Write text that is safe in the log of a workflow, too."""
    return map(_harmless, _grouped(report, style))


def _grouped(report: Report, style: Style) -> Iterator[str]:
    """Group what repeats itself, file by file; the summary comes last, where a terminal stops."""
    shown = left = 0
    path = None
    for group in _groups(report.issues):
        if style.limit is not None and shown >= style.limit:
            left += len(group)
            continue
        shown += 1
        if style.file(group[0]) != path:
            path = style.file(group[0])
            yield style.paint(path, _BOLD)
        yield from _entry(group, style)
    if left:
        yield f"  {style.say('more', count=left)}"
    if shown:
        yield ""
    verdict, *rest = report.summary(style.language)
    yield style.paint(verdict, _RED if report.issues else _YELLOW if report.unverified else _GREEN)
    yield from rest


def _groups(issues: Iterable[Issue]) -> list[list[Issue]]:
    """Put together the findings of a field of which the same is said; files stay whole, in each the lines ascend.

    What several cells of a row lack is put together, too, and said last: first they have to be right.
    """
    files: dict[tuple[str, str], int] = {}
    for issue in issues:
        files.setdefault((issue.table, issue.path), len(files))
    alike: dict[tuple[object, ...], list[Issue]] = {}
    for issue in sorted(issues, key=lambda one: (one.line or 0, one.row or 0, _is_of_a_row(one))):
        row = (issue.table, issue.path, issue.line, issue.row, issue.code)
        alike.setdefault(row if _is_of_a_row(issue) else issue.same(), []).append(issue)
    return sorted(alike.values(), key=lambda group: files[group[0].table, group[0].path])


def _is_of_a_row(issue: Issue) -> bool:
    """Tell whether what is found in several cells of a row is said at once: a row that is new lacks it in all."""
    return has("phrases", f"{issue.code}-of-a-row")


def _entry(group: list[Issue], style: Style) -> Iterator[str]:
    first = group[0]
    field = show(first.field)
    if len(group) > 1 and _is_of_a_row(first):
        field, (said, advice) = "", _of_a_row(group, style)
    else:
        said, advice = first.sentence(style.language), first.advice(style.language)
    place = ", ".join(filter(None, (_lines(group, style), field))) or style.say("header")
    if len(group) > 1:
        place = style.say("grouped", place=place, count=len(group))
    yield f"  {style.say('entry', place=place, said=said)} {style.paint(f'[{first.code}]', _YELLOW)}"
    if advice:
        yield f"    → {advice}"


def _of_a_row(group: list[Issue], style: Style) -> tuple[str, str]:
    """Say at once what several cells of a row lack, and how to mend it."""
    first = group[0]
    params = {name: show(value) for name, value in first.params.items()}
    cells = dict.fromkeys(f"{one.field} ({one.params['item']})" if one.detail == "item" else one.field for one in group)
    params |= {"table": show(first.table), "fields": ", ".join(map(show, cells))}
    return style.say(f"{first.code}-of-a-row", **params), style.say(f"{first.code}-advice", **params)


def _lines(group: list[Issue], style: Style) -> str:
    """Name the lines of a group, or as many stretches of them as one can take in; the rows of what has no lines."""
    lines = sorted({issue.line for issue in group if issue.line})
    one, many = "line", "lines"
    if not lines:
        lines, one, many = sorted({issue.row for issue in group if issue.row}), "row", "numbered-rows"
    if len(lines) <= 1:
        return style.say(one, line=lines[0]) if lines else ""
    stretches = list(islice(_stretches(lines), _RANGES + 1))
    return style.say(many, lines=", ".join([*stretches[:_RANGES], *["…"] * (len(stretches) > _RANGES)]))


def _stretches(lines: list[int]) -> Iterator[str]:
    """Write ascending numbers, neighbours as a stretch: `17, 19–24`."""
    for _, run in groupby(enumerate(lines), key=lambda numbered: numbered[1] - numbered[0]):
        numbers = [line for _, line in run]
        yield str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _harmless(text: str) -> str:
    """Part what a workflow runner takes for a command: `::` where a line begins, `##[` wherever it stands."""
    return ("./" if text.lstrip().startswith("::") else "") + text.replace("##[", "## [")


def _json(report: Report, style: Style) -> Iterator[str]:
    """Write JSON in ASCII, one finding a line; `report.schema.json` describes it."""
    counts = {"issues": len(report.issues), **report.counts}
    yield "{"
    yield f'"valid": {json.dumps(report.valid)},'
    yield f'"counts": {json.dumps(counts)},'
    yield f'"unread": {json.dumps(report.unread)},'
    yield f'"empty": {json.dumps(report.empty)},'
    yield f'"extension": {json.dumps(report.extension or None)},'
    yield f'"codes": {json.dumps(report.codes)},'
    yield '"issues": ['
    shown = report.issues[: style.limit]
    for number, issue in enumerate(shown, start=1):
        # JSON reads it as the same text; a workflow runner does not take it for a command.
        said = json.dumps(issue.to_dict(style.language)).replace("##[", "#\\u0023[")
        yield said + ("," if number < len(shown) else "")
    yield "]"
    yield "}"


def _github(report: Report, style: Style) -> Iterator[str]:
    """Write one workflow command per finding, and the summary as plain text."""
    for issue in report.issues[: style.limit]:
        places: dict[str, Any] = {"file": style.file(issue) if issue.path else None, "line": issue.line}
        places["title"] = f"{issue.code}: {show(issue.field)}" if issue.field else issue.code
        properties = ",".join(f"{name}={_property(value)}" for name, value in places.items() if value)
        said = ". ".join(part for part in (issue.sentence(style.language), issue.advice(style.language)) if part)
        yield f"::error {properties}::{_data(said)}"
    yield from report.summary(style.language)


def _data(text: str) -> str:
    """Escape the message of a workflow command, as the runner's own toolkit does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    """Escape a property of a workflow command, as the runner's own toolkit does."""
    return _data(str(value)).replace(":", "%3A").replace(",", "%2C")


def _markdown(report: Report, style: Style) -> Iterator[str]:
    verdict, *rest = report.summary(style.language)
    yield f"**{markdown(verdict)}**"
    yield ""
    for line in rest:
        yield markdown(line)
    if report.issues:
        names = ("file", "line", "field", "code", "message", "hint")
        yield ""
        yield from markdown_head(style.say(f"heading-{name}") for name in names)
    for issue in report.issues[: style.limit]:
        said = (issue.sentence(style.language), issue.advice(style.language))
        line = str(issue.line or "") or (style.say("row", line=issue.row) if issue.row else "")
        places = (style.file(issue), line, show(issue.field), issue.code)
        yield markdown_row(markdown(text) for text in (*places, *said))
    left = len(report.issues[style.limit :]) if style.limit is not None else 0
    if left:
        yield ""
        yield style.say("more", count=left)


def markdown_head(labels: Iterable[str]) -> Iterator[str]:
    """Begin a table of Markdown."""
    cells = list(labels)
    yield markdown_row(cells)
    yield markdown_row("---" for _ in cells)


def markdown_row(cells: Iterable[str]) -> str:
    """Write a row of a table of Markdown, whose cells are escaped already."""
    return f"| {' | '.join(cells)} |"


_ACTING = frozenset("\\`*_[]<>#|~&$!")


def markdown(text: str) -> str:
    """Escape a text for one cell of a Markdown table: no mark-up, no tag, no link, no mention.

    What comes from a cell is made visible before, by `show`; a French sentence keeps its no-break blanks.
    """
    shown = "".join(f"\\{char}" if char in _ACTING else char for char in text)
    # A backslash does not stop GitHub from linking a name or an address; an invisible blank does.
    return shown.replace("@", "@\u200b").replace("://", ":\u200b//").replace("www.", "www\u200b.")


FORMS: dict[str, Callable[[Report, Style], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "markdown": _markdown,
}
