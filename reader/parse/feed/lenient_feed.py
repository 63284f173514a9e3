"""The lenient parser for ill-formed XML feeds, over feedparser."""

from __future__ import annotations

import io
import re
from itertools import chain
from typing import Any

from reader.model import ContentForm, DocumentKind, Enclosure, ParsedDocument
from reader.parse.decoded_document import DecodedDocument
from reader.parse.feed.bylines import join_author_names
from reader.parse.feed.date_fields import dates_in
from reader.parse.feed.entry_builder import (
    MOST_ENTRIES,
    NOTHING,
    FeedDefaults,
    ItemDraft,
    ItemText,
    entry_of,
    make_enclosure,
    strip_unstorable,
)
from reader.parse.strip_markup import one_line
from reader.parse.url_completion import is_web, unescape_url, web_link

FeedParserDict = dict[str, Any]

LARGEST = 1_000_000  # code points: some damage costs feedparser time quadratic in the length
MOST_TAGS = 100_000  # of which it reads 30,000 a second
DATES = ("published", "created", "updated")
LONGEST_TAG = re.compile(r"<[^<>]{8192}")
# feedparser resolves ids against these, and an id must stay as written.
BASE = re.compile(r"\sxml:base\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')", re.I)
CUT_MAIL = re.compile(r"^\S*\s*\((?=[^()]*$)|(?<!\s)\s*(?:<|&lt;)\S*$")
TEXT = "text/plain"


def parse_leniently(script: DecodedDocument, text: str) -> ParsedDocument | None:
    """Read a feed that is not well-formed; None for one that this could take forever on."""
    import feedparser

    too_many = len(text) > LARGEST or text.count("<") > MOST_TAGS
    if too_many or LONGEST_TAG.search(text):
        return None
    try:
        found = feedparser.parse(
            io.BytesIO(BASE.sub("", text).encode("utf-8")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (KeyError, ValueError):  # links without a list, namespaces with a blank
        return None
    channel = _channel_of(found["feed"], text, script.document.location)
    drafts = [_draft_of(entry, channel) for entry in found["entries"][:MOST_ENTRIES]]
    entries = tuple(entry_of(draft, script.document) for draft in drafts)
    left_out = max(0, len(found["entries"]) - MOST_ENTRIES)
    return ParsedDocument(DocumentKind.FEED, entries, channel.title, left_out=left_out)


def _channel_of(feed: FeedParserDict, text: str, location: str) -> FeedDefaults:
    """Read what stands above the items."""
    base = BASE.search(text)
    around = web_link((base[1] or base[2] or "") if base else "", location) or location
    return FeedDefaults(
        title=_title_of(feed),
        language=_value(feed, "language"),
        base=web_link(_value(feed, "link"), around) or around,
    )


def _draft_of(entry: FeedParserDict, channel: FeedDefaults) -> ItemDraft:
    """Gather what feedparser found of an item."""
    guid, page = _value(entry, "id").strip(), web_link(_value(entry, "comments"), channel.base)
    link = unescape_url(web_link(_value(entry, "link"), channel.base))
    return ItemDraft(
        guid=guid,
        link=link or (web_link(guid) if is_web(guid) else ""),
        title=_title_of(entry),
        author=_authors(entry),
        outlet=_title_of(_node(entry, "source")) or channel.title,
        published=dates_in(one_line(_value(entry, name)) for name in DATES),
        language=one_line(_value(_node(entry, "title_detail"), "language") or channel.language),
        contents=tuple(_passage(body) for body in _nodes(entry, "content")),
        summary=_passage(_node(entry, "summary_detail")),
        enclosures=_enclosures(entry, channel.base),
        comments=page if page.partition("#")[0] != link.partition("#")[0] else "",
    )


def _title_of(found: FeedParserDict) -> str:
    """Give a title as plain words."""
    detail = _node(found, "title_detail")
    return _passage(detail).title


def _passage(detail: FeedParserDict) -> ItemText:
    """Read a text and its type."""
    form = ContentForm.TEXT if _value(detail, "type") == TEXT else ContentForm.HTML
    return ItemText(_value(detail, "value"), form) if _value(detail, "value") else NOTHING


def _authors(entry: FeedParserDict) -> str:
    """Join the names of the authors; of one alone feedparser keeps what was written."""
    found = _nodes(entry, "authors")
    if len(found) == 1 and (written := _value(entry, "author")):
        return join_author_names([written])
    return join_author_names(map(_author_of, found))


def _author_of(found: FeedParserDict) -> str:
    """Give a name; feedparser cuts addresses off after four letters of their last label."""
    name, mail = _value(found, "name"), _value(found, "email")
    rest_of_mail = mail and name.isalpha() and name.islower()
    return mail + name if rest_of_mail else CUT_MAIL.sub("", name) or mail


def _enclosures(entry: FeedParserDict, base: str) -> tuple[Enclosure, ...]:
    """Give the files that an item offers."""
    links = [link for link in _nodes(entry, "links") if link.get("rel") == "enclosure"]
    files = [_file_of(link, base) for link in [*links, *_nodes(entry, "media_content")]]
    written = _value(entry, "link")
    places = () if web_link(written, base) else make_enclosure(written, "", "", "")
    return (*chain.from_iterable(files), *places)


def _file_of(link: FeedParserDict, base: str) -> tuple[Enclosure, ...]:
    """Make an enclosure of a link or a media element."""
    address = _value(link, "href") or _value(link, "url")
    size = _value(link, "length") or _value(link, "filesize")
    return make_enclosure(address, base, _value(link, "type"), size)


def _value(found: FeedParserDict, key: str) -> str:
    """Give a text that feedparser found; past its own aliases, which warn."""
    written = dict.get(found, key)
    return strip_unstorable(written) if isinstance(written, str) else ""


def _node(found: FeedParserDict, key: str) -> FeedParserDict:
    """Give a part that feedparser found, or an empty one."""
    part = dict.get(found, key)
    return part if isinstance(part, dict) else {}


def _nodes(found: FeedParserDict, key: str) -> list[FeedParserDict]:
    """Give the parts that feedparser found under a name."""
    parts = dict.get(found, key)
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
