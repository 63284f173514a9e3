"""Pieces of a line as they are written to a terminal, whatever width it gives to a letter."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from reader.tui.render.cells import split_letters
from reader.tui.terminal_output.terminal_pen import WORTH_ENDING, Pen, PenTable, TerminalWriter

# One column wide, and two: for Rich, and for all terminals but those that take signs for wide.
_NARROW = "\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u03ff\u0400-\u0482"
_NARROW += "\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u2190-\u2193\u2500-\u25fc"
_WIDE = "\u1100-\u115f\u2e80-\u2fff\u3001-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u31ff"
_WIDE += "\u3250-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60"
_ONE_EACH = re.compile(f"[ -~{_NARROW}]*")
_AGREED = re.compile(f"[ -~{_WIDE}]+")
_ODD = re.compile(f"[^ -~{_NARROW}{_WIDE}]")
_MOST_ORDERS = 256  # of pens that are kept
_MOST_BEGUN = 6  # orders of pens that are followed at a time
_LEAST_SWITCH = 16  # bytes of a code, about

_Needs = tuple[tuple[int, Pen, bool], ...]
"""The pane, the pen, and whether others on its ground will do, of one run after the other."""
_Begun = tuple[int, int, list[Pen], list[_Needs]]
"""About the bytes of an order, those of its begin, that begin, and what lines still need."""


class TextRun:
    """Cells in a row that are written with one pen.

    `spill` is how many of the cells behind it it may cover: they have to be written after it.
    Where that would be nothing but those, the blanks at its end are `blanks_first`: written before
    the text. `halves` are the columns where the second half of a wide letter may stand so far: of
    a letter whose first half alone is erased, tmux keeps the other one, and takes away what stands
    before it by then as soon as something is written over it.
    """

    __slots__ = (
        *("_halves", "_letters", "_text", "_waits"),
        *("blanks_first", "is_blank", "pen", "spill", "start"),
    )

    def __init__(
        self,
        start: int,
        letters: Sequence[str],
        pen: Pen,
        ends_span: bool = False,
        halves: Container[int] = (),
    ) -> None:
        self.start, self._letters, self._halves = start, letters, halves
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

    @property
    def end(self) -> int:
        """The column behind it."""
        return self.start + len(self._letters)

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
        return self.pen is pen or (self.is_flexible and self.pen.blank is pen.blank)

    @property
    def is_flexible(self) -> bool:
        """Whether any pen on its ground will do."""
        return self.is_blank and not self._waits

    def write(self, writer: TerminalWriter, line: int) -> None:
        """Write it on a line of the terminal."""
        if not _ODD.search(self._text):
            self._write_agreed(writer, line)
            return
        for first, last, is_erased in self._pieces():
            if is_erased:
                whole = self._end_of_letter(last)
                self._write_piece(writer, line, first, " " * (whole - first), whole - first)
            else:
                text = "".join(self._letters[first:last])
                self._write_piece(writer, line, first, text, last - first)

    def _end_of_letter(self, end: int) -> int:
        """Return where a letter ends that stood across a cell so far, or the end of the run."""
        while end < len(self._letters) and self.start + end in self._halves:
            end += 1
        return end

    def _write_agreed(self, writer: TerminalWriter, line: int) -> None:
        """Write cells of known width; the blanks behind them are erased if that is cheaper.

        Before a text in doubt rather than behind it, where the column would have to be written.
        """
        end, text = len(self._letters), self._text.rstrip(" ")
        blanks, is_cut = len(self._text) - len(text), self.end in self._halves
        writer.move(self.start, line)
        if self.blanks_first and not is_cut and writer.erase(end, self.pen):
            self._write_piece(writer, line, 0, text, end - blanks)
        elif self.blanks_first or (
            text and blanks and not is_cut and writer.erasing(blanks, self.end, self.pen)
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
        is_cut = self.start + first + columns in self._halves
        writer.write(text, self.pen, columns, may_erase=not is_cut)
        if not text.isascii():
            writer.doubt_column(may_be_less=bool(_ODD.search(text)))

    def _pieces(self) -> Iterator[tuple[int, int, bool]]:
        """Yield what is written from one cell to another, and whether it is blanks.

        Blanks go first where a word with odd letters may leave a cell as it was, or reach further
        than was counted. Such a word stands alone; what stands between two of them is in one piece.
        """
        words = [(self._is_odd(*word), word) for word in _words_of(self._letters)]
        begin = next(first for is_odd, (first, _) in words if is_odd)
        if begin:
            yield 0, begin, False
        yield begin, len(self._letters), True
        for is_odd, group in groupby(words, key=lambda word: word[0]):
            inside = [word for _, word in group if begin <= word[0]]
            if is_odd:
                yield from ((first, last, False) for first, last in inside)
            elif inside:
                yield inside[0][0], inside[-1][1], False

    def _is_odd(self, first: int, last: int) -> bool:
        """Tell whether terminals do not agree about some of its cells."""
        return bool(_ODD.search("".join(self._letters[first:last])))

    def _most_spilt(self) -> int:
        """Return how many cells behind it it may cover, in the terminal with the widest letters."""
        if not _ODD.search(self._text):
            return len(_AGREED.sub("", self._text))
        ends = [self._furthest_end(*piece) for piece in self._pieces()]
        return max(0, *(end - len(self._letters) for end in ends))

    def _furthest_end(self, first: int, last: int, is_erased: bool) -> int:
        """Return where a piece ends at most that is written in its column."""
        text = "" if is_erased else "".join(self._letters[first:last])
        return first + 2 * len(text) if _ODD.search(text) else last + len(_AGREED.sub("", text))


def _words_of(letters: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield where words begin and end, in cells."""
    start = 0
    for x, letter in enumerate((*letters, " ")):
        if letter == " ":
            if x > start:
                yield start, x
            start = x + 1


