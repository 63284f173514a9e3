"""The argument parser: what the command line understands."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from reader.cli import safe_output
from reader.cli.account_words import add_account_words

ABOUT = "A terminal news reader. Without a command it opens the screen."
QUERIES = (
    'Words are all to be found; also "a phrase", OR, NOT or -, ( ), word*, title: outlet: by: '
    "in: tag: lang: like:ID is:unread is:read is:bookmarked is:hidden is:lead event:ID "
    "after:7d before:2026-01 on:today /regex/ sort:oldest."
)

RULE_ACTS = {
    "add": "do something with each story that a query finds, when it comes",
    "test": "show what a query would have caught in the last 30 days",
    "apply": "run the rules on the stories that are there already",
    "undo": "take back what apply did the last time",
    "move": "run a rule at another place among the others, counted from 1",
    "rename": "give a rule another name",
    "on": "run a rule again",
    "off": "keep a rule, and do not run it",
    "remove": "forget a rule; what it did stays",
}
WORD_KINDS = ("sources", "folders", "searches", "rules", "tags", "queries")
# Those of `LIST_ORDERS`, without importing the nouns, which help has no need of.
ORDERS = ("newest", "oldest", "headline", "outlet", "length", "came")
COLOURS = ("yellow", "green", "red")  # of highlights, as the nouns have them
FEW_WORDS = 12  # which are listed where another one stands in their place
SOURCE_ACTS = {
    "mute": "read it only when that is asked for by name",
    "whole": "fetch the page behind each of its new stories",
    "teaser": "keep to what its feed says",
    "unmute": "read it again with the others",
    "rename": "give it another title",
    "move": "put it into a folder; '' is none",
    "keep": "how much of it is kept: 90d, 500 (stories), 20MB, several of them, all, or usual",
    "headers": "ask its server, and no other, with these headers; without any, with none",
    "remove": "unsubscribe; its stories stay",
    "restore": "subscribe again to one that was removed",
}
SOURCE_WORDS = {  # what an act wants beside its source, and how many of it
    "rename": ("name", None, "NAME"),
    "move": ("name", None, "FOLDER"),
    "keep": ("limits", "+", "LIMIT"),
    "headers": ("headers", "*", "'NAME: VALUE'"),
}


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
        super().__init__(*words, **given)
        self.color = False  # which Python 3.14 would put in, and masking would take apart

    def parse_args(  # type: ignore[override]
        self, words: Sequence[str] | None = None, chosen: Any = None
    ) -> Any:
        """Return what the words choose; a word too many ends the process."""
        chosen, beyond = self.parse_known_args(words, chosen)
        if beyond:
            _parser_of(self, chosen).refuse_word(beyond[0])
        return chosen

    def refuse_word(self, word: str) -> NoReturn:
        """Say that a word has no place here, and end the process."""
        options = sorted(self._option_string_actions)
        near = _near(word.partition("=")[0], options) if word.startswith("-") else ""
        self.error(f"{word!r} is not understood here{near}")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words and where help is, and end the process."""
        missing = re.fullmatch(r"the following arguments are required: (.+)", message)
        said = f"{missing[1]} is missing" if missing else message.removeprefix("argument ")
        self.exit(2, f"{self.prog}: {said}; `{self.prog} --help` tells more\n")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse a word that is none of those that may stand in a place."""
        if action.choices is None or value in action.choices:
            return
        words = list(map(str, action.choices))
        what = "no command" if action.dest == "verb" else "not understood here"
        listed = f"; it is one of {', '.join(words)}" if len(words) < FEW_WORDS else ""
        raise argparse.ArgumentError(None, f"{value!r} is {what}{_near(value, words) or listed}")

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print help or a complaint, which may quote the words."""
        safe_output.write_masked(message, file or sys.stderr)


def _parser_of(whole: CommandParser, chosen: Any) -> CommandParser:
    """Return the parser of the verb that was chosen."""
    verbs: Any = next(one.choices for one in whole._actions if one.dest == "verb")
    parser: CommandParser = verbs.get(chosen.verb, whole)
    return parser


def _near(word: str, words: Sequence[str]) -> str:
    """Ask whether a word was meant that there is; empty where none is like it."""
    from difflib import get_close_matches  # only who mistypes waits for it

    near = get_close_matches(word, words, 1)
    return f"; did you mean {near[0]}?" if near else ""


