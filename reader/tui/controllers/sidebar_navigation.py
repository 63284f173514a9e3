"""What keys and clicks do in the sidebar: choose a place in it, and open that."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from reader.library import saved_searches
from reader.tui.actions import FOOT_OF_SIDEBAR
from reader.tui.controllers.sidebar_contents import Aside
from reader.tui.render.sidebar_items import Kind, Place
from reader.tui.widgets.sidebar_pane import Sidebar

if TYPE_CHECKING:
    from reader.tui.command_search import Command


class Choosing(Aside):
    """Moving through the sidebar, into it and out of it."""

    @property
    def choosing(self) -> bool:
        """Whether keys move the sidebar."""
        return self.sidebar is not None and self.sidebar.choosing

    @property
    def hinted(self) -> tuple[tuple[str, str], ...]:
        """What the bottom line tells the keys of; nothing is the usual."""
        return FOOT_OF_SIDEBAR if self.choosing else super().hinted

    async def action_sidebar(self) -> None:
        """Show the sidebar, or hide it."""
        if self.sidebar is None:
            await self.show_sidebar()
            self.choose_place()
        elif self.choosing or self.side:
            self.leave_sidebar()
            self.hide_sidebar()
        else:
            self.choose_place()

    def choose_place(self) -> None:
        """Have keys move the sidebar."""
        self.action_leave()
        self.set_focus(None)
        self.panes.remove_class("zoom")
        if self.sidebar is not None:
            self.panes.add_class("choosing")
            self.sidebar.choose(True)
            self.refresh_bars()

    def leave_sidebar(self) -> None:
        """Have keys move the list again."""
        self.panes.remove_class("choosing")
        if self.choosing and self.sidebar is not None:
            self.sidebar.choose(False)
            self.refresh_bars()

    def move_choice(self, by: int) -> None:
        """Choose another place, and say what is wrong with it, if anything is."""
        if self.sidebar is not None:
            self.sidebar.move(by)
            place = self.sidebar.chosen
            self.tell(place.error if place else "", warning=True)

    def chosen_place(self) -> str:
        """The key of the place that is chosen in the sidebar; empty where keys move the list."""
        place = self.sidebar.chosen if self.sidebar is not None and self.choosing else None
        return place.key if place is not None else ""

    def step(self, by: int) -> None:
        """Move by a line."""
        self.move_choice(by) if self.choosing else super().step(by)

    def page(self, by: float) -> None:
        """Move by a screenful."""
        if self.choosing and self.sidebar is not None:
            self.move_choice(int(by * self.sidebar.size.height))
        else:
            super().page(by)

    def action_first(self) -> None:
        """First place, story, or top of the article."""
        self.move_choice(-(10**6)) if self.choosing else super().action_first()

    def action_last(self) -> None:
        """Last place, story, or end of the article."""
        self.move_choice(10**6) if self.choosing else super().action_last()

    def action_enter(self) -> None:
        """List what the chosen place holds; from the list into the article."""
        if self.choosing and self.sidebar is not None and self.sidebar.chosen is not None:
            self.run_worker(self.open_place(self.sidebar.chosen))
        else:
            super().action_enter()

    def action_leave(self) -> None:
        """Back to the list."""
        self.leave_sidebar()
        super().action_leave()

    def action_step_back(self) -> None:
        """From the sidebar to the list; else one step back."""
        self.leave_sidebar() if self.choosing else super().action_step_back()

    def action_switch(self) -> None:
        """From list to article to sidebar."""
        if self.reading and self.sidebar is not None:
            self.choose_place()
        elif self.choosing or self.reading:
            self.action_leave()
        else:
            self.action_enter()

    def action_switch_back(self) -> None:
        """From sidebar to article to list."""
        if self.choosing:
            self.leave_sidebar()
            self.action_enter()
        elif self.reading or self.sidebar is None:
            super().action_switch()
        else:
            self.choose_place()

    async def action_find(self) -> None:
        """Find in the article, wherever keys have moved before."""
        self.leave_sidebar()
        await super().action_find()

    def on_sidebar_picked(self, event: Sidebar.Picked) -> None:
        """Open the place that was clicked."""
        self.run_worker(self.open_place(event.place))

    async def open_place(self, place: Place) -> None:
        """List what a place holds."""
        self.leave_sidebar()
        if place.kind is Kind.SEARCH:
            await self.run_saved(place.key)
        else:
            self.view(place.key)

    async def run_saved(self, name: str) -> None:
        """Search for what a saved search looks for."""
        saved = saved_searches.find_search(self.desk.library.store.searches.all(), name)
        self.leave_sidebar()
        await self.open_search()
        if self.search_bar is not None:
            self.whole = saved.query
            self.search_bar.put(saved.query)
            self.remember(saved.query)
            self.set_focus(None)

    def saved_commands(self) -> Iterator[Command]:
        """Every saved search, for the palette."""
        from reader.tui.command_search import Command

        for saved in self.desk.library.store.searches.all():
            run = partial(self.run_saved, saved.name)
            yield Command(f"Search: {saved.name}", run, group="Saved searches", name=saved.query)
