"""The clusters that a new story may belong to: about the same time, with some of its terms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from reader.cluster.cluster_core import Cluster
from reader.model import ClusterMember, Fingerprint

WINDOW = 7 * 86_400  # seconds that an event lasts at most
STRETCH = WINDOW // 2  # time is cut into stretches
REACH = 2  # stretches before and after that a window can touch
HELD = 30_000  # stories after which what lies far off is let go
MOST = 200  # stories with a term that are looked at, the last to come

ReadMembers = Callable[[int, int], Sequence[ClusterMember]]
"""The stories of every event with a story from one moment (included) to another (excluded)."""


class CandidateClusters:
    """Events around a moment, read when they are first needed."""

    def __init__(self, known: ReadMembers) -> None:
        self._known = known
        self._lists: dict[int, dict[int, list[int]]] = {}  # stretch: term: stories, by arrival
        self._counts: dict[int, int] = {}  # stretch: its stories
        self._event_of: dict[int, int] = {}
        self._events: dict[int, Cluster] = {}

    def around(self, moment: int) -> range:
        """Return stretches whose stories can report the same event, read where they are not yet."""
        middle = moment // STRETCH
        near = range(middle - REACH, middle + REACH + 1)
        missing = [one for one in near if one not in self._lists]
        if missing:
            self._read_days(missing[0], missing[-1] + 1)
        return near

    def shrink(self) -> None:
        """Let go of everything when it has become too much; it is read again where needed."""
        if len(self._event_of) <= HELD:
            return
        for held in (self._lists, self._counts, self._event_of, self._events):
            held.clear()

    def _read_days(self, start: int, end: int) -> None:
        fresh = [one for one in range(start, end) if one not in self._lists]
        self._lists.update((one, defaultdict(list)) for one in fresh)
        self._counts.update(dict.fromkeys(fresh, 0))
        found = self._known(start * STRETCH, end * STRETCH)
        self.add_events(found)
        for grouped in found:
            if grouped.mark.published // STRETCH in fresh:
                self._list(grouped.mark)

    def add_events(self, members: Iterable[ClusterMember]) -> None:
        """Get to know events, all of their stories."""
        for grouped in members:
            if grouped.mark.story not in self._event_of:
                self._place(grouped)

    def cluster_of(self, grouped: ClusterMember) -> Cluster:
        """Return the event of a story that is known."""
        return self._events[self._event_of[grouped.mark.story]]

    def add(self, grouped: ClusterMember) -> None:
        """Take in a story that was grouped just now."""
        self._place(grouped)
        self._list(grouped.mark)

    def _place(self, grouped: ClusterMember) -> None:
        self._event_of[grouped.mark.story] = grouped.event
        self._events.setdefault(grouped.event, Cluster()).add(grouped)

    def _list(self, mark: Fingerprint) -> None:
        if not mark.terms:
            return
        stretch = mark.published // STRETCH
        self._counts[stretch] += 1
        lists = self._lists[stretch]
        for number in mark.terms:
            lists[number].append(mark.story)

    def stories(self, near: range) -> int:
        """Return how many stories these stretches have."""
        return sum(self._counts[one] for one in near)

    def stories_by_term(self, near: range) -> list[dict[int, list[int]]]:
        """Return the stories by their terms, a stretch at a time."""
        return [self._lists[one] for one in near if self._counts[one]]

    def events_sharing(self, terms: Sequence[int], near: range) -> Counter[int]:
        """Return the events that share terms with a story, and how many of them."""
        lists = self.stories_by_term(near)
        found = [one[term] for one in lists for term in one.keys() & terms]
        if sum(map(len, found)) > MOST:
            found = [_latest(term, lists) for term in terms]
        return Counter(map(self._event_of.__getitem__, chain.from_iterable(found)))

    def event(self, number: int) -> Cluster:
        """Return the event with an id."""
        return self._events[number]


def _latest(term: int, lists: Iterable[dict[int, list[int]]]) -> list[int]:
    """Return the last stories with a term to come, as many as are looked at."""
    return [story for one in lists if term in one for story in one[term]][-MOST:]
