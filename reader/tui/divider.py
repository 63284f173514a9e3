"""The line between the panes."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.styles import Styles


class Divider(Widget, can_focus=False):
    """A column as high as the panes."""

    ALLOW_SELECT = False

    def __init__(self, styles: Styles) -> None:
        super().__init__(id="between")
        self.looks = styles

    def render_line(self, y: int) -> Strip:
        """Paint one line of it."""
        return Strip([Segment("│", self.looks.get("faint"))], 1)
