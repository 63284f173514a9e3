"""The newest rows and the counts for the first paint: nothing but SQLite is imported for it.

The nouns of `reader.model` take longer to import than all of this; a row here has their fields.
"""

from __future__ import annotations

import os
import sqlite3
from types import SimpleNamespace

from reader.store.left_place import LEFT, read_left_place
from reader.store.moments import is_moment, moment_of

TYPE_CHECKING = False  # importing it from typing takes as long as the first headlines
if TYPE_CHECKING:
    from typing import Any

NAME = "newsreader.db"
VERSION = 19  # of the schema: importing the migrations to count them would take too long
TAG_BREAK = chr(31)  # SQLite's group_concat puts it between tags; no tag may hold it
SELECT_META = "SELECT value FROM meta WHERE name = ?"
# What was remembered of the look of the screen.
FACTS = ("sidebar", "dense", "list_width", "sidebar_width", LEFT)
SELECT_FACTS = "SELECT name, value FROM meta WHERE name IN (?, ?, ?, ?, ?)"
# What changes whenever another row may stand in a list.
_SELECT_STATE = """
SELECT coalesce(group_concat(value, ' '), '') FROM (
    SELECT value FROM meta
    WHERE name IN ('store', 'revision', 'grouping', 'hiding', 'bookmarks generation')
    ORDER BY name
)
"""
# The order that lists have: newest first, the later id first among equals.
NEWEST = """
SELECT id FROM story
WHERE NOT EXISTS (SELECT 1 FROM mark WHERE story_id = id AND hidden = 1)
ORDER BY published DESC, id DESC
"""
# Which story stands for an event whose lead is hidden: the newest that is not, or NULL.
HEIRS = """
SELECT (
    SELECT other.story_id FROM member AS other JOIN story ON story.id = other.story_id
    WHERE other.event_id = hidden_lead.event_id
        AND other.story_id NOT IN (SELECT story_id FROM mark WHERE hidden = 1)
    ORDER BY published DESC, story.id DESC LIMIT 1
) AS heir FROM mark JOIN member AS hidden_lead USING (story_id) WHERE hidden = 1 AND lead = 1
"""
# The same with one story of each event, the one that leads it.
LEADING = f"""
SELECT id FROM story
WHERE (
    NOT EXISTS (SELECT 1 FROM member WHERE story_id = story.id AND lead = 0) OR id IN ({HEIRS})
) AND NOT EXISTS (SELECT 1 FROM mark WHERE story_id = id AND hidden = 1)
ORDER BY published DESC, id DESC
"""  # noqa: S608 - both parts are our own
COUNTS = """
SELECT coalesce(sum(story_count - shared_count), 0)
        - (SELECT count(*) FROM mark WHERE hidden = 1),
    coalesce(sum(story_count - read_count - shared_count + shared_read), 0)
        - (SELECT count(*) FROM mark WHERE hidden = 1 AND read = 0),
    (SELECT count(*) FROM mark WHERE bookmarked NOT NULL)
        - (SELECT count(*) FROM mark WHERE hidden = 1 AND bookmarked NOT NULL),
    coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'events'), 0)
        - (
            SELECT count(*) FROM mark JOIN member AS hidden_lead USING (story_id)
            WHERE hidden = 1 AND lead = 1 AND NOT EXISTS (
                SELECT 1 FROM member AS other WHERE other.event_id = hidden_lead.event_id
                    AND other.story_id NOT IN (SELECT story_id FROM mark WHERE hidden = 1)
            )
        ),
    (SELECT count(*) FROM mark WHERE hidden = 1)
FROM source
"""
ROWS = """
SELECT id, headline, outlet, published, dated, coalesce(read, 0), bookmarked, doubtful,
    coalesce(note, '') != '',
    (SELECT group_concat(tag, char(31)) FROM tag WHERE tag.story_id = id),
    (SELECT count(*) - 1 FROM member WHERE event_id = mine.event_id
        AND story_id NOT IN (SELECT story_id FROM mark WHERE hidden = 1)),
    (SELECT group_concat(CASE title WHEN '' THEN location ELSE title END, char(31))
        FROM also JOIN source ON source.id = also.source_id
        WHERE also.story_id = story.id AND subscribed = 1),
    EXISTS (SELECT 1 FROM version WHERE version.story_id = story.id),
    (SELECT group_concat(name, char(31)) FROM (SELECT DISTINCT name FROM (
        SELECT other.outlet AS name FROM member JOIN story AS other ON other.id = story_id
        WHERE event_id = mine.event_id AND story_id != mine.story_id
            AND story_id NOT IN (SELECT story_id FROM mark WHERE hidden = 1)
        LIMIT 24
    ) WHERE name NOT IN ('', story.outlet))),
    EXISTS (
        SELECT 1 FROM member LEFT JOIN mark AS theirs ON theirs.story_id = member.story_id
        WHERE event_id = mine.event_id AND member.story_id != mine.story_id
        AND coalesce(theirs.read, 0) = 0 AND coalesce(theirs.hidden, 0) = 0
    ),
    (SELECT moment.published FROM moment WHERE moment.story_id = story.id),
    (SELECT seen FROM moment WHERE moment.story_id = story.id), seconds, teaser,
    coalesce(mark.hidden, 0)
FROM story LEFT JOIN mark ON mark.story_id = id LEFT JOIN member AS mine ON mine.story_id = id
WHERE id IN ({ids})
"""


