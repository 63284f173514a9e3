"""Ranks the lines over a story by how much each looks like its headline.

A linear ranking (a softmax over the lines of a page, regularized), fitted on labelled pages whose
title was taken away, and judged on sites that it had not seen: 71 % of headlines, of 83 % that
stand on a line of their own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from reader.clean.dump.line_measures import MeasuredLine
from reader.clean.dump.timelines import entry_headings
from reader.model.construction import frozen

REACH = 40  # lines over a story in which its headline is looked for
LEDE = 2  # lines of a story, counted from its first, that can be its headline
HALF = 0.5  # of a line's long words, from which the story is said to repeat it
UNLIKE = -2.0  # what a line loses beside such a one when the story repeats nothing of it
FIRST = 3  # paragraphs that a headline sums up
SMALLEST, LARGEST = 8, 250  # characters of a headline
SMALLEST_TITLE = 16  # characters of a line that can be the title of a page
USUAL = 4.1  # the logarithm of a headline's usual length in characters
STEM = 6  # letters by which words are compared, so that their endings do not count
NEAR = 4  # lines beside one in which a byline or date stands
DECK = 110  # characters from which the next line is a deck
DECK_FROM = 70  # characters of a deck under a headline
HEADLINE_AND_HALF = 1.5  # of a headline's size, from which a shorter line may be its deck as well
MOST_OF_MENU = 5  # words from which a line is no entry of a menu
MOST_TEXT = 200_000  # characters of a story that are compared
COPIED = 15  # characters of a line that is looked for within others
_WORD = re.compile(r"\w{4,}")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SEPARATOR = re.compile(r"\s[|›»/•·]\s|[|›»]")
_MADE = frozenset(("byline", "date"))
_TELLING = _MADE | {"figures"}  # a date may be hardly anything but figures


def best_headline(lines: Sequence[MeasuredLine], story: Sequence[int]) -> int:
    """Find the line over a story that is most likely its headline; -1 when none can be one.

    `story` holds the numbers of the story's lines, in order.
    """
    if not story:
        return -1
    over = range(max(0, story[0] - REACH), min(story[0] + LEDE, len(lines)))
    known = _Surroundings.from_lines(lines, story)
    measured = {at: dict(_measures(at, known)) for at in over if _may_be_headline(at, known)}
    sums_up = any(each["repeated share"] >= HALF for each in measured.values())
    ranked = [(_rank(each, sums_up), -at) for at, each in measured.items()]
    return _over_deck(-max(ranked)[1], known) if ranked else -1


def _over_deck(at: int, known: _Surroundings) -> int:
    """Go from a line that reads like a deck to the headline that stands over it.

    A deck sums a story up in its own words, and a headline often plays with others.
    """
    lead = next((up for up in range(at - 1, at - 1 - NEAR, -1) if not _is_made(up, known)), -1)
    if lead < 0 or at >= known.start or not _may_be_headline(lead, known):
        return at
    line, over = known.lines[at], known.lines[lead]
    if over.ends or over.copies > 1 or len(over.text.split()) < MOST_OF_MENU:
        return at
    if _SEPARATOR.search(over.text):
        return at
    told = len(_words_of(over.text) & known.body)
    is_apart = lead < at - 1  # who wrote it, or when, stands between
    if told >= MOST_OF_MENU - 3 and (is_apart or _leads_page(lead, known)):
        return lead
    is_told = told >= MOST_OF_MENU - 1
    is_long = line.size >= DECK_FROM or (is_told and line.size >= HEADLINE_AND_HALF * over.size)
    return lead if not is_apart and is_long and over.size < line.size else at


def _is_made(at: int, known: _Surroundings) -> bool:
    """Tell whether a line says who wrote the story, or when."""
    return at >= 0 and known.lines[at].role in _TELLING


def _leads_page(at: int, known: _Surroundings) -> bool:
    """Tell whether nothing stands over a line but who wrote the story, when, and scraps."""
    return all(line.role or line.size < SMALLEST_TITLE for line in known.lines[:at])


def _may_be_headline(at: int, known: _Surroundings) -> bool:
    line = known.lines[at]
    told = at >= known.start and line.ends
    return (
        not line.role and not told and at not in known.headings and SMALLEST <= line.size <= LARGEST
    )


def _rank(measured: dict[str, float], sums_up: bool) -> float:
    """Weigh a line; one that the story repeats nothing of has to give way to one that it does."""
    unlike = UNLIKE if sums_up and not measured["repeated"] else 0.0
    return sum(WEIGHTS[name] * value for name, value in measured.items()) + unlike


def repeated_share(text: str, lines: Sequence[MeasuredLine], story: Sequence[int]) -> float:
    """Tell which share of a text's long words a story repeats, from 0 to 1."""
    words = _words_of(text)
    told = _words_of(" ".join(lines[at].text for at in story))
    return len(words & told) / max(1, len(words))


