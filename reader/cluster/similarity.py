"""How alike a fingerprint and a cluster are: cosine similarity, and the thresholds for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, log
from operator import mul

from reader.cluster.cluster_core import Cluster
from reader.cluster.term_rarity import IMAGINED, PRIOR, Rarity
from reader.cluster.terms import BY_LENGTH, FIGURE
from reader.model import Fingerprint

SLIGHT = (FIGURE, 2, 3)  # numbers and short words that two stories share make no event


class TermRarities(dict[int, float]):
    """How rare a term is: in all that was learned, or in the stories of these days.

    The lower one counts: a name that everybody speaks of this week tells no event from another.
    """

    def __init__(self, rarity: Rarity, lists: Sequence[dict[int, list[int]]], stories: int) -> None:
        super().__init__()
        self._rarity = rarity
        self._lists = lists
        self._whole = log(stories + IMAGINED + 2)

    def __missing__(self, term: int) -> float:
        """Work it out the first time."""
        times = PRIOR[term & BY_LENGTH] + 1
        for one in self._lists:
            times += len(one.get(term, ()))
        found = self[term] = max(0.0, min(self._whole - log(times), self._rarity.of((term,))[0]))
        return found


@dataclass(frozen=True, slots=True)
class SimilarityThresholds:
    """How alike a story and an event must be, as the cosine between their terms."""

    likeness: float = 0.27
    foreign: float = 0.5  # of the names alone, where their languages differ
    shared: int = 5  # terms at least, numbers and short words not counted


BARS = {
    "loose": SimilarityThresholds(0.2),
    "normal": SimilarityThresholds(),
    "strict": SimilarityThresholds(0.32, 0.6, 6),
}
"""By how strict a person wants it."""


class Comparison:
    """One print against one event after another."""

    def __init__(self, mark: Fingerprint, rare: TermRarities) -> None:
        self.language = mark.language
        self._rare = rare
        self._all = dict(zip(mark.terms, mark.weights, strict=True))
        self._names = {term: weight for term, weight in self._all.items() if weight & 1}

    def passes(self, event: Cluster, bar: SimilarityThresholds) -> float:
        """Return how alike they are; 0 where that is not enough."""
        foreign = bool(self.language and event.language and self.language != event.language)
        if not foreign:
            alike = self._likeness(self._all, event, bar.shared, names=False)
            return alike if alike >= bar.likeness else 0.0
        alike = self._likeness(self._names, event, bar.shared, names=True)
        return alike if alike >= bar.foreign else 0.0

    def _likeness(self, ours: dict[int, int], event: Cluster, shared: int, *, names: bool) -> float:
        """Return the cosine between terms, rare ones counting more (Salton and Buckley, 1988)."""
        core = event.core
        both = [term for term in ours if term in core]
        if sum(term & BY_LENGTH not in SLIGHT for term in both) < shared:
            return 0.0
        rare = self._rare
        product = sum(ours[term] * core[term][0] * rare[term] ** 2 for term in both)
        length = hypot(*map(mul, ours.values(), map(rare.__getitem__, ours)))
        theirs = (weight * rare[term] for term, (weight, name) in core.items() if name or not names)
        return product / ((length * hypot(*theirs)) or 1.0)
