"""The table of stories."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from reader.model import Entry, PackedStory, Row, SaveOutcome, StoreError, Story, StoryCounts
from reader.store.compact_ids import ids_as_json
from reader.store.database import Table, store_errors
from reader.store.first_screen import COUNTS, HEIRS, LEADING, NEWEST, ROWS
from reader.store.moments import calendar_seconds, is_moment
from reader.store.row_mapping import ONE, ORIGINAL, STORY, entry_of, row_of, story_of

UNREAD = """
SELECT id FROM story
WHERE NOT EXISTS (SELECT 1 FROM mark WHERE story_id = id AND read = 1)
    AND NOT EXISTS (SELECT 1 FROM mark WHERE story_id = id AND hidden = 1)
ORDER BY published DESC, id DESC
"""
BOOKMARKED = """
SELECT story_id FROM mark
WHERE bookmarked NOT NULL AND story_id NOT IN (SELECT story_id FROM mark WHERE hidden = 1)
ORDER BY bookmarked DESC, story_id DESC
"""
OF_SOURCE = """
SELECT id, published FROM story
WHERE source_id = ?1 AND id NOT IN (SELECT story_id FROM mark WHERE hidden = 1)
UNION ALL
SELECT id, published FROM also JOIN story ON id = story_id
WHERE also.source_id = ?1 AND id NOT IN (SELECT story_id FROM mark WHERE hidden = 1)
ORDER BY published DESC, id DESC
"""
OF_FOLDER = """
WITH inside AS (SELECT id FROM source WHERE folder = ?1 AND subscribed = 1)
SELECT id FROM story
WHERE (source_id IN inside OR id IN (SELECT story_id FROM also WHERE source_id IN inside))
    AND id NOT IN (SELECT story_id FROM mark WHERE hidden = 1)
ORDER BY published DESC, id DESC
"""
# Days with newer reports first, and of one day what most outlets report. Days are those of the
# reader's zone as it is now: to ask what it was at each of many moments takes far longer.
EVENTS = f"""
SELECT lead.story_id FROM member AS lead JOIN story ON story.id = lead.story_id
WHERE lead.story_id IN (
    SELECT story_id FROM member
    WHERE lead = 1 AND story_id NOT IN (SELECT story_id FROM mark WHERE hidden = 1)
    UNION ALL {HEIRS}
)
ORDER BY (published + ?2) / 86400 DESC, (
    SELECT count(DISTINCT outlet) FROM member JOIN story ON story.id = story_id
    WHERE event_id = lead.event_id
) DESC, published DESC, id DESC
"""  # noqa: S608 - both parts are our own
EVERYTHING = "SELECT id FROM story ORDER BY published DESC, id DESC"
HIDDEN = """
SELECT id FROM mark JOIN story ON id = story_id WHERE hidden = 1 ORDER BY published DESC, id DESC
"""
VIEWS = {
    "events": EVENTS,
    "all": NEWEST,
    "leads": LEADING,
    "unread": UNREAD,
    "bookmarks": BOOKMARKED,
    "source": OF_SOURCE,
    "folder": OF_FOLDER,
    "hidden": HIDDEN,
    "everything": EVERYTHING,
}
SOME = STORY + "WHERE story.id IN ({ids})"
AFTER = STORY + "WHERE story.id > ? ORDER BY story.id LIMIT ?"
SINCE = """
SELECT id, source_id, revision, published, headline, outlet, byline, deck, text, language
FROM story JOIN body ON story_id = id
WHERE revision > ?1 AND revision <= (
    SELECT max(revision) FROM (
        SELECT revision FROM story WHERE revision > ?1 ORDER BY revision LIMIT ?2
    )
)
ORDER BY revision, id
"""
WORDS_OF = """
SELECT id, source_id, revision, published, headline, outlet, byline, deck, text, language
FROM story JOIN body ON story_id = id WHERE id IN ({ids})
"""
REVISIONS = """
SELECT count(*), coalesce(max(revision), 0) FROM (
    SELECT revision FROM story WHERE revision > ?1
    UNION ALL SELECT revision FROM dropped WHERE revision > ?1
)
"""
NEXT = "SELECT id FROM story WHERE id > ? ORDER BY id LIMIT ?"
NEWEST_ID = "SELECT coalesce(max(id), 0) FROM story"
UP_TO = "SELECT count(*) FROM story WHERE id <= ?"
OF_SOURCE = "SELECT key FROM story WHERE key IN ({ids}) AND source_id = ?"
ALSO_OF_SOURCE = "SELECT key FROM also WHERE key IN ({ids}) AND source_id = ?"
LINKS = "SELECT story_id, link FROM body WHERE story_id IN ({ids}) AND link != ''"
KNOWN = "SELECT id FROM story WHERE id IN ({ids})"
UNSETTLED = """
SELECT EXISTS (SELECT 1 FROM story WHERE published > ?1)
    OR EXISTS (SELECT 1 FROM moment WHERE published <= ?1)
