"""Ranking: how much a story tells about rare words (BM25), and how new it is."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import chain, islice
from typing import TypeVar

from reader.index.format.packed_scores import TOP, ScoredSet, Values
from reader.index.format.postings import MOST, Numbers
from reader.index.format.segment import Segment

_LEAST_RARITY = 0.1  # so that a word which nearly all stories hold still counts
_HOUR, _DAY = 3600, 86_400
_NEWNESS = 0.25  # the part of the score that halves with age
HALF_LIFE = 30  # days in which it does
_BYTES = 256
_MANY = 500  # keys that are sorted sooner than the greatest of them are picked out
_STRETCHES = 16
_FEW = 4  # of so many documents one has to be wanted before it pays to know the newness of all
_ABOUT = 1.05  # times the newness of the oldest story: not worth while to look at stretches
RankKey = tuple[float, ...]
"""What stories are ordered by, the id last."""

_Key = TypeVar("_Key", int, RankKey)

Holds = Callable[[int], bool]
"""Whether a document is really what is looked for."""


class _Worth(dict[int, float]):
    """What a score is multiplied by for each age in hours, worked out when it is met first."""

    def __init__(self, half_life: int) -> None:
        self._half_life = half_life * _DAY // _HOUR

    def __missing__(self, hours: int) -> float:
        worth = 1 - _NEWNESS + _NEWNESS * 2 ** (-max(0, hours) / self._half_life)
        self[hours] = worth
        return worth


class Ranking:
    """The figures about all stories that a score depends on."""

    def __init__(self, segments: Iterable[Segment], half_life: int = HALF_LIFE) -> None:
        segments = list(segments)
        self._worth = _Worth(half_life)
        self.stories = sum(segment.count for segment in segments)
        self._newness: dict[str, array[float]] = {}
        self._newest = max((segment.newest for segment in segments), default=0)

    def rarity(self, frequency: int) -> float:
        """Return what a word weighs that so many stories hold."""
        held = min(frequency, self.stories)
        return max(_LEAST_RARITY, math.log(1 + (self.stories - held + 0.5) / (held + 0.5)))

    def newness(self, published: int) -> float:
        """Return what a score is multiplied by for its age: from 0.75 to 1."""
        return self._worth[(self._newest - published) // _HOUR]

    def best(
        self,
        segment: Segment,
        found: ScoredSet,
        limit: int,
        floor: float,
        holds: Holds | None = None,
    ) -> list[RankKey]:
        """Return the best stories of a segment that reach a score: score, time, id.

        With `holds` the documents may be too many, and those count for which it says so.
        """
        if not found.scores and not holds:
            return [(0.0, *key) for key in newest_documents(segment, found, limit)]
        numbers = segment.lanes.numbers(found.scores)
        if not floor and not holds and 0 < limit < len(found):
            floor = self._floor(segment, found, numbers, limit)
        reaching = segment.lanes.documents(
            segment.lanes.at_least(found, self._least(segment, floor))
        )
        keys = self._keys(segment, numbers, reaching)
        if holds:
            first = sorted(zip(keys, reaching, strict=True), reverse=True)
            return list(islice((key for key, at in first if key[0] >= floor and holds(at)), limit))
        return top_scored(limit, keys)

    def _keys(self, segment: Segment, numbers: Numbers, documents: list[int]) -> Iterator[RankKey]:
        times, ids = segment.published, segment.ids
        if segment.name not in self._newness and len(documents) * _FEW < segment.count:
            newness_at = self.newness
            return ((numbers[at] * newness_at(times[at]), times[at], ids[at]) for at in documents)
        newness = self._newness_of(segment)
        return ((numbers[at] * newness[at], times[at], ids[at]) for at in documents)

    def _newness_of(self, segment: Segment) -> array[float]:
        if segment.name not in self._newness:
            worth, newest_of_all = self._worth, self._newest
            self._newness[segment.name] = array(
                "d", [worth[(newest_of_all - at) // _HOUR] for at in segment.published]
            )
        return self._newness[segment.name]

    def _floor(self, segment: Segment, found: ScoredSet, numbers: Numbers, limit: int) -> float:
        """Return a score that as many stories reach as are wanted, newness left out."""
        most = top_scored(limit, numbers)[-1]
        reaching = segment.lanes.documents(segment.lanes.at_least(found, segment.lanes.ones * most))
        return top_scored(limit, self._keys(segment, numbers, reaching))[-1][0]

    def _least(self, segment: Segment, floor: float) -> int:
        """In each lane a score without newness, below which no story reaches the floor.

        Stories in order of time stand in stretches, in each of which none is newer than the last.
        """
        if floor <= 0:
            return 0
        highest, lowest = (self.newness(segment.published[at]) for at in (-1, 0))
        if highest < _ABOUT * lowest or not segment.is_in_order:
            return segment.lanes.ones * _lane(floor / self.newness(segment.newest))
        least, step = 0, max(1, segment.count // _STRETCHES)
        for first in range(0, segment.count, step):
            end = min(first + step, segment.count)
            newest_of_all = self.newness(segment.published[end - 1])
            least += segment.lanes.ones_of(first, end) * _lane(floor / newest_of_all)
        return least


def _lane(score: float) -> int:
    """Return a score as the number that no lower one in a lane reaches."""
    return min(TOP + 1, int(score))


def impact_scores(rarity: float, all_rarities: float) -> Values:
    """Return the score for each impact of a word; the words of a query fit in a lane together."""
    unit = (TOP - 1) * rarity / max(all_rarities, _LEAST_RARITY) / MOST
    scores = [int(impact * unit) for impact in range(MOST + 1)]
    halves = ([score & 255 for score in scores], [score >> 8 for score in scores])
    return bytes(halves[0]).ljust(_BYTES), bytes(halves[1]).ljust(_BYTES)


def newest_documents(segment: Segment, found: ScoredSet, limit: int) -> list[RankKey]:
    """Return the newest stories of a segment: time, id."""
    times, ids = segment.published, segment.ids
    chosen = segment.lanes.documents(found.members)
    if segment.is_in_order:
        return [(times[at], ids[at]) for at in chosen[: -limit - 1 : -1]]
    return top_scored(limit, ((times[at], ids[at]) for at in chosen))


def top_scored(limit: int, keys: Iterable[_Key]) -> list[_Key]:
    """Return the first of keys in falling order."""
    return nlargest(limit, keys) if limit < _MANY else sorted(keys, reverse=True)[:limit]


def merge_top(limit: int, *keys: Sequence[RankKey]) -> list[RankKey]:
    """Return the first of several lists."""
    return sorted(chain(*keys), reverse=True)[:limit]
