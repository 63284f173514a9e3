"""The one clock: only here is the system asked what time of day it is.

It stands outside the library because the first headlines are painted before that is imported.
Whoever shows or stores time is handed a clock, or a moment of it; a station is handed the moment.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

# A moment in ISO 8601 at which the clock stands still, here and in the processes that are started.
VARIABLE = "NEWSREADER_NOW"
YEARS = range(1970, 9999)  # in which every zone has each moment, and something before and after it


class Clock:
    """Tells what time it is: that of the system, or a moment at which it stands still."""

    __slots__ = ("at",)

    def __init__(self, at: datetime | None = None) -> None:
        self.at = at  # in UTC; None where the clock goes

    @classmethod
    def from_environment(cls) -> Clock:
        """Return the system's clock, or one that stands where NEWSREADER_NOW says.

        Raises:
            ConfigError: that is no moment.
        """
        written = os.environ.get(VARIABLE, "")
        return cls(_parse_moment(written) if written else None)

    def now(self) -> datetime:
        """Return the moment that it is, in UTC."""
        return self.at or datetime.now(UTC)

    def zone_offset(self) -> int:
        """Return the seconds by which the reader's zone is ahead of UTC now."""
        offset = self.now().astimezone().utcoffset()
        return int(offset.total_seconds()) if offset else 0


SYSTEM = Clock()


def _parse_moment(written: str) -> datetime:
    """Return a moment in ISO 8601 as a moment of UTC; without a zone it is in UTC.

    Raises:
        ConfigError: it is none, or lies outside the years that are known.
    """
    try:
        moment = datetime.fromisoformat(written.strip())
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        moment = datetime.min
    if moment.year in YEARS:
        return moment
    from reader.model import ConfigError  # importing it takes as long as the first headlines

    raise ConfigError(
        f"{VARIABLE} is a moment of the years {YEARS[0]} to {YEARS[-1]}, such as "
        f"2026-11-22T12:00:00Z, and not {written[:40]!r}."
    )
