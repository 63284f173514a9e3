"""Paints a widget's lines on the terminal at once: without a layout, or Textual's clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class DirectPainter:
    """Paint the lines of a widget in the turn in which they change.

    Textual repaints sixty times a second at most, and asks every widget around. Where something
    stands over the widget, or its place is not settled yet, that is the way all the same.
    `draw` returns a line as Textual's `render_line` does, without what only Textual needs.
    `prepare` is called before lines are painted, to find out what is the same for all of them.
    """

    def __init__(
        self,
        widget: Widget,
        draw: Callable[[int], Iterable[Segment]],
        prepare: Callable[[], None] = lambda: None,
    ) -> None:
        self.widget, self._draw, self._prepare = widget, draw, prepare

    @property
    def stands_alone(self) -> bool:
        """Whether the widget's place on the terminal is its own, and known, and all of it seen."""
        app, screen = self.widget.app, self.widget.screen
        if (
            app.is_headless
            or app._driver is None
            or self._is_filtered
            or len(app.screen_stack) > 1
            or screen._layout_required
        ):
            return False
        region, clip = screen._compositor.visible_widgets.get(self.widget, (None, None))
        return region is not None and clip is not None and clip.contains_region(region)

    @property
    def _is_filtered(self) -> bool:
        """Whether Textual changes colours on their way to the terminal."""
        return self.widget.app.no_color or self.widget.app.native_ansi_color

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render every line in a region; without borders there is nothing to add to it."""
        self._prepare()
        if self._is_filtered:
            return Widget.render_lines(self.widget, crop)
        strips = [self.widget.render_line(y) for y in crop.line_range]
        whole = crop.x == 0 and crop.width == self.widget.size.width
        return strips if whole else [strip.crop(crop.x, crop.right) for strip in strips]

    def paint_all(self) -> None:
        """Paint every line."""
        if self.widget.is_attached:
            self.paint(range(self.widget.size.height))
            if self.stands_alone:  # what was to be painted at the next tick is so by now
                self.widget._exchange_repaint_regions()

    def paint(self, lines: Iterable[int]) -> None:
        """Paint some lines, counted from the top of the widget."""
        widget = self.widget
        if not widget.is_attached or not self.stands_alone:
            widget.refresh()
            return
        self._prepare()
        region, app = widget.region, widget.app
        app.show_lines(  # type: ignore[attr-defined]  # ours
            region, ((y, self._draw(y)) for y in lines if 0 <= y < region.height)
        )

    def show_before(self, other: Widget) -> None:
        """Have it seen at once, without waiting for what is about to be painted right of it."""
        if self.widget.is_attached and self.stands_alone:
            beside = other.region
            if beside.x >= self.widget.region.right:
                self.widget.app.show_before(beside.x)  # type: ignore[attr-defined]  # ours
