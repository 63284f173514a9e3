"""A part of a query and a segment in, the documents that it finds and their scores out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import compress, product
from operator import mul

from reader.index.expanding import Expansion, expand
from reader.index.phrases import in_a_row
from reader.index.postings import Numbers, Postings
from reader.index.question import Question
from reader.index.ranking import Found, Ranking, saturated
from reader.index.schema import ASKED, LANGUAGE, seconds
from reader.index.segment import Segment, spoken
from reader.index.wants import Row, Want, row
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

Terms = tuple[str, ...]
"""What one word can be found by."""


def useful(part: Part) -> Part | None:
    """The part without words that hold nothing to look for; None when nothing is left."""
    if isinstance(part, Word | Phrase):
        return part if row(part) else None
    if isinstance(part, Not):
        inner = useful(part.part)
        return inner and Not(inner)
    if isinstance(part, And | Or):
        parts = tuple(inner for inner in map(useful, part.parts) if inner)
        kind = And if isinstance(part, And) else Or
        return kind(parts) if len(parts) > 1 else parts[0] if parts else None
    return part


class Finder:
    """Finds the parts of one query, segment after segment."""

    def __init__(self, segments: list[Segment], ranking: Ranking, question: Question) -> None:
        self._segments = segments
        self._ranking = ranking
        self._languages = spoken(segments)
        self._sets = question.sets
        self._scored = question.order == "best"
        self._typing = question.typing
        self._between = question.go_on
        self._rows: dict[Part, Row] = {}
        self._expansions: dict[tuple[Want, tuple[str, ...]], Expansion] = {}
        self._rarities: dict[tuple[Terms, tuple[str, ...]], float] = {}

    @property
    def hint(self) -> str:
        """What to tell about words that stood for too many; nothing of one still being typed."""
        return (
            ""
            if self._typing
            else next((one.hint for one in self._expansions.values() if one.hint), "")
        )

    @property
    def is_cut(self) -> bool:
        """Whether a word stood for more than was looked for."""
        return any(one.is_cut for one in self._expansions.values())

    def find(self, part: Part, segment: Segment, within: Found | None = None) -> Found:
        """The documents of a segment that a part finds; those outside `within` do not matter."""
        self._between()
        return _FINDERS[type(part)](self, part, segment, within)

    def word(self, part: Word | Phrase, segment: Segment, within: Found | None) -> Found:
        """Documents with a word, a phrase, or the beginning of a word."""
        wanted = self._row(part)
        fields = ASKED[part.field]
        if len(wanted) > 1:
            return self._phrase(wanted, fields, segment, within)
        found: list[Found] = [
            self._one(terms, fields, segment, within)
            for terms in self._expanded(wanted[0], fields).words
        ]
        return _summed(found)

    def _one(
        self, terms: Terms, fields: tuple[str, ...], segment: Segment, within: Found | None
    ) -> Found:
        """Documents with one word, whichever of its terms they hold: each holds but one."""
        self._between()
        held = []
        for field, term in product(fields, terms):
            postings = segment.postings(field, term)
            if postings:
                held.append(self._much(field, postings, segment, within))
        much = _summed(held)
        return saturated(much, self._rarity(terms, fields)) if self._scored and much else much

    def _much(
        self, field: str, postings: Postings, segment: Segment, within: Found | None
    ) -> Found:
        """How much of a term each document holds in a field, for its length."""
        documents: Iterable[int] = postings.documents
        counts: Iterable[int] = postings.counts
        if within is not None and len(within) < len(postings.documents):
            inside = [document in within for document in postings.documents]
            documents, counts = list(compress(documents, inside)), compress(counts, inside)
        if not self._scored:
            return dict.fromkeys(documents, 0.0)
        norms, lengths = self._ranking.norms[field], segment.lengths[field]
        weights = map(norms.__getitem__, map(lengths.__getitem__, documents))
        return dict(zip(documents, map(mul, counts, weights), strict=True))

    def _phrase(
        self, wanted: Row, fields: tuple[str, ...], segment: Segment, within: Found | None
    ) -> Found:
        inside = None if within is None else within.keys()
        much: list[Found] = []
        for field in fields:
            norms, lengths = self._ranking.norms[field], segment.lengths[field]
            lists = [list(self._postings(want, field, fields, segment)) for want in wanted]
            found = in_a_row(wanted, lists, inside, self._between)
            much.append({number: times * norms[lengths[number]] for number, times in found})
        rarity = sum(
            max(self._rarity(terms, fields) for terms in self._expanded(want, fields).words)
            for want in wanted
        )
        return saturated(_summed(much), rarity) if self._scored else _summed(much)

    def _postings(
        self, want: Want, field: str, fields: tuple[str, ...], segment: Segment
    ) -> Iterator[Postings]:
        for term in self._expanded(want, fields).terms:
            self._between()
            postings = segment.postings(field, term)
            if postings:
                yield postings

    def every(self, parts: And, segment: Segment, within: Found | None) -> Found:
        """Documents that all parts find: the rarest first, what is left out last."""
        found: Found | None = None
        for part in sorted(parts.parts, key=lambda part: self._cost(part, segment)):
            more = self.find(part, segment, within if found is None else found)
            found = more if found is None else _in_both(found, more)
            if not found:
                break
        return found or {}

    def some(self, parts: Or, segment: Segment, within: Found | None) -> Found:
        """Documents that any part finds."""
        return _summed([self.find(part, segment, within) for part in parts.parts])

    def none(self, part: Not, segment: Segment, within: Found | None) -> Found:
        """Documents that a part does not find."""
        left_out = self.find(part.part, segment, within)
        base = range(segment.count) if within is None else within
        return {document: 0.0 for document in base if document not in left_out}

    def listed(self, part: Part, segment: Segment, within: Found | None) -> Found:
        """Documents whose story or source the store has named."""
        column = segment.sources if isinstance(part, Within) else segment.ids
        named = self._sets.get(part)
        if named is None:
            raise QueryError(f"{part}: the store was not asked for this")
        return self._chosen(column, named.__contains__, within)

    def dated(self, part: Dated, segment: Segment, within: Found | None) -> Found:
        """Documents from a stretch of time."""
        after = seconds(part.after) if part.after else -(1 << 62)
        before = seconds(part.before) if part.before else 1 << 62
        return self._chosen(segment.published, lambda at: after <= at < before, within)

    def language(self, part: Language, segment: Segment, _within: Found | None) -> Found:
        """Documents in a language."""
        postings = segment.postings(LANGUAGE, part.code[:2].lower())
        return dict.fromkeys(postings.documents if postings else (), 0.0)

    def numbered(self, part: Numbered, segment: Segment, within: Found | None) -> Found:
        """Documents of stories that are named."""
        return self._chosen(segment.ids, part.ids.__contains__, within)

    def telling(self, part: Telling, segment: Segment, within: Found | None) -> Found:
        """Documents that hold enough of some terms, each as good as it counts."""
        held: list[Found] = []
        scores: list[Found] = []
        for term, weight in part.terms:
            one = self._one((term,), ASKED[""], segment, within)
            held.append(dict.fromkeys(one, weight))
            scores.append({document: weight * score for document, score in one.items()})
        enough = _ENOUGH * sum(weight for _, weight in part.terms)
        like = {document for document, weight in _summed(held).items() if weight >= enough}
        return {document: score for document, score in _summed(scores).items() if document in like}

    def everything(self, _part: Everything, segment: Segment, _within: Found | None) -> Found:
        """All documents."""
        return dict.fromkeys(range(segment.count), 0.0)

    def _chosen(
        self, column: Numbers, choose: Callable[[int], bool], within: Found | None
    ) -> Found:
        if within is None:
            return dict.fromkeys(compress(range(len(column)), map(choose, column)), 0.0)
        return {document: 0.0 for document in within if choose(column[document])}

    def _cost(self, part: Part, segment: Segment) -> float:
        """About how many documents a part finds; filters follow words, and Not comes last."""
        if isinstance(part, Word | Phrase):
            fields = ASKED[part.field]
            wants = self._row(part)
            return float(min(self._held(want, fields, segment) for want in wants))
        return segment.count + _LATER.get(type(part), 0)

    def _held(self, want: Want, fields: tuple[str, ...], segment: Segment) -> int:
        terms = self._expanded(want, fields).terms
        return sum(segment.frequency(field, term) for term in terms for field in fields)

    def _row(self, part: Word | Phrase) -> Row:
        if part not in self._rows:
            self._rows[part] = row(part)
        return self._rows[part]

    def _expanded(self, want: Want, fields: tuple[str, ...]) -> Expansion:
        key = want, fields
        if key not in self._expansions:
            self._expansions[key] = expand(
                want,
                fields,
                self._segments,
                self._languages,
                typing=self._typing,
                between=self._between,
            )
        return self._expansions[key]

    def _rarity(self, terms: Terms, fields: tuple[str, ...]) -> float:
        key = terms, fields
        if key not in self._rarities:
            stories = sum(
                max(segment.frequency(field, term) for field in fields)
                for segment, term in product(self._segments, terms)
            )
            self._rarities[key] = self._ranking.rarity(stories)
        return self._rarities[key]


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
_ENOUGH = 0.25  # of the weight of what tells a story, for another to be like it
_LATER = {Not: 2, Everything: 1}


def _summed(found: list[Found]) -> Found:
    """All documents, with the sum of their scores; takes the pieces apart."""
    total: Found = {}
    for more in found:
        for document in total.keys() & more.keys():
            more[document] += total[document]
        total |= more
    return total


def _in_both(one: Found, other: Found) -> Found:
    return {document: one[document] + other[document] for document in one.keys() & other.keys()}
