"""Which sources have a story besides the one whose words are shown, and what it said before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

from reader.model import StoryContext, StorySource, Version
from reader.store.database import Table, store_errors
from reader.store.first_screen import reading_minutes
from reader.store.identity.source_hosts import SourceHosts
from reader.store.row_mapping import STORY, decompress_text, story_of
from reader.store.tables.fetch_state import moment_or_none
from reader.store.tables.marks import marks_of

# Whether a story is in other sources or was edited is told with its marks: most are not, and
# nothing more has to be read for them.
BESIDE = """
SELECT coalesce(read, 0), bookmarked, coalesce(note, ''),
    (SELECT group_concat(tag, char(31)) FROM tag WHERE tag.story_id = id),
    (SELECT nullif(json_group_array(json_array(quote, before, after, at, colour, note, made)), '[]')
        FROM (SELECT * FROM highlight WHERE highlight.story_id = story.id ORDER BY at, id)),
    EXISTS (SELECT 1 FROM also WHERE also.story_id = id),
    EXISTS (SELECT 1 FROM version WHERE version.story_id = id),
    source_id, (SELECT link FROM body WHERE body.story_id = id), seconds, teaser,
    coalesce(hidden, 0)
FROM story LEFT JOIN mark ON mark.story_id = id WHERE id = ?
"""
FIRST = """
SELECT story.id, source.id, location, title, link, subscribed
FROM story JOIN source ON source.id = source_id JOIN body ON body.story_id = story.id
WHERE story.id IN ({ids})
"""
OTHERS = """
SELECT story_id, source.id, location, title, json_extract(fields, '$.link'), subscribed
FROM also JOIN source ON source.id = source_id
WHERE story_id IN ({ids}) ORDER BY also.rowid
"""
CARRIED = "SELECT story_id FROM also WHERE source_id IN ({ids})"
# A story that two sources of a folder have is one unread story of the folder: counted once more
# than that is each copy in whose folder the story, or an earlier copy of it, stands as well.
REPEATED = """
WITH shelved AS (SELECT id, folder FROM source WHERE folder != '' AND subscribed = 1)
SELECT folder, count(*) FROM shelved CROSS JOIN also ON also.source_id = shelved.id
WHERE NOT EXISTS (SELECT 1 FROM mark WHERE mark.story_id = also.story_id AND read = 1)
    AND NOT EXISTS (SELECT 1 FROM mark WHERE mark.story_id = also.story_id AND hidden = 1)
    AND EXISTS (
        SELECT 1 FROM story JOIN shelved AS first ON first.id = story.source_id
        WHERE story.id = also.story_id AND first.folder = shelved.folder
        UNION ALL
        SELECT 1 FROM also AS earlier JOIN shelved AS other ON other.id = earlier.source_id
        WHERE earlier.story_id = also.story_id AND earlier.source_id < also.source_id
            AND other.folder = shelved.folder
    )
GROUP BY folder
"""
UNSIGNED = STORY + "WHERE story.id <= ? ORDER BY story.id DESC LIMIT ?"
VERSIONS = """
SELECT until, headline, deck, byline, text FROM version WHERE story_id = ? ORDER BY number
"""


class CopyTable(Table):
    """Stories of several sources."""

    @cached_property
    def homes(self) -> SourceHosts:
        """Where sources stand, found out once for each."""
        return SourceHosts(self.database)

    @store_errors
    def story_context(self, story_id: int) -> StoryContext:
        """Return what is known of a story besides its words; nothing of one that is not there."""
        row = self.database.first_row(BESIDE, story_id)
        if row is None:
            return StoryContext()
        carriers = self.sources_of([story_id])[story_id] if row[5] else ()
        versions = self.versions(story_id) if row[6] else ()
        elsewhere = self.homes.foreign_host(row[7], row[8] or "")
        length = (reading_minutes(row[9]), bool(row[10]))
        return StoryContext(
            marks_of(row[0], row[1], row[2], row[3], (row[11], row[4])),
            tuple(carriers),
            tuple(versions),
            elsewhere,
            *length,
        )

    @store_errors
    def sources_of(self, ids: Sequence[int]) -> dict[int, list[StorySource]]:
        """Return the sources of each of these stories, the one whose words are shown first."""
        found: dict[int, list[StorySource]] = {}
        for sql in (FIRST, OTHERS):
            for story_id, source, location, title, link, subscribed in self.database.rows_of(
                sql, ids
            ):
                carrier = StorySource(source, location, title, link or "", bool(subscribed))
                found.setdefault(story_id, []).append(carrier)
        return found

    @store_errors
    def stories_also_in(self, sources: Collection[int]) -> frozenset[int]:
        """Return the stories that any of these sources has, and another one brought first."""
        return frozenset(row[0] for row in self.database.rows_of(CARRIED, list(sources)))

    @store_errors
    def count_repeated(self) -> dict[str, int]:
        """Count the unread stories that each folder with any has more than once."""
        return dict(self.database.all(REPEATED))

    @store_errors
    def versions(self, story_id: int) -> list[Version]:
        """Return what a story said before each edit, the first words first."""
        return [
            Version(moment_or_none(until), headline, deck, byline, decompress_text(text))  # type: ignore[arg-type]
            for until, headline, deck, byline, text in self.database.all(VERSIONS, story_id)
        ]

    @store_errors
    def last_without_keys(self) -> int:
        """Return last story, and all before it, whose copies would not be known yet; 0 is none."""
        return int(self.database.meta("unsigned"))

    @store_errors
    def add_dedup_keys(self, limit: int) -> int:
        """Have copies of the newest of those be known; how many stories that were."""
        from reader.store.identity.dedup_keys import dedup_keys
        from reader.store.identity.story_upsert import SIGN  # only who adds stories needs it

        rows = self.database.all(UNSIGNED, self.last_without_keys(), limit)
        stories = [story_of(row) for row in rows]
        with self.database.batch():
            found = [(one.hash, story.id) for story in stories for one in dedup_keys(story)]
            self.database.insert(SIGN, found)
            self.database.set_meta("unsigned", str(stories[-1].id - 1 if stories else 0))
        return len(stories)
