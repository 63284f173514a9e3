"""The argument parser: what the command line understands."""

from __future__ import annotations

import argparse
from functools import partial

from reader.cli.parsing.account_commands import ACCOUNT_COMMANDS
from reader.cli.parsing.command_parser import CommandParser, Fill, Forms, LateParser, VersionAction
from reader.cli.parsing.source_commands import SOURCE_COMMANDS
from reader.cli.parsing.story_commands import STORY_COMMANDS

ABOUT = "A terminal news reader. Without a command it opens the screen."
_HOME = "keep everything in this folder (or set NEWSREADER_HOME)"
_JSON = "print JSON, one object a line"
WORD_KINDS = ("sources", "folders", "searches", "rules", "tags", "queries")


def make_parser() -> argparse.ArgumentParser:
    """Return the whole command line."""
    shared = LateParser(add_help=False)
    shared.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS, help=_HOME)
    whole = CommandParser("newsreader", description=ABOUT)
    whole.add_argument("--home", metavar="DIR", default=None, help=_HOME)
    whole.add_argument("--version", action=VersionAction, nargs=0, help="print the version")
    verbs = whole.add_subparsers(
        dest="verb", metavar="COMMAND", title="commands", parser_class=LateParser
    )
    for name, (about, fill) in FORMS.items():
        verbs.add_parser(
            name, help=about, description=about, parents=[shared], fill=partial(_fill_verb, fill)
        )
    return whole


def _fill_verb(fill: Fill, verb: argparse.ArgumentParser) -> None:
    """Add the words and options of a command, and those that every command takes."""
    verb.add_argument("--json", action="store_true", help=_JSON)
    fill(verb)
    _share_options(verb)


def _share_options(verb: argparse.ArgumentParser) -> None:
    """Have the acts of a command take what the command takes, behind their own words as well."""
    for action in verb._actions:
        acts = action.choices if isinstance(action, argparse._SubParsersAction) else {}
        for act in acts.values():
            act.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=_JSON)
            act.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS, help=_HOME)


def _fill_reclean(verb: argparse.ArgumentParser) -> None:
    """Add where to begin."""
    verb.add_argument("--anew", action="store_true",
                      help="from the first story, not where it was cut off")  # fmt: skip


def _fill_manual(verb: argparse.ArgumentParser) -> None:
    """Add which page to print."""
    verb.add_argument("page", nargs="?", default="", metavar="PAGE",
                      help="its name, such as searching; without one all of them")  # fmt: skip


def _fill_completion(verb: argparse.ArgumentParser) -> None:
    """Add which shell is meant; the shell itself asks for names."""
    what = verb.add_mutually_exclusive_group(required=True)
    what.add_argument("shell", nargs="?", choices=("bash", "zsh", "fish"), metavar="SHELL",
                      help="bash, zsh or fish")  # fmt: skip
    what.add_argument("--words", choices=WORD_KINDS,
                      metavar="KIND", help=argparse.SUPPRESS)  # fmt: skip


def _fill_nothing(verb: argparse.ArgumentParser) -> None:
    """Add no further words."""


UPKEEP_COMMANDS: Forms = {
    "reclean": ("clean all stories again from what their sources wrote", _fill_reclean),
    "regroup": ("find out anew which stories report one event", _fill_nothing),
    "reindex": ("build the search index anew", _fill_nothing),
    "vacuum": ("drop what is beyond its limits, and give back unused room", _fill_nothing),
    "doctor": (
        "check and repair database, bookmarks and index; print what a bug report needs",
        _fill_nothing,
    ),
    "config": ("show the configuration as it stands, and where it lies", _fill_nothing),
    "manual": ("print the manual, or a page of it", _fill_manual),
    "completion": ("print what a shell needs to complete words", _fill_completion),
}
FORMS = SOURCE_COMMANDS | ACCOUNT_COMMANDS | STORY_COMMANDS | UPKEEP_COMMANDS
