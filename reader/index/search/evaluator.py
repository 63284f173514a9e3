"""Evaluates a query in one segment: the documents that it finds, and their scores."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import reduce

from reader.index.analysis.query_tokens import TokenRow, WantedToken, token_row
from reader.index.analysis.stemming import form_of
from reader.index.format.packed_scores import TOP, ScoredSet, bytewise_min
from reader.index.format.schema import LANGUAGE, LISTS, WORDS, epoch_seconds
from reader.index.format.segment import Segment
from reader.index.search.phrases import TokenPositions, is_row
from reader.index.search.search_request import SearchRequest
from reader.index.search.term_lookup import TermLookup
from reader.model import (
    And,
    AtLeastLong,
    Everything,
    HasMark,
    HasTag,
    InEvent,
    InLanguage,
    InSource,
    MoreLikeThis,
    Not,
    Or,
    Part,
    Phrase,
    PublishedBetween,
    QueryError,
    WithIds,
    Word,
)

PhrasePart = Word | Phrase
_DOCUMENTS_BETWEEN_CALLS = 1_000


def required_phrases(part: Part) -> list[PhrasePart]:
    """Return the phrases without which nothing is found."""
    if isinstance(part, And):
        return [phrase for inner in part.parts for phrase in required_phrases(inner)]
    return [part] if isinstance(part, Word | Phrase) and len(token_row(part)) > 1 else []


class Evaluator:
    """Finds the parts of one query, segment after segment.

    Phrases that are left for `later` are found wherever their words stand; `holds` is for them.
    """

    def __init__(
        self, lookup: TermLookup, request: SearchRequest, later: Iterable[PhrasePart] = ()
    ) -> None:
        self._lookup = lookup
        self._later = {id(part): part for part in later}
        self._sets = request.sets
        self._between = request.go_on
        self._id_ranges: dict[int, tuple[int, int]] = {}  # of parts that name stories

    def find(self, part: Part, segment: Segment, within: int) -> ScoredSet:
        """Return the documents of a segment that a part finds among those within some lanes."""
        self._between()
        return _FINDERS[type(part)](self, part, segment, within)

    def word(self, part: Word | Phrase, segment: Segment, within: int) -> ScoredSet:
        """Return documents with a word, a phrase, or the beginning of a word."""
        wanted, name = token_row(part), LISTS[part.field]
        flats = [self._lookup.impacts(want, name, segment) for want in wanted]
        if not all(flats):
            return ScoredSet(0)
        flat = reduce(bytewise_min, flats)
        members = segment.lanes.marked(flat) & within
        if len(wanted) > 1 and id(part) not in self._later:
            members = self._in_a_row(wanted, name, segment, members)
        return ScoredSet(members, self._scores(wanted, name, segment, flat) & members)

    def _in_a_row(self, wanted: TokenRow, name: str, segment: Segment, members: int) -> int:
        standing = self._standing(wanted, name, segment)
        flat = bytearray(segment.count)
        for number, document in enumerate(segment.lanes.documents(members)):
            if number % _DOCUMENTS_BETWEEN_CALLS == 0:
                self._between()
            flat[document] = is_row(wanted, standing, document)
        return segment.lanes.marked(flat)

    def _standing(self, wanted: TokenRow, name: str, segment: Segment) -> list[TokenPositions]:
        return [TokenPositions(segment, name, self._lookup.terms(want, name)) for want in wanted]

    def holds(self, segment: Segment) -> Callable[[int], bool]:
        """Tell whether a document of a segment holds all the phrases that were left for later."""
        asked = [(token_row(part), LISTS[part.field]) for part in self._later.values()]
        all_standing = [(wanted, self._standing(wanted, name, segment)) for wanted, name in asked]

        def check(document: int) -> bool:
            self._between()
            return all(is_row(wanted, standing, document) for wanted, standing in all_standing)

        return check

    def every(self, parts: And, segment: Segment, within: int) -> ScoredSet:
        """Return documents that all parts find: the rarest first, what is left out last."""
        named = (part for part in parts.parts if isinstance(part, WithIds))
        if any(self._is_elsewhere(part, segment) for part in named):
            return ScoredSet(0)
        cheapest, *others = sorted(parts.parts, key=lambda part: self._cost(part, segment))
        found = self.find(cheapest, segment, within)
        for part in others:
            if not found.members:
                break
            found = found.both(self.find(part, segment, found.members))
        return found

    def any_of(self, parts: Or, segment: Segment, within: int) -> ScoredSet:
        """Return documents that any part finds."""
        return reduce(ScoredSet.either, (self.find(part, segment, within) for part in parts.parts))

    def none(self, part: Not, segment: Segment, within: int) -> ScoredSet:
        """Return documents that a part does not find."""
        return ScoredSet(within ^ self.find(part.part, segment, within).members)

    def listed(self, part: Part, segment: Segment, within: int) -> ScoredSet:
        """Return documents whose story or source the store has named."""
        column = segment.sources if isinstance(part, InSource) else segment.ids
        named = self._sets.get(part)
        if named is None:
            raise QueryError(f"{part}: the store was not asked for this")
        return _choose_flagged(segment, map(named.__contains__, column), within)

    def dated(self, part: PublishedBetween, segment: Segment, within: int) -> ScoredSet:
        """Return documents from a stretch of time."""
        after = epoch_seconds(part.after) if part.after else -(1 << 62)
        before = epoch_seconds(part.before) if part.before else 1 << 62
        if not segment.is_in_order:
            return _choose_flagged(
                segment, (after <= at < before for at in segment.published), within
            )
        first, end = (bisect_left(segment.published, at) for at in (after, before))
        return ScoredSet(segment.lanes.stretch(first, end) & within)

    def language(self, part: InLanguage, segment: Segment, within: int) -> ScoredSet:
        """Return documents in a language."""
        flat = segment.impacts(LANGUAGE, part.code[:2].lower())
        return ScoredSet(segment.lanes.marked(flat) & within if flat else 0)

    def numbered(self, part: WithIds, segment: Segment, within: int) -> ScoredSet:
        """Return documents of stories that are named."""
        if self._is_elsewhere(part, segment):
            return ScoredSet(0)
        return _choose_flagged(segment, map(part.ids.__contains__, segment.ids), within)

    def _is_elsewhere(self, part: WithIds, segment: Segment) -> bool:
        """Tell whether all stories that are named are newer or older than those of a segment."""
        if id(part) not in self._id_ranges:
            self._id_ranges[id(part)] = min(part.ids, default=0), max(part.ids, default=-1)
        (low, high), (lowest, highest) = self._id_ranges[id(part)], segment.id_range
        return high < lowest or low > highest

    def telling(self, part: MoreLikeThis, segment: Segment, within: int) -> ScoredSet:
        """Return documents that hold enough of some terms, each as good as it counts."""
        total = sum(weight for _, weight in part.terms)
        unit = TOP / max(1, total)
        held = found = ScoredSet(0)
        for want, weight in _weighed_tokens(part):
            one = self._standing_in(want, weight, segment, within)
            much = segment.lanes.ones * int(weight * unit)
            held = held.either(ScoredSet(one.members, much & one.members))
            found = found.either(one)
        like = segment.lanes.at_least(held, segment.lanes.ones * int(_ENOUGH * total * unit))
        return ScoredSet(like, found.scores & like)

    def _standing_in(
        self, want: WantedToken, weight: float, segment: Segment, within: int
    ) -> ScoredSet:
        self._between()
        flat = self._lookup.impacts(want, WORDS, segment)
        members = segment.lanes.marked(flat) & within if flat else 0
        return ScoredSet(members, self._scores((want,), WORDS, segment, flat, weight) & members)

    def _scores(
        self, wanted: TokenRow, name: str, segment: Segment, flat: bytes, weight: float = 1
    ) -> int:
        values = self._lookup.values(wanted, name, weight)
        return segment.lanes.valued(flat, values) if values and flat else 0

    def everything(self, _part: Everything, _segment: Segment, within: int) -> ScoredSet:
        """Return all documents."""
        return ScoredSet(within)

    def _cost(self, part: Part, segment: Segment) -> int:
        """Return words before phrases and filters, the rarest first, and what is left out last."""
        if isinstance(part, Word | Phrase):
            name, wanted = LISTS[part.field], token_row(part)
            held = min(self._lookup.held(want, name, segment) for want in wanted)
            return held + segment.count * (len(wanted) > 1)
        return segment.count * (2 + _LATER.get(type(part), 0))


_FINDERS: dict[type, Callable[..., ScoredSet]] = {
    Word: Evaluator.word,
    Phrase: Evaluator.word,
    And: Evaluator.every,
    Or: Evaluator.any_of,
    Not: Evaluator.none,
    HasMark: Evaluator.listed,
    HasTag: Evaluator.listed,
    AtLeastLong: Evaluator.listed,
    InEvent: Evaluator.listed,
    InSource: Evaluator.listed,
    PublishedBetween: Evaluator.dated,
    InLanguage: Evaluator.language,
    WithIds: Evaluator.numbered,
    MoreLikeThis: Evaluator.telling,
    Everything: Evaluator.everything,
}
_LATER = {Not: 2, Everything: 1}
_ENOUGH = 0.25  # of the weight of what tells a story, for another to be like it


def _choose_flagged(segment: Segment, flags: Iterable[bool], within: int) -> ScoredSet:
    return ScoredSet(segment.lanes.marked(bytes(flags)) & within)


def token_rows(part: Part) -> Iterator[tuple[TokenRow, str]]:
    """Yield rows of tokens in all parts of a query, with the list in which each is looked up."""
    if isinstance(part, And | Or):
        for inner in part.parts:
            yield from token_rows(inner)
    elif isinstance(part, Not):
        yield from token_rows(part.part)
    elif isinstance(part, MoreLikeThis):
        yield from (((want,), WORDS) for want, _ in _weighed_tokens(part))
    elif isinstance(part, Word | Phrase):
        yield token_row(part), LISTS[part.field]


def _weighed_tokens(part: MoreLikeThis) -> Iterator[tuple[WantedToken, float]]:
    """Yield terms that tell a story as tokens that are wanted, each with what it counts."""
    for term, weight in part.terms:
        yield WantedToken(0, frozenset((term,)), form_of(term)), weight
