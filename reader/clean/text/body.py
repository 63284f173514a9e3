"""Pieces of a story in, one text with spans out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter, lt

from reader.model import Span, SpanKind
from reader.model.construction import frozen

_start_of, _end_of = attrgetter("start"), attrgetter("end")


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
    starts = list(map(_start_of, spans))
    if not _are_within(starts, list(map(_end_of, spans)), length):
        spans = [one for span in spans if (one := _clipped(span, length)).start < one.end]
        starts = list(map(_start_of, spans))
    if all(map(lt, starts, starts[1:])):  # no two begin together
        return tuple(spans)
    keys = [(span.start, -span.end, span.kind, span.target) for span in spans]
    if all(map(lt, keys, keys[1:])):
        return tuple(spans)
    placed = dict(zip(keys, spans, strict=True))
    return tuple([placed[key] for key in sorted(placed)])


def _are_within(starts: list[int], ends: list[int], length: int) -> bool:
    """Tell whether each span holds something of a text of this length, and nothing beyond it."""
    is_filled = all(map(lt, starts, ends))
    return is_filled and min(starts, default=0) >= 0 and max(ends, default=0) <= length


def _clipped(span: Span, length: int) -> Span:
    """Return what of a span is within a text of this length; it may be nothing."""
    start, end = span.start, span.end
    if start >= 0 and end <= length:
        return span
    return Span(max(0, start), min(end, length), span.kind, span.target)
