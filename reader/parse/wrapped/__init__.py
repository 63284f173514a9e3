"""Stories that something is wrapped around: records of JSON and of tables, XML, mails.

What is neither that nor a feed is refused, or is a dump as it stands.
"""

from __future__ import annotations

import json
import re

from reader.model import ParsedDocument, ParseError
from reader.parse.decoded_document import DecodedDocument
from reader.parse.feed.json_feed import parse_json
from reader.parse.feed.xml_feed import refuse_xml
from reader.parse.plain_text import parse_dump
from reader.parse.sniff import LISTS

__all__ = ["parse_any_json", "parse_any_xml", "parse_text"]

_MOST_DATA = 20  # records over the text of a page
_FEWEST_LINES = 8  # of such a text
# Strings in quotes of either kind.
_LISTED = re.compile(r"\s*\[\s*\"[^\"\n]*\"\s*,\s*[\"']")


def parse_any_json(script: DecodedDocument) -> ParsedDocument:
    """Read a JSON Feed, or the stories in other JSON; raises ParseError where there are none."""
    try:
        return parse_json(script)
    except ParseError as refused:
        from reader.parse.wrapped.json_records import parse_json_records  # feeds do without

        if found := parse_json_records(script.text[script.start :], script.document):
            return found
        is_broken = isinstance(refused.__cause__, ValueError)
        if is_broken and (_is_list_of_strings(script.text) or _stands_over_text(script.text)):
            return parse_dump(script)
        raise


def _is_list_of_strings(text: str) -> bool:
    """Tell a list as a program other than one for JSON prints it."""
    return bool(_LISTED.match(text)) and text.rstrip().endswith(("']", '"]'))


def _stands_over_text(text: str) -> bool:
    """Tell whether there are lines of text below the data that a page begins with."""
    decoder = json.JSONDecoder(strict=False)
    at = 0
    for _ in range(_MOST_DATA):
        at += len(text[at:]) - len(text[at:].lstrip())
        if not text.startswith(("{", "["), at):
            return sum(map(bool, text[at:].split("\n"))) >= _FEWEST_LINES
        try:
            _, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return False
    return False


def parse_any_xml(script: DecodedDocument) -> ParsedDocument:
    """Read the stories in XML that is no feed; raises ParseError where there are none."""
    from reader.parse.wrapped.xml_corpus import parse_xml_corpus

    if script.root.rpartition(":")[2].lower() not in LISTS and (found := parse_xml_corpus(script)):
        return found
    return refuse_xml(script)


def parse_text(script: DecodedDocument) -> ParsedDocument:
    """Read the rows of a table that hold stories, or else a text as one dump."""
    from reader.parse.wrapped.csv_records import parse_rows

    return parse_rows(script.text, script.document) or parse_dump(script)
