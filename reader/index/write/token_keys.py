"""Writes each token of many stories as one number, so that sorting puts them in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from reader.index.format.schema import FRONTS, IndexDocument
from reader.index.write.segment_builder import APART

Row: TypeAlias = NDArray[Any]

FIELDS = (*FRONTS, "body")
"""The fields of a story in the order in which they follow each other in the list of all words."""

_AT_ONCE = 1 << 17  # tokens of a piece, unless one term has more
_BITS = 64  # of a key


class TokenKeys:
    """How a token is written as a number: which term it is, in which document, at which place."""

    def __init__(self, counts: Row) -> None:
        """Take how many tokens there are, by document and field."""
        self.counts = counts
        self.starts = np.cumsum(counts + APART, axis=1) - counts - APART
        """The first place of each field."""
        most = int((self.starts + counts).max(initial=0))
        self._place = most.bit_length()
        self._document = len(counts).bit_length()

    def made(self, terms: Row, first: int, counts: Row) -> Row:
        """Return the keys of the tokens of some documents in a row, from the first of these on."""
        documents = np.arange(first, first + len(counts), dtype=np.uint64) << self._shift(0)
        starts = self.starts[first : first + len(counts)].astype(np.uint64) + documents[:, None]
        each = counts.ravel()
        before = (np.cumsum(each) - each).astype(np.uint64)
        keys = np.repeat(starts.ravel() - before, each)
        keys += np.arange(len(keys), dtype=np.uint64)
        keys += terms << self._shift(self._document)
        return keys

    def pieces(self, keys: Row) -> Iterator[Row]:
        """Cut keys, which are in order, between two terms, so that few are taken apart at once."""
        begin = 0
        while begin < len(keys):
            end = begin + _AT_ONCE
            if end < len(keys):
                term = self._shift(self._document)
                cut = keys[end] >> term
                end = int(np.searchsorted(keys, cut << term))
                if end <= begin:
                    end = int(np.searchsorted(keys, (cut + np.uint64(1)) << term))
            yield keys[begin:end]
            begin = end

    def taken_apart(self, keys: Row) -> tuple[Row, Row, Row]:
        """Return the terms, documents and places of tokens."""
        terms = (keys >> self._shift(self._document)).astype(np.int64)
        documents = (keys >> self._shift(0)).astype(np.int64) & ((1 << self._document) - 1)
        return terms, documents, keys.astype(np.int64) & ((1 << self._place) - 1)

    def _shift(self, bits: int) -> np.uint64:
        return np.uint64(self._place + bits)


def have_keys(stories: Sequence[IndexDocument]) -> bool:
    """Tell whether the tokens of stories can be written so, which those of a great book cannot.

    No story has more tokens than letters, and all together have no more terms.
    """
    letters = [sum(len(getattr(story, field)) for field in FIELDS) for story in stories]
    last = max(letters, default=0) + APART * len(FIELDS)
    numbers = len(stories), last, sum(letters)
    return sum(number.bit_length() for number in numbers) <= _BITS


def ends_of(lengths: Row) -> Row:
    """Return where each of some rows ends, one after the other, behind a 0."""
    return np.cumsum(np.concatenate(([0], lengths)), dtype=np.int64)