def make_parser() -> argparse.ArgumentParser:
    """Return the whole command line."""
    shared = CommandParser(add_help=False)
    shared.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS,
                        help="keep everything in this folder (or set NEWSREADER_HOME)")  # fmt: skip
    whole = CommandParser("newsreader", description=ABOUT)
    whole.add_argument("--home", metavar="DIR", default=None,
                       help="keep everything in this folder (or set NEWSREADER_HOME)")  # fmt: skip
    whole.add_argument("--version", action=VersionAction, nargs=0, help="print the version")
    verbs = whole.add_subparsers(dest="verb", metavar="COMMAND", title="commands")
    for name, (about, fill) in FORMS.items():
        verb = verbs.add_parser(name, help=about, description=about, parents=[shared])
        verb.add_argument("--json", action="store_true", help="print JSON, one object a line")
        fill(verb)
    return whole


def _where(verb: argparse.ArgumentParser) -> None:
    """Add where to read: one place or more."""
    verb.add_argument("where", nargs="+", metavar="WHERE",
                      help="an address, a file, a folder, a list (OPML, urls), starter:NAME, or -",
                      )  # fmt: skip


def _previewed(verb: argparse.ArgumentParser) -> None:
    """Add what to clean: one place or more."""
    verb.add_argument("where", nargs="+", metavar="WHERE",
                      help="an address of the web, a file, a folder, or -")  # fmt: skip


def _subscribed(verb: argparse.ArgumentParser) -> None:
    """Add where to read, and how."""
    _where(verb)
    verb.add_argument("--page", action="store_true", help="this page alone, not its site's feed")
    verb.add_argument("--private", action="store_true",
                      help="read also what a list names in a private network")  # fmt: skip
    verb.add_argument("--folder", default="", metavar="FOLDER", help="the folder to put it in")
    verb.add_argument("--header", action="append", default=[], metavar="'NAME: VALUE'",
                      help="ask its server, and no other, with this header")  # fmt: skip


def _again_read(verb: argparse.ArgumentParser) -> None:
    """Add which sources to read again."""
    verb.add_argument("sources", nargs="*", metavar="SOURCE",
                      help="its number, address or title; without one all")  # fmt: skip
    verb.add_argument("--due", action="store_true", help="only those whose time has come")
    verb.add_argument("--alert", action="store_true",
                      help="end with 10 where a saved search alerts of what has come")  # fmt: skip


def _listed(verb: argparse.ArgumentParser) -> None:
    """Add which stories to list."""
    verb.add_argument("--view", choices=("all", "unread", "bookmarks", "hidden"), default="all",
                      help="which stories (all)")  # fmt: skip
    verb.add_argument("--order", default=None, metavar="ORDER", type=_list_order,
                      help=f"{', '.join(ORDERS)}; --order=-length is reversed")  # fmt: skip
    _limited(verb)


def _limited(verb: argparse.ArgumentParser) -> None:
    """Add how many stories to print."""
    verb.add_argument("-n", "--limit", type=_whole_number, default=50, metavar="N",
                      help="how many at most (50)")  # fmt: skip


def _searched(verb: argparse.ArgumentParser) -> None:
    """Add what to search for, and in which order."""
    verb.add_argument("query", nargs="+", metavar="QUERY", help=QUERIES.replace("%", "%%"))
    order = verb.add_mutually_exclusive_group()
    order.add_argument("--order", choices=("best", "newest"), default=None,
                       help="which of them come first")  # fmt: skip
    order.add_argument("--newest", dest="order", action="store_const", const="newest",
                       help="the newest first")  # fmt: skip
    verb.add_argument("--after", default="", metavar="CURSOR",
                      help="the page after the one that told this cursor")  # fmt: skip
    _limited(verb)


def _filed(verb: argparse.ArgumentParser) -> None:
    """Add which stories to save as files, and where to."""
    verb.add_argument("query", nargs="+", metavar="QUERY", help=QUERIES.replace("%", "%%"))
    verb.add_argument("--to", required=True, metavar="DIR", help="the folder; made where need be")


def _counted(verb: argparse.ArgumentParser) -> None:
    """Add what to count."""
    verb.add_argument("query", nargs="+", metavar="QUERY", help=QUERIES.replace("%", "%%"))


