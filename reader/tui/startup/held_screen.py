"""The screen under everything: it takes over what stands on the terminal already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.events import Resize
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

WidgetAt = tuple[Widget | None, Offset | None]


def attached_only(found: WidgetAt, x: int) -> WidgetAt:
    """Leave out a widget that was taken away a moment ago: a click meets only what still stands.

    And a scrollbar, at a column of the screen: it holds nothing that could be selected.
    """
    widget, _ = found
    if widget is None or not widget.is_attached:
        return None, None
    bar = getattr(widget, "bar_column", None)
    return (None, None) if bar is not None and x >= widget.region.x + bar else found


def paint_changes(screen: Screen[Any]) -> None:
    """Paint what has changed on a screen, also where it shows through the one above it.

    There Textual would take each paint for a reason to paint all of it again, for ever; and it has
    a part of the screen above painted, in place of what else has changed there.
    """
    Screen._compositor_refresh(screen)
    top = screen.app.screen
    if screen is not top and screen._repaint_required:
        screen._repaint_required = False
        top.refresh()


def is_left(screen: Screen[Any]) -> bool:
    """Tell whether a screen stands over the panes no more: its widgets go before it does."""
    return not screen.is_attached or screen not in screen.app.screen_stack


async def act_unless_left(screen: Screen[Any], message: Message) -> None:
    """Act on a message, unless it is about the size or a widget of a screen that is left."""
    is_about_widgets = isinstance(message, Resize) or message.control is not None
    if not (is_about_widgets and is_left(screen)):
        await Screen._dispatch_message(screen, message)


class HeldScreen(Screen[None], inherit_bindings=False):
    """The screen without keys of its own, so that every key is in our table."""

    AUTO_FOCUS = ""  # keys move the list, unless something is to be typed
    # Stock screens paint everything whenever the keys go to another widget.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    _apart: tuple[Widget, ...] = ()  # widgets that are painted by others just now
    held = False  # whether what stands on the terminal already is not to be painted again

    def get_widget_and_offset_at(self, x: int, y: int) -> WidgetAt:
        """Find the widget at a place, and where in it that is."""
        return attached_only(super().get_widget_and_offset_at(x, y), x)

    def _compositor_refresh(self) -> None:
        """Paint what has changed, unless that is held back: all is painted at the release then."""
        if self.held:
            self._dirty_widgets.clear()  # else what waits for a frame would wait for ever
            return
        if self._apart:
            regions = [widget.region for widget in self._apart]
            dirty = self._compositor._dirty_regions
            dirty -= {one for one in dirty if any(own.contains_region(one) for own in regions)}
        paint_changes(self)

    def settle(self) -> None:
        """Lay the panes out now, where that waits for the next tick: keys can paint then."""
        if self.held and self._layout_required:
            self._refresh_layout()
            self._layout_required = False
            self.check_idle()  # laying out stops the tick, for which the first frame waits

    def await_layout(self) -> None:
        """Have nothing painted at once before the panes are laid out anew."""
        self._layout_required = True

    def paint(self, apart: Iterable[Widget]) -> None:
        """Lay the panes out where that waits; paint what has changed, but for some widgets."""
        self._apart = tuple(apart)
        try:
            self._on_timer_update()
        finally:
            self._apart = ()

    def release(self) -> None:
        """Paint everything once, and from then on what changes."""
        if self.held:
            self.held = False
            # A paint that is on its way forgets what was asked for meanwhile, but not this.
            self._compositor._dirty_regions.add(self.size.region)
            self.refresh()