"""
# No date lies more than ten years ahead (in seconds): what is later was no date.
PUT_AHEAD = """
INSERT OR IGNORE INTO moment
SELECT id, CASE WHEN dated AND published <= ?1 + 315619200 THEN published END,
    min(?1, coalesce(CAST(json_extract(fields, '$.arrived') AS INTEGER), ?1))
FROM story LEFT JOIN original ON story_id = id WHERE published > ?1
"""
STAND_BACK = """
UPDATE story SET
    published = (SELECT seen FROM moment WHERE story_id = id), dated = 0, revision = ?2
WHERE published > ?1
"""
COME_DUE = """
UPDATE story SET
    published = (SELECT moment.published FROM moment WHERE story_id = id), dated = 1, revision = ?2
WHERE id IN (SELECT story_id FROM moment WHERE published <= ?1)
"""
DROP_PASSED = "DELETE FROM moment WHERE published <= ?1"
# By what a list can be put in order, beside time.
SORTED = """
SELECT id FROM story WHERE id IN (SELECT value FROM json_each(?))
ORDER BY {0}, published DESC, id DESC
"""
SORT_KEYS = {
    "headline": "letters_of(headline)",
    "outlet": "letters_of(outlet)",
    # In words, at a guess where they were not counted: a word has six letters with its blank.
    "length": """
        coalesce(
            (SELECT words FROM print WHERE story_id = id),
            (SELECT length(text) / 6 FROM body WHERE story_id = id)
        ) DESC
    """,
}
PUT_ORDER = "INSERT OR REPLACE INTO list_order VALUES (?, ?)"
DROP_ORDER = "DELETE FROM list_order WHERE view = ?"
ORDER_OF = "SELECT way FROM list_order WHERE view = ?"
WHEN = "SELECT published FROM story WHERE id = ?"


class IndexRow(NamedTuple):
    """What the index wants of a story: its words, its source and the revision that saved it."""

    id: int
    source_id: int
    revision: int
    published: int  # seconds; when it was first seen, where the source does not say
    headline: str
    outlet: str
    byline: str
    deck: str
    text: str
    language: str


class StoryTable(Table):
    """What there is to read."""

    _counted: tuple[Hashable, StoryCounts] | None = None  # of what content, and its counts

    @store_errors
    def save(
        self,
        source_id: int,
        pairs: Sequence[tuple[Entry, Story]],
        again: bool = False,
        undated: int | None = None,
        packed: Sequence[PackedStory] = (),
    ) -> list[SaveOutcome]:
        """Keep stories of one source, all or none; what that did to each.

        A story that is there already keeps its id, its marks and, where the source gives no
        date, the time when it was first seen. One that another source has brought stays one
        story, in the words of the source that tells more. One that was dropped comes back only
        with `again`. New stories without a date stand in the lists at `undated` (seconds), else
        at the time when they came; of two with one time the one that is saved later stands first.
        Where the stories were packed, that is not done again.
        """
        from reader.store.identity.story_upsert import StoryUpsert  # only who adds stories needs it

        with self.database.batch():
            revision = int(self.database.meta("revision")) + 1
            self.database.set_meta("revision", str(revision))
            upsert = StoryUpsert(self.database, source_id, revision, pairs, again)
            upsert.undated = undated
            return upsert.save(packed)

    @store_errors
    def known_keys(self, source_id: int, keys: Sequence[str]) -> frozenset[str]:
        """Return those keys by which a source knows stories that are here."""
        found = (self.database.rows_of(sql, keys, source_id) for sql in (OF_SOURCE, ALSO_OF_SOURCE))
        return frozenset(row[0] for rows in found for row in rows)

    @store_errors
    def identify(
        self, source_id: int, pairs: Sequence[tuple[Entry, Story]]
    ) -> list[tuple[Entry, Story]]:
        """Give each entry of a document the key of the post of its source that it is.

        Posts that share a guid are told apart, and a post that came back under another guid is
        known again; so this comes before what is kept under a key is looked up, and before `save`.
        """
        from reader.store.identity.post_keys import PostKeys  # only who adds stories needs it

        with self.database.batch():
            return PostKeys(self.database, source_id, pairs).resolve()

    @store_errors
    def get(self, story_id: int) -> Story:
        """Return the story with an id.

        Raises:
            StoreError: there is none.
        """
        return self.dated_story(story_id)[0]

    @store_errors
    def dated_story(self, story_id: int) -> tuple[Story, int]:
        """Return a story with its time in seconds; when first seen, where the source has none.

        Raises:
            StoreError: there is none with that id.
        """
        row = self.database.first_row(ONE, story_id)
        if row is None:
            raise StoreError(
                f"There is no story {story_id}; `newsreader list` shows which there are."
            )
        return story_of(row), calendar_seconds(row[19])

    @store_errors
    def time_of(self, story_id: int) -> int | None:
        """Return time of a story in seconds, as lists are ordered by it; None where it has gone."""
        row = self.database.first_row(WHEN, story_id)
        return None if row is None else calendar_seconds(row[0])

    @store_errors
    def by_ids(self, ids: Sequence[int]) -> list[Story]:
        """Return the stories with these ids, in their order; unknown ids are left out."""
        found = {row[-1]: story_of(row) for row in self.database.rows_of(SOME, ids)}
        return [found[story_id] for story_id in ids if story_id in found]

    @store_errors
    def links_of(self, ids: Sequence[int]) -> list[str]:
        """Return the links of those of these stories that have one, in their order."""
        found = dict(self.database.rows_of(LINKS, ids))
        return [found[story_id] for story_id in ids if story_id in found]

    @store_errors
    def original_entry(self, story_id: int) -> Entry:
        """Return what the source wrote, as it was before cleaning.

        Raises:
            StoreError: there is no such story.
        """
        story = self.get(story_id)
        return entry_of(story, *self.database.first_row(ORIGINAL, story_id))

    @store_errors
    def rows(self, ids: Sequence[int]) -> list[Row]:
        """Return the list's lines for these ids, in their order; unknown ids are left out."""
        found = {row[0]: row_of(row) for row in self.database.rows_of(ROWS, ids)}
        return [found[story_id] for story_id in ids if story_id in found]

    @store_errors
    def ids(self, view: str, limit: int = -1, zone_offset: int = 0) -> array[int]:
        """Return the ids of the stories in a view, in its order.

        Events stand in the order of days, which begin `zone_offset` seconds before those of UTC.
        A view is "all", "leads" (of an event only the story that leads it), "unread",
        "bookmarks", "events", "source:ID" or "folder:NAME", all of them without what is hidden;
        "hidden" are these, and "everything" is really all.
        """
        name, _, which = view.partition(":")
        values = (which, zone_offset, limit)
        rows = self.database.connection.execute(f"{VIEWS[name]} LIMIT ?3", values)
        return array("q", (row[0] for row in rows))

    @store_errors
    def next_ids(self, story_id: int, limit: int) -> list[int]:
        """Return the next ids after one."""
        return [row[0] for row in self.database.all(NEXT, story_id, limit)]

    @store_errors
    def newest_id(self) -> int:
        """Return the id of the story that came last; 0 where there is none."""
        return int(self.database.first_row(NEWEST_ID)[0])

    @store_errors
    def sorted_ids(self, key: str, ids: Iterable[int]) -> array[int]:
        """Return stories in the order of one of `SORT_KEYS`, of equals the newest first.

        SQLite sorts them: the headlines of all stories would take tens of megabytes here.
        """
        connection = self.database.connection
        connection.create_function("letters_of", 1, _letters_of, deterministic=True)
        rows = connection.execute(SORTED.format(SORT_KEYS[key]), (ids_as_json(ids),))
        return array("q", (row[0] for row in rows))

    @store_errors
    def list_order(self, view: str) -> str:
        """Return the order that a person chose for a view or search; empty for the usual one."""
        row = self.database.first_row(ORDER_OF, view)
        return str(row[0]) if row else ""

    @store_errors
    def set_list_order(self, view: str, order: str) -> None:
        """Keep the order that a person chose for a view or search; empty for the usual one."""
        with self.database.act() as connection:
            if order:
                connection.execute(PUT_ORDER, (view, order))
            else:
                connection.execute(DROP_ORDER, (view,))

    def revision(self) -> int:
        """Return what rises with every change of stories."""
        return int(self.database.meta("revision"))

    @store_errors
    def up_to(self, story_id: int) -> int:
        """Return how many stories have an id up to this one."""
        return int(self.database.first_row(UP_TO, story_id)[0])

    @store_errors
    def settle_dates(self, now: int) -> None:
        """Give stories whose day has come their place by it, and take others out of the future.

        Only a database of an earlier version has stories that stand in the future; `now` is in
        seconds.
        """
        if not self.database.first_row(UNSETTLED, now)[0]:
            return
        with self.database.batch() as connection:
            revision = int(self.database.meta("revision")) + 1
            self.database.set_meta("revision", str(revision))
            connection.execute(PUT_AHEAD, (now,))
            connection.execute(STAND_BACK, (now, revision))
            connection.execute(COME_DUE, (now, revision))
            connection.execute(DROP_PASSED, (now,))

    @store_errors
    def note(self, name: str, value: str) -> None:
        """Remember how far some work has come."""
        with self.database.batch():
            self.database.set_meta(name, value)

    @store_errors
    def counts(self) -> StoryCounts:
        """Return how many stories there are of each view; nothing is counted twice for that."""
        version = self.database.content_version()
        if self._counted is not None and version is not None and self._counted[0] == version:
            return self._counted[1]
        counts = StoryCounts(*self.database.first_row(COUNTS))
        self._counted = (version, counts)
        return counts

    @store_errors
    def known_ids(self, ids: Sequence[int]) -> list[int]:
        """Return those of these ids that are stories, in their order."""
        found = {row[0] for row in self.database.rows_of(KNOWN, ids)}
        return [story_id for story_id in ids if story_id in found]

    @store_errors
    def count_after(self, revision: int) -> tuple[int, int]:
        """Return how many stories are newer than a revision, and the newest revision of them."""
        count, newest = self.database.first_row(REVISIONS, revision)
        return int(count), int(newest)

    @store_errors
    def index_rows_after(self, revision: int, limit: int) -> list[IndexRow]:
        """Return stories that were saved next after a revision, whole revisions, about `limit`."""
        rows = map(IndexRow._make, self.database.all(SINCE, revision, limit))
        return [kept if is_moment(kept.published) else kept._replace(published=0) for kept in rows]

    @store_errors
    def words_of(self, ids: Sequence[int]) -> list[IndexRow]:
        """Return what is searched of these stories, in any order."""
        return [IndexRow._make(row) for row in self.database.rows_of(WORDS_OF, ids)]

    @store_errors
    def all_stories(self, batch: int = 500) -> Iterator[Story]:
        """Yield every story, the oldest id first."""
        last = 0
        while rows := self.database.all(AFTER, last, batch):
            last = rows[-1][-1]
            yield from map(story_of, rows)


def _letters_of(text: object) -> str:
    """Return what a text is put in order by: its letters in any case; nothing comes last."""
    return str(text).casefold().lstrip("\"'“”„‘’«»‹›¿¡([.… -–—") or chr(sys.maxunicode)
