"""Parsers whose help pages and refusals are in the language of the reader."""

from __future__ import annotations

import os
import re
from argparse import SUPPRESS, Action, ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from ampere_data.commands.wording import HELP, NAMES, say, say_misuse
from ampere_data.messages import LANGUAGES

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Verbs = _SubParsersAction["Parser"]

PROGRAM = "ampere-data"
WRONG_USE = 2


class _Formatter(RawDescriptionHelpFormatter):
    """Writes help pages; the word before the usage is the only one that argparse would add by itself."""

    def __init__(self, prog: str, *, language: str, **options: Any) -> None:  # noqa: ANN401 - those of argparse
        super().__init__(prog, **options)
        self._language = language

    def add_usage(
        self, usage: str | None, actions: Iterable[Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, say("usage", self._language) if prefix is None else prefix)


class Parser(ArgumentParser):
    """A parser that finds the texts of what it takes by name, and says in one line what is wrong."""

    def __init__(self, *, verb: str, language: str, **options: Any) -> None:  # noqa: ANN401 - those of argparse
        """Begin the page of a verb, or of the command."""
        page = partial(_Formatter, language=language)
        super().__init__(formatter_class=page, allow_abbrev=False, add_help=False, **options)
        self.verb, self.language = verb, language
        self._places = self.add_argument_group(say("positional", language))
        self._options = self.add_argument_group(say("options", language))
        self.add_argument("-h", "--help", action="help")
        # Before the verb and behind it; what stands behind counts.
        self.add_argument("--lang", choices=LANGUAGES, default=SUPPRESS)

    def add_argument(self, *names: str, **options: Any) -> Action:  # noqa: ANN401 - as above
        """Take an argument; what its value is called and what is said of it is looked up."""
        name = names[-1]
        if "metavar" in options:
            options["metavar"] = NAMES[options["metavar"]][self.language]
        own = f"{self.verb} {name}"
        options.setdefault("help", say(own if own in HELP else name, self.language))
        return (self._options if name.startswith("-") else self._places).add_argument(*names, **options)

    def error(self, message: str) -> NoReturn:
        """Leave with the exit code of wrong use."""
        said, page = say_misuse(message, self.language), say("misused", self.language, prog=self.prog)
        self.exit(WRONG_USE, f"{self.prog}: {said} {page}\n")


def begin(language: str) -> tuple[Parser, Verbs]:
    """Begin the parser of the command; the verbs are to be added."""
    name = NAMES["VERB"][language]
    texts = {"description": say(PROGRAM, language), "epilog": say(f"{PROGRAM} examples", language)}
    top = Parser(verb=PROGRAM, language=language, prog=PROGRAM, **texts)
    top.add_argument("--version", action="store_true")
    return top, top.add_subparsers(title=say("verbs", language), metavar=name, parser_class=Parser)


def add_verb(verbs: Verbs, verb: str, language: str, examples: str) -> Parser:
    """Add a verb, with its sentence, its examples, and what its exit codes mean if that is more than done or not."""
    summary = say(verb, language)
    epilog = [say("examples", language) + "\n" + examples.strip("\n")]
    epilog += [say(f"{verb} codes", language)] if f"{verb} codes" in HELP else []
    return verbs.add_parser(
        verb,
        verb=verb,
        language=language,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog="\n\n".join(epilog),
    )


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
