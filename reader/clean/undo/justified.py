"""Undoes text that was set in even lines: words spread by several blanks, up to one column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reader.clean.rejoin.bonds import Bond, bond, is_closed
from reader.clean.rejoin.joints import Words, join_texts
from reader.clean.rejoin.paragraph_habit import ParagraphHabit, count_sentences
from reader.clean.rejoin.wrap_column import NARROWEST, TextRow
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
    spread = Counter(len(line) for line in lines if _is_spread(line) and _is_prose(line))
    column, even = max(spread.items(), key=lambda each: each[1], default=(0, 0))
    many = sum(map(bool, lines))
    agreed = even >= max(FEWEST, (1 - MOST_UNEVEN) * spread.total(), FEWEST_EVEN * many)
    return column if agreed and column >= NARROWEST else 0


def _is_prose(line: str) -> bool:
    """Tell a line of words from a row of a table."""
    return _COLUMNS not in line.lstrip() and len(line.split()) >= FEWEST_WORDS


def _joined(lines: Sequence[str], column: int, words: Words) -> Iterator[str]:
    rows = [TextRow(" ".join(line.split()), 0) for line in lines]
    bonds = [
        Bond.SMALL if _is_spread(line) else bond(one.text, after.text, frozenset())
        for line, (one, after) in zip(lines, pairwise(rows), strict=False)
    ]
    habit = ParagraphHabit.from_rows(rows, bonds, [len(line) == column for line in lines])
    paragraph, sentences = rows[0].text, 0
    for line, tie, (one, after) in zip(lines, bonds, pairwise(rows), strict=False):
        sentences += count_sentences(one.text)
        may_end = tie is Bond.SENTENCE and not habit.goes_on_behind(sentences)
        if line and after.text and not may_end and _goes_on(line, after.text, column):
            paragraph = join_texts(paragraph, after.text, words)
        else:
            yield paragraph
            paragraph, sentences = after.text, 0
    yield paragraph


def _is_spread(line: str) -> bool:
    """Tell whether a line has spread words, which the last one of a paragraph never has."""
    return "  " in line.lstrip()


def _goes_on(line: str, after: str, column: int) -> bool:
    """Tell whether a line is even; one with too few words to spread goes on in small letters."""
    if len(line) == column:
        return True
    full = len(line) < column < len(line) + 1 + len(after.partition(" ")[0])
    return full and after[0].islower() and not is_closed(line)
