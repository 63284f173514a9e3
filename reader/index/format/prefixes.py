"""For each beginning of a word, the most frequent words that begin so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import nlargest

from reader.index.format.dictionary import CountedTerm
from reader.index.format.schema import FORMS, LEADERS, SEPARATOR, WORDS

Forms = dict[tuple[str, str], int]
"""Terms with the unstemmed words that stand for them, and in about how many stories those do."""

TermCounts = dict[str, dict[str, int]]
"""For each list its terms, with how many stories hold each."""

LED = 16  # words that are remembered for one of the shortest beginnings
LONGEST = 3  # letters of a beginning for which words are remembered
IN_HEADLINES = 2  # letters of a beginning that is looked for in headlines alone
_LED_FROM = 2  # stories that hold a word which leads


def prefix_lists(counts: TermCounts, forms: Forms) -> Iterator[tuple[str, Iterator[CountedTerm]]]:
    """Yield the lists that lead from a beginning to its words."""
    words = counts[WORDS]
    others = (
        (f"{form}{SEPARATOR}{term}", min(words[term], count))
        for (term, form), count in forms.items()
        if not term.startswith(form)
    )
    yield FORMS, ((key, count, b"", b"") for key, count in sorted(others))
    yield LEADERS, iter(sorted(_leaders(counts, forms)))


def _leaders(counts: TermCounts, forms: Forms) -> Iterator[CountedTerm]:
    """Yield the most frequent words of the beginnings that have many."""
    words, headlines = counts[WORDS], counts["headline"]
    led: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for term, count in headlines.items():
        for letters in range(1, IN_HEADLINES + 1):
            led[term[:letters]].add((count, term))
    for term, form in forms:
        if words[term] >= _LED_FROM and len(form) >= LONGEST:
            led[form[:LONGEST]].add((words[term], term))
    for start, known in led.items():
        yield from _of_one(start, known)


def _of_one(start: str, known: Iterable[tuple[int, str]]) -> Iterator[CountedTerm]:
    first = nlargest(LED, known)
    if len(first) == LED:
        for count, term in first:
            yield f"{start}{SEPARATOR}{term}", count, b"", b""
