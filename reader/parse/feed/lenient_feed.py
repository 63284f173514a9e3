"""An ill-formed XML feed in, entries out, as well as it can be read."""

from __future__ import annotations

import io
import re
from itertools import chain
from typing import Any

from reader.model import Enclosure, Form, Kind, Parsed
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
from reader.parse.feed.feed_defaults import Channel
from reader.parse.strip_markup import one_line
from reader.parse.url_completion import is_web, unescaped, web_link

Node = dict[str, Any]

LARGEST = 1_000_000  # code points: some damage costs feedparser time quadratic in the length
MOST_TAGS = 100_000  # of which it reads 30,000 a second
DATES = ("published", "created", "updated")
LONGEST_TAG = re.compile(r"<[^<>]{8192}")
# feedparser resolves ids against these, and an id must stay as written.
BASE = re.compile(r"\sxml:base\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')", re.I)
CUT_MAIL = re.compile(r"^\S*\s*\((?=[^()]*$)|(?<!\s)\s*(?:<|&lt;)\S*$")
TEXT = "text/plain"


def parse_loose(script: Script, text: str) -> Parsed | None:
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
    channel = channel_of(found["feed"], text, script.document.location)
    drafts = [draft_of(entry, channel) for entry in found["entries"][:MOST_ENTRIES]]
    entries = tuple(entry_of(draft, script.document) for draft in drafts)
    left_out = max(0, len(found["entries"]) - MOST_ENTRIES)
    return Parsed(Kind.FEED, entries, channel.title, left_out=left_out)


def channel_of(feed: Node, text: str, location: str) -> Channel:
    """Read what stands above the items."""
    base = BASE.search(text)
    around = web_link((base[1] or base[2] or "") if base else "", location) or location
    return Channel(
        title=title_of(feed),
        language=value(feed, "language"),
        base=web_link(value(feed, "link"), around) or around,
    )


def draft_of(entry: Node, channel: Channel) -> Draft:
    """Gather what feedparser found of an item."""
    guid, page = value(entry, "id").strip(), web_link(value(entry, "comments"), channel.base)
    link = unescaped(web_link(value(entry, "link"), channel.base))
    return Draft(
        guid=guid,
        link=link or (web_link(guid) if is_web(guid) else ""),
        title=title_of(entry),
        author=authors(entry),
        outlet=title_of(node(entry, "source")) or channel.title,
        published=dates_in(one_line(value(entry, name)) for name in DATES),
        language=one_line(value(node(entry, "title_detail"), "language") or channel.language),
        contents=tuple(passage(body) for body in nodes(entry, "content")),
        summary=passage(node(entry, "summary_detail")),
        enclosures=enclosures(entry, channel.base),
        comments=page if page.partition("#")[0] != link.partition("#")[0] else "",
    )


def title_of(found: Node) -> str:
    """Give a title as plain words."""
    detail = node(found, "title_detail")
    return passage(detail).title


def passage(detail: Node) -> Passage:
    """Read a text and its type."""
    form = Form.TEXT if value(detail, "type") == TEXT else Form.HTML
    return Passage(value(detail, "value"), form) if value(detail, "value") else NOTHING


def authors(entry: Node) -> str:
    """Join the names of the authors; of one alone feedparser keeps what was written."""
    found = nodes(entry, "authors")
    if len(found) == 1 and (written := value(entry, "author")):
        return names_of([written])
    return names_of(map(author_of, found))


def author_of(found: Node) -> str:
    """Give a name; feedparser cuts addresses off after four letters of their last label."""
    name, mail = value(found, "name"), value(found, "email")
    rest_of_mail = mail and name.isalpha() and name.islower()
    return mail + name if rest_of_mail else CUT_MAIL.sub("", name) or mail


def enclosures(entry: Node, base: str) -> tuple[Enclosure, ...]:
    """Give the files that an item offers."""
    links = [link for link in nodes(entry, "links") if link.get("rel") == "enclosure"]
    files = [file_of(link, base) for link in [*links, *nodes(entry, "media_content")]]
    written = value(entry, "link")
    places = () if web_link(written, base) else enclosure(written, "", "", "")
    return (*chain.from_iterable(files), *places)


def file_of(link: Node, base: str) -> tuple[Enclosure, ...]:
    """Make an enclosure of a link or a media element."""
    address = value(link, "href") or value(link, "url")
    size = value(link, "length") or value(link, "filesize")
    return enclosure(address, base, value(link, "type"), size)


def value(found: Node, key: str) -> str:
    """Give a text that feedparser found; past its own aliases, which warn."""
    written = dict.get(found, key)
    return storable(written) if isinstance(written, str) else ""


def node(found: Node, key: str) -> Node:
    """Give a part that feedparser found, or an empty one."""
    part = dict.get(found, key)
    return part if isinstance(part, dict) else {}


def nodes(found: Node, key: str) -> list[Node]:
    """Give the parts that feedparser found under a name."""
    parts = dict.get(found, key)
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
