"""Measured lines in, which of them ask the reader for money, trust or an address out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, takewhile

from reader.clean.dump.line_measures import Line
from reader.clean.text import appeal_words

_SPOKEN = re.compile(r"[\"“„«「『][^\"”“»」』]*(?:[\"”“»」』]|$)")
SHORT = 120  # characters of a line of a box that asks for an address
SHORTEST = 45  # characters of a line that asks without saying whom
LONGEST = 1200  # characters of a line that are looked at
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SENTENCE = re.compile(r"[^。！？]*[。！？]+[」』）]*|[^。！？]+$")
PROSE = 80  # characters of a line that counts as prose
FEWEST = 5  # lines of prose from which a page has a tone
MOST_PERSONAL = 0.15  # share of them that says "we" or "you" on a page that tells of others


@dataclass(frozen=True, slots=True)
class Enough:
    """How many families of words give a pitch away."""

    called: int  # beside a call
    both: int  # offers, beside "we" and "you"
    either: int  # offers, beside one of the two


LOUD, QUIET = Enough(2, 9, 9), Enough(1, 1, 3)
NONE: frozenset[str] = frozenset()
_SILENT = frozenset(("furniture", "legal"))


def pitches(lines: Sequence[Line]) -> list[bool]:
    """Tell which lines belong to a pitch.

    A line that asks, or a few short ones together, make a pitch; lines beside it that speak of the
    outlet's own work or ask without saying for what join it. Where hardly a line of the page says
    "we" or "you", less than that gives a pitch away.
    """
    words = [NONE if line.role else _families(line.text[:LONGEST]) for line in lines]
    enough = QUIET if _is_quiet(lines, words) else LOUD
    found = [False] * len(lines)
    for run in _runs([_may_join(*pair, enough) for pair in zip(lines, words, strict=True)]):
        if _is_pitch(run, lines, words, enough):
            for at in run:
                found[at] = not lines[at].role
    return found


def _is_quiet(lines: Sequence[Line], words: Sequence[frozenset[str]]) -> bool:
    """Tell whether a page's prose tells of others: hardly a line of it says "we" or "you"."""
    pairs = zip(lines, words, strict=True)
    prose = [bool(said & PERSON) for line, said in pairs if line.ends and line.size >= PROSE]
    return len(prose) >= FEWEST and sum(prose) <= MOST_PERSONAL * len(prose)


def apart(line: str) -> list[str]:
    """Cut a pitch off the start and the end of a line whose script sets no spaces."""
    if len(line) > LONGEST or not _UNSPACED.search(line) or not _asks(_families(line), LOUD):
        return [line]
    sentences = _SENTENCE.findall(line)
    first, last = _asking(sentences), len(sentences) - _asking(sentences[::-1])
    if first >= last:
        return [line]
    parts = (sentences[:first], sentences[first:last], sentences[last:])
    return ["".join(part) for part in parts if part]


def _asking(sentences: Sequence[str]) -> int:
    """Count the sentences at the start that ask together."""
    run = list(takewhile(_families, sentences))
    return len(run) if run and _asks(_families("".join(run)), LOUD) else 0


def _runs(marked: list[bool]) -> list[list[int]]:
    groups = groupby(range(len(marked)), key=marked.__getitem__)
    return [list(run) for is_marked, run in groups if is_marked]


def _may_join(line: Line, words: frozenset[str], enough: Enough) -> bool:
    if line.role in _SILENT:
        return True
    if _asks(words, enough):
        return True
    if "ask" in words:
        return line.size <= SHORTEST or bool(words & {"address", "self"})
    return {"self", "trade"} <= words or (line.size <= SHORT and {"address", "self"} <= words)


def _is_pitch(
    run: list[int], lines: Sequence[Line], words: list[frozenset[str]], enough: Enough
) -> bool:
    if any(_asks(words[at], enough) for at in run):
        return True
    short = [words[at] for at in run if lines[at].size <= SHORT and not lines[at].role]
    said = NONE.union(*short)
    return sum("ask" in each for each in short) >= 2 and {"ask", "address", "trade"} <= said


def _asks(words: frozenset[str], enough: Enough) -> bool:
    """Tell whether a line is a pitch by itself."""
    if "call" in words and words & WHOSE and len(words & CALLING) >= enough.called:
        return True
    if {"ask", "trade"} <= words and words & PERSON:
        return True
    offers = len(words & OFFERS)
    return (words >= PERSON and offers >= enough.both) or (
        bool(words & PERSON) and offers >= enough.either
    )


@lru_cache(maxsize=4096)
def _families(text: str) -> frozenset[str]:
    said = _SPOKEN.sub(" ", text)
    lowered = said.lower()
    found = {name for name, words in FIRST if words.within(said, lowered)}
    more = SECOND if found else ()
    return frozenset(found) | {name for name, words in more if words.within(said, lowered)}


PERSON = frozenset(("address", "self"))
OFFERS = frozenset(("ask", "trade", "channel", "price"))
CALLING = OFFERS | {"self", "news"}
WHOSE = CALLING - {"ask", "price"} | {"address"}
# No line joins a pitch without one of the first.
FIRST = (
    ("address", appeal_words.ADDRESS),
    ("self", appeal_words.SELF),
    ("ask", appeal_words.ASK),
    ("call", appeal_words.CALL),
)
SECOND = (
    ("trade", appeal_words.TRADE),
    ("news", appeal_words.NEWS),
    ("channel", appeal_words.CHANNEL),
    ("price", appeal_words.PRICE),
)
