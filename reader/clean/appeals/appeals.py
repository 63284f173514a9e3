"""Measured lines in, which of them ask the reader for money, trust or an address out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple

from reader.clean.appeals.word_families import (
    LOUD,
    NONE,
    PERSON,
    QUIET,
    AppealThreshold,
    asks,
    find_families,
)
from reader.clean.dump.line_measures import MeasuredLine

SHORT = 120  # characters of a line of a box that asks for an address
SHORTEST = 45  # characters of a line that asks without saying whom
MOST_ENCLOSED = 2  # lines between two of a pitch that join it
LONGEST = 1200  # characters of a line that are looked at
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SENTENCE = re.compile(r"[^。！？]*[。！？]+[」』）]*|[^。！？]+$")
_OPENS = r"[\"“‘«„(]?[^\W\d_a-zß-ÿ]"
# A sentence's end, or one that lost the space behind it in a text of one case.
_ENDS = re.compile(
    rf"(?<=[^\W\d_]{{2}}[.!?…])\s+(?={_OPENS})|(?<=[.!?…][\"”’»)])\s+(?={_OPENS})"
    r"|(?<=[^\W\d_]{3}[.!?…])(?=[^\W\d_]{2,}[ ,])"
)
_LONG = re.compile(r"[^\W\d_]{5,}")
PROSE = 80  # characters of a line that counts as prose
SHORTEST_STORY = 60  # characters of a story that a pitch is cut off from
BESIDE = 4  # lines over or under a part of a pitch among which another asks
TOPICAL, LOUDLY = 0.15, 0.25  # of a line's long words, told elsewhere; where it asks loudly
AROUND = 4  # lines of prose before one and behind it
FEWEST_SHARED = 3  # of a whole line; a part of one without a word of asking needs fewer
FEWEST_OF_PART = 2
STEM = 6  # letters by which words are compared, so that their endings do not count
FEWEST = 5  # lines of prose from which a page has a tone
MOST_PERSONAL = 0.15  # share of them that says "we" or "you" on a page that tells of others


class Cut(NamedTuple):
    """A line in three: story, pitch, and story again; the first and last are often empty."""

    lead: str
    pitch: str
    rest: str


_SILENT = frozenset(("furniture", "legal"))


def find_pitches(lines: Sequence[MeasuredLine]) -> list[bool]:
    """Tell which lines belong to a pitch.

    A line that asks, or a few short ones together, make a pitch; lines beside it that speak of the
    outlet's own work or ask without saying for what join it. Where hardly a line of the page says
    "we" or "you", less than that gives a pitch away.
    """
    words = [NONE if line.role else find_families(line.text[:LONGEST]) for line in lines]
    enough = QUIET if _is_quiet(lines, words) else LOUD
    found = [False] * len(lines)
    joins = [
        _may_join(line, said, enough) if said or line.role else False
        for line, said in zip(lines, words, strict=True)
    ]
    joins = _without_told(joins, lines, words)
    for run in _runs(_with_enclosed(joins, lines, words)):
        if _is_pitch(run, lines, words, enough):
            for at in run:
                found[at] = not lines[at].role
    return found


def _without_told(
    joins: Sequence[bool], lines: Sequence[MeasuredLine], words: Sequence[frozenset[str]]
) -> list[bool]:
    """Leave out the prose that speaks of the same things as the prose around it."""
    prose = [_is_prose(line) for line in lines]
    rest = _others(joins, lines, words)
    asking = (at for at, join in enumerate(joins) if prose[at] and join)
    topical = {
        at
        for at in asking
        if _is_on_topic(lines[at].text, _around(at, rest, lines), _share(words[at]), FEWEST_SHARED)
    }
    return [join and at not in topical for at, join in enumerate(joins)]


def _share(words: frozenset[str]) -> float:
    """Tell how much of a line has to be told around it, by how loudly it asks."""
    return LOUDLY if asks(words, LOUD) else TOPICAL


def _around(at: int, others: Sequence[int], lines: Sequence[MeasuredLine]) -> frozenset[str]:
    """List the long words of the lines next to one, out of some."""
    place = bisect_left(others, at)
    near = others[max(0, place - AROUND) : place + AROUND]
    return NONE.union(*(_long_words(lines[other].text) for other in near))


def _is_on_topic(text: str, told: frozenset[str], share: float, fewest: int) -> bool:
    """Tell whether enough of a text's long words are told elsewhere."""
    words = _long_words(text)
    return len(words & told) >= max(fewest, share * len(words))


