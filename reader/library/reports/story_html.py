"""A story's text as elements of HTML that are XML, too: paragraphs, lists, links, emphasis.

Only what a story's spans say is an element; whatever else looks like markup is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from reader.control_characters import mask_controls
from reader.library.bookmark_export import inert_link
from reader.library.reports.story_paragraphs import StoryParagraph, story_paragraphs
from reader.model import Span, SpanKind, Story

_BLOCKS = {SpanKind.HEADING: "h2", SpanKind.CODE: "pre"}
_INLINE = {SpanKind.EMPHASIS: "em", SpanKind.STRONG: "strong", SpanKind.CAPTION: "small"}
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return a text for HTML and XML, without what controls a terminal or no document may hold."""
    return escape(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", mask_controls(text)))


def story_html(story: Story) -> Iterator[str]:
    """Yield the paragraphs of a story as elements, those of a list together in one."""
    in_list = False
    for paragraph in story_paragraphs(story):
        if paragraph.is_item != in_list:
            yield "<ul>" if paragraph.is_item else "</ul>"
            in_list = paragraph.is_item
        yield _element(paragraph)
    if in_list:
        yield "</ul>"


def _element(paragraph: StoryParagraph) -> str:
    """Return a paragraph as one element."""
    content = "".join(_piece(text, spans) for text, spans in paragraph.pieces())
    if paragraph.is_item:
        return f"<li>{content}</li>"
    if paragraph.kind is SpanKind.QUOTE:
        return f"<blockquote><p>{content}</p></blockquote>"
    tag = "p" if paragraph.kind is None else _BLOCKS[paragraph.kind]
    return f"<{tag}>{content}</{tag}>"


def _piece(text: str, around: tuple[Span, ...]) -> str:
    """Return a piece of a paragraph within the elements that hold it."""
    is_code = any(span.kind is SpanKind.CODE for span in around)
    content = xml_text(text)
    content = content if is_code else content.replace("\n", "<br/>\n")
    for tag in dict.fromkeys(_INLINE[span.kind] for span in around if span.kind in _INLINE):
        content = f"<{tag}>{content}</{tag}>"
    links = (inert_link(span.target) for span in around if span.kind is SpanKind.LINK)
    link = next(filter(None, links), "")
    return f'<a href="{escape(link)}">{content}</a>' if link else content
