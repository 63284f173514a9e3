"""A JSON Feed in, entries out (versions 1.0 and 1.1)."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

from reader.model import Enclosure, Form, Kind, Parsed, ParseError
from reader.parse.dates import dates_in
from reader.parse.draft import (
    MOST_ENTRIES,
    NOTHING,
    Draft,
    Passage,
    enclosure,
    entry_of,
    names_of,
    storable,
)
from reader.parse.links import web_link
from reader.parse.markup import one_line
from reader.parse.script import Script

Node = dict[str, Any]
MOST_PARTS = 500_000  # objects and lists
DATES = ("date_published", "date_modified")
FORMS = {"content_html": Form.HTML, "content_text": Form.TEXT}


def parse_json(script: Script) -> Parsed:
    """Read a JSON Feed; raises ParseError for any other JSON."""
    feed = feed_of(script.text[script.start :])
    base = (
        web_link(text(feed, "home_page_url"), script.document.location) or script.document.location
    )
    items = nodes(feed.get("items"))[:MOST_ENTRIES]
    drafts = (draft_of(item, feed, base) for item in items)
    entries = tuple(entry_of(draft, script.document) for draft in drafts)
    return Parsed(Kind.FEED, entries, headline(feed))


def feed_of(written: str) -> Node:
    """Read the outermost object of a JSON Feed."""
    if written.count("{") + written.count("[") > MOST_PARTS:
        raise ParseError("is JSON of more parts than newsreader reads")
    try:
        feed = json.loads(written)
    except RecursionError as error:
        raise ParseError("is JSON nested too deeply to be a JSON Feed") from error
    except ValueError as error:
        raise ParseError("is JSON that is damaged or breaks off") from error
    if not isinstance(feed, dict) or not is_feed(feed):
        raise ParseError("is JSON but not a JSON Feed")
    return feed


def is_feed(feed: Node) -> bool:
    """Tell a JSON Feed by its version, or by its items where the version is wrong."""
    named = "feed_url" in feed or "home_page_url" in feed
    return "jsonfeed.org" in text(feed, "version") or (named and "items" in feed)


def draft_of(item: Node, feed: Node, base: str) -> Draft:
    """Gather what an item offers."""
    return Draft(
        guid=text(item, "id").strip(),
        link=web_link(text(item, "url"), base) or web_link(text(item, "external_url"), base),
        title=headline(item),
        author=authors(item) or authors(feed),
        outlet=headline(feed),
        published=dates_in(one_line(text(item, name)) for name in DATES),
        language=one_line(text(item, "language") or text(feed, "language")),
        contents=contents(item),
        summary=Passage(text(item, "summary"), Form.TEXT) if text(item, "summary") else NOTHING,
        enclosures=enclosures(item, base),
    )


def contents(item: Node) -> tuple[Passage, ...]:
    """Give the texts of an item in the order of preference."""
    return tuple(Passage(text(item, key), form) for key, form in FORMS.items() if text(item, key))


def enclosures(item: Node, base: str) -> tuple[Enclosure, ...]:
    """Give the files that an item offers."""
    offered = nodes(item.get("attachments"))
    return tuple(found for node in offered for found in attachment(node, base))


def attachment(node: Node, base: str) -> tuple[Enclosure, ...]:
    """Make an enclosure of an attachment."""
    return enclosure(text(node, "url"), base, text(node, "mime_type"), text(node, "size_in_bytes"))


def authors(node: Node) -> str:
    """Join the names of the authors, in the notation of either version."""
    listed = nodes(node.get("authors")) or nodes([node.get("author")])
    return names_of(text(author, "name") for author in listed)


def headline(node: Node) -> str:
    """Give a title on one line; entities do not belong in one, but are often there."""
    return one_line(unescape(text(node, "title")))


def nodes(value: object) -> list[Node]:
    """Keep the objects of a list, nothing of anything else."""
    return [node for node in value if isinstance(node, dict)] if isinstance(value, list) else []


def text(node: Node, key: str) -> str:
    """Give a value as text; some feeds write ids and sizes as numbers."""
    value = node.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return storable(str(value))
