"""A story's text as elements of HTML that are XML, too: paragraphs, lists, links, emphasis.

Only what a story's spans say is an element; whatever else looks like markup is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from reader.control_characters import mask_controls
from reader.library.bookmark_export import inert_link
from reader.model import Span, SpanKind, Story

_BLOCKS = {SpanKind.HEADING: "h2", SpanKind.QUOTE: "blockquote", SpanKind.CODE: "pre"}
_INLINE = {SpanKind.EMPHASIS: "em", SpanKind.STRONG: "strong", SpanKind.CAPTION: "small"}
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return a text for HTML and XML, without what controls a terminal or no document may hold."""
    return escape(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", mask_controls(text)))


def story_html(story: Story) -> Iterator[str]:
    """Yield the paragraphs of a story as elements, those of a list together in one."""
    at, in_list = 0, False
    for paragraph in story.text.split("\n\n"):
        end = at + len(paragraph)
        inside = [span for span in story.spans if span.start < end and span.end > at]
        whole = {span.kind for span in inside if span.start <= at and span.end >= end}
        is_item = any(span.kind is SpanKind.ITEM and span.start >= at for span in inside)
        if is_item != in_list:
            yield "<ul>" if is_item else "</ul>"
            in_list = is_item
        if paragraph.strip():
            content = _inline(story.text, at, end, inside)
            yield f"<li>{content}</li>" if is_item else _element(content, whole)
        at = end + 2
    if in_list:
        yield "</ul>"


def _element(content: str, whole: set[SpanKind]) -> str:
    """Return a paragraph that is no item of a list as one element."""
    kind = next((kind for kind in _BLOCKS if kind in whole), None)
    if kind is SpanKind.QUOTE:
        return f"<blockquote><p>{content}</p></blockquote>"
    tag = "p" if kind is None else _BLOCKS[kind]
    return f"<{tag}>{content}</{tag}>"


def _inline(text: str, at: int, end: int, inside: Sequence[Span]) -> str:
    """Return a stretch with its links and emphasis, each cut where another begins or ends."""
    edges = {at, end}
    for span in inside:
        edges |= {min(max(span.start, at), end), min(max(span.end, at), end)}
    cuts = sorted(edges)
    return "".join(
        _piece(text[start:stop], [one for one in inside if one.start <= start and one.end >= stop])
        for start, stop in pairwise(cuts)
    )


def _piece(text: str, around: Sequence[Span]) -> str:
    """Return a piece of a paragraph within the elements that hold it."""
    is_code = any(span.kind is SpanKind.CODE for span in around)
    content = xml_text(text)
    content = content if is_code else content.replace("\n", "<br/>\n")
    for tag in dict.fromkeys(_INLINE[span.kind] for span in around if span.kind in _INLINE):
        content = f"<{tag}>{content}</{tag}>"
    links = (inert_link(span.target) for span in around if span.kind is SpanKind.LINK)
    link = next(filter(None, links), "")
    return f'<a href="{escape(link)}">{content}</a>' if link else content
