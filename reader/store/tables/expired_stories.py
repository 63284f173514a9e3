"""Which stories lie beyond the limits, and what is remembered of those that went."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from datetime import datetime, timedelta

from reader.model import Retention
from reader.store.compact_ids import ids_as_json
from reader.store.database import Table, store_errors

# What a person did with a story; what they joined or split is needed for the events as they want.
FREE = """
NOT EXISTS (
    SELECT 1 FROM mark WHERE story_id = story.id AND (bookmarked NOT NULL OR note != '')
)
AND NOT EXISTS (SELECT 1 FROM tag WHERE story_id = story.id)
AND NOT EXISTS (SELECT 1 FROM highlight WHERE story_id = story.id)
AND NOT EXISTS (SELECT 1 FROM decision WHERE one = story.id)
AND NOT EXISTS (SELECT 1 FROM decision WHERE other = story.id)
"""
OLD = f"""
SELECT id FROM story WHERE source_id = ? AND published < ? AND {FREE}
"""  # noqa: S608 - all parts are our own
MANY = f"""
SELECT id FROM (
    SELECT id FROM story WHERE source_id = ? ORDER BY published DESC, id DESC LIMIT -1 OFFSET ?
) AS story WHERE {FREE}
"""  # noqa: S608
LARGE = f"""
SELECT id FROM (
    SELECT story.id AS id, sum(
        length(CAST(text AS BLOB)) + length(original.content) + coalesce(length(page.content), 0)
    ) OVER (ORDER BY published DESC, story.id DESC ROWS UNBOUNDED PRECEDING) AS held
    FROM story JOIN body ON body.story_id = story.id JOIN original ON original.story_id = story.id
    LEFT JOIN page ON page.story_id = story.id
    WHERE source_id = ?
) AS story WHERE held > ? AND {FREE}
"""  # noqa: S608
STILL_FREE = f"""
SELECT id FROM story WHERE id IN (SELECT value FROM json_each(?)) AND {FREE}
"""  # noqa: S608
REMEMBER = """
INSERT OR REPLACE INTO dropped (source_id, hash, story_id, revision)
SELECT source_id, hashed(key), id, ?1 FROM story WHERE id IN (SELECT value FROM json_each(?2))
UNION ALL
SELECT source_id, hashed(key), story_id, ?1 FROM also
WHERE story_id IN (SELECT value FROM json_each(?2))
"""
WANTED = """
SELECT DISTINCT story_id FROM also
WHERE story_id IN (SELECT value FROM json_each(?))
    AND source_id IN (SELECT value FROM json_each(?))
"""
DROP = "DELETE FROM story WHERE id IN (SELECT value FROM json_each(?))"
SINCE = "SELECT story_id FROM dropped WHERE revision > ?"
NEWEST = "SELECT coalesce(max(revision), 0) FROM dropped"


class ExpiredStoryTable(Table):
    """Which stories are not kept, and which were not."""

    @store_errors
    def ids_beyond_limits(self, source_id: int, limits: Retention, now: datetime) -> array[int]:
        """Return the stories of a source beyond its limits, but for those that a person marked."""
        oldest = int((now - timedelta(days=limits.days)).timestamp())
        asked = ((limits.days, OLD, oldest), (limits.count, MANY, limits.count))
        found: set[int] = set()
        for limit, sql, value in (*asked, (limits.size, LARGE, limits.size)):
            if limit:
                rows = self.database.connection.execute(sql, (source_id, value))
                found.update(row[0] for row in rows)
        return array("q", sorted(found))

    @store_errors
    def ids_elsewhere(self, ids: Iterable[int], sources: Iterable[int]) -> set[int]:
        """Return those of these stories that one of some other sources has too."""
        asked = (ids_as_json(ids), ids_as_json(sources))
        return {row[0] for row in self.database.all(WANTED, *asked)}

    @store_errors
    def unmarked_ids(self, ids: Iterable[int]) -> list[int]:
        """Return those of these stories that are there and that nobody marked."""
        return [row[0] for row in self.database.all(STILL_FREE, ids_as_json(ids))]

    @store_errors
    def drop_stories(self, ids: Iterable[int]) -> None:
        """Drop stories for good, and remember that they were there."""
        packed = ids_as_json(ids)
        with self.database.batch() as connection:
            from reader.store.tables.dump_lines import line_hash

            connection.create_function("hashed", 1, line_hash, deterministic=True)
            revision = int(self.database.meta("revision")) + 1
            self.database.set_meta("revision", str(revision))
            connection.execute(REMEMBER, (revision, packed))
            connection.execute(DROP, (packed,))

    @store_errors
    def dropped_after(self, revision: int) -> array[int]:
        """Return the stories that were dropped after a revision."""
        return array("q", (row[0] for row in self.database.all(SINCE, revision)))

    @store_errors
    def last_revision(self) -> int:
        """Return the revision that dropped the last stories; 0 where none ever were."""
        return int(self.database.first_row(NEWEST)[0])
