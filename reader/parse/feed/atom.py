"""The tree of an Atom feed in, entries out: versions 0.3 and 1.0."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from reader.model import Document, Enclosure, Kind, Parsed
from reader.parse.decoded import Script
from reader.parse.feed.atom_constructs import (
    base_of,
    commented,
    elsewhere,
    enclosed,
    linked,
    passage,
    people,
    stated_base,
)
from reader.parse.feed.date_fields import dates_of
from reader.parse.feed.entry_builder import (
    MOST_ENTRIES,
    NOTHING,
    Draft,
    Passage,
    enclosure,
    entry_of,
)
from reader.parse.feed.feed_defaults import Channel
from reader.parse.feed.media_rss import (
    MEDIA,
    media_enclosures,
    media_players,
    media_summary,
    media_title,
)
from reader.parse.feed.update_hints import pace_of
from reader.parse.feed.xml_fields import (
    Element,
    Fields,
    dialect_of,
    language_of,
    local_name,
    namespace_of,
    text_of,
)
from reader.parse.url_completion import is_web, web_link

UNKNOWN = Channel()
SPOKEN = ("itunes:summary", "itunes:subtitle")  # of podcasts
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


def parse_atom(root: Element, script: Script) -> Parsed:
    """Read an Atom feed, or an entry that stands alone."""
    dialect, alone = dialect_of(script.text, namespace_of(root)), local_name(root) == "entry"
    feed = Fields(etree.Element("feed") if alone else root, dialect)
    document = script.document
    channel = channel_of(feed, document)
    entries = [root] if alone else feed.each("entry")
    read = entries[:MOST_ENTRIES]
    drafts = [draft_of(Fields(entry, dialect), channel) for entry in read if len(entry)]
    made = tuple([entry_of(draft, document) for draft in drafts])
    left_out = len(entries) - len(read)
    return Parsed(Kind.FEED, made, channel.title, pace_of(feed), left_out=left_out)


def channel_of(feed: Fields, document: Document) -> Channel:
    """Read what stands above the entries."""
    base = base_of(feed.element, document.location)
    author = people(feed, "author") if "author" in feed.children else ""
    link = linked(feed, base, "link")
    return Channel(title_of(feed), feed.language(), author, link or base)


def draft_of(entry: Fields, channel: Channel) -> Draft:
    """Gather what an entry offers."""
    stated = stated_base(entry.element, channel.base)
    source = source_of(entry) if "source" in entry.children else UNKNOWN
    base = stated or channel.base
    media = not MEDIA.isdisjoint(entry.children)
    guid, link = entry.text("id"), linked(entry, base, "link")
    more = len(entry.each("link")) > bool(link)  # links than the one to its page
    contents = tuple([passage(body, stated) for body in entry.all("content", "content:encoded")])
    more = more or media or (bool(contents) and not contents[0].text)
    return Draft(  # names of fields would cost as much time as the rest
        guid,
        link or page_of(entry, base, guid),
        title_of(entry),
        people(entry, "author", "dc:creator") or source.author or channel.author,
        source.title or channel.title,
        dates_of(entry, DATES),
        marked_language(entry, channel),
        contents,
        summary_of(entry, stated),
        tuple(enclosures(entry, base)) if more else (),
        commented(entry, base, "link") if more else "",
        media_players(entry, base) if media else (),
    )


def enclosures(entry: Fields, base: str) -> Iterator[Enclosure]:
    """Give the files that an entry offers, and the places where it stands but on the web."""
    yield from enclosed(entry, base, "link")
    if not entry.lacks(MEDIA):
        yield from media_enclosures(entry, base)
    yield from elsewhere(entry, base, "link")
    yield from remote_files(entry, base)


def remote_files(entry: Fields, base: str) -> tuple[Enclosure, ...]:
    """Give the file that stands in the place of a content."""
    for content in entry.each("content"):
        written, kind = content.get("src", ""), content.get("type", "html")
        if written and "html" not in kind:
            return enclosure(written, base, kind, "")
    return ()


def page_of(entry: Fields, base: str, guid: str) -> str:
    """Find the page of an entry without links: one in the place of a content, or its identity."""
    for content in entry.each("content"):
        if "html" in content.get("type", "html") and content.get("src"):
            return web_link(content.get("src", ""), base)
    return web_link(guid) if is_web(guid) else ""


def source_of(entry: Fields) -> Channel:
    """Read where an entry comes from when it was taken over from another feed."""
    source = entry.within("source")
    return Channel(title=title_of(source), author=people(source, "author"))


def title_of(fields: Fields) -> str:
    """Give the first title that says something, as plain words."""
    for title in fields.all("title", "media:title"):
        if words := passage(title).title:
            return words
    return "" if MEDIA.isdisjoint(fields.children) else media_title(fields)


def marked_language(entry: Fields, channel: Channel) -> str:
    """Find the language in the entry itself, then on its content, then on the feed."""
    if not entry.dialect.marks_languages:
        return channel.language
    marked = map(language_of, (entry.element, *entry.all("content", "title")))
    return next(filter(None, marked), channel.language)


def summary_of(entry: Fields, base: str) -> Passage:
    """Give the first summary of an entry that says something."""
    for one in entry.each("summary"):
        if (found := passage(one, base)).text:
            return found
    if not MEDIA.isdisjoint(entry.children) and (found := media_summary(entry)).text:
        return found
    for one in entry.all(*SPOKEN):
        if text := text_of(one):
            return Passage(text)
    return NOTHING
