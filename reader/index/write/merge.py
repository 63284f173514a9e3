"""Merges the terms of several segments, without the stories that are gone."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import accumulate, compress, groupby
from operator import itemgetter

from reader.index.analysis.stemming import form_of
from reader.index.format.dictionary import CountedTerm
from reader.index.format.postings import (
    Numbers,
    Positions,
    Postings,
    pack_place,
    pack_positions,
    pack_posting,
    pack_postings,
    unpack_positions,
    unpack_postings,
)
from reader.index.format.prefixes import Forms, TermCounts, prefix_lists
from reader.index.format.schema import FORMS, FRONTS, LANGUAGE, SEPARATOR, WORDS
from reader.index.format.segment import Packed, Segment

_term_of = itemgetter(0)


class Merge:
    """The terms of several segments, the documents of each after those of the one before."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        sizes = [segment.count - len(segment.deleted) for segment in segments]
        self._stories = sum(sizes)
        firsts = accumulate(sizes, initial=0)
        self._moved = [_new_numbers(*each) for each in zip(segments, firsts, strict=False)]

    def iter_postings(self) -> Iterator[tuple[str, Iterator[CountedTerm]]]:
        """Yield every list with its terms in order."""
        counts: TermCounts = {}
        for name in (WORDS, *FRONTS, LANGUAGE):
            counts[name] = {}
            yield name, self._merge_terms(name, counts[name])
        yield from prefix_lists(counts, self._forms(counts[WORDS]))

    def cleanup(self) -> None:
        """Do nothing: nothing of this is on disk."""

    def _merge_terms(self, name: str, counts: dict[str, int]) -> Iterator[CountedTerm]:
        every = merge(*(self._packed_terms(name, number) for number in range(len(self._segments))))
        for term, pieces in groupby(every, _term_of):
            postings, places = self._join_pieces(pieces)
            if postings.documents:
                counts[term] = len(postings.documents)
                yield term, counts[term], *self._repack(postings, places)

    def _repack(self, postings: Postings, places: Positions) -> tuple[bytes, bytes]:
        """Return postings and places as bytes; most terms stand in one place."""
        if len(places.positions) == 1:
            packed = pack_posting(postings.documents[0], postings.impacts[0])
            return packed, pack_place(places.positions[0])
        return pack_postings(postings, self._stories), pack_positions(places)

    def _packed_terms(self, name: str, number: int) -> Iterator[tuple[str, int, Packed]]:
        for term, packed in self._segments[number].packed(name):
            yield term, number, packed

    def _join_pieces(self, pieces: Iterable[tuple[str, int, Packed]]) -> tuple[Postings, Positions]:
        documents, counts, positions = array("I"), array("I"), array("I")
        impacts = bytearray()
        for _, number, (count, *packed) in pieces:
            postings = unpack_postings(packed[0], count)
            places = unpack_positions(packed[1], count)
            moved = self._moved[number]
            if self._segments[number].deleted:
                postings, places = _without_deleted(postings, places, moved)
            documents.extend(map(moved.__getitem__, postings.documents))
            impacts += postings.impacts
            counts.extend(iter(places.counts))
            positions.extend(iter(places.positions))
        return Postings(documents, bytes(impacts)), Positions(counts, positions)

    def _forms(self, words: dict[str, int]) -> Forms:
        """Return the unstemmed words of terms that are still there."""
        known = Counter({(term, form_of(term)): held for term, held in words.items()})
        for segment in self._segments:
            for key, held in segment.beginning(FORMS, ""):
                form, _, term = key.partition(SEPARATOR)
                if term in words:
                    known[term, form] += held
        return known


def _new_numbers(segment: Segment, first: int) -> list[int]:
    """Return for each document its new number, -1 for those that are deleted."""
    moved = []
    for document in range(segment.count):
        is_gone = document in segment.deleted
        moved.append(-1 if is_gone else first)
        first += not is_gone
    return moved


def _without_deleted(
    postings: Postings, places: Positions, moved: Sequence[int]
) -> tuple[Postings, Positions]:
    """Return the same without what is deleted."""
    kept = [moved[document] >= 0 for document in postings.documents]
    ends = list(accumulate(places.counts, initial=0))
    positions: Numbers = array("I")
    for number in compress(range(len(kept)), kept):
        positions.extend(iter(places.positions[ends[number] : ends[number + 1]]))
    documents = array("I", compress(postings.documents, kept))
    counts = array("I", compress(places.counts, kept))
    impacts = bytes(compress(postings.impacts, kept))
    return Postings(documents, impacts), Positions(counts, positions)
