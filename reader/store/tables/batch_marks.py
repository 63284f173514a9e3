"""Marks of very many stories at once: all or none, quick, with what takes each change back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, filterfalse

from reader.model.safe_text import safe_tag
from reader.store.compact_ids import CompactIds, ids_as_json
from reader.store.database import Table, store_errors
from reader.store.tables.marks import MARKED

# What counts with every story, and is done once for a batch.
_COUNTING = (
    *("mark_came", "mark_changed", "mark_came_also", "mark_changed_also"),
    *("hidden_came", "hidden_changed"),
    *("mark_kept", "mark_kept_otherwise", "tag_came", "tag_went"),
)
# What notes changes for other machines, in vain where there are none.
_FOR_OTHERS = (
    *("sync_mark_came", "sync_mark_changed", "sync_hidden_came", "sync_hidden_changed"),
    *("sync_tag_came", "sync_tag_went"),
)
# The index of each mark; for very many stories it is made anew rather than kept up row by row.
_INDEXES = {"read": "mark_read", "hidden": "mark_hidden", "bookmarked": "mark_bookmarked"}
_FEWEST_ANEW = 1_000  # changes for which an index is made anew
_SPARSEST_ANEW = 8  # times as many rows of marks as change, all of which are read for that
_SQL_OF = "SELECT sql FROM sqlite_schema WHERE name = ?"
_MARK_ROWS = "SELECT count(*) FROM mark"
_BOOKMARKED = "SELECT count(*) FROM mark WHERE bookmarked NOT NULL"
_TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
_SHARED = "SELECT 1 FROM meta WHERE name = 'sync folder'"
_COUNT_READ = (
    "UPDATE source SET read_count = 0, shared_read = 0",
    """
    UPDATE source SET read_count = found.stories FROM (
        SELECT source_id, count(*) AS stories FROM mark CROSS JOIN story ON story.id = story_id
        WHERE read = 1 GROUP BY source_id
    ) AS found WHERE found.source_id = source.id
    """,
    """
    UPDATE source SET read_count = read_count + found.stories, shared_read = found.stories FROM (
        SELECT source_id, count(*) AS stories FROM also JOIN mark USING (story_id)
        WHERE read = 1 GROUP BY source_id
    ) AS found WHERE found.source_id = source.id
    """,
)
_BOOKMARKS_CHANGED = "UPDATE meta SET value = value + 1 WHERE name = 'bookmarks generation'"
_COUNTED = {
    "read": _COUNT_READ,
    "hidden": ("UPDATE meta SET value = value + 1 WHERE name = 'hiding'",),
    "bookmarked": (_BOOKMARKS_CHANGED,),
    "tag": (_BOOKMARKS_CHANGED,),
}
# A mark of stories whose ids come as one value. None of these joins that value with a table: were
# the table read first, the value would be read anew for each of its rows.
_SET = """
INSERT INTO mark (story_id, {0}) SELECT value, ?2 FROM json_each(?1)
WHERE true ON CONFLICT (story_id) DO UPDATE SET {0} = excluded.{0}
"""
_CLEAR = "UPDATE mark SET {0} = ?2 WHERE story_id IN (SELECT value FROM json_each(?1))"
_TIMES = """
SELECT bookmarked, json_group_array(story_id) FROM mark
WHERE bookmarked NOT NULL GROUP BY bookmarked
"""
_TAGGED = "SELECT story_id AS id FROM tag WHERE tag = ?"
_TAG = "INSERT INTO tag SELECT value, ?2 FROM json_each(?1)"
_UNTAG = "DELETE FROM tag WHERE tag = ?2 AND story_id IN (SELECT value FROM json_each(?1))"
# The same for all that have it, which needs no ids, and is two to three times as quick.
_HAVE = {"read": "read = 1", "hidden": "hidden = 1", "bookmarked": "bookmarked NOT NULL"}
_CLEAR_ALL = "UPDATE mark SET {0} = ? WHERE {1}"
_UNTAG_ALL = "DELETE FROM tag WHERE tag = ?"
_THERE = "SELECT id FROM story WHERE id IN (SELECT value FROM json_each(?))"
_OLDER = "SELECT id FROM story WHERE published < ?"

Times = Mapping[int, CompactIds]
"""Stories by when each was bookmarked, in seconds."""


class BatchMarkTable(Table):
    """Marks of any number of stories; each change returns the stories that were not so before.

    Which those are is read first: SQLite takes as long to return rows that it changes, one by one,
    as to change them.
    """

    @store_errors
    def set_read(self, ids: Iterable[int], read: bool) -> CompactIds:
        """Mark stories as read or unread."""
        return self._set("read", ids, 1) if read else self._clear("read", ids, 0)

    @store_errors
    def set_hidden(self, ids: Iterable[int], hidden: bool) -> CompactIds:
        """Hide stories, or show them again."""
        return self._set("hidden", ids, 1) if hidden else self._clear("hidden", ids, 0)

    @store_errors
    def bookmark(self, ids: Iterable[int], now: int) -> CompactIds:
        """Bookmark stories, at a moment in seconds; a bookmark that is there keeps its time."""
        return self._set("bookmarked", ids, now)

    @store_errors
    def take_bookmarks(self, ids: Iterable[int]) -> Times:
        """Take bookmarks away; return those that there were."""
        with self._one_batch("bookmarked"):
            wanted = frozenset(ids)
            had = {time: json.loads(packed) for time, packed in self.database.all(_TIMES)}
            each = ((time, wanted.intersection(all_of_it)) for time, all_of_it in had.items())
            taken = {time: CompactIds(few) for time, few in each if few}
            left = sum(map(len, had.values())) - sum(map(len, taken.values()))
            self._take_mark("bookmarked", taken.values(), left, None)
            return taken

    @store_errors
    def put_bookmarks(self, times: Times) -> None:
        """Put bookmarks where they were, with their times."""
        with self._one_batch("bookmarked") as connection:
            (others,) = connection.execute(_BOOKMARKED).fetchone()
            changes = sum(map(len, times.values()))
            with self._index_apart("bookmarked", changes, others) as is_apart:
                for time, ids in sorted(times.items()):
                    self._write(_SET.format("bookmarked"), ids, time, downwards=not is_apart)

    @store_errors
    def set_tag(self, ids: Iterable[int], tag: str, on: bool) -> CompactIds:
        """Put a tag on stories, or take it off."""
        with self._one_batch("tag"):
            name = safe_tag(tag)
            has = self.database.ids_of(_TAGGED, name)
            if on:
                return self._write(_TAG, filterfalse(has.__contains__, ids), name)
            taken = has.intersection(ids)
            if len(taken) < len(has):
                return self._write(_UNTAG, taken, name)
            self.database.connection.execute(_UNTAG_ALL, (name,))
            return CompactIds(taken)

    @store_errors
    def ids_before(self, moment: int) -> frozenset[int]:
        """Return the stories from before a moment, by their date, else by when each was first seen.

        The moment is in seconds.
        """
        return self.database.ids_of(_OLDER, moment)

    def _set(self, mark: str, ids: Iterable[int], value: int) -> CompactIds:
        """Set a mark of the stories that do not have it."""
        with self._one_batch(mark):
            has = self.database.ids_of(MARKED[mark])
            new = list(filterfalse(has.__contains__, ids))
            with self._index_apart(mark, len(new), len(has)) as is_apart:
                downwards = mark == "bookmarked" and not is_apart
                return self._write(_SET.format(mark), new, value, downwards)

    def _clear(self, mark: str, ids: Iterable[int], value: int | None) -> CompactIds:
        """Clear a mark of the stories that have it."""
        with self._one_batch(mark):
            has = self.database.ids_of(MARKED[mark])
            taken = CompactIds(has.intersection(ids))
            self._take_mark(mark, [taken], len(has) - len(taken), value)
            return taken

    def _take_mark(
        self, mark: str, taken: Collection[CompactIds], left: int, value: int | None
    ) -> None:
        """Take a mark from stories that have it; so many others have it as well."""
        with self._index_apart(mark, sum(map(len, taken)), left):
            if left:
                self._write(_CLEAR.format(mark), chain(*taken), value)
            else:
                of_all = _CLEAR_ALL.format(mark, _HAVE[mark])
                self.database.connection.execute(of_all, (value,))

    @contextmanager
    def _index_apart(self, mark: str, changes: int, others: int) -> Iterator[bool]:
        """Make a mark's index anew in the end where most of what it holds changes; tell whether.

        What takes marks away is twice as quick then.
        """
        connection, name = self.database.connection, _INDEXES[mark]
        is_worth = changes >= max(_FEWEST_ANEW, others)
        if is_worth:
            (rows,) = connection.execute(_MARK_ROWS).fetchone()
            is_worth = rows <= _SPARSEST_ANEW * changes
        if not is_worth:
            yield False
            return
        (sql,) = connection.execute(_SQL_OF, (name,)).fetchone()
        connection.execute(f"DROP INDEX {name}")
        yield True
        connection.execute(sql)

    def _write(
        self, statement: str, ids: Iterable[int], value: object, downwards: bool = False
    ) -> CompactIds:
        """Change stories, return those that are there.

        They are taken in the order in which rows stand, or `downwards`, as those of an index do
        that is filled: whatever is put before others costs twice as much.
        """
        changed = sorted(set(ids), reverse=downwards)
        try:
            self.database.connection.execute(statement, (ids_as_json(changed), value))
        except sqlite3.IntegrityError:  # some are gone
            changed = sorted(self.database.ids_of(_THERE, ids_as_json(changed)), reverse=downwards)
            self.database.connection.execute(statement, (ids_as_json(changed), value))
        return CompactIds(changed)

    @contextmanager
    def _one_batch(self, mark: str) -> Iterator[sqlite3.Connection]:
        """Count once in the end, and ask no story for what a batch does not do."""
        with self.database.act() as connection:
            alone = connection.execute(_SHARED).fetchone() is None
            names = {*_COUNTING, *(_FOR_OTHERS if alone else ())}
            found = [row for row in connection.execute(_TRIGGERS).fetchall() if row[0] in names]
            for name, _ in found:
                connection.execute(f"DROP TRIGGER {name}")
            yield connection
            for _, sql in found:
                connection.execute(sql)
            for statement in _COUNTED[mark]:
                connection.execute(statement)
