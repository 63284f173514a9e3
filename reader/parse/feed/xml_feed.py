"""Parses an XML feed strictly, or else as well as it can be read."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from itertools import islice
from typing import Any

from lxml import etree

from reader.model import ParsedDocument, ParseError
from reader.parse.decoded_document import DecodedDocument
from reader.parse.feed.atom import parse_atom
from reader.parse.feed.entities import declared_entities, expand_entities
from reader.parse.feed.lenient_feed import parse_leniently
from reader.parse.feed.rss import parse_rss
from reader.parse.feed.xml_fields import Element, local_name
from reader.parse.feed.xml_repair import repair_xml

TREES = {"feed": parse_atom, "entry": parse_atom}  # any other root is some kind of RSS
REASONS = {
    "opml": "is a list of subscriptions (OPML), not a feed; add the feeds that it names",
    "urlset": "is a sitemap, not a feed; its root element is <urlset>",
    "sitemapindex": "is a list of sitemaps, not a feed; its root element is <sitemapindex>",
    "svg": "is an image (SVG), not a feed, page or text",
}
LONGEST_NAME = 60
ITEMS = frozenset(("item", "entry"))
ITEM = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)\b", re.I)
# Numbers of Windows-1252, which HTML reads as its letters.
WINDOWS = re.compile(r"&#(?:12[89]|1[345][0-9]|x[89][0-9a-f]);", re.I)
PIECE = 65_536  # bytes that are read at a time
MOST_PARTS = 200_000  # elements and attributes that are read of a feed
LEAST_PART = 3  # bytes that each of them takes
WARY: dict[str, Any] = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
    "collect_ids": False,
}
STRICT = etree.XMLParser(**WARY)
HARMLESS = frozenset(
    (etree.ErrorTypes.ERR_TAG_NOT_FINISHED, etree.ErrorTypes.ERR_ATTRIBUTE_REDEFINED)
)


def parse_feed(script: DecodedDocument) -> ParsedDocument:
    """Read a feed strictly, or else as well as it can be read."""
    written = _feed_text(script)
    root = parse_tree(written)
    if root is not None:
        return _parse_tree(root, script)
    return replace(_parse_odd(script, written), is_cut=_is_cut(script))


def _is_cut(script: DecodedDocument) -> bool:
    """Tell a feed whose end is missing, and perhaps entries with it."""
    end = re.compile(rf"</(?:{re.escape(script.root)}|channel)\s*>", re.I)
    return not end.search(script.text, script.start)


def _parse_odd(script: DecodedDocument, written: str) -> ParsedDocument:
    """Read a feed without what XML forbids in a text, which may be all that is wrong."""
    text = repair_xml(written)
    root = _unharmed_tree(text)
    return _parse_damaged(script, text) if root is None else _parse_tree(root, script)


def _parse_damaged(script: DecodedDocument, text: str) -> ParsedDocument:
    """Read a feed whose elements do not fit; raises ParseError for one beyond reading."""
    loose = parse_leniently(script, text) if ITEM.search(text) else None
    if loose and loose.entries:
        return loose
    root = parse_tree(text, recover=True)
    if root is None or not len(root):
        raise ParseError("is a feed that is damaged beyond reading")
    return _parse_tree(root, script)


def _parse_tree(root: Element, script: DecodedDocument) -> ParsedDocument:
    """Read a feed of whatever vocabulary from its tree."""
    name = local_name(root)
    return TREES.get(name, parse_rss)(root, script)


def _feed_text(script: DecodedDocument) -> str:
    """Cut a feed out of what surrounds it.

    Document types go with the rest, and with them all that entities could do but to name a text.
    """
    close = f"</{script.root}>"
    end = script.text.rfind(close)
    feed = script.text[script.start : end + len(close) if end > script.start else None]
    if script.text.find("<!ENTITY", 0, script.start) < 0:
        return feed
    texts = declared_entities(script.text[: script.start])
    return expand_entities(feed, texts) if texts else feed


def parse_tree(text: str, *, recover: bool = False) -> Element | None:
    """Parse XML; None when it is not well-formed, or to recover leaves nothing."""
    return _grow_tree(text, _parser_for(text, recover))


def _unharmed_tree(text: str) -> Element | None:
    """Parse XML that lacks namespaces or its end; None when anything else is wrong with it."""
    parser = _parser_for(text, recover=True)
    root = _grow_tree(text, parser)
    empty = root is None or not len(root)
    return None if empty or any(map(_is_harm, parser.error_log)) else root


def _is_harm(error: etree._LogEntry) -> bool:
    """Tell whether to recover from an error may have cost a part of the feed, or its place."""
    return error.level == etree.ErrorLevels.FATAL and error.type not in HARMLESS


def _parser_for(text: str, recover: bool) -> etree.XMLParser:
    """Make a parser that may stop early for a text that could have too many parts."""
    if len(text) > MOST_PARTS * LEAST_PART:
        return etree.XMLPullParser(events=("start",), recover=recover, **WARY)
    return etree.XMLParser(recover=True, **WARY) if recover else STRICT


def _grow_tree(text: str, parser: etree.XMLParser) -> Element | None:
    """Grow a tree; None when the parser finds none.

    Of a document of very many elements and attributes the first ones are read.
    """
    if "&" in text and "&#" in text:  # one letter is found much faster than two
        text = WINDOWS.sub(lambda found: unescape(found[0]), text)
    written = text.encode("utf-8")
    try:
        if isinstance(parser, etree.XMLPullParser):
            return _grown_slowly(written, parser)
        return etree.fromstring(written, parser)
    except etree.XMLSyntaxError:
        return None


def _grown_slowly(written: bytes, parser: etree.XMLPullParser) -> Element | None:
    """Grow a tree piece by piece, until it is whole or large enough."""
    root: Element | None = None
    parts = 0
    for start in range(0, len(written), PIECE):
        parser.feed(written[start : start + PIECE])
        elements = [element for _, element in parser.read_events() if etree.iselement(element)]
        root = elements[0] if root is None and elements else root
        parts += len(elements) + sum(len(element.attrib) for element in elements)
        # To let go of an element costs lxml a walk through whatever it was cut out with.
        del elements
        if root is not None and parts > MOST_PARTS:
            return _cut(root)
    return parser.close()


def _cut(root: Element) -> Element:
    """Leave out the last part of a tree, of which no more than the start was read."""
    last = root
    while len(last) and local_name(last) not in ITEMS:
        last = last[-1]
    for above in islice(last.iterancestors(), 1):
        above.remove(last)
    return root


def refuse_xml(script: DecodedDocument) -> ParsedDocument:
    """Raise ParseError that says what kind of XML this is."""
    name = script.root.rpartition(":")[2].lower()
    shown = script.root[:LONGEST_NAME]
    other = f"is XML but neither a feed nor a web page: its root element is <{shown}>"
    raise ParseError(REASONS.get(name, other))
