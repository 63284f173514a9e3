"""Matches many queries against one story in memory, just as the index would find it.

A query is asked only of a story that holds a word without which it finds none: of its words the
one that costs least to look for. A story with no such word is read through once and no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from reader.index.analysis.query_tokens import TokenFit, simplify, token_row
from reader.index.regex_terms import regex_matches
from reader.index.story_words import WHOLE, Need, StoryWords, Wanted
from reader.index.wanted_tokens import WantedTokens
from reader.model import (
    And,
    AtLeastLong,
    Everything,
    HasMark,
    HasTag,
    InLanguage,
    InSource,
    Marks,
    Not,
    Or,
    Part,
    Phrase,
    PublishedBetween,
    RegexMatch,
    Word,
)

_FIELDS = {
    "": ("headline", "outlet", "byline", "body"),
    "body": ("headline", "outlet", "byline", "body"),
    "title": ("headline",),
    "outlet": ("outlet",),
    "by": ("byline",),
}
"""Where a field of the query language is looked for, as in the index."""

_MARKS: dict[str, Callable[[Marks], bool]] = {
    "read": lambda marks: marks.read,
    "unread": lambda marks: not marks.read,
    "bookmarked": lambda marks: marks.bookmarked is not None,
    "note": lambda marks: bool(marks.note),
    "highlight": lambda marks: bool(marks.highlights),
    "hidden": lambda marks: marks.hidden,
}

_COST_OF_FIT = {TokenFit.SAME: 1, TokenFit.BEGINS: 2, TokenFit.LIKE: 10}
_SHORTER = 100  # times: the fields that can be named beside a whole story
Test = Callable[[StoryWords], bool]


class QueryMatcher:
    """Some queries, to be matched against one story after the other.

    Raises ValueError for a query that only the whole library can answer (`can_match` tells).
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._wanted = WantedTokens()
        simple = [simplify(part) or Everything() for part in parts]
        self._tests = [self._test_of(part) for part in simple]
        self._always: list[int] = []
        # By a token that is needed: where, and the place of the query that needs it there.
        self._asking: dict[int, list[tuple[str, int]]] = defaultdict(list)
        self._required: list[list[Need]] = []  # by the place of a query, what else it needs
        for place, part in enumerate(simple):
            self._file(place, part)
        needs = {(name, number) for number in self._asking for name, _ in self._asking[number]}
        self._wanted.seek_first(needs)

    def candidates(self, story: StoryWords) -> list[int]:
        """Return the places of the queries that may find a story, in order."""
        places = set(self._always)
        for number in self._wanted.held_first(story):
            for name, place in self._asking[number]:
                if name == WHOLE or self._wanted.is_held(story, name, number):
                    places.add(place)
        return sorted(place for place in places if self._holds(story, self._required[place]))

    def matches(self, place: int, story: StoryWords) -> bool:
        """Tell whether the query at a place finds a story, with the marks that it has now."""
        return self._tests[place](story)

    def _holds(self, story: StoryWords, needs: Iterable[Need]) -> bool:
        """Tell whether a story holds all of some wanted tokens, each in its field."""
        return all(self._wanted.is_held(story, name, number) for name, number in needs)

    def _file(self, place: int, part: Part) -> None:
        """Note for which words a query is to be asked at all, and what else it needs."""
        needed = self._needed(part)
        required = self._required_by(part)
        if needed is None:
            self._always.append(place)
        else:
            for name, number in needed:
                self._asking[number].append((name, place))
            if len(needed) == 1:
                required -= needed  # which is known before it is asked
        self._required.append(sorted(required, reverse=True))

    def _needed(self, part: Part) -> frozenset[Need] | None:
        """Return what of which a story must hold some; None where it need hold none."""
        if isinstance(part, Word | Phrase):
            return frozenset((min(self._needs_of(part), key=self._cost),))
        if isinstance(part, And):
            known = [needed for needed in map(self._needed, part.parts) if needed is not None]
            return min(known, key=lambda needed: sum(map(self._cost, needed)), default=None)
        if isinstance(part, Or):
            each = list(map(self._needed, part.parts))
            return None if None in each else frozenset().union(*filter(None, each))
        return None

    def _cost(self, need: Need) -> float:
        """Return what it costs to look for a token in each story: long words are the rarest."""
        name, number = need
        want = self._wanted.tokens[number]
        return _COST_OF_FIT[want.fit] / len(want.form) / (_SHORTER if name else 1)

    def _required_by(self, part: Part) -> frozenset[Need]:
        """Return what of which a story must hold each."""
        if isinstance(part, Word | Phrase):
            return frozenset(self._needs_of(part))
        if isinstance(part, And):
            return frozenset().union(*map(self._required_by, part.parts))
        return frozenset()

    def _needs_of(self, part: Word | Phrase) -> list[Need]:
        """Return what a word or phrase wants, and where."""
        name = _only_field(part)
        return [(name, self._wanted.number_of(want)) for want in token_row(part)]

    def _test_of(self, part: Part) -> Test:
        """Return what tells whether a part of a query finds a story."""
        if type(part) not in _TESTS:
            raise ValueError(f"{part} cannot be matched against one story")
        return _TESTS[type(part)](self, part)

    def of_words(self, part: Word | Phrase) -> Test:
        """Return what finds a word, the beginning of one, or a phrase."""
        needs = self._needs_of(part)
        if len(needs) == 1:
            (need,) = needs
            return lambda story: self._wanted.is_held(story, *need)
        fields = _FIELDS[part.field]
        row = [
            (number, want.place) for (_, number), want in zip(needs, token_row(part), strict=True)
        ]
        return lambda story: (
            self._holds(story, needs)
            and any(_is_row(row, self._wanted.row_of(story, name)) for name in fields)
        )

    def of_all(self, part: And) -> Test:
        """Return what finds stories that all parts find."""
        tests = [self._test_of(inner) for inner in part.parts]
        return lambda story: all(test(story) for test in tests)

    def of_any(self, part: Or) -> Test:
        """Return what finds stories that any part finds."""
        tests = [self._test_of(inner) for inner in part.parts]
        return lambda story: any(test(story) for test in tests)

    def of_not(self, part: Not) -> Test:
        """Return what finds stories that a part does not find."""
        test = self._test_of(part.part)
        return lambda story: not test(story)


