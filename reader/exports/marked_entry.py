"""An entry as another reader kept it, with what a person did to it there."""

from __future__ import annotations

from datetime import UTC, datetime

from reader.model import Entry
from reader.model.construction import frozen
from reader.model.safe_text import safe_key

LONGEST_CONTENT = 15_000_000  # characters
_YEARS = range(1970, 9999)


@frozen
class MarkedEntry:
    """An entry, and the marks that it had."""

    entry: Entry
    read: bool = False
    bookmarked: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""


def web_link(written: object) -> str:
    """Return an address of the web; empty for everything else."""
    link = text_of(written).strip()
    return link if link.lower().startswith(("http://", "https://")) else ""


def text_of(written: object) -> str:
    """Return what a file has in a place where a text belongs; empty for all that is none."""
    return safe_key(written[:LONGEST_CONTENT]) if isinstance(written, str) else ""


def moment_of(written: object) -> str:
    """Return a moment as ISO has it, of seconds, milli- or microseconds since 1970, or of text."""
    if isinstance(written, str) and not written.strip().isdecimal():
        return text_of(written).strip()[:100]
    try:
        seconds = int(written)  # type: ignore[call-overload]
        while seconds > 100_000_000_000:
            seconds //= 1_000
        moment = datetime.fromtimestamp(seconds, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return ""
    return moment.isoformat() if seconds > 0 and moment.year in _YEARS else ""
