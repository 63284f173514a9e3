"""The format of bookmarks.jsonl: bookmarks, tags and notes, one story a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from reader.model import Highlight, Keepsake, Marks
from reader.model.marks import COLOURS
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
    highlights = [_highlight_json(one) for one in marks.highlights]
    more = {"highlights": highlights} if highlights else {}  # most have none
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
        **more,
    }


def _highlight_json(one: Highlight) -> dict[str, Any]:
    """Return a highlight as a file has it."""
    texts = {name: getattr(one, name) for name in HIGHLIGHT_TEXTS}
    return {**texts, "at": one.at, "made": iso_moment(one.made)}


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


def read_bookmarks(lines: Iterable[str]) -> Iterator[Keepsake | None]:
    """Yield the keepsake that each line of JSON holds, and None for a line that holds none."""
    for line in lines:
        try:
            yield read_bookmark(line)
        except (ValueError, RecursionError):
            yield None


HIGHLIGHT_TEXTS = ("quote", "before", "after", "colour", "note")
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
        highlights=tuple(map(_highlight_of, _listed(kept, "highlights"))),
    )


def _listed(kept: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the objects under a name, none where that is null."""
    value = kept.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError(f"its {name} are not a list of objects")
    return value


def _highlight_of(kept: dict[str, Any]) -> Highlight:
    """Return a highlight that a file holds."""
    texts = {name: _text_of(kept, name) for name in HIGHLIGHT_TEXTS}
    texts["colour"] = texts["colour"] if texts["colour"] in COLOURS else COLOURS[0]
    at = kept.get("at")
    if not texts["quote"]:
        raise ValueError("a highlight has no words")
    return Highlight(
        **texts, at=at if type(at) is int and 0 <= at < 2**53 else 0, made=_moment_of(kept, "made")
    )
