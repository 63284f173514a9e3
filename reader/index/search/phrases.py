"""Finds the documents in which several tokens follow each other."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate

from reader.index.analysis.query_tokens import TokenRow
from reader.index.format.postings import Numbers
from reader.index.format.segment import Segment

_Read = tuple[Numbers, list[int], Numbers]  # documents, where each one's places begin, places
_NOWHERE: Numbers = array("I")


class TokenPositions:
    """Where the terms of one wanted token stand in the documents of a segment."""

    def __init__(self, segment: Segment, name: str, terms: Iterable[str]) -> None:
        self._segment = segment
        self._name = name
        self._terms = terms

    def positions_in(self, document: int) -> list[int] | Numbers:
        """Return the places in a document."""
        if len(self._read) == 1:
            return _stretch(*self._read[0], document)
        return [place for one in self._read for place in _stretch(*one, document)]

    @cached_property
    def _read(self) -> list[_Read]:
        return list(self._each())

    def _each(self) -> Iterator[_Read]:
        for term in self._terms:
            postings = self._segment.postings(self._name, term)
            if postings:
                places = self._segment.places(self._name, term)
                begins = list(accumulate(places.counts, initial=0))
                yield postings.documents, begins, places.positions


def _stretch(documents: Numbers, begins: list[int], positions: Numbers, document: int) -> Numbers:
    number = bisect_left(documents, document)
    if number == len(documents) or documents[number] != document:
        return _NOWHERE
    return positions[begins[number] : begins[number + 1]]


def is_row(wanted: TokenRow, standing: list[TokenPositions], document: int) -> bool:
    """Tell whether a document holds the tokens one after the other."""
    starts = set(standing[0].positions_in(document))
    for want, one in zip(wanted[1:], standing[1:], strict=True):
        starts.intersection_update([place - want.place for place in one.positions_in(document)])
    return bool(starts)
