"""Makes one entry of the text of a scraped page; the cleaner tells story from furniture."""

from __future__ import annotations

import re

from reader.model import ContentForm, DocumentKind, Entry, ParsedDocument
from reader.parse.decoded_document import DecodedDocument
from reader.parse.url_completion import web_link

LINE_ENDS = "\r\x85\u2028\u2029"  # besides the newline
LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")


def parse_dump(script: DecodedDocument) -> ParsedDocument:
    """Make one entry of a whole text, its line ends all alike."""
    document, text = script.document, script.text
    if any(end in text for end in LINE_ENDS):
        text = LINE_END.sub("\n", text)
    entry = Entry(
        source=document.source,
        content=text.removeprefix("\ufeff"),
        form=ContentForm.DUMP,
        arrived=document.arrived,
        link=web_link(document.location),
    )
    return ParsedDocument(DocumentKind.DUMP, (entry,))
