"""Measured lines in, which of them ask the reader for money, trust or an address out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby, takewhile

from reader.clean import pitch_words
from reader.clean.features import Line

_SPOKEN = re.compile(r"[\"“„«「『][^\"”“»」』]*(?:[\"”“»」』]|$)")
SHORT = 120  # characters of a line of a box that asks for an address
SHORTEST = 45  # characters of a line that asks without saying whom
LONGEST = 1200  # characters of a line that are looked at
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SENTENCE = re.compile(r"[^。！？]*[。！？]+[」』）]*|[^。！？]+$")
NONE: frozenset[str] = frozenset()
_SILENT = frozenset(("furniture", "legal"))


def pitches(lines: Sequence[Line]) -> list[bool]:
    """Tell which lines belong to a pitch.

    A line that asks, or a few short ones together, make a pitch; lines beside it that speak of the
    outlet's own work or ask without saying for what join it.
    """
    words = [NONE if line.role else _families(line.text[:LONGEST]) for line in lines]
    found = [False] * len(lines)
    for run in _runs([_may_join(*pair) for pair in zip(lines, words, strict=True)]):
        if _is_pitch(run, lines, words):
            for at in run:
                found[at] = not lines[at].role
    return found


def apart(line: str) -> list[str]:
    """Cut a pitch off the start and the end of a line whose script sets no spaces."""
    if len(line) > LONGEST or not _UNSPACED.search(line) or not _asks(_families(line)):
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
    return len(run) if run and _asks(_families("".join(run))) else 0


def _runs(marked: list[bool]) -> list[list[int]]:
    groups = groupby(range(len(marked)), key=marked.__getitem__)
    return [list(run) for is_marked, run in groups if is_marked]


def _may_join(line: Line, words: frozenset[str]) -> bool:
    if line.role in _SILENT:
        return True
    if _asks(words):
        return True
    if "ask" in words:
        return line.size <= SHORTEST or bool(words & {"address", "self"})
    return {"self", "trade"} <= words or (line.size <= SHORT and {"address", "self"} <= words)


def _is_pitch(run: list[int], lines: Sequence[Line], words: list[frozenset[str]]) -> bool:
    if any(_asks(words[at]) for at in run):
        return True
    short = [words[at] for at in run if lines[at].size <= SHORT and not lines[at].role]
    said = NONE.union(*short)
    return sum("ask" in each for each in short) >= 2 and {"ask", "address", "trade"} <= said


def _asks(words: frozenset[str]) -> bool:
    """Tell whether a line is a pitch by itself."""
    if "call" in words:
        return len(words & CALLING) >= ENOUGH and bool(words & WHOSE)
    return {"ask", "trade"} <= words and bool(words & {"address", "self"})


@lru_cache(maxsize=4096)
def _families(text: str) -> frozenset[str]:
    said = _SPOKEN.sub(" ", text)
    found = {name for name, words in FIRST if words.search(said)}
    return frozenset(found) | {name for name, words in SECOND if found and words.search(said)}


# No line joins a pitch without one of the first.
FIRST = (("self", pitch_words.SELF), ("ask", pitch_words.ASK), ("call", pitch_words.CALL))
SECOND = (
    ("address", pitch_words.ADDRESS),
    ("trade", pitch_words.TRADE),
    ("news", pitch_words.NEWS),
    ("channel", pitch_words.CHANNEL),
    ("price", pitch_words.PRICE),
)
CALLING = frozenset(("self", "ask", "trade", "news", "channel", "price"))
WHOSE = CALLING - {"ask", "price"} | {"address"}
ENOUGH = 2  # families that a line with a call has besides
