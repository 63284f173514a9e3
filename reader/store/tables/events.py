"""The tables of events: which stories are one, and what a person decided about them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from reader.model import (
    ClusterMember,
    Event,
    EventMember,
    Fingerprint,
)
from reader.model.events import ReportText
from reader.store.compact_ids import ids_as_json
from reader.store.database import Table, store_errors
from reader.store.first_screen import TAG_BREAK
from reader.store.moments import calendar_seconds, moment_of
from reader.store.tables.event_edits import ALL_STEPS_AGAIN
from reader.store.tables.event_rows import DROP_MEMBER, REGROUPED, gather_members


def _event_of(rows: Sequence[tuple[Any, ...]]) -> Event:
    """Return an event from the rows of its members, the newest first."""
    texts: dict[int, list[str]] = {}
    for row in rows:
        texts.setdefault(row[2], []).append(row[7])
    leading = next((row for row in rows if row[3]), rows[0])
    return Event(
        id=rows[0][0],
        headline=leading[4],
        first=moment_of(rows[-1][6]),
        last=moment_of(rows[0][6]),
        outlets=tuple(dict.fromkeys(row[5] for row in reversed(rows) if row[5])),
        stories=tuple(row[1] for row in rows),
        keys=tuple(row[7] for row in rows),
        same_text=tuple(tuple(keys) for keys in texts.values() if len(keys) > 1),
        lead=leading[1],
    )


def _member_of(row: tuple[Any, ...]) -> EventMember:
    """Return a story in its event."""
    _, event, lead, size, outlets = row
    named = tuple(outlets.split(TAG_BREAK)) if outlets else ()
    return EventMember(event, int(lead or event), size, named)


def _fingerprint_values(mark: Fingerprint) -> tuple[Any, ...]:
    """Return a print as the database has it."""
    packed = (mark.terms.tobytes(), mark.weights.tobytes(), mark.rows.tobytes())
    return (mark.story, mark.published, mark.words, mark.language, *packed)


def _cluster_member_of(row: tuple[Any, ...]) -> ClusterMember:
    """Return a grouped story as the model has it."""
    story, published, words, language, terms, weights, rows, event, text = row
    packed = array("I", terms), array("H", weights), array("I", rows)
    return ClusterMember(Fingerprint(story, published, words, language, *packed), event, text)


LAST = "SELECT last FROM rarity"
LEARNED = "SELECT stories, counts FROM rarity"
LEARN = "UPDATE rarity SET last = ?, stories = ?, counts = ?"
REVISION = "SELECT value FROM meta WHERE name = 'revision'"
NEXT = """
SELECT published, id, outlet, language, headline, deck, text
FROM story JOIN body ON story_id = id WHERE id > ? ORDER BY id LIMIT ?
"""
CHANGED = """
SELECT id FROM story
WHERE revision > (SELECT revision FROM rarity) AND id <= (SELECT last FROM rarity)
ORDER BY id
"""
UP_TO_DATE = "UPDATE rarity SET revision = ?"
FORGET = "DELETE FROM print WHERE story_id = ?"
WAITING = "SELECT count(*) FROM story WHERE id > (SELECT last FROM rarity)"
GROUPED = """
SELECT print.story_id, published, print.words, language, terms, weights, word_rows,
    coalesce(event_id, print.story_id), coalesce(text_id, print.story_id)
