"""What stands behind a time of day in, its distance from UTC out."""

from __future__ import annotations

import re
from datetime import UTC, date, timedelta, timezone

FURTHEST = 15 * 60  # minutes from UTC; no clock on Earth was ever set further
# Minutes east of UTC. An abbreviation of several zones is the one that RFC 822 or most feeds mean.
ZONES = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "UCT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60,
    "MET": 60, "MEZ": 60, "CEST": 120, "MEST": 120, "MESZ": 120, "EET": 120, "EEST": 180,
    "MSK": 180, "MSD": 240, "TRT": 180, "SAMT": 240, "YEKT": 300, "OMST": 360, "NOVT": 420,
    "KRAT": 420, "IRKT": 480, "YAKT": 540, "VLAT": 600, "MAGT": 660, "CAT": 120, "SAST": 120,
    "EAT": 180, "WAT": 60, "IDT": 180, "IRST": 210, "GST": 240, "PKT": 300, "IST": 330,
    "NPT": 345, "ICT": 420, "WIB": 420, "WITA": 480, "WIT": 540, "HKT": 480, "SGT": 480,
    "MYT": 480, "PHT": 480, "AWST": 480, "JST": 540, "KST": 540, "ACST": 570, "ACDT": 630,
    "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "AST": -240, "ADT": -180, "EST": -300,
    "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "AKST": -540, "AKDT": -480, "HST": -600, "NST": -210, "NDT": -150, "BRT": -180,
    "BRST": -120, "ART": -180, "CLT": -240, "CLST": -180, "COT": -300, "PET": -300, "UYT": -180,
    "HNE": -300, "HAE": -240,
}  # fmt: skip
_OF_LANGUAGE = {("IST", "he"): 120, ("IST", "ga"): 60, ("CST", "zh"): 480, ("AST", "ar"): 180}
# Zones of North America that name no season, in minutes as they are in winter.
_SEASONAL = {"ET": -300, "CT": -360, "MT": -420, "PT": -480}
_LONG = (  # as browsers write them in parentheses
    ("coordinated universal", 0), ("greenwich mean", 0), ("british summer", 60),
    ("central european summer", 120), ("central european", 60), ("mitteleuropäische sommer", 120),
    ("mitteleuropäische", 60), ("eastern european summer", 180), ("eastern european", 120),
    ("western european summer", 60), ("western european", 0), ("moscow", 180), ("india", 330),
    ("china", 480), ("japan", 540), ("korean", 540), ("eastern daylight", -240),
    ("eastern standard", -300), ("central daylight", -300), ("central standard", -360),
    ("mountain daylight", -360), ("mountain standard", -420), ("pacific daylight", -420),
    ("pacific standard", -480),
)  # fmt: skip
_OFFSET = re.compile(
    r"[\s(\[,]*(?:(?:UTC|GMT|UT|Z)\s?)?(?P<sign>[+-])\s?(?P<h>\d\d?)"
    r"(?::?(?P<i>[0-5]\d)(?::?[0-5]\d)?)?(?![\d/.])",
    re.IGNORECASE,
)
_NAME = re.compile(r"[\s(\[,]*(?P<name>[A-Za-z]{1,5})(?![A-Za-z'’.])")
_NAME_AND_OFFSET = re.compile(r"[\s(\[,]*[A-Z]{2,5}(?=\s?[+-]\d\d)")


def read_zone(text: str, day: date, language: str) -> timezone:
    """Read the zone that a text begins with, else the one that it names at length, else UTC.

    `day` tells whether it is summer there.
    """
    if offset := _offset_at(text):
        minutes = int(offset["h"]) * 60 + int(offset["i"] or 0)
        return _zone_of(-minutes if offset["sign"] == "-" else minutes)
    name = _NAME.match(text)
    minutes_east = _minutes_east(name["name"], day, language) if name else None
    return _zone_of(_minutes_of_long_name(text) if minutes_east is None else minutes_east)


def without_zone(text: str) -> str:
    """Leave out the zone that a text begins with."""
    found = _offset_at(text)
    if found is None and (name := _NAME.match(text)) and _is_zone(name["name"]):
        found = name
    return text[found.end() :] if found else text


def _offset_at(text: str) -> re.Match[str] | None:
    named = _NAME_AND_OFFSET.match(text)
    found = _OFFSET.match(text, named.end() if named else 0)
    return found if found and int(found["h"]) * 60 <= FURTHEST else None


def _is_zone(name: str) -> bool:
    return name.upper() in ZONES or name.upper() in _SEASONAL


def _zone_of(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes)) if minutes else UTC


def _minutes_east(name: str, day: date, language: str) -> int | None:
    """Give the distance of a zone from UTC in minutes; None for what is no zone."""
    name = name.upper()
    if (name, language) in _OF_LANGUAGE:
        return _OF_LANGUAGE[name, language]
    if name in _SEASONAL:
        return _SEASONAL[name] + (60 if _is_american_summer(day) else 0)
    return ZONES.get(name)


def _minutes_of_long_name(text: str) -> int:
    written = text.lower()
    return next((minutes for name, minutes in _LONG if name in written), 0)


def _is_american_summer(day: date) -> bool:
    """Tell whether clocks in most of North America are an hour ahead on a day."""
    if day.year >= 2007:
        first, last = _sunday(day.year, 3, 8), _sunday(day.year, 11, 1)
    else:
        first, last = _sunday(day.year, 4, 1), _sunday(day.year, 10, 25)
    return first <= day < last


def _sunday(year: int, month: int, earliest: int) -> date:
    """Give the first Sunday of a month from a day on."""
    day = date(year, month, earliest)
    return day + timedelta(days=6 - day.weekday())
