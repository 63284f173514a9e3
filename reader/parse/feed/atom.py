"""The Atom parser: versions 0.3 and 1.0."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from reader.model import Document, DocumentKind, Enclosure, ParsedDocument
from reader.parse.decoded_document import DecodedDocument
from reader.parse.feed.atom_constructs import (
    base_of,
    comments_link,
    enclosures_of,
    foreign_links,
    item_text,
    link_of,
    people,
    stated_base,
)
from reader.parse.feed.bylines import join_author_names
from reader.parse.feed.date_fields import dates_of
from reader.parse.feed.entry_builder import (
    MOST_ENTRIES,
    NOTHING,
    FeedDefaults,
    ItemDraft,
    ItemText,
    entry_of,
    make_enclosure,
)
from reader.parse.feed.media_rss import (
    MEDIA,
    media_enclosures,
    media_players,
    media_summary,
    media_title,
)
from reader.parse.feed.update_hints import update_hints
from reader.parse.feed.xml_fields import (
    Element,
    XmlFields,
    dialect_of,
    language_of,
    local_name,
    namespace_of,
    text_of,
    words_of,
)
from reader.parse.url_completion import is_web, web_link

UNKNOWN = FeedDefaults()
FOREIGN = ("dc:description", "itunes:summary", "itunes:subtitle")  # of other vocabularies
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


def parse_atom(root: Element, script: DecodedDocument) -> ParsedDocument:
    """Read an Atom feed, or an entry that stands alone."""
    dialect, alone = dialect_of(script.text, namespace_of(root)), local_name(root) == "entry"
    feed = XmlFields(etree.Element("feed") if alone else root, dialect)
    document = script.document
    channel = _channel_of(feed, document)
    entries = [root] if alone else feed.each("entry")
    read = entries[:MOST_ENTRIES]
    drafts = [_draft_of(XmlFields(entry, dialect), channel) for entry in read if len(entry)]
    made = tuple([entry_of(draft, document) for draft in drafts])
    left_out = len(entries) - len(read)
    return ParsedDocument(
        DocumentKind.FEED, made, channel.title, update_hints(feed), left_out=left_out
    )


def _channel_of(feed: XmlFields, document: Document) -> FeedDefaults:
    """Read what stands above the entries."""
    base = base_of(feed.element, document.location)
    author = people(feed, "author") if "author" in feed.children else ""
    link = link_of(feed, base, "link")
    return FeedDefaults(_title_of(feed), feed.language(), author, link or base)


def _draft_of(entry: XmlFields, channel: FeedDefaults) -> ItemDraft:
    """Gather what an entry offers."""
    stated = stated_base(entry.element, channel.base)
    source = _source_of(entry) if "source" in entry.children else UNKNOWN
    base = stated or channel.base
    media = not MEDIA.isdisjoint(entry.children)
    guid, link = entry.text("id"), link_of(entry, base, "link")
    more = len(entry.each("link")) > bool(link)  # links than the one to its page
    contents = tuple([item_text(body, stated) for body in entry.all("content", "content:encoded")])
    more = more or media or (bool(contents) and not contents[0].text)
    return ItemDraft(  # names of fields would cost as much time as the rest
        guid,
        link or _page_of(entry, base, guid),
        _title_of(entry),
        _authors(entry) or source.author or channel.author,
        source.title or channel.title,
        dates_of(entry, DATES),
        _marked_language(entry, channel),
        contents,
        _summary_of(entry, stated),
        tuple(_enclosures(entry, base)) if more else (),
        comments_link(entry, base, "link") if more else "",
        media_players(entry, base) if media else (),
    )


def _enclosures(entry: XmlFields, base: str) -> Iterator[Enclosure]:
    """Give the files that an entry offers, and the places where it stands but on the web."""
    yield from enclosures_of(entry, base, "link")
    if not entry.lacks(MEDIA):
        yield from media_enclosures(entry, base)
    yield from foreign_links(entry, base, "link")
    yield from _remote_files(entry, base)


def _remote_files(entry: XmlFields, base: str) -> tuple[Enclosure, ...]:
    """Give the file that stands in the place of a content."""
    for content in entry.each("content"):
        written, kind = content.get("src", ""), content.get("type", "html")
        if written and "html" not in kind:
            return make_enclosure(written, base, kind, "")
    return ()


def _page_of(entry: XmlFields, base: str, guid: str) -> str:
    """Find the page of an entry without links: one in the place of a content, or its identity."""
    for content in entry.each("content"):
        if "html" in content.get("type", "html") and content.get("src"):
            return web_link(content.get("src", ""), base)
    return web_link(guid) if is_web(guid) else ""


def _source_of(entry: XmlFields) -> FeedDefaults:
    """Read where an entry comes from when it was taken over from another feed."""
    source = entry.within("source")
    return FeedDefaults(title=_title_of(source), author=people(source, "author"))


def _authors(entry: XmlFields) -> str:
    """Join the names of all authors; some are written as in RSS, without an element in it."""
    names = ("author", "dc:creator")
    bare = [words_of(one) for one in entry.all(*names) if not len(one)]
    return people(entry, *names) or join_author_names(bare)


def _title_of(fields: XmlFields) -> str:
    """Give the first title that says something, as plain words."""
    for title in fields.all("title", "media:title", "dc:title"):
        if words := item_text(title).title:
            return words
    return "" if MEDIA.isdisjoint(fields.children) else media_title(fields)


def _marked_language(entry: XmlFields, channel: FeedDefaults) -> str:
    """Find the language in the entry itself, then on its content, then on the feed."""
    if not entry.dialect.marks_languages:
        return channel.language
    marked = map(language_of, (entry.element, *entry.all("content", "title")))
    return next(filter(None, marked), channel.language)


def _summary_of(entry: XmlFields, base: str) -> ItemText:
    """Give the first summary of an entry that says something."""
    for one in entry.each("summary"):
        if (found := item_text(one, base)).text:
            return found
    if not MEDIA.isdisjoint(entry.children) and (found := media_summary(entry)).text:
        return found
    for one in entry.all(*FOREIGN):
        if text := text_of(one):
            return ItemText(text)
    return NOTHING
