"""Reads items of the Google Reader API as entries, with the marks that they have at the server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from reader.greader.answers import label_of, list_in, read_object, state_of, text_in
from reader.greader.calls import READ, STARRED
from reader.greader.item_ids import read_item_id
from reader.model import ContentForm, Enclosure, Entry
from reader.model.safe_text import safe_key

MOST_ITEMS = 10_000  # of one answer
MOST_CATEGORIES = 200  # of one item
MOST_ENCLOSURES = 50
LONGEST_CONTENT = 15_000_000  # characters
GUID = "greader:"  # before what a server calls an item: only it calls it so
_LATEST = 253_402_300_799  # the last second of the year 9999
_SECONDS = 100_000_000_000  # larger numbers are no seconds, but thousandths of one, or millionths
_HTML = ContentForm.HTML
_WEB = ("http://", "https://")


class ServerItem(NamedTuple):
    """An item as the server has it."""

    id: str
    stream: str  # the feed that it is of
    entry: Entry
    is_read: bool = False
    is_starred: bool = False
    labels: tuple[str, ...] = ()  # folders of its feed among them


def read_items(
    body: bytes, location_of: Callable[[str], str], arrived: datetime
) -> list[ServerItem]:
    """Return items with their texts; `location_of` is what the source of a stream is called.

    Raises:
        ParseError: the answer is none.
    """
    listed = list_in(read_object(body), "items", MOST_ITEMS)
    locations: dict[str, str] = {}
    meanings: dict[tuple[str, ...], _States] = {}  # the same few categories, again and again
    found = []
    for written in listed:
        origin = written.get("origin")
        stream = text_in(origin.get("streamId")) if isinstance(origin, dict) else ""
        location = locations.get(stream)
        if location is None:
            location = locations[stream] = location_of(stream)
        if item := read_item_id(written.get("id")):
            categories = _categories_in(written.get("categories"))
            states = meanings.get(categories)
            if states is None:
                states = meanings[categories] = _states_of(categories)
            entry = _entry_of(written, item, location, arrived)
            found.append(ServerItem(item, stream, entry, *states))
    return found


_States = tuple[bool, bool, tuple[str, ...]]
"""Whether an item is read, whether it is starred, and its labels."""


def _categories_in(written: object) -> tuple[str, ...]:
    if not isinstance(written, list):
        return ()
    return tuple([one for one in written[:MOST_CATEGORIES] if isinstance(one, str)])


def _states_of(categories: tuple[str, ...]) -> _States:
    """Return the marks and labels that categories are."""
    known = list(map(_meaning_of, categories))
    labels = tuple(one for one in known if one and one not in _MARKS)
    return READ in known, STARRED in known, labels


_MARKS = frozenset((READ, STARRED))


def _meaning_of(category: str) -> str:
    """Return the mark or the label that a category is; empty for all others."""
    state = state_of(category)
    return state if state in _MARKS else label_of(state)


def _entry_of(written: dict[str, Any], item: str, location: str, arrived: datetime) -> Entry:
    """Return the words of an item as an entry."""
    origin = written.get("origin")
    files = written.get("enclosure")
    comments = written.get("comments")
    return Entry(  # names of fields would cost as much time as the rest
        location,
        _body_of(written),
        _HTML,
        arrived,
        f"{GUID}{item}",
        _link_of(written),
        _text_of(written.get("title")),
        "",
        _text_of(written.get("author")),
        _text_of(origin.get("title")) if isinstance(origin, dict) else "",
        _published(written),
        "",
        _enclosures_of(files) if isinstance(files, list) else (),
        "",
        _web_link(comments) if comments else "",
    )


def _text_of(written: object) -> str:
    return safe_key(written[:LONGEST_CONTENT]) if isinstance(written, str) else ""


def _body_of(written: dict[str, Any]) -> str:
    """Return the fuller of what a server sends as content and as summary."""
    content, summary = _part(written.get("content")), _part(written.get("summary"))
    return _text_of(content if len(content) >= len(summary) else summary)


def _part(written: object) -> str:
    text = written.get("content") if isinstance(written, dict) else written
    return text if isinstance(text, str) else ""


def _web_link(written: object) -> str:
    if not isinstance(written, str):
        return ""
    link = written if written.startswith(_WEB) else written.strip()
    return safe_key(link) if link[:8].lower().startswith(_WEB) else ""


def _link_of(written: dict[str, Any]) -> str:
    """Return the page of an item."""
    for name in ("canonical", "alternate"):
        links = written.get(name)
        for one in links[:10] if isinstance(links, list) else ():
            if isinstance(one, dict) and (link := _web_link(one.get("href"))):
                return link
    return ""


def _enclosures_of(written: list[object]) -> tuple[Enclosure, ...]:
    """Return the files that are attached to an item."""
    objects = [one for one in written[:MOST_ENCLOSURES] if isinstance(one, dict)]
    found = [
        Enclosure(link, _text_of(one.get("type"))[:200], _size_of(one.get("length")))
        for one in objects
        if (link := _web_link(one.get("href")))
    ]
    return tuple(found)


def _size_of(written: object) -> int:
    """Return a number of bytes; 0 for all that is none."""
    number = text_in(written, 18)
    return int(number) if number.isascii() and number.isdecimal() else 0


def _published(written: dict[str, Any]) -> str:
    """Return when an item was published, in ISO 8601; empty where the server does not say."""
    seconds = written.get("published")
    if type(seconds) is not int or not 0 < seconds < _SECONDS:
        moments = (seconds_of(written.get(name, 0)) for name in _MOMENTS)
        seconds = next(filter(None, moments), 0)
    return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds else ""


_MOMENTS = ("published", "timestampUsec", "crawlTimeMsec", "updated")


def seconds_of(written: object) -> int:
    """Return seconds since 1970 of seconds, milli-, micro- or nanoseconds, as number or text.

    It is 0 where there is no moment that a calendar has.
    """
    if isinstance(written, str):
        digits = written.strip().partition(".")[0]
        written = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 25 else 0
    if not isinstance(written, int | float) or not 0 < written < 1e24:
        return 0
    seconds = int(written)
    while seconds > _SECONDS:
        seconds //= 1_000
    return seconds if seconds <= _LATEST else 0
