"""Where each of several tokens stands in, the documents in which they follow each other out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import chain

from reader.index.postings import Numbers, Postings
from reader.index.wants import Row

_DOCUMENTS_BETWEEN_CALLS = 1_000

Lists = list[list[Postings]]
"""For each wanted token the postings of the terms that it stands for."""


def in_a_row(
    wanted: Row, lists: Lists, within: AbstractSet[int] | None, between: Callable[[], None]
) -> Iterator[tuple[int, int]]:
    """Each document that holds the tokens one after the other, and how often."""
    shared = _shared(lists, within)
    if not shared:
        return
    first, *others = (_places(postings, shared) for postings in lists)
    moves = [(-want.place).__add__ for want in wanted[1:]]
    for number, document in enumerate(sorted(shared)):
        if number % _DOCUMENTS_BETWEEN_CALLS == 0:
            between()
        starts = set(first[document])
        for move, places in zip(moves, others, strict=True):
            starts.intersection_update(map(move, places[document]))
        if starts:
            yield document, len(starts)


def _shared(lists: Lists, within: AbstractSet[int] | None) -> set[int]:
    """The documents that hold all tokens, wherever they stand."""
    held = [set(chain.from_iterable(one.documents for one in postings)) for postings in lists]
    shared = set.intersection(*held)
    return shared if within is None else shared & within


def _places(postings: Iterable[Postings], among: set[int]) -> dict[int, Numbers]:
    places: dict[int, Numbers] = {}
    for one in postings:
        for document, start, end in one.stretches():
            if document in among:
                stretch = one.positions[start:end]
                places[document] = _together(places.get(document), stretch)
    return places


def _together(known: Numbers | None, more: Numbers) -> Numbers:
    if known is None:
        return more
    both = known[:]
    both.extend(iter(more))
    return both
