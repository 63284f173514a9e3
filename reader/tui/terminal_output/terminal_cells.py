"""What the terminal shows, cell by cell, so that a frame writes nothing but what has changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import ne

from rich.color import ColorSystem
from rich.segment import Segment
from textual._compositor import ChopsUpdate, LayoutUpdate

from reader.control_characters import mask_line
from reader.tui.terminal_output.cell_row import CellRow
from reader.tui.terminal_output.terminal_pen import Pen, PenTable, TerminalWriter
from reader.tui.terminal_output.terminal_runs import PenOrder, TextRun, odd_cells

_CODES = re.compile(r"(\x1b\[[\d;]*[Gm])")  # of columns and colours
_SAMPLE = 24  # cells of each line by which lines that stand elsewhere now are known
_FURTHEST = 9  # lines that they may have moved
_WORTH_SCROLLING = 30  # bytes that have to be spared by moving lines
_GOING_ON = 6  # bytes of going to another column, about


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
        self._rows: list[CellRow] = []
        self._touched: set[int] = set()
        self._edges: set[int] = set()  # the columns in which panes begin that were painted

    def fit(self, width: int, height: int) -> None:
        """Have a terminal of another size, of which nobody knows what it shows."""
        if self.size != (width, height):
            self.size = width, height
            self._rows = [CellRow(width, self._pens.unpainted) for _ in range(height)]
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
                    x = row.put_texts(x, [(piece, pen)], width)
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
        pen = self._pens.pen
        texts = [(mask_line(text), pen(style)) for text, style, control in segments if not control]
        self._rows[y].put_texts(x, texts, min(end, self.size[0]))

    def frame(self, column: int, line: int, limit: int | None = None) -> str:
        """Return what has the terminal show everything, and its cursor stand at a place.

        Before a column only, where that is a `limit`: what begins there is about to change.

        Colours are dear: what has the same is written together, though a pane before what is right
        of it, and of a line each letter of doubtful width before what it may cover.
        """
        limit = self.size[0] if limit is None else min(limit, self.size[0])
        self._scroll(limit)
        may_erase = self._writer.may_erase
        runs = {y: self._rows[y].take_runs(may_erase, limit) for y in sorted(self._touched)}
        self._touched = {y for y in self._touched if self._rows[y].is_changed}
        _join_blank_lines(runs)
        edges = sorted(self._edges)
        chains = [(y, chain) for y, row in runs.items() for chain in _split_chains(row)]
        order = self._order.find([chain for _, chain in chains], edges, self._writer.pen)[::-1]
        for edge in (*edges, self.size[0]):
            while waiting := [(y, row) for y, row in chains if row and row[-1].start < edge]:
                pen = self._next_pen([row for _, row in waiting], order)
                for y, row in waiting:
                    if row[-1].suits(pen):
                        self._write_runs(row, y, pen)
        self._edges.clear()
        self._pens.shrink()
        return self._writer.finish(column, line)

    def _scroll(self, limit: int) -> None:
        """Have the terminal move the lines between the first and the last, as far as they moved.

        Only whole lines can be moved: what stands beside them and belongs there may have to be
        written again, unless it is behind a column and about to change.
        """
        rows = self._rows[1:-1]
        steps = _steps_moved(rows) if 2 * len(self._touched) > len(rows) else 0
        if not steps or any(row.is_unpainted for row in rows):
            return
        shown = [(row.shown_letters, row.shown_pens, row.shown_odd) for row in rows]
        moved = shown[steps:] + shown[:steps]
        still = range(max(0, -steps), len(rows) - max(0, steps))
        blank = [" "] * limit
        spared = 0
        for y, (row, (letters, *_)) in enumerate(zip(rows, moved, strict=True)):
            now, shown_now = row.letters[:limit], row.shown_letters[:limit]
            spared += _count_bytes(now, shown_now)
            spared -= _count_bytes(now, letters[:limit] if y in still else blank)
        if spared < _WORTH_SCROLLING:
            return
        self._writer.scroll(1, len(rows) + 1, steps)
        for y, row in enumerate(rows):
            if y in still:
                row.take_for_moved(*moved[y])
            else:
                row.forget()
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


def _steps_moved(rows: Sequence[CellRow]) -> int:
    """Return how many lines further up most lines stand now, by what begins to change in them."""
    first = min((row.first for row in rows), default=0)
    part = slice(first, first + _SAMPLE)
    stood: dict[str, list[int]] = {}
    for y, row in enumerate(rows):
        stood.setdefault("".join(row.shown_letters[part]), []).append(y)
    now = ["".join(row.letters[part]) for row in rows]
    told = [(y, text) for y, text in enumerate(now) if text and not text.isspace()]
    moved = Counter(before - y for y, text in told for before in stood.get(text, ()))
    steps = max(range(-_FURTHEST, _FURTHEST + 1), key=lambda steps: moved[steps])
    return steps if 2 * moved[steps] > len(told) else 0


def _count_bytes(letters: Sequence[str], shown: Sequence[str]) -> int:
    """Return in about how many bytes a line is written over another."""
    return 0 if letters == shown else _GOING_ON + sum(map(ne, letters, shown))


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
