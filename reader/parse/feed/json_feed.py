"""A JSON Feed in, entries out (versions 1.0 and 1.1)."""

from __future__ import annotations

import json
import re
from typing import Any

from reader.model import Enclosure, Form, Kind, Parsed, ParseError
from reader.parse.decoded import Script
from reader.parse.feed.bylines import names_of
from reader.parse.feed.date_fields import dates_in
from reader.parse.feed.entry_builder import (
    MOST_ENTRIES,
    NOTHING,
    Draft,
    Passage,
    enclosure,
    entry_of,
    storable,
)
from reader.parse.strip_markup import one_line, title_words
from reader.parse.url_completion import any_link, is_web, unescaped, web_link

Node = dict[str, Any]
AUTHORS = ("authors", "author")
MOST_PARTS = 500_000  # objects and lists
DATES = ("date_published", "date_modified")
# A comma too many in JSON, or a string, in which commas are as they should be.
STRING_OR_COMMA = re.compile(r'("(?:[^"\\]|\\.)*(?:"|\\?\Z))|,(?=\s*[,}\]])', re.S)


def parse_json(script: Script) -> Parsed:
    """Read a JSON Feed; raises ParseError for any other JSON."""
    feed = feed_of(script.text[script.start :])
    base = (
        web_link(text(feed, "home_page_url"), script.document.location) or script.document.location
    )
    items = nodes(feed.get("items"))
    drafts = (draft_of(item, feed, base) for item in items[:MOST_ENTRIES])
    entries = tuple(entry_of(draft, script.document) for draft in drafts)
    left_out = max(0, len(items) - MOST_ENTRIES)
    return Parsed(Kind.FEED, entries, headline(feed), left_out=left_out)


def feed_of(written: str) -> Node:
    """Read the outermost object of a JSON Feed."""
    if written.count("{") + written.count("[") > MOST_PARTS:
        raise ParseError("is JSON of more parts than newsreader reads")
    try:
        feed = loaded(written)
    except RecursionError as error:
        raise ParseError("is JSON nested too deeply to be a JSON Feed") from error
    except ValueError as error:
        raise ParseError("is JSON that is damaged or breaks off") from error
    if not isinstance(feed, dict) or not is_feed(feed):
        raise ParseError("is JSON but not a JSON Feed")
    return feed


def loaded(written: str) -> object:
    """Read JSON, with raw line breaks in strings and commas too many, as some programs write it."""
    try:
        return json.loads(written)
    except ValueError:
        return json.loads(STRING_OR_COMMA.sub(r"\1", written), strict=False)


def is_feed(feed: Node) -> bool:
    """Tell a JSON Feed by its version, or by its items where the version is wrong."""
    named = "feed_url" in feed or "home_page_url" in feed
    return "jsonfeed.org" in text(feed, "version") or (named and "items" in feed)


def draft_of(item: Node, feed: Node, base: str) -> Draft:
    """Gather what an item offers."""
    guid = text(item, "id").strip()
    return Draft(
        guid=guid,
        link=link_of(item, base) or (web_link(guid) if is_web(guid) else ""),
        title=headline(item),
        author=authors(item) or authors(feed),
        outlet=headline(feed),
        published=dates_in(one_line(text(item, name)) for name in DATES),
        language=one_line(text(item, "language") or text(feed, "language")),
        contents=contents(item),
        summary=Passage(text(item, "summary"), Form.TEXT) if text(item, "summary") else NOTHING,
        enclosures=enclosures(item, base),
    )


def link_of(item: Node, base: str) -> str:
    """Find the page that an item stands on, or else the one that it is about."""
    link = web_link(text(item, "url"), base) or web_link(text(item, "external_url"), base)
    return unescaped(link)


def contents(item: Node) -> tuple[Passage, ...]:
    """Give the text of an item: of HTML and plain text, which may be Markdown, the HTML."""
    html, plain = (
        Passage(text(item, "content_html")),
        Passage(text(item, "content_text"), Form.TEXT),
    )
    if not plain.text.strip():
        return (html,)
    return (html,) if html.words else (plain, html)


def enclosures(item: Node, base: str) -> tuple[Enclosure, ...]:
    """Give the files that an item offers, and the places where it stands but on the web."""
    files = [found for node in nodes(item.get("attachments")) for found in attachment(node, base)]
    if link_of(item, base):
        return tuple(files)
    written = any_link(text(item, "url")) or any_link(text(item, "external_url"))
    return (*files, *enclosure(written, base, "", ""))


def attachment(node: Node, base: str) -> tuple[Enclosure, ...]:
    """Make an enclosure of an attachment."""
    return enclosure(text(node, "url"), base, text(node, "mime_type"), text(node, "size_in_bytes"))


def authors(node: Node) -> str:
    """Join the names of the authors, in the notation of either version."""
    return next(filter(None, (names_of(persons(node[key])) for key in AUTHORS if key in node)), "")


def persons(value: object) -> list[str]:
    """Give the names of people; some feeds write a name where an object should stand."""
    if isinstance(value, str):
        return [storable(value)]
    listed = value if isinstance(value, list) else nodes(value)
    return [text(one if isinstance(one, dict) else {"name": one}, "name") for one in listed]


def headline(node: Node) -> str:
    """Give a title on one line; markup does not belong in one, but is often there."""
    return title_words(text(node, "title"))


def nodes(value: object) -> list[Node]:
    """Keep the objects of a list, or of an object in its place; nothing of anything else."""
    if isinstance(value, dict):  # one alone, or a list that PHP has numbered
        value = list(value.values()) if all(map(str.isdigit, value)) else [value]
    return [node for node in value if isinstance(node, dict)] if isinstance(value, list) else []


def text(node: Node, key: str) -> str:
    """Give a value as text; some feeds write ids and sizes as numbers."""
    value = node.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return storable(str(value))
