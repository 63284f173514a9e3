"""How likely a story reports an event: logistic regression on measures of their likeness.

`tests/training/train_events.py` finds the weights (`similarity_weights.json`) by stories whose
event is known. The archive is asked only for the rarities of a story's own terms: how long the
vector of an event is, is estimated from its plain weights, which is what makes a comparison cheap.
"""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from math import log, sqrt

from reader.cluster.cluster_core import Cluster, ClusterCore
from reader.cluster.term_rarity import IMAGINED, PRIOR
from reader.cluster.terms import BY_LENGTH, FIGURE, PAIR
from reader.model import Fingerprint
from reader.model.construction import frozen
from reader.model.events import IN_HEADLINE, NAME

SLIGHT = (FIGURE, 2, 3)  # numbers and short words that two stories share make no event
FOREIGN_SHARED = 5  # terms at least that reports in two languages share
DAY = 86_400  # seconds; reports of one day are as near as can be
LATE = 2 * DAY  # as far as time tells anything: what comes later may still report the same event
# Where a text is as long, in the logarithm of its words, time tells nothing that it does not tell
# better; and the span above which that begins.
LONG, SPAN = 6.5, 2.0
# How much more alike reports are than their pairs of letters, a third of which lie across two words
# and are the same only where both words are: the root of 3/2, about.
ACROSS_WORDS = 1.2
LEAST_RIVAL = 0.3  # the likeness of some story or other among hundreds
MEASURES = ("likeness", "words", "headline", "rival", "days", "long", "long likeness")
"""What a story and an event are measured by, in the order of the weights; see `_measured`."""
Measures = tuple[float, ...]


def term_rarities(
    terms: Sequence[int],
    rarities: Sequence[float],
    lists: Sequence[dict[int, list[int]]],
    stories: int,
) -> list[float]:
    """Return how rare each term is: in all that was learned, or in the stories of these days.

    The lower one counts: a name that everybody speaks of this week tells no event from another.
    """
    whole = log(stories + IMAGINED + 2)
    found = []
    for term, learned in zip(terms, rarities, strict=True):
        times = PRIOR[term & BY_LENGTH] + 1
        for one in lists:
            if term in one:
                times += len(one[term])
        found.append(max(0.0, min(whole - log(times), learned)))
    return found


@frozen
class SimilarityThresholds:
    """How likely it must be that a story reports an event."""

    likeness: float = 0.2  # log odds
    foreign: float = 0.5  # where their languages differ: the likeness of the names alone, up to 1
    shared: int = 4  # terms at least, numbers and short words not counted


BARS = {
    "loose": SimilarityThresholds(-0.7),
    "normal": SimilarityThresholds(),
    "strict": SimilarityThresholds(1.3, 0.6, 4),
}
"""By how strict a person wants it."""


@frozen
class LikenessModel:
    """What each measure weighs."""

    constant: float
    weights: Measures

    def log_odds(self, measures: Measures) -> float:
        """Tell how likely a story reports an event, by the logarithm of the odds."""
        return self.constant + sum(w * m for w, m in zip(self.weights, measures, strict=True))


@cache
def shipped_model() -> LikenessModel:
    """Read the weights that come with newsreader."""
    written = json.loads(pkgutil.get_data("reader.cluster", "similarity_weights.json") or b"")
    return LikenessModel(written["constant"], tuple(written[name] for name in MEASURES))


@frozen
class _Shared:
    """What a print and an event have in common."""

    likeness: float  # root of the mean cosine between the print and the event's stories
    words: float  # the same without names
    names: float  # the same of names alone
    headline: float  # root of how much of their headlines is the same


class _WeighedPrint:
    """The terms of a print with their rarities, to be compared with those of events."""

    def __init__(self, mark: Fingerprint, rarities: Sequence[float]) -> None:
        # Both vectors have rarities in them, so products have their squares (Salton and Buckley,
        # 1988).
        pairs = list(zip(mark.terms, mark.weights, strict=True))
        rare = dict(zip(mark.terms, rarities, strict=True))
        self.products = {term: weight * rare[term] ** 2 for term, weight in pairs}
        self._names = frozenset(term for term, weight in pairs if weight & NAME)
        self._headline = {term: rare[term] for term, weight in pairs if weight & IN_HEADLINE}
        self._all = _Norm.from_terms(pairs, self.products)
        names = [pair for pair in pairs if pair[1] & NAME]
        self._of_names = _Norm.from_terms(names, self.products)
        self._of_words = self._all.without(self._of_names)
        in_pairs = sum(term & BY_LENGTH == PAIR for term in mark.terms) / len(mark.terms)
        self._allowance = 1 + (ACROSS_WORDS - 1) * in_pairs
        self._headline_rarity = sum(self._headline.values()) or 1.0

    def shared(self, core: ClusterCore, both: Sequence[int]) -> _Shared:
        """Return what the story has in common with an event, by the terms that both have."""
        weights, names, products = core.weights, self._names, self.products
        named = sum(products[term] * weights[term] for term in both if term in names)
        other = sum(products[term] * weights[term] for term in both if term not in names)
        return _Shared(
            self._all.likeness(named + other, core.square) * self._allowance,
            self._of_words.likeness(other, core.words_square) * self._allowance,
            self._of_names.likeness(named, core.names_square),
            self._headline_shared(core),
        )

    def _headline_shared(self, core: ClusterCore) -> float:
        """Return the root of how much of the headlines is the same, by the rarity of its terms."""
        ours, theirs = self._headline, core.headlines
        same = sum(rarity * theirs[term] for term, rarity in ours.items() if term in theirs)
        return sqrt(same / self._headline_rarity * sqrt(len(ours) / (core.headline or 1.0)))


