"""The reading pane: a story as wrapped lines, with its matches marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from rich.segment import Segment
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.tui.article import Article, Block, article, pieces
from reader.tui.styles import Styles

LEFT = 3  # columns before the text


class ReadingPane(ScrollView, can_focus=False):
    """One story, or a page as it came."""

    def __init__(self, styles: Styles, text_width: int) -> None:
        super().__init__(id="pane")
        self.looks = styles
        self.text_width = text_width
        self.blocks: Sequence[Block] = ()
        self.laid = Article()
        self.here = -1  # which match stands out
        self.width_laid = 0
        self.expected = 80  # columns that the pane will have, before it has any

    @property
    def columns(self) -> int:
        """How wide the text is at the pane's present width."""
        width = self.size.width or self.expected
        return max(10, min(self.text_width, width - LEFT - 2))

    @property
    def matches(self) -> int:
        """How many matches the story has."""
        return len(self.laid.matches)

    def show(self, blocks: Sequence[Block]) -> None:
        """Show a story from its top, or from its first match."""
        self.blocks = blocks
        self.here = -1
        self.lay()
        self.scroll_to(y=0, animate=False, immediate=True)
        if self.laid.matches:
            self.go_to(0)

    def lay(self) -> None:
        """Wrap the story to the pane's width."""
        self.width_laid = self.columns
        self.laid = article(self.blocks, self.columns)
        self.virtual_size = Size(self.size.width, len(self.laid.lines) + 2)
        self.refresh()

    def on_resize(self) -> None:
        """Wrap anew, and keep what was at the top at the top, or a match in view."""
        if self.columns != self.width_laid:
            top = self.top()
            self.lay()
            self.scroll_to(y=self.line_of(*top), animate=False, immediate=True)
        if self.here >= 0:
            self.go_to(self.here)

    def top(self) -> tuple[int, int]:
        """The first visible line: which block, and where in it."""
        lines = self.laid.lines[max(0, self.scroll_offset.y - 1) :]
        return (lines[0].number, lines[0].start) if self.scroll_offset.y and lines else (0, 0)

    def line_of(self, number: int, start: int) -> int:
        """The line in which a place of a block stands."""
        places = [(line.number, line.start) for line in self.laid.lines]
        return bisect_right(places, (number, start)) if (number, start) > (0, 0) else 0

    def go_to(self, match: int) -> None:
        """Make a match stand out, and bring it into view; out of sight, once it is in sight."""
        self.here = match
        if not self.size.height:
            return
        line = self.laid.matches[match][0] + 1
        top, height = self.scroll_offset.y, self.size.height
        if not top <= line < top + height - 1:
            self.scroll_to(y=max(0, line - height // 3), animate=False, immediate=True)
        self.refresh()

    def step(self, by: int) -> bool:
        """Go on to the next match, or back; whether there was one."""
        wanted = self.here + by
        if not 0 <= wanted < len(self.laid.matches):
            return False
        self.go_to(wanted)
        return True

    def scroll(self, by: int) -> bool:
        """Scroll by some lines; whether there was anywhere to go."""
        top = self.scroll_offset.y
        self.scroll_to(y=top + by, animate=False, immediate=True)
        return self.scroll_offset.y != top

    def render_line(self, y: int) -> Strip:
        """Paint one line of what is visible."""
        number = y + self.scroll_offset.y - 1
        width = self.size.width
        segments = [Segment(" " * LEFT, self.looks.get(""))]
        if 0 <= number < len(self.laid.lines):
            segments += self.painted(number)
        used = sum(segment.cell_length for segment in segments)
        segments.append(Segment(" " * max(0, width - used), self.looks.get("")))
        return Strip(segments).crop(0, width)

    def painted(self, number: int) -> list[Segment]:
        """The segments of a line of the story."""
        line = self.laid.lines[number]
        here = self.laid.matches[self.here] if self.here >= 0 else (-1, -1)
        start = here[1] if self.belongs(here, number) else -1
        return [
            Segment(piece.text, self.looks.get(piece.role, link=piece.link))
            for piece in pieces(line, start)
        ]

    def belongs(self, here: tuple[int, int], number: int) -> bool:
        """Whether a line is of the block in which the match that stands out begins."""
        if here[0] < 0:
            return False
        return self.laid.lines[here[0]].number == self.laid.lines[number].number
