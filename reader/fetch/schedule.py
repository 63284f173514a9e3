"""When a source is due again, and why: back-off, caching, hints. Asks neither clock nor dice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus

from reader.model import FetchState, HostBackoff, Response, UpdateHints
from reader.model.construction import frozen

MINUTE, HOUR, DAY, WEEK = 60, 3_600, 86_400, 604_800  # seconds
INTERVAL = HOUR
SLOWEST = 30 * DAY  # the longest that a feed's own word counts for
FARTHEST = timedelta(seconds=1.2 * SLOWEST + 8 * DAY)  # the longest wait there is
JITTER = 0.1  # part of the wait by which it is longer or shorter
FLOOR = 5 * MINUTE  # between two readings that a person asks for
SHORTEST_SILENCE = 10 * MINUTE  # after a refusal that does not say for how long
OFFLINE = 10 * MINUTE  # until the next try where there was no network
ENOUGH = 3  # permanent redirects in a row after which they are believed
REFUSALS = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


@frozen
class DicedMoment:
    """When something happens, and the throw of the dice that goes with it."""

    now: datetime
    chance: float = 0.0  # from -1 to 1
    interval: int = INTERVAL  # seconds between two readings, as the person wants it


def state_after(
    standing: FetchState, reply: Response, moment: DicedMoment, host: HostBackoff | None = None
) -> FetchState:
    """Give what is to be remembered of a source after an answer, or after none."""
    if reply.postponed:
        return postponed_state(standing, host)
    if reply.offline:
        return replace(standing, due=_later(moment, OFFLINE), why="there was no network")
    standing = replace(standing, status=reply.status, asked=moment.now, size=len(reply.content))
    if reply.status == HTTPStatus.GONE and reply.location == reply.asked:
        return replace(standing, gone=True, due=None, why="the server says that it is gone")
    if reply.status in REFUSALS:
        return postponed_state(standing, host)
    return _failed(standing, moment) if reply.error else _answered(standing, reply, moment)


def postponed_state(standing: FetchState, host: HostBackoff | None) -> FetchState:
    """Put a source off for as long as its host wants to be left alone."""
    until = host.until if host else None
    return replace(standing, due=until, why="its host asked to be left alone until then")


def _failed(standing: FetchState, moment: DicedMoment) -> FetchState:
    """Wait twice as long after each failure in a row, from an hour to a week."""
    failures = standing.failures + 1
    wait = min(WEEK, HOUR * 2 ** min(failures - 1, 10))
    times = "the last try failed" if failures == 1 else f"the last {failures} tries failed"
    return replace(standing, failures=failures, due=_later(moment, wait), why=times)


def _answered(standing: FetchState, reply: Response, moment: DicedMoment) -> FetchState:
    """Remember what an answer says about itself, and when the next one is worth asking for."""
    wait, why = _pause(standing.pace, reply.max_age, moment.interval)
    due = _allowed(_later(moment, wait, jitter=True), standing.pace)
    known = replace(standing, failures=0, gone=False, due=due, why=why)
    return _learned(_validated(known, reply), reply)


def _validated(standing: FetchState, reply: Response) -> FetchState:
    """Keep the validators of a full answer, and of an unchanged one what it says anew."""
    if reply.status == HTTPStatus.NOT_MODIFIED:
        etag, modified = reply.etag or standing.etag, reply.modified or standing.modified
        return replace(standing, etag=etag, modified=modified)
    return replace(standing, etag=reply.etag, modified=reply.modified)


def _learned(standing: FetchState, reply: Response) -> FetchState:
    """Count how often in a row permanent redirects have led to the same place."""
    again = reply.moved_to and reply.moved_to == standing.moved_to
    times = standing.moved + 1 if again else int(bool(reply.moved_to))
    return replace(standing, moved_to=reply.moved_to, moved=times)


def _pause(pace: UpdateHints, max_age: int, interval: int) -> tuple[int, str]:
    """Give the longest of what is asked for, in seconds, and who asks for it."""
    waits = (
        (interval, f"it is read every {format_span(interval).removeprefix('1 ')}"),
        (
            min(pace.minutes * MINUTE, SLOWEST),
            f"the feed asks for {format_span(pace.minutes * MINUTE)}",
        ),
        (min(max_age, DAY), f"the server calls its answer fresh for {format_span(max_age)}"),
    )
    return max(waits, key=lambda wait: wait[0])


def format_span(seconds: int) -> str:
    """Write a span of time for a person."""
    for length, name in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (1, "second")):
        if seconds >= length and not seconds % length:
            count = seconds // length
            return f"{count:,} {name}{'' if count == 1 else 's'}"
    return "no time"


def _later(moment: DicedMoment, wait: int, jitter: bool = False) -> datetime:
    """Give the moment that is a wait away, a tenth of it sooner or later where that is wanted."""
    factor = 1 + JITTER * moment.chance if jitter else 1
    return moment.now + timedelta(seconds=round(wait * factor))


def _allowed(due: datetime, pace: UpdateHints) -> datetime:
    """Move a moment to the next hour and day on which the feed wants to be asked."""
    for _ in range(8 * 24):
        if due.hour not in pace.hours and due.weekday() not in pace.days:
            return due
        due = due.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return due


def backoff_after(host: HostBackoff, reply: Response, now: datetime) -> HostBackoff:
    """Give what is to be remembered of a host after an answer from it."""
    if reply.status not in REFUSALS:
        return HostBackoff(host.name)
    wait = reply.retry_after or SHORTEST_SILENCE * 2 ** min(host.refusals, 12)
    until = now + timedelta(seconds=min(wait, WEEK))
    return HostBackoff(host.name, until, host.refusals + 1)


def is_due(due: datetime | None, now: datetime) -> bool:
    """Tell whether a moment to ask again has come.

    One farther off than any wait there is was noted by a clock that went wrong: it has come too.
    """
    return due is None or not now < due <= now + FARTHEST


def is_backing_off(host: HostBackoff, now: datetime) -> bool:
    """Tell whether a host wants to be left alone now, by a clock that can be believed."""
    return host.until is not None and now < host.until <= now + timedelta(seconds=WEEK)


def too_soon(standing: FetchState, now: datetime) -> bool:
    """Tell whether a source was asked for so lately that even a person has to wait."""
    asked = standing.asked
    return asked is not None and timedelta(0) <= now - asked < timedelta(seconds=FLOOR)
