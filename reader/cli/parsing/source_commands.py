"""The commands that say what is read: sources, files, other readers, other machines."""

from __future__ import annotations

import argparse

from reader.cli.parsing.command_parser import Forms

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


def _fill_add(verb: argparse.ArgumentParser) -> None:
    """Add where to read, and how."""
    _add_where(verb)
    way = verb.add_mutually_exclusive_group()
    way.add_argument("--page", action="store_true", help="this page alone, not its site's feed")
    way.add_argument("--list", action="store_const", dest="reading", const="list", default="feed",
                     help="read the stories that this page lists like a feed")  # fmt: skip
    way.add_argument("--watch", action="store_const", dest="reading", const="watch",
                     help="watch this page: each change of its text is a story")  # fmt: skip
    verb.add_argument("--private", action="store_true",
                      help="read also what a list names in a private network")  # fmt: skip
    verb.add_argument("--folder", default="", metavar="FOLDER", help="the folder to put it in")
    verb.add_argument("--header", action="append", default=[], metavar="'NAME: VALUE'",
                      help="ask its server, and no other, with this header")  # fmt: skip
    _add_private_mail(verb)


def _add_private_mail(verb: argparse.ArgumentParser) -> None:
    """Add whether mail is taken that is from no list and no newsletter."""
    verb.add_argument("--all-mail", action="store_true",
                      help="of a Maildir, mbox or folder of mail private messages, too",
                      )  # fmt: skip


def _fill_refresh(verb: argparse.ArgumentParser) -> None:
    """Add which sources to read again."""
    verb.add_argument("sources", nargs="*", metavar="SOURCE",
                      help="its number, address or title; without one all")  # fmt: skip
    verb.add_argument("--due", action="store_true", help="only those whose time has come")
    verb.add_argument("--alert", action="store_true",
                      help="end with 10 where a saved search alerts of what has come")  # fmt: skip


def _fill_sources(verb: argparse.ArgumentParser) -> None:
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


def _fill_preview(verb: argparse.ArgumentParser) -> None:
    """Add what to clean: one place or more."""
    verb.add_argument("where", nargs="+", metavar="WHERE",
                      help="an address of the web, a file, a folder, or -")  # fmt: skip
    way = verb.add_mutually_exclusive_group()
    way.add_argument("--page", action="store_const", dest="reading", const="feed",
                     help="a page itself, not the stories that it lists")  # fmt: skip
    way.add_argument("--list", action="store_const", dest="reading", const="list",
                     help="the stories that a page lists, doubtful as they may be")  # fmt: skip
    _add_private_mail(verb)


def _fill_import(verb: argparse.ArgumentParser) -> None:
    """Add which files to import."""
    verb.add_argument("files", nargs="+", metavar="FILE",
                      help="the word newsboat, or an export of another reader, or stories in "
                           "JSON lines; - for these lines in a pipe",
                      )  # fmt: skip


def _fill_export(verb: argparse.ArgumentParser) -> None:
    """Add what to export, and where to."""
    verb.add_argument("what", choices=("stories", "opml"),
                      help="stories as JSON lines, or the sources of the web as OPML")  # fmt: skip
    verb.add_argument("file", nargs="?", default="-", metavar="FILE", help="- or nothing: a pipe")


def _fill_sync(verb: argparse.ArgumentParser) -> None:
    """Add what to do with the folder of several machines; without a word, a round is done."""
    verb.set_defaults(git=False)
    acts = verb.add_subparsers(dest="act", metavar="init | status | leave")
    begin = acts.add_parser("init", help="synchronise with a folder from now on")
    begin.add_argument("folder", metavar="DIR", help="one that Syncthing, git or a stick carries")
    begin.add_argument("--encrypt", action="store_true",
                       help="seal with a passphrase: asked for, or a line of a pipe")  # fmt: skip
    _add_git(begin)
    acts.add_parser("status", help="tell how sync stands")
    acts.add_parser("leave", help="synchronise no more; all marks stay")
    _add_git(verb)


def _add_where(verb: argparse.ArgumentParser) -> None:
    """Add where to read: one place or more."""
    verb.add_argument("where", nargs="+", metavar="WHERE",
                      help="an address, a file, a folder, a list (OPML, urls), starter:NAME, or -",
                      )  # fmt: skip


def _add_git(verb: argparse.ArgumentParser) -> None:
    """Tell whether git carries the folder."""
    verb.add_argument("--git", action="store_true", default=argparse.SUPPRESS,
                      help="commit, pull and push the folder with git")  # fmt: skip


SOURCE_COMMANDS: Forms = {
    "add": ("subscribe to feeds, sites and lists; read pages, files and folders", _fill_add),
    "refresh": ("read all sources again, or some", _fill_refresh),
    "sources": ("list what is subscribed to, or change it", _fill_sources),
    "preview": ("clean without keeping anything", _fill_preview),
    "import": ("carry on from another reader, or add stories from JSON lines", _fill_import),
    "export": ("write all stories as JSON lines, or the sources as OPML", _fill_export),
    "sync": ("let several machines know what was marked on the others", _fill_sync),
}
