"""The tables of pages: those behind stories, beside what the feed wrote, and watched ones."""

from __future__ import annotations

import zlib
from datetime import datetime

from reader.store.database import Table, store_errors
from reader.store.moments import moment_of

PUT = "INSERT OR REPLACE INTO page VALUES (?, ?, ?)"
FIND = """
SELECT page.location, content FROM page JOIN story ON story.id = story_id
WHERE source_id = ? AND key = ?
"""
ANY = "SELECT 1 FROM page JOIN story ON story.id = story_id WHERE source_id = ? LIMIT 1"
LACKING = """
SELECT id FROM story WHERE source_id = ? AND id NOT IN (SELECT story_id FROM page)
    AND id NOT IN (SELECT story_id FROM mark WHERE hidden = 1)
ORDER BY id DESC LIMIT ?
"""

SAID = "SELECT said, text FROM watched WHERE source_id = ?"
PUT_SAID = "INSERT OR REPLACE INTO watched VALUES (?, ?, ?)"


class FullPageTable(Table):
    """Whole pages that were fetched for stories of which the feed told a part."""

    @store_errors
    def save(self, story_id: int, location: str, content: str) -> None:
        """Keep the page of a story."""
        packed = zlib.compress(content.encode("utf-8", "surrogatepass"))
        with self.database.batch() as connection:
            connection.execute(PUT, (story_id, location, packed))

    @store_errors
    def give_up(self, story_id: int, location: str) -> None:
        """Note that there is no page to be had of a story, so that it lacks none."""
        self.save(story_id, location, "")

    @store_errors
    def find(self, source_id: int, key: str) -> tuple[str, str] | None:
        """Return where the page of a story was and what it holds; None when there is none."""
        row = self.database.first_row(FIND, source_id, key)
        return (row[0], zlib.decompress(row[1]).decode("utf-8", "surrogatepass")) if row else None

    @store_errors
    def has_any(self, source_id: int) -> bool:
        """Tell whether a source has any story with a page."""
        return self.database.first_row(ANY, source_id) is not None

    @store_errors
    def ids_without_page(self, source_id: int, limit: int) -> list[int]:
        """Return the latest stories of a source that have no page, and are not hidden."""
        return [row[0] for row in self.database.all(LACKING, source_id, limit)]


class WatchedPageTable(Table):
    """What pages that are watched said when they were last compared."""

    @store_errors
    def last_text(self, source_id: int) -> tuple[datetime, str] | None:
        """Return when a page said what; None before it was read for the first time."""
        row = self.database.first_row(SAID, source_id)
        if row is None:
            return None
        return moment_of(row[0]), zlib.decompress(row[1]).decode("utf-8", "surrogatepass")

    @store_errors
    def save(self, source_id: int, said: datetime, text: str) -> None:
        """Keep what a page says."""
        packed = zlib.compress(text.encode("utf-8", "surrogatepass"))
        with self.database.batch() as connection:
            connection.execute(PUT_SAID, (source_id, int(said.timestamp()), packed))
