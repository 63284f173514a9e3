"""An XML feed in, entries out: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, well-formed or not."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from itertools import islice
from typing import Any

from lxml import etree

from reader.model import Parsed, ParseError
from reader.parse.decoded import Script
from reader.parse.feed.atom import parse_atom
from reader.parse.feed.entities import declared_texts, with_texts
from reader.parse.feed.lenient_feed import parse_loose
from reader.parse.feed.rss import parse_rss
from reader.parse.feed.xml_fields import Element, local_name
from reader.parse.feed.xml_repair import mended

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


def parse_feed(script: Script) -> Parsed:
    """Read a feed strictly, or else as well as it can be read."""
    written = feed_text(script)
    root = tree_of(written)
    if root is not None:
        return parse_tree(root, script)
    return replace(parse_odd(script, written), is_cut=is_cut(script))


def is_cut(script: Script) -> bool:
    """Tell a feed whose end is missing, and perhaps entries with it."""
    end = re.compile(rf"</(?:{re.escape(script.root)}|channel)\s*>", re.I)
    return not end.search(script.text, script.start)


def parse_odd(script: Script, written: str) -> Parsed:
    """Read a feed without what XML forbids in a text, which may be all that is wrong."""
    text = mended(written)
    root = unharmed_tree(text)
    return parse_damaged(script, text) if root is None else parse_tree(root, script)


def parse_damaged(script: Script, text: str) -> Parsed:
    """Read a feed whose elements do not fit; raises ParseError for one beyond reading."""
    loose = parse_loose(script, text) if ITEM.search(text) else None
    if loose and loose.entries:
        return loose
    root = tree_of(text, recover=True)
    if root is None or not len(root):
        raise ParseError("is a feed that is damaged beyond reading")
    return parse_tree(root, script)


def parse_tree(root: Element, script: Script) -> Parsed:
    """Read a feed of whatever vocabulary from its tree."""
    name = local_name(root)
    return TREES.get(name, parse_rss)(root, script)


def feed_text(script: Script) -> str:
    """Cut a feed out of what surrounds it.

    Document types go with the rest, and with them all that entities could do but to name a text.
    """
    close = f"</{script.root}>"
    end = script.text.rfind(close)
    feed = script.text[script.start : end + len(close) if end > script.start else None]
    if script.text.find("<!ENTITY", 0, script.start) < 0:
        return feed
    texts = declared_texts(script.text[: script.start])
    return with_texts(feed, texts) if texts else feed


def tree_of(text: str, *, recover: bool = False) -> Element | None:
    """Parse XML; None when it is not well-formed, or to recover leaves nothing."""
    return grown(text, parser_for(text, recover))


def unharmed_tree(text: str) -> Element | None:
    """Parse XML that lacks namespaces or its end; None when anything else is wrong with it."""
    parser = parser_for(text, recover=True)
    root = grown(text, parser)
    empty = root is None or not len(root)
    return None if empty or any(map(is_harm, parser.error_log)) else root


def is_harm(error: etree._LogEntry) -> bool:
    """Tell whether to recover from an error may have cost a part of the feed, or its place."""
    return error.level == etree.ErrorLevels.FATAL and error.type not in HARMLESS


def parser_for(text: str, recover: bool) -> etree.XMLParser:
    """Make a parser that may stop early for a text that could have too many parts."""
    if len(text) > MOST_PARTS * LEAST_PART:
        return etree.XMLPullParser(events=("start",), recover=recover, **WARY)
    return etree.XMLParser(recover=True, **WARY) if recover else STRICT


def grown(text: str, parser: etree.XMLParser) -> Element | None:
    """Grow a tree; None when the parser finds none.

    Of a document of very many elements and attributes the first ones are read.
    """
    if "&" in text and "&#" in text:  # one letter is found much faster than two
        text = WINDOWS.sub(lambda found: unescape(found[0]), text)
    written = text.encode("utf-8")
    try:
        if isinstance(parser, etree.XMLPullParser):
            return grown_slowly(written, parser)
        return etree.fromstring(written, parser)
    except etree.XMLSyntaxError:
        return None


def grown_slowly(written: bytes, parser: etree.XMLPullParser) -> Element | None:
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
            return cut(root)
    return parser.close()


def cut(root: Element) -> Element:
    """Leave out the last part of a tree, of which no more than the start was read."""
    last = root
    while len(last) and local_name(last) not in ITEMS:
        last = last[-1]
    for above in islice(last.iterancestors(), 1):
        above.remove(last)
    return root


def refuse_xml(script: Script) -> Parsed:
    """Raise ParseError that says what kind of XML this is."""
    name = script.root.rpartition(":")[2].lower()
    shown = script.root[:LONGEST_NAME]
    other = f"is XML but neither a feed nor a web page: its root element is <{shown}>"
    raise ParseError(REASONS.get(name, other))
