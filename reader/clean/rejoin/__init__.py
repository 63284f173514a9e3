"""Lines as a tool printed them in, paragraphs as they were written out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reader.clean.rejoin.inline_cuts import spliced_lines
from reader.clean.rejoin.line_wrap import unwrap_lines
from reader.clean.rejoin.wrap_column import NARROWEST, WIDEST, TextRow
from reader.clean.text.sanitize import collapse_spaces

__all__ = ["rejoin"]


def rejoin(lines: Sequence[str]) -> list[str]:
    """Undo wrapping to a column and cuts in mid-sentence; other lines stay as they are.

    Two paragraphs, items of a list and verses are never joined; a blank line ends a paragraph.
    """
    rows = [
        TextRow(collapse_spaces(line), len(line) - len(line.lstrip())) for line in _unfolded(lines)
    ]
    paragraphs = unwrap_lines(rows) or [row.text for row in rows]
    return spliced_lines(paragraphs) or paragraphs


def _unfolded(lines: Sequence[str]) -> Sequence[str]:
    """Undo cuts at one width that took no heed of words."""
    width = max(map(len, lines), default=0)
    if not NARROWEST <= width <= WIDEST:
        return lines
    pairs = [(one, after) for one, after in pairwise(lines) if len(one) == width]
    amid = sum(one[-1].isalnum() and after[:1].isalnum() for one, after in pairs)
    near = sum(len(line) >= 0.8 * width for line in lines)
    if len(pairs) < 3 or len(pairs) < 0.7 * near or amid < len(pairs) / 3:
        return lines
    whole, cut = [lines[0]], len(lines[0]) == width
    for line in lines[1:]:
        if cut:
            whole[-1] += line
        else:
            whole.append(line)
        cut = len(line) == width
    return whole
