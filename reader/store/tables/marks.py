"""The tables of marks: read, bookmark, tags, note, position, on the disk before a key is done."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from reader.model import Highlight, Keepsake, Marks
from reader.model.safe_text import safe_note, safe_tag
from reader.store.compact_ids import ids_as_json
from reader.store.database import Table, store_errors
from reader.store.first_screen import TAG_BREAK
from reader.store.moments import is_moment
from reader.store.tables.fetch_state import moment_or_none

SELECT = """
SELECT id, coalesce(read, 0), bookmarked, coalesce(note, ''),
    (SELECT group_concat(tag, char(31)) FROM tag WHERE tag.story_id = id), coalesce(hidden, 0),
    (SELECT nullif(json_group_array(json_array(quote, before, after, at, colour, note, made)), '[]')
        FROM (SELECT * FROM highlight WHERE highlight.story_id = story.id ORDER BY at, id))
FROM story LEFT JOIN mark ON mark.story_id = id WHERE id IN ({ids})
"""
# A story may have been dropped meanwhile: then there is nothing to mark.
PUT = """
INSERT INTO mark (story_id, read, bookmarked, note, hidden)
SELECT id, ?2, ?3, ?4, ?5 FROM story WHERE id = ?1
ON CONFLICT (story_id) DO UPDATE SET
    read = excluded.read, bookmarked = excluded.bookmarked, note = excluded.note,
    hidden = excluded.hidden
"""
# What stays as it is is not touched, so that the generation of bookmarks tells of changes only.
DROP_TAGS = "DELETE FROM tag WHERE story_id = ? AND tag NOT IN (SELECT value FROM json_each(?))"
PUT_TAG = "INSERT OR IGNORE INTO tag SELECT id, ?2 FROM story WHERE id = ?1"
KEPT = """
SELECT story_id FROM mark WHERE bookmarked NOT NULL
UNION SELECT story_id FROM mark WHERE note != '' UNION SELECT story_id FROM tag
UNION SELECT story_id FROM highlight
"""
# The stories that carry a mark, for `is:` and `has:` in a query.
MARKED = {
    "read": "SELECT story_id AS id FROM mark WHERE read = 1",
    "unread": "SELECT id FROM story WHERE id NOT IN (SELECT story_id FROM mark WHERE read = 1)",
    "bookmarked": "SELECT story_id AS id FROM mark WHERE bookmarked NOT NULL",
    "note": "SELECT story_id AS id FROM mark WHERE note != ''",
    "highlight": "SELECT story_id AS id FROM highlight",
    "hidden": "SELECT story_id AS id FROM mark WHERE hidden = 1",
}
TAGGED = "SELECT story_id AS id FROM tag WHERE tag = ? COLLATE NOCASE"
TAGS = "SELECT tag FROM tag GROUP BY tag ORDER BY count(*) DESC, tag"
_AT_A_TIME = 500  # stories whose rows are in memory
_KEEPSAKE = """
SELECT location, key, guid, link, headline, outlet, byline,
    coalesce(moment.published, story.published), dated OR moment.published IS NOT NULL,
    coalesce(read, 0), bookmarked, coalesce(note, ''),
    (SELECT group_concat(tag, char(31)) FROM tag WHERE tag.story_id = story.id),
    (SELECT nullif(json_group_array(json_array(quote, before, after, at, colour, note, made)), '[]')
        FROM (SELECT * FROM highlight WHERE highlight.story_id = story.id ORDER BY at, id)), text,
    story.id
