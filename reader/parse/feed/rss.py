"""The RSS parser: versions 0.9x, 1.0 (RDF), 1.1 and 2.0."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from reader.model import Document, DocumentKind, Enclosure, ParsedDocument, ParseError
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
    HTML,
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
    BASE,
    Element,
    XmlFields,
    dialect_of,
    language_of,
    local_name,
    namespace_of,
    prefixed_name,
    text_of,
    text_with_breaks,
    words_of,
)
from reader.parse.strip_markup import strip_title_markup
from reader.parse.url_completion import any_link, is_web, unescape_url, web_link

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
LANGUAGES = frozenset(("dc:language", "language"))
FILES = MEDIA | {"enclosure", "atom:link"}
DISCUSSED = frozenset(("comments", "atom:link"))
SUMMARIES = (
    "description", "summary", "atom:summary", "dc:description", "itunes:summary", "itunes:subtitle",
)  # fmt: skip
MUCH_MORE = 1.5  # times as much as another summary
TITLES = ("title", "dc:title", "media:title", "itunes:title", "atom:title")


def parse_rss(root: Element, script: DecodedDocument) -> ParsedDocument:
    """Read an RSS feed; raises ParseError for RDF that is none."""
    document, namespace = script.document, namespace_of(root)
    rdf = namespace == RDF
    dialect = dialect_of(script.text, root.nsmap.get(None, "") if rdf else namespace)
    top = XmlFields(root, dialect)
    channels = [XmlFields(one, dialect) for one in top.each("channel")]
    first = channels[0] if channels else top  # the root may be the channel itself
    channel = _channel_of(first, document)
    items = iter(_items_of(top, channels))
    drafts = [_draft_of(item, channel) for item in islice(items, MOST_ENTRIES)]
    if rdf and not drafts and not _is_feed(top):
        raise ParseError("is RDF but not a feed: it holds neither a channel nor items")
    entries = tuple([entry_of(draft, document) for draft in drafts])
    left_out = sum(1 for _ in items)
    return ParsedDocument(
        DocumentKind.FEED, entries, channel.title, update_hints(first), left_out=left_out
    )


def _is_feed(top: XmlFields) -> bool:
    """Tell RDF that declares a feed, be it an empty one, from all other RDF."""
    names = (prefixed_name(f"{{{uri}}}item", "") for uri in top.element.nsmap.values())
    return top.has("channel") or "item" in names


def _channel_of(fields: XmlFields, document: Document) -> FeedDefaults:
    """Read what stands above the items."""
    base = base_of(fields.element, document.location)
    title = strip_title_markup(fields.text("title", "dc:title", "itunes:title"))
    language = fields.text("language", "dc:language") or fields.language()
    link = web_link(fields.text("link"), base) or link_of(fields, base)
    return FeedDefaults(title, language, "", link or base)


def _items_of(top: XmlFields, channels: list[XmlFields]) -> Iterator[XmlFields]:
    """Give the items, whether they stand beside the channel, in it, or in a list within it.

    An item that holds nothing at all, not even an identity, is left out.
    """
    holders, dialect = [top, *channels], top.dialect
    lists = [XmlFields(one, dialect) for holder in holders for one in holder.each("items")]
    alone = local_name(top.element) == "item"
    held = chain.from_iterable([holder.each("item") for holder in (*holders, *lists)])
    items = [top.element] if alone else held
    return (XmlFields(item, dialect) for item in items if len(item) or item.get(ABOUT))


def _draft_of(item: XmlFields, channel: FeedDefaults) -> ItemDraft:
    """Gather what an item offers."""
    stated = stated_base(item.element, channel.base)
    base = stated or channel.base
    link, files = _link_of(item, base), _has_files(item)
    media = files and not MEDIA.isdisjoint(item.children)
    may_lead_elsewhere = not link and "link" in item.children
    return ItemDraft(  # names of fields would cost as much time as the rest
        _guid_of(item) or _former_link(item, base, link),
        link,
        strip_title_markup(item.text(*TITLES)) or (media_title(item) if media else ""),
        _authors(item),
        _outlet_of(item, channel),
        dates_of(item, DATES),
        _language_in(item, channel),
        _contents(item, stated),
        _summary_of(item, stated),
        tuple(_enclosures(item, base, link)) if files or may_lead_elsewhere else (),
        "" if DISCUSSED.isdisjoint(item.children) else _comments_of(item, base, link),
        media_players(item, base) if media else (),
    )


def _guid_of(item: XmlFields) -> str:
    """Give the identity of an item, be it written as in RSS, as in RDF or as in Atom."""
    if guid := item.text("guid"):
        return guid
    return item.element.get(ABOUT, "").strip() or item.text("atom:id", "id")


def _former_link(item: XmlFields, base: str, link: str) -> str:
    """Give the link of an item without identity as it was, where it had to be mended."""
    former = web_link(item.text("link"), base) if "link" in item.children else ""
    return "" if former == link else former


def _has_files(item: XmlFields) -> bool:
    """Tell whether an item may offer files; a link of RSS itself has a text, one of Atom none."""
    links = item.each("link")
    has_any = not FILES.isdisjoint(item.children)
    return has_any or len(links) > 1 or bool(links and not links[0].text)


def _comments_of(item: XmlFields, base: str, link: str) -> str:
    """Find the page on which an item is discussed, unless that is its own."""
    page = web_link(item.text("comments"), base) or comments_link(item, base)
    return page if page.partition("#")[0] != link.partition("#")[0] else ""


def _outlet_of(item: XmlFields, channel: FeedDefaults) -> str:
    """Name where an item comes from when it was taken over from another feed."""
    named = strip_title_markup(item.text("source")) if "source" in item.children else ""
    return named or channel.title


def _language_in(item: XmlFields, channel: FeedDefaults) -> str:
    """Prefer the word of the item, then its mark, then the word of the channel."""
    named = "" if LANGUAGES.isdisjoint(item.children) else item.text("dc:language", "language")
    marked = not named and item.dialect.marks_languages and language_of(item.element)
    return named or marked or channel.language


def _link_of(item: XmlFields, base: str) -> str:
    """Find the address of an item: its link, or a guid that is one."""
    for one in item.each("link"):
        if link := web_link(text_with_breaks(one), base):
            return unescape_url(link)
    link = link_of(item, base) or link_of(item, base, "link")
    link = link or next(filter(None, map(_permalink, item.each("guid"))), "")
    about = "" if link else item.element.get(ABOUT, "")
    return web_link(about) if about and is_web(about) else link


def _permalink(guid: Element) -> str:
    """Give a guid that is an address, unless it says that it is none."""
    declined = guid.get("isPermaLink", "").strip().lower() == "false"
    return "" if declined else web_link(guid.text or "")


def _authors(item: XmlFields) -> str:
    """Join the names of all authors."""
    if AUTHORS.isdisjoint(item.children):
        return ""
    named = [
        words_of(one)
        for one in item.all("author", "dc:creator", "dc:author")
        if not len(one) or not XmlFields(one, item.dialect).has("name")
    ]
    structured = people(item, "author", "atom:author")
    return join_author_names([*named, structured]) or join_author_names(
        [item.text("itunes:author", "media:credit")]
    )


def _contents(item: XmlFields, base: str) -> tuple[ItemText, ...]:
    """Give the full texts of an item in the order of preference."""
    if FULL.isdisjoint(item.children):
        return _fuller_summary(item, base)
    bodies = tuple(_html_passage(body, base) for body in item.all(*BODIES))
    return bodies + tuple(item_text(body, base) for body in item.each("atom:content"))


def _fuller_summary(item: XmlFields, base: str) -> tuple[ItemText, ...]:
    """Give the summary for podcasts where it says much more than the one for readers."""
    if "itunes:summary" not in item.children:
        return ()
    length = MUCH_MORE * _summary_of(item, base).length
    spoken = (_html_passage(one, base) for one in item.each("itunes:summary"))
    return tuple(one for one in spoken if one.length > length)


def _summary_of(item: XmlFields, base: str) -> ItemText:
    """Give the first summary of an item that says something."""
    for one in item.all(*SUMMARIES):
        if (found := _html_passage(one, base)).text:
            return found
    return NOTHING if MEDIA.isdisjoint(item.children) else media_summary(item)


def _html_passage(element: Element, base: str) -> ItemText:
    """Read a text of HTML; the base is what xml:base says outside of it."""
    return ItemText(
        text_of(element),
        HTML,
        stated_base(element, base) if element.base and element.get(BASE) else base,
    )


def _enclosures(item: XmlFields, base: str, link: str) -> Iterator[Enclosure]:
    """Give the files that an item offers, and the places where it stands but on the web."""
    for one in item.each("enclosure"):
        yield from make_enclosure(
            one.get("url", ""), base, one.get("type", ""), one.get("length", "")
        )
    yield from enclosures_of(item, base)
    yield from enclosures_of(item, base, "link")
    yield from foreign_links(item, base)
    if not MEDIA.isdisjoint(item.children):
        yield from media_enclosures(item, base)
    for one in () if link else item.each("link"):
        yield from make_enclosure(any_link(text_with_breaks(one)), base, "", "")
