"""Dates as people write them in a query, and the range of time that each stands for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

DateRange = tuple[datetime, datetime]
"""From a moment (included) to a moment (excluded)."""

# Compiled when they are first asked for: few queries name a date.
_WRITTEN = r"(?a)(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:T(\d{1,2}):(\d{2})(?::(\d{2}))?Z?)?)?)?"
_AGO = r"(?a)(\d{1,4})([dwmy])"
_LEAST = (1, 1, 1, 0, 0, 0)
_DAY = timedelta(days=1)
_LONGEST_MONTH = timedelta(days=31)


def date_range(written: str, now: datetime) -> DateRange | None:
    """Return what a date, month, year, "today", "yesterday", moment or span before now stands for.

    A span such as 7d stands for the one moment that long ago. Days are days of UTC. None when it
    is none of these.
    """
    now = _utc(now)
    try:
        if found := re.fullmatch(_AGO, written.lower()):
            moment = _BEFORE[found[2]](now, int(found[1]))
            return moment, moment
        return _named_day(written.lower(), now) or _written_date(written.upper())
    except (ValueError, OverflowError):
        return None


def day_around(moment: datetime) -> DateRange:
    """Return the whole day around a moment."""
    start = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return start, start + _DAY


def month_around(moment: datetime) -> DateRange:
    """Return the whole month around a moment."""
    start = day_around(moment)[0].replace(day=1)
    return start, (start + _LONGEST_MONTH).replace(day=1)


def year_around(moment: datetime) -> DateRange:
    """Return the whole year around a moment."""
    start = month_around(moment)[0].replace(month=1)
    return start, start.replace(year=start.year + 1)


def _utc(now: datetime) -> datetime:
    at = now.astimezone(UTC) if now.tzinfo else now.replace(tzinfo=UTC)
    return at.replace(microsecond=0)


def _named_day(written: str, now: datetime) -> DateRange | None:
    days = {"today": 0, "yesterday": 1}.get(written)
    return None if days is None else day_around(now - days * _DAY)


def _written_date(written: str) -> DateRange | None:
    found = re.fullmatch(_WRITTEN, written)
    if not found:
        return None
    given = [int(number) for number in found.groups() if number is not None]
    year, month, day, hour, minute, second = (*given, *_LEAST[len(given) :])
    moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    return _WHOLE[len(given)](moment)


def _months_before(now: datetime, months: int) -> datetime:
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    first = now.replace(year=year, month=month + 1, day=1)
    days = ((first + _LONGEST_MONTH).replace(day=1) - first).days
    return first.replace(day=min(now.day, days))


_BEFORE: dict[str, Callable[[datetime, int], datetime]] = {
    "d": lambda now, number: now - timedelta(days=number),
    "w": lambda now, number: now - timedelta(weeks=number),
    "m": _months_before,
    "y": lambda now, number: _months_before(now, 12 * number),
}
_WHOLE: dict[int, Callable[[datetime], DateRange]] = {
    1: year_around,
    2: month_around,
    3: day_around,
    5: lambda moment: (moment, moment),
    6: lambda moment: (moment, moment),
}
