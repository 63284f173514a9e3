"""Highlights in, what the reading pane shows of them out: coloured words, and notes below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reader.library.reports.highlights import placed_highlights
from reader.model import Marks, Span, SpanKind, Story
from reader.tui.render.article.article_lines import ArticleBlock
from reader.tui.render.article.story_blocks import NOTE

# What words of a colour look like: the roles that each theme has already.
_KINDS = {"yellow": SpanKind.MATCH, "green": SpanKind.ADDED, "red": SpanKind.REMOVED}


def with_highlights(
    blocks: Iterable[ArticleBlock], story: Story, marks: Marks
) -> list[ArticleBlock]:
    """Return blocks of a story with its highlights in their colours, and what is said of them."""
    spans = [
        Span(*place, _KINDS.get(one.colour, SpanKind.MATCH))
        for one, place in placed_highlights(story.text, marks)
        if place
    ]
    return [*with_spans(blocks, spans), *_highlight_blocks(story, marks)]


def with_spans(blocks: Iterable[ArticleBlock], spans: Iterable[Span]) -> list[ArticleBlock]:
    """Return blocks of a story with more spans, which are counted from the start of its text."""
    spans = list(spans)
    return [_with_spans(block, spans) if _is_text(block) else block for block in blocks]


def _is_text(block: ArticleBlock) -> bool:
    """Tell whether a block is a paragraph of the story."""
    return block.field == "body" and block.role != "deck"


def _with_spans(block: ArticleBlock, spans: Iterable[Span]) -> ArticleBlock:
    """Return a paragraph with those of some spans that reach into it."""
    end = block.start + len(block.text)
    inside = tuple(
        Span(max(0, one.start - block.start), min(end, one.end) - block.start, one.kind)
        for one in spans
        if one.start < end and one.end > block.start
    )
    return replace(block, spans=(*block.spans, *inside)) if inside else block


def _highlight_blocks(story: Story, marks: Marks) -> Iterator[ArticleBlock]:
    """Yield the notes of highlights, and those whose words are no longer in the story."""
    told = [
        (one, place)
        for one, place in placed_highlights(story.text, marks)
        if one.note or place is None
    ]
    if told:
        yield ArticleBlock("Your highlights", "heading")
    for one, place in told:
        lost = "" if place else "no longer in the text: "
        quote = " ".join(one.quote.split())
        note = f"\n{one.note}" if one.note else ""
        yield ArticleBlock(f"{lost}“{quote}”{note}", margins=NOTE)
