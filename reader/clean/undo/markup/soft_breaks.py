"""Marks where a converter broke its lines at a column, before links are taken out of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise
from operator import itemgetter

SOFT = "\v"  # begins a line that goes on with the one before; blank to whatever reads on
FEWEST = 5  # lines that agree on a column
MOST_OTHERS = 0.4  # of the lines that run on, that agree on none
WIDEST = 200  # columns
_CLOSED = re.compile(r"[.!?:;…][\"'”’»)\]*_]*$")
_BEGUN = re.compile(r"\s*(?:[*+>|#•-]|\d{1,3}[.)])(?:\s|$)")
_CHUNK = re.compile(r"[^\s-]*[^\W\d_]-(?=[^\W\d_])|\S+")  # converters break behind hyphens, too


def mark_soft_breaks(text: str) -> str:
    """Begin each line with a mark whose first word had no room in the line before."""
    lines = text.split("\n")
    column = _column(lines)
    if not column:
        return text
    marked = lines[:1]
    for line, after in pairwise(lines):
        marked.append(SOFT + after if _is_full(line, after, column) else after)
    return "\n".join(marked)


def _is_full(line: str, after: str, column: int) -> bool:
    if not line.strip() or not after.strip() or after[0].isspace() or len(line) > column:
        return False
    return len(line) + _room(line, after) > column


def _room(line: str, after: str) -> int:
    """Count the columns that the first piece of a line takes behind another line."""
    piece = _CHUNK.match(after)
    return (not line.endswith("-")) + (len(piece[0]) if piece else 0)


def _column(lines: Sequence[str]) -> int:
    """Find the column at which most lines that run on were broken; 0 where they agree on none."""
    edges: Counter[int] = Counter()
    many = 0
    for line, after in pairwise(lines):
        if len(line) <= WIDEST and after[:1].islower() and line.strip() and not _closes(line):
            edges[len(line)] += 1
            edges[len(line) + _room(line, after)] -= 1
            many += 1
    votes = accumulate(sorted(edges.items()), lambda sum_, edge: (edge[0], sum_[1] + edge[1]))
    column, agreed = max(votes, key=itemgetter(1), default=(0, 0))
    return column if agreed >= max(FEWEST, (1 - MOST_OTHERS) * many) else 0


def _closes(line: str) -> bool:
    return bool(_CLOSED.search(line, max(0, len(line) - 12))) or bool(_BEGUN.match(line))
