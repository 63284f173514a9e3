"""A widget of more lines than it is high: it scrolls itself, and shows at its right how far."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual import events
from textual.geometry import Offset, Region, Size
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.render.story_row import THUMB, scrollbar_thumb
from reader.tui.render.styles import Styles
from reader.tui.widgets.direct_paint import DirectPainter

_WHEEL = 3  # lines that a turn of the mouse wheel moves


class ScrollingLines(Widget, can_focus=False):
    """Lines that scroll; the last column is their scrollbar, unless `bar_column` says another.

    Textual's own scrolling asks for a layout whenever the number of lines changes.
    """

    surface = "panel"

    def __init__(self, styles: Styles, name: str | None = None) -> None:
        super().__init__(id=name)
        self.looks = styles
        self.painter = DirectPainter(self, self.draw_line, self.prepare)
        self.above = 0  # lines that are scrolled out of sight at the top
        self.room = Size()  # the columns and lines that are painted
        self._grip = 0, 0  # the lines of the scrollbar's thumb
        self._bar_held = False  # whether the mouse drags the scrollbar

    @property
    def length(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def line(self, number: int, width: int) -> list[Segment]:
        """Return a line, exactly as wide as that."""
        raise NotImplementedError

    @property
    def scroll_offset(self) -> Offset:
        """How far the lines are scrolled."""
        return Offset(0, self.above)

    @property
    def bar_column(self) -> int:
        """The column of the scrollbar."""
        return self.size.width - 1

    @property
    def furthest(self) -> int:
        """How many lines can be scrolled out of sight."""
        return max(0, self.length - self.size.height)

    def put_at(self, above: int) -> bool:
        """Scroll without painting; whether that is another place."""
        before = self.above
        self.above = max(0, min(above, self.furthest if self.size.height else above))
        return self.above != before

    def roll_to(self, above: int) -> bool:
        """Scroll; whether there was anywhere to go."""
        moved = self.put_at(above)
        if moved:
            self.repaint()
        return moved

    def roll_by_hand(self, above: int) -> bool:
        """Scroll because a person wants to; whether there was anywhere to go."""
        return self.roll_to(above)

    def prepare(self) -> None:
        """Find out what is the same for all lines that are to be painted."""
        self.room = self.size
        self._grip = self.thumb(self.room.height)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render every line in a region."""
        return self.painter.render_lines(crop)

    def repaint(self) -> None:
        """Paint every line."""
        self.painter.paint_all()

    def paint(self, lines: Iterable[int]) -> None:
        """Paint some lines, counted from the top of the widget."""
        self.painter.paint(lines)

    def render_line(self, y: int) -> Strip:
        """Paint one line of what is visible."""
        return Strip(self.draw_line(y), self.room.width)

    def draw_line(self, y: int) -> Iterable[Segment]:
        """Return one line of what is visible."""
        return [*self.line(y + self.above, self.room.width - 1), self.bar(y)]

    def bar(self, y: int) -> Segment:
        """Return a line of the scrollbar."""
        start, end = self._grip
        return Segment(THUMB if start <= y < end else " ", self.looks.get("faint", self.surface))

    def thumb(self, height: int) -> tuple[int, int]:
        """Return where the scrollbar's thumb begins and ends; nowhere, where all is seen."""
        return scrollbar_thumb(self.length, height, self.above)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll with the wheel."""
        event.stop()
        self.roll_by_hand(self.above + _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll back with the wheel."""
        event.stop()
        self.roll_by_hand(self.above - _WHEEL)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the scrollbar."""
        if event.x == self.bar_column and self.furthest:
            event.stop()
            self._bar_held = True
            self.capture_mouse()
            self.drag(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the scrollbar."""
        if self._bar_held:
            self.drag(event.y)

    def on_mouse_up(self) -> None:
        """Let go of the scrollbar."""
        self._bar_held = False
        self.release_mouse()

    def drag(self, y: int) -> None:
        """Scroll to where the scrollbar is held."""
        last = max(1, self.size.height - 1)
        self.roll_by_hand(round(self.furthest * min(max(y, 0), last) / last))
