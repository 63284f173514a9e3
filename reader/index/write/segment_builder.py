"""Gathers the terms of a new segment in memory, story by story."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, count
from operator import getitem

from reader.index.analysis.tokens import Term, terms_of_runs, words_as_written
from reader.index.format.dictionary import CountedTerm
from reader.index.format.impact import COUNTED, body_impacts, impact_of, occurrence_weight
from reader.index.format.postings import (
    Numbers,
    Postings,
    pack_place,
    pack_posting,
    pack_postings,
)
from reader.index.format.prefixes import Forms, TermCounts, prefix_lists
from reader.index.format.schema import FRONTS, LANGUAGE, WORDS, IndexDocument
from reader.index.write.occurrences import (
    DOCUMENT,
    Occurrences,
    document_and_place,
    new_occurrences,
)

APART = 16
"""Places between two fields of a story, which no phrase leaps over."""
_Held = dict[str, Numbers]


class SegmentBuilder:
    """The terms of a segment in the making, with where each stands: document and place."""

    def __init__(self) -> None:
        names = (*FRONTS, LANGUAGE)
        self._held: dict[str, _Held] = {name: defaultdict(new_occurrences) for name in names}
        # Words apart by their unstemmed form, of which most terms have one alone.
        self._words: defaultdict[Term, Numbers] = defaultdict(new_occurrences)
        self._lists: dict[str, _Words] = {}
        self._bodies: list[bytes] = []  # for each document the impact of a count in its body
        self._once_each = bytearray()  # and that of a count of one
        self._weights: list[float] = []  # and how much one occurrence counts
        self._each: dict[str, list[float]] = {field: [] for field in FRONTS}
        self._fronts: dict[str, dict[int, tuple[int, float]]] = defaultdict(dict)

    def add(self, story: IndexDocument) -> None:
        """Take the words of the next story."""
        document, language = len(self._bodies), story.language[:2].lower()
        if language not in self._lists:
            self._lists[language] = _Words(self._words, language)
        lists, at = self._lists[language], document << DOCUMENT
        for field in FRONTS:
            read = words_as_written(getattr(story, field))
            length = _append(lists.token_lists(read), at)
            found = lists.terms(read)
            _append(map(self._held[field].__getitem__, found), at)
            self._weigh(field, found, document)
            at += length + APART
        length = _append(lists.token_lists(words_as_written(story.body)), at)
        impacts = body_impacts(length)
        self._bodies.append(impacts)
        self._once_each.append(impacts[1])
        self._weights.append(occurrence_weight("body", length))
        if language:
            self._held[LANGUAGE][language].append(document << DOCUMENT)

    def _weigh(self, field: str, found: list[str], document: int) -> None:
        """Remember how much the words of a short field count, and how many there were."""
        each = occurrence_weight(field, len(found))
        self._each[field].append(each)
        for term in found:
            known = self._fronts[term]
            count, total = known.get(document, (0, 0.0))
            known[document] = count + 1, total + each

    def iter_postings(self) -> Iterator[tuple[str, Iterator[CountedTerm]]]:
        """Yield every list with its terms in order."""
        counts: TermCounts = {WORDS: {}}
        forms: Forms = {}
        yield WORDS, self._count_stories(WORDS, self._all_words(forms), counts[WORDS])
        for name, held in self._held.items():
            counts[name] = {}
            yield name, self._count_stories(name, _in_order(held), counts[name])
        words = counts[WORDS]
        known = {pair: stories or words[pair[0]] for pair, stories in forms.items()}
        yield from prefix_lists(counts, known)

    def _all_words(self, forms: Forms) -> Iterator[tuple[str, Numbers]]:
        """Yield the terms of all fields in order, with where each stands.

        `forms` is told how many stories hold each of their forms, 0 where a term has no other.
        """
        firsts: dict[str, Term] = {}
        more: defaultdict[str, list[Term]] = defaultdict(list)
        for pair in self._words:
            if firsts.setdefault(pair[0], pair) is not pair:
                more[pair[0]].append(pair)
        for term in sorted(firsts):
            first = firsts[term]
            if term not in more:
                forms[first] = 0
                yield term, self._words[first]
                continue
            pairs = first, *more[term]
            lists = [self._words[pair] for pair in pairs]
            forms.update((pair, _stories(held)) for pair, held in zip(pairs, lists, strict=True))
            yield term, new_occurrences(sorted(chain.from_iterable(lists)))

    def _count_stories(
        self, name: str, terms: Iterable[tuple[str, Numbers]], counts: dict[str, int]
    ) -> Iterator[CountedTerm]:
        for term, held in terms:
            if len(held) == 1 and name == WORDS and term not in self._fronts:
                counts[term] = 1
                yield term, 1, *self._once(held[0])
                continue
            occurrences = Occurrences(held)
            if occurrences.are_apart():
                counts[term] = len(held)
                yield term, len(held), *self._apart(name, term, occurrences)
            else:
                each = Counter(occurrences.documents)
                counts[term] = len(each)
                yield term, len(each), *self._together(name, term, occurrences, each)

    def _once(self, occurrence: int) -> tuple[bytes, bytes]:
        document, place = document_and_place(occurrence)
        return pack_posting(document, self._once_each[document]), pack_place(place)

    def _apart(self, name: str, term: str, occurrences: Occurrences) -> tuple[bytes, bytes]:
        """Pack a term that stands in each of its documents once."""
        documents = occurrences.documents
        if name == WORDS and term not in self._fronts:
            impacts = bytes(map(self._once_each.__getitem__, documents))
        else:
            impacts = bytes(self._impacts(name, term, dict.fromkeys(documents, 1)))
        packed = pack_postings(Postings(documents, impacts), len(self._bodies))
        return packed, occurrences.packed_places(None)

    def _together(
        self, name: str, term: str, occurrences: Occurrences, each: dict[int, int]
    ) -> tuple[bytes, bytes]:
        """Pack a term that stands in some of its documents more than once."""
        impacts = bytes(self._impacts(name, term, each))
        postings = Postings(array("I", each), impacts)
        counts = array("I", each.values())
        return pack_postings(postings, len(self._bodies)), occurrences.packed_places(counts)

    def _impacts(self, name: str, term: str, each: dict[int, int]) -> Iterable[int]:
        """Return how much each document tells about a term that it holds so often."""
        if name == WORDS:
            return self._of_all(term, each)
        if name == LANGUAGE:
            return [1] * len(each)
        weights = self._each[name]
        return (impact_of(count * weights[document]) for document, count in each.items())

    def _of_all(self, term: str, each: dict[int, int]) -> bytes | bytearray:
        """Count as if all stood in the body, and then those anew of which some stand before it."""
        try:
            impacts = bytearray(map(getitem, map(self._bodies.__getitem__, each), each.values()))
        except IndexError:
            return self._of_all(term, {one: min(count, COUNTED) for one, count in each.items()})
        if term not in self._fronts:
            return impacts
        documents = list(each)
        for document, (fronts, total) in self._fronts[term].items():
            behind = max(0, each[document] - fronts)
            at = bisect_left(documents, document)
            impacts[at] = impact_of(total + behind * self._weights[document])
        return impacts

    def cleanup(self) -> None:
        """Do nothing: nothing of this is on disk."""


class _SeveralTermsError(Exception):
    """What stands between two spaces is not just one term."""


class _OnlyLists(dict[str, Numbers]):
    """For each word of a language, as it is written, where its one term stands."""

    def __init__(self, held: dict[Term, Numbers], language: str) -> None:
        super().__init__()
        self._held = held
        self.terms = terms_of_runs(language)
        self.lists = _Lists(self)  # of words that are several terms, and others in their company

    def __missing__(self, word: str) -> Numbers:
        """Read it the first time; nearly all words are one term."""
        terms = self.terms[word]
        if len(terms) == 1:
            only = self[word] = self._held[terms[0]]
            return only
        if word not in self.lists:
            self.lists[word] = tuple([self._held[term] for term in terms])
        raise _SeveralTermsError


class _Lists(dict[str, tuple[Numbers, ...]]):
    """For each word of a language, as it is written, where its terms stand."""

    def __init__(self, only: _OnlyLists) -> None:
        super().__init__()
        self._only = only

    def __missing__(self, word: str) -> tuple[Numbers, ...]:
        """Look it up among the others; those that are several terms are here before."""
        with suppress(_SeveralTermsError):
            self[word] = (self._only[word],)
        return self[word]


class _Words:
    """Finds for the words of a language, as they are written, where their terms stand."""

    def __init__(self, held: dict[Term, Numbers], language: str) -> None:
        self._only = _OnlyLists(held, language)

    def token_lists(self, words: list[str]) -> Iterable[Numbers]:
        """Return the lists of the terms of a text."""
        try:
            return list(map(self._only.__getitem__, words))
        except _SeveralTermsError:
            return chain.from_iterable(map(self._only.lists.__getitem__, words))

    def terms(self, words: Iterable[str]) -> list[str]:
        """Return the terms of words."""
        known = self._only.terms
        return [term for word in words for term, _ in known[word]]


def _in_order(held: _Held) -> Iterator[tuple[str, Numbers]]:
    """Yield the terms of a list in order, with where each stands."""
    for term in sorted(held):
        yield term, held[term]


def _append(lists: Iterable[Numbers], first: int) -> int:
    """Note a place in each list, one after the other; how many there were."""
    places = count(first)
    deque(map(array.append, lists, places), maxlen=0)
    return next(places) - first


def _stories(held: Numbers) -> int:
    """Return in how many documents a form stands, most of which stand in one place."""
    return len(set(Occurrences(held).documents)) if len(held) > 1 else 1
