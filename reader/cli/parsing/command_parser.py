"""A parser of commands that says safely and plainly what is wrong with the words."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence

from reader.cli import safe_output

TYPE_CHECKING = False  # importing it from typing takes a tenth of what help does
if TYPE_CHECKING:
    from typing import Any, NoReturn

_USUAL_COLUMNS = 80
FEW_WORDS = 12  # which are listed where another one stands in their place

_REQUIRED = "the following arguments are required: "
# What argparse says, and what is said in place of that.
_OURS = (
    (r"^(.+): expected (?:one|at least one|\d+) arguments?$", r"\1 needs a value behind it"),
    (r"^(.+): not allowed with argument (.+)$", r"\1 does not go together with \2"),
    (r"^(.+): ignored explicit argument (.+)$", r"\1 takes no value such as \2"),
)

Fill = Callable[[argparse.ArgumentParser], None]
"""What adds words and options to a parser."""

Forms = dict[str, tuple[str, Fill]]
"""A command: what it does, and what fills its parser."""


class VersionAction(argparse.Action):
    """Prints the version; looking it up takes longer than parsing, so only when asked."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print it and leave."""
        from importlib.metadata import version

        safe_output.write_masked(f"newsreader {version('newsreader')}\n", sys.stdout)
        parser.exit()