def row_fields(row: tuple[Any, ...]) -> dict[str, Any]:
    """Return the fields of a line of the list."""
    story_id, headline, outlet, published, dated, read, bookmarked, *told = row
    doubtful, noted, tags, others, also, edited, outlets, missed, ahead, seen, *more = told
    seconds, teaser, hidden = more
    return {
        "id": story_id,
        "headline": headline,
        "outlet": outlet,
        "published": moment_of(published),
        "dated": bool(dated) and is_moment(published),
        "read": bool(read),
        "bookmarked": bookmarked is not None,
        "tags": tuple(sorted(_split_names(tags))),
        "doubtful": bool(doubtful),
        "noted": bool(noted),
        "others": max(0, others),
        "also": _split_names(also),
        "edited": bool(edited),
        "outlets": _split_names(outlets),
        "missed": bool(missed),
        "ahead": None if ahead is None else moment_of(ahead),
        "seen": None if seen is None else moment_of(seen),
        "minutes": reading_minutes(seconds),
        "teaser": bool(teaser),
        "hidden": bool(hidden),
    }


def reading_minutes(seconds: int | None) -> int:
    """Return whole minutes for a person, at least one; 0 where the length is not known."""
    return 0 if seconds is None else max(1, seconds // 60)


def _split_names(joined: str | None) -> tuple[str, ...]:
    """Return the names that SQLite has put together."""
    return tuple(joined.split(TAG_BREAK)) if joined else ()


def read_state(connection: sqlite3.Connection) -> str:
    """Return what changes whenever other rows may stand in a list."""
    facts, numbers = connection.execute(_SELECT_STATE).fetchone(), connection.execute(COUNTS)
    return f"{facts[0]} {numbers.fetchone()}"


class FirstScreen:
    """What the first screenful shows of a database."""

    def __init__(self, connection: sqlite3.Connection, limit: int, fold: bool) -> None:
        names = ("all", "unread", "bookmarked", "events", "hidden")
        numbers = connection.execute(COUNTS).fetchone()
        self.counts = SimpleNamespace(**dict(zip(names, numbers, strict=True)))
        self.facts = dict.fromkeys(FACTS, "") | dict(connection.execute(SELECT_FACTS, FACTS))
        self.left = read_left_place(self.facts[LEFT])
        self.state = read_state(connection)
        if self.left.is_at_top:
            order = LEADING if fold else NEWEST
            ids = [row[0] for row in connection.execute(f"{order} LIMIT ?", (limit,))]
        else:
            ids = [row.story for row in self.left.rows]
        found = connection.execute(ROWS.format(ids=",".join("?" * len(ids))), ids)
        rows = {row[0]: SimpleNamespace(**row_fields(row)) for row in found}
        self.rows = [rows[story_id] for story_id in ids if story_id in rows]


def read_first_screen(folder: str, limit: int, fold: bool = True) -> FirstScreen | None:
    """Return what the database in a folder holds, an event in one row or not.

    None where it is empty, old, or not to be read.
    """
    path = f"{folder}/{NAME}"
    if not os.path.exists(path):
        return None
    try:
        connection = sqlite3.connect(path, timeout=0.1)
        try:
            connection.execute("PRAGMA query_only = ON")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            return FirstScreen(connection, limit, fold) if version == VERSION else None
        finally:
            connection.close()
    except sqlite3.Error:
        return None  # the library says what is wrong, when it opens the database
