"""The commands that list, search, show and mark stories."""

from __future__ import annotations

import argparse

from reader.cli.parsing.command_parser import Forms, whole_number

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

# Those of `LIST_ORDERS`, without importing the nouns, which help has no need of.
ORDERS = ("newest", "oldest", "headline", "outlet", "length", "came")

COLOURS = ("yellow", "green", "red")  # of highlights, as the nouns have them


def _fill_list(verb: argparse.ArgumentParser) -> None:
    """Add which stories to list."""
    verb.add_argument("--view", choices=("all", "unread", "bookmarks", "hidden"), default="all",
                      help="which stories (all)")  # fmt: skip
    verb.add_argument("--order", default=None, metavar="ORDER", type=_list_order,
                      help=f"{', '.join(ORDERS)}; --order=-length is reversed")  # fmt: skip
    _add_limit(verb)


def _fill_search(verb: argparse.ArgumentParser) -> None:
    """Add what to search for, and in which order."""
    verb.add_argument("query", nargs="+", metavar="QUERY", help=QUERIES.replace("%", "%%"))
    order = verb.add_mutually_exclusive_group()
    order.add_argument("--order", choices=("best", "newest"), default=None,
                       help="which of them come first")  # fmt: skip
    order.add_argument("--newest", dest="order", action="store_const", const="newest",
                       help="the newest first")  # fmt: skip
    verb.add_argument("--after", default="", metavar="CURSOR",
                      help="the page after the one that told this cursor")  # fmt: skip
    _add_limit(verb)


def _fill_count(verb: argparse.ArgumentParser) -> None:
    """Add what to count."""
    verb.add_argument("query", nargs="+", metavar="QUERY", help=QUERIES.replace("%", "%%"))


def _fill_searches(verb: argparse.ArgumentParser) -> None:
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


def _fill_rules(verb: argparse.ArgumentParser) -> None:
    """Add what to do with rules; without a word they are listed."""
    acts = verb.add_subparsers(dest="act", metavar="ACT")
    made = {name: acts.add_parser(name, help=about) for name, about in RULE_ACTS.items()}
    for name, act in made.items():
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
    made["move"].add_argument("place", type=whole_number, metavar="PLACE")


def _fill_events(verb: argparse.ArgumentParser) -> None:
    """Add which events to list."""
    verb.add_argument("query", nargs="*", metavar="QUERY",
                      help="only events with a story that it finds")  # fmt: skip
    verb.add_argument("--why", action="store_true",
                      help="tell of each report what made it one of its event")  # fmt: skip


def _fill_brief(verb: argparse.ArgumentParser) -> None:
    """Add since when, and what to write the briefing as."""
    verb.add_argument("file", nargs="?", default="-", metavar="FILE", help="- or nothing: a pipe")
    verb.add_argument("--since", default="", metavar="TIME",
                      help="such as 24h, 7d, today or 2026-11-20 (when you were last here)",
                      )  # fmt: skip
    verb.add_argument("--format", choices=("text", "markdown", "html", "epub"), default="text",
                      help="what to write it as (text)")  # fmt: skip


def _fill_split(verb: argparse.ArgumentParser) -> None:
    """Add which story to take out of its event."""
    verb.add_argument("id", nargs="?", type=whole_number, metavar="ID")
    _add_undo(verb)


def _fill_join(verb: argparse.ArgumentParser) -> None:
    """Add which two stories' events to put together."""
    verb.add_argument("ids", nargs="*", type=whole_number, metavar="ID")
    _add_undo(verb)


def _fill_show(verb: argparse.ArgumentParser) -> None:
    """Add which story to show, and how."""
    verb.add_argument("id", type=whole_number, metavar="ID")
    how = verb.add_mutually_exclusive_group()
    how.add_argument("--raw", action="store_true", help="the page as it came")
    how.add_argument("--changes", action="store_true", help="what its source has edited")


def _fill_page(verb: argparse.ArgumentParser) -> None:
    """Add which stories to fetch the pages of."""
    verb.add_argument("ids", nargs="+", type=whole_number, metavar="ID")


def _fill_download(verb: argparse.ArgumentParser) -> None:
    """Add which file of which story to download."""
    verb.add_argument("id", type=whole_number, metavar="ID")
    verb.add_argument("--enclosure", type=whole_number, default=0, metavar="N",
                      help="which of the attached files, where there are several")  # fmt: skip


