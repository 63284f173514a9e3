"""The words that may have been meant by a query that finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import nlargest
from itertools import islice, product

from reader.index.analysis.query_tokens import edit_distance
from reader.index.analysis.stemming import form_of, language_of, terms_of
from reader.index.analysis.tokens import fold_word
from reader.index.format.schema import FORMS, SEPARATOR, WORDS
from reader.index.format.segment import Segment, stemmed_languages
from reader.model import And, Or, Part, Phrase, Word

_READ = 6_000  # words of the index that are looked at: about 5 ms
_COMPARED = 100  # the most frequent of them that are compared letter by letter: as long again
_LONG = 5  # letters of a word in which two may be wrong
_MOST = 1  # words of a query that are looked into


def suggest_words(
    part: Part, segments: list[Segment], between: Callable[[], None]
) -> Iterator[tuple[str, str]]:
    """Yield each typed word that no story holds, and the most frequent of those nearest to it."""
    largest = sorted(segments, key=lambda segment: segment.count, reverse=True)
    for word in islice(_unknown_words(part, segments), _MOST):
        between()
        if meant := _nearest(fold_word(word), largest):
            yield word, meant


def _unknown_words(part: Part, segments: list[Segment]) -> Iterator[str]:
    """Yield the words of a query that are in no story."""
    if isinstance(part, And | Or):
        for inner in part.parts:
            yield from _unknown_words(inner, segments)
    elif isinstance(part, Word | Phrase):
        begins = isinstance(part, Word) and part.prefix
        words = (word for word in part.text.split() if word.isalpha())
        yield from (word for word in words if not _is_known(fold_word(word), segments, begins))


def _is_known(form: str, segments: list[Segment], begins: bool) -> bool:
    if begins and any(_words(form, segments)):
        return True
    languages = stemmed_languages(segments)
    terms = [term for term in terms_of(form) if language_of(term) in languages]
    return any(segment.frequency(WORDS, term) for segment, term in product(segments, terms))


def _nearest(form: str, segments: Iterable[Segment]) -> str:
    """Return the nearest word that begins alike, of equally near ones the most frequent."""
    limit = 1 if len(form) < _LONG else 2
    letters, counts = set(form), dict[str, int]()
    shortest, longest = len(form) - limit, len(form) + limit
    for other, count in islice(_words(form[:1], segments), _READ):
        if shortest <= len(other) <= longest and len(letters.difference(other)) <= limit:
            counts[other] = counts.get(other, 0) + count
    likely = nlargest(_COMPARED, counts, key=lambda other: (counts[other], other))
    near = (limit + 1, 0, "")
    for other in likely:  # what is farther than the nearest one so far need not be weighed
        apart = edit_distance(form, other, min(limit, near[0]))
        near = min(near, (apart, -counts[other], other))
    return near[2] if near[0] <= limit else ""


def _words(start: str, segments: Iterable[Segment]) -> Iterator[tuple[str, int]]:
    """Yield words as they are written, with about how many stories hold each."""
    for segment in segments:
        written: dict[str, int] = {}
        for key, count in segment.beginning(FORMS, start):
            form, _, term = key.partition(SEPARATOR)
            written[term] = written.get(term, 0) + count
            yield form, count
        # A stem that more stories hold than its other forms is a word too.
        for term, count in segment.beginning(WORDS, start):
            besides = count - written.get(term, 0)
            if besides > 0:
                yield form_of(term), besides
