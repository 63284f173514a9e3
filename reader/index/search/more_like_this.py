"""A story in, the terms that tell it from all others out."""

from __future__ import annotations

import math
from collections import Counter
from heapq import nlargest

from reader.index.analysis.tokens import terms
from reader.index.format.schema import WEIGHTS, Indexed
from reader.index.format.segment import Segment
from reader.index.format.term_lists import WORDS
from reader.index.search.ranking import Ranking
from reader.model import Telling

MOST = 16
_FIELDS = ("headline", "body")
_LOOKED_UP = 150  # the most frequent of its terms
_READ = 200_000  # code points of a body


def telling(story: Indexed, segments: list[Segment], ranking: Ranking) -> Telling:
    """The terms with the most weight (tf·idf) that other stories hold too."""
    weights = {
        term: (1 + math.log(count)) * _rarity(term, segments, ranking)
        for term, count in _counted(story).most_common(_LOOKED_UP)
    }
    chosen = nlargest(MOST, weights.items(), key=lambda one: (one[1], one[0]))
    return Telling(tuple((term, weight / chosen[0][1]) for term, weight in chosen if weight))


def _counted(story: Indexed) -> Counter[str]:
    counts: Counter[str] = Counter()
    language = story.language[:2].lower()
    for field in _FIELDS:
        text = getattr(story, field)[:_READ]
        for term, form in terms(text, language):
            counts[term] += int(WEIGHTS[field]) if form else 0
    return +counts


def _rarity(term: str, segments: list[Segment], ranking: Ranking) -> float:
    """Nothing for a term of this story alone: no other story is like it for that."""
    stories = sum(segment.frequency(WORDS, term) for segment in segments)
    return ranking.rarity(stories) if stories > 1 else 0.0
