"""Stories in the order of a list in, one for each event out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import filterfalse

FULL = 0.5  # of the length of the longest report, for one to be full


@dataclass(frozen=True, slots=True)
class Members:
    """The stories of events that several report."""

    events: Mapping[int, int] = field(default_factory=dict)  # story: its event
    words: Mapping[int, int] = field(default_factory=dict)  # story: how long it is
    leads: frozenset[int] = frozenset()


def members(rows: Iterable[tuple[int, int, int, bool]]) -> Members:
    """Rows of story, event, words, and whether it leads, to be looked up."""
    events, words, leads = {}, {}, []
    for story, event, length, leading in rows:
        events[story], words[story] = event, length
        if leading:
            leads.append(story)
    return Members(events, words, frozenset(leads))


def folded(ids: Sequence[int], known: Members, ranked: bool = False) -> Iterator[int]:
    """The ids without those that stand under another one of their event.

    In a list that is ranked an event is led by the first of its stories, in others, which are in
    order of time, by the newest full report.
    """
    together: dict[int, list[int]] = {}
    for story in filter(known.events.__contains__, ids):
        together.setdefault(known.events[story], []).append(story)
    under: set[int] = set()
    for stories in together.values():
        if len(stories) > 1:
            under.update(stories)
            under.discard(stories[0] if ranked else leading(stories, known))
    return filterfalse(under.__contains__, ids)


def leading(stories: Sequence[int], known: Members) -> int:
    """The one that leads: that of the whole event, else the newest full one of these."""
    for story in stories:
        if story in known.leads:
            return story
    least = FULL * max(map(known.words.__getitem__, stories))
    return next(story for story in stories if known.words[story] >= least)
