"""The terms of a text as hashes: any language, no dictionary."""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import compress, filterfalse, pairwise
from zlib import crc32

LETTERS = 3_000  # of a text that are looked at; the news stands at its beginning
STEM = 7  # letters of a word that count, so that most endings do not
WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
PLAIN_WORD = re.compile(r"[A-Za-z]+|[0-9]+(?:[.,][0-9]+)*")  # the same, of ASCII
PLAIN_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
# ASCII with blanks for the marks that stand in no word; a full stop or a comma stands in a number.
APART = "".join(mark if mark.isalnum() or mark in ".," else " " for mark in map(chr, range(128)))
TYPOGRAPHIC = "\u2019\u2018\u201c\u201d\u2013\u2014\u2026\u00a0"  # often all that is not ASCII
# Scripts that do not part words: taken two letters at a time.
UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
)
# What Arabic writes in one word with a noun: the article, after "and", "so", "by", "as" or "to".
ARTICLE = re.compile(
    r"^(?:[\u0648\u0641\u0628\u0643]?\u0627\u0644|[\u0648\u0641]?\u0644\u0644)(?=\w{3})"
)
BY_LENGTH = 7  # the lowest three bits of a term tell how long its stem is
PAIR = 0  # in these bits: two letters of a script without spaces
FIGURE = 1  # in these bits: a number of three digits or more
NOTHING = 0  # a single letter, or a number of one digit or two
SAMPLED = 0b111000  # a row of words is kept when these bits of the first are empty: one in eight
SEVERAL = -1  # in place of a term: a run of letters, figures and marks that is no single word
MOST_ROWS = 64
MOST_KNOWN = 200_000  # words
PRIME = 4_294_967_291  # the largest that a hash of 32 bits can hold


def first_words(text: str, letters: int = LETTERS) -> list[str]:
    """Return the words of the beginning of a text, in order, as they are written."""
    start = text[:letters]
    if start.isascii():
        return PLAIN_WORD.findall(start)
    found: list[str] = WORD.findall(start)
    if not UNSPACED.search(start):
        return found
    return [part for word in found for part in script_runs(word)]


def plain_beginning(text: str) -> str:
    """Return the beginning of a text, in ASCII where nothing but typographic marks is not."""
    start = text[:LETTERS]
    if not start.isascii():
        for mark in TYPOGRAPHIC:
            start = start.replace(mark, " ")
    return start


def words_with_terms(text: str) -> tuple[list[str], list[int]]:
    """Return the words of the beginning of a text, in order, and the term of each.

    Cutting at spaces takes a third of the time of looking for words, and nearly all that stands
    between two spaces is one word; the rest is cut apart where it stands.
    """
    start = plain_beginning(text)
    if not start.isascii():
        found = first_words(start)
        return found, term_hashes(found)
    found = start.translate(APART).replace(", ", " ").replace(". ", " ").split()
    terms = term_hashes(found)
    for at in reversed(_places(SEVERAL, terms)):
        words = PLAIN_WORD.findall(found[at])
        found[at : at + 1], terms[at : at + 1] = words, map(KNOWN.__getitem__, words)
    return found, terms


def _places(wanted: int, numbers: list[int]) -> list[int]:
    """Return where a number stands among others."""
    found, at = [], -1
    with suppress(ValueError):  # there is none any more
        while True:
            at = numbers.index(wanted, at + 1)
            found.append(at)
    return found


def script_runs(word: str) -> Iterator[str]:
    """Yield a run of letters cut where its script changes, what has no spaces into pairs."""
    at = 0
    for run in UNSPACED.finditer(word):
        if at < run.start():
            yield word[at : run.start()]
        letters = run[0]
        yield from (a + b for a, b in pairwise(letters)) if len(letters) > 1 else (letters,)
        at = run.end()
    if at < len(word):
        yield word[at:]


