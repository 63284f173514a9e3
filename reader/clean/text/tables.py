"""A table of a tree in, its rows as aligned lines with their links out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from itertools import zip_longest
from unicodedata import combining, east_asian_width

from lxml import etree

from reader.clean.text import sanitize
from reader.clean.text.body import Body
from reader.model import Span, SpanKind
from reader.model.construction import frozen

WIDEST_CELL = 80  # characters
MOST_CELLS = 5_000  # of a table whose cells are read with their links
_ROWS = ("tr", "row")
_CELLS = ("td", "th", "cell")
_SHAPING = ("ul", "ol", "dl", "blockquote", "pre")
_KEPT = frozenset(
    (SpanKind.LINK, SpanKind.EMPHASIS, SpanKind.STRONG, SpanKind.CODE, SpanKind.PICTURE)
)
_GAP = re.compile(r"\n\n")


@frozen
class TableCell:
    """What a cell says, on one line."""

    text: str = ""
    spans: tuple[Span, ...] = ()  # counted from the cell's start


def layout_table(node: etree._Element, read: Callable[[etree._Element], Body]) -> Body | None:
    """Lay out a table of short cells as aligned lines; nothing for one that only shapes a page."""
    if node.find(".//table") is not None or next(node.iter(*_SHAPING), None) is not None:
        return None
    written = [list(row.iterchildren(*_CELLS)) for row in node.iter(*_ROWS)]
    is_huge = sum(map(len, written)) > MOST_CELLS
    rows = [[_plain(cell) if is_huge else _cell(cell, read) for cell in row] for row in written]
    rows = [row for row in rows if any(cell.text for cell in row)]
    longest = max((len(cell.text) for row in rows for cell in row), default=0)
    if len(rows) < 2 or longest > WIDEST_CELL or max(map(len, rows)) < 2:
        return None
    return _aligned(rows)


def _plain(node: etree._Element) -> TableCell:
    text = sanitize.safe_line("".join(map(str, node.itertext())))
    return TableCell(text, _head(node, text))


def _cell(node: etree._Element, read: Callable[[etree._Element], Body]) -> TableCell:
    if len(node) == 0:
        return _plain(node)
    body = read(node)
    text = body.text.replace("\n\n", " ").replace("\n", " ")
    return TableCell(text, (*_head(node, text), *_moved(body)))


def _head(node: etree._Element, text: str) -> tuple[Span, ...]:
    """Mark what a cell says as bold, where it is the head of a column or a row."""
    is_head = node.tag == "th" or node.get("role") == "head"
    return (Span(0, len(text), SpanKind.STRONG),) if is_head and text else ()


def _moved(body: Body) -> tuple[Span, ...]:
    """Move what is marked along with a text whose paragraphs are joined by a single space."""
    gaps = [found.start() for found in _GAP.finditer(body.text)]
    return tuple(
        replace(
            span,
            start=span.start - bisect_left(gaps, span.start),
            end=span.end - bisect_left(gaps, span.end),
        )
        for span in body.spans
        if span.kind in _KEPT
    )


def _aligned(rows: list[list[TableCell]]) -> Body:
    columns = zip_longest(*rows, fillvalue=TableCell())
    widths = [max(_width(cell.text) for cell in column) for column in columns]
    lines: list[str] = []
    spans: list[Span] = []
    at = 0
    for row in rows:
        line = ""
        for cell, width in zip(row, widths, strict=False):
            begins = at + len(line)
            spans += (replace(s, start=s.start + begins, end=s.end + begins) for s in cell.spans)
            line += cell.text + " " * (width - _width(cell.text) + 2)
        lines.append(line.rstrip())
        at += len(lines[-1]) + 1
    return Body("\n".join(lines), tuple(spans))


def _width(text: str) -> int:
    """Count the columns that a text fills."""
    return sum(0 if combining(char) else 1 + (east_asian_width(char) in "WF") for char in text)