def _is_row(numbers: Sequence[tuple[int, int]], row: Sequence[Wanted]) -> bool:
    """Tell whether wanted tokens stand in a row one after the other."""
    starts: set[int] | None = None
    for number, place in numbers:
        here = {at - place for at, wanted in enumerate(row) if number in wanted}
        starts = here if starts is None else starts & here
        if not starts:
            return False
    return True


def _only_field(part: Word | Phrase) -> str:
    """Return the one field where a part of a query is looked for, empty where it is in any."""
    fields = _FIELDS[part.field]
    return fields[0] if len(fields) == 1 else ""


def _matching(_: QueryMatcher, part: RegexMatch) -> Test:
    fields = _FIELDS[part.field]
    return lambda story: any(regex_matches(getattr(story, name), part.pattern) for name in fields)


def _test_of_mark(_: QueryMatcher, part: HasMark) -> Test:
    test = _MARKS.get(part.mark)
    if test is None:
        raise ValueError(f"is:{part.mark} is not known when a story comes")
    return lambda story: test(story.marks)


def _tagged(_: QueryMatcher, part: HasTag) -> Test:
    wanted = part.tag.casefold()
    return lambda story: any(tag.casefold() == wanted for tag in story.marks.tags)


def _dated(_: QueryMatcher, part: PublishedBetween) -> Test:
    after = part.after.timestamp() if part.after else float("-inf")
    before = part.before.timestamp() if part.before else float("inf")
    return lambda story: after <= story.published < before


_TESTS: dict[type, Callable[[QueryMatcher, Any], Test]] = {
    Word: QueryMatcher.of_words,
    Phrase: QueryMatcher.of_words,
    And: QueryMatcher.of_all,
    Or: QueryMatcher.of_any,
    Not: QueryMatcher.of_not,
    RegexMatch: _matching,
    HasMark: _test_of_mark,
    HasTag: _tagged,
    AtLeastLong: lambda _, part: lambda story: story.seconds >= part.seconds,
    InSource: lambda _, part: lambda story: story.is_from(part.name),
    InLanguage: lambda _, part: lambda story: story.code == part.code[:2].lower(),
    PublishedBetween: _dated,
    Everything: lambda _, _part: lambda _story: True,
}
"""What of a query can be told of one story by itself."""


def unmatchable_part(part: Part) -> Part | None:
    """Return the first part of a query that cannot be matched against a story by itself."""
    if isinstance(part, And | Or):
        inner = map(unmatchable_part, part.parts)
        return next((one for one in inner if one is not None), None)
    if isinstance(part, Not):
        return unmatchable_part(part.part)
    is_known = part.mark in _MARKS if isinstance(part, HasMark) else type(part) in _TESTS
    return None if is_known else part


def can_match(part: Part) -> bool:
    """Tell whether a query can be matched against a story by itself."""
    return unmatchable_part(part) is None
