"""The order of what is listed: kept for each view, and in the words of each search."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from reader.library.saved_searches import SavedSearches, add_search, find_search
from reader.model import LIST_ORDERS, SavedSearch
from reader.tui.controllers.list_updates import ListUpdatesController
from reader.tui.controllers.searching.search import SearchController
from reader.tui.controllers.sidebar import SidebarController
from reader.tui.layout import MainLayout
from reader.tui.prompts import Prompts
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars

_KEYS = {
    "n": "newest",
    "o": "oldest",
    "h": "headline",
    "t": "outlet",
    "l": "length",
    "c": "came",
    "u": "",
}
_ASKED = "Order: n newest, o oldest, h headline, t outlet, l longest, c as they came, u as usual"
_HINTS = (("n o h t l c u", "an order; again: reversed"), ("Esc", "leave"))
_SORT = re.compile(r"(?<!\S)sort:\S*", re.IGNORECASE)


@dataclass(eq=False, repr=False)
class ListOrderController:
    """Put what is listed in an order, which stays until another one is chosen."""

    session: Session
    layout: MainLayout
    bars: StatusBars
    listing: ListUpdatesController
    search: SearchController
    sidebar: SidebarController
    prompts: Prompts
    call_later: Callable[..., object]

    async def choose(self) -> None:
        """Ask in which order to list."""
        await self.prompts.ask_for_key(_ASKED, self._take, _HINTS)

    def _take(self, key: str) -> bool:
        """Take a key that stands for an order; that of the list as it is reverses it."""
        if key == "escape" or key in _KEYS:
            self.prompts.stop_asking()
        if key in _KEYS:
            order = _KEYS[key]
            is_so = order and order == self._order
            self.call_later(self.put_in_order, f"-{order}" if is_so else order)
        return key == "escape" or key in _KEYS

    @property
    def _order(self) -> str:
        """The order that what is listed has; empty for the usual one."""
        query = self.session.query
        return self.session.list_order if query is None else query.sort

    async def put_in_order(self, order: str) -> None:
        """List in an order from now on: this view, or what is searched for."""
        if self.search.is_open and self.search.typed.strip():
            await self._sort_search(order)
            return
        view, before = self.session.view, self.session.list_order
        self._put(view, order)
        back = partial(self._put, view, before)
        self.session.remember_undo("another order of the list", back)
        self.bars.show_done(f"This list stands {_order_sentence(order)}")

    def _put(self, view: str, order: str) -> None:
        """Keep an order for a view, and list that anew where it is the one that is shown."""
        self.session.library.store.stories.set_list_order(view, order)
        if self.session.view == view and self.session.query is None:
            self.listing.show_view(view, keep=self.layout.list.current)

    async def _sort_search(self, order: str) -> None:
        """Search once more for hits in an order; a saved search keeps it."""
        name, typed_before = self.sidebar.active_key(), self.search.typed
        plain = " ".join(_SORT.sub("", typed_before).split())
        typed = f"{plain} sort:{order}" if order else plain
        saved = self.session.library.store.searches.all()
        before = find_search(saved, name) if name in {one.name for one in saved} else None
        if before is not None:
            self._save(SavedSearch(name, typed))
        await self.search.run(typed)

        def back() -> None:
            if before is not None:
                self._save(before)
            if self.search.is_open and self.search.typed == typed:
                self.call_later(self.search.run, typed_before)

        self.session.remember_undo(f"the order of {name or 'a search'}", back)
        self.bars.show_done(f"Search results stand {_order_sentence(order)}")

    def _save(self, search: SavedSearch) -> SavedSearches:
        """Put a saved search in the place of the one with its name."""
        before = self.session.library.change_searches(lambda saved: add_search(saved, search))
        self.sidebar.refresh()
        return before


def _order_sentence(order: str) -> str:
    """Return how an order is called."""
    told = LIST_ORDERS.get(order.removeprefix("-"), "as usual")
    return f"{told}, reversed" if order.startswith("-") else told
