"""A line of a terminal's cells: what it is to show and shows already in, what is written out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import compress, count, groupby, repeat
from operator import is_not, ne

from reader.tui.terminal_output.terminal_pen import WORTH_ENDING, Pen
from reader.tui.terminal_output.terminal_runs import TextRun, cells_of, odd_cells

_GAP = 4  # cells that are written again rather than skipped
_CHANGES = re.compile(rb"\x01+")
_STRETCHES = re.compile(rb"\x01+(?:\0{1,%d}\x01+)*" % _GAP)  # changes with no more in between


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

    def put_texts(self, x: int, texts: Iterable[tuple[str, Pen]], limit: int) -> int:
        """Have texts stand side by side somewhere, before a column; return the one after them."""
        cells: list[str] = []
        pens: list[Pen] = []
        for text, pen in texts:
            cells += text if text.isascii() else cells_of(text)
            pens += [pen.blank if text.isspace() else pen] * (len(cells) - len(pens))
        start, end = max(0, x), x + len(cells)
        if x < 0 or end > limit:
            seen = slice(max(0, -x), max(0, limit - x))
            cells, pens = cells[seen], pens[seen]
        stop = start + len(cells)
        if cells and (self.letters[start:stop] != cells or self.pens[start:stop] != pens):
            self._replace(start, cells, pens)
        return end

    def _replace(self, start: int, cells: Sequence[str], pens: Sequence[Pen]) -> None:
        """Have other cells stand somewhere; of a wide letter nothing is left but the whole."""
        letters, end = self.letters, start + len(cells)
        if letters[start]:
            kept = slice(start, end)
            others = map(ne, letters[kept], cells), map(is_not, self.pens[kept], pens)
            begin = min(next(compress(count(start), other), end) for other in others)
        else:
            begin = start - 1
            letters[begin] = " "
        letters[start:end], self.pens[start:end] = cells, pens
        if end < len(letters) and not letters[end]:
            letters[end] = " "
            end += 1
        self.first, self.last = min(self.first, begin), max(self.last, end)

    @property
    def is_changed(self) -> bool:
        """Whether some of its cells may have to be written."""
        return self.first < self.last

    def take_runs(self, may_erase: Callable[[Pen], bool], limit: int) -> list[TextRun]:
        """Return what is to be written before a column, the first one last.

        It is taken for written. What stands behind is left for the next time; so is a line with
        a word of which nobody knows the width, unless all of it is wanted.
        """
        odd, width = odd_cells(self.letters), len(self.letters)
        is_part = limit < width
        if self.first >= min(self.last, limit) or (is_part and (odd or self.shown_odd)):
            return []
        halves = self._second_halves()
        self._doubt_odd_words()
        self.last, end = min(self.last, limit), self.last
        changed = self._changed()
        if not is_part and may_erase(self.pens[-1]):
            self._change_to_end(changed)
        runs = self._runs(changed, odd, halves, limit)
        self.take_for_shown(slice(self.first, self.last))
        self.shown_odd = odd
        covered = min(width, max((run.end + run.spill for run in runs), default=0))
        if is_part and max(covered, end) > limit:
            self.shown_pens[limit:covered] = [None] * (covered - limit)
            self.first, self.last = limit, max(covered, end)
        return runs[::-1]

    def _runs(
        self, changed: bytearray, odd: Sequence[bool], halves: Collection[int], limit: int
    ) -> list[TextRun]:
        """Return what is to be written where cells change, before a column."""
        runs: list[TextRun] = []
        stop = 0
        for first, last in self._spans(changed):
            start, end = max(_begin_word(odd, first), stop), last
            while start < end:
                if self.pens[start] is self._unpainted:
                    start += 1
                    continue
                stop = self._run_end(odd, start, end)
                run = TextRun(
                    start, self.letters[start:stop], self.pens[start], stop >= end, halves
                )
                while run.spill and stop >= end:
                    further = self._run_end(odd, start, min(stop + run.spill, limit))
                    if further <= stop:
                        break
                    stop = further
                    run = TextRun(start, self.letters[start:stop], self.pens[start], True, halves)
                end = min(max(end, stop + run.spill), limit)
                if runs and not (runs[1:] and runs[-1].continues(runs[-2])):
                    runs[-1].join(run)
                start = stop
                runs.append(run)
        return runs

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

    def take_for_moved(
        self, letters: list[str], pens: list[Pen | None], odd: Sequence[bool]
    ) -> None:
        """Take cells for shown that stood on another line, and each for one that may change."""
        self.shown_letters, self.shown_pens, self.shown_odd = letters, pens, odd
        self.first, self.last = 0, len(self.letters)

    def _spans(self, changed: bytearray) -> Iterator[tuple[int, int]]:
        """Yield the stretches in which cells change; what lies between them is dear to skip."""
        for stretch in _STRETCHES.finditer(changed):
            start, end = stretch.span()
            pens, stop = self.pens[start:end], start
            if pens.count(pens[0]) < len(pens):
                for change in _CHANGES.finditer(changed, start, end):
                    if stop < change.start() and not self._is_cheap(stop, change.start()):
                        yield start, stop
                        start = change.start()
                    stop = change.end()
            yield start, end

    def _change_to_end(self, changed: bytearray) -> None:
        """Take all of the blanks at the end of the line for changed, if several are."""
        first = width = len(changed)
        for _ in range(WORTH_ENDING):
            first = changed.rfind(1, 0, first)
            if first < 0:
                return
        begin = self._begin_of_blanks()
        if begin <= first:
            if begin <= changed.find(1):
                begin = first  # the cursor may come to stand there anyway
            changed[begin:] = b"\1" * (width - begin)

    def _begin_of_blanks(self) -> int:
        """Return where the painted blanks at the end of the line begin that look like the last."""
        begin, ground = len(self.pens), self.pens[-1].blank
        cells = zip(reversed(self.letters), reversed(self.pens), strict=True)
        for letter, pen in cells if ground is not self._unpainted else ():
            if letter != " " or pen.blank is not ground:
                break
            begin -= 1
        return begin

    def _is_cheap(self, start: int, end: int) -> bool:
        """Tell whether writing a few cells that stay costs no more than going to the next one."""
        before, after = self.pens[start - 1], self.pens[end]
        return all(self._suits(x, after) or self._suits(x, before) for x in range(start, end))

    def _changed(self) -> bytearray:
        """Return of each cell whether it is to show something else, as a byte.

        Of a blank only the ground is seen.
        """
        part = slice(self.first, self.last)
        letters, pens, shown_pens = self.letters[part], self.pens[part], self.shown_pens[part]
        changed = bytearray(self.first)
        changed += bytes(map(ne, letters, self.shown_letters[part]))
        if pens != shown_pens:
            for at in compress(range(len(pens)), map(is_not, pens, shown_pens)):
                shown_pen = shown_pens[at]
                if letters[at] != " " or shown_pen is None or pens[at].blank is not shown_pen.blank:
                    changed[self.first + at] = 1
        return changed + bytes(len(self.letters) - self.last)

    def _run_end(self, odd: Sequence[bool], start: int, end: int) -> int:
        """Return where the cells that are written with one pen end, at the end of a letter."""
        pens, pen = self.pens, self.pens[start]
        others = compress(range(start, end), map(is_not, pens[start:end], repeat(pen)))
        stop = next((x for x in others if not self._suits(x, pen)), end)
        while stop < len(pens) and pens[stop] is pen:
            if self.letters[stop] and not (odd and odd[stop] and odd[stop - 1]):
                break
            stop += 1
        return stop

    def _suits(self, x: int, pen: Pen) -> bool:
        """Tell whether a cell can be written with a pen: of a blank only the ground is seen."""
        other = self.pens[x]
        return other is pen or (self.letters[x] == " " and other.blank is pen.blank)


def _begin_word(odd: Sequence[bool], x: int) -> int:
    """Return where the word begins that can only be written whole, or the same cell."""
    while odd and x > 0 and odd[x] and odd[x - 1]:
        x -= 1
    return x
