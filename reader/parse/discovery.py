"""A web page in, the feeds that it offers out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from reader.model import Document, ParseError
from reader.parse.links import web_link
from reader.parse.markup import one_line, without_comments
from reader.parse.page import HEAD, attributes
from reader.parse.sniff import Shape, sniff
from reader.parse.text import decode
from reader.parse.unpack import unpack

TAG = re.compile(r"<(link|a|base)\b([^<>]*)>", re.I)
TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
)
FEEDISH = re.compile(
    r"(?:^|[/._-])(?:feeds?|rss2?|atom|rdf)(?:[/._-]|$)|\.(?:rss|atom|rdf)$|(?:^|/)feed\.json$",
    re.I,
)
COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario", re.I)
MOST = 20
# Where a feed often is when nothing points to it.
USUAL = ("/feed", "/rss", "/atom.xml", "/rss.xml", "/feed.xml", "/index.xml", "/feed.json")


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that a page offers."""

    location: str
    title: str = ""


def is_page(document: Document) -> bool:
    """Tell a web page, or a text, from a feed."""
    return shape(document) in (Shape.PAGE, Shape.DUMP)


def shape(document: Document) -> Shape:
    """Tell what a document is by its bytes; what cannot be read counts as XML of some kind."""
    try:
        return sniff(decode(unpack(document.content), document.media_type)).shape
    except ParseError:
        return Shape.XML


def offers(document: Document) -> tuple[Offer, ...]:
    """Give the feeds that a page names as its own; of comments only where there are no others."""
    tags, base = tags_of(document)
    named = [tag for name, tag in tags if name == "link" and is_feed_link(tag)]
    found = distinct(
        Offer(web_link(tag["href"], base), one_line(tag.get("title", ""))) for tag in named
    )
    told = tuple(one for one in found if not COMMENTS.search(one.title + one.location))
    return told or found


def hints(document: Document) -> tuple[Offer, ...]:
    """Give the links of a page that look as if a feed stood behind them."""
    tags, base = tags_of(document)
    links = (web_link(tag.get("href", ""), base) for name, tag in tags if name == "a")
    host = urlsplit(document.location).hostname
    near = (link for link in links if link and urlsplit(link).hostname == host)
    return distinct(Offer(link) for link in near if FEEDISH.search(urlsplit(link).path))[:5]


def guesses(location: str) -> tuple[Offer, ...]:
    """Give where the feed of a page may be though nothing points to it."""
    path = urlsplit(location).path.rstrip("/")
    special = tuple(Offer(urljoin(location, place)) for place in by_path(path))
    return special + tuple(Offer(urljoin(location, place)) for place in USUAL)


def by_path(path: str) -> Iterator[str]:
    """Give the feeds of accounts and communities on servers that anybody may run."""
    if re.fullmatch(r"/@[\w.@-]+", path):  # Mastodon and its kin
        yield f"{path}.rss"
    if re.fullmatch(r"/[cu]/[\w.@-]+", path):  # Lemmy
        yield f"/feeds{path}.xml"


def tags_of(document: Document) -> tuple[list[tuple[str, dict[str, str]]], str]:
    """Give the links of a page, and what they are relative to."""
    text = without_comments(decode(unpack(document.content), document.media_type)[:HEAD])
    tags = [(found[1].lower(), attributes(found[2])) for found in TAG.finditer(text)]
    bases = (tag["href"] for name, tag in tags if name == "base" and "href" in tag)
    base = web_link(next(bases, ""), document.location)
    return tags, base or document.location


def is_feed_link(tag: dict[str, str]) -> bool:
    """Tell whether a link element names a feed."""
    kind = tag.get("type", "").lower().partition(";")[0].strip()
    return "alternate" in tag.get("rel", "").lower().split() and kind in TYPES and "href" in tag


def distinct(found: Iterator[Offer]) -> tuple[Offer, ...]:
    """Keep the first offer of each location."""
    each = {one.location: one for one in reversed(list(found)) if one.location}
    return tuple(reversed(each.values()))[:MOST]
