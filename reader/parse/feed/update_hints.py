"""How often a feed wants to be read, in its own words: ttl, skipHours, sy:update."""

from __future__ import annotations

from reader.model import UpdateHints
from reader.model.fetching import AT_EASE
from reader.parse.feed.xml_fields import XmlFields, text_of

MINUTES = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
TOLD = frozenset(("ttl", "skiphours", "skipdays", "sy:updateperiod"))
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def update_hints(channel: XmlFields) -> UpdateHints:
    """Read ttl, skipHours, skipDays and the syndication module of a channel."""
    if channel.lacks(TOLD):
        return AT_EASE
    return UpdateHints(
        minutes=max(_number(channel.text("ttl"), 525_600), _updates(channel)),
        hours=frozenset(
            hour % 24
            for one in _parts(channel, "skiphours", "hour")
            if 0 <= (hour := _small_number(one)) < 25
        ),
        days=frozenset(
            DAYS.index(one) for one in _parts(channel, "skipdays", "day") if one in DAYS
        ),
    )


def _updates(channel: XmlFields) -> int:
    """Give the minutes between two updates by the syndication module; 0 when it is not there."""
    period = MINUTES.get(channel.text("sy:updateperiod").strip().lower(), 0)
    times = _number(channel.text("sy:updatefrequency"), 10_000)
    return period // max(1, times)


def _parts(channel: XmlFields, name: str, part: str) -> list[str]:
    """Give the words in a list within a channel."""
    return [text_of(one).strip().lower() for one in channel.within(name).all(part)][:24]


def _small_number(written: str) -> int:
    """Read a small number; -1 for anything that is none."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 4 else -1


def _number(written: str, most: int) -> int:
    """Read a number up to a bound; 0 for anything that is none."""
    digits = written.strip()
    return (
        min(int(digits), most) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0
    )
