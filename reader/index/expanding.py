"""A wanted token in, the terms of the index that it stands for out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, islice

from reader.index.schema import FORMS
from reader.index.segment import Segment
from reader.index.stemming import form_of, language_of
from reader.index.wants import Fit, Want

_SEPARATOR = "\0"
_LOOKED_AT_BETWEEN_CALLS = 1_000

Candidates = Iterator[tuple[str, str, int]]
"""Terms, a form of each, and how many stories hold it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a wanted token is expanded."""

    terms: int  # the most frequent that are used
    read: int  # how many are looked at
    fields: tuple[str, ...] = ()  # where alone they are looked up, empty for all


_TYPED_SHORT = Bounds(8, 5_000, ("headline",))
_TYPED = Bounds(32, 20_000)
_BEGUN = Bounds(1_000, 50_000)
_LIKE = Bounds(64, 50_000)


@dataclass(frozen=True, slots=True)
class Expansion:
    """Words, each with its terms in all languages, and whether there would have been more."""

    words: tuple[tuple[str, ...], ...]
    is_cut: bool = False
    hint: str = ""  # which says so

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms of all words."""
        return tuple(chain.from_iterable(self.words))


def expand(  # noqa: PLR0913 - each says one thing
    want: Want,
    fields: tuple[str, ...],
    segments: Iterable[Segment],
    languages: AbstractSet[str],
    *,
    typing: bool,
    between: Callable[[], None],
) -> Expansion:
    """The terms that a wanted token stands for, within bounds."""
    itself = tuple(sorted(term for term in want.terms if language_of(term) in languages))
    if want.fit is Fit.SAME:
        return Expansion((itself,))
    bounds = _bounds(want, typing=typing)
    counts, read = _counted(want, _candidates(want, fields, segments, bounds), bounds, between)
    chosen = nlargest(bounds.terms, counts, key=lambda term: (counts[term], term))
    is_cut = read == bounds.read or len(counts) > bounds.terms
    words = (itself, *((term,) for term in chosen))
    return Expansion(words, is_cut, _hint(want, bounds) if is_cut else "")


def _counted(
    want: Want, candidates: Candidates, bounds: Bounds, between: Callable[[], None]
) -> tuple[Counter[str], int]:
    """The terms that do, with how many stories hold each; and how many were looked at."""
    counts: Counter[str] = Counter()
    read = 0
    for term, form, count in islice(candidates, bounds.read):
        if read % _LOOKED_AT_BETWEEN_CALLS == 0:
            between()
        read += 1
        if want.takes(term, form):
            counts[term] += count
    for term in want.terms & counts.keys():  # the word itself is used beside the others
        del counts[term]
    return counts, read


def _bounds(want: Want, *, typing: bool) -> Bounds:
    if want.fit is Fit.LIKE:
        return _LIKE
    if not typing:
        return _BEGUN
    return _TYPED_SHORT if len(want.form) < 3 and want.form.isascii() else _TYPED


def _hint(want: Want, bounds: Bounds) -> str:
    how = "like" if want.fit is Fit.LIKE else "that begin with"
    return f"only the {bounds.terms:,} most frequent words {how} “{want.form}” are used"


def _candidates(
    want: Want, fields: tuple[str, ...], segments: Iterable[Segment], bounds: Bounds
) -> Candidates:
    """Terms that may do, their forms, and how many stories of a field hold each."""
    start = want.form[:1] if want.fit is Fit.LIKE else want.form
    named = [field for field in fields if field in bounds.fields] or fields
    for segment in segments:
        for field in named:
            for term, count in segment.beginning(field, start):
                yield term, form_of(term), count
        for key, count in () if bounds.fields else segment.beginning(FORMS, start):
            form, _, term = key.partition(_SEPARATOR)
            yield term, form, count
