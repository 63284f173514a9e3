"""Under which key each entry of a document is kept: the one that its source's post has already.

A guid is what a source says of a post, and sources err: several posts have one guid, one guid goes
to another post later, one post gets another guid. What a reader sees of the posts decides then:
one of several posts with a guid has the guid and a digest of its own as its key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b
from typing import Any

from reader.model import Entry, Story
from reader.model.url_identity import page_identity
from reader.store.database import Database
from reader.store.identity.agreement import is_another_post, is_same_item, is_same_post
from reader.store.identity.dedup_keys import dedup_keys
from reader.store.row_mapping import ONE, story_of

MARK = " ~"  # between the guid of several posts and what tells one of them from the others
MOST = 100  # posts of one guid, the latest, that an entry is compared with
KNOWN = """
SELECT also.key, id, headline, published, dated FROM also JOIN story ON story.id = story_id
WHERE also.key IN ({ids}) AND also.source_id = ?
"""
KNOWN_FIRST = """
SELECT key, id, headline, published, dated FROM story WHERE key IN ({ids}) AND source_id = ?
"""
# A key with the mark and whatever follows it sorts between the two.
OF_GUID = """
SELECT key, id FROM story
WHERE source_id = ?1 AND (key = ?2 OR key BETWEEN ?2 || ' ~' AND ?2 || ' ~g')
UNION ALL
SELECT key, story_id FROM also
WHERE source_id = ?1 AND (key = ?2 OR key BETWEEN ?2 || ' ~' AND ?2 || ' ~g')
ORDER BY 2 DESC LIMIT ?3
"""
# CROSS: by the few signs, whatever is known of the tables; a source may have any number of stories.
SIGNED = """
SELECT hash, key, id FROM sign CROSS JOIN story ON story.id = story_id
WHERE hash IN ({ids}) AND source_id = ?
"""
SIGNED_COPIES = """
SELECT hash, key, sign.story_id FROM sign CROSS JOIN also ON also.story_id = sign.story_id
WHERE hash IN ({ids}) AND source_id = ?
"""
EMPTY = """
SELECT NOT EXISTS (SELECT 1 FROM story WHERE source_id = ?1)
    AND NOT EXISTS (SELECT 1 FROM also WHERE source_id = ?1)
