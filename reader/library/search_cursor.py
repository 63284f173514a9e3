"""A page of hits in, a cursor that the page after it begins with out.

Newest first, a cursor is a moment and the stories of that moment that were shown: what arrives in
between is newer and stands before it. Best first, any arrival can move every story, so a cursor is
all stories that were shown. Either way two pages never share a story, and none is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from itertools import accumulate, pairwise

from reader.model import And, Dated, Hits, Not, Numbered, Order, Part, QueryError, Search
from reader.store import Store
from reader.store.moments import moment_of

_CURSOR = re.compile(r"(best|newest):(?:(-?\d{1,12}):)?([0-9a-f]{1,13}(?:\.[0-9a-f]{1,13})*)", re.A)
_SECOND = timedelta(seconds=1)


def rest(part: Part, order: Order, after: str) -> Part:
    """A query for what comes after a page.

    Raises:
        QueryError: this is no cursor, or one of the other order.
    """
    moment, shown = _read(order, after)
    left = Not(Numbered(frozenset(shown)))
    if moment is None:
        return And((part, left))
    return And((part, Dated(before=moment_of(moment) + _SECOND), left))


def cursor(store: Store, search: Search, hits: Hits) -> str:
    """What the page after this one begins with; empty when there is none."""
    if not hits.ids or hits.total <= len(hits.ids):
        return ""
    moment, shown = _read(search.order, search.after) if search.after else (None, [])
    if search.order == "best":
        return f"best:{_packed({*shown, *hits.ids})}"
    rows = store.stories.rows(hits.ids)
    if not rows:  # they are gone meanwhile
        return ""
    last = int(rows[-1].published.timestamp())
    of_last = [row.id for row in rows if int(row.published.timestamp()) == last]
    return f"newest:{last}:{_packed({*of_last, *(shown if moment == last else ())})}"


def _read(order: Order, after: str) -> tuple[int | None, list[int]]:
    found = _CURSOR.fullmatch(after)
    if not found or found[1] != order or (order == "newest") != bool(found[2]):
        raise QueryError(f"{after[:40]!r} is not where a page of the {order} ended")
    shown = list(accumulate(int(step, 16) for step in found[3].split(".")))
    return int(found[2]) if found[2] else None, shown


def _packed(ids: Iterable[int]) -> str:
    """Ids in order, each as how much it is above the one before."""
    return ".".join(f"{high - low:x}" for low, high in pairwise([0, *sorted(ids)]))