def _with_enclosed(
    joins: Sequence[bool], lines: Sequence[MeasuredLine], words: Sequence[frozenset[str]]
) -> list[bool]:
    """Add the one or two lines between two that ask, if the outlet speaks of itself there.

    A sentence that speaks of nothing that stands around it may do so without saying "we".
    """
    joined = list(joins)
    asking = [at for at, join in enumerate(joins) if join and words[at] & {"ask", "call"}]
    for before, after in pairwise(asking):
        between = range(before + 1, after)
        if 0 < len(between) <= MOST_ENCLOSED and all(
            "self" in words[at] or _is_foreign(at, joins, lines, words) for at in between
        ):
            joined[before:after] = [True] * (after - before)
    return joined


def _is_foreign(
    at: int, joins: Sequence[bool], lines: Sequence[MeasuredLine], words: Sequence[frozenset[str]]
) -> bool:
    """Tell whether a sentence speaks of other things than the prose around it."""
    rest = [other for other in _others(joins, lines, words) if abs(other - at) > MOST_ENCLOSED]
    line, told = lines[at], _around(at, rest, lines)
    speaks = line.ends and line.size >= SHORTEST_STORY and not line.role
    return speaks and not _is_on_topic(line.text, told, TOPICAL, FEWEST_OF_PART)


def _is_prose(line: MeasuredLine) -> bool:
    return line.ends and line.size >= PROSE and not line.role


def _others(
    joins: Sequence[bool], lines: Sequence[MeasuredLine], words: Sequence[frozenset[str]]
) -> list[int]:
    """List the lines of prose that speak neither of "we" nor of "you" and join no pitch."""
    return [
        at
        for at, line in enumerate(lines)
        if _is_prose(line) and not joins[at] and not words[at] & PERSON
    ]


def _is_quiet(lines: Sequence[MeasuredLine], words: Sequence[frozenset[str]]) -> bool:
    """Tell whether a page's prose tells of others: hardly a line of it says "we" or "you"."""
    pairs = zip(lines, words, strict=True)
    prose = [bool(said & PERSON) for line, said in pairs if line.ends and line.size >= PROSE]
    return len(prose) >= FEWEST and sum(prose) <= MOST_PERSONAL * len(prose)


def cut_pitches(line: str) -> list[str]:
    """Cut a pitch off the start and the end of a line whose script sets no spaces."""
    if len(line) > LONGEST or line.isascii() or not _UNSPACED.search(line):
        return [line]
    if not asks(find_families(line), LOUD):
        return [line]
    sentences = _SENTENCE.findall(line)
    first, last = _asking(sentences), len(sentences) - _asking(sentences[::-1])
    if first >= last:
        return [line]
    parts = (sentences[:first], sentences[first:last], sentences[last:])
    return ["".join(part) for part in parts if part]


def _asking(sentences: Sequence[str]) -> int:
    """Count the sentences at the start that ask together."""
    run = list(takewhile(find_families, sentences))
    return len(run) if run and asks(find_families("".join(run)), LOUD) else 0


def cut_appeals(lines: Sequence[str]) -> list[str]:
    """Cut a pitch off the story that it shares a line with, behind a space.

    What is left has to speak of what the page speaks of, and never of "we", "you" or support.
    """
    cuts = {at: cut for at, line in enumerate(lines) if (cut := _cut(line))}
    sure = {at: cut for at, cut in cuts.items() if _is_sure(at, cuts, lines)}
    if not sure:
        return list(lines)
    around = [part for cut in sure.values() for part in (cut.lead, cut.rest)]
    told = _told_words(lines) if any(map(_may_be_told, around)) else NONE
    return [
        part
        for at, line in enumerate(lines)
        for part in (_parts(sure[at], told) if at in sure else (line,))
    ]