def _saved(verb: argparse.ArgumentParser) -> None:
    """Add what to do with saved searches; without a word they are listed."""
    acts = verb.add_subparsers(dest="act", metavar="ACT")
    add = acts.add_parser("add", help="save a search, or another one under a name that is taken")
    add.add_argument("name", metavar="NAME")
    add.add_argument("query", nargs="+", metavar="QUERY", help=QUERIES.replace("%", "%%"))
    acts.add_parser("remove", help="forget a saved search").add_argument("name", metavar="SEARCH")
    rename = acts.add_parser("rename", help="give a saved search another name")
    rename.add_argument("name", metavar="SEARCH")
    rename.add_argument("new", metavar="NEW")
    for name, about in (("alert", "alert of what it finds among new stories"),
                        ("quiet", "alert no longer")):  # fmt: skip
        acts.add_parser(name, help=about).add_argument("name", metavar="SEARCH")


def _ruled(verb: argparse.ArgumentParser) -> None:
    """Add what to do with rules; without a word they are listed."""
    acts = verb.add_subparsers(dest="act", metavar="ACT")
    made = {name: acts.add_parser(name, help=about) for name, about in RULE_ACTS.items()}
    for name, act in made.items():
        act.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
        if name in ("add", "test"):
            act.add_argument("query", metavar="QUERY", help=QUERIES.replace("%", "%%"))
            act.add_argument("--for", dest="source", default="", metavar="SOURCE",
                             help="only stories of this source")  # fmt: skip
        elif name not in ("apply", "undo"):
            act.add_argument("name", metavar="RULE", help="its name, or its place")
    made["add"].add_argument("actions", nargs="+", metavar="ACTION",
                             help="read, tag WORD, bookmark, hide, alert; one or more")  # fmt: skip
    made["add"].add_argument("--name", default="", metavar="NAME", help="what to call it")
    made["rename"].add_argument("new", metavar="NEW")
    made["move"].add_argument("place", type=_whole_number, metavar="PLACE")


def _sourced(verb: argparse.ArgumentParser) -> None:
    """Add what to do with sources; without a word they are listed."""
    verb.add_argument("--idle", default="", metavar="SPAN",
                      help="only those that wrote nothing for a time such as 180d")  # fmt: skip
    verb.add_argument("--dead", action="store_true",
                      help="only those that are gone, or fail for a month")  # fmt: skip
    verb.add_argument("--noisy", action="store_true",
                      help="only those that write often, and are hardly read")  # fmt: skip
    acts = verb.add_subparsers(dest="act", metavar="ACT")
    acts.add_parser("removed", help="list what was unsubscribed and can be restored")
    for name, about in SOURCE_ACTS.items():
        act = acts.add_parser(name, help=about)
        act.add_argument("source", metavar="SOURCE", help="its number, address or title")
        if name in SOURCE_WORDS:
            word, count, sign = SOURCE_WORDS[name]
            act.add_argument(word, nargs=count, metavar=sign)


def _one_story(verb: argparse.ArgumentParser) -> None:
    """Add which story to show, and how."""
    verb.add_argument("id", type=_whole_number, metavar="ID")
    how = verb.add_mutually_exclusive_group()
    how.add_argument("--raw", action="store_true", help="the page as it came")
    how.add_argument("--changes", action="store_true", help="what its source has edited")


def _run(verb: argparse.ArgumentParser) -> None:
    """Add which command to run for which story."""
    verb.add_argument("name", metavar="NAME", help="that of a command in config.toml")
    verb.add_argument("id", type=_whole_number, metavar="ID")


def _paged(verb: argparse.ArgumentParser) -> None:
    """Add which stories to fetch the pages of."""
    verb.add_argument("ids", nargs="+", type=_whole_number, metavar="ID")


def _downloaded(verb: argparse.ArgumentParser) -> None:
    """Add which file of which story to download."""
    verb.add_argument("id", type=_whole_number, metavar="ID")
    verb.add_argument("--enclosure", type=_whole_number, default=0, metavar="N",
                      help="which of the attached files, where there are several")  # fmt: skip


