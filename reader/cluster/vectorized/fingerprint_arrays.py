"""The fingerprints of many stories at once: stories in, prints out, the same to the last bit.

`fingerprint.py` makes one print after the other, and takes several times as long for many; for a
few, importing NumPy would take longer.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from reader.cluster.fingerprint import (
    FEWEST_TERMS,
    HEADLINE,
    KEY_TERMS,
    MOST_FIGURES,
    OPENING,
    SCALE,
    Rarities,
    report_text,
)
from reader.cluster.term_rarity import (
    MEMORY,
    MOST_COUNTED,
    NAMES,
    PRIOR,
    SLOTS,
    TIMES,
    Rarity,
)
from reader.cluster.terms import BY_LENGTH, FIGURE, MOST_ROWS, NOTHING, PRIME, SAMPLED
from reader.cluster.vectorized.word_arrays import WordArrays, run_starts, word_arrays
from reader.model import Fingerprint, Story
from reader.model.construction import frozen
from reader.model.events import IN_HEADLINE, NAME, ReportText

ABREAST = 125  # stories whose arrays a processor holds near, about
TERM_BITS = 32
FLAGS = NAME | IN_HEADLINE
FLAG_BITS = FLAGS.bit_length()
# Terms are turned round by so many bits to be sorted: those that share a slot of the table of
# rarities stand side by side then, and the table is gone through from its beginning to its end.
TURNED = TERM_BITS - (SLOTS * (BY_LENGTH + 1) - 1).bit_length()
MULTIPLIERS = (3, 5, 17, 257)  # of the terms of a row
HALF = 0.5  # of a story: all that is imagined is that and whole ones

Reports = Sequence[tuple[Story | ReportText, int]]
"""Stories with their time."""


def make_fingerprints(reports: Reports, rarity: Rarity) -> Iterator[tuple[Fingerprint, Rarities]]:
    """Yield what stories are recognised by; the rarity of their terms is learned on the way."""
    for at in range(0, len(reports), ABREAST):
        yield from _prints(reports[at : at + ABREAST], rarity)


@frozen
class _SaidTerms:
    """Each term of each story once, those of one story after those of the other."""

    bounds: list[int]  # where those of each story begin, and in the end how many there are
    stories: NDArray[np.int64]  # the place of its story among all
    terms: NDArray[np.uint32]
    often: NDArray[np.int64]  # times that it is said, in headline and opening more
    flags: NDArray[np.int64]


def _prints(reports: Reports, rarity: Rarity) -> Iterator[tuple[Fingerprint, Rarities]]:
    """Yield the prints of as many stories as are looked at abreast."""
    texts = [one for story, _ in reports for one in (story.headline, report_text(story))]
    words = word_arrays(texts)
    said = _said_terms(words)
    rarities = _learn_rarities(said, rarity)
    chosen, bounds = _key_terms(said, rarities)
    terms, weights = said.terms[chosen].tobytes(), _packed_weights(said, chosen).tobytes()
    rows, row_bounds = _shingles(words)
    packed_rows, told = rows.tobytes(), rarities[chosen]
    many = np.diff(words.bounds)[1::2].tolist()
    for at, (story, published) in enumerate(reports):
        start, end = bounds[at], bounds[at + 1]
        packed = array("I", terms[4 * start : 4 * end]), array("H", weights[2 * start : 2 * end])
        first, last = (row_bounds[at], row_bounds[at + 1]) if end > start else (0, 0)
        shingles = array("I", packed_rows[4 * first : 4 * min(last, first + MOST_ROWS)])
        mark = Fingerprint(story.id, published, many[at], story.language, *packed, shingles)
        yield mark, told[start:end].tolist


def _said_terms(words: WordArrays) -> _SaidTerms:
    """Return the terms of stories, of each its headline and its text."""
    lengths = np.diff(words.bounds)
    texts = np.repeat(np.arange(len(lengths)), lengths)
    in_headline = texts & 1 == 0
    times = (words.terms != NOTHING).astype(np.int64)
    times[in_headline] *= HEADLINE
    times[_openings(words.bounds)] *= 2
    flags = np.where(in_headline, IN_HEADLINE, words.names * NAME).astype(np.uint64)
    turned = _turned_round(words.terms, TURNED)
    keys = (texts >> 1).astype(np.uint64) << (TERM_BITS + FLAG_BITS) | flags
    keys |= turned.astype(np.uint64) << FLAG_BITS
    keys = np.repeat(keys, times)
    keys.sort()
    found = keys >> FLAG_BITS
    begins = run_starts(found)
    stories = (found[begins] >> TERM_BITS).astype(np.int64)
    return _SaidTerms(
        np.searchsorted(stories, np.arange(len(lengths) // 2 + 1)).tolist(),
        stories,
        _turned_round(found[begins].astype(np.uint32), TERM_BITS - TURNED),
        np.diff(begins, append=len(found)),
        (np.bitwise_or.reduceat(keys, begins) & FLAGS).astype(np.int64),
    )


def _turned_round(terms: NDArray[np.uint32], bits: int) -> NDArray[np.uint32]:
    """Return terms whose highest bits have become their lowest."""
    return terms << np.uint32(bits) | terms >> np.uint32(TERM_BITS - bits)


def _openings(bounds: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where the words stand that open a text, but not those of headlines."""
    starts, ends = bounds[1::2], bounds[2::2]
    lengths = np.minimum(ends - starts, OPENING)
    return np.repeat(starts - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())


