"""The occurrences of a term in a new segment, a number for each: all are packed at once."""

from __future__ import annotations

import sys
from array import array
from functools import partial

from reader.index.format.postings import Numbers, pack_planes

DOCUMENT = 32  # bits to the left of a place
_WIDE = "L" if array("L").itemsize == 8 else "Q"  # the same, but "L" takes numbers sooner
_SIZE = 8  # bytes
_PLACE_AT, _DOCUMENT_AT = (0, 1) if sys.byteorder == "little" else (1, 0)
_PLACE = (1 << DOCUMENT) - 1

new_occurrences = partial(array, _WIDE)
"""Makes a row of such numbers, which rise."""


def document_and_place(occurrence: int) -> tuple[int, int]:
    """Take such a number apart."""
    return occurrence >> DOCUMENT, occurrence & _PLACE


class Occurrences:
    """The occurrences of one term: their places as bytes, and the documents that they stand in."""

    __slots__ = ("documents", "raw")

    def __init__(self, held: Numbers) -> None:
        self.raw = held.tobytes()
        self.documents = array("I", self.raw)[_DOCUMENT_AT::2]

    def are_apart(self) -> bool:
        """Tell whether each stands in another document, as most do."""
        documents = self.documents
        if len(documents) > documents[-1] - documents[0] + 1:
            return False
        return len(set(documents)) == len(documents)

    def packed_places(self, counts: Numbers | None) -> bytes:
        """Pack the places, by how many there are in each document; None where it is one."""
        return pack_planes(counts, self.raw, _SIZE, 4 * _PLACE_AT)
