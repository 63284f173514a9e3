"""Gathers the terms of a new segment in memory, story by story."""

from __future__ import annotations

import sys
from array import array
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from itertools import chain, count

from reader.index.analysis.tokens import Term, terms_of_run, words_as_written
from reader.index.format.codec import CountedTerm
from reader.index.format.impact import COUNTED, body_impacts, impact_of, occurrence_weight
from reader.index.format.postings import Numbers, Positions, Postings, SinglePosting
from reader.index.format.prefixes import Forms, TermCounts, prefix_lists
from reader.index.format.schema import FRONTS, LANGUAGE, WORDS, IndexDocument

_APART = 16  # places between two fields of a story, which no phrase leaps over
_DOCUMENT = 32  # bits to the left of a place
_WIDE = "L" if array("L").itemsize == 8 else "Q"  # the same, but "L" takes numbers sooner
_PLACE = (1 << _DOCUMENT) - 1
_PLACE_AT, _DOCUMENT_AT = (0, 1) if sys.byteorder == "little" else (1, 0)

_NONE: dict[int, tuple[int, float]] = {}
_Held = dict[str, Numbers]


class SegmentBuilder:
    """The terms of a segment in the making, with where each stands: document and place."""

    def __init__(self) -> None:
        names = (WORDS, *FRONTS, LANGUAGE)
        self._held: dict[str, _Held] = {name: defaultdict(_numbers) for name in names}
        self._lists: dict[str, _Lists] = {}
        self._bodies: list[bytes] = []  # for each document the impact of a count in its body
        self._weights: list[float] = []  # and how much one occurrence counts
        self._each: dict[str, list[float]] = {field: [] for field in FRONTS}
        self._fronts: dict[str, dict[int, tuple[int, float]]] = defaultdict(dict)

    def add(self, story: IndexDocument) -> None:
        """Take the words of the next story."""
        document, language = len(self._bodies), story.language[:2].lower()
        if language not in self._lists:
            self._lists[language] = _Lists(self._held[WORDS], language)
        lists, at = self._lists[language], document << _DOCUMENT
        for field in FRONTS:
            read = words_as_written(getattr(story, field))
            length = _append(lists.token_lists(read), at)
            found = lists.terms(read)
            _append(map(self._held[field].__getitem__, found), at)
            self._weigh(field, found, document)
            at += length + _APART
        length = _append(lists.token_lists(words_as_written(story.body)), at)
        self._bodies.append(body_impacts(length))
        self._weights.append(occurrence_weight("body", length))
        if language:
            self._held[LANGUAGE][language].append(document << _DOCUMENT)

    def _weigh(self, field: str, found: list[str], document: int) -> None:
        """Remember how much the words of a short field count, and how many there were."""
        each = occurrence_weight(field, len(found))
        self._each[field].append(each)
        for term in found:
            known = self._fronts[term]
            count, total = known.get(document, (0, 0.0))
            known[document] = count + 1, total + each

    def _forms(self) -> Forms:
        """Return each term as the words that stand for it, with how many stories hold each."""
        counts: Forms = Counter()
        for lists in self._lists.values():
            for term, stories in lists.forms():
                counts[term] += stories
        return counts

    def iter_postings(self) -> Iterator[tuple[str, Iterator[CountedTerm]]]:
        """Yield every list with its terms in order."""
        counts: TermCounts = {}
        for name, held in self._held.items():
            counts[name] = {}
            yield name, self._counted(name, held, counts[name])
        yield from prefix_lists(counts, self._forms())

    def _counted(self, name: str, held: _Held, counts: dict[str, int]) -> Iterator[CountedTerm]:
        for term in sorted(held):
            if len(held[term]) == 1 and name == WORDS and term not in self._fronts:
                counts[term] = 1
                yield term, 1, self._once(held[term][0])
                continue
            places, documents = _apart(held[term])
            each = _each(documents)
            counts[term] = len(each)
            postings = Postings(array("I", each), bytes(self._impacts(name, term, each)))
            yield term, len(each), (postings, Positions(array("I", each.values()), places))

    def _once(self, standing: int) -> SinglePosting:
        document, place = standing >> _DOCUMENT, standing & _PLACE
        return SinglePosting(document, place, self._bodies[document][1])

    def _impacts(self, name: str, term: str, each: dict[int, int]) -> Iterable[int]:
        """Return how much each document tells about a term that it holds so often."""
        if name == WORDS:
            return self._of_all(term, each)
        if name == LANGUAGE:
            return [1] * len(each)
        weights = self._each[name]
        return (impact_of(count * weights[document]) for document, count in each.items())

    def _of_all(self, term: str, each: dict[int, int]) -> Iterable[int]:
        """Count as if all stood in the body, and then those anew of which some stand before it."""
        bodies = self._bodies
        try:
            found = {document: bodies[document][count] for document, count in each.items()}
        except IndexError:
            return self._of_all(term, {one: min(count, COUNTED) for one, count in each.items()})
        for document, (fronts, total) in self._fronts.get(term, _NONE).items():
            behind = max(0, each[document] - fronts)
            found[document] = impact_of(total + behind * self._weights[document])
        return found.values()

    def cleanup(self) -> None:
        """Do nothing: nothing of this is on disk."""


class _Lists:
    """Return for each word of a language, as it is written, where its terms stand."""

    def __init__(self, held: _Held, language: str) -> None:
        self._held = held
        self._language = language
        self._read: dict[str, tuple[Term, ...]] = {}
        self._lists: dict[str, tuple[Numbers, ...]] = {}
        self._only: dict[str, Numbers] = {}  # of the words that are one term, as nearly all are
        self._other: set[str] = set()
        self._stories: Counter[str] = Counter()

    def token_lists(self, words: list[str]) -> Iterable[Numbers]:
        """Return the lists of the terms of a text."""
        some = set(words)
        for word in some.difference(self._read):
            self._learn(word)
        self._stories.update(some)
        if self._other.isdisjoint(some):
            return map(self._only.__getitem__, words)
        return chain.from_iterable(map(self._lists.__getitem__, words))

    def terms(self, words: Iterable[str]) -> list[str]:
        """Return the terms of words whose lists are known."""
        return [term for word in words for term, _ in self._read[word]]

    def forms(self) -> Iterator[tuple[Term, int]]:
        """Yield all terms with the words that they were, and about how many stories hold those."""
        for word, stories in self._stories.items():
            for term in self._read[word]:
                yield term, stories

    def _learn(self, word: str) -> None:
        read = terms_of_run(word, self._language)
        lists = tuple([self._held[term] for term, _ in read])
        self._read[word], self._lists[word] = read, lists
        if len(lists) == 1:
            self._only[word] = lists[0]
        else:
            self._other.add(word)


def _append(lists: Iterable[Numbers], first: int) -> int:
    """Note a place in each list, one after the other; how many there were."""
    places = count(first)
    deque(map(array.append, lists, places), maxlen=0)
    return next(places) - first


def _numbers() -> Numbers:
    return array(_WIDE)


def _each(documents: Numbers) -> dict[int, int]:
    """Return how often each document stands in a row of them, that rises; most stand in it once."""
    if len(documents) <= documents[-1] - documents[0] + 1:
        each = dict.fromkeys(documents, 1)
        if len(each) == len(documents):
            return each
    return Counter(documents)


def _apart(held: Numbers) -> tuple[Numbers, Numbers]:
    """Return the places and the documents."""
    halves = array("I", held.tobytes())
    return halves[_PLACE_AT::2], halves[_DOCUMENT_AT::2]
