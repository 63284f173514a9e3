"""Brings the subscriptions of an account level: what was changed here goes there, and back.

Each feed is kept as the server had it when it was heard or told last. What differs here was
changed here, and goes there; else what differs there is taken over.
"""

from __future__ import annotations

from reader.fetch import is_web
from reader.greader.answers import Subscription, read_quickadd, read_subscriptions
from reader.greader.calls import (
    ApiCall,
    move_call,
    quickadd_call,
    rename_call,
    subscribe_call,
    subscriptions_call,
    unsubscribe_call,
)
from reader.library.accounts.account_client import AccountClient, AccountError
from reader.library.accounts.account_login import PREFIX
from reader.model import ParseError, Source
from reader.store import Store
from reader.store.account_table import Account, FeedState


def location_prefix(name: str) -> str:
    """Return how the locations of all sources of an account begin."""
    return f"{PREFIX}{name}#"


class AccountFeeds:
    """The subscriptions of one account."""

    def __init__(self, store: Store, client: AccountClient, account: Account) -> None:
        self._store, self._client, self._account = store, client, account
        self._prefix = location_prefix(account.name)
        self._locations: dict[str, str] = {}
        self.subscribed: frozenset[int] = frozenset()  # sources that the server reads
        self.folders: frozenset[str] = frozenset()  # labels under which feeds stand
        self.problems: list[str] = []

    def bring_level(self) -> None:
        """Make what is subscribed to the same on both sides.

        Raises:
            AccountError: the server does not answer, or not with a list.
            ParseError: likewise.
        """
        listed = self._server_feeds()
        self._wish_for_restored()
        if self._send_wishes({one.url for one in listed}):
            listed = self._server_feeds()
        self._locations = self._locations_of(listed)
        before = {one.location: one for one in self._store.accounts.feeds(self._account.id)}
        for one in listed:
            self._settle(one, before.pop(self._locations[one.stream], None))
        for gone in before.values():  # ended elsewhere
            self._store.accounts.drop_feed(self._account.id, gone.source_id)
        for refused in self._sources_of_none():
            self._store.accounts.drop_feed(self._account.id, refused.id)
        feeds = self._store.accounts.feeds(self._account.id)
        self.subscribed = frozenset(one.source_id for one in feeds)
        self.folders = frozenset(folder for one in listed for folder in one.folders)

    def _wish_for_restored(self) -> None:
        """Have the server subscribe again to what was removed here, and is wanted again."""
        for one in self._sources_of_none():
            url = one.location.removeprefix(self._prefix)
            if is_web(url):
                self._store.accounts.add_wish(self._account.id, url, one.folder)

    def _sources_of_none(self) -> list[Source]:
        """Return the sources that the server is to read, and does not know of."""
        known = {one.source_id for one in self._store.accounts.feeds(self._account.id)}
        sources = self._store.sources.all()
        return [
            one for one in sources if one.location.startswith(self._prefix) and one.id not in known
        ]

    def location_of(self, stream: str) -> str:
        """Return the location of the source that a stream is here."""
        return self._locations.get(stream) or f"{self._prefix}{stream}"

    def _server_feeds(self) -> list[Subscription]:
        return read_subscriptions(self._client.ask(subscriptions_call()))

    def _locations_of(self, listed: list[Subscription]) -> dict[str, str]:
        """Return where the source of each stream is: by its feed, so that other ids do no harm."""
        found: dict[str, str] = {}
        taken: set[str] = set()
        for one in listed:
            place = one.url if one.url and one.url not in taken else one.stream
            taken.add(place)
            found[one.stream] = f"{self._prefix}{place}"
        return found

    def _send_wishes(self, urls: set[str]) -> bool:
        """Subscribe to what a person wished for; whether anything came of it."""
        has_come = False
        for url, folder in self._store.accounts.wished_feeds(self._account.id):
            if url not in urls:
                try:
                    self._subscribe(url, folder)
                    has_come = True
                except (AccountError, ParseError) as error:
                    if isinstance(error, AccountError) and not error.is_refusal:
                        raise
                    self.problems.append(f"{url} was not subscribed to: {error}")
            self._store.accounts.drop_wish(self._account.id, url)
        return has_come

    def _subscribe(self, url: str, folder: str) -> None:
        """Subscribe in the way that finds feeds, or else in the one that all servers know."""
        try:
            stream = read_quickadd(self._client.ask(quickadd_call(url)))
        except AccountError as error:
            if not error.is_refusal:
                raise
            self._client.edit(subscribe_call(url, folder))
            return
        if folder:
            self._client.edit(move_call(stream, folder, ""))

    def _settle(self, there: Subscription, before: FeedState | None) -> None:
        """Make one feed the same on both sides."""
        if before is None:
            self._begin(there)
        elif not before.is_subscribed:
            if self._edits(unsubscribe_call(there.stream), before):
                self._store.accounts.drop_feed(self._account.id, before.source_id)
        else:
            title = self._settled_title(there, before)
            folder = self._settled_folder(there, before)
            self._save(there, before, (title, folder))

    def _begin(self, there: Subscription) -> None:
        """Subscribe to what the server has and this side has not."""
        location = self._locations[there.stream]
        folder = there.folders[0] if there.folders else ""
        with self._store.accounts.transaction():
            source_id = self._store.sources.add(location, there.title, folder)
            named = (there.title, folder)
            self._store.accounts.save_feed(self._account.id, source_id, there.stream, named)

    def _save(self, there: Subscription, before: FeedState, level: tuple[str, str]) -> None:
        """Remember how the server has a feed; what it changed is changed here, unless meanwhile."""
        is_known = level == (before.title, before.folder) and there.stream == before.stream
        own = (before.own_title, before.own_folder)
        wanted = (
            level[0] if own[0] == before.title else own[0],
            level[1] if own[1] == before.folder else own[1],
        )
        if is_known and wanted == own:
            return
        accounts = self._store.accounts
        with accounts.transaction():
            if wanted == own or accounts.name_source(before.source_id, own, wanted):
                accounts.save_feed(self._account.id, before.source_id, there.stream, level)

    def _settled_title(self, there: Subscription, before: FeedState) -> str:
        """Return the title that the server has now."""
        mine = before.own_title
        if mine in (before.title, there.title):
            return there.title
        renamed = self._edits(rename_call(there.stream, mine), before)
        return mine if renamed else before.title

    def _settled_folder(self, there: Subscription, before: FeedState) -> str:
        """Return the folder that the server has now."""
        mine, theirs = before.own_folder, _folder_of(there, before)
        if mine in (before.folder, theirs):
            return theirs
        moved = self._edits(move_call(there.stream, mine, theirs), before)
        return mine if moved else before.folder

    def _edits(self, call: ApiCall, feed: FeedState) -> bool:
        """Have the server change a feed; whether it did. What it refuses goes on waiting."""
        try:
            self._client.edit(call)
        except AccountError as error:
            if not error.is_refusal:
                raise
            name = feed.own_title or feed.location.removeprefix(self._prefix)
            self.problems.append(f"{name} is not yet as it is here: {error}")
            return False
        return True


def _folder_of(there: Subscription, before: FeedState) -> str:
    """Return the folder of a feed at the server, where it has several the one that is known."""
    for folder in (before.own_folder, before.folder, *there.folders):
        if folder in there.folders:
            return folder
    return ""