FROM print LEFT JOIN member ON member.story_id = print.story_id
WHERE print.story_id IN ({stories})
ORDER BY print.story_id
"""
OF_TIME = """
SELECT story_id FROM print WHERE published >= ?1 AND published < ?2
UNION
SELECT story_id FROM member WHERE event_id IN (
    SELECT event_id FROM print JOIN member ON member.story_id = print.story_id
    WHERE published >= ?1 AND published < ?2
)
"""
OF_STORY = """
SELECT ?1
UNION
SELECT story_id FROM member WHERE event_id = (SELECT event_id FROM member WHERE story_id = ?1)
"""
OF_SOME = """
SELECT story_id FROM member WHERE event_id IN (
    SELECT event_id FROM member WHERE story_id IN (SELECT value FROM json_each(?))
)
"""
NEAR = GROUPED.format(stories=OF_TIME)
WITH_STORY = GROUPED.format(stories=OF_STORY)
WITH_SOME = GROUPED.format(stories=OF_SOME)
PUT_PRINT = "INSERT OR REPLACE INTO print VALUES (?, ?, ?, ?, ?, ?, ?)"
UNFLAGGED = """
SELECT print.story_id, terms, weights, headline FROM print JOIN story ON story.id = print.story_id
WHERE print.story_id <= ? ORDER BY print.story_id DESC LIMIT ?
"""
FLAG = "UPDATE print SET weights = ? WHERE story_id = ?"
CLEAR = (
    "DELETE FROM member",
    "DELETE FROM print",
    "UPDATE rarity SET last = 0, revision = 0, stories = 0, counts = x''",
    ALL_STEPS_AGAIN,
)
OUTLETS = "SELECT id, outlet FROM story WHERE id IN ({ids})"
SEVERAL = """
SELECT event_id, story_id, text_id, lead, headline, outlet, published, key
FROM member JOIN story ON story.id = story_id
"""
ALL = SEVERAL + "ORDER BY event_id, published DESC, story_id DESC"
OF = SEVERAL + "WHERE event_id IN ({ids}) ORDER BY event_id, published DESC, story_id DESC"
EVENT_IDS = "SELECT DISTINCT event_id FROM member WHERE story_id IN ({ids})"
LEADING = "SELECT id FROM story WHERE id NOT IN (SELECT story_id FROM member WHERE lead = 0)"
IN_EVENT = """
SELECT story_id FROM member WHERE event_id = ?1 OR event_id = (
    SELECT event_id FROM member WHERE story_id = ?1
)
"""
LINES = """
SELECT story_id, event_id, (
        SELECT group_concat(story_id) FROM member AS lead
        WHERE lead.event_id = member.event_id AND lead = 1
    ), (SELECT count(*) FROM member AS all_of WHERE all_of.event_id = member.event_id), (
        SELECT group_concat(outlet, char(31)) FROM (
            SELECT DISTINCT outlet FROM member AS others JOIN story ON story.id = others.story_id
            WHERE others.event_id = member.event_id AND outlet != ''
            ORDER BY published LIMIT 12
        )
    )
