"""The ids of a view in their order, one row for each event or all, and a cache of them in a file.

Sorting a million stories takes SQLite a third of a second, so the order of all of them is kept in
memory, and between two starts in flat files in the cache.
"""

from __future__ import annotations

import os
import sys
import zlib
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import filterfalse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.clock import Clock
from reader.model.construction import frozen
from reader.store import Store
from reader.store.files.atomic_file import open_without_waiting, write_file
from reader.store.left_place import LEFT, LEFT_HITS, LeftPlace, ids_in, read_left_place

if TYPE_CHECKING:
    from reader.store.tables.event_rows import Members

LONGEST = 500  # bytes of a first line
MOST = 2**28  # bytes of numbers


class IdCache:
    """Numbers that take long to find out, and what they are true of."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stamp = ""  # what the numbers were true of
        self.numbers: array[int] = array("q")
        self.written = True

    def ids_now(self, stamp: str, found: Callable[[], array[int]]) -> array[int]:
        """Return the numbers as they are now; found anew where they are others by now."""
        if stamp != self.stamp:
            kept = self.read(stamp)
            self.written = kept is not None
            self.numbers = found() if kept is None else kept
            self.stamp = stamp
        return self.numbers

    def read(self, stamp: str) -> array[int] | None:
        """Return the numbers in the file, where they are those of now and undamaged."""
        try:
            with open(self.path, "rb", opener=open_without_waiting) as file:
                head = file.readline(LONGEST)
                size = os.fstat(file.fileno()).st_size - len(head)
                if size > MOST or size % 8:
                    return None
                numbers = array("q", (0,)) * (size // 8)
                file.readinto(numbers)  # straight into place: a million of them are 8 MB
        except OSError:
            return None
        return numbers if head == _headline(stamp, numbers) else None

    def save(self) -> None:
        """Write the numbers down for the next start."""
        if self.written:
            return
        body = self.numbers.tobytes()
        with suppress(OSError):  # a cache; the next start takes a little longer
            write_file(self.path, (_headline(self.stamp, body), body), lasting=False)
        self.written = True


def _headline(stamp: str, numbers: array[int] | bytes) -> bytes:
    """Return the file's first line: what its numbers are true of, and a check of damage."""
    return f"{stamp} {zlib.crc32(numbers)}\n".encode()


FULL = 0.5  # of the length of the longest report, for one to be full
FEW = 1000  # events that are asked for by themselves


class EventFolding:
    """Which story of each event stands for it in a list, as long as the events stay the same."""

    def __init__(self, store: Store) -> None:
        self.table = store.event_rows
        self.grouping = self.table.grouping()

    @cached_property
    def following(self) -> frozenset[int]:
        """The stories that follow the lead of their event."""
        return self.table.following()

    @cached_property
    def leads(self) -> frozenset[int]:
        """The stories that lead an event."""
        return self.table.leading()

    @cached_property
    def members(self) -> Members:
        """Every story of an event with others."""
        return self.table.members()

    def folded(self, ids: Sequence[int]) -> Iterator[int]:
        """Yield a list in order of time without those that stand under another one of their event.

        An event is led by the newest full report of it, or where the list does not hold that, by
        the newest full one of those that it holds.
        """
        absent = self.leads.difference(ids)
        return filterfalse((self.following - self.heirs(ids, absent)).__contains__, ids)

    def heirs(self, ids: Sequence[int], absent: Collection[int]) -> set[int]:
        """Return the stories that lead the events of which a list does not hold the lead."""
        following = [story for story in ids if story in self.following] if absent else []
        if not following:
            return set()
        members = self._members_for(following, absent)
        events = {members[lead][0] for lead in absent if lead in members}
        known = filter(members.__contains__, following)
        left = (story for story in known if members[story][0] in events)
        return {newest_full_report(stories, members) for stories in _together(left, members)}

    def _members_for(self, following: Sequence[int], absent: Collection[int]) -> Members:
        """Return whatever is asked for least of: few events, those of few stories, or all."""
        if len(absent) <= FEW:
            return self.table.members_with(sorted(absent))
        if len(following) <= FEW:
            return self.table.members_with(following)
        return self.members

    def ranked(self, ids: Sequence[int]) -> Iterator[int]:
        """Yield a list in any order in which an event is led by the first of its stories."""
        among = [story for story in ids if story in self.following or story in self.leads]
        members = self.table.members_among(among)
        events = _together(among, members)
        return filterfalse({one for stories in events for one in stories[1:]}.__contains__, ids)


