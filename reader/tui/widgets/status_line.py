"""A line of the screen: the top and the bottom one."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.render import story_row
from reader.tui.render.story_row import StyledText
from reader.tui.render.styles import Styles
from reader.tui.widgets.direct_paint import DirectPainter


class StatusLine(Widget, can_focus=False):
    """One line with something at its left and something at its right."""

    ALLOW_SELECT = False

    class Clicked(Message):
        """Something that the line tells was clicked: the label of a key, or a tab."""

        def __init__(self, text: str, role: str) -> None:
            super().__init__()
            self.text, self.role = text, role

    def __init__(self, styles: Styles, name: str) -> None:
        super().__init__(id=name)
        self.looks = styles
        self.painter = DirectPainter(self, self.draw_line)
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

    def set_off(self, band: tuple[int, int]) -> None:
        """Set other columns off."""
        self.show(self.left, self.right, band)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render every line in a region."""
        return self.painter.render_lines(crop)

    def on_click(self, event: events.Click) -> None:
        """Tell what was clicked."""
        target = story_row.target_at(self.line(), event.x)
        if target is not None:
            self.post_message(self.Clicked(*target))

    def line(self) -> list[StyledText]:
        """Return what the line tells, in as many columns as it has."""
        return story_row.justify_line(self.left, self.right, self.size.width)

    def render_line(self, y: int) -> Strip:
        """Paint the line."""
        return Strip(self.draw_line(y), self.size.width)

    def draw_line(self, _: int) -> list[Segment]:
        """Return the line."""
        parts = story_row.band_parts(self.line(), self.band)
        return [one for runs, surface in parts for one in self.looks.segments(runs, surface)]
