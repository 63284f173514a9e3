"""Parses a document into entries: feeds, web pages, plain text and mail."""

from __future__ import annotations

import re
from collections.abc import Callable

from reader.model import Document, ParsedDocument, ParseError
from reader.model.mail.mail_shape import MESSAGE_TYPE, is_message
from reader.parse.charset import decode
from reader.parse.decoded_document import DecodedDocument
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
FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}[ \t]*:|\xef\xbb\xbf[A-Z]")
PAGE = TextShape.PAGE  # an enumeration takes its time to look up a member
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def parse(document: Document) -> ParsedDocument:
    """Read the entries of a feed, a web page, the text of one, or a message of mail.

    What it is, its bytes decide, never its name. Raises ParseError with a sentence that begins
    with the location of the document.
    """
    try:
        if document.media_type == MESSAGE_TYPE or _is_mail(document.content):
            from reader.parse.message import parse_message  # few need it

            return parse_message(document)
        return _parse_text(document)
    except ParseError as error:
        where = UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", document.location)
        raise ParseError(f"{where}: {error}", where) from error


def _is_mail(content: bytes) -> bool:
    """Tell a message of mail; most documents begin in another way."""
    return bool(FIELD.match(content)) and is_message(content)


def _parse_text(document: Document) -> ParsedDocument:
    text = decode(unpack(document.content), document.media_type)
    sniffed = sniff(text)
    if sniffed.shape is PAGE and (feed := feed_within(text)):
        text, sniffed = feed, sniff(feed)
    script = DecodedDocument(document, text, sniffed.start, sniffed.root)
    parsed = PARSERS[sniffed.shape](script)
    return with_day_order(repair_guids(parsed)) if parsed.entries else parsed
