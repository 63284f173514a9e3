"""The text of a scraped page in, one entry out; the cleaner tells story from furniture."""

from __future__ import annotations

import re

from reader.model import Entry, Form, Kind, Parsed
from reader.parse.decoded import Script
from reader.parse.url_completion import web_link

LINE_ENDS = "\r\x85\u2028\u2029"  # besides the newline
LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")


def parse_dump(script: Script) -> Parsed:
    """Make one entry of a whole text, its line ends all alike."""
    document, text = script.document, script.text
    if any(end in text for end in LINE_ENDS):
        text = LINE_END.sub("\n", text)
    entry = Entry(
        source=document.source,
        content=text.removeprefix("\ufeff"),
        form=Form.DUMP,
        arrived=document.arrived,
        link=web_link(document.location),
    )
    return Parsed(Kind.DUMP, (entry,))
