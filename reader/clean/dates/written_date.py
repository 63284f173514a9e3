"""A written date in, a moment with a time zone out, or None where it could mean two."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import TypeVar

from reader.clean.text.boilerplate_words import MONTHS

_Written = TypeVar("_Written")

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9998, 12, 31, tzinfo=UTC)  # no zone of Earth brings it beyond what Python knows
FUTURE = timedelta(days=3_653)  # after it has arrived, that a story can be dated

_ZONES = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "WEST": 60, "CET": 60, "MEZ": 60, "CEST": 120,
    "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180, "JST": 540, "KST": 540, "HKT": 480,
    "SGT": 480, "SAST": 120, "EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360,
    "PST": -480, "PDT": -420, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
}  # fmt: skip
_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_SHORT = {
    "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6,
    "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11, "Dec": 12,
}  # fmt: skip
_USUAL = re.compile(  # what most feeds write
    r"(?:[A-Z][a-z][a-z], )?(\d\d?) ([A-Z][a-z][a-z]) ((?:19|20)\d\d) ([01]\d|2[0-3]):([0-5]\d)"
    r":([0-5]\d) (?:([A-Z]{1,4})|([+-])([01]\d):?([0-5]\d))",
    re.ASCII,
)
_ISO = re.compile(r"\d{4}-?\d\d-?\d\d(?:[T ]|$)")
_BEFORE_ZONE = re.compile(r"(?<!\s)\s+(?=[+-]\d\d:?\d\d$|Z$)")
_DIGIT = re.compile(r"[\d年]")
_YEAR = re.compile(r"[12][90]\d\d")
# A year, and right behind it the time of day or the same date in figures again.
_GLUED = re.compile(r"(?<=[ /.](?:19|20)\d\d)(?=(?:[01]?\d|2[0-3])[:.][0-5]\d|[^\W\d_]{3})")
_NUMBERED = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?(?:[-./]\s?|年)(?P<m>\d\d?)\s?(?:[-./]\s?|月)(?P<d>\d\d?)日?(?!\d)"
    r"|(?<!\d)(?P<ky>(?:19|20)\d\d)년\s?(?P<km>\d\d?)월\s?(?P<kd>\d\d?)일"
)
_DAY_FIRST = re.compile(r"(?<![\d.])(?P<d>\d\d?)\.\s?(?P<m>\d\d?)\.\s?(?P<y>(?:19|20)\d\d)(?!\d)")
_SLASHED = re.compile(r"(?<!\d)(?P<a>\d\d?)[/-](?P<b>\d\d?)[/-](?P<y>(?:19|20)\d\d)(?!\d)")
_DAY_MONTH = re.compile(
    rf"(?<!\d)(?P<d>\d\d?)(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:de\s+|of\s+)?(?P<n>{_MONTH})\.?,?"
    rf"[\s-]+(?:de\s+|del\s+)?(?P<y>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"(?<!\w)(?P<n>{_MONTH})\.?\s+(?P<d>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
# In scripts whose months are not listed here; Hebrew says "in" as a part of the word.
_OTHER_SCRIPT = re.compile(
    r"(?<!\d)(?P<d>\d\d?)\.?\s+ב?(?P<n>[^\d\s,./]{2,20}(?: [^\d\s,./]{4,12})?)(?:/[^\d,]{2,20})?,?"
    r"\s+(?P<y>(?:19|20)\d\d)(?!\d)"
)
_LONGEST_OTHER = 80  # characters of a line that is searched for one of these
_DIGITS = {ord(digit): str(int(digit)) for digit in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९"}
_CLOCK = re.compile(
    r"(?<![\d.:])(?P<h>[01]?\d|2[0-3])(?:[:.h]|時\s?|시\s?)(?P<i>[0-5]\d)(?:[:.](?P<s>[0-5]\d))?"
    r"(?:\.\d+)?\s?(?:分|분)?\s?(?P<half>[ap]\.?m\b\.?)?(?!\d)",
    re.IGNORECASE,
)
_HALF = re.compile(r"(?P<am>\ba\.?m\b|午前|오전|上午)|\bp\.?m\b|午後|오후|下午", re.IGNORECASE)
_HOUR = re.compile(r"(?<![\d.:])(?P<h>1[0-2]|[1-9])\s?(?P<half>[ap]\.?m)\b", re.IGNORECASE)
_OFFSET = re.compile(
    r"(?:(?<=\d)|(?<=\s)|(?<=UTC)|(?<=GMT))(?P<sign>[+-])(?P<h>0\d|1[0-4]):?(?P<i>[0-5]\d)(?!\d)"
)
_ZONE = re.compile(rf"(?<=[\s\d(])(?P<zone>{'|'.join(_ZONES)})\b")


def read_written_date(text: str, language: str = "") -> datetime | None:
    """Read a full date, with the time and zone that stand beside it, out of a line.

    A time without a zone is taken as UTC, a date without a time as midnight.
    """
    text = text[:300] if text.isascii() else text[:300].translate(_DIGITS)
    if not _YEAR.search(text):
        return None
    text = _GLUED.sub(" ", text)
    found = _date(text, language)
    if found is None:
        return None
    (year, month, day), rest = found
    try:
        return datetime(year, month, day, tzinfo=_zone(rest)) + _time(rest)
    except (ValueError, OverflowError):
        return None


def read_stated_date(
    text: str, language: str = "", arrived: datetime | None = None
) -> datetime | None:
    """Read the date of a feed or a page's own data, in any notation met in the wild.

    A text of several lines offers several dates, of which the first that reads is taken. None for
    a moment that no story of the web can have, which `arrived` bounds above.
    """
    if not text:
        return None
    for line in text.split("\n"):
        moment = _stated(line.strip()[:200], language)
        if moment is not None and is_plausible(moment, arrived):
            return moment
    return None


def is_plausible(moment: datetime, arrived: datetime | None = None) -> bool:
    """Tell a moment that a story can have: from 1970 to some years after it has arrived."""
    latest = LATEST if arrived is None else min(arrived + FUTURE, LATEST)
    return EARLIEST <= moment <= latest


def _stated(text: str, language: str) -> datetime | None:
    if (moment := _iso(text) or _mail(text)) is not None or not _DIGIT.search(text):
        return moment
    from reader.clean.dates.date_reader import read_date  # which most sources do without

    return read_date(text, language)


def _iso(text: str) -> datetime | None:
    if not _ISO.match(text):
        return None
    return _aware(datetime.fromisoformat, _BEFORE_ZONE.sub("", text) if " " in text else text)


def _mail(text: str) -> datetime | None:
    usual = _USUAL.fullmatch(text)
    return _aware(_usual, usual) if usual else None


def _usual(match: re.Match[str]) -> datetime:
    day, name, year, hour, minute, second, zone_name, sign, hours, minutes = match.groups()
    east = int(hours) * 60 + int(minutes) if sign else _ZONES[zone_name]
    zone = timezone(timedelta(minutes=-east if sign == "-" else east)) if east else UTC
    return datetime(
        int(year), _SHORT[name], int(day), int(hour), int(minute), int(second), tzinfo=zone
    )


def _aware(read: Callable[[_Written], datetime], written: _Written) -> datetime | None:
    try:
        moment = read(written)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, KeyError):
        return None


def _date(text: str, language: str) -> tuple[tuple[int, int, int], str] | None:
    for pattern, read in _READINGS:
        if match := pattern.search(text):
            date = read(match, language)
            return (date, f"{text[: match.start()]} {text[match.end() :]}") if date else None
    is_other = len(text) <= _LONGEST_OTHER and not text.isascii()
    match = _OTHER_SCRIPT.search(text) if is_other else None
    date = _named_anywhere(match, language) if match else None
    return (date, f"{text[: match.start()]} {text[match.end() :]}") if match and date else None


def _numbered(match: re.Match[str], language: str) -> tuple[int, int, int]:
    del language
    year, month, day = (part for part in match.groups() if part)
    return int(year), int(month), int(day)


def _day_first(match: re.Match[str], language: str) -> tuple[int, int, int]:
    del language
    return int(match["y"]), int(match["m"]), int(match["d"])


def _slashed(match: re.Match[str], language: str) -> tuple[int, int, int] | None:
    year, first, second = int(match["y"]), int(match["a"]), int(match["b"])
    if first > 12 or first == second or language not in {"", "en"}:
        return year, second, first
    return (year, first, second) if second > 12 else None


def _named(match: re.Match[str], language: str) -> tuple[int, int, int]:
    del language
    return int(match["y"]), MONTHS[match["n"].lower()], int(match["d"])


def _named_anywhere(match: re.Match[str], language: str) -> tuple[int, int, int] | None:
    from reader.clean.dates.month_names import month_of  # whose languages hardly a page needs

    month = 0 if match["n"].isascii() else month_of(match["n"], language)
    return (int(match["y"]), month, int(match["d"])) if month else None


def _time(rest: str) -> timedelta:
    match = _CLOCK.search(rest) or _HOUR.search(rest)
    if not match:
        return timedelta()
    parts = match.groupdict()
    hour = int(parts["h"])
    half = _HALF.search(parts["half"] or rest)
    if half and hour <= 12:
        hour = hour % 12 + (0 if half["am"] else 12)
    return timedelta(hours=hour, minutes=int(parts.get("i") or 0), seconds=int(parts.get("s") or 0))


def _zone(rest: str) -> timezone:
    if match := _OFFSET.search(rest):
        minutes = int(match["h"]) * 60 + int(match["i"])
        return timezone(timedelta(minutes=-minutes if match["sign"] == "-" else minutes))
    if match := _ZONE.search(rest):
        return timezone(timedelta(minutes=_ZONES[match["zone"]]))
    return UTC


_READINGS = (
    (_NUMBERED, _numbered),
    (_DAY_FIRST, _day_first),
    (_DAY_MONTH, _named),
    (_MONTH_DAY, _named),
    (_SLASHED, _slashed),
)
