"""Parsers whose help pages and refusals are in the language of the reader."""

from __future__ import annotations

import argparse
import os
import re
from argparse import SUPPRESS, Action, ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, Self

from ampere_data.words import LANGUAGES, has, read, say
from ampere_data.words.reasons import Reason
from ampere_data.words.typesetting import put, show, typeset

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Verbs = _SubParsersAction["Parser"]

Takes = Mapping[str, Mapping[str, Any]]
PROGRAM = "ampere-data"
WRONG_USE = 2
# How an argument of a name is taken, whichever verb it belongs to; any other takes a text.
_FLAG: dict[str, Any] = {"action": "store_true"}
_FOLDER: dict[str, Any] = {"metavar": "DIR", "type": Path}
_USUAL: Takes = {
    "path": {"metavar": "PATH", "nargs": "?", "type": Path},
    "file": {"metavar": "FILE", "type": Path},
    "folder": _FOLDER,
    "--format": {"default": "text"},
    "--as-of": {"metavar": "DAY"},
    "--documents": _FOLDER,
    "--package": _FOLDER,
    "--schema": {"metavar": "FILE", "type": Path},
    "--table": {"metavar": "TABLE"},
    "--dialect": {"metavar": "FILE", "type": Path},
    "--limit": {"metavar": "N"},
    "--nth": {"metavar": "N"},
    "--check": _FLAG,
    "--force": _FLAG,
    "--dry-run": _FLAG,
    "--require-documents": _FLAG,
}
# What argparse asks for that is no sentence, and how it is quoted where a language has no words for that.
_PLAIN = {"%(heading)s:": "{heading}:", "unknown": "{what}"}
# What it fills in that is a sentence of ours already.
_SAID = frozenset({"heading", "message"})


class Verb(Protocol):
    """What the module of a verb holds: examples, the arguments by name with what is not as usual, and its work."""

    EXAMPLES: str
    TAKES: Takes

    def run(self, args: Namespace) -> int:
        """Do it, and give the exit code."""


class _Answer(str):
    """What argparse gets where it asks gettext for its words: ours, which it fills by `%` as if they were its own.

    What has no words of ours is quoted.
    """

    __slots__ = ("_asked", "_language")
    _asked: str
    _language: str

    def __new__(cls, asked: str, language: str) -> Self:
        """Look up what argparse asks for."""
        template = _answers(language).get(asked)
        answer = super().__new__(cls, typeset(template, language) if template else _quoted(asked, language))
        answer._asked, answer._language = asked, language
        return answer

    def __mod__(self, words: Any) -> str:
        template = _answers(self._language).get(self._asked)
        if not template:
            return _quoted(self._asked % words, self._language)
        named = dict(words) if isinstance(words, dict) else {"what": words}
        if "choices" in named:  # up to Python 3.13, each in quotes
            named["choices"] = named["choices"].replace("'", "")
        shown = {name: word if name in _SAID else show(word, None) for name, word in named.items()}
        return put(template, shown, self._language)


def _answers(language: str) -> Mapping[str, str]:
    """Give what argparse is to say; nothing for a language that leaves it to argparse, as English does."""
    answers = read(language).get("misuse", {})
    return {**_PLAIN, **answers} if answers else {}


def _quoted(said: str, language: str) -> str:
    return put(_answers(language)["unknown"], {"what": show(said, None)}, language)


@contextmanager
def _answering(language: str) -> Iterator[None]:
    """Answer argparse in a language while it takes a line apart."""
    asking = vars(argparse)
    kept = {name: asking[name] for name in ("_", "ngettext")}
    if _answers(language):
        asking["_"] = partial(_Answer, language=language)
        asking["ngettext"] = lambda one, many, count: _Answer(one if count == 1 else many, language)
    try:
        yield
    finally:
        asking.update(kept)


