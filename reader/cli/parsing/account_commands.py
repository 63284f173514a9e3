"""What the command line understands behind `newsreader accounts`."""

from __future__ import annotations

import argparse

from reader.cli.parsing.command_parser import Forms

_KIND = "the protocol: greader, the Google Reader API"
_NAME = "its number or name; `newsreader accounts` lists them"


def _fill_accounts(verb: argparse.ArgumentParser) -> None:
    """Add what to do with accounts; without a word they are listed."""
    acts = verb.add_subparsers(dest="act", metavar="add | sync | subscribe | remove")
    add = acts.add_parser("add", help="log in; the password is asked for, or a line of a pipe")
    add.add_argument("kind", metavar="KIND", choices=("greader",), help=_KIND)
    add.add_argument("url", metavar="URL", help="of the server, or of its API")
    add.add_argument("--user", default="", metavar="NAME", help="who you are there")
    add.add_argument(
        "--header",
        action="append",
        default=[],
        metavar="'NAME: VALUE'",
        help="to send with all that is asked of it, and kept like the login",
    )
    sync = acts.add_parser("sync", help="bring stories and marks level now")
    sync.add_argument("names", nargs="*", metavar="ACCOUNT", help=_NAME)
    subscribe = acts.add_parser("subscribe", help="have the server of an account read a feed")
    subscribe.add_argument("name", metavar="ACCOUNT", help=_NAME)
    subscribe.add_argument("url", metavar="URL", help="of the feed or its site")
    subscribe.add_argument("--folder", default="", metavar="FOLDER", help="to put it into")
    remove = acts.add_parser("remove", help="forget an account; its stories and marks stay")
    remove.add_argument("name", metavar="ACCOUNT", help=_NAME)


ACCOUNT_COMMANDS: Forms = {
    "accounts": ("read what a server reads for you, marks both ways", _fill_accounts),
}
