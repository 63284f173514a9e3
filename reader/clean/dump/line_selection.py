"""Lines and how likely each is story in, the ones that are kept out."""

from __future__ import annotations

from collections.abc import Sequence
from operator import or_
from typing import TypeVar

from reader.clean.appeals.signup_forms import resumed_lines
from reader.clean.dump.feature_vectors import feature_columns
from reader.clean.dump.heuristics import (
    FULL,
    best_block,
    story_lines,
    with_headings,
    with_lists,
    with_series,
    with_speech,
)
from reader.clean.dump.line_measures import BULLET, MeasuredLine
from reader.clean.dump.timelines import timeline_lines
from reader.clean.dump.tree_model import SHORT_STAGES, STAGES, shipped_model
from reader.model.construction import frozen

BoolOrFloat = TypeVar("BoolOrFloat", bool, float)

LIKELY = 0.5  # chance from which a line is kept
NEXT = 0.35  # the same below a kept one, where rules keep it too
SHORT = 40  # lines of a short page
SURE, HARDLY = 0.65, 0.25  # on a short page: chance without the rules' consent, and with it
WIDEST_BOX = 6  # lines between the beginning of a story and the rest of it
BESIDE = 0.4  # on a short page, chance from which a sentence is kept right over a kept line
SHORTEST_BESIDE = 60  # characters of such a sentence
NEARLY_ALL = 0.75  # of the characters
MOST = 600  # characters for which a long line stands


_TOLD_OF = frozenset(("byline", "date", "figures", "credit"))


@frozen
class ScoredLines:
    """Lines, what rules make of them, and how likely trees find each to be story."""

    lines: Sequence[MeasuredLine]
    ruled: Sequence[bool]
    likely: Sequence[float]

    def below(self, start: int) -> ScoredLines:
        """Leave out the lines over one."""
        return ScoredLines(self.lines[start:], self.ruled[start:], self.likely[start:])


def judge_lines(lines: Sequence[MeasuredLine]) -> ScoredLines:
    """Tell for each line how likely it is to belong to the story.

    Pitches are out before anything is weighed, so that a story is told apart with one in its
    midst as it is without.
    """
    rest = [line for line in lines if line.role != "pitch"]
    ruled = story_lines(rest)
    stages = STAGES if len(lines) >= SHORT else SHORT_STAGES
    likely = shipped_model().chances(feature_columns(rest, ruled), stages)
    return ScoredLines(lines, _spread(lines, ruled, False), _spread(lines, likely, 0.0))


def _spread(
    lines: Sequence[MeasuredLine], found: Sequence[BoolOrFloat], nothing: BoolOrFloat
) -> list[BoolOrFloat]:
    """Give the lines that are no pitch what was found of them."""
    rest = iter(found)
    return [nothing if line.role == "pitch" else next(rest) for line in lines]


def story_block(judged: ScoredLines) -> tuple[int, int]:
    """Find the stretch of lines that holds the story; where trees find none, rules do."""
    kept = _likely(judged)
    if not any(kept):
        kept = list(judged.ruled)
    worth = [
        min(line.size, MOST) * (0.5 if keep else -0.3) - 10
        for line, keep in zip(judged.lines, kept, strict=True)
    ]
    return best_block(worth)


def choose_lines(judged: ScoredLines, lenient: bool = False) -> list[bool]:
    """Tell for each line whether it is kept.

    Rules decide where trees find nothing, and add the headings between paragraphs. Where nearly
    all lines are kept, a lenient reading keeps every one that nothing speaks against.
    """
    likely = _with_announcements(judged, _likely(judged))
    kept = with_headings(judged.lines, likely) if any(likely) else list(judged.ruled)
    kept = with_speech(judged.lines, with_series(judged.lines, with_lists(judged.lines, kept)))
    kept = list(map(or_, kept, timeline_lines(judged.lines, kept)))
    kept = list(map(or_, kept, resumed_lines(judged.lines, kept)))
    if lenient and any(_is_nearly_all(judged.lines, by) for by in (kept, judged.ruled)):
        return [keep or not line.role for line, keep in zip(judged.lines, kept, strict=True)]
    return kept


