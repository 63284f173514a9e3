"""A paragraph in, the ranges of its lines out, by columns rather than by characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reader.control_characters import mask_line
from reader.tui.render.cells import as_drawn, cell_len, split_letters

# What may not be torn apart: a wide character alone, or a word with the spaces after it.
# Wide scripts break between any two characters, but not before closing punctuation.
WIDE = "\u1100-\u115f\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60"
CLOSING = "、。，．！？：；」』）】》〉〕］｝’”…ー"
PIECE = rf"[{WIDE}][{CLOSING}]*\s*|[^\s{WIDE}]+\s*|\s+"

DOT = " · "  # what stands between two facts

# Anything that may not be one column wide.
ODD = re.compile("[^ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027]")


def wrap_text(text: str, width: int) -> list[tuple[int, int]]:
    """Return the (start, end) of each line of a paragraph, none wider than `width` columns."""
    plain = None if ODD.search(text) else wrapped_plain(text, width)
    return wrapped_by_columns(text, width) if plain is None else plain


def wrap_facts(text: str, width: int) -> list[tuple[int, int]]:
    """Return the lines of facts with dots between them: only between two, if each has room."""
    lines, begin, last = [], 0, 0
    for end in (*(found.end() for found in re.finditer(DOT, text)), len(text)):
        if last > begin and cell_len(as_drawn(text[begin:end].rstrip())) > width:
            lines.append((begin, last))
            begin = last
        *torn, rest = wrap_text(text[begin:end], width)
        lines += [(begin + start, begin + stop) for start, stop in torn]
        begin, last = begin + rest[0], end
    return [*lines, (begin, len(text))]


def wrapped_plain(text: str, width: int) -> list[tuple[int, int]] | None:
    """Return lines of a text in which every character is a column; None where a word is torn."""
    lines: list[tuple[int, int]] = []
    start, size = 0, len(text)
    if text[:1] == " ":
        return None
    while size - start > width:
        gap = text.rfind(" ", start, start + width + 1)
        if gap < 0:
            return None if len(text[start:].rstrip(" ")) > width else [*lines, (start, size)]
        while gap < size and text[gap] == " ":
            gap += 1
        if gap == size:
            break
        lines.append((start, gap))
        start = gap
    return [*lines, (start, size)]


def wrapped_by_columns(text: str, width: int) -> list[tuple[int, int]]:
    """Return the lines of any text."""
    lines, start, used = [], 0, 0
    for begin, end, size, room in _pieces(text, max(1, width)):
        if used + size > width and begin > start:
            lines.append((start, begin))
            start, used = begin, 0
        used += room
        del end
    lines.append((start, len(text)))
    return lines


def _pieces(text: str, width: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield what must stay together: start, end, columns without and with the spaces after it."""
    for found in _piece_finder().finditer(text):
        piece = found.group()
        shown = as_drawn(piece)
        size = cell_len(shown.rstrip())
        if size <= width:
            yield found.start(), found.end(), size, cell_len(shown)
        else:
            yield from _torn(piece, found.start(), width)


@cache
def _piece_finder() -> re.Pattern[str]:
    """Return what finds those pieces, compiled for the first text that needs it: most are plain."""
    return re.compile(PIECE)


def _torn(piece: str, at: int, width: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the parts of a word that is wider than the line."""
    start, used = at, 0
    for letter, columns in split_letters(mask_line(piece)):
        if used + columns > width and used:
            yield start, at, used, used
            start, used = at, 0
        at += len(letter)
        used += columns
    yield start, at, used, used