def _fill_mark(verb: argparse.ArgumentParser) -> None:
    """Add which mark to set on which stories."""
    verb.add_argument("mark", choices=("read", "unread", "bookmark", "unbookmark",
                                       "hide", "unhide", "tag", "untag", "note"),
                      help="what to mark them as")  # fmt: skip
    verb.add_argument("--text", metavar="WORDS", default=None,
                      help="the tags of tag and untag, the text of note")  # fmt: skip
    verb.add_argument("--query", action="store_true",
                      help="the words are a query: mark all stories that it finds")  # fmt: skip
    verb.add_argument("ids", nargs="+", metavar="ID")


def _fill_highlight(verb: argparse.ArgumentParser) -> None:
    """Add which words of which story to mark, and how."""
    verb.add_argument("id", type=whole_number, metavar="ID")
    verb.add_argument("words", nargs="*", metavar="WORDS",
                      help="of its text; without any its highlights are listed")  # fmt: skip
    verb.add_argument("--colour", choices=COLOURS, default=COLOURS[0])
    verb.add_argument("--note", default="", metavar="TEXT")
    verb.add_argument("--remove", action="store_true", help="take the highlight of them away")


def _fill_bookmarks(verb: argparse.ArgumentParser) -> None:
    """Tell whether to export or import bookmarks."""
    ways = verb.add_subparsers(dest="way", metavar="export | import", required=True)
    about = {"export": "write them to a file", "import": "take them in from JSON lines"}
    for name, told in about.items():
        way = ways.add_parser(name, help=told)
        way.add_argument(
            "file", nargs="?", default="-", metavar="FILE", help="- or nothing: a pipe"
        )
    ways.choices["export"].add_argument(
        "--format", choices=("jsonl", "json", "markdown", "html"), default="jsonl",
        help="what to export as (jsonl, which import takes in)",
    )  # fmt: skip


def _fill_save(verb: argparse.ArgumentParser) -> None:
    """Add which stories to save as files, and where to."""
    verb.add_argument("query", nargs="+", metavar="QUERY", help=QUERIES.replace("%", "%%"))
    verb.add_argument("--to", required=True, metavar="DIR", help="the folder; made where need be")


def _fill_run(verb: argparse.ArgumentParser) -> None:
    """Add which command to run for which story."""
    verb.add_argument("name", metavar="NAME", help="that of a command in config.toml")
    verb.add_argument("id", type=whole_number, metavar="ID")


def _add_limit(verb: argparse.ArgumentParser) -> None:
    """Add how many stories to print."""
    verb.add_argument("-n", "--limit", type=whole_number, default=50, metavar="N",
                      help="how many at most (50)")  # fmt: skip


def _add_undo(verb: argparse.ArgumentParser) -> None:
    """Tell whether to take back instead."""
    verb.add_argument("--undo", action="store_true", help="take back the last split or join")


def _list_order(word: str) -> str:
    """Return an order that lists can have."""
    from reader.model import LIST_ORDERS

    if word.removeprefix("-") not in LIST_ORDERS:
        known = ", ".join(LIST_ORDERS)
        raise argparse.ArgumentTypeError(f"{word!r} is no order; it is one of {known}")
    return word


STORY_COMMANDS: Forms = {
    "list": ("list stories, the newest first", _fill_list),
    "search": ("search all stories", _fill_search),
    "count": ("count the stories that a query finds, for a status bar", _fill_count),
    "searches": ("list saved searches with their counts, or change them", _fill_searches),
    "rules": ("list what is done with stories when they come, or change it", _fill_rules),
    "events": ("list events that several stories report", _fill_events),
    "brief": ("what came since you were last here, with an end", _fill_brief),
    "split": ("take a story out of its event", _fill_split),
    "join": ("put the events of two stories together", _fill_join),
    "show": ("print one story", _fill_show),
    "page": ("fetch the whole pages behind stories", _fill_page),
    "download": ("download a file that is attached to a story, or the rest of it", _fill_download),
    "mark": ("mark stories as read or bookmarked, hide or tag them, write a note", _fill_mark),
    "highlight": ("mark words of a story, or list those that are", _fill_highlight),
    "bookmarks": ("export or import bookmarks, tags and notes", _fill_bookmarks),
    "save": ("save stories as Markdown files, each in one of its own", _fill_save),
    "run": ("run a command of config.toml for a story", _fill_run),
}
