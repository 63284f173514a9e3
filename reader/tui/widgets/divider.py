"""The line between the panes, which the mouse can drag."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.render.story_row import divider_sign
from reader.tui.render.styles import Styles


class Divider(Widget, can_focus=False):
    """A column as high as the panes."""

    ALLOW_SELECT = False

    class Dragged(Message):
        """The mouse holds the line at a column of the screen."""

        def __init__(self, x: int) -> None:
            super().__init__()
            self.x = x

    class Dropped(Message):
        """The mouse let go of the line."""

    def __init__(self, styles: Styles) -> None:
        super().__init__(id="between")
        self.looks = styles
        self.lit = False  # whether the mouse is on it
        self.has_keys = False  # whether keys move the pane at its right

    def render_line(self, y: int) -> Strip:
        """Paint one line of it."""
        return Strip([Segment(*self.sign)], 1)

    @property
    def sign(self) -> tuple[str, Style]:
        """The line's character and look: it shows that it can be held, or where keys go."""
        sign, role = divider_sign(self.lit or self.has_keys)
        return sign, self.looks.get(role)

    def show_keys(self, has_keys: bool) -> None:
        """Show whether keys move the pane at its right."""
        if has_keys != self.has_keys:
            self.has_keys = has_keys
            self.refresh()

    def light(self, lit: bool) -> None:
        """Show whether it can be held."""
        self.lit = lit
        self.refresh()

    def on_enter(self) -> None:
        """Show that it can be held."""
        self.light(True)

    def on_leave(self) -> None:
        """Look like a line again."""
        self.light(self.app.mouse_captured is self)

    def on_mouse_down(self) -> None:
        """Take hold of the line."""
        self.capture_mouse()
        self.light(True)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the line."""
        if self.app.mouse_captured is self:
            self.post_message(self.Dragged(event.screen_x))

    def on_mouse_up(self) -> None:
        """Let go of the line."""
        if self.app.mouse_captured is self:
            self.release_mouse()
            self.light(False)
            self.post_message(self.Dropped())
