"""How well a story answers: how much it tells about rare words, and how new it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from heapq import nlargest
from itertools import chain

from reader.index.lanes import TOP, Found
from reader.index.postings import MOST
from reader.index.segment import Segment

_LEAST_RARITY = 0.1  # so that a word which nearly all stories hold still counts
_HALF_LIFE = 30 * 86_400  # seconds in which the part of the score that is newness halves
_NEWNESS = 0.25
_BYTES = 256

Key = tuple[float, ...]
"""What stories are ordered by, the id last."""


class Ranking:
    """The figures about all stories that a score depends on."""

    def __init__(self, segments: Iterable[Segment]) -> None:
        segments = list(segments)
        self.stories = sum(segment.count for segment in segments)
        self._newest = max((segment.newest for segment in segments), default=0)

    def rarity(self, frequency: int) -> float:
        """What a word weighs that so many stories hold."""
        held = min(frequency, self.stories)
        return max(_LEAST_RARITY, math.log(1 + (self.stories - held + 0.5) / (held + 0.5)))

    def newness(self, published: int) -> float:
        """What a score is multiplied by for its age: from 0.75 to 1."""
        age = max(0, self._newest - published)
        return 1 - _NEWNESS + _NEWNESS * 2 ** (-age / _HALF_LIFE)

    def best(self, segment: Segment, found: Found, limit: int, floor: float) -> list[Key]:
        """The best stories of a segment that reach a score: score, time, id."""
        if not found.scores:
            return [(0.0, *key) for key in newest(segment, found, limit)]
        least = self._least(segment, found, limit, floor)
        numbers = segment.lanes.numbers(found.scores)
        reaching = segment.lanes.documents(found.at_least(least, segment.lanes))
        times, ids, newness = segment.published, segment.ids, self.newness
        keys = ((numbers[at] * newness(times[at]), times[at], ids[at]) for at in reaching)
        return nlargest(limit, keys)

    def _least(self, segment: Segment, found: Found, limit: int, floor: float) -> int:
        """A score without newness that all the best stories of a segment have.

        As many as are wanted have at least the last of the greatest scores, times the newness of
        the oldest story. Whatever stays below that or the floor even when it is as new as the
        newest is none of the best.
        """
        newest_part, oldest_part = self.newness(segment.newest), self.newness(segment.oldest)
        if not floor and 0 < limit < len(found):
            floor = nlargest(limit, segment.lanes.numbers(found.scores))[-1] * oldest_part
        return int(floor / newest_part)


def values(rarity: float, all_rarities: float) -> list[int]:
    """The score for each impact of a word, so that the words of a query fit in a lane together."""
    unit = (TOP - 1) * rarity / max(all_rarities, _LEAST_RARITY) / MOST
    return [int(min(impact, MOST) * unit) for impact in range(_BYTES)]


def newest(segment: Segment, found: Found, limit: int) -> list[Key]:
    """The newest stories of a segment: time, id."""
    times, ids = segment.published, segment.ids
    if segment.is_in_order:
        chosen = _last(segment.lanes.flat(found.members), limit)
    else:
        chosen = segment.lanes.documents(found.members)
    return nlargest(limit, ((times[at], ids[at]) for at in chosen))


def _last(flat: bytes, limit: int) -> list[int]:
    """The last places of a row that are full."""
    chosen: list[int] = []
    at = flat.rfind(b"\xff")
    while at >= 0 and len(chosen) < limit:
        chosen.append(at)
        at = flat.rfind(b"\xff", 0, at)
    return chosen


def together(limit: int, *keys: Sequence[Key]) -> list[Key]:
    """The first of several lists."""
    return nlargest(limit, chain(*keys))
