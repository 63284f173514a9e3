"""Content sniffing: a feed, a page, raw text, or something that holds no stories."""

from __future__ import annotations

import re
from enum import IntEnum, auto
from typing import NamedTuple

from reader.parse.strip_markup import REPLACED, count_tags


class TextShape(IntEnum):
    """What a text looks like."""

    FEED = auto()
    JSON = auto()
    PAGE = auto()
    DUMP = auto()
    XML = auto()  # neither feed nor page


class Sniffed(NamedTuple):
    """What a text looks like, and where its first element begins."""

    shape: TextShape
    start: int = 0  # in code points
    root: str = ""


class Opening(NamedTuple):
    """The first element of a text and what stands before it."""

    start: int
    root: str  # as written, prefix included
    tag: str  # the whole start tag
    prolog: str

    @property
    def name(self) -> str:
        """The name of the element without prefix, in small letters."""
        return self.root.rpartition(":")[2].lower()


FEED = TextShape.FEED  # an enumeration takes its time to look up a member
FEEDS = frozenset({"rss", "feed", "rdf"})
PARTS = frozenset({"channel", "entry", "item"})  # a feed when they are XML by all appearance
PAGES = frozenset({"html", "head", "body"})
LISTS = frozenset({"opml", "urlset", "sitemapindex", "svg", "plist", "kml", "gpx", "smil"})
HEAD = 65_536
SAMPLE = 100_000
BLANK = re.compile(r"[\s\ufeff\u200b]*")
# Most feeds have nothing before their first element but a declaration and comments.
PLAIN_FEED = re.compile(
    r"\s*(?:<\?xml\b[^<>]*(?<=\?)>\s*)?"
    r"(?:<!--(?!-?>)[^-]*(?:-(?!->)[^-]*)*-->\s*)*<(rss|feed|rdf:RDF)(?=[\s/>])"
)
DECLARATIONS = ("<?", "<!")
# What a document type declares of its own; quotes and comments may hold brackets.
DECLARED = re.compile(r"\[(?:[^]\"'<]|<!--(?:[^-]|-(?!->))*-->|<(?!!--)|\"[^\"]*\"|'[^']*')*\]")
ELEMENT = re.compile(r"<([A-Za-z_][\w.-]*(?::[\w.-]+)?)(?=[\s/>])[^<>]*")
# A feed below some words of a broken server: its first two elements have to follow each other.
BURIED = re.compile(
    r"<(?:rss\b[^<>]*>\s*<channel\b|rdf:RDF\b[^<>]*>\s*<channel\b"
    r"|feed\b[^<>]*\bxmlns\s*=[^<>]*>\s*<[a-z])"
)
LINE_TAG = re.compile(r"</?(?:p|br|li) ?/?>", re.I)
FEWEST_LINES = 12
MOST_OF_TAGS, FEWEST_SHORT = 0.95, 0.33  # of a text that stands in them, line by line
LABEL = 60  # characters of a word of a menu, or a title
STOPS = (".", "!", "?", "…", "。", ":", ";", ",")
NO_JSON_FEED = ("null", "true", "false")  # all that some servers answer
JSON = re.compile(
    r'\{\s*(?:"[^"\n]{0,200}"\s*:|\}\s*$)|\[\s*(?:\{|\[\s*(?:["\[{\]\d-]|true\b|false\b|null\b)|\]\s*$|"[^"\n]{0,200}"\s*[,\]])'
)


def sniff(text: str) -> Sniffed:
    """Tell what a text is from how it begins, and from how much of it is markup."""
    if found := PLAIN_FEED.match(text, _after_comment(text)):
        return Sniffed(FEED, found.start(1) - 1, found[1])
    begin = _first_letter(text)
    if JSON.match(text, begin) or text[begin : begin + 6].strip() in NO_JSON_FEED:
        return Sniffed(TextShape.JSON, begin)
    opening = _opening_of(text, begin)
    if opening and (shape := _shape_of(opening, text)):
        return Sniffed(shape, opening.start, opening.root)
    return _buried_feed(text) or Sniffed(_page_or_dump(text, opening))


