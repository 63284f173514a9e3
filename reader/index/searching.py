"""Segments and a query in, the best or newest stories out."""

from __future__ import annotations

from collections.abc import Sequence

from reader.index.finding import Finder, useful, words
from reader.index.lanes import Found
from reader.index.looking import Kept, Looking
from reader.index.question import Question
from reader.index.ranking import Key, Ranking, newest, together
from reader.index.segment import Segment
from reader.model import Everything, Hits


def answer(segments: Sequence[Segment], ranking: Ranking, question: Question, kept: Kept) -> Hits:
    """The stories that a query finds, in order, and how many there are."""
    part = useful(question.part) or Everything()
    looking = Looking(segments, ranking, question, kept)
    looking.weigh(words(part))
    finder = Finder(looking, question)
    keys: list[Key] = []
    total, is_exact = 0, True
    for segment in sorted(segments, key=lambda one: one.newest, reverse=True):
        if question.is_first and _is_sure(keys, segment, question):
            is_exact = False
            break
        found = finder.find(part, segment, segment.living)
        total += len(found)
        keys = together(question.limit, keys, _ranked(ranking, segment, found, question, keys))
    ids = tuple(int(key[-1]) for key in keys)
    hint = looking.hint if useful(question.part) else _NOTHING
    return Hits(ids, total, is_exact and not looking.is_cut, hint)


_NOTHING = "there is nothing to look for in these words"


def _is_sure(keys: list[Key], segment: Segment, question: Question) -> bool:
    """Whether neither this segment nor an older one can change the page."""
    is_full = question.order == "newest" and 0 < question.limit <= len(keys)
    return is_full and keys[-1][0] > segment.newest


def _ranked(
    ranking: Ranking, segment: Segment, found: Found, question: Question, keys: list[Key]
) -> list[Key]:
    if question.order == "newest":
        return newest(segment, found, question.limit)
    floor = keys[-1][0] if 0 < question.limit <= len(keys) else 0.0
    return ranking.best(segment, found, question.limit, floor)
