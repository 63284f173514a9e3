"""The commands of accounts: what servers read for a person comes here, and marks go both ways."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime
from getpass import getpass
from typing import Any
from urllib.parse import unquote, urlsplit

from reader.cli import safe_output
from reader.cli.commands.ingest import report_arrivals
from reader.cli.open_library import open_library
from reader.config import Folders
from reader.library import Library
from reader.library.accounts.account_login import AccountLogin
from reader.library.accounts.account_setup import (
    AccountStatus,
    account_statuses,
    add_account,
    remove_account,
    subscribe_by_account,
)
from reader.library.person_input import own_line, parse_header
from reader.model import FetchError

_NONE = "There are no accounts; `newsreader accounts add greader URL` adds one."


def accounts(folders: Folders, chosen: Any) -> int:
    """List accounts, add or remove one, subscribe by one, or bring them level."""
    with open_library(folders) as library:
        return ACTS[chosen.act](library, chosen)


def _add(library: Library, chosen: Any) -> int:
    """Add an account, and do a first round."""
    login = _read_login(chosen)
    account = add_account(library, chosen.url, login)
    if not chosen.json:
        safe_output.print_line(f"{account.name} is account {account.id}.")
    return report_arrivals(library, library.sync_accounts([str(account.id)]), chosen.json)


def _read_login(chosen: Any) -> AccountLogin:
    """Return the login: from the address, from a terminal, or a line of a pipe for the password.

    Raises:
        FetchError: it is not said who logs in.
    """
    headers = tuple(map(parse_header, chosen.header))
    user, password = _login_in(chosen.url)
    user = chosen.user or user
    is_terminal = sys.stdin.isatty()
    if not user and is_terminal:
        user = input("Name at the server: ").strip()
    if not user:
        raise FetchError("Who are you there? `--user NAME` says so; the password is read after it.")
    if not password:
        password = getpass("Password: ") if is_terminal else sys.stdin.readline().rstrip("\r\n")
    return AccountLogin(user, password, headers)


def _login_in(url: str) -> tuple[str, str]:
    """Return name and password of an address; empty where it has none."""
    try:
        parts = urlsplit(url)
        return unquote(parts.username or ""), unquote(parts.password or "")
    except ValueError:
        return "", ""


def _sync(library: Library, chosen: Any) -> int:
    return report_arrivals(library, library.sync_accounts(chosen.names), chosen.json)


def _subscribe(library: Library, chosen: Any) -> int:
    place = subscribe_by_account(library, chosen.name, chosen.url, own_line(chosen.folder))
    if not chosen.json:
        safe_output.print_line(f"{place} is subscribed to with the next round.")
    return report_arrivals(library, library.sync_accounts([chosen.name]), chosen.json)


def _remove(library: Library, chosen: Any) -> int:
    ended = remove_account(library, chosen.name)
    if chosen.json:
        safe_output.print_json({"removed": chosen.name, "sources": ended})
    else:
        safe_output.print_line(
            f"The account is forgotten, and {ended:,} sources with it; all stories and marks stay, "
            "here and at the server."
        )
    return 0


def _list(library: Library, chosen: Any) -> int:
    statuses = list(account_statuses(library))
    for status in statuses:
        if chosen.json:
            safe_output.print_json(asdict(status))
        else:
            for line in _status_lines(status):
                safe_output.print_line(line)
    if not statuses and not chosen.json:
        safe_output.print_line(_NONE)
    return 0


def _status_lines(status: AccountStatus) -> list[str]:
    """Return how an account stands, for a person."""
    waiting = f"{status.waiting:,} marks wait for the server" if status.waiting else ""
    feeds = (
        f"to be subscribed to: {', '.join(status.waiting_feeds)}" if status.waiting_feeds else ""
    )
    lines = [
        f"{status.number}  {status.name} ({status.kind})",
        f"   {status.feeds:,} feeds, {status.stories:,} stories",
        f"   last: {_local(status.last) or 'never'}; next: {_local(status.due) or 'at once'}",
        f"   {status.note}",
        f"   {waiting}",
        f"   {feeds}",
        f"   {status.problem}",
    ]
    return [line for line in lines if line.strip()]


def _local(moment: str) -> str:
    """Return a moment by the clock on the wall; empty where there is none."""
    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}" if moment else ""


ACTS = {None: _list, "add": _add, "sync": _sync, "subscribe": _subscribe, "remove": _remove}