FROM story JOIN source ON source.id = source_id JOIN body ON body.story_id = story.id
LEFT JOIN mark ON mark.story_id = story.id LEFT JOIN moment ON moment.story_id = story.id
"""
_STORY = "SELECT id FROM story LEFT JOIN mark ON mark.story_id = id "
KEPT_IN_ORDER = f"{_STORY}WHERE id IN ({KEPT}) ORDER BY bookmarked, id"
KEEPSAKES_OF = f"{_KEEPSAKE}WHERE story.id IN ({{ids}})"
UNREAD_OF = """
SELECT count(*) FROM json_each(?)
WHERE NOT EXISTS (SELECT 1 FROM mark WHERE story_id = value AND read = 1)
"""
HIGHLIGHTED = "SELECT DISTINCT story_id FROM highlight WHERE story_id IN ({ids})"
DROP_HIGHLIGHTS = "DELETE FROM highlight WHERE story_id = ?"
PUT_HIGHLIGHT = """
INSERT INTO highlight (story_id, quote, before, after, at, colour, note, made)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
PLACE = "SELECT at FROM place WHERE story_id = ?"
PUT_PLACE = "INSERT OR REPLACE INTO place SELECT id, ?2 FROM story WHERE id = ?1"
DROP_PLACE = "DELETE FROM place WHERE story_id = ?"
FIND = """
SELECT story.id FROM story JOIN source ON source.id = source_id WHERE location = ?1 AND key = ?2
UNION ALL
SELECT story_id FROM also JOIN source ON source.id = source_id WHERE location = ?1 AND key = ?2
"""


class MarkTable(Table):
    """What the person noted about stories."""

    @store_errors
    def marks_of(self, ids: Sequence[int]) -> dict[int, Marks]:
        """Return the marks of the stories with these ids; unknown ids are left out."""
        found, alike = {}, dict[Marks, Marks]()
        for at in range(0, len(ids), _AT_A_TIME):
            for row in self.database.rows_of(SELECT, ids[at : at + _AT_A_TIME]):
                marks = _marks_in(row)
                found[row[0]] = alike.setdefault(marks, marks)  # of very many most are alike
        return found

    @store_errors
    def save(self, marks: Mapping[int, Marks]) -> None:
        """Set the marks of stories, all or none, and leave them on the disk."""
        with self.database.act() as connection:
            self.save_flags(marks)
            tags = ((one, json.dumps(marks[one].tags)) for one in marks)
            connection.executemany(DROP_TAGS, tags)
            connection.executemany(PUT_TAG, _tags_of(marks))
            self._save_highlights(connection, marks)

    def _save_highlights(self, connection: sqlite3.Connection, marks: Mapping[int, Marks]) -> None:
        """Set the highlights of stories; those that are as they were are not touched."""
        before = {row[0] for row in self.database.rows_of(HIGHLIGHTED, list(marks))}
        changed = [one for one in marks if marks[one].highlights or one in before]
        kept = self.marks_of(changed)
        for story_id in (one for one in kept if kept[one].highlights != marks[one].highlights):
            connection.execute(DROP_HIGHLIGHTS, (story_id,))
            rows = (_highlight_row(story_id, one) for one in marks[story_id].highlights)
            connection.executemany(PUT_HIGHLIGHT, rows)

    @store_errors
    def save_flags(self, marks: Mapping[int, Marks]) -> None:
        """Set the marks of stories but for their tags, all or none."""
        with self.database.act() as connection:
            connection.executemany(PUT, (_line_of(story_id, marks[story_id]) for story_id in marks))

    @store_errors
    def unread_of(self, ids: Iterable[int]) -> int:
        """Return how many of these stories are unread."""
        return int(self.database.first_row(UNREAD_OF, ids_as_json(ids))[0])

    @store_errors
    def ids_marked(self, mark: str) -> frozenset[int]:
        """Return the ids of the stories with a mark, as `MARKED` names it."""
        return self.database.ids_of(MARKED[mark])

    @store_errors
    def ids_tagged(self, tag: str) -> frozenset[int]:
        """Return the ids of the stories with a tag."""
        return self.database.ids_of(TAGGED, tag)

    @store_errors
    def tags(self) -> list[str]:
        """Return every tag, the most used first."""
        return [row[0] for row in self.database.all(TAGS)]

    @store_errors
    def place(self, story_id: int) -> int:
        """Return where in its text a story was left, in code points; 0 is the top."""
        row = self.database.first_row(PLACE, story_id)
        return int(row[0]) if row else 0

    @store_errors
    def put_place(self, story_id: int, at: int) -> None:
        """Remember where in its text a story was left."""
        with self.database.batch() as connection:
            if at:
                connection.execute(PUT_PLACE, (story_id, at))
            else:
                connection.execute(DROP_PLACE, (story_id,))

    @store_errors
    def find(self, source: str, key: str) -> int | None:
        """Return the id of the story that a source knows by a key, or None."""
        row = self.database.first_row(FIND, source, key)
        return row[0] if row else None

    @store_errors
    def kept_ids(self) -> list[int]:
        """Return the ids of the stories with a bookmark, a tag or a note."""
        return [row[0] for row in self.database.all(KEPT)]

    def keepsakes_of(self, ids: Sequence[int]) -> Iterator[Keepsake]:
        """Yield these stories as a bookmark file has them, in their order.

        A few are read at a time, for the texts of all of them may be very much.
        """
        for at in range(0, len(ids), _AT_A_TIME):
            yield from self._keepsakes_of_few(ids[at : at + _AT_A_TIME])

    @store_errors
    def _keepsakes_of_few(self, ids: Sequence[int]) -> list[Keepsake]:
        found = {row[15]: _keepsake_of(row) for row in self.database.rows_of(KEEPSAKES_OF, ids)}
        return [found[one] for one in ids if one in found]

    def keepsakes(self) -> Iterator[Keepsake]:
        """Yield every story with a bookmark, a tag or a note, the oldest bookmark first.

        They are of one moment only within a transaction, as a few are read at a time.
        """
        return self.keepsakes_of(self._kept_in_order())

    @store_errors
    def _kept_in_order(self) -> array[int]:
        return array("q", (row[0] for row in self.database.all(KEPT_IN_ORDER)))


