"""A story's text cut into its paragraphs, each with what it is and with its pieces."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reader.model import Span, SpanKind, Story
from reader.model.construction import frozen

_BLOCKS = (SpanKind.HEADING, SpanKind.QUOTE, SpanKind.CODE)


@frozen
class StoryParagraph:
    """A paragraph, where it stands, and the spans in it."""

    text: str
    start: int  # in the story's text, in code points
    spans: tuple[Span, ...]
    kind: SpanKind | None  # of the whole of it: a heading, a quote, code; else None
    is_item: bool  # whether it begins an item of a list

    def pieces(self) -> Iterator[tuple[str, tuple[Span, ...]]]:
        """Yield its text cut wherever a span begins or ends, each piece with those around it."""
        end = self.start + len(self.text)
        edges = {self.start, end}
        for span in self.spans:
            edges |= {min(max(span.start, self.start), end), min(max(span.end, self.start), end)}
        for begin, stop in pairwise(sorted(edges)):
            around = (span for span in self.spans if span.start <= begin and span.end >= stop)
            yield self.text[begin - self.start : stop - self.start], tuple(around)


def story_paragraphs(story: Story) -> Iterator[StoryParagraph]:
    """Yield the paragraphs of a story that are not empty."""
    start = 0
    for text in story.text.split("\n\n"):
        end = start + len(text)
        spans = tuple(span for span in story.spans if span.start < end and span.end > start)
        whole = {span.kind for span in spans if span.start <= start and span.end >= end}
        kind = next((one for one in _BLOCKS if one in whole), None)
        is_item = any(span.kind is SpanKind.ITEM and span.start >= start for span in spans)
        if text.strip():
            yield StoryParagraph(text, start, spans, kind, is_item)
        start = end + 2
