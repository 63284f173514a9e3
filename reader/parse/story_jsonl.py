"""A line of JSON in, the entry that it holds out: how stories travel between newsreaders."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reader.model import Entry, Form, ParseError, Story
from reader.model.safe_text import safe_key, to_json


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands, for a complaint about it."""

    file: str
    line: int

    def wrong(self, reason: str) -> ParseError:
        """A complaint about the line."""
        return ParseError(f"{self.file}, line {self.line}: {reason}.", self.file)


def parse_line(line: bytes, place: Place, source: str, arrived: datetime) -> Entry:
    """The entry in a line.

    Raises:
        ParseError: the line is not a JSON object, or one of its fields is not text.
    """
    try:
        written = json.loads(line)
    except (ValueError, RecursionError):
        raise place.wrong("is not JSON") from None
    if not isinstance(written, dict):
        raise place.wrong("is not a JSON object")
    entry = Entry(
        source=source,
        form=Form.TEXT,
        arrived=arrived,
        guid=text_of(written, "guid", place),
        link=text_of(written, "link", place),
        title=text_of(written, "title", place),
        content=text_of(written, "text", place),
        outlet=text_of(written, "outlet", place),
        author=text_of(written, "byline", place),
        published=text_of(written, "published", place),
    )
    if not entry.content and not entry.title:
        raise place.wrong("holds neither a title nor a text")
    return entry


def text_of(written: dict[str, Any], name: str, place: Place) -> str:
    """A field of a line, empty when it is absent or null."""
    value = written.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise place.wrong(f"its {name} is not text")
    return safe_key(value)


def lines(stories: Iterator[Story]) -> Iterator[str]:
    """Each story as a line of JSON; what is not known is null."""
    return (to_json(written(story)) for story in stories)


def written(story: Story) -> dict[str, str | None]:
    """A story as a file has it."""
    return {
        "guid": story.guid or None,
        "link": story.link or None,
        "title": story.headline or None,
        "text": story.text,
        "outlet": story.outlet or None,
        "byline": story.byline or None,
        "published": story.published.isoformat() if story.published else None,
    }
