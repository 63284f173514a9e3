"""A cluster with its core: what its first members say, to be compared with fingerprints."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from operator import attrgetter

from reader.model import ClusterMember, Fingerprint
from reader.model.construction import frozen
from reader.model.events import IN_HEADLINE, NAME

CORE = 16  # members, the first to come, that say what an event is about
FULL = 0.5  # of the length of the longest report, for one to be full
FEWEST_ROWS = 6  # of a text, to be told from another
SHARED_ROWS = 0.5  # of the shorter text, for two to be the same


@frozen
class ClusterCore:
    """What the first members of an event say, in the mean."""

    weights: Mapping[int, float]  # by term
    headlines: dict[int, float]  # by term: the share of the members in whose headline it stands
    square: float  # sum of the squares of a member's weights
    words_square: float  # the same of what is no name
    names_square: float  # the same of names
    headline: float  # terms of a member's headline
    words: float  # length of a member


@dataclass(slots=True)
class Cluster:
    """An event while stories are being grouped."""

    members: list[ClusterMember] = field(default_factory=list)  # in the order of their ids
    first: int = 0  # seconds
    last: int = 0
    _core: ClusterCore | None = None

    def add(self, member: ClusterMember) -> None:
        """Take a story in."""
        insort(self.members, member, key=lambda one: one.mark.story)
        times = member.mark.published
        self.first = min(self.first, times) if len(self.members) > 1 else times
        self.last = max(self.last, times) if len(self.members) > 1 else times
        if len(self.members) <= CORE or member.mark.story <= self.members[CORE].mark.story:
            self._core = None

    @property
    def core(self) -> ClusterCore:
        """What the event is about."""
        if self._core is None:
            self._core = _core([one.mark for one in self.members[:CORE]])
        return self._core

    def terms_among(self, terms: frozenset[int]) -> Set[int]:
        """Return those of some terms that its first reports have; most events have one report."""
        if len(self.members) == 1:
            return terms.intersection(self.members[0].mark.terms)
        return self.core.weights.keys() & terms

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


def _core(prints: Sequence[Fingerprint]) -> ClusterCore:
    """Return what prints say in the mean.

    The mean over members is the likeness of the average pair (average linkage; Sokal and Michener,
    1958): what a single one of many reports says is not what the event is about.
    """
    weights: defaultdict[int, int] = defaultdict(int)
    headlines: defaultdict[int, int] = defaultdict(int)
    square = names_square = 0
    for mark in prints:
        for term, weight in zip(mark.terms, mark.weights, strict=True):
            weights[term] += weight
            square += weight * weight
            if weight & NAME:
                names_square += weight * weight
            if weight & IN_HEADLINE:
                headlines[term] += 1
    many = len(prints)
    return ClusterCore(
        {term: weight / many for term, weight in weights.items()} if many > 1 else weights,
        {term: times / many for term, times in headlines.items()},
        square / many,
        (square - names_square) / many,
        names_square / many,
        sum(headlines.values()) / many,
        sum(mark.words for mark in prints) / many,
    )


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
