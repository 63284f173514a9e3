"""Finds where a message can be read on the web, and never an address that counts readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from reader.model.mail.click_counting import LEADS_ONLINE, clean_address
from reader.parse.message.header_fields import HeaderFields, bracketed
from reader.parse.strip_markup import strip_markup, without_comments
from reader.parse.url_completion import web_link
from reader.parse.web_page import NAMING, tag_attributes

MOST_ANCHORS = 60  # at each end of a message
LONGEST_ANCHOR = 3_000  # characters
HEAD = 200_000  # characters of HTML
_ANCHOR = re.compile(r"<a\b([^<>]{1,2000})>(.{1,1000}?)</a\s*>", re.I | re.S)
_PLAIN_LINK = re.compile(r"https?://[^\s<>\"]{4,1000}")
_WORDS_BEFORE = 200  # characters of a line that say where a link leads
_BEGUN_LINE = 40  # characters before a link behind which the line above may say it


def online_link(header: HeaderFields, text: str, is_html: bool) -> str:
    """Return where a message stands on the web; empty where it does not say."""
    places = (clean_address(web_link(one)) for one in _candidates(header, text, is_html))
    return next(filter(None, places), "")


def _candidates(header: HeaderFields, text: str, is_html: bool) -> Iterator[str]:
    """Yield addresses from the surest to the vaguest."""
    yield header.raw("x-rss-url").strip()
    if is_html:
        yield from _named_by_page(text[:HEAD])
    yield from bracketed(header.raw("archived-at")) or [header.raw("archived-at").strip()]
    yield from _linked_online(text) if is_html else _written_online(text)
    yield from bracketed(header.raw("list-archive"))


def _named_by_page(text: str) -> Iterator[str]:
    """Yield the address that a page gives as its own."""
    for found in NAMING.finditer(without_comments(text)):
        tag = tag_attributes(found[2])
        if "canonical" in tag.get("rel", "").lower().split():
            yield tag.get("href", "")
        elif "og:url" in (tag.get("property"), tag.get("name")):
            yield tag.get("content", "")


def _linked_online(text: str) -> Iterator[str]:
    """Yield the links whose words say that they lead to the same text."""
    anchors = [*_anchors(text[:HEAD])]
    for written, words in [*anchors[:MOST_ANCHORS], *anchors[MOST_ANCHORS:][-MOST_ANCHORS:]]:
        if LEADS_ONLINE.search(strip_markup(words)[:300]):
            yield unescape(tag_attributes(written).get("href", ""))


def _anchors(text: str) -> Iterator[tuple[str, str]]:
    return ((found[1], found[2]) for found in _ANCHOR.finditer(text))


def _written_online(text: str) -> Iterator[str]:
    """Yield the addresses of a plain text that stand behind such words."""
    end = 0  # of the address before
    for found in _PLAIN_LINK.finditer(text[:HEAD]):
        if LEADS_ONLINE.search(_words_before(text[end : found.start()])):
            yield found[0].rstrip(").,;]")
        end = found.end()


def _words_before(text: str) -> str:
    """Return the end of a text that belongs to what follows: of its line, or of that above too."""
    above, broken, line = text[-_WORDS_BEFORE - _BEGUN_LINE - 1 :].rpartition("\n")
    if broken and len(line) <= _BEGUN_LINE:
        return above.rpartition("\n")[2][-_WORDS_BEFORE:] + broken + line
    return line[-_WORDS_BEFORE:]
