"""The table of sources."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from reader.model import Retention, Source, SourceHealth, SourceReading
from reader.model.safe_text import safe_folder, safe_key, safe_sentence, safe_title
from reader.store.database import Table, store_errors
from reader.store.tables.fetch_state import COLUMNS, fetch_state_of, moment_or_none

WAS_READ = "SELECT last_success FROM source WHERE location = ?"
FIND = "SELECT id FROM source WHERE location = ?"
MENTION = "INSERT INTO source (location, subscribed) VALUES (?, 0) RETURNING id"
INSERT = """
INSERT INTO source (location, title, folder) VALUES (?, ?, ?)
ON CONFLICT (location) DO UPDATE SET
    subscribed = 1,
    title = CASE WHEN excluded.title = '' THEN title ELSE excluded.title END,
    folder = CASE WHEN excluded.folder = '' THEN folder ELSE excluded.folder END
RETURNING id
"""
SELECT = f"""
SELECT source.id, location, title, folder, full_text, last_success, last_tried, last_error,
    story_count - coalesce(hiding.stories, 0), read_count - coalesce(hiding.were_read, 0),
    muted, keep, reading, {COLUMNS}
FROM source LEFT JOIN network ON network.source_id = source.id LEFT JOIN (
    SELECT source_id, count(*) AS stories, sum(read) AS were_read FROM (
        SELECT source_id, read FROM mark JOIN story ON story.id = story_id WHERE hidden = 1
        UNION ALL SELECT source_id, read FROM mark JOIN also USING (story_id) WHERE hidden = 1
    ) GROUP BY source_id
) AS hiding ON hiding.source_id = source.id
WHERE subscribed = {{}} ORDER BY source.id
"""  # noqa: S608 - both parts are our own
LOCATIONS = "SELECT location FROM source ORDER BY id"
CHANGE = """
UPDATE source SET title = ?, folder = ?, muted = ?, full_text = ?, keep = ?, subscribed = ?,
    reading = ?
WHERE id = ?
"""
READ_AS = "UPDATE source SET reading = ?, full_text = ? WHERE id = ?"
NAME = "UPDATE source SET title = ? WHERE id = ? AND title = ''"
MOVE = """
UPDATE OR IGNORE source SET location = ? WHERE id = ?
"""
SUCCEEDED = "UPDATE source SET last_success = ?1, last_tried = ?1, last_error = '' WHERE id = ?2"
FAILED = "UPDATE source SET last_tried = ?, last_error = ? WHERE location = ?"
NAMED = """
SELECT id FROM source
WHERE instr(folded(title), ?1) OR instr(folded(folder), ?1) OR instr(folded(location), ?1)
"""


def _fold_case(text: str) -> str:
    """Return a text as it is compared: without case."""
    return text.casefold()


class SourceTable(Table):
    """What is subscribed to."""

    @store_errors
    def add(self, location: str, title: str = "", folder: str = "") -> int:
        """Subscribe to a location, or find the subscription; its id."""
        named = (location, safe_title(title), safe_folder(folder))
        with self.database.batch() as connection:
            return int(connection.execute(INSERT, named).fetchone()[0])

    @store_errors
    def make_known(self, location: str) -> int:
        """Return the id of a location, made known but not subscribed to where it is new."""
        with self.database.batch() as connection:
            found = connection.execute(FIND, (location,)).fetchone()
            return int((found or connection.execute(MENTION, (location,)).fetchone())[0])

    @store_errors
    def was_read(self, location: str) -> bool:
        """Tell whether a location is known and was ever read without an error."""
        row = self.database.first_row(WAS_READ, location)
        return row is not None and row[0] is not None

    @store_errors
    def all(self) -> list[Source]:
        """Return every subscription, in the order in which they were made."""
        return [_source(row) for row in self.database.all(SELECT.format(1))]

    @store_errors
    def unsubscribed(self) -> list[Source]:
        """Return every source that is not subscribed to, such as one that was given up."""
        return [_source(row) for row in self.database.all(SELECT.format(0))]

    @store_errors
    def locations(self) -> list[str]:
        """Return the locations of all sources, those that were given up among them."""
        return [row[0] for row in self.database.all(LOCATIONS)]

    @store_errors
    def change(self, source: Source, subscribed: bool = True) -> None:
        """Keep what the person chose for a source: title, folder, muting, pages, and so on."""
        keep = source.keep.words if source.keep else ""
        with self.database.act() as connection:
            named = (safe_title(source.title), safe_folder(source.folder))
            chosen = (source.muted, source.full_text, keep, subscribed, source.reading)
            connection.execute(CHANGE, (*named, *chosen, source.id))

    @store_errors
    def read_as(self, source_id: int, reading: SourceReading, full_text: bool) -> None:
        """Read a source as something else from now on, with the pages of its stories or without."""
        with self.database.batch() as connection:
            connection.execute(READ_AS, (reading, full_text, source_id))

    @store_errors
    def set_title(self, source_id: int, title: str) -> None:
        """Give a source a title, unless it has one."""
        with self.database.batch() as connection:
            connection.execute(NAME, (safe_title(title), source_id))

    @store_errors
    def move_source(self, source_id: int, location: str) -> bool:
        """Read a source at another location from now on, unless that one is known already."""
        with self.database.batch() as connection:
            return bool(connection.execute(MOVE, (location, source_id)).rowcount)

    @store_errors
    def note_success(self, source_id: int, now: datetime) -> None:
        """Note that a source was read."""
        with self.database.batch() as connection:
            connection.execute(SUCCEEDED, (int(now.timestamp()), source_id))

    @store_errors
    def note_failure(self, location: str, now: datetime, reason: str) -> None:
        """Note that a source could not be read, and why; one that is not there stays unknown."""
        with self.database.batch() as connection:
            sentence = safe_sentence(reason)
            connection.execute(FAILED, (int(now.timestamp()), sentence, safe_key(location)))

    @store_errors
    def ids_named(self, name: str) -> frozenset[int]:
        """Return ids of the sources whose title, folder or location holds a name, in any case."""
        self.database.connection.create_function("folded", 1, _fold_case, deterministic=True)
        return frozenset(row[0] for row in self.database.all(NAMED, _fold_case(name)))


def _source(row: Any) -> Source:
    """Return a source as the model has it."""
    return Source(
        id=row[0],
        location=row[1],
        title=row[2],
        folder=row[3],
        full_text=bool(row[4]),
        health=SourceHealth(moment_or_none(row[5]), row[7], moment_or_none(row[6])),
        stories=row[8],
        unread=row[8] - row[9],
        muted=bool(row[10]),
        keep=Retention.read(row[11]) if row[11] else None,
        reading=SourceReading(row[12]),
        fetch_state=fetch_state_of(row[13:]),
    )
