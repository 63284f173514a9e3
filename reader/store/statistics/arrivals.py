"""Which unread stories have come since a moment, and how often each source writes."""

from __future__ import annotations

from typing import NamedTuple

from reader.store.database import Table, store_errors
from reader.store.moments import is_moment

VISITS = "visits"  # the fact in the database: when the last visit ended, and the one before it
# A story came when it was first fetched; one that was published long before is no news.
CAME = """
SELECT story.id, story.source_id, story.published, event_id, coalesce(seconds, 0)
FROM story LEFT JOIN member ON member.story_id = story.id
LEFT JOIN original ON original.story_id = story.id
WHERE story.published >= ?2
    AND coalesce(CAST(json_extract(fields, '$.arrived') AS INTEGER), story.published) >= ?1
    AND NOT EXISTS (
        SELECT 1 FROM mark WHERE mark.story_id = story.id AND (read = 1 OR hidden = 1)
    )
ORDER BY story.published DESC, story.id DESC
"""
WRITTEN = """
SELECT id, (SELECT count(*) FROM story WHERE source_id = source.id AND published >= ?) FROM source
"""


class Arrival(NamedTuple):
    """An unread story that has come."""

    id: int
    source: int  # its id
    published: int  # seconds; its place in the lists
    event: int | None  # where several stories report it
    seconds: int  # that it takes to read


class ArrivalTable(Table):
    """What has come."""

    @store_errors
    def unread_since(self, came: int, published: int) -> list[Arrival]:
        """Return the unread stories that came and were published since, the newest first.

        Both are in seconds.
        """
        rows = map(Arrival._make, self.database.all(CAME, came, published))
        return [one for one in rows if is_moment(one.published)]

    @store_errors
    def written_since(self, moment: int) -> dict[int, int]:
        """Count the stories that each source has published since a moment in seconds."""
        return dict(self.database.all(WRITTEN, moment))

    def visits(self) -> tuple[int, int]:
        """Return when the last visit ended and the one before it, in seconds; 0 is never."""
        words = self.database.meta(VISITS).split()
        if len(words) != 2 or not all(word.isdecimal() for word in words):
            return 0, 0
        return int(words[0]), int(words[1])

    @store_errors
    def note_visits(self, last: int, before: int) -> None:
        """Remember when the last visit ended, and the one before it."""
        with self.database.batch():
            self.database.set_meta(VISITS, f"{last} {before}")
