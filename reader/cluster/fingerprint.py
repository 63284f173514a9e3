"""Fingerprints of stories: their weightiest terms, and a sample of their rows of words."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from math import inf

from reader.cluster.term_rarity import NAMES, TIMES, Rarity
from reader.cluster.terms import (
    BY_LENGTH,
    FIGURE,
    NOTHING,
    named_terms,
    shingles,
    words_with_terms,
)
from reader.model import Fingerprint, Story
from reader.model.events import IN_HEADLINE, NAME, ReportText

KEY_TERMS = 48  # that a story is recognised by
MOST_FIGURES = 8  # among them: a table of numbers is no event
FEWEST_TERMS = 12  # that a story needs to be recognised at all
OPENING = 60  # words that count twice
HEADLINE = 2  # times that a word of the headline counts besides
MANY = 2 * KEY_TERMS  # terms of a story, not all of which are worth weighing
LIKELY = 0.75  # of what was enough for a term of the story before
STILL = 0.4  # of the key terms of a story that are left when it was corrected
SCALE = 256  # of weights kept as whole numbers

Rarities = Callable[[], Sequence[float]]
"""How rare each term of a print is, once its story is learned; few are asked for it."""


def make_fingerprint(story: Story | ReportText, published: int, rarity: Rarity) -> Fingerprint:
    """Return what a story is recognised by; the rarity of its terms is learned on the way."""
    found, told = words_with_terms(report_text(story))
    headline = _headline_terms(story.headline)
    counts = _count_terms(told, headline)
    if len(counts) < FEWEST_TERMS:
        return Fingerprint(story.id, published, len(found), story.language)
    names = named_terms(found)
    terms = _key_terms(counts, names, rarity)
    return Fingerprint(
        story.id,
        published,
        len(found),
        story.language,
        array("I", terms),
        array("H", _packed_weights(terms, counts, names, frozenset(headline))),
        array("I", shingles(told)),
    )


def report_text(story: Story | ReportText) -> str:
    """Return what a story tells, but for its headline."""
    return f"{story.deck}\n\n{story.text}" if story.deck else story.text


def _count_terms(told: list[int], headline: list[int]) -> dict[int, int]:
    """Return how often each term is said; those of headline and opening count more."""
    counts = Counter([*told, *told[:OPENING], *headline * HEADLINE])
    counts.pop(NOTHING, None)
    return counts


def _headline_terms(headline: str) -> list[int]:
    """Return the terms of a headline, one for each word."""
    return words_with_terms(headline)[1]


def flag_headline(weights: array[int], terms: array[int], headline: str) -> array[int]:
    """Return the weights of a print made before the terms of its headline were flagged."""
    flagged = frozenset(_headline_terms(headline))
    pairs = zip(terms, weights, strict=True)
    return array("H", [w | IN_HEADLINE if t in flagged else w & ~IN_HEADLINE for t, w in pairs])


def are_alike(one: Fingerprint, other: Fingerprint) -> bool:
    """Tell whether two prints are of one story, the one before and the other after a correction."""
    both = set(one.terms).intersection(other.terms)
    return len(both) >= STILL * max(len(one.terms), len(other.terms))


def _key_terms(counts: dict[int, int], names: set[int], rarity: Rarity) -> list[int]:
    """Return the weightiest terms of a story, the weightiest first; their rarity is learned.

    Most terms weigh too little by far, and are not weighed: what was enough for the story before
    tells about how much is. Where too few weigh that, all are.
    """
    least = rarity.enough * LIKELY if len(counts) > MANY else -inf
    rare = rarity.learn(counts, names, least)
    best = _without_surplus(sorted(rarity.weigh(rare, names, least), reverse=True))
    if len(best) < KEY_TERMS and least > -inf:
        best = _without_surplus(sorted(rarity.weigh(counts.items(), names), reverse=True))
    if len(best) == KEY_TERMS:
        rarity.enough = best[-1][0]
    return [term for _, term in best]


def _without_surplus(weighed: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """Return the first of weighed terms, without numbers that come after as many as may be."""
    if _figures(weighed[:KEY_TERMS])[MOST_FIGURES:]:
        surplus = frozenset(_figures(weighed)[MOST_FIGURES:])
        weighed = [pair for pair in weighed if pair not in surplus]
    return weighed[:KEY_TERMS]


def _figures(weighed: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """Return those of weighed terms that are numbers."""
    return [pair for pair in weighed if pair[1] & BY_LENGTH == FIGURE]


def _packed_weights(
    terms: Sequence[int], counts: dict[int, int], names: set[int], headline: frozenset[int]
) -> list[int]:
    """Return what terms weigh by how often they are said; the lowest bits are flags."""
    packed = PACKED
    return [packed[counts[term] << 2 | (term in headline) << 1 | (term in names)] for term in terms]


class PackedWeights(dict[int, int]):
    """What a term weighs as a whole number with its flags, by how often it is said and these."""

    def __missing__(self, key: int) -> int:
        """Work it out the first time."""
        weight = TIMES[key >> 2] * (NAMES if key & NAME else 1)
        flags = NAME | IN_HEADLINE
        found = self[key] = int(weight * SCALE) & ~flags | key & flags
        return found


PACKED = PackedWeights()