@frozen
class _Surroundings:
    """What a line is compared with to tell whether it is the headline."""

    lines: Sequence[MeasuredLine]
    start: int  # the story's first line
    body: frozenset[str]  # long words of the story
    lede: frozenset[str]  # and of its first paragraphs
    others: str  # all lines that are not the story's, in small letters
    headings: frozenset[int]  # of entries of a timeline

    @classmethod
    def from_lines(cls, lines: Sequence[MeasuredLine], story: Sequence[int]) -> _Surroundings:
        told = set(story)
        others = (line.text for at, line in enumerate(lines) if at not in told and line.size < 300)
        return cls(
            lines,
            story[0],
            _words_of(" ".join(lines[at].text for at in story)),
            _words_of(" ".join(lines[at].text for at in story[:FIRST])),
            "\n".join(others).casefold(),
            entry_headings(lines),
        )


def _measures(at: int, known: _Surroundings) -> Iterator[tuple[str, float]]:
    """Measure one line as the ranking weighs it."""
    lines, line = known.lines, known.lines[at]
    words, under = _words_of(line.text), lines[at + 1 : at + 1 + NEAR]
    repeated = len(words & known.body)
    yield "repeated share", repeated / max(1, len(words))
    yield "repeated", math.log1p(repeated)
    yield "repeated in the lede", math.log1p(len(words & known.lede))
    yield "size", math.log(line.size)
    yield "unusual size", (math.log(line.size) - USUAL) ** 2
    yield "distance", math.log1p(max(0, known.start - at - 1))
    yield "in the story", at >= known.start
    yield "full stop", line.text.endswith(".")
    yield "copies", line.copies > 1
    yield "part of another", _is_part(line, known.others)
    yield "made below", any(near.role in _MADE for near in under)
    yield "made above", any(near.role in _MADE for near in lines[max(0, at - NEAR) : at])
    yield "deck below", bool(under) and under[0].size > DECK
    yield "separator", bool(_SEPARATOR.search(line.text))
    yield "figures", sum(map(str.isdigit, line.text)) / len(line.text)


def _is_part(line: MeasuredLine, others: str) -> bool:
    """Tell whether a longer line, such as a title, holds this one."""
    return line.size >= COPIED and others.count(line.text.casefold()) > line.copies


# A story's words are asked for again for each line that may be its headline.
@lru_cache(maxsize=8)
def _words_of(text: str) -> frozenset[str]:
    """List the beginnings of a text's long words, and its pairs of letters without spaces."""
    text = text[:MOST_TEXT].casefold()
    dense = _DENSE.findall(text)
    pairs = (first + second for first, second in pairwise(dense))
    return frozenset(word[:STEM] for word in _WORD.findall(text)).union(pairs)


WEIGHTS = {
    "repeated share": 1.58,
    "repeated": 0.93,
    "repeated in the lede": 1.17,
    "size": 0.31,
    "unusual size": -1.69,
    "distance": 0.83,
    "in the story": -4.93,
    "full stop": -5.57,
    "copies": 0.78,
    "part of another": 1.71,
    "made below": 1.40,
    "made above": -1.76,
    "deck below": 1.87,
    "separator": -1.60,
    "figures": -8.36,
}