class CommandParser(argparse.ArgumentParser):
    """Words of a command line in, what they choose out; says what is wrong with them safely."""

    def __init__(self, *words: Any, **given: Any) -> None:
        super().__init__(*words, **{"formatter_class": _formatter_of, **given})
        self.color = False  # which Python 3.14 would put in, and masking would take apart

    def parse_args(  # type: ignore[override]
        self, words: Sequence[str] | None = None, chosen: Any = None
    ) -> Any:
        """Return what the words choose; a word too many ends the process."""
        chosen, beyond = self.parse_known_args(words, chosen)
        if beyond:
            _parser_of(self, chosen).refuse_word(beyond[0])
        return chosen

    def parse_known_args(  # type: ignore[override]
        self, words: Sequence[str] | None = None, chosen: Any = None
    ) -> Any:
        """Return what the words choose, and those that have no place; options stand anywhere."""
        given = sys.argv[1:] if words is None else words
        ordered = self._options_first(list(given))
        options = ordered[: ordered.index("--")] if "--" in ordered else ordered
        self._strange = next(filter(self._is_strange, options), "")
        return super().parse_known_args(ordered, chosen)

    def _options_first(self, words: list[str]) -> list[str]:
        """Return the words with the options before the others, each group in its order.

        argparse takes words that may be few or many from one place only, and an older one takes
        none of them behind an option. The words of an act stay where they are: its own parser
        puts them in order.
        """
        if any(isinstance(action, argparse._SubParsersAction) for action in self._actions):
            return words
        options: list[str] = []
        others: list[str] = []
        wanted = 0  # values that the last option still takes
        for place, word in enumerate(words):
            if word == "--":
                return [*options, word, *others, *words[place + 1 :]]
            taken = self._values_taken(word)
            (others if taken is None and not wanted else options).append(word)
            wanted = wanted - 1 if taken is None and wanted else taken or 0
        return words if wanted else [*options, *others]

    def _values_taken(self, word: str) -> int | None:
        """Return how many words behind an option are its values; None where a word is no option."""
        known = self._option_string_actions
        name, value, _ = word.partition("=")
        if not word.startswith("-") or word == "-":
            return None
        if word in known:
            return _count_of_values(known[word])
        meant = {known[one] for one in known if name.startswith("--") and one.startswith(name)}
        if len(meant) == 1 and not value:
            return _count_of_values(meant.pop())
        if meant or word[:2] in known:
            return 0  # its value is joined to it, or argparse has to ask which one is meant
        return None if " " in word or self._negative_number_matcher.match(word) else 0

    def _is_strange(self, word: str) -> bool:
        """Tell whether a word looks like an option, and no option is meant by it."""
        name = word.partition("=")[0]
        known = any(one.startswith(name) or one == word[:2] for one in self._option_string_actions)
        return not known and self._values_taken(word) is not None

    def refuse_word(self, word: str) -> NoReturn:
        """Say that a word has no place here, and end the process."""
        options = sorted(self._option_string_actions)
        near = _suggestion(word.partition("=")[0], options) if word.startswith("-") else ""
        takes_query = any(action.metavar == "QUERY" for action in self._actions)
        if not near and takes_query and word.startswith("-") and not word.startswith("--"):
            near = f"; to leave a word out of what is found, write NOT {word[1:]}"
        self.error(f"{word!r} is not understood here{near}")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words and where help is, and end the process."""
        if message.startswith(_REQUIRED) and self._strange:
            self.refuse_word(self._strange)  # which was to be what is missing
        said = message.removeprefix("argument ")
        if said.startswith(_REQUIRED):
            said = self._missing(said.removeprefix(_REQUIRED).split(", "))
        for pattern, ours in _OURS:
            said = re.sub(pattern, ours, said)
        joint = "" if said.endswith("?") else ";"
        self.exit(2, f"{self.prog}: {said}{joint} `{self.prog} --help` tells more\n")

    def _missing(self, names: list[str]) -> str:
        """Say which words lack; a place for one of a few words is called by these."""
        choices = {
            action.dest: "|".join(map(str, action.choices))
            for action in self._actions
            if action.choices and not action.metavar
        }
        named = [choices.get(name, name) for name in names]
        return f"{' and '.join(named)} {'is' if len(named) == 1 else 'are'} missing"

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse a word that is none of those that may stand in a place."""
        if action.choices is None or value in action.choices:
            return
        words = list(map(str, action.choices))
        what = "no command" if action.dest == "verb" else "not understood here"
        listed = f"; it is one of {', '.join(words)}" if len(words) < FEW_WORDS else ""
        raise argparse.ArgumentError(
            None, f"{value!r} is {what}{_suggestion(value, words) or listed}"
        )

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print help or a complaint, which may quote the words."""
        safe_output.write_masked(message, file or sys.stderr)


class LateParser(CommandParser):
    """The parser of a command, which is made and filled when it is first looked at.

    Making those of all commands takes longer than whatever a short one does.
    """

    def __init__(self, fill: Fill | None = None, **given: Any) -> None:
        self._waiting = fill, given  # and nothing else, which is what has it made

    def __getattr__(self, name: str) -> Any:
        """Make the parser, for it has nothing yet."""
        fill, given = self.__dict__.pop("_waiting", (None, None))
        if given is None:
            raise AttributeError(name)
        super().__init__(**given)
        if fill is not None:
            fill(self)
        return getattr(self, name)


def _formatter_of(prog: str) -> argparse.HelpFormatter:
    """Return what writes help as wide as the terminal is.

    One is made for each option, and argparse imports all ways of packing files to ask how wide.
    """
    return argparse.HelpFormatter(prog, width=_columns() - 2)


def _columns() -> int:
    """Return how wide the terminal is, or else COLUMNS says."""
    wanted = os.environ.get("COLUMNS", "")
    if wanted.isdecimal() and int(wanted):
        return int(wanted)
    try:
        return os.get_terminal_size().columns or _USUAL_COLUMNS
    except OSError:  # there is none
        return _USUAL_COLUMNS


def _count_of_values(action: argparse.Action) -> int:
    """Return how many words an option takes: one, where it does not say."""
    return 1 if action.nargs is None else int(action.nargs)


def _parser_of(whole: CommandParser, chosen: Any) -> CommandParser:
    """Return the parser of the verb that was chosen."""
    verbs: Any = next(one.choices for one in whole._actions if one.dest == "verb")
    parser: CommandParser = verbs.get(chosen.verb, whole)
    return parser


def _suggestion(word: str, words: Sequence[str]) -> str:
    """Ask whether a word was meant that there is; empty where none is like it."""
    from difflib import get_close_matches  # only who mistypes waits for it

    near = get_close_matches(word, words, 1)
    return f"; did you mean {near[0]}?" if near else ""


def whole_number(word: str) -> int:
    """Return a number that is not negative."""
    if not word.isascii() or not word.isdigit() or len(word) > 15:
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number from 0 on")
    return int(word)
