"""The searches that a person keeps under a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reader.library import saved_searches
from reader.library.saved_searches import SavedSearches
from reader.model import ReaderError, SavedSearch
from reader.tui.controllers.searching.search import SearchController
from reader.tui.controllers.sidebar import SidebarController
from reader.tui.prompts import Prompts
from reader.tui.render.sidebar_items import SidebarKind
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars

if TYPE_CHECKING:
    from reader.tui.screens.command_search import Command


@dataclass(eq=False, repr=False)
class SavedSearchesController:
    """Save, rename and delete searches, so that each change can be undone."""

    session: Session
    bars: StatusBars
    search: SearchController
    sidebar: SidebarController
    prompts: Prompts

    async def save(self) -> None:
        """Ask for a name for the search that is typed."""
        query = self.search.typed.strip()
        if not query:
            self.bars.show_status(
                f"There is no search to save; {self.bars.key_of('search')} begins one"
            )
            return
        name = self.sidebar.active_key() or query
        await self.prompts.ask("Save this search as", name, partial(self._save_as, query))

    def _save_as(self, query: str, name: str) -> None:
        """Save a search under a name."""
        taken = name in saved_searches.search_names(self.session.library.store.searches.all())
        did = f"{name} stands for this search now" if taken else f"Saved as {name}"
        self._change(lambda saved: saved_searches.add_search(saved, SavedSearch(name, query)), did)

    async def rename(self) -> None:
        """Ask for another name for the saved search that is chosen in the sidebar."""
        name = self._chosen_name()
        if name:
            await self.prompts.ask("Rename to", name, partial(self._rename_to, name))

    def _rename_to(self, name: str, new: str) -> None:
        """Give a saved search another name."""
        self._change(
            lambda saved: saved_searches.rename_search(saved, name, new), f"Renamed to {new}"
        )

    def delete(self) -> None:
        """Forget the saved search that is chosen in the sidebar."""
        name = self._chosen_name()
        if name:
            did = f"Deleted the saved search {name}"
            self._change(lambda saved: saved_searches.remove_search(saved, name), did)

    def _chosen_name(self) -> str:
        """Return the name of the search that is chosen in the sidebar; else say what to do."""
        place = self.sidebar.chosen
        if place is None or place.kind is not SidebarKind.SEARCH:
            key = self.bars.key_of("sidebar")
            sentence = f"Choose a saved search or a source in the sidebar first; {key} opens it"
            self.bars.show_status(sentence)
            return ""
        return place.key

    def _change(self, how: Callable[[SavedSearches], SavedSearches], did: str) -> None:
        """Change the saved searches, so that it can be undone."""
        before = self._put(how)
        if before is not None:
            self.session.remember_undo(did, lambda: self._put(lambda _: before))
            self.bars.show_done(did)

    def _put(self, how: Callable[[SavedSearches], SavedSearches]) -> SavedSearches | None:
        """Change the saved searches; return those before, or None where that went wrong."""
        before = None
        try:
            before = self.session.library.change_searches(how)
        except ReaderError as error:
            self.bars.show_status(str(error), warning=True)
        self.sidebar.refresh()
        self.sidebar.schedule_counts()
        return before

    def _switch_alert(self, saved: SavedSearch) -> None:
        """Have a saved search alert of new stories, or no longer."""
        from reader.library.hooks.alerts import stories_to_look_at, switch_alert

        if not saved.alert:
            stories_to_look_at(self.session.library.store)  # what is there already is no news
        did = f"{saved.name} alerts {'no longer' if saved.alert else 'from now on'}"
        self._change(lambda searches: switch_alert(searches, saved.name, not saved.alert), did)

    def commands(self) -> Iterator[Command]:
        """Yield every saved search, for the palette."""
        from reader.tui.screens.command_search import Command

        for saved in self.session.library.store.searches.all():
            run = partial(self.sidebar.run_saved, saved.name)
            yield Command(f"Search: {saved.name}", run, group="Saved searches", name=saved.query)
            switch = partial(self._switch_alert, saved)
            does = f"Alert no longer: {saved.name}" if saved.alert else f"Alert: {saved.name}"
            yield Command(does, switch, group="Alerts", name=saved.query)
