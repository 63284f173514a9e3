"""The writer lock for ingest, with what an older database lacks filled in first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.library import Library

BATCH = 500  # stories between which somebody else may write


@contextmanager
def ingest_lock(library: Library) -> Iterator[int]:
    """Be the one that adds stories; the descriptor by which another process can be it too.

    Those of an older database get what copies are known by, and how long they are, once; cut off,
    it goes on later.
    Stories whose date has come are given their place by it.
    """
    with library.writer_lock() as lock:
        library.renew_after_loss()
        while library.store.copies.last_without_keys():
            library.store.copies.add_dedup_keys(BATCH)
        while library.store.reading_lengths.measure_next(BATCH):
            pass
        library.store.stories.settle_dates(int(library.clock.now().timestamp()))
        yield lock
        if library.store.rules.active_rules():  # which may have bookmarked or tagged what has come
            library.copy_marks()
