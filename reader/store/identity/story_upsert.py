"""Saves the stories of one source, each in its place: new, changed, or a copy (deduplication)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import fields, replace
from functools import cached_property
from itertools import count
from typing import Any

from reader.model import Entry, PackedStory, SaveOutcome, Story
from reader.store.database import Database
from reader.store.identity.agreement import SourceVersion, are_copies, takes_the_lead
from reader.store.identity.dedup_keys import DedupKey, dedup_keys
from reader.store.identity.source_hosts import SourceHosts
from reader.store.row_mapping import (
    ONE,
    ORIGINAL,
    body_values,
    compress_text,
    entry_fields_json,
    entry_of,
    original_values,
    published_seconds,
    row_values,
    story_of,
)
from reader.store.statistics.reading_length import length_values
from reader.store.tables.dump_lines import line_hash

KNOWN = "SELECT key, id, published FROM story WHERE key IN ({ids}) AND source_id = ?"
LAST_ID = """
SELECT max(
    coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'story'), 0),
    coalesce((SELECT max(id) FROM story), 0)
)
"""
INSERT = """
INSERT INTO story (id, source_id, key, headline, outlet, byline, published, dated, doubtful,
    seconds, teaser, revision)
"""
UPDATE = """
UPDATE story SET headline = ?, outlet = ?, byline = ?, published = ?, dated = ?, doubtful = ?,
    seconds = ?, teaser = ?, revision = ?
WHERE id = ?
"""
INSERT_BODY = "INSERT INTO body"
PUT_BODY = "INSERT OR REPLACE INTO body VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
INSERT_MOMENT = "INSERT INTO moment"
PUT_MOMENT = """
INSERT INTO moment VALUES (?, ?, ?)
ON CONFLICT (story_id) DO UPDATE SET published = excluded.published
"""
FORGET_DATE = "UPDATE moment SET published = NULL WHERE story_id = ?"
DROP_MOMENT = "DELETE FROM moment WHERE story_id = ?"
INSERT_ORIGINAL = "INSERT INTO original"
PUT_ORIGINAL = "INSERT OR REPLACE INTO original VALUES (?, ?, ?, ?)"
DROPPED = "SELECT hash FROM dropped WHERE hash IN ({ids}) AND source_id = ?"
SIGN = "INSERT OR IGNORE INTO sign"
SIGNED = """
WITH met AS (SELECT hash, story_id FROM sign WHERE hash IN ({ids}))
SELECT hash, story.id, source_id, published, source_id = ? OR EXISTS (
    SELECT 1 FROM also WHERE also.story_id = story.id AND also.source_id = ?
)
FROM met JOIN story ON story.id = story_id
"""
COPIES = "SELECT 1 FROM also WHERE source_id = ? LIMIT 1"
COPY = """
SELECT story_id, published, form, fields, content
FROM also JOIN story ON story.id = story_id WHERE also.source_id = ? AND also.key = ?
"""
PUT_COPY = "INSERT OR REPLACE INTO also VALUES (?, ?, ?, ?, ?, ?)"
DROP_COPY = "DELETE FROM also WHERE story_id = ? AND source_id = ?"
LEADING = """
SELECT source_id, key, subscribed FROM story JOIN source ON source.id = source_id
WHERE story.id = ?
"""
LEAD = "UPDATE story SET source_id = ?, key = ? WHERE id = ?"
NUMBER = "SELECT coalesce(max(number), 0) + 1 FROM version WHERE story_id = ?"
PUT_VERSION = "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?)"
# The first version says what the story was; of the later ones the latest say what became of it.
DROP_VERSION = "DELETE FROM version WHERE story_id = ? AND number > 1 AND number <= ?"
VERSIONS_KEPT = 10
FUTURE = 3_653 * 86_400  # seconds after it has arrived that a story can be dated
SEEN = ("headline", "deck", "byline", "text")
"""What a reader sees of a story, and would miss."""

WORDS = ("content", "title", "deck", "author")
"""What of a source's own writing this is made of."""

Pair = tuple[Entry, Story]
Copy = tuple[int, int]
"""A story that another source brought, and when it was published."""


