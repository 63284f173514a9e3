"""Fingerprints of stories: their weightiest terms, and a sample of their rows of words."""

from __future__ import annotations

from array import array
from collections import Counter

from reader.cluster.term_rarity import TIMES, Rarity
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
    scores = rarity.weigh(counts)
    terms, weights = _key_terms(counts, named_terms(found), frozenset(headline), scores)
    return Fingerprint(
        story.id,
        published,
        len(found),
        story.language,
        array("I", terms),
        array("H", weights),
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
    counts: Counter[int], names: set[int], headline: frozenset[int], scores: dict[int, float]
) -> tuple[list[int], list[int]]:
    """Return the weightiest terms, and their weights; the lowest bits of a weight are flags."""
    names.discard(NOTHING)
    for number in names:
        scores[number] *= NAMES
    figures = len([number for number in names | headline if number & BY_LENGTH == FIGURE])
    surplus = max(0, figures - MOST_FIGURES)
    least = sorted(scores.values())[-KEY_TERMS - surplus :][0]
    order = sorted([(one, number) for number, one in scores.items() if one >= least], reverse=True)
    best = [number for _, number in order]
    if surplus:
        dropped = frozenset(_surplus_figures(best))
        best = [number for number in best if number not in dropped]
    best = best[:KEY_TERMS]
    packed = PACKED
    return best, [
        packed[counts[number] << 2 | (number in headline) << 1 | (number in names)]
        for number in best
    ]


def _surplus_figures(terms: list[int]) -> list[int]:
    """Return the numbers among terms that come after as many as a story is recognised by."""
    return [number for number in terms if number & BY_LENGTH == FIGURE][MOST_FIGURES:]


class PackedWeights(dict[int, int]):
    """What a term weighs as a whole number with its flags, by how often it is said and these."""

    def __missing__(self, key: int) -> int:
        """Work it out the first time."""
        weight = TIMES[key >> 2] * (NAMES if key & NAME else 1)
        flags = NAME | IN_HEADLINE
        found = self[key] = int(weight * SCALE) & ~flags | key & flags
        return found


PACKED = PackedWeights()
