"""Scores of all documents of a segment packed into one big integer, summed at once.

A segment's documents stand side by side in one great whole number, each in a lane of 16 bits, so
that one addition adds for all of them. A lane never holds more than 15 bits, so none spills over.
"""

from __future__ import annotations

import sys
from array import array
from functools import lru_cache
from itertools import compress

from reader.index.format.postings import Numbers
from reader.model.construction import frozen

TOP = 0x7FFF
"""The greatest number in a lane."""

Values = tuple[bytes, bytes]
"""For each byte the low and the high byte of what it stands for."""

_LANE, _FULL = 16, 0xFFFF
_FILLED = bytes([0, *[255] * 255])


@frozen
class ScoredSet:
    """The documents of a segment that are found, and how well."""

    members: int  # a lane full of ones for each of them
    scores: int = 0  # a number in each of these lanes

    def __len__(self) -> int:
        return self.members.bit_count() // _LANE

    def both(self, other: ScoredSet) -> ScoredSet:
        """Return what two find, with the sum of their scores."""
        members = self.members & other.members
        return ScoredSet(members, (self.scores + other.scores) & members)

    def either(self, other: ScoredSet) -> ScoredSet:
        """Return what any of two finds, with the sum of their scores."""
        return ScoredSet(self.members | other.members, self.scores + other.scores)


@frozen
class PackedScores:
    """The lanes of a segment with so many documents."""

    count: int
    ones: int  # a 1 in every lane

    def stretch(self, first: int, end: int) -> int:
        """Return a lane of ones for each document from the first one on, before the end."""
        return (1 << _LANE * end) - (1 << _LANE * first) if first < end else 0

    def marked(self, flat: bytes | bytearray) -> int:
        """Return a lane of ones for each document whose byte is not 0."""
        filled = flat.translate(_FILLED)
        return self._wide(filled, filled)

    def ones_of(self, first: int, end: int) -> int:
        """Return a 1 in the lane of each document from the first one on, before the end."""
        return (self.ones >> _LANE * (self.count - end + first)) << _LANE * first

    def at_least(self, found: ScoredSet, least: int) -> int:
        """Return those of the documents with at least the score in their lane."""
        high = self.ones << _LANE - 1
        reached = (found.scores + high - least) & high
        return (reached >> _LANE - 1) * _FULL & found.members

    def valued(self, flat: bytes, values: Values) -> int:
        """Return for each document the value that its byte stands for."""
        return self._wide(*(flat.translate(half) for half in values))

    def documents(self, members: int) -> list[int]:
        """Return the numbers of the documents with a lane of ones, in order."""
        return list(compress(range(self.count), self.flat(members)))

    def flat(self, members: int) -> bytes:
        """Return for each document a byte, 0 if its lane is empty."""
        return members.to_bytes(2 * self.count, "little")[::2]

    def numbers(self, scores: int) -> Numbers:
        """Return the number in each lane."""
        numbers = array("H", scores.to_bytes(2 * self.count, "little"))
        (numbers.byteswap if sys.byteorder == "big" else tuple)()
        return numbers

    def _wide(self, low: bytes | bytearray, high: bytes | bytearray) -> int:
        wide = bytearray(2 * self.count)
        wide[::2], wide[1::2] = low, high
        return int.from_bytes(wide, "little")


@lru_cache(64)
def packed_scores(count: int) -> PackedScores:
    """Return the lanes of a segment with so many documents."""
    return PackedScores(count, int.from_bytes(b"\1\0" * count, "little"))


def bytewise_max(one: bytes, other: bytes) -> bytes:
    """Return of two rows of bytes below 128 the greater byte at each place."""
    size = len(one)
    left, right = int.from_bytes(one, "little"), int.from_bytes(other, "little")
    high = int.from_bytes(b"\x80" * size, "little")
    is_left = ((left | high) - right) & high
    chosen = is_left - (is_left >> 7)
    return (right ^ ((left ^ right) & chosen)).to_bytes(size, "little")


def bytewise_min(one: bytes, other: bytes) -> bytes:
    """Return of two rows of bytes below 128 the lesser byte at each place."""
    size = len(one)
    both = int.from_bytes(one, "little") ^ int.from_bytes(other, "little")
    return (both ^ int.from_bytes(bytewise_max(one, other), "little")).to_bytes(size, "little")
