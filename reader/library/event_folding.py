"""Stories in the order of a list in, one for each event out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import filterfalse

from reader.store import Store

FULL = 0.5  # of the length of the longest report, for one to be full
FEW = 1000  # events that are asked for by themselves
Members = Mapping[int, tuple[int, int]]
"""Stories with their event and how many words they have."""


class Folds:
    """Which story of each event stands for it in a list, as long as the events stay the same."""

    def __init__(self, store: Store) -> None:
        self.table = store.folds
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
        return by_story(self.table.members())

    def folded(self, ids: Sequence[int]) -> Iterator[int]:
        """A list in order of time without those that stand under another one of their event.

        An event is led by the newest full report of it, or where the list does not hold that, by
        the newest full one of those that it holds.
        """
        absent = self.leads.difference(ids)
        return filterfalse((self.following - self.heirs(ids, absent)).__contains__, ids)

    def heirs(self, ids: Sequence[int], absent: Collection[int]) -> set[int]:
        """The stories that lead the events of which a list does not hold the lead."""
        if not absent:
            return set()
        members = self.members_with(absent)
        events = {members[lead][0] for lead in absent}
        known = filter(members.__contains__, ids)
        left = (story for story in known if members[story][0] in events)
        return {newest_full(stories, members) for stories in together(left, members)}

    def members_with(self, leads: Collection[int]) -> Members:
        """The stories of the events that some stories lead, at least."""
        few = len(leads) <= FEW
        return by_story(self.table.members_with(sorted(leads))) if few else self.members

    def ranked(self, ids: Sequence[int]) -> Iterator[int]:
        """A list in any order in which an event is led by the first of its stories."""
        among = [story for story in ids if story in self.following or story in self.leads]
        members = by_story(self.table.members_among(among))
        events = together(among, members)
        return filterfalse({one for stories in events for one in stories[1:]}.__contains__, ids)


def by_story(rows: Iterable[tuple[int, int, int]]) -> Members:
    """Rows of story, event and words, to be looked up."""
    return {story: (event, words) for story, event, words in rows}


def together(stories: Iterable[int], members: Members) -> Iterable[Sequence[int]]:
    """Stories by event, those of one in the order in which they come."""
    events: dict[int, list[int]] = {}
    for story in stories:
        events.setdefault(members[story][0], []).append(story)
    return events.values()


def newest_full(stories: Sequence[int], members: Members) -> int:
    """The first of some reports that is not much shorter than the longest of them."""
    least = FULL * max(members[story][1] for story in stories)
    return next(story for story in stories if members[story][1] >= least)
