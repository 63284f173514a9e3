"""The terms that a wanted token stands for: its stems, beginnings, near spellings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from heapq import nlargest
from itertools import islice

from reader.index.analysis.query_tokens import TokenFit, WantedToken
from reader.index.analysis.stemming import form_of, language_of
from reader.index.format.prefixes import IN_HEADLINES, LONGEST
from reader.index.format.schema import FORMS, SEPARATOR, WORDS
from reader.index.format.segment import Segment
from reader.model.construction import frozen

_LOOKED_AT_BETWEEN_CALLS = 1_000

Candidate = tuple[str, str, int]
"""A term that may do, its form, and how many stories of a segment hold it."""


@frozen
class Bounds:
    """How far a wanted token is expanded."""

    terms: int  # the most frequent that are used
    read: int  # how many are looked at


_TYPED_SHORT = Bounds(8, 5_000)
_TYPED = Bounds(16, 20_000)
_BEGUN = Bounds(1_000, 50_000)
_LIKE = Bounds(64, 50_000)


@frozen
class Expansion:
    """The terms of a word in all languages, and those of other words that it stands for."""

    itself: tuple[str, ...]
    others: tuple[str, ...] = ()
    is_cut: bool = False  # there would have been more
    hint: str = ""  # which says so

    @property
    def terms(self) -> tuple[str, ...]:
        """All terms."""
        return self.itself + self.others


def expand_token(  # noqa: PLR0913 - each says one thing
    want: WantedToken,
    name: str,
    segments: Iterable[Segment],
    languages: AbstractSet[str],
    *,
    typing: bool,
    between: Callable[[], None],
) -> Expansion:
    """Return the terms that a wanted token stands for in a list, within bounds."""
    itself = tuple(sorted(term for term in want.terms if language_of(term) in languages))
    if want.fit is TokenFit.SAME:
        return Expansion(itself)
    short = typing and want.fit is TokenFit.BEGINS and want.form.isascii()
    bounds = _bounds(want, typing=typing)
    candidates = islice(_candidates(want, name, segments, short), bounds.read)
    counts, read = _count_terms(want, candidates, between)
    chosen = nlargest(bounds.terms, counts, key=lambda term: (counts[term], term))
    is_cut = read == bounds.read or len(counts) > bounds.terms
    return Expansion(itself, tuple(chosen), is_cut, _hint(want, bounds) if is_cut else "")


def _count_terms(
    want: WantedToken, candidates: Iterable[Candidate], between: Callable[[], None]
) -> tuple[Counter[str], int]:
    """Return the terms that do, with how many stories hold each; and how many were looked at."""
    counts: Counter[str] = Counter()
    read = 0
    for term, form, count in candidates:
        if read % _LOOKED_AT_BETWEEN_CALLS == 0:
            between()
        read += 1
        if want.takes(term, form):
            counts[term] += count
    for term in want.terms & counts.keys():  # the word itself is used beside the others
        del counts[term]
    return counts, read


def _bounds(want: WantedToken, *, typing: bool) -> Bounds:
    if want.fit is TokenFit.LIKE:
        return _LIKE
    if not typing:
        return _BEGUN
    return _TYPED_SHORT if len(want.form) <= IN_HEADLINES and want.form.isascii() else _TYPED


def _hint(want: WantedToken, bounds: Bounds) -> str:
    how = "like" if want.fit is TokenFit.LIKE else "that begin with"
    return f"only the {bounds.terms:,} most frequent words {how} “{want.form}” are used"


def _candidates(
    want: WantedToken, name: str, segments: Iterable[Segment], short: bool
) -> Iterator[Candidate]:
    start = want.form[:1] if want.fit is TokenFit.LIKE else want.form
    if short and len(start) <= LONGEST and name == WORDS:
        return _of_short(start, segments)
    return _of_all(start, name, segments)


def _of_short(start: str, segments: Iterable[Segment]) -> Iterator[Candidate]:
    """Yield most frequent words that begin so, in headlines alone when it is still very short."""
    name = "headline" if len(start) <= IN_HEADLINES else WORDS
    for segment in segments:
        led = segment.leading(start)
        if led:
            yield from ((term, start, count) for term, count in led)
        elif name == WORDS:
            yield from _of_all(start, name, (segment,))
        else:
            yield from (
                (term, form_of(term), count) for term, count in segment.beginning(name, start)
            )


def _of_all(start: str, name: str, segments: Iterable[Segment]) -> Iterator[Candidate]:
    for segment in segments:
        for term, count in segment.beginning(name, start):
            yield term, form_of(term), count
        for key, count in segment.beginning(FORMS, start):
            form, _, term = key.partition(SEPARATOR)
            yield term, form, count
