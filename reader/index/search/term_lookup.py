"""Looks up terms in segments, weighs them by BM25F, and keeps what was read lately."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from reader.index.analysis.query_tokens import TokenRow, WantedToken
from reader.index.format.packed_scores import Values, bytewise_max
from reader.index.format.postings import Postings
from reader.index.format.segment import Segment, stemmed_languages
from reader.index.search.expansion import Expansion, expand_token
from reader.index.search.ranking import Ranking, impact_scores
from reader.index.search.search_request import SearchRequest

_ASIDE = bytes([0, *(max(1, impact * 4 // 5) for impact in range(1, 256))])
"""What the impact of a word counts that stands for the wanted one: four fifths."""

_FLAT_FROM = 8  # a term of every eighth document or more is added all at once


class LruBytes:
    """What was read lately, up to so many bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[object, bytes] = OrderedDict()
        self._size = 0

    def get(self, key: object) -> bytes | None:
        """Return what is kept under a key."""
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def add(self, key: object, flat: bytes) -> None:
        """Keep something, in the place of what was not asked for longest."""
        self._held[key] = flat
        self._size += len(flat)
        while self._size > self._most:
            self._size -= len(self._held.popitem(last=False)[1])

    def clear(self) -> None:
        """Forget everything."""
        self._held.clear()
        self._size = 0


class TermLookup:
    """Looks up the tokens that one query wants."""

    def __init__(
        self,
        segments: Sequence[Segment],
        ranking: Ranking,
        request: SearchRequest,
        cache: LruBytes,
    ) -> None:
        self._segments = segments
        self._ranking = ranking
        self._request = request
        self._languages = stemmed_languages(segments)
        self._kept = cache
        self._expansions: dict[tuple[WantedToken, str], Expansion] = {}
        self._rarities: dict[tuple[WantedToken, str], float] = {}
        self._values: dict[tuple[TokenRow, str, float], Values] = {}
        self._all_rarities = 0.0

    @property
    def hint(self) -> str:
        """What to tell about words that stood for too many; nothing of one still being typed."""
        hints = (one.hint for one in self._expansions.values() if one.hint)
        return "" if self._request.typing else next(hints, "")

    @property
    def is_cut(self) -> bool:
        """Whether a word stood for more than was looked for."""
        return any(one.is_cut for one in self._expansions.values())

    @property
    def top(self) -> float:
        """What a story can score at most, before its age counts, where a lane holds TOP."""
        return self._all_rarities

    def weigh(self, rows: Iterable[tuple[TokenRow, str]]) -> None:
        """Learn what all words of the query weigh together."""
        self._all_rarities = sum(self._rarity(want, name) for row, name in rows for want in row)

    def terms(self, want: WantedToken, name: str) -> tuple[str, ...]:
        """Return all terms that a token stands for."""
        return self._expand(want, name).terms

    def held(self, want: WantedToken, name: str, segment: Segment) -> int:
        """In how many documents of a segment a token stands at most."""
        return sum(segment.frequency(name, term) for term in self.terms(want, name))

    def values(self, row: TokenRow, name: str, weight: float = 1) -> Values | None:
        """Return the score for each impact of a row of tokens; nothing when no score is wanted."""
        if self._request.order != "best":
            return None
        key = row, name, weight
        if key not in self._values:
            rarity = sum(self._rarity(want, name) for want in row)
            self._values[key] = impact_scores(weight * rarity, self._all_rarities)
        return self._values[key]

    def impacts(self, want: WantedToken, name: str, segment: Segment) -> bytes:
        """Return what each document of a segment tells about a token; nothing when none does."""
        expansion = self._expand(want, name)
        key = segment.name, name, expansion.itself, expansion.others
        known = self._kept.get(key)
        if known is None:
            known = self._read(expansion, name, segment)
            self._kept.add(key, known)
        return known

    def _read(self, expansion: Expansion, name: str, segment: Segment) -> bytes:
        itself = self._greatest(expansion.itself, name, segment)
        others = self._greatest(expansion.others, name, segment)
        if not others:
            return itself
        others = others.translate(_ASIDE)
        return bytewise_max(itself, others) if itself else others

    def _greatest(self, terms: Iterable[str], name: str, segment: Segment) -> bytes:
        """Return the greatest impact of any of the terms."""
        flat, few = b"", []
        for term in terms:
            self._request.go_on()
            held = segment.frequency(name, term)
            if held * _FLAT_FROM > segment.count:
                more = segment.impacts(name, term)
                flat = bytewise_max(flat, more) if flat else more
            elif postings := segment.postings(name, term):
                few.append(postings)
        return _pour_all(few, bytearray(flat or segment.count)) if few else flat

    def _expand(self, want: WantedToken, name: str) -> Expansion:
        key = want, name
        if key not in self._expansions:
            self._expansions[key] = expand_token(
                want,
                name,
                self._segments,
                self._languages,
                typing=self._request.typing,
                between=self._request.go_on,
            )
        return self._expansions[key]

    def _rarity(self, want: WantedToken, name: str) -> float:
        key = want, name
        if key not in self._rarities:
            stories = sum(self.held(want, name, segment) for segment in self._segments)
            self._rarities[key] = self._ranking.rarity(stories)
        return self._rarities[key]


def _pour_all(few: Iterable[Postings], flat: bytearray) -> bytes:
    for postings in few:
        postings.pour(flat)
    return bytes(flat)
