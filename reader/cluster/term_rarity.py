"""How rare each term is among the latest stories: document frequencies in a table of fixed size."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping
from math import exp, inf, log

from reader.cluster.terms import BY_LENGTH

SLOTS = 1 << 18  # terms that share a slot are taken for one
MOST_COUNTED = (1 << 16) - 1  # stories, in a slot of the table
OFTEN = 8  # times that a term is said, from which on it is always weighed
NAMES = 1.5  # times that a name tells more than a word
MEMORY = 16_000  # stories after which what was learned counts half
# Before anything is learned: this many stories are imagined, in which short words are common.
IMAGINED = 20
SHARE = (0.0, 0.0, 0.5, 0.4, 0.15, 0.05, 0.0, 0.0)  # of them, by the length of a stem
PRIOR = tuple(0.5 + IMAGINED * share for share in SHARE)


class TermWeights(dict[int, float]):
    """What a term weighs by how often it is said."""

    def __missing__(self, times: int) -> float:
        """Work it out the first time."""
        found = self[times] = 1 + log(times)
        return found


TIMES = TermWeights()
SELDOM = [TIMES[often] for often in range(1, OFTEN + 1)]  # of terms that are said so often


class Rarity:
    """In how many of the latest stories each term stands: a table of fixed size."""

    def __init__(self, stories: int = 0, counts: bytes = b"") -> None:
        self.stories = stories
        self.counts = array("H", counts or bytes(2 * SLOTS))
        self.enough = -inf  # what the lightest key term of the latest long story has weighed

    def learn(
        self, said: Mapping[int, int], names: Collection[int] = (), least: float = -inf
    ) -> Collection[tuple[int, int]]:
        """Take note of one story's terms, and of which are names; return those that may tell least.

        Each with how often it is said, as it comes. `least` is what terms must tell for that.
        """
        self.stories += 1
        counts, mask, often_enough = self.counts, SLOTS - 1, OFTEN
        bounds, of_names = self._bounds(least), self._bounds(least / NAMES)
        rare = []
        for term, often in said.items():
            slot = term >> 3 & mask
            if (stories := counts[slot]) < MOST_COUNTED:
                counts[slot] = stories = stories + 1
            if often > often_enough or (
                stories <= of_names[often] and (stories <= bounds[often] or term in names)
            ):
                rare.append((term, often))
        if self.stories < MEMORY:
            return rare
        self.halve()
        return said.items()

    def halve(self) -> None:
        """Let what was learned count half."""
        self.stories //= 2
        self.counts = array("H", (count >> 1 for count in self.counts))

    def _bounds(self, least: float) -> list[int]:
        """Return in how many stories a term may stand to weigh the least, by how often it is said.

        A little more than that: which terms do is for `weigh` to say.
        """
        if least <= 0:
            return [MOST_COUNTED] * (OFTEN + 1)
        whole = self.most
        found = [exp(whole - least / times) + 1 for times in SELDOM]
        return [0, *[int(min(bound, MOST_COUNTED)) for bound in found]]

    def rarities(self, terms: Iterable[int]) -> list[float]:
        """Return the rarity of each term, by the logarithm of how many stories lack it."""
        counts, mask, whole = self.counts, SLOTS - 1, self.most
        return [whole - log(counts[term >> 3 & mask] + PRIOR[term & BY_LENGTH]) for term in terms]

    def weigh(
        self, said: Iterable[tuple[int, int]], names: Collection[int], least: float = -inf
    ) -> list[tuple[float, int]]:
        """Return what terms tell, by how often they are said and by how rare they are, with each.

        They come with how often that is; what tells less than the least is left out. A table of
        logarithms would take longer than working them out: it is too large to stay at hand.
        """
        counts, mask, whole = self.counts, SLOTS - 1, self.most
        times, logarithm, prior, length = TIMES, log, PRIOR, BY_LENGTH
        return [
            (weight, term)
            for term, often in said
            if (
                weight := times[often]
                * (whole - logarithm(counts[term >> 3 & mask] + prior[term & length]))
                * (NAMES if term in names else 1.0)
            )
            >= least
        ]

    @property
    def most(self) -> float:
        """What all rarities are counted down from."""
        return log(self.stories + IMAGINED + 1)