class Comparison:
    """One print against the events that its story may report.

    Most share too little with it, and are left out before rarities are asked for.
    """

    def __init__(self, mark: Fingerprint, find_rarities: Callable[[], Sequence[float]]) -> None:
        self.mark = mark
        self._terms = frozenset(mark.terms)
        self._find_rarities = find_rarities

    @cached_property
    def _weighed(self) -> _WeighedPrint:
        return _WeighedPrint(self.mark, self._find_rarities())

    def measured(self, events: Sequence[Cluster], shared: int) -> list[tuple[Cluster, Measures]]:
        """Return the events of the story's language that share enough with it, measured."""
        native = (event for event in events if self._is_native(event))
        found = [
            (event, self._weighed.shared(event.core, both))
            for event, both in self._sharing_events(native, shared)
        ]
        alike = sorted((one.likeness for _, one in found), reverse=True)[:2]
        return [
            (event, self._measures(event, one, _rival(alike, one.likeness))) for event, one in found
        ]

    def foreign(self, events: Sequence[Cluster]) -> list[tuple[Cluster, float]]:
        """Return the events told in another language, with how alike their names are, up to 1."""
        others = (event for event in events if not self._is_native(event))
        return [
            (event, self._weighed.shared(event.core, both).names ** 2)
            for event, both in self._sharing_events(others, FOREIGN_SHARED)
        ]

    def weigh_shared(self, event: Cluster) -> tuple[float, dict[int, float]]:
        """Return how alike the story and an event are, up to 1, and what each term adds to that."""
        weights = event.core.weights
        added = {t: p * weights[t] for t, p in self._weighed.products.items() if t in weights}
        whole = sum(added.values())
        if not whole:
            return 0.0, {}
        likeness = self._weighed.shared(event.core, list(added)).likeness
        return min(1.0, likeness), {term: one / whole for term, one in added.items() if one}

    def is_foreign(self, event: Cluster) -> bool:
        """Tell whether an event is told in another language than the story."""
        return not self._is_native(event)

    def _sharing_events(
        self, events: Iterable[Cluster], shared: int
    ) -> Iterator[tuple[Cluster, Sequence[int]]]:
        """Yield the events that share enough terms with the story, and these terms."""
        for event in events:
            both = event.terms_among(self._terms)
            if len(both) < shared:
                continue
            if sum(term & BY_LENGTH not in SLIGHT for term in both) >= shared:
                yield event, [term for term in self.mark.terms if term in both]

    def _is_native(self, event: Cluster) -> bool:
        ours, theirs = self.mark.language, event.language
        return not (ours and theirs and ours != theirs)

    def _measures(self, event: Cluster, shared: _Shared, rival: float) -> Measures:
        """Return the measures of a story and an event, in the order of `MEASURES`."""
        mark = self.mark
        apart = max(event.first - mark.published, mark.published - event.last, DAY)
        apart = min(apart, LATE)
        length = log(min(mark.words, event.core.words) + 1)
        short = max(0.0, min(1.0, (LONG - length) / SPAN))
        long = 1 - short
        days = log(apart / DAY) * short
        alike = shared.likeness
        return (alike, shared.words, shared.headline, rival, days, long, alike * long)


def _rival(alike: Sequence[float], likeness: float) -> float:
    """Return how alike the event is that is next to the best, or the best where this is another.

    In a small archive there may be none, which says nothing for the best.
    """
    others = alike[1:] if likeness == alike[0] else alike
    return max([LEAST_RIVAL, *others])


@frozen
class _Norm:
    """The length of a vector of terms: by weight and rarity, and by weight alone."""

    rare: float  # squared
    plain: float  # squared

    @classmethod
    def from_terms(cls, pairs: Sequence[tuple[int, int]], products: dict[int, float]) -> _Norm:
        """Measure terms with their weights."""
        return cls(sum(w * products[t] for t, w in pairs), float(sum(w * w for _, w in pairs)))

    def without(self, part: _Norm) -> _Norm:
        """Return the length of the rest of a vector."""
        return _Norm(self.rare - part.rare, self.plain - part.plain)

    def likeness(self, product: float, theirs: float) -> float:
        """Return the root of the cosine, for a vector whose plain length is known, squared."""
        if product <= 0 or not (self.rare > 0 and self.plain > 0 and theirs > 0):
            return 0.0
        return sqrt(product / self.rare * sqrt(self.plain / theirs))
