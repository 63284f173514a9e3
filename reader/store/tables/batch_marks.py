"""Marks of very many stories at once: all or none, quick, with what takes each change back."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from reader.model.safe_text import safe_tag
from reader.store.database import Table, store_errors

# Counters that rise once for a batch, and not with every story: what raises each with one story.
_COUNTERS = {
    "hiding": ("hidden_came", "hidden_changed"),
    "bookmarks generation": ("mark_kept", "mark_kept_otherwise", "tag_came", "tag_went"),
}
# What no batch sets off, as it leaves alone what is read, though each story would be asked for it.
_IN_VAIN = ("mark_came", "mark_came_also")
# What notes changes for other machines: in vain as well where there are none.
_FOR_OTHERS = (
    *("sync_mark_came", "sync_mark_changed", "sync_hidden_came", "sync_hidden_changed"),
    *("sync_tag_came", "sync_tag_went"),
)
_TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?"
_SHARED = "SELECT 1 FROM meta WHERE name = 'sync folder'"
_RAISE = "UPDATE meta SET value = value + 1 WHERE name = ?"
_HIDE = """
INSERT INTO mark (story_id, hidden)
SELECT value, 1 FROM json_each(?) JOIN story ON story.id = value WHERE true
ON CONFLICT (story_id) DO UPDATE SET hidden = 1 WHERE hidden = 0
RETURNING story_id
"""
_SHOW = """
UPDATE mark SET hidden = 0 WHERE hidden = 1 AND story_id IN (SELECT value FROM json_each(?))
RETURNING story_id
"""
_BOOKMARK = """
INSERT INTO mark (story_id, bookmarked)
SELECT value, ?2 FROM json_each(?1) JOIN story ON story.id = value WHERE true
ON CONFLICT (story_id) DO UPDATE SET bookmarked = excluded.bookmarked WHERE bookmarked IS NULL
RETURNING story_id
"""
_BOOKMARKS = """
SELECT story_id, bookmarked FROM mark
WHERE bookmarked NOT NULL AND story_id IN (SELECT value FROM json_each(?))
"""
_UNBOOKMARK = """
UPDATE mark SET bookmarked = NULL
WHERE bookmarked NOT NULL AND story_id IN (SELECT value FROM json_each(?))
"""
_REBOOKMARK = "UPDATE mark SET bookmarked = ?2 WHERE story_id = ?1"
_TAG = """
INSERT OR IGNORE INTO tag SELECT value, ?2 FROM json_each(?1) JOIN story ON story.id = value
RETURNING story_id
"""
_UNTAG = """
DELETE FROM tag WHERE tag = ?2 AND story_id IN (SELECT value FROM json_each(?1))
RETURNING story_id
"""
_OLDER = "SELECT id FROM story WHERE published < ?"

Times = Sequence[tuple[int, int]]
"""Stories with when each was bookmarked, in seconds."""


class BatchMarkTable(Table):
    """Marks of any number of stories; each change returns the stories that were not so before."""

    @store_errors
    def set_hidden(self, ids: Iterable[int], hidden: bool) -> array[int]:
        """Hide stories, or show them again."""
        with self._counting_once("hiding") as connection:
            rows = connection.execute(_HIDE if hidden else _SHOW, (_packed(ids),))
            return array("q", (row[0] for row in rows))

    @store_errors
    def bookmark(self, ids: Iterable[int], now: int) -> array[int]:
        """Bookmark stories, at a moment in seconds; a bookmark that is there keeps its time."""
        with self._counting_once("bookmarks generation") as connection:
            rows = connection.execute(_BOOKMARK, (_packed(ids), now))
            return array("q", (row[0] for row in rows))

    @store_errors
    def take_bookmarks(self, ids: Iterable[int]) -> Times:
        """Take bookmarks away; return those that there were."""
        packed = _packed(ids)
        with self._counting_once("bookmarks generation") as connection:
            times = connection.execute(_BOOKMARKS, (packed,)).fetchall()
            connection.execute(_UNBOOKMARK, (packed,))
            return times

    @store_errors
    def put_bookmarks(self, times: Times) -> None:
        """Put bookmarks where they were, with their times."""
        with self._counting_once("bookmarks generation") as connection:
            connection.executemany(_REBOOKMARK, times)

    @store_errors
    def set_tag(self, ids: Iterable[int], tag: str, on: bool) -> array[int]:
        """Put a tag on stories, or take it off."""
        with self._counting_once("bookmarks generation") as connection:
            rows = connection.execute(_TAG if on else _UNTAG, (_packed(ids), safe_tag(tag)))
            return array("q", (row[0] for row in rows))

    @store_errors
    def older(self, moment: int) -> frozenset[int]:
        """Return the stories from before a moment, by their date, else by when each was first seen.

        The moment is in seconds.
        """
        return frozenset(row[0] for row in self.database.all(_OLDER, moment))

    @contextmanager
    def _counting_once(self, counter: str) -> Iterator[sqlite3.Connection]:
        """Raise a counter once in the end, and ask no story for what a batch does not do."""
        with self.database.act() as connection:
            alone = connection.execute(_SHARED).fetchone() is None
            names = (*_COUNTERS[counter], *_IN_VAIN, *(_FOR_OTHERS if alone else ()))
            triggers = [connection.execute(_TRIGGERS, (name,)).fetchone() for name in names]
            for name, _ in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            yield connection
            for _, sql in triggers:
                connection.execute(sql)
            connection.execute(_RAISE, (counter,))


def _packed(ids: Iterable[int]) -> str:
    """Return any number of ids as one value of a statement, in the order in which rows stand."""
    return json.dumps(sorted(ids))
