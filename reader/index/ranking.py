"""How well a story answers: BM25F, and how new it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import chain
from operator import mul

from reader.index.engine import byte_to_length
from reader.index.schema import WEIGHTS
from reader.index.segment import Segment

_SATURATION = 1.2  # k1 and b of Robertson and Zaragoza, "The Probabilistic Relevance Framework"
_LENGTH = 0.75
_DAY = 86_400
_NEWNESS = 0.25  # the part of the score that halves with age
HALF_LIFE = 30  # days in which it does

Found = dict[int, float]
"""Documents of one segment with their scores."""

Key = tuple[float, ...]
"""What stories are ordered by, the id last."""


class Ranking:
    """The figures about all stories that a score depends on."""

    def __init__(self, segments: Iterable[Segment], half_life: int = HALF_LIFE) -> None:
        segments = list(segments)
        self._half_life = half_life * _DAY
        self.stories = sum(segment.count for segment in segments)
        self._newest = max((segment.newest for segment in segments), default=0)
        lengths = {
            field: sum(segment.total_length(field) for segment in segments) for field in WEIGHTS
        }
        self.norms = {
            field: _norms(weight, lengths[field] / max(1, self.stories))
            for field, weight in WEIGHTS.items()
        }
        self._newness: dict[int, list[float]] = {}

    def rarity(self, frequency: int) -> float:
        """What a term weighs that so many stories hold."""
        return math.log(1 + (self.stories - frequency + 0.5) / (frequency + 0.5))

    def best(self, segment: Segment, found: Found, limit: int) -> list[Key]:
        """The best stories of a segment: score, time, id."""
        if not any(found.values()):
            return [(0.0, *key) for key in newest(segment, found, limit)]
        newness = self._newness_of(segment)
        scores = list(map(mul, found.values(), map(newness.__getitem__, found)))
        return _first(scores, found, limit, segment.published, segment.ids)

    def _newness_of(self, segment: Segment) -> list[float]:
        known = self._newness.get(id(segment))
        if known is None:
            ages = (max(0, self._newest - at) for at in segment.published)
            known = [1 - _NEWNESS + _NEWNESS * 2 ** (-age / self._half_life) for age in ages]
            self._newness[id(segment)] = known
        return known


def saturated(found: Mapping[int, float], rarity: float) -> Found:
    """The scores of documents, from how much of a term they hold."""
    top = rarity * (_SATURATION + 1)
    return {document: top * much / (much + _SATURATION) for document, much in found.items()}


def newest(segment: Segment, found: Found, limit: int) -> list[Key]:
    """The newest stories of a segment: time, id."""
    times = list(map(segment.published.__getitem__, found))
    return _first(times, found, limit, segment.ids)


def _first(firsts: Sequence[float], found: Found, limit: int, *others: Sequence[int]) -> list[Key]:
    """The greatest keys; only what reaches the page is spelled out in full."""
    # The last documents are mostly the newest: from them on, few others displace any.
    least = min(nlargest(limit, reversed(firsts)), default=math.inf)
    reaching = [
        (first, document) for first, document in zip(firsts, found, strict=True) if first >= least
    ]
    keys = ((first, *(other[document] for other in others)) for first, document in reaching)
    return nlargest(limit, keys)


def together(limit: int, *keys: Iterable[Key]) -> list[Key]:
    """The first of several lists."""
    return nlargest(limit, chain(*keys))


def _norms(weight: float, average: float) -> list[float]:
    """How much one occurrence counts, by the byte that stands for the length of the field."""
    lengths = map(byte_to_length, range(256))
    return [
        weight / (1 - _LENGTH + _LENGTH * length / average) if average else weight
        for length in lengths
    ]
