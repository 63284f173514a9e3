"""The facts that a text tells: names, numbers, quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from reader.cluster.terms import UNSPACED, WORD, script_runs
from reader.model.construction import frozen

LONGEST = 40_000  # code points of a text that are looked at
# What opens a quote ends the one before it, so that no text is looked through again and again.
QUOTE = re.compile(
    r"“[^“”\n]{3,800}”|„[^„“”\n]{3,800}[“”]|«[^«»\n]{3,800}»|»[^«»\n]{3,800}«"
    r"|「[^「」\n]{2,800}」|『[^『』\n]{2,800}』|\"[^\"\n]{3,800}\""
)
NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f]\d+)*")
GROUPS = re.compile(r"(?<=\d)[.,'’\u00a0\u202f](?=\d{3}(?!\d))")
STEM = 5  # letters of a name that count: endings and spellings differ
ROW = 3  # words of a quote in a row that another text has by chance only
NOUNS_HAVE_CAPITALS = ("de", "lb")
WordRow = tuple[str, ...]


@frozen
class KnownFacts:
    """What is known from a text."""

    words: frozenset[str] = frozenset()  # as far as names are compared
    numbers: frozenset[str] = frozenset()
    rows: frozenset[WordRow] = frozenset()

    def __or__(self, other: KnownFacts) -> KnownFacts:
        return KnownFacts(
            self.words | other.words, self.numbers | other.numbers, self.rows | other.rows
        )


@lru_cache(maxsize=16)
def facts_known(text: str) -> KnownFacts:
    """Return what is known to who has read a text."""
    text = text[:LONGEST]
    found = folded_words(text)
    rows = frozenset(row for size in range(1, ROW + 1) for row in _rows_of(found, size))
    return KnownFacts(frozenset(map(name_stem, found)), find_numbers(text), rows)


def folded_words(text: str) -> list[str]:
    """Return words of a text without case; of scripts that do not part words, pairs of letters."""
    found = [word for word in WORD.findall(text.lower()) if not word[0].isdigit()]
    if text.isascii() or not UNSPACED.search(text):
        return found
    return [part for word in found for part in script_runs(word)]


def words_as_written(text: str) -> list[str]:
    """Return the words of a text as they are written."""
    found: list[str] = WORD.findall(text)
    return found


def _rows_of(found: Sequence[str], size: int) -> Iterator[WordRow]:
    """Yield every row of so many words."""
    return zip(*(found[at:] for at in range(size)), strict=False)


def name_stem(word: str) -> str:
    """Return how a name begins, without case and accents."""
    folded = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))[:STEM]


def find_numbers(text: str) -> frozenset[str]:
    """Return the numbers of a text, the same however their thousands are parted."""
    return frozenset(
        "".join(str(int(sign)) if sign.isdecimal() else "." for sign in GROUPS.sub("", found))
        for found in NUMBER.findall(text)
    )


def find_names(text: str, spans: Sequence[tuple[int, int]], language: str = "") -> frozenset[str]:
    """Return the names in a text: words with a capital within sentences, never without.

    Where every noun has a capital, a name is several such words in a row.
    """
    here = set(words_as_written(text))
    found = {word for span in spans for word in _capitals(text[slice(*span)], language)}
    return frozenset(word for word in found if word.lower() not in here)


def _capitals(sentence: str, language: str) -> Iterator[str]:
    """Yield the words within a sentence, or a quote in it, that begin with a capital."""
    if sentence.isupper():
        return
    before, at = "", 0
    for found in WORD.finditer(sentence):
        word, gap = found[0], sentence[at : found.start()]
        first = not at or bool(re.search(r"[\"“„«»「:–—•]", gap))
        capital = len(word) > 1 and word[0].isupper()
        if capital and (
            word[1:].isupper() or (not first and _capital_means_name(language, before, gap))
        ):
            yield word
        before, at = word if capital and not first else "", found.end()


def _capital_means_name(language: str, before: str, gap: str) -> bool:
    """Tell whether a capital says that a word is a name."""
    return language not in NOUNS_HAVE_CAPITALS or bool(before and gap in " -")


def find_quotes(text: str) -> list[tuple[int, int]]:
    """Return where the quotes of a text stand."""
    return [found.span() for found in QUOTE.finditer(text)]


def is_said(quote: str, by: KnownFacts) -> bool:
    """Tell whether a quote, or most of it, stands in what is known; what is no quote is."""
    found = folded_words(quote)
    if len(found) < 2:
        return True
    rows = list(_rows_of(found, min(ROW, len(found))))
    return 2 * sum(row in by.rows for row in rows) >= len(rows)