def _together(stories: Iterable[int], members: Members) -> Iterable[Sequence[int]]:
    """Return stories by event, those of one in the order in which they come."""
    events: dict[int, list[int]] = {}
    for story in stories:
        events.setdefault(members[story][0], []).append(story)
    return events.values()


def newest_full_report(stories: Sequence[int], members: Members) -> int:
    """Return the first of some reports that is not much shorter than the longest of them."""
    least = FULL * max(members[story][1] for story in stories)
    return next(story for story in stories if members[story][1] >= least)


@frozen
class ReopenedList:
    """What a list holds when the screen opens where it was left."""

    view: str
    whole: (
        array[int] | tuple[int, ...]
    )  # what is listed, the stories that stand under others among them
    ids: array[int] | tuple[int, ...]
    inner: Mapping[int, int]  # stories that stand unfolded beneath another: that one
    place: int  # of the chosen row

    @property
    def story(self) -> int | None:
        """The chosen story."""
        return self.ids[self.place] if self.place < len(self.ids) else None


def put_in_order(store: Store, newest: Sequence[int], order: str) -> array[int]:
    """Return stories, given newest first, in an order of `LIST_ORDERS`, reversed with - before it.

    Of equals the newest stands first.
    """
    name = order.removeprefix("-")
    if name == "came":
        ids: Sequence[int] = sorted(newest, reverse=True)
    else:
        ids = newest if name in _BY_TIME else store.stories.sorted_ids(name, newest)
    is_reversed = (name == "oldest") != order.startswith("-")
    return array("q", reversed(ids) if is_reversed else ids)


_BY_TIME = ("newest", "oldest")
NAME = "order.bin"
LEADS = "leads.bin"
# The views of which each row is a choice of its own: a bookmark never hides behind another story.
UNFOLDED = ("bookmarks", "events")
_VIEWS_WITHOUT_NAME = ("all", "unread", *UNFOLDED)
_MOST_UNFOLDED = 500  # stories of an event that can be listed beneath it