def term_hash(word: str) -> int:
    """Return a word without case, accents and ending, as a number; 0 where it says nothing."""
    small = word.lower()
    if small.isascii():
        return _plain_hash(small)
    folded = unicodedata.normalize("NFKD", small)
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    stem = ARTICLE.sub("", folded)[:STEM]
    return crc32(stem.encode("utf-8", "replace")) & ~BY_LENGTH | _kind(word, stem)


def _plain_hash(word: str) -> int:
    """Return the same of a word of small letters in ASCII, or a number."""
    stem = word[:STEM]
    is_figure = stem[0].isdigit()
    if len(stem) == 1 or (is_figure and len(stem) == 2):
        return NOTHING
    kind = FIGURE if is_figure else len(stem)
    return crc32(stem.encode()) & ~BY_LENGTH | kind


class TermCache(dict[str, int]):
    """The terms of words that were met before; a cache."""

    def __missing__(self, word: str) -> int:
        """Work it out the first time; in ASCII it may be no single word."""
        if word.isascii() and word.isalpha():
            found = _plain_hash(word.lower())
        else:
            is_word = not word.isascii() or PLAIN_NUMBER.fullmatch(word)
            found = term_hash(word) if is_word else SEVERAL
        self[word] = found
        return found


KNOWN = TermCache()


def term_hashes(found: list[str]) -> list[int]:
    """Return the terms of words, one for each."""
    if len(KNOWN) > MOST_KNOWN:
        KNOWN.clear()
    return list(map(KNOWN.__getitem__, found))


def _kind(word: str, stem: str) -> int:
    """Return what the lowest bits of a term tell."""
    if UNSPACED.match(word):
        return PAIR
    if word[0].isdigit():
        return FIGURE
    return max(2, min(len(stem), BY_LENGTH))


def named_terms(found: list[str]) -> set[int]:
    """Return those of the terms of a text that are names or numbers.

    A name is written with a capital everywhere.
    """
    written = set(found)
    named = {
        KNOWN[word]
        for word in filterfalse(str.islower, written)
        if (word.lower() not in written if word[0].isupper() else word[0].isdigit())
    }
    named.discard(NOTHING)
    return named


_STARTS = bytes(not low & SAMPLED for low in range(256))
_LANE = 8  # bytes of a number, among which the greatest product has room
_LANES = "L" if array("L").itemsize == _LANE else "Q"  # the same, but "L" takes numbers sooner
_IS_LITTLE = sys.byteorder == "little"
_ONWARD = 1 if _IS_LITTLE else -1  # the first number is to be the lowest lane
_LOWEST = slice(0 if _IS_LITTLE else _LANE - 1, None, _LANE)
_HALF = 8 * _LANE // 2  # bits
_LOW_HALVES = int.from_bytes((b"\xff" * (_LANE // 2)).ljust(_LANE, b"\0") * LETTERS, "little")
_OVER = (1 << _HALF) - PRIME  # what is left of a high half by the prime


def shingles(told: Sequence[int]) -> list[int]:
    """Return a sample of the rows of four terms in a text, the same for the same rows, sorted.

    Sampling by value keeps the share of what two texts have in common (Broder, 1997). All rows are
    mixed at once, as the lanes of one great number, and taken by the prime as far as it goes there.
    """
    raw = array(_LANES, told[::_ONWARD]).tobytes()
    one = int.from_bytes(raw, sys.byteorder)
    two, three, four = one >> 64, one >> 128, one >> 192
    mixed = one * 3 ^ two * 5 ^ three * 17 ^ four * 257
    mixed = (mixed & _LOW_HALVES) + (mixed >> _HALF & _LOW_HALVES) * _OVER
    lanes = array(_LANES)
    lanes.frombytes(mixed.to_bytes(len(raw), sys.byteorder))
    starts = raw[_LOWEST].translate(_STARTS)[::_ONWARD]
    rows = sorted(set(compress(lanes[::_ONWARD], starts[: max(0, len(told) - 3)])))
    if rows and rows[-1] >= PRIME:
        rows = sorted({row % PRIME for row in rows})
    return rows[:MOST_ROWS]
