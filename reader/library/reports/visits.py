"""Since when things are new to a person: when the last visit ended, or what was written.

Apart from the briefing, so that the screen can take note of a visit without importing that.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from reader.model import QueryError
from reader.store import Store
from reader.store.moments import moment_of

_GAP = timedelta(hours=4)  # visits with less between them are one
_FIRST = timedelta(days=1)  # that the first briefing looks back
_HOUR = timedelta(hours=1)


def since_last_visit(store: Store, now: datetime) -> datetime:
    """Return when the person was last here: visits with few hours between them are one."""
    last, before = store.arrivals.visits()
    if last and now - moment_of(last) > _GAP:
        return moment_of(last)
    return moment_of(before) if before else now - _FIRST


def note_visit(store: Store, began: datetime, now: datetime) -> None:
    """Remember that a visit ends."""
    last, before = store.arrivals.visits()
    is_another = last > 0 and began - moment_of(last) > _GAP
    store.arrivals.note_visits(int(now.timestamp()), last if is_another else before)


def parse_since(text: str, now: datetime) -> datetime:
    """Return a moment before now that a person wrote: 24h, 7d, 2w, today, 2026-11-20.

    Raises:
        QueryError: it is none.
    """
    from reader.query.date_ranges import date_range

    hours = text[:-1] if text[-1:] in ("h", "H") else ""
    if hours.isascii() and hours.isdigit() and 0 < len(hours) <= 6:
        return now - int(hours) * _HOUR
    found = date_range(text, now)
    if found is None or found[0] > now:
        raise QueryError(
            f"{text[:40]!r} is no time that is past: try 24h, 7d, today or 2026-11-20."
        )
    return found[0]
