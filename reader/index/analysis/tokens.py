"""The tokenizer: words of any script, folded and stemmed, with their places in the text."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import Any, TypeVar
from unicodedata import combining, decimal, normalize

from reader.index.analysis.stemming import term_finder, term_of

LONGEST = 64  # code points of a term
_LONGEST_READ = 4 * LONGEST  # normalizing a long row of accents takes the square of its length
_LONGEST_ROW = 4_000  # characters of scripts without spaces that are read at once
_REMEMBERED = 40_000
_LANGUAGES = 32

Token = tuple[str, str, int, int]
"""The term it is found by, its unstemmed form, start and end in code points.

Scripts without spaces stand as overlapping pairs of characters; the last character of a row
follows them alone, with no form, so that every character begins some term.
"""

Term = tuple[str, str]
"""The term that a token is found by, and its unstemmed form."""

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

# The same words: most end before a mark that could go on with them. Neither this nor any other
# pattern of `re` is possessive or atomic, for Python 3.11.0 to 3.11.4 read those wrongly.
_LETTER = r"[^\W\d_]"
_INITIALS = rf"(?<=(?<![^\W_]){_LETTER})(?:\.{_LETTER})+\.?(?![^\W_])"
_PARTS = rf"(?:[{_QUOTES}][^\W_]+|(?<=\d)[.,](?=\d)[^\W_]+)*"
_QUICK = re.compile(rf"[^\W_]+(?:(?=[.,{_QUOTES}])(?:{_INITIALS}|{_PARTS}))?")
_QUICKEST = re.compile(_QUICK.pattern, re.ASCII)
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
_SHAPES = (*range(0x180B, 0x180E), 0x180F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
_NOTHING = "".join(map(chr, _SHAPES)) + _LINKS + _QUOTES + "ـ"
_SAME = dict(zip("øđłħŧıðکیى", "odlhtidكيي", strict=True))
_FOLDED = str.maketrans(_SAME | {"æ": "ae", "œ": "oe", "þ": "th"} | dict.fromkeys(_NOTHING, ""))


_Read = TypeVar("_Read")


class _Memory(dict[str, tuple[_Read, ...]]):
    """The words of one language that were read lately, with what they were read as."""

    def __init__(self, read: Callable[[str], Iterable[_Read]]) -> None:
        super().__init__()
        self._read = read
        self._older: dict[str, tuple[_Read, ...]] = {}  # so that frequent words outlive rare ones

    def __missing__(self, word: str) -> tuple[_Read, ...]:
        if len(self) >= _REMEMBERED:
            self._older = dict(self)
            self.clear()
        read = self._older.get(word)
        if read is None:
            read = tuple(self._read(word))
        if len(word) <= LONGEST:
            self[word] = read
        return read


@lru_cache(_LANGUAGES)
def tokens_of_words(language: str) -> Mapping[str, tuple[Token, ...]]:
    """Return the tokens of words of a language as they are written, by that."""
    return _Memory(lambda word: _taken_apart(word, language))


@lru_cache(_LANGUAGES)
def terms_of_runs(language: str = "") -> Mapping[str, tuple[Term, ...]]:
    """Return the terms of whatever stands between two spaces, by that: none, one, or several."""
    return _Memory(run_reader(language))


def run_reader(language: str) -> Callable[[str], Sequence[Term]]:
    """Return what reads the terms of whatever stands between two spaces, anew each time.

    Most is a word with a mark at its end.
    """
    find_term = term_finder(language)

    def read(run: str) -> Sequence[Term]:
        word = run.strip(PUNCTUATION) if run.isascii() else ""
        if word.isalnum():
            form = word[:LONGEST].lower()
            return ((find_term(form), form),)
        return [token[:2] for token in tokenize(run, language)]

    return read


def tokenize(text: str, language: str = "") -> Iterator[Token]:
    """Yield the words of a text, in order; the place of each in the row is its position.

    Without a language (ISO 639-1) they are stemmed as English.
    """
    known = tokens_of_words(language)
    for found in find_words(text):
        at = found.start()
        for term, form, start, end in known[found[0]]:
            yield term, form, at + start, at + end


def find_words(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """Yield where each word of a text stands, as it is written; it may be several tokens.

    Of a stretch between two blanks these are the same as of the whole text.
    """
    found: Iterator[re.Match[str]] = _pattern(text).finditer(text, start, end)
    return found


PUNCTUATION = "".join(sign for sign in map(chr, range(33, 127)) if not sign.isalnum())
"""The marks of ASCII: the module that has them in Python takes long to import."""

OUTSIDE = frozenset(PUNCTUATION) - {*_QUOTES, ".", ","}
"""ASCII marks that stand in no word."""

_APART = str.maketrans(dict.fromkeys(OUTSIDE, " "))


def is_plain(text: str) -> bool:
    """Tell whether a text is of words with blanks or marks between them, and no combining marks."""
    return text.isascii() or _PLAIN.fullmatch(text) is not None


def words_as_written(text: str) -> list[str]:
    """Return the words of a text as they are written, in order; some with marks around them.

    Cutting at spaces takes a fifth of the time of looking for words, and texts use few of them.
    No word goes on behind a comma or a full stop and a space; without these, fewer words differ.
    """
    if text.isascii():
        text = text.translate(_APART)  # which is quick in ASCII alone
    elif not is_plain(text):
        found: list[str] = _thorough().findall(text)
        return found
    return text.replace(", ", " ").replace(". ", " ").split()


def terms_in(text: str, language: str = "") -> list[Term]:
    """Return the tokens without their places."""
    return list(
        chain.from_iterable(map(terms_of_runs(language).__getitem__, words_as_written(text)))
    )


def fold_word(word: str) -> str:
    """Return a word without case, accents, width and ligatures."""
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
    if text.isascii():
        return _QUICKEST
    return _QUICK if is_plain(text) else _thorough()


@cache
def _thorough() -> Any:
    """Return pattern for every script; `regex` takes 20 ms to import, so only who needs it pays."""
    import regex

    first = rf"[[\p{{L}}\p{{N}}]--[{_PAIRED}]]"
    inner = rf"[[\p{{L}}\p{{N}}\p{{M}}{_LINKS}]--[{_PAIRED}]]"
    letter = rf"[\p{{L}}--[{_PAIRED}]]\p{{M}}*"
    written = f"{_ACRONYM}|{_WORD}".format(letter=letter, first=first, inner=inner, quotes=_QUOTES)
    return regex.compile(rf"(?:[{_PAIRED}]\p{{M}}*+){{1,{_LONGEST_ROW}}}+|{written}", regex.V1)


@cache
def _paired() -> Any:
    import regex

    return regex.compile(rf"[{_PAIRED}]", regex.V1)


def _taken_apart(word: str, language: str) -> Iterator[Token]:
    if word.isascii() and word.isalnum():
        return _simple(word, language)
    paired = word[0] > "\u0dff" and _paired().match(word)
    return _pairs(word) if paired else _word_tokens(word, language)


def _simple(word: str, language: str) -> Iterator[Token]:
    form = word[:LONGEST].lower()
    yield term_of(form, language), form, 0, len(word)


def _word_tokens(word: str, language: str) -> Iterator[Token]:
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
    return fold_word(written if written.isalnum() else _INNER.sub("", written))[:LONGEST]


def _pairs(row: str) -> Iterator[Token]:
    import regex

    found = regex.finditer(r"\X", row)
    spots = [(fold_word(one[0]) or one[0][:1], *one.span()) for one in found]  # an accent alone
    for (left, start, _), (right, _, end) in pairwise(spots):
        yield left + right, left + right, start, end
    last, start, end = spots[-1]
    yield last, "", start, end
