"""Runs a search over all segments, the newest first, for the best or newest stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader.index.analysis.query_tokens import simplify
from reader.index.format.packed_scores import TOP, ScoredSet
from reader.index.format.segment import Segment
from reader.index.search.evaluator import Evaluator, required_phrases, token_rows
from reader.index.search.ranking import Ranking, RankKey, merge_top, newest_documents
from reader.index.search.search_request import SearchRequest
from reader.index.search.term_lookup import LruBytes, TermLookup
from reader.model import Everything, Hits

_NOTHING = "there is nothing to look for in these words"


class SearchRun:
    """A search on its way from the newest segment to the oldest."""

    def __init__(
        self,
        segments: Sequence[Segment],
        ranking: Ranking,
        request: SearchRequest,
        cache: LruBytes,
    ) -> None:
        self._part = simplify(request.part) or Everything()
        self._ranking = ranking
        self._request = request
        self.lookup = TermLookup(segments, ranking, request, cache)
        self.lookup.weigh(token_rows(self._part))
        is_hasty = request.is_first and request.order == "best"
        self._later = required_phrases(self._part) if is_hasty else []
        self._evaluator = Evaluator(self.lookup, request, self._later)
        self.keys: list[RankKey] = []
        self.total = 0
        self.is_exact = not self._later

    def go_through(self, segments: Iterable[Segment]) -> None:
        """Search the segments, the newest first, for as long as they can change the page."""
        for segment in sorted(segments, key=lambda one: one.newest, reverse=True):
            if self._request.is_first and self._is_sure(segment):
                self.is_exact = False
                break
            found = self._evaluator.find(self._part, segment, segment.living)
            self.total += 0 if self._later else len(found)
            self.keys = merge_top(self._request.limit, self.keys, self._rank_found(segment, found))

    def scores(self) -> tuple[float, ...]:
        """Return how well each story of the page answers, where the best come first."""
        unit = self.lookup.top / TOP
        return tuple(key[0] * unit for key in self.keys) if self._request.order == "best" else ()

    def _is_sure(self, segment: Segment) -> bool:
        """Tell whether neither this segment nor an older one can change the page."""
        is_newest = self._request.order == "newest"
        return is_newest and self._is_full() and self.keys[-1][0] > segment.newest

    def _is_full(self) -> bool:
        return 0 < self._request.limit <= len(self.keys)

    def _rank_found(self, segment: Segment, found: ScoredSet) -> list[RankKey]:
        limit = self._request.limit
        if not found.members or self._is_sure(segment):
            return []
        if self._request.order == "newest":
            return newest_documents(segment, found, limit)
        floor = self.keys[-1][0] if self._is_full() else 0.0
        holds = self._evaluator.holds(segment) if self._later else None
        return self._ranking.best(segment, found, limit, floor, holds)


def run_search(
    segments: Sequence[Segment], ranking: Ranking, request: SearchRequest, cache: LruBytes
) -> Hits:
    """Return the stories that a query finds, in order, and how many there are."""
    search = SearchRun(segments, ranking, request, cache)
    search.go_through(segments)
    ids = tuple(int(key[-1]) for key in search.keys)
    hint = search.lookup.hint if simplify(request.part) else _NOTHING
    total = max(search.total, len(ids))
    is_exact = search.is_exact and not search.lookup.is_cut
    return Hits(ids, total, is_exact, hint, search.scores())