FROM member WHERE story_id IN ({ids})
"""
FlagHeadline = Callable[["array[int]", "array[int]", str], "array[int]"]
"""Weights, terms and headline of a print in, weights out that flag the terms of the headline."""


class EventTable(Table):
    """Which stories report one event."""

    @store_errors
    def count_waiting(self) -> int:
        """Return how many stories have not been grouped yet."""
        return int(self.database.first_row(WAITING)[0])

    @store_errors
    def next_stories(self, limit: int) -> list[tuple[ReportText, int]]:
        """Return stories to be grouped next, in the order in which they came, with their time."""
        rows = self.database.all(NEXT, self.database.first_row(LAST)[0], limit)
        return [(ReportText(*words), calendar_seconds(published)) for published, *words in rows]

    @store_errors
    def changed_stories(self) -> tuple[list[int], int]:
        """Return the stories that have changed since they were grouped, and the revision of now."""
        revision = int(self.database.first_row(REVISION)[0])
        return [row[0] for row in self.database.all(CHANGED)], revision

    @store_errors
    def looked_at(self, revision: int) -> None:
        """Note that every change up to a revision was looked at."""
        with self.database.batch() as connection:
            connection.execute(UP_TO_DATE, (revision,))

    @store_errors
    def take_out(self, story: int, rest: Sequence[ClusterMember], leads: Mapping[int, int]) -> None:
        """Take a story out of its event, the rest of which has other numbers now."""
        with self.database.batch() as connection:
            connection.execute(FORGET, (story,))
            connection.execute(DROP_MEMBER, (story,))
            gather_members(connection, rest, leads)

    @store_errors
    def put_again(
        self, member: ClusterMember, members: Iterable[ClusterMember], leads: Mapping[int, int]
    ) -> None:
        """Keep a story that was grouped once more, and the event that it came into."""
        with self.database.batch() as connection:
            connection.execute(PUT_PRINT, _fingerprint_values(member.mark))
            gather_members(connection, members, leads)

    @store_errors
    def learned_counts(self) -> tuple[int, bytes]:
        """Return how many stories were learned from, and the table of counts."""
        stories, counts = self.database.first_row(LEARNED)
        return int(stories), bytes(counts)

    @store_errors
    def members_between(self, start: int, end: int) -> list[ClusterMember]:
        """Return stories of every event with one from a moment (included) to another (excluded)."""
        return [_cluster_member_of(row) for row in self.database.all(NEAR, start, end)]

    @store_errors
    def members_with_story(self, story_id: int) -> list[ClusterMember]:
        """Return a story and all others of its event, in the order in which they came."""
        return [_cluster_member_of(row) for row in self.database.all(WITH_STORY, story_id)]

    @store_errors
    def members_with_any(self, ids: Iterable[int]) -> list[ClusterMember]:
        """Return the stories of the events of these that have several."""
        return [_cluster_member_of(row) for row in self.database.all(WITH_SOME, ids_as_json(ids))]

    @store_errors
    def put_rest(self, rest: Iterable[ClusterMember], leads: Mapping[int, int]) -> None:
        """Keep what is left of events some of whose stories are gone."""
        with self.database.batch() as connection:
            gather_members(connection, rest, leads)

    @store_errors
    def last_unflagged(self) -> int:
        """Return the last story whose print may lack the flags of its headline; 0 is none."""
        return int(self.database.meta("unflagged"))

    @store_errors
    def flag_headlines(self, limit: int, flag_headline: FlagHeadline) -> None:
        """Flag the terms of their headlines in the newest prints that lack that."""
        rows = self.database.all(UNFLAGGED, self.last_unflagged(), limit)
        with self.database.batch() as connection:
            for story, terms, weights, headline in rows:
                flagged = flag_headline(array("H", weights), array("I", terms), headline)
                connection.execute(FLAG, (flagged.tobytes(), story))
            self.database.set_meta("unflagged", str(rows[-1][0] - 1 if rows else 0))

    @store_errors
    def save(
        self,
        found: Sequence[ClusterMember],
        members: Iterable[ClusterMember],
        leads: Mapping[int, int],
        learned: tuple[int, bytes],
    ) -> None:
        """Keep what grouping found, all or none, with the story that leads each event.

        `members` are those whose event may be new to them.
        """
        with self.database.batch() as connection:
            connection.executemany(PUT_PRINT, (_fingerprint_values(one.mark) for one in found))
            gather_members(connection, members, leads)
            connection.execute(LEARN, (found[-1].mark.story, *learned))

    @store_errors
    def clear(self) -> None:
        """Forget all grouping, but not what a person decided: that is decided again in its turn."""
        with self.database.batch() as connection:
            for statement in (*CLEAR, REGROUPED):
                connection.execute(statement)

    @store_errors
    def last_grouped(self) -> int:
        """Return the last story that was grouped; 0 is none."""
        return int(self.database.first_row(LAST)[0])

    @store_errors
    def outlets(self, ids: Sequence[int]) -> dict[int, str]:
        """Return the outlets of stories."""
        return dict(self.database.rows_of(OUTLETS, ids))

    @store_errors
    def all(self) -> list[Event]:
        """Return every event with several stories."""
        return _events(self.database.all(ALL))

    @store_errors
    def events_of(self, ids: Sequence[int]) -> list[Event]:
        """Return the events of these stories that have several."""
        found = [row[0] for row in self.database.rows_of(EVENT_IDS, ids)]
        return _events(self.database.rows_of(OF, sorted(set(found))))

    @store_errors
    def lead_ids(self) -> frozenset[int]:
        """Return the stories that lead an event, and those that are alone."""
        return frozenset(row[0] for row in self.database.all(LEADING))

    @store_errors
    def story_ids(self, event: int) -> frozenset[int]:
        """Return the stories of an event, by its id or that of any of its stories."""
        found = frozenset(row[0] for row in self.database.all(IN_EVENT, event))
        return found or frozenset((event,))

    @store_errors
    def members(self, ids: Sequence[int]) -> dict[int, EventMember]:
        """Return those of these stories that are in an event with others, as rows."""
        return {row[0]: _member_of(row) for row in self.database.rows_of(LINES, ids)}


def _events(rows: Sequence[tuple[Any, ...]]) -> list[Event]:
    """Return rows of members, an event after the other, as events; one story alone is none."""
    together: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        together.setdefault(row[0], []).append(row)
    return [_event_of(members) for members in together.values() if len(members) > 1]
