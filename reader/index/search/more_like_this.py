"""The terms that tell a story from all others, by tf·idf."""

from __future__ import annotations

import math
from collections import Counter
from heapq import nlargest

from reader.index.analysis.tokens import terms_in
from reader.index.format.schema import WEIGHTS, WORDS, IndexDocument
from reader.index.format.segment import Segment
from reader.index.search.ranking import Ranking
from reader.model import MoreLikeThis

MOST = 16
_FIELDS = ("headline", "body")
_LOOKED_UP = 150  # the most frequent of its terms
_READ = 200_000  # code points of a body


def more_like_this(story: IndexDocument, segments: list[Segment], ranking: Ranking) -> MoreLikeThis:
    """Return the terms with the most weight (tf·idf) that other stories hold too."""
    weights = {
        term: (1 + math.log(count)) * _rarity(term, segments, ranking)
        for term, count in _count_terms(story).most_common(_LOOKED_UP)
    }
    chosen = nlargest(MOST, weights.items(), key=lambda one: (one[1], one[0]))
    return MoreLikeThis(tuple((term, weight / chosen[0][1]) for term, weight in chosen if weight))


def _count_terms(story: IndexDocument) -> Counter[str]:
    counts: Counter[str] = Counter()
    language = story.language[:2].lower()
    for field in _FIELDS:
        text = getattr(story, field)[:_READ]
        for term, form in terms_in(text, language):
            counts[term] += int(WEIGHTS[field]) if form else 0
    return +counts


def _rarity(term: str, segments: list[Segment], ranking: Ranking) -> float:
    """Return nothing for a term of this story alone: no other story is like it for that."""
    stories = sum(segment.frequency(WORDS, term) for segment in segments)
    return ranking.rarity(stories) if stories > 1 else 0.0
