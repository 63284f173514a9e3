"""A segment holds each term where it stands, in whatever way its words are written."""

from __future__ import annotations

from array import array
from collections import Counter

import pytest

from reader.index.analysis.tokens import terms_in, tokenize, words_as_written
from reader.index.format.postings import (
    Postings,
    pack_postings,
    unpack_positions,
    unpack_postings,
)
from reader.index.format.schema import FORMS, SEPARATOR, WORDS
from reader.index.index import Index
from reader.index.write.occurrences import DOCUMENT, Occurrences, new_occurrences
from tests.support.indexes import empty_index, story

__all__ = ["empty_index"]  # the fixture `index`


def forms(index: Index, beginning: str) -> dict[str, int]:
    """The words that begin so, other than their terms, with how many stories hold each."""
    (segment,) = index._segments
    held = segment.beginning(FORMS, beginning)
    return {key.partition(SEPARATOR)[0]: stories for key, stories in held}


def test_forms_are_counted_by_story_however_often_and_however_written_they_stand_in_it(
    index: Index,
) -> None:
    bodies = ["Tides, tides. Tides; (tides)", "tides and tidings", "tide tides tide", "Harbours!"]
    index.add([story(number, body=body) for number, body in enumerate(bodies, 1)], 1)

    assert forms(index, "tid") == {"tides": 3, "tidings": 1}
    assert forms(index, "harb") == {"harbours": 1}


def test_the_places_of_a_term_rise_through_all_of_its_forms(index: Index) -> None:
    index.add([story(1, headline="", body="tides tide tides"), story(2, body="tide")], 1)
    (segment,) = index._segments

    places = segment.places(WORDS, "tide/en")

    assert list(places.counts) == [3, 1]
    assert list(places.positions[:3]) == sorted(places.positions[:3])


@pytest.mark.parametrize("language", ["fr", "it", "en"])
def test_words_that_are_several_terms_stand_among_words_that_are_one(
    index: Index, language: str
) -> None:
    text = "le port de l'hiver et l'hiver d'avant - le port ... l'hiver"
    index.add([story(1, headline="", body=text, language=language), story(2, body="port")], 1)
    (segment,) = index._segments

    for term, _ in set(terms_in(text, language)):
        held = segment.places(WORDS, term)
        first = held.positions[0]
        assert [one - first for one in held.positions[: held.counts[0]]] == gaps(
            [found for found, *_ in tokenize(text, language)], term
        )


def gaps(terms: list[str], wanted: str) -> list[int]:
    """How far behind the first place of a term each of its places is."""
    places = [place for place, term in enumerate(terms) if term == wanted]
    return [place - places[0] for place in places]


def test_words_are_written_without_the_marks_beside_them() -> None:
    assert words_as_written('"Fog," (they) said; mid-day. 1,500 of 3.5% U.S. O\'Neil') == [
        *("Fog", "they", "said", "mid", "day", "1,500", "of", "3.5", "U.S", "O'Neil")
    ]
    assert words_as_written("Nebel, sagt Jürgen. Über 1,5") == [
        *("Nebel", "sagt", "Jürgen", "Über", "1,5")
    ]


@pytest.mark.parametrize("step", [0, 1, 40, 3_000])
@pytest.mark.parametrize("place", [0, 9, 300, 70_000])
def test_places_of_many_documents_come_back_as_they_were_gathered(step: int, place: int) -> None:
    held = new_occurrences((number * step << DOCUMENT) + place + number for number in range(30))
    occurrences = Occurrences(held)
    each = Counter(occurrences.documents)
    is_apart = occurrences.are_apart()
    postings = Postings(array("I", each), bytes([7]) * len(each))
    packed = occurrences.packed_places(None if is_apart else array("I", each.values()))

    assert is_apart == (step > 0)
    assert unpack_postings(pack_postings(postings, 100_000), len(each)) == postings
    assert list(unpack_positions(packed, len(each)).positions) == [place + at for at in range(30)]
    assert list(unpack_positions(packed, len(each)).counts) == list(each.values())