class _Formatter(RawDescriptionHelpFormatter):
    """Writes help pages; the word before the usage is the only one that argparse would add by itself."""

    def __init__(self, prog: str, *, language: str, **options: Any) -> None:
        super().__init__(prog, **options)
        self._language = language

    def add_usage(
        self, usage: str | None, actions: Iterable[Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, _say("usage", self._language) if prefix is None else prefix)


class Parser(ArgumentParser):
    """A parser that finds the texts of what it takes by name, and says in one line what is wrong."""

    def __init__(self, *, verb: str, language: str, **options: Any) -> None:
        page = partial(_Formatter, language=language)
        super().__init__(formatter_class=page, allow_abbrev=False, add_help=False, **options)
        self.verb, self.language = verb, language
        self._places = self.add_argument_group(_say("positional", language))
        self._options = self.add_argument_group(_say("options", language))
        self.add_argument("-h", "--help", action="help")
        # Before the verb and behind it; what stands behind counts.
        self.add_argument("--lang", choices=LANGUAGES, default=SUPPRESS)

    def add_argument(self, *names: str, **options: Any) -> Action:
        """Take an argument; what its value is called and what is said of it is looked up."""
        name = names[-1]
        if "metavar" in options:
            options["metavar"] = say("names", options["metavar"], self.language, {})
        own = f"{self.verb} {name}"
        options.setdefault("help", _say(own if has("help", own) else name, self.language))
        return (self._options if name.startswith("-") else self._places).add_argument(*names, **options)

    def parse(self, words: Sequence[str]) -> Namespace:
        """Take a line apart, in the parser's language."""
        with _answering(self.language):
            return self.parse_args(words, Namespace(lang=self.language))

    def error(self, message: str) -> NoReturn:
        """Leave with the exit code of wrong use."""
        said = message if _answers(self.language) else show(message, None)
        page = _say("misused", self.language, prog=self.prog)
        self.exit(WRONG_USE, f"{self.prog}: {said} {page}\n")


def _say(name: str, language: str, **words: object) -> str:
    """Give a text of the help pages, however long."""
    return say("help", name, language, words, None)


def begin(language: str) -> tuple[Parser, Verbs]:
    """Begin the parser of the command; the verbs are to be added."""
    name = say("names", "VERB", language, {})
    texts = {"description": _say(PROGRAM, language), "epilog": _say(f"{PROGRAM} examples", language)}
    top = Parser(verb=PROGRAM, language=language, prog=PROGRAM, **texts)
    top.add_argument("--version", action="store_true")
    return top, top.add_subparsers(title=_say("verbs", language), metavar=name, parser_class=Parser)


def add_verb(verbs: Verbs, name: str, verb: Verb, language: str) -> None:
    """Add a verb, with its sentence, its examples, and what its exit codes mean if that is more than done or not."""
    summary = _say(name, language)
    epilog = [_say("examples", language) + "\n" + verb.EXAMPLES.strip("\n")]
    epilog += [_say(f"{name} codes", language)] if has("help", f"{name} codes") else []
    texts: dict[str, Any] = {"description": summary[0].upper() + summary[1:] + ".", "epilog": "\n\n".join(epilog)}
    parser = verbs.add_parser(name, verb=name, language=language, help=summary, **texts)
    read_as = {"N": partial(_number, language=language), "DAY": partial(_day, language=language)}
    for taken, own in verb.TAKES.items():
        usual = {"metavar": "TEXT" if taken.startswith("-") else taken.upper()}
        options = {**_USUAL.get(taken, {} if "choices" in own else usual), **own}
        kind = read_as.get(options.get("metavar", ""), options.get("type"))
        parser.add_argument(taken, **(options if kind is None else options | {"type": kind}))
    parser.set_defaults(run=verb.run)


def _number(text: str, language: str) -> int:
    """Read how many are wanted, or which of them."""
    if not text.isdecimal():
        raise ArgumentTypeError(Reason("number-wanted", found=text).sentence(language))
    return int(text)


def _day(text: str, language: str) -> str:
    """Read a day of the calendar."""
    from datetime import date

    with suppress(ValueError):
        if date.fromisoformat(text).isoformat() == text:
            return text
    raise ArgumentTypeError(Reason("day-wanted", found=text, day="2023-06-30").sentence(language))


def language_of(words: Sequence[str]) -> str:
    """Tell the language that is asked for on the line, or the locale's, or English.

    It must be known before the line is parsed: what parses it speaks already.
    """
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    found = [re.split("[_.@-]", locale.lower())[0]]
    for at, word in enumerate(words):
        if word == "--":
            break
        if word == "--lang":
            found += words[at + 1 : at + 2]
        elif word.startswith("--lang="):
            found.append(word.removeprefix("--lang="))
    return next((one for one in reversed(found) if one in LANGUAGES), LANGUAGES[0])
