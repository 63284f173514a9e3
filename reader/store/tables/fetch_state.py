"""What is remembered of reading sources over the network in, and out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reader.model import Host, Pace, Standing
from reader.store.database import Table, guarded
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


class NetworkTable(Table):
    """How servers want to be asked."""

    @guarded
    def put(self, source_id: int, standing: Standing) -> None:
        """Remember how a source stands."""
        with self.database.batch() as connection:
            connection.execute(PUT, (source_id, *row_of(standing)))

    @guarded
    def forget_answers(self, location: str) -> None:
        """Have the next answer from a location read anew, whatever its server says of the last."""
        with self.database.batch() as connection:
            connection.execute(FORGET, (location,))

    @guarded
    def host(self, name: str) -> Host:
        """What a host has asked for."""
        row = self.database.one(HOST, name)
        return Host(row[0], moment(row[1]), row[2]) if row else Host(name)

    @guarded
    def put_host(self, host: Host) -> None:
        """Remember a host that wants to be left alone, or forget that it wanted to."""
        with self.database.batch() as connection:
            if host.until is None:
                connection.execute(DROP_HOST, (host.name,))
            else:
                connection.execute(PUT_HOST, (host.name, seconds(host.until), host.refusals))

    @guarded
    def next_due(self) -> datetime | None:
        """When the next source is to be read; None when none ever is."""
        return moment(self.database.one(NEXT)[0])


def row_of(standing: Standing) -> tuple[Any, ...]:
    """How a source stands, as the database has it."""
    pace = standing.pace
    spoken = [pace.minutes, sorted(pace.hours), sorted(pace.days)]
    return (
        standing.etag,
        standing.modified,
        standing.digest,
        standing.status,
        standing.size,
        seconds(standing.due),
        standing.why,
        seconds(standing.asked),
        standing.failures,
        standing.gone,
        standing.private,
        standing.moved_to,
        standing.moved,
        json.dumps(spoken),
    )


def standing_of(row: Sequence[Any]) -> Standing:
    """How a source stands, as the model has it."""
    if row[0] is None:
        return Standing()
    etag, modified, digest, status, size, due, why, asked, failures, gone, private = row[:11]
    minutes, hours, days = json.loads(row[13])
    return Standing(
        etag=etag,
        modified=modified,
        digest=digest,
        status=status,
        size=size,
        due=moment(due),
        why=why,
        asked=moment(asked),
        failures=failures,
        gone=bool(gone),
        private=bool(private),
        moved_to=row[11],
        moved=row[12],
        pace=Pace(minutes, frozenset(hours), frozenset(days)),
    )


def seconds(moment: datetime | None) -> int | None:
    """A moment as the database keeps it: seconds since 1970."""
    return None if moment is None else int(moment.timestamp())


def moment(seconds: int | None) -> datetime | None:
    """A moment that the database keeps as seconds since 1970."""
    return None if seconds is None else moment_of(seconds)
