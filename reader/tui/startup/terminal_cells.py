"""What the terminal shows, cell by cell, so that a frame writes nothing but what has changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import and_, ne

from rich.color import ColorSystem
from rich.segment import Segment
from textual._compositor import ChopsUpdate, LayoutUpdate

from reader.control_characters import mask_line
from reader.tui.startup.terminal_pen import WORTH_ENDING, Pen, PenTable, TerminalWriter
from reader.tui.startup.terminal_runs import PenOrder, TextRun, cells_of, odd_cells

_CODES = re.compile(r"(\x1b\[[\d;]*[Gm])")  # of columns and colours
_GAP = 4  # cells that are written again rather than skipped
_SAMPLE = 24  # cells of each line by which lines that stand elsewhere now are known
_FURTHEST = 9  # lines that they may have moved
_WORTH_SCROLLING = 60  # cells that have to be spared by moving lines
_LOSS = 2  # how many cells a move has to make right for each that it makes wrong


class TerminalCells:
    """The cells of a terminal: what they are to show, and what they show already.

    Terminals do not agree how wide some letters are. After a piece with such letters the column
    of the next one is written, and whatever the piece may have covered is written again. Cells
    that were never painted stay as somebody else has left them.
    """

    def __init__(self, colours: ColorSystem | None = None) -> None:
        self._pens = PenTable(colours)
        self._writer = TerminalWriter(self._pens)
        self._order = PenOrder(self._pens)
        self.size = 0, 0
        self._rows: list[_Row] = []
        self._touched: set[int] = set()
        self._edges: set[int] = set()  # the columns in which panes begin that were painted

    def fit(self, width: int, height: int) -> None:
        """Have a terminal of another size, of which nobody knows what it shows."""
        if self.size != (width, height):
            self.size = width, height
            self._rows = [_Row(width, self._pens.unpainted) for _ in range(height)]
            self._touched.clear()
            self._writer.begin_anew(self.size[0])

    def take_over(self, width: int, lines: Sequence[str]) -> None:
        """Know what stands on the terminal already: lines as they were written, with their codes.

        Of a line with odd letters nobody knows how it looks; it is written again with its next
        change.
        """
        self.fit(width, len(lines))
        for row, line in zip(self._rows, lines, strict=True):
            x, pen = 0, self._pens.plain
            for piece in _CODES.split(line):
                if piece.startswith("\x1b") and piece.endswith("G"):
                    x = int(piece[2:-1]) - 1
                elif piece.startswith("\x1b"):
                    pen = self._pens.read(piece[2:-1])
                else:
                    x = row.put_text(x, piece, pen, width)
            if not odd_cells(row.letters):
                row.take_for_shown(slice(0, width))

    def forget(self) -> None:
        """Take every cell for one that may show anything."""
        for row in self._rows:
            row.forget()
        self._touched.update(range(len(self._rows)))
        self._writer.begin_anew(self.size[0])

    def take(self, update: LayoutUpdate | ChopsUpdate) -> None:
        """Take what Textual has painted."""
        if isinstance(update, LayoutUpdate):
            for y, strips in enumerate(update.strips, update.region.y):
                x = update.region.x
                for piece in strips:
                    end = x + piece.cell_length
                    self.put_line(x, y, piece, end)
                    x = end
            return
        for y, left, right in update.spans:
            pieces = zip(update.chops[y].items(), update.chop_ends[y], strict=False)
            for (x, strip), end in pieces:
                if strip is not None and x < right and end > left:
                    self.put_line(x, y, strip, end)

    def begin_pane(self, x: int) -> None:
        """Have what stands left of a column written before a pane that begins there."""
        self._edges.add(x)

    def put_line(self, x: int, y: int, segments: Iterable[Segment], end: int) -> None:
        """Have a line of text stand somewhere, before a column that is somebody else's."""
        if not 0 <= y < len(self._rows):
            return
        self._touched.add(y)
        row, end = self._rows[y], min(end, self.size[0])
        for text, style, control in segments:
            if text and not control:
                x = row.put_text(x, mask_line(text), self._pens.pen(style), end)

    def frame(self, column: int, line: int) -> str:
        """Return what has the terminal show everything, and its cursor stand at a place.

        Colours are dear: what has the same is written together, though a pane before what is right
        of it, and of a line each letter of doubtful width before what it may cover.
        """
        self._scroll()
        may_erase = self._writer.may_erase
        runs = {y: self._rows[y].take_runs(may_erase) for y in sorted(self._touched)}
        self._touched.clear()
        _join_blank_lines(runs)
        limits = sorted(self._edges)
        chains = [(y, chain) for y, row in runs.items() for chain in _split_chains(row)]
        order = self._order.find([chain for _, chain in chains], limits, self._writer.pen)[::-1]
        for limit in (*limits, self.size[0]):
            while waiting := [(y, row) for y, row in chains if row and row[-1].start < limit]:
                pen = self._next_pen([row for _, row in waiting], order)
                for y, row in waiting:
                    if row[-1].suits(pen):
                        self._write_runs(row, y, pen)
        self._edges.clear()
        self._pens.shrink()
        return self._writer.finish(column, line)

    def _scroll(self) -> None:
        """Have the terminal move the lines between the first and the last, as far as they moved.

        Only whole lines can be moved: of the letters that stand where they belong few may have to
        be written again.
        """
        rows = self._rows[1:-1]
        steps = _steps_moved(rows) if 2 * len(self._touched) > len(rows) else 0
        if not steps or any(row.is_unpainted for row in rows):
            return
        shown = [(row.shown_letters, row.shown_pens, row.shown_odd) for row in rows]
        moved = shown[steps:] + shown[:steps]
        still = range(max(0, -steps), len(rows) - max(0, steps))
        blank = [" "] * self.size[0]
        gains = losses = 0
        for y, (row, (letters, *_)) in enumerate(zip(rows, moved, strict=True)):
            gained, lost = _count_moved(row, letters if y in still else blank)
            gains, losses = gains + gained, losses + lost
        if gains < _WORTH_SCROLLING + _LOSS * losses:
            return
        self._writer.scroll(1, len(rows) + 1, steps)
        for y, row in enumerate(rows):
            row.forget()
            if y in still:
                row.shown_letters, row.shown_pens, row.shown_odd = moved[y]
        self._touched.update(range(1, len(rows) + 1))

    def _write_runs(self, runs: list[TextRun], y: int, pen: Pen) -> None:
        """Write what comes next on a line with a pen.

        What stands in the last column alone is left for the next time: from there it is nearer to
        the same column of the line below than to anything else.
        """
        last, is_first = self.size[0] - 1, True
        while runs and runs[-1].suits(pen) and (is_first or runs[-1].start < last):
            runs.pop().write(self._writer, y)
            is_first = False

    def _next_pen(self, rows: Collection[Sequence[TextRun]], order: list[Pen]) -> Pen:
        """Return the pen to go on with: the same, or the next in an order that has it last."""
        pen = self._writer.pen
        while not any(row[-1].suits(pen) for row in rows):
            pen = order.pop() if order else next(iter(rows))[-1].pen
        return pen


