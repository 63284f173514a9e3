"""What the terminal shows, cell by cell, so that a frame writes nothing but what has changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from rich.color import ColorSystem
from rich.segment import Segment
from textual._compositor import ChopsUpdate, LayoutUpdate

from reader.control_characters import mask_line
from reader.tui.render.cells import split_letters
from reader.tui.startup.terminal_pen import Pen, PenTable, TerminalWriter

# One column wide, and two: for Rich, and for all terminals but those that take signs for wide.
_NARROW = "\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u03ff\u0400-\u0482"
_NARROW += "\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u2190-\u2193\u2500-\u25fc"
_WIDE = "\u1100-\u115f\u2e80-\u2fff\u3001-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u31ff"
_WIDE += "\u3250-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60"
_ONE_EACH = re.compile(f"[ -~{_NARROW}]*")
_AGREED = re.compile(f"[ -~{_WIDE}]+")
_ODD = re.compile(f"[^ -~{_NARROW}{_WIDE}]")
_GAP = 4  # cells that are written again rather than skipped


class TerminalCells:
    """The cells of a terminal: what they are to show, and what they show already.

    Terminals do not agree how wide some letters are. After a piece with such letters the column
    of the next one is written, and whatever the piece may have covered is written again. Cells
    that were never painted stay as somebody else has left them.
    """

    def __init__(self, colours: ColorSystem | None = None) -> None:
        self._pens = PenTable(colours)
        self._writer = TerminalWriter(self._pens)
        self.size = 0, 0
        self._rows: list[_Row] = []
        self._touched: set[int] = set()

    def fit(self, width: int, height: int) -> None:
        """Have a terminal of another size, of which nobody knows what it shows."""
        if self.size != (width, height):
            self.size = width, height
            self._rows = [_Row(width, self._pens.unpainted) for _ in range(height)]
            self._touched.clear()
            self._writer.begin_anew()

    def forget(self) -> None:
        """Take every cell for one that may show anything."""
        for row in self._rows:
            row.forget()
        self._touched.update(range(len(self._rows)))
        self._writer.begin_anew()

    def take(self, update: LayoutUpdate | ChopsUpdate) -> None:
        """Take what Textual has painted."""
        if isinstance(update, LayoutUpdate):
            for y, strips in enumerate(update.strips, update.region.y):
                x = update.region.x
                for piece in strips:
                    end = x + piece.cell_length
                    self.put(x, y, piece, end)
                    x = end
            return
        for y, left, right in update.spans:
            pieces = zip(update.chops[y].items(), update.chop_ends[y], strict=False)
            for (x, strip), end in pieces:
                if strip is not None and x < right and end > left:
                    self.put(x, y, strip, end)

    def put(self, x: int, y: int, segments: Iterable[Segment], end: int) -> None:
        """Have a line of text stand somewhere, before a column that is somebody else's."""
        if not 0 <= y < len(self._rows):
            return
        self._touched.add(y)
        row, end = self._rows[y], min(end, self.size[0])
        for text, style, control in segments:
            if text and not control:
                x = row.put(x, mask_line(text), self._pens.pen(style), end)

    def frame(self, column: int, line: int) -> str:
        """Return what has the terminal show everything, and its cursor stand at a place."""
        for y in sorted(self._touched):
            self._rows[y].write(self._writer, y)
        self._touched.clear()
        self._pens.shrink()
        return self._writer.finish(column, line)


