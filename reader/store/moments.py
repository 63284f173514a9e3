"""Moments in the database: seconds that every clock and calendar can show.

Nothing but the standard library is imported for it: the first screenful of rows needs it.
"""

from __future__ import annotations

from datetime import UTC, datetime

TYPE_CHECKING = False  # importing it from typing takes as long as the first headlines
if TYPE_CHECKING:
    from typing import Any

EARLIEST = -62_135_510_400  # seconds: the second day of the year 1, which no zone brings before it
LATEST = 253_370_678_400  # seconds: 1 January 9999, which no zone brings beyond it


def is_moment(seconds: Any) -> bool:
    """Tell whether a number of seconds since 1970 is a moment of the calendar."""
    return isinstance(seconds, int | float) and EARLIEST <= seconds <= LATEST


def calendar_seconds(seconds: Any) -> int:
    """Give the seconds of a moment that a database keeps; 0 for what is none."""
    return int(seconds) if is_moment(seconds) else 0


def moment_of(seconds: Any) -> datetime:
    """Give the moment that a database keeps as seconds since 1970; 1970 for what is none."""
    return datetime.fromtimestamp(seconds if is_moment(seconds) else 0, UTC)