class StoryUpsert:
    """One transaction that keeps stories of a source."""

    def __init__(
        self,
        database: Database,
        source_id: int,
        revision: int,
        pairs: Sequence[Pair],
        again: bool,
    ) -> None:
        self.database = database
        self.connection = database.connection
        self.source_id = source_id
        self.revision = revision
        self.pairs = pairs
        self.again = again  # whether stories that were dropped may come back
        self._packed: dict[int, PackedStory] = {}  # by the identity of the story
        # Where new stories without a date stand, in seconds; None: where they came.
        self.undated: int | None = None
        self._new_rows: dict[str, list[Sequence[object]]] = defaultdict(list)  # rows to insert
        self._saved_keys: set[int] = set()  # hashes of the stories that were saved here
        self._shared_stories: set[int] = set()  # of others, found to be in this source too
        self._source_hosts = SourceHosts(database)

    @cached_property
    def _known_stories(self) -> dict[str, tuple[int, int]]:
        """Return by key what is known of these stories: the id, and when it was published."""
        keys = [story.key for _, story in self.pairs]
        rows = self.database.rows_of(KNOWN, keys, self.source_id)
        return {key: (story_id, published) for key, story_id, published in rows}

    @cached_property
    def _dropped_keys(self) -> frozenset[str]:
        """The keys of these stories that were not kept for good."""
        keys = {line_hash(story.key): story.key for _, story in self.pairs}
        rows = self.database.rows_of(DROPPED, list(keys), self.source_id)
        return frozenset(keys[row[0]] for row in rows)

    @cached_property
    def _stories_with_keys(self) -> dict[int, list[Any]]:
        """The stories that had a deduplication key of these before, by its hash."""
        found = {one.hash for keys in self._dedup_keys.values() for one in keys}
        rows = defaultdict(list)
        for row in self.database.rows_of(SIGNED, list(found), self.source_id, self.source_id):
            rows[row[0]].append(row)
        return rows

    @cached_property
    def _has_copies(self) -> bool:
        """Whether this source has any story in the words of another."""
        return self.database.first_row(COPIES, self.source_id) is not None

    @cached_property
    def _dedup_keys(self) -> dict[str, list[DedupKey]]:
        """The deduplication keys of each story, without addresses that several of them share."""
        found = {story.key: self._dedup_keys_of(story) for _, story in self.pairs}
        often = Counter(one for of_one in found.values() for one in of_one if not one.within)
        return {key: [one for one in found[key] if often[one] < 2] for key in found}

    def _dedup_keys_of(self, story: Story) -> list[DedupKey]:
        """Return what only copies of a story share with it, the surest first."""
        packed = self._packed.get(id(story))
        return [DedupKey(*key) for key in packed.keys] if packed else dedup_keys(story)

    def save(self, packed: Sequence[PackedStory] = ()) -> list[SaveOutcome]:
        """Save the stories, all of which may be packed; what that did to each."""
        if packed:  # not by key: one that a source gives may recur among its entries
            stories = (id(story) for _, story in self.pairs)
            self._packed = dict(zip(stories, packed, strict=True))
        outcomes = [self._save_story(entry, story) for entry, story in self.pairs]
        self._insert_new()
        return outcomes

    def _save_story(self, entry: Entry, story: Story) -> SaveOutcome:
        """Save one story; what that did. A new one waits until all are inserted."""
        if story.key in self._known_stories:
            self._insert_new()
            return self._change_story(*self._known_stories[story.key], entry, story)
        if self._has_copies and (copy := self.database.first_row(COPY, self.source_id, story.key)):
            self._insert_new()
            return self._change_copy(copy, entry, story)
        if not self.again and story.key in self._dropped_keys:
            return SaveOutcome.SAME
        arrived = int(entry.arrived.timestamp())
        undated = self.undated if story.published is None else None
        line = self._row_of(entry, story, arrived if undated is None else undated)
        other = self._find_copied(story, line[3])
        if other is not None:
            return self._add_copy(other, entry, story)
        story_id = self._know_story(story, next(self._next_ids), line[3])
        self._new_rows[INSERT].append((story_id, self.source_id, story.key, *line))
        self._new_rows[INSERT_BODY].append((story_id, *body_values(story)))
        self._new_rows[INSERT_ORIGINAL].append((story_id, *self._original_values(entry, story)))
        self._new_rows[SIGN] += self._key_rows(story_id, story)
        if not line[4] and (story.published is not None or undated is not None):
            self._new_rows[INSERT_MOMENT].append((story_id, published_seconds(story), arrived))
        return SaveOutcome.NEW

    @cached_property
    def _next_ids(self) -> Iterator[int]:
        """The ids of new stories, which none has had before."""
        return count(self.database.first_row(LAST_ID)[0] + 1)

    def _insert_new(self) -> None:
        """Insert the new stories that wait, before anything is read that they may be part of."""
        for into, rows in self._new_rows.items():
            self.database.insert(into, rows)
        self._new_rows.clear()

    def _know_story(self, story: Story, story_id: int, published: int) -> int:
        """Know a story from now on; its id."""
        self._known_stories[story.key] = story_id, published
        return story_id

    def _row_of(self, entry: Entry, story: Story, seen: int) -> tuple[Any, ...]:
        """Return what the list shows of a story, and the revision of now."""
        row = row_values(story, seen, int(entry.arrived.timestamp()))
        packed = self._packed.get(id(story))
        length = packed.length if packed else length_values(story, entry.form)
        return (*row, *length, self.revision)

    def _update_story(self, story_id: int, seen: int, entry: Entry, story: Story) -> None:
        """Write a story in the place of what it was; `seen` is where it stood in the lists."""
        line = self._row_of(entry, story, seen)
        self.connection.execute(UPDATE, (*line, story_id))
        if line[4]:
            self.connection.execute(DROP_MOMENT, (story_id,))
        elif story.published is not None:
            self.connection.execute(PUT_MOMENT, (story_id, published_seconds(story), seen))
        else:
            self.connection.execute(FORGET_DATE, (story_id,))
        self._write_contents(story_id, entry, story)

    def _first_seen(self, published: int, entry: Entry) -> int:
        """Since when a story is known, where its source gives no date (any more)."""
        arrived = int(entry.arrived.timestamp())
        return published if 0 <= published <= arrived + FUTURE else arrived

    def _write_contents(self, story_id: int, entry: Entry, story: Story) -> None:
        """Write all of a story but its line."""
        self.connection.execute(PUT_BODY, (story_id, *body_values(story)))
        self.connection.execute(PUT_ORIGINAL, (story_id, *self._original_values(entry, story)))
        self._write_keys(story_id, story)

    def _original_values(self, entry: Entry, story: Story) -> tuple[str, str, bytes]:
        """Return what is kept of what the source wrote."""
        packed = self._packed.get(id(story))
        return packed.original if packed else original_values(entry, story)

    def _write_keys(self, story_id: int, story: Story) -> None:
        """Have copies of a story be known by what it has in common with them."""
        self.database.insert(SIGN, self._key_rows(story_id, story))

    def _key_rows(self, story_id: int, story: Story) -> list[tuple[int, int]]:
        """Return the rows by which copies of a story are known."""
        found = [one.hash for one in self._dedup_keys[story.key]]
        self._saved_keys.update(found)
        return [(one, story_id) for one in found]

    def _change_story(self, story_id: int, seen: int, entry: Entry, story: Story) -> SaveOutcome:
        """Put a story in the place of what it was, unless it is the same."""
        kept = self._stored_story(story_id)
        if _is_same(kept, story):
            return SaveOutcome.SAME
        if _is_edited(kept, story) and not _says_the_same(self._original_entry(kept), entry):
            self._keep_version(kept, int(entry.arrived.timestamp()))
        self._update_story(story_id, self._first_seen(seen, entry), entry, story)
        return SaveOutcome.CHANGED

    def _stored_story(self, story_id: int) -> Story:
        """Return a story as it is."""
        return story_of(self.database.first_row(ONE, story_id))

    def _original_entry(self, kept: Story) -> Entry:
        """Return what the source of a story wrote the last time."""
        return entry_of(kept, *self.database.first_row(ORIGINAL, kept.id))

    def _keep_version(self, kept: Story, until: int) -> None:
        """Keep what a story says, before it says something else."""
        number = self.database.first_row(NUMBER, kept.id)[0]
        said = (kept.headline, kept.deck, kept.byline, compress_text(kept.text))
        self.connection.execute(PUT_VERSION, (kept.id, number, until, *said))
        self.connection.execute(DROP_VERSION, (kept.id, number - VERSIONS_KEPT + 1))

    def _find_copied(self, story: Story, published: int) -> Copy | None:
        """Return the story of another source that this one is a copy of."""
        for one in self._dedup_keys[story.key]:
            rows = self._stories_with_keys.get(one.hash)
            if not rows or one.hash in self._saved_keys:
                continue
            self._insert_new()
            copy = _first_candidate(rows, published, one.within, self._shared_stories)
            if copy is None:
                continue
            if are_copies(self._shown_version(copy[0]), self._own_version(story)):
                return copy
        return None

    def _add_copy(self, copy: Copy, entry: Entry, story: Story) -> SaveOutcome:
        """Note that a story of another source is in this one too."""
        shown = self._shown_version(copy[0])
        self._write_copy(copy[0], entry, story)
        if takes_the_lead(self._own_version(story), shown):
            self._take_the_lead(shown.story, copy[1], entry, story)
        return SaveOutcome.SHARED

    def _own_version(self, story: Story) -> SourceVersion:
        """Return a story as this source tells it."""
        return SourceVersion(story, self._source_hosts.is_home(self.source_id, story.link))

    def _shown_version(self, story_id: int) -> SourceVersion:
        """Return a story as the source tells it whose words are shown."""
        kept = self._stored_story(story_id)
        return SourceVersion(
            kept,
            self._source_hosts.is_home(self.database.first_row(LEADING, story_id)[0], kept.link),
        )

    def _write_copy(self, story_id: int, entry: Entry, story: Story) -> None:
        """Keep what this source wrote of a story whose words are those of another."""
        content = compress_text(entry.content)
        row = (story_id, self.source_id, story.key, entry.form, entry_fields_json(entry), content)
        self.connection.execute(PUT_COPY, row)
        self._has_copies = True
        self._shared_stories.add(story_id)
        self._write_keys(story_id, story)

    def _change_copy(self, copy: Sequence[Any], entry: Entry, story: Story) -> SaveOutcome:
        """Keep what this source writes now of a story whose words are those of another."""
        story_id, published, *written = copy
        if _writes_the_same(entry_of(story, *written), entry):
            return SaveOutcome.SAME
        shown = self._shown_version(story_id)
        kept, new = shown.story, self._own_version(story)
        self._write_copy(story_id, entry, story)
        left = not self.database.first_row(LEADING, story_id)[2]
        more = takes_the_lead(new, shown) or (left and not takes_the_lead(shown, new))
        if not more or not are_copies(shown, new):
            return SaveOutcome.SAME
        if left and _is_edited(kept, story):  # nobody but this source tells any more what is new
            self._keep_version(kept, int(entry.arrived.timestamp()))
        self._take_the_lead(kept, published, entry, story)
        return SaveOutcome.CHANGED

    def _take_the_lead(self, kept: Story, published: int, entry: Entry, story: Story) -> None:
        """Show a story in the words of this source from now on; the others' are kept."""
        form, written, content = self.database.first_row(ORIGINAL, kept.id)
        source_id, key, _ = self.database.first_row(LEADING, kept.id)
        content = compress_text(self._original_entry(kept).content)
        self.connection.execute(DROP_COPY, (kept.id, self.source_id))
        self.connection.execute(LEAD, (self.source_id, story.key, kept.id))
        self.connection.execute(PUT_COPY, (kept.id, source_id, key, form, written, content))
        seen = self._first_seen(published, entry)
        self._update_story(self._know_story(story, kept.id, published), seen, entry, story)


