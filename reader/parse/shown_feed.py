"""Finds the feed in a web page that shows a feed and nothing else."""

from __future__ import annotations

import re
from html import unescape

from reader.parse.sniff import BURIED, HEAD

AROUND = 400  # characters that may stand beside the feed: a title, a hint of the browser
LONGEST = 10_000_000  # characters of a page that are looked at
# Browsers write the markup of a feed as the text of a page, some with colours.
ESCAPED = re.compile(r"&lt;(?:<[^<>]*>)*(?:\?xml|rss|feed|rdf:rdf)\b", re.I)
JSON = re.compile(r"<(?:pre|body)\b[^<>]*>\s*\{\s*(?:\"|&quot;)(?:version|title|items)\b", re.I)
FRAME = (re.compile(r"<body\b[^<>]*>", re.I), re.compile(r"</(?:head|title)\s*>", re.I))
MARKS = ("&lt;", "<rss", "<feed", "<rdf:RDF", '{"', "{&quot;", "{ ", "{\n")
TAG = re.compile(r"<[^<>]*>")
ROW_END = re.compile(r"</(?:tr|div|p|li)\s*>|<br\s*/?>", re.I)
ROOT = re.compile(r"\{|<(rss|feed|rdf:RDF)(?=[\s/>])", re.I)
ITEM = re.compile(r"<(?:item|entry)\b|\"items\"", re.I)


def feed_within(page: str) -> str:
    """Find the feed in a page that says next to nothing beside it; empty for every other page."""
    head = page[:HEAD]
    if not any(mark in head for mark in MARKS):  # most pages have none, and to look is quick
        return ""
    if found := BURIED.search(page, 0, HEAD):
        return _feed_alone(_below_head(page[: found.start()]), page[found.start() :])
    if not ESCAPED.search(page, 0, HEAD) and not JSON.search(page, 0, HEAD):
        return ""
    shown = unescape(TAG.sub("", ROW_END.sub("\n", _below_head(page[:LONGEST]))))
    begin = ROOT.search(shown, 0, HEAD)
    return _feed_alone(shown[: begin.start()], shown[begin.start() :]) if begin else ""


def _below_head(page: str) -> str:
    """Leave out what a page says of itself."""
    ends = (found.end() for mark in FRAME if (found := mark.search(page)))
    return page[next(ends, 0) :]


def _feed_alone(before: str, feed: str) -> str:
    """Cut a feed out of what stands around it, if that is little."""
    root = ROOT.match(feed)
    last = f"</{root[1]}>" if root and root[1] else "}"
    end = feed.rfind(last) + len(last)
    said = TAG.sub("", before) + TAG.sub("", feed[end:])
    is_feed = end >= len(last) and ITEM.search(feed, 0, end)
    return feed[:end] if is_feed and len(said.strip()) <= AROUND else ""
