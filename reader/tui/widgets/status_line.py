"""A line of the screen: the top and the bottom one."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.render import story_row
from reader.tui.render.story_row import StyledText
from reader.tui.render.styles import Styles
from reader.tui.widgets.direct_paint import DirectPainter


class StatusLine(Widget, can_focus=False):
    """One line with something at its left and something at its right."""

    ALLOW_SELECT = False

    def __init__(self, styles: Styles, name: str) -> None:
        super().__init__(id=name)
        self.looks = styles
        self.painter = DirectPainter(self, self.draw_line)
        self.left: Sequence[StyledText] = ()
        self.right: Sequence[StyledText] = ()

    def show(self, left: Sequence[StyledText], right: Sequence[StyledText] = ()) -> None:
        """Show these; where there is too little room, the left is cut."""
        if (left, right) != (self.left, self.right):
            self.left, self.right = left, right
            self.painter.paint_all()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render every line in a region."""
        return self.painter.render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Paint the line."""
        return Strip(self.draw_line(y), self.size.width)

    def draw_line(self, _: int) -> list[Segment]:
        """Return the line."""
        line = story_row.justify_line(self.left, self.right, self.size.width)
        return self.looks.segments(line, "bar")