class _Row:
    """A line of cells, as it is to be and as it is; the second cell of a wide letter is empty."""

    __slots__ = ("_unpainted", "first", "last", "letters", "pens", "shown_letters", "shown_pens")

    def __init__(self, width: int, unpainted: Pen) -> None:
        self._unpainted = unpainted  # the pen of cells that nothing was painted on
        self.letters, self.pens = [" "] * width, [unpainted] * width
        self.forget()

    def forget(self) -> None:
        """Take every cell for one that may show anything."""
        self.shown_letters = self.letters.copy()
        self.shown_pens = [pen if pen is self._unpainted else None for pen in self.pens]
        self.first, self.last = 0, len(self.letters)  # between them something may have changed

    def put(self, x: int, text: str, pen: Pen, limit: int) -> int:
        """Have a text stand somewhere, before a column; return the one after it."""
        cells = list(text) if text.isascii() else _cells(text)
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

    def write(self, writer: TerminalWriter, y: int) -> None:
        """Write what is to show something else than it does."""
        if self.first >= self.last:
            return
        odd = _odd_cells(self.letters)
        stop = 0
        for first, last in self._spans():
            start, end = max(_begin_word(odd, first), stop), last
            while start < end:
                stop = self._run_end(odd, start, end)
                spill = self._write_run(writer, y, start, stop)
                end = min(max(end, stop + spill), len(self.letters))
                start = stop
        changed = slice(self.first, self.last)
        self.shown_letters[changed] = self.letters[changed]
        self.shown_pens[changed] = self.pens[changed]
        self.first, self.last = len(self.letters), 0

    def _spans(self) -> Iterator[tuple[int, int]]:
        """Yield the stretches in which cells change; what lies between them is dear to skip."""
        changed = self._changed()
        if not changed:
            return
        start = end = changed[0]
        if changed[-1] - start >= len(changed):  # else there is nothing in between
            for x in changed:
                if x > end and not self._is_cheap(end, x):
                    yield start, end
                    start = x
                end = x + 1
        yield start, changed[-1] + 1

    def _is_cheap(self, start: int, end: int) -> bool:
        """Tell whether writing cells that stay costs no more than going to the next one."""
        pen = self.pens[end]
        return end - start <= _GAP and all(one is pen for one in self.pens[start:end])

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
            stop = next(x for x in range(start, end) if pens[x] is not pen)
        while stop < len(pens) and pens[stop] is pen:
            if self.letters[stop] and not (odd and odd[stop] and odd[stop - 1]):
                break
            stop += 1
        return stop

    def _write_run(self, writer: TerminalWriter, y: int, start: int, stop: int) -> int:
        """Write cells of one pen; return how many of the next ones they may cover."""
        pen, text = self.pens[start], "".join(self.letters[start:stop])
        writer.move(start, y)
        if text.isascii():
            writer.write(text, pen, stop - start)
            return 0
        if not _ODD.search(text):
            writer.write(text, pen, stop - start)
            writer.lose_column()
            return len(_AGREED.sub("", text))
        writer.write(" " * (stop - start), pen, stop - start)  # a letter may leave a cell as it was
        spill = 0
        for first, last in _words(self.letters[start:stop]):
            word = "".join(self.letters[start + first : start + last])
            writer.move(start + first, y)
            writer.write(word, pen, last - first)
            writer.lose_column()
            spill = first + start + 2 * len(word) - stop
        return max(0, spill)


def _words(letters: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where words begin and end, in cells."""
    start = 0
    for x, letter in enumerate((*letters, " ")):
        if letter == " ":
            if x > start:
                yield start, x
            start = x + 1


def _odd_cells(letters: Sequence[str]) -> Sequence[bool]:
    """Tell of each cell whether it is of a word of which nobody knows the width; or of none."""
    text = "".join(letters)
    if text.isascii() or not _ODD.search(text):
        return ()
    odd = [False] * len(letters)
    for start, end in _words(letters):
        if _ODD.search("".join(letters[start:end])):
            odd[start:end] = [True] * (end - start)
    return odd


def _begin_word(odd: Sequence[bool], x: int) -> int:
    """Return where the word begins that can only be written whole, or the same cell."""
    while odd and x > 0 and odd[x] and odd[x - 1]:
        x -= 1
    return x


@lru_cache(2048)
def _cells(text: str) -> list[str]:
    """Return a text cell by cell; the second cell of a wide letter is empty."""
    if _ONE_EACH.fullmatch(text):
        return list(text)
    cells: list[str] = []
    for letter, columns in split_letters(text):
        if columns:  # else it is a mark without a letter
            cells += [letter, *[""] * (columns - 1)]
    return cells