"""
RENAME = "UPDATE OR IGNORE story SET key = ? WHERE source_id = ? AND key = ?"
RENAME_COPY = "UPDATE OR IGNORE also SET key = ? WHERE source_id = ? AND key = ?"

Pair = tuple[Entry, Story]


class PostKeys:
    """The keys of the posts of one source, while one of its documents is kept."""

    def __init__(self, database: Database, source_id: int, pairs: Sequence[Pair]) -> None:
        self.database = database
        self.source_id = source_id
        self.pairs = pairs
        counts = Counter(story.key for _, story in pairs)
        self.shared = {key for key, count in counts.items() if count > 1}
        several = (story for _, story in pairs if story.key in self.shared)
        self.places = Counter((story.key, _place_of(story)) for story in several)

    def resolve(self) -> list[Pair]:
        """Give each entry the key of its post; call inside a transaction.

        A post that is known by another key is renamed on the way.
        """
        return [(entry, self._with_key(story)) for entry, story in self.pairs]

    @cached_property
    def _known_posts(self) -> dict[str, Sequence[Any]]:
        """Return by key what is known of these posts: id, headline, date, whether it is one."""
        keys = list({story.key for _, story in self.pairs})
        return {
            row[0]: row[1:]
            for sql in (KNOWN, KNOWN_FIRST)
            for row in self.database.rows_of(sql, keys, self.source_id)
        }

    @cached_property
    def _posts_by_key(self) -> dict[int, list[tuple[str, int]]]:
        """The posts of this source that have a sign of those that are not known, by sign."""
        if self.database.first_row(EMPTY, self.source_id)[0]:
            return {}
        unknown = [story for _, story in self.pairs if story.key not in self._known_posts]
        hashes = list({sign.hash for story in unknown for sign in dedup_keys(story)})
        met: dict[int, list[tuple[str, int]]] = {}
        for sql in (SIGNED, SIGNED_COPIES):
            for sign, key, story_id in self.database.rows_of(sql, hashes, self.source_id):
                met.setdefault(sign, []).append((key, story_id))
        return met

    @cached_property
    def _has_shared_guids(self) -> bool:
        """Whether any posts of this source ever had one guid."""
        return self.database.meta(self._fact_name) != ""

    @property
    def _fact_name(self) -> str:
        return f"several posts of {self.source_id}"

    def _with_key(self, story: Story) -> Story:
        if story.key in self.shared:
            return self._one_of_several(story)
        row = self._known_posts.get(story.key)
        if row is None:
            return self._take_over_key(story)
        if _may_be_another(row, story) and is_another_post(self._stored_story(row[0]), story):
            return self._given_on(row[0], story)
        return story

    def _take_over_key(self, story: Story) -> Story:
        """Return an entry whose key is new: that of a known post is taken over, where it is one."""
        found = self._of_guid(story) if self._has_shared_guids else ""
        if found:
            return replace(story, key=found)
        old = self._former_key(story)
        if old:
            self._rename(old, story.key)
        return story

    def _given_on(self, kept: int, story: Story) -> Story:
        """Return the post of an entry whose guid another had: its own, or a new one."""
        found = self._of_guid(story, besides=story.key)
        if found:
            return replace(story, key=found)
        old = self._own_key(story.key, self._stored_story(kept))
        free = self._rename(story.key, old)
        return story if free else replace(story, key=self._own_key(story.key, story))

    def _one_of_several(self, story: Story) -> Story:
        """Return an entry that shares its guid with others of the document."""
        found = self._of_guid(story) or self._own_key(story.key, story)
        return replace(story, key=found)

    def _of_guid(self, story: Story, besides: str = "") -> str:
        """Find the post with the guid of an entry, or with that and a digest, that it is."""
        rows = self.database.all(OF_GUID, self.source_id, story.key, MOST)
        posts = {key: self._stored_story(story_id) for key, story_id in rows if key != besides}
        same = [key for key, kept in posts.items() if is_same_item(kept, story)]
        place = _place_of(story)
        if not same and place and self.places[story.key, place] <= 1:  # it has its place alone
            same = [key for key, kept in posts.items() if place == _place_of(kept)]
        return same[0] if same else ""

    @cached_property
    def _current(self) -> frozenset[str]:
        """The keys that the entries of this document came with."""
        return frozenset(story.key for _, story in self.pairs)

    def _former_key(self, story: Story) -> str:
        """Find the key of the post that an entry is, though its source has given it a new one."""
        for sign in dedup_keys(story) if self._posts_by_key else ():
            for key, story_id in self._posts_by_key.get(sign.hash, ()):
                if key not in self._current and is_same_post(self._stored_story(story_id), story):
                    return key
        return ""

    def _own_key(self, guid: str, story: Story) -> str:
        """Make a key for one of several posts of a guid."""
        self.database.set_meta(self._fact_name, "yes")
        self._has_shared_guids = True
        seen = f"{_place_of(story)}\n{story.headline}\n{story.text}"
        digest = blake2b(seen.encode("utf-8", "replace"), digest_size=8).hexdigest()
        return f"{guid}{MARK}{digest}"

    def _stored_story(self, story_id: int) -> Story:
        return story_of(self.database.first_row(ONE, story_id))

    def _rename(self, old: str, new: str) -> bool:
        """Give a known post another key; False where another post has that."""
        named = (new, self.source_id, old)
        done = [self.database.connection.execute(sql, named) for sql in (RENAME, RENAME_COPY)]
        return any(one.rowcount for one in done)


def _place_of(story: Story) -> str:
    return page_identity(story.link) or story.link


def _may_be_another(row: Sequence[Any], story: Story) -> bool:
    """Tell from what has been read already whether more has to be read to be sure."""
    _, headline, published, dated = row
    if headline == story.headline:
        return False
    return not (dated and story.published and int(story.published.timestamp()) == published)
