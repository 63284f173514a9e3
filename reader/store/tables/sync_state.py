"""The tables of sync: what was changed here, what all machines know, what is still to be written.

Triggers write down every change of a mark, a subscription, a search or a rule in the transaction
that makes it, whoever makes it, so no kill parts the two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from reader.model.construction import frozen
from reader.store.database import SYNC_FOLDER, Table, store_errors, store_errors_within

WIDE = ("PRAGMA cache_size = -64000", "PRAGMA wal_autocheckpoint = 8000")
MOST_CHANGES = 1_000  # that are taken in one transaction: a key waits for that long at most
CHANGES = "SELECT id, kind, story_id, name, at FROM sync_change ORDER BY id LIMIT ?"
FORGET_FACT = "DELETE FROM meta WHERE name = ?"
DROP_CHANGES = "DELETE FROM sync_change WHERE id BETWEEN ? AND ?"
ADOPT = (
    "INSERT INTO sync_change (kind, story_id, at) SELECT 'read', story_id, 1 FROM mark WHERE read",
    "INSERT INTO sync_change (kind, story_id, name, at) SELECT 'tag', story_id, tag, 1 FROM tag",
    """
    INSERT INTO sync_change (kind, story_id, at) SELECT 'note', story_id, 1 FROM mark
    WHERE note != ''
    """,
    """
    INSERT INTO sync_change (kind, name, at) SELECT 'source', location, 1 FROM source
    WHERE subscribed
    """,
    "INSERT INTO sync_change (kind, name, at) SELECT 'search', name, 1 FROM search",
    """
    INSERT INTO sync_change (kind, story_id, name, at)
    SELECT 'highlight', story_id, json_array(quote, before, after), 1 FROM highlight
    """,
    """
    INSERT INTO sync_change (kind, story_id, at) SELECT 'hidden', story_id, 1 FROM mark
    WHERE hidden = 1
    """,
    "INSERT INTO sync_change (kind, name, at) SELECT 'rule', name, 1 FROM rule",
    """
    INSERT INTO sync_change (kind, name, at) SELECT 'rules', 'all', 1
    WHERE EXISTS (SELECT 1 FROM rule)
    """,
    """
    INSERT INTO sync_change (kind, story_id, at)
    SELECT 'bookmark', story_id, max(bookmarked, 1) * 1000 FROM mark
    WHERE bookmarked NOT NULL ORDER BY bookmarked
    """,
)
CLEAR = tuple(
    f"DELETE FROM {table}"  # noqa: S608 - all are our own
    for table in ("sync_change", "sync_item", "sync_name", "sync_outgoing", "sync_file")
)
UNNAMED = """
SELECT story.id, location, key, headline, link, revision
FROM story JOIN source ON source.id = source_id JOIN body ON body.story_id = story.id
WHERE (revision, story.id) > (?, ?) ORDER BY revision, story.id LIMIT ?
"""
IDENTITIES = """
SELECT story.id, location, key, headline, link, revision
FROM story JOIN source ON source.id = source_id JOIN body ON body.story_id = story.id
WHERE story.id IN ({ids})
"""
COPIES = """
SELECT also.story_id, location, also.key, headline, coalesce(json_extract(fields, '$.link'), ''), 0
FROM also JOIN source ON source.id = also.source_id JOIN story ON story.id = also.story_id
WHERE also.story_id IN ({ids}) ORDER BY also.rowid
"""
DROP_NAMES = "DELETE FROM sync_name WHERE story_id = ?"
PUT_NAME = "INSERT OR IGNORE INTO sync_name (story_id, name, page, first) VALUES (?, ?, ?, ?)"
NAMES_OF = "SELECT story_id, name, page, first FROM sync_name WHERE story_id IN ({ids})"
NAMED = "SELECT name, story_id FROM sync_name WHERE name IN ({ids})"
ON_PAGE = "SELECT page, story_id FROM sync_name WHERE page IN ({ids})"
ITEMS = "SELECT subject, page, state FROM sync_item WHERE subject IN ({ids})"
# What has the name of a story that is here is about that one, whatever its page.
ITEMS_ON_PAGE = """
SELECT subject, page, state FROM sync_item
WHERE page IN ({ids}) AND NOT EXISTS (SELECT 1 FROM sync_name WHERE name = substr(subject, 7))
"""
PUT_ITEM = "INSERT OR REPLACE INTO sync_item (subject, page, state) VALUES (?, ?, ?)"
ALL_ITEMS = "SELECT subject, page, state FROM sync_item ORDER BY subject"
COUNT_ITEMS = """
SELECT count(*), count(*) FILTER (
    WHERE subject LIKE 'story %'
        AND NOT EXISTS (SELECT 1 FROM sync_name WHERE name = substr(subject, 7))
        AND NOT EXISTS (
            SELECT 1 FROM sync_name
            WHERE sync_name.page = sync_item.page AND sync_item.page != ''
        )
) FROM sync_item
"""
PUT_LINE = "INSERT INTO sync_outgoing (line) VALUES (?)"
LINES = "SELECT id, line FROM sync_outgoing ORDER BY id LIMIT ?"
DROP_LINES = "DELETE FROM sync_outgoing WHERE id <= ?"
COUNT_LINES = "SELECT (SELECT count(*) FROM sync_outgoing) + (SELECT count(*) FROM sync_change)"
HAS_CHANGES = """
SELECT EXISTS (SELECT 1 FROM sync_outgoing) OR EXISTS (SELECT 1 FROM sync_change)
"""
FILES = "SELECT path, stamp, size, done, digest FROM sync_file"
PUT_FILE = "INSERT OR REPLACE INTO sync_file VALUES (?, ?, ?, ?, ?)"
DROP_FILE = "DELETE FROM sync_file WHERE path = ?"
SOURCE = "SELECT id, title, folder, subscribed FROM source WHERE location = ?"
SUBSCRIBE = "UPDATE source SET subscribed = ?, title = ?, folder = ? WHERE id = ?"


class LocalChange(NamedTuple):
    """Something that was changed on this machine and that no act tells of yet."""

    id: int
    kind: str
    story_id: int  # 0 where it is about no story
    name: str  # the tag, words of the highlight in JSON, the location, name of the search or rule
    at: int  # milliseconds since 1970; 0 where nobody noted that


class StoryIdentity(NamedTuple):
    """By what a source knows a story."""

    story_id: int
    location: str
    key: str
    headline: str
    link: str
    revision: int  # 0 of a copy


class StoryNames(NamedTuple):
    """By what machines know a story of one source."""

    story_id: int
    name: str
    page: str
    is_first: bool  # of the source whose words are shown


class ItemRow(NamedTuple):
    """What is known of one subject, as it is stored."""

    subject: str
    page: str
    state: str  # JSON


@frozen
class FileState:
    """How far a file of the folder has been read."""

    stamp: int = 0  # when it was changed last, in nanoseconds
    size: int = 0  # bytes
    done: int = 0  # bytes that have been read, up to the end of a line
    digest: str = ""  # of these bytes


class SyncTable(Table):
    """What sync knows; whoever changes several things at once stands in a `transaction`."""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Begin one: on the disk when it ends."""
        with store_errors_within(self.database), self.database.act():
            yield

    @contextmanager
    def repeatable_transaction(self) -> Iterator[None]:
        """Begin a transaction that a power cut may undo, and that is done again then."""
        with store_errors_within(self.database), self.database.batch():
            yield

    @store_errors
    def expect_many(self) -> None:
        """Have room in memory for much, for as long as the database is open."""
        for setting in WIDE:
            self.database.connection.execute(setting)

    @contextmanager
    def without_notes(self) -> Iterator[None]:
        """Have no change be noted: all machines know of it. Call inside a transaction."""
        folder = self.folder
        self.database.connection.execute(FORGET_FACT, (SYNC_FOLDER,))
        yield
        self.database.set_meta(SYNC_FOLDER, folder)

    @store_errors
    def begin(self, facts: Mapping[str, str]) -> None:
        """Forget all that was known, and count everything that is marked here as changed."""
        with self.database.act() as connection:
            for statement in (*CLEAR, *ADOPT):
                connection.execute(statement)
            for name, value in facts.items():
                self.database.set_meta(f"sync {name}", value)

    @store_errors
    def end(self, facts: Iterable[str]) -> None:
        """Forget all that was known."""
        with self.database.act() as connection:
            for statement in CLEAR:
                connection.execute(statement)
            for name in facts:
                connection.execute(FORGET_FACT, (f"sync {name}",))

    @property
    def folder(self) -> str:
        """The folder that is synchronised with; empty where there is none."""
        return self.database.meta(SYNC_FOLDER)

    def fact(self, name: str) -> str:
        """Return what is remembered under a name, empty where nothing is."""
        return self.database.meta(f"sync {name}")

    @store_errors
    def remember(self, name: str, value: str) -> None:
        """Remember something under a name."""
        with self.database.act():
            self.database.set_meta(f"sync {name}", value)

    @property
    def has_changes(self) -> bool:
        """Whether something was changed here that is not in the folder yet."""
        return bool(self._has_changes())

    @store_errors
    def _has_changes(self) -> int:
        return int(self.database.first_row(HAS_CHANGES)[0])

    @store_errors
    def changes(self) -> list[LocalChange]:
        """Return the earliest changes that no act tells of."""
        return [LocalChange(*row) for row in self.database.all(CHANGES, MOST_CHANGES)]

    @store_errors
    def drop_changes(self, first: int, last: int) -> None:
        """Forget changes, from one number to another."""
        with self.database.act() as connection:
            connection.execute(DROP_CHANGES, (first, last))

    @store_errors
    def unnamed_stories(self, revision: int, after: int, most: int) -> list[StoryIdentity]:
        """Return stories that were saved since a revision, and in it those with later numbers."""
        rows = self.database.all(UNNAMED, revision, after, most)
        return [StoryIdentity(*row) for row in rows]

    @store_errors
    def identities(self, ids: Sequence[int]) -> list[StoryIdentity]:
        """Return by what the sources whose words are shown know stories."""
        return [StoryIdentity(*row) for row in self.database.rows_of(IDENTITIES, ids)]

    @store_errors
    def copies(self, ids: Sequence[int]) -> list[StoryIdentity]:
        """Return by what other sources know stories."""
        return [StoryIdentity(*row) for row in self.database.rows_of(COPIES, ids)]

    @store_errors
    def save_names(self, ids: Iterable[int], names: Iterable[StoryNames]) -> None:
        """Give stories these names, and no others."""
        with self.database.act() as connection:
            connection.executemany(DROP_NAMES, ((story_id,) for story_id in ids))
            connection.executemany(PUT_NAME, names)

    @store_errors
    def names_of(self, ids: Sequence[int]) -> list[StoryNames]:
        """Return the names of stories."""
        return [StoryNames(*row) for row in self.database.rows_of(NAMES_OF, ids)]

    @store_errors
    def stories_named(self, names: Sequence[str]) -> list[tuple[str, int]]:
        """Return names with each story that has one."""
        return [(row[0], row[1]) for row in self.database.rows_of(NAMED, names)]

    @store_errors
    def stories_on_page(self, pages: Sequence[str]) -> list[tuple[str, int]]:
        """Return pages with each story that has one."""
        return [(row[0], row[1]) for row in self.database.rows_of(ON_PAGE, pages)]

    @store_errors
    def items(self, subjects: Sequence[str]) -> list[ItemRow]:
        """Return what is known of subjects."""
        return [ItemRow(*row) for row in self.database.rows_of(ITEMS, subjects)]

    @store_errors
    def items_on_page(self, pages: Sequence[str]) -> list[ItemRow]:
        """Return what is known of the stories of pages under names that no story here has."""
        return [ItemRow(*row) for row in self.database.rows_of(ITEMS_ON_PAGE, pages)]

    @store_errors
    def all_items(self) -> list[ItemRow]:
        """Return all that is known."""
        return [ItemRow(*row) for row in self.database.all(ALL_ITEMS)]

    @store_errors
    def save_items(self, rows: Iterable[ItemRow]) -> None:
        """Put what is known of subjects in the place of what was."""
        with self.database.act() as connection:
            connection.executemany(PUT_ITEM, rows)

    @store_errors
    def counts(self) -> tuple[int, int, int]:
        """Return how many subjects are known, wait for their story, and are to be written."""
        known, waiting = self.database.first_row(COUNT_ITEMS)
        return known, waiting, int(self.database.first_row(COUNT_LINES)[0])

    @store_errors
    def add_lines(self, lines: Iterable[str]) -> None:
        """Have lines be written to the folder."""
        with self.database.act() as connection:
            connection.executemany(PUT_LINE, ((line,) for line in lines))

    @store_errors
    def lines(self, most: int) -> list[tuple[int, str]]:
        """Return the first lines that are to be written, each with its number."""
        return [(row[0], row[1]) for row in self.database.all(LINES, most)]

    @store_errors
    def drop_lines(self, last: int) -> None:
        """Forget the lines up to a number: they are written."""
        with self.database.act() as connection:
            connection.execute(DROP_LINES, (last,))

    @store_errors
    def files(self) -> dict[str, FileState]:
        """Return how far each file of the folder has been read."""
        return {row[0]: FileState(*row[1:]) for row in self.database.all(FILES)}

    @store_errors
    def save_file(self, path: str, state: FileState) -> None:
        """Remember how far a file has been read."""
        with self.database.act() as connection:
            row = (path, state.stamp, state.size, state.done, state.digest)
            connection.execute(PUT_FILE, row)

    @store_errors
    def forget_files(self, paths: Collection[str]) -> None:
        """Forget files that are no more."""
        with self.database.act() as connection:
            connection.executemany(DROP_FILE, ((path,) for path in paths))

    @store_errors
    def source(self, location: str) -> tuple[int, str, str, bool] | None:
        """Return id, title, folder of a source, and whether it is subscribed to; None without."""
        row = self.database.first_row(SOURCE, location)
        return None if row is None else (row[0], row[1], row[2], bool(row[3]))

    @store_errors
    def save_source(self, source_id: int, title: str, folder: str, subscribed: bool) -> None:
        """Let a source be as all machines have it."""
        with self.database.act() as connection:
            connection.execute(SUBSCRIBE, (subscribed, title, folder, source_id))
