"""Marks in, marks out: what the person did, on the disk before the key is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from reader.model import Keepsake, Marks
from reader.store.database import Table, guarded
from reader.store.network import moment
from reader.store.shapes import TAG_BREAK

SELECT = """
SELECT id, coalesce(read, 0), bookmarked, coalesce(note, ''),
    (SELECT group_concat(tag, char(31)) FROM tag WHERE tag.story_id = id)
FROM story LEFT JOIN mark ON mark.story_id = id WHERE id IN ({ids})
"""
PUT = """
INSERT INTO mark (story_id, read, bookmarked, note) VALUES (?, ?, ?, ?)
ON CONFLICT (story_id) DO UPDATE SET
    read = excluded.read, bookmarked = excluded.bookmarked, note = excluded.note
"""
DROP_TAGS = "DELETE FROM tag WHERE story_id = ?"
PUT_TAG = "INSERT INTO tag VALUES (?, ?)"
# The stories that carry a mark, for `is:` and `has:` in a query.
MARKED = {
    "read": "SELECT story_id FROM mark WHERE read = 1",
    "unread": "SELECT id FROM story WHERE id NOT IN (SELECT story_id FROM mark WHERE read = 1)",
    "bookmarked": "SELECT story_id FROM mark WHERE bookmarked NOT NULL",
    "note": "SELECT story_id FROM mark WHERE note != ''",
}
TAGGED = "SELECT story_id FROM tag WHERE tag = ?"
KEEPSAKES = """
SELECT location, key, guid, link, headline, outlet, byline, published, dated,
    coalesce(read, 0), bookmarked, coalesce(note, ''),
    (SELECT group_concat(tag, char(31)) FROM tag WHERE tag.story_id = story.id), text
FROM story JOIN source ON source.id = source_id JOIN body ON body.story_id = story.id
LEFT JOIN mark ON mark.story_id = story.id
WHERE story.id IN (
    SELECT story_id FROM mark WHERE bookmarked NOT NULL
    UNION SELECT story_id FROM mark WHERE note != ''
    UNION SELECT story_id FROM tag
)
ORDER BY bookmarked, story.id
"""
FIND = """
SELECT story.id FROM story JOIN source ON source.id = source_id WHERE location = ? AND key = ?
"""


class MarkTable(Table):
    """What the person noted about stories."""

    @guarded
    def of(self, ids: Sequence[int]) -> dict[int, Marks]:
        """The marks of the stories with these ids; unknown ids are left out."""
        return {row[0]: marks_of(*row[1:]) for row in self.database.some(SELECT, ids)}

    @guarded
    def put(self, marks: Mapping[int, Marks]) -> None:
        """Set the marks of stories, all or none, and leave them on the disk."""
        with self.database.act() as connection:
            connection.executemany(PUT, (line_of(story_id, marks[story_id]) for story_id in marks))
            connection.executemany(DROP_TAGS, ((story_id,) for story_id in marks))
            connection.executemany(PUT_TAG, tags_of(marks))

    @guarded
    def marked(self, mark: str) -> frozenset[int]:
        """The ids of the stories with a mark: "read", "unread", "bookmarked" or "note"."""
        return frozenset(row[0] for row in self.database.all(MARKED[mark]))

    @guarded
    def tagged(self, tag: str) -> frozenset[int]:
        """The ids of the stories with a tag."""
        return frozenset(row[0] for row in self.database.all(TAGGED, tag))

    @guarded
    def find(self, source: str, key: str) -> int | None:
        """The id of the story that a source knows by a key, or None."""
        row = self.database.one(FIND, source, key)
        return row[0] if row else None

    @guarded
    def keepsakes(self) -> list[Keepsake]:
        """Every story with a bookmark, a tag or a note, the oldest bookmark first."""
        return [keepsake_of(row) for row in self.database.all(KEEPSAKES)]


def marks_of(read: int, bookmarked: int | None, note: str, tags: str | None) -> Marks:
    """Marks as the model has them."""
    names = tuple(sorted(tags.split(TAG_BREAK))) if tags else ()
    return Marks(read=bool(read), bookmarked=moment(bookmarked), tags=names, note=note)


def line_of(story_id: int, marks: Marks) -> tuple[Any, ...]:
    """Marks as the database has them."""
    when: datetime | None = marks.bookmarked
    return story_id, marks.read, None if when is None else int(when.timestamp()), marks.note


def tags_of(marks: Mapping[int, Marks]) -> Iterable[tuple[int, str]]:
    """Every story with each of its tags."""
    return ((story_id, tag) for story_id in marks for tag in marks[story_id].tags)


def keepsake_of(row: tuple[Any, ...]) -> Keepsake:
    """A keepsake as the model has it."""
    return Keepsake(
        source=row[0],
        key=row[1],
        guid=row[2],
        link=row[3],
        headline=row[4],
        outlet=row[5],
        byline=row[6],
        published=moment(row[7]) if row[8] else None,
        marks=marks_of(row[9], row[10], row[11], row[12]),
        text=row[13],
    )
