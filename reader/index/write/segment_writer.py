"""Writes segments, and chooses which of them become one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from reader.index.format.codec import CODEC, SCHEMA
from reader.index.format.manifest import SegmentRecord
from reader.index.format.schema import COLUMNS, NAME, IndexDocument, epoch_seconds
from reader.index.format.segment import Segment
from reader.index.format.storage import Storage
from reader.index.format.whoosh_api import FileIndex, WhooshSegmentWriter
from reader.index.format.whoosh_contents import segment_records
from reader.index.numpy_threads import one_thread
from reader.index.write.merge import Merge
from reader.index.write.segment_builder import SegmentBuilder

if TYPE_CHECKING:  # NumPy takes longer to import than a few stories do
    from reader.index.write.bulk_builder import BulkBuilder

MERGED_AT_MOST = 8_192  # stories: one merge takes seconds, never minutes
_MANY = 200  # stories that are worth importing NumPy for: with 100 it is even
_SIZES = (0, 8, 64, 512)  # a commit that is waited for merges small segments alone
_ALL_SIZES = (*_SIZES, 4_096)


class SegmentWriter(WhooshSegmentWriter):  # type: ignore[misc]
    """Whoosh's writer, with terms gathered story by story instead of sorted posting by posting."""

    def __init__(self, storage: Storage) -> None:
        index = FileIndex(storage, SCHEMA, NAME)
        super().__init__(index, _lk=False, codec=CODEC, compound=False)
        self.pool: SegmentBuilder | BulkBuilder | Merge = SegmentBuilder()
        self._kept: list[Any] = self.segments

    def add_stories(self, stories: Iterable[IndexDocument]) -> None:
        """Take stories, the oldest first."""
        ordered = sorted(stories, key=_age)
        pool = _builder_of(ordered)
        self.pool = pool
        for story in ordered:
            pool.add(story)
            self._add_row((story.id, epoch_seconds(story.published), story.source))

    def merge(self, segments: Sequence[Segment]) -> None:
        """Put one segment in the place of several, given from the oldest to the newest."""
        self.pool = Merge(segments)
        names = {segment.name for segment in segments}
        self._kept = [one for one in self.segments if one.segment_id() not in names]
        for segment in segments:
            rows = zip(segment.ids, segment.published, segment.sources, strict=True)
            for document, row in enumerate(rows):
                if document not in segment.deleted:
                    self._add_row(row)

    def finish(self) -> None:
        """Commit."""
        self.commit(mergetype=lambda _writer, _segments: self._living_segments())
        self.pool = (
            SegmentBuilder()
        )  # what was written is let go of at once, and not searched for as garbage

    def files(self) -> list[str]:
        """Return the names of the files that the committed segments consist of."""
        return [name for segment in self._kept for name in segment.list_files(self.storage)]

    def records(self) -> tuple[SegmentRecord, ...]:
        """Return what the manifest says of the committed segments."""
        return segment_records(self._kept)

    def _living_segments(self) -> list[Any]:
        return [segment for segment in self._kept if segment.doc_count()]

    def _add_row(self, row: Sequence[int]) -> None:
        self.perdocwriter.start_doc(self.docnum)
        for name, value in zip(COLUMNS, row, strict=True):
            self.perdocwriter.add_column_value(name, SCHEMA[name].column_type, value)
        self.perdocwriter.finish_doc()
        self._added = True
        self.docnum += 1

    def _flush_segment(self) -> None:
        self.newsegment.set_doc_count(self.docnum)
        super()._flush_segment()

    def _commit_toc(self, segments: list[Any]) -> None:
        self._kept = segments
        super()._commit_toc(segments)


def small_merge(segments: Iterable[Segment]) -> list[Segment]:
    """Return segments to become one when a commit is done, as long as that takes little."""
    return _alike(segments, _SIZES, 8)


def idle_merge(segments: Iterable[Segment]) -> list[Segment]:
    """Return segments to become one while nobody waits."""
    return _alike(segments, _ALL_SIZES, 4)


def rewrite_candidates(segments: Iterable[Segment]) -> list[Segment]:
    """Return a segment to be written anew alone, without the stories that it has lost."""
    return [segment for segment in segments if segment.deleted][:1]


def _alike(segments: Iterable[Segment], limits: Sequence[int], enough: int) -> list[Segment]:
    """Return segments of one size, enough of them to become one, together not too great."""
    sizes = {segment: segment.count - len(segment.deleted) for segment in segments}
    for least, most in pairwise(limits):
        found = [segment for segment, size in sizes.items() if least <= size < most]
        if len(found) >= enough:
            return _together(sorted(found, key=lambda one: (one.newest, sizes[one])), sizes)
    return []


def _together(segments: list[Segment], sizes: dict[Segment, int]) -> list[Segment]:
    """Return the first of them that are not too great together, if these are several."""
    chosen: list[Segment] = []
    stories = 0
    for segment in segments:
        stories += sizes[segment]
        if stories > MERGED_AT_MOST:
            break
        chosen.append(segment)
    return chosen if len(chosen) > 1 else []


def _builder_of(stories: Sequence[IndexDocument]) -> SegmentBuilder | BulkBuilder:
    """Return what gathers the terms of so many stories; either makes the same segment."""
    if len(stories) < _MANY:
        return SegmentBuilder()
    try:
        with one_thread():
            from reader.index.write.bulk_builder import BulkBuilder
            from reader.index.write.token_keys import have_keys
    except (ImportError, RuntimeError):  # an old processor may be one that NumPy does not know
        return SegmentBuilder()
    return BulkBuilder() if have_keys(stories) else SegmentBuilder()


def _age(story: IndexDocument) -> tuple[int, int]:
    return epoch_seconds(story.published), story.id
