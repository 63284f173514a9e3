"""A line of a terminal's cells: what it is to show and shows already in, what is written out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby

from reader.tui.terminal_output.terminal_pen import WORTH_ENDING, Pen
from reader.tui.terminal_output.terminal_runs import TextRun, cells_of, odd_cells

_GAP = 4  # cells that are written again rather than skipped


class CellRow:
    """A line of cells, as it is to be and as it is; the second cell of a wide letter is empty."""

    __slots__ = (
        *("_unpainted", "first", "last", "letters", "pens"),
        *("shown_letters", "shown_odd", "shown_pens"),
    )

    def __init__(self, width: int, unpainted: Pen) -> None:
        self._unpainted = unpainted  # the pen of cells that nothing was painted on
        self.letters, self.pens = [" "] * width, [unpainted] * width
        self.forget()

    def forget(self) -> None:
        """Take every cell for one that may show anything."""
        self.shown_letters = self.letters.copy()
        self.shown_pens = [pen if pen is self._unpainted else None for pen in self.pens]
        self.shown_odd: Sequence[bool] = ()  # the cells of words of which nobody knows the width
        self.first, self.last = 0, len(self.letters)  # between them something may have changed

    @property
    def is_unpainted(self) -> bool:
        """Whether nothing was painted on some of its cells."""
        return self._unpainted in self.pens

    def put_text(self, x: int, text: str, pen: Pen, limit: int) -> int:
        """Have a text stand somewhere, before a column; return the one after it."""
        cells = list(text) if text.isascii() else cells_of(text)
        start, end = max(0, x), x + len(cells)
        if x < 0 or end > limit:
            cells = cells[max(0, -x) : max(0, limit - x)]
        pens = [pen.blank if text.isspace() else pen] * len(cells)
        stop = start + len(cells)
        if cells and (self.letters[start:stop] != cells or self.pens[start:stop] != pens):
            self._replace(start, cells, pens)
        return end

    def _replace(self, start: int, cells: Sequence[str], pens: Sequence[Pen]) -> None:
        """Have other cells stand somewhere; of a wide letter nothing is left but the whole."""
        letters, end = self.letters, start + len(cells)
        begin = start
        if not letters[start]:
            begin -= 1
            letters[begin] = " "
        letters[start:end], self.pens[start:end] = cells, pens
        if end < len(letters) and not letters[end]:
            letters[end] = " "
            end += 1
        self.first, self.last = min(self.first, begin), max(self.last, end)

    def take_runs(self, may_erase: Callable[[Pen], bool]) -> list[TextRun]:
        """Return what is to be written, the first one last, and take it for written."""
        runs: list[TextRun] = []
        if self.first >= self.last:
            return runs
        halves = self._second_halves()
        self._doubt_odd_words()
        odd = odd_cells(self.letters)
        stop = 0
        for first, last in self._spans(may_erase):
            start, end = max(_begin_word(odd, first), stop), last
            while start < end:
                if self.pens[start] is self._unpainted:
                    start += 1
                    continue
                stop = self._run_end(odd, start, end)
                letters, pen = self.letters[start:stop], self.pens[start]
                run = TextRun(start, letters, pen, stop >= end, halves)
                if run.spill and stop >= end and self._are_blank(stop, run.spill, run.pen):
                    stop += run.spill
                    run = TextRun(start, self.letters[start:stop], pen, True, halves)
                end = min(max(end, stop + run.spill), len(self.letters))
                if runs and not (runs[1:] and runs[-1].continues(runs[-2])):
                    runs[-1].join(run)
                start = stop
                runs.append(run)
        self.take_for_shown(slice(self.first, self.last))
        self.shown_odd = odd
        return runs[::-1]

    def _second_halves(self) -> Collection[int]:
        """Return the columns where the second half of a wide letter may stand so far."""
        halves: set[int] = set()
        if "" in self.shown_letters:
            halves = {x for x, letter in enumerate(self.shown_letters) if not letter}
        for word in self._odd_words_shown():
            halves.update(range(word.start + 1, self._furthest_end(word) + 1))
        return halves

    def _odd_words_shown(self) -> Iterator[slice]:
        """Yield the cells of each word that stands there of which nobody knows the width."""
        start = 0
        for is_odd, cells in groupby(self.shown_odd):
            word = slice(start, start := start + len(list(cells)))
            if is_odd:
                yield word

    def _furthest_end(self, word: slice) -> int:
        """Return before which column such a word ends that stands there, however wide it is."""
        most = int(word.start) + 2 * len("".join(self.shown_letters[word]))
        return min(max(int(word.stop), most), len(self.letters))

    def _doubt_odd_words(self) -> None:
        """Take all cells of a word for changed of which nobody knows the width, if one of them is.

        Where its letters are narrower or wider than was counted, each stands in another cell,
        and the last ones perhaps behind the word.
        """
        for word in self._odd_words_shown():
            if (
                self.letters[word] != self.shown_letters[word]
                or self.pens[word] != self.shown_pens[word]
            ):
                end = self._furthest_end(word)
                self.shown_pens[word.start : end] = [None] * (end - word.start)
                self.first, self.last = min(self.first, word.start), max(self.last, end)

    def take_for_shown(self, changed: slice) -> None:
        """Take the cells that may have changed for cells that show what they are to show."""
        self.shown_letters[changed] = self.letters[changed]
        self.shown_pens[changed] = self.pens[changed]
        self.first, self.last = len(self.letters), 0

    def _spans(self, may_erase: Callable[[Pen], bool]) -> Iterator[tuple[int, int]]:
        """Yield the stretches in which cells change; what lies between them is dear to skip."""
        changed = self._changed()
        if not changed:
            return
        if len(changed) >= WORTH_ENDING and may_erase(self.pens[-1]):
            self._change_to_end(changed)
        start = end = changed[0]
        if changed[-1] - start >= len(changed):  # else there is nothing in between
            for x in changed:
                if x > end and not self._is_cheap(end, x):
                    yield start, end
                    start = x
                end = x + 1
        yield start, changed[-1] + 1

    def _change_to_end(self, changed: list[int]) -> None:
        """Take all of the blanks at the end of the line for changed, if several are."""
        width, ground = len(self.letters), self.pens[-1].blank
        first = changed[-WORTH_ENDING]
        if (
            self.letters[first:].count(" ") == width - first
            and ground is not self._unpainted
            and all(pen.blank is ground for pen in self.pens[first:])
        ):
            begin = first
            while begin and self._are_blank(begin - 1, 1, ground):
                begin -= 1
            if changed[0] < begin:  # the cursor may come to stand there anyway
                first = begin
            while changed and changed[-1] >= first:
                changed.pop()
            changed += range(first, width)

    def _is_cheap(self, start: int, end: int) -> bool:
        """Tell whether writing cells that stay costs no more than going to the next one."""
        before, after = self.pens[start - 1], self.pens[end]
        return end - start <= _GAP and all(
            self._suits(x, after) or self._suits(x, before) for x in range(start, end)
        )

    def _changed(self) -> list[int]:
        """Return the cells that are to show something else; of a blank only the ground is seen."""
        part = slice(self.first, self.last)
        rows = self.letters, self.shown_letters, self.pens, self.shown_pens
        cells = zip(range(self.first, self.last), *(row[part] for row in rows), strict=True)
        return [
            x
            for x, letter, shown, pen, shown_pen in cells
            if letter != shown
            or (
                pen is not shown_pen
                and (letter != " " or shown_pen is None or pen.blank is not shown_pen.blank)
            )
        ]

    def _run_end(self, odd: Sequence[bool], start: int, end: int) -> int:
        """Return where the cells that are written with one pen end, at the end of a letter."""
        pens, pen, stop = self.pens, self.pens[start], end
        if pens[start:end].count(pen) < end - start:
            stop = next((x for x in range(start, end) if not self._suits(x, pen)), end)
        while stop < len(pens) and pens[stop] is pen:
            if self.letters[stop] and not (odd and odd[stop] and odd[stop - 1]):
                break
            stop += 1
        return stop

    def _are_blank(self, start: int, columns: int, pen: Pen) -> bool:
        """Tell whether some cells are blanks on the ground of a pen."""
        cells = range(start, start + columns)
        return cells[-1] < len(self.pens) and all(
            self.letters[x] == " " and self.pens[x].blank is pen.blank for x in cells
        )

    def _suits(self, x: int, pen: Pen) -> bool:
        """Tell whether a cell can be written with a pen: of a blank only the ground is seen."""
        other = self.pens[x]
        return other is pen or (self.letters[x] == " " and other.blank is pen.blank)


def _begin_word(odd: Sequence[bool], x: int) -> int:
    """Return where the word begins that can only be written whole, or the same cell."""
    while odd and x > 0 and odd[x] and odd[x - 1]:
        x -= 1
    return x
