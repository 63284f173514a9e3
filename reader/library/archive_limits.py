"""Drops the oldest stories beyond the limits of their source, never a marked one; and vacuums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from reader.cluster.clustering import cluster_leads, remaining_edits
from reader.library.ingest.pipeline import IMPORTS, PAGES, PIPE, SAMPLES
from reader.model import OnProgress, Progress, Retention, Source
from reader.model.construction import frozen
from reader.model.retention import KEEP_ALL
from reader.store import Store
from reader.store.vacuum import VacuumTable, folder_size

if TYPE_CHECKING:
    from reader.library import Library

BATCH = 500  # stories that are dropped at once
BROUGHT = (PIPE, IMPORTS, PAGES, SAMPLES)  # what a person brought stays unless told otherwise


@frozen
class DroppedStories:
    """How many stories of a source went."""

    source: Source
    stories: int

    @property
    def sentence(self) -> str:
        """The same for the user."""
        return f"{self.source.title or self.source.location}: {dropped_sentence(self.stories)}"


@frozen
class ArchiveSize:
    """The bytes that a library takes."""

    database: int
    index: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.database + self.index


@frozen
class VacuumResult:
    """What went, and the room before and after."""

    dropped: tuple[DroppedStories, ...]
    before: ArchiveSize
    after: ArchiveSize

    @property
    def stories(self) -> int:
        """How many stories went."""
        return sum(one.stories for one in self.dropped)

    @property
    def freed_bytes(self) -> int:
        """The bytes that are free now."""
        return max(0, self.before.total - self.after.total)


def vacuum_library(library: Library, on_progress: OnProgress) -> VacuumResult:
    """Drop what is beyond its limits, and give back the room that it took.

    Raises:
        StoreError: the database cannot be written, or another newsreader is adding stories.
    """
    before = _room(library)
    with library.writer_lock():
        gone = tuple(
            drop_expired(
                library.store, library.settings().retention, library.clock.now(), on_progress
            )
        )
    library.update_index(on_progress)
    on_progress(Progress("Tidying the index", 0, 0))
    library.squeeze_index()
    library.tidy_index()
    on_progress(Progress("Tidying the database", 0, 0))
    with library.writer_lock():
        VacuumTable(library.store.database).squeeze()
    return VacuumResult(gone, before, _room(library))


def _room(library: Library) -> ArchiveSize:
    """Return the bytes that a library takes now."""
    return ArchiveSize(
        VacuumTable(library.store.database).size(), folder_size(library.folders.cache / "index")
    )


def drop_expired(
    store: Store, usual: Retention, now: datetime, on_progress: OnProgress
) -> Iterator[DroppedStories]:
    """Drop what lies beyond the limits of each source; what that was, where it was anything.

    What another source has too stays as long as that one keeps everything. Killed meanwhile, every
    story is either there or gone, and the rest goes the next time.
    """
    limits = {
        one: _limits_of(one, usual) for one in (*store.sources.all(), *store.sources.unsubscribed())
    }
    keeping = [source.id for source, limit in limits.items() if not limit.limited]
    limited = [source for source, limit in limits.items() if limit.limited]
    for source in limited:
        beyond = store.expired_stories.ids_beyond_limits(source.id, limits[source], now)
        if gone := sum(_in_batches(store, beyond, keeping, on_progress)):
            yield DroppedStories(source, gone)


def _in_batches(
    store: Store, beyond: Sequence[int], keeping: Sequence[int], on_progress: OnProgress
) -> Iterator[int]:
    """Drop stories a batch at a time; how many each time, without those that have been marked."""
    for at in range(0, len(beyond), BATCH):
        on_progress(Progress("Dropping", at, len(beyond)))
        yield drop_stories(store, list(beyond[at : at + BATCH]), keeping)


def _limits_of(source: Source, usual: Retention) -> Retention:
    """Return how much of a source is kept."""
    if source.keep is not None:
        return source.keep
    return KEEP_ALL if source.location in BROUGHT else usual


def drop_stories(store: Store, ids: list[int], keeping: Sequence[int] = ()) -> int:
    """Drop those of some stories that nobody has marked meanwhile; how many that were.

    None goes that a source has which is `keeping` all.
    """
    with store.database.batch():
        wanted = store.expired_stories.ids_elsewhere(ids, keeping)
        free = store.expired_stories.unmarked_ids(one for one in ids if one not in wanted)
        rest = remaining_edits(store.events.members_with_any(free), set(free))
        store.expired_stories.drop_stories(free)
        store.events.put_rest(rest, cluster_leads(rest))
    return len(free)


def dropped_sentence(stories: int) -> str:
    """Return how many stories went, for the user."""
    return f"{stories:,} old {'story' if stories == 1 else 'stories'} dropped"
