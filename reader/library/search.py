"""Runs a query: puts in what only the store knows, asks the index, and makes cursors of pages."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from reader.index.gc_control import collect_garbage, gc_paused
from reader.index.regex_terms import regex_matches
from reader.index.search.search_request import SearchRequest, StaleSearch, raise_if_stale
from reader.model import (
    And,
    AtLeastLong,
    HasMark,
    HasTag,
    Hits,
    InEvent,
    InSource,
    LikeStory,
    Not,
    Or,
    Part,
    PublishedBetween,
    Query,
    QueryError,
    RegexMatch,
    Search,
    SearchCounts,
    SearchOrder,
    WithIds,
)
from reader.model.construction import replace
from reader.query import leaves, map_leaves, regexes, without_regexes
from reader.store import Store
from reader.store.moments import moment_of
from reader.store.tables.stories import IndexRow

if TYPE_CHECKING:  # takes long to import, and the screen never searches itself
    from reader.index.index import Index

__all__ = [
    "StaleSearch",
    "collect_garbage",
    "correct_query",
    "gc_paused",
    "run_search",
    "search_page",
]

# Compiled when it is first asked for: few searches go on behind a page.
_CURSOR = r"(?a)(best|newest):(?:(-?\d{1,12}):)?([0-9a-f]{1,13}(?:\.[0-9a-f]{1,13})*)"
_SECOND = timedelta(seconds=1)
_MOST_MENDED = 3  # words of a query that finds nothing, one after the other


def _query_after(part: Part, order: SearchOrder, after: str) -> Part:
    """Return a query for what comes after a page.

    Raises:
        QueryError: this is no cursor, or one of the other order.
    """
    moment, shown = _read_cursor(order, after)
    left = Not(WithIds(frozenset(shown)))
    if moment is None:
        return And((part, left))
    return And((part, PublishedBetween(before=moment_of(moment) + _SECOND), left))


def _next_cursor(store: Store, search: Search, hits: Hits) -> str:
    """Return what the page after this one begins with; empty when there is none."""
    if not hits.ids or hits.total <= len(hits.ids):
        return ""
    order = _order_of(search)
    moment, shown = _read_cursor(order, search.after) if search.after else (None, [])
    if order == "best":
        return f"best:{_pack_ids({*shown, *hits.ids})}"
    rows = store.stories.rows(hits.ids)
    if not rows:  # they are gone meanwhile
        return ""
    last = int(rows[-1].published.timestamp())
    of_last = [row.id for row in rows if int(row.published.timestamp()) == last]
    return f"newest:{last}:{_pack_ids({*of_last, *(shown if moment == last else ())})}"


def _read_cursor(order: SearchOrder, after: str) -> tuple[int | None, list[int]]:
    found = re.fullmatch(_CURSOR, after)
    if not found or found[1] != order or (order == "newest") != bool(found[2]):
        raise QueryError(
            f"{after[:40]!r} is not where a page of the {order} ended; search without it once more"
        )
    shown = list(accumulate(int(step, 16) for step in found[3].split(".")))
    return int(found[2]) if found[2] else None, shown


def _pack_ids(ids: Iterable[int]) -> str:
    """Return ids in order, each as how much it is above the one before."""
    return ".".join(f"{high - low:x}" for low, high in pairwise([0, *sorted(ids)]))


def _marked_stories(store: Store, mark: str) -> frozenset[int]:
    """Return the stories with a mark, or that lead their event."""
    return store.events.lead_ids() if mark == "lead" else store.marks.ids_marked(mark)


ANSWERS: dict[type[Any], Callable[[Store, Any], frozenset[int]]] = {
    AtLeastLong: lambda store, leaf: store.reading_lengths.ids_at_least(leaf.seconds),
    HasMark: lambda store, leaf: _marked_stories(store, leaf.mark),
    HasTag: lambda store, leaf: store.marks.ids_tagged(leaf.tag),
    InEvent: lambda store, leaf: store.events.story_ids(leaf.event),
    InSource: lambda store, leaf: store.sources.ids_named(leaf.name),
}


def _answer_leaves(store: Store, part: Part) -> dict[Part, frozenset[int]]:
    """Return each leaf that asks for marks, tags or sources, with the ids that it stands for."""
    asked = (leaf for leaf in leaves(part) if type(leaf) in ANSWERS)
    return {leaf: ANSWERS[type(leaf)](store, leaf) for leaf in asked}


_AT_ONCE = 200  # stories whose text is read at once
_PATIENCE = 2.0  # seconds that stories are looked through for a regular expression


class _RegexSearch:
    """Looks the regular expressions of a query up in the texts that its other words leave."""

    def __init__(self, store: Store, index: Index, part: Part, stopped: Callable[[], bool]) -> None:
        self.store, self.index, self.stopped = store, index, stopped
        self.wanted = dict.fromkeys(regexes(part))
        self.hint = ""

    def resolve(self, part: Part) -> Part:
        """Return the query with the stories in the place of each regular expression."""
        if not self.wanted:
            return part
        wider = without_regexes(part)
        sets = _answer_leaves(self.store, wider)
        request = SearchRequest(wider, sets, "newest", _ALL, self.stopped)
        ids = self.index.search(request).ids
        found = self._look_through(ids)
        numbered = {one: WithIds(frozenset(stories)) for one, stories in found.items()}

        def found_leaf(leaf: Part) -> Part:
            return numbered[leaf] if isinstance(leaf, RegexMatch) else leaf

        return map_leaves(And((wider, part)), found_leaf)

    def _look_through(self, ids: Sequence[int]) -> dict[RegexMatch, list[int]]:
        """Return in which stories each matches, the newest first, while there is time."""
        found: dict[RegexMatch, list[int]] = {one: [] for one in self.wanted}
        end = time.monotonic() + _PATIENCE
        for at in range(0, len(ids), _AT_ONCE):
            raise_if_stale(self.stopped)
            if time.monotonic() > end:
                self.hint = f"/…/ was looked for in the newest {at:,} of {len(ids):,} stories"
                break
            for row in self.store.stories.words_of(ids[at : at + _AT_ONCE]):
                for one in self.wanted:
                    if any(regex_matches(text, one.pattern) for text in _texts_of(row, one.field)):
                        found[one].append(row.id)
        return found


def _texts_of(row: IndexRow, field: str) -> tuple[str, ...]:
    """Return the texts of a story in which a field is looked for."""
    named = {"title": (row.headline,), "outlet": (row.outlet,), "by": (row.byline,)}
    return named.get(field, (row.headline, row.deck, row.text, row.outlet, row.byline))


_READ, _UNREAD = HasMark("read"), HasMark("unread")


def _with_fewer_ids(store: Store, part: Part) -> Part:
    """Return a query that asks for what is read, or for what is not, whichever is less."""
    if _READ not in leaves(part) and _UNREAD not in leaves(part):
        return part
    counts = store.stories.counts()
    wide, narrow = (_READ, _UNREAD) if 2 * counts.unread < counts.all else (_UNREAD, _READ)
    return map_leaves(part, lambda leaf: Not(narrow) if leaf == wide else leaf)


_HIDDEN = HasMark("hidden")
_ALL = 10_000_000  # stories: more than any library has


def _without_hidden(store: Store, part: Part) -> Part:
    """Return a query that finds nothing hidden, unless it asks for that itself."""
    if _HIDDEN in leaves(part) or not store.marks.ids_marked("hidden"):
        return part
    return And((*(part.parts if isinstance(part, And) else (part,)), Not(_HIDDEN)))


def _order_of(search: Search) -> SearchOrder:
    """Return the order that cursors have: what is sorted goes on by all that was shown."""
    return "best" if search.query.sort else search.order


def _find_in_order(store: Store, index: Index, request: SearchRequest, sort: str) -> Hits:
    """Return what is found in the order that the query asks for, or else the search."""
    if not sort:
        return index.search(request)
    from reader.library.list_order import put_in_order

    hits = index.search(replace(request, order="newest", limit=_ALL, is_first=False))
    ids = put_in_order(store, hits.ids, sort)
    return replace(hits, ids=tuple(ids[: request.limit]), scores=())


def run_search(
    store: Store,
    index: Index,
    search: Search,
    stopped: Callable[[], bool],
    with_hidden: bool = False,
) -> Hits:
    """Return the best or newest stories that a query finds; those that are hidden only if asked.

    Raises:
        QueryError: what the stories are to come after is no end of a page.
    """
    regex_search = _RegexSearch(store, index, search.query.part, stopped)
    asked = _with_fewer_ids(store, search.query.part)
    whole = regex_search.resolve(
        _with_shared_stories(store, _with_stories_like(store, index, asked))
    )
    part = whole if with_hidden else _without_hidden(store, whole)
    wanted = _query_after(part, _order_of(search), search.after) if search.after else part
    sets = _answer_leaves(store, part)
    request = SearchRequest(
        wanted, sets, search.order, search.limit, stopped, search.typing, search.first
    )
    hits = _find_in_order(store, index, request, search.query.sort)
    is_last = not search.first or (hits.exact and hits.total <= search.limit)
    if part is not whole and is_last:
        both = And((whole, _HIDDEN))
        sets = sets | _answer_leaves(store, both)
        found = index.search(SearchRequest(both, sets, "newest", 1, stopped))
        hits = replace(hits, hidden=found.total)
    if missing := _unknown_stories(store, search.query.part):
        return replace(hits, hint=f"there is no story {missing[0]}")
    return replace(hits, hint=regex_search.hint) if regex_search.hint else hits


def search_page(store: Store, index: Index, search: Search) -> Hits:
    """Return the stories that a query finds, with what the page after them begins with.

    Raises:
        QueryError: what the page is to come after is no end of a page.
    """
    hits = run_search(store, index, search, _never)
    return replace(hits, next=_next_cursor(store, search, hits))


def _never() -> bool:
    """Return what tells a search that its answer is wanted until the end."""
    return False


def _with_stories_like(store: Store, index: Index, part: Part) -> Part:
    """Return a query in which stories like one are what tells that one from others."""
    from reader.library.indexed_store import distinguishing_terms

    def like(leaf: Part) -> Part:
        if not isinstance(leaf, LikeStory):
            return leaf
        itself = Not(WithIds(frozenset((leaf.story,))))
        found = store.stories.by_ids([leaf.story])
        return (
            And((distinguishing_terms(index, found[0]), itself)) if found else WithIds(frozenset())
        )

    return map_leaves(part, like)


def _with_shared_stories(store: Store, part: Part) -> Part:
    """Return a query in which the stories of a source are those too that another one brought first.

    The index knows one source of each story.
    """

    def widened(leaf: Part) -> Part:
        if not isinstance(leaf, InSource):
            return leaf
        copies = store.copies.stories_also_in(store.sources.ids_named(leaf.name))
        return Or((leaf, WithIds(copies))) if copies else leaf

    return map_leaves(part, widened)


def _unknown_stories(store: Store, part: Part) -> list[int]:
    """Return the stories that a query names and nobody has."""
    named = [leaf.story for leaf in leaves(part) if isinstance(leaf, LikeStory)]
    known = store.stories.known_ids(named)
    return [story_id for story_id in named if story_id not in known]


def count_finds(
    store: Store, index: Index, part: Part, stopped: Callable[[], bool]
) -> SearchCounts:
    """Return how many stories a query finds, how many of them are unread, and how many hidden."""
    unread = And((part, Not(HasMark("read"))))
    found, found_unread = (
        run_search(store, index, Search(Query(one), "newest", 1), stopped) for one in (part, unread)
    )
    return SearchCounts(found.total, found_unread.total, found.hidden)


def correct_query(
    store: Store,
    index: Index,
    typed: tuple[Query, str],
    read: Callable[[str], Query],
    stopped: Callable[[], bool],
) -> str:
    """Return a query that finds nothing, as typed, with words by which it finds something.

    Empty when there are no such words: what is offered to a person has to help.
    """
    query, text = typed
    for _ in range(_MOST_MENDED):
        words = index.suggest_words(query.part, stopped)
        if not words:
            break
        for word, other in words.items():
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", other, text)
        query = read(text)
        if run_search(store, index, Search(query, limit=1), stopped).total:
            return text
    return ""
