"""Saves entries that another reader kept, with the marks that they had there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from reader.clean import clean
from reader.exports.marked_entry import MarkedEntry
from reader.library.ingest.memory_limit import memory_limit
from reader.library.ingest.pipeline import save_document
from reader.library.marks import with_tags
from reader.model import CleanedDocument, DocumentKind, Entry, IngestReport, Marks, Story
from reader.model.safe_text import safe_tag
from reader.store import Store


@dataclass(slots=True)
class CarriedOver:
    """What was taken from another reader, and what was left."""

    sources: int = 0  # that were not subscribed to before
    searches: int = 0
    stories: int = 0  # new ones
    read: int = 0  # stories that were marked so
    bookmarked: int = 0
    keys: list[str] = field(default_factory=list)  # an action and its new key each
    pages: int = 0  # that wait to be fetched
    left: list[str] = field(default_factory=list)  # a sentence each

    @property
    def is_nothing(self) -> bool:
        """Whether there was nothing to take."""
        counts = (self.sources, self.searches, self.stories, self.read, self.bookmarked)
        return not any(counts) and not self.keys


@dataclass(frozen=True, slots=True)
class MarkedImport:
    """One import: where entries are saved, and what that adds up to."""

    store: Store
    now: datetime
    total: CarriedOver

    def save(self, source_id: int, marked: Sequence[MarkedEntry]) -> IngestReport:
        """Save entries of one source, the newest first, with their marks; all or nothing."""
        location = marked[0].entry.source
        try:
            with memory_limit():
                pairs = tuple((one.entry, clean(one.entry)) for one in marked)
        except MemoryError:
            error = f"{location}: some of it takes more memory than it may"
            return IngestReport(CleanedDocument(location, error=error), 0)
        with self.store.database.batch():
            document = CleanedDocument(location, DocumentKind.FEED, pairs=pairs)
            new = save_document(self.store, source_id, document, first=True)
            self._put_marks(source_id, pairs, marked)
        self.total.stories += new
        return IngestReport(CleanedDocument(location, DocumentKind.FEED), new)

    def _put_marks(
        self,
        source_id: int,
        pairs: Sequence[tuple[Entry, Story]],
        marked: Sequence[MarkedEntry],
    ) -> None:
        """Give stories the marks that their entries had, beside those that they have already."""
        known = self.store.stories.identify(source_id, pairs)
        ids = [self.store.marks.find(entry.source, story.key) for entry, story in known]
        marks = self.store.marks.of([story_id for story_id in ids if story_id])
        changes: dict[int, Marks] = {}
        for story_id, one, (_, story) in zip(ids, marked, known, strict=True):
            if story_id in marks:
                before = changes.get(story_id, marks[story_id])
                after = _with_marks(before, one, min(story.published or self.now, self.now))
                if after != before:
                    changes[story_id] = after
                    self._count(before, after)
        self.store.marks.put(changes)

    def _count(self, before: Marks, after: Marks) -> None:
        """Add to the total what a change of marks brings."""
        self.total.read += after.read and not before.read
        self.total.bookmarked += after.bookmarked is not None and before.bookmarked is None


def _with_marks(marks: Marks, marked: MarkedEntry, moment: datetime) -> Marks:
    """Return marks with those of an entry; a bookmark that has no time gets that of its story."""
    tags = [tag for tag in map(safe_tag, marked.tags) if tag]
    bookmarked = marks.bookmarked or (moment if marked.bookmarked else None)
    return replace(
        with_tags(marks, tags),
        read=marks.read or marked.read,
        bookmarked=bookmarked,
        note=marks.note or marked.note,
    )


def batches_by_source(entries: Iterator[MarkedEntry], size: int) -> Iterator[list[MarkedEntry]]:
    """Yield entries in lists of one source each, of so many at most."""
    waiting: dict[str, list[MarkedEntry]] = {}
    for one in entries:
        batch = waiting.setdefault(one.entry.source, [])
        batch.append(one)
        if len(batch) >= size:
            yield waiting.pop(one.entry.source)
    yield from waiting.values()