def _after_comment(text: str) -> int:
    """Find the end of a comment that a text begins with; 0 when it begins otherwise."""
    if not text.startswith("<!--") or text.startswith((">", "->"), 4):
        return 0
    end = text.find("-->", 4)
    return end + 3 if end > 0 else 0


def _first_letter(text: str, at: int = 0) -> int:
    """Find where the blanks from a place on end."""
    blank = BLANK.match(text, at)
    return blank.end() if blank else at


def _opening_of(text: str, begin: int) -> Opening | None:
    """Find the first element of a text that begins with markup."""
    start = _after_prolog(text, begin)
    found = ELEMENT.match(text, start, start + HEAD)
    return Opening(start, found[1], found[0], text[begin:start]) if found else None


def _after_prolog(text: str, at: int) -> int:
    """Skip declarations, comments and document types."""
    while text.startswith(DECLARATIONS, at):
        last = _end_of_declaration(text, at)
        if last < 0:
            return at
        at = _first_letter(text, last + 1)
    return at


def _end_of_declaration(text: str, at: int) -> int:
    """Find the last letter of a declaration, comment or document type; -1 when it never ends."""
    end = "?>" if text.startswith("<?", at) else "-->"
    if end == "?>" or text.startswith("<!--", at):
        close = text.find(end, at)
        return close + len(end) - 1 if close >= 0 else close
    return _end_of_doctype(text, at)


def _end_of_doctype(text: str, at: int) -> int:
    """Find the angle bracket that ends a document type, beyond its own declarations if any."""
    bracket, close = text.find("[", at, at + 1_000), text.find(">", at)
    if not 0 <= bracket < close:
        return close
    declared = DECLARED.match(text, bracket, bracket + HEAD)
    return text.find(">", declared.end() if declared else text.find("]", bracket))


def _shape_of(opening: Opening, text: str) -> TextShape | None:
    """Tell a shape from the first element alone; None when that does not suffice."""
    if opening.name in FEEDS:
        return TextShape.FEED
    if opening.name in PAGES or "doctype html" in opening.prolog[:1_000].lower():
        return TextShape.PAGE
    if opening.name in LISTS or _looks_like_xml(opening, text):
        return TextShape.FEED if opening.name in PARTS else TextShape.XML
    return None


def _looks_like_xml(opening: Opening, text: str) -> bool:
    """Tell whether a text declares itself XML, or ends with the element that it begins with."""
    if opening.prolog.startswith("<?xml") or "xmlns" in opening.tag:
        return True
    unknown = opening.name not in REPLACED
    return unknown and text[-200:].rstrip().endswith(f"</{opening.root}>")


def _buried_feed(text: str) -> Sniffed | None:
    """Find a feed that begins a little further down."""
    found = BURIED.search(text, 0, HEAD)
    root = ELEMENT.match(text, found.start()) if found else None
    return Sniffed(TextShape.FEED, root.start(), root[1]) if root else None


def _is_of_tagged_lines(sample: str) -> bool:
    """Tell whether the lines of a page's text stand in tags of paragraphs, menus and all.

    Nothing but its words tells then what its story is.
    """
    tags = len(LINE_TAG.findall(sample))
    if tags < FEWEST_LINES or tags < MOST_OF_TAGS * sample.count("<"):
        return False
    lines = [line for line in map(str.strip, LINE_TAG.sub("\n", sample).split("\n")) if line]
    short = sum(len(line) <= LABEL and not line.endswith(STOPS) for line in lines)
    return short > FEWEST_SHORT * len(lines)


def _page_or_dump(text: str, opening: Opening | None) -> TextShape:
    """Tell a page without its frame from a text with a stray tag in it, or with one a line."""
    if _is_of_tagged_lines(text[:SAMPLE]):
        return TextShape.DUMP
    if opening and opening.name in REPLACED and text[-200:].rstrip().endswith(">"):
        return TextShape.PAGE
    sample = text[:SAMPLE]
    tags = count_tags(sample)
    return TextShape.PAGE if tags >= 8 and tags * 150 > len(sample) else TextShape.DUMP
