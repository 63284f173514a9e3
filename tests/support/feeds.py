"""Feeds, made of their items, and what the parser reads in them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.model import (
    Document,
    Entry,
    ParsedDocument,
    ParseError,
)
from reader.parse import parse

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def parsed(
    content: str | bytes, location: str = "/in/file", media_type: str = ""
) -> ParsedDocument:
    written = content.encode() if isinstance(content, str) else content
    return parse(Document("/in", location, written, NOW, media_type))


def entries(content: str, location: str = "/in/file") -> tuple[Entry, ...]:
    return parsed(content, location).entries


def item(inside: str, location: str = "/in/file") -> Entry:
    (entry,) = entries(
        f"<rss><channel><title>T</title><item>{inside}</item></channel></rss>", location
    )
    return entry


def json_feed(items: str) -> tuple[Entry, ...]:
    return entries(f'{{"version": "https://jsonfeed.org/version/1", "items": [{items}]}}')


def refusal(content: str | bytes) -> str:
    with pytest.raises(ParseError) as caught:
        parsed(content)
    return str(caught.value).removeprefix("/in/file: ")
