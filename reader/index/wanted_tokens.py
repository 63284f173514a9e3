"""The words that queries want, and which of them a story holds.

Most words of a story are wanted by no query, and patterns pass them over by how they begin. One
finds only words without which no query finds a story; where such a word stands, a pattern for each
further word of its query follows. What a word stands for is remembered.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache

from reader.index.analysis.query_tokens import TokenFit, WantedToken, letters_apart
from reader.index.analysis.stemming import FALLBACK, term_of
from reader.index.analysis.tokens import (
    LONGEST,
    OUTSIDE,
    PUNCTUATION,
    Term,
    is_plain,
    terms_of_runs,
    words_as_written,
)
from reader.index.story_words import HEAD, WHOLE, FieldWords, Need, StoryWords, Wanted
from reader.index.word_starts import starts_pattern

_WITHIN = frozenset(PUNCTUATION) - OUTSIDE  # marks that may stand in a word


def _byte_of(letter: str) -> int:
    """Return what stands for a character of ASCII where words are looked for."""
    return ord(letter.lower() if letter.isalnum() or letter in _WITHIN else " ")


_ENGLISH = ("", FALLBACK)
_MOST_KNOWN = 400_000  # words that are remembered
_AROUND = b" .,'"  # a word, which no token holds
_SMALL = bytes(_byte_of(chr(code)) if code < 128 else code for code in range(256))
"""Small letters for capitals, and blanks for what in ASCII stands in no word."""

_FOREIGN = re.compile(rb"[\x80-\xff]+")  # what is not of ASCII may be a letter or a mark
_NOTHING: Wanted = frozenset()


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


def _breaks_before(wants: Iterable[WantedToken]) -> list[re.Pattern[bytes]]:
    """Return what finds marks within words behind which what is wanted may begin, or go on.

    One for each mark: what begins with a letter of its own is found several times as quickly.
    """
    forms = [want.form for want in wants]
    begun = rb"(?=\w)" if any(form[0].isdigit() for form in forms) else b"(?=[a-z])"
    owner = b"" if "s" in forms else rb"(?!(?<=\w')s )"  # "newspaper's" ends before its mark
    return [
        re.compile(mark + begun + more)
        for mark, more in ((rb"\.", b""), (b",", b""), (b"'", owner))
    ]


class WantedTokens:
    """What some queries want, each token once and by a number, to be looked for in stories."""

    def __init__(self) -> None:
        self.tokens: list[WantedToken] = []  # by their numbers
        self._numbers: dict[WantedToken, int] = {}
        self._exact: dict[str, list[int]] = defaultdict(list)  # a term: what wants it
        self._begun: dict[str, list[tuple[WantedToken, int]]] = defaultdict(list)  # by a letter
        self._alike: dict[tuple[str, int], list[tuple[WantedToken, int]]] = defaultdict(list)
        self._wanted: dict[Term, Wanted] = {}  # of known tokens what wants them
        self._words: dict[str, _WantedBy] = {}  # of a language
        self._pattern_of = cache(self._make_pattern)
        self.seek_first(())

    def number_of(self, want: WantedToken) -> int:
        """Return the number of a wanted token, wherever in its row it stands."""
        want = WantedToken(0, want.terms, want.form, want.fit)
        if want not in self._numbers:
            number = self._numbers[want] = len(self.tokens)
            self.tokens.append(want)
            for term in want.terms:
                self._exact[term].append(number)
            if want.fit is TokenFit.BEGINS:
                self._begun[want.form[:1]].append((want, number))
            elif want.fit is TokenFit.LIKE:
                apart, length = letters_apart(want.form), len(want.form)
                for long in range(length - apart, length + apart + 1):
                    self._alike[want.form[:1], long].append((want, number))
        return self._numbers[want]

    def seek_first(self, needs: Iterable[Need]) -> None:
        """Have some tokens looked for in each story, those that a field has to hold in its head."""
        kinds: dict[str, set[int]] = {WHOLE: set(), HEAD: set()}
        for name, number in needs:
            kinds[HEAD if name else WHOLE].add(number)
        self._whole, self._head = (frozenset(numbers) for numbers in kinds.values())
        self._in_whole, self._in_head = map(self._pattern_of, (self._whole, self._head))
        self._first = self._whole | self._head
        self._breaks = _breaks_before(self.tokens)
        self._read_first = WHOLE if self._whole else HEAD

    def held_first(self, story: StoryWords) -> Wanted:
        """Return which of the tokens that are looked for in each story one may hold.

        What a field has to hold may stand in another; all else is held.
        """
        return self._words_of(story, self._read_first).held & self._first

    def is_held(self, story: StoryWords, name: str, number: int) -> bool:
        """Tell whether a field of a story, or the whole of it, holds a wanted token."""
        words = self._words_of(story, name)
        if number not in words.sought and words.small:
            words.sought |= {number}
            self._add(
                words, self._pattern_of(frozenset((number,))).findall(words.small), story.code
            )
        return number in words.held

    def row_of(self, story: StoryWords, name: str) -> list[Wanted]:
        """Return for each token of a field of a story, in order, what wants it."""
        if name not in story.rows:
            story.rows[name] = list(map(self._wanted_as, story.terms(name)))
        return story.rows[name]

    def _words_of(self, story: StoryWords, name: str) -> FieldWords:
        """Return what is known of the words of a field of a story, or of the whole of it."""
        words = story.fields.get(name)
        if words is None:
            words = story.fields[name] = self._words_read(story, name)
        return words

    def _words_read(self, story: StoryWords, name: str) -> FieldWords:
        """Return what is to be known of the words of a text before anything else is looked for."""
        text, code = story.written(name), story.code
        if not is_plain(text):
            every = [_bytes_of(word).lower() for word in words_as_written(text)]
            return self._add(FieldWords(), every, code)
        small = b" %b " % _bytes_of(text).translate(_SMALL)
        if code not in _ENGLISH:
            return self._add(FieldWords(), small.split(), code)
        found: list[bytes] = []
        is_first = name == self._read_first
        if is_first:
            end = len(_bytes_of(story.written(HEAD))) + len("  ")
            found = self._in_head.findall(small, 0, end) + self._in_whole.findall(small)
        for mark in self._breaks if text.isascii() else (*self._breaks, _FOREIGN):
            found += [_word_at(small, one.start()) for one in mark.finditer(small)]
        return self._add(FieldWords(small, self._whole if is_first else _NOTHING), found, code)

    def _make_pattern(self, numbers: Wanted) -> re.Pattern[bytes]:
        """Return what finds words that may be one of some tokens."""
        return starts_pattern(self.tokens[number] for number in numbers)

    def _add(self, words: FieldWords, found: Iterable[bytes], code: str) -> FieldWords:
        """Note what is wanted of words that were found, as they are written."""
        if code not in self._words:
            self._words[code] = _WantedBy(self._wanted_in, code)
        words.held = words.held.union(*map(self._words[code].__getitem__, set(found)))
        return words

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


def _word_at(text: bytes, place: int) -> bytes:
    """Return what stands between the blanks around a place."""
    return text[text.rfind(b" ", 0, place) + 1 : text.find(b" ", place)]


def _bytes_of(text: str) -> bytes:
    """Return a text as bytes, whatever it holds."""
    return text.encode("utf-8", "surrogatepass")
