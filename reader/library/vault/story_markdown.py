"""A story as a file of Markdown: a head in YAML, its text, and room for what a person writes.

Whatever a stranger wrote is a text in quotes in the head, and no markup below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.control_characters import mask_controls
from reader.library.bookmark_export import escape_markdown, inert_link, join_lines
from reader.library.reports.story_paragraphs import StoryParagraph, story_paragraphs
from reader.model import Marks, Span, SpanKind, Story
from reader.model.safe_text import to_json

MARKER = "<!-- newsreader writes what stands above anew; what stands below is yours -->"
_INLINE = {SpanKind.STRONG: "**", SpanKind.EMPHASIS: "*"}
_TICKS = re.compile("`+")


def story_file_lines(story: Story, marks: Marks, identity: str) -> Iterator[str]:
    """Yield the lines of a file down to the marker; `identity` tells which story it holds."""
    yield "---"
    for name, value in _head(story, marks, identity):
        yield f"{name}: {to_json(value)}"
    yield from ("---", "")
    yield from story_lines(story)
    if marks.highlights:
        yield from ("## Highlights", "")
        for one in marks.highlights:
            yield from (f"> {line}".rstrip() for line in escape_markdown(one.quote).split("\n"))
            yield from ("", *((escape_markdown(one.note), "") if one.note else ()))
    if marks.note:
        yield from ("## Note", "")
        yield from (f"> {line}".rstrip() for line in escape_markdown(marks.note).split("\n"))
        yield ""
    yield MARKER


def _head(story: Story, marks: Marks, identity: str) -> Iterator[tuple[str, str | list[str]]]:
    """Yield what the head tells, as far as it is known."""
    fields: tuple[tuple[str, str], ...] = (
        ("title", story.headline),
        ("link", inert_link(story.link)),
        ("outlet", story.outlet),
        ("author", story.byline),
        ("published", story.published.isoformat() if story.published else ""),
        ("bookmarked", marks.bookmarked.isoformat() if marks.bookmarked else ""),
    )
    yield from ((name, join_lines(value)) for name, value in fields if value)
    if marks.tags:
        yield "tags", [join_lines(tag) for tag in marks.tags]
    yield "newsreader", identity


def story_lines(story: Story) -> Iterator[str]:
    """Yield headline, deck and text of a story as lines of Markdown."""
    title, link = escape_markdown(join_lines(story.headline) or "(no headline)"), ""
    link = inert_link(story.link)
    yield from (f"# [{title}](<{link}>)" if link else f"# {title}", "")
    about = " · ".join(filter(None, (story.outlet, story.byline)))
    for line in filter(None, (join_lines(about), join_lines(story.deck))):
        yield from (escape_markdown(line), "")
    for paragraph in story_paragraphs(story):
        yield from (*_paragraph_lines(paragraph), "")


def _paragraph_lines(paragraph: StoryParagraph) -> list[str]:
    """Return the lines of a paragraph."""
    if paragraph.kind is SpanKind.CODE:
        longest = max(map(len, _TICKS.findall(paragraph.text)), default=0)
        fence = "`" * max(3, longest + 1)
        code = mask_controls(paragraph.text).replace(MARKER, MARKER.replace("<!--", "<! --"))
        return [fence, *code.split("\n"), fence]
    lines = "".join(_piece(text, spans) for text, spans in paragraph.pieces()).split("\n")
    if paragraph.kind is SpanKind.HEADING:
        return [f"## {' '.join(lines)}"]
    if paragraph.kind is SpanKind.QUOTE:
        return [f"> {line}" for line in lines]
    if paragraph.is_item:
        return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]
    return lines


def _piece(text: str, around: tuple[Span, ...]) -> str:
    """Return a piece of a paragraph with its emphasis and its link; blanks stay outside of them."""
    inner = text.strip()
    if not inner:
        return text
    content = escape_markdown(inner)
    for sign in dict.fromkeys(_INLINE[one.kind] for one in around if one.kind in _INLINE):
        content = f"{sign}{content}{sign}"
    links = (inert_link(span.target) for span in around if span.kind is SpanKind.LINK)
    if link := next(filter(None, links), ""):
        content = f"[{content}](<{link}>)"
    start = text.index(inner)
    return f"{text[:start]}{content}{text[start + len(inner) :]}"
