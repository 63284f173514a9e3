"""A view in, the ids of its stories in their order out, all of them or one for each event.

Sorting a million stories takes SQLite a third of a second, so the order of all of them is kept in
memory, and between two starts in flat files in the cache.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from itertools import filterfalse
from pathlib import Path

from reader.clock import Clock
from reader.library.event_folding import Folds
from reader.library.id_cache import Flat
from reader.store import Store

NAME = "order.bin"
LEADS = "leads.bin"
# The views of which each row is a choice of its own: a bookmark never hides behind another story.
UNFOLDED = ("bookmarks", "events")


class Orders:
    """The orders of a library's stories."""

    def __init__(self, store: Store, cache: Path, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.everything = Flat(cache / NAME)
        self.leads = Flat(cache / LEADS)
        self._folds = Folds(store)

    def ids(self, view: str) -> array[int]:
        """The ids of the stories in a view, as `StoryTable.ids` has them."""
        if view not in ("all", "unread"):
            return self.store.stories.ids(view, zone_offset=self.clock.zone_offset())
        everything = self.everything.at(self.stamp(), lambda: self.store.stories.ids("all"))
        read = self.store.marks.marked("read") if view == "unread" else frozenset()
        if not read:
            return everything
        return array("q", filterfalse(read.__contains__, everything))

    def folded(self, view: str, ids: array[int]) -> array[int]:
        """The ids of a view with one story for each event: the newest full report among them."""
        if view in UNFOLDED:
            return ids
        folds = self.folds()
        if view == "all":
            stamp = f"{self.stamp()} {folds.grouping}"
            return self.leads.at(stamp, lambda: array("q", folds.folded(ids)))
        return array("q", folds.folded(ids)) if folds.following else ids

    def found(self, ids: Sequence[int]) -> tuple[int, ...]:
        """What a search found with one story for each event: the one that stands first."""
        return tuple(self.folds().ranked(ids))

    def folds(self) -> Folds:
        """Which story stands for which event, as it is now."""
        if self._folds.grouping != self.store.folds.grouping():
            self._folds = Folds(self.store)
        return self._folds

    def stamp(self) -> str:
        """What changes whenever a story comes, goes or gets another date."""
        meta, count = self.store.database.meta, self.store.stories.counts().all
        return f"{meta('store')} {meta('revision')} {count} {sys.byteorder}"

    def keep(self) -> None:
        """Write the orders down for the next start."""
        self.everything.keep()
        self.leads.keep()
