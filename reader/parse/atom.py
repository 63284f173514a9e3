"""The tree of an Atom feed in, entries out: versions 0.3 and 1.0."""

from __future__ import annotations

from lxml import etree

from reader.model import Document, Kind, Parsed
from reader.parse.channel import Channel
from reader.parse.construct import base_of, enclosed, linked, passage, people
from reader.parse.dates import dates_of
from reader.parse.draft import MOST_ENTRIES, NOTHING, Draft, Passage, entry_of
from reader.parse.media import MEDIA, media_enclosures, media_summary
from reader.parse.names import Element, Fields, language_of, local_name, namespace_of
from reader.parse.pace import pace_of

UNKNOWN = Channel()
DATES = (
    "published",
    "issued",
    "created",
    "pubdate",
    "dc:date",
    "dcterms:issued",
    "updated",
    "modified",
    "date",
)


def parse_atom(root: Element, document: Document) -> Parsed:
    """Read an Atom feed, or an entry that stands alone."""
    top, alone = Fields(root, namespace_of(root)), local_name(root) == "entry"
    feed = Fields(etree.Element("feed"), top.home) if alone else top
    channel = channel_of(feed, document)
    entries = [root] if alone else feed.each("entry")[:MOST_ENTRIES]
    drafts = [draft_of(Fields(entry, top.home), channel) for entry in entries if len(entry)]
    made = tuple([entry_of(draft, document) for draft in drafts])
    return Parsed(Kind.FEED, made, channel.title, pace_of(feed))


def channel_of(feed: Fields, document: Document) -> Channel:
    """Read what stands above the entries."""
    base = base_of(feed.element, document.location)
    return Channel(
        title=title_of(feed),
        language=feed.language(),
        author=people(feed, "author"),
        base=linked(feed, base, "link") or base,
    )


def draft_of(entry: Fields, channel: Channel) -> Draft:
    """Gather what an entry offers."""
    base, source = base_of(entry.element, channel.base), source_of(entry)
    media = () if entry.lacks(MEDIA) else media_enclosures(entry, base)
    return Draft(
        guid=entry.text("id"),
        link=linked(entry, base, "link"),
        title=title_of(entry),
        author=people(entry, "author", "dc:creator") or source.author or channel.author,
        outlet=source.title or channel.title,
        published=dates_of(entry, DATES),
        language=marked_language(entry, channel),
        contents=tuple(passage(body) for body in entry.all("content", "content:encoded")),
        summary=summary_of(entry),
        enclosures=(*enclosed(entry, base, "link"), *media),
    )


def source_of(entry: Fields) -> Channel:
    """Read where an entry comes from when it was taken over from another feed."""
    if not entry.has("source"):
        return UNKNOWN
    source = entry.within("source")
    return Channel(title=title_of(source), author=people(source, "author"))


def title_of(fields: Fields) -> str:
    """Give the first title that says something, as plain words."""
    for title in fields.all("title", "media:title"):
        if words := passage(title).words:
            return words
    return ""


def marked_language(entry: Fields, channel: Channel) -> str:
    """Find the language in the entry itself, then on its content, then on the feed."""
    marked = map(language_of, (entry.element, *entry.all("content", "title")))
    return next(filter(None, marked), channel.language)


def summary_of(entry: Fields) -> Passage:
    """Give the first summary of an entry that says something."""
    for one in map(passage, entry.each("summary")):
        if one.text:
            return one
    return NOTHING if entry.lacks(MEDIA) else Passage(media_summary(entry))
