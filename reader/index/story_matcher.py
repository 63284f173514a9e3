"""Matches many queries against one story in memory, just as the index would find it.

Words are looked at once: what a word of a story stands for in all queries is remembered, so that
a story with no word of any query costs little more than cutting it into words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any

from reader.index.analysis.query_tokens import TokenFit, WantedToken, simplify, token_row
from reader.index.analysis.tokens import Term, terms_in
from reader.index.regex_terms import regex_matches
from reader.model import (
    And,
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
    "hidden": lambda marks: marks.hidden,
}
_MOST_KNOWN = 400_000  # words that are remembered

Wanted = frozenset[int]
"""Numbers of tokens that are wanted by some query."""


@dataclass
class StoryWords:
    """A story as queries are matched against it."""

    headline: str
    outlet: str
    byline: str
    body: str = field(repr=False)  # its deck as well
    language: str = ""  # ISO 639-1
    published: float = 0  # seconds; when it came, where its source does not say
    marks: Marks = field(default_factory=Marks)
    is_from: Callable[[str], bool] = lambda _: False  # whether its source has this in its name

    @cached_property
    def code(self) -> str:
        """Its language as the index has it."""
        return self.language[:2].lower()

    @cached_property
    def terms(self) -> dict[str, list[Term]]:
        """The words of each field, in order."""
        return {name: terms_in(getattr(self, name), self.code) for name in _FIELDS[""]}


Test = Callable[[StoryWords], bool]


class QueryMatcher:
    """Some queries, to be matched against one story after the other.

    Raises ValueError for a query that only the whole library can answer (`can_match` tells).
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._numbers: dict[WantedToken, int] = {}
        self._exact: dict[str, list[int]] = defaultdict(list)  # a term: what wants it
        self._loose: dict[str, list[tuple[WantedToken, int]]] = defaultdict(list)
        self._known: set[Term] = set()
        self._wanted: dict[Term, Wanted] = {}  # of the known words those that something wants
        simple = [simplify(part) or Everything() for part in parts]
        self._tests = [self._test_of(part) for part in simple]
        self._always: list[int] = []
        self._asking: dict[int, list[int]] = defaultdict(list)  # a wanted token: queries
        for place, part in enumerate(simple):
            self._file(place, part)

    def candidates(self, story: StoryWords) -> list[int]:
        """Return the places of the queries that may find a story, in order."""
        held = self._held(story)
        asking = {place for number in held for place in self._asking.get(number, ())}
        return sorted(asking.union(self._always))

    def matches(self, place: int, story: StoryWords) -> bool:
        """Tell whether the query at a place finds a story, with the marks that it has now."""
        return self._tests[place](story)

    def _file(self, place: int, part: Part) -> None:
        """Note by which words a query is to be asked at all."""
        needed = self._needed(part)
        if needed is None:
            self._always.append(place)
            return
        for number in needed:
            self._asking[number].append(place)

    def _needed(self, part: Part) -> Wanted | None:
        """Return wanted tokens of which a story must hold one; None where it need hold none."""
        if isinstance(part, Word | Phrase):
            longest = max(token_row(part), key=lambda want: len(want.form))
            return frozenset((self._number(longest),))
        if isinstance(part, And):
            known = [needed for needed in map(self._needed, part.parts) if needed is not None]
            return min(known, key=len, default=None)
        if isinstance(part, Or):
            each = list(map(self._needed, part.parts))
            return None if None in each else frozenset().union(*filter(None, each))
        return None

    def _number(self, want: WantedToken) -> int:
        """Return the number of a wanted token, wherever in its row it stands."""
        want = WantedToken(0, want.terms, want.form, want.fit)
        if want not in self._numbers:
            number = self._numbers[want] = len(self._numbers)
            for term in want.terms:
                self._exact[term].append(number)
            if want.fit is not TokenFit.SAME:
                self._loose[want.form[:1]].append((want, number))
            self._known.clear()
            self._wanted.clear()
        return self._numbers[want]

    def _held(self, story: StoryWords) -> set[int]:
        """Return the wanted tokens that a story holds anywhere."""
        held: set[int] = set()
        for terms in story.terms.values():
            some = set(terms)
            self._learn(some.difference(self._known))
            for term in some.intersection(self._wanted):
                held |= self._wanted[term]
        return held

    def _learn(self, terms: Iterable[Term]) -> None:
        """Find out what each of some words stands for in the queries."""
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
            self._wanted.clear()
        for term in terms:
            self._known.add(term)
            wanted = {*self._exact.get(term[0], ()), *self._loosely(*term)}
            if wanted:
                self._wanted[term] = frozenset(wanted)

    def _loosely(self, term: str, form: str) -> Iterable[int]:
        """Return what wants a word for its beginning or its likeness."""
        starts = {form[:1], term[:1]}
        asked = (one for start in starts for one in self._loose.get(start, ()))
        return (number for want, number in asked if want.takes(term, form))

    def _test_of(self, part: Part) -> Test:
        """Return what tells whether a part of a query finds a story."""
        if type(part) not in _TESTS:
            raise ValueError(f"{part} cannot be matched against one story")
        return _TESTS[type(part)](self, part)

    def of_words(self, part: Word | Phrase) -> Test:
        """Return what finds a word, the beginning of one, or a phrase."""
        row = token_row(part)
        numbers = [(self._number(want), want.place) for want in row]
        fields = _FIELDS[part.field]
        return lambda story: any(self._is_row(numbers, story.terms[name]) for name in fields)

    def _is_row(self, numbers: Sequence[tuple[int, int]], terms: list[Term]) -> bool:
        """Tell whether wanted tokens stand in a field one after the other."""
        self._learn(set(terms).difference(self._known))
        starts: set[int] | None = None
        for number, place in numbers:
            here = {
                at - place
                for at, term in zip(count(), terms)
                if number in self._wanted.get(term, ())
            }
            starts = here if starts is None else starts & here
            if not starts:
                return False
        return True

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


def _matching(_: QueryMatcher, part: RegexMatch) -> Test:
    fields = _FIELDS[part.field]
    return lambda story: any(regex_matches(getattr(story, name), part.pattern) for name in fields)


def _marked(_: QueryMatcher, part: HasMark) -> Test:
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
    HasMark: _marked,
    HasTag: _tagged,
    InSource: lambda _, part: lambda story: story.is_from(part.name),
    InLanguage: lambda _, part: lambda story: story.code == part.code[:2].lower(),
    PublishedBetween: _dated,
    Everything: lambda _, _part: lambda _story: True,
}
"""What of a query can be told of one story by itself."""


def can_match(part: Part) -> bool:
    """Tell whether a query can be matched against a story by itself."""
    try:
        QueryMatcher([part])
    except ValueError:
        return False
    return True
