"""A table of a tree in, its rows as aligned lines out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from unicodedata import combining, east_asian_width

from lxml import etree

from reader.clean import safe

WIDEST_CELL = 80  # characters


def table(node: etree._Element) -> list[str]:
    """Lay out a table of short cells as aligned lines; nothing for one that only shapes a page."""
    if node.find(".//table") is not None:
        return []
    rows = [_cells(row) for row in node.iter("tr", "row")]
    rows = [row for row in rows if any(row)]
    longest = max((len(cell) for row in rows for cell in row), default=0)
    if len(rows) < 2 or longest > WIDEST_CELL or max(map(len, rows)) < 2:
        return []
    return _aligned(rows)


def _cells(row: etree._Element) -> list[str]:
    return [
        safe.plain("".join(map(str, cell.itertext())))
        for cell in row.iterchildren("td", "th", "cell")
    ]


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(map(_width, column)) for column in zip_longest(*rows, fillvalue="")]
    lines = ("  ".join(_padded(row, widths)) for row in rows)
    return [line.rstrip() for line in lines]


def _padded(row: list[str], widths: list[int]) -> Iterable[str]:
    return (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False))


def _width(text: str) -> int:
    """Count the columns that a text fills."""
    return sum(0 if combining(char) else 1 + (east_asian_width(char) in "WF") for char in text)
