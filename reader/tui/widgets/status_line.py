"""A line of the screen: the top and the bottom one."""

from __future__ import annotations

from collections.abc import Sequence

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
        self.painter = DirectPainter(self)
        self.left: Sequence[StyledText] = ()
        self.right: Sequence[StyledText] = ()
        self.band = 0, 0  # the columns that stand over the pane which keys move

    def show(
        self,
        left: Sequence[StyledText],
        right: Sequence[StyledText] = (),
        band: tuple[int, int] = (0, 0),
    ) -> None:
        """Show these, some columns set off; where there is too little room, the left is cut."""
        if (left, right, band) != (self.left, self.right, self.band):
            self.left, self.right, self.band = left, right, band
            self.painter.paint_all()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render every line in a region."""
        return self.painter.render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Paint the line."""
        line = story_row.justify_line(self.left, self.right, self.size.width)
        parts = story_row.band_parts(line, self.band)
        segments = [one for runs, surface in parts for one in self.looks.segments(runs, surface)]
        return Strip(segments, self.size.width)
