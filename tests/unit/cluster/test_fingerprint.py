"""Fingerprints come out as they are defined, however they are worked out."""

from __future__ import annotations

from math import inf
from random import Random

import pytest

from reader.cluster.fingerprint import KEY_TERMS, MOST_FIGURES, make_fingerprint
from reader.cluster.term_rarity import MEMORY, OFTEN, Rarity
from reader.cluster.terms import (
    BY_LENGTH,
    FIGURE,
    MOST_ROWS,
    NOTHING,
    PAIR,
    PRIME,
    SAMPLED,
    first_words,
    shingles,
    term_hash,
    term_hashes,
    words_with_terms,
)
from reader.model import Fingerprint, Story
from tests.support.reports import story, word

LONG = " ".join(word(Random(number // 2)) for number in range(700))
OFTEN_SAID = " ".join(["Quillhaven"] * (OFTEN + 3))


def learned(stories: int = 30) -> Rarity:
    """The rarities of some stories of which each has words of the one before."""
    rarity = Rarity()
    for number in range(stories):
        make_fingerprint(story(number, number // 3), 0, rarity)
    return rarity


def fingerprint(rarity: Rarity, text: str, enough: float = -inf) -> Fingerprint:
    """The print of a text where so much was enough for a term of the story before."""
    rarity.enough = enough
    return make_fingerprint(Story("/news", "1", "A headline", text, id=1), 0, rarity)


@pytest.mark.parametrize("text", [LONG, f"{LONG[:900]} {OFTEN_SAID}", LONG[:300]])
@pytest.mark.parametrize("enough", [-3.0, 0.1, 2.0, 4.0, 6.0, 9.0, 99.0])
def test_a_print_does_not_depend_on_what_was_enough_for_the_story_before(
    text: str, enough: float
) -> None:
    assert fingerprint(learned(), text, enough) == fingerprint(learned(), text)


def test_a_print_is_weighed_by_what_is_left_when_all_is_halved() -> None:
    prints = []
    for enough in (-inf, 4.0):
        rarity = learned()
        rarity.stories = MEMORY - 1
        prints.append(fingerprint(rarity, LONG, enough))
        assert rarity.stories == MEMORY // 2

    assert prints[0] == prints[1]


def test_numbers_are_few_among_the_terms_of_a_print_however_many_a_text_has() -> None:
    numbers = " ".join(str(number) for number in range(1_000, 1_060))
    mark = fingerprint(learned(), f"{numbers} {LONG}")

    figures = [term for term in mark.terms if term & BY_LENGTH == FIGURE]
    assert (len(figures), len(mark.terms)) == (MOST_FIGURES, KEY_TERMS)


@pytest.mark.parametrize("length", [0, 1, 3, 4, 5, 40, 400, 3_000])
def test_rows_of_four_terms_are_sampled_by_the_value_of_the_first(length: int) -> None:
    dice = Random(length)
    told = [dice.choice((0, dice.getrandbits(32), 2**32 - 1)) for _ in range(length)]

    rows = {
        (told[at] * 3 ^ told[at + 1] * 5 ^ told[at + 2] * 17 ^ told[at + 3] * 257) % PRIME
        for at in range(length - 3)
        if not told[at] & SAMPLED
    }

    assert shingles(told) == sorted(rows)[:MOST_ROWS]


def test_a_row_that_is_larger_than_the_prime_is_what_is_left_by_it() -> None:
    assert shingles([0, (2**32 - 1) // 5, 0, 0]) == [2**32 - 1 - PRIME]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("1500", FIGURE),
        ("٢٠٢٤", FIGURE),
        ("海港", PAIR),
        ("of", 2),
        ("Tides", 5),
        ("Überfahrt", 7),
        ("lighthouses", 7),
    ],
)
def test_a_term_tells_what_it_is_in_its_lowest_bits(word: str, kind: int) -> None:
    assert term_hash(word) & BY_LENGTH == kind


def test_a_letter_whose_small_form_is_plain_is_that_letter() -> None:
    assert term_hash("\u212a") == term_hash("k") == NOTHING
    assert term_hash("\u212aiel") == term_hash("kiel")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Fog over Quillhaven, 1,500 of 3.5% say; in the U.S., a.m. or p.m., since the 1990s.",
        "At 14.5.6, or ,7.8. of 9..10 and x9y, G7's mid-day... e.g.",
        "It\u2019s \u201cfog\u201d \u2013 at 1,5\u00a0km\u2026 of U.S.\u2019s 3\u20134",
        "caf\u00e9 U.S. 1,5 2\u00b2 \u6d77\u6e2f\u53f0 fog_tide",
    ],
)
def test_words_that_are_cut_at_spaces_are_the_words_that_are_looked_for(text: str) -> None:
    words = first_words(text)

    for _ in range(2):  # the second time all is remembered
        assert words_with_terms(text) == (words, term_hashes(words))
