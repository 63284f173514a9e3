"""Which reports of an event lists put under which."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from reader.model import ClusterMember
from reader.store.database import Table, store_errors

# How often events have changed: what is kept about them elsewhere is true of one such number.
GROUPING = "grouping"
# With it goes how many events there are: counting them takes a while, and every key asks for it.
REGROUPED = """
INSERT INTO meta VALUES
    ('grouping', (SELECT 1 + coalesce((SELECT value FROM meta WHERE name = 'grouping'), 0))),
    ('events', (SELECT count(*) FROM member WHERE lead = 1))
ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""
PUT_MEMBER = """
INSERT INTO member (story_id, event_id, text_id, words) VALUES (?, ?, ?, ?)
ON CONFLICT (story_id) DO UPDATE SET
    event_id = excluded.event_id, text_id = excluded.text_id, words = excluded.words
"""
DROP_MEMBER = "DELETE FROM member WHERE story_id = ?"
UNLEAD = "UPDATE member SET lead = 0 WHERE event_id = ? AND lead = 1"
LEAD = "UPDATE member SET lead = 1 WHERE story_id = ?"
MEMBERS = "SELECT story_id, event_id, words FROM member"
AMONG = "SELECT story_id, event_id, words FROM member WHERE story_id IN ({ids})"
WITH = """
SELECT story_id, event_id, words FROM member
WHERE event_id IN (SELECT event_id FROM member WHERE story_id IN ({ids}))
"""
FOLLOWING = "SELECT story_id FROM member WHERE lead = 0"
LEADING = "SELECT story_id FROM member WHERE lead = 1"
BENEATH = """
SELECT id FROM member JOIN story ON id = story_id
WHERE event_id = (SELECT event_id FROM member WHERE story_id = ?1) AND id != ?1
    AND id NOT IN (SELECT story_id FROM mark WHERE hidden = 1)
ORDER BY published DESC, id DESC LIMIT ?2
"""
Members = Mapping[int, tuple[int, int]]
"""Stories with their event and how many words they have."""


def gather_members(
    connection: sqlite3.Connection,
    found: Iterable[ClusterMember],
    leads: Mapping[int, int],
) -> None:
    """Write who is in an event with others; who is alone has no row."""
    members = {one.mark.story: one for one in found}  # one that founds an event may come twice
    together = [one for one in members.values() if one.event in leads]
    alone = ((story,) for story, one in members.items() if one.event not in leads)
    rows = ((one.mark.story, one.event, one.text, one.mark.words) for one in together)
    connection.executemany(PUT_MEMBER, rows)
    connection.executemany(DROP_MEMBER, alone)
    for event, lead in leads.items():
        connection.execute(UNLEAD, (event,))
        connection.execute(LEAD, (lead,))
    connection.execute(REGROUPED)


class EventRowTable(Table):
    """Who stands under whom in a list in which an event has one row."""

    @store_errors
    def grouping(self) -> str:
        """Return what changes whenever events do."""
        return self.database.meta(GROUPING)

    @store_errors
    def members(self) -> Members:
        """Return each story of an event with others."""
        return _by_story(self.database.connection.execute(MEMBERS))

    @store_errors
    def members_among(self, ids: Sequence[int]) -> Members:
        """Return the same of those of some stories that are in an event with others."""
        return _by_story(self.database.rows_of(AMONG, ids))

    @store_errors
    def members_with(self, ids: Sequence[int]) -> Members:
        """Return the same of all stories of the events of some stories."""
        return _by_story(self.database.rows_of(WITH, ids))

    @store_errors
    def following(self) -> frozenset[int]:
        """Return the stories that follow the lead of their event."""
        return frozenset(row[0] for row in self.database.all(FOLLOWING))

    @store_errors
    def leading(self) -> frozenset[int]:
        """Return the stories that lead an event."""
        return frozenset(row[0] for row in self.database.all(LEADING))

    @store_errors
    def other_reports(self, story_id: int, limit: int) -> list[int]:
        """Return the other stories of the event of one, the newest first."""
        return [row[0] for row in self.database.all(BENEATH, story_id, limit)]


def _by_story(rows: Iterable[tuple[int, int, int]]) -> Members:
    """Return rows of story, event and words, to be looked up; of equal numbers one is kept."""
    kept: dict[int, int] = {}
    same = kept.setdefault
    return {story: (same(event, event), same(words, words)) for story, event, words in rows}