def _marked(verb: argparse.ArgumentParser) -> None:
    """Add which mark to set on which stories."""
    verb.add_argument("mark", choices=("read", "unread", "bookmark", "unbookmark",
                                       "hide", "unhide", "tag", "untag", "note"),
                      help="what to mark them as")  # fmt: skip
    verb.add_argument("--text", metavar="WORDS", default=None,
                      help="the tags of tag and untag, the text of note")  # fmt: skip
    verb.add_argument("ids", nargs="+", type=_whole_number, metavar="ID")


def _highlighted(verb: argparse.ArgumentParser) -> None:
    """Add which words of which story to mark, and how."""
    verb.add_argument("id", type=_whole_number, metavar="ID")
    verb.add_argument("words", nargs="*", metavar="WORDS",
                      help="of its text; without any its highlights are listed")  # fmt: skip
    verb.add_argument("--colour", choices=COLOURS, default=COLOURS[0])
    verb.add_argument("--note", default="", metavar="TEXT")
    verb.add_argument("--remove", action="store_true", help="take the highlight of them away")


def _bookmarks(verb: argparse.ArgumentParser) -> None:
    """Tell whether to export or import bookmarks."""
    ways = verb.add_subparsers(dest="way", metavar="export | import", required=True)
    about = {"export": "write them to a file", "import": "take them in from JSON lines"}
    for name, told in about.items():
        way = ways.add_parser(name, help=told)
        way.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
        way.add_argument(
            "file", nargs="?", default="-", metavar="FILE", help="- or nothing: a pipe"
        )
    ways.choices["export"].add_argument(
        "--format", choices=("jsonl", "json", "markdown", "html"), default="jsonl",
        help="what to export as (jsonl, which import takes in)",
    )  # fmt: skip


def _exported(verb: argparse.ArgumentParser) -> None:
    """Add what to export, and where to."""
    verb.add_argument("what", choices=("stories", "opml"),
                      help="stories as JSON lines, or the sources of the web as OPML")  # fmt: skip
    verb.add_argument("file", nargs="?", default="-", metavar="FILE", help="- or nothing: a pipe")


def _imported(verb: argparse.ArgumentParser) -> None:
    """Add which files to import."""
    verb.add_argument("files", nargs="+", metavar="FILE",
                      help="newsboat; or an export of another reader, or JSON lines; - for stdin",
                      )  # fmt: skip


def _again(verb: argparse.ArgumentParser) -> None:
    """Add where to begin."""
    verb.add_argument("--anew", action="store_true",
                      help="from the first story, not where it was cut off")  # fmt: skip


def _events(verb: argparse.ArgumentParser) -> None:
    """Add which events to list."""
    verb.add_argument("query", nargs="*", metavar="QUERY",
                      help="only events with a story that it finds")  # fmt: skip
    verb.add_argument("--why", action="store_true",
                      help="tell of each report what made it one of its event")  # fmt: skip


def _briefed(verb: argparse.ArgumentParser) -> None:
    """Add since when, and what to write the briefing as."""
    verb.add_argument("file", nargs="?", default="-", metavar="FILE", help="- or nothing: a pipe")
    verb.add_argument("--since", default="", metavar="TIME",
                      help="such as 24h, 7d, today or 2026-11-20 (when you were last here)",
                      )  # fmt: skip
    verb.add_argument("--format", choices=("text", "markdown", "html", "epub"), default="text",
                      help="what to write it as (text)")  # fmt: skip


def _parted(verb: argparse.ArgumentParser) -> None:
    """Add which story to take out of its event."""
    verb.add_argument("id", nargs="?", type=_whole_number, metavar="ID")
    _undoable(verb)


def _put_together(verb: argparse.ArgumentParser) -> None:
    """Add which two stories' events to put together."""
    verb.add_argument("ids", nargs="*", type=_whole_number, metavar="ID")
    _undoable(verb)


def _undoable(verb: argparse.ArgumentParser) -> None:
    """Tell whether to take back instead."""
    verb.add_argument("--undo", action="store_true", help="take back the last split or join")


def _completed(verb: argparse.ArgumentParser) -> None:
    """Add which shell is meant; the shell itself asks for names."""
    what = verb.add_mutually_exclusive_group(required=True)
    what.add_argument("shell", nargs="?", choices=("bash", "zsh", "fish"), metavar="SHELL",
                      help="bash, zsh or fish")  # fmt: skip
    what.add_argument("--words", choices=WORD_KINDS,
                      metavar="KIND", help=argparse.SUPPRESS)  # fmt: skip


