"""A cluster with its core terms, to be compared with fingerprints."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from reader.model import ClusterMember, Fingerprint

CORE = 16  # members, the first to come, that say what an event is about
CORE_TERMS = 48
FULL = 0.5  # of the length of the longest report, for one to be full
FEWEST_ROWS = 6  # of a text, to be told from another
SHARED_ROWS = 0.5  # of the shorter text, for two to be the same
COUNTDOWN = range(CORE_TERMS, 0, -1)
CoreTerms = dict[int, tuple[float, bool]]
"""Terms with their weight, and whether they are names."""


@dataclass(slots=True)
class Cluster:
    """An event while stories are being grouped."""

    members: list[ClusterMember] = field(default_factory=list)  # in the order of their ids
    first: int = 0  # seconds
    last: int = 0
    _core: CoreTerms = field(default_factory=dict)

    def add(self, member: ClusterMember) -> None:
        """Take a story in."""
        insort(self.members, member, key=lambda one: one.mark.story)
        times = member.mark.published
        self.first = min(self.first, times) if len(self.members) > 1 else times
        self.last = max(self.last, times) if len(self.members) > 1 else times
        if len(self.members) <= CORE or member.mark.story <= self.members[CORE].mark.story:
            self._core = {}

    @property
    def core(self) -> CoreTerms:
        """What the event is about."""
        if not self._core:
            self._core = _core([one.mark for one in self.members[:CORE]])
        return self._core

    @property
    def id(self) -> int:
        """The lowest id of its stories."""
        return self.members[0].mark.story

    @property
    def language(self) -> str:
        """The language of its first report."""
        return self.members[0].mark.language

    def same_text(self, mark: Fingerprint) -> int | None:
        """Return the story whose text a print has; None when it has none of them."""
        for member in self.members[:CORE]:
            if _same_rows(member.mark, mark):
                return member.text
        return None


def _core(prints: Sequence[Fingerprint]) -> CoreTerms:
    """Return the terms that stand highest in all prints together, by what they weigh in the middle.

    What a single one of many reports says is not what the event is about.
    """
    places: defaultdict[int, int] = defaultdict(int)
    weights: defaultdict[int, int] = defaultdict(int)
    for mark in prints:
        for place, number, weight in zip(COUNTDOWN, mark.terms, mark.weights, strict=False):
            places[number] += place
            weights[number] += weight
    chosen = sorted(places, key=lambda number: (-places[number], number))[:CORE_TERMS]
    names = {n for mark in prints for n, w in zip(mark.terms, mark.weights, strict=True) if w & 1}
    return {number: (weights[number] / len(prints), number in names) for number in chosen}


def _same_rows(one: Fingerprint, other: Fingerprint) -> bool:
    """Tell whether two prints are of one text, or of one and a part of it."""
    least = min(len(one.rows), len(other.rows))
    if least < FEWEST_ROWS:
        return False
    return len(set(one.rows).intersection(other.rows)) >= SHARED_ROWS * least


def lead_story(members: Sequence[ClusterMember]) -> int:
    """Return the newest full report of an event."""
    longest = max(member.mark.words for member in members)
    full = [one.mark for one in members if one.mark.words >= FULL * longest]
    return max(full, key=attrgetter("published", "story")).story