def lines_over(judged: ScoredLines, headline: int, deck: int) -> list[bool]:
    """Tell which lines down to a headline and its deck are story all the same.

    A page that says its headline twice has the lede between. On a short page nothing is sure.
    """
    start = max(headline, deck) + 1
    if len(judged.lines) < SHORT:
        return [False] * start
    under = {line.text for line in judged.lines[start:]}
    return [
        at not in {headline, deck} and _is_sure(line, chance) and line.text not in under
        for at, (line, chance) in enumerate(zip(judged.lines[:start], judged.likely, strict=False))
    ]


def _is_sure(line: MeasuredLine, chance: float) -> bool:
    return chance >= SURE and line.ends and not line.again


def _likely(judged: ScoredLines) -> list[bool]:
    """Keep likely lines, and below a kept one less likely ones that rules keep too.

    Trees learned from long pages, so on a short one they need the rules' consent, a kept line
    right below, or certainty.
    """
    found: list[bool] = []
    alone, agreed = (SURE, HARDLY) if len(judged.lines) < SHORT else (LIKELY, NEXT)
    for line, ruled, chance in zip(judged.lines, judged.ruled, judged.likely, strict=True):
        goes_on = ruled and (agreed == HARDLY or (bool(found) and found[-1]))
        found.append(line.role != "pitch" and chance >= (agreed if goes_on else alone))
    if len(judged.lines) < SHORT:
        for at in range(len(found) - 2, -1, -1):
            found[at] = found[at] or (found[at + 1] and _leads_in(judged, at))
    return found


def lede_lines(lines: Sequence[MeasuredLine], start: int, kept: Sequence[bool]) -> list[bool]:
    """Tell which lines are the beginning of a story that a box cuts off from the rest of it.

    They are full sentences below who wrote it, or when, and nothing but labels and notices stands
    between them and the first line that is kept. `start` is the line below headline and deck.
    """
    found = [False] * len(lines)
    first = next((at for at in range(start, len(kept)) if kept[at]), start)
    lede = next((at for at in range(start, first) if lines[at].role not in _TOLD_OF), first)
    end = lede
    while end < first and _is_sentence(lines[end], FULL):
        end += 1
    is_box = first - end <= WIDEST_BOX and not any(_is_sentence(at, 0) for at in lines[end:first])
    if start < lede < end and is_box:
        found[lede:end] = [True] * (end - lede)
    return found


def _is_sentence(line: MeasuredLine, least: int) -> bool:
    return line.ends and not line.role and line.copies == 1 and line.size >= least


def _leads_in(judged: ScoredLines, at: int) -> bool:
    """Tell whether a line may be the sentence before a kept one that a box of links stands over."""
    line = judged.lines[at]
    return _is_sentence(line, SHORTEST_BESIDE) and judged.likely[at] >= BESIDE


def _with_announcements(judged: ScoredLines, kept: list[bool]) -> list[bool]:
    """Keep what announces a marked list, where rules keep it too.

    The list is kept itself, or stands amid the story.
    """
    found = list(kept)
    for at, line in enumerate(judged.lines[:-1]):
        announces = judged.ruled[at] and line.text.endswith((":", "："))
        if announces and BULLET.match(judged.lines[at + 1].text):
            found[at] = kept[at] or kept[at + 1] or (any(kept[:at]) and any(kept[at + 1 :]))
    return found


def _is_nearly_all(lines: Sequence[MeasuredLine], kept: Sequence[bool]) -> bool:
    story = sum(line.size for line, keep in zip(lines, kept, strict=True) if keep)
    return story >= NEARLY_ALL * sum(line.size for line in lines)
