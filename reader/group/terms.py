"""A text in, its words as numbers out: any language, no dictionary."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

LETTERS = 5_000  # of a text that are looked at; the news stands at its beginning
STEM = 7  # letters of a word that count, so that most endings do not
WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
# Scripts that do not part words: taken two letters at a time.
UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
)
BY_LENGTH = 7  # the lowest three bits of a term tell how long its stem is
PAIR = 0  # in these bits: two letters of a script without spaces
FIGURE = 1  # in these bits: a number of three digits or more
NOTHING = 0  # a single letter, or a number of one digit or two
SAMPLED = 0b111000  # a row of words is kept when these bits of the first are empty: one in eight
MOST_ROWS = 64
PRIME = 4_294_967_291  # the largest that a hash of 32 bits can hold


def words(text: str) -> list[str]:
    """The words of the beginning of a text, in order, as they are written."""
    found: list[str] = WORD.findall(text[:LETTERS])
    if text.isascii() or not UNSPACED.search(text):
        return found
    return [part for word in found for part in parts(word)]


def parts(word: str) -> Iterator[str]:
    """A run of letters cut where its script changes, what has no spaces into pairs."""
    at = 0
    for run in UNSPACED.finditer(word):
        if at < run.start():
            yield word[at : run.start()]
        letters = run[0]
        yield from (a + b for a, b in pairwise(letters)) if len(letters) > 1 else (letters,)
        at = run.end()
    if at < len(word):
        yield word[at:]


@lru_cache(maxsize=1 << 17)
def term(word: str) -> int:
    """A word without case, accents and ending, as a number; 0 where it says nothing."""
    folded = word.lower()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded)
        folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    elif len(word) == 1 or (len(word) == 2 and word[0].isdigit()):
        return NOTHING
    stem = folded[:STEM]
    return crc32(stem.encode("utf-8", "replace")) & ~BY_LENGTH | kind(word, stem)


def kind(word: str, stem: str) -> int:
    """What the lowest bits of a term tell."""
    if UNSPACED.match(word):
        return PAIR
    if word[0].isdigit():
        return FIGURE
    return max(2, min(len(stem), BY_LENGTH))


def counted(found: list[str]) -> tuple[Counter[int], set[int]]:
    """How often each term stands in a text, and which of them are names or numbers.

    A name is written with a capital everywhere.
    """
    written = Counter(found)
    counts: Counter[int] = Counter()
    for number, times in zip(map(term, written), written.values(), strict=True):
        counts[number] += times
    counts.pop(NOTHING, None)
    others = [word for word in written if not word.islower()]
    names = {
        term(word)
        for word in others
        if word[0].isdigit() or (word[0].isupper() and word.lower() not in written)
    }
    return counts, names


def rows(found: list[str]) -> list[int]:
    """A sample of the rows of four words in a text, the same for the same rows, sorted.

    Sampling by value keeps the share of what two texts have in common (Broder, 1997).
    """
    hashes = list(map(term, found))
    starts = [at for at, number in enumerate(hashes[:-3]) if not number & SAMPLED]
    mixed = {mix(*hashes[at : at + 4]) for at in starts}
    return sorted(mixed)[:MOST_ROWS]


def mix(one: int, two: int, three: int, four: int) -> int:
    """Four hashes as one, their order included."""
    return (one * 3 ^ two * 5 ^ three * 17 ^ four * 257) % PRIME