def _synchronized(verb: argparse.ArgumentParser) -> None:
    """Add what to do with the folder of several machines; without a word, a round is done."""
    verb.set_defaults(git=False)
    acts = verb.add_subparsers(dest="act", metavar="init | status | leave")
    begin = acts.add_parser("init", help="synchronise with a folder from now on")
    begin.add_argument("folder", metavar="DIR", help="one that Syncthing, git or a stick carries")
    begin.add_argument("--encrypt", action="store_true",
                       help="seal with a passphrase: asked for, or a line of a pipe")  # fmt: skip
    _carried(begin)
    status = acts.add_parser("status", help="tell how sync stands")
    leave = acts.add_parser("leave", help="synchronise no more; all marks stay")
    for act in (begin, status, leave):
        act.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    _carried(verb)


def _carried(verb: argparse.ArgumentParser) -> None:
    """Tell whether git carries the folder."""
    verb.add_argument("--git", action="store_true", default=argparse.SUPPRESS,
                      help="commit, pull and push the folder with git")  # fmt: skip


def _manual(verb: argparse.ArgumentParser) -> None:
    """Add which page to print."""
    verb.add_argument("page", nargs="?", default="", metavar="PAGE",
                      help="its name, such as searching; without one all of them")  # fmt: skip


def _nothing(verb: argparse.ArgumentParser) -> None:
    """Add no further words."""


def _list_order(word: str) -> str:
    """Return an order that lists can have."""
    from reader.model import LIST_ORDERS

    if word.removeprefix("-") not in LIST_ORDERS:
        known = ", ".join(LIST_ORDERS)
        raise argparse.ArgumentTypeError(f"{word!r} is no order; it is one of {known}")
    return word


def _whole_number(word: str) -> int:
    """Return a number that is not negative."""
    if not word.isascii() or not word.isdigit() or len(word) > 15:
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number")
    return int(word)


FORMS = {
    "add": ("subscribe to feeds, sites and lists; read pages, files and folders", _subscribed),
    "refresh": ("read all sources again, or some", _again_read),
    "list": ("list stories, the newest first", _listed),
    "search": ("search all stories", _searched),
    "count": ("count the stories that a query finds, for a status bar", _counted),
    "searches": ("list saved searches with their counts, or change them", _saved),
    "rules": ("list what is done with stories when they come, or change it", _ruled),
    "events": ("list events that several stories report", _events),
    "brief": ("what came since you were last here, with an end", _briefed),
    "split": ("take a story out of its event", _parted),
    "join": ("put the events of two stories together", _put_together),
    "show": ("print one story", _one_story),
    "page": ("fetch the whole pages behind stories", _paged),
    "download": ("download a file that is attached to a story, or the rest of it", _downloaded),
    "mark": ("mark stories as read or bookmarked, hide or tag them, write a note", _marked),
    "highlight": ("mark words of a story, or list those that are", _highlighted),
    "bookmarks": ("export or import bookmarks, tags and notes", _bookmarks),
    "sources": ("list what is subscribed to, or change it", _sourced),
    "save": ("save stories as Markdown files, each in one of its own", _filed),
    "run": ("run a command of config.toml for a story", _run),
    "sync": ("let several machines know what was marked on the others", _synchronized),
    "accounts": ("read what a server reads for you, marks both ways", add_account_words),
    "preview": ("clean without keeping anything", _previewed),
    "export": ("write all stories as JSON lines, or the sources as OPML", _exported),
    "import": ("carry on from another reader, or add stories from JSON lines", _imported),
    "reclean": ("clean all stories again from what their sources wrote", _again),
    "config": ("show the configuration as it stands, and where it lies", _nothing),
    "manual": ("print the manual, or a page of it", _manual),
    "completion": ("print what a shell needs to complete words", _completed),
    "doctor": (
        "check and repair database, bookmarks and index; print what a bug report needs",
        _nothing,
    ),
    "regroup": ("find out anew which stories report one event", _nothing),
    "vacuum": ("drop what is beyond its limits, and give back unused room", _nothing),
    "reindex": ("build the search index anew", _nothing),
}
