"""The tables of accounts: how servers had feeds, marks and labels when last heard or told.

What a person has done since is whatever differs from that, so it needs no list of its own, and no
door by which marks change can forget it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from reader.model.construction import frozen
from reader.model.safe_text import safe_sentence
from reader.store.database import Table, store_errors, store_errors_within
from reader.store.tables.fetch_state import moment_or_none

COLUMNS = "id, kind, name, location, user, since, last, due, refusals, problem, note"
ALL = f"SELECT {COLUMNS} FROM account ORDER BY id"  # noqa: S608 - all are our own
ADD = """
INSERT INTO account (kind, name, location, user) VALUES (?, ?, ?, ?)
ON CONFLICT (name) DO UPDATE SET due = 0, refusals = 0, problem = ''
RETURNING id
"""
REMOVE = "DELETE FROM account WHERE id = ?"
NEXT_DUE = "SELECT min(due) FROM account"
SUCCEEDED = """
UPDATE account SET since = ?, last = ?, due = ?, refusals = 0, problem = ?, note = ? WHERE id = ?
"""
FAILED = "UPDATE account SET due = ?, refusals = refusals + 1, problem = ? WHERE id = ?"
FEEDS = """
SELECT source_id, stream, account_feed.title, account_feed.folder,
    source.location, source.title, source.folder, source.subscribed
FROM account_feed JOIN source ON source.id = source_id WHERE account_id = ? ORDER BY source_id
"""
PUT_FEED = "INSERT OR REPLACE INTO account_feed VALUES (?, ?, ?, ?, ?)"
DROP_FEED = "DELETE FROM account_feed WHERE account_id = ? AND source_id = ?"
NAME_SOURCE = """
UPDATE source SET title = ?, folder = ? WHERE id = ? AND title = ? AND folder = ?
"""
UNSUBSCRIBE = "UPDATE source SET subscribed = 0 WHERE id = ?"
SUBSCRIBED_TO = """
SELECT id FROM source WHERE subscribed = 1 AND substr(location, 1, length(?1)) = ?1
"""
READ_SOURCE = "UPDATE source SET last_success = ?1, last_tried = ?1, last_error = '' WHERE id = ?2"
WISHES = "SELECT url, folder FROM account_wish WHERE account_id = ? ORDER BY url"
PUT_WISH = "INSERT OR REPLACE INTO account_wish VALUES (?, ?, ?)"
DROP_WISH = "DELETE FROM account_wish WHERE account_id = ? AND url = ?"
# What could not be had yet, of which the server may still have the text, is not known.
KNOWN = """
SELECT item FROM account_item
WHERE account_id = ? AND (missed = 0 OR missed >= ? OR story_id NOT NULL)
"""
STATES = """
SELECT item, source_id, account_item.read, starred, gone FROM account_item
WHERE account_id = ? AND story_id NOT NULL
"""
STATES_OF = """
SELECT item, story_id, account_item.read, starred FROM account_item
WHERE item IN ({ids}) AND account_id = ? AND story_id NOT NULL
"""
LABELS = """
SELECT item, tag FROM account_label JOIN account_item USING (account_id, item)
WHERE account_id = ? AND story_id NOT NULL
"""
PUT_ITEM = """
INSERT INTO account_item (account_id, item, source_id, story_id, read, starred)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (account_id, item) DO UPDATE SET source_id = excluded.source_id,
    story_id = excluded.story_id, read = excluded.read, starred = excluded.starred,
    gone = 0, missed = 0
"""
PUT_MISSED = """
INSERT INTO account_item (account_id, item, missed) VALUES (?, ?, 1)
ON CONFLICT (account_id, item) DO UPDATE SET missed = missed + 1
"""
# Only what is kept of the server's word changes; what was marked meanwhile is still to be told.
SET_READ = "UPDATE account_item SET read = ? WHERE account_id = ? AND item = ?"
SET_STARRED = "UPDATE account_item SET starred = ? WHERE account_id = ? AND item = ?"
SET_GONE = "UPDATE account_item SET gone = ? WHERE account_id = ? AND item = ?"
PUT_LABEL = "INSERT OR IGNORE INTO account_label VALUES (?, ?, ?)"
DROP_LABEL = "DELETE FROM account_label WHERE account_id = ? AND item = ? AND tag = ?"
WAITING_READ = """
SELECT item, coalesce(mark.read, 0) FROM account_item LEFT JOIN mark USING (story_id)
WHERE account_id = ? AND story_id NOT NULL AND gone = 0
    AND coalesce(mark.read, 0) != account_item.read
ORDER BY item
"""
WAITING_STARRED = """
SELECT item, mark.bookmarked NOT NULL FROM account_item LEFT JOIN mark USING (story_id)
WHERE account_id = ? AND story_id NOT NULL AND gone = 0
    AND (mark.bookmarked NOT NULL) != account_item.starred
