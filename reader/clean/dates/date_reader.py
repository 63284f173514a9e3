"""A whole date as a stranger wrote it in, the moment out, or None where it could mean two.

The time of day is found first, for its colons stand out, then the day in what stands around it,
then the zone behind the time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import unescape
from unicodedata import decimal, normalize

import regex

from reader.clean.dates.day import read_day
from reader.clean.dates.time_of_day import NO_CLOCK, read_clock, read_clock_without_colon
from reader.clean.dates.zones import read_zone, without_zone

LONGEST = 200  # characters that are looked at

_TAG = regex.compile(r"<!\[CDATA\[|\]\]>|<[^<>]{0,80}>")
_ASIDE = regex.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]|\bm=[+-]\d[\d.]*")
_UNSEEN = regex.compile(r"[\p{Cf}\p{Cc}]+")
_MARKS = str.maketrans(
    dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("∶꞉", ":") | dict.fromkeys("⁄∕", "/")
)
# Seconds, thousandths, millionths and billionths of one since 1970 differ by their digits.
_EPOCH = regex.compile(r"@?(\d{9,10}(?:\.\d{1,9})?|\d{13}|\d{16}|\d{19})(?:\.0+)?")
_JAVASCRIPT = regex.compile(r"/?Date\((\d+)([+-]\d{4})?\)/?")
_KANJI = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_KANJI_NUMBER = regex.compile(r"[〇一二三四五六七八九十]+(?=[年月日時时分])")
_DIGITS = regex.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:[T ]?([012]\d)([0-5]\d)([0-6]\d)?)?Z?")


def read_date(written: str, language: str = "") -> datetime | None:
    """Read a date, with the time of day and the zone that stand beside it.

    Without a zone it is taken as UTC, without a time as midnight, without a day as the first.
    """
    text = _clean(written)
    try:
        return _of_digits(text) or _of_parts(text, language)
    except (ValueError, OverflowError):  # the 31st of June
        return None


def _clean(written: str) -> str:
    """Write a date in plain digits and marks, without markup and without what cannot be seen."""
    text = written[:LONGEST]
    if "&" in text:
        text = unescape(unescape(text))
    if not text.isascii():
        text = _UNSEEN.sub("", normalize("NFKC", text).translate(_MARKS))
        text = "".join(_plain_digit(letter) for letter in text)
        text = _KANJI_NUMBER.sub(lambda number: _of_kanji(number[0]), text)
    return " ".join(_JAVASCRIPT.sub(r"\1", _TAG.sub(" ", text)).split())


def _of_kanji(number: str) -> str:
    """Write a number of Chinese digits, or one up to 99 with tens, in plain digits."""
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return "".join(str(_KANJI[digit]) for digit in number)
    return str(10 * _KANJI.get(tens, 1) + _KANJI.get(ones, 0))


def _plain_digit(letter: str) -> str:
    value = decimal(letter, None)
    return letter if value is None else str(value)


def _of_digits(text: str) -> datetime | None:
    """Read what is nothing but digits: year, month and day in a row, or the time since 1970."""
    if digits := _DIGITS.fullmatch(text):
        year, month, day, *time = (int(part or 0) for part in digits.groups())
        hours, minutes, seconds = time
        past = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        return datetime(year, month, day, tzinfo=UTC) + past
    if not (epoch := _EPOCH.fullmatch(text)):
        return None
    extra = max(0, len(epoch[1].partition(".")[0]) - 10)
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=float(epoch[1]) / 10**extra)


def _of_parts(text: str, language: str) -> datetime | None:
    aside = " ".join(_ASIDE.findall(text))
    text = _ASIDE.sub(" ", text)
    clock = read_clock(text)
    found = read_day(_around(text, clock.start, clock.end), language, timed=clock is not NO_CLOCK)
    if found is None:
        return None
    day, rest = found
    if clock is NO_CLOCK:
        text = rest
        clock = read_clock_without_colon(rest)
    zone = read_zone(f"{text[clock.end :]} {aside}", day, language)
    return datetime(day.year, day.month, day.day, tzinfo=zone) + clock.since_midnight


def _around(text: str, start: int, end: int) -> str:
    """Give what stands before and behind a time of day, without the zone."""
    return f"{text[:start]} {without_zone(text[end:])}" if end else text
