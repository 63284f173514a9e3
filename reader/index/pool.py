"""Stories in, the terms of a new segment out, each with its stories."""

from __future__ import annotations

import sys
from array import array
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from operator import itemgetter

from reader.index.beginnings import Counts, Forms, beginnings
from reader.index.codec import Counted
from reader.index.fields import FRONTS, WORDS
from reader.index.impact import COUNTED, impact, in_body, much
from reader.index.postings import Numbers, Places, Postings
from reader.index.schema import LANGUAGE, Indexed
from reader.index.tokens import terms

_APART = 16  # places between two fields of a story, which no phrase leaps over
_DOCUMENT = 32  # bits to the left of a place
_PLACE_AT, _DOCUMENT_AT = (0, 1) if sys.byteorder == "little" else (1, 0)

_NONE: dict[int, tuple[int, float]] = {}
_term_of = itemgetter(0)
_Held = dict[str, Numbers]


class Pool:
    """The terms of a segment in the making, with where each stands: document and place."""

    def __init__(self) -> None:
        names = (WORDS, *FRONTS, LANGUAGE)
        self._held: dict[str, _Held] = {name: defaultdict(_numbers) for name in names}
        self._forms: Forms = set()
        self._bodies: list[bytes] = []  # for each document the impact of a count in its body
        self._weights: list[float] = []  # and how much one occurrence counts
        self._each: dict[str, list[float]] = {field: [] for field in FRONTS}
        self._fronts: dict[str, dict[int, tuple[int, float]]] = defaultdict(dict)

    def add(self, story: Indexed) -> None:
        """Take the words of the next story."""
        document, at = len(self._bodies), 0
        for field in FRONTS:
            found = list(terms(getattr(story, field)))
            self._add(field, found, document, at)
            self._add(WORDS, found, document, at)
            self._weigh(field, found, document)
            at += len(found) + _APART
        found = list(terms(story.body))
        self._add(WORDS, found, document, at)
        self._bodies.append(in_body(len(found)))
        self._weights.append(much("body", len(found)))
        if story.language:
            self._held[LANGUAGE][story.language[:2].lower()].append(document << _DOCUMENT)

    def _add(self, name: str, found: list[tuple[str, str]], document: int, at: int) -> None:
        held = self._held[name]
        first = (document << _DOCUMENT) + at
        places = range(first, first + len(found))
        deque(map(array.append, map(held.__getitem__, map(_term_of, found)), places), maxlen=0)
        self._forms.update(found)

    def _weigh(self, field: str, found: list[tuple[str, str]], document: int) -> None:
        """Remember how much the words of a short field count, and how many there were."""
        each = much(field, len(found))
        self._each[field].append(each)
        for term, _ in found:
            known = self._fronts[term]
            count, total = known.get(document, (0, 0.0))
            known[document] = count + 1, total + each

    def iter_postings(self) -> Iterator[tuple[str, Iterator[Counted]]]:
        """Every list with its terms in order."""
        counts: Counts = {}
        for name, held in self._held.items():
            counts[name] = {}
            yield name, self._counted(name, held, counts[name])
        yield from beginnings(counts, self._forms)

    def _counted(self, name: str, held: _Held, counts: dict[str, int]) -> Iterator[Counted]:
        for term in sorted(held):
            places, documents = _apart(held[term])
            each = Counter(documents) if len(documents) > 1 else {documents[0]: 1}
            counts[term] = len(each)
            postings = Postings(array("I", each), bytes(self._impacts(name, term, each)))
            yield term, len(each), (postings, Places(array("I", each.values()), places))

    def _impacts(self, name: str, term: str, each: dict[int, int]) -> Iterable[int]:
        """How much each document tells about a term that it holds so often."""
        if name == WORDS:
            return self._of_all(term, each)
        if name == LANGUAGE:
            return [1] * len(each)
        weights = self._each[name]
        return (impact(count * weights[document]) for document, count in each.items())

    def _of_all(self, term: str, each: dict[int, int]) -> Iterable[int]:
        """As if all stood in the body, and then those anew of which some stand before it."""
        bodies = self._bodies
        try:
            found = {document: bodies[document][count] for document, count in each.items()}
        except IndexError:
            return self._of_all(term, {one: min(count, COUNTED) for one, count in each.items()})
        for document, (fronts, total) in self._fronts.get(term, _NONE).items():
            behind = max(0, each[document] - fronts)
            found[document] = impact(total + behind * self._weights[document])
        return found.values()

    def cleanup(self) -> None:
        """Nothing of this is on disk."""


def _numbers() -> Numbers:
    return array("Q")


def _apart(held: Numbers) -> tuple[Numbers, Numbers]:
    """The places and the documents."""
    halves = array("I", held.tobytes())
    return halves[_PLACE_AT::2], halves[_DOCUMENT_AT::2]
