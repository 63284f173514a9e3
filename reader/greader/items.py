"""Reads items of the Google Reader API as entries, with the marks that they have at the server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from reader.greader.answers import label_of, list_in, read_object, state_of, text_in
from reader.greader.calls import LABEL, READ, STARRED
from reader.greader.item_ids import read_item_id
from reader.model import ContentForm, Enclosure, Entry
from reader.model.construction import frozen
from reader.model.safe_text import safe_key

MOST_ITEMS = 10_000  # of one answer
MOST_CATEGORIES = 200  # of one item
MOST_ENCLOSURES = 50
LONGEST_CONTENT = 15_000_000  # characters
LONGEST_GUID = 500
GUID = "greader:"  # before what a server calls an item: only it calls it so
_LATEST = 253_402_300_799  # the last second of the year 9999
_SECONDS = 100_000_000_000  # larger numbers are no seconds, but thousandths of one, or millionths
_HTML = ContentForm.HTML


@frozen
class ServerItem:
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
    found = []
    for written in listed:
        stream = _stream_of(written.get("origin"))
        if stream not in locations:
            locations[stream] = location_of(stream)
        if item := read_item_id(written.get("id")):
            found.append(_item_of(written, item, stream, _Place(locations[stream], arrived)))
    return found


@frozen
class _Place:
    location: str
    arrived: datetime


def _item_of(written: dict[str, Any], item: str, stream: str, place: _Place) -> ServerItem:
    marks = written.get("categories")
    states = marks[:MOST_CATEGORIES] if isinstance(marks, list) else ()
    is_read = is_starred = False
    labels: list[str] = []
    for one in states:
        state = one if one in _STATES else state_of(one)
        if state == READ:
            is_read = True
        elif state == STARRED:
            is_starred = True
        elif state.startswith(LABEL):
            labels.append(label_of(state))
    return ServerItem(item, stream, _entry_of(written, item, place), is_read, is_starred,
                      tuple(filter(None, labels)))  # fmt: skip


_STATES = frozenset((READ, STARRED, "user/-/state/com.google/reading-list"))


def _entry_of(written: dict[str, Any], item: str, place: _Place) -> Entry:
    """Return the words of an item as an entry."""
    origin = written.get("origin")
    title = origin.get("title") if isinstance(origin, dict) else ""
    return Entry(  # names of fields would cost as much time as the rest
        place.location,
        _body_of(written),
        _HTML,
        place.arrived,
        f"{GUID}{item}",
        _link_of(written),
        _text_of(written.get("title")),
        "",
        _text_of(written.get("author")),
        _text_of(title),
        _published(written),
        "",
        _enclosures_of(written.get("enclosure")),
        "",
        _web_link(written.get("comments")),
    )


def _stream_of(origin: object) -> str:
    return text_in(origin.get("streamId")) if isinstance(origin, dict) else ""


def _text_of(written: object) -> str:
    return safe_key(written[:LONGEST_CONTENT]) if isinstance(written, str) else ""


def _body_of(written: dict[str, Any]) -> str:
    """Return the fuller of what a server sends as content and as summary."""
    found = ""
    for name in ("content", "summary"):
        part = written.get(name)
        text = _text_of(part.get("content") if isinstance(part, dict) else part)
        if len(text) > len(found):
            found = text
    return found


def _web_link(written: object) -> str:
    link = written.strip() if isinstance(written, str) else ""
    is_web = link[:8].lower().startswith(("http://", "https://"))
    return safe_key(link[:LONGEST_CONTENT]) if is_web else ""


def _link_of(written: dict[str, Any]) -> str:
    """Return the page of an item."""
    for name in ("canonical", "alternate"):
        links = written.get(name)
        for one in links[:10] if isinstance(links, list) else ():
            if isinstance(one, dict) and (link := _web_link(one.get("href"))):
                return link
    return ""


def _enclosures_of(written: object) -> tuple[Enclosure, ...]:
    """Return the files that are attached to an item."""
    if not isinstance(written, list):
        return ()
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
    for name in ("published", "timestampUsec", "crawlTimeMsec", "updated"):
        if seconds := seconds_of(written.get(name)):
            return datetime.fromtimestamp(seconds, UTC).isoformat()
    return ""


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
