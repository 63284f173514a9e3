"""The fetch state of sources and hosts: validators, due times, failures, back-off."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reader.model import FetchState, HostBackoff, UpdateHints
from reader.store.database import Table, store_errors
from reader.store.moments import moment_of

COLUMNS = """etag, modified, digest, status, size, due, why, asked, failures, gone, private,
    moved_to, moved, pace"""
PUT = f"""
INSERT OR REPLACE INTO network (source_id, {COLUMNS})
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""  # noqa: S608 - both parts are our own
FORGET = """
UPDATE network SET etag = '', modified = '', digest = ''
WHERE source_id = (SELECT id FROM source WHERE location = ?)
"""
HOST = "SELECT name, until, refusals FROM host WHERE name = ?"
PUT_HOST = "INSERT OR REPLACE INTO host VALUES (?, ?, ?)"
DROP_HOST = "DELETE FROM host WHERE name = ?"
# A source that was never asked for is due; one that is muted, gone or a file never is.
NEXT = """
SELECT min(coalesce(due, 0)) FROM source LEFT JOIN network ON source_id = source.id
WHERE subscribed = 1 AND muted = 0 AND coalesce(gone, 0) = 0
    AND (location LIKE 'http://%' OR location LIKE 'https://%')
"""


class FetchStateTable(Table):
    """How servers want to be asked."""

    @store_errors
    def save(self, source_id: int, state: FetchState) -> None:
        """Remember how a source stands."""
        with self.database.batch() as connection:
            connection.execute(PUT, (source_id, *_row_of(state)))

    @store_errors
    def forget_answers(self, location: str) -> None:
        """Have the next answer from a location read anew, whatever its server says of the last."""
        with self.database.batch() as connection:
            connection.execute(FORGET, (location,))

    @store_errors
    def host_backoff(self, name: str) -> HostBackoff:
        """Return what a host has asked for."""
        row = self.database.first_row(HOST, name)
        return HostBackoff(row[0], moment_or_none(row[1]), row[2]) if row else HostBackoff(name)

    @store_errors
    def save_host(self, host: HostBackoff) -> None:
        """Remember a host that wants to be left alone, or forget that it wanted to."""
        with self.database.batch() as connection:
            if host.until is None:
                connection.execute(DROP_HOST, (host.name,))
            else:
                connection.execute(PUT_HOST, (host.name, _seconds(host.until), host.refusals))

    @store_errors
    def next_due(self) -> datetime | None:
        """Return when the next source is to be read; None when none ever is."""
        return moment_or_none(self.database.first_row(NEXT)[0])


def _row_of(state: FetchState) -> tuple[Any, ...]:
    """Return how a source stands, as the database has it."""
    pace = state.pace
    spoken = [pace.minutes, sorted(pace.hours), sorted(pace.days)]
    return (
        state.etag,
        state.modified,
        state.digest,
        state.status,
        state.size,
        _seconds(state.due),
        state.why,
        _seconds(state.asked),
        state.failures,
        state.gone,
        state.private,
        state.moved_to,
        state.moved,
        json.dumps(spoken),
    )


def fetch_state_of(row: Sequence[Any]) -> FetchState:
    """Return how a source stands, as the model has it."""
    if row[0] is None:
        return FetchState()
    etag, modified, digest, status, size, due, why, asked, failures, gone, private = row[:11]
    minutes, hours, days = json.loads(row[13])
    return FetchState(
        etag=etag,
        modified=modified,
        digest=digest,
        status=status,
        size=size,
        due=moment_or_none(due),
        why=why,
        asked=moment_or_none(asked),
        failures=failures,
        gone=bool(gone),
        private=bool(private),
        moved_to=row[11],
        moved=row[12],
        pace=UpdateHints(minutes, frozenset(hours), frozenset(days)),
    )


def _seconds(moment: datetime | None) -> int | None:
    """Return a moment as the database keeps it: seconds since 1970."""
    return None if moment is None else int(moment.timestamp())


def moment_or_none(seconds: int | None) -> datetime | None:
    """Return a moment that the database keeps as seconds since 1970."""
    return None if seconds is None else moment_of(seconds)
