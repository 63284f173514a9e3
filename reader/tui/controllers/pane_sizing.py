"""What the keys and the mouse do to the widths of list and sidebar."""

from __future__ import annotations

from reader.tui import pane_widths
from reader.tui.controllers.sidebar_navigation import Choosing
from reader.tui.widgets.divider import Divider
from reader.tui.widgets.sidebar_pane import Sidebar

STEP = 4.0  # per cent by which a key changes the list
STEP_OF_SIDEBAR = 2  # columns


class Sizing(Choosing):
    """Widths, remembered from one start to the next."""

    def action_narrower(self) -> None:
        """Narrower list, or sidebar."""
        self.widen(-1)

    def action_wider(self) -> None:
        """Wider list, or sidebar."""
        self.widen(1)

    def widen(self, by: int) -> None:
        """Change the width of what keys move."""
        if self.choosing and self.side:
            self.put_side(self.side + by * STEP_OF_SIDEBAR)
        else:
            self.put_share(self.share + by * STEP)
        self.remember_widths()

    def put_share(self, share: float) -> None:
        """Give the list another share of the width."""
        self.share = pane_widths.within(share)
        self.fit(self.size.width)

    def put_side(self, columns: int) -> None:
        """Give the sidebar another width."""
        self.side_wanted = str(max(pane_widths.LEAST_SIDE, columns))
        self.fit(self.size.width)

    def remember_widths(self) -> None:
        """Have these widths at the next start."""
        self.note(pane_widths.LIST, pane_widths.fact(self.settings.list_width, self.share))
        self.note(pane_widths.SIDEBAR, self.side_wanted)

    def on_divider_dragged(self, event: Divider.Dragged) -> None:
        """Put the line between list and article where the mouse is."""
        self.put_share(pane_widths.share_of(event.x - self.side, self.size.width, self.side))

    def on_sidebar_dragged(self, event: Sidebar.Dragged) -> None:
        """Put the sidebar's edge where the mouse is."""
        if self.side:
            self.put_side(event.x + 1)

    def on_divider_dropped(self) -> None:
        """Keep the widths as they are now."""
        self.remember_widths()

    def on_sidebar_dropped(self) -> None:
        """Keep the widths as they are now."""
        self.remember_widths()
