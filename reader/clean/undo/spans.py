"""Puts the marks of a dump's tool into the story that was found in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from urllib.parse import urljoin

from reader.clean.text.body import Body, ordered
from reader.clean.text.sanitize import link
from reader.clean.undo.undone import Mark, Undone
from reader.model import Span, SpanKind

_PASSED_OVER = frozenset(" \n-‐\u00ad")  # what joining lines adds and takes away
_WHOLE = frozenset((SpanKind.HEADING, SpanKind.ITEM, SpanKind.QUOTE))  # kinds of a paragraph


def with_marks(body: Body, undone: Undone, base: str) -> Body:
    """Give a story the spans of its links, headings, items and quotes.

    Its paragraphs stand in the marked text as they are, but for blanks and hyphens.
    """
    if not undone.marks or not body.text:
        return body
    written, places = _letters(undone.marked)
    spans, at, found = [], 0, 0
    whole: dict[int, SpanKind] = {}
    for paragraph in body.text.split("\n\n"):
        said, own = _letters(paragraph)
        begin = written.find(said, found)
        begin = begin if begin >= 0 else written.find(said)
        if said and begin >= 0:
            found = begin + len(said)
            for mark in _within(undone.marks, places[begin], places[found - 1] + 1):
                first = max(0, bisect_left(places, mark.start) - begin)
                last = min(len(said), bisect_left(places, mark.end) - begin)
                if first >= last:
                    continue
                if mark.kind in _WHOLE:
                    if last - first >= 0.8 * len(said):
                        whole[at] = mark.kind
                        spans.append(Span(at, at + len(paragraph), mark.kind))
                    continue
                target = link(urljoin(base, mark.target)) if mark.target else ""
                if target or mark.kind is SpanKind.EMPHASIS:
                    spans.append(Span(at + own[first], at + own[last - 1] + 1, mark.kind, target))
        at += len(paragraph) + 2
    kept = [span for span in body.spans if whole.get(span.start) in {None, span.kind}]
    return Body(body.text, ordered([*kept, *spans], len(body.text)))


def _letters(text: str) -> tuple[str, list[int]]:
    """A text without what is passed over, and where each letter that is left stands in it."""
    places = [at for at, letter in enumerate(text) if letter not in _PASSED_OVER]
    return "".join(map(text.__getitem__, places)), places


def _within(marks: tuple[Mark, ...], start: int, end: int) -> Iterator[Mark]:
    return (mark for mark in marks if mark.start < end and mark.end > start)
