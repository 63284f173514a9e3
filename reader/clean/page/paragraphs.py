"""A page's tree in, its paragraphs out, each with its place in the tree."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from lxml import etree

from reader.clean.dump.line_measures import MeasuredLine, measure_lines
from reader.clean.text.body import Body, ordered_spans
from reader.clean.text.html_to_text import html_to_trail
from reader.model import Span, SpanKind
from reader.model.construction import frozen

_LETTERS = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"^\d{1,6}\. ")
MOST_PIECES = 50_000  # of links and other stretches, once they are cut into paragraphs
_HOLDING = frozenset((SpanKind.ITEM, SpanKind.QUOTE))  # what may hold several paragraphs
T = TypeVar("T")
PagePiece = tuple[int, int, T]


@frozen
class PageBlock:
    """One paragraph of a page."""

    text: str
    spans: tuple[Span, ...]  # counted from the paragraph's start
    within: tuple[Span, ...]  # items and quotations that hold it, counted from the page's start
    node: etree._Element  # the innermost block element that it stands in
    line: MeasuredLine
    linked: float  # share of its characters that are links
    key: str  # its letters and figures alone

    @property
    def size(self) -> int:
        """How much it says, in characters."""
        return self.line.size

    @property
    def is_prose(self) -> bool:
        """Whether it is a sentence or more, and not made of links."""
        return self.line.ends and self.linked < 0.5 and self.size >= 40

    @property
    def tag(self) -> str:
        """What its element is."""
        return str(self.node.tag)


def page_blocks(
    root: etree._Element,
    base: str = "",
    *,
    hidden: bool = False,
    seen: bool = False,
    headline: str = "",
) -> list[PageBlock]:
    """List the paragraphs of a page in order; also what it hides, if that is wanted.

    Where pictures are `seen`, they are paragraphs as well, but for those that repeat the headline.
    """
    found = html_to_trail(root, base, hidden=hidden, seen=seen, headline=headline)
    edges = [place.start for place in found.places] + [len(found.body.text) + 2]
    texts = [found.body.text[start : end - 2] for start, end in pairwise(edges)]
    lines = measure_lines(texts)
    spans = _dealt(((span.start, span.end, span) for span in found.body.spans), edges)
    within = [_holding(pieces) for pieces in spans]
    linked = _dealt(((start, end, None) for start, end in found.links), edges)
    return [
        PageBlock(texts[at], _cut(spans[at], edges[at]), within[at], place.node, lines[at],
              _covered(linked[at]) / max(1, len(texts[at])),
              text_key(_without_number(texts[at], place.node)))
        for at, place in enumerate(found.places)
    ]  # fmt: skip


def _without_number(text: str, node: etree._Element) -> str:
    """Take off the number that an item of an ordered list was given."""
    return _NUMBER.sub("", text, count=1) if node.tag == "li" else text


def text_key(text: str) -> str:
    """Reduce a text to its letters and figures, so that spacing and marks make no difference."""
    return "".join(_LETTERS.findall(text.casefold()))


def join_blocks(chosen: Iterable[PageBlock]) -> Body:
    """Put paragraphs together as a text."""
    texts: list[str] = []
    spans: list[Span] = []
    holding: dict[Span, tuple[int, int]] = {}  # where what holds paragraphs begins and ends now
    at = 0
    for block in chosen:
        texts.append(block.text)
        spans += (replace(s, start=s.start + at, end=s.end + at) for s in block.spans)
        for held in block.within:
            holding[held] = holding.get(held, (at, at))[0], at + len(block.text)
        at += len(block.text) + 2
    text = "\n\n".join(texts)
    spans += (replace(held, start=one, end=other) for held, (one, other) in holding.items())
    return Body(text, ordered_spans(spans, len(text)))


def _dealt(
    stretches: Iterable[tuple[int, int, T]], edges: Sequence[int]
) -> list[list[PagePiece[T]]]:
    """Cut stretches of a text at the paragraphs' edges, and give each paragraph its pieces."""
    dealt: list[list[PagePiece[T]]] = [[] for _ in edges[1:]]
    pieces = 0
    for start, end, thing in stretches:
        at = bisect_right(edges, start) - 1
        while at < len(dealt) and edges[at] < end and pieces < MOST_PIECES:
            dealt[at].append((max(start, edges[at]), min(end, edges[at + 1] - 2), thing))
            at, pieces = at + 1, pieces + 1
    return dealt


def _cut(pieces: Sequence[PagePiece[Span]], by: int) -> tuple[Span, ...]:
    return tuple(
        replace(s, start=start - by, end=end - by)
        for start, end, s in pieces
        if s.kind not in _HOLDING
    )


def _holding(pieces: Sequence[PagePiece[Span]]) -> tuple[Span, ...]:
    """Return the whole items and quotations of which these are pieces."""
    return tuple(span for _, _, span in pieces if span.kind in _HOLDING)


def _covered(pieces: Sequence[PagePiece[None]]) -> int:
    """Count the characters that are in any of the pieces."""
    covered = reached = 0
    for start, end, _ in sorted(pieces):
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return covered