def _learn_rarities(said: _SaidTerms, rarity: Rarity) -> NDArray[np.float64]:
    """Take note of the terms of one story after the other; return the rarities of each one's.

    They are as they were after that story: -inf in one that has too few terms to be learned from.
    """
    slots = (said.terms >> BY_LENGTH.bit_length() & SLOTS - 1).astype(np.int64)
    counts, sharing = np.frombuffer(rarity.counts, np.uint16), _sharing_slots(said, slots)
    times = np.zeros(len(slots), np.uint16)
    whole = np.full(len(said.bounds), -np.inf)
    for at, (start, end) in enumerate(pairwise(said.bounds)):
        if end - start < FEWEST_TERMS:
            continue
        own = slots[start:end]
        times[start:end] = counts[own] = np.minimum(counts[own] + sharing[start:end], MOST_COUNTED)
        rarity.stories += 1
        if rarity.stories >= MEMORY:
            rarity.halve()
            counts = np.frombuffer(rarity.counts, np.uint16)
            times[start:end] = counts[own]
        whole[at] = rarity.most
    imagined = np.array([int(prior - HALF) for prior in PRIOR])[said.terms & BY_LENGTH]
    return whole[said.stories] - _values_at(_logarithms, times + imagined)


def _sharing_slots(said: _SaidTerms, slots: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return of each term how many of its story share its slot; these stand side by side."""
    places = said.stories * SLOTS + slots
    begins = run_starts(places)
    together = np.diff(begins, append=len(places))
    return np.repeat(together, together)


@cache
def _logarithms(most: int) -> NDArray[np.float64]:
    """Return the logarithms of numbers of stories and a half."""
    return np.array([log(stories + HALF) for stories in range(most)])


@cache
def _times(most: int) -> NDArray[np.float64]:
    """Return what a term weighs by how often it is said."""
    return np.array([0.0, *(TIMES[often] for often in range(1, most))])


def _weighed_by_times(said: _SaidTerms) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what terms weigh by how often they are said, and by whether they are names."""
    return _values_at(_times, said.often), np.where(said.flags & NAME, NAMES, 1.0)


def _key_terms(
    said: _SaidTerms, rarities: NDArray[np.float64]
) -> tuple[NDArray[np.int64], list[int]]:
    """Return where the weightiest terms are, the weightiest of a story first.

    And where those of each story begin among them. Numbers beyond as many as may be weigh nothing.
    """
    often, names = _weighed_by_times(said)
    weights = often * rarities * names
    figures = np.flatnonzero(said.terms & BY_LENGTH == FIGURE)
    weights[_rank(said, weights, figures, MOST_FIGURES)[1]] = -np.inf
    least = np.full(len(said.bounds), -np.inf)
    for at, (start, end) in enumerate(pairwise(said.bounds)):
        surplus = end - start - KEY_TERMS
        if surplus > 0:
            least[at] = np.partition(weights[start:end], surplus)[surplus]
    likely = np.flatnonzero((weights >= least[said.stories]) & (weights > -np.inf))
    chosen, _ = _rank(said, weights, likely, KEY_TERMS)
    return chosen, np.searchsorted(said.stories[chosen], np.arange(len(said.bounds))).tolist()


def _rank(
    said: _SaidTerms, weights: NDArray[np.float64], some: NDArray[np.int64], most: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the weightiest of some terms of each story are, and where the others are."""
    some = some[np.lexsort((~said.terms[some], -weights[some], said.stories[some]))]
    stories = said.stories[some]
    is_first = np.arange(len(some)) - np.searchsorted(stories, stories) < most
    return some[is_first], some[~is_first]


def _packed_weights(said: _SaidTerms, chosen: NDArray[np.int64]) -> NDArray[np.uint16]:
    """Return what terms weigh by how often they are said; the lowest bits are flags."""
    often, names = _weighed_by_times(said)
    weights = (often * names * SCALE)[chosen].astype(np.int64)
    return (weights & ~FLAGS | said.flags[chosen]).astype(np.uint16)


def _values_at(
    table: Callable[[int], NDArray[np.float64]], at: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return numbers out of a table that is as long as need be."""
    return table(1 << int(at.max(initial=0)).bit_length())[at]


def _shingles(words: WordArrays) -> tuple[NDArray[np.uint32], list[int]]:
    """Return samples of the rows of terms in texts, sorted, and where those of each begin.

    See `terms.py::shingles`; they are not yet so few as there.
    """
    starts, ends = words.bounds[1::2], words.bounds[2::2]
    begins = np.flatnonzero(words.terms & SAMPLED == 0)
    texts = np.searchsorted(starts, begins, "right") - 1
    is_row = (texts >= 0) & (begins + len(MULTIPLIERS) <= ends[texts])
    begins, texts = begins[is_row], texts[is_row]
    mixed = np.zeros(len(begins), np.uint64)
    for place, multiplier in enumerate(MULTIPLIERS):
        mixed ^= words.terms[begins + place].astype(np.uint64) * np.uint64(multiplier)
    rows = np.sort(texts.astype(np.uint64) << TERM_BITS | mixed % PRIME)
    rows = rows[run_starts(rows)]
    bounds = np.searchsorted(rows >> TERM_BITS, np.arange(len(starts) + 1)).tolist()
    return rows.astype(np.uint32), bounds
