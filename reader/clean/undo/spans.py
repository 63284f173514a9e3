"""Puts the marks of a dump's tool into the story that was found in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from urllib.parse import urljoin

from reader.clean.text.body import Body, ordered_spans
from reader.clean.text.sanitize import safe_link
from reader.clean.undo.undone import PrintedMark, Undone
from reader.model import Span, SpanKind

_PASSED_OVER = frozenset(" \n-‐\u00ad")  # what joining lines adds and takes away
_WHOLE = frozenset((SpanKind.HEADING, SpanKind.ITEM, SpanKind.QUOTE))  # kinds of a paragraph
_MOST = 0.8  # of a paragraph that is marked as something, to be that


def with_marks(body: Body, undone: Undone, base: str) -> Body:
    """Give a story the spans of its links, headings, items and quotes.

    Its paragraphs stand in the marked text as they are, but for blanks and hyphens; what its links
    are relative to is `base`.
    """
    if not undone.marks or not body.text:
        return body
    spans = [_safe(span, base) for span in _spans(body.text, _Marked(undone))]
    told = {span.start for span in spans if span.kind in _WHOLE}
    guessed = [span for span in body.spans if span.start not in told]
    kept = [span for span in spans if span.target or span.kind in _UNTARGETED]
    return Body(body.text, ordered_spans([*guessed, *kept], len(body.text)))


_UNTARGETED = _WHOLE | {SpanKind.EMPHASIS, SpanKind.STRONG}


def _safe(span: Span, base: str) -> Span:
    """Return a span whose target, if it has one, leads to the web."""
    if not span.target:
        return span
    try:
        target = safe_link(urljoin(base, span.target))
    except ValueError:
        target = ""
    return Span(span.start, span.end, span.kind, target)


class _Marked:
    """A marked text, in which paragraphs are looked for one after the other."""

    def __init__(self, undone: Undone) -> None:
        self.letters, places = _letters(undone.marked)
        # Where marks begin and end among the letters that are looked at.
        self.marks = [
            PrintedMark(
                bisect_left(places, one.start), bisect_left(places, one.end), one.kind, one.target
            )
            for one in undone.marks
        ]
        self.starts = [mark.start for mark in self.marks]
        self.reaches = list(accumulate((mark.end for mark in self.marks), max))
        self.at = 0

    def find(self, said: str) -> int:
        """Return where a paragraph's letters begin, best behind the last; -1 for nowhere."""
        begin = self.letters.find(said, self.at)
        begin = begin if begin >= 0 else self.letters.find(said)
        self.at = begin + len(said) if begin >= 0 else self.at
        return begin

    def within(self, start: int, end: int) -> Iterator[PrintedMark]:
        """Yield the marks that reach into a stretch, cut to it and counted from its start."""
        first, last = bisect_right(self.reaches, start), bisect_left(self.starts, end)
        for mark in self.marks[first:last]:
            if mark.start < min(mark.end, end) and mark.end > start:
                begin, stop = max(mark.start, start), min(mark.end, end)
                yield PrintedMark(begin - start, stop - start, mark.kind, mark.target)


def _spans(text: str, marked: _Marked) -> Iterator[Span]:
    at = 0
    for paragraph in text.split("\n\n"):
        said, places = _letters(paragraph)
        begin = marked.find(said) if said else -1
        if begin >= 0:
            for mark in marked.within(begin, begin + len(said)):
                yield from _span(mark, at, len(paragraph), places)
        at += len(paragraph) + 2


def _span(mark: PrintedMark, at: int, length: int, places: Sequence[int]) -> Iterator[Span]:
    """Yield the span of a mark in the paragraph that begins at a place of the story."""
    if mark.kind not in _WHOLE:
        end = places[mark.end - 1] + 1
        yield Span(at + places[mark.start], at + end, mark.kind, mark.target)
    elif mark.end - mark.start >= _MOST * len(places):
        yield Span(at, at + length, mark.kind)


def _letters(text: str) -> tuple[str, list[int]]:
    """Return a text without what is passed over, and where each letter left stands in it."""
    places = [at for at, letter in enumerate(text) if letter not in _PASSED_OVER]
    return "".join(map(text.__getitem__, places)), places
