"""A screen over the panes, which is left once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.geometry import Offset
from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget

from reader.tui.startup.held_screen import act_unless_left, attached_only, is_left, paint_changes

# The keys that move one long text.
SCROLL_KEYS = (
    Binding("j,down", "scroll(2)", show=False),
    Binding("k,up", "scroll(-2)", show=False),
    Binding("g,home", "scroll(-9999)", show=False),
    Binding("G,end", "scroll(9999)", show=False),
    Binding("space,pagedown,ctrl+f", "scroll(12)", show=False),
    Binding("pageup,ctrl+b", "scroll(-12)", show=False),
)


class Overlay(ModalScreen[ScreenResultType]):
    """Left by the first key or click that leaves it; what comes before it is gone does nothing."""

    hints: tuple[tuple[str, str], ...] = (("Esc", "back"), ("j k Space", "scroll"))
    typed_into: Widget | None = None  # the line that has the keys, whatever was clicked
    _compositor_refresh = paint_changes
    _dispatch_message = act_unless_left

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """Find the widget at a place, and where in it that is."""
        return attached_only(super().get_widget_and_offset_at(x, y), x)

    def call_after_refresh(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Call something once this has been painted, unless it is left by then."""

        def call() -> object:
            return None if is_left(self) else callback(*args, **kwargs)

        return super().call_after_refresh(call)

    def action_scroll(self, by: int) -> None:
        """Scroll the long text by some lines."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Go, unless it is going already: the stock screen would take the one beneath along."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
