"""Limits in, what lies beyond them out of the library: the oldest stories, never a marked one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from reader.cluster.clustering import leads, remaining
from reader.library.ingest.pipeline import IMPORTS, PAGES, PIPE, SAMPLES
from reader.model import Progress, Retention, Source
from reader.model.retention import KEEP_ALL
from reader.store import Store
from reader.store.vacuum import VacuumTable, size_of
from reader.store.writer_lock import adding

if TYPE_CHECKING:
    from reader.library import Library

Told = Callable[[Progress], None]
BATCH = 500  # stories that are dropped at once
BROUGHT = (PIPE, IMPORTS, PAGES, SAMPLES)  # what a person brought stays unless told otherwise


@dataclass(frozen=True, slots=True)
class Dropped:
    """How many stories of a source went."""

    source: Source
    stories: int

    @property
    def said(self) -> str:
        """The same for the user."""
        return f"{self.source.title or self.source.location}: {sentence(self.stories)}"


@dataclass(frozen=True, slots=True)
class Room:
    """The bytes that a library takes."""

    database: int
    index: int

    @property
    def both(self) -> int:
        """All of it."""
        return self.database + self.index


@dataclass(frozen=True, slots=True)
class Vacuumed:
    """What went, and the room before and after."""

    dropped: tuple[Dropped, ...]
    before: Room
    after: Room

    @property
    def stories(self) -> int:
        """How many stories went."""
        return sum(one.stories for one in self.dropped)

    @property
    def won(self) -> int:
        """The bytes that are free now."""
        return max(0, self.before.both - self.after.both)


def vacuumed(library: Library, told: Told) -> Vacuumed:
    """Drop what is beyond its limits, and give back the room that it took.

    Raises:
        StoreError: the database cannot be written, or another newsreader is adding stories.
    """
    before = room(library)
    with adding(library.places.data):
        gone = tuple(
            dropped(library.store, library.settings().retention, library.clock.now(), told)
        )
    library.update_index(told)
    told(Progress("Tidying the index", 0, 0))
    library.squeeze_index()
    library.tidy_index()
    told(Progress("Tidying the database", 0, 0))
    with adding(library.places.data):
        VacuumTable(library.store.database).squeeze()
    return Vacuumed(gone, before, room(library))


def room(library: Library) -> Room:
    """The bytes that a library takes now."""
    return Room(VacuumTable(library.store.database).size(), size_of(library.places.cache / "index"))


def dropped(store: Store, usual: Retention, now: datetime, told: Told) -> Iterator[Dropped]:
    """Drop what lies beyond the limits of each source; what that was, where it was anything.

    What another source has too stays as long as that one keeps everything. Killed meanwhile, every
    story is either there or gone, and the rest goes the next time.
    """
    limits = {one: limits_of(one, usual) for one in (*store.sources.all(), *store.sources.left())}
    keeping = [source.id for source, limit in limits.items() if not limit.limited]
    limited = [source for source, limit in limits.items() if limit.limited]
    for source in limited:
        beyond = store.retention.beyond(source.id, limits[source], now)
        if gone := sum(in_batches(store, beyond, keeping, told)):
            yield Dropped(source, gone)


def in_batches(
    store: Store, beyond: Sequence[int], keeping: Sequence[int], told: Told
) -> Iterator[int]:
    """Drop stories a batch at a time; how many each time, without those that have been marked."""
    for at in range(0, len(beyond), BATCH):
        told(Progress("Dropping", at, len(beyond)))
        yield drop(store, list(beyond[at : at + BATCH]), keeping)


def limits_of(source: Source, usual: Retention) -> Retention:
    """How much of a source is kept."""
    if source.keep is not None:
        return source.keep
    return KEEP_ALL if source.location in BROUGHT else usual


def drop(store: Store, ids: list[int], keeping: Sequence[int] = ()) -> int:
    """Drop those of some stories that nobody has marked meanwhile; how many that were.

    None goes that a source has which is `keeping` all.
    """
    with store.database.batch():
        wanted = store.retention.wanted(ids, keeping)
        free = store.retention.free(one for one in ids if one not in wanted)
        rest = remaining(store.events.with_some(free), set(free))
        store.retention.drop(free)
        store.events.put_rest(rest, leads(rest))
    return len(free)


def sentence(stories: int) -> str:
    """How many stories went, for the user."""
    return f"{stories:,} old {'story' if stories == 1 else 'stories'} dropped"
