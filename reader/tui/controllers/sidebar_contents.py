"""The sidebar: when it is there, what stands in it and how that is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.timer import Timer
from textual.widget import Widget

from reader.model import SearchCounts, StoryCounts
from reader.tui import pane_widths
from reader.tui.controllers.links import Following
from reader.tui.render import sidebar_items
from reader.tui.widgets.sidebar_pane import Sidebar
from reader.worker import COUNT, AnswerMessage

CALM = 0.8  # seconds without a change after which searches are counted again


class Aside(Following):
    """What stands beside the list."""

    sidebar: Sidebar | None = None
    counted: Mapping[str, SearchCounts] = {}
    seen: StoryCounts | None = None  # the counts that the sidebar shows
    recounting: Timer | None = None

    def compose_sidebar(self) -> Iterator[Widget]:
        """The sidebar, where it was on the last time."""
        if self.desk.library.store.database.meta(pane_widths.SIDEBAR_ON) == "on":
            yield self.new_sidebar()

    def new_sidebar(self) -> Sidebar:
        """A sidebar that shows how things stand."""
        self.sidebar = Sidebar(self.looks)
        self.panes.add_class("side")
        self.shelve()
        self.recount()
        return self.sidebar

    @property
    def side(self) -> int:
        """How many columns the sidebar takes from the panes."""
        return pane_widths.side(self.size.width, self.side_wanted, self.sidebar is not None)

    async def show_sidebar(self) -> None:
        """Show the sidebar from now on."""
        await self.panes.mount(self.new_sidebar(), before=0)
        self.after_change_of_sidebar("on")

    def hide_sidebar(self) -> None:
        """Show no sidebar from now on."""
        if self.sidebar is not None:
            self.sidebar.remove()
            self.sidebar = None
        self.panes.remove_class("side")
        self.after_change_of_sidebar("off")

    def fit(self, width: int) -> None:
        """Divide the width; the sidebar's own where it stands beside the others."""
        super().fit(width)
        if self.sidebar is not None:
            self.sidebar.styles.width = self.side or None

    def after_change_of_sidebar(self, state: str) -> None:
        """Divide the width anew, and have the sidebar as it is now at the next start."""
        self.note(pane_widths.SIDEBAR_ON, state)
        self.fit(self.size.width)

    def shelve(self) -> None:
        """Show in the sidebar how things stand."""
        if self.sidebar is None:
            return
        self.seen = self.desk.counts
        self.sidebar.show(
            sidebar_items.of_library(self.desk.library, self.counted), self.active_key()
        )

    def active_key(self) -> str:
        """What the list shows, as the sidebar calls it."""
        if self.search_bar is None:
            return self.desk.view
        saved = self.desk.library.store.searches.all()
        return next((one.name for one in saved if one.query == self.typed), "")

    def refresh_bars(self) -> None:
        """Show how things stand, in the sidebar too."""
        super().refresh_bars()
        if self.sidebar is None:
            return
        if self.seen != self.desk.counts:
            self.recount()
            self.shelve()
        elif self.sidebar.active != self.active_key():
            self.shelve()

    def recount(self) -> None:
        """Have the saved searches counted once nothing changes for a moment."""
        if self.recounting is not None:
            self.recounting.stop()
        self.recounting = self.set_timer(CALM, self.ask_for_counts)

    def ask_for_counts(self) -> None:
        """Ask the searcher for the counts, while somebody sees them."""
        if self.sidebar is not None:
            for saved in self.desk.library.store.searches.all():
                self.searcher.count(saved.query)

    def answered(self, answer: AnswerMessage) -> None:
        """Show what was found, or counted."""
        if answer.number == COUNT:
            counted = SearchCounts(answer.total, answer.unread)
            self.counted = {**self.counted, answer.text: counted}
            self.shelve()
        else:
            super().answered(answer)
