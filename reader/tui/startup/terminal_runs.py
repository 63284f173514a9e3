"""Pieces of a line as they are written to a terminal, whatever width it gives to a letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from reader.tui.render.cells import split_letters
from reader.tui.startup.terminal_pen import WORTH_ENDING, Pen, TerminalWriter

# One column wide, and two: for Rich, and for all terminals but those that take signs for wide.
_NARROW = "\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u03ff\u0400-\u0482"
_NARROW += "\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u2190-\u2193\u2500-\u25fc"
_WIDE = "\u1100-\u115f\u2e80-\u2fff\u3001-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u31ff"
_WIDE += "\u3250-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60"
_ONE_EACH = re.compile(f"[ -~{_NARROW}]*")
_AGREED = re.compile(f"[ -~{_WIDE}]+")
_ODD = re.compile(f"[^ -~{_NARROW}{_WIDE}]")


class TextRun:
    """Cells in a row that are written with one pen.

    `spill` is how many of the cells behind it it may cover: they have to be written after it.
    Where that would be nothing but those, the blanks at its end are `blanks_first`: written before
    the text.
    """

    __slots__ = ("_letters", "_text", "_waits", "blanks_first", "is_blank", "pen", "spill", "start")

    def __init__(
        self, start: int, letters: Sequence[str], pen: Pen, ends_span: bool = False
    ) -> None:
        self.start, self._letters = start, letters
        self._text = "".join(letters)
        self.is_blank, self._waits = self._text.isspace(), False
        self.pen = pen.blank if self.is_blank else pen
        self.blanks_first, self.spill = False, 0
        if not self._text.isascii():
            spill, blanks = self._most_spilt(), len(self._text) - len(self._text.rstrip(" "))
            is_odd = bool(_ODD.search(self._text))
            fewest = spill if ends_span else WORTH_ENDING
            self.blanks_first = not is_odd and blanks > 0 and blanks >= fewest
            self.spill = max(0, spill - blanks) if self.blanks_first else spill

    def continues(self, other: TextRun) -> bool:
        """Tell whether it is on the ground of the one before it."""
        return self.pen.blank is other.pen.blank

    def join(self, other: TextRun) -> bool:
        """Take the pen of another one and wait for it, if it looks the same then; tell which."""
        joins = self.is_blank and not other.is_blank and self.pen.blank is other.pen.blank
        if joins:
            self.pen, self._waits = other.pen, True
        return joins

    def suits(self, pen: Pen) -> bool:
        """Tell whether it is to be written with this pen: of a blank only the ground is seen."""
        return self.pen is pen or (
            self.is_blank and not self._waits and self.pen.blank is pen.blank
        )

    def write(self, writer: TerminalWriter, line: int) -> None:
        """Write it on a line of the terminal."""
        if not _ODD.search(self._text):
            self._write_agreed(writer, line)
            return
        for first, last, is_erased in self._pieces():
            text = " " * (last - first) if is_erased else "".join(self._letters[first:last])
            self._write_piece(writer, line, first, text, last - first)

    def _write_agreed(self, writer: TerminalWriter, line: int) -> None:
        """Write cells of known width; the blanks behind them are erased if that is cheaper.

        Before a text in doubt rather than behind it, where the column would have to be written.
        """
        end, text = len(self._letters), self._text.rstrip(" ")
        blanks = len(self._text) - len(text)
        writer.move(self.start, line)
        if self.blanks_first and writer.erase(end, self.pen):
            self._write_piece(writer, line, 0, text, end - blanks)
        elif self.blanks_first or (
            text and blanks and writer.erasing(blanks, self.start + end, self.pen)
        ):
            self._write_piece(writer, line, 0, text, end - blanks)
            self._write_piece(writer, line, end - blanks, " " * blanks, blanks)
        else:
            self._write_piece(writer, line, 0, self._text, end)

    def _write_piece(
        self, writer: TerminalWriter, line: int, first: int, text: str, columns: int
    ) -> None:
        """Write some of its cells."""
        writer.move(self.start + first, line)
        writer.write(text, self.pen, columns)
        if not text.isascii():
            writer.doubt_column(may_be_less=bool(_ODD.search(text)))

    def _pieces(self) -> Iterator[tuple[int, int, bool]]:
        """Yield what is written from one cell to another, and whether it is blanks.

        Blanks go first where a word with odd letters may leave a cell as it was. Such a word
        stands alone; what stands between two of them is in one piece.
        """
        words = [(self._is_odd(*word), word) for word in _words_of(self._letters)]
        odd = [word for is_odd, word in words if is_odd]
        begin, end = odd[0][0], odd[-1][1]
        if begin:
            yield 0, begin, False
        yield begin, end, True
        for is_odd, group in groupby(words, key=lambda word: word[0]):
            inside = [word for _, word in group if begin <= word[0] < end]
            if is_odd:
                yield from ((first, last, False) for first, last in inside)
            elif inside:
                yield inside[0][0], inside[-1][1], False
        if end < len(self._letters):
            yield end, len(self._letters), False

    def _is_odd(self, first: int, last: int) -> bool:
        """Tell whether terminals do not agree about some of its cells."""
        return bool(_ODD.search("".join(self._letters[first:last])))

    def _most_spilt(self) -> int:
        """Return how many cells behind it it may cover, in the terminal with the widest letters."""
        if not _ODD.search(self._text):
            return len(_AGREED.sub("", self._text))
        ends = [self._furthest_end(*word) for word in _words_of(self._letters)]
        return max(0, *(end - len(self._letters) for end in ends))

    def _furthest_end(self, first: int, last: int) -> int:
        """Return where a word ends at most that is written in its column."""
        word = "".join(self._letters[first:last])
        return first + 2 * len(word) if _ODD.search(word) else last + len(_AGREED.sub("", word))


def _words_of(letters: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield where words begin and end, in cells."""
    start = 0
    for x, letter in enumerate((*letters, " ")):
        if letter == " ":
            if x > start:
                yield start, x
            start = x + 1


def odd_cells(letters: Sequence[str]) -> Sequence[bool]:
    """Tell of each cell whether it is of a word of which nobody knows the width; or of none."""
    text = "".join(letters)
    if text.isascii() or not _ODD.search(text):
        return ()
    odd = [False] * len(letters)
    for start, end in _words_of(letters):
        if _ODD.search("".join(letters[start:end])):
            odd[start:end] = [True] * (end - start)
    return odd


@lru_cache(2048)
def cells_of(text: str) -> list[str]:
    """Return a text cell by cell; the second cell of a wide letter is empty."""
    if _ONE_EACH.fullmatch(text):
        return list(text)
    cells: list[str] = []
    for letter, columns in split_letters(text):
        if columns:  # else it is a mark without a letter
            cells += [letter, *[""] * (columns - 1)]
    return cells
