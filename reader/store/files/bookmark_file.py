"""The format of bookmarks.jsonl: bookmarks, tags and notes, one story a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from reader.model import Keepsake, Marks
from reader.model.safe_text import safe_key, to_json
from reader.store.moments import EARLIEST, LATEST
from reader.store.moments import moment_of as moment_of_seconds

NAME = "bookmarks.jsonl"
PART = "bookmarks"  # of the database, of which that file is a copy
FIRST, LAST = moment_of_seconds(EARLIEST), moment_of_seconds(LATEST)
UNKNOWN = moment_of_seconds(0)  # when a story was bookmarked, where the file has no such moment


def bookmark_lines(keepsakes: Iterable[Keepsake]) -> Iterator[str]:
    """Yield each keepsake as a line of JSON."""
    return (to_json(bookmark_json(keepsake)) for keepsake in keepsakes)


def bookmark_json(keepsake: Keepsake) -> dict[str, Any]:
    """Return a keepsake as a file has it: what is not known is null."""
    marks = keepsake.marks
    return {
        "headline": keepsake.headline,
        "outlet": keepsake.outlet or None,
        "byline": keepsake.byline or None,
        "published": iso_moment(keepsake.published),
        "link": keepsake.link or None,
        "bookmarked": iso_moment(marks.bookmarked),
        "tags": list(marks.tags),
        "note": marks.note or None,
        "source": keepsake.source,
        "guid": keepsake.guid or None,
        "key": keepsake.key,
        "text": keepsake.text,
    }


def iso_moment(moment: datetime | None) -> str | None:
    """Return a moment as a file has it."""
    return None if moment is None else moment.astimezone(UTC).isoformat()


def read_bookmark(line: str) -> Keepsake:
    """Return the keepsake that a line of JSON holds.

    Raises:
        ValueError: it holds none.
    """
    try:
        kept = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not a line of JSON") from error
    if not isinstance(kept, dict) or not kept.get("source") or not kept.get("key"):
        raise ValueError("it has no source and key")
    texts = {name: _text_of(kept, name) for name in TEXTS}
    return Keepsake(**texts, published=_moment_of(kept, "published"), marks=_marks_of(kept))


TEXTS = ("source", "key", "guid", "link", "headline", "outlet", "byline", "text")


def _text_of(kept: dict[str, Any], name: str) -> str:
    """Return a text of a keepsake, empty when it is null."""
    value = kept.get(name) or ""
    if not isinstance(value, str):
        raise ValueError(f"its {name} is not text")
    return safe_key(value)


def _moment_of(kept: dict[str, Any], name: str) -> datetime | None:
    """Return a moment of a keepsake; a time without a zone is taken as UTC.

    None for a moment that is not in the calendar of every zone.
    """
    value = _text_of(kept, name)
    if not value:
        return None
    moment = datetime.fromisoformat(value)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware if FIRST <= aware <= LAST else None


def _marks_of(kept: dict[str, Any]) -> Marks:
    """Return the marks of a keepsake."""
    tags = kept.get("tags") or []
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise ValueError("its tags are not a list of words")
    bookmarked = kept.get("bookmarked") and (_moment_of(kept, "bookmarked") or UNKNOWN)
    return Marks(
        bookmarked=bookmarked or None,
        tags=tuple(sorted(set(tags))),
        note=_text_of(kept, "note"),
    )
