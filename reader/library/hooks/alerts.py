"""New stories in, alerts out: what saved searches and rules catch that a person wants to hear of.

The index has to know the stories; how far they were looked at is a fact in the database, so that
nothing is told of twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.library.saved_searches import SavedSearches, find_search
from reader.model import And, HasMark, Query, SavedSearch, Search, WithIds
from reader.model.construction import frozen
from reader.store import Store

if TYPE_CHECKING:
    from reader.index.index import Index
    from reader.library.library import Library

_LOOKED_AT = "alerted"  # the fact: the last story that was looked at
_MOST = 20_000  # new stories that are looked at in one go, the newest


@frozen
class Alert:
    """What a saved search or a rule caught among new stories."""

    name: str  # of the search or the rule
    stories: int
    headline: str  # of the newest


def switch_alert(searches: SavedSearches, name: str, on: bool) -> SavedSearches:
    """Return saved searches of which one alerts, or no longer does.

    Raises:
        QueryError: there is none of that name.
    """
    wanted = find_search(searches, name)
    return tuple(replace(one, alert=on) if one is wanted else one for one in searches)


def stories_to_look_at(store: Store) -> list[int]:
    """Return the stories that came since this was last asked, and take them for looked at.

    The first time there are none: what was there before is no news.
    """
    written, newest = store.database.meta(_LOOKED_AT), store.stories.newest_id()
    if written == str(newest):
        return []
    store.stories.note(_LOOKED_AT, str(newest))
    last = int(written) if written.isdecimal() else newest
    return store.stories.next_ids(max(last, newest - _MOST), _MOST)


def find_alerts(library: Library, ids: Sequence[int]) -> list[Alert]:
    """Return what alerts among new stories, rules first; what searches find is counted for them."""
    ruled = [Alert(*one) for one in library.store.rules.alerts_among(ids)]
    return [*ruled, *_search_alerts(library, ids)]


def _search_alerts(library: Library, ids: Sequence[int]) -> list[Alert]:
    """Return what the saved searches that alert find among new stories, and count it."""
    searches = [one for one in library.store.searches.all() if one.alert]
    if not searches or not ids:
        return []
    with closing(library.open_or_rebuild_index()) as index:
        alerts = list(_alerts_of(library, index, searches, frozenset(ids)))
    if alerts:
        library.store.searches.count_alerts({one.name: one.stories for one in alerts})
    return alerts


def _alerts_of(
    library: Library, index: Index, searches: Sequence[SavedSearch], ids: frozenset[int]
) -> Iterator[Alert]:
    """Yield what searches find among some stories that are unread."""
    for saved in searches:
        found = matching_ids(library, index, saved.query, ids, "unread")
        if found:
            headlines = [row.headline for row in library.store.stories.rows(found[:1])]
            yield Alert(saved.name, len(found), "".join(headlines))


def matching_ids(
    library: Library, index: Index, query: str, ids: frozenset[int], mark: str = ""
) -> tuple[int, ...]:
    """Return those of some stories that a query finds, the newest first."""
    parts = (library.parse_query(query).part, WithIds(ids), *([HasMark(mark)] if mark else []))
    return library.search(index, Search(Query(And(parts)), "newest", len(ids))).ids
