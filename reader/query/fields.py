"""Fields of the query language: what a name and its value mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from reader.model import (
    AtLeastLong,
    HasMark,
    HasTag,
    InEvent,
    InLanguage,
    InSource,
    LikeStory,
    Not,
    Part,
    PublishedBetween,
)
from reader.query.date_ranges import date_range, day_around

NAMED = ("title", "outlet", "by")
"""Fields that hold words."""

SORT = "sort"
"""The field that says in which order hits stand; it finds nothing by itself."""

STATES = ("unread", "read", "bookmarked", "lead", "hidden")
"""What `is:` asks for."""

THINGS = ("note", "highlight")
"""What `has:` asks for."""

# What other programs call a field, and what asks for the same here.
_ELSEWHERE = {
    **dict.fromkeys(("author", "byline", "from", "writer"), "by:"),
    **dict.fromkeys(("headline", "intitle", "subject"), "title:"),
    **dict.fromkeys(("feed", "folder", "source"), "in:"),
    **dict.fromkeys(("paper", "publication", "publisher", "site"), "outlet:"),
    **dict.fromkeys(("category", "label"), "tag:"),
    **dict.fromkeys(("newer", "since"), "after:"),
    **dict.fromkeys(("older", "until"), "before:"),
    **dict.fromkeys(("date", "day", "published"), "on:, after: or before:"),
    **dict.fromkeys(("body", "content", "text"), "the words alone"),
    **dict.fromkeys(("state", "status"), "is:"),
    "language": "lang:",
    "order": "sort:",
}
_CLOSE = 0.8  # of the letters of a field's name, in their order, for it to be meant
_NAME = r"([A-Za-z]{3,12}):(?![/:])."

# Compiled when they are first asked for: few queries have such fields.
_DURATION = r"([0-9]{1,4})(s|sec|m|min|h)?"
_SECONDS = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3_600, None: 60}
_NUMBER = r"[0-9]{1,15}"
_LANGUAGE = r"([a-z]{2,3})(?:[-_][a-z0-9]+)*"


class UnreadableField(Exception):  # noqa: N818 - a value that means nothing is a hint, not an error
    """A field's value means nothing."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what, advice)
        self.what = what
        self.advice = advice


def _state(name: str, value: str, _now: datetime) -> Part:
    if value.lower() in STATES:
        return HasMark(value.lower())
    raise UnreadableField(
        f"{name}:{value} is not known",
        "try is:unread, is:read, is:bookmarked, is:hidden or is:lead",
    )


def _has_mark(name: str, value: str, _now: datetime) -> Part:
    if value.lower() in THINGS:
        return HasMark(value.lower())
    raise UnreadableField(f"{name}:{value} is not known", "try has:note or has:highlight")


def _language(name: str, value: str, _now: datetime) -> Part:
    if found := re.fullmatch(_LANGUAGE, value.lower()):
        return InLanguage(found[1])
    raise UnreadableField(f"{name}:{value} is not a language", "try two letters, such as lang:en")


def _has_tag(name: str, value: str, _now: datetime) -> Part:
    return HasTag(_require_name(name, value))


def _in_source(name: str, value: str, _now: datetime) -> Part:
    return InSource(_require_name(name, value))


def _require_name(name: str, value: str) -> str:
    if value:
        return value
    raise UnreadableField(f"{name}: needs a name", f"try {name}:name")


def _like(name: str, value: str, _now: datetime) -> Part:
    if re.fullmatch(_NUMBER, value) and int(value):
        return LikeStory(int(value))
    raise UnreadableField(
        f"{name}:{value} is not a story", "try the number of one, such as like:12"
    )


def _event(name: str, value: str, _now: datetime) -> Part:
    if re.fullmatch(_NUMBER, value) and int(value):
        return InEvent(int(value))
    raise UnreadableField(
        f"{name}:{value} is not an event", "try the number of one, such as event:12"
    )


def _published(name: str, value: str, now: datetime) -> Part:
    found = date_range(value, now)
    if not found:
        dates = "2024-10-21, 2024-10, 2024, today, yesterday or 7d"
        raise UnreadableField(f"{name}:{value} is not a date", f"try {dates}")
    start, end = found if found[0] < found[1] else day_around(found[0])
    bounds = {
        "after": PublishedBetween(after=found[0]),
        "before": PublishedBetween(before=found[0]),
        "on": PublishedBetween(start, end),
    }
    return bounds[name]


def _at_least_long(name: str, value: str, _now: datetime) -> Part:
    found = re.fullmatch(_DURATION, value.lower())
    if not found or not int(found[1]):
        raise UnreadableField(
            f"{name}:{value} is not a length", f"try minutes of reading, such as {name}:5m"
        )
    long = AtLeastLong(int(found[1]) * _SECONDS[found[2]])
    return long if name == "longer" else Not(long)


FIELDS: dict[str, Callable[[str, str, datetime], Part]] = {
    "is": _state,
    "has": _has_mark,
    "lang": _language,
    "like": _like,
    "event": _event,
    "tag": _has_tag,
    "in": _in_source,
    "after": _published,
    "before": _published,
    "on": _published,
    "longer": _at_least_long,
    "shorter": _at_least_long,
}


def misnamed_field(word: str) -> tuple[str, str] | None:
    """Return what a word takes for a field, and what to try: a name of elsewhere, or mistyped."""
    found = re.match(_NAME, word)
    if not found:
        return None
    from difflib import get_close_matches  # few words have a colon within

    name = found[1].lower()
    fields = [field for field in (*NAMED, *FIELDS, SORT) if len(field) > 2]
    close = get_close_matches(name, fields, 1, _CLOSE)
    meant = _ELSEWHERE.get(name) or next((f"{field}:" for field in close), "")
    return (f"{found[1]}: is no field", f"try {meant}") if meant else None
