"""An index in a folder: opened or made, added to, searched."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from reader.index.format.index_errors import DAMAGE, BusyIndexError, index_errors
from reader.index.format.manifest import (
    Manifest,
    SegmentRecord,
    checksums,
    claim_folder,
    read_manifest,
    sync_folder,
    verify_checksums,
    verify_sizes,
    write_manifest,
)
from reader.index.format.open_files import IndexFiles, contents_name, latest_generation
from reader.index.format.schema import IndexDocument
from reader.index.format.segment import LookupKey, Segment
from reader.index.gc_control import gc_paused
from reader.index.search.ranking import HALF_LIFE, Ranking
from reader.index.search.search_request import (
    HitOrder,
    SearchRequest,
    StaleSearch,
    raise_if_stale,
)
from reader.index.search.search_run import run_search
from reader.index.search.term_lookup import LruBytes
from reader.model import BrokenIndexError, Hits, MoreLikeThis, Part
from reader.model.construction import replace

if TYPE_CHECKING:  # who searches does not write, and needs no Whoosh for that
    from reader.index.format.storage import Storage
    from reader.index.write.segment_writer import SegmentWriter

__all__ = ["BusyIndexError", "HitOrder", "Index", "IndexDocument", "SearchRequest", "StaleSearch"]

_TRIES = 20  # another process may commit while this one opens
_KEPT = 16 << 20  # bytes of what was read lately


class Index:
    """The words of all stories, in a folder that holds nothing which the store does not."""

    def __init__(self, folder: Path, store: str, half_life: int = HALF_LIFE) -> None:
        self._folder = folder
        self._half_life = half_life
        self._store = store
        self._files = IndexFiles(folder)
        self._segments: list[Segment] = []
        self._ranking = Ranking([])
        self._kept = LruBytes(_KEPT)
        self._generation = -1
        self._stamp = Manifest(store, "")

    @classmethod
    def open(cls, folder: str | Path, store_id: str, half_life: int = HALF_LIFE) -> Self:
        """Open the index of a store; BrokenIndexError when it must be built again.

        `half_life` is the days in which what newness is worth halves.
        """
        index = cls(Path(folder), store_id, half_life)
        index.refresh()
        return index

    @classmethod
    def create(cls, folder: str | Path, store_id: str) -> Self:
        """Make an empty index, in the place of whatever index is there."""
        from reader.index.format.whoosh_contents import create_contents, wipe_index

        path = Path(folder)
        claim_folder(path)
        with _writing(path) as storage:
            wipe_index(path)
            create_contents(storage)
            files = checksums(path, [contents_name(0)], {})
            stamp = Manifest(store_id, os.urandom(8).hex(), files=files, segments=())
            write_manifest(path, stamp)
        return cls.open(path, store_id)

    @property
    def revision(self) -> int:
        """The highest revision of the store that is indexed."""
        return self._stamp.revision

    def __len__(self) -> int:
        return sum(segment.count - len(segment.deleted) for segment in self._segments)

    def ids(self) -> set[int]:
        """Return the stories that it holds."""
        return {
            story
            for segment in self._segments
            for document, story in enumerate(segment.ids)
            if document not in segment.deleted
        }

    def close(self) -> None:
        """Let go of the files."""
        self._files.release()
        self._segments = []
        self._kept.clear()
        self._generation = -1

    def refresh(self) -> bool:
        """See what was committed since; whether anything was."""
        with index_errors(self._folder):
            stamp = read_manifest(self._folder, self._store)
            on_disk = latest_generation(self._folder)
            if (stamp.made, on_disk) == (self._stamp.made, self._generation):
                self._stamp = stamp
                return False
            self._read_patiently()
            return True

    def check(self, stale: Callable[[], bool] = lambda: False) -> None:
        """Read every byte; BrokenIndexError when one is not as written. For when nobody waits."""
        if self._stamp.generation == self._generation:
            with index_errors(self._folder):
                verify_checksums(self._folder, self._stamp.files, partial(raise_if_stale, stale))

    def add(self, batch: Sequence[IndexDocument], revision: int) -> None:
        """Index stories, each in the place of its former self, up to a revision of the store."""
        stories = {story.id: story for story in batch}
        self._write(tuple(stories.values()), stories, revision)

    def remove(self, ids: Collection[int]) -> None:
        """Forget stories."""
        self._write((), ids, None)

    def tidy(self) -> bool:
        """Merge some segments, which takes seconds at most; whether there were any to merge.

        Killed meanwhile, the index stays as it was. For when nobody waits.
        """
        from reader.index.write.segment_writer import idle_merge

        return self._merge_chosen(idle_merge)

    def squeeze(self) -> bool:
        """Write a segment that holds forgotten stories anew; whether there was any. As above."""
        from reader.index.write.segment_writer import rewrite_candidates

        return self._merge_chosen(rewrite_candidates)

    def search(self, request: SearchRequest) -> Hits:
        """Return the best or newest stories that a part finds, and how many it finds in all.

        Raises:
            StaleSearch: the answer is no longer wanted.
        """
        with index_errors(self._folder):
            return run_search(self._segments, self._ranking, request, self._kept)

    def more_like_this(self, story: IndexDocument) -> MoreLikeThis:
        """Return what tells a story from all others: the part that finds stories like it."""
        from reader.index.search.more_like_this import more_like_this

        with index_errors(self._folder):
            return more_like_this(story, self._segments, self._ranking)

    def suggest_words(self, part: Part, stale: Callable[[], bool]) -> dict[str, str]:
        """Suggest for words of a query that are in no story, words that may have been meant."""
        from reader.index.search.suggestions import suggest_words

        with index_errors(self._folder):
            return dict(suggest_words(part, self._segments, partial(raise_if_stale, stale)))

    def _read_patiently(self, tries: int = _TRIES) -> None:
        before = latest_generation(self._folder)
        try:
            self._read_segments()
        except (BrokenIndexError, *DAMAGE):
            if tries == 1 or latest_generation(self._folder) == before:
                self.close()
                raise
            self._read_patiently(tries - 1)

    def _read_segments(self) -> None:
        stamp = read_manifest(self._folder, self._store)
        generation = latest_generation(self._folder)
        self._check_at_once(stamp, generation)
        self._files.expect(stamp.files if generation == stamp.generation else {})
        known = {segment.key: segment for segment in self._segments}
        self._segments = [
            self._open_segment(one, known) for one in self._records(stamp, generation)
        ]
        for segment in known.values():
            segment.close()
        self._files.forget()
        self._ranking = Ranking(self._segments, self._half_life)
        self._stamp, self._generation = stamp, generation

    def _records(self, stamp: Manifest, generation: int) -> tuple[SegmentRecord, ...]:
        """Return which segments there are.

        The stamp says it, but for one of old, or where a commit was killed before it was stamped.
        """
        if stamp.segments is not None and stamp.generation == generation:
            return stamp.segments
        from reader.index.format.whoosh_contents import read_contents

        return read_contents(self._folder, generation)

    def _open_segment(self, record: SegmentRecord, known: dict[LookupKey, Segment]) -> Segment:
        """Return a segment, which is read once only: those that did not change stay open."""
        key = record.name, record.deleted_documents()
        return known.pop(key, None) or Segment(self._files, record)

    def _check_at_once(self, stamp: Manifest, generation: int) -> None:
        """Check that all files are there, and that the table of contents is whole."""
        if generation < stamp.generation:
            raise BrokenIndexError(f"{self._folder}: the index's table of contents is gone")
        if generation == stamp.generation:
            verify_sizes(self._folder, stamp.files)
            name = contents_name(generation)
            contents = {name: stamp.files[name]} if name in stamp.files else {}
            verify_checksums(self._folder, contents, lambda: None)

    def _write(
        self, stories: Sequence[IndexDocument], gone: Collection[int], revision: int | None
    ) -> None:
        """Commit, then stamp: killed in between, the same is written once more."""
        from reader.index.write.segment_writer import small_merge

        with gc_paused(), _writing(self._folder) as storage:
            self.refresh()
            if gone:
                self._stamp_index(self._commit(storage, partial(self._change, stories, gone)))
            reached = self._stamp.revision if revision is None else revision
            self._stamp_index(replace(self._stamp, revision=reached))
            self.refresh()
            while self._merge_segments(storage, small_merge(self._segments)):
                pass

    def _merge_chosen(self, chosen: Callable[[Sequence[Segment]], list[Segment]]) -> bool:
        with gc_paused(), _writing(self._folder) as storage:
            self.refresh()
            return self._merge_segments(storage, chosen(self._segments))

    def _merge_segments(self, storage: Storage, segments: Sequence[Segment]) -> bool:
        """Put one segment in the place of some; whether there were any."""
        from reader.index.write.segment_writer import SegmentWriter

        if segments:
            self._stamp_index(
                self._commit(storage, partial(SegmentWriter.merge, segments=segments))
            )
            self.refresh()
        return bool(segments)

    def _commit(self, storage: Storage, change: Callable[[SegmentWriter], None]) -> Manifest:
        from reader.index.write.segment_writer import SegmentWriter

        writer = SegmentWriter(storage)
        change(writer)
        writer.finish()
        sync_folder(self._folder)
        names = [contents_name(writer.generation), *writer.files()]
        files = checksums(self._folder, names, self._stamp.files)
        return replace(
            self._stamp, generation=writer.generation, files=files, segments=writer.records()
        )

    def _change(
        self, stories: Sequence[IndexDocument], gone: Collection[int], writer: SegmentWriter
    ) -> None:
        before = 0
        for segment in self._segments:
            for document, story in enumerate(segment.ids):
                if story in gone:
                    writer.delete_document(before + document)
            before += segment.count
        writer.add_stories(stories)

    def _stamp_index(self, stamp: Manifest) -> None:
        if stamp != self._stamp:
            write_manifest(self._folder, stamp)
            self._stamp = stamp


@contextmanager
def _writing(folder: Path) -> Iterator[Storage]:
    """Keep every other process from writing in a folder, and say what Whoosh fails in."""
    from reader.index.format.storage import Storage
    from reader.index.format.whoosh_contents import whoosh_errors

    with index_errors(folder), whoosh_errors(), Storage(folder) as storage, storage.locked():
        yield storage
