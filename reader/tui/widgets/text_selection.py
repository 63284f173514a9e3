"""The reading pane with what the mouse selects in it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.selection import Selection
from textual.strip import Strip

from reader.tui.render.article import Line, pieces
from reader.tui.widgets.reading_pane import ReadingPane


class SelectablePane(ReadingPane):
    """A reading pane whose text can be selected, and copied as it was written."""

    def render_line(self, y: int) -> Strip:
        """Paint one line of what is visible, with what is selected of it."""
        strip, row = super().render_line(y), y + self.scroll_offset.y
        selection = self.text_selection
        span = selection.get_span(row) if selection is not None else None
        if span is not None:
            start, end = span
            cuts = [start, len(strip.text) if end < 0 else end, len(strip.text)]
            parts = list(strip.divide([min(cut, strip.cell_length) for cut in cuts]))
            parts[1] = parts[1].apply_style(self.looks.get("match"))
            strip = Strip.join(parts)
        return strip.apply_offsets(0, row)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What is selected: a paragraph is one line, however it was wrapped."""
        return "".join(self.selected(selection)), "\n"

    def selected(self, selection: Selection) -> Iterator[str]:
        """The selected part of each line, with what goes between it and the next."""
        first = selection.start.y if selection.start else 0
        last = selection.end.y if selection.end else len(self.lines)
        for row in range(max(1, first), min(last, len(self.lines)) + 1):
            line = self.lines[row - 1]
            start, end = selection.get_span(row) or (0, -1)
            text = self.row_text(line)
            yield text[max(start, self.left) : len(text) if end < 0 else end].rstrip()
            if row < last:
                yield self.between(row)

    def row_text(self, line: Line) -> str:
        """A line as it stands on the screen."""
        return " " * self.left + "".join(piece.text for piece in pieces(line))

    def between(self, row: int) -> str:
        """What parts a line from the next: a space within a paragraph, else a new line."""
        if row >= len(self.lines):
            return ""
        this, following = self.lines[row - 1], self.lines[row]
        wrapped = this.number == following.number and this.block is following.block
        return " " if wrapped and this.block.text[this.end : this.end + 1] != "\n" else "\n"
