"""Saves entries that another reader kept, with the marks that they had there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from reader.clean import clean
from reader.exports.marked_entry import MarkedEntry
from reader.index.gc_control import gc_paused
from reader.library.ingest.memory_limit import memory_limit
from reader.library.ingest.pipeline import save_document
from reader.library.marks import tags_in, with_tags
from reader.model import CleanedDocument, DocumentKind, Entry, IngestReport, Marks, Story
from reader.model.construction import frozen
from reader.parse.strip_markup import strip_title_markup
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


@frozen
class MarkedImport:
    """One import: where entries are saved, and what that adds up to."""

    store: Store
    now: datetime
    total: CarriedOver

    @gc_paused()
    def save(self, source_id: int, marked: Sequence[MarkedEntry]) -> IngestReport:
        """Save entries of one source, the newest first, with their marks; all or nothing."""
        location = marked[0].entry.source
        try:
            with memory_limit():
                entries = [
                    replace(one.entry, title=strip_title_markup(one.entry.title)) for one in marked
                ]
                pairs = tuple((entry, clean(entry)) for entry in entries)
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
        ids = [self.store.marks.find(entry.source, story.key) or 0 for entry, story in known]
        marks = self.store.marks.marks_of(list(filter(None, ids)))
        changes: dict[int, Marks] = {}
        rows = zip(ids, marked, known, strict=True)
        for story_id, one, (_, story) in (row for row in rows if row[0] in marks):
            before = changes.get(story_id, marks[story_id])
            after = _with_marks(before, one, min(story.published or self.now, self.now))
            if after != before:
                changes[story_id] = after
                self._count(before, after)
        self.store.marks.save(changes)

    def _count(self, before: Marks, after: Marks) -> None:
        """Add to the total what a change of marks brings."""
        self.total.read += after.read and not before.read
        self.total.bookmarked += after.bookmarked is not None and before.bookmarked is None


def _with_marks(marks: Marks, marked: MarkedEntry, moment: datetime) -> Marks:
    """Return marks with those of an entry; a bookmark that has no time gets that of its story."""
    tags = tags_in(" ".join("-".join(tag.split()) for tag in marked.tags))
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
