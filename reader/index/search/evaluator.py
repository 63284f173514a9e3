"""A part of a query and a segment in, the documents that it finds and their scores out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import reduce

from reader.index.analysis.query_tokens import Row, Want, row, spellings
from reader.index.analysis.stemming import form_of
from reader.index.format.schema import LANGUAGE, seconds
from reader.index.format.segment import Segment
from reader.index.format.term_lists import LISTS, WORDS
from reader.index.search.packed_scores import TOP, Found, lesser
from reader.index.search.phrases import Standing, is_row
from reader.index.search.search_request import Question
from reader.index.search.term_lookup import Looking
from reader.model import (
    And,
    Dated,
    Everything,
    Language,
    Marked,
    Not,
    Numbered,
    Or,
    Part,
    Phrase,
    QueryError,
    Reporting,
    Tagged,
    Telling,
    Within,
    Word,
)


def useful(part: Part) -> Part | None:
    """The part without words that hold nothing to look for; None when nothing is left."""
    if isinstance(part, Word | Phrase):
        return _any_of(spellings(part)) if row(part) else None
    if isinstance(part, Not):
        inner = useful(part.part)
        return inner and Not(inner)
    if isinstance(part, And | Or):
        parts = tuple(inner for inner in map(useful, part.parts) if inner)
        kind = And if isinstance(part, And) else Or
        return kind(parts) if len(parts) > 1 else parts[0] if parts else None
    return part


def _any_of(parts: tuple[Word | Phrase, ...]) -> Part:
    return Or(parts) if len(parts) > 1 else parts[0]


Phrases = Word | Phrase
_DOCUMENTS_BETWEEN_CALLS = 1_000


def phrases(part: Part) -> list[Phrases]:
    """The phrases without which nothing is found."""
    if isinstance(part, And):
        return [phrase for inner in part.parts for phrase in phrases(inner)]
    return [part] if isinstance(part, Word | Phrase) and len(row(part)) > 1 else []


class Finder:
    """Finds the parts of one query, segment after segment.

    Phrases that are left for `later` are found wherever their words stand; `holds` is for them.
    """

    def __init__(self, looking: Looking, question: Question, later: Iterable[Phrases] = ()) -> None:
        self._looking = looking
        self._later = {id(part): part for part in later}
        self._sets = question.sets
        self._between = question.go_on

    def find(self, part: Part, segment: Segment, within: int) -> Found:
        """The documents of a segment that a part finds among those within some lanes."""
        self._between()
        return _FINDERS[type(part)](self, part, segment, within)

    def word(self, part: Word | Phrase, segment: Segment, within: int) -> Found:
        """Documents with a word, a phrase, or the beginning of a word."""
        wanted, name = row(part), LISTS[part.field]
        flats = [self._looking.impacts(want, name, segment) for want in wanted]
        if not all(flats):
            return Found(0)
        flat = reduce(lesser, flats)
        members = segment.lanes.marked(flat) & within
        if len(wanted) > 1 and id(part) not in self._later:
            members = self._in_a_row(wanted, name, segment, members)
        return Found(members, self._scores(wanted, name, segment, flat) & members)

    def _in_a_row(self, wanted: Row, name: str, segment: Segment, members: int) -> int:
        standing = self._standing(wanted, name, segment)
        flat = bytearray(segment.count)
        for number, document in enumerate(segment.lanes.documents(members)):
            if number % _DOCUMENTS_BETWEEN_CALLS == 0:
                self._between()
            flat[document] = is_row(wanted, standing, document)
        return segment.lanes.marked(flat)

    def _standing(self, wanted: Row, name: str, segment: Segment) -> list[Standing]:
        return [Standing(segment, name, self._looking.terms(want, name)) for want in wanted]

    def holds(self, segment: Segment) -> Callable[[int], bool]:
        """Whether a document of a segment holds all the phrases that were left for later."""
        asked = [(row(part), LISTS[part.field]) for part in self._later.values()]
        all_standing = [(wanted, self._standing(wanted, name, segment)) for wanted, name in asked]

        def check(document: int) -> bool:
            self._between()
            return all(is_row(wanted, standing, document) for wanted, standing in all_standing)

        return check

    def every(self, parts: And, segment: Segment, within: int) -> Found:
        """Documents that all parts find: the rarest first, what is left out last."""
        cheapest, *others = sorted(parts.parts, key=lambda part: self._cost(part, segment))
        found = self.find(cheapest, segment, within)
        for part in others:
            if not found.members:
                break
            found = found.both(self.find(part, segment, found.members))
        return found

    def some(self, parts: Or, segment: Segment, within: int) -> Found:
        """Documents that any part finds."""
        return reduce(Found.either, (self.find(part, segment, within) for part in parts.parts))

    def none(self, part: Not, segment: Segment, within: int) -> Found:
        """Documents that a part does not find."""
        return Found(within ^ self.find(part.part, segment, within).members)

    def listed(self, part: Part, segment: Segment, within: int) -> Found:
        """Documents whose story or source the store has named."""
        column = segment.sources if isinstance(part, Within) else segment.ids
        named = self._sets.get(part)
        if named is None:
            raise QueryError(f"{part}: the store was not asked for this")
        return _chosen(segment, map(named.__contains__, column), within)

    def dated(self, part: Dated, segment: Segment, within: int) -> Found:
        """Documents from a stretch of time."""
        after = seconds(part.after) if part.after else -(1 << 62)
        before = seconds(part.before) if part.before else 1 << 62
        if not segment.is_in_order:
            return _chosen(segment, (after <= at < before for at in segment.published), within)
        first, end = (bisect_left(segment.published, at) for at in (after, before))
        return Found(segment.lanes.stretch(first, end) & within)

    def language(self, part: Language, segment: Segment, within: int) -> Found:
        """Documents in a language."""
        flat = segment.impacts(LANGUAGE, part.code[:2].lower())
        return Found(segment.lanes.marked(flat) & within if flat else 0)

    def numbered(self, part: Numbered, segment: Segment, within: int) -> Found:
        """Documents of stories that are named."""
        return _chosen(segment, map(part.ids.__contains__, segment.ids), within)

    def telling(self, part: Telling, segment: Segment, within: int) -> Found:
        """Documents that hold enough of some terms, each as good as it counts."""
        total = sum(weight for _, weight in part.terms)
        unit = TOP / max(1, total)
        held = found = Found(0)
        for want, weight in weighed(part):
            one = self._standing_in(want, weight, segment, within)
            much = segment.lanes.ones * int(weight * unit)
            held = held.either(Found(one.members, much & one.members))
            found = found.either(one)
        like = segment.lanes.at_least(held, segment.lanes.ones * int(_ENOUGH * total * unit))
        return Found(like, found.scores & like)

    def _standing_in(self, want: Want, weight: float, segment: Segment, within: int) -> Found:
        self._between()
        flat = self._looking.impacts(want, WORDS, segment)
        members = segment.lanes.marked(flat) & within if flat else 0
        return Found(members, self._scores((want,), WORDS, segment, flat, weight) & members)

    def _scores(
        self, wanted: Row, name: str, segment: Segment, flat: bytes, weight: float = 1
    ) -> int:
        values = self._looking.values(wanted, name, weight)
        return segment.lanes.valued(flat, values) if values and flat else 0

    def everything(self, _part: Everything, _segment: Segment, within: int) -> Found:
        """All documents."""
        return Found(within)

    def _cost(self, part: Part, segment: Segment) -> int:
        """Words before phrases and filters, the rarest first, and what is left out last."""
        if isinstance(part, Word | Phrase):
            name, wanted = LISTS[part.field], row(part)
            held = min(self._looking.held(want, name, segment) for want in wanted)
            return held + segment.count * (len(wanted) > 1)
        return segment.count * (2 + _LATER.get(type(part), 0))


_FINDERS: dict[type, Callable[..., Found]] = {
    Word: Finder.word,
    Phrase: Finder.word,
    And: Finder.every,
    Or: Finder.some,
    Not: Finder.none,
    Marked: Finder.listed,
    Tagged: Finder.listed,
    Reporting: Finder.listed,
    Within: Finder.listed,
    Dated: Finder.dated,
    Language: Finder.language,
    Numbered: Finder.numbered,
    Telling: Finder.telling,
    Everything: Finder.everything,
}
_LATER = {Not: 2, Everything: 1}
_ENOUGH = 0.25  # of the weight of what tells a story, for another to be like it


def _chosen(segment: Segment, flags: Iterable[bool], within: int) -> Found:
    return Found(segment.lanes.marked(bytes(flags)) & within)


def words(part: Part) -> Iterator[tuple[Row, str]]:
    """The rows of tokens in all parts of a query, with the list in which each is looked up."""
    if isinstance(part, And | Or):
        for inner in part.parts:
            yield from words(inner)
    elif isinstance(part, Not):
        yield from words(part.part)
    elif isinstance(part, Telling):
        yield from (((want,), WORDS) for want, _ in weighed(part))
    elif isinstance(part, Word | Phrase):
        yield row(part), LISTS[part.field]


def weighed(part: Telling) -> Iterator[tuple[Want, float]]:
    """Terms that tell a story as tokens that are wanted, each with what it counts."""
    for term, weight in part.terms:
        yield Want(0, frozenset((term,)), form_of(term)), weight
