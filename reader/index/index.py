"""An index in a folder: opened or made, added to, searched."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from reader.index.format.index_errors import DAMAGE, BusyIndexError, index_errors
from reader.index.format.manifest import (
    FILE,
    Manifest,
    checksums,
    claim_folder,
    read_manifest,
    sync_folder,
    verify_checksums,
    verify_sizes,
    write_manifest,
)
from reader.index.format.schema import NAME, SCHEMA, IndexDocument
from reader.index.format.segment import LookupKey, Segment
from reader.index.format.storage import Storage
from reader.index.format.whoosh_api import TOC, FileIndex
from reader.index.gc_control import gc_paused
from reader.index.search.more_like_this import more_like_this
from reader.index.search.ranking import HALF_LIFE, Ranking
from reader.index.search.search_request import (
    HitOrder,
    SearchRequest,
    Sets,
    StaleSearch,
    never_stale,
)
from reader.index.search.search_run import run_search
from reader.index.search.suggestions import suggest_words
from reader.index.search.term_lookup import LruBytes
from reader.model import BrokenIndexError, Hits, MoreLikeThis, Part
from reader.model.construction import replace

if TYPE_CHECKING:  # who searches does not write
    from reader.index.write.segment_writer import SegmentWriter

__all__ = ["BusyIndexError", "HitOrder", "Index", "IndexDocument", "StaleSearch"]

_OURS = re.compile(rf"_{NAME}_.*|{NAME}_(?!WRITELOCK$).*|{NAME}\.tmp|{re.escape(FILE)}.*")
_TRIES = 20  # another process may commit while this one opens
_READ_AT_ONCE = (".toc", ".col")  # the others carry a checksum in each piece
_KEPT = 16 << 20  # bytes of what was read lately


class Index:
    """The words of all stories, in a folder that holds nothing which the store does not."""

    def __init__(self, folder: Path, store: str, half_life: int = HALF_LIFE) -> None:
        self._folder = folder
        self._half_life = half_life
        self._store = store
        self._storage = Storage(folder)
        self._segments: list[Segment] = []
        self._ranking = Ranking([])
        self._kept = LruBytes(_KEPT)
        self._checked: set[str] = set()  # names of files that were whole
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
        path = Path(folder)
        claim_folder(path)
        with index_errors(path), Storage(path) as storage, storage.locked():
            _wipe(path)
            FileIndex.create(storage, SCHEMA, NAME)
            files = checksums(path, [_toc(0)], {})
            write_manifest(path, Manifest(store_id, os.urandom(8).hex(), files=files))
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
        self._storage.release()
        self._segments = []
        self._kept.clear()
        self._checked.clear()
        self._generation = -1

    def refresh(self) -> bool:
        """See what was committed since; whether anything was."""
        with index_errors(self._folder):
            stamp = read_manifest(self._folder, self._store)
            if (stamp.made, self._on_disk()) == (self._stamp.made, self._generation):
                self._stamp = stamp
                return False
            self._read_patiently()
            return True

    def check(self, stale: Callable[[], bool] = lambda: False) -> None:
        """Read every byte; BrokenIndexError when one is not as written. For when nobody waits."""
        if self._stamp.generation == self._generation:
            with index_errors(self._folder):
                verify_checksums(self._folder, self._stamp.files, partial(never_stale, stale))

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

        return self._tidied(idle_merge)

    def squeeze(self) -> bool:
        """Write a segment that holds forgotten stories anew; whether there was any. As above."""
        from reader.index.write.segment_writer import rewrite_candidates

        return self._tidied(rewrite_candidates)

    def search(  # noqa: PLR0913 - each says one thing, and all vary from call to call
        self,
        part: Part,
        sets: Sets,
        order: HitOrder,
        limit: int,
        stale: Callable[[], bool],
        *,
        typing: bool = False,
    ) -> Hits:
        """Return the best or newest stories that a part finds, and how many it finds in all.

        `sets` answers the parts that only the store can: ids of stories, and for Within ids of
        sources. With `typing` the beginnings of words stand for fewer words, and `exact` is False
        when there would have been more. Raises Stale soon after `stale` says so.
        """
        with index_errors(self._folder):
            question = SearchRequest(part, sets, order, limit, stale, typing)
            return run_search(self._segments, self._ranking, question, self._kept)

    def search_first(  # noqa: PLR0913 - as above
        self,
        part: Part,
        sets: Sets,
        order: HitOrder,
        limit: int,
        stale: Callable[[], bool],
        *,
        typing: bool = False,
    ) -> Hits:
        """Return same page as `search`, as soon as no older story can change it; then not exact."""
        with index_errors(self._folder):
            question = SearchRequest(part, sets, order, limit, stale, typing, is_first=True)
            return run_search(self._segments, self._ranking, question, self._kept)

    def telling(self, story: IndexDocument) -> MoreLikeThis:
        """Return what tells a story from all others: the part that finds stories like it."""
        with index_errors(self._folder):
            return more_like_this(story, self._segments, self._ranking)

    def suggestions(self, part: Part, stale: Callable[[], bool]) -> dict[str, str]:
        """Suggest for words of a query that are in no story, words that may have been meant."""
        with index_errors(self._folder):
            return dict(suggest_words(part, self._segments, partial(never_stale, stale)))

    @contextmanager
    def _writing(self) -> Iterator[Storage]:
        with index_errors(self._folder), Storage(self._folder) as storage, storage.locked():
            yield storage

    def _on_disk(self) -> int:
        return int(TOC._latest_generation(self._storage, NAME))

    def _read_patiently(self, tries: int = _TRIES) -> None:
        before = self._on_disk()
        try:
            self._read()
        except (BrokenIndexError, *DAMAGE):
            if tries == 1 or self._on_disk() == before:
                self.close()
                raise
            self._read_patiently(tries - 1)

    def _read(self) -> None:
        stamp = read_manifest(self._folder, self._store)
        generation = self._on_disk()
        self._check_at_once(stamp, generation)
        toc = TOC.read(self._storage, NAME, gen=generation, schema=SCHEMA)
        known = {segment.key: segment for segment in self._segments}
        self._segments = [self._opened(segment, known) for segment in toc.segments]
        for segment in known.values():
            segment.close()
        self._storage.forget()
        self._ranking = Ranking(self._segments, self._half_life)
        self._stamp, self._generation = stamp, generation

    def _opened(self, written: Any, known: dict[LookupKey, Segment]) -> Segment:
        """Return a segment, which is read once only: those that did not change stay open."""
        key = written.segment_id(), frozenset(written.deleted_docs())
        return known.pop(key, None) or Segment(self._storage, written)

    def _check_at_once(self, stamp: Manifest, generation: int) -> None:
        """Check that all files are there, and that those are whole which are read now."""
        if generation < stamp.generation:
            raise BrokenIndexError(f"{self._folder}: the index's table of contents is gone")
        if generation == stamp.generation:
            verify_sizes(self._folder, stamp.files)
            read = {name for name in stamp.files if name.endswith(_READ_AT_ONCE)} - self._checked
            verify_checksums(self._folder, {name: stamp.files[name] for name in read}, lambda: None)
            self._checked |= read

    def _write(
        self, stories: Sequence[IndexDocument], gone: Collection[int], revision: int | None
    ) -> None:
        """Commit, then stamp: killed in between, the same is written once more."""
        from reader.index.write.segment_writer import small_merge

        with gc_paused(), self._writing() as storage:
            self.refresh()
            if gone:
                self._stamped(self._committed(storage, partial(self._change, stories, gone)))
            reached = self._stamp.revision if revision is None else revision
            self._stamped(replace(self._stamp, revision=reached))
            self.refresh()
            while self._merged(storage, small_merge(self._segments)):
                pass

    def _tidied(self, chosen: Callable[[Sequence[Segment]], list[Segment]]) -> bool:
        with gc_paused(), self._writing() as storage:
            self.refresh()
            return self._merged(storage, chosen(self._segments))

    def _merged(self, storage: Storage, segments: Sequence[Segment]) -> bool:
        """Put one segment in the place of some; whether there were any."""
        from reader.index.write.segment_writer import SegmentWriter

        if segments:
            self._stamped(self._committed(storage, partial(SegmentWriter.merge, segments=segments)))
            self.refresh()
        return bool(segments)

    def _committed(self, storage: Storage, change: Callable[[SegmentWriter], None]) -> Manifest:
        from reader.index.write.segment_writer import SegmentWriter

        writer = SegmentWriter(FileIndex(storage, SCHEMA, NAME))
        change(writer)
        writer.finish()
        sync_folder(self._folder)
        names = [_toc(writer.generation), *writer.files()]
        files = checksums(self._folder, names, self._stamp.files)
        return replace(self._stamp, generation=writer.generation, files=files)

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

    def _stamped(self, stamp: Manifest) -> None:
        if stamp != self._stamp:
            write_manifest(self._folder, stamp)
            self._stamp = stamp


def _toc(generation: int) -> str:
    return str(TOC._filename(NAME, generation))


def _wipe(folder: Path) -> None:
    """Remove what an index consists of, its stamp first, and nothing else."""
    ours = [path for path in folder.iterdir() if _OURS.fullmatch(path.name)]
    for path in sorted(ours, key=lambda path: path.name != FILE):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