class ListOrders:
    """The orders of a library's stories."""

    def __init__(self, store: Store, cache: Path, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.everything = IdCache(cache / NAME)
        self.leads = IdCache(cache / LEADS)
        self._folds = EventFolding(store)

    def ids(self, view: str) -> array[int]:
        """Return the ids of the stories in a view, as `StoryTable.ids` has them."""
        if view not in ("all", "unread"):
            return self.store.stories.ids(view, zone_offset=self.clock.zone_offset())
        everything = self.everything.ids_now(
            self.stamp(), lambda: self.store.stories.ids("everything")
        )
        left_out = self.store.marks.ids_marked("hidden")
        if view == "unread":
            left_out |= self.store.marks.ids_marked("read")
        if not left_out:
            return everything
        return array("q", filterfalse(left_out.__contains__, everything))

    def sorted(self, ids: Sequence[int], order: str) -> array[int]:
        """Return the same stories in an order of `LIST_ORDERS`, reversed where - stands before.

        Of equals the newest stands first.
        """
        if order.removeprefix("-") not in _BY_TIME:
            return put_in_order(self.store, ids, order)
        everything = self.everything.ids_now(
            self.stamp(), lambda: self.store.stories.ids("everything")
        )
        newest = array("q", filter(set(ids).__contains__, everything))
        return put_in_order(self.store, newest, order)

    def listed(self, view: str, ids: array[int]) -> array[int]:
        """Return a view's rows in the order that the person chose for it."""
        order = self.store.stories.list_order(view)
        return self.sorted(ids, order) if order else ids

    def folded(self, view: str, ids: array[int]) -> array[int]:
        """Return ids of a view with one story for each event: the newest full report among them."""
        if view in UNFOLDED:
            return ids
        folds = self.folds()
        if view == "all":
            hiding = self.store.database.meta("hiding")
            stamp = f"{self.stamp()} {folds.grouping} {hiding}"
            return self.leads.ids_now(stamp, lambda: array("q", folds.folded(ids)))
        return array("q", folds.folded(ids)) if folds.following else ids

    def left_place(self) -> LeftPlace:
        """Return where the screen was left."""
        return read_left_place(self.store.database.meta(LEFT))

    def keep_left_place(self, hits: Sequence[int], **parts: Any) -> None:
        """Keep where the screen is left, by the fields of that, and what a search has found."""
        left = LeftPlace()
        for name, value in parts.items():
            setattr(left, name, value)
        self.store.stories.note(LEFT, left.as_text())
        self.store.stories.note(LEFT_HITS, " ".join(map(str, hits)))

    def reopened(self, left: LeftPlace, fold: bool) -> ReopenedList:
        """Return what is listed where the screen was left; in a search what that found.

        A story that has been read since stays among the unread ones while it is the chosen one.
        At the top of a list what came since is chosen.
        """
        view = left.view if self._is_there(left.view) else "all"
        if left.query:
            hits = ids_in(self.store.database.meta(LEFT_HITS))
            whole: array[int] | tuple[int, ...] = tuple(self.store.stories.known_ids(hits))
            ids = whole
        else:
            whole = listed = self.ids(view)
            ids = self.listed(view, self.folded(view, listed) if fold else listed)
        inner: dict[int, int] = {}
        for lead in left.unfolded:
            ids = self._unfold(ids, lead, inner)
        if view == "unread" and left.story not in ids and not left.query:
            ids = self._with_read(ids, left)
        place = ids.index(left.story) if left.story in ids else left.place
        place = 0 if left.place == 0 and not left.query and not left.order else place
        return ReopenedList(view, whole, ids, inner, max(0, min(place, len(ids) - 1)))

    def _unfold(
        self, ids: array[int] | tuple[int, ...], lead: int, inner: dict[int, int]
    ) -> array[int] | tuple[int, ...]:
        """Return a list with the other stories of an event beneath one of them."""
        if lead not in ids:
            return ids
        shown = set(ids)
        beneath = [
            one
            for one in self.store.event_rows.other_reports(lead, _MOST_UNFOLDED)
            if one not in shown
        ]
        inner.update(dict.fromkeys(beneath, lead))
        after = ids.index(lead) + 1
        return array("q", [*ids[:after], *beneath, *ids[after:]])

    def _with_read(
        self, ids: array[int] | tuple[int, ...], left: LeftPlace
    ) -> array[int] | tuple[int, ...]:
        """Return unread stories with one among them that is read, where it stood."""
        everything = self.everything.numbers
        if left.story not in everything:
            return ids
        newer = set(everything[: everything.index(left.story)])
        at = sum(1 for one in ids if one in newer)
        return ids if left.place == 0 < at else array("q", [*ids[:at], left.story, *ids[at:]])

    def _is_there(self, view: str) -> bool:
        """Return whether a view is there still: a source or folder may be gone."""
        kind, _, name = view.partition(":")
        sources = self.store.sources.all() if name else []
        if kind == "source":
            return any(str(source.id) == name for source in sources)
        if kind == "folder":
            return any(source.folder == name for source in sources)
        return view in _VIEWS_WITHOUT_NAME

    def fold_results(self, ids: Sequence[int]) -> tuple[int, ...]:
        """Return what a search found with one story for each event: the one that stands first."""
        return tuple(self.folds().ranked(ids))

    def folds(self) -> EventFolding:
        """Return which story stands for which event, as it is now."""
        if self._folds.grouping != self.store.event_rows.grouping():
            self._folds = EventFolding(self.store)
        return self._folds

    def stamp(self) -> str:
        """Return what changes whenever a story comes, goes or gets another date."""
        meta, counts = self.store.database.meta, self.store.stories.counts()
        count = counts.all + counts.hidden
        return f"{meta('store')} {meta('revision')} {count} {sys.byteorder}"

    def save(self) -> None:
        """Write the orders down for the next start."""
        self.everything.save()
        self.leads.save()
