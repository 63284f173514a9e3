"""Matches many queries against one story in memory, just as the index would find it.

Words are looked at once: what a word of a story stands for in all queries is remembered, so that
a story with no word of any query costs little more than cutting it into words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from reader.index.analysis.query_tokens import TokenFit, WantedToken, simplify, token_row
from reader.index.analysis.stemming import form_of, term_of
from reader.index.analysis.tokens import LONGEST, Term, terms_in, terms_of_runs, words_as_written
from reader.index.regex_terms import regex_matches
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
_MARKS_AROUND = ".,;:!?\"'()[]"  # of a word, which no token holds
_ENGLISH = ("", "en")
_MOST_KNOWN = 400_000  # words that are remembered

_NOTHING: frozenset[int] = frozenset()
Wanted = frozenset[int]
"""Numbers of tokens that are wanted by some query."""


@dataclass
class StoryWords:
    """A story as the queries of one matcher are matched against it."""

    headline: str
    outlet: str
    byline: str
    body: str = field(repr=False)  # its deck as well
    language: str = ""  # ISO 639-1
    published: float = 0  # seconds; when it came, where its source does not say
    marks: Marks = field(default_factory=Marks)
    is_from: Callable[[str], bool] = lambda _: False  # whether its source has this in its name
    read_seconds: Callable[[], int] = lambda: 0  # how long its text takes to read
    held: dict[str, set[int]] = field(default_factory=dict, repr=False)  # by field, once known

    @cached_property
    def code(self) -> str:
        """Its language as the index has it."""
        return self.language[:2].lower()

    @cached_property
    def seconds(self) -> int:
        """How long it takes to read."""
        return self.read_seconds()

    def terms(self, name: str) -> list[Term]:
        """Return the words of a field, in order."""
        return terms_in(getattr(self, name), self.code)


Test = Callable[[StoryWords], bool]


class QueryMatcher:
    """Some queries, to be matched against one story after the other.

    Raises ValueError for a query that only the whole library can answer (`can_match` tells).
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._numbers: dict[WantedToken, int] = {}
        self._starts: set[str] = set()  # one or two letters with which what is wanted begins
        self._exact: dict[str, list[int]] = defaultdict(list)  # a term: what wants it
        self._loose: dict[str, list[tuple[WantedToken, int]]] = defaultdict(list)
        self._wanted: dict[Term, Wanted] = {}  # of known tokens what wants them
        self._simple: dict[str, dict[str, Wanted]] = defaultdict(dict)  # of a language, bare words
        self._known: dict[str, set[str]] = defaultdict(set)  # of a language, words as written
        self._holding: dict[str, dict[str, Wanted]] = defaultdict(dict)  # those that are wanted
        self._held_words: dict[str, set[str]] = defaultdict(set)  # the same without what they hold
        simple = [simplify(part) or Everything() for part in parts]
        self._tests = [self._test_of(part) for part in simple]
        self._always: list[int] = []
        self._asking: dict[int, list[int]] = defaultdict(list)  # a wanted token: queries
        for place, part in enumerate(simple):
            self._file(place, part)

    def candidates(self, story: StoryWords) -> list[int]:
        """Return the places of the queries that may find a story, in order."""
        held = {number for name in _FIELDS[""] for number in self._held_in(story, name)}
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
            self._starts.update(form_of(term)[:2] for term in want.terms)
            self._starts.add(want.form[:2])
            for term in want.terms:
                self._exact[term].append(number)
            if want.fit is not TokenFit.SAME:
                self._loose[want.form[:1]].append((want, number))
        return self._numbers[want]

    def _held_in(self, story: StoryWords, name: str) -> set[int]:
        """Return the wanted tokens that a field of a story holds."""
        if name in story.held:
            return story.held[name]
        written = set(words_as_written(getattr(story, name)))
        known, holding = self._known[story.code], self._holding[story.code]
        words = self._held_words[story.code]
        if len(known) > _MOST_KNOWN:
            for memory in (known, holding, words, self._simple[story.code]):
                memory.clear()
        new = written.difference(known)
        known |= new
        for word in new:
            if wanted := self._wanted_in(word, story.code):
                holding[word] = wanted
                words.add(word)
        held = story.held[name] = set()
        for word in written.intersection(words):  # of two sets the smaller is gone through
            held |= holding[word]
        return held

    def _wanted_in(self, word: str, code: str) -> Wanted:
        """Return which wanted tokens a word holds, as it is written in a language."""
        bare = word.strip(_MARKS_AROUND).lower()
        if bare.isascii() and bare.isalnum():  # as nearly all are: one token, and no other
            if code in _ENGLISH and self._begins_otherwise(bare):
                return _NOTHING
            known = self._simple[code]
            if bare not in known:
                form = bare[:LONGEST]
                known[bare] = self._wanted_as((term_of(form, code), form))
            return known[bare]
        terms = terms_of_runs(code)[word]
        return frozenset(number for term in terms for number in self._wanted_as(term))

    def _begins_otherwise(self, bare: str) -> bool:
        """Tell whether an English word begins as none that is wanted: it need not be stemmed.

        Stemming keeps the first two letters of English words, but for the likes of "dying".
        """
        is_kept = not bare.endswith("ying")
        return is_kept and bare[:2] not in self._starts and bare[:1] not in self._starts

    def _wanted_as(self, term: Term) -> Wanted:
        """Return which wanted tokens a token is."""
        if term not in self._wanted:
            if len(self._wanted) > _MOST_KNOWN:
                self._wanted.clear()
            self._wanted[term] = frozenset((*self._exact.get(term[0], ()), *self._loosely(*term)))
        return self._wanted[term]

    def _loosely(self, term: str, form: str) -> Iterable[int]:
        """Return what wants a word for its beginning or its likeness."""
        asked = self._loose.get(form[:1], ())
        if term[:1] != form[:1]:
            asked = (*asked, *self._loose.get(term[:1], ()))
        return [number for want, number in asked if want.takes(term, form)] if asked else ()

    def _test_of(self, part: Part) -> Test:
        """Return what tells whether a part of a query finds a story."""
        if type(part) not in _TESTS:
            raise ValueError(f"{part} cannot be matched against one story")
        return _TESTS[type(part)](self, part)

    def of_words(self, part: Word | Phrase) -> Test:
        """Return what finds a word, the beginning of one, or a phrase."""
        row = token_row(part)
        numbers = [(self._number(want), want.place) for want in row]
        wanted, fields = {number for number, _ in numbers}, _FIELDS[part.field]

        def test(story: StoryWords) -> bool:
            return any(
                wanted <= self._held_in(story, name)
                and (len(numbers) == 1 or self._is_row(numbers, story.terms(name)))
                for name in fields
            )

        return test

    def _is_row(self, numbers: Sequence[tuple[int, int]], terms: list[Term]) -> bool:
        """Tell whether wanted tokens stand in a field one after the other."""
        wanted = list(map(self._wanted_as, terms))
        starts: set[int] | None = None
        for number, place in numbers:
            here = {at - place for at, one in enumerate(wanted) if number in one}
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
