"""One round with the server of an account: subscriptions, marks that go there, stories and marks.

Marks go first, so what the server says afterwards is newer than all that it was told. Each step is
a transaction, and doing one twice changes nothing: a round may be killed anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reader.greader.answers import Labels, read_ids, read_labels
from reader.greader.calls import LABEL, READ, READING_LIST, STARRED, ids_call, tags_call
from reader.library.accounts.account_client import AccountClient, AccountError, account_network
from reader.library.accounts.account_feeds import AccountFeeds, location_prefix
from reader.library.accounts.account_items import AccountItems
from reader.library.accounts.account_login import (
    AccountLogin,
    keep_account_login,
    read_account_login,
)
from reader.library.accounts.account_marks import (
    AccountMarks,
    ServerChanges,
    TagLabels,
    tag_of_label,
)
from reader.library.ingest.site_context import stored_context
from reader.library.marks import with_mark
from reader.model import (
    CleanedDocument,
    FetchError,
    IngestReport,
    Mark,
    Marks,
    ParseError,
    StoreError,
)
from reader.model.construction import frozen
from reader.store.account_table import Account

if TYPE_CHECKING:
    from reader.library import Library

MINUTES = 15  # between two rounds that nobody asks for
_LONGEST = 24 * 60  # minutes between two after failures
_MOST_PAGES = 100  # of ids
_FIRST = 10_000  # stories that come at first, beside all that are unread, starred or labelled
_MOST_AT_ONCE = 50_000  # stories that one round brings; the next one brings the others
_MOST_LABELS = 200  # that are asked for
_OVERLAP = 24 * 3_600  # seconds before the last round from which on ids are asked for again
_MOST_MISSED = 5  # times that a text is asked for which the server does not send


@frozen
class _IdList:
    """Ids of a stream."""

    items: dict[str, None]
    is_whole: bool = True  # whether what is not among them is not in the stream
    pages: int = 1  # in which they came


@frozen
class _LabelLists:
    """Ids under labels, by tag."""

    by_tag: dict[str, _IdList]
    is_whole: bool  # whether nothing stands under a tag that is not among them

    def has_left(self, item: str, tag: str) -> bool:
        """Tell whether an item stands under a tag no more."""
        listed = self.by_tag.get(tag, _IdList({}, self.is_whole))
        return listed.is_whole and item not in listed.items


@frozen
class _ServerState:
    """What the server has."""

    recent: _IdList
    unread: _IdList
    starred: _IdList
    labels: _LabelLists


class AccountRound:
    """What a round consists of, in the order in which it is done."""

    def __init__(self, library: Library, client: AccountClient, account: Account) -> None:
        self._library, self._client, self.account = library, client, account
        self._store = library.store
        self._now = library.clock.now()
        self._feeds = AccountFeeds(self._store, client, account)
        self._marks = AccountMarks(self._store, client, account, self._with_mark, self._now)
        self._tags = TagLabels()
        self._new = 0

    def _with_mark(self, marks: Marks, mark: Mark, on: bool) -> Marks:
        return with_mark(marks, mark, on, self._now)

    def run(self) -> Iterator[IngestReport]:
        """Do a round; what came of each handful of stories.

        Raises:
            AccountError: the server does not do what it is asked to.
            ParseError: it answers with something else.
        """
        self._feeds.bring_level()
        labels = self._labels()
        self._marks.send(self._tags)
        if self._marks.has_sent_labels:  # there may be others now
            labels = self._labels()
        state = self._server_state(labels)
        self._marks.take_changes(self._changes(state))
        items = AccountItems(
            self._store,
            self._client,
            self.account,
            self._feeds,
            stored_context(self._store, self._library.settings().sites),
        )
        wanted = self._missing_items(state)
        for report in items.fetch(wanted[:_MOST_AT_ONCE], self._library.clock.now()):
            self._new += report.new
            yield report
        self._marks.send(self._tags)  # of what was marked here before it came from there
        self._note_success(len(wanted) > _MOST_AT_ONCE)

    def _labels(self) -> Labels | None:
        """Return the labels of items; None where the server knows of none."""
        try:
            labels = read_labels(self._client.ask(tags_call()))
        except AccountError as error:
            if not error.is_refusal:
                raise
            return None
        self._feeds.folders |= set(labels.folders)
        others = (one for one in labels.labels if one not in self._feeds.folders)
        named = tuple(filter(tag_of_label, others))  # some are nothing that a tag can be
        self._tags = TagLabels.from_labels(named)
        return replace(labels, labels=named)

    def _server_state(self, labels: Labels | None) -> _ServerState:
        since = self.account.since
        recent = self._ids(READING_LIST, since=since, most=0 if since else _FIRST)
        unread = self._ids(READING_LIST, without=READ)
        starred = self._ids(STARRED)
        if labels is None:
            return _ServerState(recent, unread, starred, _LabelLists({}, is_whole=False))
        return _ServerState(recent, unread, starred, self._items_by_tag(labels))

    def _items_by_tag(self, labels: Labels) -> _LabelLists:
        """Return what stands under each label, by tag."""
        lists: dict[str, _IdList] = {}
        for label in labels.labels[:_MOST_LABELS]:
            tag, ids = tag_of_label(label), self._ids_under(label)
            before = lists.get(tag, _IdList({}))
            lists[tag] = _IdList(before.items | ids.items, before.is_whole and ids.is_whole)
        # What stands under these is not known, so nothing is missing there.
        for label in (*labels.labels[_MOST_LABELS:], *self._feeds.folders):
            tag = tag_of_label(label)
            lists[tag] = replace(lists.get(tag, _IdList({})), is_whole=False)
        return _LabelLists(lists, labels.is_whole)

    def _ids_under(self, label: str) -> _IdList:
        """Return the ids under a label; where they come in pieces, all that stood there of late."""
        ids = self._ids(f"{LABEL}{label}")
        if ids.pages == 1:
            return ids
        again = self._ids(f"{LABEL}{label}")
        return _IdList(again.items | ids.items, ids.is_whole and again.is_whole)

    def _ids(self, stream: str, since: int = 0, without: str = "", most: int = 0) -> _IdList:
        """Return the ids of a stream, the newest first, page by page."""
        found: dict[str, None] = {}
        continuation = ""
        for number in range(1, _MOST_PAGES + 1):
            page = read_ids(self._client.ask(ids_call(stream, since, without, continuation)))
            before = len(found)
            found |= dict.fromkeys(page.items)
            if not page.continuation:
                return _IdList(found, pages=number)
            if len(found) == before or (most and len(found) >= most):
                break  # a server that does not go on, or enough
            continuation = page.continuation
        return _IdList(found, is_whole=False)

    def _missing_items(self, state: _ServerState) -> list[str]:
        """Return the items of which the text is still to be had, the newest of each list first."""
        known = self._store.accounts.known_items(self.account.id, _MOST_MISSED)
        lists = (state.recent, state.unread, state.starred, *state.labels.by_tag.values())
        wanted = dict.fromkeys(item for one in lists for item in one.items)
        return [item for item in wanted if item not in known]

    def _changes(self, state: _ServerState) -> ServerChanges:
        """Return what the server has otherwise than when it was heard or told last.

        What is missing from a list may also be there no more: only of what the server still has is
        it taken to be a mark.
        """
        accounts = self._store.accounts
        states = accounts.states(self.account.id)
        unread, starred = state.unread.items, state.starred.items
        read = {one.item: False for one in states if one.is_read and one.item in unread}
        stars = {one.item: True for one in states if not one.is_starred and one.item in starred}
        listed = unread | starred | state.recent.items
        back = {one.item: False for one in states if one.is_gone and one.item in listed}
        present = [one for one in states if not one.is_gone]
        had_unread = [one.item for one in present if not one.is_read
                      and one.source_id in self._feeds.subscribed]  # fmt: skip
        had_stars = [one.item for one in present if one.is_starred]
        left_read = self._items_gone(had_unread, state.unread, READING_LIST, READ)
        left_stars = self._items_gone(had_stars, state.starred, STARRED)
        labels, left_labels = self._label_changes(state.labels, {one.item for one in present})
        left = {*left_read, *left_stars, *(item for item, _ in left_labels)}
        there = self._still_there(left)
        return ServerChanges(
            read | {item: True for item in left_read if item in there},
            stars | {item: False for item in left_stars if item in there},
            labels | {pair: False for pair in left_labels if pair[0] in there},
            back | {item: True for item in left if item not in there},
        )

    def _items_gone(
        self, items: list[str], listed: _IdList, stream: str, without: str = ""
    ) -> list[str]:
        """Return what a list has no more.

        One that came in pieces may have moved between two of them: it is asked for once more.
        """
        left = [item for item in items if item not in listed.items] if listed.is_whole else []
        if not left or listed.pages == 1:
            return left
        again = self._ids(stream, without=without)
        return [item for item in left if item not in again.items] if again.is_whole else []

    def _label_changes(
        self, labels: _LabelLists, items: set[str]
    ) -> tuple[dict[tuple[str, str], bool], list[tuple[str, str]]]:
        """Return what has come under labels, and what stands under them no more."""
        before = self._store.accounts.labels(self.account.id)
        come = {
            (item, tag): True
            for tag, one in labels.by_tag.items()
            for item in one.items
            if item in items and (item, tag) not in before
        }
        here = (pair for pair in sorted(before) if pair[0] in items)
        return come, [pair for pair in here if labels.has_left(*pair)]

    def _still_there(self, items: set[str]) -> set[str]:
        """Return those of some items that the server still has."""
        left, continuation = set(items), ""
        for _ in range(_MOST_PAGES if items else 0):
            call = ids_call(READING_LIST, continuation=continuation)
            page = read_ids(self._client.ask(call))
            left -= set(page.items)
            if not left or not page.items or page.continuation in ("", continuation):
                break
            continuation = page.continuation
        return items - left

    @property
    def has_changed(self) -> bool:
        """Whether anything here is otherwise than before."""
        return bool(self._new or self._marks.changed)

    def _note_success(self, has_more: bool) -> None:
        """Remember that a round was done, and what came of it."""
        problems = [*self._feeds.problems, *filter(None, [self._marks.problem])]
        since = max(int(self._now.timestamp()) - _OVERLAP, 1)
        self._store.accounts.note_read(self._feeds.subscribed, self._now)
        marks = self._marks
        counts = f"{marks.changed:,} marked elsewhere, {marks.sent:,} marks sent"
        self._store.accounts.note_success(
            replace(
                self.account,
                since=self.account.since if has_more else since,
                last=self._library.clock.now(),
                due=self._now + timedelta(minutes=0 if has_more else MINUTES),
                problem="; ".join(problems),
                note=f"{self._new:,} new stories, {counts}",
            )
        )


def sync_accounts(
    library: Library, accounts: Sequence[Account], due: bool = False
) -> Iterator[IngestReport]:
    """Synchronise accounts, those that are due or all; one that fails never stops the others."""
    from reader.fetch.schedule import is_due

    now = library.clock.now()
    for account in accounts:
        if not due or is_due(account.due, now):
            yield from _sync_account(library, account, now)


def _sync_account(library: Library, account: Account, now: datetime) -> Iterator[IngestReport]:
    """Synchronise one account; a failure is remembered, and when it is tried again."""
    folder, place = library.folders.data, location_prefix(account.name)
    has_changed = False

    def keep(login: AccountLogin) -> None:
        keep_account_login(folder, account.name, login)

    try:
        login = read_account_login(folder, account.name)
        with account_network(library) as network:
            client = AccountClient(network, account.location, login, keep)
            round_ = AccountRound(library, client, account)
            yield from round_.run()
            has_changed = round_.has_changed
    except (FetchError, ParseError, StoreError) as error:
        wait = error.wait if isinstance(error, AccountError) else 0
        minutes = min(MINUTES * 2 ** min(account.refusals, 10), _LONGEST)
        pause = timedelta(seconds=wait) if wait else timedelta(minutes=minutes)
        library.store.accounts.note_failure(account.id, now + pause, str(error))
        yield IngestReport(CleanedDocument(place, error=f"{account.name}: {error}"), 0)
    if has_changed:
        library.copy_marks()
