"""Fingerprints of stories: their weightiest terms, and a sample of their rows of words."""

from __future__ import annotations

from array import array
from collections import Counter
from math import log
from operator import mul

from reader.cluster.term_rarity import Rarity
from reader.cluster.terms import (
    BY_LENGTH,
    FIGURE,
    NOTHING,
    first_words,
    named_terms,
    shingles,
    term_hashes,
)
from reader.model import Fingerprint, Story
from reader.model.events import IN_HEADLINE, NAME

KEY_TERMS = 48  # that a story is recognised by
MOST_FIGURES = 8  # among them: a table of numbers is no event
FEWEST_TERMS = 12  # that a story needs to be recognised at all
OPENING = 60  # words that count twice
HEADLINE = 2  # times that a word of the headline counts besides
NAMES = 1.5  # times that a name counts more than a word
STILL = 0.4  # of the key terms of a story that are left when it was corrected
SCALE = 256  # of weights kept as whole numbers


def make_fingerprint(story: Story, published: int, rarity: Rarity) -> Fingerprint:
    """Return what a story is recognised by; the rarity of its terms is learned on the way."""
    found = first_words(f"{story.deck}\n\n{story.text}" if story.deck else story.text)
    told = term_hashes(found)
    headline = _headline_terms(story.headline)
    counts = _counted(told, headline)
    if len(counts) < FEWEST_TERMS:
        return Fingerprint(story.id, published, len(found), story.language)
    rarity.learn(counts)
    chosen = _key_terms(counts, named_terms(found), frozenset(headline), rarity)
    return Fingerprint(
        story.id,
        published,
        len(found),
        story.language,
        array("I", [number for number, _ in chosen]),
        array("H", [weight for _, weight in chosen]),
        array("I", shingles(told)),
    )


def _counted(told: list[int], headline: list[int]) -> Counter[int]:
    """Return how often each term is said; those of headline and opening count more."""
    counts = Counter([*told, *told[:OPENING], *headline * HEADLINE])
    counts.pop(NOTHING, None)
    return counts


def _headline_terms(headline: str) -> list[int]:
    """Return the terms of a headline, one for each word."""
    return term_hashes(first_words(headline))


def flag_headline(weights: array[int], terms: array[int], headline: str) -> array[int]:
    """Return the weights of a print made before the terms of its headline were flagged."""
    flagged = frozenset(_headline_terms(headline))
    pairs = zip(terms, weights, strict=True)
    return array("H", [w | IN_HEADLINE if t in flagged else w & ~IN_HEADLINE for t, w in pairs])


def are_alike(one: Fingerprint, other: Fingerprint) -> bool:
    """Tell whether two prints are of one story, the one before and the other after a correction."""
    both = set(one.terms).intersection(other.terms)
    return len(both) >= STILL * max(len(one.terms), len(other.terms))


def _key_terms(
    counts: Counter[int], names: set[int], headline: frozenset[int], rarity: Rarity
) -> list[tuple[int, int]]:
    """Return the weightiest terms with their weights; the lowest bits of a weight are flags."""
    plain = map(mul, map(TIMES.__getitem__, counts.values()), rarity.of(counts))
    scores = dict(zip(counts, plain, strict=True))
    for number in names:
        if number in scores:
            scores[number] *= NAMES
    every = sum(number & BY_LENGTH == FIGURE for number in names | headline)
    surplus = max(0, every - MOST_FIGURES)
    least = sorted(scores.values())[-KEY_TERMS - surplus :][0]
    order = sorted([(one, number) for number, one in scores.items() if one >= least], reverse=True)
    figures = [number for _, number in order if number & BY_LENGTH == FIGURE]
    dropped = set(figures[MOST_FIGURES:])
    best = [number for _, number in order if number not in dropped][:KEY_TERMS]
    return [
        (number, _packed(counts[number], number in names, number in headline)) for number in best
    ]


def _packed(times: int, name: bool, headline: bool) -> int:
    """Return what a term weighs, as a whole number."""
    weight = TIMES[times] * (NAMES if name else 1)
    return int(weight * SCALE) & ~(NAME | IN_HEADLINE) | name * NAME | headline * IN_HEADLINE


class TermWeights(dict[int, float]):
    """What a term weighs by how often it is said."""

    def __missing__(self, times: int) -> float:
        """Work it out the first time."""
        found = self[times] = 1 + log(times)
        return found


TIMES = TermWeights()
