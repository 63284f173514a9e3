"""Pieces of a story in, one text with spans out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.model import Span, SpanKind
from reader.model.construction import frozen


@frozen
class Body:
    """The text of a story and what its stretches are."""

    text: str = ""
    spans: tuple[Span, ...] = ()


@frozen
class Paragraph:
    """One paragraph and what it is as a whole; None for plain prose."""

    text: str
    kind: SpanKind | None = None


def assemble_body(paragraphs: Iterable[Paragraph]) -> Body:
    """Join paragraphs by blank lines and note where the special ones stand."""
    texts: list[str] = []
    spans: list[Span] = []
    at = 0
    for paragraph in paragraphs:
        if paragraph.kind:
            spans.append(Span(at, at + len(paragraph.text), paragraph.kind))
        texts.append(paragraph.text)
        at += len(paragraph.text) + 2
    return Body("\n\n".join(texts), tuple(spans))


def body_tail(body: Body, text: str, by: int) -> Body:
    """Take the end of a body that begins `by` characters in."""
    moved = [replace(span, start=span.start - by, end=span.end - by) for span in body.spans]
    return Body(text, ordered_spans(moved, len(text)))


def ordered_spans(spans: Sequence[Span], length: int) -> tuple[Span, ...]:
    """Clip spans to a text's length, drop the empty ones, and put them in order."""
    placed: dict[tuple[int, int, str, str], Span] = {}
    for span in spans:
        start, end = max(0, span.start), min(span.end, length)
        if start < end:
            is_within = start == span.start and end == span.end
            placed[start, -end, span.kind, span.target] = (
                span if is_within else Span(start, end, span.kind, span.target)
            )
    return tuple([placed[place] for place in sorted(placed)])
