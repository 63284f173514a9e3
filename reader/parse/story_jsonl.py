"""Stories as lines of JSON: how they travel between newsreaders."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from reader.model import ContentForm, Entry, ParseError, Story
from reader.model.construction import frozen
from reader.model.safe_text import safe_key, to_json


@frozen
class LinePosition:
    """Where a line stands, for a complaint about it."""

    file: str
    line: int

    def wrong(self, reason: str) -> ParseError:
        """Return a complaint about the line."""
        return ParseError(f"{self.file}, line {self.line}: {reason}.", self.file)


def parse_line(line: bytes, place: LinePosition, source: str, arrived: datetime) -> Entry:
    """Return the entry in a line.

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
        form=ContentForm.TEXT,
        arrived=arrived,
        guid=_text_of(written, "guid", place),
        link=_text_of(written, "link", place),
        title=_text_of(written, "title", place),
        content=_text_of(written, "text", place),
        outlet=_text_of(written, "outlet", place),
        author=_text_of(written, "byline", place),
        published=_text_of(written, "published", place),
    )
    if not entry.content and not entry.title:
        raise place.wrong("holds neither a title nor a text")
    return entry


def _text_of(written: dict[str, Any], name: str, place: LinePosition) -> str:
    """Return a field of a line, empty when it is absent or null."""
    value = written.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise place.wrong(f"its {name} is not text")
    return safe_key(value)


def story_lines(stories: Iterator[Story]) -> Iterator[str]:
    """Yield each story as a line of JSON; what is not known is null."""
    return (to_json(_story_fields(story)) for story in stories)


def _story_fields(story: Story) -> dict[str, str | None]:
    """Return a story as a file has it."""
    return {
        "guid": story.guid or None,
        "link": story.link or None,
        "title": story.headline or None,
        "text": story.text,
        "outlet": story.outlet or None,
        "byline": story.byline or None,
        "published": story.published.isoformat() if story.published else None,
    }
