"""A text in, the day that it names out, in one of many notations; never one of two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import regex

from reader.clean.dates.month_names import MONTH_NAMES, ROMAN, is_filler, month_of

_YEAR_MONTH = regex.compile(
    r"(?P<y>(?:19|20)\d\d)(?:\s?[-/.年년]\s?(?P<m>\d\d?)[月월]?)?[年년]?\.?"
)
_MONTH_YEAR = regex.compile(r"(?P<m>\d\d?)\s?[-/.]\s?(?P<y>(?:19|20)\d\d)")
_WEEK = regex.compile(
    r"(?<!\d)((?:19|20)\d\d)-?W([0-5]\d)(?:-?([1-7]))?(?![\d-])", regex.IGNORECASE
)
_DAY_OF_YEAR = regex.compile(r"(?<!\d)((?:19|20)\d\d)-([0-3]\d\d)(?![\d-])")
_NUMBERED = regex.compile(
    r"(?<!\d)([12]\d{3})\s?(?:[-./]\s?|年\s?|년\s?)(\d\d?)\s?(?:[-./]\s?|月\s?|월\s?)(\d\d?)"
    r"(?!\d)[日일.]?"
)
_ERA = regex.compile(r"(令和|平成|昭和|民國|民国)\s?(元|\d{1,3})年\s?(\d\d?)月\s?(\d\d?)日")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_DOTTED = regex.compile(r"(?<![\d.])(\d\d?)\.\s?(\d\d?)\.\s?([12]\d{3})(?!\d)")
_SLASHED = regex.compile(r"(?<![\d/-])(\d\d?)\s?([-/])\s?(\d\d?)\s?\2\s?([12]\d{3})(?![\d-])")
_VIETNAMESE = regex.compile(r"(?<!\w)(?:tháng|thg|th)\.?\s?(\d\d?)(?!\d)", regex.IGNORECASE)
_DASHED_NAME = regex.compile(r"\d-\p{L}[\p{L}\p{M}.]*-\d")
_TOKEN = regex.compile(r"\d+|\p{L}[\p{L}\p{M}]*(?:\.\p{L}\p{M}*)*")
_WEEKDAY = regex.compile(r"(?<!\p{L})(?:mon|tue|wed|thu|fri|sat|sun)", regex.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_THAI = regex.compile(r"\p{Thai}")
_BUDDHIST = 543  # years that Thai calendars are ahead

DayAndRest = tuple[date, str]
"""A day, and the text without it."""


def read_day(text: str, language: str = "", timed: bool = False) -> DayAndRest | None:
    """Read the day that a text names; `timed` says that a time of day stands beside it.

    Raises ValueError for a day that no calendar has.
    """
    if found := _YEAR_MONTH.fullmatch(text) or _MONTH_YEAR.fullmatch(text):
        parts = found.groupdict()
        return date(int(parts["y"]), int(parts["m"] or 1), 1), ""
    for pattern, read in _READINGS:
        if found := pattern.search(text):
            day = read(found, language)
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            return (day, rest) if day else None
    return _named_day(text, language, timed)


def _numbered(found: Any, language: str) -> date:
    year, month, day = map(int, found.groups())
    return date(_common_year(year, language, found.string), month, day)


def _era(found: Any, _: str) -> date:
    year = 1 if found[2] == "元" else int(found[2])
    return date(_ERAS[found[1]] + year, int(found[3]), int(found[4]))


def _dotted(found: Any, language: str) -> date:
    day, month, year = map(int, found.groups())
    return date(_common_year(year, language, found.string), month, day)


def _week(found: Any, _: str) -> date:
    return date.fromisocalendar(int(found[1]), int(found[2]), int(found[3] or 1))


def _day_of_year(found: Any, _: str) -> date | None:
    day = date(int(found[1]), 1, 1) + timedelta(days=int(found[2]) - 1)
    return day if day.year == int(found[1]) else None


def _slashed(found: Any, language: str) -> date | None:
    """Read a day that could be a month: its weekday, or the habit of a language, may tell."""
    first, second, written = int(found[1]), int(found[3]), int(found[4])
    year = _common_year(written, language, found.string)
    if first > 12 or first == second:
        return date(year, second, first)
    if second > 12:
        return date(year, first, second)
    both = date(year, second, first), date(year, first, second)
    if weekday := _WEEKDAY.search(found.string):
        fitting = [day for day in both if _WEEKDAYS[day.weekday()] == weekday[0].lower()]
        return fitting[0] if len(fitting) == 1 else None
    return both[0] if language not in {"", "en"} else None


def _common_year(year: int, language: str, text: str) -> int:
    thai = year > 2400 and (language == "th" or _THAI.search(text))
    return year - _BUDDHIST if thai else year


_READINGS: tuple[tuple[Any, Callable[[Any, str], date | None]], ...] = (
    (_NUMBERED, _numbered),
    (_ERA, _era),
    (_DOTTED, _dotted),
    (_SLASHED, _slashed),
    (_WEEK, _week),
    (_DAY_OF_YEAR, _day_of_year),
)


class DateToken(NamedTuple):
    """A number or a word, what it can be in a date, and where it stands."""

    kind: str  # Y: year, D: day or year of two digits, S: short year, M: month, O: any other
    value: int
    start: int
    end: int


# The orders of day, month and year, the surest first; a short year stands behind day and month.
_ORDERS = tuple(regex.compile(order) for order in ("DMY", "MDY", "YMD", "YDM"))
_SHORT = regex.compile("DM[DS]")
_NO_DAY = regex.compile("O*(?:MY|YM)O*")


def _named_day(text: str, language: str, timed: bool) -> DayAndRest | None:
    """Read a day whose month is a word."""
    text = _VIETNAMESE.sub(lambda month: f" {MONTH_NAMES[int(month[1]) % 12 - 1]} ", text)
    tokens = list(_tokens(text, language))
    kinds = "".join(token.kind for token in tokens)
    clear = timed or bool(_DASHED_NAME.search(text))
    orders = (*_ORDERS, _SHORT) if clear else _ORDERS
    found = next(filter(None, (order.search(kinds) for order in orders)), None)
    if not (found or _NO_DAY.fullmatch(kinds)):
        return None
    named = tokens[found.start() : found.end()] if found else tokens
    rest = f"{text[: named[0].start]} {text[named[-1].end :]}"
    return _date_of(named, language, text), rest


def _date_of(named: Sequence[DateToken], language: str, text: str) -> date:
    month = next(token.value for token in named if token.kind == "M")
    years = [token for token in named if token.kind == "Y"] or named[2:]
    days = [token.value for token in named if token.kind == "D" and token is not years[0]]
    year = years[0].value if years[0].kind == "Y" else _full_year(years[0].value)
    return date(_common_year(year, language, text), month, days[0] if days else 1)


def _full_year(short: int) -> int:
    """Give the year that one of two or three digits means, as RFC 2822 reads it."""
    return short + (1900 if short >= 70 else 2000)


def _tokens(text: str, language: str) -> Iterator[DateToken]:
    """Give the numbers and words of a text, without fillers; a month in two languages is one."""
    last = DateToken("", 0, 0, 0)
    words = list(_TOKEN.finditer(text))
    for word, after in zip(words, [*words[1:], None], strict=True):
        if word.start() < last.end or is_filler(word[0]):
            continue
        token = _token_of(word, after, language)
        if not (token.kind == last.kind == "M" and token.value == last.value):
            yield token
        last = token


def _token_of(word: Any, after: Any, language: str) -> DateToken:
    start, end = word.span()
    if word[0].isdecimal():
        return DateToken(_kind_of_number(word[0]), int(word[0]), start, end)
    if after and (month := month_of(f"{word[0]} {after[0]}", language)):
        return DateToken("M", month, start, after.end())
    month = ROMAN.get(word[0]) or month_of(word[0], language)
    return DateToken("M" if month else "O", month, start, end)


def _kind_of_number(digits: str) -> str:
    if len(digits) == 4 and digits[0] in "12":
        return "Y"
    if len(digits) <= 2 and 1 <= int(digits) <= 31:
        return "D"
    return "S" if len(digits) == 2 or (len(digits) == 3 and digits[0] == "1") else "O"
