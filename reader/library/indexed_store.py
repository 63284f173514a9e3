"""A library's index: opened, brought up to date with the store, made anew where it must be."""

from __future__ import annotations

from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader import config
from reader.config import Folders, Settings
from reader.library.recovery.bring_level import renew_files
from reader.model import BrokenIndexError, OnProgress, Progress, Story
from reader.store import Store
from reader.store.moments import moment_of
from reader.store.tables.stories import IndexRow
from reader.store.writer_lock import OnWait, writer_lock

if TYPE_CHECKING:  # takes long to import, and the screen never searches itself
    from reader.index.index import Index, IndexDocument
    from reader.model import MoreLikeThis

AHEAD = "the index knows stories that the database has lost"
BATCH = 8_000  # stories in one commit of the index: as many as a segment is merged to


def ignore_progress(_: Progress) -> None:
    """Tell nobody about progress."""


class IndexedStore:
    """What knows a store, and the index that is made of it."""

    def __init__(self, store: Store, folders: Folders) -> None:
        self.store = store
        self.folders = folders
        self.on_wait: OnWait | None = None  # is told of waiting for somebody who adds stories

    def writer_lock(self) -> AbstractContextManager[int]:
        """Return the lock by which one process at a time adds stories.

        Raises:
            StoreError: there can be none, or another process held it for too long.
        """
        return writer_lock(self.folders.data, self.on_wait)

    def settings(self) -> Settings:
        """Return what the person chose."""
        return config.read_settings(self.folders.config)

    def open_index(self) -> Index:
        """Return the index of this library, to be closed by who asks for it.

        Raises:
            BrokenIndexError: it is missing, broken or foreign; `update_index` makes it anew.
        """
        from reader.index.index import Index

        folder, store = self.folders.cache / "index", self.store.database.meta("store")
        index = Index.open(folder, store, self.settings().half_life)
        if index.revision > self.store.stories.revision():
            index.close()
            raise BrokenIndexError(f"{folder}: {AHEAD}")
        return index

    def renew_after_loss(self) -> None:
        """Have what was made of a database that has lost its latest stories be made anew.

        Call it before more stories come: they get the numbers of those that were lost.
        """
        from reader.index.format.manifest import read_manifest

        folder, store = self.folders.cache / "index", self.store.database.meta("store")
        try:
            reached = read_manifest(folder, store).revision
        except BrokenIndexError:
            return
        if reached > self.store.stories.revision():
            renew_files(self.store, self.folders.data)

    def empty_damaged_index(self) -> None:
        """Empty the index if it is still damaged now; `update_index` fills it again."""
        with self.writer_lock():
            try:
                with closing(self.open_index()) as index:
                    index.check()
            except BrokenIndexError:
                self._make_index().close()

    def count_unindexed(self) -> int:
        """Count the stories that the index does not know yet, or holds although dropped."""
        try:
            with closing(self.open_index()) as index:
                revision = index.revision
        except BrokenIndexError:
            revision = 0
        return self.store.stories.count_after(revision)[0]

    def is_index_current(self) -> bool:
        """Tell whether the index says that it is up to date; it is not opened for that."""
        from reader.index.format.manifest import read_manifest, verify_sizes

        folder = self.folders.cache / "index"
        try:
            stamp = read_manifest(folder, self.store.database.meta("store"))
            verify_sizes(folder, stamp.files)
        except BrokenIndexError:
            return False
        return not self.store.stories.count_after(stamp.revision)[0]

    def update_index(self, on_progress: OnProgress = ignore_progress, anew: bool = False) -> int:
        """Bring the index up to date, made anew where it must be; how many stories went in."""
        with (
            self.writer_lock(),
            closing(self._make_index() if anew else self.open_or_make_index()) as index,
        ):
            return self._update(index, on_progress)

    def tidy_index(self) -> None:
        """Make few segments of many, so that searching stays quick; may be killed at any time."""
        with self.writer_lock(), closing(self.open_or_make_index()) as index:
            while index.tidy():
                pass

    def squeeze_index(self) -> None:
        """Write anew what of the index still holds stories that were dropped."""
        with self.writer_lock(), closing(self.open_or_make_index()) as index:
            while index.squeeze():
                pass

    def open_or_rebuild_index(self) -> Index:
        """Return the index, built anew of all stories where it is broken."""
        try:
            return self.open_index()
        except BrokenIndexError:
            self.update_index(anew=True)
            return self.open_index()

    def open_or_make_index(self) -> Index:
        """Return the index, an empty one where it is broken; for who holds the right to add."""
        try:
            return self.open_index()
        except BrokenIndexError:
            return self._make_index()

    def _make_index(self) -> Index:
        from reader.index.index import Index

        return Index.create(self.folders.cache / "index", self.store.database.meta("store"))

    def _update(self, index: Index, on_progress: OnProgress) -> int:
        total, newest = (
            self.store.stories.count_after(index.revision)[0],
            self.store.expired_stories.last_revision(),
        )
        gone = done = self.forget_dropped(index)
        on_progress(Progress("Indexing", done, total))
        while more := self.index_next(index):
            done += more
            on_progress(Progress("Indexing", done, total))
        if newest > index.revision:
            index.add((), newest)
        return done - gone

    def index_next(self, index: Index) -> int:
        """Index the stories that were saved next; how many, 0 when all are known."""
        kept = self.store.stories.index_rows_after(index.revision, BATCH)
        if kept:
            index.add([_index_document_of(story) for story in kept], kept[-1].revision)
        return len(kept)

    def forget_dropped(self, index: Index) -> int:
        """Have the index forget what was dropped, before it learns more; how many stories."""
        gone = self.store.expired_stories.dropped_after(index.revision)
        if gone and index.revision:  # an index that is made anew has never known them
            index.remove(frozenset(gone))
        return len(gone)


def _index_document_of(row: IndexRow) -> IndexDocument:
    """Return a story as the index takes it."""
    from reader.index.index import IndexDocument

    published = moment_of(row.published)
    return IndexDocument(
        row.id,
        row.headline,
        searched_text(row),
        row.outlet,
        row.byline,
        published,
        row.source_id,
        row.language,
    )


def searched_text(story: IndexRow | Story) -> str:
    """Return what is searched as the text of a story: its deck as well."""
    return (
        f"{story.deck}\n\n{story.text}" if story.deck and story.text else story.deck or story.text
    )


_ANY = datetime.fromtimestamp(0, UTC)  # when a story was says nothing about what it tells


def distinguishing_terms(index: Index, story: Story) -> MoreLikeThis:
    """Return what tells a story from all others."""
    from reader.index.index import IndexDocument

    asked = IndexDocument(
        story.id,
        story.headline,
        searched_text(story),
        story.outlet,
        story.byline,
        _ANY,
        0,
        story.language,
    )
    return index.more_like_this(asked)
