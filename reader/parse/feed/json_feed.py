"""The JSON Feed parser: versions 1.0 and 1.1."""

from __future__ import annotations

import json
import re
from typing import Any

from reader.model import ContentForm, DocumentKind, Enclosure, ParsedDocument, ParseError
from reader.parse.decoded_document import DecodedDocument
from reader.parse.feed.bylines import join_author_names
from reader.parse.feed.date_fields import dates_in
from reader.parse.feed.entry_builder import (
    MOST_ENTRIES,
    NOTHING,
    ItemDraft,
    ItemText,
    entry_of,
    make_enclosure,
    strip_unstorable,
)
from reader.parse.strip_markup import one_line, strip_title_markup
from reader.parse.url_completion import any_link, is_web, unescape_url, web_link

JsonObject = dict[str, Any]
AUTHORS = ("authors", "author")
MOST_PARTS = 500_000  # objects and lists
DATES = ("date_published", "date_modified")
# A comma too many in JSON, or a string, in which commas are as they should be.
STRING_OR_COMMA = re.compile(r'("(?:[^"\\]|\\.)*(?:"|\\?\Z))|,(?=\s*[,}\]])', re.S)


def parse_json(script: DecodedDocument) -> ParsedDocument:
    """Read a JSON Feed; raises ParseError for any other JSON."""
    feed = _feed_of(script.text[script.start :])
    base = (
        web_link(_text(feed, "home_page_url"), script.document.location) or script.document.location
    )
    items = _nodes(feed.get("items"))
    drafts = (_draft_of(item, feed, base) for item in items[:MOST_ENTRIES])
    entries = tuple(entry_of(draft, script.document) for draft in drafts)
    left_out = max(0, len(items) - MOST_ENTRIES)
    return ParsedDocument(DocumentKind.FEED, entries, _headline(feed), left_out=left_out)


def _feed_of(written: str) -> JsonObject:
    """Read the outermost object of a JSON Feed."""
    if written.count("{") + written.count("[") > MOST_PARTS:
        raise ParseError("is JSON of more parts than newsreader reads")
    try:
        feed = _load_json(written)
    except RecursionError as error:
        raise ParseError("is JSON nested too deeply to be a JSON Feed") from error
    except ValueError as error:
        raise ParseError("is JSON that is damaged or breaks off") from error
    if not isinstance(feed, dict) or not _is_feed(feed):
        raise ParseError("is JSON but not a JSON Feed")
    return feed


def _load_json(written: str) -> object:
    """Read JSON, with raw line breaks in strings and commas too many, as some programs write it."""
    try:
        return json.loads(written)
    except ValueError:
        return json.loads(STRING_OR_COMMA.sub(r"\1", written), strict=False)


def _is_feed(feed: JsonObject) -> bool:
    """Tell a JSON Feed by its version, or by its items where the version is wrong."""
    named = "feed_url" in feed or "home_page_url" in feed
    return "jsonfeed.org" in _text(feed, "version") or (named and "items" in feed)


def _draft_of(item: JsonObject, feed: JsonObject, base: str) -> ItemDraft:
    """Gather what an item offers."""
    guid = _text(item, "id").strip()
    return ItemDraft(
        guid=guid,
        link=_link_of(item, base) or (web_link(guid) if is_web(guid) else ""),
        title=_headline(item),
        author=_authors(item) or _authors(feed),
        outlet=_headline(feed),
        published=dates_in(one_line(_text(item, name)) for name in DATES),
        language=one_line(_text(item, "language") or _text(feed, "language")),
        contents=_contents(item),
        summary=ItemText(_text(item, "summary"), ContentForm.TEXT)
        if _text(item, "summary")
        else NOTHING,
        enclosures=_enclosures(item, base),
    )


def _link_of(item: JsonObject, base: str) -> str:
    """Find the page that an item stands on, or else the one that it is about."""
    link = web_link(_text(item, "url"), base) or web_link(_text(item, "external_url"), base)
    return unescape_url(link)


def _contents(item: JsonObject) -> tuple[ItemText, ...]:
    """Give the text of an item: of HTML and plain text, which may be Markdown, the HTML."""
    html, plain = (
        ItemText(_text(item, "content_html")),
        ItemText(_text(item, "content_text"), ContentForm.TEXT),
    )
    if not plain.text.strip():
        return (html,)
    return (html,) if html.words else (plain, html)


def _enclosures(item: JsonObject, base: str) -> tuple[Enclosure, ...]:
    """Give the files that an item offers, and the places where it stands but on the web."""
    files = [found for node in _nodes(item.get("attachments")) for found in _attachment(node, base)]
    if _link_of(item, base):
        return tuple(files)
    written = any_link(_text(item, "url")) or any_link(_text(item, "external_url"))
    return (*files, *make_enclosure(written, base, "", ""))


def _attachment(node: JsonObject, base: str) -> tuple[Enclosure, ...]:
    """Make an enclosure of an attachment."""
    return make_enclosure(
        _text(node, "url"), base, _text(node, "mime_type"), _text(node, "size_in_bytes")
    )


def _authors(node: JsonObject) -> str:
    """Join the names of the authors, in the notation of either version."""
    return next(
        filter(None, (join_author_names(_persons(node[key])) for key in AUTHORS if key in node)), ""
    )


def _persons(value: object) -> list[str]:
    """Give the names of people; some feeds write a name where an object should stand."""
    if isinstance(value, str):
        return [strip_unstorable(value)]
    listed = value if isinstance(value, list) else _nodes(value)
    return [_text(one if isinstance(one, dict) else {"name": one}, "name") for one in listed]


def _headline(node: JsonObject) -> str:
    """Give a title on one line; markup does not belong in one, but is often there."""
    return strip_title_markup(_text(node, "title"))


def _nodes(value: object) -> list[JsonObject]:
    """Keep the objects of a list, or of an object in its place; nothing of anything else."""
    if isinstance(value, dict):  # one alone, or a list that PHP has numbered
        value = list(value.values()) if all(map(str.isdigit, value)) else [value]
    return [node for node in value if isinstance(node, dict)] if isinstance(value, list) else []


def _text(node: JsonObject, key: str) -> str:
    """Give a value as text; some feeds write ids and sizes as numbers."""
    value = node.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return strip_unstorable(str(value))
