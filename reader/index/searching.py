"""Segments and a query in, the best or newest stories out."""

from __future__ import annotations

from reader.index.finding import Finder, useful
from reader.index.question import Question
from reader.index.ranking import Found, Key, Ranking, newest, together
from reader.index.segment import Segment
from reader.model import Everything, Hits


def answer(segments: list[Segment], ranking: Ranking, question: Question) -> Hits:
    """The stories that a query finds, in order, and how many there are."""
    part = useful(question.part)
    finder = Finder(segments, ranking, question)
    keys: list[Key] = []
    total, is_exact = 0, True
    for segment in sorted(segments, key=lambda one: one.newest, reverse=True):
        if question.is_first and _is_sure(keys, segment, question):
            is_exact = False
            break
        found = _living(finder.find(part or Everything(), segment), segment)
        total += len(found)
        keys = together(question.limit, keys, _ranked(ranking, segment, found, question))
    ids = tuple(int(key[-1]) for key in keys)
    hint = finder.hint if part else "there is nothing to look for in these words"
    scores = tuple(key[0] for key in keys) if question.order == "best" else ()
    return Hits(ids, total, is_exact and not finder.is_cut, hint, scores)


def _is_sure(keys: list[Key], segment: Segment, question: Question) -> bool:
    """Whether neither this segment nor an older one can change the page."""
    is_full = question.order == "newest" and 0 < question.limit <= len(keys)
    return is_full and keys[-1][0] > segment.newest


def _living(found: Found, segment: Segment) -> Found:
    for document in segment.deleted:
        found.pop(document, None)
    return found


def _ranked(ranking: Ranking, segment: Segment, found: Found, question: Question) -> list[Key]:
    rank = ranking.best if question.order == "best" else newest
    return rank(segment, found, question.limit)
