"""Every finding that the program makes in any test can be said in both languages, with nothing left out."""

import sys
from collections.abc import Callable
from functools import cache, wraps
from string import Formatter
from typing import Any

from ampere_data import messages
from ampere_data.report import Issue

_said: set[tuple[object, ...]] = set()


def said_in_both_languages(make: Callable[..., None]) -> Callable[..., None]:
    """Wrap what makes an issue: one that the program itself made is said at once, the first of each kind."""

    @wraps(make)
    def checked(issue: Issue, *args: Any, **words: Any) -> None:  # noqa: ANN401 - those of an issue
        make(issue, *args, **words)
        if sys._getframe(1).f_globals["__name__"].startswith("ampere_data."):  # noqa: SLF001 - not what a test invents
            _say(issue)

    return checked


def _say(issue: Issue) -> None:
    words = issue._words()  # noqa: SLF001 - what a sentence may speak of
    entry = messages._entry(issue.code, issue.detail, words)  # noqa: SLF001 - with the variant that the words ask for
    hint = issue.hint or messages.usual_advice(issue.code, issue.detail)
    kind = (entry, hint, *sorted(issue.params))
    if kind in _said:
        return
    _said.add(kind)
    for language in messages.LANGUAGES:
        assert issue.sentence(language).strip(), kind
        assert bool(hint) == bool(issue.advice(language).strip()), kind
    templates = [messages.SENTENCES[entry]["en"], *([messages.ADVICE[hint]["en"]] if hint else [])]
    spoken = {name: words[name] for template in templates for name in _names(template)}
    assert [name for name, word in spoken.items() if word is None] == [], kind
    # A reason in plain words would be English in a French sentence.
    assert not isinstance(spoken.get("note"), str), kind


@cache
def _names(template: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)
