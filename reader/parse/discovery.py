"""Feed autodiscovery: the feeds that a web page offers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import regex

from reader.model import Document, ParseError
from reader.model.construction import frozen
from reader.parse.charset import decode
from reader.parse.decompress import unpack
from reader.parse.sniff import TextShape, sniff
from reader.parse.strip_markup import one_line, without_comments
from reader.parse.url_completion import web_link
from reader.parse.web_page import tag_attributes

TAG = re.compile(r"<(link|a|base)\b([^<>]*)>", re.I)
TYPE = re.compile(r"(?:application|text)/(?:x[.-])?(?:rss|atom|rdf|feed)(?:\+(?:xml|json))?")
# With which sites name feeds, and much else.
VAGUE = ("application/json", "text/json", "application/xml", "text/xml")
PROGRAMS = re.compile(r"/wp-json/|oembed|opensearch|sitemap|manifest", re.I)  # are who reads these
# One link of a Link header (RFC 8288), and one parameter of it.
LINK = regex.compile(
    r"<([^<>]*)>((?:\s*+;\s*+[\w!#$&+.^`|~*-]++"
    r"(?:\s*+=\s*+(?:\"(?:[^\"\\]|\\.)*+\"|[^\s\",;]*+))?)*+)"
)
PARAMETER = regex.compile(
    r";\s*+([\w!#$&+.^`|~-]++)\s*+=\s*+(?:\"((?:[^\"\\]|\\.)*+)\"|([^\s\",;]*+))"
)
QUOTED = re.compile(r"\\(.)")
FEEDISH = re.compile(
    r"(?:^|[/._-])(?:feeds?|rss2?|atom|rdf)(?:[/._-]|$)|\.(?:rss|atom|rdf)$|(?:^|/)feed\.json$",
    re.I,
)
COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario", re.I)
MOST = 20
SCANNED = 2_000_000  # characters of a page; some have all their styles before their links
# Where a feed often is when nothing points to it.
USUAL = ("/feed", "/atom.xml", "/rss.xml", "/index.xml", "/feed.xml", "/rss", "/feed.json")


@frozen
class FeedOffer:
    """A feed that a page offers."""

    location: str
    title: str = ""


def is_page(document: Document) -> bool:
    """Tell a web page, or a text, from a feed."""
    return _shape(document) in (TextShape.PAGE, TextShape.DUMP)


def _shape(document: Document) -> TextShape:
    """Tell what a document is by its bytes; what cannot be read counts as XML of some kind."""
    try:
        return sniff(decode(unpack(document.content), document.media_type)).shape
    except ParseError:
        return TextShape.XML


def feed_offers(document: Document, header: str = "") -> tuple[FeedOffer, ...]:
    """Give the feeds that a page names as its own; of comments only where there are no others.

    `header` is what its Link headers say.
    """
    found = _distinct(offer for tag, offer in _links_of(document, header) if _is_feed_link(tag))
    told = tuple(one for one in found if not COMMENTS.search(one.title + one.location))
    return told or found


def vague_feed_offers(document: Document, header: str = "") -> tuple[FeedOffer, ...]:
    """Give what a page names as another form of it that may be a feed, and often is none."""
    return _distinct(offer for tag, offer in _links_of(document, header) if _is_vague(tag))[:5]


def _links_of(document: Document, header: str) -> Iterator[tuple[dict[str, str], FeedOffer]]:
    """Give the link elements of a page and the links of its header, each with where it leads."""
    tags, base = _tags_of(document)
    for tag in _header_links(header):
        yield tag, _offer_of(tag, document.location)
    for name, tag in tags:
        if name == "link":
            yield tag, _offer_of(tag, base)


def _offer_of(tag: dict[str, str], base: str) -> FeedOffer:
    """Give where a link leads, and what it is called."""
    return FeedOffer(web_link(tag.get("href", ""), base), one_line(tag.get("title", "")))


def _header_links(header: str) -> Iterator[dict[str, str]]:
    """Read Link headers: the parameters of each link in small letters, with its "href"."""
    for target, written in LINK.findall(header):
        found = {
            name.lower(): QUOTED.sub(r"\1", quoted) or bare
            for name, quoted, bare in reversed(PARAMETER.findall(written))
        }
        if "anchor" not in found:  # else it speaks of another page
            yield found | {"href": target}


def feed_link_hints(document: Document) -> tuple[FeedOffer, ...]:
    """Give the links of a page that look as if a feed stood behind them."""
    tags, base = _tags_of(document)
    links = (web_link(tag.get("href", ""), base) for name, tag in tags if _is_near(name, tag))
    host = urlsplit(document.location).hostname
    near = (link for link in links if link and urlsplit(link).hostname == host)
    return _distinct(FeedOffer(link) for link in near if FEEDISH.search(urlsplit(link).path))[:5]


def feed_guesses(location: str) -> tuple[FeedOffer, ...]:
    """Give where the feed of a page may be though nothing points to it."""
    path = urlsplit(location).path.rstrip("/")
    places = (urljoin(location, place) for place in (*_by_path(path), *USUAL))
    return tuple(FeedOffer(place) for place in places if place != location)


def _by_path(path: str) -> Iterator[str]:
    """Give the feeds of accounts and communities on servers that anybody may run."""
    if re.fullmatch(r"/@[\w.@-]+", path):  # Mastodon and its kin
        yield f"{path}.rss"
    if re.fullmatch(r"/[cu]/[\w.@-]+", path):  # Lemmy
        yield f"/feeds{path}.xml"


def _tags_of(document: Document) -> tuple[list[tuple[str, dict[str, str]]], str]:
    """Give the links of a page, and what they are relative to."""
    text = without_comments(decode(unpack(document.content), document.media_type)[:SCANNED])
    tags = [(found[1].lower(), tag_attributes(found[2])) for found in TAG.finditer(text)]
    bases = (tag["href"] for name, tag in tags if name == "base" and "href" in tag)
    base = web_link(next(bases, ""), document.location)
    return tags, base or document.location


def _is_feed_link(tag: dict[str, str]) -> bool:
    """Tell whether a link names a feed."""
    kind, relations = _type_of(tag), _relations_of(tag)
    if "feed" in relations:
        return not kind or kind in VAGUE or bool(TYPE.fullmatch(kind))
    return "alternate" in relations and bool(TYPE.fullmatch(kind))


def _is_vague(tag: dict[str, str]) -> bool:
    """Tell whether a link names something that a feed may be."""
    is_other = "alternate" in _relations_of(tag) and _type_of(tag) in VAGUE
    return is_other and not PROGRAMS.search(tag.get("href", "") + tag.get("title", ""))


def _is_near(name: str, tag: dict[str, str]) -> bool:
    """Tell whether a link may be followed in search of a feed: one in the text, or another form."""
    return name == "a" or "alternate" in _relations_of(tag)


def _relations_of(tag: dict[str, str]) -> set[str]:
    """Return how a link stands to its page."""
    return set(tag.get("rel", "").lower().split())


def _type_of(tag: dict[str, str]) -> str:
    """Return what stands behind a link, without parameters."""
    return tag.get("type", "").lower().partition(";")[0].strip()


def _distinct(found: Iterator[FeedOffer]) -> tuple[FeedOffer, ...]:
    """Keep the first offer of each location."""
    each = {one.location: one for one in reversed(list(found)) if one.location}
    return tuple(reversed(each.values()))[:MOST]
