"""The sidebar: when it is there, what stands in it, and how keys and clicks open a place of it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from textual.timer import Timer

from reader.library import saved_searches
from reader.model import ReaderError, SearchCounts, StoryCounts
from reader.tui import pane_widths
from reader.tui.controllers.reading import ReadingController
from reader.tui.controllers.searching.search import SearchController
from reader.tui.layout import MainLayout
from reader.tui.render import sidebar_items
from reader.tui.render.sidebar_items import SidebarItem, SidebarKind
from reader.tui.render.story_row import StyledText
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars
from reader.tui.unsaved_changes import UnsavedChanges, remember_look
from reader.tui.widgets.sidebar_pane import Sidebar
from reader.worker.protocol import AnswerMessage

NO_UNREAD_SOURCE = "No other source has unread stories"
COUNT_AFTER = 0.8  # seconds without a change after which searches are counted again


@dataclass(eq=False, repr=False)
class SidebarController:
    """Show what can be listed, and have keys choose it.

    `open_view` lists a view, `run_worker` runs what takes several turns.
    """

    session: Session
    layout: MainLayout
    bars: StatusBars
    unsaved: UnsavedChanges
    reading: ReadingController
    search: SearchController
    set_timer: Callable[[float, Callable[[], None]], Timer]
    run_worker: Callable[[Coroutine[Any, Any, None]], object]
    open_view: Callable[[str], None] = field(init=False)
    search_counts: Mapping[str, SearchCounts] = field(default_factory=dict, init=False)  # by query
    _shown_counts: StoryCounts | None = field(default=None, init=False)
    _count_timer: Timer | None = field(default=None, init=False)

    @property
    def is_choosing(self) -> bool:
        """Whether keys move the sidebar."""
        return self.layout.sidebar is not None and self.layout.sidebar.choosing

    @property
    def chosen(self) -> SidebarItem | None:
        """The place that keys would open; none where they move something else."""
        sidebar = self.layout.sidebar
        return sidebar.chosen if sidebar is not None and sidebar.choosing else None

    @property
    def chosen_key(self) -> str:
        """The key of the place that is chosen; empty where keys move something else."""
        return self.chosen.key if self.chosen is not None else ""

    def restore(self) -> None:
        """Make the sidebar before the first frame, where it was on the last time."""
        if pane_widths.has_sidebar(self._remembered_state, self.layout.width):
            self._make()

    @property
    def _remembered_state(self) -> str:
        """Whether a person has the sidebar "on" or "off"; empty where they never said."""
        return self.session.library.store.database.meta(pane_widths.SIDEBAR_ON)

    def fit(self, width: int) -> None:
        """Open the sidebar on a screen that has become wide, close it where that has ended."""
        if self._remembered_state or not self.layout.panes.is_attached:
            return
        is_wide = pane_widths.has_sidebar("", width)
        if is_wide and self.layout.sidebar is None:
            self.layout.panes.mount(self._make(), before=0)
        elif not is_wide and self.layout.sidebar is not None:
            self.leave()
            self._remove()

    def _make(self) -> Sidebar:
        """Make a sidebar that shows how things stand."""
        sidebar = self.layout.sidebar = Sidebar(self.layout.looks)
        self.layout.panes.add_class("side")
        self.refresh()
        self.schedule_counts()
        return sidebar

    async def toggle(self) -> None:
        """Show the sidebar, or hide it."""
        if self.layout.sidebar is None:
            await self.layout.panes.mount(self._make(), before=0)
            self._remember_state("on")
            self.take_keys()
        elif self.is_choosing or self.layout.side:
            self.leave()
            self._hide()
        else:
            self.take_keys()

    def _hide(self) -> None:
        """Show no sidebar from now on."""
        self._remove()
        self._remember_state("off")

    def _remove(self) -> None:
        """Take the sidebar away."""
        if self.layout.sidebar is not None:
            self.layout.sidebar.remove()
            self.layout.sidebar = None
        self.layout.panes.remove_class("side")

    def _remember_state(self, state: str) -> None:
        """Divide the width anew, and have the sidebar as it is now at the next start."""
        remember_look(self.unsaved, self.session.library, pane_widths.SIDEBAR_ON, state)
        self.layout.fit()

    def take_keys(self) -> None:
        """Have keys move the sidebar."""
        self.leave()
        self.reading.leave()
        self.layout.focus(None)
        self.layout.panes.remove_class("zoom")
        if self.layout.sidebar is not None:
            self.layout.panes.add_class("choosing")
            self.layout.sidebar.choose(True)
            self.bars.refresh()

    def leave(self) -> None:
        """Have keys move the list again."""
        self.layout.panes.remove_class("choosing")
        if self.is_choosing and self.layout.sidebar is not None:
            self.layout.sidebar.choose(False)
            self.bars.refresh()

    def move(self, by: int) -> None:
        """Choose another place, and say what is wrong with it, if anything is."""
        if self.layout.sidebar is not None:
            self.layout.sidebar.move(by)
            self.bars.refresh()

    def chosen_error(self) -> str:
        """Return why the chosen source could not be read, if that was so."""
        return self.chosen.error if self.chosen is not None else ""

    def health_runs(self, is_short: bool) -> list[StyledText]:
        """Return how the chosen source fares; nothing where none is chosen, or little room."""
        kind, _, number = self.chosen_key.partition(":")
        if is_short or kind != "source":
            return []
        from reader.library.reports.source_health import health_words, source_statistics

        library = self.session.library
        chosen = [one for one in library.store.sources.all() if str(one.id) == number]
        counted = source_statistics(library.store, chosen, library.clock.now())
        return [(f" {health_words(one)} ", "dim") for one in counted]

    def choose_number(self, number: int) -> None:
        """Choose a place by its number among those that can be chosen; the first is 1."""
        if self.layout.sidebar is not None:
            self.layout.sidebar.choose_number(number)
            self.move(0)

    def choose_unread(self, by: int) -> None:
        """Choose the next source with unread stories, or the one before."""
        source = self.unread_source(by, self.chosen_key)
        if source is None:
            self.bars.show_status(NO_UNREAD_SOURCE)
        elif self.layout.sidebar is not None:
            self.layout.sidebar.choose_key(source.key)
            self.move(0)

    def unread_source(self, by: int, key: str) -> SidebarItem | None:
        """Return the next source with unread stories after a place, or before it, all round."""
        store = self.session.library.store
        items = sidebar_items.of_library(self.session.library, {}, key)
        return sidebar_items.next_unread(items, key, by) if store.sources.all() else None

    def sort_next_way(self) -> None:
        """Have the sources in the next order: as added, by name, by how many are unread."""
        orders = sidebar_items.ORDERS
        now = orders.index(sidebar_items.chosen_order(self.session.library))
        self.sort(orders[(now + 1) % len(orders)])

    def sort(self, order: str) -> None:
        """Have the sources in an order of `sidebar_items.ORDERS`."""
        self._remember_shape(sidebar_items.ORDER, order)
        self.bars.show_status(f"Sources: {sidebar_items.ORDER_NAMES[order]}{self._unseen()}")

    def toggle_read(self) -> None:
        """Hide what has nothing unread, or show it again."""
        hides = not sidebar_items.hides_read(self.session.library)
        self._remember_shape(sidebar_items.HIDES, "on" if hides else "off")
        does = "What has nothing unread is hidden" if hides else "All sources are shown"
        self.bars.show_status(f"{does}{self._unseen()}")

    def _unseen(self) -> str:
        """Say which key shows the sidebar, where none is shown."""
        if self.layout.sidebar is not None:
            return ""
        return f"; {self.bars.key_of('sidebar')} shows the sidebar"

    def _remember_shape(self, name: str, value: str) -> None:
        """Show the sidebar in another order, or with other lines, at the next start too."""
        remember_look(self.unsaved, self.session.library, name, value)
        self.refresh()

    def move_page(self, by: float) -> None:
        """Choose a place a screenful on, or a part of one."""
        if self.layout.sidebar is not None:
            self.move(int(by * self.layout.sidebar.size.height))

    def open_place(self, place: SidebarItem) -> None:
        """List what a place holds, in a turn of its own."""
        self.run_worker(self._open(place))

    async def _open(self, place: SidebarItem) -> None:
        """List what a place holds, if it is still there."""
        self.leave()
        try:
            if place.kind is SidebarKind.SEARCH:
                await self.run_saved(place.key)
            elif place.kind is SidebarKind.RULE:
                await self._run_rule(int(place.key.partition(":")[2]))
            else:
                self.open_view(place.key)
        except ReaderError as error:
            self.refresh()
            self.bars.show_status(str(error), warning=True)

    async def run_saved(self, name: str) -> None:
        """Search for what a saved search looks for."""
        store = self.session.library.store
        saved = saved_searches.find_search(store.searches.all(), name)
        if saved.alert:
            self.unsaved.write("what was alerted of", partial(store.searches.clear_alerts, name))
        await self.search.run(saved.query)

    async def _run_rule(self, rule_id: int) -> None:
        """Search for what a rule looks for, and take what it has alerted of for looked at."""
        from reader.library.rules.rule_proposals import rule_query

        rules = self.session.library.store.rules
        query = next((rule_query(one) for one in rules.all() if one.id == rule_id), "")
        self.unsaved.write("what was alerted of", partial(rules.see_alerts, rule_id))
        self.refresh()
        if query:
            await self.search.run(query)

    def refresh(self) -> None:
        """Show in the sidebar how things stand."""
        if self.layout.sidebar is not None:
            self._shown_counts = self.session.counts
            active = self.active_key()
            items = sidebar_items.of_library(self.session.library, self.search_counts, active)
            self.layout.sidebar.show(items, active)

    def refresh_if_changed(self) -> None:
        """Show in the sidebar how things stand, where that is another way than it shows."""
        if self.layout.sidebar is None:
            return
        if self._shown_counts != self.session.counts:
            self.schedule_counts()
            self.refresh()
        elif self.layout.sidebar.active != self.active_key():
            self.refresh()

    def active_key(self) -> str:
        """Return what the list shows, as the sidebar calls it."""
        if not self.search.is_open:
            return self.session.view
        saved = self.session.library.store.searches.all()
        return next((one.name for one in saved if one.query == self.search.typed), "")

    def schedule_counts(self) -> None:
        """Have the saved searches counted once nothing changes for a moment."""
        if self._count_timer is not None:
            self._count_timer.stop()
        self._count_timer = self.set_timer(COUNT_AFTER, self._ask_for_counts)

    def _ask_for_counts(self) -> None:
        """Ask the search server for the counts, while somebody sees them."""
        if self.layout.sidebar is not None:
            for saved in self.session.library.store.searches.all():
                self.search.searcher.ask_count(saved.query)

    def on_count(self, answer: AnswerMessage) -> None:
        """Show how much a saved search finds."""
        counted = SearchCounts(answer.total, answer.unread)
        self.search_counts = {**self.search_counts, answer.text: counted}
        self.refresh()
