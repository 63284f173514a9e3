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
    state: FetchState, response: Response, moment: DicedMoment, host: HostBackoff | None = None
) -> FetchState:
    """Give what is to be remembered of a source after an answer, or after none."""
    if response.postponed:
        return postponed_state(state, host)
    if response.offline:
        return replace(state, due=_later(moment, OFFLINE), why="there was no network")
    state = replace(state, status=response.status, asked=moment.now, size=len(response.content))
    if response.status == HTTPStatus.GONE and response.location == response.asked:
        return replace(state, gone=True, due=None, why="the server says that it is gone")
    if response.status in REFUSALS:
        return postponed_state(state, host)
    return (
        _after_failure(state, moment) if response.error else _after_answer(state, response, moment)
    )


def postponed_state(state: FetchState, host: HostBackoff | None) -> FetchState:
    """Put a source off for as long as its host wants to be left alone."""
    until = host.until if host else None
    return replace(state, due=until, why="its host asked to be left alone until then")


def _after_failure(state: FetchState, moment: DicedMoment) -> FetchState:
    """Wait twice as long after each failure in a row, from an hour to a week."""
    failures = state.failures + 1
    wait = min(WEEK, HOUR * 2 ** min(failures - 1, 10))
    times = "the last try failed" if failures == 1 else f"the last {failures} tries failed"
    return replace(state, failures=failures, due=_later(moment, wait), why=times)


def _after_answer(state: FetchState, response: Response, moment: DicedMoment) -> FetchState:
    """Remember what an answer says about itself, and when the next one is worth asking for."""
    wait, why = _pause(state.pace, response.max_age, moment.interval)
    due = _next_allowed(_later(moment, wait, jitter=True), state.pace)
    known = replace(state, failures=0, gone=False, due=due, why=why)
    return _with_redirect(_with_validators(known, response), response)


def _with_validators(state: FetchState, response: Response) -> FetchState:
    """Keep the validators of a full answer, and of an unchanged one what it says anew."""
    if response.status == HTTPStatus.NOT_MODIFIED:
        etag, modified = response.etag or state.etag, response.modified or state.modified
        return replace(state, etag=etag, modified=modified)
    return replace(state, etag=response.etag, modified=response.modified)


def _with_redirect(state: FetchState, response: Response) -> FetchState:
    """Count how often in a row permanent redirects have led to the same place."""
    again = response.moved_to and response.moved_to == state.moved_to
    times = state.moved + 1 if again else int(bool(response.moved_to))
    return replace(state, moved_to=response.moved_to, moved=times)


def _pause(hints: UpdateHints, max_age: int, interval: int) -> tuple[int, str]:
    """Give the longest of what is asked for, in seconds, and who asks for it."""
    waits = (
        (interval, f"it is read every {format_span(interval).removeprefix('1 ')}"),
        (
            min(hints.minutes * MINUTE, SLOWEST),
            f"the feed asks for {format_span(hints.minutes * MINUTE)}",
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


def _next_allowed(due: datetime, hints: UpdateHints) -> datetime:
    """Move a moment to the next hour and day on which the feed wants to be asked."""
    for _ in range(8 * 24):
        if due.hour not in hints.hours and due.weekday() not in hints.days:
            return due
        due = due.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return due


def backoff_after(host: HostBackoff, response: Response, now: datetime) -> HostBackoff:
    """Give what is to be remembered of a host after an answer from it."""
    if response.status not in REFUSALS:
        return HostBackoff(host.name)
    wait = response.retry_after or SHORTEST_SILENCE * 2 ** min(host.refusals, 12)
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


def too_soon(state: FetchState, now: datetime) -> bool:
    """Tell whether a source was asked for so lately that even a person has to wait."""
    asked = state.asked
    return asked is not None and timedelta(0) <= now - asked < timedelta(seconds=FLOOR)
