"""Adds and removes accounts, and tells how they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reader.fetch.http.http_thread import HttpThread
from reader.fetch.url_normalization import url_candidates
from reader.fetch.url_parts import without_login
from reader.library.accounts.account_client import AccountClient, AccountError, account_network
from reader.library.accounts.account_feeds import location_prefix
from reader.library.accounts.account_login import (
    PREFIX,
    AccountLogin,
    forget_account_login,
    keep_account_login,
)
from reader.library.ingest.subscribing.source_locations import SourceLocations
from reader.model import FetchError, Source, StoreError
from reader.model.construction import frozen
from reader.model.safe_text import safe_title
from reader.store.account_table import Account

if TYPE_CHECKING:
    from reader.library import Library

KINDS = ("greader",)
# Where servers have the protocol, below the address that a person knows them by.
_PLACES = ("", "/api/greader.php", "/p/api/greader.php")
_TAIL = re.compile(r"(?:/reader(?:/api(?:/0)?)?|/accounts(?:/ClientLogin)?)$")


@frozen
class AccountStatus:
    """How an account stands."""

    number: int
    name: str
    kind: str
    location: str
    last: str = ""  # when it was synchronised last, in ISO 8601
    due: str = ""  # when that is done next
    note: str = ""  # what came then
    problem: str = ""  # why not all could be done; empty where it could
    feeds: int = 0
    stories: int = 0
    waiting: int = 0  # marks that the server was not told of yet
    waiting_feeds: tuple[str, ...] = ()  # that are to be subscribed to


def add_account(library: Library, url: str, login: AccountLogin) -> Account:
    """Add an account at a server, or let one that is there log in in another way.

    Raises:
        FetchError: nothing there speaks the protocol, or it refuses the login.
        StoreError: the account cannot be kept.
    """
    places = url_candidates(_TAIL.sub("", without_login(url)[0].rstrip("/")).rstrip("/"))
    if not places:
        raise FetchError(f"{safe_title(url)} is no address of a server.")
    faults: list[AccountError] = []
    with account_network(library) as network:
        for place in places:
            for below in _PLACES:
                location = f"{place.rstrip('/')}{below}"
                session = _session_at(network, location, login, faults)
                if session is not None:
                    return _keep_account(library, location, session)
    refused = [one for one in faults if one.status in (401, 403)]
    raise FetchError(str((refused or faults)[0]))


def _session_at(
    network: HttpThread, location: str, login: AccountLogin, faults: list[AccountError]
) -> AccountLogin | None:
    """Return the login with the key that a server gives for it; None where it gives none."""
    sessions: list[AccountLogin] = []
    try:
        AccountClient(network, location, login, sessions.append).log_in()
    except AccountError as error:
        faults.append(error)
        return None
    return sessions[0]


def _keep_account(library: Library, location: str, login: AccountLogin) -> Account:
    host = location.partition("://")[2]
    name = safe_title(f"{login.user}@{host}")
    keep_account_login(library.folders.data, name, login)
    account_id = library.store.accounts.add("greader", name, location, login.user)
    return next(one for one in library.store.accounts.all() if one.id == account_id)


def remove_account(library: Library, named: str) -> int:
    """Forget an account and its login, and end its subscriptions; how many those were.

    Its stories and their marks stay here, and everything stays at the server.

    Raises:
        StoreError: there is no such account.
    """
    account = find_account(library.store.accounts.all(), named)
    with library.writer_lock():
        ended = library.store.accounts.remove(account.id, location_prefix(account.name))
        forget_account_login(library.folders.data, account.name)
    return ended


def find_account(accounts: Sequence[Account], named: str) -> Account:
    """Return the one account with a number or a name, or with a part of it.

    Raises:
        StoreError: there is none, or there are several.
    """
    same = [one for one in accounts if named in (str(one.id), one.name)]
    near = [one for one in accounts if named.casefold() in one.name.casefold()]
    found = same or near
    if len(found) != 1:
        several = ", ".join(f"{one.id} ({one.name})" for one in found[:5])
        raise StoreError(
            f"{named!r} may be any of the accounts {several}; name one by its number."
            if found
            else f"There is no account {named!r}; `newsreader accounts` lists them."
        )
    return found[0]


def named_accounts(accounts: Sequence[Account], names: Sequence[str]) -> Sequence[Account]:
    """Return the accounts with these numbers or names, without names all.

    Raises:
        StoreError: a name is that of none, or of several.
    """
    return [find_account(accounts, name) for name in names] or accounts


def subscribe_by_account(library: Library, named: str, url: str, folder: str) -> str:
    """Have the server of an account subscribe to a feed at its next round; the feed's address.

    Raises:
        StoreError: there is no such account.
        FetchError: that is no address of the web.
    """
    account = find_account(library.store.accounts.all(), named)
    places = url_candidates(url)
    if not places:
        raise FetchError(f"{safe_title(url)} is no address of the web.")
    place = SourceLocations(library.store).location_of(places[0])
    library.store.accounts.add_wish(account.id, place, folder)
    return place


def accounts_of(library: Library, sources: Sequence[Source]) -> list[Account]:
    """Return the accounts whose servers read some sources."""
    locations = [one.location for one in sources if one.location.startswith(PREFIX)]
    return [
        account
        for account in (library.store.accounts.all() if locations else ())
        if any(one.startswith(location_prefix(account.name)) for one in locations)
    ]


def account_statuses(library: Library) -> Iterator[AccountStatus]:
    """Yield how each account stands."""
    accounts = library.store.accounts
    for one in accounts.all():
        yield AccountStatus(
            number=one.id,
            name=one.name,
            kind=one.kind,
            location=one.location,
            last=one.last.isoformat() if one.last else "",
            due=one.due.isoformat() if one.due else "",
            note=one.note,
            problem=one.problem,
            feeds=len(accounts.feeds(one.id)),
            stories=accounts.counts(one.id)[1],
            waiting=accounts.waiting_marks(one.id).total,
            waiting_feeds=tuple(url for url, _ in accounts.wished_feeds(one.id)),
        )
