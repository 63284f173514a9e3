"""Lines of an article in, what can be selected of them out: words, paragraphs, and their text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from textual.geometry import Offset
from textual.selection import Selection

from reader.tui.render.article.article_lines import ArticleLine, in_text, styled_spans
from reader.tui.render.cells import cut_to_width

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")  # with what joins two parts of one


class SelectableText:
    """An article as it stands in its pane: rows from 1 on, and the columns before its text.

    A paragraph is copied as one line, however it was wrapped, and without what is set around it.
    """

    def __init__(self, lines: Sequence[ArticleLine], left: int) -> None:
        self._lines, self._left = lines, left

    def word_at(self, row: int, column: int) -> Selection | None:
        """Return the word on a row and column; None where there is none."""
        text = self._row_text(self._lines[row - 1])
        at = len(cut_to_width(text, column))
        for word in _WORD.finditer(text):
            if word.start() <= at < word.end():
                return Selection(Offset(word.start(), row), Offset(word.end(), row))
        return None

    def paragraph_at(self, row: int) -> Selection:
        """Return the paragraph of a row."""
        block = self._lines[row - 1].block
        rows = [at for at, line in enumerate(self._lines, start=1) if line.block is block]
        end = len(self._row_text(self._lines[rows[-1] - 1]))
        return Selection(Offset(self._left, rows[0]), Offset(end, rows[-1]))

    def text_of(self, selection: Selection) -> str:
        """Return what is selected, as it was written."""
        return "".join(self._selected_parts(selection))

    def offset_of(self, selection: Selection) -> int:
        """Return where in the story's text a selection begins; 0 above the text."""
        start = selection.start
        if start is None or not 0 < start.y <= len(self._lines):
            return 0
        line = self._lines[start.y - 1]
        column = max(0, start.x - self._first_column(line))
        return line.block.start + line.start + column if in_text(line) else 0

    def _selected_parts(self, selection: Selection) -> Iterator[str]:
        """Yield the selected part of each row, with what goes between it and the next."""
        first = selection.start.y if selection.start else 0
        last = selection.end.y if selection.end else len(self._lines)
        for row in range(max(1, first), min(last, len(self._lines)) + 1):
            line = self._lines[row - 1]
            start, end = selection.get_span(row) or (0, -1)
            text = self._row_text(line)
            yield text[
                max(start, self._first_column(line)) : len(text) if end < 0 else end
            ].rstrip()
            if row < last:
                yield self._between(row)

    def _row_text(self, line: ArticleLine) -> str:
        """Return a line as it stands on the screen, without what we set after its text."""
        text = "".join(piece.text for piece in styled_spans(line))
        return " " * self._left + text.removesuffix(line.block.tail)

    def _first_column(self, line: ArticleLine) -> int:
        """Return the column from which on a line can be selected."""
        return self._left if line.first and line.block.is_item else self._text_column(line)

    def _text_column(self, line: ArticleLine) -> int:
        """Return the column at which the text of a line begins, after what we set before it."""
        return self._left + sum(len(text) for text, _ in line.margin) + line.before

    def _between(self, row: int) -> str:
        """Return what parts a row from the next: a space within a paragraph, else a new line."""
        if row >= len(self._lines):
            return ""
        this, below = self._lines[row - 1], self._lines[row]
        wrapped = this.number == below.number and this.block is below.block
        return " " if wrapped and this.block.text[this.end : this.end + 1] != "\n" else "\n"
