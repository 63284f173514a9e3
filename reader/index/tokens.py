"""Text and its language in, tokens out: its words, folded and stemmed, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any
from unicodedata import combining, decimal, normalize

from reader.index.stemming import term_of

LONGEST = 64  # code points of a term
_LONGEST_READ = 4 * LONGEST  # normalizing a long row of accents takes the square of its length
_REMEMBERED = 40_000
_LANGUAGES = 32

Token = tuple[str, str, int, int]
"""The term it is found by, its unstemmed form, start and end in code points.

Scripts without spaces stand as overlapping pairs of characters; the last character of a row
follows them alone, with no form, so that every character begins some term.
"""

_QUOTES = "'’ʼ‘＇"
_LINKS = "\u00ad\u200c\u200d"  # soft hyphen and joiners: inside a word, and nothing to it
_PAIRED = (  # written without spaces between words, or glued: Korean
    r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Bopomofo}ーｰﾞﾟ\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
)
_ACRONYM = r"{letter}(?:\.{letter})+\.?(?!{inner})"
_WORD = r"{first}{inner}*+(?:[{quotes}]{inner}++|(?<=\d)[.,](?=\d){inner}++)*+"
_PLAIN = re.compile(
    "[\0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u200b\u200e-\u20cf\u2100-\u2bff]*"
)
"""Text without combining marks and paired scripts, for which the quick pattern is enough."""

_QUICK = re.compile(
    f"{_ACRONYM}|{_WORD}".format(
        letter=r"[^\W\d_]", first=r"[^\W_]", inner=r"[^\W_]", quotes=_QUOTES
    )
)
_INNER = re.compile(rf"[{_QUOTES}]|(?<!\d)\.|\.(?!\d)|(?<=\d),(?=\d{{3}}(?!\d))")
_CONTRACTED = re.compile(f"[{_QUOTES}](?:s|ll|re|ve|d|m)$", re.IGNORECASE)
_ELIDED = re.compile(
    r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|dell|all|nell|sull|dall|quell|un)"
    f"[{_QUOTES}]",
    re.IGNORECASE,
)
_ACCENTS = {1, *range(10, 37), *range(200, 241)}
"""Combining classes of accents, points and vowel signs that a reader leaves out."""

_SHORT_I = ("и\u0306", "й")  # a letter of its own, on which Russian endings depend
_NOTHING = "".join(map(chr, range(0xFE00, 0xFE10))) + _LINKS + _QUOTES + "ـ"
_SAME = dict(zip("øđłħŧıðکیى", "odlhtidكيي", strict=True))
_FOLDED = str.maketrans(_SAME | {"æ": "ae", "œ": "oe", "þ": "th"} | dict.fromkeys(_NOTHING, ""))


class _Memory:
    """The words of one language that were read lately."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.known: dict[str, tuple[Token, ...]] = {}
        self.older: dict[str, tuple[Token, ...]] = {}  # so that frequent words outlive rare ones

    def read(self, word: str) -> tuple[Token, ...]:
        """The tokens of a word, remembered."""
        if len(self.known) >= _REMEMBERED:
            self.older.clear()
            self.older.update(self.known)
            self.known.clear()
        read = self.older.get(word) or tuple(_taken_apart(word, self.language))
        if len(word) <= LONGEST:
            self.known[word] = read
        return read


_memory = lru_cache(_LANGUAGES)(_Memory)


def tokens(text: str, language: str = "") -> Iterator[Token]:
    """The words of a text, in order; the place of each in the row is its position.

    Without a language (ISO 639-1) they are stemmed as English.
    """
    memory = _memory(language)
    known, read = memory.known.get, memory.read
    for found in _pattern(text).finditer(text):
        word, at = found[0], found.start()
        for term, form, start, end in known(word) or read(word):
            yield term, form, at + start, at + end


def terms(text: str, language: str = "") -> Iterator[tuple[str, str]]:
    """The same without their places: the term and the form of each token."""
    memory = _memory(language)
    known, read = memory.known.get, memory.read
    for word in _pattern(text).findall(text):
        for term, form, _, _ in known(word) or read(word):
            yield term, form


def fold(word: str) -> str:
    """A word without case, accents, width and ligatures."""
    folded = word.casefold()
    if folded.isascii():
        return folded
    folded = normalize("NFKD", normalize("NFKD", folded).casefold()).replace(*_SHORT_I)
    kept = "".join(letter for letter in folded if combining(letter) not in _ACCENTS)
    return "".join(map(_digit, normalize("NFC", kept.translate(_FOLDED))))


def _digit(letter: str) -> str:
    value = decimal(letter, None)
    return letter if value is None else str(value)


def _pattern(text: str) -> Any:  # a pattern of `re` or of `regex`
    return _QUICK if text.isascii() or _PLAIN.fullmatch(text) else _thorough()


@cache
def _thorough() -> Any:
    """The pattern for every script; `regex` takes 20 ms to import, so only who needs it pays."""
    import regex

    first = rf"[[\p{{L}}\p{{N}}]--[{_PAIRED}]]"
    inner = rf"[[\p{{L}}\p{{N}}\p{{M}}{_LINKS}]--[{_PAIRED}]]"
    letter = rf"[\p{{L}}--[{_PAIRED}]]\p{{M}}*"
    written = f"{_ACRONYM}|{_WORD}".format(letter=letter, first=first, inner=inner, quotes=_QUOTES)
    return regex.compile(rf"(?:[{_PAIRED}]\p{{M}}*+)++|{written}", regex.V1)


@cache
def _paired() -> Any:
    import regex

    return regex.compile(rf"[{_PAIRED}]", regex.V1)


def _taken_apart(word: str, language: str) -> Iterator[Token]:
    paired = word[0] > "\u0dff" and _paired().match(word)
    return _pairs(word) if paired else _plain(word, language)


def _plain(word: str, language: str) -> Iterator[Token]:
    elided = _ELIDED.match(word)
    start = elided.end() if elided else 0
    contracted = _CONTRACTED.search(word, start)
    end = contracted.start() if contracted else len(word)
    for begin, stop in [(0, start - 1), (start, end)]:
        form = _form(word[begin:stop]) if begin < stop else ""
        if form:
            yield term_of(form, language), form, begin, stop


def _form(word: str) -> str:
    written = word[:_LONGEST_READ]
    return fold(written if written.isalnum() else _INNER.sub("", written))[:LONGEST]


def _pairs(row: str) -> Iterator[Token]:
    import regex

    spots = [(fold(found[0]), *found.span()) for found in regex.finditer(r"\X", row)]
    for (left, start, _), (right, _, end) in pairwise(spots):
        yield left + right, left + right, start, end
    last, start, end = spots[-1]
    yield last, "", start, end
