"""Parses a document into entries: feeds, web pages and plain text."""

from __future__ import annotations

import re
from collections.abc import Callable

from reader.model import Document, ParsedDocument, ParseError
from reader.parse.charset import decode
from reader.parse.decoded import DecodedDocument
from reader.parse.decompress import unpack
from reader.parse.feed.date_fields import with_day_order
from reader.parse.feed.xml_feed import parse_feed
from reader.parse.guid_repair import repair_guids
from reader.parse.shown_feed import feed_within
from reader.parse.sniff import TextShape, sniff
from reader.parse.web_page import parse_page
from reader.parse.wrapped import parse_any_json, parse_any_xml, parse_text

__all__ = ["parse"]

PARSERS: dict[TextShape, Callable[[DecodedDocument], ParsedDocument]] = {
    TextShape.FEED: parse_feed,
    TextShape.JSON: parse_any_json,
    TextShape.PAGE: parse_page,
    TextShape.DUMP: parse_text,
    TextShape.XML: parse_any_xml,
}
PAGE = TextShape.PAGE  # an enumeration takes its time to look up a member
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def parse(document: Document) -> ParsedDocument:
    """Read the entries of a feed, a web page or the text of one.

    What it is, its bytes decide, never its name. Raises ParseError with a sentence that begins
    with the location of the document.
    """
    try:
        text = decode(unpack(document.content), document.media_type)
        sniffed = sniff(text)
        if sniffed.shape is PAGE and (feed := feed_within(text)):
            text, sniffed = feed, sniff(feed)
        script = DecodedDocument(document, text, sniffed.start, sniffed.root)
        parsed = PARSERS[sniffed.shape](script)
        return with_day_order(repair_guids(parsed)) if parsed.entries else parsed
    except ParseError as error:
        where = UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", document.location)
        raise ParseError(f"{where}: {error}", where) from error
