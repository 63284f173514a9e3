"""The tree of an RSS feed in, entries out: versions 0.9x, 1.0 (RDF), 1.1 and 2.0."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from reader.model import Document, Enclosure, Kind, Parsed, ParseError
from reader.parse.channel import Channel
from reader.parse.construct import base_of, enclosed, linked, passage, people
from reader.parse.dates import dates_of
from reader.parse.draft import MOST_ENTRIES, NOTHING, Draft, Passage, enclosure, entry_of, names_of
from reader.parse.links import web_link
from reader.parse.markup import plain
from reader.parse.media import MEDIA, media_enclosures, media_summary
from reader.parse.names import (
    Element,
    Fields,
    known_name,
    language_of,
    local_name,
    namespace_of,
    text_of,
    words_of,
)
from reader.parse.pace import pace_of

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ABOUT = f"{{{RDF}}}about"
DATES = (
    "pubdate",
    "dc:date",
    "dcterms:issued",
    "dcterms:created",
    "atom:published",
    "atom:issued",
    "atom:updated",
    "dcterms:modified",
    "date",
    "published",
    "issued",
    "created",
    "updated",
    "modified",
    "other:publicationdate",
)
BODIES = ("content:encoded", "xhtml:body", "xhtml:div", "encoded", "fulltext", "content")
FULL = frozenset((*BODIES, "atom:content"))
AUTHORS = frozenset(
    ("author", "dc:creator", "dc:author", "atom:author", "itunes:author", "media:credit")
)
FILES = MEDIA | {"enclosure", "atom:link"}
SUMMARIES = ("description", "summary", "atom:summary", "dc:description", "itunes:summary")
TITLES = ("title", "dc:title", "media:title", "itunes:title", "atom:title")


def parse_rss(root: Element, document: Document) -> Parsed:
    """Read an RSS feed; raises ParseError for RDF that is none."""
    rdf = namespace_of(root) == RDF
    top = Fields(root, root.nsmap.get(None, "") if rdf else namespace_of(root))
    channels = [Fields(one, top.home) for one in top.all("channel")]
    first = channels[0] if channels else top  # the root may be the channel itself
    channel = channel_of(first, document)
    drafts = [draft_of(item, channel) for item in islice(items_of(top, channels), MOST_ENTRIES)]
    if rdf and not drafts and not is_feed(top):
        raise ParseError("is RDF but not a feed: it holds neither a channel nor items")
    entries = tuple([entry_of(draft, document) for draft in drafts])
    return Parsed(Kind.FEED, entries, channel.title, pace_of(first))


def is_feed(top: Fields) -> bool:
    """Tell RDF that declares a feed, be it an empty one, from all other RDF."""
    names = (known_name(f"{{{uri}}}item", "") for uri in top.element.nsmap.values())
    return top.has("channel") or "item" in names


def channel_of(fields: Fields, document: Document) -> Channel:
    """Read what stands above the items."""
    base = base_of(fields.element, document.location)
    return Channel(
        title=plain(fields.text("title", "dc:title", "itunes:title")),
        language=fields.text("language", "dc:language") or fields.language(),
        base=web_link(fields.text("link"), base) or linked(fields, base) or base,
    )


def items_of(top: Fields, channels: list[Fields]) -> Iterator[Fields]:
    """Give the items, whether they stand beside the channel, in it, or in a list within it.

    An item that holds nothing at all, not even an identity, is left out.
    """
    holders = [top, *channels]
    lists = [Fields(one, top.home) for holder in holders for one in holder.all("items")]
    alone = local_name(top.element) == "item"
    held = chain.from_iterable(holder.all("item") for holder in (*holders, *lists))
    items = [top.element] if alone else held
    return (Fields(item, top.home) for item in items if len(item) or item.get(ABOUT))


def draft_of(item: Fields, channel: Channel) -> Draft:
    """Gather what an item offers."""
    base = base_of(item.element, channel.base)
    return Draft(
        guid=guid_of(item),
        link=link_of(item, base),
        title=plain(item.text(*TITLES)),
        author=authors(item),
        outlet=plain(item.text("source")) or channel.title,
        published=dates_of(item, DATES),
        language=item.text("dc:language", "language") or marked_language(item, channel),
        contents=contents(item),
        summary=summary_of(item),
        enclosures=tuple(enclosures(item, base)) if has_files(item) else (),
    )


def guid_of(item: Fields) -> str:
    """Give the identity of an item, be it written as in RSS, as in RDF or as in Atom."""
    about = item.element.get(ABOUT, "").strip()
    return item.text("guid") or about or item.text("atom:id", "id")


def has_files(item: Fields) -> bool:
    """Tell whether an item may offer files; a link of RSS itself has a text, one of Atom none."""
    return not item.lacks(FILES) or any(not link.text for link in item.each("link"))


def marked_language(item: Fields, channel: Channel) -> str:
    """Prefer the mark of the item itself, then the word of the channel."""
    return language_of(item.element) or channel.language


def link_of(item: Fields, base: str) -> str:
    """Find the address of an item: its link, or a guid that is one."""
    link = web_link(item.text("link"), base) or linked(item, base) or linked(item, base, "link")
    return link or next(filter(None, map(permalink, item.each("guid"))), "")


def permalink(guid: Element) -> str:
    """Give a guid that is an address, unless it says that it is none."""
    declined = guid.get("isPermaLink", "").strip().lower() == "false"
    return "" if declined else web_link(guid.text or "")


def authors(item: Fields) -> str:
    """Join the names of all authors."""
    if item.lacks(AUTHORS):
        return ""
    named = [
        words_of(one)
        for one in item.all("author", "dc:creator", "dc:author")
        if not Fields(one, item.home).has("name")
    ]
    structured = people(item, "author", "atom:author")
    return names_of([*named, structured]) or names_of([item.text("itunes:author", "media:credit")])


def contents(item: Fields) -> tuple[Passage, ...]:
    """Give the full texts of an item in the order of preference."""
    if item.lacks(FULL):
        return ()
    bodies = tuple(Passage(text_of(body)) for body in item.all(*BODIES))
    return bodies + tuple(passage(body) for body in item.each("atom:content"))


def summary_of(item: Fields) -> Passage:
    """Give the first summary of an item that says something."""
    written = (text_of(one) for one in item.all(*SUMMARIES))
    for text in filter(None, written):
        return Passage(text)
    return NOTHING if item.lacks(MEDIA) else Passage(media_summary(item))


def enclosures(item: Fields, base: str) -> Iterator[Enclosure]:
    """Give the files that an item offers."""
    for one in item.each("enclosure"):
        yield from enclosure(one.get("url", ""), base, one.get("type", ""), one.get("length", ""))
    yield from enclosed(item, base)
    yield from enclosed(item, base, "link")
    yield from media_enclosures(item, base)
