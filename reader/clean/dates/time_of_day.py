"""A text in, the time of day that stands in it out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

import regex


class TimeOfDay(NamedTuple):
    """A time of day, and where it stands in a text."""

    since_midnight: timedelta
    start: int
    end: int


NO_CLOCK = TimeOfDay(timedelta(), 0, 0)

_COLONS = regex.compile(
    r"(?:(?<![\d.:]|\d[+-])|(?<=\d{4}:))(?P<h>\d\d?)\s?:\s?(?P<i>\d\d?)"
    r"(?:\s?:\s?(?P<s>\d\d?)(?:[.,:](?P<f>\d{1,6})\d{0,6})?)?(?![\d:])"
)
_OTHERS = regex.compile(
    r"(?<![\d.:])(?P<h>\d\d?)(?:\s?[h時时시点點]\s?(?P<i>[0-5]\d)\s?[m分분]?(?:\s?(?P<s>[0-5]?\d)\s?[s秒초])?"
    r"|\.(?P<i>[0-5]\d)(?:\.(?P<s>[0-5]\d))?"
    r"|\s?[h時时시点點](?!\p{L})|(?=\s?(?:[ap]\.?\s?m\b|uhr\b)))(?![\d:.]\d)",
    regex.IGNORECASE,
)
_HOURS = regex.compile(r"\s?(?:uhr|hrs?|h)(?![\p{L}\p{M}])", regex.IGNORECASE)
_MORNING = r"a\.?\s?m\.?|上午|午前|凌晨|早上|오전|[πΠ]\.?\s?[μΜ]\.?|ص|صباحا|ÖÖ|SA|पूर्वाह्न|सुबह"
_EVENING = r"p\.?\s?m\.?|下午|午後|晚上|中午|오후|[μΜ]\.?\s?[μΜ]\.?|م|مساء|ÖS|CH|अपराह्न|शाम|दोपहर"
_HALF = rf"(?:(?P<am>{_MORNING})|(?P<pm>{_EVENING}))"
_HALF_BEFORE = regex.compile(rf"(?<![\p{{L}}\p{{M}}]){_HALF}\s?$", regex.IGNORECASE)
_HALF_AFTER = regex.compile(rf"\s?{_HALF}(?![\p{{L}}\p{{M}}])", regex.IGNORECASE)


def read_clock(text: str) -> TimeOfDay:
    """Read the first time of day that is written with colons; NO_CLOCK when there is none."""
    return _read(_COLONS.search(text), text)


def read_clock_without_colon(text: str) -> TimeOfDay:
    """Read a time of day of any other notation, in a text without its date."""
    return _read(_OTHERS.search(text), text)


def _read(found: Any, text: str) -> TimeOfDay:
    if not found:
        return NO_CLOCK
    parts = found.groupdict()
    hour, minute, second = (int(parts[name] or 0) for name in "his")
    after = _HALF_AFTER.match(text, found.end())
    half = after or _HALF_BEFORE.search(text[: found.start()])
    if half and 0 < hour <= 12:
        hour = hour % 12 + (12 if half["pm"] else 0)
    start = found.start() if after or not half else half.start()
    end = (after or _HOURS.match(text, found.end()) or found).end()
    if minute > 59 or second > 60 or (hour, minute, second) > (24, 0, 0):
        return TimeOfDay(timedelta(), start, end)  # no time of day, but no part of the date either
    fraction = int((parts.get("f") or "").ljust(6, "0"))
    past = timedelta(hours=hour, minutes=minute, seconds=second, microseconds=fraction)
    return TimeOfDay(past, start, end)
