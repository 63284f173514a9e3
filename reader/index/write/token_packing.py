"""Packs the terms of many stories, of which the tokens are in order."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reader.index.format.dictionary import CountedTerm
from reader.index.format.impact import COUNTED, body_impacts, impact_of, occurrence_weight
from reader.index.format.postings import (
    is_flat,
    narrowest,
    pack_place,
    pack_posting,
    seal_documents,
    seal_flat,
    seal_places,
)
from reader.index.format.schema import WORDS
from reader.index.write.token_keys import FIELDS, Row, TokenKeys

_BODY = len(FIELDS) - 1  # which of them it is
_TYPES = {"B": np.uint8, "H": np.uint16, "I": np.uint32}
_SIZES = {"B": 1, "H": 2, "I": 4}


class TokenPacking:
    """What is known of the documents of a segment, so that its terms can be packed."""

    def __init__(self, keys: TokenKeys, terms: list[str]) -> None:
        self._keys = keys
        self._terms = terms
        self._stories = len(keys.counts)
        rows = keys.counts.tolist()
        weights = [list(map(occurrence_weight, FIELDS, row)) for row in rows]
        self._weights = np.array(weights)  # of one occurrence, by document and field
        bodies = b"".join(body_impacts(row[_BODY]) for row in rows)
        self._bodies = np.frombuffer(bodies, np.uint8).reshape(-1, COUNTED + 1)

    def packed(self, name: str, keys: Row, counts: dict[str, int]) -> Iterator[CountedTerm]:
        """Yield the terms of a list, packed; `counts` is told how many stories hold each."""
        for piece in map(self._taken_apart, self._keys.pieces(keys)):
            in_words = name == WORDS
            impacts = self._in_words(piece) if in_words else self._in_field(piece, name)
            for packed in self._seal_terms(piece, impacts.astype(np.uint8).tobytes()):
                counts[packed[0]] = packed[1]
                yield packed

    def _taken_apart(self, keys: Row) -> _Piece:
        return _Piece(*self._keys.taken_apart(keys))

    def _in_field(self, piece: _Piece, name: str) -> Row:
        """Return how much each document of a term tells about it in a short field."""
        weights = self._weights[piece.documents, FIELDS.index(name)]
        return np.array([impact_of(total) for total in (piece.counts * weights).tolist()])

    def _in_words(self, piece: _Piece) -> Row:
        """Count as if all stood in the body, and then those anew of which some stand before it."""
        documents, counts = piece.documents, np.minimum(piece.counts, COUNTED)
        impacts = self._bodies[documents, counts]
        bodies = np.repeat(self._keys.starts[documents, _BODY], piece.counts)
        tokens = np.flatnonzero(piece.places < bodies)
        at = np.searchsorted(piece.firsts, tokens, "right") - 1
        starts = self._keys.starts[documents[at], 1:]
        fields = (piece.places[tokens][:, None] >= starts).sum(axis=1)
        totals = np.bincount(at, self._weights[documents[at], fields], len(counts))
        fronts = np.bincount(at, minlength=len(counts))
        some = np.flatnonzero(fronts)
        behind = np.maximum(counts[some] - fronts[some], 0)
        totals = totals[some] + behind * self._weights[documents[some], _BODY]
        impacts[some] = [impact_of(total) for total in totals.tolist()]
        return impacts

    def _seal_terms(self, piece: _Piece, impacts: bytes) -> Iterator[CountedTerm]:
        """Seal what stands of each term of a piece."""
        documents, counts = _Narrowed(piece.documents), _Narrowed(piece.counts)
        planes = _planes(piece.places)
        for number, begin, end, first, last, newest, count, place in piece.rows():
            stories = last - first
            if end - begin == 1:  # as more than half of all terms are
                posting = pack_posting(newest, impacts[first])
                yield self._terms[number], 1, posting, pack_place(place)
                continue
            if is_flat(stories, self._stories):
                flat = np.zeros(self._stories, np.uint8)
                flat[piece.documents[first:last]] = np.frombuffer(impacts[first:last], np.uint8)
                postings = seal_flat(flat.tobytes())
            else:
                kind = narrowest(newest)
                narrow = documents.cut(kind, first, last)
                postings = seal_documents(kind, narrow, impacts[first:last])
            of_counts, of_places = narrowest(count), narrowest(place)
            places = b"".join([plane[begin:end] for plane in planes[of_places]])
            narrow = counts.cut(of_counts, first, last)
            places = seal_places(of_counts, narrow, of_places, places)
            yield self._terms[number], stories, postings, places


class _Piece:
    """The tokens of some terms in a row, and which documents hold these."""

    def __init__(self, terms: Row, documents: Row, places: Row) -> None:
        self.places = places
        self._begins = np.flatnonzero(np.diff(terms, prepend=-1))  # of each term
        self._terms = terms[self._begins]
        is_first = np.diff(documents, prepend=-1) != 0
        is_first[self._begins] = True
        self.firsts = np.flatnonzero(is_first)  # of each term in each of its documents
        self.documents = documents[self.firsts]
        self.counts = np.diff(self.firsts, append=len(places))

    def rows(self) -> Iterator[tuple[int, ...]]:
        """Yield for each term its number, and where its tokens begin and end, and its documents.

        Then its last document, how often it stands in one at most, and its last place of all.
        """
        firsts = np.searchsorted(self.firsts, self._begins)
        lasts = np.append(firsts[1:], len(self.firsts))
        columns = (
            self._terms,
            self._begins,
            np.append(self._begins[1:], len(self.places)),
            firsts,
            lasts,
            self.documents[lasts - 1],
            np.maximum.reduceat(self.counts, firsts),
            np.maximum.reduceat(self.places, self._begins),
        )
        return zip(*(column.tolist() for column in columns), strict=True)


class _Narrowed:
    """Numbers in a row as bytes, in each of the types that may hold some of them."""

    def __init__(self, numbers: Row) -> None:
        self._raw = {kind: numbers.astype(each).tobytes() for kind, each in _TYPES.items()}

    def cut(self, kind: str, first: int, last: int) -> bytes:
        """Return some of them in a type that holds them."""
        size = _SIZES[kind]
        return self._raw[kind][size * first : size * last]


def _planes(numbers: Row) -> dict[str, list[bytes]]:
    """Return for each type the first bytes of all numbers, then the second ones."""
    planes = {}
    for kind, each in _TYPES.items():
        raw, size = numbers.astype(each).view(np.uint8), _SIZES[kind]
        planes[kind] = [raw[at::size].tobytes() for at in range(size)]
    return planes