class _Row:
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


def _steps_moved(rows: Sequence[_Row]) -> int:
    """Return how many lines further up most lines stand now, by what begins to change in them."""
    first = min((row.first for row in rows), default=0)
    now = [row.letters[first : first + _SAMPLE] for row in rows]
    was = [row.shown_letters[first : first + _SAMPLE] for row in rows]
    told = [y for y, letters in enumerate(now) if letters.count(" ") < len(letters)]

    def count_moved(steps: int) -> int:
        return sum(0 <= y + steps < len(was) and now[y] == was[y + steps] for y in told)

    steps = max(range(-_FURTHEST, _FURTHEST + 1), key=count_moved)
    return steps if 2 * count_moved(steps) > len(told) else 0


def _count_moved(row: _Row, moved: Sequence[str]) -> tuple[int, int]:
    """Return how many cells of a line others make right that move there, and how many wrong."""
    wrong_before = list(map(ne, row.letters, row.shown_letters))
    wrong_after = list(map(ne, row.letters, moved))
    both = sum(map(and_, wrong_before, wrong_after))
    return sum(wrong_before) - both, sum(wrong_after) - both


def _join_blank_lines(rows: Mapping[int, Sequence[TextRun]]) -> None:
    """Have a line of blanks written together with one of its neighbours, if that is written."""
    for y, row in rows.items():
        if len(row) == 1 and row[0].is_blank:
            above, below = rows.get(y - 1), rows.get(y + 1)
            if not (above and row[0].join(above[0])) and below:
                row[0].join(below[-1])


def _split_chains(runs: Sequence[TextRun]) -> list[list[TextRun]]:
    """Return parts of a line that may be written in any order, each with its first run last.

    What a letter may cover that is wider than was counted is written after it.
    """
    chains: list[list[TextRun]] = []
    covered = 0  # the column before which anything may be covered
    for run in reversed(runs):
        if run.start < covered:
            chains[-1].insert(0, run)
        else:
            chains.append([run])
        covered = max(covered, run.end + run.spill)
    return chains


def _begin_word(odd: Sequence[bool], x: int) -> int:
    """Return where the word begins that can only be written whole, or the same cell."""
    while odd and x > 0 and odd[x] and odd[x - 1]:
        x -= 1
    return x
