"""An index in a folder: opened or made, added to, searched."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, Self

from reader.index.damage import DAMAGE, BusyIndexError, whole
from reader.index.engine import TOC, FileIndex
from reader.index.finding import Finder, Sets, useful
from reader.index.ranking import Key, Ranking, newest, together
from reader.index.schema import NAME, SCHEMA, Indexed
from reader.index.segment import Segment
from reader.index.stamp import (
    FILE,
    Stamp,
    check_sizes,
    check_sums,
    own,
    read_stamp,
    sums,
    sync_folder,
    write_stamp,
)
from reader.index.storage import Storage
from reader.index.writing import Writer, merge_small
from reader.model import BrokenIndexError, Everything, Hits, Part

__all__ = ["BusyIndexError", "Index", "Indexed", "Order", "Stale"]

Order = Literal["best", "newest"]

_OURS = re.compile(rf"_?{NAME}_(?!WRITELOCK$).*|{re.escape(FILE)}.*")
_TRIES = 5  # another process may commit while this one opens


class Stale(Exception):  # noqa: N818 - nothing went wrong: somebody typed on
    """The answer to a search is no longer wanted."""


class Index:
    """The words of all stories, in a folder that holds nothing else worth keeping."""

    def __init__(self, folder: Path, store: str) -> None:
        self._folder = folder
        self._store = store
        self._storage = Storage(folder)
        self._segments: list[Segment] = []
        self._generation = -1
        self._stamp = Stamp(store, "")
        self._ranking = Ranking([])

    @classmethod
    def open(cls, folder: str | Path, store_id: str) -> Self:
        """Open the index of a store; BrokenIndexError when it must be built again."""
        index = cls(Path(folder), store_id)
        index.refresh()
        return index

    @classmethod
    def create(cls, folder: str | Path, store_id: str) -> Self:
        """Make an empty index, in the place of whatever index is there."""
        path = Path(folder)
        own(path)
        with whole(path), Storage(path) as storage, storage.locked():
            _wipe(path)
            FileIndex.create(storage, SCHEMA, NAME)
            write_stamp(path, Stamp(store_id, secrets.token_hex(8)))
        return cls.open(path, store_id)

    @property
    def revision(self) -> int:
        """The highest revision of the store that is indexed."""
        return self._stamp.revision

    def __len__(self) -> int:
        return sum(segment.count - len(segment.deleted) for segment in self._segments)

    def ids(self) -> set[int]:
        """The stories that it holds."""
        return {
            identity
            for segment in self._segments
            for number, identity in enumerate(segment.ids)
            if number not in segment.deleted
        }

    def close(self) -> None:
        """Let go of the files."""
        self._storage.close()
        self._segments = []
        self._generation = -1

    def refresh(self) -> bool:
        """Read anew what has changed on disk since; whether anything had."""
        with whole(self._folder):
            stamp = read_stamp(self._folder, self._store)
            same = (stamp.made, self._on_disk()) == (self._stamp.made, self._generation)
            if not same:
                self._read_anew()
            else:
                self._stamp = stamp
        return not same

    def check(self, stale: Callable[[], bool] = lambda: False) -> None:
        """Read every byte; BrokenIndexError when one is not as written. For when nobody waits."""
        if self._stamp.generation == self._generation:
            with whole(self._folder):
                check_sums(self._folder, self._stamp.files, _raising(stale))

    def add(self, batch: Sequence[Indexed], revision: int) -> None:
        """Index stories, each in the place of its former self, up to a revision of the store."""
        stories = {story.id: story for story in batch}
        with self._writing(revision, bool(stories)) as writer:
            self._drop(writer, stories)
            for story in stories.values():
                writer.add_story(story)

    def remove(self, ids: Collection[int]) -> None:
        """Forget stories."""
        with self._writing(self.revision, bool(ids)) as writer:
            self._drop(writer, ids)

    def search(
        self,
        part: Part,
        sets: Sets,
        order: Order,
        limit: int,
        stale: Callable[[], bool],
        *,
        typing: bool = False,
        is_first: bool = False,
    ) -> Hits:
        """The best or newest stories that a part finds, and how many it finds in all.

        `sets` answers the parts that only the store can: ids of stories, and for Within ids of
        sources. With `typing` the beginnings of words stand for fewer words. With `is_first` the
        count stops once the page is sure. Raises Stale soon after `stale` says so.
        """
        wanted = useful(part)
        between = _raising(stale)
        finder = Finder(
            self._segments, self._ranking, sets, scored=order == "best", typing=typing,
            between=between,
        )
        keys: list[Key] = []
        total, is_exact = 0, True
        with whole(self._folder):
            for segment in sorted(self._segments, key=lambda one: one.newest, reverse=True):
                if is_first and order == "newest" and _is_sure(keys, limit, segment):
                    is_exact = False
                    break
                found = finder.find(wanted or Everything(), segment)
                for document in segment.deleted:
                    found.pop(document, None)
                total += len(found)
                rank = self._ranking.best if order == "best" else newest
                keys = together(limit, keys, rank(segment, found, limit))
        ids = tuple(int(key[-1]) for key in keys)
        hint = finder.hint if wanted else "there is nothing to look for in these words"
        return Hits(ids, total, is_exact and not finder.is_cut, hint)

    def search_first(
        self,
        part: Part,
        sets: Sets,
        order: Order,
        limit: int,
        stale: Callable[[], bool],
        *,
        typing: bool = False,
    ) -> Hits:
        """The same page of stories as `search`, but as soon as it is sure; the total may be less."""
        return self.search(part, sets, order, limit, stale, typing=typing, is_first=True)

    def _on_disk(self) -> int:
        return int(TOC._latest_generation(self._storage, NAME))

    def _read_anew(self) -> None:
        for left in reversed(range(_TRIES)):
            before = self._on_disk()
            self.close()
            try:
                return self._read()
            except (BrokenIndexError, *DAMAGE):
                self.close()
                if not left or self._on_disk() == before:
                    raise

    def _read(self) -> None:
        stamp = read_stamp(self._folder, self._store)
        generation = self._on_disk()
        if generation < stamp.generation:
            raise BrokenIndexError(f"{self._folder}: the index's table of contents is gone")
        if generation == stamp.generation:
            check_sizes(self._folder, stamp.files)
            contents = {name: known for name, known in stamp.files.items() if name.endswith(".toc")}
            check_sums(self._folder, contents, lambda: None)
        self._storage = Storage(self._folder)
        toc = TOC.read(self._storage, NAME, gen=generation, schema=SCHEMA)
        self._segments = [Segment(self._storage, segment) for segment in toc.segments]
        self._ranking = Ranking(self._segments)
        self._stamp, self._generation = stamp, generation

    @contextmanager
    def _writing(self, revision: int, has_changes: bool) -> Iterator[Any]:
        """A writer whose work is committed, then stamped: killed in between, it is done again."""
        with whole(self._folder), Storage(self._folder) as storage, storage.locked():
            self.refresh()
            if has_changes:
                writer = Writer(FileIndex(storage, SCHEMA, NAME))
                yield writer
                writer.commit(mergetype=merge_small)
                sync_folder(self._folder)
            else:
                yield None
    ...