class PenOrder:
    """Finds the order of pens in which lines are written with the fewest bytes of codes.

    Each line has its pens in their order, and all lines of one pane come before those of the next.
    Of the ways to begin that are about as short only a few are followed.
    """

    def __init__(self, pens: PenTable) -> None:
        self._pens = pens
        self._known: dict[tuple[tuple[_Needs, ...], Pen], list[Pen]] = {}

    def find(
        self, lines: Iterable[Sequence[TextRun]], limits: Sequence[int], pen: Pen
    ) -> list[Pen]:
        """Return the pens after one, for lines that have their first run last.

        `limits` are the columns in which the next pane begins, in their order.
        """
        needs = _longest(dict.fromkeys(_needs_of(line, limits) for line in lines if line))
        order = self._known.get((needs, pen))
        if order is None:
            if len(self._known) >= _MOST_ORDERS:
                self._known.clear()
            order = self._known[needs, pen] = self._search(needs, pen)
        return order

    def _search(self, lines: Iterable[_Needs], pen: Pen) -> list[Pen]:
        """Return the best order that is found."""
        switch = self._pens.switch
        begun: list[_Begun] = [(0, 0, [pen], _go_on(lines, pen))]
        while begun[0][3]:
            longer: dict[tuple[Pen, tuple[_Needs, ...]], _Begun] = {}
            for _, cost, order, waiting in begun:
                pane = min((line[0][0] for line in waiting), default=0)
                for after in dict.fromkeys(line[0][1] for line in waiting if line[0][0] == pane):
                    rest = _go_on(waiting, after)
                    paid = cost + len(switch(order[-1], after))
                    left = len({need[1] for line in rest for need in line})
                    key = after, tuple(rest)
                    if key not in longer or paid < longer[key][1]:
                        longer[key] = paid + _LEAST_SWITCH * left, paid, [*order, after], rest
            begun = sorted(longer.values(), key=lambda one: one[0])[:_MOST_BEGUN]
        return begun[0][2][1:]


def _needs_of(line: Sequence[TextRun], limits: Sequence[int]) -> _Needs:
    """Return what a line needs to be written."""
    needs = ((bisect_right(limits, run.start), run.pen, run.is_flexible) for run in reversed(line))
    return tuple(need for need, _ in groupby(needs))


def _longest(lines: Iterable[_Needs]) -> tuple[_Needs, ...]:
    """Leave out lines that are written meanwhile, whatever the order, when others are."""
    longest: list[_Needs] = []
    for line in sorted(lines, key=lambda line: (-len(line), line[0][2])):
        if not any(_is_part(line, other) for other in longest):
            longest.append(line)
    return tuple(longest)


def _is_part(line: _Needs, other: _Needs) -> bool:
    """Tell whether another line needs the same, perhaps with something in between."""
    others = iter(other)
    return all(
        any(
            pane == need[0] and (pen is need[1] or (is_flexible and pen.blank is need[1].blank))
            for need in others
        )
        for pane, pen, is_flexible in line
    )


def _go_on(lines: Iterable[_Needs], pen: Pen) -> list[_Needs]:
    """Return what lines still need once all is written that comes next and suits a pen."""
    waiting: dict[_Needs, None] = {}
    for line in lines:
        at = 0
        for _, needed, is_flexible in line:
            if needed is not pen and not (is_flexible and needed.blank is pen.blank):
                break
            at += 1
        if at < len(line):
            waiting[line[at:]] = None
    return list(waiting)


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
