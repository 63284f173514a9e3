"""Matches many queries against one story in memory, just as the index would find it.

A pattern finds those words of a story that may be wanted by some query, and what each of these
stands for is remembered, so that a story with no word of any query is read through and no more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from reader.index.analysis.query_tokens import (
    TokenFit,
    WantedToken,
    letters_apart,
    simplify,
    token_row,
)
from reader.index.analysis.stemming import FALLBACK, term_of
from reader.index.analysis.tokens import (
    LONGEST,
    OUTSIDE,
    Term,
    is_plain,
    terms_of_runs,
    words_as_written,
)
from reader.index.regex_terms import regex_matches
from reader.index.story_words import StoryWords, Wanted
from reader.index.word_starts import starts_pattern
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


def _byte_of(letter: str) -> int:
    """Return what stands for a character of ASCII where words are looked for."""
    return ord(" " if letter in OUTSIDE or letter.isspace() else letter.lower())


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
_ENGLISH = ("", FALLBACK)
_MOST_KNOWN = 400_000  # words that are remembered
_AROUND = b" .,'"  # a word, which no token holds
_SMALL = bytes(_byte_of(chr(code)) if code < 128 else code for code in range(256))
"""Small letters for capitals, and blanks for what in ASCII stands in no word."""

# Behind which a token may begin, or go on, but for the end of "newspaper's". One for each mark:
# what begins with a letter of its own is found several times as quickly.
_BREAKS = tuple(re.compile(one) for one in (rb"\.(?=\w)", rb",(?=\w)", rb"'(?=\w)(?!(?<=\w')s )"))
_BREAKS_OF_LETTERS = tuple(
    re.compile(one) for one in (rb"\.(?=[a-z])", rb",(?=[a-z])", rb"'(?=[a-z])(?!(?<=\w')s )")
)
"""The same where no number is wanted."""

_NOTHING: frozenset[int] = frozenset()
Test = Callable[[StoryWords], bool]


class _WantedBy(dict[bytes, Wanted]):
    """For each word of a language, as it is written, what wants it; a cache."""

    def __init__(self, wanted_in: Callable[[bytes, str], Wanted], code: str) -> None:
        super().__init__()
        self._wanted_in = wanted_in
        self._code = code

    def __missing__(self, word: bytes) -> Wanted:
        """Read it the first time."""
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[word] = wanted = self._wanted_in(word, self._code)
        return wanted


class QueryMatcher:
    """Some queries, to be matched against one story after the other.

    Raises ValueError for a query that only the whole library can answer (`can_match` tells).
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._numbers: dict[WantedToken, int] = {}
        self._exact: dict[str, list[int]] = defaultdict(list)  # a term: what wants it
        self._begun: dict[str, list[tuple[WantedToken, int]]] = defaultdict(list)  # by a letter
        self._alike: dict[tuple[str, int], list[tuple[WantedToken, int]]] = defaultdict(list)
        self._wanted: dict[Term, Wanted] = {}  # of known tokens what wants them
        self._words: dict[str, _WantedBy] = {}  # of a language
        simple = [simplify(part) or Everything() for part in parts]
        self._tests = [self._test_of(part) for part in simple]
        self._always: list[int] = []
        self._asking: dict[int, list[int]] = defaultdict(list)  # a wanted token: queries
        self._required = list(map(self._required_by, simple))  # tokens without which none finds
        for place, part in enumerate(simple):
            self._file(place, part)
        self._starts = starts_pattern(self._numbers)
        is_number = any(map(str.isdigit, (want.form[0] for want in self._numbers)))
        self._breaks = _BREAKS if is_number else _BREAKS_OF_LETTERS

    def candidates(self, story: StoryWords) -> list[int]:
        """Return the places of the queries that may find a story, in order."""
        held, required = self._held_in(story), self._required
        asking = [self._asking[number] for number in held if number in self._asking]
        found = set(self._always).union(*asking)
        return sorted(place for place in found if required[place] <= held)

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

    def _required_by(self, part: Part) -> Wanted:
        """Return wanted tokens of which a story must hold each."""
        if isinstance(part, Word | Phrase):
            return frozenset(map(self._number, token_row(part)))
        if isinstance(part, And):
            return _NOTHING.union(*map(self._required_by, part.parts))
        return _NOTHING

    def _number(self, want: WantedToken) -> int:
        """Return the number of a wanted token, wherever in its row it stands."""
        want = WantedToken(0, want.terms, want.form, want.fit)
        if want not in self._numbers:
            number = self._numbers[want] = len(self._numbers)
            for term in want.terms:
                self._exact[term].append(number)
            if want.fit is TokenFit.BEGINS:
                self._begun[want.form[:1]].append((want, number))
            elif want.fit is TokenFit.LIKE:
                apart, length = letters_apart(want.form), len(want.form)
                for long in range(length - apart, length + apart + 1):
                    self._alike[want.form[:1], long].append((want, number))
        return self._numbers[want]

    def _held_in(self, story: StoryWords, name: str = "") -> Wanted:
        """Return the wanted tokens that a field of a story holds, or the whole of it."""
        held = story.held.get(name)
        if held is None:
            words = self._words_read(story.written(name), story.code)
            if story.code not in self._words:
                self._words[story.code] = _WantedBy(self._wanted_in, story.code)
            wanted_by = self._words[story.code].__getitem__
            held = story.held[name] = _NOTHING.union(*map(wanted_by, words))
        return held

    def _words_read(self, text: str, code: str) -> set[bytes]:
        """Return those words of a text, as they are written, that may hold what is wanted."""
        if not is_plain(text):
            return {_bytes_of(word) for word in words_as_written(text)}
        small = b" %b " % _bytes_of(text).translate(_SMALL)
        if code not in _ENGLISH:
            return set(small.split())
        found = set(self._starts.findall(small))
        if text.isascii():
            for mark in self._breaks:
                found.update(_word_at(small, one.start()) for one in mark.finditer(small))
        else:
            found.update(word for word in small.split() if not word.isalnum())
        return found

    def _wanted_in(self, word: bytes, code: str) -> Wanted:
        """Return which wanted tokens a word holds, as it is written, perhaps behind a blank."""
        bare = word.strip(_AROUND)
        if bare.isalnum():  # as nearly all are: one token, and no other
            form = bare[:LONGEST].decode()
            return self._wanted_as((term_of(form, code), form))
        terms = terms_of_runs(code)[word.decode("utf-8", "surrogatepass")]
        return _NOTHING.union(*map(self._wanted_as, terms))

    def _wanted_as(self, term: Term) -> Wanted:
        """Return which wanted tokens a token is."""
        if term not in self._wanted:
            if len(self._wanted) >= _MOST_KNOWN:
                self._wanted.clear()
            exact = self._exact.get(term[0], ())
            self._wanted[term] = _NOTHING.union(exact, self._loosely(*term))
        return self._wanted[term]

    def _loosely(self, term: str, form: str) -> list[int]:
        """Return what wants a word for its beginning or its likeness."""
        start = form[:1]
        asked = [*self._begun.get(start, ()), *self._alike.get((start, len(form)), ())]
        if term[:1] != start:
            asked += self._begun.get(term[:1], ())
        return [number for want, number in asked if want.takes(term, form)]

    def _test_of(self, part: Part) -> Test:
        """Return what tells whether a part of a query finds a story."""
        if type(part) not in _TESTS:
            raise ValueError(f"{part} cannot be matched against one story")
        return _TESTS[type(part)](self, part)

    def of_words(self, part: Word | Phrase) -> Test:
        """Return what finds a word, the beginning of one, or a phrase."""
        row = token_row(part)
        numbers = [(self._number(want), want.place) for want in row]
        wanted, fields = frozenset(number for number, _ in numbers), _FIELDS[part.field]
        if len(numbers) > 1:
            return lambda story: (
                wanted <= self._held_in(story)
                and any(_is_row(numbers, self._row_of(story, name)) for name in fields)
            )
        if len(fields) > 1:
            return lambda story: wanted <= self._held_in(story)
        (name,) = fields
        return lambda story: wanted <= self._held_in(story) and wanted <= self._held_in(story, name)

    def _row_of(self, story: StoryWords, name: str) -> list[Wanted]:
        """Return for each token of a field of a story, in order, what wants it."""
        if name not in story.rows:
            story.rows[name] = list(map(self._wanted_as, story.terms(name)))
        return story.rows[name]

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


def _word_at(text: bytes, place: int) -> bytes:
    """Return what stands between the blanks around a place."""
    return text[text.rfind(b" ", 0, place) + 1 : text.find(b" ", place)]


def _bytes_of(text: str) -> bytes:
    """Return a text as bytes, whatever it holds."""
    return text.encode("utf-8", "surrogatepass")


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
