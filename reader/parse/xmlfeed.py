"""An XML feed in, entries out: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, well-formed or not."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from reader.model import Parsed, ParseError
from reader.parse.atom import parse_atom
from reader.parse.loosefeed import parse_loose
from reader.parse.names import Element, local_name
from reader.parse.rss import parse_rss
from reader.parse.script import Script

TREES = {"feed": parse_atom, "entry": parse_atom}  # any other root is some kind of RSS
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Only references that may name no character: short ones, surrogates, very long ones.
REFERENCE = re.compile(
    r"&#(?:x(0*(?:[01]?[0-9a-f](?![0-9a-f])|d[89a-f][0-9a-f]{2}|[0-9a-f]{6,}))"
    r"|(0*(?:(?:[0-2]?[0-9]|3[01])(?![0-9])|5[5-7][0-9]{3}|[0-9]{7,})));?",
    re.I,
)
REASONS = {
    "opml": "is a list of subscriptions (OPML), not a feed; add the feeds that it names",
    "urlset": "is a sitemap, not a feed; its root element is <urlset>",
    "sitemapindex": "is a list of sitemaps, not a feed; its root element is <sitemapindex>",
    "svg": "is an image (SVG), not a feed, page or text",
}
LONGEST_NAME = 60
ITEMS = frozenset(("item", "entry"))
PIECE = 65_536  # bytes that are read at a time
MOST_PARTS = 200_000  # elements and attributes that are read of a feed


def parse_feed(script: Script) -> Parsed:
    """Read a feed strictly, or else as well as it can be read."""
    written = feed_text(script)
    root = tree_of(written)
    return parse_odd(script, written) if root is None else parse_tree(root, script)


def parse_odd(script: Script, written: str) -> Parsed:
    """Read a feed without the characters that XML forbids, which may be all that is wrong."""
    text = FORBIDDEN.sub("", written)
    root = tree_of(text) if text != written else None
    return parse_damaged(script, text) if root is None else parse_tree(root, script)


def parse_damaged(script: Script, text: str) -> Parsed:
    """Read a feed that is not well-formed; raises ParseError for one beyond reading."""
    text = REFERENCE.sub(sound_reference, text)
    loose = parse_loose(script, text)
    if loose and loose.entries:
        return loose
    root = tree_of(text, recover=True)
    if root is None or not len(root):
        raise ParseError("is a feed that is damaged beyond reading")
    return parse_tree(root, script)


def sound_reference(found: re.Match[str]) -> str:
    """Keep the number of a character that exists, and drop any other."""
    digits, radix = (found[1], 16) if found[1] else (found[2], 10)
    code = int(digits, radix) if len(digits) < 9 else 0
    exists = 31 < code < 0xD800 or 0xDFFF < code < 0x110000 or code in (9, 10, 13)
    return found[0] if exists else ""


def parse_tree(root: Element, script: Script) -> Parsed:
    """Read a feed of whatever vocabulary from its tree."""
    name = local_name(root)
    return TREES.get(name, parse_rss)(root, script.document)


def feed_text(script: Script) -> str:
    """Cut a feed out of what surrounds it.

    Document types go with the rest, and with them all that entities could do.
    """
    close = f"</{script.root}>"
    end = script.text.rfind(close)
    return script.text[script.start : end + len(close) if end > script.start else None]


def tree_of(text: str, *, recover: bool = False) -> Element | None:
    """Parse XML; None when it is not well-formed, or to recover leaves nothing.

    Of a document of very many elements and attributes the first ones are read.
    """
    parser = etree.XMLPullParser(
        events=("start",),
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        recover=recover,
    )
    try:
        return grown(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        return None


def grown(written: bytes, parser: etree.XMLPullParser) -> Element | None:
    """Grow a tree piece by piece, until it is whole or large enough."""
    root: Element | None = None
    parts = 0
    for start in range(0, len(written), PIECE):
        parser.feed(written[start : start + PIECE])
        elements = [element for _, element in parser.read_events() if etree.iselement(element)]
        root = elements[0] if root is None and elements else root
        parts += len(elements) + sum(len(element.attrib) for element in elements)
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