def marks_of(
    read: int,
    bookmarked: int | None,
    note: str,
    tags: str | None,
    more: tuple[int, str | None],
) -> Marks:
    """Return marks as the model has them; `more` is whether it is hidden, and its highlights."""
    hidden, highlights = more
    names = tuple(sorted(tags.split(TAG_BREAK))) if tags else ()
    marked = tuple(map(_highlight_of, json.loads(highlights))) if highlights else ()
    return Marks(bool(read), moment_or_none(bookmarked), names, note, bool(hidden), marked)


def _marks_in(row: tuple[Any, ...]) -> Marks:
    """Return the marks in a row of `SELECT`."""
    return marks_of(row[1], row[2], row[3], row[4], (row[5], row[6]))


def _highlight_of(values: Sequence[Any]) -> Highlight:
    """Return a highlight as the model has it."""
    quote, before, after, at, colour, note, made = values
    return Highlight(quote, before, after, at, colour, note, moment_or_none(made))


def _highlight_row(story_id: int, one: Highlight) -> tuple[Any, ...]:
    """Return a highlight as the database has it."""
    made = None if one.made is None else int(one.made.timestamp())
    texts = (safe_note(text) for text in (one.quote, one.before, one.after))
    return (story_id, *texts, one.at, one.colour, safe_note(one.note), made)


def _line_of(story_id: int, marks: Marks) -> tuple[Any, ...]:
    """Return marks as the database has them."""
    when: datetime | None = marks.bookmarked
    seconds = None if when is None else int(when.timestamp())
    return story_id, marks.read, seconds, safe_note(marks.note), marks.hidden


def _tags_of(marks: Mapping[int, Marks]) -> Iterable[tuple[int, str]]:
    """Return every story with each of its tags."""
    every = ((story_id, set(map(safe_tag, marks[story_id].tags))) for story_id in marks)
    return ((story_id, tag) for story_id, tags in every for tag in sorted(tags) if tag)


def _keepsake_of(row: tuple[Any, ...]) -> Keepsake:
    """Return a keepsake as the model has it."""
    return Keepsake(
        source=row[0],
        key=row[1],
        guid=row[2],
        link=row[3],
        headline=row[4],
        outlet=row[5],
        byline=row[6],
        published=moment_or_none(row[7]) if row[8] and is_moment(row[7]) else None,
        marks=marks_of(row[9], row[10], row[11], row[12], (0, row[13])),
        text=row[14],
    )
