"""A widget's lines in, the same on the terminal at once: without a layout, or Textual's clock."""

from __future__ import annotations

from collections.abc import Iterable

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

PUT_ASIDE, BRING_BACK = "\x1b7", "\x1b8"  # where the terminal's cursor is


class Quick(Widget, can_focus=False):
    """A widget that paints its own lines in the turn in which they change.

    Textual repaints sixty times a second at most, and asks every widget around. Where something
    stands over this widget, or its place is not settled yet, that is the way all the same.
    """

    @property
    def alone(self) -> bool:
        """Whether this widget's place on the terminal is its own, and known."""
        app, screen = self.app, self.screen
        return not (
            app.is_headless
            or app._driver is None
            or self.filtered
            or len(app.screen_stack) > 1
            or screen._layout_required
            or self not in screen._compositor.visible_widgets
        )

    @property
    def filtered(self) -> bool:
        """Whether Textual changes colours on their way to the terminal."""
        return self.app.no_color or self.app.native_ansi_color

    def prepare(self) -> None:
        """Find out what is the same for all lines that are to be painted."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Every line in a region; without borders and the like there is nothing to add to it."""
        self.prepare()
        if self.filtered:
            return super().render_lines(crop)
        strips = [self.render_line(y) for y in crop.line_range]
        whole = crop.x == 0 and crop.width == self.size.width
        return strips if whole else [strip.crop(crop.x, crop.right) for strip in strips]

    def repaint(self) -> None:
        """Paint every line."""
        if self.is_attached:
            self.paint(range(self.size.height))

    def paint(self, lines: Iterable[int]) -> None:
        """Paint some lines, counted from the top of the widget."""
        if not self.is_attached or not self.alone:
            self.refresh()
            return
        self.prepare()
        region, console = self.region, self.app.console
        text = "".join(
            f"\x1b[{region.y + y + 1};{region.x + 1}H{self.render_line(y).render(console)}"
            for y in lines
            if 0 <= y < region.height
        )
        self.put(f"{PUT_ASIDE}{text}{BRING_BACK}")

    def put(self, text: str) -> None:
        """Write to the terminal, as one frame where it knows frames."""
        driver = self.app._driver
        if driver is not None:
            self.app._begin_update()
            driver.write(text)
            self.app._end_update()
            driver.flush()
