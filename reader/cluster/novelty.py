"""Which sentences of a text tell a fact that no other text told, and how much of it is new."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from operator import itemgetter, or_

from reader.cluster import facts
from reader.cluster.facts import KnownFacts
from reader.cluster.sentences import sentences
from reader.cluster.terms import first_words, term_hashes

COMPARED = 5_000  # letters of a text whose words are compared
SAME = 0.7  # of the words of a lede, for a sentence to say the same
LONG = 4  # letters of a word that says something by itself
Range = tuple[int, int]


def new_word_share(text: str, others: Iterable[str]) -> int:
    """Per cent of the different words of a text that none of the others has."""
    ours = set(term_hashes(first_words(text, COMPARED)))
    known = set[int]().union(*(term_hashes(first_words(other, COMPARED)) for other in others))
    return round(100 * len(ours - known) / len(ours)) if ours else 0


def new_sentences(text: str, others: Sequence[str], language: str = "") -> list[Range]:
    """Return (start, end) of each sentence with a name, a number or a quote that no other text has.

    The first sentence is among them unless one of the others says the same: it tells what a report
    makes of its event. In scripts without capitals a sentence of mostly new words is new as well.
    """
    text = text[: facts.LONGEST]
    spans = list(sentences(text))
    if not others or not spans:
        return []
    telling = NoveltyScan(text, spans, reduce(or_, map(facts.facts_known, others)), language)
    found = [span for span in spans if telling.is_new(span)]
    if spans[0] not in found and not any(_says(other, text[slice(*spans[0])]) for other in others):
        found.insert(0, spans[0])
    return found


class NoveltyScan:
    """A text beside what is known; each of its facts is new where it is told first."""

    def __init__(self, text: str, spans: Sequence[Range], known: KnownFacts, language: str) -> None:
        self.text, self.known = text, known
        named = facts.find_names(text, spans, language)
        names = {name for name in named if facts.name_stem(name) not in known.words}
        self.untold = {*names, *facts.find_numbers(text) - known.numbers}
        self.quotes = facts.find_quotes(text)
        self.caseless = text.lower() == text.upper()

    def is_new(self, span: Range) -> bool:
        """Tell whether a sentence tells a fact that is not known."""
        sentence = self.text[slice(*span)]
        told = self.untold & {*facts.words_as_written(sentence), *facts.find_numbers(sentence)}
        self.untold -= told
        return bool(told) or self.is_quoting(span) or (self.caseless and self.is_reworded(sentence))

    def is_quoting(self, span: Range) -> bool:
        """Tell whether a sentence, or a part of it, is a quote that is not known."""
        first = bisect_right(self.quotes, span[0], key=itemgetter(1))
        last = bisect_left(self.quotes, span[1], key=itemgetter(0))
        inside = ((max(a, span[0]), min(b, span[1])) for a, b in self.quotes[first:last])
        return any(not facts.is_said(self.text[slice(*part)], self.known) for part in inside)

    def is_reworded(self, sentence: str) -> bool:
        """Tell whether most words of a sentence are new."""
        found = facts.folded_words(sentence)
        new = sum(facts.name_stem(word) not in self.known.words for word in found)
        return 2 * new > len(found)


def _says(text: str, sentence: str) -> bool:
    """Tell whether a sentence of a text has most of the words of another sentence."""
    wanted = _telling_words(sentence)
    least = SAME * len(wanted)
    return any(len(wanted & said) >= least for said in _sayings(text))


@lru_cache(maxsize=16)
def _sayings(text: str) -> list[set[str]]:
    """Return the words of each sentence of a text that say something by themselves."""
    text = text[: facts.LONGEST]
    return [_telling_words(text[start:end]) for start, end in sentences(text)]


def _telling_words(sentence: str) -> set[str]:
    """Return the words of a sentence that say something by themselves."""
    return {
        facts.name_stem(word)
        for word in facts.folded_words(sentence)
        if len(word) >= LONG or word > "\u0fff"
    }