def _is_same(kept: Story, story: Story) -> bool:
    """Tell whether a story is as it was."""
    names = [field.name for field in fields(Story) if field.name not in ("id", "source")]
    return all(getattr(kept, name) == getattr(story, name) for name in names)


def _is_edited(kept: Story, story: Story) -> bool:
    """Tell whether a reader sees other words than before."""
    return any(getattr(kept, name).split() != getattr(story, name).split() for name in SEEN)


def _says_the_same(before: Entry, entry: Entry) -> bool:
    """Tell whether a source uses the words that it used before; then what is new is our reading."""
    return all(getattr(before, name) == getattr(entry, name) for name in WORDS)


def _writes_the_same(before: Entry, entry: Entry) -> bool:
    """Tell whether a source writes what it wrote before; then what is new is our cleaning."""
    return replace(
        before, source=entry.source, arrived=entry.arrived, enclosures=entry.enclosures
    ) == entry  # fmt: skip


def _first_candidate(
    rows: Sequence[Sequence[Any]], published: int, within: int, shared: Set[int]
) -> Copy | None:
    """Return the first of the stories with a key; none where several of one source have it."""
    sources = {row[2] for row in rows}
    if any(row[4] or row[1] in shared for row in rows) or len(sources) < len(rows):
        return None
    near = [row for row in rows if not within or abs(row[3] - published) <= within]
    return min(((row[1], row[3]) for row in near), default=None)
