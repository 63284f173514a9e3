"""How rare each term is among the latest stories: document frequencies in a table of fixed size."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from math import log

from reader.cluster.terms import BY_LENGTH

SLOTS = 1 << 18  # terms that share a slot are taken for one
MEMORY = 16_000  # stories after which what was learned counts half
# Before anything is learned: this many stories are imagined, in which short words are common.
IMAGINED = 20
SHARE = (0.0, 0.0, 0.5, 0.4, 0.15, 0.05, 0.0, 0.0)  # of them, by the length of a stem
PRIOR = tuple(0.5 + IMAGINED * share for share in SHARE)


class Logarithms(dict[int, float]):
    """How common a term is by the stories that have it, for one length of its stem."""

    def __init__(self, prior: float) -> None:
        super().__init__()
        self.prior = prior

    def __missing__(self, stories: int) -> float:
        """Work it out the first time."""
        found = self[stories] = log(stories + self.prior)
        return found


LOGARITHMS = tuple(map(Logarithms, PRIOR))


class TermWeights(dict[int, float]):
    """What a term weighs by how often it is said."""

    def __missing__(self, times: int) -> float:
        """Work it out the first time."""
        found = self[times] = 1 + log(times)
        return found


TIMES = TermWeights()


class Rarity:
    """In how many of the latest stories each term stands: a table of fixed size."""

    def __init__(self, stories: int = 0, counts: bytes = b"") -> None:
        self.stories = stories
        self.counts = array("H", counts or bytes(2 * SLOTS))

    def learn(self, terms: Iterable[int]) -> None:
        """Take note of one story's terms."""
        self.stories += 1
        counts, mask = self.counts, SLOTS - 1
        for term in terms:
            counts[term >> 3 & mask] += 1
        if self.stories >= MEMORY:
            self.stories //= 2
            self.counts = array("H", (count >> 1 for count in counts))

    def rarities(self, terms: Iterable[int]) -> list[float]:
        """Return the rarity of each term, by the logarithm of how many stories lack it."""
        counts, mask, whole = self.counts, SLOTS - 1, self.most
        return [whole - LOGARITHMS[term & BY_LENGTH][counts[term >> 3 & mask]] for term in terms]

    def weigh(self, said: Mapping[int, int]) -> dict[int, float]:
        """Return what each term tells, by how often it is said and by how rare it is."""
        counts, mask, whole = self.counts, SLOTS - 1, self.most
        times, logs, length = TIMES, LOGARITHMS, BY_LENGTH
        return {
            term: times[often] * (whole - logs[term & length][counts[term >> 3 & mask]])
            for term, often in said.items()
        }

    @property
    def most(self) -> float:
        """What all rarities are counted down from."""
        return log(self.stories + IMAGINED + 1)
