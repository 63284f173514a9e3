"""The panes of the screen: list beside article, perhaps a sidebar, and a line above and below."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.containers import Horizontal, Vertical
from textual.geometry import Offset, Size
from textual.widget import Widget

from reader.config import Settings
from reader.tui import pane_widths
from reader.tui.render.date_sections import DENSE
from reader.tui.render.styles import Styles
from reader.tui.session import Session
from reader.tui.startup.held_screen import HeldScreen
from reader.tui.widgets.divider import Divider
from reader.tui.widgets.reading_pane import ReadingPane
from reader.tui.widgets.scrolling_lines import ScrollingLines
from reader.tui.widgets.sidebar_pane import Sidebar
from reader.tui.widgets.status_line import StatusLine
from reader.tui.widgets.story_list import StoryList


class MainLayout:
    """Make what always stands on the screen, and divide the width among it.

    `focus` has a widget take the keys, or none; `screen_size` says how large the terminal is.
    """

    def __init__(
        self,
        session: Session,
        settings: Settings,
        looks: Styles,
        screen_size: Callable[[], Size],
        focus: Callable[[Widget | None], None],
    ) -> None:
        library = session.library
        self._session, self._screen_size = session, screen_size
        self.focus = focus
        self.looks = looks
        self.list = StoryList(
            looks, session.read_rows, library.store.stories.time_of, session.inner, library.clock
        )
        self.pane = ReadingPane(looks, settings.text_width)
        self.divider = Divider(looks)
        self.top, self.foot = StatusLine(looks, "top"), StatusLine(looks, "foot")
        self.panes = Horizontal(id="panes")
        self.left = Vertical(self.list, id="left")
        self.right = Vertical(self.pane, id="right")
        self.sidebar: Sidebar | None = None
        meta = library.store.database.meta
        self.share = pane_widths.list_share(settings.list_width, meta(pane_widths.LIST))  # per cent
        self.is_dragged = pane_widths.is_dragged(settings.list_width, meta(pane_widths.LIST))
        self.side_wanted = meta(pane_widths.SIDEBAR)
        self.is_dense = meta(DENSE) == "on"

    def compose(self) -> Iterator[Widget]:
        """Put the parts together, top to bottom and left to right."""
        yield self.top
        with self.panes:
            if self.sidebar is not None:
                yield self.sidebar
            yield self.left
            yield self.divider
            yield self.right
        yield self.foot

    @property
    def width(self) -> int:
        """How many columns the terminal has."""
        return self._screen_size().width

    @property
    def side(self) -> int:
        """How many columns the sidebar takes from the panes."""
        return pane_widths.sidebar_columns(self.width, self.side_wanted, self.sidebar is not None)

    @property
    def is_narrow(self) -> bool:
        """Whether there is one pane at a time."""
        return self.width < pane_widths.NARROW

    @property
    def is_reading(self) -> bool:
        """Whether keys move the article rather than the list."""
        return self.panes.has_class("reading") or self.panes.has_class("zoom")

    @property
    def is_choosing(self) -> bool:
        """Whether keys move the sidebar."""
        return self.panes.has_class("choosing")

    @property
    def band(self) -> tuple[int, int]:
        """The columns of the pane that keys move; none where it stands alone."""
        if self.is_narrow or self.panes.has_class("zoom"):
            return 0, 0
        if self.is_choosing:
            return 0, self.side or pane_widths.SIDE_ALONE
        between = self.side + self._list_columns()
        return (between + 1, self.width) if self.is_reading else (self.side, between)

    def show_keys(self) -> None:
        """Show which pane keys move."""
        self.list.show_keys(not (self.is_choosing or self.is_reading))
        self.divider.show_keys(self.is_reading and not self.is_choosing)

    def _list_columns(self, width: int | None = None) -> int:
        """Return how many columns the list has on a screen of some width, or on this one."""
        width = self.width if width is None else width
        return pane_widths.list_columns(width, self.share, self.side, self.is_dragged)

    @property
    def is_article_visible(self) -> bool:
        """Whether the article can be seen."""
        return self.is_reading or not self.panes.has_class("narrow")

    @property
    def row_height(self) -> int:
        """How many lines a row has."""
        return 3 if self._session.query else 1 if self.is_dense else 2

    @property
    def place_of_keys(self) -> Offset:
        """Where on the screen keys act: on the chosen line, or the first one that is read."""
        pane: ScrollingLines = self.list
        column, line = 0, self.list.chosen_line
        if self.sidebar is not None and self.sidebar.choosing:
            pane, line = self.sidebar, self.sidebar.at - self.sidebar.above
        elif self.is_reading:
            pane, column, line = self.pane, self.pane.left, self.pane.line_read
        region = pane.region
        return region.offset + Offset(column, max(0, min(line, region.height - 1)))

    def fit(self, size: Size | None = None) -> None:
        """Divide the screen, or another one that comes; one pane at a time where it is small."""
        width, height = self._screen_size() if size is None else size
        self.panes.set_class(height >= pane_widths.TALL, "tall")
        self.panes.set_class(width < pane_widths.NARROW, "narrow")
        self.panes.set_class(width < pane_widths.ROOM, "slim")
        columns = self._list_columns(width)
        self.left.styles.width = "100%" if width < pane_widths.NARROW else columns
        self._session.set_columns(columns - 6)
        if self.sidebar is not None:
            self.sidebar.styles.width = self.side or None
        self.top.set_off(self.band)

    def expect_article(self) -> None:
        """Tell the reading pane how wide it will be, before it is laid out."""
        self.pane.expected = self.width - self.side - self._list_columns() - 1

    def read_article(self) -> None:
        """Have keys move the article."""
        self.panes.add_class("reading")

    def leave_article(self) -> None:
        """Have keys move the list."""
        self.panes.remove_class("reading", "zoom")

    def take_away(self, widget: Widget) -> None:
        """Take a line away; what changes meanwhile is painted once, in the place it has then."""
        widget.display = False
        if isinstance(screen := widget.screen, HeldScreen):
            screen.await_layout()
        widget.remove()

    def paint(self) -> None:
        """Lay the panes out and paint what has changed now, not when Textual's clock next ticks."""
        screen = self.list.screen
        if isinstance(screen, HeldScreen) and screen.is_active:
            painters = [part.painter for part in (self.top, self.list, self.pane, self.foot)]
            screen.paint(painter.widget for painter in painters)
            for painter in painters:
                painter.paint_all()

    async def mount_over_foot(self, widget: Widget) -> None:
        """Show a line over the bottom one."""
        await self.foot.screen.mount(widget, before=self.foot)
