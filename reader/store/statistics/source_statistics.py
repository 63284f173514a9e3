"""How often each source writes, how much of that was read, and how much of it is teasers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.store.database import Table, store_errors

# `since` is a moment in seconds; what was published after it is what a source does nowadays.
COUNTED = """
SELECT source.id, story_count, read_count,
    (SELECT min(published) FROM story WHERE source_id = source.id),
    (SELECT max(published) FROM story WHERE source_id = source.id),
    (SELECT count(*) FROM story WHERE source_id = source.id AND published >= {since}),
    (SELECT coalesce(sum(teaser), 0) FROM story
        WHERE source_id = source.id AND published >= {since})
FROM source WHERE source.id IN ({{ids}})
"""


class SourceCounts(NamedTuple):
    """What is counted of a source; moments are in seconds, None without any story."""

    id: int
    stories: int
    read: int
    oldest: int | None
    newest: int | None
    recent: int  # stories published since a moment
    teasers: int  # of these


class SourceStatisticsTable(Table):
    """What sources do."""

    @store_errors
    def counts(self, sources: Sequence[int], since: int) -> dict[int, SourceCounts]:
        """Count the stories of sources; since a moment in seconds, how many of late."""
        rows = self.database.rows_of(COUNTED.format(since=int(since)), sources)
        return {row[0]: SourceCounts._make(row) for row in rows}
