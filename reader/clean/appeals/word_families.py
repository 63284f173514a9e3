"""A text in, the families of words and phrases out that stand in it, and whether they ask."""

from __future__ import annotations

import re
from functools import lru_cache

from reader.clean.appeals import appeal_words
from reader.clean.appeals.appeal_words import Phrases, WordFamily
from reader.clean.text.alternation import fast_alternation
from reader.model.construction import frozen

_SPOKEN = re.compile(r"[\"“„«「『][^\"”“»」』]*(?:[\"”“»」』]|$)")
MOST_KNOWN = 16_384  # words that are remembered


@frozen
class AppealThreshold:
    """How many families of words give a pitch away."""

    called: int  # beside a call
    both: int  # offers, beside "we" and "you"
    either: int  # offers, beside one of the two


@frozen
class Families:
    """Families of words by their names, and what any of them is found by."""

    named: tuple[tuple[str, WordFamily], ...]
    phrases: Phrases
    cased: re.Pattern[str]

    @classmethod
    def from_named(cls, *named: tuple[str, WordFamily]) -> Families:
        """Join families."""
        families = [family for _, family in named]
        return cls(named, appeal_words.join_phrases(families), appeal_words.join_cased(families))


LOUD, QUIET = AppealThreshold(2, 9, 9), AppealThreshold(1, 1, 3)
NONE: frozenset[str] = frozenset()
PERSON = frozenset(("address", "self"))
OFFERS = frozenset(("ask", "trade", "channel", "price"))
CALLING = OFFERS | {"self", "news"}
WHOSE = CALLING - {"ask", "price"} | {"address"}
# No line joins a pitch without one of the first.
FIRST = Families.from_named(
    ("address", appeal_words.ADDRESS),
    ("self", appeal_words.SELF),
    ("ask", appeal_words.ASK),
    ("call", appeal_words.CALL),
)
SECOND = Families.from_named(
    ("trade", appeal_words.TRADE),
    ("news", appeal_words.NEWS),
    ("channel", appeal_words.CHANNEL),
    ("price", appeal_words.PRICE),
    ("tell", appeal_words.TELL),
)
_ANY_WORD = re.compile(
    fast_alternation(part for _, family in FIRST.named + SECOND.named for part in family.words)
)


def asks(words: frozenset[str], enough: AppealThreshold) -> bool:
    """Tell whether a line is a pitch by itself; one that quotes others has to call as well."""
    if "tell" in words and "call" not in words:
        return False
    if "call" in words and words & WHOSE and len(words & CALLING) >= enough.called:
        return True
    if {"ask", "trade"} <= words and words & PERSON:
        return True
    offers = len(words & OFFERS)
    return (words >= PERSON and offers >= enough.both) or (
        bool(words & PERSON) and offers >= enough.either
    )


@lru_cache(maxsize=4096)
def find_families(text: str) -> frozenset[str]:
    """List the families that a text has a word or phrase of, outside of what it quotes."""
    said = _SPOKEN.sub(" ", text) if '"' in text or not text.isascii() else text
    lowered = said.lower()
    words = _FAMILY_WORDS.families(set(appeal_words.WORD.findall(lowered)))
    found = _named(FIRST, words, said, lowered)
    return found | _named(SECOND, words, said, lowered) if found else NONE


def _named(families: Families, words: frozenset[str], said: str, lowered: str) -> frozenset[str]:
    """List the families that a text has a word or phrase of; those of its words are known.

    Most texts have no phrase of any, and nothing that is told by its capital letter.
    """
    has_phrases = families.phrases.within(lowered)
    has_cased = bool(families.cased.search(f" {said}"))
    if not (words or has_phrases or has_cased):
        return NONE
    return frozenset(
        name
        for name, family in families.named
        if name in words
        or (has_phrases and family.phrases.within(lowered))
        or (has_cased and family.has_cased(said))
    )


class _FamilyWords:
    """Words that were looked up already: most words of a line are of no family, and come again."""

    def __init__(self) -> None:
        self.of_none: set[str] = set()
        self.of_some: dict[str, frozenset[str]] = {}

    def families(self, words: set[str]) -> frozenset[str]:
        """List the families that some words are of."""
        rest = words - self.of_none
        if not rest:
            return NONE
        return NONE.union(*map(self._look_up, rest))

    def _look_up(self, word: str) -> frozenset[str]:
        known = self.of_some.get(word)
        if known is not None:
            return known
        if len(self.of_none) + len(self.of_some) >= MOST_KNOWN:
            self.of_none.clear()
            self.of_some.clear()
        found = _families_of(word)
        if found:
            self.of_some[word] = found
        else:
            self.of_none.add(word)
        return found


_FAMILY_WORDS = _FamilyWords()


def _families_of(word: str) -> frozenset[str]:
    """List the families that a word is of."""
    if not _ANY_WORD.fullmatch(word):
        return NONE
    named = FIRST.named + SECOND.named
    return frozenset(name for name, family in named if family.word.fullmatch(word))
