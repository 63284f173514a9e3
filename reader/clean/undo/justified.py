"""Undoes text that was set in even lines: words spread by several blanks, up to one column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reader.clean.rejoin.bonds import is_closed
from reader.clean.rejoin.joints import Words, join_texts
from reader.clean.rejoin.wrap_column import NARROWEST
from reader.clean.undo.undone import Undone

KIND = "text set in even lines"
FEWEST = 5  # lines with spread words that end in one column
MOST_UNEVEN = 0.3  # of the lines with spread words, that end elsewhere
FEWEST_EVEN = 0.05  # of all lines
FEWEST_WORDS = 4  # of a line that counts
_COLUMNS = " " * 6  # what parts the columns of a table


def undo_justified(text: str) -> Undone | None:
    """Join lines that end in one column; None where words are not spread to make them do so."""
    if "  " not in text:
        return None
    lines = list(map(str.rstrip, text.split("\n")))
    column = _column(lines)
    if not column:
        return None
    words = Words.from_lines(lines, column)
    return Undone("\n".join(_joined(lines, column, words)), (KIND,))


def _column(lines: Sequence[str]) -> int:
    """Find the column in which most lines with spread words end; 0 where there is none."""
    spread = Counter(len(line) for line in lines if "  " in line.lstrip() and _is_prose(line))
    column, even = max(spread.items(), key=lambda each: each[1], default=(0, 0))
    many = sum(map(bool, lines))
    agreed = even >= max(FEWEST, (1 - MOST_UNEVEN) * spread.total(), FEWEST_EVEN * many)
    return column if agreed and column >= NARROWEST else 0


def _is_prose(line: str) -> bool:
    """Tell a line of words from a row of a table."""
    return _COLUMNS not in line.lstrip() and len(line.split()) >= FEWEST_WORDS


def _joined(lines: Sequence[str], column: int, words: Words) -> Iterator[str]:
    paragraph = " ".join(lines[0].split())
    for line, after in pairwise(lines):
        row = " ".join(after.split())
        if row and line and _goes_on(line, row, column):
            paragraph = join_texts(paragraph, row, words)
        else:
            yield paragraph
            paragraph = row
    yield paragraph


def _goes_on(line: str, after: str, column: int) -> bool:
    """Tell whether a line is even; one with too few words to spread goes on in small letters."""
    if len(line) == column:
        return True
    full = len(line) < column < len(line) + 1 + len(after.partition(" ")[0])
    return full and after[0].islower() and not is_closed(line)