def _parts(cut: Cut, told: frozenset[str]) -> list[str]:
    """List the parts of a line; what belongs to no story stays with the pitch."""
    before, after = (_is_told(part, cut.pitch, told) for part in (cut.lead, cut.rest))
    kept = ((cut.lead, not before), (cut.pitch, True), (cut.rest, not after))
    pitch = " ".join(part for part, joins in kept if part and joins)
    return [cut.lead] * before + [pitch] + [cut.rest] * after


def _cut(line: str) -> Cut | None:
    """Cut a line before the first and behind the last of its sentences that ask."""
    if not SHORTEST_STORY < len(line) <= LONGEST or not find_families(line) & {"ask", "call"}:
        return None
    sentences = _ENDS.split(line)
    asking = [at for at, each in enumerate(sentences) if find_families(each) & {"ask", "call"}]
    if not asking or len(sentences) < 2:
        return None
    first, last = asking[0], asking[-1] + 1
    cut = (sentences[:first], sentences[first:last], sentences[last:])
    return Cut(*map(" ".join, cut))


def _is_told(story: str, pitch: str, told: frozenset[str]) -> bool:
    """Tell whether what is cut off a pitch belongs to the page's story."""
    topic = told - _long_words(pitch)
    return _may_be_told(story) and _is_on_topic(story, topic, LOUDLY, FEWEST_OF_PART)


def _may_be_told(part: str) -> bool:
    """Tell whether a part of a line is long, and speaks neither of "we" nor of "you"."""
    return len(part) >= SHORTEST_STORY and not find_families(part)


def _is_sure(at: int, cuts: Mapping[int, Cut], lines: Sequence[str]) -> bool:
    """Tell whether a part of a line is a pitch by itself, or joins one close by."""
    lead, pitch, _ = cuts[at]
    words = find_families(pitch)
    if asks(words, LOUD) or (find_families(lead) and asks(words | find_families(lead), LOUD)):
        return True
    near = (*lines[max(0, at - BESIDE) : at], *lines[at + 1 : at + 1 + BESIDE])
    joins = len(pitch) <= SHORTEST or ("ask" in words and bool(words & PERSON))
    return joins and any(asks(find_families(line), LOUD) for line in near)


def _told_words(lines: Sequence[str]) -> frozenset[str]:
    """List the long words of the lines that speak neither of "we" nor of "you" nor of support."""
    return _stems("\n".join(line[:LONGEST] for line in lines if not find_families(line)))


@lru_cache(maxsize=1024)
def _long_words(text: str) -> frozenset[str]:
    """List the beginnings of a text's long words."""
    return _stems(text[:LONGEST])


def _stems(text: str) -> frozenset[str]:
    return frozenset([word[:STEM] for word in _LONG.findall(text.casefold())])


def _runs(marked: list[bool]) -> list[list[int]]:
    groups = groupby(range(len(marked)), key=marked.__getitem__)
    return [list(run) for is_marked, run in groups if is_marked]


def _may_join(line: MeasuredLine, words: frozenset[str], enough: AppealThreshold) -> bool:
    if line.role in _SILENT:
        return True
    if asks(words, enough):
        return True
    if words & {"ask", "call"} and line.size <= SHORTEST:
        return True
    if "ask" in words:
        return bool(words & PERSON)
    return {"self", "trade"} <= words or (line.size <= SHORT and {"address", "self"} <= words)


def _is_pitch(
    run: list[int],
    lines: Sequence[MeasuredLine],
    words: list[frozenset[str]],
    enough: AppealThreshold,
) -> bool:
    if any(asks(words[at], enough) for at in run):
        return True
    short = [words[at] for at in run if lines[at].size <= SHORT and not lines[at].role]
    said = NONE.union(*short)
    return sum("ask" in each for each in short) >= 2 and {"ask", "address", "trade"} <= said
