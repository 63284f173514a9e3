"""A story in, what it is recognised by out."""

from __future__ import annotations

from array import array
from collections import Counter
from math import log
from operator import mul

from reader.group.rarity import Rarity
from reader.group.terms import BY_LENGTH, FIGURE, NOTHING, counted, rows, term, words
from reader.model import Print, Story

KEY_TERMS = 48  # that a story is recognised by
MOST_FIGURES = 8  # among them: a table of numbers is no event
FEWEST_TERMS = 12  # that a story needs to be recognised at all
OPENING = 60  # words that count twice
HEADLINE = 2  # times that a word of the headline counts besides
NAMES = 1.5  # times that a name counts more than a word
STILL = 0.4  # of the key terms of a story that are left when it was corrected
SCALE = 256  # of weights kept as whole numbers
HEAVIEST = 65_535


def made(story: Story, published: int, rarity: Rarity) -> Print:
    """What a story is recognised by; the rarity of its terms is learned on the way."""
    found = words(f"{story.deck}\n\n{story.text}" if story.deck else story.text)
    counts, names = counted(found)
    weigh_places(counts, story.headline, found)
    if len(counts) < FEWEST_TERMS:
        return Print(story.id, published, len(found), story.language)
    rarity.learn(counts)
    chosen = key_terms(counts, names, rarity)
    return Print(
        story.id,
        published,
        len(found),
        story.language,
        array("I", [number for number, _ in chosen]),
        array("H", [weight for _, weight in chosen]),
        array("I", rows(found)),
    )


def alike(one: Print, other: Print) -> bool:
    """Whether two prints are of one story, the one before and the other after a correction."""
    both = set(one.terms).intersection(other.terms)
    return len(both) >= STILL * max(len(one.terms), len(other.terms))


def weigh_places(counts: Counter[int], headline: str, found: list[str]) -> None:
    """Let words of the headline and of the opening count more."""
    counts.update(map(term, found[:OPENING]))
    for word in words(headline):
        counts[term(word)] += HEADLINE
    counts.pop(NOTHING, None)


def key_terms(counts: Counter[int], names: set[int], rarity: Rarity) -> list[tuple[int, int]]:
    """The weightiest terms with their weights; the lowest bit of a weight marks a name."""
    weights = [
        (1 + log(times)) * (NAMES if number in names else 1) for number, times in counts.items()
    ]
    scores = map(mul, weights, rarity.of(counts))
    order = sorted(zip(scores, counts, weights, strict=True), reverse=True)
    figures = [one for one in order[: 2 * KEY_TERMS] if one[1] & BY_LENGTH == FIGURE]
    surplus = {number for _, number, _ in figures[MOST_FIGURES:]}
    best = [one for one in order[: 2 * KEY_TERMS] if one[1] not in surplus][:KEY_TERMS]
    return [(number, packed(weight, number in names)) for _, number, weight in best]


def packed(weight: float, name: bool) -> int:
    """A weight as a whole number."""
    return min(int(weight * SCALE), HEAVIEST) & ~1 | name