ORDER BY item
"""
_TAGGED = """
SELECT item, tag FROM account_item JOIN tag USING (story_id) WHERE account_id = ?1 AND gone = 0
"""
_LABELLED = """
SELECT item, tag FROM account_label JOIN account_item USING (account_id, item)
WHERE account_id = ?1 AND story_id NOT NULL AND gone = 0
"""
WAITING_LABELS = f"""
SELECT item, tag, 1 FROM ({_TAGGED} EXCEPT {_LABELLED})
UNION ALL SELECT item, tag, 0 FROM ({_LABELLED} EXCEPT {_TAGGED}) ORDER BY tag, item
"""  # noqa: S608 - all are our own
COUNT_ITEMS = "SELECT count(*), count(story_id) FROM account_item WHERE account_id = ?"


@frozen
class Account:
    """An account at a server, and how it stands."""

    id: int
    kind: str  # which protocol its server speaks
    name: str  # who at which server
    location: str  # of its server
    user: str
    since: int = 0  # the moment, in seconds since 1970, up to which its stories have come
    last: datetime | None = None  # when it was synchronised last
    due: datetime | None = None  # when it is to be next
    refusals: int = 0  # in a row
    problem: str = ""  # why not all of it could be done the last time
    note: str = ""  # what came then


class FeedState(NamedTuple):
    """A feed as the server had it when it was heard or told last, and as it is here."""

    source_id: int
    stream: str
    title: str
    folder: str
    location: str
    own_title: str  # here, as is all below
    own_folder: str
    is_subscribed: bool


class ItemState(NamedTuple):
    """An item as the server had it when it was heard or told last."""

    item: str
    source_id: int
    is_read: bool
    is_starred: bool
    is_gone: bool  # the server had it no more


class LinkedItem(NamedTuple):
    """An item, its story here, and how the server had it."""

    item: str
    story_id: int
    is_read: bool
    is_starred: bool


class AccountItemRow(NamedTuple):
    """An item to remember, as the server has it."""

    item: str
    source_id: int
    story_id: int | None
    is_read: bool
    is_starred: bool
    tags: tuple[str, ...]


class WaitingMarks(NamedTuple):
    """What was done here and the server was not told of: an item each, and whether it is on now."""

    read: list[tuple[str, bool]]
    starred: list[tuple[str, bool]]
    labels: list[tuple[str, str, bool]]  # with the tag

    @property
    def total(self) -> int:
        """How many they are."""
        return len(self.read) + len(self.starred) + len(self.labels)


class AccountTable(Table):
    """What is known of accounts; whoever changes several things at once stands in a transaction."""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Begin one: on the disk when it ends."""
        with store_errors_within(self.database), self.database.act():
            yield

    @store_errors
    def all(self) -> list[Account]:
        """Return every account, in the order in which they were added."""
        return [_account_of(row) for row in self.database.all(ALL)]

    @store_errors
    def add(self, kind: str, name: str, location: str, user: str) -> int:
        """Add an account, or find it; its id."""
        with self.database.act() as connection:
            return int(connection.execute(ADD, (kind, name, location, user)).fetchone()[0])

    @store_errors
    def remove(self, account_id: int, prefix: str) -> int:
        """Forget an account, and end its subscriptions, whose location begins so; how many."""
        with self.database.act() as connection:
            connection.execute(REMOVE, (account_id,))
            ids = connection.execute(SUBSCRIBED_TO, (prefix,)).fetchall()
            connection.executemany(UNSUBSCRIBE, ids)
            return len(ids)

    @store_errors
    def next_due(self) -> datetime | None:
        """Return when the first account is to be synchronised; None without any."""
        return moment_or_none(self.database.first_row(NEXT_DUE)[0])

    @store_errors
    def note_success(self, account: Account) -> None:
        """Note how an account stands after it was synchronised."""
        last, due = (int(one.timestamp()) if one else 0 for one in (account.last, account.due))
        said = (safe_sentence(account.problem), safe_sentence(account.note))
        with self.database.act() as connection:
            connection.execute(SUCCEEDED, (account.since, last, due, *said, account.id))

    @store_errors
    def note_failure(self, account_id: int, due: datetime, problem: str) -> None:
        """Note that an account could not be synchronised, and when that is tried again."""
        with self.database.act() as connection:
            row = (int(due.timestamp()), safe_sentence(problem), account_id)
            connection.execute(FAILED, row)

    @store_errors
    def feeds(self, account_id: int) -> list[FeedState]:
        """Return the feeds of an account."""
        rows = self.database.all(FEEDS, account_id)
        return [FeedState._make((*row[:7], bool(row[7]))) for row in rows]

    @store_errors
    def save_feed(
        self, account_id: int, source_id: int, stream: str, named: tuple[str, str]
    ) -> None:
        """Remember how the server has a feed: with which title, and in which folder."""
        with self.database.act() as connection:
            connection.execute(PUT_FEED, (account_id, source_id, stream, *named))

    @store_errors
    def drop_feed(self, account_id: int, source_id: int) -> None:
        """Forget a feed that the server has no more, and end the subscription."""
        with self.database.act() as connection:
            connection.execute(DROP_FEED, (account_id, source_id))
            connection.execute(UNSUBSCRIBE, (source_id,))

    @store_errors
    def note_read(self, source_ids: Iterable[int], now: datetime) -> None:
        """Note that sources were read."""
        moment = int(now.timestamp())
        with self.database.batch() as connection:
            connection.executemany(READ_SOURCE, ((moment, one) for one in sorted(source_ids)))

    @store_errors
    def name_source(self, source_id: int, before: tuple[str, str], after: tuple[str, str]) -> bool:
        """Give a source other title and folder; False where they are not as before any more."""
        with self.database.act() as connection:
            cursor = connection.execute(NAME_SOURCE, (*after, source_id, *before))
            return cursor.rowcount > 0

    @store_errors
    def wished_feeds(self, account_id: int) -> list[tuple[str, str]]:
        """Return the feeds that are to be subscribed to, each with its folder."""
        return [(row[0], row[1]) for row in self.database.all(WISHES, account_id)]

    @store_errors
    def add_wish(self, account_id: int, url: str, folder: str) -> None:
        """Have a feed be subscribed to."""
        with self.database.act() as connection:
            connection.execute(PUT_WISH, (account_id, url, folder))

    @store_errors
    def drop_wish(self, account_id: int, url: str) -> None:
        """Forget a feed that was to be subscribed to."""
        with self.database.act() as connection:
            connection.execute(DROP_WISH, (account_id, url))

    @store_errors
    def known_items(self, account_id: int, most_missed: int) -> set[str]:
        """Return the items whose texts need not be asked for."""
        return {row[0] for row in self.database.all(KNOWN, account_id, most_missed)}

    @store_errors
    def states(self, account_id: int) -> list[ItemState]:
        """Return how the server had each item that is a story here."""
        rows = self.database.all(STATES, account_id)
        return [ItemState(row[0], row[1], bool(row[2]), bool(row[3]), bool(row[4])) for row in rows]

    @store_errors
    def linked_items(self, account_id: int, items: Sequence[str]) -> dict[str, LinkedItem]:
        """Return items that are stories here."""
        rows = self.database.rows_of(STATES_OF, items, account_id)
        return {row[0]: LinkedItem(row[0], row[1], bool(row[2]), bool(row[3])) for row in rows}

    @store_errors
    def labels(self, account_id: int) -> set[tuple[str, str]]:
        """Return the items that had labels, each with the tag that it is here."""
        return {(row[0], row[1]) for row in self.database.all(LABELS, account_id)}

    @store_errors
    def save_items(self, account_id: int, rows: Iterable[AccountItemRow]) -> None:
        """Remember items as the server has them."""
        with self.database.act() as connection:
            for row in rows:
                connection.execute(PUT_ITEM, (account_id, *row[:5]))
                labels = ((account_id, row.item, tag) for tag in row.tags)
                connection.executemany(PUT_LABEL, labels)

    @store_errors
    def note_missed(self, account_id: int, items: Iterable[str]) -> None:
        """Count that the server did not send the texts of items."""
        with self.database.act() as connection:
            connection.executemany(PUT_MISSED, ((account_id, item) for item in items))

    @store_errors
    def set_read(self, account_id: int, states: Mapping[str, bool]) -> None:
        """Remember which items the server has as read."""
        self._set(SET_READ, account_id, states)

    @store_errors
    def set_starred(self, account_id: int, states: Mapping[str, bool]) -> None:
        """Remember which items the server has as starred."""
        self._set(SET_STARRED, account_id, states)

    @store_errors
    def set_gone(self, account_id: int, states: Mapping[str, bool]) -> None:
        """Remember which items the server has no more."""
        self._set(SET_GONE, account_id, states)

    def _set(self, statement: str, account_id: int, states: Mapping[str, bool]) -> None:
        with self.database.act() as connection:
            rows = ((state, account_id, item) for item, state in states.items())
            connection.executemany(statement, rows)

    @store_errors
    def set_labels(self, account_id: int, states: Mapping[tuple[str, str], bool]) -> None:
        """Remember which items the server has under labels."""
        with self.database.act() as connection:
            for on, statement in ((True, PUT_LABEL), (False, DROP_LABEL)):
                rows = ((account_id, *one) for one, state in states.items() if state is on)
                connection.executemany(statement, rows)

    @store_errors
    def waiting_marks(self, account_id: int) -> WaitingMarks:
        """Return what was marked here and the server was not told of."""
        database = self.database
        return WaitingMarks(
            [(row[0], bool(row[1])) for row in database.all(WAITING_READ, account_id)],
            [(row[0], bool(row[1])) for row in database.all(WAITING_STARRED, account_id)],
            [(row[0], row[1], bool(row[2])) for row in database.all(WAITING_LABELS, account_id)],
        )

    @store_errors
    def counts(self, account_id: int) -> tuple[int, int]:
        """Return how many items of an account are known, and how many are stories here."""
        items, stories = self.database.first_row(COUNT_ITEMS, account_id)
        return int(items), int(stories)


def _account_of(row: tuple[Any, ...]) -> Account:
    """Return an account as the database has it."""
    last, due = moment_or_none(row[6]), moment_or_none(row[7] or None)
    number, kind, name, location, user, since = row[:6]
    return Account(number, kind, name, location, user, since, last, due, *row[8:])
